//! Splits a caption into its words, the credit of the picture and the licence.
use std::ops::Range;

use serde::Deserialize;

use crate::lexicon::{Data, Error};

/// `data/article/credits.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CreditWords {
    markers: Vec<String>,
    owners: Vec<String>,
    licences: Vec<String>,
    kinds: Vec<PhotoKind>,
    #[cfg_attr(not(test), allow(dead_code))]
    #[serde(rename = "example")]
    examples: Vec<Example>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct PhotoKind {
    name: String,
    words: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(not(test), allow(dead_code))]
struct Example {
    text: String,
    caption: String,
    credit: Option<String>,
    licence: Option<String>,
}

/// The parts of a caption.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Parts {
    /// The bytes that are the caption proper, from the start.
    pub caption: Range<usize>,
    pub credit: Option<String>,
    pub licence: Option<String>,
}

/// The longest credit, in bytes.
const CREDIT_MAX: usize = 110;

impl CreditWords {
    pub fn load(data: &Data) -> Result<CreditWords, Error> {
        data.toml("article/credits.toml")
    }

    /// "file photo", "handout", "graphic" or "screenshot", if the caption or credit says so.
    pub fn photo_kind(&self, text: &str) -> Option<String> {
        let lower = text.to_lowercase();
        self.kinds.iter().find(|k| k.words.iter().any(|w| lower.contains(w.as_str()))).map(|k| k.name.clone())
    }

    /// Splits a caption.
    pub fn split(&self, text: &str) -> Parts {
        let (mut end, licence) = self.licence_at_end(text);
        let body = text[..end].trim_end_matches([' ', '|', '/', '·', '•', ',', ';']);
        end = body.len();
        let found = self.bracketed(body).or_else(|| self.marked(body)).or_else(|| self.owner_at_end(body));
        let Some((cut, credit)) = found else { return Parts { caption: 0..end, credit: None, licence } };
        let caption =
            body[..cut].trim_end_matches([' ', '|', '/', '·', '•', '-', '–', '—', '(', '[', ',', ';', ':']);
        let credit = credit
            .trim_matches([' ', '|', '(', ')', '[', ']', ':', ',', '\u{a0}', '·'])
            .trim_end_matches('.')
            .trim();
        Parts { caption: 0..caption.len(), credit: (!credit.is_empty()).then(|| credit.to_owned()), licence }
    }

    fn licence_at_end(&self, text: &str) -> (usize, Option<String>) {
        let trimmed = text.trim_end_matches(['.', ')', ' ']);
        let lower = trimmed.to_ascii_lowercase();
        for licence in &self.licences {
            let Some(before) = lower.strip_suffix(licence.as_str()) else { continue };
            if before.is_empty() || before.ends_with([' ', '|', '/', '(', ',']) {
                return (before.len(), Some(trimmed[before.len()..].to_owned()));
            }
        }
        (text.len(), None)
    }

    /// "... (Jo Ruiz/AP Photo)"
    fn bracketed<'t>(&self, text: &'t str) -> Option<(usize, &'t str)> {
        let open = text.trim_end_matches('.').strip_suffix([')', ']'])?.rfind(['(', '['])?;
        let inside = &text[open + 1..];
        let lower = inside.to_lowercase();
        let inner = lower.trim_end_matches(['.', ')', ']']);
        let marker = self.markers.iter().find(|m| inner.starts_with(m.as_str()));
        let owned = || {
            inner.split(['/', ',', '|', '-']).any(|part| self.is_owner(part.trim()))
                || self.is_owner_after_via(inner)
        };
        if inside.len() > CREDIT_MAX || (marker.is_none() && !owned()) {
            return None;
        }
        Some((open, inside.get(marker.map_or(0, |m| m.len())..).unwrap_or(inside)))
    }

    /// "... Foto: Karl Voss/dpa"
    fn marked<'t>(&self, text: &'t str) -> Option<(usize, &'t str)> {
        let lower = text.to_lowercase();
        if lower.len() != text.len() {
            return None; // a letter whose lower case has another length: positions would not fit
        }
        let mut best: Option<(usize, usize)> = None;
        for marker in &self.markers {
            let strong = marker.ends_with([':', '/', '：', '＝', '=', '©', ',']) || marker.contains(" by");
            for (at, _) in lower.match_indices(marker.as_str()) {
                let before = lower[..at].trim_end();
                let starts = at == 0
                    || (lower[..at].ends_with([' ', '(', '[', '|', '\u{a0}', '/', '.', '。', '）'])
                        && (strong || before.ends_with(['.', '!', '?', '|', '”', '"', ')', '…'])));
                let rest = lower.len() - at - marker.len();
                let better = best.is_none_or(|(b, len)| at < b || (at == b && marker.len() > len));
                if starts && rest <= CREDIT_MAX && better {
                    best = Some((at, marker.len()));
                }
            }
        }
        best.map(|(at, len)| (at, &text[at + len..]))
    }

    /// "... | Reuters", "... - AFP", "... Getty Images"
    fn owner_at_end<'t>(&self, text: &'t str) -> Option<(usize, &'t str)> {
        for at in text.char_indices().rev().map(|(i, _)| i).take(CREDIT_MAX) {
            let before = &text[..at];
            let breaks =
                before.trim_end().ends_with(['|', '-', '–', '—', '.', '!', '?', '”', '"', '·', '•', '/']);
            let tail = &text[at..];
            if breaks && before.ends_with([' ', '|', '/']) && !tail.starts_with(' ') {
                let lower = tail.to_lowercase();
                if lower.split(['/', '|']).any(|part| self.is_owner(part.trim())) && !lower.contains(". ") {
                    return Some((at, tail));
                }
            }
        }
        None
    }

    fn is_owner(&self, lower: &str) -> bool {
        self.owners.iter().any(|owner| owner == lower)
    }

    fn is_owner_after_via(&self, lower: &str) -> bool {
        lower.rsplit_once(" via ").is_some_and(|(_, owner)| self.is_owner(owner.trim()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_examples_of_the_data_file_hold() {
        let words = CreditWords::load(&Data::embedded()).unwrap();
        for example in &words.examples {
            let parts = words.split(&example.text);
            assert_eq!(
                &example.text[parts.caption.clone()],
                example.caption,
                "caption of {:?}",
                example.text
            );
            assert_eq!(parts.credit, example.credit, "credit of {:?}", example.text);
            assert_eq!(parts.licence, example.licence, "licence of {:?}", example.text);
        }
    }
}
