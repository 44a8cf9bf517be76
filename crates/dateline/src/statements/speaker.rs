//! Who speaks: the noun phrase before or behind the cue.
use super::cues::{Attribution, Cues};
use super::view::{Line, View, Word};
use crate::lexicon::{Form, Jobs};

/// A speaker and where the words before them end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Speaker {
    pub start: usize,
    pub end: usize,
    /// Past the last word that is not of the cue's clause.
    pub before: usize,
    /// True if "first" or its like stands before the verb: the index of that word.
    pub adverb: Option<usize>,
}

/// What a speaker cannot be longer than, in words.
const LONGEST: usize = 30;

/// The subject before the verb at `verb`: "Ana Ruiz, the mayor, also said".
pub(super) fn before(
    view: &View<'_>,
    cues: &Cues,
    words: &Attribution,
    line: Line,
    verb: usize,
    form: Form,
) -> Option<Speaker> {
    let bound = bound_before(view, line.start, verb);
    let mut end = verb;
    let mut adverb = None;
    while end > bound {
        let word = view.get(end - 1)?;
        let passive = word.any(Jobs::BE) && form != Form::Gerund && !word.any(Jobs::POSSESSIVE);
        if word.any(Jobs::NEGATION) || word.is("to") || passive {
            return None;
        }
        let adds = word.any(Jobs::ADVERB | Jobs::AUXILIARY) && !word.any(Jobs::POSSESSIVE)
            || word.lower.ends_with("ly") && !word.capital
            || word.time.is_some() && end < verb + 1 && word.any(Jobs::ADVERB);
        if !adds {
            break;
        }
        if word.any(Jobs::ADVERB) {
            adverb = Some(end - 1);
        }
        end -= 1;
    }
    end = without_bracket(view, line.start, end);
    let last = view.get(end.checked_sub(1)?)?;
    if end <= bound {
        return None;
    }
    let found = if last.is(",") {
        apposed(view, cues, words, bound, end - 1)
    } else if last.any(Jobs::RELATIVE) {
        let past = if view.is(end.wrapping_sub(2), ",") { end - 2 } else { end - 1 };
        let start = phrase_start(view, cues, bound, past);
        settled(view, words, start, past).map(|(start, end)| (start, end, start))
    } else {
        let mut start = phrase_start(view, cues, bound, end);
        // "The judges who ruled that the law was void said"
        if start > bound + 2
            && !view.is(start - 1, ",")
            && (bound + 1..start).any(|i| view.is(i, "who"))
            && !view.any(start, Jobs::SUBJECT)
        {
            start = bound;
        }
        settled(view, words, start, end).map(|(s, e)| (s, e, start.min(s)))
    };
    let (start, end, before) = found?;
    (end - start <= LONGEST).then_some(Speaker { start, end, before, adverb })
}

/// Where the clause of the word at `at` can begin: behind a mark that parts.
fn bound_before(view: &View<'_>, start: usize, at: usize) -> usize {
    let mut bound = at;
    while bound > start {
        match view.get(bound - 1) {
            // "Ana Ruiz (R) said"
            Some(word) if word.is(")") => {
                let open = (start..bound - 1).rev().take(12).find(|i| view.is(*i, "("));
                match open {
                    Some(open) => bound = open,
                    None => return bound,
                }
            }
            Some(word) if word.mark || word.quotation > 0 => return bound,
            // "vice-president", "three-way": a hyphen that touches both sides parts nothing.
            Some(word) if word.parts() && !is_hyphen(view, bound - 1) => return bound,
            _ => bound -= 1,
        }
    }
    bound
}

/// "Ana Ruiz (R)": before the bracket.
fn without_bracket(view: &View<'_>, start: usize, end: usize) -> usize {
    if end == 0 || !view.is(end - 1, ")") {
        return end;
    }
    (start..end - 1).rev().take(12).find(|i| view.is(*i, "(")).unwrap_or(end)
}

pub(super) fn is_hyphen(view: &View<'_>, at: usize) -> bool {
    let (Some(word), Some(after)) = (view.get(at), view.get(at + 1)) else { return false };
    matches!(word.lower.as_str(), "-" | "–") && word.span.end == after.span.start
}

/// "Hugh Hale, a doctor from Boise, said": the phrase before the commas that end at `end`.
fn apposed(
    view: &View<'_>,
    cues: &Cues,
    lists: &Attribution,
    bound: usize,
    end: usize,
) -> Option<(usize, usize, usize)> {
    let mut starts = vec![bound];
    starts.extend((bound..end).filter(|i| view.is(*i, ",")).map(|i| i + 1));
    let mut at = starts.len().checked_sub(2)?;
    let past = |k: usize| starts.get(k + 1).map_or(end, |next| next - 1);
    let named = |k: usize| {
        let words = view.slice(starts[k], past(k));
        words.first().is_some_and(|w| w.capital || w.any(Jobs::DETERMINER | Jobs::POSSESSIVE))
            && words.len() <= 14
            && !words.iter().any(|w| w.any(Jobs::AUXILIARY) && !w.any(Jobs::POSSESSIVE))
    };
    while at > 0 {
        let words = view.slice(starts[at], past(at));
        let place = words.len() == 1
            && words.iter().all(|w| w.capital)
            && view.slice(starts[at - 1], past(at - 1)).iter().any(|w| w.any(Jobs::PREPOSITION));
        let apposition = words.first().is_some_and(|w| !w.capital) || place;
        if apposition && named(at - 1) {
            at -= 1;
        } else {
            break;
        }
    }
    let past = without_bracket(view, starts[at], past(at));
    let start = phrase_start(view, cues, starts[at], past);
    let (start, end) = settled(view, lists, start, past)?;
    // A clause before it has its own comma.
    Some((start, end, if at > 0 { starts[at] } else { start }))
}

/// Goes left from `end` to where the noun phrase begins.
fn phrase_start(view: &View<'_>, cues: &Cues, bound: usize, end: usize) -> usize {
    let mut start = end;
    while start > bound {
        let Some(word) = view.get(start - 1) else { break };
        let finite = word.any(Jobs::AUXILIARY) && !word.any(Jobs::POSSESSIVE);
        let cue = !word.capital
            && start < end
            && (is_finite_cue(view, cues, start - 1) || word.is("saying") || word.is("says"));
        let clause = word.is(",") || word.is("that") || finite || cue;
        let time = word.any(Jobs::TIME) && start < end && word.capital;
        let joins = word.any(Jobs::COORDINATOR) && (word.is("but") || has_verb(view, cues, bound, start - 1));
        let subordinates = word.any(Jobs::SUBORDINATOR) && !word.any(Jobs::PREPOSITION);
        if clause || time || joins || subordinates || (word.any(Jobs::RELATIVE) && start < end) {
            break;
        }
        start -= 1;
        if word.any(Jobs::SUBJECT) {
            break;
        }
        if end - start > LONGEST {
            break;
        }
    }
    start
}

pub(super) fn is_finite_cue(view: &View<'_>, cues: &Cues, at: usize) -> bool {
    let Some(word) = view.get(at) else { return false };
    let tagged = word.tag.is_none_or(|tag| tag == "VERB");
    tagged
        && cues
            .forms
            .get(&word.lower)
            .is_some_and(|forms| forms.iter().any(|f| f.rest.is_empty() && f.form == Form::Past))
        && !view.any(at.wrapping_sub(1), Jobs::DETERMINER | Jobs::POSSESSIVE)
}

/// True for a finite form of a verb of saying: "said", "warned", "adds".
pub(super) fn is_said(view: &View<'_>, cues: &Cues, at: usize) -> bool {
    let Some(word) = view.get(at).filter(|w| w.quotation == 0 && !w.capital) else { return false };
    cues.forms.get(&word.lower).is_some_and(|forms| {
        forms.iter().any(|f| {
            f.rest.is_empty()
                && matches!(f.form, Form::Past | Form::Third)
                && cues.cues.get(f.cue).is_some_and(|cue| cue.act != "report")
        })
    })
}

/// True if a verb stands between `bound` and `end`, no further back than a phrase is long.
fn has_verb(view: &View<'_>, cues: &Cues, bound: usize, end: usize) -> bool {
    (bound.max(end.saturating_sub(LONGEST))..end).any(|i| {
        view.get(i)
            .is_some_and(|w| (w.any(Jobs::AUXILIARY) && !w.any(Jobs::POSSESSIVE)) || w.tag == Some("VERB"))
            || is_finite_cue(view, cues, i)
    })
}

/// Leaves out what opens a clause before its subject: "But on Monday the mayor".
fn settled(view: &View<'_>, lists: &Attribution, start: usize, end: usize) -> Option<(usize, usize)> {
    let mut start = start;
    while start < end {
        let word = view.get(start)?;
        if word.any(Jobs::COORDINATOR)
            || (word.any(Jobs::ADVERB) && !word.any(Jobs::DETERMINER))
            || !word.is_word()
        {
            start += 1;
        } else if word.any(Jobs::PREPOSITION) || (word.time.is_some() && !view.any(start, Jobs::DETERMINER)) {
            // "On Monday the mayor", "In Almer she"
            let next = (start + 1..end).find(|i| {
                let behind = !view.any(i - 1, Jobs::PREPOSITION);
                view.any(*i, Jobs::SUBJECT)
                    || (behind && view.any(*i, Jobs::DETERMINER))
                    || view
                        .get(i - 1)
                        .zip(view.get(*i))
                        .is_some_and(|(a, b)| a.time.is_some() && b.time.is_none())
            })?;
            start = next;
        } else {
            break;
        }
    }
    let words = view.slice(start, end);
    let (first, last) = (words.first()?, words.last()?);
    let stands = |word: &Word| {
        word.any(Jobs::SUBJECT) || !word.any(Jobs::DETERMINER) || lists.alone.contains(&word.lower)
    };
    let torn = last.any(Jobs::PREPOSITION | Jobs::AUXILIARY | Jobs::POSSESSIVE | Jobs::COORDINATOR)
        || first.any(Jobs::NEGATION | Jobs::SUBORDINATOR);
    let gerund = first.lower.ends_with("ing") && !first.capital;
    let day = last.time.is_some() && last.any(Jobs::TIME);
    let whole = last.is_word() && stands(last) && !torn && !gerund && !day;
    whole.then_some((start, end))
}

/// The subject behind the verb: "said Ana Ruiz, the mayor".
pub(super) fn behind(
    view: &View<'_>,
    words: &Attribution,
    start: usize,
    end: usize,
) -> Option<(usize, usize)> {
    let first = view.get(start)?;
    let begins = first.is_word()
        && !first.is("that")
        && !first.any(Jobs::RELATIVE | Jobs::SUBORDINATOR)
        && !first.any(Jobs::ADVERB | Jobs::AUXILIARY | Jobs::PREPOSITION)
        && !first.any(Jobs::OBJECT)
        && first.time.is_none();
    if !begins || start >= end {
        return None;
    }
    let mut past = start;
    while past < end && past - start < LONGEST {
        let word = view.get(past)?;
        let away = words.subject_ends.contains(&word.lower);
        let stops =
            !word.is_word() && !matches!(word.lower.as_str(), "-" | "&" | "." | "'" | "’" | "'s" | "’s");
        if past > start && (away || word.any(Jobs::RELATIVE) || (word.time.is_some() && word.any(Jobs::TIME)))
        {
            break;
        }
        if stops || word.mark || word.stops() {
            break;
        }
        past += 1;
        if word.any(Jobs::SUBJECT) {
            break;
        }
    }
    (past > start).then_some((start, past))
}

/// The phrase behind "according to": to the next mark.
pub(super) fn source(view: &View<'_>, start: usize, end: usize) -> Option<(usize, usize)> {
    let mut past = start;
    while past < end && past - start < LONGEST {
        let word = view.get(past)?;
        let joined = word.is("-") || word.is("&") || word.any(Jobs::POSSESSIVE);
        if word.mark || word.any(Jobs::RELATIVE) || word.is("that") && past > start {
            break;
        }
        if !word.is_word() && !joined {
            break;
        }
        past += 1;
    }
    (past > start).then_some((start, past))
}
