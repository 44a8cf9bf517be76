//! What an archive knows of somebody.
use serde_json::{Value, json};

use crate::archive::Archive;
use crate::article::folded;
use crate::cell::Cell;
use crate::error::{Error, Result};

/// Somebody, as the articles of an archive have them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Who {
    /// The fullest name that is used most.
    pub name: String,
    /// Other names, the most used first, with the number of articles.
    pub names: Vec<(String, u64)>,
    /// Roles, the most used first.
    pub roles: Vec<Role>,
    /// How many articles.
    pub articles: u64,
    /// The first and the last day.
    pub days: (Option<String>, Option<String>),
    /// How many statements.
    pub statements: u64,
    /// Types of events that they take part in, and how often.
    pub events: Vec<(String, u64)>,
    /// Those who stand in the same articles most often, and in how many.
    pub with: Vec<(String, u64)>,
}

/// A role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Role {
    /// As the text has it.
    pub role: String,
    /// In how many articles.
    pub articles: u64,
    /// From when to when.
    pub days: (Option<String>, Option<String>),
}

/// So many of each list are kept.
const LIMIT: i64 = 10;

impl Archive {
    /// What the archive knows of somebody by a name: the fullest, or another that the articles use.
    ///
    /// # Errors
    ///
    /// If nobody has this name.
    pub fn who(&mut self, name: &str) -> Result<Who> {
        let parameters = [Cell::from(folded(name)), Cell::Int(LIMIT)];
        // Names and other names each by their own index: one condition on both would read all entities.
        let named = "WITH named AS (SELECT e.article, e.n, e.name, e.role FROM (SELECT article, n FROM entities WHERE name IN \
                     (SELECT id FROM names WHERE folded = ?1) UNION SELECT article, item FROM aliases WHERE name IN (SELECT id FROM \
                     names WHERE folded = ?1)) AS x JOIN entities AS e ON e.article = x.article AND e.n = x.n JOIN articles AS a ON \
                     a.id = e.article WHERE a.latest = 1)";
        let names = self.counts(
            &format!("{named} SELECT w.name, count(DISTINCT m.article) FROM named AS m JOIN names AS w ON w.id = m.name GROUP BY w.name ORDER BY 2 DESC, 1 LIMIT ?2"),
            &parameters,
        )?;
        let Some((fullest, _)) = names.first().cloned() else {
            return Err(Error::Missing { what: "one named", name: name.to_owned() });
        };
        let sql = format!(
            "{named} SELECT m.role, count(DISTINCT m.article), min(a.day), max(a.day) FROM named AS m JOIN articles AS a ON a.id = \
             m.article WHERE m.role IS NOT NULL GROUP BY m.role ORDER BY 2 DESC, 1 LIMIT ?2"
        );
        let text = |cell: &Cell| cell.text().map(str::to_owned);
        let role = |row: Vec<Cell>| {
            Some(Role {
                role: text(&row[0])?,
                articles: row[1].int()? as u64,
                days: (text(&row[2]), text(&row[3])),
            })
        };
        let roles = self.db.rows(&sql, &parameters)?.into_iter().filter_map(role).collect();
        let sql = format!(
            "{named} SELECT count(DISTINCT m.article), min(a.day), max(a.day), (SELECT count(*) FROM named AS m JOIN statements AS s ON \
             s.article = m.article AND s.speaker_entity = m.n) FROM named AS m JOIN articles AS a ON a.id = m.article"
        );
        let totals = self.db.rows(&sql, &parameters[..1])?.pop().unwrap_or_default();
        let events = self.counts(
            &format!(
                "{named} SELECT k.name, count(*) FROM events AS v JOIN kinds AS k ON k.id = v.\"type\" JOIN (SELECT p.article, p.item FROM named AS m JOIN actors AS p ON \
                 p.article = m.article AND p.entity = m.n UNION SELECT p.article, p.item FROM named AS m JOIN recipients AS p ON p.article \
                 = m.article AND p.entity = m.n) AS x ON x.article = v.article AND x.item = v.n WHERE v.same_as IS NULL GROUP BY \
                 k.name ORDER BY 2 DESC, 1 LIMIT ?2"
            ),
            &parameters,
        )?;
        let with = self.counts(
            &format!(
                "{named} SELECT w.name, count(DISTINCT e.article) FROM entities AS e JOIN names AS w ON w.id = e.name WHERE e.article IN \
                 (SELECT article FROM named) AND e.\"type\" IN (SELECT id FROM kinds WHERE name IN ('PERSON', 'ORG', 'COUNTRY')) AND NOT EXISTS (SELECT 1 FROM named AS m WHERE \
                 m.article = e.article AND m.n = e.n) GROUP BY w.name ORDER BY 2 DESC, 1 LIMIT ?2"
            ),
            &parameters,
        )?;
        let number = |place: usize| totals.get(place).and_then(Cell::int).unwrap_or(0) as u64;
        let day = |place: usize| totals.get(place).and_then(text);
        Ok(Who {
            name: fullest,
            names,
            roles,
            articles: number(0),
            days: (day(1), day(2)),
            statements: number(3),
            events,
            with,
        })
    }

    fn counts(&mut self, sql: &str, parameters: &[Cell]) -> Result<Vec<(String, u64)>> {
        let count = |row: Vec<Cell>| Some((row[0].text()?.to_owned(), row[1].int()? as u64));
        Ok(self.db.rows(sql, parameters)?.into_iter().filter_map(count).collect())
    }
}

impl Who {
    /// As JSON.
    pub fn json(&self) -> Value {
        let pairs = |pairs: &[(String, u64)], name: &str| -> Vec<Value> {
            pairs.iter().map(|(value, count)| json!({name: value, "count": count})).collect()
        };
        let roles: Vec<Value> = self
            .roles
            .iter()
            .map(|role| json!({"role": role.role, "count": role.articles, "from": role.days.0, "to": role.days.1}))
            .collect();
        json!({
            "name": self.name, "names": pairs(&self.names, "name"), "roles": roles, "articles": self.articles,
            "from": self.days.0, "to": self.days.1, "statements": self.statements,
            "events": pairs(&self.events, "type"), "with": pairs(&self.with, "name"),
        })
    }
}
