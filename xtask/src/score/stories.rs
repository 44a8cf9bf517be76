//! Stories and copies: articles go in one by one, in the order of their file, and out come groups.
//!
//! A file whose articles have a `level` of editing is scored on groups of copies, others on stories, files of pairs (`a`,
//! `b`) on the copies among the articles of the other files.
use std::collections::{BTreeMap, HashMap};
use std::fmt::Write as _;
use std::path::Path;

use anyhow::{Context, Result, bail};
use dateline::doc::{Date, Moment};
use dateline::lexicon::Data;
use dateline::read::{Hints, Page};
use dateline::{Engine, Record};
use dateline_stories::{Article, Copy, Profile, Settings, Stories};
use serde_json::{Map, Value, json};

use super::{Request, Scores, Scratch, bench, cpu, gold_files, named_for_set, run_scorer, write_lines};

/// Scores every file of the folder.
pub fn files(engine: &Engine, request: &Request, mut seen: impl FnMut(Scores)) -> Result<()> {
    let data = request.data.clone().unwrap_or_else(|| bench("stories"));
    let own = data.join("score.py");
    let scorer = if own.exists() { own } else { bench("stories").join("score.py") };
    let files = gold_files(&data)?;
    let mut read: BTreeMap<String, Vec<Read>> = BTreeMap::new();
    for (path, gold) in files.iter().filter(|(_, gold)| gold.iter().any(|row| row["text"].is_string())) {
        read.insert(name(path), gold.iter().map(|row| Read::of(engine, row)).collect::<Result<_>>()?);
    }
    if read.is_empty() {
        bail!("there is no gold file (*.jsonl) with texts in `{}`", data.display());
    }
    for (path, gold) in &files {
        let set = name(path);
        let (rows, options): (Vec<Value>, &[&str]) = if gold.iter().all(|row| row["a"].is_string()) {
            (pairs(&read, gold)?, &["--pairs"])
        } else if let Some(articles) = read.get(&set) {
            let joined = Joined::of(articles)?;
            (
                if gold[0]["level"].is_string() {
                    joined.copy_groups(articles)
                } else {
                    joined.stories(articles)
                },
                &[],
            )
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
            values.insert(format!("{level}.pair_f1"), only["pair_f1"].clone());
        }
        if let Some(articles) = read.get(&set) {
            values.extend(costs(articles)?);
        }
        seen(Scores { set, values });
    }
    Ok(())
}

fn name(path: &Path) -> String {
    path.file_stem().unwrap_or_default().to_string_lossy().into_owned()
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
}

impl Joined {
    fn of<'a>(articles: impl IntoIterator<Item = &'a Read>) -> Result<Joined> {
        let mut stories = Stories::new(Settings::load(&Data::embedded())?);
        let mut copies = Vec::new();
        for (id, article) in (0..).zip(articles) {
            let profile = Profile::of(stories.settings(), &Article::of(&article.record, &article.id));
            copies.extend(stories.insert(id, profile));
            stories.settle();
        }
        Ok(Joined { stories, copies })
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

/// The copies among the articles that the pairs are of.
fn pairs(read: &BTreeMap<String, Vec<Read>>, gold: &[Value]) -> Result<Vec<Value>> {
    let ids: HashMap<&str, ()> = gold
        .iter()
        .flat_map(|row| [&row["a"], &row["b"]])
        .filter_map(|id| Some((id.as_str()?, ())))
        .collect();
    let sets =
        read.values().filter(|articles| articles.iter().any(|article| ids.contains_key(article.id.as_str())));
    let articles: Vec<&Read> = sets.flatten().collect();
    let joined = Joined::of(articles.iter().copied())?;
    let id = |id: u32| &articles[id as usize].id;
    Ok(joined.copies.iter().map(|copy| json!({"a": id(copy.a), "b": id(copy.b)})).collect())
}

/// CPU seconds per 10,000 articles: weighing the words, and finding copies and stories.
fn costs(articles: &[Read]) -> Result<Map<String, Value>> {
    let settings = Settings::load(&Data::embedded())?;
    let start = cpu::process_ms();
    let profiles: Vec<Profile> =
        articles.iter().map(|read| Profile::of(&settings, &Article::of(&read.record, &read.id))).collect();
    let weighed = cpu::process_ms();
    let mut stories = Stories::new(settings);
    for (id, profile) in (0..).zip(profiles) {
        stories.insert(id, profile);
    }
    let inserted = cpu::process_ms();
    stories.settle();
    let settled = cpu::process_ms();
    let per = |ms: f64| Value::from((ms * 1e3 / articles.len() as f64).round() / 100.0);
    Ok(Map::from_iter([
        ("profile_s_per_10k".to_owned(), per(weighed - start)),
        ("insert_s_per_10k".to_owned(), per(inserted - weighed)),
        ("settle_s_per_10k".to_owned(), per(settled - inserted)),
    ]))
}
