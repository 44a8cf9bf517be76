//! A name that was found, before it belongs to an entity.
use super::lexicon::Hit;
use super::rules::Gender;
use crate::doc::EntityKind;

/// A name found at the words `first..end`.
#[derive(Clone, Debug)]
pub(super) struct Found {
    pub first: usize,
    pub end: usize,
    /// None if only the rest of the document can tell.
    pub kind: Option<EntityKind>,
    /// What the language model takes it for, if nothing else tells.
    pub guess: Option<EntityKind>,
    /// The list entry that it names, if it is from a list.
    pub hit: Option<Hit>,
    pub rule: &'static str,
    /// For persons: the words of the role.
    pub role: Option<(usize, usize)>,
    /// The noun of the role.
    pub noun: Option<u32>,
    /// The home that the words around tell.
    pub country: Option<String>,
    pub gender: Gender,
    /// The sentence.
    pub line: usize,
}

impl Found {
    pub fn plain(first: usize, end: usize, kind: EntityKind, rule: &'static str) -> Found {
        Found {
            first,
            end,
            kind: Some(kind),
            guess: None,
            hit: None,
            rule,
            role: None,
            noun: None,
            country: None,
            gender: Gender::Open,
            line: 0,
        }
    }

    /// Capitals of which only the rest of the document can tell what they are. `plain`: they may be a person's name.
    pub fn unknown(first: usize, end: usize, plain: bool) -> Found {
        let rule = if plain { Found::MAY_BE_PERSON } else { "entities/unknown" };
        Found { kind: None, ..Found::plain(first, end, EntityKind::Person, rule) }
    }

    pub const MAY_BE_PERSON: &str = "entities/unknown-plain";

    pub fn is(&self, kind: EntityKind) -> bool {
        self.kind == Some(kind)
    }
}
