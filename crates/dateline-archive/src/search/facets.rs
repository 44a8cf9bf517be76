//! Counts of what is found, by day, outlet, person, place, event.
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
            Some(shared) => self.numbered(ids, shared, limit)?,
            None => self.spelled_out(ids, facet)?,
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
    fn spelled_out(&mut self, ids: &[i64], facet: Facet) -> Result<Vec<(String, usize)>> {
        let value = match facet {
            Facet::Month => "substr(day, 1, 7)",
            Facet::Outlet => "coalesce(publisher_domain, publisher_name)",
            Facet::Language => "language",
            _ => "day",
        };
        let rows = self.of_all(ids, &[], |among| {
            format!("SELECT {value}, count(*) FROM articles WHERE {} GROUP BY 1", among("id"))
        })?;
        let count = |row: &Vec<Cell>| Some((row[0].text()?.to_owned(), row[1].int()? as usize));
        Ok(rows.iter().filter_map(count).collect())
    }

    /// Counts words that are kept once by their numbers, and looks up those words alone that may be among the most frequent.
    fn numbered(&mut self, ids: &[i64], shared: Shared, limit: usize) -> Result<Vec<(String, usize)>> {
        let rows = self.of_all(ids, &[], |among| {
            let of = |(column, table, condition): &(&str, &str, &str)| {
                format!("SELECT {column} AS number, article FROM {table} WHERE {} AND {condition}", among("article"))
            };
            let all = shared.of.iter().map(of).collect::<Vec<_>>().join(" UNION ALL ");
            format!(
                "SELECT number, count(DISTINCT article) FROM ({all}) AS x WHERE number IS NOT NULL GROUP BY number"
            )
        })?;
        let count = |row: &Vec<Cell>| Some((row[0].int()?, row[1].int()? as usize));
        let counts: Vec<(i64, usize)> = rows.iter().filter_map(count).collect();
        let mut all: Vec<usize> = counts.iter().map(|(_, count)| *count).collect();
        all.sort_unstable_by(|a, b| b.cmp(a));
        let least = limit.checked_sub(1).and_then(|last| all.get(last)).copied().unwrap_or(1);
        let frequent: Vec<(i64, usize)> = counts.into_iter().filter(|(_, count)| *count >= least).collect();
        let names = frequent.iter().map(|(number, _)| *number).collect::<Vec<_>>();
        let names = self.words_of(shared.words.table(), &names)?;
        Ok(frequent.iter().filter_map(|(number, count)| Some((names.get(number)?.clone(), *count))).collect())
    }
}

/// What is kept once and numbered: which words, and where articles have their numbers: column, table and condition.
struct Shared {
    words: Words,
    of: &'static [(&'static str, &'static str, &'static str)],
}

/// Those who can do something.
const ACTIVE: &str = "\"type\" IN (SELECT id FROM kinds WHERE name IN ('PERSON', 'ORG', 'COUNTRY'))";

fn shared(facet: Facet) -> Option<Shared> {
    let (words, of): (Words, &'static [_]) = match facet {
        Facet::Who => (Words::Names, &[("name", "entities", ACTIVE)]),
        Facet::Place => (Words::Names, &[("name", "places", "geonames IS NOT NULL")]),
        Facet::Event => (Words::Kinds, &[("\"type\"", "events", "1 = 1")]),
        Facet::Status => (Words::Kinds, &[("status", "events", "1 = 1")]),
        Facet::Country => {
            (Words::Kinds, &[("country", "actors", "1 = 1"), ("country", "recipients", "1 = 1")])
        }
        Facet::Day | Facet::Month | Facet::Outlet | Facet::Language => return None,
    };
    Some(Shared { words, of })
}
