//! What the head of a page and its JSON-LD give as its title.
use std::ops::Range;

use super::agree::key;
use super::{Look, signals};

/// A page has some four; the rest are repeated.
const MOST_TITLES: usize = 8;

/// A title given in data rather than shown.
#[derive(Clone, Debug)]
pub(super) struct Title {
    pub rule: &'static str,
    /// As it stands there.
    pub words: String,
    pub range: Range<usize>,
}

/// A title without the names of the site.
#[derive(Clone, Debug)]
pub(super) struct Cleaned {
    pub words: String,
    pub key: String,
    /// The key of the title as it stands there.
    pub whole: String,
    /// True if it ends in "...": the rest was cut off.
    pub is_cut: bool,
    /// The keys of what its separators part.
    pub parts: Vec<String>,
}

impl Look<'_, '_> {
    /// The titles in `meta` elements and the `title` element, the most telling first.
    pub fn titles(&self) -> Vec<Title> {
        let names = &self.words.fields.headline;
        let mut out: Vec<Title> = self
            .metas(names)
            .into_iter()
            .take(MOST_TITLES)
            .map(|(words, range)| Title { rule: "article/og-title", words, range })
            .collect();
        let title = self.signals.title.and_then(|node| {
            let text = self.view.dom.children(node).next()?;
            let range = self.view.dom.page_range(text);
            Some(Title {
                rule: "article/title-element",
                words: signals::words_at(self.page, range.clone()),
                range,
            })
        });
        out.extend(title.filter(|t| !t.words.is_empty()));
        out
    }

    /// Takes the names of the site off both ends of a title: "Port reopens - Almer Post".
    pub fn clean_title(&self, words: &str) -> Cleaned {
        let cuts = self.separators_in(words);
        let (mut start, mut end) = (0, words.len());
        let (mut first, mut last) = (0, cuts.len());
        while first < last {
            let tail = cuts[last - 1].end..end;
            let head = start..cuts[first].start;
            let is_no_title = |part: &str| part.is_empty() || self.is_site(part);
            if is_no_title(&words[tail]) {
                last -= 1;
                end = cuts[last].start;
            } else if is_no_title(&words[head]) {
                start = cuts[first].end;
                first += 1;
            } else {
                break;
            }
        }
        let mut parts = Vec::new();
        let mut at = 0;
        for cut in &cuts {
            parts.push(key(&words[at..cut.start]));
            at = cut.end;
        }
        parts.push(key(&words[at..]));
        let cleaned = words[start..end].trim();
        let is_cut = cleaned.ends_with("...") || cleaned.ends_with('…');
        Cleaned { words: cleaned.to_owned(), key: key(cleaned), whole: key(words), is_cut, parts }
    }

    /// Where a title's separators stand, with the blanks around them.
    fn separators_in(&self, words: &str) -> Vec<Range<usize>> {
        let fields = &self.words.fields;
        let mut out: Vec<Range<usize>> = Vec::new();
        for (at, _) in words.char_indices().filter(|(_, c)| !c.is_alphanumeric() && !c.is_whitespace()) {
            if out.last().is_some_and(|last| last.end > at) {
                continue;
            }
            let found = |list: &[String]| {
                list.iter().filter(|s| words[at..].starts_with(s.as_str())).map(String::len).max()
            };
            let spaced = |length: usize| {
                words[..at].ends_with(char::is_whitespace)
                    && words[at + length..].starts_with(char::is_whitespace)
            };
            let length =
                found(&fields.tight_separators).or_else(|| found(&fields.separators).filter(|l| spaced(*l)));
            if let Some(length) = length {
                // "a - | b": two separators share the blank between them.
                let before = out.last().map_or(0, |last| last.end);
                let start = words[..at].trim_end().len().max(before);
                let end = words.len() - words[at + length..].trim_start().len();
                if start > 0 && end < words.len() {
                    out.push(start..end);
                }
            }
        }
        out
    }
}
