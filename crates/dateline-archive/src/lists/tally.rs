//! How many events there are, by day, status and place.
use std::collections::{BTreeMap, HashMap};

use super::Happenings;
use crate::archive::Archive;
use crate::cell::Cell;
use crate::error::Result;
use crate::search::{Order, Paging, day_of};

/// How many events of a list there are: by the day of their article, by status and by place.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tally {
    /// For each day the events of each status.
    pub days: BTreeMap<String, BTreeMap<String, u64>>,
    /// The places with a point, those of most events first.
    pub places: Vec<Place>,
    /// How many events.
    pub events: u64,
    /// How many articles were looked through: the newest ones, if there are too many.
    pub articles: usize,
    /// Whether those were all that may have such events.
    pub is_whole: bool,
}

/// A place where events happened.
#[derive(Clone, Debug, PartialEq)]
pub struct Place {
    /// Its name.
    pub name: String,
    /// Latitude and longitude.
    pub point: (f64, f64),
    /// How many events.
    pub events: u64,
}

impl Archive {
    /// Counts the events of a list in the newest articles, so many at most.
    ///
    /// # Errors
    ///
    /// If the archive cannot be read.
    pub fn tally(&mut self, of: &Happenings, most: usize) -> Result<Tally> {
        let found = self.with_events(of)?;
        let newest = Paging { order: Order::Newest, limit: most, after: None };
        let articles = self.by_day(&found, &newest)?;
        let days: HashMap<i64, String> =
            articles.iter().filter_map(|(id, cursor)| Some((*id, day_of(cursor)?))).collect();
        let wanted = self.wanted_events(
            of,
            "v.article, v.status, p.geonames, p.name, p.lat, p.lon",
            "LEFT JOIN places AS p ON p.article = v.article AND p.n = v.\"where\"",
        );
        let ids: Vec<i64> = articles.iter().map(|(id, _)| *id).collect();
        let mut parameters = vec![self.db.dialect().numbers(&ids)];
        parameters.extend(wanted.parameters);
        let mut by_day: HashMap<(i64, i64), u64> = HashMap::new();
        let mut by_place: BTreeMap<i64, (i64, (f64, f64), u64)> = BTreeMap::new();
        let mut events = 0;
        self.db.each(&wanted.sql, &parameters, &mut |row| {
            events += 1;
            if let (Some(article), Some(status)) = (row[0].int(), row[1].int()) {
                *by_day.entry((article, status)).or_default() += 1;
            }
            if let (Some(place), Some(name), Some(lat), Some(lon)) =
                (row[2].int(), row[3].int(), row[4].real(), row[5].real())
            {
                by_place.entry(place).or_insert((name, (lat, lon), 0)).2 += 1;
            }
            true
        })?;
        let mut tally = Tally { events, articles: ids.len(), is_whole: ids.len() < most, ..Tally::default() };
        let statuses: Vec<i64> = by_day.keys().map(|(_, status)| *status).collect();
        let statuses = self.words_of("kinds", &statuses)?;
        for ((article, status), count) in by_day {
            if let (Some(day), Some(status)) = (days.get(&article), statuses.get(&status)) {
                *tally.days.entry(day.clone()).or_default().entry(status.clone()).or_default() += count;
            }
        }
        let names: Vec<i64> = by_place.values().map(|(name, ..)| *name).collect();
        let names = self.words_of("names", &names)?;
        let place = |(name, point, events)| Some(Place { name: names.get(&name)?.clone(), point, events });
        tally.places = by_place.into_values().filter_map(place).collect();
        tally.places.sort_by(|a, b| b.events.cmp(&a.events).then_with(|| a.name.cmp(&b.name)));
        Ok(tally)
    }

    /// Words that are kept once, by their numbers.
    pub(crate) fn words_of(&mut self, table: &str, numbers: &[i64]) -> Result<HashMap<i64, String>> {
        let mut numbers = numbers.to_vec();
        numbers.sort_unstable();
        numbers.dedup();
        let rows = self
            .of_all(&numbers, &[], |among| format!("SELECT id, name FROM {table} WHERE {}", among("id")))?;
        Ok(rows
            .iter()
            .filter_map(|row: &Vec<Cell>| Some((row[0].int()?, row[1].text()?.to_owned())))
            .collect())
    }
}
