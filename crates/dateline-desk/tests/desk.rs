//! The desk over the demo: every page opens, filters work, marks stand on the right words.
#![allow(clippy::unwrap_used)]
mod common;

use std::collections::BTreeMap;

use axum::http::StatusCode;
use common::{Asked, Folder, demo, words};
use serde_json::Value;

#[test]
fn every_page_opens_and_says_something() {
    let folder = Folder::new("pages");
    let desk = Asked::of(&demo(&folder));
    let story = desk.json("/api/v1/stories")["items"][0]["id"].clone();
    for (path, holds) in [
        ("/", "Norway and Peru open fisheries talks in Lisbon"),
        ("/latest?section=Business", "Court fines Meridian Bank"),
        ("/?outlet=limatribune.example", "Quispe postpones visit to Oslo"),
        ("/stories", "reports"),
        ("/statements?speaker=Jonas%20Hagen", "There was no such offer"),
        ("/events", "The words"),
        ("/countries", "Norway"),
        ("/country/nor", "Norway"),
        ("/who/Ingrid%20Solberg", "Said by them"),
        ("/search", "How to ask"),
        ("/search?q=cranes", "Storm tears cranes"),
        ("/alerts", "harbours"),
        ("/sources", "courier.example"),
        ("/about", "Natural Earth"),
        (&format!("/story/{story}"), "What happened, day by day"),
    ] {
        let page = desk.page(path);
        assert!(words(&page).contains(holds), "{path} lacks {holds}");
        assert!(page.contains("<title>") && page.contains("lang=\"en\""), "{path}");
    }
}

#[test]
fn filters_keep_what_fits() {
    let folder = Folder::new("filters");
    let desk = Asked::of(&demo(&folder));
    let denied = desk.json("/api/v1/events?status=denied");
    let denied = denied["items"].as_array().unwrap();
    assert!(!denied.is_empty() && denied.iter().all(|event| event["status"] == "denied"));

    let said = desk.json("/api/v1/statements?speaker=Ana%20Ruiz");
    let said = said["items"].as_array().unwrap();
    assert!(said.len() >= 3 && said.iter().all(|one| one["speaker"]["name"] == "Ana Ruiz"), "{said:?}");

    let days = desk.json("/api/v1/articles?from=2026-03-05&to=2026-03-06");
    let days: Vec<&str> =
        days["items"].as_array().unwrap().iter().filter_map(|line| line["day"].as_str()).collect();
    assert!(
        !days.is_empty() && days.iter().all(|day| ("2026-03-05"..="2026-03-06").contains(day)),
        "{days:?}"
    );

    let by = desk.json("/api/v1/events?actor=NOR");
    let is_norway = |party: &Value| party["country"] == "NOR" || party["name"] == "Norway";
    let by = by["items"].as_array().unwrap();
    assert!(
        !by.is_empty() && by.iter().all(|event| event["actors"].as_array().unwrap().iter().any(is_norway))
    );

    let section = desk.json("/api/v1/articles?section=Science");
    assert!(section["total"].as_u64() > Some(0));
    assert!(section["items"].as_array().unwrap().iter().all(|line| line["section"] == "Science"));
    let counts = desk.json("/api/v1/facets?by=outlet&section=Science");
    assert_eq!(counts["of"], section["total"]);
}

#[test]
fn cursors_lead_through_all_facts_once() {
    let folder = Folder::new("cursors");
    let desk = Asked::of(&demo(&folder));
    for list in ["articles", "statements", "events", "search"] {
        let q = if list == "search" { "&q=the" } else { "" };
        let id = |item: &Value| format!("{}/{}", item["article"]["id"], item["id"]);
        let all = desk.json(&format!("/api/v1/{list}?limit=200{q}"));
        let all: Vec<String> = all["items"].as_array().unwrap().iter().map(id).collect();
        let (mut seen, mut after) = (Vec::new(), String::new());
        for _ in 0..200 {
            let page = desk.json(&format!("/api/v1/{list}?limit=7{q}{after}"));
            seen.extend(page["items"].as_array().unwrap().iter().map(id));
            match page["next"].as_str() {
                Some(next) => after = format!("&after={}", next.replace('+', "%2B")),
                None => break,
            }
        }
        assert!(seen.len() > 7, "{list}");
        assert_eq!(seen, all, "{list}");
    }
}

/// The words within the elements that a fact is opened at.
fn opened(html: &str) -> String {
    let marked =
        html.split("<mark").skip(1).filter_map(|part| Some(part.split_once('>')?.1.split_once("</mark>")?.0));
    words(&marked.collect::<Vec<_>>().join(""))
}

#[test]
fn permalinks_open_the_words_of_the_fact() {
    let folder = Folder::new("permalinks");
    let desk = Asked::of(&demo(&folder));
    let mut checked: BTreeMap<&str, usize> = BTreeMap::new();
    for id in 1..=26 {
        let record = desk.json(&format!("/api/v1/articles/{id}"));
        let text: Vec<char> = record["text"].as_str().unwrap().chars().collect();
        let cut = |of: &Value| -> String {
            text[of["start"].as_u64().unwrap() as usize..of["end"].as_u64().unwrap() as usize]
                .iter()
                .collect()
        };
        for layer in ["entities", "times", "places", "statements", "events"] {
            for fact in record[layer].as_array().unwrap() {
                // The words that the fact is opened at: of a statement all that was said and the words that say so.
                let mut words: Vec<&Value> = match layer {
                    "entities" => vec![&fact["mentions"][0]],
                    "statements" => {
                        fact["content"].as_array().unwrap().iter().chain([&fact["cue"]]).collect()
                    }
                    "events" => vec![&fact["trigger"]],
                    _ => vec![fact],
                };
                words.retain(|of| of["start"].is_u64());
                words.sort_by_key(|of| of["start"].as_u64());
                let path = format!("/article/{id}?layer=all&fact={}", fact["id"].as_str().unwrap());
                let page = desk.page(&path);
                let expected: String = words.iter().map(|of| cut(of)).collect();
                assert_eq!(opened(&page), expected, "{path}");
                assert_eq!(page.matches(" id=\"mark\"").count(), 1, "{path}");
                *checked.entry(layer).or_insert(0) += 1;
            }
        }
        let body = desk.page(&format!("/article/{id}?layer=all"));
        let plain = desk.page(&format!("/article/{id}"));
        let article = |html: &str| {
            words(html.split("class=\"body\"").nth(1).unwrap().split("</article>").next().unwrap())
        };
        assert_eq!(article(&body), article(&plain), "marks change no word");
    }
    assert!(checked.len() == 5 && checked.values().all(|count| *count >= 20), "{checked:?}");
    assert_eq!(desk.get("/article/1?fact=v99").status, StatusCode::NOT_FOUND);
    assert_eq!(desk.get("/article/1?mark=9-2").status, StatusCode::BAD_REQUEST);
    assert_eq!(desk.get("/fact/1/s1").headers["location"], "/article/1?fact=s1#mark");
}

#[test]
fn what_happened_is_told_with_who_denies_it() {
    let folder = Folder::new("story");
    let desk = Asked::of(&demo(&folder));
    let stories = desk.json("/api/v1/stories");
    let treaty = &stories["items"][0]["id"];
    let page = words(&desk.page(&format!("/story/{treaty}")));
    for holds in ["First report here", "denied by Norway", "independent source", "1 copy", "2026 to "] {
        assert!(page.contains(holds), "lacks {holds}");
    }
    let days = desk.json(&format!("/api/v1/stories/{treaty}/timeline"));
    let claims = days["days"].as_array().unwrap().iter().flat_map(|day| day["claims"].as_array().unwrap());
    let reports = claims.flat_map(|claim| claim["reports"].as_array().unwrap());
    let denied: Vec<&Value> = reports.filter(|report| report["status"] == "denied").collect();
    assert!(!denied.is_empty());
    for report in denied {
        let voice = &report["voices"][0];
        let statement = format!("/api/v1/articles/{}", voice["article"]);
        let statement = desk.json(&statement)["statements"]
            .as_array()
            .unwrap()
            .iter()
            .find(|one| one["id"] == voice["statement"])
            .cloned();
        assert_eq!(statement.unwrap()["attitude"], "denied", "{report}");
        assert!(voice["name"].is_string() || voice["words"].is_string(), "{report}");
    }
}

#[test]
fn charts_and_maps_are_of_the_whole_list() {
    let folder = Folder::new("figures");
    let desk = Asked::of(&demo(&folder));
    let all = desk.json("/api/v1/events?limit=200")["items"].as_array().unwrap().len();
    let page = words(&desk.page("/events?limit=5"));
    assert!(page.contains(&format!("Chart and map: all {all} events of this list")), "{all}");
    let denied = desk.json("/api/v1/events?status=denied")["items"].as_array().unwrap().len();
    let page = words(&desk.page("/events?status=denied&limit=1"));
    assert!(page.contains(&format!("Chart and map: all {denied} events of this list")), "{denied}");
    let none = words(&desk.page("/events?place=Atlantis"));
    assert!(none.contains("Nothing was found") && !none.contains("Chart and map"));
}

#[test]
fn what_the_engine_knows_is_what_the_desk_lists() {
    let folder = Folder::new("lists");
    let desk = Asked::of(&demo(&folder));
    let document = desk.json("/api/openapi.json");
    let listed = |name: &str| -> Vec<String> {
        let all = document["components"]["parameters"][name]["schema"]["enum"].as_array().unwrap();
        all.iter().filter_map(Value::as_str).filter(|word| !word.is_empty()).map(str::to_owned).collect()
    };
    let mut types = listed("event");
    types.sort();
    assert_eq!(types, dateline::events::type_names(&dateline::lexicon::Data::embedded()).unwrap());
    assert_eq!(listed("status"), dateline::doc::Status::ALL.map(|status| status.name().to_owned()));
    let form = desk.page("/events");
    for name in types {
        assert!(form.contains(&format!("<option value=\"{name}\">")), "{name}");
    }
}

#[test]
fn lists_come_in_every_form() {
    let folder = Folder::new("forms");
    let desk = Asked::of(&demo(&folder));
    for list in ["latest", "search", "statements", "events", "stories"] {
        for (ending, kind, holds) in [
            ("json", "application/json", "\"items\""),
            ("csv", "text/csv", "id,"),
            ("rss", "application/rss+xml", "<rss version=\"2.0\">"),
            ("atom", "application/atom+xml", "http://localhost:8321/"),
            ("feed", "application/feed+json", "https://jsonfeed.org/version/1.1"),
        ] {
            let answer = desk.get(&format!("/{list}.{ending}?limit=5"));
            assert_eq!(answer.status, StatusCode::OK);
            assert!(answer.headers["content-type"].to_str().unwrap().starts_with(kind));
            assert!(answer.body.contains(holds), "{list}.{ending}");
            assert_eq!(
                answer.body,
                desk.page(&format!("/{list}?limit=5&format={ending}")),
                "{list}.{ending}"
            );
        }
    }
}

#[test]
fn the_document_names_every_address_of_the_api() {
    let folder = Folder::new("openapi");
    let desk = Asked::of(&demo(&folder));
    let document = desk.json("/api/openapi.json");
    let story = desk.json("/api/v1/stories")["items"][0]["id"].to_string();
    let paths = document["paths"].as_object().unwrap();
    assert_eq!(paths.len(), 12);
    for (path, item) in paths {
        let id = if path.contains("stories") { story.as_str() } else { "1" };
        let asked = path.replace("{id}", id).replace("{name}", "Norway");
        let asked = if path.ends_with("facets") { format!("{asked}?by=who") } else { asked };
        let answer = desk.json(&asked);
        let schema = &item["get"]["responses"]["200"]["content"]["application/json"]["schema"];
        let name = schema["$ref"].as_str().map(|name| name.rsplit('/').next().unwrap());
        let schema = name.map_or(schema, |name| &document["components"]["schemas"][name]);
        for field in schema["required"].as_array().unwrap() {
            assert!(answer.get(field.as_str().unwrap()).is_some(), "{path}: {field}");
        }
    }
}
