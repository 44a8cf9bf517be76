//! `dateline events`: what happened, as a table for people or as rows for others' tools.
use std::io::{self, Write};

use anyhow::Result;
use dateline::doc::Document;
use dateline::read::walk;
use dateline::{Engine, Stage, export};

use crate::args::{EventFormat, Events};
use crate::{Outcome, engine, hints};

/// Prints the events of the pages.
pub fn run(request: &Events) -> Result<Outcome> {
    let engine: Engine = engine(&request.page)?;
    let mut out = io::stdout().lock();
    let (mut read, mut failed, mut empty) = (0, 0, 0);
    if request.format == EventFormat::PloverCsv {
        writeln!(out, "{}", export::PLOVER_COLUMNS)?;
    }
    for input in walk(&request.inputs) {
        let mut input = match input {
            Ok(input) => input,
            Err(error) => {
                failed += 1;
                eprintln!("error: `{}`: {}", error.path.display(), error.message);
                continue;
            }
        };
        let given = hints(&request.page, String::new());
        input.hints.url = given.url.or(input.hints.url);
        input.hints.published = given.published.or(input.hints.published);
        input.hints.retrieved = given.retrieved.or(input.hints.retrieved);
        let doc = engine.run(&input.into_page(), Stage::Events, false);
        read += 1;
        empty += usize::from(doc.text.is_empty());
        out.write_all(rows(&doc, request).as_bytes())?;
    }
    Ok(match (read, failed + empty) {
        (0, 1..) => Outcome::Nothing,
        (_, 0) => Outcome::Whole,
        _ => Outcome::SomeUnreadable,
    })
}

fn rows(doc: &Document, request: &Events) -> String {
    match request.format {
        EventFormat::Table => export::events_table(doc),
        EventFormat::Plover => export::plover_jsonl(doc),
        EventFormat::PloverCsv => export::plover_csv(doc),
        EventFormat::Gdelt => export::gdelt(doc, request.all),
    }
}
