//! What the fast model thinks of one sentence at a time, for readers that weigh it with their own scores.
use std::fmt;
use std::sync::Arc;

use pulp::Arch;

use super::{Model, Work};
use crate::lexicon::Error;

/// The fast model and the last sentence that it read. All scores are rows, one for each word.
pub struct Opinion {
    model: Arc<Model>,
    work: Work,
    arcs: Vec<f32>,
    words: usize,
}

impl fmt::Debug for Opinion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Opinion").field("words", &self.words).finish_non_exhaustive()
    }
}

impl Opinion {
    /// Of the built-in model, whose labels have to be these: tags, Penn's tags, relations, tags of names.
    ///
    /// # Errors
    /// Where the labels differ, as scores could not be added up then.
    pub fn new(labels: [&[&'static str]; 4]) -> Result<Opinion, Error> {
        let model = Model::built_in()?;
        let of = &model.header;
        if labels != [&of.upos[..], &of.xpos, &of.rels, &of.names] {
            return Err(super::weights::wrong("its labels are not those of the accurate model: export both"));
        }
        Ok(Opinion { work: Work::new(), arcs: Vec::new(), words: 0, model })
    }

    /// Reads a sentence.
    pub fn read(&mut self, words: &[&str]) {
        let (arch, sentence) = (Arch::new(), 0..words.len());
        self.words = words.len();
        self.model.encode(arch, words, std::slice::from_ref(&sentence), &mut self.work);
        self.work.arcs(&self.model, arch, &sentence);
        std::mem::swap(&mut self.arcs, &mut self.work.rels);
        self.work.names(&self.model, arch, words.len());
    }

    /// The scores of universal and of Penn's tags of a word.
    pub fn tags(&self, word: usize) -> [&[f32]; 2] {
        let (parts, stride) = (self.model.parts(), self.model.heads.width);
        let row = &self.work.scores[word * stride..][..stride];
        [&row[parts.upos], &row[parts.xpos]]
    }

    /// The scores of a word's heads, the first that of being the root.
    pub fn arcs(&self, word: usize) -> &[f32] {
        &self.arcs[word * self.work.layer.width..][..=self.words]
    }

    /// The scores of a word's tags of names.
    pub fn names(&self, word: usize) -> &[f32] {
        &self.work.names[word * self.model.ner_out.width..][..self.model.header.names.len()]
    }

    /// The scores of relations, given the heads, from 1; a row for each word, of the length that is given with them.
    pub fn relations(&mut self, heads: &[usize]) -> (&[f32], usize) {
        self.work.heads.clear();
        self.work.heads.extend_from_slice(heads);
        self.work.relations(&self.model, Arch::new(), std::slice::from_ref(&(0..heads.len())));
        (&self.work.rels, self.model.rel_out.width)
    }
}
