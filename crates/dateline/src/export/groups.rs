//! CAMEO's codes of known groups, by the name of the organisation.
use std::collections::HashMap;
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
