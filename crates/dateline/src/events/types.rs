//! The types of events and the words that name them: `data/events/types/`, one file a type.
use std::collections::HashMap;

use serde::Deserialize;

use super::forms::Forms;
use super::tree::Tree;
use super::wanted::Words;
use crate::lexicon::{Data, Error, Verbs};

/// A type of event: a file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Type {
    #[serde(rename = "type")]
    pub name: String,
    /// In a sentence, for people.
    #[allow(dead_code, reason = "read by people; the loader checks that it is there")]
    definition: String,
    /// Nobody does it: an earthquake has no actors.
    #[serde(default)]
    pub by_nobody: bool,
    #[serde(default)]
    pub verb: Vec<Trigger>,
    #[serde(default)]
    pub noun: Vec<Trigger>,
    #[serde(default)]
    #[allow(dead_code, reason = "read by the tests; the loader checks the form")]
    pub example: Vec<Example>,
    #[serde(default)]
    #[allow(dead_code, reason = "read by the tests; the loader checks the form")]
    pub counter_example: Vec<CounterExample>,
}

/// The names of all types as records have them, in the order of the alphabet.
///
/// # Errors
///
/// If a file has none.
pub fn type_names(data: &Data) -> Result<Vec<String>, Error> {
    #[derive(Deserialize)]
    struct Head {
        #[serde(rename = "type")]
        name: String,
    }
    data.below("events/types/").map(|(file, _)| Ok(data.toml::<Head>(file)?.name)).collect()
}

/// Words that name an event, and what must stand around them.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Trigger {
    /// Dictionary forms. Behind a verb, a particle or a preposition may follow ("call on"); before a noun, its
    /// compounds ("air strike").
    pub lemmas: Vec<String>,
    pub mode: Option<String>,
    /// Where the recipient stands: "object", "subject" (of the clause that is asked for), or behind a preposition.
    #[serde(default)]
    pub recipient: Vec<String>,
    /// The object must be one of these.
    #[serde(default)]
    pub objects: Words,
    /// The object may not be one of these.
    #[serde(default)]
    pub not_objects: Words,
    /// The subject must be one of these.
    #[serde(default)]
    pub subjects: Words,
    /// A passive without an agent has no subject to fit: "shops were looted".
    #[serde(default)]
    pub agentless: bool,
    /// The subject may not be one of these.
    #[serde(default)]
    pub not_subjects: Words,
    /// One of these must depend on it, as an object, behind a preposition or as a modifier.
    #[serde(default)]
    pub with: Words,
    /// None of these may depend on it.
    #[serde(default)]
    pub without: Words,
    /// A passive without an agent is of another type if the sentence has one of these: "was killed when the river flooded".
    #[serde(default)]
    pub unless: Words,
    /// Unless it has one of these as well: "by a rocket during the flood".
    #[serde(default)]
    pub but: Words,
    /// A noun must be the object of one of these verbs: "sign" an agreement.
    #[serde(default)]
    pub carried_by: Words,
    /// Which participants must be known.
    #[serde(default)]
    pub needs: Needs,
    /// It is an adjective: "is ready to".
    #[serde(default)]
    pub adjective: bool,
    /// It may not govern a clause: who "helps people to buy" gives no aid.
    #[serde(default)]
    pub alone: bool,
    /// Whose a noun is, is to whom it was done: "his arrest".
    #[serde(default)]
    pub suffered: bool,
    /// Whoever acts in common is actor and recipient: "Peru and Chile agreed".
    #[serde(default)]
    pub mutual: bool,
    /// What "of" stands for behind a noun; a recipient unless said otherwise.
    #[serde(default)]
    pub of: Of,
}

/// Which participants must be known for an event.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Needs {
    None,
    #[default]
    Either,
    Actor,
    Recipient,
    Both,
}

/// What "of" stands for behind a noun.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Of {
    Actor,
    #[default]
    Recipient,
    Nothing,
}

/// Words that are prepositions more often than particles, unless they follow the verb.
const PARTICLES: [&str; 6] = ["in", "by", "up", "off", "out", "down"];

/// A sentence with an event of this type.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(dead_code, reason = "the examples are read by the tests; the loader checks their form")]
pub(super) struct Example {
    pub text: String,
    pub trigger: String,
    /// Countries or words of the actors.
    #[serde(default)]
    pub actors: Vec<String>,
    #[serde(default)]
    pub recipients: Vec<String>,
    pub status: Option<String>,
    pub mode: Option<String>,
}

/// A sentence without one.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(dead_code, reason = "the examples are read by the tests; the loader checks their form")]
pub(super) struct CounterExample {
    pub text: String,
}

/// All triggers, by the dictionary form of their main word.
#[derive(Debug)]
pub(super) struct Types {
    pub types: Vec<Type>,
    confidence: HashMap<String, Shares>,
    verbs: HashMap<String, Vec<Entry>>,
    nouns: HashMap<String, Vec<Entry>>,
    /// The inflected forms of the verbs.
    pub forms: Forms,
}

/// How often events of a type are right, by what is known of them: measured, see `data/events/confidence.toml`.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Shares {
    one: f32,
    both: f32,
}

/// A way to write a trigger.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub of_type: usize,
    /// The index among its verbs or nouns.
    pub trigger: usize,
    pub is_verb: bool,
    /// The words after a verb, or before a noun.
    rest: Vec<String>,
    /// What must stand around it, in number: "launch" with a missile comes before "launch" alone.
    demands: usize,
}

impl Types {
    pub fn load(data: &Data) -> Result<Types, Error> {
        let classes: HashMap<String, Vec<String>> = data.toml("events/classes.toml")?;
        let files: Vec<&str> = data.below("events/types/").map(|(name, _)| name).collect();
        let mut types: Vec<Type> = Vec::new();
        for file in files {
            let mut kind: Type = data.toml(file)?;
            for trigger in kind.verb.iter_mut().chain(&mut kind.noun) {
                trigger.resolve(&classes).map_err(|message| wrong(file, message))?;
            }
            types.push(kind);
        }
        let confidence: HashMap<String, Shares> = data.toml("events/confidence.toml")?;
        if !confidence.contains_key("default") {
            return Err(wrong("events/confidence.toml", "there is no entry `default`".to_owned()));
        }
        let verbs = entries(&types, true);
        let nouns = entries(&types, false);
        let forms = Forms::of(&Verbs::load(data)?, verbs.keys());
        Ok(Types { types, confidence, verbs, nouns, forms })
    }

    /// The entries whose words stand at a token, the most demanding first.
    pub fn at<'a: 't, 't>(&'a self, tree: &'t Tree<'_>, at: usize) -> impl Iterator<Item = &'a Entry> + 't {
        // "her murdered son" tells of the son.
        let adjective = !tree.is_verb(at) && tree.upos(at) == "ADJ";
        let entries = if tree.rel(at) == "amod" {
            None
        } else if tree.is_verb(at) || adjective {
            self.verbs.get(tree.lemma(at))
        } else if matches!(tree.upos(at), "NOUN" | "PROPN") {
            self.nouns.get(tree.lemma(at))
        } else {
            None
        };
        let of_kind = move |entry: &&Entry| !adjective || self.trigger(entry).adjective;
        entries.into_iter().flatten().filter(of_kind).filter(move |entry| entry.stands(tree, at))
    }

    /// The entry of drills, which forces do by themselves.
    pub fn drill(&self) -> Option<&Entry> {
        self.nouns.get("drill")?.iter().find(|entry| self.types[entry.of_type].name == "MOBILIZE")
    }

    /// The share of events of a type that are right, with one or both sides known.
    pub fn confidence(&self, kind: &str, known: usize) -> f32 {
        let shares = self.confidence.get(kind).or_else(|| self.confidence.get("default"));
        shares.map_or(0.0, |shares| if known > 1 { shares.both } else { shares.one })
    }

    pub fn trigger(&self, entry: &Entry) -> &Trigger {
        let kind = &self.types[entry.of_type];
        if entry.is_verb { &kind.verb[entry.trigger] } else { &kind.noun[entry.trigger] }
    }
}

impl Trigger {
    fn resolve(&mut self, classes: &HashMap<String, Vec<String>>) -> Result<(), String> {
        for words in [
            &mut self.objects,
            &mut self.not_objects,
            &mut self.subjects,
            &mut self.not_subjects,
            &mut self.with,
            &mut self.without,
            &mut self.unless,
            &mut self.but,
            &mut self.carried_by,
        ] {
            words.resolve(classes)?;
        }
        Ok(())
    }

    fn demands(&self) -> usize {
        [&self.objects, &self.subjects, &self.with, &self.carried_by]
            .iter()
            .filter(|words| !words.is_empty())
            .count()
    }
}

impl Entry {
    /// The preposition or particle that ends a verb's words.
    pub fn last(&self) -> Option<&str> {
        self.rest.last().map(String::as_str).filter(|_| self.is_verb)
    }

    fn stands(&self, tree: &Tree<'_>, at: usize) -> bool {
        if self.rest.is_empty() {
            return true;
        }
        if !self.is_verb {
            let Some(start) = at.checked_sub(self.rest.len()) else { return false };
            return self
                .rest
                .iter()
                .enumerate()
                .all(|(i, word)| tree.word(start + i) == word || tree.lemma(start + i) == word);
        }
        let adjacent = self
            .rest
            .iter()
            .enumerate()
            .all(|(i, word)| tree.word(at + 1 + i) == word || tree.lemma(at + 1 + i) == word);
        adjacent
            || match self.rest.as_slice() {
                [one] => tree.kids(at).any(|kid| match tree.rel(kid) {
                    "compound:prt" => tree.word(kid) == one,
                    // "took her to a hospital in Lima" is no "take in".
                    rel if rel.starts_with("obl") => {
                        tree.case(kid) == one && !PARTICLES.contains(&one.as_str())
                    }
                    _ => false,
                }),
                _ => false,
            }
    }
}

fn wrong(file: &str, message: String) -> Error {
    Error { file: file.to_owned(), line: 0, message }
}

fn entries(types: &[Type], is_verb: bool) -> HashMap<String, Vec<Entry>> {
    let mut by_word: HashMap<String, Vec<Entry>> = HashMap::new();
    for (of_type, kind) in types.iter().enumerate() {
        for (index, trigger) in if is_verb { &kind.verb } else { &kind.noun }.iter().enumerate() {
            for phrase in &trigger.lemmas {
                let mut rest: Vec<String> = phrase.split(' ').map(str::to_owned).collect();
                let main = if is_verb { rest.remove(0) } else { rest.pop().unwrap_or_default() };
                let demands = trigger.demands();
                let entry = Entry { of_type, trigger: index, is_verb, rest, demands };
                by_word.entry(main).or_default().push(entry);
            }
        }
    }
    for entries in by_word.values_mut() {
        entries.sort_by_key(|entry| std::cmp::Reverse((entry.rest.len(), entry.demands)));
    }
    by_word
}
