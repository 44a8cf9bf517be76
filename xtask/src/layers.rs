//! `cargo xtask layers`: the CPU time of each layer after the language layer.
use std::path::PathBuf;

use anyhow::{Result, bail};
use dateline::doc::Document;
use dateline::{Engine, Stage};

use crate::score;
use crate::score::words;

/// The layers in the order of the flow, each timed together with those before it.
const LAYERS: [(&str, Stage); 6] = [
    ("language", Stage::Language),
    ("entities", Stage::Entities),
    ("times", Stage::Times),
    ("places", Stage::Places),
    ("statements", Stage::Statements),
    ("events", Stage::Events),
];

/// The least of so many runs counts.
const ROUNDS: usize = 3;

/// Prints a row a layer: CPU seconds of one thread per 1,000 articles, and per 1,000 sentences.
pub fn run(data: Option<PathBuf>) -> Result<()> {
    let data = data.unwrap_or_else(|| score::bench("time"));
    let engine = Engine::new()?;
    let (mut articles, mut sentences, mut sums) = (0, 0, [0.0; LAYERS.len()]);
    for (_, records) in score::gold_files(&data)? {
        for record in records.iter().filter(|record| record["text"].is_string()) {
            for (sum, (_, stage)) in sums.iter_mut().zip(LAYERS) {
                let mut least = f64::MAX;
                for _ in 0..ROUNDS {
                    let (doc, ms) = words::document(&engine, record, stage)?;
                    least = least.min(ms);
                    if stage == Stage::Language {
                        sentences += Document::items(&doc.sentences).len();
                    }
                }
                *sum += least;
            }
            articles += 1;
        }
    }
    if articles == 0 {
        bail!("no record of `{}` has a text", data.display());
    }
    let sentences = sentences / ROUNDS;
    println!("{articles} articles, {sentences} sentences");
    println!("{:<12} {:>22} {:>22}", "layer", "s per 1,000 articles", "s per 1,000 sentences");
    let mut before = 0.0;
    for (sum, (name, _)) in sums.iter().zip(LAYERS) {
        let own = sum - before;
        println!("{name:<12} {:>22.3} {:>22.4}", own / articles as f64, own / sentences.max(1) as f64);
        before = *sum;
    }
    Ok(())
}
