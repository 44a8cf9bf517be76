//! Whether an archive is whole.
use serde_json::Value;
use sha2::{Digest as _, Sha256};

use crate::archive::Archive;
use crate::article::Derived;
use crate::cell::Cell;
use crate::error::Result;
use crate::rows;
use crate::schema::Dialect;

/// Something in an archive that should not be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// What it is about: "article 7", "story 12".
    pub about: String,
    /// What is wrong.
    pub what: String,
}

/// Articles that are looked at together.
const CHUNK: i64 = 200;

/// Queries that find nothing in an archive that is whole: what the first column is of, and what is wrong with it.
const RULES: [(&str, &str, &str); 10] = [
    (
        "article",
        "its events cannot be searched",
        "SELECT DISTINCT v.article FROM events AS v WHERE NOT EXISTS (SELECT 1 FROM event_index AS i WHERE i.\"type\" = v.\"type\" \
         AND i.country = 0 AND i.status = v.status AND i.article = v.article)",
    ),
    (
        "article",
        "it is not the only last revision of its page",
        "SELECT a.id FROM articles AS a WHERE a.latest = 1 AND EXISTS (SELECT 1 FROM articles AS b WHERE b.key = a.key AND \
         b.revision > a.revision)",
    ),
    (
        "article",
        "its page has no last revision",
        "SELECT min(id) FROM articles GROUP BY key HAVING sum(latest) <> 1",
    ),
    (
        "article",
        "it is joined and in no story",
        "SELECT id FROM articles WHERE joined = 1 AND latest = 1 AND story IS NULL",
    ),
    (
        "article",
        "its story has become part of another",
        "SELECT a.id FROM articles AS a JOIN stories AS s ON s.id = a.story WHERE a.latest = 1 AND s.merged_into IS NOT NULL",
    ),
    (
        "story",
        "its number of articles is wrong",
        "SELECT s.id FROM stories AS s WHERE s.articles <> (SELECT count(*) FROM articles AS a WHERE a.story = s.id AND \
         a.latest = 1)",
    ),
    (
        "story",
        "it is empty and leads nowhere, though its articles are elsewhere",
        "SELECT s.id FROM stories AS s WHERE s.articles = 0 AND s.merged_into IS NULL AND NOT EXISTS (SELECT 1 FROM story_log \
         AS l WHERE l.from_story = s.id)",
    ),
    (
        "article",
        "the article with the same text is a copy itself",
        "SELECT a.id FROM articles AS a JOIN articles AS b ON b.id = a.copy_of WHERE b.copy_of IS NULL OR b.copy_of <> b.id",
    ),
    (
        "article",
        "an entity has no mention",
        "SELECT DISTINCT e.article FROM entities AS e WHERE NOT EXISTS (SELECT 1 FROM mentions AS m WHERE m.article = e.article \
         AND m.item = e.n)",
    ),
    (
        "article",
        "a span does not lie in its text",
        "SELECT DISTINCT a.id FROM articles AS a JOIN zones AS z ON z.article = a.id WHERE z.\"end\" > length(a.text) OR \
         z.\"start\" > z.\"end\"",
    ),
];

impl Archive {
    /// Looks for anything in the archive that should not be, and shows what there is.
    ///
    /// # Errors
    ///
    /// If the archive cannot be read at all.
    pub fn check(&mut self, seen: &mut dyn FnMut(Problem)) -> Result<()> {
        let mut tell = |about: String, what: &str| seen(Problem { about, what: what.to_owned() });
        if self.db.dialect() == Dialect::Sqlite {
            for row in self.db.rows("PRAGMA integrity_check(100)", &[])? {
                if let Some(what) = row[0].text().filter(|text| *text != "ok") {
                    tell("the file".to_owned(), what);
                }
            }
            for row in self.db.rows("PRAGMA foreign_key_check", &[])? {
                let (from, to) = (row[0].text().unwrap_or(""), row[2].text().unwrap_or(""));
                tell(format!("table {from}"), &format!("a row refers to one of {to} that is not there"));
            }
        }
        for (what, problem, sql) in RULES {
            for row in self.db.rows(sql, &[])? {
                tell(format!("{what} {}", row[0].int().unwrap_or(0)), problem);
            }
        }
        let words = match self.db.dialect() {
            Dialect::Sqlite => "SELECT id FROM articles WHERE id NOT IN (SELECT id FROM words_docsize)",
            Dialect::Postgres => "SELECT id FROM articles WHERE id NOT IN (SELECT article FROM words)",
        };
        for row in self.db.rows(words, &[])? {
            tell(format!("article {}", row[0].int().unwrap_or(0)), "its words cannot be searched");
        }
        let last = self.db.one("SELECT max(id) FROM articles", &[])?.and_then(|last| last.int()).unwrap_or(0);
        for first in (1..=last).step_by(CHUNK as usize) {
            for (id, record) in self.records(first, first + CHUNK - 1)? {
                if let Some(what) = self.wrong(id, &record)? {
                    tell(format!("article {id}"), what);
                }
            }
        }
        let mut pages = Vec::new();
        self.db.each("SELECT sha256, content FROM pages", &[], &mut |row| {
            let (Some(sha256), Some(content)) = (row[0].blob(), row[1].blob()) else { return true };
            if unpacked(content).is_none_or(|bytes| Sha256::digest(&bytes)[..] != *sha256) {
                pages.push(rows::to_hex(sha256));
            }
            true
        })?;
        pages.into_iter().for_each(|page| tell(format!("page {page}"), "its bytes are not those that came"));
        Ok(())
    }

    fn wrong(&mut self, id: i64, record: &Value) -> Result<Option<&'static str>> {
        if rows::apart(record).is_err() {
            return Ok(Some("its record cannot be put together"));
        }
        let sql = "SELECT content, day FROM articles WHERE id = ?1";
        let Some(row) = self.db.rows(sql, &[Cell::Int(id)])?.pop() else { return Ok(None) };
        let derived = Derived::of(record);
        let same = row[0].blob() == Some(&derived.content) && row[1].text() == derived.day.as_deref();
        Ok((!same).then_some("its fingerprint or day is not that of its record"))
    }
}

/// A stored page.
pub(crate) fn unpacked(content: &[u8]) -> Option<Vec<u8>> {
    zstd::stream::decode_all(content).ok()
}
