//! What PostgreSQL's refusals mean, and what to do.
use std::error::Error as _;

use postgres::error::SqlState;

const AGAIN: &str = "run the same command again when the server is back; all that was acknowledged is kept";

/// What went wrong in plain words, and what to do.
pub(super) fn explained(error: &postgres::Error) -> (String, &'static str) {
    let Some(refusal) = error.as_db_error() else {
        return match error.is_closed() || error.source().is_some_and(|cause| cause.is::<std::io::Error>()) {
            true => (format!("the connection to the server is broken: {}", causes(error)), AGAIN),
            false => (causes(error), ""),
        };
    };
    let (code, said) = (refusal.code(), refusal.message());
    let hint = match code.code() {
        "28P01" | "28000" => {
            "give the user and password as postgres://user:password@host/database, or set PGPASSWORD"
        }
        "3D000" => "`createdb NAME` makes a database; `dateline ingest` makes the tables in it",
        "3F000" => "make a schema and put it in the search_path of the user, or use the schema `public`",
        "42501" => {
            "the user needs the right to connect and, to write, CREATE on the schema; see docs/archive-postgres.md"
        }
        "25006" => "the server or the user may only read; connect to one that may write",
        "53100" => {
            "make room on the server and run the same command again; all that was acknowledged is kept"
        }
        "53200" | "53300" => "the server has too much to do; run the same command again later",
        "55P03" => {
            "another program is writing to the archive; wait until it has ended and run the same command again"
        }
        "57P01" | "57P02" | "57P03" => AGAIN,
        _ => "",
    };
    (format!("the server says: {said} ({})", code.code()), hint)
}

/// True if it refuses some row rather than to work at all.
pub(super) fn is_of_row(error: &postgres::Error) -> bool {
    // Data that cannot be kept, constraints, limits of the program such as the size of a word list.
    let classes = ["22", "23", "54"];
    let is_refused = |code: &SqlState| classes.iter().any(|class| code.code().starts_with(class));
    error.code().is_some_and(is_refused)
}

/// An error with what caused it, which postgres keeps apart.
fn causes(error: &postgres::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(next) = cause {
        text += &format!(": {next}");
        cause = next.source();
    }
    text
}
