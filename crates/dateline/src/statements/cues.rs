//! The words that tell who speaks, as `data/statements/` has them.
use std::collections::{BTreeMap, HashMap, HashSet};

use serde::Deserialize;

use super::phrases::Phrases;
use crate::doc::Attitude;
use crate::lexicon::{Data, Error, Form, Verbs};

/// A verb, or several that behave alike.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Cue {
    pub lemmas: Vec<String>,
    pub act: String,
    /// What the speaker does with what is said.
    #[serde(default)]
    pub attitude: Attitude,
    pub frames: HashSet<Frame>,
    /// True if whatever follows is a clause: nobody says a thing.
    #[serde(default)]
    pub always_clause: bool,
    /// `documents`: only they can be the subject.
    pub subjects: Option<Subjects>,
    #[cfg_attr(not(test), allow(dead_code))]
    #[serde(default)]
    pub example: Vec<Example>,
    #[cfg_attr(not(test), allow(dead_code))]
    #[serde(default)]
    pub counter_example: Vec<CounterExample>,
}

/// Who can be the subject.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Subjects {
    Documents,
}

/// An order of speaker, verb and what was said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
pub(super) enum Frame {
    #[serde(rename = "Q S V")]
    QuoteSpeakerVerb,
    #[serde(rename = "Q S V A")]
    QuoteSpeakerVerbHearer,
    #[serde(rename = "Q V S")]
    QuoteVerbSpeaker,
    #[serde(rename = "S V Q")]
    SpeakerVerbQuote,
    #[serde(rename = "S V A Q")]
    SpeakerVerbHearerQuote,
    #[serde(rename = "S V that C")]
    That,
    #[serde(rename = "S V A that C")]
    HearerThat,
    #[serde(rename = "S V whether C")]
    Whether,
    #[serde(rename = "S V C")]
    Clause,
    #[serde(rename = "S V A C")]
    HearerClause,
    #[serde(rename = "S V to C")]
    To,
    #[serde(rename = "S V A to C")]
    HearerTo,
    #[serde(rename = "S V N")]
    Noun,
    #[serde(rename = "S V N N")]
    NounNoun,
    #[serde(rename = "S V N to C")]
    NounTo,
    #[serde(rename = "C S V")]
    ClauseSpeakerVerb,
    #[serde(rename = "C S V A")]
    ClauseSpeakerVerbHearer,
    #[serde(rename = "C V S")]
    ClauseVerbSpeaker,
    #[serde(rename = "S V A whether C")]
    HearerWhether,
}

/// A sentence and the statement that is found in it.
#[cfg_attr(not(test), allow(dead_code))]
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Example {
    pub text: String,
    pub speaker: String,
    pub content: String,
    pub addressee: Option<String>,
    pub citing: Option<String>,
    pub medium: Option<String>,
    /// The value of the time; not looked at if absent.
    pub said_on: Option<String>,
    /// Not looked at if absent.
    pub attitude: Option<Attitude>,
    #[serde(default)]
    pub cosigners: Vec<String>,
    #[serde(default)]
    pub anonymous: bool,
    #[serde(default)]
    pub first_report: bool,
}

/// A sentence without a statement.
#[cfg_attr(not(test), allow(dead_code))]
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CounterExample {
    pub text: String,
}

/// What else tells whose words these are.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Attribution {
    pub sources: Phrases,
    pub citing: HashSet<String>,
    pub cites: HashSet<String>,
    pub nameless: Phrases,
    pub nameless_heads: HashSet<String>,
    pub joined: Phrases,
    pub hears_with: HashSet<String>,
    pub first: HashSet<String>,
    pub documents: HashSet<String>,
    pub outlines: HashSet<String>,
    pub outlined: HashSet<String>,
    pub deliver: HashSet<String>,
    pub headline_speakers: HashSet<String>,
    pub quoted_as: HashSet<String>,
    pub adjuncts: HashSet<String>,
    pub questions: HashSet<String>,
    pub subject_ends: HashSet<String>,
    pub plural: HashSet<String>,
    pub nouns: HashSet<String>,
    pub concessions: HashSet<String>,
    /// What begins something new behind a source that interrupts: "it rose, according to Ruiz, although".
    pub anew: HashSet<String>,
    /// What a sentence can begin with that is of the outlet: "However, ...".
    pub conjuncts: HashSet<String>,
    pub alone: HashSet<String>,
    /// By its words, what the medium is called.
    pub media: BTreeMap<String, String>,
    /// Verbs that name the medium themselves: "tweeted", "testified".
    pub verb_media: HashMap<String, String>,
    /// What stands before a medium at the beginning of a sentence: "In a letter, Ruiz said".
    pub leads_medium: HashSet<String>,
}

/// A form of a cue verb.
#[derive(Debug)]
pub(super) struct CueForm {
    pub cue: usize,
    pub form: Form,
    /// The words behind the verb: "out" of "point out".
    pub rest: Vec<String>,
}

/// All cues by the first word of each form.
#[derive(Debug)]
pub(super) struct Cues {
    pub cues: Vec<Cue>,
    pub forms: HashMap<String, Vec<CueForm>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    cue: Vec<Cue>,
}

impl Cues {
    pub fn load(data: &Data, verbs: &Verbs) -> Result<Cues, Error> {
        let names: Vec<String> = data.below("statements/cues/").map(|(name, _)| name.to_owned()).collect();
        let mut cues = Vec::new();
        for name in names {
            cues.extend(data.toml::<File>(&name)?.cue);
        }
        let mut forms: HashMap<String, Vec<CueForm>> = HashMap::new();
        for (index, cue) in cues.iter().enumerate() {
            for lemma in &cue.lemmas {
                let (first, rest) = lemma.split_once(' ').unwrap_or((lemma, ""));
                let rest: Vec<String> = rest.split_whitespace().map(str::to_owned).collect();
                for (form, word) in verbs.forms(first) {
                    forms.entry(word).or_default().push(CueForm { cue: index, form, rest: rest.clone() });
                }
            }
        }
        Ok(Cues { cues, forms })
    }
}
