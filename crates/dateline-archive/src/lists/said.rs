//! Who said what, across articles.
use std::collections::{HashMap, HashSet};

use serde_json::{Value, json};

use super::{Brief, Excerpt, Fact, Facts, Wanted, articles_of, is_named, text, words};
use crate::archive::Archive;
use crate::article::folded;
use crate::cell::Cell;
use crate::error::Result;
use crate::search::{Paging, Query, kind};

/// Which statements: those of articles that the search finds, by those whom it names as `said-by`.
#[derive(Clone, Debug, Default)]
pub struct Sayings {
    /// The search.
    pub query: Query,
    /// How the speaker stands to it: asserted, denied, promised, asked, speculated.
    pub attitude: Option<String>,
    /// Only statements in which somebody is named, without their own unless these are asked for.
    pub about: Option<String>,
}

/// A statement of an article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// The article.
    pub article: Brief,
    /// Its number there: 2 is `s2`.
    pub n: i64,
    /// Direct, indirect or mixed.
    pub kind: Option<String>,
    /// How the speaker stands to it.
    pub attitude: Option<String>,
    /// The speaker's name, if known.
    pub speaker: Option<String>,
    /// The speaker's role.
    pub role: Option<String>,
    /// The words that name the speaker.
    pub speaker_words: Option<Excerpt>,
    /// The words that say that something was said.
    pub cue: Option<Excerpt>,
    /// What was said.
    pub content: Vec<Excerpt>,
    /// The day on which it was said.
    pub said_on: Option<String>,
    /// Whose word the report rests on.
    pub citing: Option<String>,
    /// True if the speaker is not to be named.
    pub anonymous: bool,
    /// Where to go on.
    pub cursor: String,
}

impl Archive {
    /// Statements, those of the newest articles first.
    ///
    /// # Errors
    ///
    /// If the archive cannot be read, or the cursor is none.
    pub fn sayings(&mut self, of: &Sayings, paging: &Paging) -> Result<Facts<Said>> {
        let mut query = of.query.clone();
        // Whether somebody named in an article speaks is looked at as far as the page goes, not for the whole archive.
        let by = std::mem::take(&mut query.filters.said_by);
        query.filters.who.extend(of.about.iter().chain(&by).cloned());
        let found = self.found(&query)?;
        let wanted = self.wanted_statements(of, &by);
        let said = self.facts(&found, &wanted, paging, Archive::said)?;
        let items = said.items.into_iter().map(|(cursor, said)| Said { cursor, ..said }).collect();
        Ok(Facts { items, next: said.next, is_cut: said.is_cut })
    }

    /// The query for the numbers of such statements, of the articles in parameter 1.
    fn wanted_statements(&self, of: &Sayings, by: &[String]) -> Wanted {
        let mut sql = format!(
            "SELECT s.article, s.n FROM statements AS s WHERE {}",
            self.db.dialect().among("s.article", 1)
        );
        let mut parameters = Vec::new();
        let mut place = |value: String| {
            parameters.push(Cell::from(value));
            parameters.len() + 1
        };
        if let Some(attitude) = &of.attitude {
            sql += &format!(" AND s.attitude = {}", kind(place(attitude.clone())));
        }
        if !by.is_empty() {
            let is = by.iter().map(|name| is_named("s.article", "s.speaker_entity", place(folded(name))));
            sql += &format!(" AND ({})", is.collect::<Vec<_>>().join(" OR "));
        }
        if let Some(about) = &of.about {
            sql += &format!(
                " AND EXISTS (SELECT 1 FROM content AS c JOIN mentions AS m ON m.article = c.article AND m.\"start\" >= c.\"start\" AND \
                 m.\"end\" <= c.\"end\" WHERE c.article = s.article AND c.item = s.n AND {})",
                is_named("m.article", "m.item", place(folded(about)))
            );
            if by.is_empty() {
                // Nobody named as the speaker is somebody else too.
                let own = is_named("s.article", "s.speaker_entity", place(folded(about)));
                sql += &format!(" AND (s.speaker_entity IS NULL OR NOT {own})");
            }
        }
        Wanted { sql: format!("{sql} ORDER BY s.article, s.n"), parameters }
    }

    /// Statements by their numbers.
    fn said(&mut self, facts: &[Fact]) -> Result<HashMap<Fact, Said>> {
        let articles = articles_of(facts);
        let briefs = self.briefs(&articles)?;
        let name = |column: &str| {
            format!(
                "(SELECT w.name FROM entities AS e JOIN names AS w ON w.id = e.name WHERE e.article = s.article AND e.n = s.{column})"
            )
        };
        let kind = |column: &str| format!("(SELECT name FROM kinds WHERE id = s.{column})");
        let rows = self.of_all(&articles, &[], |among| {
            format!(
                "SELECT s.article, s.n, {}, {}, {}, (SELECT e.role FROM entities AS e WHERE e.article = s.article AND e.n = \
                 s.speaker_entity), s.speaker_start, s.speaker_end, s.cue_start, s.cue_end, (SELECT t.value FROM times AS t WHERE \
                 t.article = s.article AND t.n = s.said_on), {}, s.anonymous FROM statements AS s WHERE {}",
                kind("kind"),
                kind("attitude"),
                name("speaker_entity"),
                name("citing_entity"),
                among("s.article")
            )
        })?;
        let mut content: HashMap<Fact, Vec<Excerpt>> = HashMap::new();
        for row in self.of_all(&articles, &[], |among| {
            format!(
                "SELECT article, item, \"start\", \"end\" FROM content WHERE {} ORDER BY article, item, n",
                among("article")
            )
        })? {
            let (Some(article), Some(item)) = (row[0].int(), row[1].int()) else { continue };
            let words = briefs.get(&article).and_then(|(_, text)| words(text, &row[2], &row[3]));
            content.entry((article, item)).or_default().extend(words);
        }
        let wanted: HashSet<Fact> = facts.iter().copied().collect();
        let statement = |row: Vec<Cell>| {
            let fact = (row[0].int()?, row[1].int()?);
            let (brief, of) = briefs.get(&fact.0).filter(|_| wanted.contains(&fact))?;
            let said = Said {
                article: brief.clone(),
                n: fact.1,
                kind: text(&row[2]),
                attitude: text(&row[3]),
                speaker: text(&row[4]),
                role: text(&row[5]),
                speaker_words: words(of, &row[6], &row[7]),
                cue: words(of, &row[8], &row[9]),
                content: content.remove(&fact).unwrap_or_default(),
                said_on: text(&row[10]),
                citing: text(&row[11]),
                anonymous: row[12].int() == Some(1),
                cursor: String::new(),
            };
            Some((fact, said))
        };
        Ok(rows.into_iter().filter_map(statement).collect())
    }
}

impl Excerpt {
    /// As JSON.
    pub fn json(&self) -> Value {
        json!({"start": self.start, "end": self.end, "text": self.text})
    }
}

impl Brief {
    /// As JSON.
    pub fn json(&self) -> Value {
        json!({
            "id": self.id, "headline": self.headline, "publisher": self.publisher, "published": self.published, "day": self.day,
            "story": self.story,
        })
    }
}

impl Said {
    /// As JSON.
    pub fn json(&self) -> Value {
        let content: Vec<Value> = self.content.iter().map(Excerpt::json).collect();
        json!({
            "id": format!("s{}", self.n), "article": self.article.json(), "kind": self.kind, "attitude": self.attitude,
            "speaker": {"name": self.speaker, "role": self.role, "words": self.speaker_words.as_ref().map(Excerpt::json)},
            "cue": self.cue.as_ref().map(Excerpt::json), "content": content, "said_on": self.said_on, "citing": self.citing,
            "anonymous": self.anonymous, "cursor": self.cursor,
        })
    }
}
