//! `dateline parse`: the sentences of a page as CoNLL-U, for those who want the language layer alone.
use std::fs;
use std::io::{self, Read as _, Write};

use anyhow::{Context, Result};
use dateline::doc::Document;
use dateline::read::Page;
use dateline::{Stage, export};

use crate::args::Parse;
use crate::{Outcome, engine, hints};

/// Parses the page, or with `--text` the words as they are.
pub fn run(request: &Parse) -> Result<Outcome> {
    let engine = engine(&request.page)?;
    let uri = request.input.display().to_string();
    let mut bytes = Vec::new();
    if uri == "-" {
        io::stdin().lock().read_to_end(&mut bytes).context("cannot read standard input")?;
    } else {
        bytes = fs::read(&request.input).with_context(|| format!("cannot read `{uri}`"))?;
    }
    let doc = if request.text {
        let text = String::from_utf8(bytes)
            .with_context(|| format!("`{uri}` is not UTF-8; without --text its charset is found out"))?;
        let mut doc = Document::of_text(&text, None);
        engine.annotate(&mut doc, Stage::Language);
        doc
    } else {
        engine.run(&Page::new(&bytes, hints(&request.page, uri)), Stage::Language, false)
    };
    io::stdout().lock().write_all(export::conllu(&doc).as_bytes())?;
    Ok(if doc.text.as_str().is_empty() { Outcome::SomeUnreadable } else { Outcome::Whole })
}
