//! The inflected forms of the verbs that name events.
use std::collections::{HashMap, HashSet};

use crate::lexicon::Verbs;

/// From the forms of the verbs of this stage to their dictionary forms, for those that the language stage does not get right
/// ("looted" is no form of "loote").
#[derive(Debug, Default)]
pub(super) struct Forms {
    of: HashMap<String, String>,
    verbs: HashSet<String>,
}

impl Forms {
    pub fn of<'a>(inflect: &Verbs, verbs: impl Iterator<Item = &'a String>) -> Forms {
        let verbs: HashSet<String> = verbs.cloned().collect();
        let mut of = HashMap::new();
        let mut sorted: Vec<&String> = verbs.iter().collect();
        sorted.sort();
        for verb in sorted {
            for (_, form) in inflect.forms(verb) {
                of.entry(form).or_insert_with(|| verb.clone());
            }
        }
        Forms { of, verbs }
    }

    /// The dictionary form of a word that is a verb, if the one it was given is none.
    pub fn right(&self, word: &str, lemma: &str) -> Option<&str> {
        if self.verbs.contains(lemma) { None } else { self.of.get(word).map(String::as_str) }
    }
}
