//! Where: places with GeoNames ids.
//!
//! Names come from the gazetteer (`data/places/`) and from the language model (`find`, `overlay`); the words around a
//! name decide whether it is a place and how it is used (`judge`), the whole article what the sentence leaves open
//! (`settle`); its state or country, the other places of the article, the publisher and its size decide which (`resolve`).
mod agree;
mod beside;
mod context;
mod evidence;
mod find;
mod gazetteer;
mod given;
mod home;
mod judge;
mod lands;
mod overlay;
mod resolve;
mod settle;
mod shape;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

pub use self::agree::settle as settle_entities;
use self::context::Context;
use self::evidence::Evidence;
use self::find::Mention;
use self::gazetteer::{Entry, Gazetteer};
pub use self::given::at;
use self::judge::{Refusal, Verdict};
use self::overlay::{Named, Overlay};
use self::resolve::{Home, Name, Weights};
use crate::doc::{Document, EntityKind, Layer, NameKind, Place, PlaceUse, RuleId, Trial};
use crate::lexicon::{Data, Error};

/// The rules and word lists of this stage, from `data/places/`.
#[derive(Debug)]
pub struct Rules {
    gazetteer: Gazetteer,
    context: Context,
    weights: Weights,
    home: home::Rules,
    adjectives: given::Adjectives,
}

impl Rules {
    /// Reads the rules.
    pub fn load(data: &Data) -> Result<Rules, Error> {
        Ok(Rules {
            gazetteer: Gazetteer::load(data)?,
            context: data.toml("places/context.toml")?,
            weights: data.toml("places/weights.toml")?,
            home: home::Rules::load(data)?,
            adjectives: given::Adjectives::load(data)?,
        })
    }
}

/// Adds the layer.
pub fn annotate(rules: &Rules, doc: &Document) -> Layer<Place> {
    if !doc.is_english() {
        return Layer::default();
    }
    let overlay = Overlay::of(doc);
    let mut judged = judged(rules, doc, &overlay);
    settle::settle(doc, &mut judged);
    let home = rules.home.of(&rules.gazetteer, doc);
    let found = resolved(rules, doc, &home, &judged);
    let mut layer = Layer::default();
    for ((mention, verdict), entry) in judged.iter().zip(found) {
        if doc.explain {
            layer.trials.push(trial(doc, mention, *verdict));
        }
        let Ok(verdict) = *verdict else { continue };
        layer.items.push(place(rules, doc, mention, verdict, entry));
    }
    layer
}

/// The mentions with what they are by their sentences, in text order.
fn judged<'g>(rules: &'g Rules, doc: &Document, overlay: &Overlay<'_>) -> Vec<(Mention<'g>, Verdict)> {
    let mut mentions = find::mentions(&rules.gazetteer, &rules.context, doc, overlay);
    if let Some(place) = doc.dateline_place() {
        for mention in mentions.iter_mut().filter(|m| m.span.overlaps(place)) {
            mention.evidence.dateline = true;
        }
    }
    let mut judged: Vec<(Mention<'g>, Verdict)> = Vec::new();
    for (span, entity) in overlay.peoples() {
        let country = entity.country.as_deref().and_then(|code| rules.gazetteer.country(code));
        if let Some(country) = country {
            let evidence = Evidence { named: overlay.named(span), ..Evidence::default() };
            let mention = Mention { span, entries: vec![country], container: None, evidence };
            judged.push((mention, Ok(("places/demonym", PlaceUse::Demonym))));
        }
    }
    for mut mention in mentions {
        mention.evidence.named = by_entity(&mention, overlay);
        let verdict = match judge::judge(&mention) {
            // A seat of government that stands for it: "the Kremlin said".
            Ok(_) if acts_by_entity(&mention, overlay) && is_landmark(&mention) => Err(Refusal::Thing),
            // A capital that stands for its country's government.
            Ok(_) if acts_by_entity(&mention, overlay) => Ok(("places/government", PlaceUse::Government)),
            verdict => verdict,
        };
        judged.push((mention, verdict));
    }
    judged.sort_by_key(|(mention, _)| mention.span);
    judged.dedup_by(|later, kept| kept.0.span.overlaps(later.0.span));
    judged
}

/// How it stands to the names, with the entities that lists and titles know: "the Washington Post".
fn by_entity(mention: &Mention<'_>, overlay: &Overlay<'_>) -> Named {
    let own = |kind: EntityKind| {
        !matches!(kind, EntityKind::Place | EntityKind::Country | EntityKind::Norp | EntityKind::Facility)
    };
    match overlay.entity(mention.span, own) {
        Some((span, entity)) if span != mention.span => match entity.kind {
            EntityKind::Person => Named::Part(NameKind::Person),
            _ => Named::Part(NameKind::Org),
        },
        _ => mention.evidence.named,
    }
}

/// True if the entities take a place for the country that it is the capital of.
fn acts_by_entity(mention: &Mention<'_>, overlay: &Overlay<'_>) -> bool {
    let country = mention.entries.iter().any(|entry| entry.kind == gazetteer::Kind::Country);
    !country
        && overlay
            .entity(mention.span, |kind| kind == EntityKind::Country)
            .is_some_and(|(span, _)| span == mention.span)
}

/// True for a building or a site of our own tables.
fn is_landmark(mention: &Mention<'_>) -> bool {
    mention.entries.iter().any(|entry| entry.kind == gazetteer::Kind::Region)
}

/// What each mention means, and how sure that is.
fn resolved<'g>(
    rules: &'g Rules,
    doc: &Document,
    home: &Home<'g>,
    judged: &[(Mention<'g>, Verdict)],
) -> Vec<Option<(Entry<'g>, f64)>> {
    let key = |mention: &Mention<'g>| {
        let words = doc.words(mention.span);
        // "Paris, Texas" makes the other "Paris" of the article the same one.
        let same = judged.iter().find(|(m, _)| m.container.is_some() && doc.words(m.span) == words);
        let mut entries = same.map_or(&mention.entries, |(m, _)| &m.entries).clone();
        if mention.evidence.state && entries.iter().any(|entry| entry.kind == gazetteer::Kind::State) {
            entries.retain(|entry| entry.kind == gazetteer::Kind::State);
            return (format!("{words} state"), entries);
        }
        if mention.evidence.county {
            entries.retain(|entry| entry.kind == gazetteer::Kind::County);
            return (format!("{words} County"), entries);
        }
        (words.to_owned(), entries)
    };
    let mut names: BTreeMap<String, Name<'g>> = BTreeMap::new();
    let mut keys = Vec::new();
    for (mention, verdict) in judged {
        if verdict.is_err() || mention.entries.is_empty() {
            keys.push(None);
            continue;
        }
        let (name, entries) = key(mention);
        let name_of = names.entry(name.clone()).or_insert(Name { entries, count: 0 });
        name_of.count += 1;
        keys.push(Some(name));
    }
    let best = resolve::resolve(&rules.weights, home, &names);
    keys.into_iter().map(|key| best.get(&key?).copied()).collect()
}

fn place(
    rules: &Rules,
    doc: &Document,
    mention: &Mention<'_>,
    (rule, usage): (&'static str, PlaceUse),
    found: Option<(Entry<'_>, f64)>,
) -> Place {
    let land = mention.container;
    let entry = found.map(|(entry, _)| entry);
    Place {
        span: mention.span,
        name: entry.map_or(doc.words(mention.span), |entry| entry.name).to_owned(),
        usage,
        geonames: entry.and_then(|entry| entry.geonames),
        point: entry.and_then(|entry| entry.point),
        country: entry.map_or(land.and_then(|l| l.country), |e| e.country).map(str::to_owned),
        admin1: entry.map_or(land.and_then(|l| l.admin1), |e| e.admin1).map(str::to_owned),
        feature: entry.map(|entry| entry.feature.to_owned()),
        confidence: rules.weights.certainty(rule, found.map(|(_, share)| share)) as f32,
        rule: RuleId::new(rule),
    }
}

/// For `dateline why`.
fn trial(doc: &Document, mention: &Mention<'_>, verdict: Verdict) -> Trial {
    let (rule, reason) = match verdict {
        Ok((rule, usage)) => (rule, format!("it is a place, {}", usage.name())),
        Err(refusal) => ("places/none", refusal.reason().to_owned()),
    };
    Trial {
        span: Some(mention.span),
        quote: doc.words(mention.span).to_owned(),
        rule: RuleId::new(rule),
        won: verdict.is_ok(),
        reason,
    }
}
