//! Entities that are places lie where the places of their mentions do: the lists of entities know one Cambridge. And names
//! that the model alone took for persons are places where the words around them leave no doubt.
use std::collections::HashMap;

use super::Rules;
use crate::doc::{Document, Entity, EntityKind, MentionKind, Place, PlaceUse, RuleId, Span};

/// Below this certainty a place tells an entity nothing.
const SURE: f32 = 0.6;

/// The rule of entities that have no other evidence than the model.
const MODEL: &str = "entities/name-model";
/// The rules of places that hold whatever a name looks like: "Berry and Cass counties", "George, Wash.", "Addison, a village".
const TELLING: [&str; 4] =
    ["places/list-of-counties", "places/with-its-state", "places/state-of-town", "places/told"];
/// Of an entity that these rules make a place.
const TOLD: RuleId = RuleId::new("entities/place-told");

/// Sets country and id of entities from the places at their names, the one that most of the mentions have.
pub fn settle(rules: &Rules, doc: &mut Document) {
    let places = Document::items(&doc.places);
    let literal = places.iter().filter(|place| place.usage == PlaceUse::Literal && place.confidence >= SURE);
    let at: HashMap<Span, &Place> = literal.map(|place| (place.span, place)).collect();
    let mut settled = Vec::new();
    for (index, entity) in Document::items(&doc.entities).iter().enumerate() {
        let told = is_told(entity, &at);
        if entity.kind != EntityKind::Place && !told {
            continue;
        }
        let names = entity.mentions.iter().filter(|mention| mention.kind == MentionKind::Name);
        let mut counts: Vec<(u32, &str, usize)> = Vec::new();
        for place in names.filter_map(|mention| at.get(&mention.span)) {
            let (Some(id), Some(country)) = (place.geonames, place.country.as_deref()) else { continue };
            match counts.iter_mut().find(|(other, ..)| *other == id) {
                Some((.., count)) => *count += 1,
                None => counts.push((id, country, 1)),
            }
        }
        // Of equals `max_by_key` takes the last.
        let Some((id, country, _)) = counts.iter().rev().max_by_key(|(.., count)| *count) else { continue };
        settled.push((index, told, *id, rules.gazetteer.code(country).map(str::to_owned)));
    }
    let Some(entities) = &mut doc.entities else { return };
    for (index, told, id, country) in settled {
        if let Some(entity) = entities.items.get_mut(index) {
            (entity.geonames, entity.country) = (Some(id), country.or(entity.country.take()));
            if told {
                (entity.kind, entity.rule) = (EntityKind::Place, TOLD);
            }
        }
    }
}

/// True for a name that the model took for a person or an organisation, but that is a place wherever it stands.
fn is_told(entity: &Entity, at: &HashMap<Span, &Place>) -> bool {
    matches!(entity.kind, EntityKind::Person | EntityKind::Org)
        && entity.rule.as_str() == MODEL
        && entity.mentions.iter().all(|mention| {
            let place = at.get(&mention.span).filter(|_| mention.kind == MentionKind::Name);
            place.is_some_and(|place| TELLING.contains(&place.rule.as_str()))
        })
}

#[cfg(test)]
mod tests {
    use crate::doc::{Document, EntityKind};
    use crate::{Engine, Stage};

    #[test]
    fn a_place_is_where_the_text_has_it() {
        let mut doc = Document::of_text(
            "Divers trained in Cambridge, Massachusetts. They left Cambridge on Monday.",
            None,
        );
        Engine::new().unwrap().annotate(&mut doc, Stage::Places);
        let cambridge = Document::items(&doc.entities).iter().find(|e| e.name == "Cambridge").unwrap();
        assert_eq!((cambridge.kind, cambridge.country.as_deref()), (EntityKind::Place, Some("USA")));
        assert_eq!(cambridge.geonames, Some(4_931_972));
    }

    #[test]
    fn counties_in_a_list_are_no_persons() {
        let text =
            "BEDFORD, Ind. -- The beetle was seen in Owen, Warren, Perry and Wayne counties, growers said.";
        let mut doc = Document::of_text(text, None);
        Engine::new().unwrap().annotate(&mut doc, Stage::Places);
        for name in ["Owen", "Warren", "Perry", "Wayne"] {
            let county = Document::items(&doc.entities).iter().find(|e| e.name == name).unwrap();
            assert_eq!((county.kind, county.country.as_deref()), (EntityKind::Place, Some("USA")), "{name}");
        }
    }
}
