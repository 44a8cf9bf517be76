//! The `fast` model: tags, arcs and names of whole documents, one matrix product a layer.
//!
//! Embeddings of each word's form, endings and shape, and a static vector distilled from a sentence encoder, go
//! through gated recurrent blocks over the sentence; all tasks read the same vectors. `training/language/` makes the
//! weights, `models/language/MODEL.md` says from what and how well.
mod encoder;
pub(super) mod features;
pub mod opinion;
mod product;
mod rows;
mod weights;

use std::fmt;
use std::ops::Range;
use std::sync::{Arc, LazyLock};

use encoder::{Encoder, Scratch};
use product::Layer;
use pulp::Arch;
use weights::{Header, Weights};

use super::reader::{Found, Reader, Word, best, join_pieces, names, tags::Pairs, tree};
use crate::lexicon::Error;

/// Words of a batch, about; its vectors stay in the cache.
const BATCH: usize = 512;

/// A sentence longer than this is parsed in pieces: the work grows with the square of its length.
const LONGEST: usize = 256;

/// The model, ready to read.
pub struct Model {
    header: Header,
    encoder: Encoder,
    heads: Layer,
    rel_out: Layer,
    ner_out: Layer,
    root: Vec<f32>,
    rel_root: Vec<f32>,
    dist: Vec<f32>,
    pairs: Pairs,
    /// The index of the relation "root".
    root_rel: usize,
}

impl fmt::Debug for Model {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Model").field("config", &self.header.config).finish_non_exhaustive()
    }
}

static BUILT_IN: LazyLock<Result<Arc<Model>, Error>> =
    LazyLock::new(|| Model::load(Weights::open()?).map(Arc::new));

impl Model {
    /// The built-in model, loaded once.
    pub fn built_in() -> Result<Arc<Model>, Error> {
        BUILT_IN.clone()
    }

    fn load(weights: Weights) -> Result<Model, Error> {
        let encoder = Encoder::load(&weights)?;
        let Header { config, upos, xpos, rels, names, .. } = &weights.header;
        let columns = upos.len() + xpos.len() + 2 * config.arc + 2 * config.rel + config.ner_hidden;
        let layer = |name: &str, inner: usize, columns: usize| {
            let numbers = weights.sized(name, inner * columns)?;
            Ok::<_, Error>(Layer::new(inner, &numbers, &weights.sized(&format!("{name}_bias"), columns)?))
        };
        let root_rel = rels.iter().position(|r| *r == "root");
        Ok(Model {
            encoder,
            heads: layer("heads", config.d, columns)?,
            rel_out: layer("rel_out", config.rel, rels.len())?,
            ner_out: layer("ner_out", config.ner_hidden, names.len())?,
            root: weights.sized("root", config.arc)?,
            rel_root: weights.sized("rel_root", config.rel)?,
            dist: weights.sized("dist", 2 * FAR)?,
            pairs: Pairs::new(upos, xpos),
            root_rel: root_rel.ok_or_else(|| weights::wrong("it has no relation `root`"))?,
            header: weights.header,
        })
    }

    /// Where in a row of `heads` each task's numbers stand.
    fn parts(&self) -> Parts {
        let Header { config, upos, xpos, .. } = &self.header;
        let (arc, rel) = (config.arc, config.rel);
        let [upos, xpos, dep, head, rel_dep, rel_head, name] =
            parts([upos.len(), xpos.len(), arc, arc, rel, rel, config.ner_hidden]);
        Parts { upos, xpos, dep, head, rel_dep, rel_head, name }
    }

    /// Reads the words into vectors, and those into the numbers that all tasks begin with.
    fn encode(&self, arch: Arch, words: &[&str], sentences: &[Range<usize>], work: &mut Work) {
        self.encoder.encode(arch, words, sentences, &mut work.scratch, &mut work.h);
        self.heads.product(arch, &work.h, &mut work.scores);
    }

    fn read_batch(
        &self,
        words: &[&str],
        sentences: &[Range<usize>],
        work: &mut Work,
        out: &mut Vec<Word>,
        found: &mut Vec<Found>,
    ) {
        if words.is_empty() {
            return;
        }
        let arch = Arch::new();
        let first = out.len();
        self.encode(arch, words, sentences, work);
        work.heads.clear();
        for sentence in sentences {
            work.arcs(self, arch, sentence);
            work.heads.extend(tree::heads(&work.rels, work.layer.width, sentence.len()));
        }
        work.relations(self, arch, sentences);
        let Header { upos, xpos, rels, names, .. } = &self.header;
        let (parts, stride) = (self.parts(), self.heads.width);
        for sentence in sentences {
            for i in sentence.clone() {
                let head = work.heads[i];
                let scores = &work.rels[i * self.rel_out.width..][..rels.len()];
                let rel = if head == 0 { self.root_rel } else { best(scores, self.root_rel) };
                let row = &work.scores[i * stride..][..stride];
                let tag = best(&row[parts.upos.clone()], usize::MAX);
                out.push(Word {
                    upos: upos[tag],
                    xpos: xpos[self.pairs.best(tag, &row[parts.xpos.clone()])],
                    head: (head > 0).then(|| first + sentence.start + head - 1),
                    rel: rels[rel],
                });
            }
        }
        work.names(self, arch, words.len());
        let width = self.ner_out.width;
        let mut search = names::Search::new(names);
        for sentence in sentences {
            let scores = &work.names[sentence.start * width..sentence.end * width];
            let at = first + sentence.start;
            found.extend(search.names(scores, width).into_iter().map(|(a, b, kind)| (at + a, at + b, kind)));
        }
    }
}

/// The ranges of [`Model::parts`].
struct Parts {
    upos: Range<usize>,
    xpos: Range<usize>,
    dep: Range<usize>,
    head: Range<usize>,
    rel_dep: Range<usize>,
    rel_head: Range<usize>,
    name: Range<usize>,
}

impl Reader for Model {
    fn read(&self, words: &[&str], sentences: &[Range<usize>]) -> Result<(Vec<Word>, Vec<Found>), Error> {
        let (mut out, mut found) = (Vec::with_capacity(words.len()), Vec::new());
        let mut work = Work::new();
        let mut batch: Vec<Range<usize>> = Vec::new();
        let mut first = 0;
        for sentence in sentences {
            for start in sentence.clone().step_by(LONGEST) {
                let end = sentence.end.min(start + LONGEST);
                batch.push(start - first..end - first);
                if end - first >= BATCH {
                    self.read_batch(&words[first..end], &batch, &mut work, &mut out, &mut found);
                    batch.clear();
                    first = end;
                }
            }
        }
        self.read_batch(&words[first..], &batch, &mut work, &mut out, &mut found);
        for sentence in sentences.iter().filter(|s| s.len() > LONGEST) {
            join_pieces(&mut out[sentence.clone()], sentence.start);
        }
        Ok((out, found))
    }
}

/// Distances from which on an arc's length does not matter.
const FAR: usize = 16;

/// Buffers that are kept from one batch to the next.
struct Work {
    scratch: Scratch,
    h: Vec<f32>,
    scores: Vec<f32>,
    left: Vec<f32>,
    right: Vec<f32>,
    /// Scores of arcs, then of relations.
    rels: Vec<f32>,
    names: Vec<f32>,
    /// The head of each word in its sentence, from 1; 0 is the root.
    heads: Vec<usize>,
    layer: Layer,
}

impl Work {
    fn new() -> Work {
        Work {
            scratch: Scratch::default(),
            h: Vec::new(),
            scores: Vec::new(),
            left: Vec::new(),
            right: Vec::new(),
            rels: Vec::new(),
            names: Vec::new(),
            heads: Vec::new(),
            layer: Layer::empty(),
        }
    }

    /// The scores of a sentence's arcs, a row of `layer.width` for each word, into `rels`.
    fn arcs(&mut self, model: &Model, arch: Arch, sentence: &Range<usize>) {
        let (parts, stride) = (model.parts(), model.heads.width);
        self.left.clear();
        self.right.clear();
        self.right.extend_from_slice(&model.root);
        for row in self.scores[sentence.start * stride..sentence.end * stride].chunks_exact(stride) {
            self.left.extend(row[parts.dep.clone()].iter().map(|x| x.max(0.0)));
            self.right.extend_from_slice(&row[parts.head.clone()]);
        }
        self.layer.transposed(model.root.len(), &self.right);
        self.layer.product(arch, &self.left, &mut self.rels);
        let width = self.layer.width;
        for (i, row) in self.rels.chunks_exact_mut(width).enumerate() {
            row[0] *= SCALE;
            for (j, score) in row[1..=sentence.len()].iter_mut().enumerate() {
                let far = if j < i { (i - j).min(FAR - 1) } else { FAR + (j - i).min(FAR - 1) };
                *score = *score * SCALE + model.dist[far];
            }
        }
    }

    /// The scores of relations, given `heads`, a row of `rel_out.width` for each word, into `rels`.
    fn relations(&mut self, model: &Model, arch: Arch, sentences: &[Range<usize>]) {
        let (parts, stride) = (model.parts(), model.heads.width);
        let row = |i: usize, part: &Range<usize>| i * stride + part.start..i * stride + part.end;
        self.left.clear();
        for sentence in sentences {
            for i in sentence.clone() {
                let head = match self.heads[i] {
                    0 => &model.rel_root[..],
                    h => &self.scores[row(sentence.start + h - 1, &parts.rel_head)],
                };
                let dep = &self.scores[row(i, &parts.rel_dep)];
                self.left.extend(dep.iter().zip(head).map(|(a, b)| (a + b).max(0.0)));
            }
        }
        model.rel_out.product(arch, &self.left, &mut self.rels);
    }

    /// The scores of tags of names, a row of `ner_out.width` for each word, into `names`.
    fn names(&mut self, model: &Model, arch: Arch, words: usize) {
        let (name, stride) = (model.parts().name, model.heads.width);
        self.left.clear();
        for row in self.scores.chunks_exact(stride).take(words) {
            self.left.extend(row[name.clone()].iter().map(|x| x.max(0.0)));
        }
        model.ner_out.product(arch, &self.left, &mut self.names);
    }
}

/// As in `training/language/model.py`.
const SCALE: f32 = 0.2;

/// The ranges of parts of these lengths, one behind the other.
fn parts<const N: usize>(lens: [usize; N]) -> [Range<usize>; N] {
    let mut at = 0;
    lens.map(|len| {
        at += len;
        at - len..at
    })
}
