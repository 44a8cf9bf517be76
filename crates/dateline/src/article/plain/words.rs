//! The word lists of lines, from `data/article/plain/lines.toml`.
use std::collections::{HashMap, HashSet};

use serde::Deserialize;

use super::stamp::What;
use super::{byline, stamp};
use crate::lexicon::{Data, Error};

/// The word lists, ready for use.
#[derive(Debug)]
pub(super) struct Lines {
    pub stamps: stamp::Words,
    pub bylines: byline::Words,
    labels: HashMap<String, Label>,
    sections: HashSet<String>,
    drop_starts: Vec<String>,
    drop_contains: Vec<String>,
    contains_max: usize,
    share: HashSet<String>,
}

/// What a label says of its line: "Title: Port reopens".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Label {
    Headline,
    Url,
    Section,
    Source,
    Other,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    retrieved: Vec<String>,
    published: Vec<String>,
    modified: Vec<String>,
    between: HashSet<String>,
    weekdays: HashSet<String>,
    byline: Vec<String>,
    foot: Vec<String>,
    roles: HashSet<String>,
    labels: Labels,
    sections: Sections,
    drop: Drop,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Labels {
    headline: Vec<String>,
    url: Vec<String>,
    section: Vec<String>,
    source: Vec<String>,
    other: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Sections {
    names: HashSet<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Drop {
    starts: Vec<String>,
    contains: Vec<String>,
    contains_max: usize,
    share: HashSet<String>,
}

impl Lines {
    pub fn load(data: &Data) -> Result<Lines, Error> {
        let file: File = data.toml("article/plain/lines.toml")?;
        let mut labels: Vec<(String, What)> = Vec::new();
        for (words, what) in [
            (file.retrieved, What::Retrieved),
            (file.published, What::Published),
            (file.modified, What::Modified),
        ] {
            labels.extend(words.into_iter().map(|word| (word, what)));
        }
        let longest_first = |a: &String, b: &String| b.len().cmp(&a.len()).then_with(|| a.cmp(b));
        labels.sort_by(|a, b| longest_first(&a.0, &b.0));
        let mut foot = file.foot;
        foot.sort_by(longest_first);
        let mut starts = file.byline;
        starts.sort_by(longest_first);
        let named = [
            (file.labels.headline, Label::Headline),
            (file.labels.url, Label::Url),
            (file.labels.section, Label::Section),
            (file.labels.source, Label::Source),
            (file.labels.other, Label::Other),
        ];
        Ok(Lines {
            stamps: stamp::Words { labels, between: file.between, weekdays: file.weekdays },
            bylines: byline::Words { starts, foot, roles: file.roles },
            labels: named
                .into_iter()
                .flat_map(|(words, label)| words.into_iter().map(move |w| (w, label)))
                .collect(),
            sections: file.sections.names,
            drop_starts: file.drop.starts,
            drop_contains: file.drop.contains,
            contains_max: file.drop.contains_max,
            share: file.drop.share,
        })
    }

    /// The label of a line, and where its value begins.
    pub fn label(&self, line: &str) -> Option<(Label, usize)> {
        let (label, value) = line.split_once(':').filter(|(label, _)| label.len() <= 24)?;
        let label = *self.labels.get(&label.trim().to_lowercase())?;
        // Only a value that begins on the same line, after a space: "https://..." has no label.
        (value.starts_with(' ') || value.is_empty()).then(|| (label, line.len() - value.trim_start().len()))
    }

    /// True if the words, or the parts of a path such as "Home > World", name a section.
    pub fn is_section(&self, words: &str) -> bool {
        self.sections.contains(&words.to_lowercase())
    }

    /// The last part of "Home > World > Asia" or "World News / Asia" if all of it is sections.
    pub fn section_of_path<'a>(&self, line: &'a str) -> Option<&'a str> {
        let signs = ['>', '›', '»', '/', '|', '→'];
        let mut parts: Vec<&str> = line.split(signs).map(str::trim).filter(|part| !part.is_empty()).collect();
        if parts.len() > 1 && self.share.contains(&parts[0].to_lowercase()) {
            parts.remove(0);
        }
        let known = parts.iter().filter(|part| self.is_section(part)).count();
        (known > 0 && known + 1 >= parts.len()).then(|| parts.last().copied()).flatten()
    }

    /// True for a line that is no part of any article; `lower` is the line in lower case.
    pub fn is_dropped(&self, lower: &str) -> bool {
        self.drop_starts.iter().any(|start| lower.starts_with(start.as_str()))
            || (lower.len() <= self.contains_max
                && self.drop_contains.iter().any(|words| lower.contains(words.as_str())))
            || (lower.len() <= 120
                && lower
                    .split(|c: char| !(c.is_alphanumeric() || c == '-'))
                    .filter(|word| !word.is_empty())
                    .all(|word| self.share.contains(word) || word.bytes().all(|b| b.is_ascii_digit())))
    }
}
