//! Times of day and offsets from UTC.
use super::tokens::{Kind, Token};
use super::{Locale, Saving, Scan, When};
use crate::doc::{Clock, Date, Weekday};

/// A time of day, its offset if it has one, and the first token after it.
pub(super) struct Timed {
    pub clock: Clock,
    pub offset: Option<i16>,
    pub next: usize,
}

/// Tokens between a date and its time: "5. September 2023 (Di) | um 14:05".
const MOST_BETWEEN: usize = 8;

/// Beyond this no place on earth keeps its clocks.
const LARGEST_OFFSET: i16 = 14 * 60;

impl Scan<'_> {
    /// The time that follows a date ending before token `at`.
    pub fn clock_after(&self, at: usize, day: Date) -> Option<Timed> {
        for at in at..(at + MOST_BETWEEN).min(self.tokens.len()) {
            if let Some(timed) = self.clock_at(at, day, true) {
                return Some(timed);
            }
            let token = &self.tokens[at];
            match token.kind {
                Kind::Number { .. } => return None,
                Kind::Word if !self.may_stand_between(token) => return None,
                _ => {}
            }
        }
        None
    }

    /// The time that ends shortly before token `date`: "5:13 AM EDT, Tuesday September 5, 2023".
    pub fn clock_before(&self, date: usize, day: Date) -> Option<(usize, Timed)> {
        for at in (date.saturating_sub(2 * MOST_BETWEEN)..date).rev() {
            if self.tokens[at].number().is_none() {
                continue;
            }
            // The seconds of a clock look like a number of their own.
            if at > 0 && self.tokens[at - 1].is_mark(':') {
                continue;
            }
            let timed = self.clock_at(at, day, false).filter(|timed| timed.next <= date)?;
            let between = &self.tokens[timed.next..date];
            let words = between.iter().filter(|t| t.kind == Kind::Word).count();
            return (words <= 2 && between.iter().all(|t| t.number().is_none())).then_some((at, timed));
        }
        None
    }

    fn may_stand_between(&self, token: &Token) -> bool {
        let word = self.word(token);
        word.chars().count() <= 3 || self.rules.words.between.iter().any(|w| w == word)
    }

    /// A time of day that begins at token `at`. `dotted` if "14.05" is one.
    pub fn clock_at(&self, at: usize, day: Date, dotted: bool) -> Option<Timed> {
        let (before, at) = self.half_of_day(at);
        let (hour, digits) = self.tokens.get(at)?.number()?;
        if digits > 2 || hour > 24 {
            return None;
        }
        let (mut minute, mut second, mut next, mut sure) = (0, None, at + 1, false);
        if let Some(m) = self.number_after(next, ':', 2) {
            (minute, next, sure) = (m, next + 2, true);
            if let Some(s) = self.number_after(next, ':', 2) {
                (second, next) = (Some(s), next + 2);
                next = self.skip_fraction(next);
            }
        } else if let Some(end) = self.one_of(next, &self.rules.words.hour_marks) {
            (next, sure) = (end, true);
            if let Some((m, 2)) =
                self.tokens.get(end).filter(|t| !t.spaced || before.is_some()).and_then(Token::number)
            {
                (minute, next) = (m, end + 1);
            } else if let Some((m, _)) = self.tokens.get(end).and_then(Token::number)
                && self.one_of(end + 1, &self.rules.words.minute_marks).is_some()
            {
                (minute, next) = (m, end + 1);
            }
        } else if let Some(m) = self.number_after(next, '.', 2) {
            let longer = self.number_after(next + 2, '.', 2).is_some()
                || self.number_after(next + 2, '.', 4).is_some();
            if longer {
                return None;
            }
            (minute, next, sure) = (m, next + 2, dotted);
        }
        if let Some(end) = self.one_of(next, &self.rules.words.minute_marks) {
            next = end;
        }
        let (after, end) = self.half_of_day(next);
        next = end;
        if let Some(end) = self.one_of(next, &self.rules.words.after) {
            (next, sure) = (end, true);
        }
        let half = before.or(after);
        if !(sure || half.is_some()) {
            return None;
        }
        let hour = match half {
            Some(Half::Morning) if hour == 12 => 0,
            Some(Half::Afternoon) if hour < 12 => hour + 12,
            _ => hour,
        };
        if hour > 23 || minute > 59 {
            return None;
        }
        let clock = Clock {
            hour: hour as u8,
            minute: minute as u8,
            second: second.filter(|s| *s < 60).map(|s| s as u8),
        };
        let (offset, next) =
            self.offset_at(next, day).map_or((None, next), |(offset, next)| (Some(offset), next));
        Some(Timed { clock, offset, next })
    }

    /// The number of `digits` digits behind a mark at token `at`, both standing close.
    pub fn number_after(&self, at: usize, mark: char, digits: u8) -> Option<u32> {
        let (sign, number) = (self.tokens.get(at)?, self.tokens.get(at + 1)?);
        let close = sign.is_mark(mark) && !sign.spaced && !number.spaced;
        number.number().filter(|(_, found)| close && *found == digits).map(|(value, _)| value)
    }

    fn skip_fraction(&self, at: usize) -> usize {
        let fraction = matches!(self.tokens.get(at).map(|t| t.kind), Some(Kind::Mark('.' | ',')))
            && self.tokens.get(at + 1).is_some_and(|t| !t.spaced && t.number().is_some());
        if fraction { at + 2 } else { at }
    }

    fn half_of_day(&self, at: usize) -> (Option<Half>, usize) {
        if let Some(next) = self.one_of(at, &self.rules.words.afternoon) {
            (Some(Half::Afternoon), next)
        } else if let Some(next) = self.one_of(at, &self.rules.words.morning) {
            (Some(Half::Morning), next)
        } else {
            (None, at)
        }
    }

    /// An offset from UTC in minutes at token `at`: "Z", "+0200", "GMT+2", "(EDT)".
    fn offset_at(&self, at: usize, day: Date) -> Option<(i16, usize)> {
        let at = if self.tokens.get(at)?.is_mark('(') { at + 1 } else { at };
        let token = self.tokens.get(at)?;
        match token.kind {
            Kind::Mark(sign @ ('+' | '-' | '−')) => self.signed_offset(at, sign),
            Kind::Word => {
                let minutes = self.zone_offset(token, day)?;
                let signed = self.tokens.get(at + 1).and_then(|next| match next.kind {
                    Kind::Mark(sign @ ('+' | '-' | '−')) if minutes == 0 && !next.spaced => {
                        self.signed_offset(at + 1, sign)
                    }
                    _ => None,
                });
                Some(signed.unwrap_or((minutes, at + 1)))
            }
            _ => None,
        }
    }

    fn signed_offset(&self, at: usize, sign: char) -> Option<(i16, usize)> {
        let (mark, number) = (self.tokens.get(at)?, self.tokens.get(at + 1)?);
        if number.spaced {
            return None;
        }
        let (value, digits) = number.number()?;
        let (minutes, next) = match digits {
            4 => (value / 100 * 60 + value % 100, at + 2),
            1 | 2 => match self.number_after(at + 2, ':', 2) {
                Some(m) => (value * 60 + m, at + 4),
                // "14:05 - 3 comments"
                None if mark.spaced => return None,
                None => (value * 60, at + 2),
            },
            _ => return None,
        };
        let minutes = i16::try_from(minutes).ok().filter(|m| *m <= LARGEST_OFFSET)?;
        Some((if sign == '+' { minutes } else { -minutes }, next))
    }

    /// The offset that an abbreviation in capitals names ("et" is French for "and").
    fn zone_offset(&self, token: &Token, day: Date) -> Option<i16> {
        let written = &self.text[token.start..token.end];
        let first = written.chars().next()?;
        if !first.is_uppercase() && written != "z" || written.len() <= 4 && written != self.upper(token) {
            return None;
        }
        let zone = self.rules.zones.get(self.word(token))?.iter().find(|zone| zone.holds_in(self.locale))?;
        let saved = match zone.saving {
            Some(Saving::Us) if is_us_summer(day) => 60,
            Some(Saving::Eu) if is_eu_summer(day) => 60,
            _ => 0,
        };
        Some(zone.minutes + saved)
    }

    fn upper(&self, token: &Token) -> String {
        if self.word(token) == "z" {
            self.text[token.start..token.end].to_owned()
        } else {
            self.word(token).to_uppercase()
        }
    }
}

#[derive(Clone, Copy)]
enum Half {
    Morning,
    Afternoon,
}

impl super::Zone {
    fn holds_in(&self, locale: &Locale) -> bool {
        match self.only {
            None => true,
            Some(country) if country == *b"us" => When::writes_american(locale),
            Some(country) => locale.country == Some(country),
        }
    }
}

/// From the second Sunday of March to the first of November (US Energy Policy Act of 2005).
fn is_us_summer(day: Date) -> bool {
    day >= nth_sunday(day.year, 3, 2) && day < nth_sunday(day.year, 11, 1)
}

/// From the last Sunday of March to the last of October (Directive 2000/84/EC).
fn is_eu_summer(day: Date) -> bool {
    let last = |month: u8| nth_sunday(day.year, month + 1, 1).plus_days(-7);
    day >= last(3) && day < last(10)
}

fn nth_sunday(year: i32, month: u8, nth: i64) -> Date {
    let first = Date { year, month, day: 1 };
    let days = Weekday::Sunday as i64 - first.weekday() as i64;
    first.plus_days(days + 7 * (nth - 1))
}
