//! Archives on a PostgreSQL server.
use std::collections::HashMap;
use std::error::Error as StdError;

use postgres::error::SqlState;
use postgres::fallible_iterator::FallibleIterator as _;
use postgres::types::private::BytesMut;
use postgres::types::{IsNull, ToSql, Type, to_sql_checked};
use postgres::{Client, NoTls, Row, Statement};

use super::Db;
use crate::cell::Cell;
use crate::error::{Error, Result};
use crate::schema::{Dialect, list};

/// The lock that writers take, one after the other: "dateline" in ASCII.
const WRITER: i64 = 0x6461_7465_6C69_6E65;

/// Statements that are kept ready.
const READY: usize = 256;

/// Rows that are put into a table at once.
const ROWS: usize = 5_000;

/// A connection to a server.
pub(crate) struct Postgres {
    /// Without its password.
    name: String,
    client: Client,
    ready: HashMap<String, Statement>,
}

impl Postgres {
    /// Connects to a server: `postgres://user@host/database`.
    pub(crate) fn open(address: &str) -> Result<Postgres> {
        let name = without_password(address);
        match Client::connect(address, NoTls) {
            Ok(client) => Ok(Postgres { name, client, ready: HashMap::new() }),
            Err(error) => {
                let (why, hint) = explained(&error);
                Err(Error::Open { name, why, hint })
            }
        }
    }

    fn error(&self, error: &postgres::Error) -> Error {
        let (why, hint) = explained(error);
        let is_of_row = error.code().is_some_and(|code| matches!(&code.code()[..2], "22" | "23" | "54"));
        Error::Database { name: self.name.clone(), why, hint, is_of_row }
    }

    fn prepared(&mut self, sql: &str) -> Result<Statement> {
        if let Some(statement) = self.ready.get(sql) {
            return Ok(statement.clone());
        }
        let statement = self.client.prepare(&numbered(sql)).map_err(|error| self.error(&error))?;
        if self.ready.len() >= READY {
            self.ready.clear();
        }
        self.ready.insert(sql.to_owned(), statement.clone());
        Ok(statement)
    }

    fn steps(&mut self, sql: &str, parameters: &[Cell], row: &mut dyn FnMut(&Row) -> bool) -> Result<()> {
        let statement = self.prepared(sql)?;
        let run = || -> std::result::Result<(), postgres::Error> {
            let mut rows = self.client.query_raw(&statement, parameters)?;
            while let Some(next) = rows.next()? {
                if !row(&next) {
                    break;
                }
            }
            Ok(())
        };
        let mut run = run;
        run().map_err(|error| self.error(&error))
    }
}

impl Db for Postgres {
    fn dialect(&self) -> Dialect {
        Dialect::Postgres
    }

    fn batch(&mut self, sql: &str) -> Result<()> {
        self.client.batch_execute(sql).map_err(|error| self.error(&error))
    }

    fn run(&mut self, sql: &str, parameters: &[Cell]) -> Result<usize> {
        let statement = self.prepared(sql)?;
        let parameters: Vec<&(dyn ToSql + Sync)> = parameters.iter().map(|cell| cell as _).collect();
        let changed = self.client.execute(&statement, &parameters);
        changed.map(|changed| changed as usize).map_err(|error| self.error(&error))
    }

    fn each(&mut self, sql: &str, parameters: &[Cell], row: &mut dyn FnMut(Vec<Cell>) -> bool) -> Result<()> {
        self.steps(sql, parameters, &mut |next| {
            row((0..next.len()).map(|column| cell(next, column)).collect())
        })
    }

    fn numbers(&mut self, sql: &str, parameters: &[Cell], seen: &mut dyn FnMut(i64) -> bool) -> Result<()> {
        self.steps(sql, parameters, &mut |next| cell(next, 0).int().is_none_or(&mut *seen))
    }

    fn insert(&mut self, table: &str, columns: &[&str], rows: &[Vec<Cell>]) -> Result<()> {
        if rows.is_empty() {
            return Ok(());
        }
        let names = list(columns.iter().copied());
        let shape = self.prepared(&format!("SELECT {names} FROM {table} LIMIT 0"))?;
        let kinds: Vec<Type> = shape.columns().iter().map(|column| column.type_().clone()).collect();
        let arrays: Vec<String> =
            kinds.iter().zip(1..).map(|(kind, place)| format!("?{place}::{}[]", kind.name())).collect();
        let sql = format!("INSERT INTO {table} ({names}) SELECT * FROM unnest({})", arrays.join(", "));
        let statement = self.prepared(&sql)?;
        for rows in rows.chunks(ROWS) {
            // A row that is too short has null at its end.
            let column =
                |place: usize| Column(rows.iter().map(|row| row.get(place).unwrap_or(&Cell::Null)).collect());
            let arrays: Vec<Column<'_>> = (0..columns.len()).map(column).collect();
            let arrays: Vec<&(dyn ToSql + Sync)> = arrays.iter().map(|array| array as _).collect();
            self.client.execute(&statement, &arrays).map_err(|error| self.error(&error))?;
        }
        Ok(())
    }

    fn begin(&mut self) -> Result<()> {
        self.batch(&format!("BEGIN; SELECT pg_advisory_xact_lock({WRITER})"))
    }

    fn commit(&mut self) -> Result<()> {
        self.batch("COMMIT")
    }

    fn rollback(&mut self) -> Result<()> {
        self.batch("ROLLBACK")
    }
}

/// The cells of a column, as an array.
#[derive(Debug)]
struct Column<'a>(Vec<&'a Cell>);

impl ToSql for Column<'_> {
    fn to_sql(
        &self,
        kind: &Type,
        out: &mut BytesMut,
    ) -> std::result::Result<IsNull, Box<dyn StdError + Sync + Send>> {
        self.0.to_sql(kind, out)
    }

    fn accepts(kind: &Type) -> bool {
        <Vec<&Cell> as ToSql>::accepts(kind)
    }

    to_sql_checked!();
}

impl ToSql for Cell {
    fn to_sql(
        &self,
        kind: &Type,
        out: &mut BytesMut,
    ) -> std::result::Result<IsNull, Box<dyn StdError + Sync + Send>> {
        match self {
            Cell::Null => Ok(IsNull::Yes),
            Cell::Int(number) if *kind == Type::FLOAT8 => (*number as f64).to_sql(kind, out),
            Cell::Int(number) if *kind == Type::INT4 => i32::try_from(*number)?.to_sql(kind, out),
            Cell::Int(number) => number.to_sql(kind, out),
            Cell::Real(number) => number.to_sql(kind, out),
            // PostgreSQL has no NUL in its texts. A sign in its place keeps all spans.
            Cell::Text(text) if text.contains('\0') => text.replace('\0', "\u{FFFD}").to_sql(kind, out),
            Cell::Text(text) => text.to_sql(kind, out),
            Cell::Blob(bytes) => bytes.to_sql(kind, out),
        }
    }

    fn accepts(kind: &Type) -> bool {
        [Type::INT4, Type::INT8, Type::FLOAT8, Type::TEXT, Type::BYTEA].contains(kind)
    }

    to_sql_checked!();
}

fn cell(row: &Row, column: usize) -> Cell {
    let kind = row.columns()[column].type_();
    if *kind == Type::INT8 {
        row.get::<_, Option<i64>>(column).into()
    } else if *kind == Type::INT4 {
        row.get::<_, Option<i32>>(column).map(i64::from).into()
    } else if *kind == Type::FLOAT8 {
        row.get::<_, Option<f64>>(column).into()
    } else if *kind == Type::BYTEA {
        row.get::<_, Option<Vec<u8>>>(column).into()
    } else {
        row.try_get::<_, Option<String>>(column).ok().flatten().into()
    }
}

/// `?1` as `$1`.
fn numbered(sql: &str) -> String {
    let mut parts = sql.split('?');
    let first = parts.next().unwrap_or("").to_owned();
    parts.fold(first, |sql, part| {
        let sign = if part.starts_with(|c: char| c.is_ascii_digit()) { '$' } else { '?' };
        sql + &sign.to_string() + part
    })
}

fn without_password(address: &str) -> String {
    let Some((scheme, rest)) = address.split_once("://") else { return address.to_owned() };
    match rest.split_once('@') {
        Some((user, host)) => format!("{scheme}://{}@{host}", user.split(':').next().unwrap_or("")),
        None => address.to_owned(),
    }
}

/// What went wrong in plain words, and what to do.
fn explained(error: &postgres::Error) -> (String, &'static str) {
    let Some(code) = error.code() else {
        let why = error.source().map_or_else(|| error.to_string(), ToString::to_string);
        return match error.is_closed() {
            true => (
                format!("the connection is broken: {why}"),
                "run the same command again; all that was acknowledged is kept",
            ),
            false => (why, "check host, port and that the server runs; it must take connections without TLS"),
        };
    };
    let why = error.as_db_error().map_or_else(|| error.to_string(), |error| error.message().to_owned());
    let hint = match code {
        code if *code == SqlState::INVALID_PASSWORD
            || *code == SqlState::INVALID_AUTHORIZATION_SPECIFICATION =>
        {
            "check user and password: postgres://user:password@host/database"
        }
        code if *code == SqlState::INVALID_CATALOG_NAME => "make the database first: createdb NAME",
        code if *code == SqlState::DISK_FULL => {
            "make room on the server and run the same command again; all that was acknowledged is kept"
        }
        code if *code == SqlState::READ_ONLY_SQL_TRANSACTION => {
            "the server only reads; name the one that writes"
        }
        code if *code == SqlState::INSUFFICIENT_PRIVILEGE => {
            "the user must be allowed to make tables in the database"
        }
        _ => "",
    };
    (why, hint)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_have_the_signs_of_postgresql() {
        assert_eq!(numbered("SELECT ?1, '?' WHERE a = ?12"), "SELECT $1, '?' WHERE a = $12");
    }

    #[test]
    fn passwords_are_not_shown() {
        assert_eq!(without_password("postgres://ana:secret@db/news"), "postgres://ana@db/news");
        assert_eq!(without_password("postgres://db/news"), "postgres://db/news");
    }
}
