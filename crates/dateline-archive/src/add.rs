//! Records into the archive.
use std::collections::HashSet;

use serde_json::Value;

use crate::archive::Archive;
use crate::article::{Derived, Texts, folded};
use crate::cell::Cell;
use crate::error::{Error, Result};
use crate::layers::{ARTICLES, Kind, Placed, tables};
use crate::rows::{self, Rows};
use crate::schema::{Dialect, article_columns, column_names, quoted};

/// A page that was read.
#[derive(Clone, Debug)]
pub struct Incoming {
    /// Its record.
    pub record: Value,
    /// The page itself, to be read again by later versions.
    pub page: Option<StoredPage>,
}

/// A page as it came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredPage {
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// What was known about it from outside.
    pub hints: Value,
}

/// The last revision of an article.
struct Before {
    id: i64,
    revision: i64,
    content: Cell,
    story: Cell,
}

/// What became of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Added {
    /// It is a new article with this number.
    New(i64),
    /// It is a new revision, with a number of its own, of an article that is kept too.
    Revision(i64),
    /// It says what the article with this number says.
    Known(i64),
}

impl Archive {
    /// The article that is kept of exactly these bytes from this place, so that a page need not be read again.
    ///
    /// # Errors
    ///
    /// If the archive cannot be read.
    pub fn knows(&mut self, sha256: &[u8], uri: Option<&str>) -> Result<Option<i64>> {
        let sql =
            "SELECT id FROM articles WHERE source_sha256 = ?1 AND (source_uri = ?2 OR url IS NULL) LIMIT 1";
        let found = self.db.one(sql, &[Cell::Blob(sha256.to_vec()), Cell::from(uri)])?;
        Ok(found.and_then(|id| id.int()))
    }

    /// Adds pages, all of them or, after an error, none. When this returns they are on the disk.
    ///
    /// # Errors
    ///
    /// If the archive cannot be written, or a record is not of the expected shape.
    pub fn add(&mut self, pages: &[Incoming]) -> Result<Vec<Added>> {
        self.transaction(|archive| {
            let last = archive.db.one("SELECT max(id) FROM articles", &[])?;
            let mut next = last.and_then(|last| last.int()).unwrap_or(0) + 1;
            let mut added = Vec::new();
            let mut kept = HashSet::new();
            let mut fresh = Vec::new();
            for page in pages {
                let outcome = archive.add_one(next, page, &mut kept)?;
                if !matches!(outcome, Added::Known(_)) {
                    fresh.push((next, &page.record));
                    next += 1;
                }
                added.push(outcome);
            }
            archive.alert(&fresh)?;
            Ok(added)
        })
    }

    /// Adds records that were made elsewhere.
    ///
    /// # Errors
    ///
    /// As [`add`](Archive::add), and for records with fields that would be lost.
    pub fn import(&mut self, records: &[Value]) -> Result<Vec<Added>> {
        for record in records {
            let mut rows = rows::apart(record)?;
            let article = rows.remove(ARTICLES.name).and_then(|mut rows| rows.pop()).unwrap_or_default();
            let again = rows::together(&article, &rows, rows::missing_layers(record).as_deref());
            if let Some(field) = difference(record, &again, "") {
                return Err(Error::Record { field, why: "this version does not know" });
            }
        }
        let pages: Vec<Incoming> =
            records.iter().map(|record| Incoming { record: record.clone(), page: None }).collect();
        self.add(&pages)
    }

    fn add_one(&mut self, id: i64, page: &Incoming, kept: &mut HashSet<Vec<u8>>) -> Result<Added> {
        let record = &page.record;
        let derived = Derived::of(record);
        let before = self.last_revision(&derived.key)?;
        match &before {
            Some(before) if before.content.blob() == Some(&derived.content) => {
                return Ok(Added::Known(before.id));
            }
            None if record["article"]["url"].is_null() => {
                let sha256 = rows::from_hex(record["source"]["sha256"].as_str().unwrap_or(""));
                if let Some(same) = self.knows(&sha256.unwrap_or_default(), None)? {
                    return Ok(Added::Known(same));
                }
            }
            _ => {}
        }
        if let Some(before) = &before {
            self.db
                .run("UPDATE articles SET latest = 0, joined = 1 WHERE id = ?1", &[Cell::Int(before.id)])?;
        }
        let (revision, story) =
            before.as_ref().map_or((1, Cell::Null), |before| (before.revision + 1, before.story.clone()));
        self.write(id, revision, story, record, derived)?;
        if let Some(page) = &page.page {
            self.keep_page(record, page, kept)?;
        }
        Ok(if before.is_some() { Added::Revision(id) } else { Added::New(id) })
    }

    fn last_revision(&mut self, key: &str) -> Result<Option<Before>> {
        let sql =
            "SELECT id, revision, content, story FROM articles WHERE key = ?1 ORDER BY revision DESC LIMIT 1";
        let row = self.db.rows(sql, &[Cell::from(key)])?.pop();
        Ok(row.map(|mut row| Before {
            story: row.pop().unwrap_or(Cell::Null),
            content: row.pop().unwrap_or(Cell::Null),
            revision: row[1].int().unwrap_or(0),
            id: row[0].int().unwrap_or(0),
        }))
    }

    /// Writes the rows of a record.
    pub(crate) fn write(
        &mut self,
        id: i64,
        revision: i64,
        story: Cell,
        record: &Value,
        derived: Derived,
    ) -> Result<()> {
        let mut rows = rows::apart(record)?;
        let articles = tables().swap_remove(0);
        let mut columns = column_names(&articles);
        columns.extend(article_columns());
        let mut row = self.article(id, &articles, &mut rows)?;
        row.extend([
            Cell::from(derived.key.as_str()),
            Cell::Int(revision),
            Cell::from(true),
            Cell::Blob(derived.content.clone()),
            Cell::from(derived.day.clone()),
            story,
            Cell::from(false),
            Cell::Null,
            Cell::from(rows::missing_layers(record)),
        ]);
        self.db.insert(ARTICLES.name, &columns, &[row])?;
        self.write_lists(id, record, rows)
    }

    /// Writes a record in the place of another whose lists are gone.
    pub(crate) fn write_again(&mut self, id: i64, record: &Value, derived: &Derived) -> Result<()> {
        let mut rows = rows::apart(record)?;
        let articles = tables().swap_remove(0);
        let mut row = self.article(id, &articles, &mut rows)?;
        let own =
            [("content", Cell::Blob(derived.content.clone())), ("day", Cell::from(derived.day.clone()))];
        let more =
            [("layers", Cell::from(rows::missing_layers(record))), ("key", Cell::from(derived.key.as_str()))];
        let (names, cells): (Vec<&str>, Vec<Cell>) = own.into_iter().chain(more).unzip();
        row.extend(cells);
        let columns = column_names(&articles).into_iter().chain(names);
        let set: Vec<String> =
            columns.zip(1..).skip(1).map(|(name, place)| format!("{} = ?{place}", quoted(name))).collect();
        let sql = format!("UPDATE articles SET {}, joined = 0 WHERE id = ?1 AND latest = 1", set.join(", "));
        if self.db.run(&sql, &row)? == 0 {
            // A former revision is in no story any more that could change.
            self.db.run(&format!("UPDATE articles SET {} WHERE id = ?1", set.join(", ")), &row)?;
        }
        self.write_lists(id, record, rows)
    }

    /// The number and the cells of an article's row, its words shared.
    fn article(&mut self, id: i64, articles: &Placed, rows: &mut Rows) -> Result<Vec<Cell>> {
        let mut article = rows.remove(ARTICLES.name).unwrap_or_default();
        self.share_words(articles, &mut article)?;
        Ok(std::iter::once(Cell::Int(id)).chain(article.pop().unwrap_or_default()).collect())
    }

    fn write_lists(&mut self, id: i64, record: &Value, mut rows: Rows) -> Result<()> {
        for placed in tables() {
            let Some(mut rows) = rows.remove(placed.table.name) else { continue };
            self.share_words(&placed, &mut rows)?;
            rows.iter_mut().for_each(|row| row.insert(0, Cell::Int(id)));
            self.db.insert(placed.table.name, &column_names(&placed), &rows)?;
        }
        self.index_events(id)?;
        self.write_words(id, &Texts::of(record))
    }

    /// Files the events of an article by type, country of those who take part (0 for any) and status.
    fn index_events(&mut self, id: i64) -> Result<()> {
        let sql = "INSERT INTO event_index (\"type\", country, status, article) \
                   SELECT v.\"type\", 0, v.status, v.article FROM events AS v WHERE v.article = ?1 UNION \
                   SELECT v.\"type\", p.country, v.status, v.article FROM events AS v JOIN actors AS p ON p.article = v.article \
                   AND p.item = v.n WHERE v.article = ?1 AND p.country IS NOT NULL UNION \
                   SELECT v.\"type\", p.country, v.status, v.article FROM events AS v JOIN recipients AS p ON p.article = v.article \
                   AND p.item = v.n WHERE v.article = ?1 AND p.country IS NOT NULL";
        self.db.run(sql, &[Cell::Int(id)]).map(drop)
    }

    /// Puts numbers in the place of words that are kept once.
    fn share_words(&mut self, placed: &Placed, rows: &mut [Vec<Cell>]) -> Result<()> {
        let keys = placed.keys().len() - 1;
        let columns = placed.table.columns().filter(|column| !matches!(column.kind, Kind::Id(_)));
        for (place, column) in columns.enumerate() {
            let Kind::Shared(words) = column.kind else { continue };
            for row in rows.iter_mut() {
                if let Cell::Text(word) = &row[keys + place] {
                    row[keys + place] = Cell::Int(self.word(words, word)?);
                }
            }
        }
        Ok(())
    }

    fn write_words(&mut self, id: i64, texts: &Texts) -> Result<()> {
        let sql = match self.db.dialect() {
            Dialect::Sqlite => "INSERT INTO words (rowid, headline, body, captions) VALUES (?1, ?2, ?3, ?4)",
            Dialect::Postgres => {
                "INSERT INTO words (article, headline, body, captions) VALUES (?1, to_tsvector('dateline', ?2), \
                 to_tsvector('dateline', ?3), to_tsvector('dateline', ?4))"
            }
        };
        // FTS5 takes away accents and signs by itself.
        let is_folded = self.db.dialect() == Dialect::Postgres;
        let part = |text: &str| Cell::from(if is_folded { folded(text) } else { text.to_owned() });
        let cells = [Cell::Int(id), part(&texts.headline), part(&texts.body), part(&texts.captions)];
        self.db.run(sql, &cells).map(drop)
    }

    fn keep_page(&mut self, record: &Value, page: &StoredPage, kept: &mut HashSet<Vec<u8>>) -> Result<()> {
        let sha256 = record["source"]["sha256"].as_str().and_then(rows::from_hex).unwrap_or_default();
        let known = self.db.one("SELECT 1 FROM pages WHERE sha256 = ?1", &[Cell::Blob(sha256.clone())])?;
        if known.is_some() || !kept.insert(sha256.clone()) {
            return Ok(());
        }
        // Level 3 is zstd's own choice: higher ones take longer than reading the page.
        let content = zstd::bulk::compress(&page.bytes, 3).map_err(|error| Error::Database {
            name: self.name.clone(),
            why: format!("cannot compress a page: {error}"),
            hint: "",
            is_of_row: true,
        })?;
        let row = vec![Cell::Blob(sha256), Cell::from(page.hints.to_string()), Cell::Blob(content)];
        self.db.insert("pages", &["sha256", "hints", "content"], &[row])
    }
}

/// The first field of a record that is not in the other, or differs there.
fn difference(record: &Value, other: &Value, path: &str) -> Option<String> {
    match (record, other) {
        (Value::Object(fields), Value::Object(others)) => fields.iter().find_map(|(name, value)| {
            let path = format!("{path}/{name}");
            match others.get(name) {
                Some(other) => difference(value, other, &path),
                None => Some(path),
            }
        }),
        (Value::Array(items), Value::Array(others)) if items.len() == others.len() => items
            .iter()
            .zip(others)
            .enumerate()
            .find_map(|(i, (item, other))| difference(item, other, &format!("{path}/{i}"))),
        _ => (record != other).then(|| path.to_owned()),
    }
}
