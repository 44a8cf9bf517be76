//! The `accurate` model: a small sentence encoder (all-MiniLM-L6-v2), tuned for tags, arcs and names, in int8, whose
//! scores are weighed with those of the fast model.
//!
//! ```
//! use dateline::{Engine, Stage, doc::Document};
//! use dateline_accurate::Accurate;
//!
//! let engine = Engine::new()?.with_reader(Accurate::built_in()?);
//! let mut doc = Document::of_text("The port of Almer reopened.", None);
//! engine.annotate(&mut doc, Stage::Language);
//! assert_eq!(Document::items(&doc.tokens)[1].upos, Some("NOUN"));
//! # Ok::<(), dateline::lexicon::Error>(())
//! ```
//!
//! `training/language/accurate.py` writes its files, `models/language/MODEL.md` says from what and how well it reads.
mod batch;
mod pieces;
mod weights;

use std::cell::OnceCell;
use std::fmt;
use std::ops::Range;
use std::sync::{Arc, LazyLock};

use dateline::language::Opinion;
use dateline::language::reader::names::Search;
use dateline::language::reader::tags::Pairs;
use dateline::language::reader::{Found, Reader, Word, best, join_pieces, tree};
use dateline::lexicon::Error;
use rten::{Model, ModelOptions, NodeId, RunOptions, ThreadPool, Value};
use rten_tensor::Tensor;

use batch::{Batch, Cut};
use pieces::Pieces;
use weights::{About, wrong};

/// The model, ready to read.
pub struct Accurate {
    about: About,
    pieces: Pieces,
    model: Model,
    inputs: [NodeId; 5],
    outputs: [NodeId; 6],
    pairs: Pairs,
    /// The index of the relation "root".
    root: usize,
}

impl fmt::Debug for Accurate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Accurate").finish_non_exhaustive()
    }
}

static BUILT_IN: LazyLock<Result<Arc<Accurate>, Error>> = LazyLock::new(|| Accurate::load().map(Arc::new));

thread_local! {
    /// The engine runs on the thread that asks: pages are what is read in parallel.
    static POOL: OnceCell<Arc<ThreadPool>> = const { OnceCell::new() };
}

impl Accurate {
    /// The built-in model, loaded once.
    ///
    /// # Errors
    /// Where the files are not those that were exported.
    pub fn built_in() -> Result<Arc<Accurate>, Error> {
        BUILT_IN.clone()
    }

    fn load() -> Result<Accurate, Error> {
        let (about, graph) = weights::open()?;
        // Without it the weights are laid out anew for each run, which costs short pages almost half of the speed.
        let mut options = ModelOptions::default();
        options.prepack_weights(true);
        let model = options.load_static_slice(graph).map_err(|e| wrong(&e.to_string()))?;
        let node = |name: &str| model.node_id(name).map_err(|e| wrong(&e.to_string()));
        let [pieces, piece_shapes, mask, pool, shapes] =
            ["pieces", "piece_shapes", "mask", "pool", "shapes"].map(node);
        let [upos, xpos, names, arcs, rel_dep, rel_head] =
            ["upos", "xpos", "names", "arcs", "rel_dep", "rel_head"].map(node);
        let root = about.rels.iter().position(|r| *r == "root");
        Ok(Accurate {
            inputs: [pieces?, piece_shapes?, mask?, pool?, shapes?],
            outputs: [upos?, xpos?, names?, arcs?, rel_dep?, rel_head?],
            root: root.ok_or_else(|| wrong("it has no relation `root`"))?,
            pieces: Pieces::new(&about)?,
            pairs: Pairs::new(&about.upos, &about.xpos),
            about,
            model,
        })
    }

    /// Runs the network on a batch: its six scores, each row by row.
    fn run(&self, batch: Batch) -> Result<[Vec<f32>; 6], Error> {
        let values: [Value; 5] = [
            batch.pieces.into(),
            batch.piece_shapes.into(),
            batch.mask.into(),
            batch.pool.into(),
            batch.shapes.into(),
        ];
        let inputs = self.inputs.into_iter().zip(values.into_iter().map(Into::into)).collect();
        let threads = || Arc::new(ThreadPool::with_num_threads(1));
        let mut options = RunOptions::default();
        options.thread_pool = Some(POOL.with(|pool| pool.get_or_init(threads).clone()));
        let out = self.model.run_n(inputs, self.outputs, Some(options)).map_err(|e| wrong(&e.to_string()))?;
        let mut scores: [Vec<f32>; 6] = Default::default();
        for (to, value) in scores.iter_mut().zip(out) {
            *to = Tensor::<f32>::try_from(value).map_err(|e| wrong(&e.to_string()))?.into_data();
        }
        Ok(scores)
    }

    /// Reads the sentences of a batch into `out`, which has an entry for each word.
    fn read_batch(
        &self,
        words: &[&str],
        cuts: &[&Cut],
        (opinion, search): (&mut Opinion, &mut Search),
        out: &mut [Word],
        found: &mut Vec<Found>,
    ) -> Result<(), Error> {
        let batch = Batch::of(cuts, self.pieces.first, self.pieces.last);
        let n = batch.words;
        let [mut upos, mut xpos, mut names, mut arcs, rel_dep, rel_head] = self.run(batch)?;
        let About { upos: tags, xpos: fine, rels, names: labels, .. } = &self.about;
        let inner = rel_head.len() / (cuts.len() * (n + 1)).max(1);
        let mut scores = vec![0.0; rels.len()];
        for (row, cut) in cuts.iter().enumerate() {
            let len = cut.words.len();
            let first = cut.words.start;
            let at = row * n;
            opinion.read(&words[cut.words.clone()]);
            for i in 0..len {
                let [other_upos, other_xpos] = opinion.tags(i);
                add(&mut upos, at + i, tags.len(), other_upos);
                add(&mut xpos, at + i, fine.len(), other_xpos);
                add(&mut arcs, at + i, n + 1, opinion.arcs(i));
                add(&mut names, at + i, labels.len(), opinion.names(i));
            }
            let heads = tree::heads(&arcs[at * (n + 1)..], n + 1, len);
            let (others, width) = opinion.relations(&heads);
            for (i, head) in heads.iter().enumerate() {
                let word = at + i;
                let of_head = &rel_head[(row * (n + 1) + head) * inner..][..inner];
                let of_dep = rel_dep[word * rels.len() * inner..][..rels.len() * inner].chunks_exact(inner);
                for ((score, of_dep), other) in scores.iter_mut().zip(of_dep).zip(&others[i * width..]) {
                    *score = of_dep.iter().zip(of_head).map(|(a, b)| a * b).sum::<f32>() + SHARE * other;
                }
                let rel = if *head == 0 { self.root } else { best(&scores, self.root) };
                let tag = best(&upos[word * tags.len()..][..tags.len()], usize::MAX);
                out[first + i] = Word {
                    upos: tags[tag],
                    xpos: fine[self.pairs.best(tag, &xpos[word * fine.len()..][..fine.len()])],
                    head: (*head > 0).then(|| first + head - 1),
                    rel: rels[rel],
                };
            }
            let scores = &names[at * labels.len()..(at + len) * labels.len()];
            let names = search.names(scores, labels.len());
            found.extend(names.into_iter().map(|(a, b, kind)| (first + a, first + b, kind)));
        }
        Ok(())
    }
}

/// What the fast model's scores count beside these. All are logarithms but for what is the same in a row.
const SHARE: f32 = 0.5;

/// Adds the fast model's scores to a row.
fn add(scores: &mut [f32], row: usize, width: usize, others: &[f32]) {
    scores[row * width..].iter_mut().zip(others).for_each(|(score, other)| *score += SHARE * other);
}

/// Word pieces of a batch, about.
const BATCH: usize = 1024;

impl Reader for Accurate {
    fn read(&self, words: &[&str], sentences: &[Range<usize>]) -> Result<(Vec<Word>, Vec<Found>), Error> {
        let mut cuts = Vec::new();
        for sentence in sentences {
            batch::cut(&self.pieces, words, sentence.clone(), &mut cuts);
        }
        // Sentences of a like length are read together.
        cuts.sort_by_key(|cut| cut.pieces.len());
        let none = Word { upos: "X", xpos: "FW", head: None, rel: "root" };
        let (mut out, mut found) = (vec![none; words.len()], Vec::new());
        let mut search = Search::new(&self.about.names);
        let About { upos, xpos, rels, names, .. } = &self.about;
        let mut opinion = Opinion::new([upos, xpos, rels, names])?;
        let mut rest: Vec<&Cut> = cuts.iter().collect();
        while let Some(longest) = rest.last() {
            let many = (BATCH / longest.pieces.len().max(1)).clamp(1, rest.len());
            let batch = rest.split_off(rest.len() - many);
            self.read_batch(words, &batch, (&mut opinion, &mut search), &mut out, &mut found)?;
        }
        found.sort_unstable();
        for sentence in sentences {
            join_pieces(&mut out[sentence.clone()], sentence.start);
        }
        Ok((out, found))
    }
}
