//! The `fast` model: tags, arcs and names of whole documents, one matrix product a layer.
//!
//! Embeddings of each word's form, endings and shape, and a static vector distilled from a sentence encoder, go
//! through gated recurrent blocks over the sentence; all tasks read the same vectors. `training/language/` makes the
//! weights, `models/language/MODEL.md` says from what and how well.
mod encoder;
pub(super) mod features;
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
        self.encoder.encode(arch, words, sentences, &mut work.scratch, &mut work.h);
        self.heads.product(arch, &work.h, &mut work.scores);
        let Header { config, upos, xpos, rels, .. } = &self.header;
        let [tags, fine, dep, head, rel_dep, rel_head, name] = parts([
            upos.len(),
            xpos.len(),
            config.arc,
            config.arc,
            config.rel,
            config.rel,
            config.ner_hidden,
        ]);
        let stride = self.heads.width;

        work.arcs(self, arch, sentences, [dep, head]);
        let row = |i: usize, part: &Range<usize>| i * stride + part.start..i * stride + part.end;

        // Relations, given the heads.
        work.left.clear();
        for sentence in sentences {
            for i in sentence.clone() {
                let head = match work.heads[i] {
                    0 => &self.rel_root[..],
                    h => &work.scores[row(sentence.start + h - 1, &rel_head)],
                };
                let dep = &work.scores[row(i, &rel_dep)];
                work.left.extend(dep.iter().zip(head).map(|(a, b)| (a + b).max(0.0)));
            }
        }
        self.rel_out.product(arch, &work.left, &mut work.rels);
        for sentence in sentences {
            for i in sentence.clone() {
                let head = work.heads[i];
                let scores = &work.rels[i * self.rel_out.width..][..rels.len()];
                let rel = if head == 0 { self.root_rel } else { best(scores, self.root_rel) };
                let tag = best(&work.scores[row(i, &tags)], usize::MAX);
                out.push(Word {
                    upos: upos[tag],
                    xpos: xpos[self.pairs.best(tag, &work.scores[row(i, &fine)])],
                    head: (head > 0).then(|| first + sentence.start + head - 1),
                    rel: rels[rel],
                });
            }
        }

        work.left.clear();
        for i in 0..words.len() {
            work.left.extend(work.scores[row(i, &name)].iter().map(|x| x.max(0.0)));
        }
        self.ner_out.product(arch, &work.left, &mut work.names);
        let width = self.ner_out.width;
        for sentence in sentences {
            let scores = &work.names[sentence.start * width..sentence.end * width];
            let at = first + sentence.start;
            found.extend(
                work.search.names(scores, width).into_iter().map(|(a, b, kind)| (at + a, at + b, kind)),
            );
        }
    }
}

impl Reader for Model {
    fn read(&self, words: &[&str], sentences: &[Range<usize>]) -> Result<(Vec<Word>, Vec<Found>), Error> {
        let (mut out, mut found) = (Vec::with_capacity(words.len()), Vec::new());
        let mut work = Work::new(&self.header.names);
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
    rels: Vec<f32>,
    names: Vec<f32>,
    /// The head of each word in its sentence, from 1; 0 is the root.
    heads: Vec<usize>,
    layer: Layer,
    search: names::Search,
}

impl Work {
    fn new(names: &[&'static str]) -> Work {
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
            search: names::Search::new(names),
        }
    }

    /// The best tree of each sentence.
    fn arcs(&mut self, model: &Model, arch: Arch, sentences: &[Range<usize>], parts: [Range<usize>; 2]) {
        let stride = model.heads.width;
        self.heads.clear();
        for sentence in sentences {
            self.left.clear();
            self.right.clear();
            self.right.extend_from_slice(&model.root);
            for row in self.scores[sentence.start * stride..sentence.end * stride].chunks_exact(stride) {
                self.left.extend(row[parts[0].clone()].iter().map(|x| x.max(0.0)));
                self.right.extend_from_slice(&row[parts[1].clone()]);
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
            self.heads.extend(tree::heads(&self.rels, width, sentence.len()));
        }
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
