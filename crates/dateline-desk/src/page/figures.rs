//! Charts and maps of the events of a list: of all of them, as far as they were looked through.
use std::collections::BTreeMap;

use dateline::doc::Date;
use dateline_archive::{Place, Tally};
use maud::{Markup, html};

use super::parts::{count, grouped};
use crate::ask::STATUSES;
use crate::draw::chart::{Bar, chart};
use crate::draw::map::{Point, map};

/// The newest articles that are counted for a chart and a map.
pub(crate) const COUNTED: usize = 2_000;

/// How many bars a chart has at most: by day, else by month, else by year.
const BARS: usize = 62;
/// So many days are too many for each to be shown.
const LONG: i64 = 100 * 366;
/// Places on a map: those of most events.
const PLACES: usize = 150;

/// The chart and the map of a list of events, and what they are of.
pub(super) fn figures(tally: &Tally) -> Markup {
    if tally.events == 0 {
        return html! {};
    }
    html! {
        div.figures { (by_day(tally)) (places(&tally.places)) }
        p.sub {
            "Chart and map: " @if tally.is_whole { "all " (count(tally.events, "event", "events")) " of this list" } @else { (count(tally.events, "event", "events")) " of the newest " (grouped(tally.articles as u64)) " articles of this list" }
            @if tally.places.len() > PLACES { "; the map shows the " (PLACES) " places with most of them" } "."
        }
    }
}

/// Events by the day of their article and their status; where there are too many days, by month or year. Days without
/// events are shown too: a gap is news.
fn by_day(tally: &Tally) -> Markup {
    let days: Vec<Date> = tally.days.keys().filter_map(|day| Date::parse(day)).collect();
    let (Some(first), Some(last)) = (days.iter().min(), days.iter().max()) else { return html! {} };
    let (first, last) = (first.day_number(), last.day_number());
    let all: Vec<String> = match last - first {
        // A day that a page has wrong may lie far away.
        LONG.. => tally.days.keys().cloned().collect(),
        _ => (first..=last).map(|day| Date::from_day_number(day).to_string()).collect(),
    };
    let grouped = |length: usize| {
        let mut bars: BTreeMap<&str, Vec<u64>> = BTreeMap::new();
        let nothing = || vec![0; STATUSES.len()];
        for day in &all {
            bars.entry(day.get(..length).unwrap_or(day)).or_insert_with(nothing);
        }
        for (day, statuses) in &tally.days {
            let Some(counts) = bars.get_mut(day.get(..length).unwrap_or(day)) else { continue };
            for (count, status) in counts.iter_mut().zip(STATUSES.iter()) {
                *count += statuses.get(*status).copied().unwrap_or(0);
            }
        }
        bars
    };
    let (mut bars, mut by) = (grouped("2026-03-05".len()), "day");
    for (length, name) in [("2026-03".len(), "month"), ("2026".len(), "year")] {
        if bars.len() > BARS {
            (bars, by) = (grouped(length), name);
        }
    }
    let bars: Vec<Bar> = bars.into_iter().map(|(day, counts)| (day.to_owned(), counts)).collect();
    chart(&STATUSES, &bars, &format!("Events by {by} of report and status"))
}

/// Where the events happened.
fn places(places: &[Place]) -> Markup {
    let point = |place: &Place| Point {
        name: place.name.clone(),
        lat: place.point.0,
        lon: place.point.1,
        count: place.events,
    };
    let points: Vec<Point> = places.iter().take(PLACES).map(point).collect();
    map(&points, "Where the events happened")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tally(days: impl Iterator<Item = String>) -> Tally {
        let one = || [("asserted".to_owned(), 1)].into_iter().collect();
        let days: BTreeMap<_, _> = days.map(|day| (day, one())).collect();
        Tally { events: days.len() as u64, days, ..Tally::default() }
    }

    #[test]
    fn many_days_are_shown_by_month() {
        let day = |n: usize| format!("2026-{:02}-{:02}", 1 + n / 28, 1 + n % 28);
        assert!(by_day(&tally((0..30).map(day))).into_string().contains("by day of report"));
        let chart = by_day(&tally((0..100).map(day))).into_string();
        assert!(
            chart.contains("by month of report") && chart.contains("<title>2026-01: 28</title>"),
            "{chart}"
        );
        let gap = by_day(&tally(["2026-03-01", "2026-03-04"].map(str::to_owned).into_iter())).into_string();
        assert!(gap.contains("<title>2026-03-02: 0</title>"), "{gap}");
    }
}
