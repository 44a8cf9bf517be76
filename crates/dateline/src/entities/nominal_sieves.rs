//! What a phrase without a name takes up, from the most certain evidence to the least.
use super::clusters::{Cluster, Clusters};
use super::nouns::Names;
use super::phrases::{Opening, Phrase};
use super::rules::Gender;
use super::salience::Spots;
use super::scan::Scan;
use super::words::Line;
use crate::doc::EntityKind;

/// How many sentences back "the company" may look for the name of one.
const KIND_REACH: usize = 3;

/// How many phrases back a phrase may look for its own noun.
const MEMORY: usize = 300;
/// How many sentences back "the university" may look for the name that has the noun.
const NAME_REACH: usize = 60;

/// A phrase that was met, with the entity that it speaks of.
#[derive(Debug)]
pub(super) struct Met {
    pub phrase: Phrase,
    pub cluster: usize,
    pub owner: Option<usize>,
    pub group: u32,
}

/// What is known where a phrase stands.
pub(super) struct Known<'a> {
    pub scan: &'a Scan<'a>,
    pub clusters: &'a Clusters,
    pub spots: &'a Spots,
    /// The phrases before, in text order.
    pub met: &'a [Met],
}

/// The cluster of the phrase and the sieve that found it.
pub(super) fn antecedent(
    known: &Known<'_>,
    line: &Line,
    number: usize,
    phrase: &Phrase,
) -> Option<(usize, &'static str)> {
    let named = |found: Option<usize>, rule| found.map(|cluster| (cluster, rule));
    named(apposition(known, line, phrase), "entities/nominal-apposition")
        .or_else(|| named(predicate(known, line, phrase), "entities/nominal-predicate"))
        .or_else(|| named(name_with_head(known, number, phrase), "entities/nominal-head-of-name"))
        .or_else(|| named(same_head(known, line, phrase), "entities/nominal-same-head"))
        .or_else(|| named(same_words(known, line, phrase), "entities/nominal-same-words"))
        .or_else(|| named(name_of_kind(known, number, phrase), "entities/nominal-kind-of-name"))
}

/// "Ana Ruiz, the harbour master,", "her brother, Ola"
fn apposition(known: &Known<'_>, line: &Line, phrase: &Phrase) -> Option<usize> {
    let view = known.scan.view;
    if phrase.title {
        let cluster = known.spots.at(phrase.end)?;
        return fits(known.clusters.list.get(cluster)?, phrase).then_some(cluster);
    }
    if view.relation(phrase.head) == "appos" {
        let cluster = known.spots.at(view.parent(phrase.head)?)?;
        return fits(known.clusters.list.get(cluster)?, phrase).then_some(cluster);
    }
    let end = line.end.min(phrase.end + 8);
    let name =
        (phrase.end..end).find(|i| view.relation(*i) == "appos" && view.parent(*i) == Some(phrase.head))?;
    let cluster = known.spots.at(name)?;
    let owner = known.clusters.list.get(cluster)?;
    (owner.named && fits(owner, phrase)).then_some(cluster)
}

/// "Ana Ruiz is the harbour master"
fn predicate(known: &Known<'_>, line: &Line, phrase: &Phrase) -> Option<usize> {
    let view = known.scan.view;
    let of_phrase = |i: &usize| view.parent(*i) == Some(phrase.head);
    let mut before = (line.first..phrase.head).filter(of_phrase);
    let is_copula = |i: usize| {
        view.relation(i) == "cop"
            && matches!(view.lower(i), "is" | "was" | "are" | "were" | "'s" | "'m" | "am" | "'re" | "’s")
    };
    let copula = before.clone().any(is_copula);
    let unsure = before.clone().any(|i| {
        view.relation(i) == "aux"
            || matches!(view.lower(i), "not" | "n't" | "n’t" | "never" | "if" | "whether")
    });
    let subject = before.find(|i| view.relation(*i) == "nsubj")?;
    if !copula || unsure {
        return None;
    }
    let cluster = known.spots.at(subject)?;
    fits(known.clusters.list.get(cluster)?, phrase).then_some(cluster)
}

/// "a ferry company ... the company"
fn same_head(known: &Known<'_>, line: &Line, phrase: &Phrase) -> Option<usize> {
    let view = known.scan.view;
    if matches!(phrase.opening, Opening::New | Opening::None) {
        return None;
    }
    // "this country" is the one that was named, not "a developed country".
    if phrase.noun.names == Some(Names::Country) {
        return None;
    }
    let owner = owner(known, phrase);
    let lemma = view.lemma(phrase.head);
    let same_noun = |met: &&Met| {
        met.group == line.group
            && met.phrase.plural == phrase.plural
            && view.lemma(met.phrase.head) == lemma
            && met.phrase.opening != Opening::None
    };
    // "parents ... her parents": the text has spoken of no others.
    let mut clusters: Vec<usize> = recent(known).filter(same_noun).map(|met| met.cluster).collect();
    clusters.sort_unstable();
    clusters.dedup();
    let only = clusters.len() == 1;
    let fits = |met: &&Met| {
        let possessed = match (phrase.opening, met.phrase.opening) {
            (Opening::Owned(_), Opening::Owned(_)) => owner.is_some() && owner == met.owner,
            (Opening::Owned(_), _) => only,
            _ => true,
        };
        same_noun(met) && possessed && modifiers_agree(known, phrase, &met.phrase)
    };
    recent(known).find(fits).map(|met| met.cluster)
}

/// "religious schools ... religious schools": many of a kind, in the same words.
fn same_words(known: &Known<'_>, line: &Line, phrase: &Phrase) -> Option<usize> {
    let view = known.scan.view;
    if phrase.opening != Opening::New || !phrase.plural || phrase.end < phrase.first + 2 {
        return None;
    }
    let words = |p: &Phrase| (p.first..p.end).map(|i| view.lower(i)).collect::<Vec<_>>();
    let these = words(phrase);
    let same = |met: &&Met| met.group == line.group && words(&met.phrase) == these;
    recent(known).find(same).map(|met| met.cluster)
}

/// The cluster of the owner in "her brother".
pub(super) fn owner(known: &Known<'_>, phrase: &Phrase) -> Option<usize> {
    match phrase.opening {
        Opening::Owned(word) => known.spots.at(word),
        _ => None,
    }
}

/// What tells the later phrase from others is said of the earlier as well: "the old bridge" is not "the new bridge".
fn modifiers_agree(known: &Known<'_>, later: &Phrase, earlier: &Phrase) -> bool {
    let view = known.scan.view;
    let of = |phrase: &Phrase| {
        (phrase.first..phrase.head)
            .filter(|i| matches!(view.upos(*i), "ADJ" | "NOUN" | "PROPN" | "NUM"))
            .filter(|i| !matches!(phrase.opening, Opening::Owned(owner) if *i <= owner))
            .map(|i| view.lemma(i))
            .collect::<Vec<_>>()
    };
    let earlier = of(earlier);
    of(later).iter().all(|word| earlier.contains(word))
}

/// "Almer University ... the university"
fn name_with_head(known: &Known<'_>, number: usize, phrase: &Phrase) -> Option<usize> {
    let view = known.scan.view;
    let alone = phrase.end - phrase.first == 2 && phrase.opening == Opening::Definite && !phrase.plural;
    if !alone || phrase.noun.kind == EntityKind::Person {
        return None;
    }
    let lemma = view.lower(phrase.head);
    let has_word = |c: &Cluster| {
        c.named
            && matches!(c.kind, EntityKind::Org | EntityKind::Place | EntityKind::Facility)
            && c.name.split([' ', '-']).any(|word| word.to_lowercase() == lemma)
    };
    latest(known, number, phrase, has_word)
}

/// "Qantas ... the company", "Peru ... the country"
fn name_of_kind(known: &Known<'_>, number: usize, phrase: &Phrase) -> Option<usize> {
    let alone = phrase.end - phrase.first == 2 && phrase.opening == Opening::Definite && !phrase.plural;
    let names = phrase.noun.names.filter(|_| alone)?;
    let kind = match names {
        Names::Org => EntityKind::Org,
        Names::Country => EntityKind::Country,
        Names::City => EntityKind::Place,
        Names::Facility => EntityKind::Facility,
    };
    let spots = known.spots.before(known.scan, number, phrase.first, KIND_REACH);
    let named =
        |cluster: &usize| known.clusters.list.get(*cluster).is_some_and(|c| c.named && c.kind == kind);
    let spots: Vec<_> = spots.into_iter().filter(|s| named(&s.cluster)).collect();
    match super::salience::ranked(known.scan, &spots, number).as_slice() {
        [(one, _)] => Some(*one),
        // Of several, one that clearly stands out.
        [(first, weight), (_, second), ..] => (*weight >= second * 2.0).then_some(*first),
        [] => None,
    }
}

/// The phrases before, the last one first.
fn recent<'a>(known: &Known<'a>) -> impl Iterator<Item = &'a Met> {
    known.met.iter().rev().take(MEMORY)
}

/// The cluster that was last mentioned before the phrase.
fn latest(
    known: &Known<'_>,
    number: usize,
    phrase: &Phrase,
    fits: impl Fn(&Cluster) -> bool,
) -> Option<usize> {
    let spots = known.spots.before(known.scan, number, phrase.first, NAME_REACH);
    let fits = |cluster: &usize| known.clusters.list.get(*cluster).is_some_and(&fits);
    spots.iter().rev().map(|s| s.cluster).find(fits)
}

/// Kind, number and gender do not speak against it.
fn fits(cluster: &Cluster, phrase: &Phrase) -> bool {
    let place =
        |kind: EntityKind| matches!(kind, EntityKind::Place | EntityKind::Country | EntityKind::Facility);
    let kind = cluster.kind == phrase.noun.kind || (place(cluster.kind) && place(phrase.noun.kind));
    let (a, b) = (cluster.gender, phrase.noun.gender);
    kind && cluster.plural.is_none_or(|plural| plural == phrase.plural)
        && (a == b || a == Gender::Open || b == Gender::Open)
}
