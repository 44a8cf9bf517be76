//! Date lines: "Published Sept. 5, 2023 / 5:13 AM EDT; updated 9:20 PM", "date 2023-09-05".
use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::super::day::Months;
use crate::doc::{Clock, Date, Moment};

/// The words of date lines, from `data/article/plain/lines.toml`.
#[derive(Debug)]
pub(super) struct Words {
    /// The longest first.
    pub labels: Vec<(String, What)>,
    pub between: HashSet<String>,
    pub weekdays: HashSet<String>,
    /// Minutes east of UTC.
    pub zones: HashMap<String, i16>,
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
pub(super) fn read<'a>(words: &Words, months: &Months, line: &'a str) -> (Vec<Stamp>, &'a str) {
    let mut stamps: Vec<Stamp> = Vec::new();
    let mut at = 0;
    // Three dates on a line are the most that was seen: published, updated, read.
    while stamps.len() < 4 {
        let from = skip_signs(line, at);
        let label = label(words, &line[from..]);
        let start = skip_signs(line, from + label.map_or(0, |(_, len)| len));
        let start = skip_signs(line, start + skip_words(words, &line[start..]));
        if let Some((moment, len)) = moment(words, months, &line[start..]) {
            let what = label.map(|(what, _)| what);
            stamps.push(Stamp { what, moment, words: start..start + len });
            at = start + len;
        } else if let (Some(last), Some((clock, offset, len)), Some((what, _))) =
            (stamps.last(), clock(words, &line[start..]), label)
        {
            // "Sept. 5, 2023 5:13 AM; updated 9:20 PM" is the same day.
            let moment = Moment { date: last.moment.date, clock: Some(clock), offset };
            stamps.push(Stamp { what: Some(what), moment, words: start..start + len });
            at = start + len;
        } else {
            break;
        }
    }
    (stamps, line[skip_signs(line, at)..].trim())
}

fn label(words: &Words, text: &str) -> Option<(What, usize)> {
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
    let signs = |c: char| c.is_whitespace() || matches!(c, '/' | '|' | ',' | ':' | ';' | '·' | '•' | '-' | '–' | '—' | '(' | ')' | '.');
    at + rest.len() - rest.trim_start_matches(signs).len()
}

/// The moment that `text` begins with, with no more precision than it gives.
pub(super) fn moment(words: &Words, months: &Months, text: &str) -> Option<(Moment, usize)> {
    let (date, end) = iso_date(text).or_else(|| {
        let (day, len) = months.day_at_start(text)?;
        Some((day.year.and_then(|_| day.resolve(None))?, len))
    })?;
    let rest = &text[end..];
    let mut start = rest.strip_prefix('T').map_or_else(|| skip_signs(rest, 0), |_| 1);
    for _ in 0..2 {
        start = skip_signs(rest, start + skip_words(words, &rest[start..]));
    }
    match clock(words, &rest[start..]) {
        Some((clock, offset, len)) => Some((Moment { date, clock: Some(clock), offset }, end + start + len)),
        None => Some((date.into(), end)),
    }
}

fn iso_date(text: &str) -> Option<(Date, usize)> {
    let head = text.get(..10)?;
    if text[10..].starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let dashed = head.replace(['/', '.'], "-");
    Some((Date::parse(&dashed)?, 10))
}

/// "5:13 AM EDT", "14.05 Uhr", "14h05", "05:13:00+02:00"
fn clock(words: &Words, text: &str) -> Option<(Clock, Option<i16>, usize)> {
    let (hour, mut at) = digits(text, 2)?;
    let mut minute = None;
    let mut second = None;
    if let Some(rest) = text[at..].strip_prefix([':', '.', 'h', 'H']) {
        if let Some((value, 2)) = digits(rest, 2) {
            minute = Some(value);
            at += 3;
            if let Some((value, 2)) = text[at..].strip_prefix(':').and_then(|rest| digits(rest, 2)) {
                second = Some(value);
                at += 3;
                // Milliseconds say nothing.
                let fraction = text[at..].strip_prefix('.').map_or(0, |r| r.bytes().take_while(u8::is_ascii_digit).count());
                at += if fraction > 0 { fraction + 1 } else { 0 };
            }
        }
    }
    let space = text[at..].len() - text[at..].trim_start().len();
    let half = ["a.m.", "p.m.", "am", "pm"].into_iter().find(|half| {
        let rest = &text[at + space..];
        rest.get(..half.len()).is_some_and(|w| w.eq_ignore_ascii_case(half))
            && !rest[half.len()..].starts_with(char::is_alphanumeric)
    });
    let hour = match half {
        Some(half) => {
            at += space + half.len();
            let hour = Some(hour).filter(|h| (1..=12).contains(h))? % 12;
            if half.starts_with('p') { hour + 12 } else { hour }
        }
        // "5" alone is no time of day.
        None => {
            minute?;
            hour
        }
    };
    let minute = minute.unwrap_or(0);
    if hour > 23 || minute > 59 || second.is_some_and(|s| s > 59) {
        return None;
    }
    let (offset, len) = zone(words, &text[at..]);
    Some((Clock { hour, minute, second }, offset, at + len))
}

/// The offset of "GMT", " (EDT)", "+0200", "UTC+9", and the length of its words.
fn zone(words: &Words, text: &str) -> (Option<i16>, usize) {
    let start = text.len() - text.trim_start_matches([' ', '(']).len();
    let rest = &text[start..];
    let name = rest.bytes().take_while(u8::is_ascii_alphabetic).count();
    let named = words.zones.get(&rest[..name.min(5)].to_ascii_lowercase()).filter(|_| (1..=5).contains(&name));
    let after = &rest[if named.is_some() { name } else { 0 }..];
    if named.is_none_or(|offset| *offset == 0) {
        if let Some((offset, len)) = offset(after) {
            return (Some(offset), start + if named.is_some() { name } else { 0 } + len);
        }
    }
    match named {
        Some(offset) => (Some(*offset), start + name + usize::from(after.starts_with(')'))),
        // "ET", "local time": said, but not known to us.
        None => (None, 0),
    }
}

fn offset(text: &str) -> Option<(i16, usize)> {
    let sign = match text.chars().next()? {
        '+' => 1,
        '-' | '−' => -1,
        _ => return None,
    };
    let skip = text.chars().next()?.len_utf8();
    let (first, len) = digits(&text[skip..], 4)?;
    let rest = &text[skip + len..];
    let (hours, minutes, len) = match (len, rest.strip_prefix(':').and_then(|r| digits(r, 2))) {
        (1 | 2, Some((minutes, 2))) => (first, minutes, len + 3),
        (1 | 2, _) => (first, 0, len),
        (4, _) => (0, 0, len),
        _ => return None,
    };
    let (hours, minutes) = if len == 4 && hours == 0 {
        let four: i16 = text[skip..skip + 4].parse().ok()?;
        (four / 100, four % 100)
    } else {
        (i16::from(hours), i16::from(minutes))
    };
    (hours <= 14 && minutes < 60).then_some((sign * (hours * 60 + minutes), skip + len))
}

/// A number of at most `most` digits that no digit follows; only its last two digits count beyond that.
fn digits(text: &str, most: usize) -> Option<(u8, usize)> {
    let len = text.bytes().take_while(u8::is_ascii_digit).count();
    if len == 0 || len > most {
        return None;
    }
    let value = text[len.saturating_sub(2)..len].parse().ok()?;
    Some((value, len))
}
