//! The words around places: `data/places/context.toml`.
use std::collections::HashSet;

use serde::Deserialize;

/// Classes of words; the file says what each is for.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Context {
    pub before: HashSet<String>,
    pub modifiers: HashSet<String>,
    pub titles: HashSet<String>,
    pub organisations: HashSet<String>,
    pub people: HashSet<String>,
    pub acting: HashSet<String>,
    pub common: HashSet<String>,
    pub never: HashSet<String>,
    pub adjectives: HashSet<String>,
    pub directions: HashSet<String>,
    pub locative: HashSet<String>,
    pub settlements: HashSet<String>,
    pub civic: HashSet<String>,
    pub states: HashSet<String>,
    pub locals: HashSet<String>,
    pub areas: HashSet<String>,
    pub natural: HashSet<String>,
    pub roads: HashSet<String>,
    pub facilities: HashSet<String>,
}

impl Context {
    /// True for the last word of a spot on the map: "Creek", "Street", "University".
    pub fn is_spot(&self, word: &str) -> bool {
        [&self.natural, &self.roads, &self.facilities].iter().any(|kind| kind.contains(word))
    }

    /// True for a word that only says what a place is: those of spots, and "Province".
    pub fn is_kind(&self, word: &str) -> bool {
        self.areas.contains(word) || self.is_spot(word)
    }
}
