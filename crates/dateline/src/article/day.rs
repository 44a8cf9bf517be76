//! A day and a month, with or without a year, as datelines and date lines write them: "Sept. 5", "5 de mayo de 2023".
use std::collections::HashMap;

use crate::doc::Date;
use crate::lexicon::{Data, Error};

/// `data/article/months.tsv`, ready for use: the month by a form in lower case.
#[derive(Debug)]
pub(super) struct Months(HashMap<String, u8>);

/// A day whose year may be unknown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Day {
    pub year: Option<i32>,
    pub month: u8,
    pub day: u8,
}

impl Day {
    /// The day in its own year, or else in the year that brings it nearest to `near`.
    ///
    /// A report of Dec. 31 that is published on January 1 was filed the year before.
    pub fn resolve(self, near: Option<Date>) -> Option<Date> {
        if let Some(year) = self.year {
            return Date::new(year, self.month, self.day);
        }
        let near = near?;
        (near.year - 1..=near.year + 1)
            .filter_map(|year| Date::new(year, self.month, self.day))
            .min_by_key(|date| (date.day_number() - near.day_number()).abs())
    }
}

impl Months {
    pub fn load(data: &Data) -> Result<Months, Error> {
        let table = data.tsv("article/months.tsv")?;
        let (form, month) = (table.column("form")?, table.column("month")?);
        let mut months = HashMap::new();
        let mut unclear = Vec::new();
        for row in table.rows() {
            let number: u8 = row.cell(month).parse().map_err(|_| table.error(row, "no month"))?;
            if months.insert(row.cell(form).to_owned(), number).is_some_and(|other| other != number) {
                unclear.push(row.cell(form));
            }
        }
        // A dateline's language is not known yet; "listopad" is October to Croats and November to Poles.
        for form in unclear {
            months.remove(form);
        }
        Ok(Months(months))
    }

    /// The day that `text` begins with, and the length of its words.
    pub fn day_at_start(&self, text: &str) -> Option<(Day, usize)> {
        let mut at = Scan { text, at: 0 };
        let (month, day) = if let Some((day, _)) = at.number(2) {
            at.ordinal();
            at.spaces();
            at.word(&["de", "of"]);
            (at.month(self)?, day)
        } else {
            let month = at.month(self)?;
            at.spaces();
            let (day, _) = at.number(2)?;
            at.ordinal();
            (month, day)
        };
        let end = at.at;
        let day = u8::try_from(day).ok()?;
        // 2024 was a leap year: any day that some year has.
        Date::new(2024, month, day)?;
        at.eat(',');
        at.spaces();
        at.word(&["de", "del"]);
        let (year, end) = match at.number(4) {
            Some((year, 4)) if (1800..2200).contains(&year) => (Some(year), at.at),
            _ => (None, end),
        };
        Some((Day { year, month, day }, end))
    }
}

struct Scan<'a> {
    text: &'a str,
    at: usize,
}

impl Scan<'_> {
    fn rest(&self) -> &str {
        &self.text[self.at..]
    }

    /// A number of at most `most` digits that no digit follows, and the count of its digits.
    fn number(&mut self, most: usize) -> Option<(i32, usize)> {
        let digits = self.rest().bytes().take_while(u8::is_ascii_digit).count();
        if digits == 0 || digits > most {
            return None;
        }
        let value = self.rest()[..digits].parse().ok()?;
        self.at += digits;
        Some((value, digits))
    }

    fn month(&mut self, months: &Months) -> Option<u8> {
        let rest = self.rest();
        let end = rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len());
        // The longest form is "septiembre"; what is longer need not be copied.
        let month = *months.0.get(&rest.get(..end).filter(|w| w.len() <= 24)?.to_lowercase())?;
        self.at += end;
        self.eat('.');
        Some(month)
    }

    fn ordinal(&mut self) {
        for mark in ["st", "nd", "rd", "th", "er", "º", "°", "."] {
            if self.rest().starts_with(mark) {
                self.at += mark.len();
                return;
            }
        }
    }

    fn word(&mut self, any: &[&str]) {
        for word in any {
            if self.rest().get(..word.len()).is_some_and(|w| w.eq_ignore_ascii_case(word))
                && self.rest()[word.len()..].starts_with(char::is_whitespace)
            {
                self.at += word.len();
                self.spaces();
                return;
            }
        }
    }

    fn eat(&mut self, c: char) {
        if self.rest().starts_with(c) {
            self.at += c.len_utf8();
        }
    }

    fn spaces(&mut self) {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start().len();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: Option<(&str, &str)>) {
        let months = Months::load(&Data::embedded()).unwrap();
        let near = Date::new(2023, 9, 6);
        let found = months
            .day_at_start(text)
            .and_then(|(day, len)| Some((day.resolve(near)?.to_string(), text[..len].to_owned())));
        let found = found.as_ref().map(|(date, words)| (date.as_str(), words.as_str()));
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn days() {
        check("Sept. 5 (UPI)", Some(("2023-09-05", "Sept. 5")));
        check("September 5, 2021 and", Some(("2021-09-05", "September 5, 2021")));
        check("5 de mayo de 2022, dijo", Some(("2022-05-05", "5 de mayo de 2022")));
        check("1er août", Some(("2023-08-01", "1er août")));
        check("3. März 2020", Some(("2020-03-03", "3. März 2020")));
        check("05 SET - Il", Some(("2023-09-05", "05 SET")));
        check("Feb. 30", None);
        check("5 men", None);
        check("May said", None);
        check("2023 September 5", None);
    }
}
