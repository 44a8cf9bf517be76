//! Copies and stories over more articles than one machine holds, in steps that a cluster takes one after another.
//!
//! [`story_bands`] gives the signatures by which copies as a whole find each other, whatever their days; [`story_copies`] compares such
//! pairs word by word. [`story_pairs`] finds all copies and articles alike of a block of days and the block before it, with the code
//! that archives use; [`story_groups`] makes stories of what pairs connect.
use std::collections::{BTreeMap, HashMap};
use std::ops::Range;
use std::sync::OnceLock;

use dateline::lexicon::Data;
use dateline_archive::{Cell, FlatKind};
use dateline_stories::{Article, ArticleId, Copy, Profile, Run, Settings, Stories, common_text};
use pyo3::prelude::*;
use serde_json::Value;

use crate::Error;
use crate::arrow::{Batches, wrong};
use crate::rows::Rows;

/// What is said of two articles: how alike they are, or the text that they have in common.
const PAIR: [(&str, FlatKind); 9] = [
    ("a", FlatKind::Int),
    ("b", FlatKind::Int),
    ("likeness", FlatKind::Real),
    ("kind", FlatKind::Text),
    ("share_a", FlatKind::Real),
    ("share_b", FlatKind::Real),
    ("lengths", FlatKind::Real),
    ("runs", FlatKind::Text),
    ("links", FlatKind::Bool),
];
const BAND: [(&str, FlatKind); 3] =
    [("article", FlatKind::Int), ("band", FlatKind::Int), ("hash", FlatKind::Int)];
const GROUP: [(&str, FlatKind); 3] =
    [("article", FlatKind::Int), ("story", FlatKind::Int), ("copy_of", FlatKind::Int)];

/// The settings, with a window of days or none.
fn settings(window: Option<i64>) -> PyResult<Settings> {
    static SETTINGS: OnceLock<Result<Settings, String>> = OnceLock::new();
    let load = || Settings::load(&Data::embedded()).map_err(|error| error.to_string());
    let mut settings = SETTINGS.get_or_init(load).clone().map_err(Error::new_err)?;
    settings.window = window;
    Ok(settings)
}

/// The profile of an article, from the columns of the tables `articles` and `profiles`.
fn profile(settings: &Settings, rows: &Rows, row: usize, names: [&str; 5]) -> Profile {
    let [key, day, language, text, parts] = names;
    let parts: Value =
        rows.text(parts, row).and_then(|json| serde_json::from_str(json).ok()).unwrap_or_default();
    let number = |value: &Value| value.as_u64().unwrap_or(0) as usize;
    let range = |value: &Value| -> Range<usize> { number(&value[0])..number(&value[1]) };
    let list = |name: &str| parts[name].as_array().map(Vec::as_slice).unwrap_or_default();
    let count = |value: &Value| value[1].as_u64().unwrap_or(0) as u32;
    let land = |value: &Value| value[0].as_str().and_then(|land| land.as_bytes().try_into().ok());
    let article = Article {
        key: rows.text(key, row).unwrap_or(""),
        text: rows.text(text, row).unwrap_or(""),
        language: rows.text(language, row),
        headline: range(&parts["headline"]),
        body: list("body").iter().map(range).collect(),
        day: rows.int(day, row),
        days: list("days").iter().map(|day| (day[0].as_i64().unwrap_or(0), count(day))).collect(),
        lands: list("lands").iter().filter_map(|of| Some((land(of)?, count(of)))).collect(),
    };
    Profile::of(settings, &article)
}

const ARTICLE: [&str; 5] = ["key", "day", "language", "text", "parts"];
const FIRST: [&str; 5] = ["key_a", "day_a", "language_a", "text_a", "parts_a"];
const SECOND: [&str; 5] = ["key_b", "day_b", "language_b", "text_b", "parts_b"];

fn finished(columns: &[(&str, FlatKind)], rows: &[Vec<Cell>]) -> PyResult<Batches> {
    let mut batches = Batches::of(columns);
    batches.push(columns, &rows.iter().map(Vec::as_slice).collect::<Vec<_>>()).map_err(wrong)?;
    Ok(batches)
}

/// The bands of articles' signatures: `article`, `band`, `hash`.
#[pyfunction]
pub fn story_bands(py: Python<'_>, articles: &Bound<'_, PyAny>) -> PyResult<Batches> {
    let settings = settings(None)?;
    let all = Rows::of(articles, &["article", "day"], &[], &["key", "language", "text", "parts"])?;
    let bands = py.detach(|| {
        let mut bands = Vec::new();
        for (rows, row) in all.iter().flat_map(|rows| (0..rows.len).map(move |row| (rows, row))) {
            let id = Cell::from(rows.int("article", row));
            for (band, hash) in (0..).zip(profile(&settings, rows, row, ARTICLE).bands()) {
                bands.push(vec![id.clone(), Cell::Int(band), Cell::Int(hash as i64)]);
            }
        }
        bands
    });
    finished(&BAND, &bands)
}

/// Those of some pairs of articles that have text in common.
#[pyfunction]
pub fn story_copies(py: Python<'_>, pairs: &Bound<'_, PyAny>) -> PyResult<Batches> {
    let settings = settings(None)?;
    let texts: Vec<&str> =
        FIRST.iter().chain(&SECOND).copied().filter(|name| !name.starts_with("day")).collect();
    let all = Rows::of(pairs, &["a", "b", "day_a", "day_b"], &[], &texts)?;
    let found = py.detach(|| {
        let pairs = all.iter().flat_map(|rows| (0..rows.len).map(move |row| (rows, row)));
        let copy = |(rows, row): (&Rows, usize)| {
            let (a, b) = (profile(&settings, rows, row, FIRST), profile(&settings, rows, row, SECOND));
            let copy = common_text(&settings, (0, &a), (1, &b))?;
            Some(copy_row(&settings, &copy, |id| rows.int(if id == 0 { "a" } else { "b" }, row)))
        };
        pairs.filter_map(copy).collect::<Vec<_>>()
    });
    finished(&PAIR, &found)
}

fn copy_row(settings: &Settings, copy: &Copy, id: impl Fn(ArticleId) -> Option<i64>) -> Vec<Cell> {
    let runs: Vec<[u32; 4]> =
        copy.runs.iter().map(|run| [run.a.start, run.a.end, run.b.start, run.b.end]).collect();
    vec![
        Cell::from(id(copy.a)),
        Cell::from(id(copy.b)),
        Cell::Null,
        Cell::from(copy.kind(settings).name()),
        Cell::Real(copy.share_a.into()),
        Cell::Real(copy.share_b.into()),
        Cell::Real(copy.lengths.into()),
        Cell::Text(
            Value::from(runs.iter().map(|run| Value::from(run.to_vec())).collect::<Vec<_>>()).to_string(),
        ),
        Cell::from(true),
    ]
}

/// The copies and the articles alike in blocks of days. Rows have the number of a `block`, and are `own` to it or of the block before;
/// pairs of two articles of the block before are that block's own business.
#[pyfunction]
#[pyo3(signature = (articles, window=None))]
pub fn story_pairs(py: Python<'_>, articles: &Bound<'_, PyAny>, window: Option<i64>) -> PyResult<Batches> {
    let settings = settings(window)?;
    let all =
        Rows::of(articles, &["article", "day", "block", "own"], &[], &["key", "language", "text", "parts"])?;
    let pairs = py.detach(|| {
        let mut blocks: BTreeMap<Option<i64>, Vec<(&Rows, usize)>> = BTreeMap::new();
        for (rows, row) in all.iter().flat_map(|rows| (0..rows.len).map(move |row| (rows, row))) {
            blocks.entry(rows.int("block", row)).or_default().push((rows, row));
        }
        blocks.into_values().flat_map(|block| pairs_of(&settings, block)).collect::<Vec<_>>()
    });
    finished(&PAIR, &pairs)
}

fn pairs_of(settings: &Settings, mut block: Vec<(&Rows, usize)>) -> Vec<Vec<Cell>> {
    // The order in which a cluster brings rows must not show.
    let place = |(rows, row): &(&Rows, usize)| {
        (rows.int("own", *row), rows.text("key", *row).map(str::to_owned), rows.int("article", *row))
    };
    block.sort_by_cached_key(place);
    let ids: Vec<Option<i64>> = block.iter().map(|(rows, row)| rows.int("article", *row)).collect();
    let mut stories = Stories::new(settings.clone());
    let mut pairs = Vec::new();
    for (id, (rows, row)) in (0..).zip(&block) {
        let profile = profile(settings, rows, *row, ARTICLE);
        if rows.int("own", *row) != Some(1) {
            stories.place(id, profile);
            continue;
        }
        let number = |id: ArticleId| ids.get(id as usize).copied().flatten();
        pairs.extend(stories.insert(id, profile).iter().map(|copy| copy_row(settings, copy, number)));
        for (other, likeness) in stories.likes(id) {
            let mut row = vec![Cell::Null; PAIR.len()];
            row[0] = Cell::from(number(*other));
            row[1] = Cell::from(number(id));
            row[2] = Cell::Real((*likeness).into());
            row[8] = Cell::from(settings.is_linked(*likeness));
            pairs.push(row);
        }
    }
    pairs
}

/// The stories of articles that pairs connect: `article`, `story`, and the earliest article with the same text if there are two.
#[pyfunction]
pub fn story_groups(
    py: Python<'_>,
    articles: &Bound<'_, PyAny>,
    pairs: &Bound<'_, PyAny>,
    window: Option<i64>,
) -> PyResult<Batches> {
    let settings = settings(window)?;
    let articles = Rows::of(articles, &["article", "day"], &[], &["key", "published"])?;
    let pairs = Rows::of(pairs, &["a", "b"], &["likeness", "share_a", "share_b", "lengths"], &["runs"])?;
    let groups = py.detach(|| groups_of(settings, &articles, &pairs));
    finished(&GROUP, &groups)
}

fn groups_of(settings: Settings, articles: &[Rows], pairs: &[Rows]) -> Vec<Vec<Cell>> {
    let mut known: Vec<(&str, i64, &Rows, usize)> = articles
        .iter()
        .flat_map(|rows| (0..rows.len).map(move |row| (rows, row)))
        .filter_map(|(rows, row)| {
            Some((rows.text("key", row).unwrap_or(""), rows.int("article", row)?, rows, row))
        })
        .collect();
    known.sort_by_key(|(key, id, _, _)| (*key, *id));
    known.dedup_by_key(|(_, id, _, _)| *id);
    let mut stories = Stories::new(settings);
    let mut local: HashMap<i64, ArticleId> = HashMap::new();
    for (number, (key, id, rows, row)) in (0..).zip(&known) {
        let article = Article { key, day: rows.int("day", *row), ..Article::default() };
        local.insert(*id, number);
        let profile = Profile::of(stories.settings(), &article);
        stories.place(number, profile);
    }
    let mut found: Vec<_> = pairs
        .iter()
        .flat_map(|rows| (0..rows.len).map(move |row| (rows, row)))
        .filter_map(|(rows, row)| {
            let id = |name| local.get(&rows.int(name, row)?).copied();
            Some((id("a")?, id("b")?, rows, row))
        })
        .collect();
    found.sort_by_key(|(a, b, rows, row)| (*a, *b, rows.text("runs", *row).is_some()));
    for (a, b, rows, row) in found {
        match rows.real("likeness", row) {
            Some(likeness) => stories.pair(None, Some((a, b, likeness as f32))),
            None => stories.pair(Some(&copy_of(a, b, rows, row)), None),
        }
    }
    stories.settle();
    let earliest = |id: &ArticleId| {
        let (key, id, rows, row) = known[*id as usize];
        (rows.text("published", row).unwrap_or("9"), key, id)
    };
    let mut groups: HashMap<ArticleId, i64> = HashMap::new();
    (0..known.len() as ArticleId)
        .map(|number| {
            if !groups.contains_key(&number) {
                let group = stories.copy_group(number);
                let first = group.iter().map(earliest).min().map(|(_, _, id)| id);
                if let Some(first) = first.filter(|_| group.len() > 1) {
                    groups.extend(group.iter().map(|member| (*member, first)));
                }
            }
            let story = stories.story(number).map(|story| story.0);
            vec![
                Cell::Int(known[number as usize].1),
                Cell::from(story),
                Cell::from(groups.get(&number).copied()),
            ]
        })
        .collect()
}

fn copy_of(a: ArticleId, b: ArticleId, rows: &Rows, row: usize) -> Copy {
    let share = |name| rows.real(name, row).unwrap_or(0.0) as f32;
    let runs: Vec<[u32; 4]> =
        rows.text("runs", row).and_then(|json| serde_json::from_str(json).ok()).unwrap_or_default();
    let runs = runs.iter().map(|[start, end, from, to]| Run { a: *start..*end, b: *from..*to }).collect();
    Copy { a, b, runs, share_a: share("share_a"), share_b: share("share_b"), lengths: share("lengths") }
}

/// The number of the first of the articles that pairs connect, for each article that is in a pair.
#[pyclass(module = "dateline._dateline")]
#[derive(Default)]
pub struct Components {
    parent: HashMap<i64, i64>,
}

#[pymethods]
impl Components {
    #[new]
    fn new() -> Components {
        Components::default()
    }

    /// Connects the articles `a` and `b` of each row.
    fn add(&mut self, pairs: &Bound<'_, PyAny>) -> PyResult<()> {
        for rows in Rows::of(pairs, &["a", "b"], &[], &[])? {
            for row in 0..rows.len {
                if let (Some(a), Some(b)) = (rows.int("a", row), rows.int("b", row)) {
                    let (a, b) = (self.root(a), self.root(b));
                    self.parent.insert(a.max(b), a.min(b));
                }
            }
        }
        Ok(())
    }

    /// The columns `article` and `component`.
    fn table(&mut self) -> PyResult<Batches> {
        let mut ids: Vec<i64> = self.parent.keys().copied().collect();
        ids.sort_unstable();
        let rows: Vec<Vec<Cell>> =
            ids.into_iter().map(|id| vec![Cell::Int(id), Cell::Int(self.root(id))]).collect();
        finished(&[("article", FlatKind::Int), ("component", FlatKind::Int)], &rows)
    }
}

impl Components {
    fn root(&mut self, id: i64) -> i64 {
        let mut root = id;
        while let Some(parent) = self.parent.get(&root).filter(|parent| **parent != root) {
            root = *parent;
        }
        let mut at = id;
        while at != root {
            at = self.parent.insert(at, root).unwrap_or(root);
        }
        self.parent.insert(root, root);
        root
    }
}
