//! `cargo xtask score <area>`: the engine's figures on a benchmark folder.
use std::fs;
use std::io::{BufWriter, Read, Write};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use anyhow::{Context, Result, bail};
use dateline::doc::Document;
use dateline::read::{Hints, Page};
use dateline::{Engine, Stage};
use serde_json::{Value, json};

/// What is asked for.
pub struct Request {
    pub area: String,
    pub data: Option<PathBuf>,
    pub by: Option<String>,
    pub per_page: Option<PathBuf>,
    pub keep: Option<PathBuf>,
}

/// The areas that can be scored, each with what it predicts for one gold record.
const AREAS: [(&str, Predict); 1] = [("extraction", extraction)];

type Predict = fn(&Engine, &Path, &Value) -> Result<Value>;

/// Scores every gold file of the folder and prints one line for each.
pub fn run(request: &Request) -> Result<()> {
    let Some((_, predict)) = AREAS.iter().find(|(name, _)| *name == request.area) else {
        let names: Vec<&str> = AREAS.iter().map(|(name, _)| *name).collect();
        bail!("there is no area `{}` yet; there is: {}", request.area, names.join(", "));
    };
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let bench = root.join("../shared/bench").join(&request.area);
    let data = request.data.clone().unwrap_or_else(|| bench.clone());
    let own = data.join("score.py");
    let scorer = if own.exists() { own } else { bench.join("score.py") };
    let engine = Engine::new()?;
    let mut golds: Vec<PathBuf> = fs::read_dir(&data)
        .with_context(|| format!("cannot read the folder `{}`; name another with --data", data.display()))?
        .map(|entry| Ok(entry?.path()))
        .collect::<Result<Vec<_>>>()?;
    golds.retain(|path| path.extension().is_some_and(|e| e == "jsonl"));
    golds.sort();
    if golds.is_empty() {
        bail!("there is no gold file (*.jsonl) in `{}`", data.display());
    }
    for gold in golds {
        let set = gold.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let kept = request.keep.clone();
        let path = kept.clone().unwrap_or_else(|| {
            std::env::temp_dir().join(format!("dateline-{}-{set}-{}.jsonl", request.area, std::process::id()))
        });
        predictions(&engine, *predict, &data, &gold, &path)?;
        let line = score(request, &scorer, &gold, &path);
        if kept.is_none() {
            let _ = fs::remove_file(&path);
        }
        print_line(&set, &line?)?;
    }
    Ok(())
}

fn predictions(engine: &Engine, predict: Predict, data: &Path, gold: &Path, to: &Path) -> Result<()> {
    let text = fs::read_to_string(gold).with_context(|| format!("cannot read `{}`", gold.display()))?;
    let file = fs::File::create(to).with_context(|| format!("cannot write `{}`", to.display()))?;
    let mut out = BufWriter::new(file);
    for (number, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let record: Value = serde_json::from_str(line)
            .with_context(|| format!("`{}`, line {}: not JSON", gold.display(), number + 1))?;
        writeln!(out, "{}", predict(engine, data, &record)?)?;
    }
    Ok(out.flush()?)
}

fn score(request: &Request, scorer: &Path, gold: &Path, predictions: &Path) -> Result<Value> {
    let mut command = Command::new("python3");
    command.arg(scorer).arg("--gold").arg(gold).arg("--pred").arg(predictions);
    if let Some(by) = &request.by {
        command.arg("--by").arg(by);
    }
    if let Some(per_page) = &request.per_page {
        command.arg("--per-page").arg(per_page);
    }
    let output = command.output().context("cannot run python3, which the scorers need")?;
    if !output.status.success() {
        bail!("`{}` failed: {}", scorer.display(), String::from_utf8_lossy(&output.stderr).trim());
    }
    serde_json::from_slice(&output.stdout).with_context(|| format!("`{}` printed no JSON", scorer.display()))
}

fn print_line(set: &str, scores: &Value) -> Result<()> {
    let mut line = serde_json::Map::new();
    line.insert("set".to_owned(), set.into());
    if let Value::Object(scores) = scores {
        line.extend(scores.clone());
    }
    println!("{}", serde_json::to_string(&line)?);
    Ok(())
}

/// Reads one page, given by its id and address alone. `ms` is the time from the page's bytes to all article
/// fields: decoding is counted, inflating the benchmark's file is not.
fn extraction(engine: &Engine, data: &Path, gold: &Value) -> Result<Value> {
    let id = gold["id"].as_str().context("a gold record has no id")?;
    let path = data.join("pages").join(format!("{id}.html.gz"));
    let packed = fs::read(&path).with_context(|| format!("cannot read `{}`", path.display()))?;
    let mut bytes = Vec::new();
    flate2::read::MultiGzDecoder::new(packed.as_slice())
        .read_to_end(&mut bytes)
        .with_context(|| format!("cannot inflate `{}`", path.display()))?;
    let hints = Hints { url: gold["url"].as_str().map(str::to_owned), ..Hints::default() };
    let start = Instant::now();
    let doc = engine.run(&Page::new(&bytes, hints), Stage::Article, false);
    let ms = start.elapsed().as_secs_f64() * 1e3;
    let body: Vec<&str> = Document::items(&doc.zones)
        .iter()
        .filter(|zone| zone.kind.is_body())
        .map(|zone| doc.words(zone.span))
        .collect();
    let article = doc.article.clone().unwrap_or_default();
    Ok(json!({
        "id": id,
        "body": body.join("\n\n"),
        "title": article.headline.map(|h| h.value),
        "authors": article.authors.into_iter().map(|a| a.value).collect::<Vec<_>>(),
        "published": article.published.map(|p| p.value.to_string()),
        "captions": article.images.into_iter().filter_map(|i| i.caption).collect::<Vec<_>>(),
        "ms": (ms * 1000.0).round() / 1000.0,
    }))
}
