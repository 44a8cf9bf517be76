//! Temporal expressions: spans, types and values.
use std::path::Path;

use anyhow::Result;
use dateline::doc::Document;
use dateline::{Engine, Stage};
use serde_json::{Value, json};

use super::Prediction;
use super::words::{self, CodePoints};

pub fn predict(engine: &Engine, _data: &Path, gold: &Value) -> Result<Prediction> {
    let (doc, ms) = words::document(engine, gold, Stage::Times)?;
    let points = CodePoints::of(doc.text.as_str());
    let timex = |time: &dateline::doc::Time| {
        let [start, end] = points.pair(time.span);
        json!({ "start": start, "end": end, "text": doc.words(time.span), "type": time.kind.name(), "value": time.value })
    };
    let found: Vec<_> = Document::items(&doc.times).iter().map(timex).collect();
    Ok(Prediction { record: json!({ "id": gold["id"], "timex": found }), html: false, ms: Some(ms) })
}
