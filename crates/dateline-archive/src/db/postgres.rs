//! Archives in a PostgreSQL database.
use std::collections::HashMap;
use std::path::Path;

use postgres::config::{Host, SslMode};
use postgres::fallible_iterator::FallibleIterator as _;
use postgres::types::{ToSql, Type};
use postgres::{Client, Config, NoTls, Row, Statement};

use super::Db;
use super::postgres_errors::{explained, is_of_row};
use crate::cell::Cell;
use crate::error::{Error, Result};
use crate::schema::{Dialect, list};

/// What is set for each connection. A commit is on the disk when it is acknowledged, and a writer waits for another as
/// long as for a file.
const SET_UP: &str = "SET client_min_messages = warning; SET idle_in_transaction_session_timeout = 0; \
                      SELECT set_config('lock_timeout', '120s', false) WHERE current_setting('lock_timeout') = '0'; \
                      SELECT set_config('synchronous_commit', 'on', false) \
                      WHERE current_setting('synchronous_commit') IN ('off', 'local')";

/// Nobody else writes to the archive in this schema until the transaction ends. The lock is taken after the transaction
/// begins and before it looks at anything, so that it sees what others have written.
const BEGIN: &str = "BEGIN ISOLATION LEVEL READ COMMITTED; \
                     SELECT pg_advisory_xact_lock(1684104556, hashtext(current_schema()))";

/// Where the server listens on the same machine.
const SOCKETS: &str = "/var/run/postgresql";

/// So many statements are kept prepared.
const PREPARED: usize = 256;

/// Rows that are put into a table at once.
const ROWS: usize = 5_000;

/// Rows that are fetched at once, at first and at most, where not all may be wanted.
const FETCHED: (i32, i32) = (256, 16_384);

/// A connection.
pub(crate) struct Postgres {
    name: String,
    config: Config,
    client: Client,
    prepared: HashMap<String, Statement>,
    /// Whether it is between `begin` and `commit` or `rollback`.
    is_writing: bool,
}

impl Postgres {
    /// Connects to a database.
    pub(crate) fn open(address: &str, write: bool) -> Result<Postgres> {
        let name = without_password(address);
        let refuse = |why: String, hint| Error::Open { name: name.clone(), why, hint };
        let fail = |error: &postgres::Error| {
            let (why, hint) = explained(error);
            let hint = if hint.is_empty() { "check the address and that the server runs" } else { hint };
            refuse(why, hint)
        };
        let config = config(address).map_err(|error| {
            let (why, _) = explained(&error);
            refuse(why, "addresses look like postgres://user@host:port/database")
        })?;
        if config.get_ssl_mode() == SslMode::Require {
            return Err(refuse(
                "encrypted connections are not built in".to_owned(),
                "use a socket, a private network or a tunnel, and leave `sslmode` out",
            ));
        }
        let mut client = connect(&config, write).map_err(|error| fail(&error))?;
        let encoding = client.query_one("SHOW server_encoding", &[]).map_err(|error| fail(&error))?;
        if encoding.get::<_, &str>(0) != "UTF8" {
            return Err(refuse(
                format!("the database keeps texts as {} and not as UTF8", encoding.get::<_, &str>(0)),
                "`createdb --encoding UTF8 --template template0 NAME` makes one that does",
            ));
        }
        Ok(Postgres { name, config, client, prepared: HashMap::new(), is_writing: false })
    }

    /// The address without its password.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    fn error(&self, error: &postgres::Error) -> Error {
        let (why, hint) = explained(error);
        Error::Database { name: self.name.clone(), why, hint, is_of_row: is_of_row(error) }
    }

    fn prepare(&mut self, sql: &str) -> Result<Statement> {
        if let Some(statement) = self.prepared.get(sql) {
            return Ok(statement.clone());
        }
        let statement = self.client.prepare(&numbered(sql)).map_err(|error| self.error(&error))?;
        if self.prepared.len() >= PREPARED {
            self.prepared.clear();
        }
        self.prepared.insert(sql.to_owned(), statement.clone());
        Ok(statement)
    }

    /// Shows the rows of a query, as they come, until false is returned.
    fn stream(
        &mut self,
        sql: &str,
        parameters: &[Cell],
        seen: &mut dyn FnMut(&Row) -> std::result::Result<bool, postgres::Error>,
    ) -> Result<()> {
        let statement = self.prepare(sql)?;
        let done = match self.is_writing {
            true => all(&mut self.client, &statement, parameters, seen),
            false => some(&mut self.client, &statement, parameters, seen),
        };
        done.map_err(|error| self.error(&error))
    }

    /// The statement that puts rows into a table: each parameter has all values of a column.
    fn insertion(&mut self, table: &str, columns: &[&str]) -> Result<Statement> {
        let columns = list(columns.iter().copied());
        let key = format!("{table} ({columns})");
        if let Some(statement) = self.prepared.get(&key) {
            return Ok(statement.clone());
        }
        let types = self.prepare(&format!("SELECT {columns} FROM {table}"))?;
        let arrays: Vec<String> = (1..)
            .zip(types.columns())
            .map(|(place, column)| {
                let kind = match *column.type_() {
                    Type::INT8 => "int8",
                    Type::FLOAT8 => "float8",
                    Type::BYTEA => "bytea",
                    _ => "text",
                };
                format!("?{place}::{kind}[]")
            })
            .collect();
        let sql = format!("INSERT INTO {key} SELECT * FROM unnest({})", arrays.join(", "));
        let statement = self.prepare(&sql)?;
        self.prepared.insert(key, statement.clone());
        Ok(statement)
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
        let statement = self.prepare(sql)?;
        let changed = self.client.execute(&statement, &referred(parameters));
        changed.map(|rows| rows as usize).map_err(|error| self.error(&error))
    }

    fn each(&mut self, sql: &str, parameters: &[Cell], row: &mut dyn FnMut(Vec<Cell>) -> bool) -> Result<()> {
        self.stream(sql, parameters, &mut |next| Ok(row(cells(next)?)))
    }

    fn numbers(&mut self, sql: &str, parameters: &[Cell], seen: &mut dyn FnMut(i64) -> bool) -> Result<()> {
        self.stream(sql, parameters, &mut |next| {
            let number: Cell = next.try_get(0)?;
            Ok(number.int().is_none_or(&mut *seen))
        })
    }

    fn insert(&mut self, table: &str, columns: &[&str], rows: &[Vec<Cell>]) -> Result<()> {
        if rows.is_empty() {
            return Ok(());
        }
        let statement = self.insertion(table, columns)?;
        for rows in rows.chunks(ROWS) {
            // A row that is too short has null at its end.
            let column =
                |place: usize| rows.iter().map(|row| row.get(place).unwrap_or(&Cell::Null)).collect();
            let values: Vec<Vec<&Cell>> = (0..columns.len()).map(column).collect();
            self.client.execute(&statement, &referred(&values)).map_err(|error| self.error(&error))?;
        }
        Ok(())
    }

    fn begin(&mut self) -> Result<()> {
        // Whatever broke the connection has been told of; what begins now may go well.
        if self.client.is_closed() {
            self.client = connect(&self.config, true).map_err(|error| self.error(&error))?;
            self.prepared.clear();
        }
        if let Err(error) = self.batch(BEGIN) {
            // It may have begun and not got the lock.
            let _ = self.batch("ROLLBACK");
            return Err(error);
        }
        self.is_writing = true;
        Ok(())
    }

    fn commit(&mut self) -> Result<()> {
        self.batch("COMMIT")?;
        self.is_writing = false;
        Ok(())
    }

    fn rollback(&mut self) -> Result<()> {
        self.is_writing = false;
        self.batch("ROLLBACK")
    }

    fn rows(&mut self, sql: &str, parameters: &[Cell]) -> Result<Vec<Vec<Cell>>> {
        let mut rows = Vec::new();
        let statement = self.prepare(sql)?;
        let mut keep = |row: &Row| cells(row).map(|row| rows.push(row)).map(|()| true);
        let done = all(&mut self.client, &statement, parameters, &mut keep);
        done.map_err(|error| self.error(&error))?;
        Ok(rows)
    }
}

type Seen<'a> = &'a mut dyn FnMut(&Row) -> std::result::Result<bool, postgres::Error>;

fn connect(config: &Config, write: bool) -> std::result::Result<Client, postgres::Error> {
    let mut client = config.connect(NoTls)?;
    client.batch_execute(SET_UP)?;
    if !write {
        client.batch_execute("SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY")?;
    }
    Ok(client)
}

/// Runs a query whose rows are all sent at once.
fn all(
    client: &mut Client,
    statement: &Statement,
    parameters: &[Cell],
    seen: Seen<'_>,
) -> std::result::Result<(), postgres::Error> {
    let mut rows = client.query_raw(statement, parameters)?;
    while let Some(row) = rows.next()? {
        if !seen(&row)? {
            break;
        }
    }
    Ok(())
}

/// Runs a query whose rows are sent as they are wanted.
fn some(
    client: &mut Client,
    statement: &Statement,
    parameters: &[Cell],
    seen: Seen<'_>,
) -> std::result::Result<(), postgres::Error> {
    let mut transaction = client.transaction()?;
    let portal = transaction.bind(statement, &referred(parameters))?;
    let (mut wanted, most) = FETCHED;
    'all: loop {
        let rows = transaction.query_portal(&portal, wanted)?;
        for row in &rows {
            if !seen(row)? {
                break 'all;
            }
        }
        if rows.len() < wanted as usize {
            break;
        }
        wanted = (wanted * 4).min(most);
    }
    transaction.commit()
}

fn referred<T: ToSql + Sync>(parameters: &[T]) -> Vec<&(dyn ToSql + Sync)> {
    parameters.iter().map(|parameter| parameter as _).collect()
}

fn cells(row: &Row) -> std::result::Result<Vec<Cell>, postgres::Error> {
    (0..row.len()).map(|place| row.try_get(place)).collect()
}

/// An address as PostgreSQL's own programs take it: without a host the server on the same machine, and the password from
/// the environment.
fn config(address: &str) -> std::result::Result<Config, postgres::Error> {
    let mut config: Config = address.parse()?;
    if config.get_hosts().is_empty() {
        match Path::new(SOCKETS).is_dir() {
            true => config.host_path(SOCKETS),
            false => config.host("localhost"),
        };
    }
    if let (None, Ok(password)) = (config.get_password(), std::env::var("PGPASSWORD")) {
        config.password(password);
    }
    let is_far = config.get_hosts().iter().any(|host| matches!(host, Host::Tcp(_)));
    if is_far && config.get_connect_timeout().is_none() {
        config.connect_timeout(std::time::Duration::from_secs(20));
    }
    config.application_name("dateline");
    Ok(config)
}

/// An address that can be shown to all.
fn without_password(address: &str) -> String {
    let Some((scheme, rest)) = address.split_once("://") else { return address.to_owned() };
    let (rest, options) = rest.split_once('?').unwrap_or((rest, ""));
    let rest = match rest.rsplit_once('@') {
        Some((user, place)) => format!("{}@{place}", user.split(':').next().unwrap_or("")),
        None => rest.to_owned(),
    };
    let options: Vec<&str> = options.split('&').filter(|option| !option.starts_with("password=")).collect();
    let options = options.join("&");
    let sign = if options.is_empty() { "" } else { "?" };
    format!("{scheme}://{rest}{sign}{options}")
}

/// SQL with `$1` for `?1`.
fn numbered(sql: &str) -> String {
    let mut chars = sql.chars().peekable();
    let mut numbered = String::with_capacity(sql.len());
    let mut is_text = false;
    while let Some(c) = chars.next() {
        is_text ^= c == '\'';
        let is_place = c == '?' && !is_text && chars.peek().is_some_and(char::is_ascii_digit);
        numbered.push(if is_place { '$' } else { c });
    }
    numbered
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_are_numbered_as_postgresql_has_them() {
        assert_eq!(
            numbered("SELECT ?1, '?2' WHERE a = ?12 AND b = 'x?'"),
            "SELECT $1, '?2' WHERE a = $12 AND b = 'x?'"
        );
    }

    #[test]
    fn passwords_are_not_shown() {
        let check = |address: &str, expected: &str| assert_eq!(without_password(address), expected);
        check("postgres://ana:s3cret@db.example:5433/news", "postgres://ana@db.example:5433/news");
        check(
            "postgres://ana:p@ss@db/news?sslmode=disable&password=x",
            "postgres://ana@db/news?sslmode=disable",
        );
        check("postgres:///news?password=x", "postgres:///news");
        check("postgresql://db/news", "postgresql://db/news");
    }
}
