//! The operations: from a match and what is known around it to a stretch of the calendar.
use super::beside::{
    month_beside, month_in_story, nearest, nearest_in, part_beside, season_beside, weekday_beside,
};
use super::calendar::{self, Stretch, Unit, weekday_number};
use super::clock::two_letters;
use super::pattern::{Captures, Slot};
use super::rules::{Anchor, Meaning, Op, Part};
use super::tense::{Governing, Tense};
use crate::doc::{Date, TimeKind};

/// What is known around an expression.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Around {
    /// The day of the article.
    pub today: Option<Date>,
    /// The stretch that the text named last.
    pub narrative: Option<Stretch>,
    /// The day that the text named last.
    pub day: Option<Date>,
    /// The quarter that the article reports on.
    pub quarter: Option<Stretch>,
    /// Where a story from the past has come to.
    pub story: Option<Stretch>,
    /// True in a sentence that compares sums or quarters.
    pub compares: bool,
    /// True in a sentence about a game, whose quarters are none of the year.
    pub game: bool,
    /// The governing verb.
    pub governing: Governing,
}

/// An expression, resolved.
#[derive(Clone, Debug)]
pub(super) struct Resolved {
    pub kind: TimeKind,
    pub value: String,
    pub days: Option<(Date, Date)>,
    /// The stretch, if it is one.
    pub stretch: Option<Stretch>,
    /// The day that it was counted from.
    pub anchor: Option<Date>,
}

/// Resolves a match. None if it is not a time, or if nothing is known to count from.
pub(super) fn resolve(meaning: &Meaning, captures: &Captures<'_>, around: &Around) -> Option<Resolved> {
    let mut around = *around;
    if meaning.tense.is_some() {
        around.governing = Governing { tense: meaning.tense, loose: false };
    }
    let words = Named { meaning, captures, around: &around };
    if meaning.unless.is_some() && around.governing.tense == meaning.unless {
        return None;
    }
    if meaning.reported && !around.compares && around.quarter.is_none() {
        return None;
    }
    match meaning.op {
        Op::None => None,
        Op::Fixed => Some(words.plain(TimeKind::Date, meaning.value.clone()?)),
        Op::Duration => {
            let n = meaning.n.or_else(|| captures.number(Slot::Num));
            let unit = words.unit()?;
            let value = if meaning.half { unit.halves(n.unwrap_or(0)) } else { unit.duration(n) };
            Some(words.plain(TimeKind::Duration, value))
        }
        Op::Set => Some(words.plain(TimeKind::Set, words.repeated()?)),
        Op::Day => words.day(),
        Op::Unit => words.beside(),
        Op::Shift => words.shifted(),
        Op::Period => words.period(),
        Op::Same => words.made(around.narrative?, around.today),
        Op::Holiday => words.holiday(),
    }
}

/// A match with its meaning and surroundings.
pub(super) struct Named<'a> {
    pub meaning: &'a Meaning,
    pub captures: &'a Captures<'a>,
    around: &'a Around,
}

impl Named<'_> {
    /// The number in a slot.
    pub fn number(&self, slot: Slot) -> Option<i64> {
        self.captures.number(slot)
    }

    fn unit(&self) -> Option<Unit> {
        self.meaning.unit.or_else(|| Unit::named(self.captures.text(Slot::Unit)?))
    }

    fn which(&self) -> Option<i64> {
        self.meaning.which.or_else(|| self.number(Slot::Which))
    }

    /// The year that is named, or that "last year" and "this year" beside a month or quarter mean.
    fn year(&self) -> Option<i32> {
        let named = self.number(Slot::Year).and_then(|n| i32::try_from(n).ok());
        let beside = || {
            let n = i32::try_from(self.number(Slot::InYear)?).ok()?;
            Some(self.base()?.year + n)
        };
        named.or_else(beside)
    }

    /// The day to count from, unless a year is named.
    fn today_unless_dated(&self) -> Option<Date> {
        match (self.number(Slot::Year), self.story()) {
            (Some(_), _) => None,
            (None, Some(story)) => Some(story),
            (None, None) => self.around.today,
        }
    }

    /// The day that a story from the past has come to, unless the words count from the article.
    fn story(&self) -> Option<Date> {
        let counted = self.number(Slot::Which).is_some() || self.number(Slot::InYear).is_some();
        self.around.story.filter(|_| !counted).and_then(Stretch::days).map(|(from, _)| from)
    }

    fn plain(&self, kind: TimeKind, value: String) -> Resolved {
        let kind = self.meaning.kind.map_or(kind, TimeKind::from);
        Resolved { kind, value, days: None, stretch: None, anchor: None }
    }

    fn made(&self, stretch: Stretch, anchor: Option<Date>) -> Option<Resolved> {
        let kind = if stretch.is_time() { TimeKind::Time } else { TimeKind::Date };
        let mut days = stretch.days();
        if let (Some(part), Some((from, to))) = (self.meaning.part, days) {
            let today = self.around.today.filter(|today| (from..=to).contains(today));
            days = match (part, today) {
                (Part::Unsaid, _) => None,
                (Part::UntilAnchor, Some(today)) => Some((from, today)),
                (Part::FromAnchor, Some(today)) => Some((today, to)),
                (Part::UntilAnchor | Part::FromAnchor, None) => days,
            };
        }
        let kind = self.meaning.kind.map_or(kind, TimeKind::from);
        let value = match stretch {
            // The value says it as the words do; the interval has the offset that a second clock tells.
            Stretch::Moment(day, clock, Some(_)) if self.number(Slot::Zone).is_none() => {
                Stretch::Moment(day, clock, None).value()
            }
            stretch => stretch.value(),
        };
        Some(Resolved { kind, value, days, stretch: Some(stretch), anchor })
    }

    /// The day to count from.
    fn base(&self) -> Option<Date> {
        match self.meaning.anchor {
            Anchor::Article => self.around.today,
            Anchor::Narrative => {
                self.around.narrative.and_then(Stretch::days).map(|(from, _)| from).or(self.around.today)
            }
            Anchor::Story => self.story().or(self.around.today),
            Anchor::Quarter => self.reported_quarter()?.days().map(|(from, _)| from),
        }
    }

    /// The quarter that the article reports on: reports come after its end.
    fn reported_quarter(&self) -> Option<Stretch> {
        self.around.quarter.or_else(|| Stretch::holding(Unit::Quarter, self.around.today?).shifted(-1))
    }

    /// A day by date, weekday or distance, with a time of day if one is named.
    fn day(&self) -> Option<Resolved> {
        let (stretch, anchor) = if self.month().is_some() {
            (self.by_date()?, self.today_unless_dated())
        } else if let Some(weekday) = self.number(Slot::Weekday) {
            let base = self.base()?;
            (
                Stretch::Day(weekday_beside(weekday, base, self.which(), self.around.governing.tense)?),
                Some(base),
            )
        } else {
            let n = self.meaning.n.or_else(|| self.which());
            let narrative = self.meaning.anchor == Anchor::Narrative;
            let base = match (self.around.narrative, self.around.day) {
                // "In October the site went up, and it fell the same day": some day of the month.
                (Some(month @ Stretch::Month(..)), _) if narrative => {
                    return Some(self.plain(TimeKind::Date, format!("{}-XX", month.value())));
                }
                // A time of day alone, and "the next day", are counted from the day that the text told of last.
                (_, Some(day)) if narrative || n.is_none() => day,
                _ => self.base()?,
            };
            let n = n.unwrap_or(0);
            (Stretch::holding(Unit::Day, base).shifted(n)?, Some(base))
        };
        let stretch = match (stretch, self.meaning.unit) {
            (Stretch::Day(day), Some(unit)) => Stretch::holding(unit, day),
            (Stretch::Day(day), None) => self.time_of(day)?,
            (other, _) => other,
        };
        if let (Stretch::Day(from), Some(last)) = (stretch, self.number(Slot::Day2)) {
            let month = self.number(Slot::Month2).map_or(Some(from.month), |m| u8::try_from(m).ok())?;
            let to = Date::new(from.year + i32::from(month < from.month), month, u8::try_from(last).ok()?)?;
            let value = format!("{from}/{to}");
            let days = (from < to).then_some((from, to))?;
            return Some(Resolved { days: Some(days), value, anchor, stretch: None, kind: TimeKind::Date });
        }
        self.made(stretch, anchor)
    }

    fn month(&self) -> Option<u8> {
        let named = self.number(Slot::Month).and_then(|n| u8::try_from(n).ok());
        named.or(self.meaning.month).filter(|month| (1..=12).contains(month))
    }

    /// A date with or without day and year.
    fn by_date(&self) -> Option<Stretch> {
        let month = self.month()?;
        let day = self.number(Slot::Day).map(u8::try_from).transpose().ok()?;
        if let Some(year) = self.year() {
            return match day {
                Some(day) => Date::new(year, month, day).map(Stretch::Day),
                None => Some(Stretch::Month(year, month)),
            };
        }
        if let (Some(from), Some(story)) = (self.story(), self.around.story) {
            return month_in_story(story, from, month, day);
        }
        let today = self.around.today?;
        match day {
            Some(day) => {
                let near = |year| Date::new(year, month, day);
                match self.which() {
                    Some(n) if n < 0 => nearest_in(today, Tense::Past, near),
                    Some(n) if n > 0 => nearest_in(today, Tense::Future, near),
                    _ => nearest(today, self.around.governing.tense, near),
                }
                .map(Stretch::Day)
            }
            None => Some(month_beside(month, today, self.which(), self.around.governing)),
        }
    }

    /// The unit of the calendar before, at or after the anchor's.
    fn beside(&self) -> Option<Resolved> {
        let (unit, base) = (self.unit()?, self.base()?);
        let here = Stretch::holding(unit, base);
        let on_weekend = weekday_number(base) >= 5;
        let n = match (unit, self.which()) {
            // "over the weekend", "this weekend": the one that is going on, or by the verb.
            (Unit::Weekend, None | Some(0))
                if !on_weekend && self.around.governing.tense != Some(Tense::Future) =>
            {
                let ahead = self.which().is_some() && self.around.governing.tense.is_none();
                if ahead { 0 } else { -1 }
            }
            (_, which) => which.unwrap_or(0) * self.meaning.n.unwrap_or(1),
        };
        self.made(here.shifted(n)?, Some(base))
    }

    /// So many units from the anchor.
    fn shifted(&self) -> Option<Resolved> {
        let mut unit = self.unit()?;
        let mut n = self.meaning.n.or_else(|| self.number(Slot::Num));
        if let (true, Some(whole)) = (self.meaning.half, n) {
            let (smaller, per) = unit.half()?;
            n = Some(whole.checked_mul(per)?.checked_add(per / 2)?);
            unit = smaller;
        }
        let (Some(n), false) = (n, matches!(unit, Unit::Second | Unit::Minute | Unit::Hour)) else {
            // Without a clock to count from, "two hours ago" is a length.
            return Some(self.plain(TimeKind::Duration, unit.duration(n)));
        };
        let base = self.base()?;
        let n = n.checked_mul(self.which().unwrap_or(1))?;
        let compares = self.around.compares || self.meaning.anchor == Anchor::Quarter;
        let stretch = match (self.around.quarter, unit) {
            // "profit in the third quarter rose from $3 million a year earlier"
            (Some(quarter), Unit::Year) if n == -1 && compares => quarter.shifted(-4)?,
            _ => Stretch::holding(unit, base).shifted(n)?,
        };
        self.made(stretch, Some(base))
    }

    /// A part of a year, a year, a decade or a century.
    fn period(&self) -> Option<Resolved> {
        if let Some(decade) = self.number(Slot::Decade) {
            return self.made(Stretch::Decade(i32::try_from(decade / 10).ok()?), None);
        }
        if let (Some(year), Some(last)) = (self.year(), self.number(Slot::Year2)) {
            return self.years(year, i32::try_from(last).ok()?);
        }
        let today = self.around.today;
        let ordinal = self.meaning.n.or_else(|| self.number(Slot::Ordinal));
        let relative = self.which().and_then(|n| Some(today?.year + i32::try_from(n).ok()?));
        let year = self.year();
        let anchor = self.today_unless_dated();
        let stretch = match (self.captures.text(Slot::Season).and_then(two_letters), self.unit()) {
            (Some(season), _) => match year {
                Some(year) => Stretch::Season(year, season),
                None if self.story().is_some() => Stretch::Season(self.base()?.year, season),
                None => season_beside(season, today?, self.which(), self.around.governing.tense),
            },
            (None, Some(Unit::Quarter)) if self.around.game => return None,
            (None, Some(Unit::Quarter)) => {
                let number = match (ordinal, self.reported_quarter()) {
                    (Some(ordinal), _) => u8::try_from(ordinal).ok().filter(|n| (1..=4).contains(n))?,
                    // "in the 1988 quarter"
                    (None, Some(Stretch::Quarter(_, number))) => number,
                    (None, _) => return None,
                };
                match year.or(relative) {
                    Some(year) => Stretch::Quarter(year, number),
                    None => part_beside(today?, self.around.governing.tense, |year| {
                        Stretch::Quarter(year, number)
                    }),
                }
            }
            (None, Some(Unit::Century)) => {
                let number = i32::try_from(ordinal?).ok().filter(|n| (1..=30).contains(n))?;
                return self.made(Stretch::Century(number - 1), None);
            }
            // Half a year is no unit of its own.
            (None, Some(Unit::Month)) => {
                let number = u8::try_from(ordinal?).ok().filter(|n| (1..=2).contains(n))?;
                match year.or(relative) {
                    Some(year) => Stretch::Half(year, number),
                    None => {
                        part_beside(today?, self.around.governing.tense, |year| Stretch::Half(year, number))
                    }
                }
            }
            (None, _) => Stretch::Year(year.or(relative)?),
        };
        self.made(stretch, anchor)
    }

    /// "2008-09": the years from `first` to `last`, which may be short of its century.
    fn years(&self, first: i32, last: i32) -> Option<Resolved> {
        const MOST: i32 = 50;
        let century = first - first.rem_euclid(100);
        let last = match last {
            0..100 => [last + century, last + century + 100].into_iter().find(|year| *year > first)?,
            last => last,
        };
        let days = ((first + 1)..=(first + MOST)).contains(&last).then_some((first, last))?;
        let days = (Date::new(days.0, 1, 1)?, Date::new(days.1, 12, 31)?);
        let value = format!("{first:04}/{last:04}");
        Some(Resolved { kind: TimeKind::Date, value, days: Some(days), stretch: None, anchor: None })
    }

    fn holiday(&self) -> Option<Resolved> {
        let m = self.meaning;
        let near = |year: i32| match (m.easter, m.month, m.day, m.weekday, m.nth) {
            (Some(days), ..) => calendar::easter(year).map(|day| day.plus_days(days)),
            (_, Some(month), Some(day), ..) => Date::new(year, month, day),
            (_, Some(month), _, Some(weekday), Some(nth)) => {
                Some(calendar::nth_weekday(year, month, weekday, nth)?.plus_days(m.n.unwrap_or(0)))
            }
            _ => None,
        };
        let (day, anchor) = match (self.year(), self.number(Slot::Which)) {
            (Some(year), _) => (near(year)?, None),
            (None, Some(which)) => {
                let today = self.around.today?;
                let tense = if which < 0 { Tense::Past } else { Tense::Future };
                (nearest_in(today, tense, near)?, Some(today))
            }
            _ => {
                let today = self.around.today?;
                (nearest(today, self.around.governing.tense, near)?, Some(today))
            }
        };
        self.made(self.time_of(day)?, anchor)
    }

    /// The value of what comes again.
    fn repeated(&self) -> Option<String> {
        if let Some(value) = &self.meaning.value {
            return Some(value.clone());
        }
        let part = self.captures.text(Slot::Daypart);
        if let Some(weekday) = self.number(Slot::Weekday) {
            let part = part.map(|p| format!("T{p}")).unwrap_or_default();
            return Some(format!("XXXX-WXX-{}{part}", weekday + 1));
        }
        if let Some(month) = self.number(Slot::Month) {
            return Some(format!("XXXX-{month:02}"));
        }
        if let Some(part) = part {
            return Some(format!("XXXX-XX-XXT{part}"));
        }
        if let Some(season) = self.captures.text(Slot::Season) {
            return Some(format!("XXXX-{season}"));
        }
        let n = self.meaning.n.or_else(|| self.number(Slot::Num)).or_else(|| self.number(Slot::Ordinal));
        Some(self.unit()?.duration(Some(n.unwrap_or(1))))
    }
}
