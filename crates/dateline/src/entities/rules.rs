//! The rules and word lists of this stage, from `data/entities/`.
use std::collections::{HashMap, HashSet};

use serde::Deserialize;

use super::affiliation::Affiliation;
use super::lexicon::Lexicon;
use super::nouns::{self, Coreference, Noun};
use crate::lexicon::{Data, Error};

/// The rules and word lists of this stage, from `data/entities/`.
#[derive(Debug)]
pub struct Rules {
    pub(super) lexicon: Lexicon,
    pub(super) given: HashMap<String, Gender>,
    pub(super) openers: HashSet<String>,
    pub(super) surnames: HashSet<String>,
    pub(super) roles: Roles,
    pub(super) words: Words,
    pub(super) nouns: HashMap<String, Noun>,
    pub(super) coreference: Coreference,
    pub(super) amounts: Amounts,
    pub(super) affiliation: Affiliation,
}

/// The gender that a name, a role or an honorific tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Gender {
    Female,
    Male,
    Open,
}

impl Gender {
    pub(super) fn of(letter: &str) -> Gender {
        match letter {
            "f" => Gender::Female,
            "m" => Gender::Male,
            _ => Gender::Open,
        }
    }
}

/// `roles.tsv`: phrases by their first word, longest first.
#[derive(Debug, Default)]
pub(super) struct Roles {
    pub list: Vec<Role>,
    first: HashMap<String, Vec<u32>>,
}

#[derive(Debug)]
pub(super) struct Role {
    pub words: Vec<String>,
    pub gender: Gender,
    /// An office or a post, not kinship or an occupation.
    pub office: bool,
}

impl Roles {
    /// The longest role that begins with `word`, with the words behind it as `next` gives them.
    pub fn longest<'a>(&self, word: &str, next: impl Fn(usize) -> &'a str) -> Option<(u32, usize)> {
        let ids = self.first.get(word)?;
        ids.iter().find_map(|id| {
            let words = &self.list.get(*id as usize)?.words;
            let fits = words.iter().enumerate().skip(1).all(|(i, part)| next(i) == part);
            fits.then_some((*id, words.len()))
        })
    }
}

/// `words.toml`
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Words {
    honorifics: HashMap<String, String>,
    pub roles: RoleWords,
    pub names: NameWords,
    pub heads: Heads,
    pub verbs: Verbs,
    pub metonymy: MetonymyWords,
    pub ambiguous: Vec<Ambiguous>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RoleWords {
    pub short: HashSet<String>,
    pub modifiers: HashSet<String>,
    pub links: HashSet<String>,
    pub same: Vec<Vec<String>>,
    pub common: HashSet<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct NameWords {
    pub particles: HashSet<String>,
    pub suffixes: HashSet<String>,
    pub family_first: HashSet<String>,
    pub calendar: HashSet<String>,
    pub never: HashSet<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Heads {
    pub org: HashSet<String>,
    pub facility: HashSet<String>,
    pub place: HashSet<String>,
    pub place_first: HashSet<String>,
    pub event: HashSet<String>,
    pub surnames: HashSet<String>,
    pub law: HashSet<String>,
    pub storm: HashSet<String>,
    pub media: HashSet<String>,
    pub tails: HashSet<String>,
    pub weapon: HashSet<String>,
    pub vehicle: HashSet<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Verbs {
    pub speech: HashSet<String>,
    pub acts: HashSet<String>,
    pub passive: HashSet<String>,
    pub onto: HashSet<String>,
    pub adverbs: HashSet<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct MetonymyWords {
    pub places: HashSet<String>,
    pub governments: HashSet<String>,
    pub nouns: HashSet<String>,
    pub possessions: HashSet<String>,
    pub locals: HashSet<String>,
    pub compounds: HashSet<String>,
    pub prefixes: HashSet<String>,
}

/// A country whose name is something else as well.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Ambiguous {
    pub form: String,
    pub country: HashSet<String>,
    #[serde(default)]
    pub other: HashSet<String>,
}

/// `amounts.toml`
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Amounts {
    pub symbols: HashSet<String>,
    pub scales: HashSet<String>,
    pub currencies: HashSet<String>,
    pub units: HashSet<String>,
}

impl Rules {
    /// Reads the rules.
    pub fn load(data: &Data) -> Result<Rules, Error> {
        let given = data.tsv("entities/given.tsv")?;
        let (name, gender) = (given.column("name")?, given.column("gender")?);
        let roles = roles(data)?;
        Ok(Rules {
            lexicon: Lexicon::load(data)?,
            given: given
                .rows()
                .iter()
                .map(|row| (row.cell(name).to_owned(), Gender::of(row.cell(gender))))
                .collect(),
            openers: data.words("entities/openers.txt")?.into_iter().map(str::to_owned).collect(),
            surnames: data.words("entities/surnames.txt")?.into_iter().map(str::to_owned).collect(),
            nouns: nouns::load(data, &roles)?,
            coreference: data.toml("entities/coreference.toml")?,
            roles,
            words: data.toml("entities/words.toml")?,
            amounts: data.toml("entities/amounts.toml")?,
            affiliation: Affiliation::load(data)?,
        })
    }

    /// The gender that an honorific tells, if the word is one.
    pub(super) fn honorific(&self, lower: &str) -> Option<Gender> {
        self.words.honorifics.get(lower).map(|letter| Gender::of(letter))
    }
}

fn roles(data: &Data) -> Result<Roles, Error> {
    let table = data.tsv("entities/roles.tsv")?;
    let (noun, gender, kind) = (table.column("noun")?, table.column("gender")?, table.column("kind")?);
    let mut roles = Roles::default();
    for row in table.rows() {
        let words: Vec<String> = parts(row.cell(noun));
        let Some(first) = words.first().cloned() else { continue };
        let id = roles.list.len() as u32;
        roles.list.push(Role {
            words,
            gender: Gender::of(row.cell(gender)),
            office: row.cell(kind) != "person",
        });
        roles.first.entry(first).or_default().push(id);
    }
    for ids in roles.first.values_mut() {
        ids.sort_by_key(|id| {
            std::cmp::Reverse(roles.list.get(*id as usize).map_or(0, |role| role.words.len()))
        });
    }
    Ok(roles)
}

/// "commander-in-chief" as the tokens of a text: hyphens stand alone.
fn parts(noun: &str) -> Vec<String> {
    let mut out = Vec::new();
    for word in noun.split(' ') {
        for (i, part) in word.split('-').enumerate() {
            if i > 0 {
                out.push("-".to_owned());
            }
            out.push(part.to_owned());
        }
    }
    out
}
