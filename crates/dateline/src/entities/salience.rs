//! Who is meant by a pronoun: the mentions before it, weighed by where they stand (Lappin and Leass 1994).
use std::collections::BTreeMap;

use super::clusters::Clusters;
use super::scan::Scan;

/// How many sentences back a pronoun may look.
pub(super) const REACH: usize = 3;

/// How many mentions back at most: it bounds the time that texts without sentences take.
const MEMORY: usize = 300;

/// A mention, in text order.
#[derive(Clone, Copy, Debug)]
pub(super) struct Spot {
    pub first: usize,
    pub end: usize,
    pub title: usize,
    /// The word by which the mention hangs in its sentence.
    pub head: usize,
    pub line: usize,
    pub cluster: usize,
}

/// All mentions that are known so far.
#[derive(Debug, Default)]
pub(super) struct Spots(Vec<Spot>);

impl Spots {
    pub fn of(scan: &Scan<'_>, clusters: &Clusters) -> Spots {
        let mut spots: Vec<Spot> = Vec::new();
        for (cluster, c) in clusters.list.iter().enumerate() {
            for m in &c.mentions {
                let head = scan.view.head_of(m.first, m.end);
                spots.push(Spot { first: m.first, end: m.end, title: m.title, head, line: m.line, cluster });
            }
        }
        spots.sort_by_key(|s| (s.first, s.cluster));
        Spots(spots)
    }

    /// Notes a mention that was found.
    pub fn add(&mut self, spot: Spot) {
        let place = self.0.partition_point(|s| (s.first, s.cluster) <= (spot.first, spot.cluster));
        self.0.insert(place, spot);
    }

    /// The mentions of a sentence.
    pub fn of_line(&self, line: usize) -> &[Spot] {
        let from = self.0.partition_point(|s| s.line < line);
        let end = self.0.partition_point(|s| s.line <= line);
        self.0.get(from..end).unwrap_or_default()
    }

    /// The mentions of the sentences from `line` back, of one text: in text order, those of `line` before `at`.
    pub fn before(&self, scan: &Scan<'_>, line: usize, at: usize, reach: usize) -> Vec<Spot> {
        let group_of = |line: usize| scan.view.lines.get(line).map(|l| l.group);
        let end = self.0.partition_point(|s| s.first < at);
        let from = self.0.partition_point(|s| s.line + reach < line).max(end.saturating_sub(MEMORY));
        let spots = self.0.get(from..end).unwrap_or_default().iter();
        spots.filter(|s| s.end <= at && group_of(s.line) == group_of(line)).copied().collect()
    }

    /// The cluster with a mention that has the word.
    pub fn at(&self, word: usize) -> Option<usize> {
        let from = self.0.partition_point(|s| s.first + 24 < word);
        let has = |s: &&Spot| s.first <= word && word < s.end;
        let spots = self.0.get(from..).unwrap_or_default().iter().take_while(|s| s.first <= word);
        spots.filter(has).min_by_key(|s| s.end - s.first).map(|s| s.cluster)
    }
}

/// The clusters by the sum of the weights of their mentions, halved for each sentence between; the heaviest first.
pub(super) fn ranked(scan: &Scan<'_>, spots: &[Spot], line: usize) -> Vec<(usize, f32)> {
    let weights = &scan.rules.coreference.salience;
    let mut sums: BTreeMap<usize, (f32, usize)> = BTreeMap::new();
    for spot in spots {
        let weight = match scan.view.relation(spot.head) {
            "nsubj" => weights.subject,
            "obj" | "iobj" | "root" => weights.object,
            _ => weights.other,
        };
        let sum = sums.entry(spot.cluster).or_default();
        sum.0 += weight * 0.5f32.powi(i32::try_from(line - spot.line).unwrap_or(i32::MAX));
        sum.1 = sum.1.max(spot.first);
    }
    let mut ranked: Vec<(usize, f32, usize)> = sums.into_iter().map(|(c, (w, last))| (c, w, last)).collect();
    // Of two that weigh the same, the later one.
    ranked.sort_by(|a, b| b.1.total_cmp(&a.1).then(b.2.cmp(&a.2)));
    ranked.into_iter().map(|(c, w, _)| (c, w)).collect()
}
