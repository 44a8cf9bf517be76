//! The stories of a window of days, kept up as articles come in.
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::RangeInclusive;

use crate::align::Text;
use crate::copies::{self, Copy};
use crate::index::Index;
use crate::likeness::likeness;
use crate::profile::Profile;
use crate::{ArticleId, Change, Reason, Settings, StoryId, cluster};

/// Articles, the copies among them and the stories that they make.
#[derive(Debug)]
pub struct Stories {
    settings: Settings,
    articles: HashMap<ArticleId, Member>,
    /// By blocks of days, so that days far off are not looked at.
    blocks: BTreeMap<Block, Index>,
    dirty: BTreeSet<ArticleId>,
}

/// A block of days; none for articles without a day, which are compared with each other alone.
type Block = Option<i64>;

#[derive(Debug)]
struct Member {
    profile: Profile,
    /// Copies that it is part of.
    copies: Vec<Copy>,
    /// Articles that it is like, in the order of their coming.
    alike: Vec<(ArticleId, f32)>,
    story: Option<StoryId>,
    /// How many stories have their numbers from it.
    given: u32,
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

    /// How many articles are in memory.
    pub fn len(&self) -> usize {
        self.articles.len()
    }

    /// True if none are.
    pub fn is_empty(&self) -> bool {
        self.articles.is_empty()
    }

    /// The story that an article is in since [`settle`](Stories::settle) was last called.
    pub fn story(&self, id: ArticleId) -> Option<StoryId> {
        self.articles.get(&id)?.story
    }

    /// Takes in an article and returns the copies that it makes with earlier ones.
    pub fn insert(&mut self, id: ArticleId, profile: Profile) -> Vec<Copy> {
        self.dirty.insert(id);
        self.restore(id, profile, None, 0)
    }

    /// Takes in an article that was settled before, when its archive was last open, with the number of stories that were
    /// ever named after it, and returns its copies among the earlier ones.
    pub fn restore(
        &mut self,
        id: ArticleId,
        profile: Profile,
        story: Option<StoryId>,
        given: u32,
    ) -> Vec<Copy> {
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
        self.blocks.entry(block(&self.settings, profile.day)).or_default().insert(id, &profile);
        self.articles.insert(id, Member { profile, copies: copies.clone(), alike, story, given });
        copies
    }

    /// Takes in an article without comparing it with those that are there: somebody else does.
    ///
    /// On a cluster each block of days is compared with the one before it in a place of its own; what is found there comes together
    /// by [`pair`](Stories::pair).
    pub fn place(&mut self, id: ArticleId, profile: Profile) {
        self.blocks.entry(block(&self.settings, profile.day)).or_default().insert(id, &profile);
        self.dirty.insert(id);
        let member = Member { profile, copies: Vec::new(), alike: Vec::new(), story: None, given: 0 };
        self.articles.insert(id, member);
    }

    /// Notes what was found elsewhere of two articles that are here: the text that they have in common, or how alike they are.
    pub fn pair(&mut self, copy: Option<&Copy>, alike: Option<(ArticleId, ArticleId, f32)>) {
        if let Some(copy) = copy {
            for id in [copy.a, copy.b] {
                if let Some(member) = self.articles.get_mut(&id) {
                    member.copies.push(copy.clone());
                }
            }
        }
        if let Some((a, b, likeness)) = alike {
            for (id, other) in [(a, b), (b, a)] {
                if let Some(member) = self.articles.get_mut(&id) {
                    member.alike.push((other, likeness));
                }
            }
        }
    }

    /// The articles that an article is like, and how much.
    pub fn likes(&self, id: ArticleId) -> &[(ArticleId, f32)] {
        self.articles.get(&id).map_or(&[], |member| &member.alike)
    }

    /// Has an article's story looked at when next [settled](Stories::settle): it says something else than before.
    pub fn touch(&mut self, id: ArticleId) {
        self.dirty.insert(id);
    }

    /// Takes articles out of memory that are of days outside these; their stories stay as they are.
    pub fn forget_outside(&mut self, days: RangeInclusive<i64>) {
        let (settings, kept) = (&self.settings, block(&self.settings, Some(*days.start())));
        let kept = kept..=block(settings, Some(*days.end()));
        let gone = |day: Option<i64>| day.is_some() && !kept.contains(&block(settings, day));
        self.articles.retain(|_, member| !gone(member.profile.day));
        self.blocks.retain(|block, _| block.is_none() || kept.contains(block));
        self.dirty.retain(|id| self.articles.contains_key(id));
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
            self.articles.get(&id).map_or(&[][..], |member| &member.copies)
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
            let to = number.unwrap_or_else(|| self.new_number(&articles));
            taken.insert(to);
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

    /// A number that no story has or had: by the first article's key, and by how many it has given.
    fn new_number(&mut self, articles: &[ArticleId]) -> StoryId {
        let Some(first) = articles.first().and_then(|id| self.articles.get_mut(id)) else {
            return StoryId(0);
        };
        first.given += 1;
        StoryId(crate::words::key_hash(&first.profile.key) + i64::from(first.given) - 1)
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
        let near = self.blocks_near(profile.day).flat_map(|index| index.maybe_alike(&self.settings, profile));
        near.filter(|other| self.is_near(profile.day, *other))
            .map(|other| (other, likeness(&self.settings, profile, &self.articles[&other].profile)))
            .filter(|(_, likeness)| *likeness >= self.settings.likeness.kept)
            .collect()
    }

    /// The blocks with articles that are compared with those of a day.
    fn blocks_near(&self, day: Option<i64>) -> impl Iterator<Item = &Index> {
        let own = block(&self.settings, day);
        let near = move |other: &Block| match (own, *other) {
            (Some(a), Some(b)) => (a - b).abs() <= 1,
            (a, b) => a == b,
        };
        self.blocks.iter().filter(move |(other, _)| near(other)).map(|(_, index)| index)
    }

    fn is_near(&self, day: Option<i64>, other: ArticleId) -> bool {
        let other = self.articles.get(&other).and_then(|other| other.profile.day);
        let apart = day.zip(other).map_or(0, |(a, b)| (a - b).abs());
        self.settings.window.is_none_or(|window| apart <= window)
    }
}

/// The block of a day: without a window, all days are in one.
fn block(settings: &Settings, day: Option<i64>) -> Block {
    day.zip(settings.window).map(|(day, window)| day.div_euclid(window + 1))
}

#[cfg(test)]
mod tests;
