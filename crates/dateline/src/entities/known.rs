//! Names from the lists, and what the words beside them make of them.
use super::found::Found;
use super::heads;
use super::lexicon::{Class, Hit};
use super::metonymy;
use super::person;
use super::scan::Scan;
use super::title;
use super::words::Line;
use crate::doc::EntityKind;

/// A name from a list at `at`, alone or as the first part of a longer name.
pub(super) fn compound_or_known(
    scan: &Scan<'_>,
    line: &Line,
    at: usize,
    end: usize,
    out: &mut Vec<Found>,
) -> Option<usize> {
    let (len, hits) = scan.rules.lexicon.longest(scan.view, at, line.end)?;
    let close = at + len;
    if close < end {
        // "Moscow State University"
        if let Some(found) = heads::compound(scan, line, at, end).filter(|f| f.end > close) {
            let next = found.end;
            out.push(found);
            return Some(next);
        }
        let last = scan.view.lower(super::scan::unknown_end(scan, line, at, end) - 1);
        let given = len == 1 && person::given(scan, at).is_some() && scan.rules.surnames.contains(last);
        let city = hits.iter().all(|h| matches!(h.class, Class::City | Class::CityOrName | Class::Capital));
        let org = hits.iter().all(|h| matches!(h.class, Class::Org | Class::Media | Class::NounThing));
        let hyphen = scan.view.lower(close) == "-";
        if given && !hyphen && (city || org || hits.iter().any(|h| is_ambiguous(scan, *h))) {
            // "Jordan Peterson", "Sydney Sweeney"
            return None;
        }
        if city && !hyphen && len == 1 && scan.rules.lexicon.longest(scan.view, close, line.end).is_none() {
            // "Moscow Exchange Index": a longer name that is not known.
            return Some(super::scan::unknown_end(scan, line, at, end));
        }
    }
    // What is not accepted may still be a surname that the text gives in full.
    let found = accept(scan, line, at, close, hits);
    out.push(found.unwrap_or_else(|| Found::unknown(at, close, false)));
    Some(close)
}

/// The names from lists between `first` and `end`: the parts of a title.
pub(super) fn inside(scan: &Scan<'_>, line: &Line, first: usize, end: usize, out: &mut Vec<Found>) {
    let mut at = first;
    while at < end {
        match scan.rules.lexicon.longest(scan.view, at, end) {
            Some((len, hits)) => {
                out.extend(accept(scan, line, at, at + len, hits));
                at += len;
            }
            None => at += 1,
        }
    }
}

/// What a form from the lists means here, if it is clear.
pub(super) fn accept(scan: &Scan<'_>, line: &Line, first: usize, end: usize, hits: &[Hit]) -> Option<Found> {
    let of = |class: Class| hits.iter().find(|h| h.class == class).copied();
    if let Some(hit) = of(Class::Country) {
        return ambiguous_country(scan, line, first, end, hit);
    }
    if let Some(hit) = of(Class::Seat) {
        let the = usize::from(scan.view.before(first, line.first) == "the");
        let place = is_locative(scan.view.before(first - the, line.first));
        return Some(if place {
            listed(scan, first, end, None, Some(EntityKind::Facility), "entities/seat-as-place")
        } else {
            listed(scan, first, end, Some(hit), None, "entities/metonymy-seat")
        });
    }
    if let Some(hit) = of(Class::Capital)
        && let Some(rule) = metonymy::rule(scan, line, first, end)
    {
        return Some(listed(scan, first, end, Some(hit), None, rule));
    }
    if let Some(hit) = of(Class::CityOrName) {
        return is_located(scan, line, first, end)
            .then(|| listed(scan, first, end, Some(hit), None, "entities/city-in-place"));
    }
    if let Some(hit) = of(Class::NounThing) {
        return noun_beside(scan, line, first, end)
            .then(|| listed(scan, first, end, Some(hit), None, "entities/thing-noun-beside"));
    }
    let plain: Vec<Hit> = hits.iter().filter(|h| h.class != Class::Capital).copied().collect();
    let hit = match plain.as_slice() {
        [] => return None,
        [hit] => *hit,
        // Of two organisations with one acronym, the one that the text spells out.
        several => {
            let spelled =
                |h: &&Hit| scan.rules.lexicon.entry(h.entry).is_some_and(|e| scan.text.contains(&e.name));
            *several.iter().find(spelled).or_else(|| several.iter().find(|h| !is_org(h.class)))?
        }
    };
    Some(listed(scan, first, end, Some(hit), None, rule_of(hit.class)))
}

/// "the North" and "the South", where the text is about Korea.
pub(super) fn the_north(scan: &Scan<'_>, line: &Line, at: usize) -> Option<Found> {
    let word = scan.view.get(at)?;
    let code = match word.text {
        "North" => "PRK",
        "South" => "KOR",
        _ => return None,
    };
    let korean = ["Korea", "Korean", "Pyongyang", "DPRK"].iter().any(|w| scan.capitals.contains(w));
    let alone = scan.view.before(at, line.first) == "the"
        && !scan.view.get(at + 1).is_some_and(|w| w.cap && at + 1 < line.end)
        && !matches!(scan.view.lower(at + 1), "of" | "-" | "coast" | "side" | "end");
    let entry = scan.rules.lexicon.country(code).filter(|_| korean && alone)?;
    let hit = Hit { entry, class: Class::Country };
    // The article is part of the name: "the North" is no north.
    Some(listed(scan, at - 1, at + 1, Some(hit), None, "entities/alias-the-north"))
}

fn listed(
    scan: &Scan<'_>,
    first: usize,
    end: usize,
    hit: Option<Hit>,
    kind: Option<EntityKind>,
    rule: &'static str,
) -> Found {
    let entry = hit.and_then(|h| scan.rules.lexicon.entry(h.entry));
    let kind = kind.or(entry.map(|e| e.kind)).unwrap_or(EntityKind::Place);
    Found { hit, country: entry.and_then(|e| e.country.clone()), ..Found::plain(first, end, kind, rule) }
}

fn rule_of(class: Class) -> &'static str {
    match class {
        Class::Demonym => "entities/demonym",
        Class::People => "entities/people-list",
        Class::Org | Class::Media => "entities/organisation-list",
        Class::Thing | Class::NounThing => "entities/thing-list",
        Class::Event => "entities/event-list",
        _ => "entities/place-list",
    }
}

fn is_org(class: Class) -> bool {
    matches!(class, Class::Org | Class::Media)
}

fn is_ambiguous(scan: &Scan<'_>, hit: Hit) -> bool {
    let name = scan.rules.lexicon.entry(hit.entry).map(|e| e.name.as_str());
    hit.class == Class::Country && scan.rules.words.ambiguous.iter().any(|a| Some(a.form.as_str()) == name)
}

/// A country, unless its name is something else's here: "Georgia", "Jordan".
fn ambiguous_country(scan: &Scan<'_>, line: &Line, first: usize, end: usize, hit: Hit) -> Option<Found> {
    let found = listed(scan, first, end, Some(hit), None, "entities/country-list");
    let words = scan.view.span(first, end).of(scan.text);
    let Some(rule) = scan.rules.words.ambiguous.iter().find(|a| a.form == words) else { return Some(found) };
    let has =
        |set: &std::collections::HashSet<String>| set.iter().any(|w| scan.capitals.contains(w.as_str()));
    if has(&rule.country) {
        return Some(found);
    }
    let state = has(&rule.other) && (is_located(scan, line, first, end) || scan.view.lower(end) == "'s");
    state.then(|| {
        let place = listed(scan, first, end, None, Some(EntityKind::Place), "entities/state-not-country");
        Found { country: Some("USA".to_owned()), ..place }
    })
}

/// A weapon's or a vehicle's noun within three words.
fn noun_beside(scan: &Scan<'_>, line: &Line, first: usize, end: usize) -> bool {
    let heads = &scan.rules.words.heads;
    let from = first.saturating_sub(3).max(line.first);
    (from..line.end.min(end + 3)).any(|i| {
        let lower = scan.view.lower(i);
        heads.weapon.contains(lower) || heads.vehicle.contains(lower)
    })
}

fn is_locative(word: &str) -> bool {
    matches!(word, "in" | "at" | "to" | "from" | "near" | "outside" | "inside" | "into" | "around" | "across")
}

/// "in Orlando", "Charlotte, North Carolina"
pub(super) fn is_located(scan: &Scan<'_>, line: &Line, first: usize, end: usize) -> bool {
    is_locative(scan.view.before(first, line.first))
        || (scan.view.lower(end) == "," && end + 1 < line.end && place_follows(scan, line, end + 1))
}

/// A country or a place from the lists begins at `at`.
pub(super) fn place_follows(scan: &Scan<'_>, line: &Line, at: usize) -> bool {
    scan.rules.lexicon.longest(scan.view, at, line.end).is_some_and(|(len, hits)| {
        hits.iter().any(|h| matches!(h.class, Class::Country | Class::Place | Class::City))
            && matches!(
                scan.view.lower(at + len),
                "," | "." | "" | ")" | "on" | "in" | "and" | "after" | "where" | "'s" | "to"
            )
    })
}

/// The country of a name's own words or of the possessor before it.
pub(super) fn home(scan: &Scan<'_>, line: &Line, first: usize, end: usize) -> Option<String> {
    title::country_in(scan, first, end).or_else(|| title::possessor(scan, line, first))
}
