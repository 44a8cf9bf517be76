//! Captions of pictures that are not there: "The port on Monday. File Photo by Ana Ruiz/UPI | License Photo".
use std::collections::BTreeMap;
use std::ops::Range;

use serde::Deserialize;

use crate::lexicon::{Data, Error};

/// `data/article/plain/captions.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Words {
    labels: Vec<String>,
    marker: Vec<Marker>,
    tails: Tails,
    kinds: BTreeMap<String, Vec<String>>,
    licences: Licences,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Marker {
    words: Vec<String>,
    kind: Option<String>,
    #[serde(default)]
    whole: bool,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Tails {
    ends: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Licences {
    words: Vec<String>,
    starts: Vec<String>,
}

/// What a line says of a picture.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Caption {
    /// The caption without credit and licence; empty if the line is a credit and nothing else.
    pub words: Range<usize>,
    pub credit: Option<String>,
    pub licence: Option<String>,
    pub kind: Option<String>,
}

/// No caption is longer.
const LONGEST: usize = 1200;

impl Words {
    pub fn load(data: &Data) -> Result<Words, Error> {
        data.toml("article/plain/captions.toml")
    }

    /// Reads a line that is a caption or a credit.
    pub fn read(&self, line: &str) -> Option<Caption> {
        if line.len() > LONGEST {
            return None;
        }
        let lower = lower(line);
        let mut caption = Caption { words: 0..line.len(), ..Caption::default() };
        let mut labelled = false;
        if let Some(label) = self.labels.iter().find(|label| lower.starts_with(label.as_str())) {
            labelled = true;
            caption.words.start = label.len();
        }
        caption.words.start += counter(&lower[caption.words.clone()]);
        self.licence(line, &lower, &mut caption);
        let credited = self.marked(line, &lower, &mut caption) || self.tailed(line, &lower, &mut caption);
        self.kind_before(&lower, &mut caption);
        let words = &line[caption.words.clone()];
        let start = caption.words.start + words.len() - words.trim_start().len();
        caption.words = start..start + words.trim().len();
        (labelled || credited || caption.licence.is_some()).then_some(caption)
    }

    /// "... | License Photo", "... CC BY-SA 4.0"
    fn licence(&self, line: &str, lower: &str, caption: &mut Caption) {
        let Some(bar) = lower.rfind(['|', '(', '/', ',']) else { return };
        let last = lower[bar + 1..].trim().trim_end_matches([')', '.']);
        let known = self.licences.words.iter().any(|w| w == last)
            || (last.len() <= 48
                && self.licences.starts.iter().any(|start| last.starts_with(start.as_str())));
        if known {
            let at = lower.len() - lower[bar + 1..].trim_start().len();
            caption.licence = Some(line[at..at + last.len()].to_owned());
            caption.words.end = lower[..bar].trim_end().len();
        }
    }

    /// A credit that begins with a known word.
    fn marked(&self, line: &str, lower: &str, caption: &mut Caption) -> bool {
        // A credit and its marker; longer ones are sentences.
        const CREDIT: usize = 140;
        let range = caption.words.clone();
        let from = range.end.saturating_sub(CREDIT).max(range.start);
        let from = (from..=range.end).find(|i| lower.is_char_boundary(*i)).unwrap_or(range.end);
        // The first that fits, and of those the longest: "file photo by" before "photo by".
        let found = lower[from..range.end]
            .char_indices()
            .map(|(i, _)| from + i)
            .filter(|at| opens_credit(&lower[range.start..*at]))
            .find_map(|at| {
                let best = self
                    .marker
                    .iter()
                    .flat_map(|marker| marker.words.iter().map(move |words| (marker, words)))
                    .filter(|(_, words)| {
                        lower[at..range.end].starts_with(words.as_str())
                            && (words.ends_with(|c: char| !c.is_alphanumeric())
                                || !lower[at + words.len()..].starts_with(char::is_alphanumeric))
                    })
                    .max_by_key(|(_, words)| words.len())?;
                Some((at, best.0, best.1))
            });
        let Some((at, marker, words)) = found else { return false };
        let bracket = lower[..at].trim_end().chars().next_back().filter(|c| matches!(c, '(' | '['));
        let credit = &line[if marker.whole { at } else { at + words.len() }..range.end];
        let credit = match bracket {
            Some(open) => {
                let close = if open == '(' { ')' } else { ']' };
                let Some(end) = credit.find(close) else { return false };
                // "(Photo: A. Ruiz) said the mayor" is no caption.
                if credit[end..].trim_end_matches(['.', ' ']).chars().count() > 1 {
                    return false;
                }
                &credit[..end]
            }
            None => credit,
        };
        caption.kind = marker.kind.clone();
        caption.credit = self.clean_credit(credit, &mut caption.kind);
        caption.words.end =
            lower[..at].trim_end().trim_end_matches(['(', '[', '|', ' ']).len().max(range.start);
        true
    }

    /// "... on Monday. Ana Ruiz/Getty Images"
    fn tailed(&self, line: &str, lower: &str, caption: &mut Caption) -> bool {
        let range = caption.words.clone();
        let words = lower[range.clone()].trim_end_matches(['.', ' ', ')', ']']);
        if !self.tails.ends.iter().any(|tail| words.ends_with(tail.as_str())) {
            return false;
        }
        let words = &line[range.start..range.start + words.len()];
        let cut = [". ", ".) ", "? ", "! ", " | ", "\" ", "” ", " ("]
            .iter()
            .filter_map(|end| words.rfind(end).map(|at| at + end.len()))
            .max();
        let start = cut.unwrap_or(0);
        let credit = &words[start..];
        // A credit is names; "said in an interview via AP" is not.
        let names = credit.split([' ', '/']).all(|word| {
            word.starts_with(|c: char| c.is_uppercase() || !c.is_alphabetic())
                || matches!(
                    word,
                    "" | "via"
                        | "for"
                        | "and"
                        | "dpa"
                        | "picture"
                        | "alliance"
                        | "pool"
                        | "de"
                        | "van"
                        | "von"
                )
        });
        if !names || credit.len() > 90 || (cut.is_none() && credit.split(' ').count() > 6) {
            return false;
        }
        caption.credit = self.clean_credit(credit, &mut caption.kind);
        caption.words.end = range.start + words[..start].trim_end_matches([' ', '|', '(']).len();
        true
    }

    /// The credit without brackets, stops and "/File Photo", which says the kind.
    fn clean_credit(&self, credit: &str, kind: &mut Option<String>) -> Option<String> {
        let mut credit = credit.trim().trim_matches(['.', ',', ';', '|', ' ', ')', ']', ':']);
        let low = lower(credit);
        for (name, words) in &self.kinds {
            for word in words {
                let Some(rest) = low.strip_suffix(word.as_str()) else { continue };
                if rest.ends_with(['/', ',', ' ', '(']) {
                    kind.get_or_insert_with(|| name.clone());
                    credit = credit[..rest.len()].trim_end_matches(['/', ',', ' ', '(']);
                }
            }
        }
        Some(credit.to_owned()).filter(|credit| !credit.is_empty())
    }

    /// "FILE - The port ..."
    fn kind_before(&self, lower: &str, caption: &mut Caption) {
        let words = lower[caption.words.clone()].trim_start();
        for (name, starts) in &self.kinds {
            for start in starts {
                let Some(rest) = words.strip_prefix(start.as_str()) else { continue };
                let bare = rest.trim_start_matches([':', '-', '–', '—', ' ', '.']);
                if start.ends_with(char::is_alphabetic) && bare.len() == rest.trim_start_matches(' ').len() {
                    continue;
                }
                caption.kind.get_or_insert_with(|| name.clone());
                caption.words.start = caption.words.end - bare.len();
                return;
            }
        }
    }
}

/// The length of "1 of 5 | " or "2/7 | ", which a gallery puts before its captions.
fn counter(text: &str) -> usize {
    let Some((count, rest)) = text.split_once(" | ").filter(|(count, _)| count.len() <= 12) else { return 0 };
    let number = |part: &str| !part.trim().is_empty() && part.trim().bytes().all(|b| b.is_ascii_digit());
    let counts =
        ["of", "/"].iter().any(|of| count.split_once(of).is_some_and(|(a, b)| number(a) && number(b)));
    if counts { text.len() - rest.len() } else { 0 }
}

/// True after the end of a sentence, after a bar or an opening bracket, and where nothing is before.
fn opens_credit(before: &str) -> bool {
    let bare = before.trim_end();
    bare.is_empty()
        || bare.ends_with(['(', '[', '|'])
        || (bare.len() < before.len()
            && bare.ends_with(['.', '!', '?', '"', '”', '»', ')', '…', '/', '-', '–', '—']))
}

/// Lower case in which every character keeps its length, so that offsets stay.
fn lower(text: &str) -> String {
    text.chars()
        .map(|c| {
            let mut low = c.to_lowercase();
            match (low.next(), low.next()) {
                (Some(l), None) if l.len_utf8() == c.len_utf8() => l,
                _ => c,
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `expected`: caption | credit | licence | kind, with `-` for what is not there.
    fn check(line: &str, expected: &str) {
        let words = Words::load(&Data::embedded()).unwrap();
        let found = words.read(line).map_or("none".to_owned(), |c| {
            let some = |s: Option<String>| s.unwrap_or("-".to_owned());
            let caption = Some(line[c.words].to_owned()).filter(|w| !w.is_empty());
            [some(caption), some(c.credit), some(c.licence), some(c.kind)].join(" | ")
        });
        assert_eq!(found, expected, "{line}");
    }

    #[test]
    fn captions() {
        check(
            "The port on Monday. File Photo by Ana Ruiz/UPI",
            "The port on Monday. | Ana Ruiz/UPI | - | file photo",
        );
        check(
            "The port on Monday. File Photo by Ana Ruiz/UPI | License Photo",
            "The port on Monday. | Ana Ruiz/UPI | License Photo | file photo",
        );
        check(
            "FILE - The port on Monday. (AP Photo/Ana Ruiz, File)",
            "The port on Monday. | AP Photo/Ana Ruiz, File | - | file photo",
        );
        check(
            "The port on Monday. REUTERS/Ana Ruiz/File Photo",
            "The port on Monday. | REUTERS/Ana Ruiz | - | file photo",
        );
        check("Die Fähre läuft aus. Foto: Ana Ruiz/dpa", "Die Fähre läuft aus. | Ana Ruiz/dpa | - | -");
        check("A ferry leaves [Photo/Xinhua]", "A ferry leaves | Xinhua | - | -");
        check(
            "A ferry leaves on Monday. Ana Ruiz/Getty Images",
            "A ferry leaves on Monday. | Ana Ruiz/Getty Images | - | -",
        );
        check("Photo: Ana Ruiz (CC BY-SA 4.0)", "- | Ana Ruiz | CC BY-SA 4.0 | -");
        check("Ana Ruiz/AFP via Getty Images", "- | Ana Ruiz/AFP via Getty Images | - | -");
        check("Image caption, A ferry leaves", "A ferry leaves | - | - | -");
        check(
            "1 of 5 | The quay. Photo by Ana Ruiz/UPI | License Photo",
            "The quay. | Ana Ruiz/UPI | License Photo | -",
        );
        check(
            "The new quay. Photo courtesy of the Port of Almer",
            "The new quay. | the Port of Almer | - | handout",
        );
    }

    #[test]
    fn sentences_are_no_captions() {
        check("She had a photo by Ana Ruiz on her desk.", "none");
        check("The photo: a port at dawn, and nobody there, is known to all of them.", "none");
        check("\"We saw it,\" he told Reuters in an interview carried by AP.", "none");
        check("The council met (photo: A. Ruiz) and said nothing at all.", "none");
    }
}
