//! What tags and words say of tense, mood, number and person.
use std::collections::HashMap;

use serde::Deserialize;

use crate::doc::Features;
use crate::lexicon::{Data, Error};

const FILE: &str = "language/features.toml";

/// The file `language/features.toml`.
#[derive(Debug)]
pub struct FeatureRules {
    tags: HashMap<String, Features>,
    words: HashMap<String, HashMap<String, Features>>,
    imperative: Imperative,
    command: Features,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    tags: HashMap<String, String>,
    words: HashMap<String, HashMap<String, String>>,
    imperative: Imperative,
    #[serde(rename = "example")]
    examples: Vec<Example>,
}

/// What makes a base form a command.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Imperative {
    tag: String,
    relation: String,
    without: Vec<String>,
    features: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Example {
    word: String,
    upos: String,
    tag: String,
    features: String,
}

impl FeatureRules {
    /// Reads the file.
    pub fn load(data: &Data) -> Result<FeatureRules, Error> {
        let file: File = data.toml(FILE)?;
        let table = |table: HashMap<String, String>| {
            let entries = table.into_iter().map(|(word, text)| Ok((word, parse(&text)?)));
            entries.collect::<Result<HashMap<_, _>, Error>>()
        };
        let words = file.words.into_iter().map(|(upos, words)| Ok((upos, table(words)?)));
        let rules = FeatureRules {
            words: words.collect::<Result<_, Error>>()?,
            tags: table(file.tags)?,
            command: parse(&file.imperative.features)?,
            imperative: file.imperative,
        };
        for example in file.examples {
            let found = rules.of(&example.word, &example.upos, &example.tag);
            if found != parse(&example.features)? {
                return Err(wrong(&format!("the example `{}` has `{found}`", example.word)));
            }
        }
        Ok(rules)
    }

    /// The features of a word.
    pub fn of(&self, word: &str, upos: &str, tag: &str) -> Features {
        let by_tag = self.tags.get(tag).copied().unwrap_or_default();
        let Some(words) = self.words.get(upos) else { return by_tag };
        let Some(own) = words.get(word.to_lowercase().as_str()) else { return by_tag };
        Features {
            mood: own.mood.or(by_tag.mood),
            number: own.number.or(by_tag.number),
            person: own.person.or(by_tag.person),
            tense: own.tense.or(by_tag.tense),
            form: own.form.or(by_tag.form),
        }
    }

    /// The features of a word that commands, if its tag and relation, and those of its dependents, say so.
    pub fn command<'a>(
        &self,
        tag: &str,
        relation: &str,
        mut dependents: impl Iterator<Item = &'a str>,
    ) -> Option<Features> {
        let rule = &self.imperative;
        let may = tag == rule.tag && relation == rule.relation;
        (may && !dependents.any(|r| rule.without.iter().any(|w| w == r))).then_some(self.command)
    }
}

fn parse(text: &str) -> Result<Features, Error> {
    Features::parse(text).ok_or_else(|| wrong(&format!("`{text}` has a feature that is not known")))
}

fn wrong(message: &str) -> Error {
    Error { file: FILE.to_owned(), line: 0, message: message.to_owned() }
}
