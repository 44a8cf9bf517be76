//! What the text has named so far, for expressions that are counted from it.
use super::calendar::Stretch;
use super::pattern::Slot;
use super::resolve::{Around, Resolved};
use super::rules::{Anchor, Match, Op};
use super::tense::Tense;
use crate::doc::Date;

/// How many days before or after the article a quarter may end that it reports on.
const REPORTED: i64 = 200;

/// What the text has named so far.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Memory {
    /// The last stretch of the paragraph.
    narrative: Option<Stretch>,
    /// The last day.
    day: Option<Date>,
    /// The quarter that the article reports on: the latest that it has named, but for those that it looks ahead to.
    quarter: Option<Stretch>,
    /// The last stretch that belongs to a time long before the article.
    past: Option<Stretch>,
    /// How many years long before the article were named.
    far: u32,
    /// How many days, weeks and years around the article's own.
    near: u32,
}

impl Memory {
    /// Another paragraph begins.
    pub fn paragraph(&mut self) {
        self.narrative = None;
    }

    /// What the text named last.
    pub fn narrative(&self) -> Option<Stretch> {
        self.narrative.or(self.story())
    }

    /// The day that the text named last.
    pub fn day(&self) -> Option<Date> {
        self.day
    }

    /// The quarter that the article reports on.
    pub fn quarter(&self) -> Option<Stretch> {
        self.quarter
    }

    /// Where a story from the past has come to: a text that names years long gone, and hardly a day of its own time,
    /// means them with its months and days too.
    pub fn story(&self) -> Option<Stretch> {
        self.past.filter(|_| self.far >= 3 && self.far > 3 * self.near)
    }

    /// Notes an expression.
    pub fn note(&mut self, found: &Match<'_>, resolved: &Resolved, around: &Around) {
        let meaning = &found.rule.meaning;
        let (Some(stretch), Some(today)) = (resolved.stretch, around.today) else {
            self.narrative = resolved.stretch.or(self.narrative);
            return;
        };
        if resolved.anchor == Some(today) {
            let by_month = found.captures.number(Slot::Month).is_some();
            self.near += u32::from(meaning.anchor == Anchor::Article && !by_month);
        } else if stretch.year() < today.year - 1 {
            self.far += u32::from(resolved.anchor.is_none());
            // A season has no days to count from, and a decade too many.
            if !matches!(stretch, Stretch::Season(..) | Stretch::Decade(_) | Stretch::Century(_)) {
                self.past = Some(stretch);
            }
        } else {
            self.near += u32::from(resolved.anchor.is_none());
        }
        // "a year earlier" looks back, and the story goes on where it was.
        if meaning.op == Op::Shift && meaning.which == Some(-1) {
            return;
        }
        self.narrative = Some(stretch);
        if let Stretch::Day(day) | Stretch::Daypart(day, _) | Stretch::Moment(day, ..) = stretch {
            self.day = Some(day);
        }
        if let (Stretch::Quarter(..), Some((_, end))) = (stretch, resolved.days)
            && matches!(meaning.op, Op::Period | Op::Day)
            && around.governing.tense != Some(Tense::Future)
            && (today.plus_days(-REPORTED)..today.plus_days(REPORTED)).contains(&end)
            && self.quarter.and_then(Stretch::days).is_none_or(|(_, known)| known < end)
        {
            self.quarter = Some(stretch);
        }
    }
}
