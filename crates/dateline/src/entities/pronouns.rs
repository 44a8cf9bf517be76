//! "he", "her": the person last spoken of who fits, and after a quotation the one who speaks.
use super::clusters::{Clusters, Joined};
use super::rules::Gender;
use super::scan::Scan;
use super::words::Line;
use crate::doc::{EntityKind, MentionKind};

/// How many sentences back a pronoun may look.
const REACH: usize = 3;
/// How many sentences back the speaker of a quotation may have been named.
const SPEAKER_REACH: usize = 5;

/// A person's mention, in text order.
#[derive(Clone, Copy)]
struct Spot {
    first: usize,
    end: usize,
    title: usize,
    line: usize,
    cluster: usize,
}

/// Adds the pronouns of the document.
pub(super) fn join(scan: &Scan<'_>, clusters: &mut Clusters) {
    let mut spots = spots(clusters);
    let taken = taken(scan, clusters);
    let mut speaker: Option<(usize, usize, u32)> = None;
    for (number, line) in scan.view.lines.iter().enumerate() {
        if line.headline || line.shouts {
            continue;
        }
        let mut before: Vec<Spot> = Vec::new();
        for back in (number.saturating_sub(REACH)..number).rev() {
            if scan.view.lines.get(back).is_some_and(|l| l.group == line.group) {
                before.extend(of_line(&spots, back));
            }
        }
        let mut here: Vec<Spot> = of_line(&spots, number);
        for at in line.first..line.end {
            let Some(gender) = gender(scan.view.lower(at)) else { continue };
            if taken.get(at).copied().unwrap_or(false) || scan.view.get(at).is_some_and(|w| w.skip) {
                continue;
            }
            let told = speaker
                .filter(|(_, said, group)| number - said <= SPEAKER_REACH && *group == line.group)
                .map(|(cluster, _, _)| cluster);
            let found = after_quotation(scan, clusters, line, at, gender, told)
                .map(|cluster| (cluster, "entities/pronoun-speaker"))
                .or_else(|| nearest(scan, clusters, line, at, gender, &here, &before));
            let Some((cluster, rule)) = found else { continue };
            let spot = Spot { first: at, end: at + 1, title: at, line: number, cluster };
            here.insert(here.partition_point(|s| s.first < at), spot);
            let place = spots.partition_point(|s| s.first < at);
            spots.insert(place, spot);
            if let Some(owner) = clusters.list.get_mut(cluster) {
                let kind = MentionKind::Pronoun;
                owner.mentions.push(Joined { first: at, end: at + 1, title: at, kind, rule, line: number });
                if owner.gender == Gender::Open {
                    owner.gender = gender;
                }
            }
        }
        if let Some(cluster) = speaks(scan, line, &here) {
            speaker = cluster.map(|cluster| (cluster, number, line.group));
        }
    }
}

fn spots(clusters: &Clusters) -> Vec<Spot> {
    let persons = clusters.list.iter().enumerate().filter(|(_, c)| c.kind == EntityKind::Person);
    let mut spots: Vec<Spot> = persons
        .flat_map(|(cluster, c)| {
            c.mentions.iter().map(move |m| Spot {
                first: m.first,
                end: m.end,
                title: m.title,
                line: m.line,
                cluster,
            })
        })
        .collect();
    spots.sort_by_key(|s| (s.first, s.cluster));
    spots
}

fn of_line(spots: &[Spot], line: usize) -> Vec<Spot> {
    let from = spots.partition_point(|s| s.line < line);
    spots.get(from..).unwrap_or_default().iter().take_while(|s| s.line == line).copied().collect()
}

/// The words that are part of a name.
fn taken(scan: &Scan<'_>, clusters: &Clusters) -> Vec<bool> {
    let mut taken = vec![false; scan.view.words.len()];
    for mention in clusters.list.iter().flat_map(|c| &c.mentions) {
        if mention.kind == MentionKind::Name {
            taken.iter_mut().take(mention.end).skip(mention.first).for_each(|word| *word = true);
        }
    }
    taken
}

fn gender(lower: &str) -> Option<Gender> {
    match lower {
        "he" | "him" | "his" | "himself" => Some(Gender::Male),
        "she" | "her" | "hers" | "herself" => Some(Gender::Female),
        _ => None,
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
    clusters.list.get(speaker).filter(|c| c.gender == gender || c.gender == Gender::Open).map(|_| speaker)
}

/// The person before the pronoun who fits: of this sentence, then of those before it, subjects first.
fn nearest(
    scan: &Scan<'_>,
    clusters: &Clusters,
    line: &Line,
    at: usize,
    gender: Gender,
    here: &[Spot],
    before: &[Spot],
) -> Option<(usize, &'static str)> {
    let open = |s: &&Spot| clusters.list.get(s.cluster).is_some_and(|c| c.gender == Gender::Open);
    let same = |s: &&Spot| clusters.list.get(s.cluster).is_some_and(|c| c.gender == gender);
    let quoted = scan.view.get(at).is_some_and(|w| w.quoted);
    let inside: Vec<&Spot> = here.iter().filter(|s| s.end <= at).collect();
    if quoted {
        // Not the speaker; and only if nobody else fits.
        let speaker = speaks(scan, line, here).flatten();
        let mut fitting: Vec<usize> = inside
            .iter()
            .copied()
            .chain(before)
            .filter(|s| (same(s) || open(s)) && Some(s.cluster) != speaker)
            .map(|s| s.cluster)
            .collect();
        fitting.sort_unstable();
        fitting.dedup();
        return match (fitting.as_slice(), speaker) {
            ([one], Some(_)) => Some((*one, "entities/pronoun-in-quotation")),
            _ => None,
        };
    }
    // "After he took office, Ana ...": the name may follow.
    let starts_below = before_clause(scan, line, at);
    let follows = here.iter().any(|s| s.first > at);
    if starts_below && follows && inside.is_empty() {
        return None;
    }
    // "Shoigu, during which he": the nearest, not the subject.
    let relative = (at.saturating_sub(3).max(line.first)..at)
        .any(|i| matches!(scan.view.lower(i), "which" | "where" | "who" | "whose"));
    let fitting: Vec<&&Spot> = inside.iter().filter(|s| same(s)).collect();
    let chosen = if relative { fitting.last() } else { fitting.first() };
    if let Some(spot) = chosen {
        return Some((spot.cluster, "entities/pronoun-same-sentence"));
    }
    let mut unknown: Vec<usize> =
        inside.iter().copied().chain(before).filter(open).map(|s| s.cluster).collect();
    unknown.sort_unstable();
    unknown.dedup();
    let mut lines: Vec<usize> = before.iter().map(|s| s.line).collect();
    lines.dedup();
    for number in lines {
        let candidates: Vec<&Spot> = before.iter().filter(|s| s.line == number).collect();
        if let Some(spot) = candidates.iter().find(|s| same(s)) {
            // A person of unknown gender nearer by may be meant as well.
            let nearer =
                inside.iter().copied().chain(before.iter().filter(|s| s.line > number)).any(|s| open(&s));
            return (!nearer).then_some((spot.cluster, "entities/pronoun-sentence-before"));
        }
    }
    match unknown.as_slice() {
        [one] => Some((*one, "entities/pronoun-only-person")),
        _ => None,
    }
}

/// The sentence begins with "After", "While" and the like, and the pronoun is in that clause.
fn before_clause(scan: &Scan<'_>, line: &Line, at: usize) -> bool {
    let first = scan.view.lower(line.first);
    let opens = matches!(
        first,
        "after"
            | "as"
            | "when"
            | "while"
            | "before"
            | "since"
            | "although"
            | "though"
            | "if"
            | "in"
            | "with"
            | "despite"
            | "during"
    );
    opens && (line.first..at).all(|i| scan.view.lower(i) != ",")
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
