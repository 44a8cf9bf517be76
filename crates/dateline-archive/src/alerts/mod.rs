//! Saved searches, and the articles that match them as they come.
mod atom;
mod percolator;

use serde_json::{Value, json};

use crate::archive::Archive;
use crate::cell::Cell;
use crate::error::{Error, Result};
use crate::search::Query;

pub use atom::atom;
pub(crate) use percolator::Percolator;

/// A saved search.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alert {
    /// Its number.
    pub id: i64,
    /// Its name.
    pub name: String,
    /// What is looked for.
    pub query: Query,
    /// Where matches go.
    pub delivery: Delivery,
}

/// Where matches go.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Delivery {
    /// A file that holds the last matches as an Atom feed.
    pub feed: Option<String>,
    /// A file to which each match is added as a line of JSON.
    pub jsonl: Option<String>,
    /// An address that each match is sent to.
    pub webhook: Option<String>,
    /// The name of the variable of the environment with the secret that webhooks are signed with. The secret itself is kept
    /// nowhere.
    pub secret_variable: Option<String>,
}

/// An article that matches a saved search.
#[derive(Clone, Debug)]
pub struct Match {
    /// The number of the match: they count up.
    pub n: i64,
    /// The name of the search.
    pub alert: String,
    /// The article as a hit of the search, with the words that match.
    pub hit: crate::search::Hit,
}

impl Match {
    /// As JSON.
    pub fn json(&self) -> Value {
        json!({"n": self.n, "alert": self.alert, "article": self.hit.json()})
    }
}

impl Delivery {
    fn json(&self) -> Value {
        json!({"feed": self.feed, "jsonl": self.jsonl, "webhook": self.webhook, "secret_variable": self.secret_variable})
    }

    fn of(json: &str) -> Delivery {
        let value: Value = serde_json::from_str(json).unwrap_or_default();
        let text = |name: &str| value[name].as_str().map(str::to_owned);
        Delivery {
            feed: text("feed"),
            jsonl: text("jsonl"),
            webhook: text("webhook"),
            secret_variable: text("secret_variable"),
        }
    }
}

impl Archive {
    /// Saves a search under a name. From now on, each article that comes is held against it.
    ///
    /// ```
    /// use dateline::{Engine, Record, read::{Hints, Page}};
    /// use dateline_archive::{Archive, Delivery, Incoming};
    ///
    /// let mut archive = Archive::in_memory()?;
    /// archive.add_alert("ports", &"port almer".parse()?, &Delivery::default())?;
    /// let page = Page::new(b"<h1>Port reopens</h1><p>The port of Almer reopened.</p>", Hints::default());
    /// let record = serde_json::to_value(Record::of(&Engine::new()?.read(&page)))?;
    /// archive.add(&[Incoming { record, page: None }])?;
    ///
    /// let matches = archive.undelivered()?;
    /// assert_eq!((matches[0].alert.as_str(), matches[0].hit.id), ("ports", 1));
    /// archive.delivered(&[matches[0].n])?;
    /// assert!(archive.undelivered()?.is_empty());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If there is one of this name, or the archive cannot be written.
    pub fn add_alert(&mut self, name: &str, query: &Query, delivery: &Delivery) -> Result<i64> {
        if query.filters.story.is_some() {
            let why = "asks for a story, and an article that has just come is in none yet".to_owned();
            return Err(Error::Query { query: query.to_string(), why });
        }
        self.transaction(|archive| {
            let known = archive.db.one("SELECT id FROM alerts WHERE name = ?1", &[Cell::from(name)])?;
            if known.is_some() {
                return Err(Error::Query {
                    query: name.to_owned(),
                    why: "is the name of an alert already".to_owned(),
                });
            }
            let last = archive.db.one("SELECT max(id) FROM alerts", &[])?.and_then(|last| last.int());
            let id = last.unwrap_or(0) + 1;
            let row = vec![
                Cell::Int(id),
                Cell::from(name),
                Cell::from(query.to_string()),
                Cell::from(delivery.json().to_string()),
            ];
            archive.db.insert("alerts", &["id", "name", "query", "delivery"], &[row])?;
            archive.changed_alerts()?;
            Ok(id)
        })
    }

    /// Forgets a saved search and its matches.
    ///
    /// # Errors
    ///
    /// If there is none of this name, or the archive cannot be written.
    pub fn remove_alert(&mut self, name: &str) -> Result<()> {
        self.transaction(|archive| {
            let id = archive.db.one("SELECT id FROM alerts WHERE name = ?1", &[Cell::from(name)])?;
            let id = id.ok_or_else(|| Error::Missing { what: "alert", name: name.to_owned() })?;
            archive.db.run("DELETE FROM alert_matches WHERE alert = ?1", std::slice::from_ref(&id))?;
            archive.db.run("DELETE FROM alerts WHERE id = ?1", &[id])?;
            archive.changed_alerts()
        })
    }

    /// The saved searches, by name.
    ///
    /// # Errors
    ///
    /// If the archive cannot be read, or one was saved by a later version.
    pub fn alerts(&mut self) -> Result<Vec<Alert>> {
        let rows = self.db.rows("SELECT id, name, query, delivery FROM alerts ORDER BY name", &[])?;
        let text = |cell: &Cell| cell.text().unwrap_or("").to_owned();
        let alert = |row: Vec<Cell>| {
            Ok(Alert {
                id: row[0].int().unwrap_or(0),
                name: text(&row[1]),
                query: text(&row[2]).parse()?,
                delivery: Delivery::of(&text(&row[3])),
            })
        };
        rows.into_iter().map(alert).collect()
    }

    /// The matches that have not been delivered, in the order of their coming.
    ///
    /// # Errors
    ///
    /// If the archive cannot be read.
    pub fn undelivered(&mut self) -> Result<Vec<Match>> {
        let sql = "SELECT n, alert, article FROM alert_matches WHERE delivered = 0 ORDER BY n";
        self.matches(sql, &[])
    }

    /// The last matches of a saved search, the newest first.
    ///
    /// # Errors
    ///
    /// If the archive cannot be read.
    pub fn last_matches(&mut self, alert: i64, limit: usize) -> Result<Vec<Match>> {
        let sql = "SELECT n, alert, article FROM alert_matches WHERE alert = ?1 ORDER BY n DESC LIMIT ?2";
        self.matches(sql, &[Cell::Int(alert), Cell::Int(limit as i64)])
    }

    fn matches(&mut self, sql: &str, parameters: &[Cell]) -> Result<Vec<Match>> {
        let alerts = self.alerts()?;
        let mut matches = Vec::new();
        for row in self.db.rows(sql, parameters)? {
            let (Some(n), Some(alert), Some(article)) = (row[0].int(), row[1].int(), row[2].int()) else {
                continue;
            };
            let Some(alert) = alerts.iter().find(|known| known.id == alert) else { continue };
            if let Some(hit) = self.hit_of(&alert.query, article)? {
                matches.push(Match { n, alert: alert.name.clone(), hit });
            }
        }
        Ok(matches)
    }

    /// Notes that matches were delivered.
    ///
    /// # Errors
    ///
    /// If the archive cannot be written.
    pub fn delivered(&mut self, matches: &[i64]) -> Result<()> {
        self.transaction(|archive| {
            for n in matches {
                archive.db.run("UPDATE alert_matches SET delivered = 1 WHERE n = ?1", &[Cell::Int(*n)])?;
            }
            Ok(())
        })
    }

    /// Holds new articles against the saved searches.
    pub(crate) fn alert(&mut self, articles: &[(i64, &Value)]) -> Result<()> {
        let state = self.setting(STATE)?.unwrap_or_default();
        if state.is_empty() || articles.is_empty() {
            return Ok(());
        }
        let percolator = match self.percolator.take().filter(|percolator| percolator.state == state) {
            Some(percolator) => percolator,
            None => Percolator::of(self.alerts()?, state)?,
        };
        let matches = percolator.matches(articles)?;
        self.percolator = Some(percolator);
        let last = self.db.one("SELECT max(n) FROM alert_matches", &[])?.and_then(|last| last.int());
        let rows: Vec<Vec<Cell>> = matches
            .into_iter()
            .zip(last.unwrap_or(0) + 1..)
            .map(|((alert, article), n)| {
                vec![Cell::Int(n), Cell::Int(alert), Cell::Int(article), Cell::from(false)]
            })
            .collect();
        self.db.insert("alert_matches", &["n", "alert", "article", "delivered"], &rows)
    }

    /// Tells programs that hold the saved searches in memory that they are others now.
    fn changed_alerts(&mut self) -> Result<()> {
        let state: u64 = self.setting(STATE)?.and_then(|state| state.parse().ok()).unwrap_or(0);
        self.set(STATE, &(state + 1).to_string())
    }
}

/// The setting that counts the changes of the saved searches.
const STATE: &str = "alerts";
