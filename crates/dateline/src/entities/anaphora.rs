//! Mentions without a name, in reading order: each phrase and pronoun finds what it speaks of among what stands before.
use super::clusters::{Clusters, Joined};
use super::nominal_sieves::{self, Known, Met};
use super::nouns::Pronoun;
use super::phrases::{self, Phrase};
use super::pronouns::{self, Speakers};
use super::rules::Gender;
use super::salience::{Spot, Spots};
use super::scan::Scan;
use super::title;
use super::words::Line;
use crate::doc::{EntityKind, MentionKind};

/// A mention that is to be resolved, by its word.
enum Anaphor {
    Phrase(Phrase),
    Pronoun(usize, Pronoun),
}

/// Adds the phrases and pronouns of the document.
pub(super) fn join(scan: &Scan<'_>, clusters: &mut Clusters) {
    let mut spots = Spots::of(scan, clusters);
    let taken = taken(scan, clusters);
    let mut met: Vec<Met> = Vec::new();
    let mut speakers = Speakers::default();
    for (number, line) in scan.view.lines.iter().enumerate() {
        if line.headline || line.shouts {
            continue;
        }
        for anaphor in anaphors(scan, line, &taken) {
            match anaphor {
                Anaphor::Phrase(phrase) => {
                    nominal(scan, clusters, &mut spots, &mut met, line, number, phrase);
                }
                Anaphor::Pronoun(at, pronoun) => {
                    let found = pronouns::antecedent(scan, clusters, &spots, &speakers, number, at, pronoun);
                    if let Some((cluster, rule)) = found {
                        add_pronoun(clusters, &mut spots, cluster, number, at, rule);
                        learn(clusters, cluster, pronoun);
                    }
                }
            }
        }
        speakers.hear(scan, clusters, &spots, line, number);
    }
    first_person(scan, clusters, &mut spots, &speakers, &taken);
}

fn nominal(
    scan: &Scan<'_>,
    clusters: &mut Clusters,
    spots: &mut Spots,
    met: &mut Vec<Met>,
    line: &Line,
    number: usize,
    phrase: Phrase,
) {
    let known = Known { scan, clusters, spots, met };
    let owner = nominal_sieves::owner(&known, &phrase);
    let found = nominal_sieves::antecedent(&known, line, number, &phrase);
    let (first, end, noun) = (phrase.first, phrase.end, phrase.noun);
    if found.is_none() && phrase.weak {
        return;
    }
    let (cluster, rule) = found.unwrap_or_else(|| {
        let words = scan.view.span(first, end).of(scan.text);
        let cluster = clusters.nameless(words, noun.kind, noun.gender, phrase.plural);
        if let Some(new) = clusters.list.get_mut(cluster) {
            new.country = title::country_in(scan, first, end);
        }
        (cluster, "entities/nominal")
    });
    if let Some(owner) = clusters.list.get_mut(cluster) {
        owner.mentions.push(Joined {
            first,
            end,
            title: first,
            kind: MentionKind::Nominal,
            rule,
            line: number,
        });
        if owner.gender == Gender::Open {
            owner.gender = noun.gender;
        }
    }
    spots.add(Spot { first, end, title: first, head: phrase.head, line: number, cluster });
    met.push(Met { phrase, cluster, owner, group: line.group });
}

/// First-person pronouns need to know who speaks, which may stand behind them.
fn first_person(
    scan: &Scan<'_>,
    clusters: &mut Clusters,
    spots: &mut Spots,
    speakers: &Speakers,
    taken: &[bool],
) {
    for (number, line) in scan.view.lines.iter().enumerate() {
        for at in line.first..line.end {
            let pronoun = scan.rules.coreference.pronoun(scan.view.lower(at));
            let quoted = scan.view.get(at).is_some_and(|w| w.quoted && !w.skip);
            if pronoun == Some(Pronoun::I)
                && quoted
                && !taken.get(at).copied().unwrap_or(false)
                && let Some(cluster) = speakers.of(scan, number)
            {
                add_pronoun(clusters, spots, cluster, number, at, "entities/pronoun-first-person");
            }
        }
    }
}

fn anaphors(scan: &Scan<'_>, line: &Line, taken: &[bool]) -> Vec<Anaphor> {
    let free =
        |at: &usize| !taken.get(*at).copied().unwrap_or(false) && !scan.view.get(*at).is_some_and(|w| w.skip);
    let pronouns = (line.first..line.end).filter(free).filter_map(|at| {
        let pronoun = scan.rules.coreference.pronoun(scan.view.lower(at))?;
        // "IT" and "US" are none.
        let shape =
            scan.view.get(at).is_some_and(|w| w.text.len() < 2 || w.text.chars().any(char::is_lowercase));
        let here = matches!(pronoun, Pronoun::Person(_) | Pronoun::They | Pronoun::It);
        (shape && here).then_some((at, Anaphor::Pronoun(at, pronoun)))
    });
    let phrases = phrases::of_line(scan, line, taken).into_iter().map(|p| (p.head, Anaphor::Phrase(p)));
    let mut all: Vec<(usize, Anaphor)> = pronouns.chain(phrases).collect();
    all.sort_by_key(|(at, _)| *at);
    all.into_iter().map(|(_, anaphor)| anaphor).collect()
}

fn add_pronoun(
    clusters: &mut Clusters,
    spots: &mut Spots,
    cluster: usize,
    line: usize,
    at: usize,
    rule: &'static str,
) {
    let Some(owner) = clusters.list.get_mut(cluster) else { return };
    let kind = MentionKind::Pronoun;
    owner.mentions.push(Joined { first: at, end: at + 1, title: at, kind, rule, line });
    spots.add(Spot { first: at, end: at + 1, title: at, head: at, line, cluster });
}

/// A pronoun tells the gender of the person that it means.
fn learn(clusters: &mut Clusters, cluster: usize, pronoun: Pronoun) {
    let Some(owner) = clusters.list.get_mut(cluster).filter(|c| c.kind == EntityKind::Person) else { return };
    if let (Pronoun::Person(gender), Gender::Open) = (pronoun, owner.gender) {
        owner.gender = gender;
    }
}

/// The words that are part of a name or of a phrase that is known.
fn taken(scan: &Scan<'_>, clusters: &Clusters) -> Vec<bool> {
    let mut taken = vec![false; scan.view.words.len()];
    for mention in clusters.list.iter().flat_map(|c| &c.mentions) {
        if matches!(mention.kind, MentionKind::Name | MentionKind::Nominal) {
            taken.iter_mut().take(mention.end).skip(mention.first).for_each(|word| *word = true);
        }
    }
    taken
}
