//! `dateline why`: which rules were tried at some words of a page, and why each won or lost.
use std::fs;
use std::io::{self, Read as _, Write};

use anyhow::{Context, Result};
use dateline::doc::{Document, Span, Trial};
use dateline::read::{Hints, Page};
use dateline::{Record, Stage};
use serde_json::Value;

use crate::args::Why;
use crate::{Outcome, engine, hints};

/// Explains the words that were asked for.
pub fn run(request: &Why) -> Result<Outcome> {
    let engine = engine(&request.page)?;
    let uri = request.input.display().to_string();
    let bytes = if uri == "-" {
        let mut bytes = Vec::new();
        io::stdin().lock().read_to_end(&mut bytes).context("cannot read standard input")?;
        bytes
    } else {
        fs::read(&request.input).with_context(|| format!("cannot read `{uri}`"))?
    };
    let hints: Hints = hints(&request.page, uri);
    let doc = engine.run(&Page::new(&bytes, hints), Stage::Events, true);
    let mut out = io::stdout().lock();
    explain(&mut out, &doc, &request.at)?;
    Ok(Outcome::Whole)
}

fn explain(out: &mut impl Write, doc: &Document, words: &str) -> Result<()> {
    let record = serde_json::to_value(Record::of(doc))?;
    let trials = trials(doc);
    let text = doc.text.as_str();
    let mut places = 0;
    for (start, found) in text.match_indices(words) {
        places += 1;
        let span = Span::new(start, start + found.len());
        writeln!(out, "{}", context(text, span))?;
        if let Some(range) = doc.input_range(span) {
            writeln!(out, "  bytes {}..{} of the page", range.start, range.end)?;
        }
        let offsets = (count(text, span.start), count(text, span.end));
        for (layer, line) in annotations(&record, offsets) {
            writeln!(out, "  is    {layer:<10} {line}")?;
        }
        for trial in trials.iter().filter(|t| t.span.is_some_and(|s| s.overlaps(span))) {
            print_trial(out, trial)?;
        }
        writeln!(out)?;
    }
    let lower = words.to_lowercase();
    let elsewhere: Vec<&&Trial> =
        trials.iter().filter(|t| t.span.is_none() && t.quote.to_lowercase().contains(&lower)).collect();
    if !elsewhere.is_empty() {
        writeln!(out, "Elsewhere on the page:")?;
        for trial in &elsewhere {
            writeln!(out, "  \"{}\"", shorten(&trial.quote, 70))?;
            print_trial(out, trial)?;
        }
    }
    if places == 0 && elsewhere.is_empty() {
        writeln!(out, "`{words}` is not in the text, and no rule has seen it.")?;
    }
    Ok(())
}

fn print_trial(out: &mut impl Write, trial: &Trial) -> Result<()> {
    let verdict = if trial.won { "won " } else { "lost" };
    Ok(writeln!(out, "  {verdict}  {}: {}", trial.rule, trial.reason)?)
}

fn trials(doc: &Document) -> Vec<&Trial> {
    let mut all: Vec<&Trial> = Vec::new();
    all.extend(doc.zones.iter().flat_map(|l| &l.trials));
    all.extend(doc.sentences.iter().flat_map(|l| &l.trials));
    all.extend(doc.entities.iter().flat_map(|l| &l.trials));
    all.extend(doc.times.iter().flat_map(|l| &l.trials));
    all.extend(doc.places.iter().flat_map(|l| &l.trials));
    all.extend(doc.statements.iter().flat_map(|l| &l.trials));
    all.extend(doc.events.iter().flat_map(|l| &l.trials));
    all
}

/// The annotations whose spans touch the words: layer, and what it says.
fn annotations(record: &Value, (start, end): (u64, u64)) -> Vec<(&'static str, String)> {
    let mut found = Vec::new();
    for layer in ["zones", "entities", "times", "places", "statements", "events"] {
        for item in record[layer].as_array().into_iter().flatten() {
            if touches(item, start, end) {
                found.push((layer, describe(layer, item)));
            }
        }
    }
    found
}

fn touches(item: &Value, start: u64, end: u64) -> bool {
    let span = |v: &Value| Some((v["start"].as_u64()?, v["end"].as_u64()?));
    let direct = span(item).into_iter();
    let nested =
        ["mentions", "content"].iter().flat_map(|key| item[*key].as_array()).flatten().filter_map(span);
    let parts = ["cue", "trigger"].iter().filter_map(|key| span(&item[*key]));
    direct.chain(nested).chain(parts).any(|(s, e)| s < end && start < e)
}

fn describe(layer: &str, item: &Value) -> String {
    let text = |key: &str| item[key].as_str().unwrap_or("-").to_owned();
    let what = match layer {
        "zones" => text("kind"),
        "entities" => format!("{} {} ({})", text("id"), text("name"), text("type")),
        "times" => format!("{} {} {}", text("id"), text("type"), text("value")),
        "places" => format!("{} {} {}", text("id"), text("name"), item["geonames"]),
        "statements" => format!("{} {}", text("id"), text("kind")),
        _ => format!("{} {} {}", text("id"), text("type"), text("status")),
    };
    format!("{what}  by {}", text("rule"))
}

fn count(text: &str, byte: u32) -> u64 {
    text[..byte as usize].chars().count() as u64
}

/// The words in a line of the text around them.
fn context(text: &str, span: Span) -> String {
    let line_start = text[..span.range().start].rfind('\n').map_or(0, |i| i + 1);
    let line_end = text[span.range().end..].find('\n').map_or(text.len(), |i| span.range().end + i);
    let before = &text[line_start..span.range().start];
    let after = &text[span.range().end..line_end];
    let from = before.char_indices().rev().nth(29).map_or(0, |(i, _)| i);
    format!("... {}[{}]{} ...", &before[from..], span.of(text), shorten(after, 30))
}

fn shorten(text: &str, most: usize) -> &str {
    text.char_indices().nth(most).map_or(text, |(i, _)| &text[..i])
}
