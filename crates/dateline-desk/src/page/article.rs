//! An article: its text, and what is known from it.
use dateline_archive::Archive;
use maud::{Markup, html};
use serde_json::Value;

use super::cards;
use super::marks::{LAYERS, Range, evidence, list, marked, marks, range};
use super::parts::{outgoing, time};
use super::{Head, bare};
use crate::ask::Ask;
use crate::fail::Fail;

/// What the archive knows of an article besides its record.
struct Around {
    story: Option<(i64, usize)>,
    copy_of: Option<i64>,
    revisions: Vec<dateline_archive::Revision>,
    /// For each related headline, the article of the archive at its address.
    related: Vec<Option<i64>>,
}

/// The page of an article.
pub(crate) fn page(archive: &mut Archive, id: i64, ask: &Ask, images: bool) -> Result<Markup, Fail> {
    let missing = || Fail::Missing(format!("there is no article {id} in the archive"));
    let record = archive.record(id)?.ok_or_else(missing)?;
    let around = around(archive, id, &record)?;
    let text: Vec<char> = record["text"].as_str().unwrap_or("").chars().collect();
    let chosen: Vec<&str> = match ask.get("layer") {
        Some("all") => LAYERS.iter().map(|(name, _)| *name).collect(),
        Some(names) => names.split(',').collect(),
        None => Vec::new(),
    };
    let marks: Vec<_> = marks(&record).into_iter().filter(|mark| chosen.contains(&mark.layer)).collect();
    let targets = targets(&record, ask, text.len())?;
    let shown = Shown {
        text: &text,
        marks: &marks,
        first: targets.iter().map(|range| range.0).min(),
        targets: &targets,
    };
    let article = &record["article"];
    let headline = article["headline"].as_str().unwrap_or("(no headline)");
    let content = html! {
        div.reading {
            article lang=[article["language"].as_str()] {
                (masthead(article, &shown, &record))
                (notes(&around))
                nav.chips.layers aria-label="Mark in the text" {
                    span { "Mark" }
                    @for (name, label) in LAYERS { (chip(ask, &chosen, name, label)) }
                    a href=(format!("/article/{id}{}", ask.with("layer", (chosen.len() < LAYERS.len()).then_some("all")))) { @if chosen.len() < LAYERS.len() { "All" } @else { "None" } }
                }
                div.body dir="auto" { (body(&record, &shown, images)) (beside(&record, &shown)) }
            }
            aside.facts aria-label="What the article says" { (cards::all(id, &record, &text)) (rail(article, &around)) }
        }
    };
    Ok(bare(&Head { title: headline, ..Head::default() }, content))
}

/// The text and what is marked in it.
struct Shown<'a> {
    text: &'a [char],
    marks: &'a [super::marks::Mark],
    targets: &'a [Range],
    first: Option<usize>,
}

impl Shown<'_> {
    fn zone(&self, zone: Range) -> Markup {
        // Of a zone that goes beyond the text, what is there.
        let zone = (zone.0.min(self.text.len()), zone.1.min(self.text.len()));
        marked(self.text, zone, self.marks, self.targets, self.first)
    }
}

fn around(archive: &mut Archive, id: i64, record: &Value) -> Result<Around, Fail> {
    let (story, copy_of) = archive.ties_of(id)?;
    let mut related = Vec::new();
    for item in record["article"]["related"].as_array().into_iter().flatten() {
        related.push(match item["url"].as_str() {
            Some(url) => archive.at_address(url)?.filter(|other| *other != id),
            None => None,
        });
    }
    let story = match story {
        Some(story) => Some((story, archive.story_size(story)?)),
        None => None,
    };
    Ok(Around { story, copy_of, revisions: archive.revisions(id)?, related })
}

/// The words that the article was opened at.
fn targets(record: &Value, ask: &Ask, length: usize) -> Result<Vec<Range>, Fail> {
    if let Some(fact) = ask.get("fact") {
        let found = evidence(record, fact);
        return match found.is_empty() {
            true => Err(Fail::Missing(format!("the article has no fact `{fact}`"))),
            false => Ok(found),
        };
    }
    let Some(mark) = ask.get("mark") else { return Ok(Vec::new()) };
    let range = mark.split_once('-').and_then(|(start, end)| Some((start.parse().ok()?, end.parse().ok()?)));
    match range {
        Some((start, end)) if start < end && end <= length => Ok(vec![(start, end)]),
        _ => Err(Fail::Wrong("mark: two places in the text, as in 120-160".to_owned())),
    }
}

fn chip(ask: &Ask, chosen: &[&str], name: &str, label: &str) -> Markup {
    let on = chosen.contains(&name);
    let mut others: Vec<&str> = chosen.iter().copied().filter(|other| *other != name).collect();
    if !on {
        others.push(name);
    }
    let value = others.join(",");
    let asked = ask.with("layer", (!value.is_empty()).then_some(&value));
    let here = if asked.is_empty() { "?".to_owned() } else { asked };
    html! { a class=(name) href=(here) aria-current=[on.then_some("true")] { (label) } }
}

fn masthead(article: &Value, shown: &Shown, record: &Value) -> Markup {
    let names: Vec<&str> = article["authors"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|author| author["name"].as_str())
        .collect();
    let outlet = article["publisher"]["name"].as_str().or(article["publisher"]["domain"].as_str());
    let zones = record["zones"].as_array().into_iter().flatten();
    let headline = zones.into_iter().find(|zone| zone["kind"] == "headline").and_then(range);
    html! {
        p.kicker {
            span.outlet dir="auto" { (outlet.unwrap_or("unknown outlet")) }
            @if let Some(section) = article["section"].as_str() { span dir="auto" { (section) } }
        }
        h1 dir="auto" {
            @match headline { Some(zone) => (shown.zone(zone)), None => (article["headline"].as_str().unwrap_or("(no headline)")) }
        }
        p.byline {
            @if !names.is_empty() { span dir="auto" { "By " (names.join(", ")) } }
            (time(article["published"].as_str()))
            @if let Some(modified) = article["modified"].as_str() { span { "changed " (time(Some(modified))) } }
            @if let Some(url) = outgoing(article["url"].as_str()) { a href=(url) rel="noopener nofollow noreferrer" { "At the outlet" } }
        }
    }
}

fn notes(around: &Around) -> Markup {
    let later = around.revisions.last().filter(|last| last.latest);
    html! {
        p.notes {
            @if let Some((story, articles)) = around.story { a.button href=(format!("/story/{story}")) { "The story: " (articles) @if articles == 1 { " report" } @else { " reports" } } }
            @if let Some(first) = around.copy_of { a href=(format!("/article/{first}")) { "The same text appeared earlier" } }
            @if around.revisions.len() > 1 {
                span { "Versions: " @for revision in &around.revisions { a href=(format!("/article/{}", revision.id)) { (revision.revision) @if later.is_some_and(|later| later.id == revision.id) { " (last)" } } " " } }
            }
        }
    }
}

fn body(record: &Value, shown: &Shown, images: bool) -> Markup {
    let pictures: Vec<&Value> = record["article"]["images"].as_array().into_iter().flatten().collect();
    html! {
        @for zone in record["zones"].as_array().into_iter().flatten() {
            @if let Some(words) = range(zone) {
                @match zone["kind"].as_str() {
                    Some("paragraph") => p dir="auto" { (shown.zone(words)) },
                    Some("heading") => h2 dir="auto" { (shown.zone(words)) },
                    Some("list_item") => p.li dir="auto" { (shown.zone(words)) },
                    Some("quote_block") => blockquote dir="auto" { (shown.zone(words)) },
                    Some("caption") => (figure(zone, words, &pictures, shown, images)),
                    _ => {},
                }
            }
        }
    }
}

/// The words that the article was opened at where they stand beside it on its page, as in a list of other headlines.
fn beside(record: &Value, shown: &Shown) -> Markup {
    let zones: Vec<(&str, Range)> =
        list(&record["zones"]).filter_map(|zone| Some((zone["kind"].as_str()?, range(zone)?))).collect();
    let holds = |zone: Range, target: &Range| zone.0 < target.1 && target.0 < zone.1;
    let is_read = |target: &Range| {
        zones.iter().any(|(kind, zone)| (*kind == "headline" || BODY.contains(kind)) && holds(*zone, target))
    };
    let mut others: Vec<Range> = Vec::new();
    for target in shown.targets.iter().filter(|target| !is_read(target)) {
        let zone = zones.iter().map(|(_, zone)| *zone).find(|zone| holds(*zone, target)).unwrap_or(*target);
        if !others.contains(&zone) {
            others.push(zone);
        }
    }
    html! { @for zone in others { p.beside dir="auto" { span.label { "Beside the article" } (shown.zone(zone)) } } }
}

/// The kinds of zones that are read as the article; the headline stands above them.
const BODY: [&str; 5] = ["paragraph", "heading", "list_item", "quote_block", "caption"];

/// A picture by its caption and credit; the picture itself only if the desk is told to load it.
fn figure(zone: &Value, words: Range, pictures: &[&Value], shown: &Shown, images: bool) -> Markup {
    let picture = zone["item"].as_u64().and_then(|item| pictures.get(item as usize));
    let url =
        picture.and_then(|picture| outgoing(picture["url"].as_str())).filter(|url| url.starts_with("https:"));
    html! {
        figure.picture {
            @if let Some(url) = url.filter(|_| images) { img src=(url) alt="" loading="lazy" referrerpolicy="no-referrer"; }
            figcaption dir="auto" {
                span.label { "Picture" } (shown.zone(words))
                @if let Some(credit) = picture.and_then(|picture| picture["credit"].as_str()) { span.credit { (credit) } }
            }
        }
    }
}

/// What the page listed beside the article.
fn rail(article: &Value, around: &Around) -> Markup {
    let related: Vec<&Value> = article["related"].as_array().into_iter().flatten().collect();
    html! {
        @if !related.is_empty() {
            details open[related.len() <= 8] {
                summary { h2 { "Listed beside it" } }
                ul.plain-list {
                    @for (at, item) in related.iter().enumerate() {
                        li dir="auto" {
                            @let headline = item["headline"].as_str().unwrap_or("(no headline)");
                            @if let Some(Some(id)) = around.related.get(at) { a href=(format!("/article/{id}")) { (headline) } " " span.tag { "in the archive" } }
                            @else if let Some(url) = outgoing(item["url"].as_str()) { a href=(url) rel="noopener nofollow noreferrer" { (headline) } }
                            @else { (headline) }
                        }
                    }
                }
            }
        }
    }
}
