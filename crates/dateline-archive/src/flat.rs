//! Articles as plain tables, one for each layer, for exports; and back.
use std::collections::BTreeMap;

use serde_json::Value;

use crate::archive::Archive;
use crate::article::Derived;
use crate::cell::Cell;
use crate::error::{Error, Result};
use crate::layers::{ARTICLES, Kind, Placed, tables};
use crate::rows::{self, Rows};
use crate::schema::column_names;
use crate::search::{Ids, Query};

/// A table of an export.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FlatTable {
    /// The name of the layer, or of the parts of its items.
    pub name: &'static str,
    /// Its columns: names as in the archive, words written out.
    pub columns: Vec<(&'static str, FlatKind)>,
}

/// What a column of an export holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FlatKind {
    /// Whole numbers.
    Int,
    /// Numbers.
    Real,
    /// Yes or no.
    Bool,
    /// Words; JSON, where the record has lists or objects; fingerprints in hexadecimal figures.
    Text,
}

/// Rows by table, each with the cells of [`FlatTable::columns`].
pub type Flat = BTreeMap<&'static str, Vec<Vec<Cell>>>;

/// Columns of the archive's own that exports have, after the number of the article.
const OWN: [(&str, FlatKind); 7] = [
    ("key", FlatKind::Text),
    ("revision", FlatKind::Int),
    ("latest", FlatKind::Bool),
    ("day", FlatKind::Text),
    ("story", FlatKind::Int),
    ("copy_of", FlatKind::Int),
    ("layers", FlatKind::Text),
];

/// The tables of an export.
pub fn flat_tables() -> Vec<FlatTable> {
    tables().iter().map(flat_table).collect()
}

fn flat_table(placed: &Placed) -> FlatTable {
    let keys = placed.keys().iter().map(|key| (*key, FlatKind::Int));
    let own = if placed.above.is_empty() { &OWN[..] } else { &[] };
    let columns = placed.table.columns().filter(|column| !matches!(column.kind, Kind::Id(_)));
    let columns = columns.map(|column| {
        let kind = match column.kind {
            Kind::Int | Kind::Ref(..) | Kind::Id(_) => FlatKind::Int,
            Kind::Real => FlatKind::Real,
            Kind::Bool => FlatKind::Bool,
            Kind::Text
            | Kind::Shared(_)
            | Kind::Hex
            | Kind::Json
            | Kind::OptionalJson
            | Kind::OptionalText => FlatKind::Text,
        };
        (column.name, kind)
    });
    FlatTable { name: placed.table.name, columns: keys.chain(own.iter().copied()).chain(columns).collect() }
}

impl Archive {
    /// The numbers of the articles that a search finds, by month ("2023-09"; none for those without a day). A search for nothing
    /// finds all, with their former revisions.
    ///
    /// # Errors
    ///
    /// If the archive cannot be read.
    pub fn months(&mut self, query: &Query) -> Result<BTreeMap<Option<String>, Vec<i64>>> {
        let found: Ids = if *query == Query::default() { self.all()? } else { self.found(query)? };
        let mut months: BTreeMap<Option<String>, Vec<i64>> = BTreeMap::new();
        let days = self.days()?;
        for id in found.iter() {
            let day = days.get(id as usize).copied().unwrap_or(0);
            let month = (day > 0).then(|| format!("{:04}-{:02}", day / 10_000, day / 100 % 100));
            months.entry(month).or_default().push(id);
        }
        Ok(months)
    }

    /// The rows of some articles.
    ///
    /// # Errors
    ///
    /// If the archive cannot be read.
    pub fn flat(&mut self, ids: &[i64]) -> Result<Flat> {
        let mut flat = Flat::new();
        for id in ids {
            for (id, of) in self.collected(*id, *id, |_| true)? {
                let own = OWN.map(|(name, _)| name).join(", ");
                let sql = format!("SELECT {own} FROM articles WHERE id = ?1");
                let own = self.db.rows(&sql, &[Cell::Int(id)])?.pop().unwrap_or_default();
                put(&mut flat, id, own, of.article, of.lists);
            }
        }
        Ok(flat)
    }
}

/// The rows of a record that is in no archive, under a number for its article: a first revision, in no story.
///
/// ```
/// use dateline::{Engine, Record, read::{Hints, Page}};
/// let page = Page::new(b"<h1>Port reopens</h1><p>The port of Almer reopened.</p>", Hints::default());
/// let record = serde_json::to_value(Record::of(&Engine::new()?.read(&page)))?;
/// let flat = dateline_archive::flat_record(7, &record)?;
/// assert_eq!(flat["articles"][0][0].int(), Some(7));
/// assert_eq!(dateline_archive::records_of(&flat)?, [record]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
///
/// If the record is not of the shape that this version knows.
pub fn flat_record(id: i64, record: &Value) -> Result<Flat> {
    let mut flat = Flat::new();
    let mut rows = rows::apart(record)?;
    let Derived { key, day, .. } = Derived::of(record);
    let own = vec![
        Cell::from(key),
        Cell::Int(1),
        Cell::from(true),
        Cell::from(day),
        Cell::Null,
        Cell::Null,
        Cell::from(rows::missing_layers(record)),
    ];
    let article = rows.remove(ARTICLES.name).and_then(|mut rows| rows.pop()).unwrap_or_default();
    put(&mut flat, id, own, article, rows);
    Ok(flat)
}

/// Adds the rows of an article: `own` are the archive's columns of it, `article` the record's.
fn put(
    flat: &mut Flat,
    id: i64,
    own: Vec<Cell>,
    article: Vec<Cell>,
    lists: impl IntoIterator<Item = (&'static str, Vec<Vec<Cell>>)>,
) {
    let row = |cells: Vec<Cell>| cells.into_iter().map(plain);
    let article = std::iter::once(Cell::Int(id)).chain(own).chain(row(article)).collect();
    flat.entry(ARTICLES.name).or_default().push(article);
    for (name, rows) in lists {
        let rows = rows.into_iter().map(|cells| std::iter::once(Cell::Int(id)).chain(row(cells)).collect());
        flat.entry(name).or_default().extend(rows);
    }
}

/// Bytes as figures.
fn plain(cell: Cell) -> Cell {
    match cell {
        Cell::Blob(bytes) => Cell::Text(rows::to_hex(&bytes)),
        cell => cell,
    }
}

/// The records of an export's rows, in the order of their articles.
///
/// # Errors
///
/// If a table that is needed is missing columns, or a row is of no article.
pub fn records_of(flat: &Flat) -> Result<Vec<Value>> {
    let mut articles: BTreeMap<i64, (Vec<Cell>, Rows, Option<String>)> = BTreeMap::new();
    let wrong = |table: &str, why| Error::Record { field: table.to_owned(), why };
    let keys = 1 + OWN.len();
    for row in flat.get(ARTICLES.name).into_iter().flatten() {
        let id =
            row.first().and_then(Cell::int).ok_or_else(|| wrong("articles", "has a row without a number"))?;
        let layers = row.get(OWN.len()).and_then(Cell::text).map(str::to_owned);
        let columns = ARTICLES.columns().zip(row.get(keys..).unwrap_or_default());
        let article = columns.map(|(column, cell)| match (column.kind, cell) {
            (Kind::Hex, Cell::Text(figures)) => rows::from_hex(figures).map_or(Cell::Null, Cell::Blob),
            (_, cell) => cell.clone(),
        });
        articles.insert(id, (article.collect(), Rows::new(), layers));
    }
    for placed in tables().iter().filter(|placed| !placed.above.is_empty()) {
        let name = placed.table.name;
        let width = column_names(placed).len();
        for row in flat.get(name).into_iter().flatten() {
            let id = row.first().and_then(Cell::int);
            let article = id.and_then(|id| articles.get_mut(&id));
            let (_, lists, _) =
                article.ok_or_else(|| wrong(name, "has a row of an article that is not there"))?;
            if row.len() != width {
                return Err(wrong(name, "has not the columns of this version"));
            }
            lists.entry(name).or_default().push(row[1..].to_vec());
        }
    }
    for (_, lists, _) in articles.values_mut() {
        lists.values_mut().for_each(|rows| rows.sort_by_key(|row| keys_of(row)));
    }
    let records = articles.into_values();
    Ok(records.map(|(article, lists, layers)| rows::together(&article, &lists, layers.as_deref())).collect())
}

/// The numbers that a row begins with: at most those of an item and of a part of it.
fn keys_of(row: &[Cell]) -> [Option<i64>; 2] {
    [row.first().and_then(Cell::int), row.get(1).and_then(Cell::int)]
}

#[cfg(test)]
mod tests {
    use dateline::read::{Hints, Page};
    use dateline::{Engine, Record};

    use super::*;
    use crate::Incoming;

    #[test]
    fn records_come_back_from_plain_tables() {
        let engine = Engine::new().unwrap();
        let mut archive = Archive::in_memory().unwrap();
        let mut records = Vec::new();
        for page in [
            "<h1>Port reopens</h1><p>ALMER, Chile, March 5 (AP) -- President Lena Fisk said on Monday that 40 protesters were arrested in \
             Santiago.</p>",
            "<p>Nothing.</p>",
        ] {
            let hints = Hints { uri: Some(page[..6].to_owned()), ..Hints::default() };
            let record =
                serde_json::to_value(Record::of(&engine.read(&Page::new(page.as_bytes(), hints)))).unwrap();
            records.push(record);
        }
        let incoming: Vec<Incoming> =
            records.iter().map(|record| Incoming { record: record.clone(), page: None }).collect();
        archive.add(&incoming).unwrap();
        let flat = archive.flat(&[1, 2]).unwrap();
        for table in flat_tables() {
            for row in flat.get(table.name).into_iter().flatten() {
                assert_eq!(row.len(), table.columns.len(), "{}", table.name);
            }
        }
        assert_eq!(records_of(&flat).unwrap(), records);
        let mut other = Archive::in_memory().unwrap();
        assert_eq!(other.import(&records).unwrap().len(), 2);
        assert_eq!(other.record(1).unwrap().unwrap().to_string(), records[0].to_string());
    }

    #[test]
    fn rows_of_no_article_are_refused() {
        let flat =
            Flat::from([("sentences", vec![vec![Cell::Int(1), Cell::Int(0), Cell::Int(0), Cell::Int(5)]])]);
        assert!(records_of(&flat).unwrap_err().to_string().contains("`sentences`"));
    }
}
