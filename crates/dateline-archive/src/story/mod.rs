//! Stories: their articles, how many sources they have, and what happened day by day.
mod sources;
mod timeline;
mod who;

use serde_json::{Value, json};

use crate::archive::Archive;
use crate::cell::Cell;
use crate::error::{Error, Result};

pub use sources::{Fold, Folded, Sources};
pub use timeline::{Bounds, Claim, Day, Reported, Voice};
pub use who::{Role, Who};

/// A story in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoryLine {
    /// Its number.
    pub id: i64,
    /// The headline of its first article.
    pub headline: Option<String>,
    /// The first day of an article.
    pub first_day: Option<String>,
    /// The last day of an article.
    pub last_day: Option<String>,
    /// How many articles.
    pub articles: u64,
    /// How many outlets.
    pub outlets: u64,
}

/// An article of a story.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// Its number.
    pub id: i64,
    /// Its address, else where it was read from.
    pub key: String,
    /// Its headline.
    pub headline: Option<String>,
    /// Its publisher's name, else domain.
    pub publisher: Option<String>,
    /// When it was published, as exactly as known.
    pub published: Option<String>,
    /// The day of publication, else of retrieval.
    pub day: Option<String>,
    /// The agency that its dateline credits.
    pub agency: Option<String>,
    /// The earliest article with the same text, which can be itself.
    pub copy_of: Option<i64>,
}

/// Articles with the same text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CopyGroup {
    /// The earliest.
    pub first: i64,
    /// The agency that most of them credit.
    pub agency: Option<String>,
    /// All of them.
    pub articles: Vec<i64>,
}

/// A story.
#[derive(Clone, Debug)]
pub struct Story {
    /// Its number.
    pub id: i64,
    /// The number that was asked for, if that story has become part of this one.
    pub asked: Option<i64>,
    /// Its articles, the earliest first.
    pub articles: Vec<Member>,
    /// Those with the same text.
    pub copies: Vec<CopyGroup>,
    /// How many of them are independent.
    pub sources: Sources,
    /// What became of the story: when articles came to it and went.
    pub log: Vec<Value>,
}

impl StoryLine {
    /// As JSON.
    pub fn json(&self) -> Value {
        json!({
            "id": self.id, "headline": self.headline, "first_day": self.first_day, "last_day": self.last_day,
            "articles": self.articles, "outlets": self.outlets,
        })
    }
}

impl Archive {
    /// The stories with articles in a span of days, those with most articles first.
    ///
    /// # Errors
    ///
    /// If the archive cannot be read.
    pub fn stories(&mut self, from: Option<&str>, to: Option<&str>, limit: usize) -> Result<Vec<StoryLine>> {
        // Outlets are counted for the stories that are listed alone.
        let order = "s.articles DESC, s.last_day DESC NULLS LAST, s.id";
        let sql = format!(
            "SELECT s.id, s.headline, s.first_day, s.last_day, s.articles, (SELECT count(DISTINCT coalesce(a.publisher_domain, \
             a.publisher_name, a.key)) FROM articles AS a WHERE a.story = s.id AND a.latest = 1) FROM (SELECT * FROM stories AS s \
             WHERE s.articles > 0 AND coalesce(s.last_day, '') >= ?1 AND coalesce(s.first_day, '') <= ?2 ORDER BY {order} LIMIT \
             ?3) AS s ORDER BY {order}"
        );
        let to =
            to.map_or("9".to_owned(), |to| if to.len() == 10 { to.to_owned() } else { format!("{to}-99") });
        let parameters = [Cell::from(from.unwrap_or("")), Cell::from(to), Cell::Int(limit as i64)];
        let text = |cell: &Cell| cell.text().map(str::to_owned);
        let line = |row: &Vec<Cell>| StoryLine {
            id: row[0].int().unwrap_or(0),
            headline: text(&row[1]),
            first_day: text(&row[2]),
            last_day: text(&row[3]),
            articles: row[4].int().unwrap_or(0) as u64,
            outlets: row[5].int().unwrap_or(0) as u64,
        };
        Ok(self.db.rows(&sql, &parameters)?.iter().map(line).collect())
    }

    /// A story, or the one that it has become part of.
    ///
    /// # Errors
    ///
    /// If there is none of this number.
    pub fn story(&mut self, id: i64) -> Result<Story> {
        let mut story = self.story_now(id)?;
        let current = story.id;
        let sql = "SELECT l.n, l.article, a.key, l.from_story, l.to_story, l.reason FROM story_log AS l JOIN articles AS a \
                   ON a.id = l.article WHERE l.n IN (SELECT n FROM story_log WHERE to_story = ?1 UNION SELECT n FROM story_log WHERE \
                   from_story = ?1) ORDER BY l.n";
        let entry = |row: Vec<Cell>| {
            json!({
                "n": row[0].int(), "article": row[1].int(), "key": row[2].text(), "from": row[3].int(),
                "to": row[4].int(), "reason": row[5].text(),
            })
        };
        story.log = self.db.rows(sql, &[Cell::Int(current)])?.into_iter().map(entry).collect();
        Ok(story)
    }

    /// The same without what became of it.
    ///
    /// # Errors
    ///
    /// If there is none of this number.
    pub fn story_now(&mut self, id: i64) -> Result<Story> {
        let current = self.current(id)?;
        let articles = self.members(current)?;
        Ok(Story {
            id: current,
            asked: (current != id).then_some(id),
            copies: copy_groups(&articles),
            sources: self.sources(&articles)?,
            articles,
            log: Vec::new(),
        })
    }

    /// Follows merges to the story that is there.
    fn current(&mut self, id: i64) -> Result<i64> {
        let mut current = id;
        let mut seen = vec![id];
        loop {
            let sql = "SELECT merged_into FROM stories WHERE id = ?1";
            let missing = || Error::Missing { what: "story", name: id.to_string() };
            let next = self.db.one(sql, &[Cell::Int(current)])?.ok_or_else(missing)?;
            match next.int().filter(|next| !seen.contains(next)) {
                Some(next) => current = next,
                None => return Ok(current),
            }
            seen.push(current);
        }
    }

    /// The articles of a story in the order of their publication.
    pub(crate) fn members(&mut self, story: i64) -> Result<Vec<Member>> {
        let sql = "SELECT id, key, headline, publisher_name, publisher_domain, published, day, dateline_agency, copy_of FROM \
                   articles WHERE story = ?1 AND latest = 1 ORDER BY coalesce(published, day, '9'), key";
        let text = |cell: &Cell| cell.text().map(str::to_owned);
        let member = |row: &Vec<Cell>| Member {
            id: row[0].int().unwrap_or(0),
            key: text(&row[1]).unwrap_or_default(),
            headline: text(&row[2]),
            publisher: text(&row[3]).or_else(|| text(&row[4])),
            published: text(&row[5]),
            day: text(&row[6]),
            agency: text(&row[7]),
            copy_of: row[8].int(),
        };
        Ok(self.db.rows(sql, &[Cell::Int(story)])?.iter().map(member).collect())
    }
}

fn copy_groups(articles: &[Member]) -> Vec<CopyGroup> {
    let mut groups: Vec<CopyGroup> = Vec::new();
    for article in articles {
        let Some(first) = article.copy_of else { continue };
        match groups.iter_mut().find(|group| group.first == first) {
            Some(group) => group.articles.push(article.id),
            None => groups.push(CopyGroup { first, agency: None, articles: vec![article.id] }),
        }
    }
    groups.retain(|group| group.articles.len() > 1);
    for group in &mut groups {
        // Where the first was revised, the earliest that is there.
        if !group.articles.contains(&group.first) {
            group.first = group.articles[0];
        }
        let agencies: Vec<&str> = articles
            .iter()
            .filter(|article| group.articles.contains(&article.id))
            .filter_map(|article| article.agency.as_deref())
            .collect();
        let count = |agency: &str| agencies.iter().filter(|other| **other == agency).count();
        let most = agencies.iter().max_by_key(|agency| (count(agency), std::cmp::Reverse(**agency)));
        group.agency = most.map(|agency| (*agency).to_owned());
    }
    groups
}

impl Story {
    /// The story as JSON.
    pub fn json(&self) -> Value {
        let articles: Vec<Value> = self.articles.iter().map(Member::json).collect();
        let copies: Vec<Value> = self
            .copies
            .iter()
            .map(|group| json!({"first": group.first, "agency": group.agency, "articles": group.articles}))
            .collect();
        json!({
            "id": self.id, "asked": self.asked, "articles": articles, "copies": copies, "sources": self.sources.json(),
            "log": self.log,
        })
    }
}

impl Member {
    fn json(&self) -> Value {
        json!({
            "id": self.id, "key": self.key, "headline": self.headline, "publisher": self.publisher,
            "published": self.published, "day": self.day, "agency": self.agency, "copy_of": self.copy_of,
        })
    }
}
