//! The numbers that come with an event: `data/events/numbers.toml`.
use std::collections::HashMap;

use serde::Deserialize;

use super::tree::Tree;
use crate::doc::Count;
use crate::lexicon::{Data, Error};

/// The words of counting.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Numbers {
    patients: HashMap<String, Vec<String>>,
    subjects: HashMap<String, Vec<String>>,
    nouns: HashMap<String, Vec<String>>,
    bounds: Bounds,
    many: HashMap<String, u64>,
    values: HashMap<String, u64>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Bounds {
    lower: Vec<String>,
    upper: Vec<String>,
    near: Vec<String>,
}

/// What may be counted, in the order in which it is looked for.
const WHATS: [&str; 11] = [
    "killed",
    "injured",
    "missing",
    "arrested",
    "abducted",
    "released",
    "displaced",
    "expelled",
    "troops",
    "protesters",
    "money",
];

impl Numbers {
    pub fn load(data: &Data) -> Result<Numbers, Error> {
        const FILE: &str = "events/numbers.toml";
        let numbers: Numbers = data.toml(FILE)?;
        let mut names = numbers.patients.keys().chain(numbers.subjects.keys()).chain(numbers.nouns.keys());
        match names.find(|name| !WHATS.contains(&name.as_str())) {
            Some(name) => Err(Error {
                file: FILE.to_owned(),
                line: 0,
                message: format!("`{name}` is not counted in a record"),
            }),
            None => Ok(numbers),
        }
    }

    /// The counts around a trigger: of its verb and of the clauses that hang on it.
    pub fn around(&self, tree: &Tree<'_>, at: usize) -> Vec<Count> {
        let main = if tree.is_verb(at) {
            at
        } else {
            tree.head(at).filter(|head| tree.is_verb(*head)).unwrap_or(at)
        };
        let mut verbs = vec![at, main];
        for top in [at, main] {
            let hang =
                |kid: &usize| matches!(tree.rel(*kid), "advcl" | "conj" | "acl" | "acl:relcl" | "parataxis");
            verbs.extend(tree.kids(top).filter(hang).filter(|kid| tree.is_verb(*kid)));
        }
        verbs.sort_unstable();
        verbs.dedup();
        let mut counts: Vec<Count> = Vec::new();
        for what in WHATS {
            let found = verbs.iter().find_map(|verb| self.counted(tree, *verb, what));
            counts.extend(found.filter(|count| !counts.iter().any(|other| other.span == count.span)));
        }
        counts
    }

    fn counted(&self, tree: &Tree<'_>, verb: usize, what: &'static str) -> Option<Count> {
        let listed = |lists: &HashMap<String, Vec<String>>, at: usize| {
            lists
                .get(what)
                .is_some_and(|list| tree.forms(at).iter().any(|form| list.iter().any(|word| word == form)))
        };
        let near =
            |rels: &'static [&'static str]| tree.kids(verb).filter(move |kid| rels.contains(&tree.rel(*kid)));
        if listed(&self.patients, verb) {
            let passive = super::arguments::is_passive(tree, verb);
            let rels: &[&str] = if passive { &["nsubj:pass", "nsubj"] } else { &["obj"] };
            if let Some(count) = near(rels).find_map(|kid| self.number(tree, kid, what)) {
                return Some(count);
            }
        }
        if listed(&self.subjects, verb) {
            return near(&["nsubj"]).find_map(|kid| self.number(tree, kid, what));
        }
        near(&["obj", "nsubj:pass", "obl", "nsubj"])
            .flat_map(|kid| std::iter::once(kid).chain(tree.kids(kid).filter(|k| tree.rel(*k) == "nmod")))
            .filter(|kid| listed(&self.nouns, *kid))
            .find_map(|kid| self.number(tree, kid, what))
    }

    /// "at least 12 militants", "dozens of people", "two"
    fn number(&self, tree: &Tree<'_>, noun: usize, what: &'static str) -> Option<Count> {
        let head = tree.kid(noun, &["nummod"]).unwrap_or(noun);
        let mut start = head;
        // "twenty-five", but neither "10-12" nor "in 2023 1,200 people"
        while start > 0 && self.goes_on(tree, start) {
            start -= 1;
        }
        let mut end = head + 1;
        while self.is_scale(tree.word(end)) {
            end += 1;
        }
        let value = match self.many.get(tree.word(head)) {
            Some(many) => {
                let span = tree.span(head, head + 1)?;
                return Some(Count { what, span, lower: Some(*many), upper: None });
            }
            None => self.total((start..end).map(|at| tree.word(at)))?,
        };
        // "10-12", "10 to 12": the parse takes either for the head.
        let joins = |at: usize| matches!(tree.word(at), "-" | "–" | "to");
        let alone = |at: usize| self.total(std::iter::once(tree.word(at)));
        let range = |low, high, start, end| {
            Some(Count { what, span: tree.span(start, end)?, lower: Some(low), upper: Some(high) })
        };
        if let Some(first) = start.checked_sub(2).filter(|_| joins(start - 1))
            && let Some(low) = alone(first).filter(|low| *low < value)
        {
            return range(low, value, first, end);
        }
        if joins(end)
            && let Some(high) = alone(end + 1).filter(|high| *high > value)
        {
            return range(value, high, start, end + 2);
        }
        let before = |phrases: &[String]| {
            phrases.iter().any(|phrase| {
                let words: Vec<&str> = phrase.split(' ').collect();
                start.checked_sub(words.len()).is_some_and(|from| {
                    words.iter().enumerate().all(|(i, word)| tree.word(from + i) == *word)
                })
            })
        };
        let (lower, upper) = if before(&self.bounds.lower) {
            (Some(value), None)
        } else if before(&self.bounds.upper) {
            (None, Some(value))
        } else if before(&self.bounds.near) {
            (Some(value - value / 10), Some(value.saturating_add(value / 10)))
        } else {
            (Some(value), Some(value))
        };
        Some(Count { what, span: tree.span(start, end)?, lower, upper })
    }

    /// True if the number that begins at `start` has begun before.
    fn goes_on(&self, tree: &Tree<'_>, start: usize) -> bool {
        let (before, word) = (tree.word(start - 1), tree.word(start));
        let digits = |word: &str| word.starts_with(|c: char| c.is_ascii_digit());
        if before == "-" {
            return start > 1 && !digits(word) && !digits(tree.word(start - 2));
        }
        self.value(before).is_some() && !(digits(before) && digits(word))
    }

    /// True for words that multiply what stands before them: "hundred", "million", "dozen".
    fn is_scale(&self, word: &str) -> bool {
        word == "dozen" || self.values.get(word).is_some_and(|value| *value >= 100)
    }

    fn value(&self, word: &str) -> Option<f64> {
        let digits: String = word.chars().filter(|c| *c != ',').collect();
        if digits.starts_with(|c: char| c.is_ascii_digit()) {
            return digits.parse().ok();
        }
        self.values.get(word).map(|value| *value as f64)
    }

    /// The number that words say; none if they say none, or more than anybody counts.
    fn total<'w>(&self, words: impl Iterator<Item = &'w str>) -> Option<u64> {
        let (mut total, mut part, mut any) = (0.0, 0.0, false);
        for word in words {
            let Some(value) = self.value(word) else { continue };
            any = true;
            if self.is_scale(word) && part > 0.0 {
                part *= value;
                if value >= 1000.0 {
                    total += part;
                    part = 0.0;
                }
            } else {
                part += value;
            }
        }
        total += part;
        (any && total < 1e15).then_some(total as u64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_digits_are_numbers() {
        let numbers = Numbers::load(&Data::embedded()).unwrap();
        let total = |text: &str| numbers.total(text.split(' '));
        assert_eq!(total("1.5 million"), Some(1_500_000));
        assert_eq!(total("1,200"), Some(1200));
        assert_eq!(total("two dozen"), Some(24));
        assert_eq!(total("dozen"), Some(12));
        assert_eq!(total("twenty - five thousand"), Some(25_000));
        assert_eq!(total("three hundred two"), Some(302));
        assert_eq!(total("18446744073709551615"), None);
        assert_eq!(total("many"), None);
    }
}
