//! Where the publisher is, as far as its name and its host tell.
use std::collections::HashMap;

use super::gazetteer::{Gazetteer, Kind};
use super::resolve::Home;
use crate::doc::Document;
use crate::lexicon::{Data, Error};

/// The countries of host names: `data/places/hosts.tsv`.
#[derive(Debug)]
pub(super) struct Rules {
    countries: HashMap<String, String>,
}

impl Rules {
    pub fn load(data: &Data) -> Result<Rules, Error> {
        let file = data.tsv("places/hosts.tsv")?;
        let (ending, country) = (file.column("ending")?, file.column("country")?);
        let row = |row: &crate::lexicon::Row<'_>| (row.cell(ending).to_owned(), row.cell(country).to_owned());
        Ok(Rules { countries: file.rows().iter().map(row).collect() })
    }

    /// The country by the end of the host's name, towns by the beginning of it or of the publisher's name.
    pub fn of<'g>(&self, gazetteer: &'g Gazetteer, doc: &Document) -> Home<'g> {
        let Some(article) = &doc.article else { return Home::default() };
        let host = article.domain.as_deref().unwrap_or_default().trim_start_matches("www.");
        let (own, ending) = host.split_once('.').unwrap_or((host, ""));
        let last = ending.rsplit('.').next().unwrap_or_default();
        let country = self.countries.get(last).cloned();
        let publisher = article.publisher.as_ref().map_or("", |fact| fact.value.as_str());
        let words = publisher.split(' ').filter(|word| word.len() >= 4).map(str::to_owned);
        let names = words.chain(beginnings(own));
        let towns = names.flat_map(|name| gazetteer.find(&name)).filter(|entry| {
            matches!(entry.kind, Kind::Capital | Kind::Town) && !entry.other && entry.population >= 5_000.0
        });
        Home { country, towns: towns.collect() }
    }
}

/// "Denver", "Denverp", ... of "denverpost".
fn beginnings(host: &str) -> impl Iterator<Item = String> + '_ {
    let host = host.strip_prefix("the").unwrap_or(host);
    let ends = host.char_indices().map(|(at, c)| at + c.len_utf8()).filter(|end| *end >= 5);
    ends.filter_map(|end| Some(super::shape::titled(host.get(..end)?)))
}
