//! The dictionary: words with the classes they belong to, from `data/times/words.toml`.
use std::collections::{BTreeMap, HashMap};

use serde::Deserialize;

use super::lex::UNKNOWN;
use crate::lexicon::{Data, Error};

/// All words that a class or a pattern names.
#[derive(Debug)]
pub(super) struct Words {
    ids: HashMap<Box<str>, u16>,
    entries: Vec<Entry>,
    classes: Vec<String>,
    cases: Vec<Option<bool>>,
    /// Entries that are the same mark in another shape.
    same: HashMap<char, char>,
}

/// A word.
#[derive(Debug, Default)]
pub(super) struct Entry {
    /// The classes that it belongs to, with what it means there.
    pub meanings: Vec<(u8, Meaning)>,
    /// True if it may be written with a full stop: "Sept."
    pub abbreviation: bool,
    /// The pattern sequences that can begin with it.
    pub starts: Vec<u16>,
}

/// What a word of a class means.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
pub(super) enum Meaning {
    /// "July" is 7.
    Number(i64),
    /// "fortnight" is `week`.
    Text(Box<str>),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    same: BTreeMap<char, char>,
    class: BTreeMap<String, Class>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Class {
    /// True if its words are written with a capital, false if never.
    capital: Option<bool>,
    #[serde(default)]
    words: BTreeMap<String, Meaning>,
    #[serde(default)]
    abbreviations: BTreeMap<String, Meaning>,
}

impl Words {
    pub fn load(data: &Data, file: &str) -> Result<Words, Error> {
        let read: File = data.toml(file)?;
        let mut words = Words {
            ids: HashMap::new(),
            entries: vec![Entry::default()],
            classes: Vec::new(),
            cases: Vec::new(),
            same: read.same.into_iter().collect(),
        };
        for (name, class) in read.class {
            let id = words.classes.len() as u8;
            words.classes.push(name);
            words.cases.push(class.capital);
            let whole = class.words.into_iter().map(|(word, meaning)| (word, meaning, false));
            let short = class.abbreviations.into_iter().map(|(word, meaning)| (word, meaning, true));
            for (word, meaning, abbreviation) in whole.chain(short) {
                let entry = words.add(&word);
                if let Some(entry) = words.entries.get_mut(entry as usize) {
                    entry.meanings.push((id, meaning));
                    entry.abbreviation |= abbreviation;
                }
            }
        }
        Ok(words)
    }

    /// The entry of a word in lower case.
    pub fn entry(&self, word: &str) -> u16 {
        if let Some(id) = self.ids.get(word) {
            return *id;
        }
        let mut chars = word.chars();
        match (chars.next().and_then(|c| self.same.get(&c)), chars.next()) {
            (Some(same), None) => self.ids.get(same.to_string().as_str()).copied().unwrap_or(UNKNOWN),
            _ => UNKNOWN,
        }
    }

    /// The entry of a word, made if there is none.
    pub fn add(&mut self, word: &str) -> u16 {
        if let Some(id) = self.ids.get(word) {
            return *id;
        }
        let id = self.entries.len() as u16;
        self.ids.insert(word.into(), id);
        self.entries.push(Entry::default());
        id
    }

    /// What is known about an entry.
    pub fn get(&self, entry: u16) -> Option<&Entry> {
        self.entries.get(entry as usize)
    }

    /// The entries, to be pointed at pattern sequences.
    pub fn entries_mut(&mut self) -> &mut [Entry] {
        &mut self.entries
    }

    /// The number of entries.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// The id of a class.
    pub fn class(&self, name: &str) -> Option<u8> {
        self.classes.iter().position(|class| class == name).map(|id| id as u8)
    }

    /// What an entry means in a class.
    pub fn meaning(&self, entry: u16, class: u8) -> Option<&Meaning> {
        self.get(entry)?.meanings.iter().find(|(id, _)| *id == class).map(|(_, meaning)| meaning)
    }

    /// Whether the words of a class are written with a capital, or never; none if it does not matter.
    pub fn case(&self, class: u8) -> Option<bool> {
        self.cases.get(class as usize).copied().flatten()
    }
}

impl Meaning {
    /// The number.
    pub fn number(&self) -> Option<i64> {
        match self {
            Meaning::Number(n) => Some(*n),
            Meaning::Text(_) => None,
        }
    }

    /// The text.
    pub fn text(&self) -> Option<&str> {
        match self {
            Meaning::Number(_) => None,
            Meaning::Text(text) => Some(text),
        }
    }
}
