//! The databases that an archive can be kept in, behind one small face.
mod postgres;
mod postgres_cells;
mod postgres_errors;
mod sqlite;

use crate::cell::Cell;
use crate::error::Result;
use crate::schema::Dialect;

pub(crate) use postgres::Postgres;
pub(crate) use sqlite::Sqlite;

/// A connection. SQL has `?1`, `?2` for parameters.
pub(crate) trait Db {
    /// Its SQL.
    fn dialect(&self) -> Dialect;

    /// Keeps little of what was read in memory.
    fn lighten(&mut self) -> Result<()> {
        Ok(())
    }

    /// Runs statements without parameters.
    fn batch(&mut self, sql: &str) -> Result<()>;

    /// Runs a statement, and says how many rows it changed.
    fn run(&mut self, sql: &str, parameters: &[Cell]) -> Result<usize>;

    /// Runs a query, and shows each row until false is returned.
    fn each(&mut self, sql: &str, parameters: &[Cell], row: &mut dyn FnMut(Vec<Cell>) -> bool) -> Result<()>;

    /// The same for queries of one whole number a row, without making rows.
    fn numbers(&mut self, sql: &str, parameters: &[Cell], seen: &mut dyn FnMut(i64) -> bool) -> Result<()>;

    /// Puts rows into a table.
    fn insert(&mut self, table: &str, columns: &[&str], rows: &[Vec<Cell>]) -> Result<()>;

    /// Starts a transaction that is the only one that writes.
    fn begin(&mut self) -> Result<()>;

    /// Makes what was written since `begin` last.
    fn commit(&mut self) -> Result<()>;

    /// Undoes what was written since `begin`.
    fn rollback(&mut self) -> Result<()>;

    /// All rows of a query.
    fn rows(&mut self, sql: &str, parameters: &[Cell]) -> Result<Vec<Vec<Cell>>> {
        let mut rows = Vec::new();
        self.each(sql, parameters, &mut |row| {
            rows.push(row);
            true
        })?;
        Ok(rows)
    }

    /// The first cell of the first row.
    fn one(&mut self, sql: &str, parameters: &[Cell]) -> Result<Option<Cell>> {
        Ok(self.rows(sql, parameters)?.into_iter().next().and_then(|row| row.into_iter().next()))
    }
}
