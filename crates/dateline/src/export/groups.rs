//! Organisations by their names: CAMEO's codes of known groups, and which act for many countries.
use std::collections::HashMap;
use std::sync::LazyLock;

use crate::doc::{Document, Participant};
use crate::lexicon::{Data, Error};

/// What the list of organisations says of one.
struct Group {
    /// CAMEO's code.
    code: Option<String>,
    /// It is one of many countries.
    of_many: bool,
}

/// The organisations of `data/entities/organisations.tsv`.
static GROUPS: LazyLock<HashMap<String, Group>> = LazyLock::new(|| groups().unwrap_or_default());

fn groups() -> Result<HashMap<String, Group>, Error> {
    let data = Data::embedded();
    let table = data.tsv("entities/organisations.tsv")?;
    let (name, kind, code) = (table.column("name")?, table.column("kind")?, table.column("code")?);
    let group = |row: &crate::lexicon::Row| Group {
        code: row.some(code).map(str::to_owned),
        of_many: row.cell(kind) == "international",
    };
    Ok(table.rows().iter().map(|row| (row.cell(name).to_owned(), group(row))).collect())
}

/// True for those who act for an organisation of many countries, as their words say: "U.N. helicopters".
pub(super) fn acts_for_many(doc: &Document, participant: &Participant) -> bool {
    Document::items(&doc.entities).iter().any(|entity| {
        let inside = || entity.mentions.iter().any(|m| participant.party.span.contains(m.span));
        GROUPS.get(&entity.name).is_some_and(|group| group.of_many) && inside()
    })
}

/// The code of the group that a participant is: "NAT" for NATO.
pub(super) fn group(doc: &Document, participant: &Participant) -> Option<&'static str> {
    let entity = Document::items(&doc.entities).get(participant.party.entity?.index())?;
    GROUPS.get(&entity.name)?.code.as_deref()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_three_capitals() {
        let groups = groups().unwrap();
        let codes: Vec<&str> = groups.values().filter_map(|group| group.code.as_deref()).collect();
        assert!(codes.len() > 50);
        assert!(codes.iter().all(|code| code.len() == 3 && code.chars().all(|c| c.is_ascii_uppercase())));
    }
}
