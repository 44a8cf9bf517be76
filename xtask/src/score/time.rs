//! Temporal expressions: spans, types and values.
use std::path::Path;

use anyhow::Result;
use dateline::doc::{Document, Span, Time};
use dateline::{Engine, Stage};
use serde_json::{Value, json};

use super::Prediction;
use super::words::{self, CodePoints};

pub fn predict(engine: &Engine, _data: &Path, gold: &Value) -> Result<Prediction> {
    let (doc, ms) = words::document(engine, gold, Stage::Times)?;
    let points = CodePoints::of(doc.text.as_str());
    let timex = |span: Span, time: &Time, value: &str| {
        let [start, end] = points.pair(span);
        json!({ "start": start, "end": end, "text": doc.words(span), "type": time.kind.name(), "value": value })
    };
    // A range is two expressions in TIMEX3.
    let of = |time: &Time| match &time.ends {
        Some(ends) => ends.iter().map(|end| timex(end.span, time, &end.value)).collect(),
        None => vec![timex(time.span, time, &time.value)],
    };
    let found: Vec<_> = Document::items(&doc.times).iter().flat_map(of).collect();
    Ok(Prediction { record: json!({ "id": gold["id"], "timex": found }), html: false, ms: Some(ms) })
}
