//! Which articles a search finds.
use crate::archive::Archive;
use crate::article::folded;
use crate::cell::Cell;
use crate::error::Result;
use crate::schema::Dialect;

use super::ids::Ids;
use super::query::{Filters, Query};
use super::words::Words;

impl Archive {
    /// The articles that a search finds, in their last revisions.
    pub(crate) fn found(&mut self, query: &Query) -> Result<Ids> {
        let mut found: Option<Ids> = None;
        let mut keep = |ids: Ids| match &mut found {
            Some(found) => found.keep(&ids),
            None => found = Some(ids),
        };
        if let Some(words) = &query.words {
            keep(self.with_words(words)?);
        }
        for (sql, parameters) in conditions(&query.filters) {
            keep(self.ids(&sql, &parameters)?);
        }
        let mut found = match found {
            Some(found) => found,
            None => self.all()?,
        };
        found.remove(&self.ids("SELECT id FROM articles WHERE latest = 0", &[])?);
        Ok(found)
    }

    /// The first cells of a query's rows.
    pub(crate) fn ids(&mut self, sql: &str, parameters: &[Cell]) -> Result<Ids> {
        let mut ids = Ids::default();
        self.db.numbers(sql, parameters, &mut |id| {
            ids.insert(id);
            true
        })?;
        Ok(ids)
    }

    fn with_words(&mut self, words: &Words) -> Result<Ids> {
        match self.db.dialect() {
            Dialect::Sqlite => {
                let sql = "SELECT rowid FROM words WHERE words MATCH ?1";
                self.ids(sql, &[Cell::from(sqlite(words))])
            }
            Dialect::Postgres => {
                let mut parameters = Vec::new();
                let condition = postgres(words, &mut parameters);
                self.ids(&format!("SELECT article FROM words WHERE {condition}"), &parameters)
            }
        }
    }
}

impl Archive {
    /// Shows the articles with words, those that the words fit best first, until false is returned.
    pub(crate) fn ranked(&mut self, words: &Words, seen: &mut dyn FnMut(i64) -> bool) -> Result<()> {
        match self.db.dialect() {
            Dialect::Sqlite => {
                let sql = "SELECT rowid FROM words WHERE words MATCH ?1 ORDER BY rank, rowid";
                self.db.numbers(sql, &[Cell::from(sqlite(words))], seen)
            }
            Dialect::Postgres => {
                let mut parameters = Vec::new();
                let condition = postgres(words, &mut parameters);
                let wanted: Vec<String> = words.phrases().iter().map(|phrase| (*phrase).to_owned()).collect();
                parameters.push(Cell::from(folded(&wanted.join(" "))));
                let rank = format!("ts_rank_cd(whole, plainto_tsquery('dateline', ?{}))", parameters.len());
                let sql =
                    format!("SELECT article FROM words WHERE {condition} ORDER BY {rank} DESC, article");
                self.db.numbers(&sql, &parameters, seen)
            }
        }
    }
}

/// The query of FTS5 for words.
pub(crate) fn sqlite(words: &Words) -> String {
    match words {
        Words::Phrase { part, words, is_prefix } => {
            let part = part.map(|part| format!("{} : ", part.column())).unwrap_or_default();
            let star = if *is_prefix { " *" } else { "" };
            format!("{part}\"{}\"{star}", words.replace(['"', '\0'], " "))
        }
        Words::All(all) => {
            let (not, yes): (Vec<_>, Vec<_>) = all.iter().partition(|words| matches!(words, Words::Not(_)));
            let joined = |words: &[&Words], by| words.iter().map(|w| sqlite(w)).collect::<Vec<_>>().join(by);
            match not.is_empty() {
                true => format!("({})", joined(&yes, " AND ")),
                false => format!("(({}) NOT ({}))", joined(&yes, " AND "), joined(&not, " OR ")),
            }
        }
        Words::Any(any) => format!("({})", any.iter().map(sqlite).collect::<Vec<_>>().join(" OR ")),
        // Only within `All`, which says NOT.
        Words::Not(words) => sqlite(words),
    }
}

/// The condition of PostgreSQL for words.
fn postgres(words: &Words, parameters: &mut Vec<Cell>) -> String {
    match words {
        Words::Phrase { part, words, is_prefix } => {
            let words = folded(words);
            let column = part.map_or("whole", |part| part.column());
            if *is_prefix {
                let words: Vec<&str> = words.split_whitespace().collect();
                parameters.push(Cell::from(format!("{}:*", words.join(" <-> "))));
                format!("{column} @@ to_tsquery('dateline', ?{})", parameters.len())
            } else {
                parameters.push(Cell::from(words));
                format!("{column} @@ phraseto_tsquery('dateline', ?{})", parameters.len())
            }
        }
        Words::All(all) => joined(all, " AND ", parameters),
        Words::Any(any) => joined(any, " OR ", parameters),
        Words::Not(words) => format!("NOT ({})", postgres(words, parameters)),
    }
}

fn joined(list: &[Words], by: &str, parameters: &mut Vec<Cell>) -> String {
    let all: Vec<String> = list.iter().map(|words| postgres(words, parameters)).collect();
    format!("({})", all.join(by))
}

/// The entities that have a name, ?1, as their fullest or another.
const NAMED: &str = "SELECT article, n FROM entities WHERE name IN (SELECT id FROM names WHERE folded = ?1) \
                     UNION SELECT article, item FROM aliases WHERE name IN (SELECT id FROM names WHERE folded = ?1)";

/// A query for articles, and its parameters, for each filter.
fn conditions(filters: &Filters) -> Vec<(String, Vec<Cell>)> {
    let mut all: Vec<(String, Vec<Cell>)> = Vec::new();
    let mut add = |sql: String, parameters: Vec<Cell>| all.push((sql, parameters));
    for name in &filters.who {
        add(format!("SELECT article FROM ({NAMED}) AS named"), vec![Cell::from(folded(name))]);
    }
    for name in &filters.said_by {
        let sql = format!(
            "SELECT s.article FROM ({NAMED}) AS named JOIN statements AS s ON s.article = named.article \
             AND s.speaker_entity = named.n"
        );
        add(sql, vec![Cell::from(folded(name))]);
    }
    for place in &filters.place {
        match place.parse::<i64>() {
            Ok(number) => {
                add("SELECT article FROM places WHERE geonames = ?1".to_owned(), vec![Cell::Int(number)]);
            }
            Err(_) => add(
                "SELECT article FROM places WHERE name IN (SELECT id FROM names WHERE folded = ?1)"
                    .to_owned(),
                vec![Cell::from(folded(place))],
            ),
        }
    }
    all.extend(event(filters));
    let mut add = |sql: &str, parameters: Vec<Cell>| all.push((sql.to_owned(), parameters));
    if let Some(outlet) = &filters.outlet {
        let column = if outlet.contains('.') { "publisher_domain" } else { "publisher_name" };
        add(&format!("SELECT id FROM articles WHERE {column} = ?1"), vec![Cell::from(outlet.as_str())]);
    }
    if let Some(section) = &filters.section {
        add("SELECT id FROM articles WHERE section = ?1", vec![Cell::from(section.as_str())]);
    }
    if let Some(language) = &filters.language {
        let sql = "SELECT id FROM articles WHERE language = ?1 OR language LIKE ?2";
        add(sql, vec![Cell::from(language.as_str()), Cell::from(format!("{language}-%"))]);
    }
    if let Some(story) = filters.story {
        add("SELECT id FROM articles WHERE story = ?1", vec![Cell::Int(story)]);
    }
    if filters.from.is_some() || filters.to.is_some() {
        let (from, to) = days(filters);
        add("SELECT id FROM articles WHERE day BETWEEN ?1 AND ?2", vec![Cell::from(from), Cell::from(to)]);
    }
    all
}

/// The number of a word of a small list, which is a parameter.
pub(crate) fn kind(parameter: usize) -> String {
    format!("(SELECT id FROM kinds WHERE name = ?{parameter})")
}

/// The first and the last day.
fn days(filters: &Filters) -> (String, String) {
    let from = filters.from.clone().unwrap_or_default();
    // "2023-07" and "2023" end before the first text that is not their beginning.
    let to = filters
        .to
        .as_ref()
        .map_or("9".to_owned(), |to| if to.len() == 10 { to.clone() } else { format!("{to}-99") });
    (from, to)
}

/// One event of the type and status in which the country takes part; without type and status, anybody of that country.
fn event(filters: &Filters) -> Option<(String, Vec<Cell>)> {
    let country = filters.country.as_deref();
    if filters.event.is_none() && filters.status.is_none() {
        let of = |table: &str| format!("SELECT article FROM {table} WHERE country = {}", kind(1));
        let sql = ["entities", "actors", "recipients"].map(of).join(" UNION ");
        return country.map(|country| (sql, vec![Cell::from(country)]));
    }
    let mut parameters = Vec::new();
    let mut conditions = Vec::new();
    for (column, value) in
        [("\"type\"", filters.event.as_deref()), ("status", filters.status.as_deref()), ("country", country)]
    {
        match value {
            Some(value) => {
                parameters.push(Cell::from(value));
                conditions.push(format!("{column} = {}", kind(parameters.len())));
            }
            // The rows of country 0 are all events.
            None if column == "country" => conditions.push("country = 0".to_owned()),
            None => {}
        }
    }
    Some((format!("SELECT article FROM event_index WHERE {}", conditions.join(" AND ")), parameters))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_in_the_language_of_fts5() {
        let check = |text: &str, expected: &str| {
            let query: Query = text.parse().unwrap();
            assert_eq!(sqlite(&query.words.unwrap()), expected, "{text}");
        };
        check("port", "\"port\"");
        check("headline:laun* \"old quay\"", "(headline : \"laun\" * AND \"old quay\")");
        check("port -ferry -quay", "((\"port\") NOT (\"ferry\" OR \"quay\"))");
        check("port (a OR b)", "(\"port\" AND (\"a\" OR \"b\"))");
    }

    #[test]
    fn words_in_the_language_of_postgresql() {
        let query: Query = "headline:laun* -\"old quay\"".parse().unwrap();
        let mut parameters = Vec::new();
        assert_eq!(
            postgres(&query.words.unwrap(), &mut parameters),
            "(headline @@ to_tsquery('dateline', ?1) AND NOT (whole @@ phraseto_tsquery('dateline', ?2)))"
        );
        assert_eq!(parameters, [Cell::from("laun:*"), Cell::from("old quay")]);
        let query: Query = "O'Bri&a|n!*".parse().unwrap();
        let mut parameters = Vec::new();
        postgres(&query.words.unwrap(), &mut parameters);
        assert_eq!(parameters, [Cell::from("o <-> bri <-> a <-> n:*")]);
    }
}
