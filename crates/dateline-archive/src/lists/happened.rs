//! What happened, across articles.
use std::collections::{HashMap, HashSet};

use serde_json::{Value, json};

use super::{Brief, Excerpt, Fact, Facts, Wanted, articles_of, is_named, text, words};
use crate::archive::Archive;
use crate::article::folded;
use crate::cell::Cell;
use crate::error::Result;
use crate::search::{Ids, Paging, Query, kind};

/// Which events: those of articles that the search finds. Its type, status and country are those of the event itself.
#[derive(Clone, Debug, Default)]
pub struct Happenings {
    /// The search.
    pub query: Query,
    /// Who did it, by a name or a country.
    pub actor: Option<String>,
    /// To whom it was done.
    pub recipient: Option<String>,
    /// Also what is told as history.
    pub history: bool,
}

/// Somebody who takes part in an event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Party {
    /// The fullest name, if known; else the words.
    pub name: String,
    /// The country.
    pub country: Option<String>,
    /// The words.
    pub words: Option<Excerpt>,
}

/// Where an event happened.
#[derive(Clone, Debug, PartialEq)]
pub struct Site {
    /// The name.
    pub name: String,
    /// The country.
    pub country: Option<String>,
    /// Latitude and longitude, if it could be placed.
    pub point: Option<(f64, f64)>,
}

/// An event of an article.
#[derive(Clone, Debug, PartialEq)]
pub struct Happened {
    /// The article.
    pub article: Brief,
    /// Its number there: 2 is `v2`.
    pub n: i64,
    /// Its type.
    pub kind: String,
    /// PLOVER's mode.
    pub mode: Option<String>,
    /// asserted, possible, planned, denied or negated.
    pub status: String,
    /// True for what is told as background.
    pub historical: bool,
    /// The word that says it.
    pub trigger: Option<Excerpt>,
    /// The sentence.
    pub sentence: Option<Excerpt>,
    /// Who does it.
    pub actors: Vec<Party>,
    /// To whom.
    pub recipients: Vec<Party>,
    /// When, as the value of the time.
    pub when: Option<String>,
    /// Where.
    pub place: Option<Site>,
    /// The number of the statement that says so: none is the outlet's own voice.
    pub statement: Option<i64>,
    /// Where to go on.
    pub cursor: String,
}

impl Archive {
    /// Events, those of the newest articles first, each once an article.
    ///
    /// # Errors
    ///
    /// If the archive cannot be read, or the cursor is none.
    pub fn happenings(&mut self, of: &Happenings, paging: &Paging) -> Result<Facts<Happened>> {
        let found = self.with_events(of)?;
        let wanted = self.wanted_events(of, "v.article, v.n", "");
        let events = self.facts(&found, &wanted, paging, Archive::happened)?;
        let items = events.items.into_iter().map(|(cursor, event)| Happened { cursor, ..event }).collect();
        Ok(Facts { items, next: events.next, is_cut: events.is_cut })
    }

    /// Articles that may have such events: all that have, and few others.
    pub(super) fn with_events(&mut self, of: &Happenings) -> Result<Ids> {
        let mut query = of.query.clone();
        let parties = [("actors", &of.actor), ("recipients", &of.recipient)];
        let named = parties.iter().filter_map(|(_, party)| party.as_ref()).filter(|name| !is_code(name));
        query.filters.who.extend(named.cloned());
        let mut found = self.found(&query)?;
        for (table, party) in parties {
            // A name of three letters may be a country's code, which is no name in the articles.
            if let Some(code) = party.as_ref().filter(|name| is_code(name)) {
                let of_country = format!("SELECT article FROM {table} WHERE country = {}", kind(1));
                found.keep(&self.ids(&of_country, &[Cell::from(code.as_str())])?);
            }
        }
        Ok(found)
    }

    /// The query for columns of such events, of the articles in parameter 1.
    pub(super) fn wanted_events(&self, of: &Happenings, columns: &str, join: &str) -> Wanted {
        let filters = &of.query.filters;
        let mut sql = format!(
            "SELECT {columns} FROM events AS v {join} WHERE {} AND v.same_as IS NULL",
            self.db.dialect().among("v.article", 1)
        );
        let mut parameters = Vec::new();
        let mut place = |value: &str| {
            parameters.push(Cell::from(value));
            parameters.len() + 1
        };
        if !of.history {
            sql += " AND v.historical = 0";
        }
        for (column, value) in [("v.\"type\"", &filters.event), ("v.status", &filters.status)] {
            if let Some(value) = value {
                sql += &format!(" AND {column} = {}", kind(place(value)));
            }
        }
        let takes_part = |table: &str, is: String| {
            format!(
                "EXISTS (SELECT 1 FROM {table} AS p WHERE p.article = v.article AND p.item = v.n AND ({is}))"
            )
        };
        if let Some(country) = &filters.country {
            let is = format!("p.country = {}", kind(place(country)));
            sql +=
                &format!(" AND ({} OR {})", takes_part("actors", is.clone()), takes_part("recipients", is));
        }
        for (table, party) in [("actors", &of.actor), ("recipients", &of.recipient)] {
            let Some(party) = party else { continue };
            let is = match is_code(party) {
                true => format!("p.country = {}", kind(place(party))),
                false => is_named("p.article", "p.entity", place(&folded(party))),
            };
            sql += &format!(" AND {}", takes_part(table, is));
        }
        Wanted { sql: format!("{sql} ORDER BY v.article, v.n"), parameters }
    }

    /// Events by their numbers.
    fn happened(&mut self, facts: &[Fact]) -> Result<HashMap<Fact, Happened>> {
        let articles = articles_of(facts);
        let briefs = self.briefs(&articles)?;
        let kind = |column: &str| format!("(SELECT name FROM kinds WHERE id = {column})");
        let rows = self.of_all(&articles, &[], |among| {
            format!(
                "SELECT v.article, v.n, {}, {}, {}, v.historical, v.trigger_start, v.trigger_end, t.value, (SELECT name FROM names \
                 WHERE id = p.name), {}, p.lat, p.lon, v.statement FROM events AS v LEFT JOIN times AS t ON t.article = v.article AND \
                 t.n = v.\"when\" LEFT JOIN places AS p ON p.article = v.article AND p.n = v.\"where\" WHERE {}",
                kind("v.\"type\""),
                kind("v.mode"),
                kind("v.status"),
                kind("p.country"),
                among("v.article")
            )
        })?;
        let mut sentences: HashMap<i64, Vec<Vec<Cell>>> = HashMap::new();
        for row in self.of_all(&articles, &[], |among| {
            format!("SELECT article, \"start\", \"end\" FROM sentences WHERE {}", among("article"))
        })? {
            sentences.entry(row[0].int().unwrap_or(0)).or_default().push(row);
        }
        let mut actors = self.parties("actors", &articles, &briefs)?;
        let mut recipients = self.parties("recipients", &articles, &briefs)?;
        let wanted: HashSet<Fact> = facts.iter().copied().collect();
        let event = |row: Vec<Cell>| {
            let fact = (row[0].int()?, row[1].int()?);
            let (brief, of) = briefs.get(&fact.0).filter(|_| wanted.contains(&fact))?;
            let holds = |sentence: &&Vec<Cell>| match (sentence[1].int(), sentence[2].int(), row[6].int()) {
                (Some(start), Some(end), Some(at)) => start <= at && at < end,
                _ => false,
            };
            let sentence = sentences.get(&fact.0).and_then(|all| all.iter().find(holds));
            let event = Happened {
                article: brief.clone(),
                n: fact.1,
                kind: text(&row[2])?,
                mode: text(&row[3]),
                status: text(&row[4])?,
                historical: row[5].int() == Some(1),
                trigger: words(of, &row[6], &row[7]),
                sentence: sentence.and_then(|row| words(of, &row[1], &row[2])),
                actors: actors.remove(&fact).unwrap_or_default(),
                recipients: recipients.remove(&fact).unwrap_or_default(),
                when: text(&row[8]),
                place: text(&row[9]).map(|name| Site {
                    name,
                    country: text(&row[10]),
                    point: row[11].real().zip(row[12].real()),
                }),
                statement: row[13].int(),
                cursor: String::new(),
            };
            Some((fact, event))
        };
        Ok(rows.into_iter().filter_map(event).collect())
    }

    /// Those who take part in the events of articles, by event.
    fn parties(
        &mut self,
        table: &str,
        articles: &[i64],
        texts: &HashMap<i64, (Brief, Vec<char>)>,
    ) -> Result<HashMap<Fact, Vec<Party>>> {
        let rows = self.of_all(articles, &[], |among| {
            format!(
                "SELECT p.article, p.item, (SELECT w.name FROM entities AS e JOIN names AS w ON w.id = e.name WHERE e.article = \
                 p.article AND e.n = p.entity), (SELECT name FROM kinds WHERE id = p.country), p.\"start\", p.\"end\" FROM {table} AS p \
                 WHERE {} ORDER BY p.article, p.item, p.n",
                among("p.article")
            )
        })?;
        let mut parties: HashMap<Fact, Vec<Party>> = HashMap::new();
        for row in rows {
            let (Some(article), Some(item)) = (row[0].int(), row[1].int()) else { continue };
            let words = texts.get(&article).and_then(|(_, text)| words(text, &row[4], &row[5]));
            let name = text(&row[2]).or_else(|| Some(words.as_ref()?.text.clone()));
            let party = name.map(|name| Party { name, country: text(&row[3]), words });
            parties.entry((article, item)).or_default().extend(party);
        }
        Ok(parties)
    }
}

fn is_code(name: &str) -> bool {
    name.len() == 3 && name.bytes().all(|byte| byte.is_ascii_uppercase())
}

impl Party {
    fn json(&self) -> Value {
        json!({"name": self.name, "country": self.country, "words": self.words.as_ref().map(Excerpt::json)})
    }
}

impl Happened {
    /// As JSON.
    pub fn json(&self) -> Value {
        let parties = |parties: &[Party]| parties.iter().map(Party::json).collect::<Vec<_>>();
        let place = self.place.as_ref().map(|Site { name, country, point }| {
            json!({"name": name, "country": country, "lat": point.map(|(lat, _)| lat), "lon": point.map(|(_, lon)| lon)})
        });
        json!({
            "id": format!("v{}", self.n), "article": self.article.json(), "type": self.kind, "mode": self.mode,
            "status": self.status, "historical": self.historical, "trigger": self.trigger.as_ref().map(Excerpt::json),
            "sentence": self.sentence.as_ref().map(Excerpt::json), "actors": parties(&self.actors),
            "recipients": parties(&self.recipients), "when": self.when, "where": place,
            "statement": self.statement.map(|n| format!("s{n}")), "cursor": self.cursor,
        })
    }
}
