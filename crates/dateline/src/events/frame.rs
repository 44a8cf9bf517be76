//! Who did it and to whom: the mentions around a trigger in its clause.
use std::ops::Range;

use super::clause::{Clause, Named};
use super::status::StatusWords;
use super::types::{Entry, Trigger};
use crate::doc::EntityKind;
use crate::lexicon::{Form, Jobs};

/// The participants of an event and the words that bear on its status.
#[derive(Debug, Default)]
pub(super) struct Frame {
    pub actors: Vec<Named>,
    pub recipients: Vec<Named>,
    /// From the start of the clause to the trigger: where modals, negations and the like stand.
    pub before: Range<usize>,
    /// There is a subject, named or not.
    pub has_subject: bool,
}

/// Finds the participants of the event that `entry` names at `at..end`; none if the frame does not fit.
pub(super) fn find(
    words: &StatusWords,
    clause: &Clause<'_>,
    entry: &Entry,
    trigger: &Trigger,
    at: usize,
    end: usize,
) -> Option<Frame> {
    let near = |set: &std::collections::HashSet<String>, range: Range<usize>| {
        range.into_iter().any(|i| set.contains(clause.word(i)))
    };
    if !trigger.objects.is_empty() && !near(&trigger.objects, end..phrase_end(clause, end, 9)) {
        return None;
    }
    if !trigger.before.is_empty() && !near(&trigger.before, at.saturating_sub(4)..at) {
        return None;
    }
    let after = at.checked_sub(1).is_some_and(|before| trigger.not_after.contains(clause.word(before)));
    if after || trigger.not_before.contains(clause.word(end)) {
        return None;
    }
    let frame = match entry.form {
        Some(form) => verb(clause, trigger, form, at, end)?,
        None => noun(words, clause, trigger, at, end),
    };
    if !trigger.subjects.is_empty() && !near(&trigger.subjects, frame.before.clone()) {
        return None;
    }
    Some(frame)
}

/// A verb: its subject acts, unless it is a passive.
fn verb(clause: &Clause<'_>, trigger: &Trigger, form: Form, at: usize, end: usize) -> Option<Frame> {
    let group = group_start(clause, at);
    let start = clause_start(clause, group);
    let passive = form_may_be_participle(form, clause, at) && is_passive(clause, group, at, end);
    if form == Form::Base && group == at && !begins_clause(clause, at) {
        return None; // a noun or an adjective that looks like the verb: "the visit", "his demand"
    }
    if matches!(form, Form::Gerund | Form::Participle)
        && group == at
        && !passive
        && clause.is(at.wrapping_sub(1), Jobs::DETERMINER | Jobs::POSSESSIVE)
    {
        return None; // "the meeting", "her beaten rival"
    }
    let subject: Vec<Named> = subject_mentions(clause, start..group);
    let object = object_mentions(clause, trigger, end);
    let (actors, recipients) = if passive { (after(clause, "by", end), subject) } else { (subject, object) };
    Some(Frame { actors, recipients, before: start..at, has_subject: group > start })
}

/// A noun: its possessor acts, or who stands after "by", or the subject of the light verb that carries it.
fn noun(words: &StatusWords, clause: &Clause<'_>, trigger: &Trigger, at: usize, end: usize) -> Frame {
    let mut frame = Frame::default();
    let mut start = at;
    while start > 0 && at - start < 6 && is_inside_phrase(clause, start - 1) {
        start -= 1;
        // "make a visit": the phrase begins with its determiner.
        if clause.is(start, Jobs::DETERMINER) && !clause.is(start, Jobs::POSSESSIVE) {
            break;
        }
    }
    // "Russia's rare visit", "the Russian invasion", "U.S.-led talks", "its launch"
    frame.actors.extend(clause.named(start..at).cloned());
    frame.actors.extend(after(clause, "by", end));
    let between = after(clause, "between", end);
    if let [first, rest @ ..] = between.as_slice() {
        frame.actors.push(first.clone());
        frame.recipients.extend(rest.iter().cloned());
    }
    frame.before = clause_start(clause, start)..at;
    if frame.actors.is_empty() {
        let light = (start.saturating_sub(4)..start).rev().find(|i| words.is_light(clause, *i));
        if let Some(light) = light {
            let group = group_start(clause, light);
            let subject = clause_start(clause, group);
            frame.actors = subject_mentions(clause, subject..group);
            frame.before = subject..at;
        }
    }
    for preposition in &trigger.recipient {
        frame.recipients.extend(after(clause, preposition, end));
    }
    frame.recipients.sort_by_key(|m| m.tokens.start);
    frame.recipients.retain(|r| !frame.actors.iter().any(|a| a.tokens == r.tokens));
    frame.has_subject = !frame.actors.is_empty();
    frame
}

fn form_may_be_participle(form: Form, clause: &Clause<'_>, at: usize) -> bool {
    matches!(form, Form::Participle | Form::Past) || clause.word(at).ends_with("ed")
}

/// "was arrested", "been killed"; and in headlines "arrested for", "killed in", "killed by".
fn is_passive(clause: &Clause<'_>, group: usize, at: usize, end: usize) -> bool {
    (group..at).any(|i| clause.is(i, Jobs::BE))
        || clause.word(end) == "by"
        || (group == at && matches!(clause.word(end), "for" | "in" | "after" | "over" | "at"))
}

/// The first of the auxiliaries, negations and adverbs before a verb.
fn group_start(clause: &Clause<'_>, at: usize) -> usize {
    let mut start = at;
    while start > 0 {
        let word = clause.word(start - 1);
        let part = clause.is(start - 1, Jobs::AUXILIARY | Jobs::NEGATION | Jobs::ADVERB)
            && !clause.is(start - 1, Jobs::POSSESSIVE)
            || word == "to"
            || (word.ends_with("ly") && word.len() > 4);
        if !part {
            break;
        }
        start -= 1;
    }
    start
}

/// Where the clause begins in which a verb group stands: after the last word that opens a clause or belongs to
/// another verb.
fn clause_start(clause: &Clause<'_>, group: usize) -> usize {
    for at in (0..group).rev() {
        let word = clause.word(at);
        let opens = clause.is(at, Jobs::SUBORDINATOR | Jobs::RELATIVE) && word != "as"
            || matches!(
                word,
                "that" | ";" | ":" | "--" | "—" | "–" | "\"" | "“" | "”" | "''" | "said" | "says"
            )
            || (clause.is(at, Jobs::AUXILIARY) && !clause.is(at, Jobs::POSSESSIVE));
        if opens {
            return at + 1;
        }
    }
    0
}

/// The mentions of a subject: names first, those in phrases of place and time left out.
fn subject_mentions(clause: &Clause<'_>, range: Range<usize>) -> Vec<Named> {
    let inside: Vec<&Named> = clause.named(range.clone()).filter(|m| acts(m)).collect();
    let plain = |m: &&&Named| {
        let before = m.tokens.start.checked_sub(1).filter(|i| *i >= range.start);
        let before =
            before.filter(|i| !clause.is(*i, Jobs::DETERMINER)).or(before.and_then(|i| i.checked_sub(1)));
        !before.is_some_and(|i| {
            matches!(
                clause.word(i),
                "in" | "on"
                    | "at"
                    | "to"
                    | "from"
                    | "near"
                    | "during"
                    | "of"
                    | "for"
                    | "about"
                    | "against"
                    | "than"
                    | "like"
            )
        })
    };
    let direct: Vec<Named> = inside.iter().filter(plain).map(|m| (*m).clone()).collect();
    heads(clause, if direct.is_empty() { inside.into_iter().cloned().collect() } else { direct })
}

/// "Chilean Finance Minister Ben Cole": of the mentions of one noun phrase the person stands for all of it.
fn heads(clause: &Clause<'_>, mentions: Vec<Named>) -> Vec<Named> {
    let mut out: Vec<Named> = Vec::with_capacity(mentions.len());
    for mut mention in mentions {
        let phrase = |before: &Named| {
            let mut between = before.tokens.end..mention.tokens.start;
            before.is_name
                && before.kind != EntityKind::Person
                && between.len() <= 5
                && between.all(|i| !clause.is_mark(i) && is_inside_phrase(clause, i))
        };
        let person = mention.kind == EntityKind::Person && mention.is_name;
        if let Some(before) = out.pop_if(|before| person && phrase(before)) {
            mention.country = mention.country.or(before.country);
        }
        out.push(mention);
    }
    out
}

/// The mentions of a verb's recipients.
fn object_mentions(clause: &Clause<'_>, trigger: &Trigger, end: usize) -> Vec<Named> {
    let mut found = Vec::new();
    if trigger.recipient.contains("object") {
        let object = clause.named(end..phrase_end(clause, end, 8)).filter(|m| acts(m)).cloned().collect();
        found.extend(heads(clause, object));
    }
    for preposition in trigger.recipient.iter().filter(|p| *p != "object") {
        found.extend(after(clause, preposition, end));
    }
    found.sort_by_key(|m| m.tokens.start);
    found.dedup_by_key(|m| m.tokens.start);
    found
}

/// The mentions in the phrase after a preposition, which stands at most ten words behind `from` in the same clause.
fn after(clause: &Clause<'_>, preposition: &str, from: usize) -> Vec<Named> {
    let stop = clause_end(clause, from).min(from + 10);
    let Some(at) = (from..stop).find(|i| clause.word(*i) == preposition) else { return Vec::new() };
    let end = phrase_end(clause, at + 1, 9);
    heads(clause, clause.named(at + 1..end).filter(|m| acts(m)).cloned().collect())
}

/// Where the phrase that begins at `from` ends: at a preposition, a verb or a mark other than a comma in a list.
fn phrase_end(clause: &Clause<'_>, from: usize, most: usize) -> usize {
    let stop = clause_end(clause, from).min(from + most);
    let ends = |i: usize| {
        i > from
            && (clause.is(i, Jobs::PREPOSITION) && clause.word(i) != "of"
                || clause.is(i, Jobs::AUXILIARY) && !clause.is(i, Jobs::POSSESSIVE)
                || clause.word(i) == "to")
    };
    (from..stop).find(|i| ends(*i)).unwrap_or(stop)
}

fn clause_end(clause: &Clause<'_>, from: usize) -> usize {
    let ends = |i: usize| {
        matches!(
            clause.word(i),
            "." | "?" | "!" | ";" | ":" | "--" | "—" | "–" | "\"" | "“" | "”" | "''" | "that"
        ) || (i > from && clause.is(i, Jobs::SUBORDINATOR | Jobs::RELATIVE) && clause.word(i) != "as")
    };
    (from..clause.tokens.len()).find(|i| ends(*i)).unwrap_or(clause.tokens.len())
}

/// A word of the noun phrase before an event noun.
fn is_inside_phrase(clause: &Clause<'_>, at: usize) -> bool {
    let word = clause.word(at);
    matches!(word, "-" | "'s" | "’s" | "'" | "’" | "&")
        || clause.is(at, Jobs::POSSESSIVE)
        || (!clause.is_mark(at)
            && !clause.is(
                at,
                Jobs::PREPOSITION | Jobs::AUXILIARY | Jobs::SUBORDINATOR | Jobs::RELATIVE | Jobs::COORDINATOR,
            )
            && word != "to")
}

/// "visit" after "to", "will" or at the start of a clause is a verb.
fn begins_clause(clause: &Clause<'_>, at: usize) -> bool {
    let before = at.wrapping_sub(1);
    let noun_before = clause.mentions.iter().any(|m| m.tokens.end == at && m.is_name);
    let plural =
        clause.word(before).ends_with('s') && !clause.is(before, Jobs::POSSESSIVE) && !clause.is_mark(before);
    noun_before || plural || clause.is(before, Jobs::SUBJECT)
}

/// Things that act and are acted on.
fn acts(mention: &Named) -> bool {
    matches!(
        mention.kind,
        EntityKind::Person | EntityKind::Org | EntityKind::Country | EntityKind::Norp | EntityKind::Place
    )
}
