//! The tables of an archive in the SQL of its database.
use std::fmt::Write as _;

use crate::cell::Cell;
use crate::layers::{Column, Kind, Placed, Words, tables};

/// A way to write SQL.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    /// SQLite, with FTS5.
    Sqlite,
    /// PostgreSQL.
    Postgres,
}

impl Dialect {
    /// The condition that a column is one of the numbers that a parameter holds: see [`numbers`](Dialect::numbers).
    pub fn among(self, column: &str, parameter: usize) -> String {
        match self {
            Dialect::Sqlite => format!("{column} IN (SELECT value FROM json_each(?{parameter}))"),
            Dialect::Postgres => format!("{column} = ANY(?{parameter}::text::bigint[])"),
        }
    }

    /// Numbers as one parameter, so that what is known of many things is asked for at once.
    pub fn numbers(self, numbers: &[i64]) -> Cell {
        let list = numbers.iter().map(i64::to_string).collect::<Vec<_>>().join(",");
        Cell::from(match self {
            Dialect::Sqlite => format!("[{list}]"),
            Dialect::Postgres => format!("{{{list}}}"),
        })
    }
}

/// A name as SQL takes it, whatever it is.
pub fn quoted(name: &str) -> String {
    format!("\"{name}\"")
}

/// Names, quoted and parted by commas.
pub fn list<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    names.into_iter().map(quoted).collect::<Vec<_>>().join(", ")
}

/// The names of a table's columns, keys first, in the order of [`rows`](crate::rows).
pub fn column_names(placed: &Placed) -> Vec<&'static str> {
    let keys = placed.keys().iter().copied();
    let own = placed.table.columns().filter(|column| !matches!(column.kind, Kind::Id(_)));
    keys.chain(own.map(|column| column.name)).collect()
}

/// Columns that `articles` has besides those of the record.
const ARTICLE_COLUMNS: [(&str, &str); 9] = [
    // What makes two pages one article: its address, else where it was read from.
    ("key", "text NOT NULL"),
    ("revision", "int NOT NULL"),
    // 1 for the last revision of an article.
    ("latest", "int NOT NULL"),
    // A fingerprint of what the article says, apart from what stands around it on the page.
    ("content", "bytes NOT NULL"),
    // The day of publication, else of retrieval.
    ("day", "text"),
    ("story", "int REFERENCES stories(id)"),
    // 1 when the copies and stories around it are known.
    ("joined", "int NOT NULL"),
    // The earliest article with the same text.
    ("copy_of", "int REFERENCES articles(id)"),
    ("layers", "text"),
];

/// The names of those columns, in their order.
pub fn article_columns() -> impl Iterator<Item = &'static str> {
    ARTICLE_COLUMNS.iter().map(|(name, _)| *name)
}

/// The statements that make the tables.
pub fn create(dialect: Dialect) -> String {
    let mut sql = String::new();
    for words in [Words::Rules, Words::Names, Words::Kinds] {
        let folded = if words == Words::Names { ", folded text NOT NULL" } else { "" };
        let _ = writeln!(
            sql,
            "CREATE TABLE {} (id int PRIMARY KEY, name text NOT NULL UNIQUE{folded});",
            words.table()
        );
    }
    sql.push_str(OWN);
    for placed in tables() {
        table(&mut sql, dialect, &placed);
    }
    // What is all key needs no rows beside its index.
    let end = if dialect == Dialect::Sqlite { " WITHOUT ROWID" } else { "" };
    sql.push_str(&INDICES.replace("EVENT_INDEX", end));
    sql.push_str(match dialect {
        Dialect::Sqlite => SQLITE_WORDS,
        Dialect::Postgres => POSTGRES_WORDS,
    });
    typed(dialect, &sql)
}

fn table(sql: &mut String, dialect: Dialect, placed: &Placed) {
    let mut lines: Vec<String> = Vec::new();
    let keys = placed.keys();
    let above = placed.above.last().map(|table| table.name);
    if above.is_none() {
        lines.push("id int PRIMARY KEY".to_owned());
    } else {
        lines.extend(keys.iter().map(|key| format!("{} int NOT NULL", quoted(key))));
    }
    if above.is_none() {
        lines.extend(ARTICLE_COLUMNS.iter().map(|(name, kind)| format!("{} {kind}", quoted(name))));
    }
    let own = placed.table.columns().filter(|column| !matches!(column.kind, Kind::Id(_)));
    // What follows a long text is slow to reach.
    let (long, short): (Vec<&Column>, Vec<&Column>) = own.partition(|column| LONG.contains(&column.name));
    lines.extend(
        short
            .into_iter()
            .chain(long)
            .map(|column: &Column| format!("{} {}", quoted(column.name), kind(column))),
    );
    if above.is_some() {
        lines.push(format!("PRIMARY KEY ({})", list(keys.iter().copied())));
        lines.push(match placed.above.len() {
            1 => "FOREIGN KEY (article) REFERENCES articles(id)".to_owned(),
            _ => format!("FOREIGN KEY (article, item) REFERENCES {}(article, n)", above.unwrap_or_default()),
        });
    }
    for column in placed.table.columns() {
        if let Kind::Ref(_, to) = column.kind {
            // An event can be the same as one that is told later.
            lines.push(format!(
                "FOREIGN KEY (article, {}) REFERENCES {to}(article, n) DEFERRABLE INITIALLY DEFERRED",
                quoted(column.name)
            ));
        }
    }
    let end = if above.is_some() && dialect == Dialect::Sqlite { ") WITHOUT ROWID" } else { ")" };
    let _ = writeln!(sql, "CREATE TABLE {} (\n  {}\n{end};", placed.table.name, lines.join(",\n  "));
}

fn kind(column: &Column) -> String {
    match column.kind {
        Kind::Int | Kind::Ref(..) | Kind::Id(_) => "int".to_owned(),
        Kind::Bool => format!("int CHECK ({} IN (0, 1))", quoted(column.name)),
        Kind::Real => "real".to_owned(),
        Kind::Text | Kind::OptionalText | Kind::Json | Kind::OptionalJson => "text".to_owned(),
        Kind::Shared(words) => format!("int REFERENCES {}(id)", words.table()),
        Kind::Hex => "bytes".to_owned(),
    }
}

/// The names of types in each database.
fn typed(dialect: Dialect, sql: &str) -> String {
    let names = match dialect {
        Dialect::Sqlite => {
            [(" int", " INTEGER"), (" real", " REAL"), (" text", " TEXT"), (" bytes", " BLOB")]
        }
        Dialect::Postgres => [
            (" int", " BIGINT"),
            (" real", " DOUBLE PRECISION"),
            (" text", " TEXT COLLATE \"C\""),
            (" bytes", " BYTEA"),
        ],
    };
    sql.lines()
        .map(|line| {
            let mut line = format!("{line} ");
            for (name, typed) in names {
                for end in [" ", ",", ")"] {
                    line = line.replace(&format!("{name}{end}"), &format!("{typed}{end}"));
                }
            }
            line.truncate(line.trim_end().len());
            line + "\n"
        })
        .collect()
}

/// The columns of `articles` that hold much.
const LONG: [&str; 3] = ["evidence", "warnings", "text"];

/// Tables that are not layers of the record.
const OWN: &str = "\
CREATE TABLE meta (key text PRIMARY KEY, value text NOT NULL);
CREATE TABLE stories (id int PRIMARY KEY, seed text NOT NULL, headline text, first_day text, last_day text, articles int NOT NULL, merged_into int REFERENCES stories(id));
";

const INDICES: &str = "\
CREATE TABLE pages (sha256 bytes PRIMARY KEY, hints text NOT NULL, content bytes NOT NULL);
CREATE TABLE story_log (n int PRIMARY KEY, article int NOT NULL REFERENCES articles(id), from_story int REFERENCES stories(id), to_story int NOT NULL REFERENCES stories(id), reason text NOT NULL);
CREATE TABLE copies (a int NOT NULL REFERENCES articles(id), b int NOT NULL REFERENCES articles(id), kind text NOT NULL, share_a real NOT NULL, share_b real NOT NULL, spans text NOT NULL, joins int NOT NULL, PRIMARY KEY (a, b));
CREATE TABLE event_index (\"type\" int NOT NULL, country int NOT NULL, status int NOT NULL, article int NOT NULL REFERENCES articles(id), PRIMARY KEY (\"type\", country, status, article))EVENT_INDEX;
CREATE TABLE alerts (id int PRIMARY KEY, name text NOT NULL UNIQUE, query text NOT NULL, delivery text NOT NULL);
CREATE TABLE alert_matches (n int PRIMARY KEY, alert int NOT NULL REFERENCES alerts(id), article int NOT NULL REFERENCES articles(id), delivered int NOT NULL);
CREATE INDEX alert_matches_alert ON alert_matches(alert, n);
CREATE INDEX alert_matches_open ON alert_matches(n) WHERE delivered = 0;
CREATE INDEX copies_b ON copies(b);
CREATE UNIQUE INDEX articles_key ON articles(key, revision);
CREATE INDEX articles_sha256 ON articles(source_sha256);
CREATE INDEX articles_day ON articles(day);
CREATE INDEX articles_section ON articles(section, day);
CREATE INDEX articles_old ON articles(id) WHERE latest = 0;
CREATE INDEX articles_publisher_name ON articles(publisher_name);
CREATE INDEX entities_country ON entities(country) WHERE country IS NOT NULL;
CREATE INDEX places_name ON places(name);
CREATE INDEX articles_publisher ON articles(publisher_domain, day);
CREATE INDEX articles_unjoined ON articles(day) WHERE joined = 0;
CREATE INDEX articles_copy_of ON articles(copy_of) WHERE copy_of IS NOT NULL;
CREATE INDEX story_log_to ON story_log(to_story);
CREATE INDEX story_log_from ON story_log(from_story) WHERE from_story IS NOT NULL;
CREATE INDEX stories_seed ON stories(seed);
CREATE INDEX articles_story ON articles(story, day);
CREATE INDEX names_folded ON names(folded);
CREATE INDEX entities_name ON entities(name);
CREATE INDEX aliases_name ON aliases(name);
CREATE INDEX places_geonames ON places(geonames) WHERE geonames IS NOT NULL;
CREATE INDEX actors_country ON actors(country) WHERE country IS NOT NULL;
CREATE INDEX recipients_country ON recipients(country) WHERE country IS NOT NULL;
";

/// Words of the articles for search. They point to the texts and hold none.
const SQLITE_WORDS: &str = "\
CREATE VIRTUAL TABLE words USING fts5(headline, body, captions, content='', tokenize=\"porter unicode61 remove_diacritics 2\");
";

/// The stemmer of FTS5, and no word is left out for being frequent.
const POSTGRES_WORDS: &str = "\
CREATE TEXT SEARCH DICTIONARY dateline_stem (TEMPLATE = snowball, Language = porter);
CREATE TEXT SEARCH CONFIGURATION dateline (COPY = pg_catalog.simple);
ALTER TEXT SEARCH CONFIGURATION dateline ALTER MAPPING FOR asciiword, word, numword WITH dateline_stem;
CREATE TABLE words (article int PRIMARY KEY REFERENCES articles(id), headline tsvector NOT NULL, body tsvector NOT NULL, captions tsvector NOT NULL, whole tsvector GENERATED ALWAYS AS (headline || body || captions) STORED);
CREATE INDEX words_whole ON words USING gin(whole);
";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_are_named_in_each_dialect() {
        let sqlite = create(Dialect::Sqlite);
        assert!(sqlite.contains("\"end\" INTEGER,\n") && sqlite.contains("source_sha256\" BLOB"), "{sqlite}");
        let postgres = create(Dialect::Postgres);
        assert!(postgres.contains("\"lat\" DOUBLE PRECISION,") && postgres.contains("id BIGINT PRIMARY KEY"));
        assert!(!postgres.contains(" int ") && !postgres.contains("WITHOUT ROWID"));
    }
}
