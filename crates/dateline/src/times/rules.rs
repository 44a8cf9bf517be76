//! The rules as their files have them.
use serde::Deserialize;

use super::calendar::Unit;
use super::lex::{Shape, Token};
use super::pattern::{Captures, Sequence};
use super::tense::Tense;
use super::words::Words;
use crate::doc::{RuleId, TimeKind};
use crate::lexicon::{Data, Error};

/// All rules and the dictionary.
#[derive(Debug)]
pub(super) struct Grammar {
    pub words: Words,
    pub rules: Vec<Rule>,
    sequences: Vec<Sequence>,
    /// The sequences that can begin with figures.
    number_starts: Vec<u16>,
}

/// A rule: what it looks like and what it means.
#[derive(Clone, Debug)]
pub(super) struct Rule {
    pub id: RuleId,
    pub meaning: Meaning,
}

/// What an expression means: an operation, and what the words do not say themselves.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Meaning {
    /// The operation.
    pub op: Op,
    /// The type, where the operation leaves it open.
    #[serde(rename = "type")]
    pub kind: Option<Kind>,
    /// How many.
    pub n: Option<i64>,
    /// The unit, if the words do not name it.
    pub unit: Option<Unit>,
    /// -1 last, 0 this, 1 next.
    pub which: Option<i64>,
    /// The tense, if the words settle it.
    pub tense: Option<Tense>,
    /// The tense in which it is no time: "he was soon released".
    pub unless: Option<Tense>,
    /// True if it is a time only where sums are compared, or where a quarter has been named.
    pub reported: bool,
    /// True for half a unit more, or half of one: "two and a half years".
    pub half: bool,
    /// What it is counted from.
    pub anchor: Anchor,
    /// The part of the stretch that is meant.
    pub part: Option<Part>,
    /// "MO", "AF", "EV", "NI"
    pub daypart: Option<String>,
    /// The value as it stands.
    pub value: Option<String>,
    /// A holiday's month, day, weekday (0 is Monday), and which of the month's such weekdays.
    pub month: Option<u8>,
    pub day: Option<u8>,
    pub weekday: Option<i64>,
    pub nth: Option<i64>,
    /// Days after Easter Sunday.
    pub easter: Option<i64>,
    /// An hour and a minute of the day.
    pub hour: Option<u8>,
}

/// The operations.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Op {
    /// Not a time at all: keeps the words from rules that would take them for one.
    #[default]
    None,
    /// A day or a month by its date, its weekday, or its distance from the anchor; perhaps a time of that day.
    Day,
    /// A unit of the calendar beside the anchor's: "last week".
    Unit,
    /// So many units before or after the anchor: "two weeks ago".
    Shift,
    /// A part of a year, a year, a decade or a century by its number or name: "the third quarter of 2019".
    Period,
    /// The time that the text named last: "until then".
    Same,
    /// A feast.
    Holiday,
    /// A length of time.
    Duration,
    /// What comes again and again.
    Set,
    /// What the rule's `value` says.
    Fixed,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub(super) enum Kind {
    Date,
    Time,
    Duration,
    Set,
}

impl From<Kind> for TimeKind {
    fn from(kind: Kind) -> TimeKind {
        match kind {
            Kind::Date => TimeKind::Date,
            Kind::Time => TimeKind::Time,
            Kind::Duration => TimeKind::Duration,
            Kind::Set => TimeKind::Set,
        }
    }
}

/// What an expression is counted from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Anchor {
    /// The day of the article.
    #[default]
    Article,
    /// The time that the text named last.
    Narrative,
    /// Where a story from the past has come to, or else the day of the article.
    Story,
    /// The quarter that the article reports on, or else the last that has ended.
    Quarter,
}

/// The part of a stretch that is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Part {
    /// "earlier this year"
    UntilAnchor,
    /// "later this year"
    FromAnchor,
    /// Nobody says which: a fiscal year begins in any month.
    Unsaid,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct File {
    #[serde(rename = "rule", default)]
    pub rules: Vec<Entry>,
}

/// A rule with its patterns and its evidence.
#[derive(Deserialize)]
pub(super) struct Entry {
    pub name: String,
    pub patterns: Vec<String>,
    #[serde(flatten)]
    pub rest: toml::Table,
}

/// One rule's match.
#[derive(Clone, Copy, Debug)]
pub(super) struct Match<'a> {
    pub rule: &'a Rule,
    pub end: usize,
    /// How many words around the expression the pattern asks for.
    pub context: usize,
    pub captures: Captures<'a>,
}

impl Grammar {
    pub fn load(data: &Data) -> Result<Grammar, Error> {
        let mut grammar = Grammar {
            words: Words::load(data, "times/words.toml")?,
            rules: Vec::new(),
            sequences: Vec::new(),
            number_starts: Vec::new(),
        };
        for (name, _) in data.below("times/rules/") {
            let file: File = data.toml(name)?;
            for entry in file.rules {
                let wrong = |message: String| Error {
                    file: name.to_owned(),
                    line: 0,
                    message: format!("rule `{}`: {message}", entry.name),
                };
                let rule = grammar.rules.len() as u16;
                for pattern in &entry.patterns {
                    let sequences = Sequence::all(&mut grammar.words, pattern, rule).map_err(wrong)?;
                    grammar.sequences.extend(sequences);
                }
                let mut rest = entry.rest.clone();
                rest.retain(|key, _| key != "example" && key != "counter_example");
                let meaning = rest.try_into::<Meaning>().map_err(|e| wrong(e.message().to_owned()))?;
                grammar.rules.push(Rule { id: RuleId::from(format!("times/{}", entry.name)), meaning });
            }
        }
        grammar.index();
        Ok(grammar)
    }

    fn index(&mut self) {
        for (id, sequence) in self.sequences.iter().enumerate() {
            let (entries, numbers) = sequence.starts(&self.words, self.words.len());
            for entry in entries {
                if let Some(entry) = self.words.entries_mut().get_mut(entry as usize)
                    && entry.starts.last() != Some(&(id as u16))
                {
                    entry.starts.push(id as u16);
                }
            }
            if numbers {
                self.number_starts.push(id as u16);
            }
        }
    }

    /// True if the last word is "a.m." or "p.m."
    pub fn ends_in_half_day(&self, tokens: &[Token]) -> bool {
        let class = self.words.class("half");
        tokens.last().zip(class).is_some_and(|(last, class)| self.words.meaning(last.entry, class).is_some())
    }

    /// All matches that begin at `at`, in the order of the rules.
    pub fn matches<'a>(&'a self, tokens: &'a [Token], at: usize) -> impl Iterator<Item = Match<'a>> {
        let starts: &[u16] = match tokens.get(at) {
            Some(Token { shape: Shape::Number { .. }, .. }) => &self.number_starts,
            Some(token) => self.words.get(token.entry).map_or(&[], |entry| &entry.starts),
            None => &[],
        };
        starts.iter().filter_map(move |id| {
            let sequence = self.sequences.get(*id as usize)?;
            let (end, captures) = sequence.matches(&self.words, tokens, at)?;
            let context = sequence.context();
            Some(Match { rule: self.rules.get(sequence.rule as usize)?, end, context, captures })
        })
    }
}
