//! Places: where they are named, and which they are.
use std::path::Path;

use anyhow::Result;
use dateline::doc::{Document, Place, PlaceUse, Span};
use dateline::{Engine, Stage};
use serde_json::{Value, json};

use super::Prediction;
use super::words::{self, CodePoints};

pub fn predict(engine: &Engine, _data: &Path, gold: &Value) -> Result<Prediction> {
    let (doc, ms) = words::document(engine, gold, Stage::Places)?;
    let points = CodePoints::of(doc.text.as_str());
    let found: Vec<_> = Document::items(&doc.places)
        .iter()
        .filter(|p| is_toponym(p))
        .map(|p| row(&doc, &points, p))
        .collect();
    Ok(Prediction { record: json!({ "id": gold["id"], "places": found }), html: false, ms: Some(ms) })
}

/// Resolution alone: the places at the spans of the gold record.
pub fn resolve(engine: &Engine, _data: &Path, gold: &Value) -> Result<Prediction> {
    let (doc, ms) = words::document(engine, gold, Stage::Entities)?;
    let points = CodePoints::of(doc.text.as_str());
    let offset = |value: &Value| points.byte(value.as_u64()?);
    let span = |p: &Value| Some(Span { start: offset(&p["start"])?, end: offset(&p["end"])? });
    let spans: Vec<Span> = gold["places"].as_array().into_iter().flatten().filter_map(span).collect();
    let places: Vec<_> = engine.places_at(&doc, &spans).iter().map(|p| row(&doc, &points, p)).collect();
    Ok(Prediction { record: json!({ "id": gold["id"], "places": places }), html: false, ms: Some(ms) })
}

fn row(doc: &Document, points: &CodePoints, place: &Place) -> Value {
    let [start, end] = points.pair(place.span);
    json!({
        "start": start, "end": end, "name": doc.words(place.span), "geonameid": place.geonames,
        "lat": place.point.map(|p| p.0), "lon": place.point.map(|p| p.1), "use": place.usage.name(),
        "rule": place.rule.to_string(), "confidence": place.confidence,
    })
}

/// The sets differ in what they count. For all of them alike, a toponym is the name of a place however it is used, and
/// not the name of its people.
fn is_toponym(place: &Place) -> bool {
    place.usage != PlaceUse::Demonym
}
