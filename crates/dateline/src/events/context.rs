//! When, where and on whose word: the times, places and statements around a trigger.
use super::clause::Clause;
use crate::doc::{Document, Id, Place, PlaceUse, Span, Statement, Time, TimeKind};

/// What stands around an event.
#[derive(Debug, Default)]
pub(super) struct Context {
    pub when: Option<Id<Time>>,
    pub place: Option<Id<Place>>,
    pub statement: Option<Id<Statement>>,
    pub historical: bool,
}

/// A year that lies further back than this is history, unless the article is about it.
const YEARS_BACK: i32 = 2;

pub(super) fn of(clause: &Clause<'_>, trigger: Span) -> Context {
    let doc = clause.doc;
    let Some(sentence) = clause.span(0..clause.tokens.len()) else { return Context::default() };
    let statement = statement_around(doc, trigger);
    let times: Vec<(Id<Time>, &Time)> = ids(&doc.times)
        .filter(|(_, t)| sentence.contains(t.span) && matches!(t.kind, TimeKind::Date | TimeKind::Time))
        // The day of the cue is when it was said, not when it happened.
        .filter(|(id, _)| {
            statement.is_none_or(|s| Document::items(&doc.statements)[s.index()].said_on != Some(*id))
        })
        .collect();
    let when = times.iter().min_by_key(|(_, t)| distance(t.span, trigger)).copied();
    let place = ids(&doc.places)
        .filter(|(_, p)| {
            p.usage == PlaceUse::Literal && sentence.contains(p.span) && p.span.start >= trigger.end
        })
        .min_by_key(|(_, p)| distance(p.span, trigger));
    let now = doc.reference_day().map(|day| day.year);
    let year = when.and_then(|(_, t)| t.value.get(..4)?.parse::<i32>().ok());
    let historical = now.zip(year).is_some_and(|(now, year)| now - year > YEARS_BACK);
    Context { when: when.map(|(id, _)| id), place: place.map(|(id, _)| id), statement, historical }
}

/// The innermost statement whose content holds the trigger.
fn statement_around(doc: &Document, trigger: Span) -> Option<Id<Statement>> {
    ids(&doc.statements)
        .filter_map(|(id, s)| Some((id, s.content.iter().find(|c| c.contains(trigger))?.len())))
        .min_by_key(|(_, len)| *len)
        .map(|(id, _)| id)
}

fn ids<T>(layer: &Option<crate::doc::Layer<T>>) -> impl Iterator<Item = (Id<T>, &T)> {
    Document::items(layer).iter().enumerate().map(|(i, item)| (Id::new(i), item))
}

fn distance(a: Span, b: Span) -> u32 {
    if a.end <= b.start { b.start - a.end } else { a.start.saturating_sub(b.end) }
}
