//! The newest articles, as a wire shows them.
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
        let mut lines = Vec::new();
        for (id, cursor) in self.by_day(&found, &paging)? {
            lines.extend(self.wire_line(id, cursor)?);
        }
        Ok(Wire { total, lines })
    }

    fn wire_line(&mut self, id: i64, cursor: String) -> Result<Option<WireLine>> {
        let sql = "SELECT a.url, a.headline, a.publisher_name, a.publisher_domain, a.section, a.published, a.day, a.dateline_place, \
                   a.language, a.story, (SELECT s.articles FROM stories AS s WHERE s.id = a.story), a.copy_of FROM articles AS a \
                   WHERE a.id = ?1";
        let Some(row) = self.db.rows(sql, &[Cell::Int(id)])?.pop() else { return Ok(None) };
        let sql = "SELECT (SELECT name FROM kinds WHERE id = v.\"type\"), (SELECT name FROM kinds WHERE id = v.status) FROM events AS v \
                   WHERE v.article = ?1 AND v.\"rank\" = 1 ORDER BY v.n LIMIT 1";
        let event = self.db.rows(sql, &[Cell::Int(id)])?.pop();
        Ok(Some(WireLine {
            id,
            url: text(&row[0]),
            headline: text(&row[1]),
            publisher: text(&row[2]).or_else(|| text(&row[3])),
            domain: text(&row[3]),
            section: text(&row[4]),
            published: text(&row[5]),
            day: text(&row[6]),
            place: text(&row[7]),
            language: text(&row[8]),
            story: row[9].int().map(|story| (story, row[10].int().unwrap_or(1))),
            copy_of: row[11].int().filter(|first| *first != id),
            event: event.and_then(|row| Some((text(&row[0])?, text(&row[1])?))),
            cursor,
        }))
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
