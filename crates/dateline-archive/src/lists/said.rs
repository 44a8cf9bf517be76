//! Who said what, across articles.
use serde_json::{Value, json};

use super::{Brief, Excerpt, Facts, text, words};
use crate::archive::Archive;
use crate::cell::Cell;
use crate::error::Result;
use crate::search::{Paging, Query};

/// Which statements: those of articles that the search finds, by those whom it names as `said-by`.
#[derive(Clone, Debug, Default)]
pub struct Sayings {
    /// The search.
    pub query: Query,
    /// How the speaker stands to it: asserted, denied, promised, asked, speculated.
    pub attitude: Option<String>,
    /// Only statements in which somebody is named.
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
        query.filters.who.extend(of.about.clone());
        let about: Vec<String> = of.about.iter().cloned().collect();
        let by = query.filters.said_by.clone();
        let said = self.facts(&query, paging, |archive, brief, text, said| {
            let speakers = if by.is_empty() { None } else { Some(archive.entities_named(brief.id, &by)?) };
            let named = if about.is_empty() { None } else { Some(archive.named(brief.id, &about)?) };
            for (speaker, statement) in archive.said_in(brief, text)? {
                let is_theirs = speakers.as_ref().is_none_or(|all| speaker.is_some_and(|n| all.contains(&n)));
                let is_so =
                    of.attitude.as_ref().is_none_or(|wanted| statement.attitude.as_ref() == Some(wanted));
                let is_in = |(start, end): &(i64, i64)| {
                    statement.content.iter().any(|words| words.start <= *start && *end <= words.end)
                };
                let is_about = named.as_ref().is_none_or(|all| all.iter().any(is_in));
                if is_theirs && is_so && is_about {
                    said.push((statement.n, statement));
                }
            }
            Ok(())
        })?;
        let items = said.items.into_iter().map(|(cursor, said)| Said { cursor, ..said }).collect();
        Ok(Facts { items, next: said.next })
    }

    /// Where an article names somebody.
    fn named(&mut self, article: i64, names: &[String]) -> Result<Vec<(i64, i64)>> {
        let mut all = Vec::new();
        for entity in self.entities_named(article, names)? {
            let sql = "SELECT \"start\", \"end\" FROM mentions WHERE article = ?1 AND item = ?2";
            let rows = self.db.rows(sql, &[Cell::Int(article), Cell::Int(entity)])?;
            all.extend(rows.iter().filter_map(|row| Some((row[0].int()?, row[1].int()?))));
        }
        Ok(all)
    }

    fn said_in(&mut self, brief: &Brief, of: &[char]) -> Result<Vec<(Option<i64>, Said)>> {
        let name = |column: &str| {
            format!(
                "(SELECT w.name FROM entities AS e JOIN names AS w ON w.id = e.name WHERE e.article = s.article AND e.n = s.{column})"
            )
        };
        let kind = |column: &str| format!("(SELECT name FROM kinds WHERE id = s.{column})");
        let sql = format!(
            "SELECT s.n, {}, {}, s.speaker_entity, {}, (SELECT e.role FROM entities AS e WHERE e.article = s.article AND e.n = \
             s.speaker_entity), s.speaker_start, s.speaker_end, s.cue_start, s.cue_end, (SELECT t.value FROM times AS t WHERE \
             t.article = s.article AND t.n = s.said_on), {}, s.anonymous FROM statements AS s WHERE s.article = ?1 ORDER BY s.n",
            kind("kind"),
            kind("attitude"),
            name("speaker_entity"),
            name("citing_entity"),
        );
        let content = "SELECT item, \"start\", \"end\" FROM content WHERE article = ?1 ORDER BY item, n";
        let content = self.db.rows(content, &[Cell::Int(brief.id)])?;
        let rows = self.db.rows(&sql, &[Cell::Int(brief.id)])?;
        let said = rows.into_iter().map(|row| {
            let said = content.iter().filter(|part| part[0] == row[0]);
            let statement = Said {
                article: brief.clone(),
                n: row[0].int().unwrap_or(0),
                kind: text(&row[1]),
                attitude: text(&row[2]),
                speaker: text(&row[4]),
                role: text(&row[5]),
                speaker_words: words(of, &row[6], &row[7]),
                cue: words(of, &row[8], &row[9]),
                content: said.filter_map(|part| words(of, &part[1], &part[2])).collect(),
                said_on: text(&row[10]),
                citing: text(&row[11]),
                anonymous: row[12].int() == Some(1),
                cursor: String::new(),
            };
            (row[3].int(), statement)
        });
        Ok(said.collect())
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
