//! Groups of units by mean likeness.
use std::cmp::Ordering;
use std::collections::{BTreeMap, BinaryHeap};

/// Joins the two groups whose members are most alike in the mean, until no mean reaches `cut` (average linkage, Sokal and
/// Michener 1958). Pairs that are not listed have likeness 0. Returns the number of each unit's group.
///
/// Ties go to the units that come first, so the groups depend on the order of units and on nothing else.
///
/// ```
/// use dateline_stories::cluster::groups;
/// let groups = groups(4, &[(0, 1, 0.9), (1, 2, 0.3), (2, 3, 0.8)], 0.5);
/// assert_eq!(groups, [0, 0, 1, 1]);
/// ```
pub fn groups(units: usize, pairs: &[(usize, usize, f32)], cut: f32) -> Vec<usize> {
    // Sums of likeness between groups, by the other group; a group that was joined to another is empty.
    let mut sums: Vec<BTreeMap<usize, f64>> = vec![BTreeMap::new(); units];
    for (i, j, likeness) in pairs.iter().copied().filter(|(i, j, _)| i != j) {
        *sums[i].entry(j).or_default() += f64::from(likeness);
        *sums[j].entry(i).or_default() += f64::from(likeness);
    }
    let mut members: Vec<Vec<usize>> = (0..units).map(|unit| vec![unit]).collect();
    let mut version = vec![0u32; units];
    let mean = |sum: f64, a: &[usize], b: &[usize]| sum / (a.len() * b.len()) as f64;
    let mut queue = BinaryHeap::new();
    for (i, others) in sums.iter().enumerate() {
        for (j, sum) in others.range(i + 1..) {
            queue.push(Candidate { mean: *sum, pair: (i, *j), versions: (0, 0) });
        }
    }
    while let Some(Candidate { mean: best, pair: (i, j), versions }) = queue.pop() {
        if best < f64::from(cut) {
            break;
        }
        if versions != (version[i], version[j]) || members[i].is_empty() || members[j].is_empty() {
            continue;
        }
        let joined = std::mem::take(&mut members[j]);
        members[i].extend(joined);
        (version[i], version[j]) = (version[i] + 1, version[j] + 1);
        for (k, sum) in std::mem::take(&mut sums[j]) {
            sums[k].remove(&j);
            if k != i {
                *sums[i].entry(k).or_default() += sum;
                *sums[k].entry(i).or_default() += sum;
            }
        }
        for (k, sum) in &sums[i] {
            let (first, second) = (i.min(*k), i.max(*k));
            let versions = (version[first], version[second]);
            queue.push(Candidate {
                mean: mean(*sum, &members[i], &members[*k]),
                pair: (first, second),
                versions,
            });
        }
    }
    let mut group = vec![0; units];
    for (number, of) in members.iter().filter(|of| !of.is_empty()).enumerate() {
        of.iter().for_each(|unit| group[*unit] = number);
    }
    group
}

struct Candidate {
    mean: f64,
    pair: (usize, usize),
    versions: (u32, u32),
}

impl Ord for Candidate {
    fn cmp(&self, other: &Candidate) -> Ordering {
        self.mean.total_cmp(&other.mean).then_with(|| other.pair.cmp(&self.pair))
    }
}

impl PartialOrd for Candidate {
    fn partial_cmp(&self, other: &Candidate) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Candidate {
    fn eq(&self, other: &Candidate) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Candidate {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_like_pair_does_not_join_two_groups() {
        // 0, 1, 2 and 3, 4, 5 are alike among themselves, 2 and 3 a little.
        let inside = [(0, 1), (0, 2), (1, 2), (3, 4), (3, 5), (4, 5)];
        let mut pairs: Vec<_> = inside.iter().map(|(i, j)| (*i, *j, 0.6)).collect();
        pairs.push((2, 3, 0.55));
        assert_eq!(groups(6, &pairs, 0.2), [0, 0, 0, 1, 1, 1]);
    }

    #[test]
    fn nothing_alike_stays_apart() {
        assert_eq!(groups(3, &[(0, 1, 0.1)], 0.2), [0, 1, 2]);
        assert_eq!(groups(0, &[], 0.2), Vec::<usize>::new());
        assert_eq!(groups(2, &[(0, 0, 0.9)], 0.2), [0, 1]);
    }
}
