//! Dates and times as pages write them, in data and in words.
//!
//! Keeps the page's own precision and offset: a day stays a day, and a time without a zone has none.
mod clock;
mod tokens;

use std::collections::HashMap;
use std::ops::Range;

use serde::Deserialize;

use self::tokens::{Kind, Token};
use crate::doc::{Clock, Date, Moment};
use crate::lexicon::{Data, Error};

/// The words of dates: `months.tsv`, `zones.tsv` and `clock.toml` of `data/article/`.
#[derive(Debug)]
pub(super) struct When {
    months: HashMap<String, Vec<Month>>,
    zones: HashMap<String, Vec<Zone>>,
    words: Words,
}

/// Two letters in lower case.
type Code = [u8; 2];

#[derive(Debug)]
struct Month {
    number: u8,
    languages: Vec<Code>,
}

#[derive(Debug)]
struct Zone {
    minutes: i16,
    saving: Option<Saving>,
    only: Option<Code>,
}

#[derive(Clone, Copy, Debug)]
enum Saving {
    Us,
    Eu,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    morning: Vec<String>,
    afternoon: Vec<String>,
    hour_marks: Vec<String>,
    minute_marks: Vec<String>,
    after: Vec<String>,
    between: Vec<String>,
    year_marks: Vec<String>,
    month_marks: Vec<String>,
    day_marks: Vec<String>,
    date_words: Vec<String>,
    month_counters: Vec<String>,
    ordinals: Vec<String>,
    month_first: Vec<String>,
}

/// The language and the country of a page, which settle what "05/09" and "CST" mean.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Locale {
    /// ISO 639-1.
    pub language: Option<Code>,
    /// ISO 3166-1 alpha-2.
    pub country: Option<Code>,
}

impl Locale {
    /// The locale of a language tag ("en-GB", "de_AT") and a host, whose country code counts if the tag has none.
    pub fn of(tag: Option<&str>, host: Option<&str>) -> Locale {
        let mut parts = tag.unwrap_or("").split(['-', '_']);
        let language = parts.next().and_then(code);
        let region = parts.rev().find_map(code);
        let domain = host.and_then(|host| code(host.rsplit('.').next()?)).map(|tld| match &tld {
            b"uk" => *b"gb",
            _ => tld,
        });
        // ".tv", ".io", ".ai" and ".co" are sold to everyone.
        let domain =
            domain.filter(|tld| !matches!(tld, b"tv" | b"io" | b"ai" | b"co" | b"me" | b"eu" | b"fm"));
        Locale { language, country: domain.or(region) }
    }
}

fn code(part: &str) -> Option<Code> {
    let [a, b] = part.as_bytes() else { return None };
    (a.is_ascii_alphabetic() && b.is_ascii_alphabetic())
        .then(|| [a.to_ascii_lowercase(), b.to_ascii_lowercase()])
}

impl When {
    pub fn load(data: &Data) -> Result<When, Error> {
        let mut when =
            When { months: HashMap::new(), zones: HashMap::new(), words: data.toml("article/clock.toml")? };
        let file = data.tsv("article/months.tsv")?;
        let (form, month, languages) =
            (file.column("form")?, file.column("month")?, file.column("languages")?);
        for row in file.rows() {
            let number = row.cell(month).parse().ok().filter(|m| (1..=12).contains(m));
            let number = number.ok_or_else(|| file.error(row, "the month is not a number from 1 to 12"))?;
            let languages = row.cell(languages).split(' ').filter_map(code).collect();
            when.months.entry(row.cell(form).to_owned()).or_default().push(Month { number, languages });
        }
        let file = data.tsv("article/zones.tsv")?;
        let (name, minutes) = (file.column("name")?, file.column("minutes")?);
        let (saving, only) = (file.column("saving")?, file.column("only")?);
        for row in file.rows() {
            let minutes =
                row.cell(minutes).parse().map_err(|_| file.error(row, "the offset is not in minutes"))?;
            let saving = match row.cell(saving) {
                "" => None,
                "us" => Some(Saving::Us),
                "eu" => Some(Saving::Eu),
                other => return Err(file.error(row, format!("there is no rule `{other}` of summer time"))),
            };
            let zone = Zone { minutes, saving, only: row.some(only).and_then(code) };
            when.zones.entry(row.cell(name).to_owned()).or_default().push(zone);
        }
        Ok(when)
    }

    /// The first date of a string, with the time and the offset that stand by it.
    pub fn parse(&self, text: &str, locale: &Locale) -> Option<Moment> {
        Some(self.find(text, locale)?.0)
    }

    /// The first date of a string, and the bytes of the string that it was read from.
    pub fn find(&self, text: &str, locale: &Locale) -> Option<(Moment, Range<usize>)> {
        if !text.contains(char::is_numeric) {
            return None;
        }
        let lower = tokens::lower(text);
        let tokens = tokens::tokens(&lower);
        let scan = Scan { rules: self, text, lower: &lower, tokens: &tokens, locale };
        (0..tokens.len()).find_map(|at| scan.moment_at(at))
    }

    /// True where numbers put the month before the day, and "CST" is Chicago's time.
    fn writes_american(locale: &Locale) -> bool {
        match locale.country {
            Some(country) => country == *b"us",
            None => locale.language == Some(*b"en"),
        }
    }

    fn puts_month_first(&self, locale: &Locale) -> Option<bool> {
        match locale.country {
            Some(country) => Some(self.words.month_first.iter().any(|c| c.as_bytes() == country)),
            None => locale.language.map(|language| language == *b"en"),
        }
    }
}

/// The moment of a Unix time in seconds or milliseconds, for fields that are known to hold one.
pub(super) fn epoch(text: &str) -> Option<Moment> {
    let value: i64 = text.trim().parse().ok()?;
    let seconds = if value.abs() > 100_000_000_000 { value / 1000 } else { value };
    let clock = seconds.rem_euclid(86_400);
    let date = Date::from_day_number(seconds.div_euclid(86_400));
    plausible(date.year).then_some(Moment {
        date,
        clock: Some(Clock {
            hour: (clock / 3600) as u8,
            minute: (clock / 60 % 60) as u8,
            second: Some((clock % 60) as u8),
        }),
        offset: Some(0),
    })
}

/// Years that a page can be about; programs write 0001 and 1970 for "unknown", but 1970 is also a year.
fn plausible(year: i32) -> bool {
    (1800..=2100).contains(&year)
}

/// One string, looked at with one locale.
struct Scan<'a> {
    rules: &'a When,
    text: &'a str,
    lower: &'a str,
    tokens: &'a [Token],
    locale: &'a Locale,
}

impl Scan<'_> {
    fn moment_at(&self, at: usize) -> Option<(Moment, Range<usize>)> {
        if let Some((moment, next)) = self.compact(at) {
            return Some((moment, self.range(at, next)));
        }
        let forms = [Self::year_month_day, Self::day_month_year, Self::numbers, Self::month_day_year];
        let (date, next) = forms.iter().find_map(|form| form(self, at))?;
        if let Some(timed) = self.clock_after(next, date) {
            let moment = Moment { date, clock: Some(timed.clock), offset: timed.offset };
            return Some((moment, self.range(at, timed.next)));
        }
        if let Some((start, timed)) = self.clock_before(at, date) {
            let moment = Moment { date, clock: Some(timed.clock), offset: timed.offset };
            return Some((moment, self.range(start, next)));
        }
        Some((date.into(), self.range(at, next)))
    }

    fn range(&self, from: usize, to: usize) -> Range<usize> {
        self.tokens[from].start..self.tokens[to - 1].end
    }

    fn word(&self, token: &Token) -> &str {
        &self.lower[token.start..token.end]
    }

    /// The first token after one of `words` at token `at`. Words may hold marks: "a.m.".
    fn one_of(&self, at: usize, words: &[String]) -> Option<usize> {
        let token = self.tokens.get(at)?;
        let rest = &self.lower[token.start..];
        words.iter().filter(|w| rest.starts_with(w.as_str())).find_map(|word| {
            let end = token.start + word.len();
            let next = at + self.tokens[at..].iter().take_while(|t| t.end <= end).count();
            (next > at && self.tokens[next - 1].end == end).then_some(next)
        })
    }

    fn number(&self, at: usize, most_digits: u8) -> Option<u32> {
        let (value, digits) = self.tokens.get(at)?.number()?;
        (digits <= most_digits).then_some(value)
    }

    fn year(&self, at: usize) -> Option<i32> {
        let (value, digits) = self.tokens.get(at)?.number()?;
        (digits == 4 && plausible(value as i32)).then_some(value as i32)
    }

    /// "20230905", "20230905T1405", "20230905140520"
    fn compact(&self, at: usize) -> Option<(Moment, usize)> {
        let token = self.tokens.get(at)?;
        let (_, digits) = token.number()?;
        let written = self.lower.get(token.start..token.end).filter(|w| w.is_ascii())?;
        let part = |range: Range<usize>| written.get(range)?.parse::<u32>().ok();
        if !matches!(digits, 8 | 12 | 14) {
            return None;
        }
        let date = self.date(part(0..4)? as i32, part(4..6)?, part(6..8)?)?;
        let clock = |h: u32, m: u32, s: Option<u32>| {
            let fits = h < 24 && m < 60 && s.is_none_or(|s| s < 60);
            fits.then_some(Clock { hour: h as u8, minute: m as u8, second: s.map(|s| s as u8) })
        };
        if digits > 8 {
            let clock = clock(part(8..10)?, part(10..12)?, part(12..14))?;
            return Some((Moment { date, clock: Some(clock), offset: None }, at + 1));
        }
        let timed = self.tokens.get(at + 1).zip(self.tokens.get(at + 2)).and_then(|(t, time)| {
            let (value, digits) = time.number()?;
            let (value, second) = match digits {
                6 => (value / 100, Some(value % 100)),
                4 => (value, None),
                _ => return None,
            };
            (self.word(t) == "t" && !time.spaced).then(|| clock(value / 100, value % 100, second)).flatten()
        });
        match timed {
            Some(clock) => {
                let zulu = self.tokens.get(at + 3).is_some_and(|t| !t.spaced && self.word(t) == "z");
                let moment = Moment { date, clock: Some(clock), offset: zulu.then_some(0) };
                Some((moment, at + 3 + usize::from(zulu)))
            }
            None => Some((date.into(), at + 1)),
        }
    }

    /// "2023-09-05", "2023. 9. 5.", "2023年9月5日", "2023 Sep 5"
    fn year_month_day(&self, at: usize) -> Option<(Date, usize)> {
        let year = self.year(at)?;
        let words = &self.rules.words;
        if let Some(next) = self.one_of(at + 1, &words.year_marks) {
            let month = self.number(next, 2)?;
            let next = self.one_of(next + 1, &words.month_marks)?;
            let day = self.number(next, 2)?;
            let next = self.one_of(next + 1, &words.day_marks).unwrap_or(next + 1);
            return Some((self.date(year, month, day)?, next));
        }
        let joined = at > 0 && self.tokens[at - 1].is_mark('.') && !self.tokens[at].spaced;
        if let Kind::Mark(mark @ ('-' | '/' | '.' | '‑' | '–')) = self.tokens.get(at + 1)?.kind
            && !joined
            && let Some(month) = self.number(at + 2, 2)
        {
            let same = self.tokens.get(at + 3)?.is_mark(mark);
            let day = self.number(at + 4, 2).filter(|_| same)?;
            return Some((self.date(year, month, day)?, at + 5));
        }
        let next = self.skip_date_words(at + 1);
        let (month, next) = self.month(next)?;
        let next = self.skip_date_words(next);
        let day = self.number(next, 2)?;
        Some((self.date(year, u32::from(month), day)?, next + 1))
    }

    /// "5 September 2023", "5. September 2023", "le 1er septembre 2023", "5 de septiembre de 2023"
    fn day_month_year(&self, at: usize) -> Option<(Date, usize)> {
        let day = self.number(at, 2)?;
        let next = self.one_of(at + 1, &self.rules.words.ordinals).unwrap_or(at + 1);
        let (month, next) = self.month(self.skip_date_words(next))?;
        let next = self.skip_date_words(next);
        Some((self.date(self.year(next)?, u32::from(month), day)?, next + 1))
    }

    /// "September 5, 2023", "Sep 5 05:13:00 CEST 2023"
    fn month_day_year(&self, at: usize) -> Option<(Date, usize)> {
        let (month, next) = self.month(at)?;
        let day = self.number(next, 2)?;
        let next = self.one_of(next + 1, &self.rules.words.ordinals).unwrap_or(next + 1);
        let after = self.skip_date_words(next);
        if let Some(year) = self.year(after) {
            return Some((self.date(year, u32::from(month), day)?, after + 1));
        }
        // The C library puts the time between the day and the year.
        let timed = self.clock_at(next, Date { year: 2000, month: 1, day: 1 }, false)?;
        let zone = self.tokens.get(timed.next).is_some_and(|t| t.kind == Kind::Word);
        let year = self.year(timed.next).or_else(|| self.year(timed.next + 1).filter(|_| zone))?;
        Some((self.date(year, u32::from(month), day)?, next))
    }

    /// "05.09.2023", "5/9/23", "9/5/2023"
    fn numbers(&self, at: usize) -> Option<(Date, usize)> {
        let first = self.number(at, 2)?;
        let Kind::Mark(mark @ ('.' | '/' | '-')) = self.tokens.get(at + 1)?.kind else { return None };
        let second = self.number(at + 2, 2)?;
        let same = self.tokens.get(at + 3)?.is_mark(mark);
        let joined = at > 0 && self.tokens[at - 1].is_mark(mark) && !self.tokens[at].spaced;
        let longer = self.tokens.get(at + 5).is_some_and(|t| t.is_mark(mark) && !t.spaced)
            && self.tokens.get(at + 6).is_some_and(|t| t.number().is_some() && !t.spaced);
        if !same || joined || longer {
            return None;
        }
        let year = match self.tokens.get(at + 4)?.number()? {
            (year, 4) if plausible(year as i32) => year as i32,
            (year, 2) if mark != '-' && year < 60 => 2000 + year as i32,
            _ => return None,
        };
        let month_first = mark != '.'
            && match (first > 12, second > 12) {
                (true, _) => false,
                (_, true) => true,
                _ if first == second => false,
                _ => self.rules.puts_month_first(self.locale)?,
            };
        let (month, day) = if month_first { (first, second) } else { (second, first) };
        Some((self.date(year, month, day)?, at + 5))
    }

    fn date(&self, year: i32, month: u32, day: u32) -> Option<Date> {
        Date::new(year, u8::try_from(month).ok()?, u8::try_from(day).ok()?)
    }

    /// A month in words at token `at`, with the full stop of its short form.
    fn month(&self, at: usize) -> Option<(u8, usize)> {
        let token = self.tokens.get(at).filter(|t| t.kind == Kind::Word)?;
        if let Some(next) = self.one_of(at, &self.rules.words.month_counters) {
            let month = self.number(next, 2).filter(|m| (1..=12).contains(m))?;
            return Some((month as u8, next + 1));
        }
        let found = self.rules.months.get(self.word(token))?;
        let number = match found.as_slice() {
            [one] => one.number,
            many => {
                many.iter().find(|m| self.locale.language.is_some_and(|l| m.languages.contains(&l)))?.number
            }
        };
        let stop = self.tokens.get(at + 1).is_some_and(|t| t.is_mark('.'));
        Some((number, at + 1 + usize::from(stop)))
    }

    /// Skips what may stand between day, month and year: stops, commas, dashes, "de".
    fn skip_date_words(&self, mut at: usize) -> usize {
        for _ in 0..3 {
            let Some(token) = self.tokens.get(at) else { break };
            let skipped = match token.kind {
                Kind::Mark(mark) => matches!(mark, '.' | ',' | '-' | '/' | '\'' | '’' | '،'),
                Kind::Word => self.rules.words.date_words.iter().any(|w| w == self.word(token)),
                Kind::Number { .. } => false,
            };
            if !skipped {
                break;
            }
            at += 1;
        }
        at
    }
}

#[cfg(test)]
mod tests;
