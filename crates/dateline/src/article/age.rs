//! Ages: "1 hour ago", "vor 2 Stunden", and the interval that one leaves for a publication.
use std::collections::{HashMap, HashSet};

use serde::Deserialize;

use crate::doc::{Clock, Date, Moment};
use crate::lexicon::{Data, Error};

/// `data/article/ages.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Words {
    before: Vec<String>,
    after: HashSet<String>,
    one: HashSet<String>,
    units: HashMap<Unit, HashSet<String>>,
    words: HashMap<String, (Unit, i64)>,
}

/// A number of units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Age {
    pub count: i64,
    pub unit: Unit,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Unit {
    Minute,
    Hour,
    Day,
    Week,
    Month,
    Year,
}

impl Words {
    pub fn load(data: &Data) -> Result<Words, Error> {
        data.toml("article/ages.toml")
    }

    /// The age that `text` is, if it is one and nothing else.
    pub fn read(&self, text: &str) -> Option<Age> {
        let text = text.trim();
        if text.len() > 48 {
            return None;
        }
        let lower = text.to_lowercase();
        if let Some((unit, count)) = self.words.get(&lower) {
            return Some(Age { count: *count, unit: *unit });
        }
        let bare =
            self.before.iter().find_map(|before| lower.strip_prefix(before.as_str())?.strip_prefix(' '));
        let (rest, mut marked) = bare.map_or((lower.as_str(), false), |rest| (rest, true));
        let mut parts = rest.split_whitespace();
        let first = parts.next()?;
        // "2h ago"
        let digits = first.bytes().take_while(u8::is_ascii_digit).count();
        let count = match digits {
            0 if self.one.contains(first) => 1,
            1..=3 => first[..digits].parse().ok()?,
            _ => return None,
        };
        let glued = &first[digits..];
        let unit = if digits > 0 && !glued.is_empty() { glued } else { parts.next()? };
        let unit = unit.trim_end_matches('.');
        let unit =
            self.units.iter().filter(|(_, forms)| forms.contains(unit)).map(|(unit, _)| *unit).min()?;
        for part in parts {
            if marked || !self.after.contains(part) {
                return None;
            }
            marked = true;
        }
        marked.then_some(Age { count, unit })
    }
}

/// The first and the last moment at which something of this age can have been published.
///
/// The page was fetched at `retrieved`; if only the day is known, then on that day, and not before the page
/// itself was `published`. Without it the page's own time stands for it. An age is rounded down or to the
/// nearest, nobody knows which: "1 hour ago" is half an hour to almost two. Days and longer ages give days.
pub(super) fn interval(
    age: Age,
    retrieved: Option<Moment>,
    published: Option<Moment>,
) -> Option<(Moment, Moment)> {
    let page = retrieved.or(published)?;
    let own = published.filter(|p| p.date == page.date && p.clock.is_some());
    let (earliest, latest) = match (minutes(page), own.and_then(minutes)) {
        (Some(at), _) => (Some(at), at),
        (None, own) => (own, page.date.day_number() * DAY + DAY - 1),
    };
    let n = age.count;
    let days = |from: i64, to: i64| {
        let day = page.date.day_number();
        in_calendar(day - from).zip(in_calendar(day - to)).map(|(from, to)| (from.into(), to.into()))
    };
    let unit = match age.unit {
        Unit::Minute => 1,
        Unit::Hour => 60,
        Unit::Day => return days(n, n),
        Unit::Week => return days(7 * n + 6, (7 * n - 3).max(0)),
        Unit::Month => return days(31 * n + 30, (30 * n - 15).max(0)),
        Unit::Year => return days(366 * n + 365, (365 * n - 182).max(0)),
    };
    let (least, most) = ((n * unit - unit / 2).max(0), (n + 1) * unit - 1);
    let Some(earliest) = earliest else {
        // Only the day is known: the age may reach back over midnight.
        return days((most + DAY - 1) / DAY, least / DAY);
    };
    let offset = if minutes(page).is_some() { page.offset } else { own.and_then(|own| own.offset) };
    at(earliest - most, offset).zip(at(latest - least, offset))
}

const DAY: i64 = 24 * 60;

fn minutes(moment: Moment) -> Option<i64> {
    let clock = moment.clock?;
    Some(moment.date.day_number() * DAY + i64::from(clock.hour) * 60 + i64::from(clock.minute))
}

fn at(minutes: i64, offset: Option<i16>) -> Option<Moment> {
    let (hour, minute) = ((minutes.rem_euclid(DAY) / 60) as u8, (minutes.rem_euclid(60)) as u8);
    let date = in_calendar(minutes.div_euclid(DAY))?;
    Some(Moment { date, clock: Some(Clock { hour, minute, second: None }), offset })
}

/// The date, if its year is one that [`Date`] knows.
fn in_calendar(day: i64) -> Option<Date> {
    let date = Date::from_day_number(day);
    Date::new(date.year, date.month, date.day)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: Option<(i64, Unit)>) {
        let words = Words::load(&Data::embedded()).unwrap();
        assert_eq!(words.read(text).map(|age| (age.count, age.unit)), expected, "{text}");
    }

    #[test]
    fn ages() {
        check("1 hour ago", Some((1, Unit::Hour)));
        check("an hour ago", Some((1, Unit::Hour)));
        check("2h ago", Some((2, Unit::Hour)));
        check("vor 3 Tagen", Some((3, Unit::Day)));
        check("il y a 5 minutes", Some((5, Unit::Minute)));
        check("hace 2 semanas", Some((2, Unit::Week)));
        check("Yesterday", Some((1, Unit::Day)));
        check("2 hours", None);
        check("12 men ago", None);
        check("long ago", None);
    }

    fn check_interval(
        age: (i64, Unit),
        retrieved: &str,
        published: (&str, Option<(u8, u8)>),
        expected: &str,
    ) {
        let moment = |day: &str, clock: Option<(u8, u8)>| {
            let clock = clock.map(|(hour, minute)| Clock { hour, minute, second: None });
            Date::parse(day).map(|date| Moment { date, clock, offset: None })
        };
        let age = Age { count: age.0, unit: age.1 };
        let found = interval(age, moment(retrieved, None), moment(published.0, published.1));
        assert_eq!(found.map_or("none".into(), |(from, to)| format!("{from} {to}")), expected);
    }

    #[test]
    fn intervals_are_as_wide_as_what_is_known() {
        let clock = Some((5, 13));
        check_interval((1, Unit::Hour), "", ("2023-09-05", clock), "2023-09-05T03:14 2023-09-05T04:43");
        check_interval(
            (1, Unit::Hour),
            "2023-09-05",
            ("2023-09-05", clock),
            "2023-09-05T03:14 2023-09-05T23:29",
        );
        check_interval((1, Unit::Hour), "", ("2023-09-05", None), "2023-09-04 2023-09-05");
        check_interval((1, Unit::Day), "", ("2023-09-05", None), "2023-09-04 2023-09-04");
        check_interval((2, Unit::Week), "2023-09-05", ("2023-09-04", None), "2023-08-16 2023-08-25");
        check_interval((1, Unit::Hour), "", ("", None), "none");
    }
}
