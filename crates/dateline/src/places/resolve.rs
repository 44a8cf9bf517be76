//! Which place a name means: by its state, by what else the article names, by size.
use std::collections::{HashMap, HashSet};

use super::find::Mention;
use super::gazetteer::{Entry, Kind};

/// The countries and states that the article speaks of.
#[derive(Debug, Default)]
pub(super) struct Setting {
    countries: HashMap<String, f64>,
    states: HashSet<(String, String)>,
}

impl Setting {
    /// The setting of an article: what is named by itself or behind a town.
    pub fn of(mentions: &[Mention]) -> Setting {
        let mut setting = Setting::default();
        for mention in mentions {
            let Some(entry) = best(&mention.entries, &Setting::default()).map(|(entry, _)| entry) else {
                continue;
            };
            let Some(country) = &entry.country else { continue };
            let weight = match entry.kind {
                Kind::Country | Kind::State => 1.0,
                Kind::Capital => 0.5,
                _ if mention.container.is_some() || entry.population > 1e6 => 0.5,
                _ => 0.0,
            };
            if weight > 0.0 {
                *setting.countries.entry(country.clone()).or_default() += weight;
            }
            let state = mention.container.as_ref().and_then(|(_, admin1)| admin1.as_ref());
            let state = state.or(entry.admin1.as_ref().filter(|_| entry.kind == Kind::State));
            if let Some(state) = state {
                setting.states.insert((country.clone(), state.clone()));
            }
        }
        setting
    }

    /// True if the article speaks of the state that an entry lies in.
    pub fn names_state_of(&self, entry: &Entry) -> bool {
        let codes = entry.country.clone().zip(entry.admin1.clone());
        codes.is_some_and(|codes| self.states.contains(&codes))
    }

    /// How well an entry fits in.
    fn fit(&self, entry: &Entry) -> f64 {
        let Some(country) = &entry.country else { return 0.0 };
        let named = self.countries.get(country).copied().unwrap_or(0.0);
        let state = entry.kind != Kind::State && self.names_state_of(entry);
        (named * 1.5).min(4.0) + if state { 4.0 } else { 0.0 }
    }
}

/// The most likely entry and how sure that is.
pub(super) fn best<'a>(entries: &'a [Entry], setting: &Setting) -> Option<(&'a Entry, f32)> {
    let score = |entry: &Entry| {
        let kind = match entry.kind {
            Kind::Country => 4.0,
            Kind::Region => 2.0,
            // "Seoul" is the city, not the division that it makes up.
            Kind::State if entries.iter().any(|e| is_its_city(e, entry)) => -3.0,
            Kind::State => 2.0,
            Kind::County => 0.0,
            Kind::Capital => 5.0,
            Kind::Town => 0.0,
        };
        (entry.population + 1.0).ln() + kind + setting.fit(entry)
    };
    let mut scored: Vec<(f64, &Entry)> = entries.iter().map(|entry| (score(entry), entry)).collect();
    scored.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.geonames.cmp(&b.1.geonames)));
    let (first, entry) = *scored.first()?;
    let margin = scored.get(1).map_or(6.0, |second| first - second.0);
    let sure = match entry.kind {
        Kind::Country | Kind::Region => 0.9,
        _ => 0.8,
    };
    Some((entry, (sure * (0.5 + 0.5 * (margin / 4.0).min(1.0))) as f32))
}

fn is_its_city(city: &Entry, state: &Entry) -> bool {
    matches!(city.kind, Kind::Capital | Kind::Town)
        && city.country == state.country
        && city.admin1 == state.admin1
        && city.population > 100_000.0
}
