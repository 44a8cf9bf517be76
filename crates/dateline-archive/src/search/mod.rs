//! Looks articles up by words, people, places, days, events and speakers.
mod facets;
mod find;
mod ids;
mod marker;
mod query;
mod snippet;
mod words;

use std::collections::HashMap;

use serde_json::{Value, json};

use crate::archive::Archive;
use crate::cell::Cell;
use crate::error::{Error, Result};

pub use facets::{Facet, Facets};
pub(crate) use marker::Marker;
pub use query::{Filters, Query};
pub use snippet::Snippet;
pub use words::{Part, Words};

pub(crate) use find::{kind, sqlite as fts};
pub(crate) use ids::Ids;

/// The order of what is found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// The newest first; articles without a day last.
    #[default]
    Newest,
    /// The oldest first; articles without a day first.
    Oldest,
    /// Those that the words fit best first (BM25).
    Best,
}

/// What to show of what is found.
#[derive(Clone, Debug)]
pub struct Paging {
    /// The order.
    pub order: Order,
    /// How many at most.
    pub limit: usize,
    /// Go on behind this hit: [`Hit::cursor`] of the last one shown. Articles that came meanwhile do not move the others.
    pub after: Option<String>,
}

impl Default for Paging {
    fn default() -> Paging {
        Paging { order: Order::Newest, limit: 20, after: None }
    }
}

/// What a search finds.
#[derive(Clone, Debug)]
pub struct Hits {
    /// How many articles in all.
    pub total: usize,
    /// Some of them.
    pub hits: Vec<Hit>,
}

/// An article that was found.
#[derive(Clone, Debug)]
pub struct Hit {
    /// Its number.
    pub id: i64,
    /// Its address, if known.
    pub url: Option<String>,
    /// Its headline.
    pub headline: Option<String>,
    /// Its publisher's name, else domain.
    pub publisher: Option<String>,
    /// When it was published, as exactly as known.
    pub published: Option<String>,
    /// The day of publication, else of retrieval.
    pub day: Option<String>,
    /// Its story.
    pub story: Option<i64>,
    /// The earliest article with the same text, if it is another.
    pub copy_of: Option<i64>,
    /// Words around what was found.
    pub snippet: Option<Snippet>,
    /// Where to go on: see [`Paging::after`].
    pub cursor: String,
}

impl Hit {
    /// The hit as JSON.
    pub fn json(&self) -> Value {
        json!({
            "id": self.id, "url": self.url, "headline": self.headline, "publisher": self.publisher,
            "published": self.published, "day": self.day, "story": self.story, "copy_of": self.copy_of,
            "snippet": self.snippet.as_ref().map(Snippet::json), "cursor": self.cursor,
        })
    }
}

/// In the list of days: a number that no article has.
const NONE: u32 = u32::MAX;

impl Archive {
    /// Looks up articles.
    ///
    /// ```
    /// use dateline::{Engine, Record, read::{Hints, Page}};
    /// use dateline_archive::{Archive, Incoming, Paging};
    ///
    /// let engine = Engine::new()?;
    /// let page = Page::new(b"<h1>Port reopens</h1><p>The port of Almer reopened.</p>", Hints::default());
    /// let mut archive = Archive::in_memory()?;
    /// archive.add(&[Incoming { record: serde_json::to_value(Record::of(&engine.read(&page)))?, page: None }])?;
    ///
    /// let hits = archive.search(&"almer ports".parse()?, &Paging::default())?;
    /// assert_eq!(hits.total, 1);
    /// assert_eq!(hits.hits[0].headline.as_deref(), Some("Port reopens"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If the archive cannot be read, or the cursor is none of this search.
    pub fn search(&mut self, query: &Query, paging: &Paging) -> Result<Hits> {
        let found = self.found(query)?;
        self.hits(query, &found, paging)
    }

    /// The same with counts of the newest articles found, without looking for them twice.
    ///
    /// # Errors
    ///
    /// If the archive cannot be read, or the cursor is none of this search.
    pub fn search_counted(
        &mut self,
        query: &Query,
        paging: &Paging,
        facets: &[Facet],
        limit: usize,
        counted: usize,
    ) -> Result<(Hits, Vec<Facets>)> {
        let found = self.found(query)?;
        Ok((self.hits(query, &found, paging)?, self.counts_of(&found, facets, limit, counted)?))
    }

    fn hits(&mut self, query: &Query, found: &Ids, paging: &Paging) -> Result<Hits> {
        let total = found.len();
        let ids = match paging.order {
            Order::Best if query.words.is_some() => self.best(query, found, paging)?,
            _ => self.by_day(found, paging)?,
        };
        let mut hits = self.hits_of(ids)?;
        self.add_snippets(query, &mut hits)?;
        Ok(Hits { total, hits })
    }

    /// The articles in the order of their days, with their cursors.
    pub(crate) fn by_day(&mut self, found: &Ids, paging: &Paging) -> Result<Vec<(i64, String)>> {
        let after = paging.after.as_deref().map(|text| cursor(text).ok_or_else(|| wrong_cursor(text)));
        let after: Option<(u32, i64)> = after.transpose()?;
        let is_newest = paging.order != Order::Oldest;
        let is_behind =
            |hit: &(u32, i64)| after.is_none_or(|after| if is_newest { *hit < after } else { *hit > after });
        let days = self.days()?;
        let day = |id: i64| days.get(id as usize).copied().unwrap_or(0);
        let mut hits: Vec<(u32, i64)> = found.iter().map(|id| (day(id), id)).filter(is_behind).collect();
        let order = |a: &(u32, i64), b: &(u32, i64)| if is_newest { b.cmp(a) } else { a.cmp(b) };
        if hits.len() > paging.limit && paging.limit > 0 {
            hits.select_nth_unstable_by(paging.limit - 1, order);
        }
        hits.truncate(paging.limit);
        hits.sort_unstable_by(order);
        Ok(hits.into_iter().map(|(day, id)| (id, format!("{day}.{id}"))).collect())
    }

    /// All articles.
    pub(crate) fn all(&mut self) -> Result<Ids> {
        let days = self.days()?;
        Ok((0..).zip(days).filter(|(_, day)| **day != NONE).map(|(id, _)| id).collect())
    }

    /// The day of each article as a number, 20230905; 0 if it has none.
    pub(crate) fn days(&mut self) -> Result<&[u32]> {
        let mut days = std::mem::take(&mut self.days);
        // The first time all of them are read from the index of days; afterwards those that came since.
        let (condition, parameters) = match days.len() {
            0 => ("", Vec::new()),
            known => (" WHERE id >= ?1", vec![Cell::Int(known as i64)]),
        };
        self.db.each(&format!("SELECT id, day FROM articles{condition}"), &parameters, &mut |row| {
            let id = row[0].int().unwrap_or(0).max(0) as usize;
            let day = row[1].text().and_then(|day| day.replace('-', "").parse().ok());
            if id >= days.len() {
                days.resize(id + 1, NONE);
            }
            days[id] = day.unwrap_or(0);
            true
        })?;
        self.days = days;
        Ok(&self.days)
    }

    /// The articles that the words fit best.
    fn best(&mut self, query: &Query, found: &Ids, paging: &Paging) -> Result<Vec<(i64, String)>> {
        let skip: usize = match &paging.after {
            Some(text) => {
                text.strip_prefix('+').and_then(|n| n.parse().ok()).ok_or_else(|| wrong_cursor(text))?
            }
            None => 0,
        };
        let Some(words) = &query.words else { return Ok(Vec::new()) };
        let mut ids = Vec::new();
        let mut take = |id: i64| {
            if found.contains(id) {
                ids.push(id);
            }
            ids.len() < skip.saturating_add(paging.limit)
        };
        self.ranked(words, &mut take)?;
        let behind = ids.into_iter().enumerate().skip(skip);
        Ok(behind.map(|(place, id)| (id, format!("+{}", place + 1))).collect())
    }

    /// One article as a hit of a search.
    pub(crate) fn hit_of(&mut self, query: &Query, id: i64) -> Result<Option<Hit>> {
        let mut hits = self.hits_of(vec![(id, String::new())])?;
        self.add_snippets(query, &mut hits)?;
        Ok(hits.pop())
    }

    /// Articles with their cursors as hits, in the same order.
    fn hits_of(&mut self, articles: Vec<(i64, String)>) -> Result<Vec<Hit>> {
        let ids: Vec<i64> = articles.iter().map(|(id, _)| *id).collect();
        let rows = self.of_all(&ids, &[], |among| {
            format!(
                "SELECT id, url, headline, publisher_name, publisher_domain, published, day, story, copy_of FROM articles WHERE {}",
                among("id")
            )
        })?;
        let mut rows: HashMap<i64, Vec<Cell>> =
            rows.into_iter().filter_map(|row| Some((row[0].int()?, row))).collect();
        let hit = |(id, cursor): (i64, String)| {
            let row = rows.remove(&id)?;
            let text = |place: usize| row[place].text().map(str::to_owned);
            Some(Hit {
                id,
                url: text(1),
                headline: text(2),
                publisher: text(3).or_else(|| text(4)),
                published: text(5),
                day: text(6),
                story: row[7].int(),
                copy_of: row[8].int().filter(|first| *first != id),
                snippet: None,
                cursor,
            })
        };
        Ok(articles.into_iter().filter_map(hit).collect())
    }
}

fn cursor(text: &str) -> Option<(u32, i64)> {
    let (day, id) = text.split_once('.')?;
    Some((day.parse().ok()?, id.parse().ok()?))
}

/// The day of a cursor, `20240305.7`; none if it has none.
pub(crate) fn day_of(cursor: &str) -> Option<String> {
    let day = cursor.split('.').next().filter(|day| day.len() == 8)?;
    Some(format!("{}-{}-{}", day.get(..4)?, day.get(4..6)?, day.get(6..)?))
}

fn wrong_cursor(text: &str) -> Error {
    Error::Query {
        query: text.to_owned(),
        why: "is no place to go on from; take the cursor of a hit".to_owned(),
    }
}
