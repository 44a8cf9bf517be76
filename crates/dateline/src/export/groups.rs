//! CAMEO's codes of known groups, by the name of the organisation.
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use crate::doc::{Document, Participant};
use crate::lexicon::{Data, Error};

/// The codes of the organisations that have one: the column `code` of `data/entities/organisations.tsv`.
static CODES: LazyLock<HashMap<String, String>> = LazyLock::new(|| codes().unwrap_or_default());

fn codes() -> Result<HashMap<String, String>, Error> {
    let data = Data::embedded();
    let table = data.tsv("entities/organisations.tsv")?;
    let (name, code) = (table.column("name")?, table.column("code")?);
    let coded =
        table.rows().iter().filter_map(|row| Some((row.cell(name).to_owned(), row.some(code)?.to_owned())));
    Ok(coded.collect())
}

/// The organisations of many countries.
static OF_MANY: LazyLock<HashSet<String>> = LazyLock::new(|| of_many().unwrap_or_default());

fn of_many() -> Result<HashSet<String>, Error> {
    let data = Data::embedded();
    let table = data.tsv("entities/organisations.tsv")?;
    let (name, kind) = (table.column("name")?, table.column("kind")?);
    let rows = table.rows().iter().filter(|row| row.cell(kind) == "international");
    Ok(rows.map(|row| row.cell(name).to_owned()).collect())
}

/// True for those who act for an organisation of many countries, as their words say: "U.N. helicopters".
pub(super) fn acts_for_many(doc: &Document, participant: &Participant) -> bool {
    Document::items(&doc.entities).iter().any(|entity| {
        let inside = || entity.mentions.iter().any(|m| participant.party.span.contains(m.span));
        OF_MANY.contains(&entity.name) && inside()
    })
}

/// The code of the group that a participant is: "NAT" for NATO.
pub(super) fn group(doc: &Document, participant: &Participant) -> Option<&'static str> {
    let entity = Document::items(&doc.entities).get(participant.party.entity?.index())?;
    CODES.get(&entity.name).map(String::as_str)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_three_capitals() {
        let codes = codes().unwrap();
        assert!(codes.len() > 50);
        assert!(codes.values().all(|code| code.len() == 3 && code.chars().all(|c| c.is_ascii_uppercase())));
    }
}
