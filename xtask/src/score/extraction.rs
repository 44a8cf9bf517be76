//! Article reading: `pages/<id>.html.gz` to body, title, authors, date and captions.
use std::fs;
use std::io::Read as _;
use std::path::Path;

use anyhow::{Context, Result};
use dateline::doc::Document;
use dateline::read::{Hints, Markup, Page};
use dateline::{Engine, Stage};
use serde_json::{Value, json};

use super::{Prediction, cpu};

/// True if the folder has pages for this gold file.
pub fn has_input(data: &Path, gold: &[Value]) -> bool {
    gold.iter().any(|record| record["id"].as_str().is_some_and(|id| page(data, id).exists()))
}

/// Reads one page, given by its id and its address alone: nothing else of the gold record is seen.
///
/// `ms` is the CPU time of the thread from the page's bytes, as they were served, to all article fields. Decoding is
/// counted; inflating the benchmark's file is not.
pub fn predict(engine: &Engine, data: &Path, gold: &Value) -> Result<Prediction> {
    let id = gold["id"].as_str().context("a gold record has no id")?;
    let path = page(data, id);
    let packed = fs::read(&path).with_context(|| format!("cannot read `{}`", path.display()))?;
    let mut bytes = Vec::new();
    flate2::read::MultiGzDecoder::new(packed.as_slice())
        .read_to_end(&mut bytes)
        .with_context(|| format!("cannot inflate `{}`", path.display()))?;
    let hints = Hints { url: gold["url"].as_str().map(str::to_owned), ..Hints::default() };
    let start = cpu::process_ms();
    let page = Page::new(&bytes, hints);
    let doc = engine.run(&page, Stage::Article, false);
    let ms = cpu::process_ms() - start;
    let body: Vec<&str> = Document::items(&doc.zones)
        .iter()
        .filter(|zone| zone.kind.is_body())
        .map(|zone| doc.words(zone.span))
        .collect();
    let article = doc.article.clone().unwrap_or_default();
    let record = json!({
        "id": id,
        "body": body.join("\n\n"),
        "title": article.headline.map(|h| h.value),
        "authors": article.authors.into_iter().map(|a| a.value).collect::<Vec<_>>(),
        "published": article.published.map(|p| p.value.to_string()),
        "captions": article.images.into_iter().filter_map(|i| i.caption).collect::<Vec<_>>(),
        "ms": (ms * 1e3).round() / 1e3,
    });
    Ok(Prediction { record, html: page.markup == Markup::Html, ms: Some(ms) })
}

fn page(data: &Path, id: &str) -> std::path::PathBuf {
    data.join("pages").join(format!("{id}.html.gz"))
}
