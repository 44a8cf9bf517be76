//! The newest articles, as a wire shows them.
use std::collections::HashMap;

use serde_json::{Value, json};

use super::text;
use crate::archive::Archive;
use crate::cell::Cell;
use crate::error::Result;
use crate::search::{Order, Paging, Query};

/// Some articles of a wire.
#[derive(Clone, Debug)]
pub struct Wire {
    /// How many articles there are in all.
    pub total: usize,
    /// Some of them, the newest first.
    pub lines: Vec<WireLine>,
}

/// An article of a wire.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WireLine {
    /// Its number.
    pub id: i64,
    /// Its address, if known.
    pub url: Option<String>,
    /// Its headline.
    pub headline: Option<String>,
    /// Its publisher's name, else domain.
    pub publisher: Option<String>,
    /// Its publisher's domain.
    pub domain: Option<String>,
    /// Its section.
    pub section: Option<String>,
    /// When it was published, as exactly as known.
    pub published: Option<String>,
    /// The day of publication, else of retrieval.
    pub day: Option<String>,
    /// The place of its dateline.
    pub place: Option<String>,
    /// Its language.
    pub language: Option<String>,
    /// Its story, and how many articles that has.
    pub story: Option<(i64, i64)>,
    /// The earliest article with the same text, if it is another.
    pub copy_of: Option<i64>,
    /// Type and status of its main event.
    pub event: Option<(String, String)>,
    /// Where to go on.
    pub cursor: String,
}

impl Archive {
    /// The newest articles that a search finds, with what a wire shows of them.
    ///
    /// # Errors
    ///
    /// If the archive cannot be read, or the cursor is none.
    pub fn wire(&mut self, query: &Query, limit: usize, after: Option<&str>) -> Result<Wire> {
        let found = self.found(query)?;
        let total = found.len();
        let paging = Paging { order: Order::Newest, limit, after: after.map(str::to_owned) };
        let articles = self.by_day(&found, &paging)?;
        Ok(Wire { total, lines: self.wire_lines(articles)? })
    }

    /// What a wire shows of articles, which come with their cursors.
    fn wire_lines(&mut self, articles: Vec<(i64, String)>) -> Result<Vec<WireLine>> {
        let ids: Vec<i64> = articles.iter().map(|(id, _)| *id).collect();
        let rows = self.of_all(&ids, &[], |among| {
            format!(
                "SELECT a.id, a.url, a.headline, a.publisher_name, a.publisher_domain, a.section, a.published, a.day, a.dateline_place, \
                 a.language, a.story, s.articles, a.copy_of FROM articles AS a LEFT JOIN stories AS s ON s.id = a.story WHERE {}",
                among("a.id")
            )
        })?;
        let mut rows: HashMap<i64, Vec<Cell>> =
            rows.into_iter().filter_map(|row| Some((row[0].int()?, row))).collect();
        let main = self.of_all(&ids, &[], |among| {
            format!(
                "SELECT v.article, (SELECT name FROM kinds WHERE id = v.\"type\"), (SELECT name FROM kinds WHERE id = v.status) FROM \
                 events AS v WHERE {} AND v.\"rank\" = 1 ORDER BY v.article, v.n DESC",
                among("v.article")
            )
        })?;
        // Of several the first stays.
        let event = |row: &Vec<Cell>| Some((row[0].int()?, (text(&row[1])?, text(&row[2])?)));
        let mut events: HashMap<i64, (String, String)> = main.iter().filter_map(event).collect();
        let line = |(id, cursor): (i64, String)| {
            let row = rows.remove(&id)?;
            Some(WireLine {
                id,
                url: text(&row[1]),
                headline: text(&row[2]),
                publisher: text(&row[3]).or_else(|| text(&row[4])),
                domain: text(&row[4]),
                section: text(&row[5]),
                published: text(&row[6]),
                day: text(&row[7]),
                place: text(&row[8]),
                language: text(&row[9]),
                story: row[10].int().map(|story| (story, row[11].int().unwrap_or(1))),
                copy_of: row[12].int().filter(|first| *first != id),
                event: events.remove(&id),
                cursor,
            })
        };
        Ok(articles.into_iter().filter_map(line).collect())
    }
}

impl WireLine {
    /// As JSON.
    pub fn json(&self) -> Value {
        let event = self.event.as_ref().map(|(kind, status)| json!({"type": kind, "status": status}));
        json!({
            "id": self.id, "url": self.url, "headline": self.headline,
            "publisher": {"name": self.publisher, "domain": self.domain}, "section": self.section,
            "published": self.published, "day": self.day, "dateline": self.place, "language": self.language,
            "story": self.story.map(|(story, _)| story), "story_articles": self.story.map(|(_, articles)| articles),
            "copy_of": self.copy_of, "event": event, "cursor": self.cursor,
        })
    }
}
