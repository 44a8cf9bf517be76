//! Which saved searches new articles match, without trying each search on each.
//!
//! Every search is filed under something that an article must have to match it: a stem, a name, a type of event. The new
//! articles are put into an archive in memory; the searches filed under what these have are run there, with the very
//! code that searches archives, and nothing else is looked at.
use std::collections::{BTreeSet, HashMap};

use serde_json::Value;

use crate::archive::Archive;
use crate::article::{Derived, folded};
use crate::cell::Cell;
use crate::db::{Db, Sqlite};
use crate::error::Result;
use crate::search::{Query, Words};

use super::Alert;

/// The saved searches, filed.
pub(crate) struct Percolator {
    /// The state of the saved searches that these are.
    pub state: String,
    alerts: Vec<Alert>,
    /// Places in `alerts`.
    filed: HashMap<Key, Vec<usize>>,
    /// Searches that ask for nothing that they could be filed under.
    unfiled: Vec<usize>,
}

/// Something that an article has.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Key {
    /// A word, as the index has it.
    Stem(String),
    /// A name of somebody or a place, folded.
    Name(String),
    /// A type of event, a country.
    Kind(String),
}

impl Percolator {
    pub(crate) fn of(alerts: Vec<Alert>, state: String) -> Result<Percolator> {
        let mut filed: HashMap<Key, Vec<usize>> = HashMap::new();
        let mut unfiled = Vec::new();
        let mut stems = Stems::new()?;
        for (place, alert) in alerts.iter().enumerate() {
            match keys(&alert.query, &mut stems)? {
                Some(keys) => keys.into_iter().for_each(|key| filed.entry(key).or_default().push(place)),
                None => unfiled.push(place),
            }
        }
        Ok(Percolator { state, alerts, filed, unfiled })
    }

    /// The numbers of searches and of the articles that match them, by article.
    pub(crate) fn matches(&self, articles: &[(i64, &Value)]) -> Result<Vec<(i64, i64)>> {
        let mut memory = Archive::in_memory()?;
        for (id, record) in articles {
            memory.write(*id, 1, Cell::Null, record, Derived::of(record))?;
        }
        let mut candidates: BTreeSet<usize> = self.unfiled.iter().copied().collect();
        for key in has(&mut memory)? {
            candidates.extend(self.filed.get(&key).into_iter().flatten());
        }
        let mut matches = Vec::new();
        for place in candidates {
            let alert = &self.alerts[place];
            matches.extend(memory.found(&alert.query)?.iter().map(|article| (article, alert.id)));
        }
        matches.sort_unstable();
        Ok(matches.into_iter().map(|(article, alert)| (alert, article)).collect())
    }
}

/// All that the articles of an archive in memory have.
fn has(memory: &mut Archive) -> Result<Vec<Key>> {
    memory.db.batch("CREATE VIRTUAL TABLE stems USING fts5vocab(words, row)")?;
    let mut keys = Vec::new();
    for (sql, key) in [
        ("SELECT term FROM stems", Key::Stem as fn(String) -> Key),
        ("SELECT folded FROM names", Key::Name),
        ("SELECT name FROM kinds", Key::Kind),
    ] {
        memory.db.each(sql, &[], &mut |row| {
            keys.extend(row[0].text().map(|text| key(text.to_owned())));
            true
        })?;
    }
    Ok(keys)
}

/// What an article has one of at least if it matches; none if there is nothing of the kind.
fn keys(query: &Query, stems: &mut Stems) -> Result<Option<Vec<Key>>> {
    let filters = &query.filters;
    let places = filters.place.iter().filter(|place| place.parse::<i64>().is_err());
    if let Some(name) = filters.said_by.iter().chain(&filters.who).chain(places).next() {
        return Ok(Some(vec![Key::Name(folded(name))]));
    }
    if let Some(words) = &query.words
        && let Some(keys) = of_words(words, stems)?
    {
        return Ok(Some(keys));
    }
    let kind = filters.event.as_ref().or(filters.country.as_ref()).or(filters.status.as_ref());
    Ok(kind.map(|kind| vec![Key::Kind(kind.clone())]))
}

fn of_words(words: &Words, stems: &mut Stems) -> Result<Option<Vec<Key>>> {
    Ok(match words {
        Words::Phrase { words, is_prefix, .. } => {
            let mut all = stems.of(words)?;
            if *is_prefix {
                all.pop();
            }
            // The longest is the rarest, as a rule.
            all.into_iter().max_by_key(|stem| stem.chars().count()).map(|stem| vec![Key::Stem(stem)])
        }
        Words::All(all) => {
            for words in all {
                if let Some(keys) = of_words(words, stems)? {
                    return Ok(Some(keys));
                }
            }
            None
        }
        Words::Any(any) => {
            let mut keys = Vec::new();
            for words in any {
                match of_words(words, stems)? {
                    Some(more) => keys.extend(more),
                    None => return Ok(None),
                }
            }
            Some(keys)
        }
        Words::Not(_) => None,
    })
}

/// Stems as the index makes them.
struct Stems(Sqlite);

impl Stems {
    fn new() -> Result<Stems> {
        let mut memory = Sqlite::in_memory()?;
        memory.batch(
            "CREATE VIRTUAL TABLE t USING fts5(x, tokenize=\"porter unicode61 remove_diacritics 2\");
             CREATE VIRTUAL TABLE stems USING fts5vocab(t, instance)",
        )?;
        Ok(Stems(memory))
    }

    /// The stems of words, in their order.
    fn of(&mut self, words: &str) -> Result<Vec<String>> {
        self.0.run("DELETE FROM t", &[])?;
        self.0.insert("t", &["x"], &[vec![Cell::from(words)]])?;
        let rows = self.0.rows("SELECT term FROM stems ORDER BY \"offset\"", &[])?;
        Ok(rows.iter().filter_map(|row| row[0].text().map(str::to_owned)).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: Option<&[Key]>) {
        let query: Query = text.parse().unwrap();
        let found = keys(&query, &mut Stems::new().unwrap()).unwrap();
        assert_eq!(found.as_deref(), expected, "{text}");
    }

    #[test]
    fn searches_are_filed_under_what_an_article_must_have() {
        let stem = |text: &str| Key::Stem(text.to_owned());
        check("launches", Some(&[stem("launch")]));
        check("\"the ballistic missiles\"", Some(&[stem("ballist")]));
        check("laun*", None);
        check("\"big laun\"*", Some(&[stem("big")]));
        check("port OR ferries", Some(&[stem("port"), stem("ferri")]));
        check("port OR laun*", None);
        check("laun* -port event:TEST", Some(&[Key::Kind("TEST".to_owned())]));
        check("port who:\"Ana Ruíz\"", Some(&[Key::Name("ana ruiz".to_owned())]));
        check("", None);
    }
}
