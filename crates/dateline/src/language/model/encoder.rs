//! From words to vectors: embeddings, then gated recurrent blocks over each sentence.
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::ops::Range;

use pulp::Arch;

use super::features;
use super::product::Layer;
use super::rows::{self, Norm};
use super::weights::{Table, Weights, wrong};
use crate::language::reader::letters::Letters;
use crate::lexicon::Error;

/// The encoder's weights.
#[derive(Debug)]
pub struct Encoder {
    d: usize,
    table: Table,
    /// Where the rows of each feature begin, and how many there are.
    rows: Vec<(usize, usize)>,
    vectors: Table,
    /// The row of the word's vector, by the hash of its normal form.
    words: HashMap<u64, u32, BuildHasherDefault<Hashed>>,
    /// A bit for each list of names that has the word, by the same hash.
    known: HashMap<u64, u8, BuildHasherDefault<Hashed>>,
    vec: Layer,
    norm: Norm,
    blocks: Vec<Block>,
    last: Norm,
}

/// A depthwise convolution, then a gated recurrence in both directions.
#[derive(Debug)]
struct Block {
    norm: Norm,
    conv: Vec<f32>,
    input: Layer,
    output: Layer,
    hidden: usize,
}

/// What the encoder works on, kept from one batch to the next.
#[derive(Debug, Default)]
pub struct Scratch {
    form: String,
    letters: Vec<Letters>,
    vectors: Vec<f32>,
    mixed: Vec<f32>,
    gates: Vec<f32>,
    states: Vec<f32>,
}

impl Encoder {
    /// Reads the encoder's weights.
    pub fn load(weights: &Weights) -> Result<Encoder, Error> {
        let config = &weights.header.config;
        let (d, hidden) = (config.d, config.hidden);
        if d % 16 != 0 || hidden % 32 != 0 || weights.header.rows.len() != features::COUNT {
            return Err(wrong("its sizes are not those of this engine: export the model again"));
        }
        let vectors = weights.table("vectors")?;
        let layer = |name: &str, inner: usize, columns: usize| {
            let numbers = weights.sized(name, inner * columns)?;
            Ok::<_, Error>(Layer::new(inner, &numbers, &weights.sized(&format!("{name}_bias"), columns)?))
        };
        let norm = |name: &str| Ok::<_, Error>(Norm::new(&weights.sized(name, 2 * d)?));
        let blocks = (0..config.blocks).map(|i| {
            Ok(Block {
                norm: norm(&format!("block{i}_norm"))?,
                conv: weights.sized(&format!("block{i}_conv"), 3 * d)?,
                input: layer(&format!("block{i}_in"), d, 3 * hidden)?,
                output: layer(&format!("block{i}_out"), hidden, d)?,
                hidden,
            })
        });
        let rows = weights.header.rows.iter().scan(0, |at, rows| {
            *at += rows;
            Some((*at - rows, *rows))
        });
        let form = |word: &str| features::hash(0, word.as_bytes());
        let words = weights.words("words")?.zip(0..).map(|(word, row)| (form(word), row));
        let known = weights.words("known_words")?.zip(weights.bytes("known")?);
        Ok(Encoder {
            d,
            table: weights.table("table")?,
            rows: rows.collect(),
            words: words.collect(),
            known: known.map(|(word, lists)| (form(word), *lists)).collect(),
            vec: layer("vec", vectors.cols, d)?,
            vectors,
            norm: norm("norm0")?,
            blocks: blocks.collect::<Result<_, Error>>()?,
            last: norm("norm1")?,
        })
    }

    /// The vectors of all `words`, a row each; `sentences` part them.
    pub fn encode(
        &self,
        arch: Arch,
        words: &[&str],
        sentences: &[Range<usize>],
        scratch: &mut Scratch,
        h: &mut Vec<f32>,
    ) {
        self.embed(arch, words, sentences, scratch, h);
        arch.dispatch(|| rows::normalise(h, &self.norm, true));
        for block in &self.blocks {
            block.apply(arch, sentences, scratch, h);
        }
        arch.dispatch(|| rows::normalise(h, &self.last, false));
    }

    /// The sum of the embeddings of each word's features, and its vector.
    fn embed(
        &self,
        arch: Arch,
        words: &[&str],
        sentences: &[Range<usize>],
        scratch: &mut Scratch,
        h: &mut Vec<f32>,
    ) {
        let Scratch { form, letters, vectors, .. } = scratch;
        letters.clear();
        letters.extend(words.iter().map(|w| Letters::of(w)));
        let shapes = sentences.iter().flat_map(|s| features::shapes(&letters[s.clone()]));
        vectors.clear();
        vectors.resize(words.len() * self.vectors.cols, 0.0);
        let mut parts: Vec<[(&[u8], f32); features::COUNT]> = Vec::with_capacity(words.len());
        for ((word, shape), vector) in words.iter().zip(shapes).zip(vectors.chunks_mut(self.vectors.cols)) {
            features::normal(word, form);
            let hashes = features::hashes(form);
            if let Some(row) = self.words.get(&hashes[0]) {
                let (bytes, scale) = self.vectors.row(*row as usize);
                vector.iter_mut().zip(bytes).for_each(|(v, b)| *v = f32::from(*b as i8) * scale);
            }
            let known = usize::from(self.known.get(&hashes[0]).copied().unwrap_or(0));
            parts.push(std::array::from_fn(|i| {
                let (first, many) = self.rows[i];
                let row = match hashes.get(i) {
                    Some(hash) => (hash % many as u64) as usize,
                    None if i == hashes.len() => known,
                    None => shape,
                };
                self.table.row(first + row)
            }));
        }
        self.vec.product(arch, vectors, h);
        // The product's rows are `d` long unless `d` is no multiple of a panel.
        arch.dispatch(|| {
            for (row, parts) in h.chunks_exact_mut(self.d).zip(&parts) {
                for (bytes, scale) in parts {
                    for (to, b) in row.iter_mut().zip(*bytes) {
                        *to += f32::from(*b as i8) * scale;
                    }
                }
            }
        });
    }
}

impl Block {
    fn apply(&self, arch: Arch, sentences: &[Range<usize>], scratch: &mut Scratch, h: &mut [f32]) {
        let Scratch { vectors, mixed, gates, states, .. } = scratch;
        let d = self.output.width;
        vectors.clear();
        vectors.extend_from_slice(h);
        mixed.clear();
        mixed.resize(h.len(), 0.0);
        arch.dispatch(|| {
            rows::normalise(vectors, &self.norm, false);
            for s in sentences {
                let range = s.start * d..s.end * d;
                rows::convolve(&vectors[range.clone()], &self.conv, &mut mixed[range]);
            }
        });
        self.input.product(arch, mixed, gates);
        let (width, hidden) = (self.input.width, self.hidden);
        states.clear();
        states.resize(h.len() / d * hidden, 0.0);
        arch.dispatch(|| {
            rows::open_gates(gates, width, hidden);
            for s in sentences {
                let (gates, states) =
                    (&gates[s.start * width..s.end * width], &mut states[s.start * hidden..s.end * hidden]);
                rows::scan(gates, width, hidden, states);
            }
        });
        self.output.product(arch, states, mixed);
        arch.dispatch(|| h.iter_mut().zip(mixed.iter()).for_each(|(h, x)| *h += x));
    }
}

/// Keys that are hashes already.
#[derive(Debug, Default)]
pub struct Hashed(u64);

impl Hasher for Hashed {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        self.0 = features::hash(0, bytes);
    }

    fn write_u64(&mut self, hash: u64) {
        self.0 = hash;
    }
}
