//! The stock phrases of pages: "Advertisement", "Read also:", "Sign up for our newsletter".
use aho_corasick::{AhoCorasick, MatchKind, StartKind};
use aho_corasick::{Anchored, Input};
use serde::Deserialize;
use std::collections::HashSet;

use crate::lexicon::{Data, Error};

/// `data/article/boilerplate.toml`, ready for use.
#[derive(Debug)]
pub(super) struct Phrases {
    whole: HashSet<String>,
    starts: AhoCorasick,
    starts_max: usize,
    contains: AhoCorasick,
    contains_max: usize,
    credits: AhoCorasick,
    credit_max: usize,
    credit_tail: usize,
    signoff_starts: AhoCorasick,
    signoff_ends: Vec<String>,
    signoff_max: usize,
    bio_verbs: HashSet<String>,
    /// How many blocks at the end of a body may be a sign-off.
    pub signoff_last: usize,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    starts_max: usize,
    contains_max: usize,
    whole: Vec<String>,
    starts: Vec<String>,
    contains: Vec<String>,
    credit_max: usize,
    credit_tail: usize,
    credits: Vec<String>,
    signoff_max: usize,
    signoff_last: usize,
    signoff_starts: Vec<String>,
    signoff_ends: Vec<String>,
    bio_verbs: HashSet<String>,
}

/// What of a stock phrase a block is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stock {
    /// The phrase and nothing else.
    Whole,
    /// It begins with one.
    Starts,
    /// It has one.
    Contains,
}

impl Phrases {
    pub fn load(data: &Data) -> Result<Phrases, Error> {
        let name = "article/boilerplate.toml";
        let file: File = data.toml(name)?;
        let build = |list: &[String], start: StartKind| {
            AhoCorasick::builder()
                .match_kind(MatchKind::LeftmostLongest)
                .start_kind(start)
                .build(list)
                .map_err(|e| Error { file: name.to_owned(), line: 0, message: e.to_string() })
        };
        Ok(Phrases {
            starts: build(&file.starts, StartKind::Anchored)?,
            contains: build(&file.contains, StartKind::Unanchored)?,
            whole: file.whole.into_iter().collect(),
            starts_max: file.starts_max,
            contains_max: file.contains_max,
            credits: build(&file.credits, StartKind::Unanchored)?,
            credit_max: file.credit_max,
            credit_tail: file.credit_tail,
            signoff_starts: build(&file.signoff_starts, StartKind::Anchored)?,
            signoff_ends: file.signoff_ends,
            signoff_max: file.signoff_max,
            bio_verbs: file.bio_verbs.into_iter().collect(),
            signoff_last: file.signoff_last,
        })
    }

    /// Whether a block's words, folded and in lower case, are one of the stock phrases.
    pub fn stock(&self, lower: &str) -> Option<Stock> {
        let bare = lower.trim_matches(|c: char| !c.is_alphanumeric() && c != '©');
        if self.whole.contains(bare) || self.whole.contains(lower) {
            return Some(Stock::Whole);
        }
        let open = lower.trim_start_matches(|c: char| {
            !c.is_alphanumeric() && !matches!(c, '©' | '(' | '[' | '【' | 'ⓒ' | '▶' | '☞' | '+')
        });
        if open.len() <= self.starts_max
            && self
                .starts
                .find(Input::new(open).anchored(Anchored::Yes))
                .is_some_and(|m| at_word_end(open, m.end()))
        {
            return Some(Stock::Starts);
        }
        (lower.len() <= self.contains_max && self.contains.is_match(lower)).then_some(Stock::Contains)
    }
}

impl Phrases {
    /// True for a line, in lower case, that says who worked on the report: "(Reporting by Ana Ruiz)".
    pub fn is_signoff(&self, lower: &str) -> bool {
        let words = lower.trim_matches(|c: char| !c.is_alphanumeric());
        words.len() <= self.signoff_max
            && (self
                .signoff_starts
                .find(Input::new(words).anchored(Anchored::Yes))
                .is_some_and(|m| at_word_end(words, m.end()))
                || self.signoff_ends.iter().any(|end| words.ends_with(end.as_str())))
    }

    /// True for a line that introduces one of the authors: "Ana Ruiz is the paper's port correspondent."
    pub fn is_bio(&self, words: &str, authors: &[&str]) -> bool {
        const NAME_WITHIN: usize = 60;
        words.len() <= self.signoff_max
            && authors.iter().any(|author| {
                let after =
                    words.find(author).filter(|at| *at <= NAME_WITHIN).map(|at| &words[at + author.len()..]);
                after
                    .and_then(|rest| rest.split_whitespace().next())
                    .is_some_and(|w| self.bio_verbs.contains(w))
            })
    }

    /// True for a line, in lower case, that ends with the credit of a picture.
    pub fn ends_with_credit(&self, lower: &str) -> bool {
        let tail = lower.len().saturating_sub(self.credit_tail);
        lower.len() <= self.credit_max
            && self.credits.find_iter(lower).any(|m| m.start() >= tail && m.start() > 0)
    }
}

/// "for more" is a phrase in "for more news", not in "for moreover".
fn at_word_end(text: &str, end: usize) -> bool {
    let inside = |c: Option<char>| c.is_some_and(|c| c.is_alphabetic() && c.is_lowercase());
    !(inside(text[..end].chars().next_back()) && inside(text[end..].chars().next()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn last_lines() {
        let phrases = Phrases::load(&Data::embedded()).unwrap();
        let signoff = |words: &str| phrases.is_signoff(&words.to_lowercase());
        assert!(signoff("(Reporting by Ana Ruiz in Almer; Editing by Ben Cole)"));
        assert!(signoff("Ana Ruiz in Almer contributed to this report."));
        assert!(!signoff("Reporting bylaws is a duty, the mayor said."));
        let bio = |words: &str| phrases.is_bio(words, &["Ana Ruiz"]);
        assert!(bio("Correspondent Ana Ruiz covers ports."));
        assert!(!bio("Ana Ruiz, who covers ports, spoke to Ben Cole, who is the mayor."));
        assert!(!bio("Ben Cole is the mayor."));
    }
}
