//! Where a place lies that the gazetteer does not have: beside the place that the text names with it.
//!
//! A street, a church or a creek is written about with its town. The point of that town is a good guess at where they are,
//! and no more: the place keeps its own name, has no id, and its rule and certainty tell it from a place that is known.
use super::Rules;
use super::gazetteer::{Entry, Kind};
use crate::doc::{Place, RuleId, Span};

/// The rule of a place that lies where another one is.
pub(super) const RULE: &str = "places/beside";

/// So many bytes of text a place may be farther off than one of the next rougher kind.
const PER_KIND: u32 = 400;

/// The place in whose surroundings the one at `span` probably lies: the nearest in the text, towns before states before
/// countries.
pub(super) fn beside<'g>(span: Span, known: &[(Span, Entry<'g>)]) -> Option<Entry<'g>> {
    let distance = |other: Span| match other.start.checked_sub(span.end) {
        Some(after) => after,
        None => span.start.saturating_sub(other.end),
    };
    let located = known.iter().filter(|(other, entry)| *other != span && entry.point.is_some());
    located
        .min_by_key(|(other, entry)| distance(*other) + roughness(entry.kind) * PER_KIND)
        .map(|(_, entry)| *entry)
}

/// The place, at the point of the other.
pub(super) fn placed(rules: &Rules, place: Place, other: &Entry<'_>) -> Place {
    Place {
        point: other.point,
        country: other.country.map(str::to_owned),
        admin1: other.admin1.map(str::to_owned),
        confidence: rules.weights.certainty(RULE, Some(1.0)) as f32,
        rule: RuleId::new(RULE),
        ..place
    }
}

fn roughness(kind: Kind) -> u32 {
    match kind {
        Kind::Town | Kind::Capital | Kind::County => 0,
        Kind::State => 1,
        Kind::Country => 2,
        Kind::Region => 3,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::Data;
    use crate::places::gazetteer::Gazetteer;

    #[test]
    fn the_nearest_town_goes_before_a_nearer_country() {
        let gazetteer = Gazetteer::load(&Data::embedded()).unwrap();
        let at = |start: u32, name: &str| {
            let entry =
                *gazetteer.find(name).iter().max_by(|a, b| a.population.total_cmp(&b.population)).unwrap();
            (Span { start, end: start + name.len() as u32 }, entry)
        };
        let known = [at(0, "Denver"), at(300, "Marseille"), at(520, "France")];
        let name = |start: u32| beside(Span { start, end: start + 10 }, &known).unwrap().name;
        assert_eq!(name(500), "Marseille");
        assert_eq!(name(20), "Denver");
        assert_eq!(beside(Span { start: 0, end: 5 }, &[]), None);
    }
}
