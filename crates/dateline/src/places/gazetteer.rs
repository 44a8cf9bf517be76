//! The gazetteer: names looked up by binary search in the text of the table, which is never parsed as a whole.
use std::borrow::Cow;
use std::collections::HashMap;

use crate::lexicon::{Data, Error};

const TABLE: &str = "places/gazetteer.tsv";

/// All names of places.
#[derive(Debug)]
pub(super) struct Gazetteer {
    /// The table, sorted by name.
    text: Cow<'static, str>,
    /// Where its entries begin.
    lines: Vec<u32>,
    /// Countries, regions and seas.
    lands: HashMap<String, Vec<Entry>>,
    /// Short forms of states: "Calif."
    states: HashMap<String, Vec<State>>,
    /// The names of the divisions that have short forms.
    state_names: HashMap<(String, String), String>,
    /// The first words of the names in `lands` and `states`.
    first_words: HashMap<String, ()>,
}

/// A place that a name can mean.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Entry {
    pub name: String,
    pub geonames: Option<u32>,
    pub point: Option<(f64, f64)>,
    /// ISO 3166-1 alpha-2.
    pub country: Option<String>,
    pub admin1: Option<String>,
    pub kind: Kind,
    pub feature: String,
    pub population: f64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Country,
    Region,
    State,
    County,
    Capital,
    Town,
}

/// A short form of a state.
#[derive(Clone, Debug)]
pub(super) struct State {
    pub country: String,
    pub admin1: String,
    /// True if it stands alone too.
    pub alone: bool,
}

impl Gazetteer {
    pub fn load(data: &Data) -> Result<Gazetteer, Error> {
        let text = data.keep(TABLE)?;
        let mut gazetteer = Gazetteer {
            lines: entries(&text),
            text,
            lands: HashMap::new(),
            states: HashMap::new(),
            state_names: HashMap::new(),
            first_words: HashMap::new(),
        };
        gazetteer.load_lands(data, "places/countries.tsv", Kind::Country)?;
        gazetteer.load_lands(data, "places/regions.tsv", Kind::Region)?;
        let file = data.tsv("places/states.tsv")?;
        let (form, country) = (file.column("form")?, file.column("country")?);
        let (admin1, alone) = (file.column("admin1")?, file.column("alone")?);
        let name = file.column("name")?;
        for row in file.rows() {
            let state = State {
                country: row.cell(country).to_owned(),
                admin1: row.cell(admin1).to_owned(),
                alone: row.some(alone).is_some(),
            };
            let codes = (state.country.clone(), state.admin1.clone());
            gazetteer.state_names.insert(codes, row.cell(name).to_owned());
            gazetteer.states.entry(row.cell(form).to_owned()).or_default().push(state);
        }
        Ok(gazetteer)
    }

    fn load_lands(&mut self, data: &Data, name: &str, kind: Kind) -> Result<(), Error> {
        let file = data.tsv(name)?;
        let column = |name: &str| file.column(name);
        let (names, country, geonames) = (column("name")?, column("country")?, column("geonames")?);
        let (lat, lon, feature) = (column("lat")?, column("lon")?, column("feature")?);
        let (aliases, population) = (column("aliases")?, column("population").ok());
        for row in file.rows() {
            let number = |column: usize| -> Result<f64, Error> {
                row.cell(column).parse().map_err(|_| file.error(row, "a number is wrong"))
            };
            let entry = Entry {
                name: row.cell(names).to_owned(),
                geonames: row.some(geonames).and_then(|id| id.parse().ok()),
                point: Some((number(lat)?, number(lon)?)),
                country: row.some(country).map(str::to_owned),
                admin1: None,
                kind,
                feature: row.cell(feature).to_owned(),
                population: population.map_or(Ok(1e7), number)?,
            };
            for alias in row.cell(aliases).split('|').chain([row.cell(names)]).filter(|name| !name.is_empty())
            {
                let spaced = alias.split(' ').next().unwrap_or(alias);
                self.first_words.extend([first_word(alias), spaced].map(|word| (word.to_owned(), ())));
                self.lands.entry(alias.to_owned()).or_default().push(entry.clone());
            }
        }
        Ok(())
    }

    /// True if some name begins with this word.
    pub fn may_begin(&self, word: &str) -> bool {
        let next = self.lower_bound(word);
        self.line(next).is_some_and(|line| line.starts_with(word)) || self.first_words.contains_key(word)
    }

    /// What a name can mean, most likely kinds first.
    pub fn find(&self, name: &str) -> Vec<Entry> {
        let mut found = self.lands.get(name).cloned().unwrap_or_default();
        for at in self.lower_bound(name).. {
            let Some(line) = self.line(at) else { break };
            let Some(cells) = line.strip_prefix(name).and_then(|rest| rest.strip_prefix('\t')) else { break };
            found.extend(entry(name, cells));
        }
        found
    }

    /// The short form of a state.
    pub fn states(&self, form: &str) -> &[State] {
        self.states.get(form).map_or(&[], Vec::as_slice)
    }

    /// The name of a division that has a short form.
    pub fn state_name(&self, country: &str, admin1: &str) -> Option<&str> {
        self.state_names.get(&(country.to_owned(), admin1.to_owned())).map(String::as_str)
    }

    /// The first entry whose name is not before `name`.
    fn lower_bound(&self, name: &str) -> usize {
        self.lines.partition_point(|start| {
            let rest = self.text.get(*start as usize..).unwrap_or("").as_bytes();
            let end = memchr::memchr(b'\t', rest).unwrap_or(rest.len());
            // Lines are sorted as wholes, and a tab sorts before all that names have.
            rest.get(..end).unwrap_or(rest) < name.as_bytes()
        })
    }

    fn line(&self, at: usize) -> Option<&str> {
        let start = *self.lines.get(at)? as usize;
        let end = self.lines.get(at + 1).map_or(self.text.len(), |next| *next as usize);
        self.text.get(start..end).map(|line| line.trim_end_matches('\n'))
    }
}

/// Where the entries of a table begin: after its comments and its header.
fn entries(text: &str) -> Vec<u32> {
    let mut lines = Vec::with_capacity(text.len() / 44);
    let mut start = 0;
    let mut header = true;
    for end in memchr::memchr_iter(b'\n', text.as_bytes()) {
        let comment = text.as_bytes().get(start) == Some(&b'#');
        if !comment && !header {
            lines.push(start as u32);
        }
        header &= comment;
        start = end + 1;
    }
    lines
}

fn first_word(name: &str) -> &str {
    let end = name.find(|c: char| !c.is_alphanumeric()).unwrap_or(name.len());
    name.get(..end).unwrap_or(name)
}

/// The entry of a line, without its name.
fn entry(name: &str, cells: &str) -> Option<Entry> {
    let mut cells = cells.split('\t');
    let geonames = cells.next()?.parse().ok();
    let point = (cells.next()?.parse().ok()?, cells.next()?.parse().ok()?);
    let (country, admin1) = (cells.next()?, cells.next()?);
    let (kind, feature) = match cells.next()? {
        "c" => (Kind::Capital, "P.PPLC"),
        "1" => (Kind::State, "A.ADM1"),
        "2" => (Kind::County, "A.ADM2"),
        _ => (Kind::Town, "P.PPL"),
    };
    let population = cells.next()?.parse().ok()?;
    // Divisions go by the name that the text has: "Shanxi", not "Shanxi Sheng".
    let canonical = cells.next().filter(|c| !c.is_empty() && kind != Kind::State).unwrap_or(name);
    Some(Entry {
        name: canonical.to_owned(),
        geonames,
        point: Some(point),
        country: Some(country.to_owned()),
        admin1: Some(admin1).filter(|code| !code.is_empty()).map(str::to_owned),
        kind,
        feature: feature.to_owned(),
        population,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_with_all_that_they_can_mean() {
        let gazetteer = Gazetteer::load(&Data::embedded()).unwrap();
        let ids = |name: &str| gazetteer.find(name).iter().filter_map(|e| e.geonames).collect::<Vec<_>>();
        assert!(ids("Seoul").contains(&1835848));
        assert!(ids("Georgia").contains(&614540) && ids("Georgia").contains(&4197000));
        assert!(ids("Kiev").contains(&703448));
        assert_eq!(ids("Paris, Texas"), Vec::<u32>::new());
        assert!(gazetteer.may_begin("Port") && !gazetteer.may_begin("Xyzzy"));
    }
}
