//! Calendar dates and moments with the precision that a page gives them. No clock, no time zone tables.
use std::fmt;

/// A day of the proleptic Gregorian calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    /// The year, 1 to 9999.
    pub year: i32,
    /// The month, 1 to 12.
    pub month: u8,
    /// The day, 1 to 31.
    pub day: u8,
}

/// Monday to Sunday, as ISO 8601 counts them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs)]
pub enum Weekday {
    Monday,
    Tuesday,
    Wednesday,
    Thursday,
    Friday,
    Saturday,
    Sunday,
}

impl Weekday {
    /// All seven, Monday first.
    pub const ALL: [Weekday; 7] = [
        Weekday::Monday,
        Weekday::Tuesday,
        Weekday::Wednesday,
        Weekday::Thursday,
        Weekday::Friday,
        Weekday::Saturday,
        Weekday::Sunday,
    ];
}

impl Date {
    /// The date, or none if the calendar has no such day.
    ///
    /// ```
    /// use dateline::doc::Date;
    /// assert!(Date::new(2024, 2, 29).is_some());
    /// assert!(Date::new(2023, 2, 29).is_none());
    /// ```
    pub fn new(year: i32, month: u8, day: u8) -> Option<Date> {
        let valid = (1..=9999).contains(&year)
            && (1..=12).contains(&month)
            && day >= 1
            && day <= days_in_month(year, month);
        valid.then_some(Date { year, month, day })
    }

    /// Reads `YYYY-MM-DD`, and nothing else.
    pub fn parse(text: &str) -> Option<Date> {
        let b = text.as_bytes();
        if b.len() != 10 || b[4] != b'-' || b[7] != b'-' {
            return None;
        }
        Date::new(text.get(..4)?.parse().ok()?, text.get(5..7)?.parse().ok()?, text.get(8..)?.parse().ok()?)
    }

    /// Days since 1970-01-01 (Howard Hinnant, "chrono-compatible low-level date algorithms").
    pub fn day_number(self) -> i64 {
        let y = i64::from(if self.month <= 2 { self.year - 1 } else { self.year });
        let era = y.div_euclid(400);
        let yoe = y.rem_euclid(400);
        let m = i64::from(self.month);
        let doy = (153 * (if m > 2 { m - 3 } else { m + 9 }) + 2) / 5 + i64::from(self.day) - 1;
        era * 146_097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719_468
    }

    /// The date `n` days after 1970-01-01, the inverse of [`Date::day_number`].
    pub fn from_day_number(n: i64) -> Date {
        let z = n + 719_468;
        let era = z.div_euclid(146_097);
        let doe = z.rem_euclid(146_097);
        let yoe = (doe - doe / 1460 + doe / 36_524 - doe / 146_096) / 365;
        let doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
        let mp = (5 * doy + 2) / 153;
        let day = (doy - (153 * mp + 2) / 5 + 1) as u8;
        let month = (if mp < 10 { mp + 3 } else { mp - 9 }) as u8;
        let year = (yoe + era * 400 + i64::from(month <= 2)) as i32;
        Date { year, month, day }
    }

    /// The date `days` later (or earlier, if negative).
    pub fn plus_days(self, days: i64) -> Date {
        Date::from_day_number(self.day_number() + days)
    }

    /// The weekday.
    ///
    /// ```
    /// use dateline::doc::{Date, Weekday};
    /// assert_eq!(Date::new(2024, 3, 5).unwrap().weekday(), Weekday::Tuesday);
    /// ```
    pub fn weekday(self) -> Weekday {
        Weekday::ALL[(self.day_number() + 3).rem_euclid(7) as usize]
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

/// The number of days of a month, 1 to 12.
pub fn days_in_month(year: i32, month: u8) -> u8 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// A day, or an instant on it, with no more precision than the page gives.
///
/// ```
/// use dateline::doc::{Clock, Date, Moment};
/// let moment = Moment {
///     date: Date::new(2023, 9, 5).unwrap(),
///     clock: Some(Clock { hour: 5, minute: 13, second: None }),
///     offset: None,
/// };
/// assert_eq!(moment.to_string(), "2023-09-05T05:13");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Moment {
    /// The day.
    pub date: Date,
    /// The time of day, if given.
    pub clock: Option<Clock>,
    /// Minutes east of UTC, if given; meaningful only with a clock.
    pub offset: Option<i16>,
}

/// A time of day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Clock {
    /// 0 to 23.
    pub hour: u8,
    /// 0 to 59.
    pub minute: u8,
    /// 0 to 59, if given.
    pub second: Option<u8>,
}

impl From<Date> for Moment {
    fn from(date: Date) -> Moment {
        Moment { date, clock: None, offset: None }
    }
}

impl Moment {
    /// Reads what [`Display`](fmt::Display) writes: `2024-03-05`, `2024-03-05T09:30`, `2024-03-05T09:30:15+01:00`.
    ///
    /// ```
    /// use dateline::doc::Moment;
    /// for text in ["2024-03-05", "2024-03-05T09:30", "2024-03-05T09:30:15Z", "2024-03-05T09:30-04:30"] {
    ///     assert_eq!(Moment::parse(text).unwrap().to_string(), text);
    /// }
    /// assert_eq!(Moment::parse("yesterday"), None);
    /// ```
    pub fn parse(text: &str) -> Option<Moment> {
        let (day, rest) = text.split_at_checked(10)?;
        let date = Date::parse(day)?;
        if rest.is_empty() {
            return Some(Moment::from(date));
        }
        let rest = rest.strip_prefix('T')?;
        let zone = rest.find(['Z', '+', '-']).unwrap_or(rest.len());
        let (clock, zone) = rest.split_at(zone);
        let number = |text: &str, below: u8| {
            let number: u8 = text.parse().ok()?;
            (text.len() == 2 && number < below).then_some(number)
        };
        let parts: Vec<&str> = clock.split(':').collect();
        let (hour, minute, second) = match parts.as_slice() {
            [hour, minute] => (number(hour, 24)?, number(minute, 60)?, None),
            [hour, minute, second] => (number(hour, 24)?, number(minute, 60)?, Some(number(second, 61)?)),
            _ => return None,
        };
        let offset = match zone {
            "" => None,
            "Z" => Some(0),
            _ => {
                let (hours, minutes) = zone[1..].split_once(':')?;
                let minutes = 60 * i16::from(number(hours, 24)?) + i16::from(number(minutes, 60)?);
                Some(if zone.starts_with('-') { -minutes } else { minutes })
            }
        };
        Some(Moment { date, clock: Some(Clock { hour, minute, second }), offset })
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.date)?;
        let Some(clock) = self.clock else { return Ok(()) };
        write!(f, "T{:02}:{:02}", clock.hour, clock.minute)?;
        if let Some(second) = clock.second {
            write!(f, ":{second:02}")?;
        }
        match self.offset {
            None => Ok(()),
            Some(0) => f.write_str("Z"),
            Some(m) => {
                let sign = if m < 0 { '-' } else { '+' };
                write!(f, "{sign}{:02}:{:02}", m.unsigned_abs() / 60, m.unsigned_abs() % 60)
            }
        }
    }
}
