//! Sets of articles.

/// A set of small numbers, a bit each.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Ids(Vec<u64>);

impl Ids {
    pub(crate) fn insert(&mut self, id: i64) {
        let (word, bit) = place(id);
        if word >= self.0.len() {
            self.0.resize(word + 1, 0);
        }
        self.0[word] |= bit;
    }

    pub(crate) fn contains(&self, id: i64) -> bool {
        let (word, bit) = place(id);
        self.0.get(word).is_some_and(|bits| bits & bit != 0)
    }

    pub(crate) fn len(&self) -> usize {
        self.0.iter().map(|bits| bits.count_ones() as usize).sum()
    }

    /// Keeps those that are in the other set too.
    pub(crate) fn keep(&mut self, other: &Ids) {
        self.0.truncate(other.0.len());
        self.0.iter_mut().zip(&other.0).for_each(|(bits, other)| *bits &= other);
    }

    /// Takes out those that are in the other set.
    pub(crate) fn remove(&mut self, other: &Ids) {
        self.0.iter_mut().zip(&other.0).for_each(|(bits, other)| *bits &= !other);
    }

    /// In order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = i64> + '_ {
        let bits = |(word, bits): (usize, &u64)| {
            let bits = *bits;
            (0..64).filter(move |bit| bits >> bit & 1 == 1).map(move |bit| (word * 64 + bit) as i64)
        };
        self.0.iter().enumerate().filter(|(_, bits)| **bits != 0).flat_map(bits)
    }
}

impl FromIterator<i64> for Ids {
    fn from_iter<T: IntoIterator<Item = i64>>(ids: T) -> Ids {
        let mut set = Ids::default();
        ids.into_iter().for_each(|id| set.insert(id));
        set
    }
}

fn place(id: i64) -> (usize, u64) {
    (id.max(0) as usize / 64, 1 << (id.max(0) as usize % 64))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sets() {
        let mut a: Ids = [3, 70, 64, 3].into_iter().collect();
        assert_eq!(a.iter().collect::<Vec<_>>(), [3, 64, 70]);
        assert!(a.contains(70) && !a.contains(4) && !a.contains(9999));
        a.keep(&[64, 3, 500].into_iter().collect());
        assert_eq!((a.len(), a.iter().last()), (2, Some(64)));
        a.remove(&[3].into_iter().collect());
        assert_eq!(a.iter().collect::<Vec<_>>(), [64]);
        a.keep(&Ids::default());
        assert_eq!(a.len(), 0);
    }
}
