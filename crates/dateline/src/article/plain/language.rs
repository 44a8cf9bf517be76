//! The language of the body, if it is long enough to tell.
use std::collections::HashMap;

use crate::lexicon::{Data, Error};

/// `data/article/plain/languages.tsv`: BCP 47 by ISO 639-3.
#[derive(Debug)]
pub(super) struct Codes(HashMap<String, String>);

/// So many bytes tell the language; more cost time.
const ENOUGH: usize = 4000;

impl Codes {
    pub fn load(data: &Data) -> Result<Codes, Error> {
        let table = data.tsv("article/plain/languages.tsv")?;
        let (three, tag) = (table.column("iso639_3")?, table.column("tag")?);
        let codes = table.rows().iter().map(|row| (row.cell(three).to_owned(), row.cell(tag).to_owned()));
        Ok(Codes(codes.collect()))
    }

    /// The language tag of a text; none if it is short or mixed.
    pub fn of(&self, text: &str) -> Option<&str> {
        let end = (0..=text.len().min(ENOUGH)).rev().find(|i| text.is_char_boundary(*i)).unwrap_or(0);
        let info = whatlang::detect(&text[..end]).filter(whatlang::Info::is_reliable)?;
        self.0.get(info.lang().code()).map(String::as_str)
    }
}
