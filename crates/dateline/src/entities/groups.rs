//! CAMEO's codes of known groups.
use std::collections::HashMap;

use crate::lexicon::{Data, Error};

/// The codes by the names of the organisations that have one: "NAT" for the North Atlantic Treaty Organization. From the column
/// `code` of `data/entities/organisations.tsv`.
///
/// ```
/// let codes = dateline::entities::group_codes(&dateline::lexicon::Data::embedded())?;
/// assert_eq!(codes["World Bank"], "WBK");
/// # Ok::<(), dateline::lexicon::Error>(())
/// ```
///
/// # Errors
///
/// If the file has no such columns.
pub fn group_codes(data: &Data) -> Result<HashMap<String, String>, Error> {
    let table = data.tsv("entities/organisations.tsv")?;
    let (name, code) = (table.column("name")?, table.column("code")?);
    let coded = table.rows().iter().filter_map(|row| Some((row.cell(name), row.some(code)?)));
    Ok(coded.map(|(name, code)| (name.to_owned(), code.to_owned())).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_three_capitals() {
        let codes = group_codes(&Data::embedded()).unwrap();
        assert!(codes.len() > 50);
        assert!(codes.values().all(|code| code.len() == 3 && code.chars().all(|c| c.is_ascii_uppercase())));
    }
}
