//! The fields of a statement besides its words and its speaker: to whom, when, where, on whose word.
//!
//! No public set has them. `suites/statements/chains.jsonl` has the labels of sentences of the extraction benchmark's bodies: the page's id, the
//! sentence, and for each statement in it the cue and the fields, as ranges of code points. The texts stay where they are.
use std::collections::BTreeMap;
use std::ops::Range;

use anyhow::{Context, Result, bail};
use dateline::doc::{Document, Moment, Party, Span, Statement};
use dateline::read::{Hints, Page};
use dateline::{Engine, Stage};
use serde_json::{Map, Value, json};

use super::{Request, Scores, bench, read_lines};
use crate::project;

/// The fields that are scored.
const FIELDS: [&str; 7] =
    ["addressee", "said_on", "medium", "citing", "anonymous", "cosigners", "first_report"];

/// So many characters of a sentence tell where it is in the text that the engine makes of a body.
const HEAD: usize = 60;

/// Counts of a field.
#[derive(Clone, Copy, Debug, Default)]
struct Counts {
    gold: usize,
    found: usize,
    right: usize,
}

/// Scores the labelled sentences.
pub fn sentences(engine: &Engine, request: &Request, seen: &mut impl FnMut(Scores)) -> Result<()> {
    let data = request.data.clone().unwrap_or_else(|| bench("extraction"));
    let labels = read_lines(&project::root().join("suites/statements/chains.jsonl"))?;
    let pages = read_lines(&data.join("gold.jsonl"))?;
    let pages: BTreeMap<&str, &Value> =
        pages.iter().filter_map(|page| Some((page["id"].as_str()?, page))).collect();
    let mut counts = BTreeMap::from(FIELDS.map(|field| (field, Counts::default())));
    let mut lost = 0;
    for label in &labels {
        let id = label["id"].as_str().context("a label has no id")?;
        let Some(page) = pages.get(id) else { bail!("`{}` has no page `{id}`", data.display()) };
        lost += usize::from(!sentence(engine, label, page, &mut counts)?);
    }
    let share = |part: usize, of: usize| ((part as f64 / of.max(1) as f64) * 1e3).round() / 1e3;
    let mut values = Map::from_iter([
        ("sentences".to_owned(), Value::from(labels.len())),
        ("not_in_text".to_owned(), Value::from(lost)),
    ]);
    for field in FIELDS {
        let of = counts[field];
        let (p, r) = (share(of.right, of.found), share(of.right, of.gold));
        values.insert(field.to_owned(), json!({"gold": of.gold, "pred": of.found, "p": p, "r": r}));
    }
    seen(Scores { set: "chains".to_owned(), values });
    Ok(())
}

/// Counts the fields of one sentence; false if the engine's text does not have it.
fn sentence(
    engine: &Engine,
    label: &Value,
    page: &Value,
    counts: &mut BTreeMap<&'static str, Counts>,
) -> Result<bool> {
    let body: Vec<char> = page["body"].as_str().context("a gold page has no body")?.chars().collect();
    let range = range(&label["start"], &label["end"]).context("a label has no range")?;
    let gold: Vec<&Value> = label["statements"].as_array().into_iter().flatten().collect();
    for statement in &gold {
        for field in FIELDS {
            let is_there = !statement[field].is_null();
            counts.entry(field).or_default().gold += usize::from(is_there);
        }
    }
    let published = page["published"].as_str().and_then(|day| Moment::parse(day.get(..10)?));
    let text: String = body.iter().collect();
    let hints = Hints { published, ..Hints::default() };
    let doc = engine.run(&Page::new(text.as_bytes(), hints), Stage::Statements, false);
    let chars: Vec<char> = doc.text.as_str().chars().collect();
    let head = &body[range.start..range.end.min(range.start + HEAD)];
    let Some(at) = chars.windows(head.len()).position(|window| window == head) else { return Ok(false) };
    let points = Points::of(&doc, at, range.start);
    for statement in Document::items(&doc.statements) {
        let cue = statement.cue.map(|cue| points.range(cue));
        let Some(cue) = cue.filter(|cue| range.contains(&cue.start)) else { continue };
        let own = gold.iter().find(|own| {
            let gold = self::range(&own["cue"][0], &own["cue"][1]);
            gold.is_some_and(|gold| gold.start < cue.end && cue.start < gold.end)
        });
        for (field, is_right) in fields(&doc, statement, own.map_or(&Value::Null, |own| own), &body) {
            let of = counts.entry(field).or_default();
            of.found += 1;
            of.right += usize::from(is_right);
        }
    }
    Ok(true)
}

/// The fields that a statement has, and whether the label has the same.
fn fields(doc: &Document, statement: &Statement, gold: &Value, body: &[char]) -> Vec<(&'static str, bool)> {
    let words = |range: &Range<usize>| body.get(range.clone()).unwrap_or_default().iter().collect::<String>();
    // One within the other: "the court" and "court".
    let same = |span: Span, gold: &Value| {
        let found = doc.words(span);
        let gold = range(&gold[0], &gold[1]).map(|gold| words(&gold));
        gold.is_some_and(|gold| !gold.is_empty() && (gold.contains(found) || found.contains(&gold)))
    };
    let party = |party: Option<Party>, name: &str| party.map(|party| same(party.span, &gold[name]));
    let said_on = statement.said_on.and_then(|id| Document::items(&doc.times).get(id.index()));
    let mut fields = Vec::new();
    fields.extend(party(statement.addressee, "addressee").map(|is| ("addressee", is)));
    fields.extend(said_on.map(|time| ("said_on", same(time.span, &gold["said_on"]))));
    fields.extend(statement.medium.as_ref().map(|medium| ("medium", gold["medium"] == **medium)));
    fields.extend(party(statement.citing, "citing").map(|is| ("citing", is)));
    fields.extend(statement.anonymous.then(|| ("anonymous", gold["anonymous"] == true)));
    if !statement.cosigners.is_empty() {
        let is = statement.cosigners.iter().any(|party| same(party.span, &gold["cosigners"][0]));
        fields.push(("cosigners", is));
    }
    fields.extend(statement.first_report.then(|| ("first_report", gold["first_report"] == true)));
    fields
}

fn range(start: &Value, end: &Value) -> Option<Range<usize>> {
    Some(start.as_u64()? as usize..end.as_u64()? as usize)
}

/// From bytes of the engine's text to code points of the body, by where one sentence is in both.
struct Points<'a> {
    text: &'a str,
    shift: isize,
}

impl<'a> Points<'a> {
    fn of(doc: &'a Document, at: usize, in_body: usize) -> Points<'a> {
        Points { text: doc.text.as_str(), shift: in_body as isize - at as isize }
    }

    fn point(&self, byte: u32) -> usize {
        self.text.get(..byte as usize).map_or(0, |before| before.chars().count())
    }

    fn range(&self, span: Span) -> Range<usize> {
        let at = |byte| (self.point(byte) as isize + self.shift).max(0) as usize;
        at(span.start)..at(span.end)
    }
}
