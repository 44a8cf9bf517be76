//! Lists for reading: the newest articles, what was said, what happened.
mod counts;
mod happened;
mod said;
mod wire;

use crate::archive::Archive;
use crate::article::folded;
use crate::cell::Cell;
use crate::error::{Error, Result};
use crate::search::{Order, Paging, Query};

pub use counts::{Outlet, Revision, Spot};
pub use happened::{Happened, Happenings, Party, Site};
pub use said::{Said, Sayings};
pub use wire::{Wire, WireLine};

/// Some words of an article's text, in code points.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Excerpt {
    /// The first.
    pub start: i64,
    /// Behind the last.
    pub end: i64,
    /// The words.
    pub text: String,
}

/// The article that a fact is from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Brief {
    /// Its number.
    pub id: i64,
    /// Its headline.
    pub headline: Option<String>,
    /// Its publisher's name, else domain.
    pub publisher: Option<String>,
    /// When it was published, as exactly as known.
    pub published: Option<String>,
    /// The day of publication, else of retrieval.
    pub day: Option<String>,
    /// Its story.
    pub story: Option<i64>,
}

/// Facts of some articles.
#[derive(Clone, Debug, PartialEq)]
pub struct Facts<T> {
    /// The facts.
    pub items: Vec<T>,
    /// Where to go on, if there may be more: of a filter that fits few, a page can hold none and still lead to others.
    pub next: Option<String>,
}

/// Articles that are looked at for one page of facts at most: a filter that fits few of them is no reason to read all.
const LOOKED_AT: usize = 400;

impl Archive {
    /// Collects facts article by article, the newest first, from behind a cursor until there are enough.
    ///
    /// A cursor is `DAY.ARTICLE.N`: behind fact `N` of that article.
    fn facts<T>(
        &mut self,
        query: &Query,
        paging: &Paging,
        mut of: impl FnMut(&mut Archive, &Brief, &[char], &mut Vec<(i64, T)>) -> Result<()>,
    ) -> Result<Facts<(String, T)>> {
        let (after, behind) = match &paging.after {
            Some(text) => behind(text)?,
            None => (None, None),
        };
        let found = self.found(query)?;
        let articles = Paging { order: Order::Newest, limit: LOOKED_AT, after };
        let mut facts = Vec::new();
        let looked_at = self.by_day(&found, &articles)?;
        // Behind all facts of the last article that is looked at.
        let last = looked_at.last().filter(|_| looked_at.len() == LOOKED_AT);
        let mut next = last.map(|(_, cursor)| format!("{cursor}.{}", i32::MAX));
        for (id, cursor) in looked_at {
            let Some((brief, text)) = self.brief(id)? else { continue };
            let mut own = Vec::new();
            of(self, &brief, &text, &mut own)?;
            let seen = behind.filter(|(article, _)| *article == id).map_or(-1, |(_, n)| n);
            facts.extend(
                own.into_iter().filter(|(n, _)| *n > seen).map(|(n, fact)| (format!("{cursor}.{n}"), fact)),
            );
            if facts.len() >= paging.limit {
                break;
            }
        }
        if facts.len() >= paging.limit {
            facts.truncate(paging.limit);
            next = facts.last().map(|(cursor, _)| cursor.clone());
        }
        Ok(Facts { items: facts, next })
    }

    fn brief(&mut self, id: i64) -> Result<Option<(Brief, Vec<char>)>> {
        let sql = "SELECT headline, coalesce(publisher_name, publisher_domain), published, day, story, text FROM articles \
                   WHERE id = ?1";
        let Some(row) = self.db.rows(sql, &[Cell::Int(id)])?.pop() else { return Ok(None) };
        let brief = Brief {
            id,
            headline: text(&row[0]),
            publisher: text(&row[1]),
            published: text(&row[2]),
            day: text(&row[3]),
            story: row[4].int(),
        };
        Ok(Some((brief, row[5].text().unwrap_or("").chars().collect())))
    }

    /// The numbers of the entities of an article that have one of some names.
    fn entities_named(&mut self, article: i64, names: &[String]) -> Result<Vec<i64>> {
        let sql = "SELECT n FROM entities WHERE article = ?1 AND name IN (SELECT id FROM names WHERE folded = ?2) UNION SELECT \
                   item FROM aliases WHERE article = ?1 AND name IN (SELECT id FROM names WHERE folded = ?2)";
        let mut all = Vec::new();
        for name in names {
            let rows = self.db.rows(sql, &[Cell::Int(article), Cell::from(folded(name))])?;
            all.extend(rows.iter().filter_map(|row| row[0].int()));
        }
        Ok(all)
    }
}

/// Where the articles go on, so that the one of the cursor comes once more, and what was seen of it.
#[expect(clippy::type_complexity, reason = "two parts of one cursor")]
fn behind(cursor: &str) -> Result<(Option<String>, Option<(i64, i64)>)> {
    let parts: Option<Vec<i64>> = cursor.split('.').map(|part| part.parse().ok()).collect();
    match parts.as_deref() {
        Some([day, article, n]) if *day >= 0 && *article >= 0 && *article < i64::MAX => {
            Ok((Some(format!("{day}.{}", article + 1)), Some((*article, *n))))
        }
        _ => Err(Error::Query {
            query: cursor.to_owned(),
            why: "is no place to go on from; take the cursor of a fact".to_owned(),
        }),
    }
}

fn text(cell: &Cell) -> Option<String> {
    cell.text().map(str::to_owned)
}

/// The words of a span; none if it is no span of the text.
fn words(text: &[char], start: &Cell, end: &Cell) -> Option<Excerpt> {
    let (start, end) = (start.int()?, end.int()?);
    let text = text.get(usize::try_from(start).ok()?..usize::try_from(end).ok()?)?;
    Some(Excerpt { start, end, text: text.iter().collect() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cursors_go_on_within_an_article() {
        assert_eq!(behind("20240305.7.2").unwrap(), (Some("20240305.8".to_owned()), Some((7, 2))));
        for wrong in ["", "1.2", "1.2.x", "a.b.c", "1.2.3.4", "1.9223372036854775807.1", "-1.2.3"] {
            assert!(behind(wrong).is_err(), "{wrong}");
        }
    }
}
