//! To whom, through what and relying on whom something was said: what stands in the cue's clause.
use super::cues::Attribution;
use super::draft::Draft;
use super::view::{Line, View, Word};
use crate::doc::{Id, Time};
use crate::lexicon::Jobs;

/// What a hearer cannot be longer than, in words.
const LONGEST: usize = 15;

/// "told reporters", "told the Almer Herald": the noun phrase at `start`.
pub(super) fn hearer(
    rules: &Attribution,
    view: &View<'_>,
    start: usize,
    end: usize,
) -> Option<(usize, usize)> {
    let first = view.get(start)?;
    if start >= end || !first.is_word() || first.is("that") || first.time.is_some() {
        return None;
    }
    // "not to be named", "to speak"
    if first.any(Jobs::NEGATION) || matches!(first.tag, Some("VERB" | "AUX")) && !first.capital {
        return None;
    }
    let owns = first.any(Jobs::POSSESSIVE)
        && view.get(start + 1).is_some_and(|word| matches!(word.tag, Some("NOUN" | "ADJ" | "PROPN")));
    if first.any(Jobs::OBJECT) && !owns || first.is("you") || first.is("it") {
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
            || past > start && rules.questions.contains(&word.lower)
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
pub(super) fn hearer_behind_to(
    rules: &Attribution,
    view: &View<'_>,
    start: usize,
    end: usize,
) -> Option<(usize, usize)> {
    let to = (start..end).find(|i| view.is(*i, "to"))?;
    hearer(rules, view, to + 1, end)
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

/// The medium that the verb itself names, or that the sentence begins with: "In a letter to the board, Ruiz said".
pub(super) fn medium_before<'r>(
    rules: &'r Attribution,
    view: &View<'_>,
    line: Line,
    verb: usize,
    draft: &Draft,
) -> Option<&'r str> {
    if let Some(medium) = view.get(verb).and_then(|word| rules.verb_media.get(&word.lower)) {
        return Some(medium);
    }
    let (start, _) = draft.speaker.filter(|(start, _)| *start < verb)?;
    let leads = view.get(line.start).is_some_and(|word| rules.leads_medium.contains(&word.lower));
    // Up to the comma: what is said behind it is of the speaker.
    let end = (line.start..start).find(|at| view.is(*at, ","))?;
    // "In a report the dam is called safe, but Ruiz said": a sentence of its own.
    let is_clause = (line.start..end).any(|at| view.get(at).is_some_and(|word| word.tag == Some("AUX")));
    if leads && !is_clause { medium(rules, view, line.start, end) } else { None }
}

/// The time in the cue's clause that stands nearest to the verb; what goes on "until" a day is not said on it.
pub(super) fn said_on(view: &View<'_>, ranges: &[(usize, usize)], verb: usize) -> Option<Id<Time>> {
    let reaches_to = |i: usize, time: Id<Time>| {
        let before = (0..i).rev().find(|j| view.get(*j).is_none_or(|w| w.time != Some(time)));
        before
            .and_then(|j| view.get(j))
            .is_some_and(|w| matches!(w.lower.as_str(), "until" | "till" | "through"))
    };
    ranges
        .iter()
        .flat_map(|(start, end)| *start..*end)
        .filter_map(|i| Some((i.abs_diff(verb), i, view.get(i)?.time?)))
        .filter(|(_, i, time)| !reaches_to(*i, *time))
        .map(|(far, _, time)| (far, time))
        .min_by_key(|(far, time)| (*far, time.index()))
        .map(|(_, time)| time)
}

/// The day that stands before the verb: "On Tuesday, Ruiz told", "Ruiz on Tuesday told", where it is no part of the
/// speaker's name.
pub(super) fn day_before(view: &View<'_>, line: Line, verb: usize, draft: &mut Draft) {
    let Some((start, end)) = draft.speaker.filter(|(start, _)| *start < verb) else { return };
    let time = |at: usize| view.get(at).filter(|word| word.quotation == 0).and_then(|word| word.time);
    let is_verb = |at: usize| view.get(at).is_some_and(|word| word.tag == Some("VERB"));
    // "On Tuesday, ...": nothing but a preposition and what belongs to the day stands before it.
    let leads = (line.start..start).find(|at| time(*at).is_some()).filter(|at| *at <= line.start + 2);
    let leads = leads
        .filter(|at| (line.start..*at).all(|at| view.get(at).is_some_and(|word| !word.mark) && !is_verb(at)));
    if let Some(day) = leads {
        draft.said_on = time(day);
        return;
    }
    // "Ruiz on Tuesday told": the last thing before the verb.
    let Some(day) = (start + 1..verb).rev().find(|at| time(*at).is_some()) else { return };
    let first = (start + 1..=day).rev().take_while(|at| time(*at) == time(day)).last().unwrap_or(day);
    let before = first - usize::from(view.get(first - 1).is_some_and(|word| word.any(Jobs::PREPOSITION)));
    if before > start && (start..verb).all(|at| !is_verb(at)) && verb - day <= 2 {
        draft.said_on = time(day);
        draft.speaker = Some((start, end.min(before)));
    }
}

/// "in an interview with the Almer Herald": who asks hears the answer.
pub(super) fn hearer_behind_with(
    rules: &Attribution,
    view: &View<'_>,
    start: usize,
    end: usize,
) -> Option<(usize, usize)> {
    let with = (start + 1..end).find(|i| {
        view.is(*i, "with") && view.get(i - 1).is_some_and(|w| rules.hears_with.contains(&w.lower))
    })?;
    hearer(rules, view, with + 1, end)
}

/// Whom the statements of a line rely on, who said them too, and whether the speaker goes unnamed: what stands in the
/// line and in none of their contents.
pub(super) fn attach(rules: &Attribution, view: &View<'_>, line: Line, drafts: &mut [Draft]) {
    let free = |draft: &Draft, at: usize| !draft.holds(at) && view.get(at).is_some_and(|w| w.quotation == 0);
    for draft in drafts.iter_mut() {
        let Some((start, end)) = draft.speaker else { continue };
        draft.cosigners = others(view, start, end);
        let phrase = || {
            let behind = Jobs::PREPOSITION | Jobs::RELATIVE;
            view.slice(start, end).iter().take_while(move |word| !word.any(behind))
        };
        let named = view.slice(start, end).iter().any(|w| w.capital && w.tag == Some("PROPN"));
        draft.anonymous = !named && phrase().any(|word| rules.nameless_heads.contains(&word.lower));
    }
    for at in line.start..line.end {
        if rules.nameless.at(view, at).is_some()
            && let Some(draft) = nearest(drafts, at, |draft| free(draft, at))
        {
            draft.anonymous = true;
        }
        if let Some(len) = rules.joined.at(view, at)
            && let Some(draft) = nearest(drafts, at, |draft| free(draft, at))
            && let Some((start, end)) = noun_phrase(view, at + len, line.end)
        {
            draft.cosigners.push((start, first_conjunct_end(view, start, end)));
            draft.cosigners.extend(others(view, start, end));
        }
    }
    if let Some(citing) = citing(rules, view, line.start, line.end) {
        // "Ruiz said ..., citing two officials": the statement before; else the one that it leads in.
        let before = drafts.iter().rposition(|draft| draft.cue.is_some_and(|cue| cue.1 <= citing.0));
        if let Some(draft) = drafts.get_mut(before.unwrap_or(0)) {
            draft.citing = Some(citing);
        }
    }
}

/// The statement whose cue is nearest to `at`, of those that `may`.
fn nearest(drafts: &mut [Draft], at: usize, may: impl Fn(&Draft) -> bool) -> Option<&mut Draft> {
    drafts
        .iter_mut()
        .filter(|draft| may(draft))
        .min_by_key(|draft| draft.cue.map_or(usize::MAX, |(start, _)| start.abs_diff(at)))
}

/// "Ana Ruiz and two others": those behind the first.
fn others(view: &View<'_>, start: usize, end: usize) -> Vec<(usize, usize)> {
    let tree = &view.tree;
    let Some(head) = top(view, start, end) else { return Vec::new() };
    let joined: Vec<usize> =
        tree.children(head).filter(|at| tree.relation(*at) == "conj" && (start..end).contains(at)).collect();
    let begins = |at: usize| {
        let low = tree.reach(at).0.max(start);
        (low..=at)
            .find(|i| view.get(*i).is_some_and(|w| w.is_word() && !w.any(Jobs::COORDINATOR)))
            .unwrap_or(at)
    };
    joined.iter().map(|at| (begins(*at), tree.reach(*at).1.min(end))).collect()
}

/// Where the first of coordinated names ends.
fn first_conjunct_end(view: &View<'_>, start: usize, end: usize) -> usize {
    let past = others(view, start, end).first().map_or(end, |other| other.0);
    (start + 1..=past)
        .rev()
        .find(|i| view.get(i - 1).is_some_and(|w| w.is_word() && !w.any(Jobs::COORDINATOR)))
        .unwrap_or(past)
}

/// The word of `start..end` on which the others depend.
fn top(view: &View<'_>, start: usize, end: usize) -> Option<usize> {
    (start..end).find(|at| view.tree.head(*at).is_none_or(|head| !(start..end).contains(&head)))
}

/// The noun phrase that begins at `start`, as far as its arcs reach in the line.
fn noun_phrase(view: &View<'_>, start: usize, end: usize) -> Option<(usize, usize)> {
    let mut head = start;
    while let Some(next) = view.tree.head(head).filter(|next| (start..end).contains(next)) {
        if next <= head && view.tree.reach(next).0 < start {
            break;
        }
        head = next;
    }
    let past = view.tree.reach(head).1.min(end);
    let past = (start..past).find(|i| view.is(*i, ",")).unwrap_or(past);
    let past = (start + 1..=past).rev().find(|i| view.get(i - 1).is_some_and(Word::is_word))?;
    (start < past).then_some((start, past))
}

/// "citing two officials", "which cited two officials": the words behind, to the next comma of the sentence.
fn citing(rules: &Attribution, view: &View<'_>, start: usize, end: usize) -> Option<(usize, usize)> {
    let at = (start..end).find(|i| {
        view.get(*i).is_some_and(|word| {
            word.quotation == 0
                && (rules.citing.contains(&word.lower)
                    || rules.cites.contains(&word.lower) && *i > start && view.any(i - 1, Jobs::RELATIVE))
        })
    })?;
    let past =
        (at + 1..end).find(|i| view.get(*i).is_some_and(|w| w.is(",") || w.mark || w.stops())).unwrap_or(end);
    (past > at + 1).then_some((at + 1, past))
}
