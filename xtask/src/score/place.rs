//! Places: where they are named, and which they are.
use std::path::Path;

use anyhow::Result;
use dateline::doc::{Document, Place, PlaceUse};
use dateline::{Engine, Stage};
use serde_json::{Value, json};

use super::Prediction;
use super::words::{self, CodePoints};

pub fn predict(engine: &Engine, _data: &Path, gold: &Value) -> Result<Prediction> {
    let (doc, ms) = words::document(engine, gold, Stage::Places)?;
    let points = CodePoints::of(doc.text.as_str());
    let place = |place: &Place| {
        let [start, end] = points.pair(place.span);
        json!({
            "start": start, "end": end, "name": doc.words(place.span), "geonameid": place.geonames,
            "lat": place.point.map(|p| p.0), "lon": place.point.map(|p| p.1), "use": place.usage.name(),
            "rule": place.rule.to_string(), "confidence": place.confidence,
        })
    };
    let found: Vec<_> = Document::items(&doc.places).iter().filter(|p| is_toponym(p)).map(place).collect();
    Ok(Prediction { record: json!({ "id": gold["id"], "places": found }), html: false, ms: Some(ms) })
}

/// The sets differ in what they count. For all of them alike, a toponym is the name of a place however it is used, and
/// not the name of its people.
fn is_toponym(place: &Place) -> bool {
    place.usage != PlaceUse::Demonym
}
