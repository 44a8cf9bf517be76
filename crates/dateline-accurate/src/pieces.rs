//! Words as the word pieces of the encoder: BERT's, without case and accents (Devlin et al. 2019).
use std::collections::HashMap;

use dateline::lexicon::Error;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::weights::{About, wrong};

/// A longer run of letters is no word.
const LONGEST: usize = 100;

/// Cuts words into pieces.
#[derive(Debug)]
pub struct Pieces {
    /// The pieces with which a word begins.
    heads: HashMap<String, i32>,
    /// The pieces that go on with a word, without their "##".
    tails: HashMap<String, i32>,
    /// The piece before a sentence.
    pub first: i32,
    /// The piece behind it.
    pub last: i32,
    unknown: i32,
}

impl Pieces {
    /// The pieces of the model.
    pub fn new(about: &About) -> Result<Pieces, Error> {
        let (mut heads, mut tails) = (HashMap::new(), HashMap::new());
        for (piece, id) in about.pieces.iter().zip(0..) {
            match piece.strip_prefix("##") {
                Some(tail) if !tail.is_empty() => tails.insert(tail.to_owned(), id),
                _ => heads.insert(piece.clone(), id),
            };
        }
        let find = |piece: &str| {
            heads.get(piece).copied().ok_or_else(|| wrong(&format!("it has no piece `{piece}`")))
        };
        let [first, last, unknown] = ["[CLS]", "[SEP]", "[UNK]"].map(find);
        Ok(Pieces { first: first?, last: last?, unknown: unknown?, heads, tails })
    }

    /// The pieces of a word, one at least.
    pub fn of(&self, word: &str) -> Vec<i32> {
        let plain: String = if word.is_ascii() {
            word.to_ascii_lowercase()
        } else {
            let kept = |c: &char| {
                !is_combining_mark(*c)
                    && !c.is_control()
                    && !matches!(*c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{feff}' | '\u{fffd}')
            };
            word.chars().flat_map(char::to_lowercase).nfd().filter(kept).collect()
        };
        let mut ids = Vec::new();
        let mut rest = plain.as_str();
        while let Some(c) = rest.chars().next() {
            // A mark or an ideograph is a word of its own.
            let end = if alone(c) { c.len_utf8() } else { rest.find(alone).unwrap_or(rest.len()) };
            let (run, after) = rest.split_at(end);
            self.cut(run, &mut ids);
            rest = after;
        }
        if ids.is_empty() {
            ids.push(self.unknown);
        }
        ids
    }

    /// The longest pieces from the left; a run that has none is unknown.
    fn cut(&self, run: &str, ids: &mut Vec<i32>) {
        let first = ids.len();
        let mut rest = if run.chars().count() > LONGEST { "" } else { run };
        while !rest.is_empty() {
            let pieces = if ids.len() == first { &self.heads } else { &self.tails };
            let ends = rest.char_indices().map(|(at, c)| at + c.len_utf8()).rev();
            let Some((end, id)) = ends.into_iter().find_map(|end| Some((end, *pieces.get(&rest[..end])?)))
            else {
                ids.truncate(first);
                break;
            };
            ids.push(id);
            rest = &rest[end..];
        }
        if ids.len() == first {
            ids.push(self.unknown);
        }
    }
}

/// A character that is always a piece by itself: marks, and ideographs without spaces between.
fn alone(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_punctuation();
    }
    matches!(c,
        '\u{a1}' | '\u{a7}' | '\u{ab}' | '\u{b6}' | '\u{b7}' | '\u{bb}' | '\u{bf}'
        | '\u{2010}'..='\u{2027}' | '\u{2030}'..='\u{205e}' | '\u{3001}'..='\u{3003}' | '\u{3008}'..='\u{3011}'
        | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{ff01}'..='\u{ff0f}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::weights;

    #[track_caller]
    fn check(word: &str, expected: &[&str]) {
        let (about, _) = weights::open().unwrap();
        let ids = Pieces::new(&about).unwrap().of(word);
        let pieces: Vec<&str> = ids.iter().map(|id| about.pieces[*id as usize].as_str()).collect();
        assert_eq!(pieces, expected);
    }

    #[test]
    fn as_in_training() {
        check("Port", &["port"]);
        check("Müller’s", &["muller", "’", "s"]);
        check("reopenings", &["re", "##open", "##ings"]);
        check("\u{301}", &["[UNK]"]);
        check("--", &["-", "-"]);
    }
}
