//! News agencies by the names that datelines, bylines and credits give them.
use std::collections::{BTreeMap, HashMap};

use crate::lexicon::{Data, Error};

/// `data/article/agencies.tsv`, ready for use.
#[derive(Debug)]
pub(super) struct Agencies {
    list: Vec<Agency>,
    /// By a form in lower case.
    names: HashMap<String, usize>,
    /// By a form's first character in lower case: (form, agency), the longest form first.
    forms: BTreeMap<char, Vec<(String, usize)>>,
}

/// An agency.
#[derive(Debug)]
pub(super) struct Agency {
    /// "UPI"
    pub name: String,
    /// "upi.com"
    pub domain: String,
}

impl Agencies {
    pub fn load(data: &Data) -> Result<Agencies, Error> {
        let table = data.tsv("article/agencies.tsv")?;
        let (name, domain, forms) = (table.column("name")?, table.column("domain")?, table.column("forms")?);
        let mut agencies = Agencies { list: Vec::new(), names: HashMap::new(), forms: BTreeMap::new() };
        for row in table.rows() {
            let index = agencies.list.len();
            let own = row.cell(name);
            for form in row.cell(forms).split('|').chain([own]) {
                match agencies.names.insert(form.to_lowercase(), index) {
                    None => {
                        let first = form.chars().next().ok_or_else(|| table.error(row, "an empty form"))?;
                        let bucket = agencies.forms.entry(lower(first)).or_default();
                        bucket.push((form.to_owned(), index));
                    }
                    Some(other) if other != index => {
                        return Err(table.error(row, format!("`{form}` is two agencies")));
                    }
                    Some(_) => {}
                }
            }
            agencies.list.push(Agency { name: own.to_owned(), domain: row.cell(domain).to_owned() });
        }
        for bucket in agencies.forms.values_mut() {
            bucket.sort_by(|a, b| b.0.len().cmp(&a.0.len()).then_with(|| a.0.cmp(&b.0)));
        }
        Ok(agencies)
    }

    /// The agency of this name, in any case: "upi", "The Associated Press".
    pub fn by_name(&self, name: &str) -> Option<&Agency> {
        self.names.get(&name.trim().to_lowercase()).map(|i| &self.list[*i])
    }

    /// The agency whose site this host is: "www.reuters.com".
    pub fn by_host(&self, host: &str) -> Option<&Agency> {
        self.list.iter().find(|a| {
            host.strip_suffix(a.domain.as_str()).is_some_and(|left| left.is_empty() || left.ends_with('.'))
        })
    }

    /// The agency that `text` begins with, and the length of its name. Without `any_case`, the name must be
    /// written as the list has it, so that the word "pa" is no agency.
    pub fn at_start(&self, text: &str, any_case: bool) -> Option<(&Agency, usize)> {
        let first = lower(text.chars().next()?);
        self.forms.get(&first)?.iter().find_map(|(form, index)| {
            let head = text.get(..form.len())?;
            let same = head == form || (any_case && head.to_lowercase() == form.to_lowercase());
            let ends = !text[form.len()..].chars().next().is_some_and(char::is_alphanumeric);
            (same && ends).then_some((&self.list[*index], form.len()))
        })
    }

    /// The agencies that a credit or byline names: "KCNA/UPI", "AP Photo/Ana Ruiz", "Ana Ruiz, Reuters".
    pub fn credited<'a>(&'a self, words: &'a str) -> impl Iterator<Item = &'a Agency> {
        words.split(['/', ',', '|', '(', ')', '·', ';']).flat_map(|part| part.split(" via ")).filter_map(
            |part| self.by_name(part.trim().trim_end_matches(" Photo").trim_end_matches(" Photos")),
        )
    }
}

fn lower(c: char) -> char {
    c.to_lowercase().next().unwrap_or(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_agencies() {
        let agencies = Agencies::load(&Data::embedded()).unwrap();
        let name = |a: Option<&Agency>| a.map(|a| a.name.clone());
        assert_eq!(name(agencies.by_name("The Associated Press")).as_deref(), Some("AP"));
        assert_eq!(name(agencies.by_host("www.upi.com")).as_deref(), Some("UPI"));
        assert_eq!(name(agencies.by_host("groupi.com")), None);
        assert_eq!(agencies.at_start("DPA) -", true).map(|(a, n)| (a.name.as_str(), n)), Some(("dpa", 3)));
        assert!(agencies.at_start("pa said", false).is_none());
        let credited: Vec<_> = agencies.credited("KCNA/UPI").map(|a| a.name.as_str()).collect();
        assert_eq!(credited, ["KCNA", "UPI"]);
        let credited: Vec<_> = agencies.credited("AP Photo/Ana Ruiz").map(|a| a.name.as_str()).collect();
        assert_eq!(credited, ["AP"]);
    }
}
