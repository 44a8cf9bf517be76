//! The runs of words that two texts have in common.
use std::collections::HashMap;
use std::ops::Range;

use crate::words::shingle;

/// A run of words that stands in both texts, a few words changed, by index of word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    /// Where it stands in the first text.
    pub a: Range<u32>,
    /// Where it stands in the second.
    pub b: Range<u32>,
}

/// Three words that stand in so many places of a text say nothing of where a run is.
const MANY: usize = 20;

/// A text made ready to be compared with others: where each three words in a row stand.
pub(crate) struct Text<'a> {
    words: &'a [u32],
    at: HashMap<u32, Vec<u32>>,
}

impl<'a> Text<'a> {
    pub(crate) fn of(words: &'a [u32]) -> Text<'a> {
        let mut at: HashMap<u32, Vec<u32>> = HashMap::with_capacity(words.len());
        for (i, three) in shingles(words) {
            at.entry(three).or_default().push(i);
        }
        Text { words, at }
    }

    /// The runs of at least `least` words, as long as no more than `gap` words at a time differ.
    ///
    /// Threes of words that both texts have are strung together while they keep their order and their distance, as
    /// programs that compare files do; an edited figure or a misread letter does not end a run.
    pub(crate) fn runs(&self, other: &[u32], least: u32, gap: u32) -> Vec<Run> {
        let (mut open, mut done): (Vec<Run>, Vec<Run>) = (Vec::new(), Vec::new());
        for (j, three) in shingles(other) {
            open.retain(|run| {
                let goes_on = run.b.end + gap >= j;
                if !goes_on && run.a.len() as u32 >= least && run.b.len() as u32 >= least {
                    done.push(run.clone());
                }
                goes_on
            });
            let Some(places) = self.at.get(&three).filter(|places| places.len() <= MANY) else { continue };
            for i in places {
                let (end, end_other) = (i + 3, j + 3);
                let follows = |run: &&mut Run| {
                    run.a.end < end && run.b.end < end_other && run.a.end + gap >= *i && run.a.start < *i
                };
                match open.iter_mut().filter(follows).max_by_key(|run| run.b.len()) {
                    Some(run) => (run.a.end, run.b.end) = (end, end_other),
                    None => open.push(Run { a: *i..end, b: j..end_other }),
                }
            }
        }
        done.extend(
            open.into_iter().filter(|run| run.a.len() as u32 >= least && run.b.len() as u32 >= least),
        );
        done.sort_by_key(|run| (run.a.start, run.b.start, run.a.end, run.b.end));
        done
    }

    pub(crate) fn len(&self) -> usize {
        self.words.len()
    }
}

/// Threes of words in a row, with the index of the first.
pub(crate) fn shingles(words: &[u32]) -> impl Iterator<Item = (u32, u32)> + '_ {
    words.windows(3).zip(0..).map(|(three, i)| (i, shingle([three[0], three[1], three[2]])))
}

/// The words that ranges cover, each counted once.
pub(crate) fn covered(ranges: impl Iterator<Item = Range<u32>>) -> u32 {
    size(&merged(ranges))
}

/// The words in ranges that do not overlap.
pub(crate) fn size(ranges: &[Range<u32>]) -> u32 {
    ranges.iter().map(|range| range.end - range.start).sum()
}

/// Ranges in order, those that touch joined.
pub(crate) fn merged(ranges: impl Iterator<Item = Range<u32>>) -> Vec<Range<u32>> {
    let mut sorted: Vec<Range<u32>> = ranges.collect();
    sorted.sort_by_key(|range| (range.start, range.end));
    let mut merged: Vec<Range<u32>> = Vec::new();
    for range in sorted {
        match merged.last_mut().filter(|last| last.end >= range.start) {
            Some(last) => last.end = last.end.max(range.end),
            None => merged.push(range),
        }
    }
    merged
}

/// The words that two lists of ranges, each as [`merged`] gives them, have in common.
pub(crate) fn common(a: &[Range<u32>], b: &[Range<u32>]) -> u32 {
    let overlap = |x: &Range<u32>, y: &Range<u32>| x.end.min(y.end).saturating_sub(x.start.max(y.start));
    a.iter().map(|x| b.iter().map(|y| overlap(x, y)).sum::<u32>()).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::words;

    fn check(a: &str, b: &str, expected: &[(&str, &str)]) {
        let hashes = |text: &str| words(text).map(|word| word.hash).collect::<Vec<_>>();
        let said = |text: &str, range: &Range<u32>| {
            text.split(' ').skip(range.start as usize).take(range.len()).collect::<Vec<_>>().join(" ")
        };
        let (left, right) = (hashes(a), hashes(b));
        let runs = Text::of(&left).runs(&right, 5, 2);
        let found: Vec<_> = runs.iter().map(|run| (said(a, &run.a), said(b, &run.b))).collect();
        let expected: Vec<_> = expected.iter().map(|(x, y)| ((*x).to_owned(), (*y).to_owned())).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn runs_of_two_texts() {
        let ten = "a b c d e f g h i j";
        check(ten, ten, &[(ten, ten)]);
        check("x y a b c d e z", "a b c d e q", &[("a b c d e", "a b c d e")]);
        check("a b c d e", "e d c b a", &[]);
        check("a b", "a b", &[]);
    }

    #[test]
    fn a_changed_word_does_not_end_a_run() {
        check("a b c D e f g h", "a b c X e f g h", &[("a b c D e f g h", "a b c X e f g h")]);
        check("a b c d P Q R S e f g h i", "a b c d e f g h i", &[("e f g h i", "e f g h i")]);
    }

    #[test]
    fn ranges() {
        let ranges = merged([3..5, 0..2, 4..9].into_iter());
        assert_eq!(ranges, [0..2, 3..9]);
        assert_eq!(covered([0..4, 2..6].into_iter()), 6);
        assert_eq!(common(&ranges, &[1..4, 20..21]), 2);
    }
}
