//! Finds the articles that an article may be like, or a copy of, without comparing it with all.
use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};

use crate::align::shingles;
use crate::profile::Profile;
use crate::settings::Words;
use crate::{ArticleId, Settings};

/// The articles of some days, by their heaviest words and by a sample of their runs of three words.
#[derive(Clone, Debug, Default)]
pub(crate) struct Index {
    terms: HashMap<u32, Vec<(ArticleId, f32)>>,
    threes: HashMap<u32, Vec<ArticleId>>,
    sizes: HashMap<ArticleId, u32>,
}

impl Index {
    pub(crate) fn insert(&mut self, id: ArticleId, profile: &Profile) {
        for (term, weight) in &profile.keys {
            self.terms.entry(*term).or_default().push((id, *weight));
        }
        self.sizes.insert(id, profile.sample.len() as u32);
        for three in &profile.sample {
            self.threes.entry(*three).or_default().push(id);
        }
    }

    /// Articles with enough heavy words in common, in the order of their numbers.
    pub(crate) fn maybe_alike(&self, settings: &Settings, profile: &Profile) -> Vec<ArticleId> {
        let mut sums: BTreeMap<ArticleId, f32> = BTreeMap::new();
        for (term, weight) in &profile.keys {
            for (id, other) in self.terms.get(term).into_iter().flatten() {
                *sums.entry(*id).or_default() += weight * other;
            }
        }
        let mut alike: Vec<_> =
            sums.into_iter().filter(|(_, sum)| *sum >= settings.likeness.partly).collect();
        if alike.len() > settings.likeness.most {
            alike.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
            alike.truncate(settings.likeness.most);
            alike.sort_by_key(|(id, _)| *id);
        }
        alike.into_iter().map(|(id, _)| id).collect()
    }

    /// Articles with enough runs of three words in common, in the order of their numbers.
    pub(crate) fn maybe_copies(&self, settings: &Settings, profile: &Profile) -> Vec<ArticleId> {
        let sample = &profile.sample;
        let mut counts: BTreeMap<ArticleId, u32> = BTreeMap::new();
        for three in sample {
            self.threes.get(three).into_iter().flatten().for_each(|id| *counts.entry(*id).or_default() += 1);
        }
        let enough = |id: &ArticleId, count: u32| {
            let shorter = self.sizes.get(id).copied().unwrap_or(0).min(sample.len() as u32);
            count >= 2 && count as f32 >= settings.copy.seen * shorter as f32
        };
        let mut copies: Vec<_> = counts.into_iter().filter(|(id, count)| enough(id, *count)).collect();
        // A form letter that fills a week with a thousand of its kind needs no more to be one group.
        copies.sort_by_key(|(id, count)| (Reverse(*count), *id));
        copies.truncate(settings.copy.most);
        copies.sort_by_key(|(id, _)| *id);
        copies.into_iter().map(|(id, _)| id).collect()
    }
}

/// Some of the runs of three words, the same ones in every text: those whose hash is a multiple (Broder 1997, "On the
/// resemblance and containment of documents"). Unlike MinHash they find a short text inside a long one.
pub(crate) fn sample(settings: &Settings, telling: &Words, words: &[u32]) -> Box<[u32]> {
    let rare = |i: u32| words[i as usize..][..3].iter().map(|word| telling.weight(*word)).sum::<f32>();
    let mut sample: Vec<u32> = shingles(words)
        .filter(|(i, three)| three % settings.copy.sample == 0 && rare(*i) >= settings.copy.rare)
        .map(|(_, three)| three)
        .collect();
    sample.sort_unstable();
    sample.dedup();
    sample.into()
}
