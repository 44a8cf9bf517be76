//! The stories of a window of days, kept up as articles come in.
use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::align::Text;
use crate::copies::{self, Copy};
use crate::index::Index;
use crate::likeness::likeness;
use crate::profile::Profile;
use crate::{ArticleId, Settings, cluster};

/// A story's number: the hash of the key of its first article, so that archives fed alike number alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StoryId(pub i64);

/// An article that has come to a story, or has gone from one to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Change {
    /// The article.
    pub article: ArticleId,
    /// The story that it was in.
    pub from: Option<StoryId>,
    /// The story that it is in now.
    pub to: StoryId,
    /// Why.
    pub reason: Reason,
}

/// Why an article is in another story than before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reason {
    /// It is the first of its story.
    Created,
    /// It has come to a story that was there.
    Joined,
    /// Its story has become part of another.
    Merged,
    /// A part of its story has become one of its own.
    Split,
    /// It fits another story better.
    Moved,
}

impl Reason {
    /// The name in an archive.
    pub fn name(self) -> &'static str {
        match self {
            Reason::Created => "created",
            Reason::Joined => "joined",
            Reason::Merged => "merged",
            Reason::Split => "split",
            Reason::Moved => "moved",
        }
    }
}

/// Articles, the copies among them and the stories that they make.
#[derive(Debug)]
pub struct Stories {
    settings: Settings,
    articles: HashMap<ArticleId, Member>,
    /// By blocks of days, so that days far off are not looked at.
    blocks: BTreeMap<Block, Index>,
    dirty: BTreeSet<ArticleId>,
}

/// A block of days; none for articles without a day.
type Block = Option<i64>;

#[derive(Debug)]
struct Member {
    profile: Profile,
    /// Copies that it is part of.
    copies: Vec<Copy>,
    /// Articles that it is like, in the order of their coming.
    alike: Vec<(ArticleId, f32)>,
    story: Option<StoryId>,
}

impl Stories {
    /// No articles yet.
    pub fn new(settings: Settings) -> Stories {
        Stories { settings, articles: HashMap::new(), blocks: BTreeMap::new(), dirty: BTreeSet::new() }
    }

    /// The settings.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// The story that an article is in since [`settle`](Stories::settle) was last called.
    pub fn story(&self, id: ArticleId) -> Option<StoryId> {
        self.articles.get(&id)?.story
    }

    /// Takes in an article and returns the copies that it makes with earlier ones.
    pub fn insert(&mut self, id: ArticleId, profile: Profile) -> Vec<Copy> {
        self.insert_into(id, profile, None)
    }

    /// Takes in an article that was settled before, when its archive was last open.
    pub fn restore(&mut self, id: ArticleId, profile: Profile, story: StoryId) {
        self.insert_into(id, profile, Some(story));
    }

    fn insert_into(&mut self, id: ArticleId, profile: Profile, story: Option<StoryId>) -> Vec<Copy> {
        let (copies, alike) = (self.copies_of(id, &profile), self.alike(&profile));
        for copy in &copies {
            if let Some(other) = self.articles.get_mut(&copy.other(id)) {
                other.copies.push(copy.clone());
            }
        }
        for (other, likeness) in &alike {
            if let Some(other) = self.articles.get_mut(other) {
                other.alike.push((id, *likeness));
            }
        }
        self.blocks.entry(self.block(profile.day)).or_default().insert(&self.settings, id, &profile);
        self.articles.insert(id, Member { profile, copies: copies.clone(), alike, story });
        if story.is_none() {
            self.dirty.insert(id);
        }
        copies
    }

    /// Brings the stories up to date with all articles taken in, and returns what has changed, in the order of the
    /// articles' keys within each story.
    ///
    /// The stories of a window of days depend on its articles, not on the order of their coming; the numbers of stories
    /// stay with those who had them first.
    pub fn settle(&mut self) -> Vec<Change> {
        let mut open = std::mem::take(&mut self.dirty);
        let mut changes = Vec::new();
        while let Some(seed) = open.pop_first() {
            let reach = self.reach(seed);
            reach.iter().for_each(|id| _ = open.remove(id));
            changes.extend(self.settle_these(reach));
        }
        changes
    }

    /// The articles that may be in one story with this one: those that chains of copies and of pairs alike enough lead
    /// to. A group's mean likeness is never above that of its most alike pair, so no group reaches further.
    fn reach(&self, seed: ArticleId) -> Vec<ArticleId> {
        let mut seen = BTreeSet::from([seed]);
        let mut open = vec![seed];
        while let Some(id) = open.pop() {
            let Some(member) = self.articles.get(&id) else { continue };
            let alike = member.alike.iter().filter(|(_, likeness)| *likeness >= self.settings.story.cut);
            let copies = member.copies.iter().map(|copy| copy.other(id));
            for other in alike.map(|(other, _)| *other).chain(copies) {
                if seen.insert(other) {
                    open.push(other);
                }
            }
        }
        let mut reach: Vec<ArticleId> =
            seen.into_iter().filter(|id| self.articles.contains_key(id)).collect();
        reach.sort_by(|a, b| self.articles[a].profile.key.cmp(&self.articles[b].profile.key).then(a.cmp(b)));
        reach
    }

    /// Groups articles, in the order of their keys, into stories.
    fn settle_these(&mut self, articles: Vec<ArticleId>) -> Vec<Change> {
        let units = self.copy_groups(&articles);
        let count = units.iter().max().map_or(0, |last| last + 1);
        let unit_of: HashMap<ArticleId, usize> =
            articles.iter().copied().zip(units.iter().copied()).collect();
        let mut sums: BTreeMap<(usize, usize), (f64, u32)> = BTreeMap::new();
        for (id, unit) in articles.iter().zip(&units) {
            let mut alike: Vec<_> = self.articles[id]
                .alike
                .iter()
                .filter_map(|(other, likeness)| {
                    let other_unit = unit_of.get(other).filter(|other| *other > unit)?;
                    Some((*other_unit, &self.articles[other].profile.key, *likeness))
                })
                .collect();
            alike.sort_by(|a, b| (a.0, a.1).cmp(&(b.0, b.1)));
            for (other, _, likeness) in alike {
                let (sum, pairs) = sums.entry((*unit, other)).or_default();
                (*sum, *pairs) = (*sum + f64::from(likeness), *pairs + 1);
            }
        }
        // A group of copies has one vote: its likeness to another is the mean of its members'.
        let pairs: Vec<_> =
            sums.into_iter().map(|((i, j), (sum, pairs))| (i, j, (sum / f64::from(pairs)) as f32)).collect();
        let groups = cluster::groups(count, &pairs, self.settings.story.cut);
        let mut stories: BTreeMap<usize, Vec<ArticleId>> = BTreeMap::new();
        for (id, unit) in articles.iter().zip(&units) {
            stories.entry(groups[*unit]).or_default().push(*id);
        }
        self.number(stories.into_values().collect())
    }

    /// The number of each article's group of copies, counted from the first article.
    fn copy_groups(&self, articles: &[ArticleId]) -> Vec<usize> {
        let place: HashMap<ArticleId, usize> = articles.iter().copied().zip(0..).collect();
        let mut first: Vec<usize> = (0..articles.len()).collect();
        fn root(first: &[usize], mut i: usize) -> usize {
            while first[i] != i {
                i = first[i];
            }
            i
        }
        for id in articles {
            for copy in self.articles[id].copies.iter().filter(|copy| copy.a == *id) {
                let Some((a, b)) = place.get(&copy.a).zip(place.get(&copy.b)) else { continue };
                if !self.is_included(copy) {
                    let (a, b) = (root(&first, *a), root(&first, *b));
                    first[a.max(b)] = a.min(b);
                }
            }
        }
        let mut numbers = HashMap::new();
        (0..articles.len())
            .map(|i| {
                let next = numbers.len();
                *numbers.entry(root(&first, i)).or_insert(next)
            })
            .collect()
    }

    /// The articles that an article is a copy of, or they of it, with itself, in the order of their keys.
    pub fn copy_group(&self, id: ArticleId) -> Vec<ArticleId> {
        let reach = self.reach(id);
        let groups = self.copy_groups(&reach);
        let own = reach.iter().zip(&groups).find(|(other, _)| **other == id).map(|(_, group)| *group);
        reach.iter().zip(&groups).filter(|(_, group)| Some(**group) == own).map(|(other, _)| *other).collect()
    }

    /// True for a copy that joins no group, since one of its articles owes more to a third; see the field `derived` of the
    /// settings.
    pub fn is_included(&self, copy: &Copy) -> bool {
        copies::is_included(&self.settings, copy, |id| {
            self.articles.get(&id).map_or(Vec::new(), |member| member.copies.clone())
        })
    }

    /// Gives groups of articles the numbers of the stories that most of them were in.
    fn number(&mut self, groups: Vec<Vec<ArticleId>>) -> Vec<Change> {
        let mut claims: BTreeMap<(usize, StoryId), u32> = BTreeMap::new();
        for (group, articles) in groups.iter().enumerate() {
            for story in articles.iter().filter_map(|id| self.articles[id].story) {
                *claims.entry((group, story)).or_default() += 1;
            }
        }
        let mut ranked: Vec<_> = claims.into_iter().collect();
        ranked.sort_by_key(|((group, story), articles)| (std::cmp::Reverse(*articles), *story, *group));
        let mut taken: BTreeSet<StoryId> = BTreeSet::new();
        let mut numbers: Vec<Option<StoryId>> = vec![None; groups.len()];
        for ((group, story), _) in ranked {
            if numbers[group].is_none() && taken.insert(story) {
                numbers[group] = Some(story);
            }
        }
        let mut changes = Vec::new();
        for (articles, number) in groups.into_iter().zip(numbers) {
            let is_new = number.is_none();
            let to = number.unwrap_or_else(|| self.new_number(&articles, &mut taken));
            for (i, article) in articles.into_iter().enumerate() {
                let Some(member) = self.articles.get_mut(&article) else { continue };
                let from = member.story.replace(to);
                let reason = match from {
                    Some(from) if from == to => continue,
                    None if is_new && i == 0 => Reason::Created,
                    None => Reason::Joined,
                    Some(_) if is_new => Reason::Split,
                    Some(from) if !taken.contains(&from) => Reason::Merged,
                    Some(_) => Reason::Moved,
                };
                changes.push(Change { article, from, to, reason });
            }
        }
        changes
    }

    /// A number that no other story has: by the first article's key.
    fn new_number(&self, articles: &[ArticleId], taken: &mut BTreeSet<StoryId>) -> StoryId {
        let key = articles.first().map_or("", |id| &self.articles[id].profile.key);
        let mut number = StoryId(crate::words::key_hash(key));
        while !taken.insert(number) || self.articles.values().any(|member| member.story == Some(number)) {
            number = StoryId(number.0 + 1);
        }
        number
    }

    fn copies_of(&self, id: ArticleId, profile: &Profile) -> Vec<Copy> {
        let text = Text::of(&profile.words);
        let near =
            self.blocks_near(profile.day).flat_map(|index| index.maybe_copies(&self.settings, profile));
        near.filter(|other| self.is_near(profile.day, *other))
            .filter_map(|other| {
                copies::compare(&self.settings, (id, &text), (other, &self.articles[&other].profile.words))
            })
            .collect()
    }

    fn alike(&self, profile: &Profile) -> Vec<(ArticleId, f32)> {
        let near = self.blocks_near(profile.day).flat_map(|index| index.maybe_alike(profile));
        near.filter(|other| self.is_near(profile.day, *other))
            .map(|other| (other, likeness(&self.settings, profile, &self.articles[&other].profile)))
            .filter(|(_, likeness)| *likeness >= self.settings.likeness.kept)
            .collect()
    }

    fn block(&self, day: Option<i64>) -> Block {
        day.map(|day| day.div_euclid(self.settings.window + 1))
    }

    /// The blocks with articles of the window around a day; all of them if the day is not known.
    fn blocks_near(&self, day: Option<i64>) -> impl Iterator<Item = &Index> {
        let block = self.block(day);
        let near = move |other: &Block| block.zip(*other).is_none_or(|(a, b)| (a - b).abs() <= 1);
        self.blocks.iter().filter(move |(other, _)| near(other)).map(|(_, index)| index)
    }

    fn is_near(&self, day: Option<i64>, other: ArticleId) -> bool {
        let other = self.articles.get(&other).and_then(|other| other.profile.day);
        day.zip(other).is_none_or(|(a, b)| (a - b).abs() <= self.settings.window)
    }
}
