//! Counts of what is found, by day, outlet, person, place, event.
use std::collections::HashMap;

use crate::archive::Archive;
use crate::cell::Cell;
use crate::error::Result;
use crate::layers::Words;

use super::{Ids, Order, Paging, Query};

/// What to count by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Facet {
    /// Day of publication.
    Day,
    /// Month of publication.
    Month,
    /// Publisher.
    Outlet,
    /// People, organisations and countries.
    Who,
    /// Places.
    Place,
    /// Types of events.
    Event,
    /// Statuses of events.
    Status,
    /// Countries of those who take part in events.
    Country,
    /// Languages.
    Language,
}

/// How many articles have each value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facets {
    /// The values, the most frequent first; days in their order.
    pub counts: Vec<(String, usize)>,
    /// How many articles were counted: the newest ones, if there are too many.
    pub of: usize,
}

/// Articles are counted at most.
const COUNTED: usize = 10_000;

impl Archive {
    /// Counts the articles that a search finds.
    ///
    /// # Errors
    ///
    /// If the archive cannot be read.
    pub fn facets(&mut self, query: &Query, facet: Facet, limit: usize) -> Result<Facets> {
        let mut all = self.facets_of_newest(query, &[facet], limit, COUNTED)?;
        Ok(all.pop().unwrap_or(Facets { counts: Vec::new(), of: 0 }))
    }

    /// Counts the newest of the articles that a search finds, by several things at once. Few of them are counted in the time
    /// of a click.
    ///
    /// # Errors
    ///
    /// If the archive cannot be read.
    pub fn facets_of_newest(
        &mut self,
        query: &Query,
        facets: &[Facet],
        limit: usize,
        counted: usize,
    ) -> Result<Vec<Facets>> {
        let found = self.found(query)?;
        self.counts_of(&found, facets, limit, counted)
    }

    pub(super) fn counts_of(
        &mut self,
        found: &Ids,
        facets: &[Facet],
        limit: usize,
        counted: usize,
    ) -> Result<Vec<Facets>> {
        let newest = Paging { order: Order::Newest, limit: counted, after: None };
        let ids: Vec<i64> = self.by_day(found, &newest)?.into_iter().map(|(id, _)| id).collect();
        facets.iter().map(|facet| self.counted(&ids, *facet, limit)).collect()
    }

    fn counted(&mut self, ids: &[i64], facet: Facet, limit: usize) -> Result<Facets> {
        let mut counts: Vec<(String, usize)> = match shared(facet) {
            Some((words, sql)) => self.numbered(ids, words, &sql, limit)?,
            None => self.spelled_out(ids, facet)?.into_iter().collect(),
        };
        match facet {
            Facet::Day | Facet::Month => {
                counts.sort();
                counts.drain(..counts.len().saturating_sub(limit));
            }
            _ => {
                counts.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
                counts.truncate(limit);
            }
        }
        Ok(Facets { counts, of: ids.len() })
    }

    /// Counts what each article has one of.
    fn spelled_out(&mut self, ids: &[i64], facet: Facet) -> Result<HashMap<String, usize>> {
        let value = match facet {
            Facet::Month => "substr(day, 1, 7)",
            Facet::Outlet => "coalesce(publisher_domain, publisher_name)",
            Facet::Language => "language",
            _ => "day",
        };
        let sql = format!("SELECT {value} FROM articles WHERE id = ?1");
        let mut counts = HashMap::new();
        for id in ids {
            let found = self.db.one(&sql, &[Cell::Int(*id)])?;
            if let Some(value) = found.as_ref().and_then(Cell::text) {
                *counts.entry(value.to_owned()).or_default() += 1;
            }
        }
        Ok(counts)
    }

    /// Counts words that are kept once by their numbers, and looks up those words alone that may be among the most frequent.
    fn numbered(
        &mut self,
        ids: &[i64],
        words: Words,
        sql: &str,
        limit: usize,
    ) -> Result<Vec<(String, usize)>> {
        let mut counts: HashMap<i64, usize> = HashMap::new();
        for id in ids {
            self.db.numbers(sql, &[Cell::Int(*id)], &mut |number| {
                *counts.entry(number).or_default() += 1;
                true
            })?;
        }
        let mut all: Vec<usize> = counts.values().copied().collect();
        all.sort_unstable_by(|a, b| b.cmp(a));
        let least = limit.checked_sub(1).and_then(|last| all.get(last)).copied().unwrap_or(1);
        let sql = format!("SELECT name FROM {} WHERE id = ?1", words.table());
        let mut named = Vec::new();
        for (number, count) in counts.into_iter().filter(|(_, count)| *count >= least) {
            let name = self.db.one(&sql, &[Cell::Int(number)])?;
            named.extend(name.as_ref().and_then(Cell::text).map(|name| (name.to_owned(), count)));
        }
        Ok(named)
    }
}

/// The query for the numbers that an article has, each once, and what they number.
fn shared(facet: Facet) -> Option<(Words, String)> {
    let of = |column: &str, table: &str| {
        format!("SELECT DISTINCT {column} FROM {table} WHERE article = ?1 AND {column} IS NOT NULL")
    };
    Some(match facet {
        Facet::Who => {
            let kinds = "SELECT id FROM kinds WHERE name IN ('PERSON', 'ORG', 'COUNTRY')";
            (Words::Names, format!("{} AND \"type\" IN ({kinds})", of("name", "entities")))
        }
        Facet::Place => (Words::Names, format!("{} AND geonames IS NOT NULL", of("name", "places"))),
        Facet::Event => (Words::Kinds, of("\"type\"", "events")),
        Facet::Status => (Words::Kinds, of("status", "events")),
        Facet::Country => {
            (Words::Kinds, format!("{} UNION {}", of("country", "actors"), of("country", "recipients")))
        }
        Facet::Day | Facet::Month | Facet::Outlet | Facet::Language => return None,
    })
}
