//! Records out of the archive.
use std::collections::BTreeMap;

use serde_json::Value;

use crate::archive::Archive;
use crate::cell::Cell;
use crate::error::Result;
use crate::layers::{ARTICLES, Column, Kind, Placed, tables};
use crate::rows::{self, Rows};
use crate::schema::{list, quoted};

impl Archive {
    /// The record of an article.
    ///
    /// # Errors
    ///
    /// If the archive cannot be read.
    pub fn record(&mut self, id: i64) -> Result<Option<Value>> {
        Ok(self.records(id, id)?.pop().map(|(_, record)| record))
    }

    /// The records of the articles with numbers from one to another, both included.
    ///
    /// # Errors
    ///
    /// If the archive cannot be read.
    pub fn records(&mut self, from: i64, to: i64) -> Result<Vec<(i64, Value)>> {
        self.records_with(from, to, |_| true)
    }

    /// The same with the lists of some tables alone; the others are left empty.
    pub(crate) fn records_with(
        &mut self,
        from: i64,
        to: i64,
        wanted: impl Fn(&str) -> bool,
    ) -> Result<Vec<(i64, Value)>> {
        let record =
            |(id, of): (i64, Collected)| (id, rows::together(&of.article, &of.lists, of.layers.text()));
        Ok(self.collected(from, to, wanted)?.into_iter().map(record).collect())
    }

    /// The cells of articles and the rows of their lists.
    pub(crate) fn collected(
        &mut self,
        from: i64,
        to: i64,
        wanted: impl Fn(&str) -> bool,
    ) -> Result<BTreeMap<i64, Collected>> {
        let mut articles: BTreeMap<i64, Collected> = BTreeMap::new();
        let range = [Cell::Int(from), Cell::Int(to)];
        let wanted = |name: &str| name == ARTICLES.name || wanted(name);
        for placed in tables().into_iter().filter(|placed| wanted(placed.table.name)) {
            let name = placed.table.name;
            self.db.each(&select(&placed), &range, &mut |mut row| {
                let Some(id) = row[0].int() else { return true };
                row.remove(0);
                if name == ARTICLES.name {
                    let layers = row.pop().unwrap_or(Cell::Null);
                    articles.insert(id, Collected { article: row, lists: Rows::new(), layers });
                } else if let Some(of) = articles.get_mut(&id) {
                    of.lists.entry(name).or_default().push(row);
                }
                true
            })?;
        }
        Ok(articles)
    }
}

/// What [`rows::together`] makes a record of.
pub(crate) struct Collected {
    pub article: Vec<Cell>,
    pub lists: Rows,
    pub layers: Cell,
}

/// The query for the rows of a table, of the articles from ?1 to ?2.
fn select(placed: &Placed) -> String {
    let keys = placed.keys();
    let columns = placed.table.columns().filter(|column| !matches!(column.kind, Kind::Id(_))).map(spelled);
    let mut columns: Vec<String> = keys.iter().map(|key| quoted(key)).chain(columns).collect();
    if placed.above.is_empty() {
        columns.push("layers".to_owned());
    }
    format!(
        "SELECT {} FROM {} AS t WHERE {} BETWEEN ?1 AND ?2 ORDER BY {}",
        columns.join(", "),
        placed.table.name,
        keys[0],
        list(keys.iter().copied())
    )
}

/// A column with its words written out.
fn spelled(column: &Column) -> String {
    match column.kind {
        Kind::Shared(words) => {
            let name = quoted(column.name);
            format!("(SELECT w.name FROM {} AS w WHERE w.id = t.{name})", words.table())
        }
        _ => quoted(column.name),
    }
}
