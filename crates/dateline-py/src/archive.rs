//! Archives: searches, stories and layers.
use std::sync::{Mutex, PoisonError};

use dateline_archive::{
    Archive as Opened, Cell, Day, Facet, Hit, Incoming, Mode, Order, Paging, Query, StoryLine,
};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use serde_json::{Value, json};

use crate::arrow::{self, Batches, wrong};

/// Articles whose rows are held together before they become arrays.
const CHUNK: usize = 200;

/// An archive, opened. What is asked comes back as JSON.
#[pyclass(module = "dateline._dateline", frozen)]
pub struct Archive(Mutex<Opened>);

impl Archive {
    /// Asks the archive while other threads of Python go on.
    fn ask<T: Send>(
        &self,
        py: Python<'_>,
        ask: impl FnOnce(&mut Opened) -> dateline_archive::Result<T> + Send,
    ) -> PyResult<T> {
        let ask = || ask(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner));
        py.detach(ask).map_err(wrong)
    }
}

fn query(words: &str, filters: &[(String, String)]) -> PyResult<Query> {
    let mut query: Query = words.parse().map_err(wrong)?;
    for (name, value) in filters {
        if !query.filters.add(name, value) {
            return Err(PyValueError::new_err(format!("`{name}` cannot be `{value}`")));
        }
    }
    Ok(query)
}

#[pymethods]
impl Archive {
    #[new]
    fn new(py: Python<'_>, name: String, write: bool) -> PyResult<Archive> {
        let mode = if write { Mode::Write } else { Mode::Read };
        py.detach(|| Opened::open(&name, mode)).map(|archive| Archive(Mutex::new(archive))).map_err(wrong)
    }

    fn search(
        &self,
        py: Python<'_>,
        words: &str,
        filters: Vec<(String, String)>,
        order: &str,
        limit: usize,
        after: Option<String>,
    ) -> PyResult<String> {
        let query = query(words, &filters)?;
        let order = match order {
            "newest" => Order::Newest,
            "oldest" => Order::Oldest,
            "best" => Order::Best,
            _ => return Err(PyValueError::new_err("`order` is `newest`, `oldest` or `best`")),
        };
        let hits = self.ask(py, |archive| archive.search(&query, &Paging { order, limit, after }))?;
        let all: Vec<Value> = hits.hits.iter().map(Hit::json).collect();
        Ok(json!({"query": query.to_string(), "total": hits.total, "hits": all}).to_string())
    }

    fn facets(
        &self,
        py: Python<'_>,
        by: &str,
        words: &str,
        filters: Vec<(String, String)>,
        limit: usize,
    ) -> PyResult<Vec<(String, usize)>> {
        let facet = match by {
            "day" => Facet::Day,
            "month" => Facet::Month,
            "outlet" => Facet::Outlet,
            "who" => Facet::Who,
            "place" => Facet::Place,
            "event" => Facet::Event,
            "status" => Facet::Status,
            "country" => Facet::Country,
            "language" => Facet::Language,
            _ => {
                return Err(PyValueError::new_err(
                    "`by` is day, month, outlet, who, place, event, status, country or language",
                ));
            }
        };
        let query = query(words, &filters)?;
        Ok(self.ask(py, |archive| archive.facets(&query, facet, limit))?.counts)
    }

    fn record(&self, py: Python<'_>, id: i64) -> PyResult<Option<Vec<u8>>> {
        Ok(self.ask(py, |archive| archive.record(id))?.map(|record| record.to_string().into_bytes()))
    }

    fn stories(
        &self,
        py: Python<'_>,
        from: Option<String>,
        to: Option<String>,
        limit: usize,
    ) -> PyResult<String> {
        let stories = self.ask(py, |archive| archive.stories(from.as_deref(), to.as_deref(), limit))?;
        Ok(Value::Array(stories.iter().map(StoryLine::json).collect()).to_string())
    }

    fn story(&self, py: Python<'_>, id: i64) -> PyResult<String> {
        Ok(self.ask(py, |archive| archive.story(id))?.json().to_string())
    }

    fn timeline(&self, py: Python<'_>, id: i64) -> PyResult<String> {
        let days = self.ask(py, |archive| archive.timeline(id))?;
        Ok(Value::Array(days.iter().map(Day::json).collect()).to_string())
    }

    fn who(&self, py: Python<'_>, name: &str) -> PyResult<String> {
        Ok(self.ask(py, |archive| archive.who(name))?.json().to_string())
    }

    fn count(&self, py: Python<'_>, table: &str) -> PyResult<u64> {
        self.ask(py, |archive| archive.count(table))
    }

    /// Puts records, as JSON, into the archive and joins stories; the number of articles that are new or changed.
    fn add(&self, py: Python<'_>, records: Vec<Vec<u8>>) -> PyResult<usize> {
        let read = |json: &Vec<u8>| Ok(Incoming { record: serde_json::from_slice(json)?, page: None });
        let incoming =
            records.iter().map(read).collect::<Result<Vec<_>, serde_json::Error>>().map_err(wrong)?;
        let added = self.ask(py, |archive| archive.add(&incoming))?;
        Ok(added.iter().filter(|added| !matches!(added, dateline_archive::Added::Known(_))).count())
    }

    /// Brings stories up to date.
    fn join(&self, py: Python<'_>) -> PyResult<()> {
        self.ask(py, |archive| archive.join().map(drop))
    }

    /// A layer of the articles that a search finds.
    fn layer(
        &self,
        py: Python<'_>,
        name: &str,
        words: &str,
        filters: Vec<(String, String)>,
    ) -> PyResult<Batches> {
        let (query, table) = (query(words, &filters)?, arrow::layer(name)?);
        let mut batches = Batches::of(&table.columns);
        let months = self.ask(py, |archive| archive.months(&query))?;
        let ids: Vec<i64> = months.into_values().flatten().collect();
        for chunk in ids.chunks(CHUNK) {
            let flat = self.ask(py, |archive| archive.flat(chunk))?;
            let rows: Vec<&[Cell]> = flat.get(table.name).into_iter().flatten().map(Vec::as_slice).collect();
            batches.push(&table.columns, &rows).map_err(wrong)?;
        }
        Ok(batches)
    }
}
