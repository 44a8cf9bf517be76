//! Stretches of the calendar, with their TIMEX3 values and the days that they cover.
use serde::Deserialize;

use crate::doc::{Clock, Date, days_in_month};

/// A stretch of the calendar, as precise as the words that name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stretch {
    Day(Date),
    /// "MO", "AF", "EV", "NI" of a day.
    Daypart(Date, [u8; 2]),
    /// A time of day, with its offset in minutes east of UTC if the words give it.
    Moment(Date, Clock, Option<i16>),
    /// The week that begins on this Monday.
    Week(Date),
    /// The weekend that begins on this Saturday.
    Weekend(Date),
    Month(i32, u8),
    Quarter(i32, u8),
    Half(i32, u8),
    /// "SP", "SU", "FA", "WI"
    Season(i32, [u8; 2]),
    Year(i32),
    /// The 1990s are 199.
    Decade(i32),
    /// The 20th century is 19.
    Century(i32),
}

/// A unit of the calendar or the clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Unit {
    Second,
    Minute,
    Hour,
    Day,
    Week,
    Weekend,
    Month,
    Quarter,
    Year,
    Decade,
    Century,
}

impl Unit {
    pub fn named(name: &str) -> Option<Unit> {
        Some(match name {
            "second" => Unit::Second,
            "minute" => Unit::Minute,
            "hour" => Unit::Hour,
            "day" => Unit::Day,
            "week" => Unit::Week,
            "weekend" => Unit::Weekend,
            "month" => Unit::Month,
            "quarter" => Unit::Quarter,
            "year" => Unit::Year,
            "decade" => Unit::Decade,
            "century" => Unit::Century,
            _ => return None,
        })
    }

    /// The TIMEX3 value of `n` of them; "PXW" if it is not said how many.
    pub fn duration(self, n: Option<i64>) -> String {
        let (prefix, letter) = match self {
            Unit::Second => ("PT", "S"),
            Unit::Minute => ("PT", "M"),
            Unit::Hour => ("PT", "H"),
            Unit::Day => ("P", "D"),
            Unit::Week => ("P", "W"),
            Unit::Weekend => ("P", "WE"),
            Unit::Month => ("P", "M"),
            Unit::Quarter => ("P", "Q"),
            Unit::Year => ("P", "Y"),
            // "P20Y" says it with fewer letters to know.
            Unit::Decade => {
                return n.map_or_else(|| "PXDE".to_owned(), |n| format!("P{}Y", n.saturating_mul(10)));
            }
            Unit::Century => {
                return n.map_or_else(|| "PXCE".to_owned(), |n| format!("P{}Y", n.saturating_mul(100)));
            }
        };
        n.map_or_else(|| format!("{prefix}X{letter}"), |n| format!("{prefix}{n}{letter}"))
    }

    /// The smaller unit in which half of this one is counted, and how many of it make one.
    pub fn half(self) -> Option<(Unit, i64)> {
        Some(match self {
            Unit::Century => (Unit::Year, 100),
            Unit::Decade => (Unit::Year, 10),
            Unit::Year => (Unit::Month, 12),
            Unit::Minute => (Unit::Second, 60),
            Unit::Hour => (Unit::Minute, 60),
            Unit::Day => (Unit::Hour, 24),
            Unit::Second | Unit::Week | Unit::Weekend | Unit::Month | Unit::Quarter => return None,
        })
    }

    /// The TIMEX3 value of `n` and a half of them: "PT5H30M".
    pub fn halves(self, n: i64) -> String {
        let (whole, half) = match self {
            Unit::Second => return format!("PT{n}.5S"),
            Unit::Minute => (format!("PT{n}M"), "30S"),
            Unit::Hour => (format!("PT{n}H"), "30M"),
            Unit::Day => (format!("P{n}D"), "T12H"),
            Unit::Year => (format!("P{n}Y"), "6M"),
            Unit::Decade => return Unit::Year.duration(Some(n.saturating_mul(10).saturating_add(5))),
            Unit::Century => return Unit::Year.duration(Some(n.saturating_mul(100).saturating_add(50))),
            Unit::Week => return format!("P{n}.5W"),
            Unit::Weekend => return format!("P{n}.5WE"),
            Unit::Month => return format!("P{n}.5M"),
            Unit::Quarter => return format!("P{n}.5Q"),
        };
        // Half a unit alone is written without the whole: "PT30M".
        match (n, self) {
            (0, Unit::Minute | Unit::Hour) => format!("PT{half}"),
            (0, _) => format!("P{half}"),
            _ => format!("{whole}{half}"),
        }
    }
}

impl Stretch {
    /// The stretch of this unit that holds `day`.
    pub fn holding(unit: Unit, day: Date) -> Stretch {
        match unit {
            Unit::Second | Unit::Minute | Unit::Hour | Unit::Day => Stretch::Day(day),
            Unit::Week => Stretch::Week(monday(day)),
            Unit::Weekend => Stretch::Weekend(monday(day).plus_days(5)),
            Unit::Month => Stretch::Month(day.year, day.month),
            Unit::Quarter => Stretch::Quarter(day.year, day.month.div_ceil(3)),
            Unit::Year => Stretch::Year(day.year),
            Unit::Decade => Stretch::Decade(day.year.div_euclid(10)),
            Unit::Century => Stretch::Century(day.year.div_euclid(100)),
        }
    }

    /// The stretch `n` of its own length later; none beyond the years that have four figures.
    pub fn shifted(self, n: i64) -> Option<Stretch> {
        // No text that means it counts further.
        let n = i32::try_from(n).ok().filter(|n| n.abs() < 4_000_000)?;
        let shifted = match self {
            Stretch::Day(day) => Stretch::Day(day.plus_days(n.into())),
            Stretch::Daypart(day, part) => Stretch::Daypart(day.plus_days(n.into()), part),
            Stretch::Moment(day, clock, zone) => Stretch::Moment(day.plus_days(n.into()), clock, zone),
            Stretch::Week(day) => Stretch::Week(day.plus_days(i64::from(n) * 7)),
            Stretch::Weekend(day) => Stretch::Weekend(day.plus_days(i64::from(n) * 7)),
            Stretch::Month(year, month) => {
                let months = year * 12 + i32::from(month) - 1 + n;
                Stretch::Month(months.div_euclid(12), months.rem_euclid(12) as u8 + 1)
            }
            Stretch::Quarter(year, quarter) => {
                let quarters = year * 4 + i32::from(quarter) - 1 + n;
                Stretch::Quarter(quarters.div_euclid(4), quarters.rem_euclid(4) as u8 + 1)
            }
            Stretch::Half(year, half) => {
                let halves = year * 2 + i32::from(half) - 1 + n;
                Stretch::Half(halves.div_euclid(2), halves.rem_euclid(2) as u8 + 1)
            }
            Stretch::Season(year, season) => Stretch::Season(year + n, season),
            Stretch::Year(year) => Stretch::Year(year + n),
            Stretch::Decade(decade) => Stretch::Decade(decade + n),
            Stretch::Century(century) => Stretch::Century(century + n),
        };
        (1..=9999).contains(&shifted.year()).then_some(shifted)
    }

    /// The same day or month of another year.
    pub fn in_year(self, year: i32) -> Option<Stretch> {
        Some(match self {
            Stretch::Day(day) => Stretch::Day(Date::new(year, day.month, day.day)?),
            Stretch::Month(_, month) => Stretch::Month(year, month),
            other => other,
        })
    }

    /// The year that it begins in.
    pub fn year(self) -> i32 {
        match self {
            Stretch::Day(day)
            | Stretch::Daypart(day, _)
            | Stretch::Moment(day, ..)
            | Stretch::Week(day)
            | Stretch::Weekend(day) => day.year,
            Stretch::Month(year, _)
            | Stretch::Quarter(year, _)
            | Stretch::Half(year, _)
            | Stretch::Season(year, _)
            | Stretch::Year(year) => year,
            Stretch::Decade(decade) => decade * 10,
            Stretch::Century(century) => century * 100,
        }
    }

    /// The TIMEX3 value.
    pub fn value(self) -> String {
        match self {
            Stretch::Day(day) => day.to_string(),
            Stretch::Daypart(day, part) => format!("{day}T{}", letters(&part)),
            Stretch::Moment(day, clock, zone) => {
                crate::doc::Moment { date: day, clock: Some(clock), offset: zone }.to_string()
            }
            Stretch::Week(monday) => week(monday),
            Stretch::Weekend(saturday) => format!("{}-WE", week(saturday)),
            Stretch::Month(year, month) => format!("{year:04}-{month:02}"),
            Stretch::Quarter(year, quarter) => format!("{year:04}-Q{quarter}"),
            Stretch::Half(year, half) => format!("{year:04}-H{half}"),
            Stretch::Season(year, season) => format!("{year:04}-{}", letters(&season)),
            Stretch::Year(year) => format!("{year:04}"),
            Stretch::Decade(decade) => format!("{decade:03}"),
            Stretch::Century(century) => format!("{century:02}"),
        }
    }

    /// The first and the last day; none for a season, whose days nobody has agreed on.
    pub fn days(self) -> Option<(Date, Date)> {
        let months = |year: i32, first: u8, last: u8| {
            Some((Date::new(year, first, 1)?, Date::new(year, last, days_in_month(year, last))?))
        };
        match self {
            Stretch::Day(day) | Stretch::Daypart(day, _) | Stretch::Moment(day, ..) => Some((day, day)),
            Stretch::Week(monday) => Some((monday, monday.plus_days(6))),
            Stretch::Weekend(saturday) => Some((saturday, saturday.plus_days(1))),
            Stretch::Month(year, month) => months(year, month, month),
            Stretch::Quarter(year, quarter) => months(year, quarter * 3 - 2, quarter * 3),
            Stretch::Half(year, half) => months(year, half * 6 - 5, half * 6),
            Stretch::Season(..) => None,
            Stretch::Year(year) => months(year, 1, 12),
            Stretch::Decade(decade) => {
                Some((Date::new(decade * 10, 1, 1)?, Date::new(decade * 10 + 9, 12, 31)?))
            }
            Stretch::Century(century) => {
                Some((Date::new(century * 100 + 1, 1, 1)?, Date::new(century * 100 + 100, 12, 31)?))
            }
        }
    }

    /// True for a time of day.
    pub fn is_time(self) -> bool {
        matches!(self, Stretch::Daypart(..) | Stretch::Moment(..))
    }
}

/// The Monday on or before `day`.
pub(super) fn monday(day: Date) -> Date {
    day.plus_days(-weekday_number(day))
}

/// Monday is 0.
pub(super) fn weekday_number(day: Date) -> i64 {
    day.weekday() as i64
}

/// The week of ISO 8601 that holds `day`: "2023-W35".
fn week(day: Date) -> String {
    // The year of a week is that of its Thursday.
    let thursday = monday(day).plus_days(3);
    let first = Date { year: thursday.year, month: 1, day: 1 };
    let number = (thursday.day_number() - first.day_number()) / 7 + 1;
    format!("{:04}-W{number:02}", thursday.year)
}

/// The `n`th such weekday of a month, or the last if `n` is negative.
pub(super) fn nth_weekday(year: i32, month: u8, weekday: i64, n: i64) -> Option<Date> {
    if n < 0 {
        let last = Date::new(year, month, days_in_month(year, month))?;
        return Some(last.plus_days(-(weekday_number(last) - weekday).rem_euclid(7)));
    }
    let first = Date::new(year, month, 1)?;
    Some(first.plus_days((weekday - weekday_number(first)).rem_euclid(7) + (n - 1) * 7))
}

/// Easter Sunday of the Gregorian calendar (Meeus, Jones and Butcher).
pub(super) fn easter(year: i32) -> Option<Date> {
    let (a, b, c) = (year % 19, year / 100, year % 100);
    let (d, e) = (b / 4, b % 4);
    let g = (b - (b + 8) / 25 + 1) / 3;
    let h = (19 * a + b - d - g + 15) % 30;
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k) % 7;
    let m = (a + 11 * h + 22 * l) / 451;
    let n = h + l - 7 * m + 114;
    Date::new(year, (n / 31) as u8, (n % 31 + 1) as u8)
}

fn letters(two: &[u8; 2]) -> &str {
    std::str::from_utf8(two).unwrap_or("")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        Date::parse(text).unwrap()
    }

    #[test]
    fn weeks_are_those_of_iso_8601() {
        let value = |d| Stretch::holding(Unit::Week, day(d)).value();
        assert_eq!(value("2023-08-28"), "2023-W35");
        assert_eq!(value("2021-01-03"), "2020-W53");
        assert_eq!(value("2024-12-30"), "2025-W01");
    }

    #[test]
    fn stretches_cover_their_days() {
        let days = |s: Stretch| s.days().map(|(a, b)| format!("{a} {b}")).unwrap();
        assert_eq!(days(Stretch::Quarter(2024, 1)), "2024-01-01 2024-03-31");
        assert_eq!(days(Stretch::Month(2024, 1).shifted(-11).unwrap()), "2023-02-01 2023-02-28");
        assert_eq!(days(Stretch::Decade(199)), "1990-01-01 1999-12-31");
        assert_eq!(days(Stretch::Century(19)), "1901-01-01 2000-12-31");
        assert_eq!(Stretch::Year(2023).shifted(i64::MIN), None);
    }

    #[test]
    fn movable_feasts() {
        assert_eq!(nth_weekday(2023, 11, 3, 4), Some(day("2023-11-23")));
        assert_eq!(nth_weekday(2023, 5, 0, -1), Some(day("2023-05-29")));
        assert_eq!(easter(2024), Some(day("2024-03-31")));
    }
}
