//! Statements: who is reported to have said what.
use serde::Deserialize;

use super::{Entity, Id, RuleId, Span, Time};

/// Something that somebody is reported to have said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    /// Quoted or reported.
    pub kind: StatementKind,
    /// What was said; a cue may break a quotation in two.
    pub content: Vec<Span>,
    /// "said", "according to"
    pub cue: Option<Span>,
    /// Whether it is put as a fact, a promise, a question.
    pub attitude: Attitude,
    /// Who said it; none if it is the outlet's own.
    pub speaker: Option<Party>,
    /// True if the speaker is not to be named.
    pub anonymous: bool,
    /// Who said it together with the speaker.
    pub cosigners: Vec<Party>,
    /// To whom.
    pub addressee: Option<Party>,
    /// Whom or what the speaker relies on.
    pub citing: Option<Party>,
    /// When.
    pub said_on: Option<Id<Time>>,
    /// "statement", "interview"
    pub medium: Option<String>,
    /// True if the text says that this speaker had it first.
    pub first_report: bool,
    /// The rule.
    pub rule: RuleId,
}

/// Words that name somebody, and the entity they mean if it is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Party {
    /// The words.
    pub span: Span,
    /// Who that is.
    pub entity: Option<Id<Entity>>,
}

/// What a speaker does with what is said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Attitude {
    /// Put forward as a fact or a judgement: "said", "criticized".
    #[default]
    Asserted,
    /// Said not to be so, or refused: "denied", "declined to".
    Denied,
    /// The speaker binds themselves or means to do it: "vowed to", "plans to".
    Promised,
    /// Asked for or about: "urged", "called for", "asked whether", "wants".
    Asked,
    /// Held to be so or to come, and not known: "believes", "predicted", "fears".
    Speculated,
}

impl Attitude {
    /// All of them.
    pub const ALL: [Attitude; 5] =
        [Attitude::Asserted, Attitude::Denied, Attitude::Promised, Attitude::Asked, Attitude::Speculated];

    /// The name in a record.
    pub fn name(self) -> &'static str {
        match self {
            Attitude::Asserted => "asserted",
            Attitude::Denied => "denied",
            Attitude::Promised => "promised",
            Attitude::Asked => "asked",
            Attitude::Speculated => "speculated",
        }
    }
}

/// How the words of a statement are given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs)]
pub enum StatementKind {
    Direct,
    Indirect,
    Mixed,
}

impl StatementKind {
    /// The name in a record.
    pub fn name(self) -> &'static str {
        match self {
            StatementKind::Direct => "direct",
            StatementKind::Indirect => "indirect",
            StatementKind::Mixed => "mixed",
        }
    }
}
