//! Articles into stories, once they are kept.
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::RangeInclusive;

use dateline::doc::Date;
use dateline::lexicon::Data;
use dateline_stories::{Article, ArticleId, Change, Copy, Profile, Reason, Settings, Stories, StoryId};
use serde_json::{Value, json};

use crate::archive::Archive;
use crate::article::{self, Points};
use crate::cell::Cell;
use crate::error::Result;

/// What joining has changed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Joined {
    /// Articles that have come to a story for the first time.
    pub articles: u64,
    /// Stories that were not there before.
    pub created: u64,
    /// Stories that have become part of others.
    pub merged: u64,
    /// Pairs of copies found.
    pub copies: u64,
}

/// The days in memory.
pub(crate) struct Joining {
    stories: Stories,
    loaded: BTreeSet<Option<i64>>,
    /// The state of the archive after the last time; another program that has joined since changes it.
    state: String,
}

/// Articles that are read from the archive together.
const CHUNK: usize = 256;

/// The setting that holds the window, and the one that is counted up whenever stories change.
const WINDOW: &str = "window";
const STATE: &str = "joined";

impl Archive {
    /// The days before and after an article in which its copies and its story are looked for; none for all days.
    ///
    /// # Errors
    ///
    /// If the archive cannot be read.
    pub fn window(&mut self) -> Result<Option<i64>> {
        let settings = Settings::load(&Data::embedded())?;
        Ok(self.setting(WINDOW)?.map_or(settings.window, |window| window.parse().ok()))
    }

    /// Changes the window, and has all articles joined anew when next [joined](Archive::join); the numbers of stories stay.
    ///
    /// # Errors
    ///
    /// If the archive cannot be written.
    pub fn set_window(&mut self, window: Option<i64>) -> Result<()> {
        if self.window()? == window {
            return Ok(());
        }
        self.joining = None;
        self.transaction(|archive| {
            archive.set(WINDOW, &window.map_or("all".to_owned(), |days| days.to_string()))?;
            archive.db.run("UPDATE articles SET joined = 0 WHERE latest = 1", &[]).map(drop)
        })
    }

    /// Joins the articles that came since the last time: finds what they copy, and brings the stories of the days around
    /// them up to date. Each block of days is made last by itself, so that this can be broken off at any time.
    ///
    /// # Errors
    ///
    /// If the archive cannot be written.
    pub fn join(&mut self) -> Result<Joined> {
        let mut joined = Joined::default();
        // Each block is one transaction from the first look to the last word, as another program may join too.
        while self.transaction(|archive| archive.join_block(&mut joined))? {}
        Ok(joined)
    }

    /// Joins the articles of the first block that has some; false if there are none.
    fn join_block(&mut self, joined: &mut Joined) -> Result<bool> {
        let mut joining = self.joining()?;
        let first = self.unjoined(&joining)?.pop_first();
        let is_there = first.is_some();
        if let Some((block, articles)) = first {
            for near in near(block) {
                if joining.loaded.insert(near) {
                    let ids = self.in_block(&joining, near)?;
                    self.take(&mut joining, &ids, false)?;
                }
            }
            let copies = self.take(&mut joining, &articles, true)?;
            let changes = joining.stories.settle();
            self.write_copies(&joining.stories, &articles, &copies)?;
            self.write_changes(&changes, &articles, joined)?;
            joined.copies += copies.len() as u64;
            joining.state = self.count_up()?;
            joining.forget_before(block);
        }
        self.joining = Some(joining);
        Ok(is_there)
    }

    /// The days in memory, if nobody else has changed their stories; else none.
    fn joining(&mut self) -> Result<Joining> {
        let state = self.setting(STATE)?.unwrap_or_default();
        if let Some(joining) = self.joining.take().filter(|joining| joining.state == state) {
            return Ok(joining);
        }
        let mut settings = Settings::load(&Data::embedded())?;
        settings.window = self.window()?;
        Ok(Joining { stories: Stories::new(settings), loaded: BTreeSet::new(), state })
    }

    fn count_up(&mut self) -> Result<String> {
        let state: u64 = self.setting(STATE)?.and_then(|state| state.parse().ok()).unwrap_or(0);
        let state = (state + 1).to_string();
        self.set(STATE, &state)?;
        Ok(state)
    }

    /// The articles that are still to be joined, by blocks of days.
    fn unjoined(&mut self, joining: &Joining) -> Result<BTreeMap<Option<i64>, Vec<i64>>> {
        let mut blocks: BTreeMap<Option<i64>, Vec<i64>> = BTreeMap::new();
        let sql = "SELECT id, day FROM articles WHERE joined = 0 ORDER BY id";
        for row in self.db.rows(sql, &[])? {
            let block = joining.block(row[1].text().and_then(day_number));
            blocks.entry(block).or_default().extend(row[0].int());
        }
        Ok(blocks)
    }

    /// The articles of a block that are joined.
    fn in_block(&mut self, joining: &Joining, block: Option<i64>) -> Result<Vec<i64>> {
        let (days, parameters) = match joining.days(block) {
            Some(days) => {
                ("day BETWEEN ?1 AND ?2", vec![Cell::from(day(*days.start())), Cell::from(day(*days.end()))])
            }
            None if joining.stories.settings().window.is_none() => ("1 = 1", Vec::new()),
            None => ("day IS NULL", Vec::new()),
        };
        let sql = format!("SELECT id FROM articles WHERE {days} AND joined = 1 AND latest = 1 ORDER BY id");
        Ok(self.db.rows(&sql, &parameters)?.iter().filter_map(|row| row[0].int()).collect())
    }

    /// Takes articles into memory, and returns the copies that they make with those that were there.
    fn take(&mut self, joining: &mut Joining, ids: &[i64], are_new: bool) -> Result<Vec<Copy>> {
        let mut copies = Vec::new();
        for chunk in ids.chunks(CHUNK) {
            let (first, last) = (chunk[0], chunk[chunk.len() - 1]);
            // Ids of one block may lie far apart: then they are read one by one.
            let together = (last - first) < 4 * chunk.len() as i64;
            let ranges =
                if together { vec![(first, last)] } else { chunk.iter().map(|id| (*id, *id)).collect() };
            for (first, last) in ranges {
                let wanted = |name: &str| matches!(name, "zones" | "times" | "places");
                let stories = self.stories_of(first, last)?;
                for (id, record) in self.records_with(first, last, wanted)? {
                    if chunk.binary_search(&id).is_err() {
                        continue;
                    }
                    let key = article::key(&record);
                    let profile = Profile::of(joining.stories.settings(), &Article::of(&record, &key));
                    let (story, given) = stories.get(&id).copied().unwrap_or_default();
                    copies.extend(joining.stories.restore(id as ArticleId, profile, story, given));
                    if are_new {
                        joining.stories.touch(id as ArticleId);
                    }
                }
            }
        }
        Ok(copies)
    }

    /// The story of each article, and how many stories were named after it.
    fn stories_of(&mut self, first: i64, last: i64) -> Result<HashMap<i64, (Option<StoryId>, u32)>> {
        let sql = "SELECT id, story, (SELECT count(*) FROM stories AS s WHERE s.seed = a.key) FROM articles AS a \
                   WHERE id BETWEEN ?1 AND ?2";
        let rows = self.db.rows(sql, &[Cell::Int(first), Cell::Int(last)])?;
        let of = |row: &Vec<Cell>| {
            Some((row[0].int()?, (row[1].int().map(StoryId), row[2].int().unwrap_or(0) as u32)))
        };
        Ok(rows.iter().filter_map(of).collect())
    }

    fn write_copies(&mut self, stories: &Stories, articles: &[i64], copies: &[Copy]) -> Result<()> {
        let mut places = HashMap::new();
        let mut rows = Vec::new();
        for copy in copies {
            for id in [copy.a, copy.b] {
                if let std::collections::hash_map::Entry::Vacant(entry) = places.entry(id) {
                    entry.insert(self.places(i64::from(id))?);
                }
            }
            let spans: Vec<Value> = copy
                .runs
                .iter()
                .filter_map(|run| {
                    let (a, b) = (points(&places[&copy.a], &run.a)?, points(&places[&copy.b], &run.b)?);
                    Some(json!([a.start(), a.end(), b.start(), b.end()]))
                })
                .collect();
            rows.push(vec![
                Cell::from(i64::from(copy.a)),
                Cell::from(i64::from(copy.b)),
                Cell::from(copy.kind(stories.settings()).name()),
                Cell::from(rounded(copy.share_a)),
                Cell::from(rounded(copy.share_b)),
                Cell::from(Value::Array(spans).to_string()),
                Cell::from(!stories.is_included(copy)),
            ]);
        }
        for id in articles {
            self.db.run("DELETE FROM copies WHERE a = ?1 OR b = ?1", &[Cell::Int(*id)])?;
        }
        self.db.insert("copies", &["a", "b", "kind", "share_a", "share_b", "spans", "joins"], &rows)?;
        let touched = copies.iter().flat_map(|copy| [copy.a, copy.b]);
        self.name_copies(stories, touched.chain(articles.iter().map(|id| *id as ArticleId)).collect())
    }

    /// Names the earliest article of a group of copies in all of them, for the groups of these articles, and of those that
    /// were of one group with them before.
    fn name_copies(&mut self, stories: &Stories, mut open: BTreeSet<ArticleId>) -> Result<()> {
        let mut done = BTreeSet::new();
        while let Some(id) = open.pop_first() {
            if !done.insert(id) {
                continue;
            }
            let sql =
                "SELECT b.id FROM articles AS a JOIN articles AS b ON b.copy_of = a.copy_of WHERE a.id = ?1";
            let before = self.ids(sql, &[Cell::from(i64::from(id))])?;
            open.extend(before.iter().map(|id| id as ArticleId));
            // What is no longer in memory keeps its name.
            let group = stories.copy_group(id);
            done.extend(&group);
            let mut members = Vec::new();
            for id in &group {
                let sql = "SELECT coalesce(published, day, '9'), key, copy_of FROM articles WHERE id = ?1";
                let row = self.db.rows(sql, &[Cell::from(i64::from(*id))])?.pop();
                members.extend(row.map(|row| {
                    let text = |cell: &Cell| cell.text().unwrap_or("").to_owned();
                    (text(&row[0]), text(&row[1]), i64::from(*id), row[2].int())
                }));
            }
            members.sort();
            let is_gone = |first: &i64| stories.story(*first as ArticleId).is_none();
            let gone = members.iter().filter_map(|(_, _, _, first)| first.filter(is_gone)).min();
            let first = members.first().filter(|_| members.len() > 1).map(|(_, _, id, _)| *id);
            let first = gone.or(first);
            for (_, _, id, _) in members.iter().filter(|(_, _, _, named)| *named != first) {
                let sql = "UPDATE articles SET copy_of = ?2 WHERE id = ?1";
                self.db.run(sql, &[Cell::Int(*id), Cell::from(first)])?;
            }
        }
        Ok(())
    }

    /// Where each word that copies are told by is in an article's text, in code points.
    fn places(&mut self, id: i64) -> Result<Vec<RangeInclusive<usize>>> {
        let Some((_, record)) = self.records_with(id, id, |name| name == "zones")?.pop() else {
            return Ok(Vec::new());
        };
        let article = Article::of(&record, "");
        let points = Points::of(article.text);
        Ok(article.places().iter().map(|word| points.at(word.start)..=points.at(word.end)).collect())
    }

    /// Writes what has changed, and that the new `articles` are joined.
    fn write_changes(&mut self, changes: &[Change], articles: &[i64], joined: &mut Joined) -> Result<()> {
        let last = self.db.one("SELECT max(n) FROM story_log", &[])?;
        let mut n = last.and_then(|last| last.int()).unwrap_or(0);
        let mut touched: BTreeSet<StoryId> = BTreeSet::new();
        for change in changes {
            let article = Cell::from(i64::from(change.article));
            let (to, from) = (Cell::Int(change.to.0), Cell::from(change.from.map(|story| story.0)));
            let is_there = self.db.one("SELECT 1 FROM stories WHERE id = ?1", std::slice::from_ref(&to))?;
            if is_there.is_none() {
                let sql =
                    "INSERT INTO stories (id, seed, articles) SELECT ?1, key, 0 FROM articles WHERE id = ?2";
                self.db.run(sql, &[to.clone(), article.clone()])?;
                joined.created += 1;
            }
            n += 1;
            let row = vec![Cell::Int(n), article, from, to, Cell::from(change.reason.name())];
            self.db.insert("story_log", &["n", "article", "from_story", "to_story", "reason"], &[row])?;
            joined.articles += u64::from(change.from.is_none());
            touched.extend([change.to].into_iter().chain(change.from));
        }
        self.write_stories(changes, articles)?;
        for story in touched {
            self.describe(story)?;
        }
        for change in changes.iter().filter(|change| change.reason == Reason::Merged) {
            let Some(from) = change.from else { continue };
            let sql =
                "UPDATE stories SET merged_into = ?2 WHERE id = ?1 AND articles = 0 AND merged_into IS NULL";
            joined.merged += self.db.run(sql, &[Cell::Int(from.0), Cell::Int(change.to.0)])? as u64;
        }
        Ok(())
    }

    /// Names their last story in the articles. A row has the whole text, so that it is written once.
    fn write_stories(&mut self, changes: &[Change], articles: &[i64]) -> Result<()> {
        let stories: BTreeMap<i64, StoryId> =
            changes.iter().map(|change| (i64::from(change.article), change.to)).collect();
        for (id, story) in &stories {
            let is_new = Cell::from(articles.binary_search(id).is_ok());
            let sql = "UPDATE articles SET story = ?2, joined = CASE WHEN ?3 = 1 THEN 1 ELSE joined END WHERE id = ?1";
            self.db.run(sql, &[Cell::Int(*id), Cell::Int(story.0), is_new])?;
        }
        for id in articles.iter().filter(|id| !stories.contains_key(id)) {
            self.db.run("UPDATE articles SET joined = 1 WHERE id = ?1", &[Cell::Int(*id)])?;
        }
        Ok(())
    }

    /// Brings up to date what is said of a story: how many articles, from when to when, and the headline of the first.
    fn describe(&mut self, story: StoryId) -> Result<()> {
        let sql = "UPDATE stories SET (articles, first_day, last_day) = (SELECT count(*), min(day), max(day) FROM articles \
                   WHERE story = ?1 AND latest = 1) WHERE id = ?1";
        self.db.run(sql, &[Cell::Int(story.0)])?;
        let sql = "UPDATE stories SET headline = (SELECT headline FROM articles WHERE story = ?1 AND latest = 1 AND headline \
                   IS NOT NULL ORDER BY day NULLS FIRST, published NULLS FIRST, key LIMIT 1) WHERE id = ?1 AND articles > 0";
        self.db.run(sql, &[Cell::Int(story.0)]).map(drop)
    }
}

impl Joining {
    /// The block of a day, as stories count them.
    fn block(&self, day: Option<i64>) -> Option<i64> {
        day.zip(self.stories.settings().window).map(|(day, window)| day.div_euclid(window + 1))
    }

    /// The days of a block; none for the articles without a day, and if all days are in one.
    fn days(&self, block: Option<i64>) -> Option<RangeInclusive<i64>> {
        let (block, window) = block.zip(self.stories.settings().window)?;
        Some(block * (window + 1)..=block * (window + 1) + window)
    }

    /// Blocks are joined in their order: those before the last one are done with.
    fn forget_before(&mut self, block: Option<i64>) {
        let Some(days) = self.days(block) else { return };
        let end = self.days(block.map(|block| block + 1)).map_or(*days.end(), |next| *next.end());
        self.stories.forget_outside(*days.start()..=end);
        self.loaded.retain(|loaded| loaded.is_none() || *loaded >= block);
    }
}

/// The blocks that articles of a block are compared with.
fn near(block: Option<i64>) -> Vec<Option<i64>> {
    block.map_or(vec![None], |block| (block - 1..=block + 1).map(Some).collect())
}

/// The code points from the first word of a run to the last.
fn points(places: &[RangeInclusive<usize>], run: &std::ops::Range<u32>) -> Option<RangeInclusive<usize>> {
    let (first, last) = (places.get(run.start as usize)?, places.get((run.end as usize).checked_sub(1)?)?);
    Some(*first.start()..=*last.end())
}

fn day_number(day: &str) -> Option<i64> {
    Some(Date::parse(day)?.day_number())
}

fn day(number: i64) -> String {
    Date::from_day_number(number).to_string()
}

fn rounded(share: f32) -> f64 {
    (f64::from(share) * 1000.0).round() / 1000.0
}
