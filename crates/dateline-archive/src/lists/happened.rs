//! What happened, across articles.
use serde_json::{Value, json};

use super::{Brief, Excerpt, Facts, text, words};
use crate::archive::Archive;
use crate::article::folded;
use crate::cell::Cell;
use crate::error::Result;
use crate::search::{Paging, Query};

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
    /// Other names.
    pub names: Vec<String>,
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
        let mut query = of.query.clone();
        // A name of three letters may be a country's code, which is no name in the articles.
        let names = of.actor.iter().chain(&of.recipient).filter(|name| !is_code(name));
        query.filters.who.extend(names.cloned());
        let filters = query.filters.clone();
        let events = self.facts(&query, paging, |archive, brief, text, events| {
            for event in archive.happened_in(brief, text)? {
                let is = |wanted: &Option<String>, value: &str| {
                    wanted.as_deref().is_none_or(|wanted| wanted == value)
                };
                let by = |wanted: &Option<String>, parties: &[Party]| {
                    wanted.as_deref().is_none_or(|wanted| parties.iter().any(|party| party.is(wanted)))
                };
                let both: Vec<Party> = event.actors.iter().chain(&event.recipients).cloned().collect();
                let country = &filters.country;
                if is(&filters.event, &event.kind)
                    && is(&filters.status, &event.status)
                    && by(country, &both)
                    && by(&of.actor, &event.actors)
                    && by(&of.recipient, &event.recipients)
                    && (of.history || !event.historical)
                {
                    events.push((event.n, event));
                }
            }
            Ok(())
        })?;
        let items = events.items.into_iter().map(|(cursor, event)| Happened { cursor, ..event }).collect();
        Ok(Facts { items, next: events.next })
    }

    fn happened_in(&mut self, brief: &Brief, of: &[char]) -> Result<Vec<Happened>> {
        let kind = |column: &str| format!("(SELECT name FROM kinds WHERE id = {column})");
        let sql = format!(
            "SELECT v.n, {}, {}, {}, v.historical, v.trigger_start, v.trigger_end, t.value, (SELECT name FROM names WHERE id = \
             p.name), {}, p.lat, p.lon, v.statement FROM events AS v LEFT JOIN times AS t ON t.article = v.article AND t.n = \
             v.\"when\" LEFT JOIN places AS p ON p.article = v.article AND p.n = v.\"where\" WHERE v.article = ?1 AND v.same_as IS \
             NULL ORDER BY v.n",
            kind("v.\"type\""),
            kind("v.mode"),
            kind("v.status"),
            kind("p.country")
        );
        let id = [Cell::Int(brief.id)];
        let rows = self.db.rows(&sql, &id)?;
        if rows.is_empty() {
            return Ok(Vec::new());
        }
        let sentences =
            self.db.rows("SELECT \"start\", \"end\" FROM sentences WHERE article = ?1 ORDER BY n", &id)?;
        let actors = self.parties("actors", brief.id, of)?;
        let recipients = self.parties("recipients", brief.id, of)?;
        let event = |row: Vec<Cell>| {
            let n = row[0].int()?;
            let holds = |sentence: &&Vec<Cell>| match (sentence[0].int(), sentence[1].int(), row[5].int()) {
                (Some(start), Some(end), Some(at)) => start <= at && at < end,
                _ => false,
            };
            let sentence = sentences.iter().find(holds);
            let real = |cell: &Cell| match cell {
                Cell::Real(number) => Some(*number),
                _ => None,
            };
            let those = |all: &[(i64, Party)]| {
                all.iter().filter(|(item, _)| *item == n).map(|(_, party)| party.clone()).collect()
            };
            Some(Happened {
                article: brief.clone(),
                n,
                kind: text(&row[1])?,
                mode: text(&row[2]),
                status: text(&row[3])?,
                historical: row[4].int() == Some(1),
                trigger: words(of, &row[5], &row[6]),
                sentence: sentence.and_then(|row| words(of, &row[0], &row[1])),
                actors: those(&actors),
                recipients: those(&recipients),
                when: text(&row[7]),
                place: text(&row[8]).map(|name| Site {
                    name,
                    country: text(&row[9]),
                    point: real(&row[10]).zip(real(&row[11])),
                }),
                statement: row[12].int(),
                cursor: String::new(),
            })
        };
        Ok(rows.into_iter().filter_map(event).collect())
    }

    fn parties(&mut self, table: &str, article: i64, of: &[char]) -> Result<Vec<(i64, Party)>> {
        let sql = format!(
            "SELECT p.item, p.entity, (SELECT w.name FROM entities AS e JOIN names AS w ON w.id = e.name WHERE e.article = p.article AND \
             e.n = p.entity), (SELECT name FROM kinds WHERE id = p.country), p.\"start\", p.\"end\" FROM {table} AS p WHERE \
             p.article = ?1 ORDER BY p.item, p.n"
        );
        let aliases = "SELECT w.name FROM aliases AS x JOIN names AS w ON w.id = x.name WHERE x.article = ?1 AND x.item = ?2";
        let mut parties = Vec::new();
        for row in self.db.rows(&sql, &[Cell::Int(article)])? {
            let Some(item) = row[0].int() else { continue };
            let words = words(of, &row[4], &row[5]);
            let Some(name) = text(&row[2]).or_else(|| Some(words.as_ref()?.text.clone())) else { continue };
            let names = match row[1].int() {
                Some(entity) => self.db.rows(aliases, &[Cell::Int(article), Cell::Int(entity)])?,
                None => Vec::new(),
            };
            let names = names.iter().filter_map(|row| text(&row[0])).collect();
            parties.push((item, Party { name, names, country: text(&row[3]), words }));
        }
        Ok(parties)
    }
}

fn is_code(name: &str) -> bool {
    name.len() == 3 && name.bytes().all(|byte| byte.is_ascii_uppercase())
}

impl Party {
    /// True if it has this name, or is of the country with this code.
    fn is(&self, wanted: &str) -> bool {
        let name = folded(wanted);
        self.country.as_deref() == Some(wanted)
            || folded(&self.name) == name
            || self.names.iter().any(|other| folded(other) == name)
    }

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
