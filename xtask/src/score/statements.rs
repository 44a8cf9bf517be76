//! Quotations and attributed statements: content, cue and speaker.
use std::path::Path;

use anyhow::Result;
use dateline::doc::{Document, Span};
use dateline::{Engine, Stage};
use serde_json::{Value, json};

use super::Prediction;
use super::words::{self, CodePoints};

pub fn predict(engine: &Engine, _data: &Path, gold: &Value) -> Result<Prediction> {
    let (doc, ms) = words::document(engine, gold, Stage::Statements)?;
    let points = CodePoints::of(doc.text.as_str());
    let entities = Document::items(&doc.entities);
    let quote = |statement: &dateline::doc::Statement| {
        let content: Vec<_> = statement.content.iter().map(|span| points.pair(*span)).collect();
        let speaker = statement.speaker.as_ref();
        let name =
            speaker.and_then(|s| s.entity).and_then(|id| entities.get(id.index())).map(|e| e.name.clone());
        let pair = |span: Option<Span>| span.map(|span| points.pair(span));
        json!({
            "content": content, "cue": pair(statement.cue), "speaker": pair(speaker.map(|s| s.span)),
            "speaker_name": name, "kind": statement.kind.name(), "rule": statement.rule.as_str(),
        })
    };
    let found: Vec<_> = Document::items(&doc.statements).iter().map(quote).collect();
    Ok(Prediction { record: json!({ "id": gold["id"], "quotes": found }), html: false, ms: Some(ms) })
}
