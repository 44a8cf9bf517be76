//! A statement by the words of the text, before it becomes a span of it.
use super::cues::Attribution;
use super::view::View;
use crate::doc::{Attitude, Entity, Id, Party, RuleId, Span, Statement, StatementKind, Time};
use crate::lexicon::Jobs;

/// Ranges of words are half open.
#[derive(Clone, Debug)]
pub(super) struct Draft {
    pub content: Vec<(usize, usize)>,
    pub cue: Option<(usize, usize)>,
    pub attitude: Attitude,
    pub speaker: Option<(usize, usize)>,
    pub anonymous: bool,
    pub cosigners: Vec<(usize, usize)>,
    pub addressee: Option<(usize, usize)>,
    pub citing: Option<(usize, usize)>,
    pub said_on: Option<Id<Time>>,
    pub medium: Option<String>,
    pub first_report: bool,
    pub rule: String,
    /// The line of the cue.
    pub line: usize,
}

impl Draft {
    /// A statement of `speaker` by the cue in the line with the index `line`; what was said comes later.
    pub fn new(line: usize, cue: (usize, usize), speaker: Option<(usize, usize)>, rule: &str) -> Draft {
        Draft {
            content: Vec::new(),
            cue: Some(cue),
            attitude: Attitude::Asserted,
            speaker,
            anonymous: false,
            cosigners: Vec::new(),
            addressee: None,
            citing: None,
            said_on: None,
            medium: None,
            first_report: false,
            rule: rule.to_owned(),
            line,
        }
    }

    /// True if the word at `at` is part of what was said.
    pub fn holds(&self, at: usize) -> bool {
        self.content.iter().any(|(start, end)| (*start..*end).contains(&at))
    }

    /// The item of the layer; none if nothing is left of the content.
    pub fn statement(self, view: &View<'_>, words: &Attribution, entities: &Entities) -> Option<Statement> {
        let content: Vec<(usize, usize)> =
            self.content.iter().filter_map(|range| trimmed(view, *range)).collect();
        let kind = kind(view, &content);
        let spans: Vec<Span> = content.iter().filter_map(|(start, end)| view.span(*start, *end)).collect();
        if spans.is_empty() {
            return None;
        }
        let party = |range: Option<(usize, usize)>| {
            let span = range.and_then(|(start, end)| view.span(start, end))?;
            Some(Party { span, entity: entities.at_head(view, words, range?) })
        };
        Some(Statement {
            kind,
            content: spans,
            cue: self.cue.and_then(|(start, end)| view.span(start, end)),
            attitude: self.attitude,
            speaker: party(self.speaker),
            anonymous: self.anonymous,
            cosigners: self.cosigners.iter().filter_map(|range| party(Some(*range))).collect(),
            addressee: party(self.addressee),
            citing: party(self.citing),
            said_on: self.said_on,
            medium: self.medium,
            first_report: self.first_report,
            rule: RuleId::from(format!("statements/{}", self.rule)),
        })
    }
}

/// The mentions of the entities, in text order.
pub(super) struct Entities {
    mentions: Vec<(Span, Id<Entity>)>,
    /// The longest mention, in bytes.
    longest: u32,
}

impl Entities {
    pub fn of(entities: &[Entity]) -> Entities {
        let mut mentions: Vec<(Span, Id<Entity>)> = entities
            .iter()
            .enumerate()
            .flat_map(|(index, entity)| entity.mentions.iter().map(move |m| (m.span, Id::new(index))))
            .collect();
        mentions.sort_unstable();
        let longest = mentions.iter().map(|(span, _)| span.end - span.start).max().unwrap_or(0);
        Entities { mentions, longest }
    }

    /// The entity that the words at `start..end` name: its mention covers their head. A role before a name leads to the
    /// name ("Ambassador to Almer Ana Ruiz"), a document to whose it is ("the Herald report").
    pub fn at_head(&self, view: &View<'_>, words: &Attribution, range: (usize, usize)) -> Option<Id<Entity>> {
        let (start, end) = range;
        let head = head(view, start, end);
        let last = end.saturating_sub(1);
        let role = head < last
            && view.slice(start, end).iter().all(|word| word.is_word() || word.is("-") || word.is("."))
            && view.slice(head, end).iter().all(|word| {
                word.capital
                    || !word.is_word()
                    || word.any(Jobs::PREPOSITION | Jobs::DETERMINER | Jobs::COORDINATOR)
            });
        let named = || {
            let (span, id) = self.around(view, last)?;
            let before = view.slice(start, end).iter().rposition(|word| word.span.end <= span.start)?;
            let joins = view.slice(start, end).get(before)?.any(Jobs::PREPOSITION | Jobs::DETERMINER);
            (!joins && view.get(last)?.tag == Some("PROPN")).then_some(id)
        };
        let document =
            head > start && view.get(head).is_some_and(|word| words.documents.contains(&word.lower));
        let owner = || self.around(view, head - 1).map(|(_, id)| id);
        role.then(named)
            .flatten()
            .or_else(|| self.around(view, head).map(|(_, id)| id))
            .or_else(|| document.then(owner).flatten())
    }

    /// The longest mention that covers the word at `at`.
    fn around(&self, view: &View<'_>, at: usize) -> Option<(Span, Id<Entity>)> {
        let word = view.get(at)?.span;
        let first = self.mentions.partition_point(|(span, _)| span.start + self.longest < word.start);
        self.mentions
            .iter()
            .skip(first)
            .take_while(|(span, _)| span.start <= word.start)
            .filter(|(span, _)| span.contains(word))
            .max_by_key(|(span, _)| span.len())
            .copied()
    }
}

/// The last word of the first noun phrase: "spokeswoman" of "the spokeswoman of the port".
pub(super) fn head(view: &View<'_>, start: usize, end: usize) -> usize {
    let stop = (start + 1..end).find(|i| {
        view.get(*i).is_some_and(|w| {
            !w.is_word() && !w.lower.starts_with(['-', '\'', '’', '.', '&'])
                || w.any(Jobs::PREPOSITION | Jobs::RELATIVE)
                || (w.is("and") || w.is("or"))
        })
    });
    let mut last = stop.unwrap_or(end).saturating_sub(1);
    if view.any(last, Jobs::POSSESSIVE) && last > start {
        last -= 1;
    }
    last
}

/// Without the marks and commas at both ends; the comma inside a quotation stays.
fn trimmed(view: &View<'_>, (start, end): (usize, usize)) -> Option<(usize, usize)> {
    let (mut start, mut end) = (start, end);
    let bare = |i: usize| {
        view.get(i).is_some_and(|w| {
            w.quotation == 0
                && !w.mark
                && (matches!(w.lower.as_str(), "," | ";" | ":" | "-" | "--" | "–" | "—") || w.stops())
        })
    };
    while start < end && bare(start) {
        start += 1;
    }
    while start < end && bare(end - 1) {
        end -= 1;
    }
    // Marks that open and close the same words go; a mark of a quotation inside stays.
    let mark = |i: usize| view.get(i).is_some_and(|w| w.mark);
    let inside = |i: usize| view.get(i).map_or(0, |w| w.quotation);
    if end - start > 2
        && mark(start)
        && mark(end - 1)
        && inside(start + 1) == inside(end - 2)
        && inside(start + 1) > 0
    {
        (start, end) = (start + 1, end - 1);
    } else if end - start > 1 && mark(start) && inside(end - 1) > 0 && inside(end - 1) == inside(start + 1) {
        start += 1;
    }
    (start < end).then_some((start, end))
}

/// By the share of the words that stand in quotation marks.
fn kind(view: &View<'_>, content: &[(usize, usize)]) -> StatementKind {
    let (mut quoted, mut all) = (0, 0);
    for word in content.iter().flat_map(|(start, end)| view.slice(*start, *end)).filter(|w| w.is_word()) {
        all += 1;
        quoted += usize::from(word.quotation > 0);
    }
    if quoted * 10 >= all * 9 && all > 0 {
        StatementKind::Direct
    } else if quoted * 10 <= all {
        StatementKind::Indirect
    } else {
        StatementKind::Mixed
    }
}
