//! Archives in a file.
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::types::{ToSqlOutput, Value, ValueRef};
use rusqlite::{CachedStatement, Connection, ErrorCode, OpenFlags, ToSql, params_from_iter};

use super::Db;
use crate::cell::Cell;
use crate::error::{Error, Result};
use crate::schema::{Dialect, list};

/// How long a writer waits for another.
const PATIENCE: Duration = Duration::from_secs(120);

/// A file, opened.
pub(crate) struct Sqlite {
    path: PathBuf,
    connection: Connection,
}

impl Sqlite {
    /// Opens a file; makes it if it is to be written and is not there.
    pub(crate) fn open(path: &Path, write: bool) -> Result<Sqlite> {
        let flags = if write {
            OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE
        } else {
            OpenFlags::SQLITE_OPEN_READ_ONLY
        };
        // A connection is used by one thread at a time: it needs no locks of its own.
        let flags = flags | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let fail = |error: &rusqlite::Error| {
            let (why, hint) = explained(error);
            let name = path.display().to_string();
            match path.exists() {
                false if !write => Error::Open {
                    name,
                    why: "there is no such file".to_owned(),
                    hint: "`dateline ingest PAGES --archive FILE` makes an archive",
                },
                _ => Error::Open { name, why, hint },
            }
        };
        let connection = Connection::open_with_flags(path, flags).map_err(|error| fail(&error))?;
        let mut file = Sqlite { path: path.to_owned(), connection };
        file.set_up(write).map_err(|error| fail(&error))?;
        Ok(file)
    }

    /// A database that is gone when it is closed.
    pub(crate) fn in_memory() -> Result<Sqlite> {
        let mut memory = Sqlite::open(Path::new(":memory:"), true)?;
        memory.batch("PRAGMA foreign_keys = OFF")?;
        Ok(memory)
    }

    fn set_up(&mut self, write: bool) -> rusqlite::Result<()> {
        self.connection.busy_timeout(PATIENCE)?;
        self.connection.set_prepared_statement_cache_capacity(128);
        // Statements are planned once, and not again for every value that they are run with.
        self.connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
        if write {
            // A commit is on the disk when it is acknowledged, and readers go on beside the writer.
            self.connection.pragma_update(None, "journal_mode", "WAL")?;
            self.connection.pragma_update(None, "synchronous", "FULL")?;
            self.connection.pragma_update(None, "wal_autocheckpoint", 16000)?;
        }
        self.connection.pragma_update(None, "foreign_keys", true)?;
        self.connection.pragma_update(None, "cache_size", -131072)?;
        self.connection.pragma_update(None, "mmap_size", 1_i64 << 31)?;
        // Tells whether the file is a database at all.
        self.connection.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()))
    }

    fn error(&self, error: &rusqlite::Error) -> Error {
        let (why, hint) = explained(error);
        let is_of_row =
            matches!(error.sqlite_error_code(), Some(ErrorCode::ConstraintViolation | ErrorCode::TooBig));
        Error::Database { name: self.path.display().to_string(), why, hint, is_of_row }
    }

    fn steps(
        &self,
        statement: &mut CachedStatement<'_>,
        parameters: &[Cell],
        row: &mut dyn FnMut(&rusqlite::Row<'_>) -> rusqlite::Result<bool>,
    ) -> Result<()> {
        let mut run = || {
            let mut rows = statement.query(params_from_iter(parameters))?;
            while let Some(next) = rows.next()? {
                if !row(next)? {
                    break;
                }
            }
            Ok(())
        };
        run().map_err(|error| self.error(&error))
    }

    fn prepared(&self, sql: &str) -> Result<CachedStatement<'_>> {
        self.connection.prepare_cached(sql).map_err(|error| self.error(&error))
    }
}

impl Db for Sqlite {
    fn dialect(&self) -> Dialect {
        Dialect::Sqlite
    }

    fn lighten(&mut self) -> Result<()> {
        // Pages of a mapped file count as the program's own memory, as many as were ever looked at.
        self.batch("PRAGMA mmap_size = 0; PRAGMA cache_size = -24576")
    }

    fn batch(&mut self, sql: &str) -> Result<()> {
        self.connection.execute_batch(sql).map_err(|error| self.error(&error))
    }

    fn run(&mut self, sql: &str, parameters: &[Cell]) -> Result<usize> {
        let mut statement = self.prepared(sql)?;
        statement.execute(params_from_iter(parameters)).map_err(|error| self.error(&error))
    }

    fn each(&mut self, sql: &str, parameters: &[Cell], row: &mut dyn FnMut(Vec<Cell>) -> bool) -> Result<()> {
        let mut statement = self.prepared(sql)?;
        let width = statement.column_count();
        self.steps(&mut statement, parameters, &mut |next| {
            let cells: rusqlite::Result<Vec<Cell>> =
                (0..width).map(|column| next.get_ref(column).map(Cell::from)).collect();
            Ok(row(cells?))
        })
    }

    fn numbers(&mut self, sql: &str, parameters: &[Cell], seen: &mut dyn FnMut(i64) -> bool) -> Result<()> {
        let mut statement = self.prepared(sql)?;
        self.steps(&mut statement, parameters, &mut |next| Ok(seen(next.get(0)?)))
    }

    fn insert(&mut self, table: &str, columns: &[&str], rows: &[Vec<Cell>]) -> Result<()> {
        let places: Vec<String> = (1..=columns.len()).map(|place| format!("?{place}")).collect();
        let sql =
            format!("INSERT INTO {table} ({}) VALUES ({})", list(columns.iter().copied()), places.join(", "));
        let mut statement = self.prepared(&sql)?;
        for row in rows {
            statement.execute(params_from_iter(row)).map_err(|error| self.error(&error))?;
        }
        Ok(())
    }

    fn begin(&mut self) -> Result<()> {
        self.batch("BEGIN IMMEDIATE")
    }

    fn commit(&mut self) -> Result<()> {
        self.batch("COMMIT")
    }

    fn rollback(&mut self) -> Result<()> {
        self.batch("ROLLBACK")
    }
}

/// What went wrong in plain words, and what to do.
fn explained(error: &rusqlite::Error) -> (String, &'static str) {
    let (why, hint) = match error.sqlite_error_code() {
        Some(ErrorCode::DiskFull) => (
            "the disk is full",
            "make room and run the same command again; all that was acknowledged is kept",
        ),
        Some(ErrorCode::ReadOnly) => {
            ("the file may not be written", "change its permissions or run as its owner")
        }
        Some(ErrorCode::CannotOpen) => {
            ("the file cannot be opened", "check the path, its folder and their permissions")
        }
        Some(ErrorCode::NotADatabase) => {
            ("the file is no database, or is encrypted", "check the path; the file was not touched")
        }
        Some(ErrorCode::DatabaseCorrupt) => (
            "the file is damaged",
            "copy it, run `dateline check` on the copy, and take the last backup or ingest the sources again",
        ),
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
            ("another program is writing to it", "wait until it has ended and run the same command again")
        }
        _ => return (error.to_string(), ""),
    };
    (why.to_owned(), hint)
}

impl ToSql for Cell {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(match self {
            Cell::Null => ToSqlOutput::Owned(Value::Null),
            Cell::Int(number) => ToSqlOutput::Owned(Value::Integer(*number)),
            Cell::Real(number) => ToSqlOutput::Owned(Value::Real(*number)),
            Cell::Text(text) => ToSqlOutput::Borrowed(ValueRef::Text(text.as_bytes())),
            Cell::Blob(bytes) => ToSqlOutput::Borrowed(ValueRef::Blob(bytes)),
        })
    }
}

impl From<ValueRef<'_>> for Cell {
    fn from(value: ValueRef<'_>) -> Cell {
        match value {
            ValueRef::Null => Cell::Null,
            ValueRef::Integer(number) => Cell::Int(number),
            ValueRef::Real(number) => Cell::Real(number),
            ValueRef::Text(text) => Cell::Text(String::from_utf8_lossy(text).into_owned()),
            ValueRef::Blob(bytes) => Cell::Blob(bytes.to_vec()),
        }
    }
}
