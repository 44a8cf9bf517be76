//! Mentions of one event within the article, and which event the article is about.
use std::collections::HashMap;

use crate::doc::{Document, Event, Id, Implied, Participant, Status, ZoneKind};

/// A mention is compared with this many earlier events of its type.
const BACK: usize = 12;

/// Says of each event which earlier one it repeats, and ranks the others.
pub(super) fn join(doc: &Document, events: &mut [Event]) {
    let mut firsts: HashMap<String, Vec<usize>> = HashMap::new();
    let mut mentions = vec![1usize; events.len()];
    for at in 0..events.len() {
        let known = firsts.entry(events[at].kind.clone()).or_default();
        let same =
            known.iter().rev().take(BACK).copied().find(|first| repeats(doc, &events[*first], &events[at]));
        match same {
            Some(first) => {
                events[at].same_as = Some(Id::new(first));
                mentions[first] += 1;
            }
            None => known.push(at),
        }
    }
    for at in 0..events.len() {
        if let Some(first) = events[at].same_as {
            let (before, rest) = events.split_at_mut(at);
            if let (Some(first), Some(again)) = (before.get_mut(first.index()), rest.first()) {
                complete(first, again);
            }
        }
    }
    let mut order: Vec<usize> = (0..events.len()).filter(|at| events[*at].same_as.is_none()).collect();
    order.sort_by_key(|at| (std::cmp::Reverse(weight(doc, &events[*at], mentions[*at])), *at));
    for (rank, at) in order.into_iter().enumerate() {
        events[at].rank = Some(rank as u32 + 1);
    }
}

/// What the first mention of an event leaves open and a later one tells.
fn complete(first: &mut Event, again: &Event) {
    // What is quoted may be another time and place than what the outlet tells.
    if first.status != again.status || first.statement.is_some() != again.statement.is_some() {
        return;
    }
    let mut fill = |open: bool, field: Implied| {
        if open {
            first.implied.push(field);
        }
        open
    };
    if fill(first.when.is_none() && again.when.is_some(), Implied::When) {
        first.when = again.when;
        first.day = None;
    }
    if fill(first.place.is_none() && again.place.is_some(), Implied::Where) {
        first.place = again.place;
    }
    if fill(first.actors.is_empty() && !again.actors.is_empty(), Implied::Actors) {
        first.actors.clone_from(&again.actors);
    }
    if fill(first.recipients.is_empty() && !again.recipients.is_empty(), Implied::Recipients) {
        first.recipients.clone_from(&again.recipients);
    }
    first.implied.sort_unstable();
}

/// True if nothing speaks against two events of a type being one, and somebody or the word for it speaks for it.
fn repeats(doc: &Document, first: &Event, again: &Event) -> bool {
    let apart = |a: Status, b: Status| {
        let settled = |s| matches!(s, Status::Asserted);
        a != b
            && (settled(a) || settled(b))
            && matches!(
                (a, b),
                (Status::Planned, _) | (_, Status::Planned) | (Status::Negated, _) | (_, Status::Negated)
            )
    };
    let days = |event: &Event| {
        event.when.and_then(|id| Document::items(&doc.times).get(id.index())).map(|time| time.value.clone())
    };
    let differ = |a: Option<String>, b: Option<String>| {
        a.zip(b).is_some_and(|(a, b)| !a.starts_with(&b) && !b.starts_with(&a))
    };
    if apart(first.status, again.status)
        || first.historical != again.historical
        || differ(days(first), days(again))
        || first.mode.is_some() && again.mode.is_some() && first.mode != again.mode
    {
        return false;
    }
    let actors = side(&first.actors, &again.actors);
    let recipients = side(&first.recipients, &again.recipients);
    let word = || doc.words(first.trigger).eq_ignore_ascii_case(doc.words(again.trigger));
    match (actors, recipients) {
        (Side::Other, _) | (_, Side::Other) => false,
        (Side::Same, Side::Same) => true,
        (Side::Same, Side::Open) | (Side::Open, Side::Same) => word() || first.mode == again.mode,
        (Side::Open, Side::Open) => false,
    }
}

enum Side {
    Same,
    Other,
    Open,
}

fn side(first: &[Participant], again: &[Participant]) -> Side {
    if first.is_empty() || again.is_empty() {
        return Side::Open;
    }
    let same = |a: &Participant, b: &Participant| match (a.party.entity, b.party.entity) {
        (Some(a), Some(b)) => a == b,
        // Rebels and soldiers of one country are not the same.
        _ => a.country.is_some() && a.country == b.country && is_state(a) == is_state(b),
    };
    if first.iter().any(|a| again.iter().any(|b| same(a, b))) { Side::Same } else { Side::Other }
}

/// True for a country and those who act for it.
fn is_state(participant: &Participant) -> bool {
    matches!(participant.sector, None | Some("GOV" | "MIL" | "COP" | "SPY" | "LEG" | "JUD"))
}

/// What the headline and the lead tell, and what is told more than once, is what the article is about.
fn weight(doc: &Document, event: &Event, mentions: usize) -> usize {
    let zones = Document::items(&doc.zones);
    let at = zones.partition_point(|zone| zone.span.end <= event.trigger.start);
    let kind = zones.get(at).map(|zone| zone.kind);
    let lead = zones.iter().position(|zone| zone.kind == ZoneKind::Paragraph) == Some(at);
    let zone = match kind {
        Some(ZoneKind::Headline) => 6,
        Some(ZoneKind::Paragraph) if lead => 4,
        Some(kind) if kind.is_body() => 2,
        _ => 0,
    };
    let both = usize::from(!event.actors.is_empty()) + usize::from(!event.recipients.is_empty());
    let fact = usize::from(matches!(event.status, Status::Asserted | Status::Planned) && !event.historical);
    zone * 2 + both + 2 * fact + mentions.min(4)
}
