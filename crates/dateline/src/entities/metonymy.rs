//! Capitals that act: "Moscow has blocked", "talks with Pyongyang", "a weapons deal: Washington".
use super::lexicon::Class;
use super::scan::Scan;
use super::words::Line;

/// The rule by which the capital at `first..end` means its country's government, if one does.
pub(super) fn rule(scan: &Scan<'_>, line: &Line, first: usize, end: usize) -> Option<&'static str> {
    let (view, lists) = (scan.view, &scan.rules.words.metonymy);
    let before = view.before(first, line.first);
    let next = if end < line.end { view.lower(end) } else { "" };
    if let Some(rule) = compound(scan, line, first, end) {
        return rule;
    }
    if is_attribution(scan, line, first, end) {
        return Some("entities/metonymy-attribution");
    }
    if next == "," && super::known::place_follows(scan, line, end + 1) && before != "between" {
        return None;
    }
    if lists.locals.contains(next) {
        return None;
    }
    if let Some(rule) = left(scan, line, first) {
        return rule;
    }
    if next == "'s" || next == "'" {
        return lists.possessions.contains(view.lower(end + 1)).then_some("entities/metonymy-possessive");
    }
    coordinated(scan, line, first, end)
        .or_else(|| acts(scan, line, end).then_some("entities/metonymy-subject"))
        .filter(|_| !view.get(first).is_some_and(|w| w.opens && line.headline && next == ":"))
}

/// What the words before it say: `Some(None)` for a place.
fn left(scan: &Scan<'_>, line: &Line, first: usize) -> Option<Option<&'static str>> {
    let (view, lists) = (scan.view, &scan.rules.words.metonymy);
    let before = view.before(first, line.first);
    let noun = if first > line.first + 1 { view.lower(first - 2) } else { "" };
    if matches!(before, "to" | "from" | "on" | "for" | "toward" | "towards" | "of")
        && lists.nouns.contains(noun)
    {
        return Some(Some("entities/metonymy-noun"));
    }
    if lists.places.contains(before) {
        return Some(None);
    }
    if lists.governments.contains(before) {
        return Some(Some("entities/metonymy-with"));
    }
    scan.rules.words.verbs.onto.contains(before).then_some(Some("entities/metonymy-object"))
}

/// "Moscow-backed", "pro-Moscow", "Moscow-Pyongyang ties"; `Some(None)` for "Moscow-based".
fn compound(scan: &Scan<'_>, line: &Line, first: usize, end: usize) -> Option<Option<&'static str>> {
    let (view, lists) = (scan.view, &scan.rules.words.metonymy);
    let hyphen = |i: usize| {
        i < line.end && matches!(view.lower(i), "-" | "–" | "‑") && view.get(i).is_some_and(|w| w.glued)
    };
    if hyphen(end) && view.get(end + 1).is_some_and(|w| w.glued) {
        let backed = lists.compounds.contains(view.lower(end + 1)) || is_state(scan, line, end + 1).is_some();
        return Some(backed.then_some("entities/metonymy-compound"));
    }
    if first >= line.first + 2 && hyphen(first - 1) && view.get(first).is_some_and(|w| w.glued) {
        let prefix = lists.prefixes.contains(view.lower(first - 2));
        let state = (1..=3).any(|len| {
            let start = (first - 1).checked_sub(len).filter(|start| *start >= line.first);
            start.is_some_and(|start| is_state(scan, line, start) == Some(len))
        });
        return Some((prefix || state).then_some("entities/metonymy-compound"));
    }
    None
}

/// "... to discuss a deal: Washington", "Moscow: talks will go on", in headlines.
fn is_attribution(scan: &Scan<'_>, line: &Line, first: usize, end: usize) -> bool {
    let view = scan.view;
    if !line.headline {
        return false;
    }
    let last = end == line.end || (end + 1 == line.end && !view.get(end).is_some_and(|w| w.cap));
    let after_colon = matches!(view.before(first, line.first), ":" | "-" | "–" | "—");
    last && after_colon
}

/// "Moscow and Pyongyang have": the other of a pair decides as well.
fn coordinated(scan: &Scan<'_>, line: &Line, first: usize, end: usize) -> Option<&'static str> {
    let view = scan.view;
    if view.lower(end) == "and" && end + 1 < line.end {
        let len = is_state(scan, line, end + 1)?;
        return acts(scan, line, end + 1 + len).then_some("entities/metonymy-coordination");
    }
    if view.before(first, line.first) == "and" {
        let before = first - 1;
        let other = (1..=4).find_map(|len| {
            let start = before.checked_sub(len).filter(|start| *start >= line.first)?;
            (is_state(scan, line, start) == Some(len)).then_some(start)
        })?;
        return match left(scan, line, other) {
            Some(verdict) => verdict.map(|_| "entities/metonymy-coordination"),
            None => acts(scan, line, end).then_some("entities/metonymy-coordination"),
        };
    }
    None
}

/// The number of words of a country or a capital at `at`.
fn is_state(scan: &Scan<'_>, line: &Line, at: usize) -> Option<usize> {
    let (len, hits) = scan.rules.lexicon.longest(scan.view, at, line.end)?;
    hits.iter().any(|h| matches!(h.class, Class::Country | Class::Capital)).then_some(len)
}

/// A verb of governments follows: "has repeatedly blocked", "also attempted", "said".
fn acts(scan: &Scan<'_>, line: &Line, at: usize) -> bool {
    let (view, verbs) = (scan.view, &scan.rules.words.verbs);
    let mut verb = at;
    while verb < line.end
        && verb < at + 3
        && verbs.adverbs.contains(view.lower(verb))
        && !is_auxiliary(view.lower(verb))
    {
        verb += 1;
    }
    if verb >= line.end || !verbs.acts.contains(view.lower(verb)) {
        return false;
    }
    if !is_auxiliary(view.lower(verb)) {
        return true;
    }
    let mut main = verb + 1;
    while main < line.end && main < verb + 4 && verbs.adverbs.contains(view.lower(main)) {
        main += 1;
    }
    main < line.end && !verbs.passive.contains(view.lower(main))
}

fn is_auxiliary(word: &str) -> bool {
    matches!(
        word,
        "is" | "has"
            | "have"
            | "had"
            | "will"
            | "would"
            | "may"
            | "might"
            | "could"
            | "should"
            | "must"
            | "can"
    )
}
