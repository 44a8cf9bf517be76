//! The tables of our own: countries, and below `data/places/lands/` regions, waters, mountains, islands and landmarks.
use std::collections::{HashMap, HashSet};

use super::gazetteer::{Entry, Kind};
use crate::lexicon::{Data, Error, Row, Tsv};

/// Countries and regions by all their names, and the short forms of states.
#[derive(Debug, Default)]
pub(super) struct Lands {
    list: Vec<Land>,
    /// Indices into `list`.
    names: HashMap<String, Vec<usize>>,
    /// Countries by their codes of three letters.
    codes: HashMap<String, usize>,
    states: HashMap<String, Vec<State>>,
    /// The first words of all names and forms.
    first_words: HashSet<String>,
}

#[derive(Debug)]
struct Land {
    name: String,
    geonames: Option<u32>,
    point: (f64, f64),
    country: Option<String>,
    kind: Kind,
    feature: String,
    population: f64,
}

/// A short form of a state.
#[derive(Clone, Debug)]
pub(super) struct State {
    pub country: String,
    pub admin1: String,
    pub name: String,
    /// True if it stands alone too.
    pub alone: bool,
}

/// So much weighs a region, which has no population of its own in the tables.
const REGION: f64 = 1e7;

impl Lands {
    pub fn load(data: &Data) -> Result<Lands, Error> {
        let mut lands = Lands::default();
        lands.load_table(data, "places/countries.tsv", Kind::Country)?;
        for (name, _) in data.below("places/lands/") {
            lands.load_table(data, name, Kind::Region)?;
        }
        let file = data.tsv("places/states.tsv")?;
        let (form, country) = (file.column("form")?, file.column("country")?);
        let (admin1, alone) = (file.column("admin1")?, file.column("alone")?);
        let name = file.column("name")?;
        for row in file.rows() {
            let state = State {
                country: row.cell(country).to_owned(),
                admin1: row.cell(admin1).to_owned(),
                name: row.cell(name).to_owned(),
                alone: row.some(alone).is_some(),
            };
            lands.begins(row.cell(form));
            lands.states.entry(row.cell(form).to_owned()).or_default().push(state);
        }
        Ok(lands)
    }

    fn load_table(&mut self, data: &Data, name: &str, kind: Kind) -> Result<(), Error> {
        let file = data.tsv(name)?;
        let (names, aliases) = (file.column("name")?, file.column("aliases")?);
        let code = file.column("code").ok();
        for row in file.rows() {
            let land = land(&file, row, kind)?;
            let at = self.list.len();
            if let Some(code) = code.and_then(|code| row.some(code)) {
                self.codes.insert(code.to_owned(), at);
            }
            for alias in row.cell(aliases).split('|').chain([row.cell(names)]).filter(|name| !name.is_empty())
            {
                self.begins(alias);
                self.names.entry(alias.to_owned()).or_default().push(at);
            }
            self.list.push(land);
        }
        Ok(())
    }

    fn begins(&mut self, name: &str) {
        let bare = name.find(|c: char| !c.is_alphanumeric()).unwrap_or(name.len());
        let words = [name.split(' ').next(), name.get(..bare)];
        self.first_words.extend(words.into_iter().flatten().map(str::to_owned));
    }

    pub fn may_begin(&self, word: &str) -> bool {
        self.first_words.contains(word)
    }

    pub fn find(&self, name: &str) -> impl Iterator<Item = Entry<'_>> {
        let found = self.names.get(name).map_or(&[][..], Vec::as_slice);
        found.iter().filter_map(|at| self.list.get(*at)).map(Land::entry)
    }

    pub fn states(&self, form: &str) -> &[State] {
        self.states.get(form).map_or(&[], Vec::as_slice)
    }

    pub fn country(&self, alpha3: &str) -> Option<Entry<'_>> {
        self.codes.get(alpha3).and_then(|at| self.list.get(*at)).map(Land::entry)
    }

    pub fn code(&self, alpha2: &str) -> Option<&str> {
        let of = |at: &usize| self.list.get(*at).and_then(|land| land.country.as_deref());
        self.codes.iter().find(|(_, at)| of(at) == Some(alpha2)).map(|(code, _)| code.as_str())
    }
}

impl Land {
    fn entry(&self) -> Entry<'_> {
        Entry {
            name: &self.name,
            geonames: self.geonames,
            point: Some(self.point),
            country: self.country.as_deref(),
            admin1: None,
            kind: self.kind,
            feature: &self.feature,
            population: self.population,
            other: false,
        }
    }
}

fn land(file: &Tsv<'_>, row: &Row<'_>, kind: Kind) -> Result<Land, Error> {
    let number = |name: &str| -> Result<f64, Error> {
        row.cell(file.column(name)?).parse().map_err(|_| file.error(row, "a number is wrong"))
    };
    let own = |name: &str| -> Result<Option<&str>, Error> { Ok(row.some(file.column(name)?)) };
    Ok(Land {
        name: row.cell(file.column("name")?).to_owned(),
        geonames: own("geonames")?.and_then(|id| id.parse().ok()),
        point: (number("lat")?, number("lon")?),
        country: own("country")?.map(str::to_owned),
        kind,
        feature: row.cell(file.column("feature")?).to_owned(),
        population: if file.column("population").is_ok() { number("population")? } else { REGION },
    })
}
