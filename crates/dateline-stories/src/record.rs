//! The parts of a record that stories are made of.
use std::collections::BTreeMap;

use dateline::doc::Date;
use serde_json::Value;

use crate::Article;

/// The zones that are an article's own running text, by their names in a record.
const BODY: [&str; 4] = ["paragraph", "heading", "list_item", "quote_block"];

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
    /// assert_eq!(article.headline, "Port reopens");
    /// assert_eq!(article.body, ["The port of Almer reopened."]);
    /// assert_eq!(article.day, Some(19_787));
    /// ```
    pub fn of(record: &'a Value, key: &'a str) -> Article<'a> {
        let text = record["text"].as_str().unwrap_or("");
        let bytes: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
        let words = |zone: &Value| -> &'a str {
            let at = |name: &str| zone[name].as_u64().and_then(|point| bytes.get(point as usize).copied());
            at("start").zip(at("end")).and_then(|(start, end)| text.get(start..end)).unwrap_or("")
        };
        let zones = || record["zones"].as_array().into_iter().flatten();
        let headline = zones().find(|zone| zone["kind"] == "headline").map_or("", words);
        let body = zones().filter(|zone| BODY.iter().any(|kind| zone["kind"] == *kind)).map(words).collect();
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
            headline,
            body,
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
