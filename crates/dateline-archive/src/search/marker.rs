//! Where texts have the words of a search.
//!
//! Which words are forms of one another only the database can say, whose stems the search goes by. It is asked for the
//! few words of the texts that begin as a word that is searched for, not for the texts: to index these would take longer
//! than the search.
use std::collections::{BTreeMap, BTreeSet};

use crate::article::folded;
use crate::cell::Cell;
use crate::db::{Db, Sqlite};
use crate::error::Result;

use super::{Query, Words, fts};

type Range = (usize, usize);

/// Marks words as the search finds them.
#[derive(Default)]
pub(crate) struct Marker {
    memory: Option<Sqlite>,
    rows: i64,
}

/// After so many searches the table is made anew.
const MARKED: i64 = 400;

/// Marks that no text has.
const OPEN: char = '\u{2}';
const CLOSE: char = '\u{3}';

/// Words that stand together; of the last, if it is a beginning, any that begin so.
struct Phrase(Vec<Wanted>);

/// A word that is searched for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Wanted {
    word: String,
    is_prefix: bool,
}

impl Marker {
    /// Where each text has the words that are searched for.
    pub(super) fn words_in(&mut self, query: &Query, texts: &[&[char]]) -> Result<Vec<Vec<Range>>> {
        let phrases = query.words.as_ref().map(phrases).unwrap_or_default();
        let mut found = vec![Vec::new(); texts.len()];
        if phrases.is_empty() {
            return Ok(found);
        }
        let wanted = phrases.iter().flat_map(|phrase| &phrase.0);
        let mut openings: Vec<Opening> =
            wanted.map(|wanted| opening(&wanted.word.chars().collect::<Vec<_>>())).collect();
        openings.sort_unstable();
        openings.dedup();
        // The words of each text, and of those that may be meant which they are among all such words.
        let mut alike: BTreeMap<String, usize> = BTreeMap::new();
        let mut tokens: Vec<Vec<(Range, Option<usize>)>> = Vec::new();
        for text in texts {
            let own = cut(text).into_iter().map(|(start, end)| {
                let begins = opening(&text[start..end]);
                let may_be = openings
                    .iter()
                    .any(|(first, second)| *first == begins.0 && (second.is_none() || *second == begins.1));
                let count = alike.len();
                let which = may_be.then(|| *alike.entry(text[start..end].iter().collect()).or_insert(count));
                ((start, end), which)
            });
            tokens.push(own.collect());
        }
        let mut words = vec![""; alike.len()];
        alike.iter().for_each(|(word, which)| words[*which] = word);
        let forms = self.forms(&phrases, &words)?;
        for (tokens, found) in tokens.iter().zip(&mut found) {
            for phrase in &phrases {
                let is = |at: usize, wanted: &Wanted| {
                    tokens[at]
                        .1
                        .is_some_and(|which| forms.get(wanted).is_some_and(|all| all.contains(&which)))
                };
                for at in 0..(tokens.len() + 1).saturating_sub(phrase.0.len()) {
                    if phrase.0.iter().enumerate().all(|(n, wanted)| is(at + n, wanted)) {
                        found.push((tokens[at].0.0, tokens[at + phrase.0.len() - 1].0.1));
                    }
                }
            }
            found.sort_unstable();
            found.dedup_by(|later, earlier| {
                let overlaps = later.0 < earlier.1;
                if overlaps {
                    earlier.1 = earlier.1.max(later.1);
                }
                overlaps
            });
        }
        Ok(found)
    }

    /// Which of some words are forms of each word that is searched for.
    fn forms(&mut self, phrases: &[Phrase], words: &[&str]) -> Result<BTreeMap<Wanted, BTreeSet<usize>>> {
        if self.rows > MARKED {
            *self = Marker::default();
        }
        let memory = match &mut self.memory {
            Some(memory) => memory,
            empty => {
                let mut memory = Sqlite::in_memory()?;
                memory.batch(
                    "CREATE VIRTUAL TABLE t USING fts5(x, tokenize=\"porter unicode61 remove_diacritics 2\")",
                )?;
                empty.insert(memory)
            }
        };
        self.rows += 1;
        let ends: Vec<usize> = words
            .iter()
            .scan(0, |end, word| {
                *end += word.chars().count() + 1;
                Some(*end)
            })
            .collect();
        memory.begin()?;
        memory.insert("t", &["rowid", "x"], &[vec![Cell::Int(self.rows), Cell::from(words.join(" "))]])?;
        memory.commit()?;
        let mut forms: BTreeMap<Wanted, BTreeSet<usize>> = BTreeMap::new();
        for wanted in phrases.iter().flat_map(|phrase| &phrase.0) {
            if forms.contains_key(wanted) {
                continue;
            }
            let sql = "SELECT highlight(t, 0, ?2, ?3) FROM t WHERE t MATCH ?1 AND rowid = ?4";
            let phrase =
                Words::Phrase { part: None, words: wanted.word.clone(), is_prefix: wanted.is_prefix };
            let [open, close] = [OPEN, CLOSE].map(|mark| Cell::from(mark.to_string()));
            let marked = memory.one(sql, &[Cell::from(fts(&phrase)), open, close, Cell::Int(self.rows)])?;
            let marks = marks(marked.as_ref().and_then(Cell::text).unwrap_or(""));
            let which = marks.into_iter().map(|(start, _)| ends.partition_point(|end| *end <= start));
            forms.insert(wanted.clone(), which.collect());
        }
        Ok(forms)
    }
}

/// The phrases that are wanted.
fn phrases(words: &Words) -> Vec<Phrase> {
    match words {
        Words::Phrase { words, is_prefix, .. } => {
            let chars: Vec<char> = words.chars().collect();
            let words = cut(&chars).into_iter().map(|(start, end)| chars[start..end].iter().collect());
            let mut words: Vec<Wanted> = words.map(|word| Wanted { word, is_prefix: false }).collect();
            if let Some(last) = words.last_mut() {
                last.is_prefix = *is_prefix;
            }
            if words.is_empty() { Vec::new() } else { vec![Phrase(words)] }
        }
        Words::All(list) | Words::Any(list) => list.iter().flat_map(phrases).collect(),
        Words::Not(_) => Vec::new(),
    }
}

/// The words of a text, as the index cuts them: letters and figures that stand together.
fn cut(text: &[char]) -> Vec<Range> {
    let mut words = Vec::new();
    let mut start = None;
    for (at, c) in text.iter().chain([&' ']).enumerate() {
        match (c.is_alphanumeric() || is_accent(*c), start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                words.push((from, at));
                start = None;
            }
            _ => {}
        }
    }
    words
}

/// An accent that follows its letter.
fn is_accent(c: char) -> bool {
    ('\u{300}'..='\u{36f}').contains(&c)
}

/// How a word begins.
type Opening = (char, Option<char>);

/// The first two letters, which all forms of a word share: a stem ends with `i` for `y`.
fn opening(word: &[char]) -> Opening {
    let letter = |c: char| if c.eq_ignore_ascii_case(&'y') { 'i' } else { c.to_ascii_lowercase() };
    match word {
        [first, second, ..] if first.is_ascii() && second.is_ascii() => {
            (letter(*first), Some(letter(*second)))
        }
        _ => {
            let folded = folded(&word.iter().collect::<String>());
            let mut letters = folded.chars().map(letter);
            (letters.next().unwrap_or(' '), letters.next())
        }
    }
}

/// The ranges between marks in a text.
fn marks(text: &str) -> Vec<Range> {
    let (mut ranges, mut point, mut open) = (Vec::new(), 0, None);
    for c in text.chars() {
        match c {
            OPEN => open = Some(point),
            CLOSE => ranges.extend(open.take().map(|open| (open, point))),
            _ => point += 1,
        }
    }
    ranges
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(query: &str, text: &str, expected: &[&str]) {
        let chars: Vec<char> = text.chars().collect();
        let query: Query = query.parse().unwrap();
        let found = Marker::default().words_in(&query, &[&chars]).unwrap();
        let found: Vec<String> =
            found[0].iter().map(|(start, end)| chars[*start..*end].iter().collect()).collect();
        assert_eq!(found, expected, "{query} in {text}");
    }

    #[test]
    fn words_are_found_in_all_their_forms() {
        check("launch", "Launches were launched; the lunch was not.", &["Launches", "launched"]);
        check("dying flies", "It flies. It is dying, not dead.", &["flies", "dying"]);
        check("laun*", "Launceston launders a launch.", &["Launceston", "launders", "launch"]);
        check("cafe", "The Café, the CAFE\u{301} and cafés", &["Café", "CAFE\u{301}", "cafés"]);
    }

    #[test]
    fn phrases_stand_together_and_what_is_not_wanted_is_not_marked() {
        check("\"old quay\"", "The old quays; an old, grey quay.", &["old quays"]);
        check("3-year-old", "A 3-year-old at 3.", &["3-year-old"]);
        check("port OR headline:ferry -quay", "A port, a ferry, a quay", &["port", "ferry"]);
        check("\"port port\" port", "port port port", &["port port port"]);
        check("...", "Nothing...", &[]);
    }
}
