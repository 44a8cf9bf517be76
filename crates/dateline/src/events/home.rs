//! The country of those whose own words do not tell it: "President Ruiz" in a sentence about Peru.
use std::collections::BTreeMap;

use super::party;
use super::tree::Tree;
use crate::doc::{Document, Entity, EntityKind, Event, Id, Participant, Span};

/// Sectors of those who act for a country, or against it in it.
const OF_COUNTRY: [&str; 8] = ["GOV", "LEG", "MIL", "COP", "JUD", "OPP", "PTY", "REB"];

/// An article is about a country that has this share of all names of countries.
const SHARE: f32 = 0.6;

/// And at least so many of them.
const LEAST: usize = 3;

/// A text of no more sentences is about the country that it names.
const SHORT: usize = 3;

/// The country that an article is about, if it is about one.
pub(super) fn of_article(doc: &Document) -> Option<String> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    let entities = Document::items(&doc.entities).iter();
    for entity in
        entities.filter(|e| matches!(e.kind, EntityKind::Country | EntityKind::Norp | EntityKind::Place))
    {
        if let Some(country) = entity.country.as_deref() {
            *counts.entry(country).or_default() += entity.mentions.len();
        }
    }
    let all: usize = counts.values().sum();
    let (country, count) = counts.into_iter().max_by_key(|(_, count)| *count)?;
    (count >= LEAST && count as f32 >= SHARE * all as f32).then(|| country.to_owned())
}

/// Gives officials without a country the only one that their sentence names beside the other side, or that of the article if
/// it names none. True if there are such.
pub(super) fn tell(tree: &Tree<'_>, homeland: Option<&str>, event: &mut Event) -> bool {
    // Whoever is under sanctions may live anywhere.
    let abroad = event.kind == "SANCTION";
    let for_actors = only(tree, &event.recipients, homeland).filter(|_| !abroad);
    let for_recipients = only(tree, &event.actors, homeland);
    let mut told = false;
    for (side, country) in [(&mut event.actors, for_actors), (&mut event.recipients, for_recipients)] {
        let Some(country) = country else { continue };
        let open = |p: &&mut Participant| {
            p.country.is_none() && p.sector.is_some_and(|sector| OF_COUNTRY.contains(&sector))
        };
        for participant in side.iter_mut().filter(open).filter(|p| !of_many(tree, p.party.span)) {
            participant.country = Some(country.clone());
            told = true;
        }
    }
    told
}

/// The only country that a sentence names beside that of the other side. Rebels, parties, newspapers and the people of a town
/// are of the country whose president, court or army deals with them.
fn only(tree: &Tree<'_>, other: &[Participant], homeland: Option<&str>) -> Option<String> {
    let (own, foreign): (Vec<&Participant>, Vec<&Participant>) =
        other.iter().partition(|p| domestic(tree, p));
    let theirs = |country: &str| foreign.iter().any(|p| p.country.as_deref() == Some(country));
    let mut found: Option<String> = own.iter().find_map(|p| p.country.clone());
    if found.is_some() {
        return found;
    }
    let short = Document::items(&tree.doc.sentences).len() <= SHORT;
    for mention in &tree.mentions {
        let Some(country) = party::country(tree, mention) else { continue };
        if theirs(&country) || below(tree, mention.start, &foreign) {
            continue;
        }
        if found.as_ref().is_some_and(|found| *found != country) {
            return None;
        }
        found = Some(country);
    }
    // A sentence of a long article may name a country in passing.
    found = found.filter(|country| short || homeland == Some(country.as_str()));
    let named = found.is_some() || tree.mentions.iter().any(|m| party::country(tree, m).is_some());
    found.or_else(|| homeland.filter(|country| !named && !theirs(country)).map(str::to_owned))
}

/// True for those with whom officials deal at home.
fn domestic(tree: &Tree<'_>, participant: &Participant) -> bool {
    const AT_HOME: [&str; 8] = ["REB", "OPP", "PTY", "LEG", "MED", "LAB", "EDU", "JUD"];
    let kind = |id: Id<Entity>| Document::items(&tree.doc.entities).get(id.index()).map(|entity| entity.kind);
    match participant.sector {
        Some("CVL") => participant.party.entity.and_then(kind) != Some(EntityKind::Norp),
        sector => sector.is_some_and(|sector| AT_HOME.contains(&sector)),
    }
}

/// True for a word that belongs to what is said of one of the other side: "the party that rules Peru".
fn below(tree: &Tree<'_>, at: usize, other: &[&Participant]) -> bool {
    let inside =
        |at: usize| tree.tokens.get(at).is_some_and(|t| other.iter().any(|p| p.party.span.contains(t.span)));
    inside(at) || tree.above(at).any(inside)
}

/// True for words that name an organisation: it has its own home, or none.
fn of_many(tree: &Tree<'_>, span: Span) -> bool {
    tree.mentions.iter().any(|m| m.is_name && m.kind == EntityKind::Org && span.contains(m.span))
}
