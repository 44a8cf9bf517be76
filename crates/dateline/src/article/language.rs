//! The language of the body, if it is long enough to tell.
use std::collections::HashMap;

use crate::doc::{Fact, RuleId};
use crate::lexicon::{Data, Error};

/// `data/article/languages.tsv`: by ISO 639-3.
#[derive(Debug)]
pub(super) struct Languages(HashMap<String, Language>);

#[derive(Debug)]
struct Language {
    /// BCP 47.
    tag: String,
    /// Tags of languages that are easily taken for it, or have other tags too.
    kin: Vec<String>,
}

/// So many bytes tell the language; more cost time.
pub(super) const ENOUGH: usize = 4000;
/// So many tell that a page is wrong about its language, and no fewer do.
const DOUBT: std::ops::RangeInclusive<usize> = 300..=1500;

/// The rule of what the text itself tells.
const RULE: RuleId = RuleId::new("article/language-of-body");

impl Languages {
    pub fn load(data: &Data) -> Result<Languages, Error> {
        let table = data.tsv("article/languages.tsv")?;
        let (three, tag, kin) = (table.column("iso639_3")?, table.column("tag")?, table.column("kin")?);
        let language = |row: &crate::lexicon::Row| Language {
            tag: row.cell(tag).to_owned(),
            kin: row.cell(kin).split(' ').filter(|tag| !tag.is_empty()).map(str::to_owned).collect(),
        };
        Ok(Languages(table.rows().iter().map(|row| (row.cell(three).to_owned(), language(row))).collect()))
    }

    /// The language of a text; none if it is short or mixed.
    pub fn of(&self, text: &str) -> Option<Fact<String>> {
        self.told(text, ENOUGH).map(|language| fact(&language.tag))
    }

    /// What a page says of its language, unless its text is clearly in another: pages are made from templates, and few people
    /// see the tag.
    pub fn checked(&self, said: Option<Fact<String>>, text: &str) -> Option<Fact<String>> {
        let Some(said) = said else { return self.of(text) };
        if text.len() < *DOUBT.start() {
            return Some(said);
        }
        let own = said.value.split('-').next().unwrap_or_default().to_ascii_lowercase();
        let other = self.told(text, *DOUBT.end()).filter(|told| told.tag != own && !told.kin.contains(&own));
        Some(other.map_or(said, |told| fact(&told.tag)))
    }

    fn told(&self, text: &str, bytes: usize) -> Option<&Language> {
        let end = (0..=text.len().min(bytes)).rev().find(|i| text.is_char_boundary(*i)).unwrap_or(0);
        let info = whatlang::detect(&text[..end]).filter(whatlang::Info::is_reliable)?;
        self.0.get(info.lang().code())
    }
}

fn fact(tag: &str) -> Fact<String> {
    Fact { value: tag.to_owned(), rule: RULE, page: None }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SPANISH: &str = "El puerto de Almer abrió de nuevo el lunes después de la tormenta que había cerrado los muelles durante tres días, \
        dijeron las autoridades. Los primeros barcos salieron por la mañana con los pasajeros que esperaban desde el viernes, y la \
        compañía prometió dos viajes más para los que todavía no habían encontrado lugar en ninguno de ellos.";

    #[test]
    fn a_text_in_another_language_is_believed() {
        let languages = Languages::load(&Data::embedded()).unwrap();
        let of = |said: &str, text: &str| languages.checked(Some(fact(said)), text).unwrap().value;
        assert_eq!(of("en-US", SPANISH), "es");
        assert_eq!(of("es-MX", SPANISH), "es-MX");
        // Too short to doubt the page, and too near to tell apart.
        assert_eq!(of("en", &SPANISH[..120]), "en");
        assert_eq!(of("gl", SPANISH), "gl");
        assert_eq!(languages.checked(None, SPANISH).unwrap().value, "es");
        assert_eq!(languages.of("Port 3"), None);
    }
}
