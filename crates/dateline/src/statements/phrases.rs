//! Fixed phrases of several words, looked up by the first of them.
use std::collections::HashMap;

use serde::Deserialize;

use super::view::View;

/// A list of phrases; where several begin with the same word, the first of them that is there is the one.
#[derive(Debug, Deserialize)]
#[serde(from = "Vec<String>")]
pub(super) struct Phrases {
    /// By the first word, the words behind it.
    behind: HashMap<String, Vec<Vec<String>>>,
}

impl From<Vec<String>> for Phrases {
    fn from(list: Vec<String>) -> Phrases {
        let mut behind: HashMap<String, Vec<Vec<String>>> = HashMap::new();
        for phrase in list {
            let mut words = phrase.split(' ').map(str::to_owned);
            let first = words.next().unwrap_or_default();
            behind.entry(first).or_default().push(words.collect());
        }
        Phrases { behind }
    }
}

impl Phrases {
    /// The number of words of the phrase that begins at `at`, outside of quotations.
    pub fn at(&self, view: &View<'_>, at: usize) -> Option<usize> {
        let first = view.get(at).filter(|word| word.quotation == 0)?;
        let here = |rest: &&Vec<String>| rest.iter().zip(at + 1..).all(|(word, at)| view.is(at, word));
        self.behind.get(&first.lower)?.iter().find(here).map(|rest| 1 + rest.len())
    }
}
