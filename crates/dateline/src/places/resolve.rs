//! Which place a name means: by the land behind it, by what else the article names near it, by its publisher, by size.
use std::collections::{BTreeMap, HashMap};

use serde::Deserialize;

use super::gazetteer::{Entry, Kind};

/// How much each piece of evidence weighs: `data/places/weights.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Weights {
    /// For each tenfold of population.
    population: f64,
    country: f64,
    region: f64,
    state: f64,
    /// A division that is one city and its surroundings.
    state_of_its_city: f64,
    county: f64,
    bare_county: f64,
    capital: f64,
    other_name: f64,
    /// What the article names: the country, the state, something near.
    same_country: f64,
    same_state: f64,
    near: f64,
    /// The distance within which places are near, in kilometres.
    near_km: f64,
    /// The distance within which lands are neighbours.
    neighbours_km: f64,
    /// The country and the town of the publisher.
    home_country: f64,
    home_near: f64,
    /// So many rounds of agreement.
    rounds: usize,
    /// The sharpness of the shares of candidates.
    sharpness: f64,
    /// How often a place of a rule is one and the right one, if nothing else could be meant.
    known: BTreeMap<String, f64>,
    /// How often a name that the gazetteer does not have is a place.
    unknown: BTreeMap<String, f64>,
}

impl Weights {
    /// How sure a place of a rule is, whose meaning has this share; none for a name without a meaning.
    pub fn certainty(&self, rule: &str, share: Option<f64>) -> f64 {
        let table = if share.is_some() { &self.known } else { &self.unknown };
        table.get(rule).copied().unwrap_or(UNLISTED) * share.unwrap_or(1.0)
    }
}

/// The certainty of a rule that the file does not list.
const UNLISTED: f64 = 0.5;

/// A name with all that it can mean, and how often the article has it.
pub(super) struct Name<'g> {
    pub entries: Vec<Entry<'g>>,
    pub count: usize,
}

/// Where the publisher is, as far as its name and its host tell.
#[derive(Debug, Default)]
pub(super) struct Home<'g> {
    pub country: Option<String>,
    pub towns: Vec<Entry<'g>>,
}

/// So many candidates of a name are looked at.
const CANDIDATES: usize = 24;

/// The most likely meaning of each name, and its share among what the name can mean.
pub(super) fn resolve<'g>(
    weights: &Weights,
    home: &Home<'_>,
    names: &BTreeMap<String, Name<'g>>,
) -> HashMap<String, (Entry<'g>, f64)> {
    let mut all: Vec<Candidates<'_, 'g>> =
        names.iter().map(|(name, found)| Candidates::of(weights, home, name, found)).collect();
    for _ in 0..weights.rounds {
        let scores: Vec<Vec<f64>> =
            all.iter().enumerate().map(|(at, own)| agreement(weights, own, &all, at)).collect();
        for (own, scores) in all.iter_mut().zip(scores) {
            own.shares = shares(&scores, weights.sharpness);
        }
    }
    all.iter().filter_map(|own| own.best().map(|best| (own.name.to_owned(), best))).collect()
}

/// What a name can mean, with the share that each meaning has so far.
struct Candidates<'n, 'g> {
    name: &'n str,
    count: f64,
    list: Vec<Entry<'g>>,
    priors: Vec<f64>,
    shares: Vec<f64>,
}

impl<'n, 'g> Candidates<'n, 'g> {
    fn of(weights: &Weights, home: &Home<'_>, name: &'n str, found: &Name<'g>) -> Candidates<'n, 'g> {
        let all = &found.entries;
        let mut scored: Vec<(f64, Entry<'g>)> =
            all.iter().map(|entry| (prior(weights, home, name, entry, all), *entry)).collect();
        scored.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.geonames.cmp(&b.1.geonames)));
        scored.truncate(CANDIDATES);
        let priors: Vec<f64> = scored.iter().map(|(score, _)| *score).collect();
        let shares = shares(&priors, weights.sharpness);
        let list = scored.into_iter().map(|(_, entry)| entry).collect();
        Candidates { name, count: found.count as f64, list, priors, shares }
    }

    fn best(&self) -> Option<(Entry<'g>, f64)> {
        let ranked = self.list.iter().zip(&self.shares);
        let best = ranked.min_by(|a, b| b.1.total_cmp(a.1))?;
        Some((*best.0, *best.1))
    }
}

/// How likely an entry is, whatever else the article names.
fn prior(weights: &Weights, home: &Home<'_>, name: &str, entry: &Entry<'_>, all: &[Entry<'_>]) -> f64 {
    let kind = match entry.kind {
        Kind::Country => weights.country,
        Kind::Region => weights.region,
        // "Seoul" is the city, not the division that it makes up.
        Kind::State if all.iter().any(|e| is_its_city(e, entry)) => weights.state_of_its_city,
        Kind::State => weights.state,
        Kind::County if entry.name != name => weights.bare_county,
        Kind::County => weights.county,
        Kind::Capital => weights.capital,
        Kind::Town => 0.0,
    };
    let other = if entry.other { weights.other_name } else { 0.0 };
    let native = home.country.is_some() && entry.country == home.country.as_deref();
    let near = home.towns.iter().map(|town| nearness(weights, town, entry)).fold(0.0, f64::max);
    let at_home = if native { weights.home_country } else { 0.0 } + weights.home_near * near;
    weights.population * (entry.population + 1.0).log10() + kind + other + at_home
}

fn is_its_city(city: &Entry<'_>, state: &Entry<'_>) -> bool {
    matches!(city.kind, Kind::Capital | Kind::Town)
        && city.country == state.country
        && city.admin1 == state.admin1
        && city.population > 100_000.0
}

/// The scores of a name's candidates, with what the other names of the article add.
fn agreement(weights: &Weights, own: &Candidates<'_, '_>, all: &[Candidates<'_, '_>], at: usize) -> Vec<f64> {
    let score = |(entry, prior): (&Entry<'_>, &f64)| {
        let (mut country, mut state, mut near) = (0.0, 0.0, 0.0);
        for other in all.iter().enumerate().filter(|(n, _)| *n != at).map(|(_, other)| other) {
            let (mut c, mut s, mut n) = (0.0, 0.0, 0.0);
            for (candidate, share) in other.list.iter().zip(&other.shares).filter(|(_, share)| **share > 0.02)
            {
                if entry.country.is_some() && entry.country == candidate.country {
                    c += share;
                    if entry.admin1.is_some() && entry.admin1 == candidate.admin1 {
                        s += share;
                    }
                }
                n += share * nearness(weights, entry, candidate);
            }
            let weight = other.count.sqrt();
            country += weight * c;
            state += weight * s;
            near += weight * n;
        }
        let saturated = |sum: f64| sum / (1.0 + sum);
        prior
            + weights.same_country * saturated(country)
            + weights.same_state * saturated(state)
            + weights.near * saturated(near)
    };
    own.list.iter().zip(&own.priors).map(score).collect()
}

/// 1 for the same spot, falling to 0 with the distance: of towns with towns, and of lands with lands.
fn nearness(weights: &Weights, a: &Entry<'_>, b: &Entry<'_>) -> f64 {
    if a.is_land() != b.is_land() || a.kind == Kind::Region || b.kind == Kind::Region {
        return 0.0;
    }
    let scale = if a.is_land() { weights.neighbours_km } else { weights.near_km };
    let (Some(a), Some(b)) = (a.point, b.point) else { return 0.0 };
    let lat = a.0 - b.0;
    if 111.2 * lat.abs() > 5.0 * scale {
        return 0.0;
    }
    let lon = (a.1 - b.1) * (a.0.to_radians()).cos();
    let km = 111.2 * lat.hypot(lon);
    (-km / scale).exp()
}

/// The scores as shares of one.
fn shares(scores: &[f64], sharpness: f64) -> Vec<f64> {
    let most = scores.iter().copied().fold(f64::MIN, f64::max);
    let powers: Vec<f64> = scores.iter().map(|score| ((score - most) * sharpness).exp()).collect();
    let sum: f64 = powers.iter().sum();
    powers.into_iter().map(|power| power / sum).collect()
}
