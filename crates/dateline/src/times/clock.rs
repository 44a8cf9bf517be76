//! Times of day: hours, minutes and zones, and the parts of a day.
use super::calendar::Stretch;
use super::pattern::Slot;
use super::resolve::Named;
use crate::doc::{Clock, Date};

impl Named<'_> {
    /// The time of `day` that is named, or the day.
    pub fn time_of(&self, day: Date) -> Option<Stretch> {
        let hour = self.number(Slot::Hour).or(self.meaning.hour.map(i64::from));
        if let Some(hour) = hour {
            let (hour, minute) = match self.number(Slot::Minute) {
                Some(minute) => (hour, minute),
                // "0700"
                None if hour > 24 => (hour / 100, hour % 100),
                None => (hour, 0),
            };
            let hour = match self.captures.text(Slot::Half) {
                Some("am") if (1..=12).contains(&hour) => hour % 12,
                Some("pm") if (1..=12).contains(&hour) => hour % 12 + 12,
                Some(_) => return None,
                None => hour,
            };
            let clock =
                Clock { hour: u8::try_from(hour).ok()?, minute: u8::try_from(minute).ok()?, second: None };
            if clock.hour > 24 || clock.minute > 59 || (clock.hour == 24 && clock.minute > 0) {
                return None;
            }
            let named = self.number(Slot::Zone).and_then(|n| i16::try_from(n).ok());
            let zone = named.or_else(|| self.offset_beside(clock));
            return Some(Stretch::Moment(day, clock, zone));
        }
        let part = self.meaning.daypart.as_deref().or_else(|| self.captures.text(Slot::Daypart));
        Some(match part.and_then(two_letters) {
            Some(part) => Stretch::Daypart(day, part),
            None => Stretch::Day(day),
        })
    }

    /// The offset that a second clock in brackets tells: "3 a.m. (0700 GMT)" is four hours behind.
    fn offset_beside(&self, clock: Clock) -> Option<i16> {
        let (there, zone) = (self.number(Slot::Num)?, self.number(Slot::Num2)?);
        let there = there / 100 * 60 + there % 100 - zone;
        let here = i64::from(clock.hour) * 60 + i64::from(clock.minute);
        // Offsets go from 12 hours behind to 14 hours ahead, by quarters of an hour.
        let ahead = (here - there + 12 * 60).rem_euclid(24 * 60) - 12 * 60;
        i16::try_from(ahead).ok().filter(|ahead| ahead % 15 == 0)
    }
}

/// The two letters of a part of a day or a season: "MO", "SU".
pub(super) fn two_letters(text: &str) -> Option<[u8; 2]> {
    text.as_bytes().try_into().ok()
}
