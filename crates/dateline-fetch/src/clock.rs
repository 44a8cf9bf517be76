use std::fmt;
use std::thread;
use std::time::{Duration, SystemTime};

use dateline::doc::{Clock as TimeOfDay, Date, Moment};

/// The time and the waiting, given from outside so that tests need neither.
///
/// A time is the [`Duration`] since the beginning of 1970, UTC.
pub trait Clock: fmt::Debug + Send + Sync {
    /// What time it is.
    fn now(&self) -> Duration;
    /// Returns when this much time has passed.
    fn sleep(&self, time: Duration);
}

/// The clock of the machine: the one place where a clock is read.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Duration {
        SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default()
    }

    fn sleep(&self, time: Duration) {
        thread::sleep(time);
    }
}

/// A time as a record writes it, to the second and in UTC.
///
/// ```
/// use std::time::Duration;
/// assert_eq!(dateline_fetch::moment(Duration::from_secs(1_693_890_780)).to_string(), "2023-09-05T05:13:00Z");
/// ```
pub fn moment(since_1970: Duration) -> Moment {
    let seconds = since_1970.as_secs();
    let of_day = (seconds % DAY) as u32;
    let part = |value: u32| u8::try_from(value).unwrap_or(0);
    Moment {
        date: Date::from_day_number(i64::try_from(seconds / DAY).unwrap_or(0).min(LAST_DAY)),
        clock: Some(TimeOfDay {
            hour: part(of_day / 3600),
            minute: part(of_day / 60 % 60),
            second: Some(part(of_day % 60)),
        }),
        offset: Some(0),
    }
}

/// The seconds between the beginning of 1970 and a moment; noon if it is a day, UTC if it has no offset; 0 if it was before.
pub(crate) fn seconds(moment: &Moment) -> u64 {
    let (hour, minute, second) =
        moment.clock.map_or((12, 0, 0), |c| (i64::from(c.hour), i64::from(c.minute), c.second.unwrap_or(0)));
    let of_day = hour * 3600 + (minute - i64::from(moment.offset.unwrap_or(0))) * 60 + i64::from(second);
    u64::try_from(moment.date.day_number() * DAY as i64 + of_day).unwrap_or(0)
}

const DAY: u64 = 86_400;
/// 9999-12-31
const LAST_DAY: i64 = 2_932_896;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_and_back() {
        for time in [0, 1, 86_399, 951_782_400, 1_693_890_780, 253_402_300_799] {
            let there = moment(Duration::from_secs(time));
            assert_eq!(seconds(&there), time, "{there}");
        }
        assert_eq!(moment(Duration::MAX).date.to_string(), "9999-12-31");
    }

    #[test]
    fn offsets_and_days() {
        let noon = Date::parse("2023-09-05").map(Moment::from).unwrap();
        assert_eq!(seconds(&noon), 1_693_915_200);
        let east = Moment {
            clock: Some(TimeOfDay { hour: 7, minute: 13, second: None }),
            offset: Some(120),
            ..noon
        };
        assert_eq!(seconds(&east), 1_693_890_780);
    }
}
