//! The language layer: sentences, tokens, tags, dependencies and names, from raw text.
use std::path::Path;

use anyhow::Result;
use dateline::doc::Document;
use dateline::{Engine, Stage};
use serde_json::{Value, json};

use super::Prediction;
use super::words::{self, CodePoints};

pub fn predict(engine: &Engine, _data: &Path, gold: &Value) -> Result<Prediction> {
    let (doc, ms) = words::document(engine, gold, Stage::Language)?;
    let points = CodePoints::of(doc.text.as_str());
    let sents: Vec<_> = Document::items(&doc.sentences).iter().map(|s| points.pair(s.span)).collect();
    let token = |t: &dateline::doc::Token| {
        let [start, end] = points.pair(t.span);
        let head = t.head.map_or(-1, |head| head.index() as i64);
        json!([start, end, t.upos, t.xpos, t.lemma, t.deprel.map(|_| head), t.deprel])
    };
    let tokens: Vec<_> = Document::items(&doc.tokens).iter().map(token).collect();
    let name = |n: &dateline::doc::Name| {
        let [start, end] = points.pair(n.span);
        (start, end, n.kind.name())
    };
    let ents: Vec<_> = Document::items(&doc.names).iter().map(name).collect();
    let record =
        json!({ "id": gold["id"], "text": gold["text"], "sents": sents, "tokens": tokens, "ents": ents });
    Ok(Prediction { record, html: false, ms: Some(ms) })
}
