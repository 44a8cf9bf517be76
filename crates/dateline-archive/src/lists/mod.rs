//! Lists for reading: the newest articles, what was said, what happened.
mod counts;
mod happened;
mod said;
mod tally;
mod wire;

use std::collections::HashMap;

use crate::archive::Archive;
use crate::cell::Cell;
use crate::error::{Error, Result};
use crate::search::{Ids, Order, Paging};

pub use counts::{Outlet, Revision, Spot};
pub use happened::{Happened, Happenings, Party, Site};
pub use said::{Said, Sayings};
pub use tally::{Place, Tally};
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
    /// Where to go on, if there may be more.
    pub next: Option<String>,
    /// True if there are not as many as were asked for and older articles may have more: [`LOOKED_THROUGH`] were looked through.
    pub is_cut: bool,
}

/// Articles whose facts are looked through for one page at most: a filter that fits few of them is no reason to read all.
pub const LOOKED_THROUGH: usize = 20_000;
/// They are looked through in steps: most pages are full after the first.
const STEPS: [usize; 3] = [100, 900, 4_000];

/// Which facts of articles are wanted: the query for their numbers, article and fact, of the articles in parameter 1; and
/// its further parameters.
struct Wanted {
    sql: String,
    parameters: Vec<Cell>,
}

/// A fact by the number of its article and its own there.
type Fact = (i64, i64);

impl Archive {
    /// The facts that are wanted of the articles found, those of the newest first, from behind a cursor until there are
    /// enough; `make` makes them.
    ///
    /// A cursor is `DAY.ARTICLE.N`: behind fact `N` of that article.
    fn facts<T>(
        &mut self,
        found: &Ids,
        wanted: &Wanted,
        paging: &Paging,
        make: impl FnOnce(&mut Archive, &[Fact]) -> Result<HashMap<Fact, T>>,
    ) -> Result<Facts<(String, T)>> {
        let (after, behind) = match &paging.after {
            Some(text) => behind(text)?,
            None => (None, None),
        };
        let articles = Paging { order: Order::Newest, limit: LOOKED_THROUGH, after };
        let articles = self.by_day(found, &articles)?;
        let mut facts: Vec<(Fact, String)> = Vec::new();
        let mut rest = articles.as_slice();
        let mut steps = STEPS.iter();
        while !rest.is_empty() && facts.len() < paging.limit {
            let step = steps.next().copied().unwrap_or(LOOKED_THROUGH).min(rest.len());
            let (now, later) = rest.split_at(step);
            rest = later;
            let mut numbers = self.numbers_of(wanted, &now.iter().map(|(id, _)| *id).collect::<Vec<_>>())?;
            for (id, cursor) in now {
                let seen = behind.filter(|(article, _)| article == id).map_or(-1, |(_, n)| n);
                let own = numbers.remove(id).unwrap_or_default().into_iter().filter(|n| *n > seen);
                facts.extend(own.map(|n| ((*id, n), format!("{cursor}.{n}"))));
            }
        }
        // Behind the last fact that is shown, else behind all facts of the last article that was looked at.
        let is_full = facts.len() >= paging.limit;
        let is_cut = !is_full && articles.len() == LOOKED_THROUGH;
        let next = match is_full {
            true => facts.get(paging.limit.saturating_sub(1)).map(|(_, cursor)| cursor.clone()),
            false if is_cut => articles.last().map(|(_, cursor)| format!("{cursor}.{}", i32::MAX)),
            false => None,
        };
        facts.truncate(paging.limit);
        let mut made = make(self, &facts.iter().map(|(fact, _)| *fact).collect::<Vec<_>>())?;
        let items = facts.into_iter().filter_map(|(fact, cursor)| Some((cursor, made.remove(&fact)?)));
        Ok(Facts { items: items.collect(), next, is_cut })
    }

    /// The numbers of the wanted facts of articles, in their order.
    fn numbers_of(&mut self, wanted: &Wanted, articles: &[i64]) -> Result<HashMap<i64, Vec<i64>>> {
        let mut numbers: HashMap<i64, Vec<i64>> = HashMap::new();
        let mut parameters = vec![self.db.dialect().numbers(articles)];
        parameters.extend_from_slice(&wanted.parameters);
        self.db.each(&wanted.sql, &parameters, &mut |row| {
            if let (Some(article), Some(n)) = (row[0].int(), row[1].int()) {
                numbers.entry(article).or_default().push(n);
            }
            true
        })?;
        Ok(numbers)
    }

    /// Articles and their texts.
    fn briefs(&mut self, articles: &[i64]) -> Result<HashMap<i64, (Brief, Vec<char>)>> {
        let rows = self.of_all(articles, &[], |among| {
            format!(
                "SELECT id, headline, coalesce(publisher_name, publisher_domain), published, day, story, text FROM articles \
                 WHERE {}",
                among("id")
            )
        })?;
        let brief = |row: Vec<Cell>| {
            let brief = Brief {
                id: row[0].int()?,
                headline: text(&row[1]),
                publisher: text(&row[2]),
                published: text(&row[3]),
                day: text(&row[4]),
                story: row[5].int(),
            };
            Some((brief.id, (brief, row[6].text().unwrap_or("").chars().collect())))
        };
        Ok(rows.into_iter().filter_map(brief).collect())
    }

    /// The texts of articles.
    pub(crate) fn texts_of(&mut self, articles: &[i64]) -> Result<HashMap<i64, Vec<char>>> {
        let rows = self
            .of_all(articles, &[], |among| format!("SELECT id, text FROM articles WHERE {}", among("id")))?;
        let text = |row: &Vec<Cell>| Some((row[0].int()?, row[1].text().unwrap_or("").chars().collect()));
        Ok(rows.iter().filter_map(text).collect())
    }
}

/// The articles of facts, each once.
fn articles_of(facts: &[Fact]) -> Vec<i64> {
    let mut articles: Vec<i64> = facts.iter().map(|(article, _)| *article).collect();
    articles.sort_unstable();
    articles.dedup();
    articles
}

/// The condition that an entity has the folded name that a parameter holds, as its fullest or another.
fn is_named(article: &str, entity: &str, parameter: usize) -> String {
    let names = format!("(SELECT id FROM names WHERE folded = ?{parameter})");
    format!(
        "(EXISTS (SELECT 1 FROM entities AS ne WHERE ne.article = {article} AND ne.n = {entity} AND ne.name IN {names}) OR EXISTS \
         (SELECT 1 FROM aliases AS na WHERE na.article = {article} AND na.item = {entity} AND na.name IN {names}))"
    )
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
