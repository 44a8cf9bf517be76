//! What an article is compared by.
use std::collections::{HashMap, HashSet};
use std::ops::Range;

use crate::words::{self, Word};
use crate::{Settings, index};

/// The parts of a record that stories are made of.
#[derive(Clone, Debug, Default)]
pub struct Article<'a> {
    /// A name that is the article's own in every archive, such as its address; it settles ties.
    pub key: &'a str,
    /// The text of the record.
    pub text: &'a str,
    /// The language, as a tag of BCP 47.
    pub language: Option<&'a str>,
    /// Where the headline is in the text, in bytes.
    pub headline: Range<usize>,
    /// Where the paragraphs of the body are.
    pub body: Vec<Range<usize>>,
    /// The day of publication, counted from 1970-01-01; else that of retrieval.
    pub day: Option<i64>,
    /// The days that the text names, and how often.
    pub days: Vec<(i64, u32)>,
    /// The countries of the places in the text, by any code of two letters, and how often.
    pub lands: Vec<([u8; 2], u32)>,
}

impl<'a> Article<'a> {
    /// The words of the headline.
    pub(crate) fn headline_words(&self) -> Vec<Word> {
        self.words_in(&self.headline).collect()
    }

    /// The words of the body.
    pub(crate) fn body_words(&self) -> Vec<Word> {
        self.body.iter().flat_map(|part| self.words_in(part)).collect()
    }

    /// Where each word of the headline and the body is in the text: what the numbers in a [`Run`](crate::Run) count.
    ///
    /// ```
    /// use dateline_stories::Article;
    /// let article = Article { text: "Port open The port", headline: 0..9, body: vec![10..18], ..Article::default() };
    /// assert_eq!(article.places(), [0..4, 5..9, 10..13, 14..18]);
    /// ```
    pub fn places(&self) -> Vec<Range<usize>> {
        let words = self.headline_words().into_iter().chain(self.body_words());
        words.map(|word| word.start as usize..word.end as usize).collect()
    }

    fn words_in(&self, part: &Range<usize>) -> impl Iterator<Item = Word> + use<'a> {
        let start = part.start as u32;
        words::words(self.text.get(part.clone()).unwrap_or("")).map(move |word| Word {
            start: word.start + start,
            end: word.end + start,
            ..word
        })
    }
}

/// An article as hashes and weights.
#[derive(Clone, Debug)]
pub struct Profile {
    pub(crate) key: String,
    pub(crate) day: Option<i64>,
    /// The words of the headline and the body, in their order.
    pub(crate) words: Box<[u32]>,
    /// The runs of three words by which its copies are found, sorted.
    pub(crate) sample: Box<[u32]>,
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
        let telling = settings.words(article.language);
        let (headline, body) = (article.headline_words(), article.body_words());
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
                (term, (1.0 + count.ln() + headline + lead) * telling.weight(term))
            }))
        };
        let whole = weigh([&headline, &body], settings.terms.lead);
        let mut keys = whole.to_vec();
        keys.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        keys.truncate(settings.terms.keys);
        let words: Box<[u32]> = headline.iter().chain(&body).map(|word| word.hash).collect();
        Profile {
            key: article.key.to_owned(),
            day: article.day,
            sample: index::sample(settings, telling, &words),
            words,
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
