//! Names that come again are of one kind: "Ana Ruiz ... Ruiz".
use std::collections::HashMap;

use crate::doc::{Name, NameKind, RuleId};

const RULE: RuleId = RuleId::new("language/names-again");

/// Gives a family name that stood in a full name before the person's kind, and names that are written alike the kind
/// that most of them have; the earliest kind wins a draw.
pub(super) fn settle(text: &str, names: &mut [Name]) {
    let mut families: HashMap<&str, usize> = HashMap::new();
    let mut kinds: HashMap<&str, Vec<(NameKind, usize)>> = HashMap::new();
    for name in names.iter() {
        let words = name.span.of(text);
        let last = words.rsplit(char::is_whitespace).next().unwrap_or(words);
        if name.kind == NameKind::Person && last.len() < words.len() && last.len() > 2 {
            *families.entry(last).or_default() += 1;
        }
        let kinds = kinds.entry(words).or_default();
        match kinds.iter_mut().find(|(kind, _)| *kind == name.kind) {
            Some((_, count)) => *count += 1,
            None => kinds.push((name.kind, 1)),
        }
    }
    for name in names.iter_mut() {
        let words = name.span.of(text);
        let most = || {
            let kinds = kinds.get(words)?;
            // Of equals `max_by_key` takes the last.
            kinds.iter().rev().max_by_key(|(_, count)| *count).map(|(kind, _)| *kind)
        };
        let kind = if families.contains_key(words) { Some(NameKind::Person) } else { most() };
        if let Some(kind) = kind.filter(|kind| *kind != name.kind) {
            (name.kind, name.rule) = (kind, RULE);
        }
    }
}

const DATELINE_RULE: RuleId = RuleId::new("language/names-dateline");

/// What the dateline calls a place, "ALMER, March 5 --", is no organisation in the report below it.
pub(super) fn settle_dateline(text: &str, place: &str, names: &mut [Name]) {
    let place = place.to_lowercase();
    for name in names.iter_mut().filter(|name| matches!(name.kind, NameKind::Org | NameKind::Other)) {
        if name.span.of(text).to_lowercase() == place {
            (name.kind, name.rule) = (NameKind::Place, DATELINE_RULE);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::doc::Span;

    #[track_caller]
    fn check(names: &[(&str, NameKind)], expected: &[NameKind]) {
        let text: String = names.iter().map(|(words, _)| format!("{words}; ")).collect();
        let mut at = 0;
        let mut found: Vec<Name> = names
            .iter()
            .map(|(words, kind)| {
                let span = Span::new(at, at + words.len());
                at = span.range().end + 2;
                Name { span, kind: *kind, rule: RuleId::new("language/names") }
            })
            .collect();
        settle(&text, &mut found);
        assert_eq!(found.iter().map(|name| name.kind).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn a_place_of_the_dateline_is_a_place() {
        let text = "Almer; Ana Almer; Almer";
        let name = |start: usize, end: usize, kind| Name {
            span: Span::new(start, end),
            kind,
            rule: RuleId::new("language/names"),
        };
        let mut names =
            [name(0, 5, NameKind::Org), name(7, 16, NameKind::Person), name(18, 23, NameKind::Person)];
        settle_dateline(text, "ALMER", &mut names);
        assert_eq!(names.map(|name| name.kind), [NameKind::Place, NameKind::Person, NameKind::Person]);
    }

    #[test]
    fn a_family_name_is_a_person_and_most_decide() {
        use NameKind::{Org, Person, Place};
        check(&[("Lund", Place), ("Ola Lund", Person), ("Lund", Place)], &[Person, Person, Person]);
        check(&[("Almer", Place), ("Almer", Org), ("Almer", Org)], &[Org, Org, Org]);
        check(&[("Almer", Place), ("Almer", Org)], &[Place, Place]);
    }
}
