//! What reads words: a model of tags, arcs and names, and the searches that every such model ends with.
pub mod hash;
pub mod letters;
pub mod names;
pub mod tags;
pub mod tree;

use std::fmt;
use std::ops::Range;

use crate::lexicon::Error;

/// A model that says what words are. `fast` is built in; others come from crates of their own and are given to
/// [`Engine::with_reader`](crate::Engine::with_reader).
pub trait Reader: fmt::Debug + Send + Sync {
    /// Reads `words`, parted into `sentences`, which follow each other without gaps: an entry for each word, and the
    /// names in their order.
    ///
    /// # Errors
    /// Where the model itself fails; the document then has words without tags, and a warning.
    fn read(&self, words: &[&str], sentences: &[Range<usize>]) -> Result<(Vec<Word>, Vec<Found>), Error>;
}

/// What a model says of a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Word {
    /// The universal part of speech.
    pub upos: &'static str,
    /// The part of speech in the Penn treebank's tag set.
    pub xpos: &'static str,
    /// The index of the head among all words; none for the root.
    pub head: Option<usize>,
    /// The relation to it.
    pub rel: &'static str,
}

/// A name: its first word, one past its last, and "PER", "ORG", "LOC" or "MISC".
pub type Found = (usize, usize, &'static str);

/// Joins the trees of a sentence that was read in pieces, `first` being the index of its first word: hangs the roots
/// of all pieces but the first from the root of the first.
pub fn join_pieces(words: &mut [Word], first: usize) {
    let Some(root) = words.iter().position(|w| w.head.is_none()) else { return };
    for word in words[root + 1..].iter_mut().filter(|w| w.head.is_none()) {
        (word.head, word.rel) = (Some(first + root), "parataxis");
    }
}

/// The index of the highest score but `not`'s; the first of equals.
pub fn best(scores: &[f32], not: usize) -> usize {
    let mut top = (0, f32::MIN);
    for (i, s) in scores.iter().enumerate() {
        if *s > top.1 && i != not {
            top = (i, *s);
        }
    }
    top.0
}
