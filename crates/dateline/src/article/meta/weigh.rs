//! Dates against each other: which to believe, and what one may take from another.
use crate::doc::{Clock, Date, Fact, Moment, RuleId};
use crate::read::html::NodeId;

/// A date and where it was found.
#[derive(Clone, Debug)]
pub(super) struct Dated {
    pub rule: &'static str,
    pub moment: Moment,
    pub page: (u32, u32),
    pub node: Option<NodeId>,
}

impl Dated {
    pub fn fact(self) -> Fact<Moment> {
        Fact { value: self.moment, rule: RuleId::new(self.rule), page: Some(self.page) }
    }
}

/// A first date that stands alone gives way to another day on which what the page shows agrees with its data or its
/// address; a first date without a time of day gives way to any two that agree.
pub(super) fn outvoted(published: &[Dated]) -> Option<usize> {
    let (first, others) = published.split_first()?;
    if others.iter().any(|other| other.moment.date == first.moment.date) {
        return None;
    }
    let shown = |dated: &Dated| matches!(dated.rule, "article/date-element" | "article/date-text");
    let vague = |dated: &Dated| dated.rule == "article/meta-date";
    let agreed = |dated: &Dated| {
        others.iter().any(|other| {
            other.rule != dated.rule
                && other.moment.date == dated.moment.date
                && (first.moment.clock.is_none()
                    || shown(dated) != shown(other) && !vague(dated) && !vague(other))
        })
    };
    others.iter().position(agreed).map(|index| index + 1)
}

/// Gives an instant in UTC the offset of the place whose clock the page shows: "02:41Z" beside "22:41" is "-04:00".
pub(super) fn localise(chosen: &mut Dated, others: &[Dated]) {
    let Moment { date, clock: Some(clock), offset: Some(0) } = chosen.moment else { return };
    let minutes = |date: Date, clock: Clock| {
        date.day_number() * 1440 + i64::from(clock.hour) * 60 + i64::from(clock.minute)
    };
    for other in others.iter().filter(|other| other.node.is_some() && other.moment.offset.is_none()) {
        let Some(shown) = other.moment.clock else { continue };
        let offset = minutes(other.moment.date, shown) - minutes(date, clock);
        // Zones keep whole quarters of an hour.
        if offset != 0 && offset % 15 == 0 && offset.abs() <= 14 * 60 {
            chosen.moment.date = other.moment.date;
            chosen.moment.clock =
                Some(Clock { hour: shown.hour, minute: shown.minute, second: clock.second });
            chosen.moment.offset = Some(offset as i16);
            return;
        }
    }
}

/// Takes the time of day, and the offset, from another source that gives the same day.
pub(super) fn refine(chosen: &mut Dated, others: &[Dated]) {
    let mut same_day = others.iter().filter(|other| other.moment.date == chosen.moment.date);
    match chosen.moment.clock {
        None => {
            if let Some(timed) = same_day.find(|other| other.moment.clock.is_some()) {
                *chosen = timed.clone();
            }
        }
        Some(clock) if chosen.moment.offset.is_none() => {
            let minute = |c: Clock| (c.hour, c.minute);
            let zoned = same_day.find(|other| {
                other.moment.offset.is_some()
                    && other.moment.clock.is_some_and(|c| minute(c) == minute(clock))
            });
            if let Some(zoned) = zoned {
                *chosen = zoned.clone();
            }
        }
        Some(_) => {}
    }
}
