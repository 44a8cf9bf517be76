//! Events: what happened, may happen, or did not.
use super::{Date, Id, Party, Place, RuleId, Span, Statement, Time};

/// Something that happened, may happen, or did not.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// PLOVER's type or one of our own, from the file `data/events/types/<type>.toml`.
    pub kind: String,
    /// PLOVER's mode.
    pub mode: Option<String>,
    /// The word that names it.
    pub trigger: Span,
    /// Who did it.
    pub actors: Vec<Participant>,
    /// To whom, or with whom.
    pub recipients: Vec<Participant>,
    /// When.
    pub when: Option<Id<Time>>,
    /// Where.
    pub place: Option<Id<Place>>,
    /// The day of the article, where no words tell when but tense and genre do: an inference.
    pub day: Option<Date>,
    /// Which of its fields its own clause does not tell, but other words of the article.
    pub implied: Vec<Implied>,
    /// How many were killed, arrested, sent, and the like.
    pub numbers: Vec<Count>,
    /// What the text says of its truth.
    pub status: Status,
    /// True for background such as "the 1950 invasion".
    pub historical: bool,
    /// The statement that asserts it; none if the outlet does.
    pub statement: Option<Id<Statement>>,
    /// The first mention of the same event in the article; none if this is the first.
    pub same_as: Option<Id<Event>>,
    /// 1 for the event that the article is about, and on; none for further mentions.
    pub rank: Option<u32>,
    /// Between 0 and 1.
    pub confidence: f32,
    /// The rule.
    pub rule: RuleId,
}

/// A field of an event that is told elsewhere in the article.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Implied {
    /// Who did it: told by another mention of the event.
    Actors,
    /// To whom: told by another mention.
    Recipients,
    /// When: told by another mention.
    When,
    /// Where: told by another mention.
    Where,
    /// The country of an actor or recipient: the one that the sentence, else the article, is about.
    Country,
}

impl Implied {
    /// All of them.
    pub const ALL: [Implied; 5] =
        [Implied::Actors, Implied::Recipients, Implied::When, Implied::Where, Implied::Country];

    /// As the record has it.
    pub fn name(self) -> &'static str {
        match self {
            Implied::Actors => "actors",
            Implied::Recipients => "recipients",
            Implied::When => "when",
            Implied::Where => "where",
            Implied::Country => "country",
        }
    }
}

/// A number that the text gives with an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Count {
    /// "killed", "injured", "arrested", "troops", "money" and the like.
    pub what: &'static str,
    /// The words of the number.
    pub span: Span,
    /// The least that the text allows: 12 for "at least 12" and for "12".
    pub lower: Option<u64>,
    /// The most that it allows: 80 for "nearly 80".
    pub upper: Option<u64>,
}

/// An actor or recipient of an event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Participant {
    /// The words and the entity.
    pub party: Party,
    /// ISO 3166-1 alpha-3.
    pub country: Option<String>,
    /// PLOVER's code: "GOV", "MIL", "REB".
    pub sector: Option<&'static str>,
}

/// What the text says of an event's truth.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs)]
pub enum Status {
    Asserted,
    Possible,
    Planned,
    Denied,
    Negated,
}

impl Status {
    /// All of them.
    pub const ALL: [Status; 5] =
        [Status::Asserted, Status::Possible, Status::Planned, Status::Denied, Status::Negated];

    /// The name in a record.
    pub fn name(self) -> &'static str {
        match self {
            Status::Asserted => "asserted",
            Status::Possible => "possible",
            Status::Planned => "planned",
            Status::Denied => "denied",
            Status::Negated => "negated",
        }
    }
}
