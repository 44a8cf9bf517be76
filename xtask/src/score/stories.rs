//! Stories and copies: articles go in one by one, in the order of their file, and out come groups.
//!
//! A file whose articles have a `level` of editing is scored on groups of copies, others on stories, files of pairs (`a`,
//! `b`) on the copies among the articles of the other files.
use std::collections::{BTreeMap, HashSet};
use std::fmt::Write as _;

use anyhow::{Context, Result, bail};
use dateline::doc::{Date, Moment};
use dateline::lexicon::Data;
use dateline::read::{Hints, Page};
use dateline::{Engine, Record};
use dateline_stories::{Article, Copy, Profile, Settings, Stories};
use serde_json::{Value, json};

use super::{
    Request, Scores, Scratch, bench, cpu, gold_files, named_for_set, run_scorer, scorer, set_name,
    write_lines,
};

/// Scores every file of the folder.
pub fn files(engine: &Engine, request: &Request, mut seen: impl FnMut(Scores)) -> Result<()> {
    let data = request.data.clone().unwrap_or_else(|| bench("stories"));
    let scorer = scorer(&data, "stories");
    let files = gold_files(&data)?;
    let mut read: BTreeMap<String, Vec<Read>> = BTreeMap::new();
    for (path, gold) in files.iter().filter(|(_, gold)| gold.iter().any(|row| row["text"].is_string())) {
        read.insert(set_name(path), gold.iter().map(|row| Read::of(engine, row)).collect::<Result<_>>()?);
    }
    if read.is_empty() {
        bail!("there is no gold file (*.jsonl) with texts in `{}`", data.display());
    }
    for (path, gold) in &files {
        let set = set_name(path);
        let mut joined = None;
        let (rows, options): (Vec<Value>, &[&str]) = if gold.iter().all(|row| row["a"].is_string()) {
            (pairs(&read, gold)?, &["--pairs"])
        } else if let Some(articles) = read.get(&set) {
            let joined = joined.insert(Joined::of(articles)?);
            let is_copies = gold.iter().any(|row| row["level"].is_string());
            (if is_copies { joined.copy_groups(articles) } else { joined.stories(articles) }, &[])
        } else {
            continue;
        };
        let scratch = Scratch::new("stories", &set)?;
        let predictions = scratch.path("predictions.jsonl");
        write_lines(&predictions, &rows)?;
        if let Some(keep) = &request.keep {
            write_lines(&named_for_set(keep, &set, true), &rows)?;
        }
        let run = |more: &[&str]| run_scorer(&scorer, path, &predictions, options.iter().chain(more));
        let mut values = run(&[])?;
        for level in levels(gold) {
            let only = run(&["--only-field", &format!("level={level}")])?;
            values.insert(level, json!({"pair_f1": only["pair_f1"]}));
        }
        values.extend(joined.iter().flat_map(Joined::costs));
        seen(Scores { set, values });
    }
    Ok(())
}

/// The levels of editing of a file's articles, but for the originals.
fn levels(gold: &[Value]) -> Vec<String> {
    let mut levels: Vec<String> = gold
        .iter()
        .filter_map(|row| row["level"].as_str())
        .filter(|level| *level != "original")
        .map(str::to_owned)
        .collect();
    levels.sort();
    levels.dedup();
    levels
}

/// An article of the benchmark, read.
struct Read {
    id: String,
    record: Value,
}

impl Read {
    fn of(engine: &Engine, row: &Value) -> Result<Read> {
        let id = row["id"].as_str().context("a gold record has no id")?.to_owned();
        let (title, text) = (row["title"].as_str().unwrap_or(""), row["text"].as_str().unwrap_or(""));
        let mut html = format!("<!doctype html><article><h1>{}</h1>", escaped(title));
        for paragraph in text.lines().filter(|line| !line.trim().is_empty()) {
            write!(html, "<p>{}</p>", escaped(paragraph))?;
        }
        let day = row["published"].as_str().and_then(|day| Date::parse(day.get(..10)?));
        let url = row["url"].as_str().map(str::to_owned);
        let hints = Hints { url, published: day.map(Moment::from), ..Hints::default() };
        let doc = engine.read(&Page::new(html.as_bytes(), hints));
        Ok(Read { id, record: serde_json::to_value(Record::of(&doc))? })
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}

/// Articles joined in the order in which they came.
struct Joined {
    stories: Stories,
    copies: Vec<Copy>,
    /// Milliseconds of the processor: weighing words, finding copies and likes, settling; and finding copies alone.
    ms: [f64; 4],
}

impl Joined {
    fn of<'a>(articles: impl IntoIterator<Item = &'a Read>) -> Result<Joined> {
        // The benchmark's articles are of many years, half of them without a day: all are compared.
        let mut settings = Settings::load(&Data::embedded())?;
        settings.window = None;
        let mut alone = Stories::new(settings.clone().copies_alone());
        let mut joined = Joined { stories: Stories::new(settings), copies: Vec::new(), ms: [0.0; 4] };
        for (id, article) in (0..).zip(articles) {
            let article = Article::of(&article.record, &article.id);
            let profile = timed(&mut joined.ms[0], || Profile::of(joined.stories.settings(), &article));
            joined.copies.extend(timed(&mut joined.ms[1], || joined.stories.insert(id, profile)));
            let profile = Profile::of(alone.settings(), &article);
            timed(&mut joined.ms[3], || alone.insert(id, profile));
        }
        timed(&mut joined.ms[2], || joined.stories.settle());
        Ok(joined)
    }

    /// CPU seconds per 10,000 articles.
    fn costs(&self) -> Vec<(String, Value)> {
        let count = self.stories.len().max(1) as f64;
        let names = ["profile_s_per_10k", "insert_s_per_10k", "settle_s_per_10k", "copies_s_per_10k"];
        let per = |ms: f64| Value::from((ms * 1e3 / count).round() / 100.0);
        names.iter().zip(self.ms).map(|(name, ms)| ((*name).to_owned(), per(ms))).collect()
    }

    fn stories(&self, articles: &[Read]) -> Vec<Value> {
        let cluster = |id| self.stories.story(id).map(|story| story.0);
        articles.iter().zip(0..).map(|(read, id)| json!({"id": read.id, "cluster": cluster(id)})).collect()
    }

    fn copy_groups(&self, articles: &[Read]) -> Vec<Value> {
        let group = |id| self.stories.copy_group(id).first().copied();
        articles.iter().zip(0..).map(|(read, id)| json!({"id": read.id, "cluster": group(id)})).collect()
    }
}

/// What a step gives; its time is added to `ms`.
fn timed<T>(ms: &mut f64, step: impl FnOnce() -> T) -> T {
    let start = cpu::process_ms();
    let made = step();
    *ms += cpu::process_ms() - start;
    made
}

/// The copies among the articles that the pairs are of.
fn pairs(read: &BTreeMap<String, Vec<Read>>, gold: &[Value]) -> Result<Vec<Value>> {
    let ids: HashSet<&str> =
        gold.iter().flat_map(|row| [&row["a"], &row["b"]]).filter_map(Value::as_str).collect();
    let sets = read.values().filter(|articles| articles.iter().any(|read| ids.contains(read.id.as_str())));
    let articles: Vec<&Read> = sets.flatten().collect();
    let joined = Joined::of(articles.iter().copied())?;
    let id = |id: u32| &articles[id as usize].id;
    Ok(joined.copies.iter().map(|copy| json!({"a": id(copy.a), "b": id(copy.b)})).collect())
}
