//! Entities that are places lie where the places of their mentions do: the lists of entities know one Cambridge.
use std::collections::HashMap;

use super::Rules;
use crate::doc::{Document, EntityKind, MentionKind, Place, PlaceUse, Span};

/// Below this certainty a place tells an entity nothing.
const SURE: f32 = 0.6;

/// Sets country and id of entities from the places at their names, the one that most of the mentions have.
pub fn settle(rules: &Rules, doc: &mut Document) {
    let places = Document::items(&doc.places);
    let literal = places.iter().filter(|place| place.usage == PlaceUse::Literal && place.confidence >= SURE);
    let at: HashMap<Span, &Place> = literal.map(|place| (place.span, place)).collect();
    let mut settled = Vec::new();
    for (index, entity) in Document::items(&doc.entities).iter().enumerate() {
        if entity.kind != EntityKind::Place {
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
        settled.push((index, *id, rules.gazetteer.code(country).map(str::to_owned)));
    }
    let Some(entities) = &mut doc.entities else { return };
    for (index, id, country) in settled {
        if let Some(entity) = entities.items.get_mut(index) {
            (entity.geonames, entity.country) = (Some(id), country.or(entity.country.take()));
        }
    }
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
}
