//! Pages without markup, each with the article that a reader finds in it: `tests/plain/<name>.txt` and `.expected`.
//!
//! A fact a line. `DATELINE_BLESS=1 cargo test --test plain` rewrites the expectations; read the difference then.
#![allow(clippy::unwrap_used)] // A test may panic; the helpers here are outside `#[test]` functions.

use std::fmt::Write as _;
use std::path::Path;
use std::sync::LazyLock;
use std::{env, fs};

use dateline::Engine;
use dateline::doc::{Date, Dateline, Document, Fact, Span};
use dateline::read::{Hints, Page};

/// One engine for all pages.
static ENGINE: LazyLock<Engine> = LazyLock::new(|| Engine::new().unwrap());

fn check(name: &str, published: Option<&str>) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/plain");
    let input = fs::read(folder.join(format!("{name}.txt"))).unwrap();
    let hints = Hints { published: published.and_then(Date::parse).map(Into::into), ..Hints::default() };
    let page = Page::new(&input, hints);
    let doc = ENGINE.read(&page);
    let found = outline(&doc);
    every_span_leads_back(&doc, &page.text);
    let path = folder.join(format!("{name}.expected"));
    if env::var_os("DATELINE_BLESS").is_some() {
        fs::write(&path, &found).unwrap();
    }
    let expected = fs::read_to_string(&path).unwrap_or_default();
    assert!(found == expected, "{name}: found\n{found}\nexpected\n{expected}");
}

#[test]
fn wrapped() {
    check("wrapped", None);
}

#[test]
fn line_per_paragraph() {
    check("line_per_paragraph", None);
}

#[test]
fn tass() {
    check("tass", Some("2024-03-06"));
}

#[test]
fn dpa() {
    check("dpa", None);
}

#[test]
fn efe() {
    check("efe", None);
}

#[test]
fn afp() {
    check("afp", None);
}

#[test]
fn markdown() {
    check("markdown", None);
}

#[test]
fn box_in_body() {
    check("box_in_body", None);
}

#[test]
fn xinhua() {
    check("xinhua", None);
}

#[test]
fn ansa() {
    check("ansa", Some("2024-03-05"));
}

#[test]
fn inline_links() {
    check("inline_links", None);
}

#[test]
fn updated() {
    check("updated", None);
}

#[test]
fn no_headline() {
    check("no_headline", Some("2023-09-06"));
}

#[test]
fn anything_is_a_page() {
    let engine = &*ENGINE;
    for text in [
        String::new(),
        "\0\0\0".to_owned(),
        "hello".to_owned(),
        "\n \r\n\t".to_owned(),
        "[".repeat(200_000),
        "](".repeat(200_000),
        format!("{}{}", "[".repeat(100_000), "](".repeat(100_000)),
        "*".repeat(200_000),
        "_ ".repeat(200_000),
        "Latest News\n".repeat(50_000),
        "Port reopens in Almer today\n1 hour ago\n".repeat(20_000),
        format!(
            "Latest News\n{}",
            (0..20_000).map(|i| format!("Port number {i} reopens\n")).collect::<String>()
        ),
        (0..20_000).map(|i| format!("Port {i}. Photo: A. Ruiz\n")).collect(),
        "World // 1 hour ago\n".repeat(20_000),
        "Photo: a. ".repeat(50_000),
        "By Ana Ruiz, Tom Hill and Eva Lund\n".repeat(20_000),
        "É\u{2028}\u{feff}1. > # - ".repeat(20_000),
        "A (AP) -- ".repeat(50_000),
    ] {
        let page = Page::new(text.as_bytes(), Hints::default());
        let doc = engine.read(&page);
        every_span_leads_back(&doc, &page.text);
    }
}

#[test]
fn a_page_of_millions_of_lines_is_cut() {
    let page = Page::new("x\n".repeat(1_000_000).as_bytes(), Hints::default());
    let doc = ENGINE.read(&page);
    assert!(doc.warnings[0].message.contains("200000 lines"), "{:?}", doc.warnings);
}

/// The words of every zone are those at its place in the page, but for white space and marks left out.
fn every_span_leads_back(doc: &Document, page: &str) {
    for zone in Document::items(&doc.zones) {
        let words = doc.words(zone.span);
        assert!(!words.is_empty());
        let range = doc.text.page_range(zone.span).unwrap();
        let there = &page[range];
        let first = words.split_whitespace().next().unwrap();
        assert!(
            there.starts_with(first.split(['\\', '*', '_', '[']).next().unwrap()),
            "{words:?} at {there:?}"
        );
    }
}

fn outline(doc: &Document) -> String {
    let mut out = String::new();
    let article = doc.article.as_ref().unwrap();
    let mut line = |name: &str, value: &str, rule: &str| {
        let _ = writeln!(
            out,
            "{name:17}{value}{}",
            if rule.is_empty() { String::new() } else { format!("    {rule}") }
        );
    };
    if let Some(retrieved) = doc.source.retrieved {
        line("retrieved", &retrieved.to_string(), "");
    }
    let mut text = |name: &str, fact: &Option<Fact<String>>| {
        if let Some(fact) = fact {
            line(name, &fact.value, fact.rule.as_str());
        }
    };
    text("url", &article.url);
    text("publisher", &article.publisher);
    text("section", &article.section);
    text("headline", &article.headline);
    text("language", &article.language);
    for author in &article.authors {
        line("author", &author.value, author.rule.as_str());
    }
    for (name, moment) in [("published", &article.published), ("modified", &article.modified)] {
        if let Some(fact) = moment {
            line(name, &fact.value.to_string(), fact.rule.as_str());
        }
    }
    let dateline = |d: &Dateline| {
        let place = d.place.map_or("-", |span: Span| doc.words(span));
        let date = d.date.map_or("-".to_owned(), |date| date.to_string());
        format!("{} = {place}; {date}; {}", doc.words(d.span), d.agency.as_deref().unwrap_or("-"))
    };
    if let Some(d) = &article.dateline {
        line("dateline", &dateline(d), d.rule.as_str());
    }
    for image in &article.images {
        let some = |value: &Option<String>| value.clone().unwrap_or("-".to_owned());
        let value = format!(
            "{} | {} | {} | {} | {}",
            some(&image.caption),
            some(&image.credit),
            some(&image.licence),
            some(&image.kind),
            some(&image.url)
        );
        line("image", &value, image.rule.as_ref().unwrap().as_str());
    }
    for related in &article.related {
        let some = |value: &Option<String>| value.clone().unwrap_or("-".to_owned());
        let interval = related.published.map_or("-".to_owned(), |(from, to)| format!("{from} to {to}"));
        let value = format!(
            "{} | {} | {} | {interval} | {}",
            related.headline.map_or("-", |span| doc.words(span)),
            some(&related.section),
            some(&related.age),
            some(&related.url)
        );
        line("related", &value, related.rule.as_ref().unwrap().as_str());
        if let Some(d) = &related.dateline {
            line("  dateline", &dateline(d), d.rule.as_str());
        }
    }
    for zone in Document::items(&doc.zones) {
        line(zone.kind.name(), doc.words(zone.span), "");
    }
    out
}
