//! What the language layer takes for names, where the lists and shapes of this stage know nothing better.
use super::found::Found;
use super::person;
use super::scan::Scan;
use super::words::Line;
use crate::doc::{EntityKind, Name, NameKind};

/// The rule of what has no other evidence than the model.
pub(super) const RULE: &str = "entities/name-model";

/// Adds to what was found in a sentence. `names` are in text order.
pub(super) fn fill(scan: &Scan<'_>, names: &[Name], line: &Line, found: &mut Vec<Found>) {
    let view = scan.view;
    let (Some(first), Some(last)) = (view.get(line.first), view.get(line.end.wrapping_sub(1))) else {
        return;
    };
    let from = names.partition_point(|n| n.span.start < first.span.start);
    let inside = names.get(from..).unwrap_or_default().iter().take_while(|n| n.span.end <= last.span.end);
    for name in inside {
        let kind = match name.kind {
            NameKind::Person => EntityKind::Person,
            NameKind::Org => EntityKind::Org,
            NameKind::Place => EntityKind::Place,
            NameKind::Other => continue,
        };
        let begin = view.words.partition_point(|w| w.span.end <= name.span.start);
        let end = view.words.partition_point(|w| w.span.start < name.span.end);
        if begin >= end || view.words.get(begin..end).unwrap_or_default().iter().any(|w| w.skip) {
            continue;
        }
        let mut meets = found.iter().filter(|f| f.first < end && begin < f.end);
        // "Monte Carlo", "Ana Ruiz Art Projects": a given name alone says less than the model.
        let surname = scan.rules.surnames.contains(view.lower(end - 1));
        let other = kind == EntityKind::Place || (kind == EntityKind::Org && end > begin + 2 && !surname);
        let mistaken = |f: &Found| other && f.rule == person::BY_GIVEN_NAME;
        // What is known, or goes on outside, is left as it is.
        if meets.any(|f| (f.kind.is_some() && !mistaken(f)) || f.first < begin || f.end > end) {
            continue;
        }
        // Lower-case and common words are no names by the model alone.
        let capital = (begin..end).any(|i| view.get(i).is_some_and(|w| w.cap));
        let never = end == begin + 1 && scan.rules.words.names.never.contains(view.lower(begin));
        if !capital || never {
            continue;
        }
        // "the ferry Almer Star"
        let vehicle = scan.rules.words.heads.vehicle.contains(view.before(begin, line.first));
        let kind = if vehicle { EntityKind::Vehicle } else { kind };
        found.retain(|f| f.end <= begin || end <= f.first);
        let plain = end - begin > 1 && kind == EntityKind::Person;
        let mut new = Found { guess: Some(kind), ..Found::unknown(begin, end, plain) };
        if kind == EntityKind::Person {
            new.gender = person::given(scan, begin).unwrap_or(new.gender);
        }
        found.push(new);
    }
    found.sort_by_key(|f| (f.first, f.end));
}
