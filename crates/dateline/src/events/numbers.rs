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
        while start > 0 && (self.value(tree.word(start - 1)).is_some() || tree.word(start - 1) == "-") {
            start -= 1;
        }
        let mut end = head + 1;
        while self.value(tree.word(end)).is_some_and(|value| value >= 100) {
            end += 1;
        }
        let value = match self.many.get(tree.word(head)) {
            Some(many) => {
                let span = tree.span(head, head + 1)?;
                return Some(Count { what, span, lower: Some(*many), upper: None });
            }
            None => self.total((start..end).map(|at| tree.word(at)))?,
        };
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
            (Some(value - value / 10), Some(value + value / 10))
        } else {
            (Some(value), Some(value))
        };
        Some(Count { what, span: tree.span(start, end)?, lower, upper })
    }

    fn value(&self, word: &str) -> Option<u64> {
        let digits: String = word.chars().filter(|c| *c != ',').collect();
        if digits.starts_with(|c: char| c.is_ascii_digit()) {
            return digits.split('.').next()?.parse().ok();
        }
        self.values.get(word).copied()
    }

    fn total<'w>(&self, words: impl Iterator<Item = &'w str>) -> Option<u64> {
        let (mut total, mut part, mut any) = (0u64, 0u64, false);
        for value in words.filter_map(|word| self.value(word)) {
            any = true;
            if value >= 100 && part > 0 {
                part = part.checked_mul(value)?;
                if value >= 1000 {
                    total = total.checked_add(part)?;
                    part = 0;
                }
            } else {
                part = part.checked_add(value)?;
            }
        }
        total.checked_add(part).filter(|_| any)
    }
}
