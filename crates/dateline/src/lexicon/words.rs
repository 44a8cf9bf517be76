use std::collections::HashMap;
use std::ops::BitOr;

use serde::Deserialize;

use super::{Data, Error};

/// The grammatical jobs that a word can have.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Jobs(u32);

#[allow(missing_docs)]
impl Jobs {
    pub const SUBJECT: Jobs = Jobs(1);
    pub const RELATIVE: Jobs = Jobs(1 << 1);
    pub const OBJECT: Jobs = Jobs(1 << 2);
    pub const POSSESSIVE: Jobs = Jobs(1 << 3);
    pub const DETERMINER: Jobs = Jobs(1 << 4);
    pub const BE: Jobs = Jobs(1 << 5);
    pub const HAVE: Jobs = Jobs(1 << 6);
    pub const DO: Jobs = Jobs(1 << 7);
    pub const MODAL: Jobs = Jobs(1 << 8);
    pub const NEGATION: Jobs = Jobs(1 << 9);
    pub const COORDINATOR: Jobs = Jobs(1 << 10);
    pub const SUBORDINATOR: Jobs = Jobs(1 << 11);
    pub const PREPOSITION: Jobs = Jobs(1 << 12);
    pub const ADVERB: Jobs = Jobs(1 << 13);
    pub const TIME: Jobs = Jobs(1 << 14);
    /// "is", "has", "did", "will"
    pub const AUXILIARY: Jobs = Jobs(Self::BE.0 | Self::HAVE.0 | Self::DO.0 | Self::MODAL.0);

    /// True if the word has any of these jobs.
    pub fn any(self, of: Jobs) -> bool {
        self.0 & of.0 != 0
    }
}

impl BitOr for Jobs {
    type Output = Jobs;
    fn bitor(self, other: Jobs) -> Jobs {
        Jobs(self.0 | other.0)
    }
}

/// The function words of English.
#[derive(Debug)]
pub struct FunctionWords {
    jobs: HashMap<String, Jobs>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Lists {
    subjects: Vec<String>,
    relatives: Vec<String>,
    objects: Vec<String>,
    possessives: Vec<String>,
    determiners: Vec<String>,
    be: Vec<String>,
    have: Vec<String>,
    #[serde(rename = "do")]
    do_: Vec<String>,
    modals: Vec<String>,
    negations: Vec<String>,
    coordinators: Vec<String>,
    subordinators: Vec<String>,
    prepositions: Vec<String>,
    adverbs: Vec<String>,
    times: Vec<String>,
}

impl FunctionWords {
    /// Reads `language/function-words.toml`.
    pub fn load(data: &Data) -> Result<FunctionWords, Error> {
        let lists: Lists = data.toml("language/function-words.toml")?;
        let lists = [
            (lists.subjects, Jobs::SUBJECT),
            (lists.relatives, Jobs::RELATIVE),
            (lists.objects, Jobs::OBJECT),
            (lists.possessives, Jobs::POSSESSIVE),
            (lists.determiners, Jobs::DETERMINER),
            (lists.be, Jobs::BE),
            (lists.have, Jobs::HAVE),
            (lists.do_, Jobs::DO),
            (lists.modals, Jobs::MODAL),
            (lists.negations, Jobs::NEGATION),
            (lists.coordinators, Jobs::COORDINATOR),
            (lists.subordinators, Jobs::SUBORDINATOR),
            (lists.prepositions, Jobs::PREPOSITION),
            (lists.adverbs, Jobs::ADVERB),
            (lists.times, Jobs::TIME),
        ];
        let mut jobs: HashMap<String, Jobs> = HashMap::new();
        for (list, job) in lists {
            for word in list {
                let entry = jobs.entry(word).or_default();
                *entry = *entry | job;
            }
        }
        Ok(FunctionWords { jobs })
    }

    /// The jobs of a word given in lower case; none for a word of content.
    pub fn jobs(&self, lower: &str) -> Jobs {
        self.jobs.get(lower).copied().unwrap_or_default()
    }
}
