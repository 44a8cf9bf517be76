//! What mentions without a name are made of: `nouns.tsv` and `coreference.toml`.
use std::collections::{HashMap, HashSet};

use serde::Deserialize;
use serde::de::IgnoredAny;

use super::rules::{Gender, Roles};
use crate::doc::EntityKind;
use crate::lexicon::{Data, Error};

/// What a noun can speak of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Noun {
    pub kind: EntityKind,
    pub gender: Gender,
    pub names: Option<Names>,
    /// In the singular it is many: "the crew".
    pub many: bool,
}

/// The kind of name that "the" with the noun takes up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Names {
    Org,
    Country,
    City,
    Facility,
}

/// `coreference.toml`
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Coreference {
    pub pronouns: Pronouns,
    pub salience: Salience,
    pub determiners: Determiners,
    /// Of a clause before the one that it belongs to.
    pub openers: HashSet<String>,
    #[serde(rename = "sieve")]
    _sieves: IgnoredAny,
}

/// The pronouns that this stage resolves, by what they can mean.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Pronouns {
    he: HashSet<String>,
    she: HashSet<String>,
    they: HashSet<String>,
    it: HashSet<String>,
    i: HashSet<String>,
}

/// A pronoun that this stage resolves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Pronoun {
    /// "he", "she"
    Person(Gender),
    They,
    It,
    /// Of the one who speaks.
    I,
}

/// Weights of mentions by their place in the sentence, and shares of them.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Salience {
    pub subject: f32,
    pub object: f32,
    pub other: f32,
    pub open: f32,
    pub nameless: f32,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Determiners {
    pub definite: HashSet<String>,
    pub other: HashSet<String>,
    pub none: HashSet<String>,
}

impl Coreference {
    /// The pronoun that the word is.
    pub fn pronoun(&self, lower: &str) -> Option<Pronoun> {
        let lists = &self.pronouns;
        let rows = [
            (&lists.he, Pronoun::Person(Gender::Male)),
            (&lists.she, Pronoun::Person(Gender::Female)),
            (&lists.they, Pronoun::They),
            (&lists.it, Pronoun::It),
            (&lists.i, Pronoun::I),
        ];
        rows.into_iter().find(|(list, _)| list.contains(lower)).map(|(_, pronoun)| pronoun)
    }
}

/// The nouns of `nouns.tsv`, and the roles of one word.
pub(super) fn load(data: &Data, roles: &Roles) -> Result<HashMap<String, Noun>, Error> {
    let mut nouns = HashMap::new();
    for role in &roles.list {
        if let [word] = role.words.as_slice() {
            nouns.insert(
                word.clone(),
                Noun { kind: EntityKind::Person, gender: role.gender, names: None, many: false },
            );
        }
    }
    let table = data.tsv("entities/nouns.tsv")?;
    let (noun, kind) = (table.column("noun")?, table.column("kind")?);
    let (gender, names) = (table.column("gender")?, table.column("names")?);
    for row in table.rows() {
        let many = row.cell(kind) == "persons";
        let kind = match row.cell(kind) {
            "person" | "persons" => EntityKind::Person,
            "org" => EntityKind::Org,
            "place" => EntityKind::Place,
            other => return Err(table.error(row, format!("there is no kind `{other}`"))),
        };
        let names = match row.cell(names) {
            "" => None,
            "org" => Some(Names::Org),
            "country" => Some(Names::Country),
            "city" => Some(Names::City),
            "facility" => Some(Names::Facility),
            other => return Err(table.error(row, format!("there are no names `{other}`"))),
        };
        let gender = Gender::of(row.cell(gender));
        nouns.insert(row.cell(noun).to_owned(), Noun { kind, gender, names, many });
    }
    Ok(nouns)
}
