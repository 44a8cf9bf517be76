//! Places: where they are named, and which they are.
use std::path::Path;

use anyhow::Result;
use dateline::doc::Document;
use dateline::{Engine, Stage};
use serde_json::{Value, json};

use super::Prediction;
use super::words::{self, CodePoints};

pub fn predict(engine: &Engine, _data: &Path, gold: &Value) -> Result<Prediction> {
    let (doc, ms) = words::document(engine, gold, Stage::Places)?;
    let points = CodePoints::of(doc.text.as_str());
    let place = |place: &dateline::doc::Place| {
        let [start, end] = points.pair(place.span);
        json!({
            "start": start, "end": end, "name": doc.words(place.span), "geonameid": place.geonames,
            "lat": place.point.map(|p| p.0), "lon": place.point.map(|p| p.1),
        })
    };
    let found: Vec<_> = Document::items(&doc.places).iter().map(place).collect();
    Ok(Prediction { record: json!({ "id": gold["id"], "places": found }), html: false, ms: Some(ms) })
}
