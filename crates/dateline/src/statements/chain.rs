//! To whom, through what and relying on whom something was said: what stands in the cue's clause.
use super::cues::Attribution;
use super::view::View;
use crate::doc::{Id, Time};
use crate::lexicon::Jobs;

/// What a hearer cannot be longer than, in words.
const LONGEST: usize = 15;

/// "told reporters", "told the Almer Herald": the noun phrase at `start`.
pub(super) fn hearer(view: &View<'_>, start: usize, end: usize) -> Option<(usize, usize)> {
    let first = view.get(start)?;
    if start >= end || !first.is_word() || first.is("that") || first.time.is_some() {
        return None;
    }
    if first.any(Jobs::OBJECT) || first.is("you") || first.is("it") {
        return Some((start, start + 1));
    }
    let mut past = start;
    let mut seen_noun = false;
    while past < end && past - start < LONGEST {
        let word = view.get(past)?;
        let joined = word.any(Jobs::POSSESSIVE) || word.is("-") || word.is("of") || word.is("&");
        let begins = word.any(Jobs::DETERMINER | Jobs::SUBJECT)
            && past > start
            && !view.is(past - 1, "of")
            && !view.is(past - 1, "and")
            && !view.any(past - 1, Jobs::DETERMINER);
        let away = word.any(Jobs::PREPOSITION) && !word.is("of");
        // "told reporters Ruiz had left": a name behind a common noun is another phrase.
        let other = seen_noun
            && word.capital
            && !view.get(past - 1).is_some_and(|w| {
                w.capital || w.any(Jobs::COORDINATOR | Jobs::POSSESSIVE) || w.is("of") || w.is("-")
            });
        let off = word.mark
            || word.any(Jobs::AUXILIARY) && !word.any(Jobs::POSSESSIVE)
            || word.any(Jobs::RELATIVE | Jobs::SUBORDINATOR)
            || word.time.is_some();
        if begins || away || other || off || (!word.is_word() && !joined) {
            break;
        }
        seen_noun |= !word.any(Jobs::DETERMINER | Jobs::POSSESSIVE);
        past += 1;
    }
    (seen_noun && past > start).then_some((start, past))
}

/// "said to reporters", "in a statement to several outlets": the hearer behind "to" in the cue's clause.
pub(super) fn hearer_behind_to(view: &View<'_>, start: usize, end: usize) -> Option<(usize, usize)> {
    let to = (start..end).find(|i| view.is(*i, "to"))?;
    hearer(view, to + 1, end)
}

/// The name of the medium that the clause mentions.
pub(super) fn medium<'r>(
    rules: &'r Attribution,
    view: &View<'_>,
    start: usize,
    end: usize,
) -> Option<&'r str> {
    let words = view.slice(start, end);
    (0..words.len()).find_map(|i| {
        let two = words.get(i + 1).map(|next| format!("{} {}", words[i].lower, next.lower));
        two.and_then(|two| rules.media.get(&two))
            .or_else(|| rules.media.get(&words[i].lower))
            .map(String::as_str)
    })
}

/// The time in the cue's clause that stands nearest to the verb.
pub(super) fn said_on(view: &View<'_>, ranges: &[(usize, usize)], verb: usize) -> Option<Id<Time>> {
    ranges
        .iter()
        .flat_map(|(start, end)| *start..*end)
        .filter_map(|i| Some((i.abs_diff(verb), view.get(i)?.time?)))
        .min_by_key(|(far, time)| (*far, time.index()))
        .map(|(_, time)| time)
}

/// "citing two officials": the words behind the gerund, to the next comma of the sentence.
pub(super) fn citing(
    rules: &Attribution,
    view: &View<'_>,
    start: usize,
    end: usize,
) -> Option<(usize, usize)> {
    let at = (start..end)
        .find(|i| view.get(*i).is_some_and(|w| w.quotation == 0 && rules.citing.contains(&w.lower)))?;
    let past =
        (at + 1..end).find(|i| view.get(*i).is_some_and(|w| w.is(",") || w.mark || w.stops())).unwrap_or(end);
    (past > at + 1).then_some((at + 1, past))
}
