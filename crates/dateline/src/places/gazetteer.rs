//! The gazetteer: names looked up by binary search in the text of the table, which is never parsed as a whole.
use std::borrow::Cow;

use super::lands::Lands;
use crate::lexicon::{Data, Error};

const TABLE: &str = "places/gazetteer.tsv";

/// All names of places.
#[derive(Debug)]
pub(super) struct Gazetteer {
    /// The table, sorted by name.
    text: Cow<'static, str>,
    /// Where its entries begin.
    start: usize,
    /// Countries, regions, seas, and short forms of states.
    lands: Lands,
}

/// A place that a name can mean.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Entry<'g> {
    pub name: &'g str,
    pub geonames: Option<u32>,
    pub point: Option<(f64, f64)>,
    /// ISO 3166-1 alpha-2.
    pub country: Option<&'g str>,
    pub admin1: Option<&'g str>,
    pub kind: Kind,
    pub feature: &'g str,
    pub population: f64,
    /// True if English text has another name for it, so that the name alone says little.
    pub other: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    Country,
    Region,
    State,
    County,
    Capital,
    Town,
}

impl Entry<'_> {
    /// True for countries, first-order divisions and regions.
    pub fn is_land(&self) -> bool {
        matches!(self.kind, Kind::Country | Kind::Region | Kind::State)
    }

    /// True if it lies in `land`, a country or a state.
    pub fn lies_in(&self, land: &Entry<'_>) -> bool {
        self.country.is_some()
            && self.country == land.country
            && match land.kind {
                Kind::Country => self.kind != Kind::Country,
                Kind::State => {
                    self.admin1 == land.admin1 && !matches!(self.kind, Kind::Country | Kind::State)
                }
                _ => false,
            }
    }
}

impl Gazetteer {
    pub fn load(data: &Data) -> Result<Gazetteer, Error> {
        let text = data.keep(TABLE)?;
        let start = body(&text);
        Ok(Gazetteer { text, start, lands: Lands::load(data)? })
    }

    /// True if some name begins with this word.
    pub fn may_begin(&self, word: &str) -> bool {
        let line = self.line(self.lower_bound(word));
        line.is_some_and(|(line, _)| line.starts_with(word)) || self.lands.may_begin(word)
    }

    /// What a name can mean: lands first, then what the table has.
    pub fn find<'g>(&'g self, name: &str) -> Vec<Entry<'g>> {
        let mut found: Vec<Entry<'g>> = self.lands.find(name).collect();
        let mut at = self.lower_bound(name);
        while let Some((line, next)) = self.line(at) {
            let own = line.get(..name.len()).unwrap_or("");
            let Some(cells) = line.strip_prefix(name).and_then(|rest| rest.strip_prefix('\t')) else { break };
            found.extend(entry(own, cells));
            at = next;
        }
        // A land of the own tables stands for its row in the table.
        let lands: Vec<u32> = found.iter().filter(|e| !is_row(e)).filter_map(|e| e.geonames).collect();
        found.retain(|e| !is_row(e) || e.geonames.is_none_or(|id| !lands.contains(&id)));
        // "Bavaria" is the division, which has an id; "Kashmir" is no division.
        let divisions: Vec<&str> =
            found.iter().filter(|e| e.kind == Kind::State).filter_map(|e| e.country).collect();
        let is_division = |e: &Entry<'_>| e.country.is_some_and(|country| divisions.contains(&country));
        found.retain(|e| e.kind != Kind::Region || e.geonames.is_some() || !is_division(e));
        found
    }

    /// What the short form of a state means: "Calif."; with `alone`, only the forms that need no town before them.
    pub fn states<'g>(&'g self, form: &str, alone: bool) -> Vec<Entry<'g>> {
        let mut found = Vec::new();
        for state in self.lands.states(form).iter().filter(|state| state.alone || !alone) {
            let named = self.find(&state.name).into_iter().filter(|e| {
                e.kind == Kind::State
                    && e.country == Some(state.country.as_str())
                    && e.admin1 == Some(state.admin1.as_str())
            });
            found.extend(named);
        }
        found
    }

    /// The country with a code of three letters.
    pub fn country(&self, alpha3: &str) -> Option<Entry<'_>> {
        self.lands.country(alpha3)
    }

    /// The code of three letters for one of two.
    pub fn code(&self, alpha2: &str) -> Option<&str> {
        self.lands.code(alpha2)
    }

    /// The start of the first entry whose name is not before `name`.
    fn lower_bound(&self, name: &str) -> usize {
        let bytes = self.text.as_bytes();
        let (mut low, mut high) = (self.start, bytes.len());
        while low < high {
            let middle = low + (high - low) / 2;
            let before = bytes.get(low..middle).unwrap_or_default();
            let line = memchr::memrchr(b'\n', before).map_or(low, |at| low + at + 1);
            let rest = bytes.get(line..).unwrap_or_default();
            let end = memchr::memchr(b'\t', rest).unwrap_or(rest.len());
            // Lines are sorted as wholes, and a tab sorts before all that names have.
            if rest.get(..end).unwrap_or(rest) < name.as_bytes() {
                low = memchr::memchr(b'\n', rest).map_or(bytes.len(), |at| line + at + 1);
            } else {
                high = line;
            }
        }
        low
    }

    /// The line that starts at `at`, and where the next one does.
    fn line(&self, at: usize) -> Option<(&str, usize)> {
        let rest = self.text.get(at..).filter(|rest| !rest.is_empty())?;
        let end = memchr::memchr(b'\n', rest.as_bytes()).unwrap_or(rest.len());
        Some((rest.get(..end)?, at + end + 1))
    }
}

/// True for the entries of the table, which know their division.
fn is_row(entry: &Entry<'_>) -> bool {
    !matches!(entry.kind, Kind::Country | Kind::Region)
}

/// Where the entries of a table begin: after its comments and its header.
fn body(text: &str) -> usize {
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        start += line.len();
        if !line.starts_with('#') {
            break;
        }
    }
    start
}

/// The entry of a line, without its name.
fn entry<'g>(name: &'g str, cells: &'g str) -> Option<Entry<'g>> {
    let mut cells = cells.split('\t');
    let geonames = cells.next()?.parse().ok();
    let point = cells.next()?.parse().ok().zip(cells.next()?.parse().ok());
    let (country, admin1) = (cells.next()?, cells.next()?);
    let letter = cells.next()?;
    let (kind, feature) = match letter {
        "c" => (Kind::Capital, "P.PPLC"),
        "1" => (Kind::State, "A.ADM1"),
        "2" => (Kind::County, "A.ADM2"),
        _ => (Kind::Town, "P.PPL"),
    };
    let population = cells.next()?.parse().ok()?;
    // Divisions go by the name that the text has: "Shanxi", not "Shanxi Sheng".
    let canonical = cells.next().filter(|c| !c.is_empty() && kind != Kind::State).unwrap_or(name);
    Some(Entry {
        name: canonical,
        geonames,
        point,
        country: Some(country),
        admin1: Some(admin1).filter(|code| !code.is_empty()),
        kind,
        feature,
        population,
        other: letter == "o",
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
        let first = gazetteer.line(gazetteer.start).unwrap().0.split('\t').next().unwrap().to_owned();
        assert!(!gazetteer.find(&first).is_empty(), "the first entry, `{first}`");
        assert_eq!(gazetteer.find("\u{10ffff}"), []);
        assert_eq!(gazetteer.states("Calif.", true).first().and_then(|e| e.geonames), Some(5332921));
    }
}
