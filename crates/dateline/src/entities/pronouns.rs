//! "he", "their", "its": the one before who fits and weighs most, and after a quotation the one who speaks.
use std::collections::BTreeMap;

use super::clusters::{Cluster, Clusters};
use super::nouns::Pronoun;
use super::rules::Gender;
use super::salience::{self, Spot, Spots};
use super::scan::Scan;
use super::words::Line;
use crate::doc::EntityKind;

/// How many sentences back the speaker of a quotation may have been named.
const SPEAKER_REACH: usize = 5;

/// How many words back the subject may be that "it" means.
const SUBJECT_REACH: usize = 60;

/// Whom a pronoun means, and the sieve that found it.
pub(super) fn antecedent(
    scan: &Scan<'_>,
    clusters: &Clusters,
    spots: &Spots,
    speakers: &Speakers,
    number: usize,
    at: usize,
    pronoun: Pronoun,
) -> Option<(usize, &'static str)> {
    let line = scan.view.lines.get(number)?;
    let last = speakers.last(number, line.group);
    match pronoun {
        Pronoun::Person(gender) => after_quotation(scan, clusters, line, at, gender, last)
            .map(|cluster| (cluster, "entities/pronoun-speaker"))
            .or_else(|| person(scan, clusters, spots, number, at, gender)),
        Pronoun::They => they(scan, clusters, spots, number, at),
        Pronoun::It => it(scan, clusters, spots, number, at).map(|c| (c, "entities/pronoun-organisation")),
        // The speaker may be named behind it.
        Pronoun::I => None,
    }
}

/// `"...," she said`: the pronoun of the cue is the current speaker.
fn after_quotation(
    scan: &Scan<'_>,
    clusters: &Clusters,
    line: &Line,
    at: usize,
    gender: Gender,
    speaker: Option<usize>,
) -> Option<usize> {
    let speech = &scan.rules.words.verbs.speech;
    let cue = speech.contains(scan.view.lower(at + 1)) || speech.contains(scan.view.before(at, line.first));
    let quotes = (line.first..line.end).any(|i| scan.view.get(i).is_some_and(|w| w.quoted));
    let quoted = scan.view.get(at).is_some_and(|w| w.quoted);
    let subject = matches!(scan.view.lower(at), "he" | "she");
    let speaker = speaker.filter(|_| cue && quotes && subject && !quoted)?;
    clusters.list.get(speaker).filter(|c| agrees(c, gender)).map(|_| speaker)
}

fn agrees(cluster: &Cluster, gender: Gender) -> bool {
    cluster.kind == EntityKind::Person
        && cluster.plural != Some(true)
        && (cluster.gender == gender || cluster.gender == Gender::Open)
}

/// The person of this sentence who fits and weighs most, or else of those before.
fn person(
    scan: &Scan<'_>,
    clusters: &Clusters,
    spots: &Spots,
    number: usize,
    at: usize,
    gender: Gender,
) -> Option<(usize, &'static str)> {
    let line = scan.view.lines.get(number)?;
    let quoted = scan.view.get(at).is_some_and(|w| w.quoted);
    let here = spots.of_line(number);
    // Not who speaks the quotation that it is in.
    let speaker = if quoted { speaks(scan, line, here).flatten() } else { None };
    let before = spots.before(scan, number, at, salience::REACH);
    let fitting: Vec<Spot> = before
        .into_iter()
        .filter(|s| clusters.list.get(s.cluster).is_some_and(|c| agrees(c, gender)))
        .filter(|s| Some(s.cluster) != speaker && !is_bound(scan, at, s))
        .collect();
    // "After he took office, Ana ...": the name may follow.
    let inside = fitting.iter().any(|s| s.line == number);
    if !quoted && !inside && here.iter().any(|s| s.first > at) && before_clause(scan, line, at) {
        return None;
    }
    let weights = &scan.rules.coreference.salience;
    let mut ranked = salience::ranked(scan, &fitting, number);
    for (cluster, weight) in &mut ranked {
        let Some(c) = clusters.list.get(*cluster) else { continue };
        *weight *= if c.gender == Gender::Open { weights.open } else { 1.0 };
        *weight *= if c.named { 1.0 } else { weights.nameless };
    }
    let (cluster, _) = ranked.iter().copied().reduce(|a, b| if b.1 > a.1 { b } else { a })?;
    let same = fitting.iter().any(|s| s.line == number && s.cluster == cluster);
    let rule = match (quoted, same) {
        (true, _) => "entities/pronoun-in-quotation",
        (false, true) => "entities/pronoun-same-sentence",
        (false, false) => "entities/pronoun-sentence-before",
    };
    Some((cluster, rule))
}

/// Several persons, or an organisation that is spoken of as many.
fn they(
    scan: &Scan<'_>,
    clusters: &Clusters,
    spots: &Spots,
    number: usize,
    at: usize,
) -> Option<(usize, &'static str)> {
    let fits = |c: &Cluster| match c.kind {
        EntityKind::Person => c.plural == Some(true),
        EntityKind::Org => true,
        _ => false,
    };
    let before = spots.before(scan, number, at, salience::REACH);
    let fitting: Vec<Spot> = before
        .into_iter()
        .filter(|s| clusters.list.get(s.cluster).is_some_and(fits) && !is_bound(scan, at, s))
        .collect();
    let mut ranked = salience::ranked(scan, &fitting, number);
    for (cluster, weight) in &mut ranked {
        let many = clusters.list.get(*cluster).is_some_and(|c| c.plural == Some(true));
        *weight *= if many { 1.0 } else { scan.rules.coreference.salience.open };
    }
    let (cluster, _) = ranked.iter().copied().reduce(|a, b| if b.1 > a.1 { b } else { a })?;
    Some((cluster, "entities/pronoun-plural"))
}

/// "Qantas said it would cut its fares": an organisation or a country that is the subject before, with no other thing
/// as a subject between.
fn it(scan: &Scan<'_>, clusters: &Clusters, spots: &Spots, number: usize, at: usize) -> Option<usize> {
    let view = scan.view;
    if view.relation(at) == "expl" {
        return None;
    }
    let line = view.lines.get(number)?;
    let acts =
        |c: &Cluster| matches!(c.kind, EntityKind::Org | EntityKind::Country) && c.plural != Some(true);
    let subjects =
        (line.first.max(at.saturating_sub(SUBJECT_REACH))..at).filter(|i| view.relation(*i) == "nsubj");
    let subjects: Vec<usize> =
        subjects.filter(|i| view.upos(*i) != "PRON" || spots.at(*i).is_some()).collect();
    let last = *subjects.iter().rev().find(|i| {
        // A person is no "it", and does not stand between.
        spots.at(**i).and_then(|c| clusters.list.get(c)).is_none_or(|c| c.kind != EntityKind::Person)
    })?;
    let cluster = spots.at(last)?;
    let spot = spots.of_line(number).iter().find(|s| s.first <= last && last < s.end)?;
    (clusters.list.get(cluster).is_some_and(acts) && !is_bound(scan, at, spot)).then_some(cluster)
}

/// An object is not its verb's subject ("Ruiz told him"), unless it is reflexive; and no mention is inside itself.
fn is_bound(scan: &Scan<'_>, at: usize, spot: &Spot) -> bool {
    let view = scan.view;
    let reflexive = view.lower(at).ends_with("self") || view.lower(at).ends_with("selves");
    let object = matches!(view.relation(at), "obj" | "iobj" | "obl");
    let one_verb = view.parent(at).is_some() && view.parent(at) == view.parent(spot.head);
    !reflexive && object && one_verb && view.relation(spot.head) == "nsubj"
}

/// The sentence begins with "After", "While" and the like, and the pronoun is in that clause.
fn before_clause(scan: &Scan<'_>, line: &Line, at: usize) -> bool {
    let opens = scan.rules.coreference.openers.contains(scan.view.lower(line.first));
    opens && (line.first..at).all(|i| scan.view.lower(i) != ",")
}

/// Who speaks in each sentence that has a speaker who is known.
#[derive(Debug, Default)]
pub(super) struct Speakers {
    /// By sentence: the cluster, or none if somebody else speaks.
    lines: BTreeMap<usize, (Option<usize>, u32)>,
}

impl Speakers {
    /// Notes who speaks in a sentence whose pronouns are known.
    pub fn hear(&mut self, scan: &Scan<'_>, clusters: &Clusters, spots: &Spots, line: &Line, number: usize) {
        let persons: Vec<Spot> = spots
            .of_line(number)
            .iter()
            .filter(|s| clusters.list.get(s.cluster).is_some_and(|c| c.kind == EntityKind::Person))
            .copied()
            .collect();
        if let Some(cluster) = speaks(scan, line, &persons) {
            self.lines.insert(number, (cluster, line.group));
        }
    }

    /// Who spoke last before the sentence, not long ago.
    pub fn last(&self, number: usize, group: u32) -> Option<usize> {
        let (_, (cluster, of)) =
            self.lines.range(number.saturating_sub(SPEAKER_REACH)..number).next_back()?;
        cluster.filter(|_| *of == group)
    }

    /// Whose words are quoted in the sentence: of its own speaker, or of the one before whose quotation goes on.
    pub fn of(&self, scan: &Scan<'_>, number: usize) -> Option<usize> {
        if let Some((cluster, _)) = self.lines.get(&number) {
            return *cluster;
        }
        let view = scan.view;
        let quoted = |at: usize| view.get(at).is_some_and(|w| w.quoted);
        let line = view.lines.get(number)?;
        // A quotation that goes on behind this sentence is of the one who is named there.
        let ends = line.end.checked_sub(1).is_some_and(quoted);
        let next = view.lines.get(number + 1).filter(|l| ends && l.group == line.group && quoted(l.first));
        if next.is_some()
            && let Some((cluster, _)) = self.lines.get(&(number + 1))
        {
            return *cluster;
        }
        self.last(number, line.group)
    }
}

/// Who speaks in a sentence: `Some(None)` for nobody who is a person; none if nothing is said.
fn speaks(scan: &Scan<'_>, line: &Line, here: &[Spot]) -> Option<Option<usize>> {
    let speech = &scan.rules.words.verbs.speech;
    let mut verbs = (line.first..line.end)
        .filter(|i| speech.contains(scan.view.lower(*i)) && !scan.view.get(*i).is_some_and(|w| w.quoted));
    let verb = verbs.next()?;
    let after = here.iter().find(|s| s.title == verb + 1 || s.first == verb + 1);
    let quoted = |s: &&Spot| scan.view.get(s.first).is_some_and(|w| w.quoted);
    let before = here.iter().rev().find(|s| s.end <= verb && !quoted(s) && verb - s.end <= 12);
    let between = |s: &Spot| (s.end..verb).any(|i| matches!(scan.view.lower(i), "\"" | "”" | "that" | "and"));
    Some(match (before.filter(|s| !between(s)), after) {
        (Some(spot), _) | (None, Some(spot)) => Some(spot.cluster),
        (None, None) => None,
    })
}
