//! The types of events, a file each: `data/events/types/*.toml`.
use std::collections::{HashMap, HashSet};

use serde::Deserialize;

use crate::lexicon::{Data, Error, Form, Verbs};

/// A type with its triggers.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Type {
    /// The name: "CONSULT".
    #[serde(rename = "type")]
    pub name: String,
    /// What it means, in a sentence.
    #[allow(dead_code, reason = "for those who read the file; the loader checks that it is there")]
    definition: String,
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

/// Words that name an event, and what must stand around them.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Trigger {
    /// Verbs, in their base form; of several words the first is inflected.
    #[serde(default)]
    pub lemmas: Vec<String>,
    /// Nouns, as they stand.
    #[serde(default)]
    pub words: Vec<String>,
    pub mode: Option<String>,
    /// Where the recipient stands: "object", or after one of these prepositions.
    #[serde(default)]
    pub recipient: HashSet<String>,
    /// One of these must stand among the next words.
    #[serde(default)]
    pub objects: HashSet<String>,
    /// One of these must stand in the subject.
    #[serde(default)]
    pub subjects: HashSet<String>,
    /// One of these must stand right before it.
    #[serde(default)]
    pub before: HashSet<String>,
    /// None of these may stand right before it: "a heart attack".
    #[serde(default)]
    pub not_after: HashSet<String>,
    /// None of these may stand right behind it: "a flood of letters".
    #[serde(default)]
    pub not_before: HashSet<String>,
    /// Both an actor and a recipient must be known.
    #[serde(default)]
    pub needs_both: bool,
    /// An actor must be known.
    #[serde(default)]
    pub needs_actor: bool,
    /// An event even where neither actor nor recipient is known.
    #[serde(default)]
    pub alone: bool,
    /// Whoever stands in the subject is an actor, known or not.
    #[serde(default)]
    pub any_actor: bool,
    /// The recipient, or the actor if there is none, must be a person.
    #[serde(default)]
    pub people: bool,
}

/// A sentence with an event of this type.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(dead_code, reason = "the examples are read by the tests; the loader checks their form")]
pub(super) struct Example {
    pub text: String,
    pub trigger: String,
    #[serde(default)]
    pub actors: Vec<String>,
    #[serde(default)]
    pub recipients: Vec<String>,
    pub status: Option<String>,
}

/// A sentence without one.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(dead_code, reason = "the examples are read by the tests; the loader checks their form")]
pub(super) struct CounterExample {
    pub text: String,
}

/// All triggers, by their first word.
#[derive(Debug)]
pub(super) struct Types {
    pub types: Vec<Type>,
    confidence: HashMap<String, Shares>,
    by_word: HashMap<String, Vec<Entry>>,
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
    /// The form of the verb; none for a noun.
    pub form: Option<Form>,
    /// The words after the first.
    pub rest: Vec<String>,
    /// What must stand around it, in number: "launch" with a missile comes before "launch" alone.
    demands: usize,
}

impl Types {
    pub fn load(data: &Data, verbs: &Verbs) -> Result<Types, Error> {
        let files: Vec<&str> = data.below("events/types/").map(|(name, _)| name).collect();
        let types: Vec<Type> = files.into_iter().map(|name| data.toml(name)).collect::<Result<_, _>>()?;
        let mut by_word: HashMap<String, Vec<Entry>> = HashMap::new();
        let mut add = |phrase: &str, of_type: usize, trigger: usize, form: Option<Form>, first: String| {
            let rest = phrase.split(' ').skip(1).map(str::to_owned).collect();
            let kind = &types[of_type];
            let of = if form.is_some() { &kind.verb[trigger] } else { &kind.noun[trigger] };
            let demands =
                [&of.objects, &of.subjects, &of.before].iter().filter(|set| !set.is_empty()).count();
            by_word.entry(first).or_default().push(Entry { of_type, trigger, form, rest, demands });
        };
        for (t, kind) in types.iter().enumerate() {
            for (i, trigger) in kind.verb.iter().enumerate() {
                for lemma in &trigger.lemmas {
                    let first = lemma.split(' ').next().unwrap_or(lemma);
                    let mut seen = HashSet::new();
                    for (form, word) in verbs.forms(first) {
                        // "shot" is one entry, past and participle in one.
                        if seen.insert(word.clone()) {
                            add(lemma, t, i, Some(form), word);
                        }
                    }
                }
            }
            for (i, trigger) in kind.noun.iter().enumerate() {
                for word in &trigger.words {
                    add(word, t, i, None, word.split(' ').next().unwrap_or(word).to_owned());
                }
            }
        }
        // The longest phrase first: "pull out" before "pull".
        for entries in by_word.values_mut() {
            entries.sort_by_key(|entry| std::cmp::Reverse((entry.rest.len(), entry.demands)));
        }
        let confidence: HashMap<String, Shares> = data.toml("events/confidence.toml")?;
        if !confidence.contains_key("default") {
            let message = "there is no entry `default`".to_owned();
            return Err(Error { file: "events/confidence.toml".to_owned(), line: 0, message });
        }
        Ok(Types { types, confidence, by_word })
    }

    /// The entries that begin with a word in lower case, the longest first.
    pub fn entries(&self, word: &str) -> &[Entry] {
        self.by_word.get(word).map_or(&[], Vec::as_slice)
    }

    /// The share of events of a type that are right, with one or both sides known.
    pub fn confidence(&self, kind: &str, known: usize) -> f32 {
        let shares = self.confidence.get(kind).or_else(|| self.confidence.get("default"));
        shares.map_or(0.0, |shares| if known > 1 { shares.both } else { shares.one })
    }

    pub fn trigger(&self, entry: &Entry) -> &Trigger {
        let kind = &self.types[entry.of_type];
        if entry.form.is_some() { &kind.verb[entry.trigger] } else { &kind.noun[entry.trigger] }
    }
}
