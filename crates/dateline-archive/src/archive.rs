//! An archive, opened.
use std::collections::HashMap;
use std::path::Path;

use crate::alerts::Percolator;
use crate::cell::Cell;
use crate::db::{Db, Postgres, Sqlite};
use crate::error::{Error, Result};
use crate::join::Joining;
use crate::layers::Words;
use crate::migrate::{self, MIGRATIONS, Step};
use crate::schema::{self, quoted};
use crate::search::Marker;

/// What an archive is opened for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// To look things up. The archive must be there; others may write to it.
    Read,
    /// To add to it. It is made if it is not there.
    Write,
}

/// An archive, opened.
///
/// ```
/// use dateline::{Engine, Record, read::{Hints, Page}};
/// use dateline_archive::{Added, Archive, Incoming};
///
/// let engine = Engine::new()?;
/// let page = Page::new(b"<h1>Port reopens</h1><p>The port of Almer reopened.</p>", Hints::default());
/// let record = serde_json::to_value(Record::of(&engine.read(&page)))?;
///
/// let mut archive = Archive::in_memory()?;
/// let added = archive.add(&[Incoming { record: record.clone(), page: None }])?;
/// assert_eq!(added, [Added::New(1)]);
/// assert_eq!(archive.record(1)?, Some(record));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Archive {
    pub(crate) name: String,
    pub(crate) db: Box<dyn Db + Send>,
    /// The numbers of words that are kept once, as far as they were looked up.
    words: HashMap<Words, HashMap<String, i64>>,
    /// The last of those numbers, as long as a transaction lasts.
    last_words: HashMap<Words, i64>,
    /// The days that stories were last joined of, to go on from there.
    pub(crate) joining: Option<Joining>,
    /// The days of the articles, as far as searches have asked for them.
    pub(crate) days: Vec<u32>,
    pub(crate) marker: Marker,
    pub(crate) percolator: Option<Percolator>,
}

/// So many words of one kind are remembered; then all are looked up anew.
const REMEMBERED: usize = 200_000;

impl Archive {
    /// Opens an archive: the path of a file, or the address of a database, `postgres://user@host/database`. One of an
    /// earlier version is brought up to date when it is opened to be written.
    ///
    /// # Errors
    ///
    /// If it cannot be opened, is none, was written by a later version, or by an earlier one and is only to be read.
    pub fn open(name: &str, mode: Mode) -> Result<Archive> {
        Archive::open_at(name, mode, MIGRATIONS)
    }

    /// Opens an archive with the tables as they are after some steps.
    pub(crate) fn open_at(name: &str, mode: Mode, steps: &[Step]) -> Result<Archive> {
        let write = mode == Mode::Write;
        let mut shown = name.to_owned();
        let db: Box<dyn Db + Send> = if name.starts_with("postgres://") || name.starts_with("postgresql://") {
            let db = Postgres::open(name, write)?;
            db.name().clone_into(&mut shown);
            Box::new(db)
        } else {
            Box::new(Sqlite::open(Path::new(name), write)?)
        };
        Archive::of(shown, db, mode, steps)
    }

    /// Opens an archive to be read beside others of the same program: what is read is remembered by the system, which shares
    /// it, and hardly by the reader.
    ///
    /// # Errors
    ///
    /// As [`open`](Archive::open).
    pub fn open_light(name: &str) -> Result<Archive> {
        let mut archive = Archive::open(name, Mode::Read)?;
        archive.db.lighten()?;
        Ok(archive)
    }

    /// An archive that is gone when it is closed.
    ///
    /// # Errors
    ///
    /// If there is no memory for it.
    pub fn in_memory() -> Result<Archive> {
        Archive::of(":memory:".to_owned(), Box::new(Sqlite::in_memory()?), Mode::Write, MIGRATIONS)
    }

    fn of(name: String, db: Box<dyn Db + Send>, mode: Mode, steps: &[Step]) -> Result<Archive> {
        let mut archive = Archive {
            name,
            db,
            words: HashMap::new(),
            last_words: HashMap::new(),
            joining: None,
            days: Vec::new(),
            marker: Marker::default(),
            percolator: None,
        };
        match archive.version()? {
            None if mode == Mode::Write => archive.transaction(|archive| match archive.version()? {
                None => archive.make(steps),
                // Another program has just made it.
                Some(_) => Ok(()),
            })?,
            None => {
                return Err(archive.refuse(
                    "it is a database, but no archive of dateline",
                    "`dateline ingest PAGES --archive NAME` makes an archive",
                ));
            }
            Some(version) if version == migrate::version(steps) => {}
            Some(version) if version < migrate::version(steps) => match mode {
                Mode::Write => archive.migrate(steps)?,
                Mode::Read => {
                    return Err(archive.refuse(
                        "it was written by an earlier version of dateline",
                        "any command that adds to it brings it up to date, such as `dateline ingest`; keep a copy",
                    ));
                }
            },
            Some(_) => {
                return Err(archive.refuse(
                    "it was written by a later version of dateline",
                    "install that version to read it",
                ));
            }
        }
        Ok(archive)
    }

    fn refuse(&self, why: &str, hint: &'static str) -> Error {
        Error::Open { name: self.name.clone(), why: why.to_owned(), hint }
    }

    pub(crate) fn version(&mut self) -> Result<Option<i64>> {
        let tables = match self.db.dialect() {
            schema::Dialect::Sqlite => "SELECT 1 FROM sqlite_schema WHERE name = 'meta'",
            schema::Dialect::Postgres => "SELECT 1::bigint WHERE to_regclass('meta') IS NOT NULL",
        };
        if self.db.one(tables, &[])?.is_none() {
            return Ok(None);
        }
        Ok(self.setting("version")?.and_then(|version| version.parse().ok()))
    }

    fn make(&mut self, steps: &[Step]) -> Result<()> {
        self.db.batch(&schema::create(self.db.dialect()))?;
        // The tables are made as they are after all steps; those that only a test knows are still to be taken.
        let made = MIGRATIONS.len().min(steps.len());
        self.set("version", &migrate::version(&steps[..made]).to_string())
    }

    /// A setting of the archive.
    pub(crate) fn setting(&mut self, key: &str) -> Result<Option<String>> {
        let value = self.db.one("SELECT value FROM meta WHERE key = ?1", &[Cell::from(key)])?;
        Ok(value.and_then(|value| value.text().map(str::to_owned)))
    }

    /// Changes a setting of the archive.
    pub(crate) fn set(&mut self, key: &str, value: &str) -> Result<()> {
        let cells = [Cell::from(key), Cell::from(value)];
        if self.db.run("UPDATE meta SET value = ?2 WHERE key = ?1", &cells)? == 0 {
            self.db.insert("meta", &["key", "value"], &[cells.to_vec()])?;
        }
        Ok(())
    }

    /// What a program keeps in the archive for itself, by a name.
    ///
    /// # Errors
    ///
    /// If the archive cannot be read.
    pub fn kept(&mut self, name: &str) -> Result<Option<String>> {
        self.setting(&format!("kept/{name}"))
    }

    /// Keeps something in the archive for a program.
    ///
    /// # Errors
    ///
    /// If the archive cannot be written.
    pub fn keep(&mut self, name: &str, value: &str) -> Result<()> {
        self.transaction(|archive| archive.set(&format!("kept/{name}"), value))
    }

    /// Runs something that is done as a whole or not at all.
    pub(crate) fn transaction<T>(&mut self, run: impl FnOnce(&mut Archive) -> Result<T>) -> Result<T> {
        self.db.begin()?;
        self.last_words.clear();
        let done = run(self).and_then(|done| self.db.commit().map(|()| done));
        if done.is_err() {
            // What the database has undone by itself cannot be undone again; the first error is the one to tell.
            let _ = self.db.rollback();
            self.words.clear();
            self.joining = None;
        }
        done
    }

    /// The number of words that are kept once.
    pub(crate) fn word(&mut self, kind: Words, word: &str) -> Result<i64> {
        let known = self.words.entry(kind).or_default();
        if let Some(id) = known.get(word) {
            return Ok(*id);
        }
        let table = kind.table();
        let found = self.db.one(&format!("SELECT id FROM {table} WHERE name = ?1"), &[Cell::from(word)])?;
        let id = match found.and_then(|id| id.int()) {
            Some(id) => id,
            None => {
                let last = match self.last_words.get(&kind) {
                    Some(last) => *last,
                    None => {
                        let last = self.db.one(&format!("SELECT max(id) FROM {table}"), &[])?;
                        last.and_then(|last| last.int()).unwrap_or(0)
                    }
                };
                let id = last + 1;
                self.last_words.insert(kind, id);
                let mut columns = vec!["id", "name"];
                let mut row = vec![Cell::Int(id), Cell::from(word)];
                if kind == Words::Names {
                    columns.push("folded");
                    row.push(Cell::from(crate::article::folded(word)));
                }
                self.db.insert(table, &columns, &[row])?;
                id
            }
        };
        let known = self.words.entry(kind).or_default();
        if known.len() >= REMEMBERED {
            known.clear();
        }
        known.insert(word.to_owned(), id);
        Ok(id)
    }

    /// The rows of a query about some articles, whose numbers are its parameter 1: `sql` makes it of the condition that a
    /// column is one of them.
    pub(crate) fn of_all(
        &mut self,
        articles: &[i64],
        parameters: &[Cell],
        sql: impl FnOnce(&dyn Fn(&str) -> String) -> String,
    ) -> Result<Vec<Vec<Cell>>> {
        if articles.is_empty() {
            return Ok(Vec::new());
        }
        let dialect = self.db.dialect();
        let sql = sql(&|column| dialect.among(column, 1));
        let mut all = vec![dialect.numbers(articles)];
        all.extend_from_slice(parameters);
        self.db.rows(&sql, &all)
    }

    /// How many rows a table has.
    ///
    /// # Errors
    ///
    /// If there is no such table.
    pub fn count(&mut self, table: &str) -> Result<u64> {
        let count = self.db.one(&format!("SELECT count(*) FROM {}", quoted(table)), &[])?;
        Ok(count.and_then(|count| count.int()).unwrap_or(0) as u64)
    }
}
