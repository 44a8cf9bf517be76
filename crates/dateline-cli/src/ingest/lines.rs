//! Files of articles as lines of JSON, as crawlers write them.
use std::fmt::Write as _;
use std::fs::File;
use std::io::{BufRead as _, BufReader};
use std::path::Path;

use dateline::doc::Moment;
use dateline::read::{Hints, Input};
use serde_json::Value;

use crate::pipeline::Send;

/// The names that a field has with crawlers, those first that say most.
const HTML: &[&str] = &["html", "raw_html"];
const TEXT: &[&str] = &["text", "maintext", "body", "content", "article", "raw_text"];
const TITLE: &[&str] = &["title", "headline"];
const URL: &[&str] = &["url", "link", "source_url", "uri"];
const PUBLISHED: &[&str] = &["published", "date_publish", "publish_date", "published_at", "date"];
const RETRIEVED: &[&str] = &["retrieved", "date_download", "crawled_at", "fetched"];

/// True for a file whose lines are articles, by its name.
pub fn is_lines(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending == "jsonl" || ending == "ndjson")
}

/// Sends the articles of a file.
pub fn read(path: &Path, send: &mut Send<'_>) {
    let name = path.display();
    let file = match File::open(path) {
        Ok(file) => file,
        Err(error) => {
            send(Err(format!("error: `{name}`: {error}\nhint: check the path and its permissions")));
            return;
        }
    };
    for (number, line) in (1..).zip(BufReader::new(file).split(b'\n')) {
        let input = match line {
            Ok(line) if line.iter().all(u8::is_ascii_whitespace) => continue,
            Ok(line) => input(&line, &format!("{name}:{number}")),
            Err(error) => Err(error.to_string()),
        };
        if !send(input.map_err(|why| format!("error: `{name}`, line {number}: {why}"))) {
            return;
        }
    }
}

fn input(line: &[u8], place: &str) -> Result<Input, String> {
    let article: Value = serde_json::from_slice(line).map_err(|error| format!("not JSON: {error}"))?;
    if article["dateline"].is_string() && article["zones"].is_array() {
        return Err("this is a record already\nhint: `dateline import` takes records".to_owned());
    }
    let text = |names: &[&str]| {
        names.iter().find_map(|name| article[*name].as_str().filter(|text| !text.is_empty()))
    };
    let bytes = match (text(HTML), text(TEXT)) {
        (Some(html), _) => html.to_owned(),
        (None, Some(body)) => page(text(TITLE).unwrap_or(""), body),
        (None, None) => {
            let known = [HTML, TEXT].concat().join(", ");
            return Err(format!("it has no text\nhint: one of these fields is needed: {known}"));
        }
    };
    let moment = |names: &[&str]| Moment::parse(&text(names)?.replacen(' ', "T", 1));
    let hints = Hints {
        uri: Some(place.to_owned()),
        url: text(URL).map(str::to_owned),
        listed: moment(PUBLISHED),
        retrieved: moment(RETRIEVED),
        ..Hints::default()
    };
    Ok(Input { hints, bytes: bytes.into_bytes(), warnings: Vec::new() })
}

/// A page of a headline and paragraphs.
fn page(title: &str, body: &str) -> String {
    let escaped = |text: &str| text.replace('&', "&amp;").replace('<', "&lt;");
    let mut page = format!("<!doctype html><meta charset=utf-8><article><h1>{}</h1>", escaped(title));
    for paragraph in body.lines().filter(|line| !line.trim().is_empty()) {
        let _ = write!(page, "<p>{}</p>", escaped(paragraph));
    }
    page
}

#[cfg(test)]
mod tests {
    use dateline::Engine;

    use super::*;

    #[test]
    fn articles_of_crawlers_are_read() {
        let line = br#"{"url": "https://news.example/a", "title": "Port & harbour", "maintext": "The port of Almer reopened on Monday, its master said.\n\nBoats had <left> it before the storm came.",
            "date_publish": "2024-03-05 09:30:00", "authors": ["Ana Ruiz"]}"#;
        let input = input(line, "a.jsonl:1").unwrap();
        assert_eq!(input.hints.listed.unwrap().to_string(), "2024-03-05T09:30:00");
        let doc = Engine::new().unwrap().read(&input.into_page());
        let text = doc.text.as_str();
        assert!(
            text.starts_with("Port & harbour\n\nThe port")
                && text.ends_with("Boats had <left> it before the storm came.")
        );
        assert_eq!(doc.article.unwrap().published.unwrap().value.to_string(), "2024-03-05T09:30:00");
    }

    #[test]
    fn lines_that_are_no_articles_are_told() {
        let check = |line: &str, expected: &str| {
            let error = input(line.as_bytes(), "a").unwrap_err();
            assert!(error.contains(expected), "{error}");
        };
        check("port", "not JSON");
        check("{\"title\": \"Port\"}", "no text");
        check("{\"dateline\": \"1\", \"zones\": []}", "dateline import");
    }
}
