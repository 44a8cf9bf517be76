//! The words that bear on status, and what each makes of what it governs.
use std::collections::{HashMap, HashSet};

use serde::Deserialize;

use super::super::tree::Tree;
use crate::doc::Status;
use crate::lexicon::{Data, Error};

/// The lists of `data/events/status.toml`, by word.
#[derive(Debug)]
pub(in super::super) struct StatusWords {
    modals: HashMap<String, Status>,
    adverbs: HashMap<String, Status>,
    adjectives: HashMap<String, Status>,
    nobody: HashSet<String>,
    marks: HashMap<String, Status>,
    drills: HashSet<String>,
    historical: HashSet<String>,
    carriers: HashSet<String>,
    embeds: Vec<Embed>,
    by_word: HashMap<String, Vec<usize>>,
}

/// What a word makes of the status of what it governs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Signature {
    /// Where the word itself is asserted, and where it is negated.
    Turns {
        positive: Status,
        negative: Status,
    },
    Always(Status),
}

/// What a word governs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Takes {
    Clause,
    Object,
    Subject,
}

#[derive(Debug)]
struct Embed {
    signature: Signature,
    takes: Vec<Takes>,
    behind: Vec<String>,
    marks: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    modals: HashMap<String, Value>,
    adverbs: HashMap<String, Value>,
    adjectives: HashMap<String, Value>,
    nobody: HashSet<String>,
    marks: HashMap<String, Value>,
    drills: HashSet<String>,
    historical: HashSet<String>,
    carriers: HashSet<String>,
    embed: Vec<Entry>,
    #[allow(dead_code, reason = "read by the tests; the loader checks the form")]
    example: Vec<Example>,
}

/// A sentence, a word of it, and what the sentence says of it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(dead_code, reason = "read by the tests; the loader checks the form")]
pub(in super::super) struct Example {
    pub text: String,
    pub word: String,
    pub status: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    words: Vec<String>,
    positive: Option<Value>,
    negative: Option<Value>,
    always: Option<Value>,
    takes: Option<Vec<Takes>>,
    #[serde(default)]
    behind: Vec<String>,
    #[serde(default)]
    marks: Vec<String>,
}

/// A status as the file names it.
#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Value {
    True,
    Possible,
    Planned,
    Denied,
    Negated,
}

impl From<Value> for Status {
    fn from(value: Value) -> Status {
        match value {
            Value::True => Status::Asserted,
            Value::Possible => Status::Possible,
            Value::Planned => Status::Planned,
            Value::Denied => Status::Denied,
            Value::Negated => Status::Negated,
        }
    }
}

impl StatusWords {
    pub fn load(data: &Data) -> Result<StatusWords, Error> {
        const FILE: &str = "events/status.toml";
        let file: File = data.toml(FILE)?;
        let of =
            |map: HashMap<String, Value>| map.into_iter().map(|(word, value)| (word, value.into())).collect();
        let (mut embeds, mut by_word) = (Vec::new(), HashMap::<String, Vec<usize>>::new());
        for entry in file.embed {
            let signature = match (entry.always, entry.positive, entry.negative) {
                (Some(always), None, None) => Signature::Always(always.into()),
                (None, Some(positive), Some(negative)) => {
                    Signature::Turns { positive: positive.into(), negative: negative.into() }
                }
                _ => {
                    let message =
                        format!("`{}`: give `always`, or `positive` and `negative`", entry.words.join(", "));
                    return Err(Error { file: FILE.to_owned(), line: 0, message });
                }
            };
            for word in entry.words {
                by_word.entry(word).or_default().push(embeds.len());
            }
            let takes = entry.takes.unwrap_or_else(|| vec![Takes::Clause, Takes::Object]);
            embeds.push(Embed { signature, takes, behind: entry.behind, marks: entry.marks });
        }
        Ok(StatusWords {
            modals: of(file.modals),
            adverbs: of(file.adverbs),
            adjectives: of(file.adjectives),
            nobody: file.nobody,
            marks: of(file.marks),
            drills: file.drills,
            historical: file.historical,
            carriers: file.carriers,
            embeds,
            by_word,
        })
    }

    /// The examples of the file.
    #[cfg(test)]
    pub fn examples(data: &Data) -> Result<Vec<Example>, Error> {
        Ok(data.toml::<File>("events/status.toml")?.example)
    }

    pub(super) fn modal(&self, word: &str) -> Option<Status> {
        self.modals.get(word).copied()
    }

    pub(super) fn adverb(&self, word: &str) -> Option<Status> {
        self.adverbs.get(word).copied()
    }

    pub(super) fn adjective(&self, tree: &Tree<'_>, at: usize) -> Option<Status> {
        self.adjectives.get(tree.word(at)).copied()
    }

    pub(super) fn mark(&self, word: &str) -> Option<Status> {
        self.marks.get(word).copied()
    }

    pub(super) fn is_nobody(&self, word: &str) -> bool {
        self.nobody.contains(word)
    }

    /// True for words of a drill: "simulated".
    pub fn is_drill(&self, word: &str) -> bool {
        self.drills.contains(word)
    }

    /// True for words of times long past: "anniversary".
    pub fn is_historical(&self, word: &str) -> bool {
        self.historical.contains(word)
    }

    /// True for verbs that make their object happen: "hold" the talks.
    pub(super) fn carries(&self, lemma: &str) -> bool {
        self.carriers.contains(lemma)
    }

    /// What the word at `head` makes of `kid`, which it governs as `takes` says.
    pub(super) fn embed(&self, tree: &Tree<'_>, head: usize, kid: usize, takes: Takes) -> Option<Signature> {
        let particle = tree.kids(head).find(|k| {
            tree.rel(*k) == "compound:prt"
                || *k == head + 1 && matches!(tree.rel(*k), "advmod" | "xcomp" | "case")
        });
        let phrase = particle.map(|p| format!("{} {}", tree.lemma(head), tree.word(p)));
        let forms = [phrase.as_deref(), Some(tree.word(head)), Some(tree.lemma(head))];
        let found = forms.into_iter().flatten().filter_map(|form| self.by_word.get(form)).flatten();
        found
            .map(|index| &self.embeds[*index])
            .find(|embed| embed.fits(tree, kid, takes))
            .map(|e| e.signature)
    }
}

impl Embed {
    fn fits(&self, tree: &Tree<'_>, kid: usize, takes: Takes) -> bool {
        if !self.takes.contains(&takes) {
            return false;
        }
        let case = tree.case(kid);
        match takes {
            Takes::Clause => self.marks.is_empty() || self.marks.iter().any(|mark| mark == case),
            Takes::Object => match tree.rel(kid) {
                "obl" if case.is_empty() => true,
                "obl" | "nmod" => self.behind.iter().any(|word| word == case),
                _ => true,
            },
            Takes::Subject => true,
        }
    }
}
