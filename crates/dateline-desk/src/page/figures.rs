//! Charts and maps of events.
use std::collections::BTreeMap;

use dateline_archive::{Happened, Site};
use maud::Markup;

use crate::ask::STATUSES;
use crate::draw::chart::{Bar, chart};
use crate::draw::map::{Point, map};

/// How many days a chart shows.
const DAYS: usize = 60;

/// Events by the day of their article and their status.
pub(super) fn by_day(events: &[Happened]) -> Markup {
    let mut days: BTreeMap<&str, Vec<u64>> = BTreeMap::new();
    for event in events {
        let Some(day) = event.article.day.as_deref() else { continue };
        let counts = days.entry(day).or_insert_with(|| vec![0; STATUSES.len()]);
        if let Some(at) = STATUSES.iter().position(|status| *status == event.status) {
            counts[at] += 1;
        }
    }
    let mut bars: Vec<Bar> = days.into_iter().map(|(day, counts)| (day.to_owned(), counts)).collect();
    bars.drain(..bars.len().saturating_sub(DAYS));
    chart(&STATUSES, &bars, "Events by day of report and status")
}

/// Where the events happened.
pub(super) fn places(events: &[Happened]) -> Markup {
    let mut points: Vec<Point> = Vec::new();
    for event in events {
        let Some(Site { name, point: Some((lat, lon)), .. }) = &event.place else { continue };
        match points.iter_mut().find(|point| point.name == *name) {
            Some(point) => point.count += 1,
            None => points.push(Point { name: name.clone(), lat: *lat, lon: *lon, count: 1 }),
        }
    }
    map(&points, "Where the events happened")
}
