//! What an archive knows of somebody.
use serde_json::{Value, json};

use crate::archive::Archive;
use crate::article::folded;
use crate::cell::Cell;
use crate::error::{Error, Result};
use crate::search::{Order, Paging, day_of};

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
    /// How many of them, the newest, all that follows and the names and roles are of.
    pub looked_through: u64,
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
const LIMIT: usize = 10;
/// Articles that are looked through for all but their number and days: the newest.
const LOOKED_THROUGH: usize = 1_000;

impl Archive {
    /// What the archive knows of somebody by a name: the fullest, or another that the articles use.
    ///
    /// # Errors
    ///
    /// If nobody has this name.
    pub fn who(&mut self, name: &str) -> Result<Who> {
        // Names and other names each by their own index, which has the article: one condition on both would read all entities.
        let sql = "SELECT article FROM entities WHERE name IN (SELECT id FROM names WHERE folded = ?1) UNION SELECT article FROM \
                   aliases WHERE name IN (SELECT id FROM names WHERE folded = ?1)";
        let mut found = self.ids(sql, &[Cell::from(folded(name))])?;
        found.remove(&self.ids("SELECT id FROM articles WHERE latest = 0", &[])?);
        let articles = found.len();
        let ends = [Order::Oldest, Order::Newest].map(|order| (order, LOOKED_THROUGH));
        let mut days = [None, None];
        let mut newest = Vec::new();
        for ((order, limit), day) in ends.into_iter().zip(&mut days) {
            newest = self.by_day(&found, &Paging { order, limit, after: None })?;
            // What has no day comes first.
            *day = newest.iter().find_map(|(_, cursor)| day_of(cursor));
        }
        let ids: Vec<i64> = newest.into_iter().map(|(id, _)| id).collect();
        let of = [Cell::from(folded(name))];
        let named = |among: &dyn Fn(&str) -> String| {
            format!(
                "WITH named AS (SELECT e.article, e.n, e.name, e.role FROM (SELECT article, n FROM entities WHERE name IN (SELECT id FROM \
                 names WHERE folded = ?2) UNION SELECT article, item FROM aliases WHERE name IN (SELECT id FROM names WHERE folded = \
                 ?2)) AS x JOIN entities AS e ON e.article = x.article AND e.n = x.n WHERE {})",
                among("x.article")
            )
        };
        let names = self.of_all(&ids, &of, |among| {
            format!("{} SELECT w.name, count(DISTINCT m.article) FROM named AS m JOIN names AS w ON w.id = m.name GROUP BY w.name ORDER BY 2 DESC, 1 LIMIT {LIMIT}", named(among))
        })?;
        let names = counts(names);
        let Some((fullest, _)) = names.first().cloned() else {
            return Err(Error::Missing { what: "one named", name: name.to_owned() });
        };
        let roles = self.of_all(&ids, &of, |among| {
            format!(
                "{} SELECT m.role, count(DISTINCT m.article), min(a.day), max(a.day) FROM named AS m JOIN articles AS a ON a.id = \
                 m.article WHERE m.role IS NOT NULL GROUP BY m.role ORDER BY 2 DESC, 1 LIMIT {LIMIT}",
                named(among)
            )
        })?;
        let text = |cell: &Cell| cell.text().map(str::to_owned);
        let role = |row: Vec<Cell>| {
            Some(Role {
                role: text(&row[0])?,
                articles: row[1].int()? as u64,
                days: (text(&row[2]), text(&row[3])),
            })
        };
        let statements = self.of_all(&ids, &of, |among| {
            format!(
                "{} SELECT count(*) FROM named AS m JOIN statements AS s ON s.article = m.article AND s.speaker_entity = m.n",
                named(among)
            )
        })?;
        let events = self.of_all(&ids, &of, |among| {
            format!(
                "{} SELECT k.name, count(*) FROM events AS v JOIN kinds AS k ON k.id = v.\"type\" JOIN (SELECT p.article, p.item FROM named AS m JOIN actors AS p ON \
                 p.article = m.article AND p.entity = m.n UNION SELECT p.article, p.item FROM named AS m JOIN recipients AS p ON p.article \
                 = m.article AND p.entity = m.n) AS x ON x.article = v.article AND x.item = v.n WHERE v.same_as IS NULL GROUP BY \
                 k.name ORDER BY 2 DESC, 1 LIMIT {LIMIT}",
                named(among)
            )
        })?;
        let with = self.of_all(&ids, &of, |among| {
            format!(
                "{} SELECT w.name, x.articles FROM (SELECT e.name AS number, count(DISTINCT e.article) AS articles FROM entities AS e \
                 WHERE {} AND e.\"type\" IN (SELECT id FROM kinds WHERE name IN ('PERSON', 'ORG', 'COUNTRY')) AND NOT EXISTS (SELECT 1 FROM \
                 named AS m WHERE m.article = e.article AND m.n = e.n) GROUP BY e.name ORDER BY 2 DESC, 1 LIMIT {LIMIT}) AS x JOIN names AS \
                 w ON w.id = x.number ORDER BY 2 DESC, 1",
                named(among),
                among("e.article")
            )
        })?;
        let [from, to] = days;
        Ok(Who {
            name: fullest,
            names,
            roles: roles.into_iter().filter_map(role).collect(),
            articles: articles as u64,
            looked_through: ids.len() as u64,
            days: (from, to),
            statements: statements.first().and_then(|row| row[0].int()).unwrap_or(0) as u64,
            events: counts(events),
            with: counts(with),
        })
    }
}

fn counts(rows: Vec<Vec<Cell>>) -> Vec<(String, u64)> {
    let count = |row: Vec<Cell>| Some((row[0].text()?.to_owned(), row[1].int()? as u64));
    rows.into_iter().filter_map(count).collect()
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
            "looked_through": self.looked_through,
            "from": self.days.0, "to": self.days.1, "statements": self.statements,
            "events": pairs(&self.events, "type"), "with": pairs(&self.with, "name"),
        })
    }
}
