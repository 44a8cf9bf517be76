//! Sentences as the tensors that the network reads.
use std::ops::Range;

use dateline::language::reader::letters::Letters;
use rten_tensor::NdTensor;

use crate::pieces::Pieces;

/// Word pieces that a cut has at most, without those at its ends; the network was made for 400.
const MOST_PIECES: usize = 256;

/// Word pieces of one word that are read at most: links are long, and their beginnings tell what they are.
const OF_WORD: usize = 16;

/// A sentence, or a part of a very long one.
#[derive(Debug)]
pub struct Cut {
    /// Its words among all.
    pub words: Range<usize>,
    /// Its word pieces, and to which of its words each belongs.
    pub pieces: Vec<(i32, usize)>,
    /// The shape of each word.
    pub shapes: Vec<i32>,
}

/// Cuts a sentence where it is too long to be read at once.
pub fn cut(pieces: &Pieces, words: &[&str], sentence: Range<usize>, cuts: &mut Vec<Cut>) {
    let new = |at: usize| Cut { words: at..at, pieces: Vec::new(), shapes: Vec::new() };
    let mut cut = new(sentence.start);
    for (i, word) in words.iter().enumerate().take(sentence.end).skip(sentence.start) {
        let mut ids = pieces.of(word);
        ids.truncate(OF_WORD);
        if cut.pieces.len() + ids.len() > MOST_PIECES {
            cuts.push(std::mem::replace(&mut cut, new(i)));
        }
        let at = i - cut.words.start;
        cut.words.end = i + 1;
        cut.pieces.extend(ids.into_iter().map(|id| (id, at)));
        cut.shapes.push(Letters::of(word).shape() as i32);
    }
    if !cut.words.is_empty() {
        cuts.push(cut);
    }
}

/// The network's inputs, a row a cut.
#[derive(Debug)]
pub struct Batch {
    /// Words of the longest cut.
    pub words: usize,
    /// Word pieces, with one before and one behind.
    pub pieces: NdTensor<i32, 2>,
    /// The shape of the word that each belongs to.
    pub piece_shapes: NdTensor<i32, 2>,
    /// 1 where there is a piece.
    pub mask: NdTensor<f32, 2>,
    /// By word and piece, the share of the piece in the word's mean.
    pub pool: NdTensor<f32, 3>,
    /// The shapes of words.
    pub shapes: NdTensor<i32, 2>,
}

impl Batch {
    /// The inputs for `cuts`; `first` and `last` are the pieces at the ends.
    pub fn of(cuts: &[&Cut], first: i32, last: i32) -> Batch {
        let longest = |of: fn(&Cut) -> usize| cuts.iter().map(|c| of(c)).max().unwrap_or(0);
        let (n, m) = (longest(|c| c.words.len()), longest(|c| c.pieces.len()) + 2);
        let shape = [cuts.len(), m];
        let mut batch = Batch {
            words: n,
            pieces: NdTensor::zeros(shape),
            piece_shapes: NdTensor::zeros(shape),
            mask: NdTensor::zeros(shape),
            pool: NdTensor::zeros([cuts.len(), n, m]),
            shapes: NdTensor::zeros([cuts.len(), n]),
        };
        for (row, cut) in cuts.iter().enumerate() {
            for (i, shape) in cut.shapes.iter().enumerate() {
                batch.shapes[[row, i]] = *shape;
            }
            let mut of_word = vec![0u16; cut.words.len()];
            cut.pieces.iter().for_each(|(_, word)| of_word[*word] += 1);
            batch.pieces[[row, 0]] = first;
            for (k, (id, word)) in cut.pieces.iter().enumerate() {
                batch.pieces[[row, k + 1]] = *id;
                batch.piece_shapes[[row, k + 1]] = cut.shapes[*word];
                batch.pool[[row, *word, k + 1]] = 1.0 / f32::from(of_word[*word]);
            }
            batch.pieces[[row, cut.pieces.len() + 1]] = last;
            for k in 0..cut.pieces.len() + 2 {
                batch.mask[[row, k]] = 1.0;
            }
        }
        batch
    }
}
