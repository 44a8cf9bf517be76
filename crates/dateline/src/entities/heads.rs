//! Names by their head nouns: "Far Eastern Federal University", "Ministry of Health", "Eastern Economic Forum".
use super::found::Found;
use super::known;
use super::person;
use super::scan::{Scan, run_end};
use super::words::Line;
use crate::doc::EntityKind;

/// A name that begins at `at` and has a head noun: in the run, or before an "of".
pub(super) fn name(
    scan: &Scan<'_>,
    line: &Line,
    at: usize,
    end: usize,
    out: &mut Vec<Found>,
) -> Option<usize> {
    let found = compound(scan, line, at, end)
        .or_else(|| of_phrase(scan, line, at))
        .or_else(|| mount(scan, at, end))
        .or_else(|| place_in_place(scan, line, at, end))
        .or_else(|| acronym_of_gloss(scan, line, at, end))?;
    let next = found.end;
    out.push(found);
    Some(next)
}

/// A run of capitals up to its last head noun.
pub(super) fn compound(scan: &Scan<'_>, line: &Line, at: usize, end: usize) -> Option<Found> {
    // "Joe Park": a surname after a given name.
    let head = (at + 1..end).rev().find(|i| kind_of(scan, *i).is_some())?;
    let surname = scan.rules.words.heads.surnames.contains(scan.view.lower(head));
    if surname && person::given(scan, at).is_some() && head == at + 1 {
        return None;
    }
    let (kind, rule) = kind_of(scan, head)?;
    let opener = scan.view.get(at).is_some_and(|w| w.opens && scan.rules.openers.contains(w.lower.as_ref()));
    let listed = scan.rules.lexicon.longest(scan.view, at, line.end).is_some();
    if opener && !listed {
        return None;
    }
    let close = if head + 1 == end && kind == EntityKind::Org { of_end(scan, line, end) } else { head + 1 };
    Some(Found { country: known::home(scan, line, at, close), ..Found::plain(at, close, kind, rule) })
}

/// "Ministry of Health", "Institute for the Study of War": a head noun alone before "of" and capitals.
pub(super) fn of_phrase(scan: &Scan<'_>, line: &Line, at: usize) -> Option<Found> {
    let word = scan.view.get(at)?;
    let heads = &scan.rules.words.heads;
    let org = heads.org.contains(word.lower.as_ref());
    let law = heads.law.contains(word.lower.as_ref());
    if !word.cap || !(org || law) {
        return None;
    }
    let close = of_end(scan, line, at + 1);
    if close == at + 1 {
        return None;
    }
    let kind = if org { EntityKind::Org } else { EntityKind::Law };
    let rule = if org { "entities/head-organisation-of" } else { "entities/head-law-of" };
    Some(Found { country: known::home(scan, line, at, close), ..Found::plain(at, close, kind, rule) })
}

/// The end of the phrases with "of", "for" and "and" that begin at `from`, or `from`.
fn of_end(scan: &Scan<'_>, line: &Line, from: usize) -> usize {
    let view = scan.view;
    let mut end = from;
    for _ in 0..3 {
        let link = view.lower(end);
        let joins =
            matches!(link, "of" | "for") || (link == "and" && end > from) || (link == "on" && end == from);
        let the = usize::from(view.lower(end + 1) == "the");
        let first = end + 1 + the;
        let name = view
            .get(first)
            .is_some_and(|w| w.cap && !w.skip && !scan.rules.words.names.calendar.contains(w.lower.as_ref()));
        if !joins || !name || first >= line.end || scan.marks.starting(first).is_some() {
            break;
        }
        // "Ministry of Defense and Sergei X"
        if link == "and" && (person::given(scan, first).is_some() || is_listed(scan, line, first)) {
            break;
        }
        let run = run_end(scan, line, first);
        let role = (first..run).find(|i| scan.marks.starting(*i).is_some()).unwrap_or(run);
        let given = (first + 1..role).find(|i| person::given(scan, *i).is_some()).unwrap_or(role);
        if given == first {
            break;
        }
        end = given;
    }
    end
}

fn is_listed(scan: &Scan<'_>, line: &Line, at: usize) -> bool {
    scan.rules.lexicon.longest(scan.view, at, line.end).is_some()
}

/// "Mount Almer"
fn mount(scan: &Scan<'_>, at: usize, end: usize) -> Option<Found> {
    let first = scan.rules.words.heads.place_first.contains(scan.view.lower(at));
    let name = scan.view.get(at + 1).is_some_and(|w| w.cap && at + 1 < end);
    (first && name && end <= at + 3)
        .then(|| Found::plain(at, end, EntityKind::Place, "entities/head-place-first"))
}

/// "in Uzhhorod, Ukraine": unknown words before a place from the lists.
fn place_in_place(scan: &Scan<'_>, line: &Line, at: usize, end: usize) -> Option<Found> {
    let before = scan.view.before(at, line.first);
    let located = matches!(before, "in" | "from" | "at" | "near" | "to" | "of" | "outside");
    if !located || scan.view.lower(end) != "," || end - at > 3 || !known::place_follows(scan, line, end + 1) {
        return None;
    }
    let (len, _) = scan.rules.lexicon.longest(scan.view, end + 1, line.end)?;
    let country = super::title::country_in(scan, end + 1, end + 1 + len);
    Some(Found { country, ..Found::plain(at, end, EntityKind::Place, "entities/place-in-place") })
}

/// "Almer Relief Network (ARN)": the first letters are those of the gloss.
fn acronym_of_gloss(scan: &Scan<'_>, line: &Line, at: usize, end: usize) -> Option<Found> {
    let view = scan.view;
    if view.lower(end) != "(" || view.lower(end + 2) != ")" || end + 2 >= line.end {
        return None;
    }
    let letters: String = (at..end)
        .filter_map(|i| view.get(i))
        .filter(|w| w.cap)
        .filter_map(|w| w.text.chars().next())
        .collect();
    let gloss = view.get(end + 1)?.text.replace('.', "");
    let fits = letters.len() >= 3 && letters == gloss;
    fits.then(|| Found {
        country: known::home(scan, line, at, end),
        ..Found::plain(at, end, EntityKind::Org, "entities/acronym-gloss")
    })
}

fn kind_of(scan: &Scan<'_>, at: usize) -> Option<(EntityKind, &'static str)> {
    let heads = &scan.rules.words.heads;
    let word = scan.view.get(at).filter(|w| w.cap)?;
    let lower = word.lower.as_ref();
    Some(if heads.org.contains(lower) {
        (EntityKind::Org, "entities/head-organisation")
    } else if heads.facility.contains(lower) {
        (EntityKind::Facility, "entities/head-facility")
    } else if heads.place.contains(lower) {
        (EntityKind::Place, "entities/head-place")
    } else if heads.event.contains(lower) {
        (EntityKind::Event, "entities/head-event")
    } else if heads.law.contains(lower) {
        (EntityKind::Law, "entities/head-law")
    } else {
        return None;
    })
}
