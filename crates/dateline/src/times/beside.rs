//! Which of the Mondays, Julys or winters around a day is meant: the modifier and the verb's tense tell.
use super::calendar::{Stretch, monday, weekday_number};
use super::tense::{Governing, Tense};
use crate::doc::Date;

/// The weekday that is meant by "Monday", "last Monday" and "next Monday".
///
/// News reports name a day within the past week without a modifier: "said on Monday", filed on a Tuesday, is yesterday;
/// filed on a Monday it is today.
pub(super) fn weekday_beside(
    weekday: i64,
    base: Date,
    which: Option<i64>,
    tense: Option<Tense>,
) -> Option<Date> {
    let behind = (weekday_number(base) - weekday).rem_euclid(7);
    let ahead = (weekday - weekday_number(base)).rem_euclid(7);
    let days = match which {
        Some(n) if n < 0 => -(if behind == 0 { 7 } else { behind }),
        Some(0) if tense != Some(Tense::Past) => ahead,
        // "next Friday" is Friday of next week.
        Some(n) if n > 0 => return Some(monday(base).plus_days(7 + weekday)),
        _ if tense == Some(Tense::Future) => ahead,
        _ => -behind,
    };
    Some(base.plus_days(days))
}

/// The month that is meant by "July", "last July" and "next July".
pub(super) fn month_beside(month: u8, today: Date, which: Option<i64>, governing: Governing) -> Stretch {
    let year = |ahead: bool| today.year + i32::from(ahead);
    let passed = month < today.month;
    let year = match which {
        Some(n) if n < 0 => year(false) - i32::from(!passed),
        Some(n) if n > 0 => year(passed || month == today.month),
        Some(_) => year(false),
        None => match governing.tense.filter(|tense| *tense == Tense::Future || !governing.loose) {
            Some(Tense::Past) => year(false) - i32::from(month > today.month),
            Some(Tense::Future) => year(passed),
            // The nearest.
            None if i32::from(month) - i32::from(today.month) > 4 => year(false) - 1,
            None if i32::from(today.month) - i32::from(month) > 8 => year(true),
            None => year(false),
        },
    };
    Stretch::Month(year, month)
}

/// The month, or its `day`, that is meant in a story from the past that has come to `story`, which begins on `from`.
pub(super) fn month_in_story(story: Stretch, from: Date, month: u8, day: Option<u8>) -> Option<Stretch> {
    // A story goes on rather than back.
    const AHEAD: i64 = 60;
    let date = |year| Date::new(year, month, day.unwrap_or(1));
    let day_in_story = match story {
        Stretch::Year(year) => date(year)?,
        _ => (from.year - 1..=from.year + 1)
            .filter_map(date)
            .min_by_key(|date| (date.day_number() - from.day_number() - AHEAD).abs())?,
    };
    Some(match day {
        Some(_) => Stretch::Day(day_in_story),
        None => Stretch::Month(day_in_story.year, month),
    })
}

/// The season that is meant, of the northern year.
pub(super) fn season_beside(
    season: [u8; 2],
    today: Date,
    which: Option<i64>,
    tense: Option<Tense>,
) -> Stretch {
    let last_month = match &season {
        b"SP" => 5,
        b"SU" => 8,
        b"FA" => 11,
        _ => 14,
    };
    // Winter is named for the year in which it begins.
    let ended = |year: i32| {
        (year, last_month) < (today.year, i32::from(today.month))
            && (last_month <= 12 || { (year + 1, last_month - 12) < (today.year, i32::from(today.month)) })
    };
    let year = match (which, tense) {
        (Some(n), _) if n < 0 => {
            (today.year - 2..=today.year).rev().find(|y| ended(*y)).unwrap_or(today.year - 1)
        }
        (Some(n), _) if n > 0 => today.year + i32::from(ended(today.year)),
        (None, Some(Tense::Future)) => today.year + i32::from(ended(today.year)),
        (None, Some(Tense::Past)) if last_month - 2 > i32::from(today.month) => today.year - 1,
        _ => today.year,
    };
    Stretch::Season(year, season)
}

/// The quarter or half that is meant: the last that has begun, or the next that has not ended.
pub(super) fn part_beside(today: Date, tense: Option<Tense>, of: impl Fn(i32) -> Stretch) -> Stretch {
    let here = of(today.year);
    match (here.days(), tense) {
        // In October, "expects a profit for the third quarter" means the one that has just ended.
        (Some((_, to)), Some(Tense::Future)) if to < today.plus_days(-100) => of(today.year + 1),
        (Some((from, _)), Some(Tense::Past) | None) if from > today.plus_days(60) => of(today.year - 1),
        _ => here,
    }
}

/// The nearest day to `today` of those that `near` gives for the years; far ones on the side that the verb says.
pub(super) fn nearest(today: Date, tense: Option<Tense>, near: impl Fn(i32) -> Option<Date>) -> Option<Date> {
    // So far a day may lie on the other side of its verb: "said that it would be paid on Dec. 7".
    const NEAR: i64 = 75;
    let distance = |day: Date| day.day_number() - today.day_number();
    (today.year - 1..=today.year + 1).filter_map(near).min_by_key(|day| {
        let d = distance(*day);
        let wrong = match tense {
            Some(Tense::Past) => d > NEAR,
            Some(Tense::Future) => d < -NEAR,
            None => false,
        };
        (wrong, d.abs())
    })
}

/// The nearest day strictly on one side.
pub(super) fn nearest_in(today: Date, tense: Tense, near: impl Fn(i32) -> Option<Date>) -> Option<Date> {
    (today.year - 1..=today.year + 1)
        .filter_map(near)
        .filter(|day| if tense == Tense::Past { *day < today } else { *day > today })
        .min_by_key(|day| (day.day_number() - today.day_number()).abs())
}
