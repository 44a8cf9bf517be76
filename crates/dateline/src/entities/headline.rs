//! Headlines in title case or capitals: only names that the text below has, and clear ones from the lists.
use super::clusters::Clusters;
use super::found::Found;
use super::known;
use super::lexicon::Class;
use super::scan::Scan;
use super::words::Line;

/// Adds the mentions of one such line.
pub(super) fn join(scan: &Scan<'_>, clusters: &mut Clusters, line: &Line, number: usize) {
    let mut at = line.first;
    while at < line.end {
        let capital = scan.view.get(at).is_some_and(|w| w.cap && !w.skip);
        let next = if capital {
            known_here(scan, clusters, line, number, at).or_else(|| listed(scan, clusters, line, number, at))
        } else {
            None
        };
        at = next.unwrap_or(at + 1);
    }
}

/// A name that the text has: in full, or a surname.
fn known_here(
    scan: &Scan<'_>,
    clusters: &mut Clusters,
    line: &Line,
    number: usize,
    at: usize,
) -> Option<usize> {
    for end in (at + 1..=(at + 6).min(line.end)).rev() {
        let words = scan.view.span(at, end).of(scan.text);
        let lower = words.to_lowercase();
        let surname = || {
            let common = scan.rules.openers.contains(&lower) || scan.rules.words.names.never.contains(&lower);
            clusters.short.get(&lower).filter(|_| !common)?.first().copied()
        };
        let full = clusters.names.get(words).copied().map(|owner| (owner, "entities/headline-exact"));
        if let Some((owner, rule)) =
            full.or_else(|| surname().map(|owner| (owner, "entities/headline-surname")))
        {
            // A capital may be a place in the headline and an actor in the text.
            let listed = clusters.list.get(owner).is_some_and(|c| c.entry.is_some());
            if !listed {
                let kind = clusters.list.get(owner).map(|c| c.kind);
                let found = Found { line: number, kind, ..Found::unknown(at, end, false) };
                clusters.add(scan.rules, scan.view, owner, &found, rule);
                return Some(end);
            }
        }
    }
    None
}

/// A country, a people, a city or a name of several words from the lists.
fn listed(scan: &Scan<'_>, clusters: &mut Clusters, line: &Line, number: usize, at: usize) -> Option<usize> {
    let (len, hits) = scan.rules.lexicon.longest(scan.view, at, line.end)?;
    let words = scan.view.span(at, at + len).of(scan.text);
    let acronym = words.len() >= 2 && words.chars().all(|c| c.is_uppercase() || c == '.');
    let clear = len > 1
        || hits.iter().any(|h| {
            matches!(h.class, Class::Country | Class::Demonym | Class::Capital | Class::Seat | Class::City)
                || (matches!(h.class, Class::Org | Class::Media) && acronym && !line_is_capitals(scan, line))
        })
        || clusters.names.contains_key(words);
    if !clear {
        return None;
    }
    let mut found = known::accept(scan, line, at, at + len, hits)?;
    found.line = number;
    let (owner, rule) = clusters.full(scan.rules, scan.view, scan.text, &found);
    clusters.add(scan.rules, scan.view, owner, &found, rule);
    Some(at + len)
}

fn line_is_capitals(scan: &Scan<'_>, line: &Line) -> bool {
    (line.first..line.end)
        .filter_map(|i| scan.view.get(i))
        .filter(|w| w.text.len() > 3)
        .all(|w| !w.text.chars().any(char::is_lowercase))
}
