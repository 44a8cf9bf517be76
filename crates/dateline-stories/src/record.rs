//! The parts of a record that stories are made of.
use std::collections::BTreeMap;
use std::ops::Range;

use dateline::doc::{Date, ZoneKind};
use serde_json::Value;

use crate::Article;

/// The granularities of times that name a day, by their names in a record.
const DAYS: [&str; 4] = ["day", "daypart", "hour", "minute"];

impl<'a> Article<'a> {
    /// The article of a record, to be known by `key`; parts that the record has not are left empty.
    ///
    /// ```
    /// use dateline_stories::Article;
    /// let record = serde_json::json!({
    ///     "text": "Port reopens\nThe port of Almer reopened.",
    ///     "article": {"published": "2024-03-05T09:30:00Z"},
    ///     "zones": [{"kind": "headline", "start": 0, "end": 12}, {"kind": "paragraph", "start": 13, "end": 40}],
    /// });
    /// let article = Article::of(&record, "https://news.example/port");
    /// assert_eq!(&article.text[article.headline.clone()], "Port reopens");
    /// assert_eq!(article.body, [13..40]);
    /// assert_eq!(article.day, Some(19_787));
    /// ```
    pub fn of(record: &'a Value, key: &'a str) -> Article<'a> {
        let text = record["text"].as_str().unwrap_or("");
        let bytes: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
        let place = |zone: &Value| -> Range<usize> {
            let at = |name: &str| zone[name].as_u64().and_then(|point| bytes.get(point as usize).copied());
            at("start").zip(at("end")).map_or(0..0, |(start, end)| start..end)
        };
        let zones = || {
            let zones = record["zones"].as_array().into_iter().flatten();
            zones.filter_map(|zone| Some((ZoneKind::named(zone["kind"].as_str()?)?, zone)))
        };
        let headline = zones().find(|(kind, _)| *kind == ZoneKind::Headline);
        let body = zones().filter(|(kind, _)| kind.is_body());
        let article = &record["article"];
        let mut days: BTreeMap<i64, u32> = BTreeMap::new();
        for time in record["times"].as_array().into_iter().flatten() {
            if DAYS.iter().any(|name| time["granularity"] == *name) {
                day(&time["from"]).into_iter().for_each(|day| *days.entry(day).or_default() += 1);
            }
        }
        let mut lands: BTreeMap<[u8; 2], u32> = BTreeMap::new();
        for place in record["places"].as_array().into_iter().flatten() {
            let land = place["country"].as_str().and_then(|code| code.as_bytes().try_into().ok());
            if let Some(land) = land.filter(|_| place["use"] != "part_of_name") {
                *lands.entry(land).or_default() += 1;
            }
        }
        Article {
            key,
            text,
            language: article["language"].as_str(),
            headline: headline.map_or(0..0, |(_, zone)| place(zone)),
            body: body.map(|(_, zone)| place(zone)).collect(),
            day: day(&article["published"]).or_else(|| day(&record["source"]["retrieved"])),
            days: days.into_iter().collect(),
            lands: lands.into_iter().collect(),
        }
    }
}

/// The day that an ISO 8601 date or time begins with.
fn day(value: &Value) -> Option<i64> {
    Some(Date::parse(value.as_str()?.get(..10)?)?.day_number())
}
