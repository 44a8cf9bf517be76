//! What may stand beside a word that names an event: dictionary forms, classes of them, and kinds of entities.
use std::collections::{HashMap, HashSet};

use serde::Deserialize;

use super::tree::Tree;
use crate::doc::EntityKind;

/// Dictionary forms; "@people" in a file stands for a class of `data/events/classes.toml`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(transparent)]
pub(super) struct Words(HashSet<String>);

impl Words {
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// True if the word at a token is among them, or, for "@person", a mention of that kind.
    pub fn has(&self, tree: &Tree<'_>, at: usize) -> bool {
        let named = tree.mention(at).filter(|mention| mention.is_name || tree.upos(at) == "PRON");
        let kind = named.map(|mention| mention.kind);
        tree.forms(at).iter().any(|form| self.0.contains(*form))
            || KINDS.iter().any(|(name, of)| Some(*of) == kind && self.0.contains(*name))
            || self.0.contains(ANY)
    }

    /// True for a list that has those who hold office, whatever they are called.
    pub fn wants_official(&self) -> bool {
        self.0.contains(OFFICIAL)
    }

    /// True for a list that has forces and those who fight them, whatever they are called.
    pub fn wants_armed(&self) -> bool {
        self.0.contains(ARMED)
    }

    /// True for a list that has whoever can act or suffer.
    pub fn wants_somebody(&self) -> bool {
        self.0.contains(SOMEBODY)
    }

    /// True for a list that has people, of whatever sector.
    pub fn wants_people(&self) -> bool {
        self.0.contains(HUMAN)
    }

    /// Puts the words of the classes in the place of their names.
    pub fn resolve(&mut self, classes: &HashMap<String, Vec<String>>) -> Result<(), String> {
        let is_class = |word: &str| {
            word.starts_with('@')
                && ![ANY, OFFICIAL, ARMED, SOMEBODY, HUMAN].contains(&word)
                && !KINDS.iter().any(|(name, _)| *name == word)
        };
        let names: Vec<String> = self.0.iter().filter(|word| is_class(word)).cloned().collect();
        for name in names {
            self.0.remove(&name);
            let class = classes.get(&name[1..]).ok_or_else(|| format!("there is no class `{name}`"))?;
            self.0.extend(class.iter().cloned());
        }
        Ok(())
    }
}

/// Names for the kinds of entities, beside the classes of the file.
const KINDS: [(&str, EntityKind); 3] = [
    ("@person", EntityKind::Person),
    ("@country", EntityKind::Country),
    ("@weapon_name", EntityKind::Weapon),
];

/// Whoever can act or suffer.
const SOMEBODY: &str = "@somebody";

/// People, not companies or countries.
const HUMAN: &str = "@human";

/// Forces, and those who fight them.
const ARMED: &str = "@armed";

/// Who holds office.
const OFFICIAL: &str = "@official";

/// Whatever it is, but there.
const ANY: &str = "@any";
