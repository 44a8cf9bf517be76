//! Counts of what is found, by day, outlet, person, place, event.
use std::collections::HashMap;

use crate::archive::Archive;
use crate::cell::Cell;
use crate::error::Result;

use super::{Order, Paging, Query};

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
        let newest = Paging { order: Order::Newest, limit: counted, after: None };
        let ids: Vec<i64> = self.by_day(&found, &newest)?.into_iter().map(|(id, _)| id).collect();
        facets.iter().map(|facet| self.counted(&ids, *facet, limit)).collect()
    }

    fn counted(&mut self, ids: &[i64], facet: Facet, limit: usize) -> Result<Facets> {
        let mut counts: HashMap<String, usize> = HashMap::new();
        let named = |table: &str| {
            format!(
                "SELECT DISTINCT w.name FROM {table} AS t JOIN names AS w ON w.id = t.name WHERE t.article = ?1"
            )
        };
        let kinds = |column: &str, table: &str| {
            format!(
                "SELECT DISTINCT w.name FROM {table} AS t JOIN kinds AS w ON w.id = t.{column} WHERE t.article = ?1"
            )
        };
        let sql = match facet {
            Facet::Day => "SELECT day FROM articles WHERE id = ?1".to_owned(),
            Facet::Month => "SELECT substr(day, 1, 7) FROM articles WHERE id = ?1".to_owned(),
            Facet::Outlet => {
                "SELECT coalesce(publisher_domain, publisher_name) FROM articles WHERE id = ?1".to_owned()
            }
            Facet::Language => "SELECT language FROM articles WHERE id = ?1".to_owned(),
            Facet::Who => {
                named("entities")
                    + " AND t.\"type\" IN (SELECT id FROM kinds WHERE name IN ('PERSON', 'ORG', 'COUNTRY'))"
            }
            Facet::Place => named("places") + " AND t.geonames IS NOT NULL",
            Facet::Event => kinds("\"type\"", "events"),
            Facet::Status => kinds("status", "events"),
            Facet::Country => {
                format!("{} UNION {}", kinds("country", "actors"), kinds("country", "recipients"))
            }
        };
        for id in ids {
            for row in self.db.rows(&sql, &[Cell::Int(*id)])? {
                if let Some(value) = row[0].text() {
                    *counts.entry(value.to_owned()).or_default() += 1;
                }
            }
        }
        let mut counts: Vec<(String, usize)> = counts.into_iter().collect();
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
}
