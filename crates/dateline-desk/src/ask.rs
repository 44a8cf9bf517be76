//! What a request asks for: the words behind `?`.
use std::sync::LazyLock;

use dateline::doc::{Attitude, Status};
use dateline::events::type_names;
use dateline::lexicon::Data;
use dateline_archive::{Order, Query};

use crate::fail::Fail;

/// The parameters of a request.
#[derive(Clone, Debug, Default)]
pub(crate) struct Ask(pub Vec<(String, String)>);

/// The filters of searches, as parameters.
pub(crate) const FILTERS: [&str; 12] = [
    "who", "said-by", "event", "status", "country", "place", "outlet", "section", "language", "story",
    "from", "to",
];
/// The types of events: the engine's.
pub(crate) static TYPES: LazyLock<Vec<String>> =
    LazyLock::new(|| type_names(&Data::embedded()).unwrap_or_default());
/// The statuses of events.
pub(crate) static STATUSES: LazyLock<Vec<&'static str>> =
    LazyLock::new(|| Status::ALL.iter().map(|status| status.name()).collect());
/// How speakers stand to what they say.
pub(crate) static ATTITUDES: LazyLock<Vec<&'static str>> =
    LazyLock::new(|| Attitude::ALL.iter().map(|attitude| attitude.name()).collect());
/// No list is longer.
const MOST: usize = 200;

impl Ask {
    /// The value of a parameter, if it is there and not empty, as fields of a form often are.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(key, value)| key == name && !value.is_empty()).map(|(_, value)| value.as_str())
    }

    pub fn owned(&self, name: &str) -> Option<String> {
        self.get(name).map(str::to_owned)
    }

    pub fn limit(&self, usual: usize) -> Result<usize, Fail> {
        match self.get("limit") {
            None => Ok(usual),
            Some(text) => match text.parse() {
                Ok(limit) if (1..=MOST).contains(&limit) => Ok(limit),
                _ => Err(Fail::Wrong(format!("limit: a whole number from 1 to {MOST}"))),
            },
        }
    }

    pub fn order(&self) -> Result<Order, Fail> {
        match self.get("sort") {
            None | Some("newest") => Ok(Order::Newest),
            Some("oldest") => Ok(Order::Oldest),
            Some("best") => Ok(Order::Best),
            Some(_) => Err(Fail::Wrong("sort: newest, oldest or best".to_owned())),
        }
    }

    /// One of a few words.
    pub fn one_of(&self, name: &str, words: &[impl AsRef<str>]) -> Result<Option<String>, Fail> {
        match self.get(name) {
            Some(word) if !words.iter().any(|known| known.as_ref() == word) => {
                let words: Vec<&str> = words.iter().map(AsRef::as_ref).collect();
                Err(Fail::Wrong(format!("{name}: one of {}", words.join(", "))))
            }
            word => Ok(word.map(str::to_owned)),
        }
    }

    /// The search: the words of `q`, and a filter for each parameter with the name of one.
    pub fn query(&self) -> Result<Query, Fail> {
        self.one_of("event", &TYPES)?;
        self.one_of("status", &STATUSES)?;
        let mut query: Query = self.get("q").unwrap_or("").parse()?;
        for (name, value) in self.0.iter().filter(|(_, value)| !value.is_empty()) {
            if FILTERS.contains(&name.as_str()) && !query.filters.add(name, value) {
                return Err(Fail::Wrong(format!("{name}: `{value}` is none")));
            }
        }
        Ok(query)
    }

    /// The same request with one parameter changed or taken away, and from the start.
    pub fn with(&self, name: &str, value: Option<&str>) -> String {
        self.with_all(&[(name, value)])
    }

    /// The same with some parameters.
    pub fn with_all(&self, changed: &[(&str, Option<&str>)]) -> String {
        let is_kept =
            |key: &str| key != "after" && key != "token" && !changed.iter().any(|(name, _)| *name == key);
        let kept = self.0.iter().filter(|(key, value)| is_kept(key) && !value.is_empty());
        let kept = kept.map(|(key, value)| (key.as_str(), value.as_str()));
        written(kept.chain(changed.iter().filter_map(|(name, value)| Some((*name, (*value)?)))))
    }
}

/// Parameters as a part of an address: `?a=b&c=d`, or nothing.
pub(crate) fn written<'a>(pairs: impl Iterator<Item = (&'a str, &'a str)>) -> String {
    let pairs: Vec<String> =
        pairs.map(|(name, value)| format!("{}={}", encoded(name), encoded(value))).collect();
    if pairs.is_empty() { String::new() } else { format!("?{}", pairs.join("&")) }
}

/// Text as a part of an address.
pub(crate) fn encoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => out.push(char::from(byte)),
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ask(pairs: &[(&str, &str)]) -> Ask {
        Ask(pairs.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect())
    }

    #[test]
    fn forms_become_searches() {
        let query =
            ask(&[("q", "port -ferry"), ("event", ""), ("who", "Ana Ruiz"), ("x", "y")]).query().unwrap();
        assert_eq!(query.to_string(), "port NOT ferry who:\"Ana Ruiz\"");
        for wrong in [("status", "sure"), ("from", "yesterday"), ("event", "WAR"), ("story", "x")] {
            assert!(ask(&[wrong]).query().is_err(), "{wrong:?}");
        }
        assert!(ask(&[("limit", "0")]).limit(9).is_err() && ask(&[("limit", "201")]).limit(9).is_err());
    }

    #[test]
    fn addresses_keep_what_was_asked() {
        let request = ask(&[("q", "a b&c"), ("after", "1.2"), ("status", "")]);
        assert_eq!(request.with("outlet", Some("é.example")), "?q=a%20b%26c&outlet=%C3%A9.example");
        assert_eq!(request.with("q", None), "");
        // Else a page could be kept under the address of another.
        assert_eq!(ask(&[("status=denied&actor", "x")]).with("q", None), "?status%3Ddenied%26actor=x");
    }
}
