//! What the text says of an event's truth, from the words before its trigger: `data/events/status.toml`.
use std::collections::HashMap;

use serde::Deserialize;

use super::clause::Clause;
use crate::doc::Status;
use crate::lexicon::{Data, Error, Verbs};

/// The phrases, by their first word.
#[derive(Debug)]
pub(super) struct StatusWords {
    by_word: HashMap<String, Vec<(Says, Vec<String>)>>,
    light: HashMap<String, Vec<String>>,
}

/// What a phrase says, the most telling first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Says {
    Denied,
    Negated,
    Possible,
    Planned,
    Drill,
    Historical,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    denied: Vec<String>,
    negated: Vec<String>,
    possible: Vec<String>,
    planned: Vec<String>,
    drill: Vec<String>,
    historical: Vec<String>,
    light: Vec<String>,
}

impl StatusWords {
    pub fn load(data: &Data, verbs: &Verbs) -> Result<StatusWords, Error> {
        let file: File = data.toml("events/status.toml")?;
        let lists = [
            (file.denied, Says::Denied),
            (file.negated, Says::Negated),
            (file.possible, Says::Possible),
            (file.planned, Says::Planned),
            (file.drill, Says::Drill),
            (file.historical, Says::Historical),
        ];
        let mut by_word: HashMap<String, Vec<(Says, Vec<String>)>> = HashMap::new();
        for (list, says) in lists {
            for phrase in list {
                for (first, rest) in inflected(verbs, &phrase) {
                    by_word.entry(first).or_default().push((says, rest));
                }
            }
        }
        let mut light: HashMap<String, Vec<String>> = HashMap::new();
        for lemma in file.light {
            for (first, rest) in inflected(verbs, &format!("~{lemma}")) {
                light.entry(first).or_insert(rest);
            }
        }
        Ok(StatusWords { by_word, light })
    }

    /// What the phrase that begins at a word says, if one does.
    pub fn at(&self, clause: &Clause<'_>, at: usize) -> Option<Says> {
        let phrases = self.by_word.get(clause.word(at))?;
        let fits = |rest: &[String]| rest.iter().enumerate().all(|(i, word)| clause.word(at + 1 + i) == word);
        phrases.iter().filter(|(_, rest)| fits(rest)).map(|(says, _)| *says).min()
    }

    /// True if a verb that only carries an event noun stands there: "make", "carry out".
    pub fn is_light(&self, clause: &Clause<'_>, at: usize) -> bool {
        self.light
            .get(clause.word(at))
            .is_some_and(|rest| rest.iter().enumerate().all(|(i, word)| clause.word(at + 1 + i) == word))
    }
}

impl Says {
    pub fn status(self) -> Option<Status> {
        match self {
            Says::Denied => Some(Status::Denied),
            Says::Negated => Some(Status::Negated),
            Says::Possible => Some(Status::Possible),
            Says::Planned => Some(Status::Planned),
            Says::Drill | Says::Historical => None,
        }
    }
}

/// The ways to write a phrase, each as its first word and the rest.
fn inflected(verbs: &Verbs, phrase: &str) -> Vec<(String, Vec<String>)> {
    let bare = phrase.strip_prefix('~');
    let mut words = bare.unwrap_or(phrase).split(' ').map(str::to_owned);
    let first = words.next().unwrap_or_default();
    let rest: Vec<String> = words.collect();
    match bare {
        None => vec![(first, rest)],
        Some(_) => {
            let mut forms: Vec<String> = verbs.forms(&first).into_iter().map(|(_, form)| form).collect();
            forms.dedup();
            forms.into_iter().map(|form| (form, rest.clone())).collect()
        }
    }
}
