//! What an article is compared by.
use std::collections::{HashMap, HashSet};

use crate::Settings;
use crate::words::{self, Word};

/// The parts of a record that stories are made of.
#[derive(Clone, Debug, Default)]
pub struct Article<'a> {
    /// A name that is the article's own in every archive, such as its address; it settles ties.
    pub key: &'a str,
    /// The headline.
    pub headline: &'a str,
    /// The paragraphs of the body.
    pub body: Vec<&'a str>,
    /// The day of publication, counted from 1970-01-01; else that of retrieval.
    pub day: Option<i64>,
    /// The days that the text names, and how often.
    pub days: Vec<(i64, u32)>,
    /// The countries of the places in the text, by any code of two letters, and how often.
    pub lands: Vec<([u8; 2], u32)>,
}

/// An article as hashes and weights.
#[derive(Clone, Debug)]
pub struct Profile {
    pub(crate) key: String,
    pub(crate) day: Option<i64>,
    /// The words of the headline and the body, in their order.
    pub(crate) words: Box<[u32]>,
    /// Sorted by term, of length 1.
    pub(crate) whole: Vector,
    /// The same of the headline and the lead alone.
    pub(crate) lead: Vector,
    /// The same of the days that the text names.
    pub(crate) days: Vector,
    /// Countries, the main ones first, and how many of them are main.
    pub(crate) lands: (Box<[[u8; 2]]>, usize),
    /// The heaviest terms.
    pub(crate) keys: Box<[(u32, f32)]>,
}

/// Terms and their weights, sorted by term; the squares add up to 1.
pub(crate) type Vector = Box<[(u32, f32)]>;

impl Profile {
    /// Weighs the words of an article.
    pub fn of(settings: &Settings, article: &Article<'_>) -> Profile {
        let headline: Vec<Word> = words::words(article.headline).collect();
        let body: Vec<Word> = article.body.iter().flat_map(|paragraph| words::words(paragraph)).collect();
        let lead = &body[..settings.terms.lead_words.min(body.len())];
        let (in_headline, in_lead) = (stems(&headline), stems(lead));
        let weigh = |parts: [&[Word]; 2], lead_bonus: f32| {
            let mut counts: HashMap<u32, f32> = HashMap::new();
            for word in parts.into_iter().flatten().filter(|word| !word.single) {
                *counts.entry(word.stem).or_default() += 1.0;
            }
            vector(counts.into_iter().map(|(term, count)| {
                let headline = if in_headline.contains(&term) { settings.terms.headline } else { 0.0 };
                let lead = if in_lead.contains(&term) { lead_bonus } else { 0.0 };
                (term, (1.0 + count.ln() + headline + lead) * settings.weight(term))
            }))
        };
        let whole = weigh([&headline, &body], settings.terms.lead);
        let mut keys = whole.to_vec();
        keys.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        keys.truncate(settings.terms.keys);
        Profile {
            key: article.key.to_owned(),
            day: article.day,
            words: headline.iter().chain(&body).map(|word| word.hash).collect(),
            lead: weigh([&headline, lead], 0.0),
            whole,
            days: vector(article.days.iter().map(|(day, count)| (*day as u32, 1.0 + (*count as f32).ln()))),
            lands: lands(&article.lands, settings.likeness.main_land),
            keys: keys.into(),
        }
    }
}

fn stems(words: &[Word]) -> HashSet<u32> {
    words.iter().map(|word| word.stem).collect()
}

/// Sorted, without zeros, of length 1.
fn vector(terms: impl Iterator<Item = (u32, f32)>) -> Vector {
    let mut terms: Vec<(u32, f32)> = terms.filter(|(_, weight)| *weight > 0.0).collect();
    terms.sort_by_key(|(term, _)| *term);
    let length = terms.iter().map(|(_, weight)| weight * weight).sum::<f32>().sqrt();
    terms.iter_mut().for_each(|(_, weight)| *weight /= length);
    terms.into()
}

fn lands(counts: &[([u8; 2], u32)], main: f32) -> (Box<[[u8; 2]]>, usize) {
    let total: u32 = counts.iter().map(|(_, count)| count).sum();
    let mut sorted = counts.to_vec();
    sorted.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
    let mains = sorted.iter().filter(|(_, count)| *count as f32 >= main * total as f32).count();
    (sorted.iter().map(|(land, _)| *land).collect(), mains)
}
