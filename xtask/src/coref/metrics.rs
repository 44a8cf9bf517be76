//! MUC, B³ and CEAFe, as numerators and denominators that add up over documents.
//!
//! Definitions: Vilain et al. 1995 (MUC), Bagga and Baldwin 1998 (B³), Luo 2005 (CEAFe with φ4), and Pradhan et al.
//! 2014 for mentions that only one side has: they stay as they are, and neither side is changed to fit the other.
use std::collections::BTreeMap;
use std::ops::AddAssign;

use pathfinding::kuhn_munkres::kuhn_munkres;
use pathfinding::matrix::Matrix;

/// A partition of mentions: the same number on both sides is the same mention.
pub type Chains = Vec<Vec<usize>>;

/// What was found of what there was.
#[derive(Clone, Copy, Debug, Default)]
pub struct Share {
    /// What was found.
    pub found: f64,
    /// What there was.
    pub all: f64,
}

impl Share {
    fn value(self) -> f64 {
        if self.all > 0.0 { self.found / self.all } else { 0.0 }
    }
}

/// Recall and precision of one measure.
#[derive(Clone, Copy, Debug, Default)]
pub struct Measure {
    /// Of the key.
    pub recall: Share,
    /// Of the response.
    pub precision: Share,
}

impl Measure {
    /// The harmonic mean of both.
    pub fn f1(self) -> f64 {
        let (r, p) = (self.recall.value(), self.precision.value());
        if r + p > 0.0 { 2.0 * r * p / (r + p) } else { 0.0 }
    }

    /// Recall as a share of 1.
    pub fn r(self) -> f64 {
        self.recall.value()
    }

    /// Precision as a share of 1.
    pub fn p(self) -> f64 {
        self.precision.value()
    }
}

impl AddAssign for Measure {
    fn add_assign(&mut self, other: Measure) {
        let add = |a: &mut Share, b: Share| (a.found, a.all) = (a.found + b.found, a.all + b.all);
        add(&mut self.recall, other.recall);
        add(&mut self.precision, other.precision);
    }
}

/// The three measures of the CoNLL average, and the mentions that both sides have.
#[derive(Clone, Copy, Debug, Default)]
pub struct Coreference {
    /// Links.
    pub muc: Measure,
    /// Mentions, each by its chain.
    pub b3: Measure,
    /// Chains, each with at most one of the other side.
    pub ceafe: Measure,
    /// Mentions, whatever their chains.
    pub mentions: Measure,
}

impl Coreference {
    /// Compares the chains of one document.
    pub fn of(key: &Chains, response: &Chains) -> Coreference {
        let common = overlaps(key, response);
        Coreference {
            muc: Measure { recall: links(key, response), precision: links(response, key) },
            b3: b3(key, response, &common),
            ceafe: ceafe(key, response, &common),
            mentions: mentions(key, response, &common),
        }
    }

    /// The CoNLL average: the mean of the three F1.
    pub fn conll(&self) -> f64 {
        (self.muc.f1() + self.b3.f1() + self.ceafe.f1()) / 3.0
    }
}

impl AddAssign for Coreference {
    fn add_assign(&mut self, other: Coreference) {
        self.muc += other.muc;
        self.b3 += other.b3;
        self.ceafe += other.ceafe;
        self.mentions += other.mentions;
    }
}

/// The number of mentions that a chain of the key (first) and of the response (second) share, where it is not 0.
type Overlaps = BTreeMap<(usize, usize), usize>;

fn overlaps(key: &Chains, response: &Chains) -> Overlaps {
    let owner = owners(response);
    let mut common = Overlaps::new();
    for (k, chain) in key.iter().enumerate() {
        for r in chain.iter().filter_map(|m| owner.get(m)) {
            *common.entry((k, *r)).or_default() += 1;
        }
    }
    common
}

fn owners(chains: &Chains) -> BTreeMap<usize, usize> {
    let of = |(at, chain): (usize, &Vec<usize>)| chain.iter().map(move |m| (*m, at)).collect::<Vec<_>>();
    chains.iter().enumerate().flat_map(of).collect()
}

/// The links of `chains` that `other` has too: a chain of n mentions has n - 1, and loses one for each further part.
fn links(chains: &Chains, other: &Chains) -> Share {
    let owner = owners(other);
    let mut share = Share::default();
    for chain in chains.iter().filter(|c| !c.is_empty()) {
        let mut parts: Vec<usize> = chain.iter().filter_map(|m| owner.get(m).copied()).collect();
        let alone = chain.len() - parts.len();
        parts.sort_unstable();
        parts.dedup();
        share.found += (chain.len() - parts.len() - alone) as f64;
        share.all += (chain.len() - 1) as f64;
    }
    share
}

fn b3(key: &Chains, response: &Chains, common: &Overlaps) -> Measure {
    let found = |size: &dyn Fn(usize, usize) -> usize| {
        common.iter().map(|(&(k, r), n)| (n * n) as f64 / size(k, r) as f64).sum()
    };
    Measure {
        recall: Share { found: found(&|k, _| key[k].len()), all: count(key) },
        precision: Share { found: found(&|_, r| response[r].len()), all: count(response) },
    }
}

fn mentions(key: &Chains, response: &Chains, common: &Overlaps) -> Measure {
    let found = common.values().sum::<usize>() as f64;
    Measure { recall: Share { found, all: count(key) }, precision: Share { found, all: count(response) } }
}

fn count(chains: &Chains) -> f64 {
    chains.iter().map(Vec::len).sum::<usize>() as f64
}

/// The best pairs of chains by φ4, twice the shared mentions by the mentions of both.
fn ceafe(key: &Chains, response: &Chains, common: &Overlaps) -> Measure {
    let phi = |k: usize, r: usize| {
        let shared = common.get(&(k, r)).copied().unwrap_or(0);
        2.0 * shared as f64 / (key[k].len() + response[r].len()).max(1) as f64
    };
    // The assignment wants whole numbers, and no more rows than columns.
    const UNIT: f64 = 1e12;
    let turned = key.len() > response.len();
    let (rows, columns) = if turned { (response.len(), key.len()) } else { (key.len(), response.len()) };
    let pair = |row: usize, column: usize| if turned { (column, row) } else { (row, column) };
    let mut found = 0.0;
    if rows > 0 {
        let weights = Matrix::from_fn(rows, columns, |(row, column)| {
            let (k, r) = pair(row, column);
            (phi(k, r) * UNIT).round() as i64
        });
        let (_, columns) = kuhn_munkres(&weights);
        found =
            columns.iter().enumerate().map(|(row, column)| pair(row, *column)).map(|(k, r)| phi(k, r)).sum();
    }
    Measure {
        recall: Share { found, all: key.len() as f64 },
        precision: Share { found, all: response.len() as f64 },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// F1 of MUC, B³ and CEAFe, in thousandths.
    fn check(key: &[&[usize]], response: &[&[usize]], expected: [u32; 3]) {
        let chains = |side: &[&[usize]]| side.iter().map(|c| c.to_vec()).collect::<Chains>();
        let found = Coreference::of(&chains(key), &chains(response));
        let thousandths = |m: Measure| (m.f1() * 1000.0).round() as u32;
        assert_eq!([found.muc, found.b3, found.ceafe].map(thousandths), expected, "{response:?}");
    }

    /// Luo 2005, figure 1 and table 1: one truth, four responses.
    #[test]
    fn luo_2005() {
        let truth: &[&[usize]] = &[&[1, 2, 3, 4, 5], &[6, 7], &[8, 9, 10, 11, 12]];
        check(truth, truth, [1000, 1000, 1000]);
        check(truth, &[&[1, 2, 3, 4, 5], &[6, 7, 8, 9, 10, 11, 12]], [947, 865, 733]);
        check(truth, &[&[1, 2, 3, 4, 5, 8, 9, 10, 11, 12], &[6, 7]], [947, 737, 667]);
        check(truth, &[&[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]], [900, 545, 294]);
        let alone: Vec<[usize; 1]> = (1..=12).map(|m| [m]).collect();
        let alone: Vec<&[usize]> = alone.iter().map(<[usize; 1]>::as_slice).collect();
        check(truth, &alone, [0, 400, 178]);
    }

    /// Pradhan et al. 2014, section 4: mentions that only one side has.
    #[test]
    fn pradhan_2014() {
        let (a, b, c, d, e, f, g, h, i) = (0, 1, 2, 3, 4, 5, 6, 7, 8);
        check(&[&[a, b, c], &[d, e, f, g]], &[&[a, b], &[c, d], &[f, g, h, i]], [400, 455, 520]);
    }

    #[test]
    fn nothing_found_is_nothing() {
        check(&[&[1, 2]], &[], [0, 0, 0]);
        check(&[], &[&[1, 2]], [0, 0, 0]);
    }

    #[test]
    fn documents_add_up() {
        let both = vec![vec![1, 2]];
        let mut sum = Coreference::of(&both, &both);
        sum += Coreference::of(&vec![vec![1, 2, 3]], &vec![vec![1, 2], vec![3, 4]]);
        assert_eq!((sum.muc.recall.found, sum.muc.recall.all), (2.0, 3.0));
        assert_eq!((sum.muc.precision.found, sum.muc.precision.all), (2.0, 3.0));
        assert_eq!((sum.mentions.recall.found, sum.mentions.precision.all), (5.0, 6.0));
    }
}
