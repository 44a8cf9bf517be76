//! Finds names: runs of capitals, cut by what is known of their words, from the most certain evidence to the least.
use std::collections::HashSet;

use super::amounts::amount;
use super::found::Found;
use super::known;
use super::person;
use super::rules::Rules;
use super::title::Marks;
use super::words::{Line, View};
use super::{heads, things};

/// What the functions that find names look at.
pub(super) struct Scan<'a> {
    pub rules: &'a Rules,
    pub view: &'a View<'a>,
    pub marks: &'a Marks,
    /// The capitalised words of the document.
    pub capitals: &'a HashSet<&'a str>,
    pub text: &'a str,
}

/// The names of one sentence.
pub(super) fn line(scan: &Scan<'_>, line: &Line) -> Vec<Found> {
    let mut out = Vec::new();
    let mut at = line.first;
    while at < line.end {
        let Some(word) = scan.view.get(at) else { break };
        if word.skip {
            at += 1;
            continue;
        }
        let single = amount(scan.rules, scan.view, line, at)
            .or_else(|| things::storm(scan, line, at))
            .or_else(|| known::the_north(scan, line, at))
            .or_else(|| things::numbered(scan, line, at));
        if let Some(found) = single {
            at = found.end;
            out.push(found);
        } else if starts_name(scan, line, at) {
            at = segment(scan, line, at, run_end(scan, line, at), &mut out).max(at + 1);
        } else if let Some((len, hits)) = lower_case_form(scan, line, at) {
            out.extend(known::accept(scan, line, at, at + len, hits));
            at += len;
        } else {
            at += 1;
        }
    }
    out
}

/// "al-Qaeda", "easyJet": known forms that do not begin with a capital.
fn lower_case_form<'a>(
    scan: &'a Scan<'_>,
    line: &Line,
    at: usize,
) -> Option<(usize, &'a [super::lexicon::Hit])> {
    let word = scan.view.get(at)?;
    if word.cap {
        return None;
    }
    scan.rules.lexicon.longest(scan.view, at, line.end)
}

fn starts_name(scan: &Scan<'_>, line: &Line, at: usize) -> bool {
    let Some(word) = scan.view.get(at) else { return false };
    let known =
        |min: usize| scan.rules.lexicon.longest(scan.view, at, line.end).is_some_and(|(len, _)| len >= min);
    if !word.cap {
        return false;
    }
    if scan.rules.words.names.calendar.contains(word.lower.as_ref()) && !given_name_follows(scan, at) {
        return known(2);
    }
    if matches!(word.lower.as_ref(), "the" | "a" | "an") {
        return known(2);
    }
    let shouted = word.text.len() >= 2 && word.text.chars().all(|c| c.is_uppercase() || c == '.');
    if word.opens && scan.rules.openers.contains(word.lower.as_ref()) && !shouted {
        return known(2) || scan.marks.starting(at).is_some() || heads::of_phrase(scan, line, at).is_some();
    }
    true
}

/// "May" and "April" before a surname are given names.
fn given_name_follows(scan: &Scan<'_>, at: usize) -> bool {
    let given = scan.view.get(at).is_some_and(|w| scan.rules.given.contains_key(w.text));
    given
        && scan.view.get(at + 1).is_some_and(|w| {
            w.cap && !scan.rules.lexicon.longest(scan.view, at + 1, at + 2).is_some_and(|_| true)
        })
        && at > 0
        && !matches!(scan.view.lower(at - 1), "in" | "on" | "since" | "by" | "until" | "of" | "last" | "this")
}

/// The end of the run of capitals that begins at `at`: with hyphens, particles, and roles such as "Secretary of State".
pub(super) fn run_end(scan: &Scan<'_>, line: &Line, at: usize) -> usize {
    let (view, names) = (scan.view, &scan.rules.words.names);
    let is_name = |i: usize| {
        i < line.end
            && view.get(i).is_some_and(|w| w.cap && !w.skip && !names.calendar.contains(w.lower.as_ref()))
    };
    let mut end = at + 1;
    loop {
        if let Some(mark) = scan.marks.starting(end - 1).filter(|m| m.end > end && m.end <= line.end) {
            end = mark.end;
        }
        if let Some((len, _)) =
            scan.rules.lexicon.longest(view, end - 1, line.end).filter(|(len, _)| *len > 1)
        {
            end = end - 1 + len;
        }
        let glued = |i: usize| view.get(i).is_some_and(|w| w.glued);
        if is_name(end) {
            // "Co. Shares": a full stop of an abbreviation does not part names, a missing blank does.
            if view.get(end).is_some_and(|w| w.glued && !view.lower(end - 1).ends_with('-')) {
                return end;
            }
            end += 1;
        } else if matches!(view.lower(end), "-" | "‑") && glued(end) && glued(end + 1) && end + 1 < line.end
        {
            let next = view.get(end + 1);
            let joins = next.is_some_and(|w| {
                w.cap || w.text.starts_with(|c: char| c.is_ascii_digit()) || is_korean(scan, at, end + 1)
            });
            if !joins {
                return end;
            }
            end += 2;
        } else if let Some(gap) = particles(scan, line, end).filter(|gap| is_name(end + gap)) {
            end += gap + 1;
        } else if view.lower(end) == "&" && is_name(end + 1) {
            end += 2;
        } else {
            return end;
        }
    }
}

/// "Moon Jae-in": the second part of a Korean or Chinese given name has no capital.
fn is_korean(scan: &Scan<'_>, first: usize, at: usize) -> bool {
    let family = &scan.rules.words.names.family_first;
    let name = (first..at).rev().take(4).any(|i| family.contains(scan.view.lower(i)));
    let not_a_role = scan.marks.starting(at).is_none();
    let plain = scan.view.get(at).is_some_and(|w| (2..=6).contains(&w.text.len()));
    name && not_a_role && plain && !scan.rules.words.metonymy.compounds.contains(scan.view.lower(at))
}

/// The number of particles at `at`: "van der", "bin", "al-".
fn particles(scan: &Scan<'_>, line: &Line, at: usize) -> Option<usize> {
    let names = &scan.rules.words.names;
    let mut count = 0;
    while count < 3 && at + count < line.end && names.particles.contains(scan.view.lower(at + count)) {
        count += 1;
        if scan.view.lower(at + count) == "-" && scan.view.get(at + count).is_some_and(|w| w.glued) {
            count += 1;
        }
    }
    (count > 0).then_some(count)
}

/// Cuts a run of capitals into names. Returns where the search goes on.
fn segment(scan: &Scan<'_>, line: &Line, first: usize, end: usize, out: &mut Vec<Found>) -> usize {
    let mut at = first;
    while at < end {
        let word = scan.view.get(at);
        if word.is_some_and(|w| !w.text.starts_with(char::is_alphanumeric)) {
            at += 1;
            continue;
        }
        let next = person::titled(scan, line, at, end, out)
            .or_else(|| known::compound_or_known(scan, line, at, end, out))
            .or_else(|| heads::name(scan, line, at, end, out))
            .or_else(|| person::untitled(scan, line, at, end, out));
        match next {
            Some(next) => at = next.max(at + 1),
            None => {
                let stop = unknown_end(scan, line, at, end);
                if scan.view.get(at).is_some_and(|w| is_clear(scan, w.lower.as_ref())) || stop > at + 1 {
                    out.push(Found::unknown(at, stop, person::plain(scan, at, stop)));
                }
                at = stop;
            }
        }
    }
    at
}

fn is_clear(scan: &Scan<'_>, lower: &str) -> bool {
    !scan.rules.words.names.never.contains(lower)
}

/// Where unknown words end: before a role, or before a name from a list.
pub(super) fn unknown_end(scan: &Scan<'_>, line: &Line, at: usize, end: usize) -> usize {
    let stops = |i: &usize| {
        let multi = scan.rules.lexicon.longest(scan.view, *i, line.end).is_some_and(|(len, hits)| {
            len > 1 || hits.iter().any(|h| matches!(h.class, super::lexicon::Class::Country))
        });
        multi && scan.view.get(*i).is_some_and(|w| !w.glued)
    };
    (at + 1..end).find(stops).unwrap_or(end)
}
