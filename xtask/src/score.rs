//! `cargo xtask score <area>`: the engine's figures on a benchmark folder.
mod chains;
pub mod cpu;
mod events;
mod extraction;
mod nlp;
mod place;
mod recase;
mod statements;
mod stories;
mod time;
pub mod words;

use std::ffi::OsStr;
use std::fs;
use std::io::Write as _;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};
use dateline::Engine;
use serde_json::{Map, Value};

use crate::{coref, project, seed};
pub use recase::Case;

/// What is asked for.
#[derive(Clone, Debug, Default)]
pub struct Request {
    /// A folder of `../shared/bench`.
    pub area: String,
    /// The folder with the gold files, if it is another one.
    pub data: Option<PathBuf>,
    /// A gold field to report by.
    pub by: Option<String>,
    /// Where the scores of each page go.
    pub per_page: Option<PathBuf>,
    /// Where the predictions go.
    pub keep: Option<PathBuf>,
    /// Leave out pages without markup.
    pub only_html: bool,
    /// Texts in another case.
    pub case: Option<Case>,
    /// Read with the accurate language model.
    pub accurate: bool,
}

/// The scores of one gold file.
#[derive(Clone, Debug)]
pub struct Scores {
    /// The name of the gold file, without `.jsonl`.
    pub set: String,
    /// What the scorer printed, and `ms_max`.
    pub values: Map<String, Value>,
}

/// One kind of benchmark.
struct Area {
    name: &'static str,
    /// Its folder of `../shared/bench`.
    folder: &'static str,
    has_input: fn(&Path, &[Value]) -> bool,
    predict: fn(&Engine, &Path, &Value) -> Result<Prediction>,
}

/// What the engine says about one gold record.
struct Prediction {
    record: Value,
    html: bool,
    ms: Option<f64>,
}

/// The areas that can be scored, in the order of the flow.
const AREAS: [Area; 7] = [
    Area {
        name: "extraction",
        folder: "extraction",
        has_input: extraction::has_input,
        predict: extraction::predict,
    },
    Area { name: "nlp", folder: "nlp", has_input: words::has_text, predict: nlp::predict },
    Area { name: "time", folder: "time", has_input: words::has_text, predict: time::predict },
    Area { name: "place", folder: "place", has_input: words::has_text, predict: place::predict },
    // The places at the gold spans: which place each name means, apart from finding it.
    Area { name: "geocode", folder: "place", has_input: words::has_text, predict: place::resolve },
    Area {
        name: "statements",
        folder: "statements",
        has_input: words::has_text,
        predict: statements::predict,
    },
    Area { name: "events", folder: "events", has_input: events::has_input, predict: events::predict },
];

/// Scores every gold file of the folder and prints one line for each.
pub fn run(request: &Request) -> Result<()> {
    let print = |scores: Scores| {
        let mut line = Map::from_iter([("set".to_owned(), Value::from(scores.set))]);
        line.extend(scores.values);
        println!("{}", Value::Object(line));
    };
    if request.area == "seed" && request.data.is_none() && !project::shared().join("seed").exists() {
        bail!("there is no page in `{}`", project::shared().join("seed").display());
    }
    each(request, print)
}

/// Scores every gold file of an area, or the seed page, which may be absent.
pub fn each(request: &Request, mut seen: impl FnMut(Scores)) -> Result<()> {
    match request.area.as_str() {
        "seed" => seed::score()?.into_iter().for_each(seen),
        "coref" => coreference(request, seen)?,
        "chains" => chains::sentences(&engine(request)?, request, &mut seen)?,
        "stories" => stories::files(&engine(request)?, request, seen)?,
        _ => texts(request, &mut seen)?,
    }
    Ok(())
}

/// True if what an area is scored on by default is there.
pub fn is_here(area: &str) -> bool {
    match area {
        "seed" => project::shared().join("seed").exists(),
        "coref" => bench("nlp").exists(),
        "chains" => bench("extraction").exists(),
        _ => bench(AREAS.iter().find(|known| known.name == area).map_or(area, |known| known.folder)).exists(),
    }
}

/// Scores the chains of every gold file that has some.
fn coreference(request: &Request, mut seen: impl FnMut(Scores)) -> Result<()> {
    let data = request.data.clone().unwrap_or_else(|| bench("nlp"));
    coref::files(&engine(request)?, &data, |scores, chains| {
        if let Some(keep) = &request.keep {
            write_lines(&named_for_set(keep, &scores.set, true), &chains)?;
        }
        seen(scores);
        Ok(())
    })
}

/// The names of the areas.
pub fn areas() -> impl Iterator<Item = &'static str> {
    AREAS.iter().map(|area| area.name).chain(["chains", "stories", "coref", "seed"])
}

/// The folder of an area's benchmark; it need not be there.
pub fn bench(area: &str) -> PathBuf {
    project::shared().join("bench").join(area)
}

/// Scores the gold files of an area whose records are read one by one.
fn texts(request: &Request, seen: &mut impl FnMut(Scores)) -> Result<()> {
    let Some(area) = AREAS.iter().find(|area| area.name == request.area) else {
        let names: Vec<&str> = areas().collect();
        bail!("there is no area `{}` yet; there is: {}", request.area, names.join(", "));
    };
    let data = request.data.clone().unwrap_or_else(|| bench(area.folder));
    let golds = golds(area, &data)?;
    let scorer = scorer(&data, area.folder);
    let engine = engine(request)?;
    let many = golds.len() > 1;
    for (path, mut gold) in golds {
        if let Some(case) = request.case {
            for record in &mut gold {
                let text = record["text"].as_str().context("only texts can be set in another case")?;
                record["text"] = recase::recase(text, case).into();
            }
        }
        let set = set_name(&path);
        let scratch = Scratch::new(area.name, &set)?;
        let (gold, predictions) = predictions(&engine, area, &data, request.only_html, gold);
        let files = [scratch.path("gold.jsonl"), scratch.path("predictions.jsonl")];
        write_lines(&files[0], &gold)?;
        write_lines(&files[1], predictions.iter().map(|p| &p.record))?;
        if let Some(keep) = &request.keep {
            let keep = named_for_set(keep, &set, many);
            fs::copy(&files[1], &keep).with_context(|| format!("cannot write `{}`", keep.display()))?;
        }
        let per_page = request.per_page.as_ref().map(|path| named_for_set(path, &set, many));
        let mut values = score(request, &scorer, &files[0], &files[1], per_page.as_deref())?;
        if let Some(max) = predictions.iter().filter_map(|p| p.ms).reduce(f64::max) {
            values.insert("ms_max".to_owned(), ((max * 1e3).round() / 1e3).into());
        }
        let tokens: usize =
            predictions.iter().filter_map(|p| p.record["tokens"].as_array()).map(Vec::len).sum();
        if tokens > 0 {
            let ms: f64 = predictions.iter().filter_map(|p| p.ms).sum();
            values.insert("ms_per_1000_tokens".to_owned(), ((ms * 1e6 / tokens as f64).round() / 1e3).into());
        }
        seen(Scores { set, values });
    }
    Ok(())
}

/// The engine with the language model that is asked for.
fn engine(request: &Request) -> Result<Engine> {
    if request.accurate { accurate() } else { Ok(Engine::new()?) }
}

#[cfg(feature = "accurate")]
fn accurate() -> Result<Engine> {
    Ok(Engine::new()?.with_reader(dateline_accurate::Accurate::built_in()?))
}

#[cfg(not(feature = "accurate"))]
fn accurate() -> Result<Engine> {
    bail!(
        "xtask was built without the accurate model: `cargo run --release -p xtask --features accurate -- score ...`"
    )
}

/// The scorer of a folder; else that of its benchmark.
fn scorer(data: &Path, folder: &str) -> PathBuf {
    let own = data.join("score.py");
    if own.exists() { own } else { bench(folder).join("score.py") }
}

/// The name of a gold file, without its ending.
pub fn set_name(path: &Path) -> String {
    path.file_stem().unwrap_or_default().to_string_lossy().into_owned()
}

/// The gold files of a folder that have something to be read, with their records, in the order of their names.
fn golds(area: &Area, data: &Path) -> Result<Vec<(PathBuf, Vec<Value>)>> {
    let mut golds = gold_files(data)?;
    golds.retain(|(_, gold)| (area.has_input)(data, gold));
    if golds.is_empty() {
        bail!("there is no gold file (*.jsonl) with its pages in `{}`", data.display());
    }
    Ok(golds)
}

/// The records of a folder's files, in the order of their names.
pub fn gold_files(data: &Path) -> Result<Vec<(PathBuf, Vec<Value>)>> {
    let mut paths: Vec<PathBuf> = fs::read_dir(data)
        .with_context(|| format!("cannot read the folder `{}`; name another with --data", data.display()))?
        .map(|entry| Ok(entry?.path()))
        .collect::<Result<_>>()?;
    paths.retain(|path| path.extension().is_some_and(|e| e == "jsonl"));
    paths.sort();
    paths
        .into_iter()
        .map(|path| {
            let records = read_lines(&path)?;
            Ok((path, records))
        })
        .collect()
}

/// The predictions, and the gold records that are to be scored. A page that cannot be read, or that the engine breaks
/// on, has no prediction; the scorer counts it as missing.
fn predictions(
    engine: &Engine,
    area: &Area,
    data: &Path,
    only_html: bool,
    gold: Vec<Value>,
) -> (Vec<Value>, Vec<Prediction>) {
    let (mut kept, mut predictions) = (Vec::new(), Vec::new());
    for record in gold {
        let predicted = catch_unwind(AssertUnwindSafe(|| (area.predict)(engine, data, &record)));
        match predicted {
            Ok(Ok(prediction)) if only_html && !prediction.html => continue,
            Ok(Ok(prediction)) => predictions.push(prediction),
            Ok(Err(error)) => eprintln!("warning: {error:#}"),
            Err(_) => eprintln!("warning: the engine panicked on the page `{}`", record["id"]),
        }
        kept.push(record);
    }
    (kept, predictions)
}

fn score(
    request: &Request,
    scorer: &Path,
    gold: &Path,
    predictions: &Path,
    per_page: Option<&Path>,
) -> Result<Map<String, Value>> {
    let mut options: Vec<&OsStr> = Vec::new();
    if let Some(by) = &request.by {
        options.extend([OsStr::new("--by"), OsStr::new(by)]);
    }
    if let Some(per_page) = per_page {
        options.extend([OsStr::new("--per-page"), per_page.as_os_str()]);
    }
    run_scorer(scorer, gold, predictions, options)
}

/// What an area's own scorer prints.
fn run_scorer(
    scorer: &Path,
    gold: &Path,
    predictions: &Path,
    options: impl IntoIterator<Item = impl AsRef<OsStr>>,
) -> Result<Map<String, Value>> {
    let mut command = Command::new("python3");
    command.arg(scorer).arg("--gold").arg(gold).arg("--pred").arg(predictions).args(options);
    let output = command.output().context("cannot run python3, which the scorers need")?;
    if !output.status.success() {
        bail!("`{}` failed: {}", scorer.display(), String::from_utf8_lossy(&output.stderr).trim());
    }
    serde_json::from_slice(&output.stdout).with_context(|| format!("`{}` printed no JSON", scorer.display()))
}

/// `out.jsonl`, or `out.<set>.jsonl` if there is more than one set.
fn named_for_set(path: &Path, set: &str, many: bool) -> PathBuf {
    if !many {
        return path.to_owned();
    }
    match path.extension() {
        Some(extension) => path.with_extension(format!("{set}.{}", extension.to_string_lossy())),
        None => path.with_extension(set),
    }
}

fn read_lines(path: &Path) -> Result<Vec<Value>> {
    let text = fs::read_to_string(path).with_context(|| format!("cannot read `{}`", path.display()))?;
    text.lines()
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty())
        .map(|(i, line)| {
            serde_json::from_str(line)
                .with_context(|| format!("`{}`, line {}: not JSON", path.display(), i + 1))
        })
        .collect()
}

fn write_lines<'a>(path: &Path, lines: impl IntoIterator<Item = &'a Value>) -> Result<()> {
    let mut out = Vec::new();
    for line in lines {
        writeln!(out, "{line}")?;
    }
    fs::write(path, out).with_context(|| format!("cannot write `{}`", path.display()))
}

/// A folder of this run's own, removed at its end.
struct Scratch(PathBuf);

impl Scratch {
    fn new(area: &str, set: &str) -> Result<Scratch> {
        let folder = std::env::temp_dir().join(format!("dateline-{area}-{set}-{}", std::process::id()));
        fs::create_dir_all(&folder).with_context(|| format!("cannot make `{}`", folder.display()))?;
        Ok(Scratch(folder))
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_page_that_cannot_be_read_is_missing_and_the_others_are_scored() {
        let scratch = Scratch::new("test", "missing-page").unwrap();
        let pages = scratch.0.join("pages");
        fs::create_dir(&pages).unwrap();
        let file = fs::File::create(pages.join("a.html.gz")).unwrap();
        let mut packed = flate2::write::GzEncoder::new(file, flate2::Compression::fast());
        packed.write_all(b"<h1>Port reopens</h1><p>The port of Almer reopened on Monday.</p>").unwrap();
        packed.finish().unwrap();
        fs::write(pages.join("b.html.gz"), b"\x1f\x8b\x08 torn").unwrap();
        fs::write(scratch.0.join("gold.jsonl"), "{\"id\":\"a\"}\n{\"id\":\"b\"}\n{\"id\":\"c\"}\n").unwrap();
        fs::write(scratch.0.join("other.jsonl"), "{\"id\":\"d\"}\n").unwrap();

        let golds = golds(&AREAS[0], &scratch.0).unwrap();
        assert_eq!(golds.len(), 1, "a file without pages is no gold file");
        let engine = Engine::new().unwrap();
        let (gold, found) = predictions(&engine, &AREAS[0], &scratch.0, false, golds[0].1.clone());
        assert_eq!(gold.len(), 3);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].record["id"], "a");
        assert_eq!(found[0].record["title"], json!("Port reopens"));
        assert_eq!(found[0].record["body"], json!("The port of Almer reopened on Monday."));
    }

    #[test]
    fn sets_do_not_overwrite_each_other() {
        assert_eq!(named_for_set(Path::new("out.jsonl"), "dev", false), Path::new("out.jsonl"));
        assert_eq!(named_for_set(Path::new("out.jsonl"), "dev", true), Path::new("out.dev.jsonl"));
    }
}
