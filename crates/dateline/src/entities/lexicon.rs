//! The names that are known beforehand, found by their words.
use std::collections::HashMap;

use super::words::View;
use crate::doc::EntityKind;
use crate::lexicon::{Data, Error};

/// What a known name names.
#[derive(Debug)]
pub(super) struct Entry {
    pub kind: EntityKind,
    pub class: Class,
    pub name: String,
    pub country: Option<String>,
    pub geonames: Option<u32>,
}

/// The list that an entry is from, as far as the rules tell lists apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    Country,
    Demonym,
    /// A capital as an actor; the country's entry.
    Capital,
    /// A seat of government; the country's entry.
    Seat,
    City,
    /// A city whose name is a person's too.
    CityOrName,
    Place,
    People,
    Org,
    Media,
    Event,
    /// A weapon or a vehicle.
    Thing,
    /// The same, with a name that needs a noun beside it.
    NounThing,
}

/// All entries, and their forms by the first word.
#[derive(Debug, Default)]
pub(super) struct Lexicon {
    pub entries: Vec<Entry>,
    forms: HashMap<String, Vec<Form>>,
    countries: HashMap<String, u32>,
}

#[derive(Debug)]
struct Form {
    rest: Vec<String>,
    hits: Vec<Hit>,
}

/// A form that means an entry, in the way of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Hit {
    pub entry: u32,
    pub class: Class,
}

impl Lexicon {
    pub fn load(data: &Data) -> Result<Lexicon, Error> {
        let mut lexicon = Lexicon::default();
        lexicon.countries(data)?;
        let list = |l: &mut Lexicon, file: &str, kind, class: fn(&str) -> Class, extra: &str| {
            l.list(data, file, kind, class, extra)
        };
        list(&mut lexicon, "entities/organisations.tsv", EntityKind::Org, org_class, "kind")?;
        list(&mut lexicon, "entities/cities.tsv", EntityKind::Place, city_class, "also")?;
        list(&mut lexicon, "entities/places.tsv", EntityKind::Place, |_| Class::Place, "note")?;
        list(&mut lexicon, "entities/peoples.tsv", EntityKind::Norp, |_| Class::People, "note")?;
        list(&mut lexicon, "entities/events.tsv", EntityKind::Event, |_| Class::Event, "note")?;
        list(&mut lexicon, "entities/weapons.tsv", EntityKind::Weapon, thing_class, "also")?;
        list(&mut lexicon, "entities/vehicles.tsv", EntityKind::Vehicle, thing_class, "also")?;
        lexicon.seats(data)?;
        for forms in lexicon.forms.values_mut() {
            forms.sort_by(|a, b| b.rest.len().cmp(&a.rest.len()).then_with(|| a.rest.cmp(&b.rest)));
        }
        Ok(lexicon)
    }

    /// The longest form that begins at `at` and ends before `end`: its number of words, and what it means.
    pub fn longest(&self, view: &View<'_>, at: usize, end: usize) -> Option<(usize, &[Hit])> {
        let first = view.get(at)?;
        let forms = self.forms.get(&*key(first.text)).or_else(|| {
            let shouted = first.text.len() > 3 && first.text.chars().all(|c| c.is_uppercase());
            shouted.then(|| self.forms.get(&title_case(first.text))).flatten()
        })?;
        let fits = |form: &&Form| {
            at + form.rest.len() < end
                && form.rest.iter().enumerate().all(|(i, part)| {
                    view.get(at + 1 + i).is_some_and(|w| {
                        *key(w.text) == **part || (w.text.len() > 3 && w.text == part.to_uppercase())
                    })
                })
        };
        let form = forms.iter().find(fits)?;
        Some((form.rest.len() + 1, &form.hits))
    }

    pub fn entry(&self, id: u32) -> Option<&Entry> {
        self.entries.get(id as usize)
    }

    /// The entry of a country by its code.
    pub fn country(&self, code: &str) -> Option<u32> {
        self.countries.get(code).copied()
    }

    fn countries(&mut self, data: &Data) -> Result<(), Error> {
        let table = data.tsv("entities/countries.tsv")?;
        let column = |name| table.column(name);
        let (code, name, geonames) = (column("code")?, column("name")?, column("geonames")?);
        let (forms, demonyms) = (column("forms")?, column("demonyms")?);
        for row in table.rows() {
            let entry = Entry {
                kind: EntityKind::Country,
                class: Class::Country,
                name: row.cell(name).to_owned(),
                country: row.some(code).map(str::to_owned),
                geonames: row.cell(geonames).parse().ok(),
            };
            let id = self.add(entry);
            self.countries.insert(row.cell(code).to_owned(), id);
            for form in row.cell(forms).split('|') {
                self.form(form, id, Class::Country);
            }
            if let Some(demonyms) = row.some(demonyms) {
                let adjective = demonyms.split('|').next().unwrap_or(demonyms).to_owned();
                let people = Entry {
                    kind: EntityKind::Norp,
                    class: Class::Demonym,
                    name: adjective,
                    country: row.some(code).map(str::to_owned),
                    geonames: None,
                };
                let people = self.add(people);
                for form in demonyms.split('|') {
                    self.form(form, people, Class::Demonym);
                }
            }
        }
        Ok(())
    }

    fn seats(&mut self, data: &Data) -> Result<(), Error> {
        let table = data.tsv("entities/seats.tsv")?;
        let (form, kind, country) = (table.column("form")?, table.column("kind")?, table.column("country")?);
        for row in table.rows() {
            let Some(id) = self.country(row.cell(country)) else {
                return Err(table.error(row, format!("there is no country `{}`", row.cell(country))));
            };
            let class = if row.cell(kind) == "capital" { Class::Capital } else { Class::Seat };
            self.form(row.cell(form), id, class);
        }
        Ok(())
    }

    fn list(
        &mut self,
        data: &Data,
        file: &str,
        kind: EntityKind,
        class: fn(&str) -> Class,
        extra: &str,
    ) -> Result<(), Error> {
        let table = data.tsv(file)?;
        let (name, country) = (table.column("name")?, table.column("country").ok());
        let (forms, geonames) = (table.column("forms")?, table.column("geonames").ok());
        let extra = table.column(extra)?;
        for row in table.rows() {
            let class = class(row.cell(extra));
            let id = self.add(Entry {
                kind,
                class,
                name: row.cell(name).to_owned(),
                country: country.and_then(|c| row.some(c)).map(str::to_owned),
                geonames: geonames.and_then(|c| row.cell(c).parse().ok()),
            });
            for form in row.cell(forms).split('|') {
                self.form(form, id, class);
            }
        }
        Ok(())
    }

    fn add(&mut self, entry: Entry) -> u32 {
        let id = self.entries.len() as u32;
        self.entries.push(entry);
        id
    }

    fn form(&mut self, form: &str, entry: u32, class: Class) {
        let mut parts = parts(form).into_iter();
        let Some(first) = parts.next() else { return };
        let rest: Vec<String> = parts.collect();
        let forms = self.forms.entry(first).or_default();
        let hit = Hit { entry, class };
        match forms.iter_mut().find(|f| f.rest == rest) {
            Some(form) if form.hits.contains(&hit) => {}
            Some(form) => form.hits.push(hit),
            None => forms.push(Form { rest, hits: vec![hit] }),
        }
    }
}

/// The words of a form as the tokens of a text would be: hyphens and possessive endings stand alone.
fn parts(form: &str) -> Vec<String> {
    let mut out = Vec::new();
    for word in form.split_whitespace() {
        let (word, ending) = match word.strip_suffix("'s") {
            Some(stem) if !stem.is_empty() => (stem, Some("'s")),
            _ => match word.strip_suffix("s'") {
                Some(_) => (&word[..word.len() - 1], Some("'")),
                None => (word, None),
            },
        };
        let (word, comma) = match word.strip_suffix(',') {
            Some(stem) => (stem, Some(",")),
            None => (word, None),
        };
        for (i, part) in word.split('-').enumerate() {
            if i > 0 {
                out.push("-".to_owned());
            }
            out.push(part.to_owned());
        }
        out.extend(ending.map(str::to_owned));
        out.extend(comma.map(str::to_owned));
    }
    out.retain(|part| !part.is_empty());
    out
}

fn key(word: &str) -> std::borrow::Cow<'_, str> {
    if word.contains('’') { word.replace('’', "'").into() } else { word.into() }
}

pub(super) fn title_case(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map_or_else(String::new, |c| c.to_string() + &chars.as_str().to_lowercase())
}

fn org_class(kind: &str) -> Class {
    if kind == "media" { Class::Media } else { Class::Org }
}

fn city_class(also: &str) -> Class {
    if also == "name" { Class::CityOrName } else { Class::City }
}

fn thing_class(also: &str) -> Class {
    if also == "noun" { Class::NounThing } else { Class::Thing }
}
