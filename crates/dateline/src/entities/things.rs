//! Storms, and weapons and vehicles by a name with a figure: "Typhoon Haikui", "Hwasong-18 missile".
use super::found::Found;
use super::scan::Scan;
use super::words::Line;
use crate::doc::EntityKind;

/// "Tropical Storm Haikui"
pub(super) fn storm(scan: &Scan<'_>, line: &Line, at: usize) -> Option<Found> {
    let heads = &scan.rules.words.heads.storm;
    let view = scan.view;
    let head = (at..(at + 3).min(line.end)).find(|i| heads.contains(view.lower(*i)))?;
    let kinds = (at..head)
        .all(|i| matches!(view.lower(i), "tropical" | "super" | "severe" | "subtropical" | "cyclonic"));
    let name = view.get(head + 1).filter(|_| head + 1 < line.end)?;
    let capital = view.get(head).is_some_and(|w| w.cap) && name.cap;
    let known = scan.rules.lexicon.longest(view, head, head + 2).is_some();
    let words = !scan.rules.words.heads.event.contains(name.lower.as_ref())
        && !heads.contains(name.lower.as_ref())
        && scan.marks.starting(head + 1).is_none()
        && !scan.rules.words.heads.org.contains(name.lower.as_ref());
    (kinds && capital && !known && words)
        .then(|| Found::plain(at, head + 2, EntityKind::Storm, "entities/storm"))
}

/// "Hwasong-18 intercontinental ballistic missile", "Kh-101 rocket"
pub(super) fn numbered(scan: &Scan<'_>, line: &Line, at: usize) -> Option<Found> {
    let view = scan.view;
    let glued = |i: usize| i < line.end && view.get(i).is_some_and(|w| w.glued);
    let digit = |i: usize| view.get(i).is_some_and(|w| w.text.starts_with(|c: char| c.is_ascii_digit()));
    let word = view.get(at).filter(|w| w.cap)?;
    if view.lower(at + 1) != "-" || !glued(at + 1) || !glued(at + 2) || !digit(at + 2) || word.text.len() > 14
    {
        return None;
    }
    let end = at + 3;
    let heads = &scan.rules.words.heads;
    let reach = line.end.min(end + 5);
    let stop = (end..reach).find(|i| matches!(view.lower(*i), "," | "." | "and" | "(")).unwrap_or(reach);
    let kind = (end..stop).find_map(|i| {
        if heads.weapon.contains(view.lower(i)) {
            Some((EntityKind::Weapon, "entities/weapon-noun-after"))
        } else if heads.vehicle.contains(view.lower(i)) {
            Some((EntityKind::Vehicle, "entities/vehicle-noun-after"))
        } else {
            None
        }
    });
    if scan.rules.lexicon.longest(view, at, line.end).is_some_and(|(len, _)| len >= 3) {
        return None;
    }
    let (kind, rule) = kind?;
    Some(Found::plain(at, end, kind, rule))
}
