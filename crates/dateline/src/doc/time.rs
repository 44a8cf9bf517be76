//! Times: temporal expressions with their TIMEX3 types and values.
use super::{RuleId, Span};

/// A temporal expression, resolved (TIMEX3).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Time {
    /// Where it is.
    pub span: Span,
    /// The TIMEX3 type.
    pub kind: TimeKind,
    /// The TIMEX3 value: "2023-07", "P2D", "2023-W35".
    pub value: String,
    /// The first and the last day (or moment) that the value covers, ISO 8601.
    pub from: Option<String>,
    /// See `from`.
    pub to: Option<String>,
    /// What it was resolved against: "2023-09-05", or none if it stands by itself.
    pub anchor: Option<String>,
    /// The two ends of a range, which TIMEX3 has as two expressions.
    pub ends: Option<[TimeEnd; 2]>,
    /// The rule.
    pub rule: RuleId,
}

/// An end of a range: "Sunday" and "Sept. 13" of "Sunday to Sept. 13".
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimeEnd {
    /// Where it is.
    pub span: Span,
    /// The TIMEX3 value.
    pub value: String,
}

/// The types of TIMEX3.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs)]
pub enum TimeKind {
    Date,
    Time,
    Duration,
    Set,
}

impl TimeKind {
    /// The name in a record.
    pub fn name(self) -> &'static str {
        match self {
            TimeKind::Date => "DATE",
            TimeKind::Time => "TIME",
            TimeKind::Duration => "DURATION",
            TimeKind::Set => "SET",
        }
    }
}

impl Time {
    /// How finely the value is known: "minute", "hour", "daypart", "day", "weekend", "week", "month", "season",
    /// "quarter", "half", "year", "decade", "century"; of a range that of its coarser end; none for lengths, for what
    /// comes again and for the vague past and future.
    ///
    /// ```
    /// use dateline::{Engine, Stage, doc::{Date, Document}};
    /// let mut doc = Document::of_text("They met in July.", Date::parse("2024-09-20"));
    /// Engine::new()?.annotate(&mut doc, Stage::Times);
    /// assert_eq!(Document::items(&doc.times)[0].granularity(), Some("month"));
    /// # Ok::<(), dateline::lexicon::Error>(())
    /// ```
    pub fn granularity(&self) -> Option<&'static str> {
        if !matches!(self.kind, TimeKind::Date | TimeKind::Time) {
            return None;
        }
        let rank = |name: &str| GRANULARITIES.iter().position(|g| *g == name);
        self.value.split('/').map(granularity).max_by_key(|name| name.and_then(rank)).flatten()
    }
}

/// From fine to coarse.
const GRANULARITIES: [&str; 13] = [
    "minute", "hour", "daypart", "day", "weekend", "week", "month", "season", "quarter", "half", "year",
    "decade", "century",
];

/// The granularity of a date or a time of day in the form of TIMEX3.
fn granularity(value: &str) -> Option<&'static str> {
    let (date, clock) = value.split_once('T').map_or((value, None), |(date, clock)| (date, Some(clock)));
    let figures = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let mut parts = date.split('-');
    let year = parts.next().filter(|year| figures(year))?;
    let rest: Vec<&str> = parts.collect();
    let day = match (year.len(), rest.as_slice()) {
        (2, []) => "century",
        (3, []) => "decade",
        (_, []) => "year",
        (_, [month]) if figures(month) => "month",
        (_, [part]) if part.starts_with('W') => "week",
        (_, [part]) if part.starts_with('Q') => "quarter",
        (_, [part]) if part.starts_with('H') => "half",
        (_, ["SP" | "SU" | "FA" | "WI"]) => "season",
        (_, [_, "WE"]) => "weekend",
        (_, [month, "XX"]) if figures(month) => "month",
        (_, [month, day]) if figures(month) && figures(day) => "day",
        _ => return None,
    };
    Some(match clock {
        None => day,
        Some(clock) if clock.contains(':') => "minute",
        Some(clock) if clock.starts_with(|c: char| c.is_ascii_digit()) => "hour",
        Some(_) => "daypart",
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn granularities_of_values() {
        for (value, expected) in [
            ("2023-09-05", Some("day")),
            ("2023-09-05T14:30", Some("minute")),
            ("2023-09-05T14", Some("hour")),
            ("2023-09-05TMO", Some("daypart")),
            ("2023-W35", Some("week")),
            ("2023-W35-WE", Some("weekend")),
            ("2023-07", Some("month")),
            ("2023-07-XX", Some("month")),
            ("2023-SU", Some("season")),
            ("2023-Q3", Some("quarter")),
            ("2023-H1", Some("half")),
            ("2023", Some("year")),
            ("199", Some("decade")),
            ("19", Some("century")),
            ("PAST_REF", None),
            ("XXXX-12-25", None),
            ("", None),
        ] {
            assert_eq!(granularity(value), expected, "{value}");
        }
        let range = |value: &str| Time {
            span: Span::new(0, 0),
            kind: TimeKind::Date,
            value: value.to_owned(),
            from: None,
            to: None,
            anchor: None,
            ends: None,
            rule: RuleId::new("times/range"),
        };
        assert_eq!(range("2023-07-01/2024").granularity(), Some("year"));
        assert_eq!(range("2023-07-01/2023-07-03").granularity(), Some("day"));
    }
}
