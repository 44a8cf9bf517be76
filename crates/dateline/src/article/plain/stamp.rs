//! Date lines: "Published Sept. 5, 2023 / 5:13 AM EDT; updated 9:20 PM", "date 2023-09-05".
use std::collections::HashSet;
use std::ops::Range;

use super::super::when::{Locale, When};
use crate::doc::Moment;

/// The words of date lines, from `data/article/plain/lines.toml`.
#[derive(Debug)]
pub(super) struct Words {
    /// The longest first.
    pub labels: Vec<(String, What)>,
    pub between: HashSet<String>,
    pub weekdays: HashSet<String>,
}

/// What a date says of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum What {
    Published,
    Modified,
    Retrieved,
}

/// A date of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Stamp {
    /// What the label before it says; none if there is no label.
    pub what: Option<What>,
    pub moment: Moment,
    /// The words of the date, without the label.
    pub words: Range<usize>,
}

/// The dates that a line consists of, and the words left over at its end.
///
/// A line of which more is left than a word or two is no date line; the caller looks at what is left.
pub(super) fn read<'a>(words: &Words, when: &When, locale: &Locale, line: &'a str) -> (Vec<Stamp>, &'a str) {
    let mut stamps: Vec<Stamp> = Vec::new();
    let mut at = 0;
    if line.len() > LONGEST {
        return (stamps, line);
    }
    // Three dates on a line are the most that was seen: published, updated, read.
    while stamps.len() < 4 {
        let from = skip_signs(line, at);
        let label = label(words, &line[from..]);
        let start = skip_signs(line, from + label.map_or(0, |(_, len)| len));
        let Some((moment, found)) = when.find(&line[start..], locale) else { break };
        if skip_words(words, &line[start..start + found.start]) < found.start {
            break;
        }
        let words = start + found.start..start + found.end;
        at = words.end;
        stamps.push(Stamp { what: label.map(|(what, _)| what), moment, words });
    }
    (stamps, line[skip_signs(line, at)..].trim())
}

/// No line of dates is longer.
const LONGEST: usize = 200;

/// The label that a line begins with, and its length.
pub(super) fn label(words: &Words, text: &str) -> Option<(What, usize)> {
    // The longest label has 24 bytes.
    let end = (0..=text.len().min(40)).rev().find(|i| text.is_char_boundary(*i)).unwrap_or(0);
    let lower = text[..end].to_lowercase();
    words.labels.iter().find_map(|(label, what)| {
        let rest = lower.strip_prefix(label.as_str())?;
        let ends = rest.is_empty() || rest.starts_with([' ', ':', '.', ',']) || label.ends_with(':');
        (ends && text.is_char_boundary(label.len())).then_some((*what, label.len()))
    })
}

/// The length of "Tuesday, ", "at ", "um ".
fn skip_words(words: &Words, text: &str) -> usize {
    let mut at = 0;
    for _ in 0..3 {
        let rest = &text[at..];
        let len = rest.find(|c: char| !(c.is_alphabetic() || c == '-')).unwrap_or(rest.len());
        let lower = rest.get(..len).filter(|w| w.len() < 24).map(str::to_lowercase).unwrap_or_default();
        if !words.between.contains(&lower) && !words.weekdays.contains(&lower) {
            break;
        }
        at = skip_signs(text, at + len);
    }
    at
}

fn skip_signs(text: &str, at: usize) -> usize {
    let rest = &text[at..];
    let signs = |c: char| {
        c.is_whitespace()
            || matches!(c, '/' | '|' | ',' | ':' | ';' | '·' | '•' | '-' | '–' | '—' | '(' | ')' | '.')
    };
    at + rest.len() - rest.trim_start_matches(signs).len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::plain::words;
    use crate::lexicon::Data;

    fn check(line: &str, expected: &str) {
        let data = Data::embedded();
        let words = words::Lines::load(&data).unwrap().stamps;
        let when = When::load(&data).unwrap();
        let (stamps, left) = read(&words, &when, &Locale::default(), line);
        let mut found: Vec<String> = stamps
            .iter()
            .map(|stamp| match stamp.what {
                Some(what) => format!("{what:?} {}", stamp.moment),
                None => stamp.moment.to_string(),
            })
            .collect();
        if !left.is_empty() {
            found.push(left.to_owned());
        }
        assert_eq!(found.join(" | "), expected, "{line}");
    }

    #[test]
    fn date_lines() {
        check("Sept. 5, 2023 / 5:13 AM", "2023-09-05T05:13");
        check("Published 5 September 2023 14:05 GMT", "Published 2023-09-05T14:05Z");
        check("date 2023-09-05 Advertisement", "Retrieved 2023-09-05 | Advertisement");
        check(
            "March 5, 2024 / 2:05 PM / Updated March 6, 2024 at 9:20 PM",
            "2024-03-05T14:05 | Modified 2024-03-06T21:20",
        );
        check("Tuesday, 5 March 2024", "2024-03-05");
        check("Zuletzt aktualisiert: 05.03.2024, 14:05 Uhr", "Modified 2024-03-05T14:05");
        check("Publicado el martes, 5 de marzo de 2024", "Published 2024-03-05");
        check("The vote of March 5, 2024 was close.", "The vote of March 5, 2024 was close.");
    }
}
