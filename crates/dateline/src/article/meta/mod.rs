//! What the page says about its article: headline, authors, times, publisher.
//!
//! Each field has its sources in order of trust, each a rule with a name; what sources say is checked against the
//! others before it is believed.
mod address;
mod agree;
mod authors;
mod headline;
mod lines;
mod names;
mod published;
mod publisher;
mod signals;
mod titles;
mod weigh;

use std::ops::Range;

use aho_corasick::AhoCorasick;
use serde::Deserialize;

use self::signals::Signals;
use super::blocks::push_folded;
use super::body::View;
use super::jsonld::{self, Posting};
use super::when::{Locale, When};
use crate::doc::{Fact, Moment, RuleId, Trial};
use crate::lexicon::{Data, Error};
use crate::read::Page;
use crate::read::html::NodeId;

/// `data/article/meta.toml`, `names.toml` and `jsonld.toml`.
#[derive(Debug)]
pub(super) struct MetaWords {
    fields: Fields,
    dates: DateWords,
    names: names::NameWords,
    types: jsonld::Types,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Fields {
    headline: Vec<String>,
    published: Vec<String>,
    dated: Vec<String>,
    modified: Vec<String>,
    authors: Vec<String>,
    author_labels: Vec<String>,
    section: Vec<String>,
    site: Vec<String>,
    language: Vec<String>,
    paywall: Vec<String>,
    paywall_values: Vec<String>,
    script_published: Vec<String>,
    separators: Vec<String>,
    tight_separators: Vec<String>,
    modified_words: Vec<String>,
    published_words: Vec<String>,
    foreign_words: Vec<String>,
}

/// The words by which dates are told apart, ready for use.
#[derive(Debug)]
struct DateWords {
    modified: AhoCorasick,
    published: AhoCorasick,
    foreign: AhoCorasick,
    script_keys: AhoCorasick,
}

impl MetaWords {
    pub fn load(data: &Data) -> Result<MetaWords, Error> {
        let file = "article/meta.toml";
        let mut fields: Fields = data.toml(file)?;
        let lists = [
            &mut fields.headline,
            &mut fields.published,
            &mut fields.dated,
            &mut fields.modified,
            &mut fields.authors,
            &mut fields.section,
            &mut fields.site,
            &mut fields.language,
            &mut fields.paywall,
        ];
        for name in lists.into_iter().flatten() {
            *name = signals::bare_name(name);
        }
        let keys: Vec<String> = fields.script_published.iter().map(|key| format!("\"{key}")).collect();
        let dates = DateWords {
            modified: any_of(&fields.modified_words, file)?,
            published: any_of(&fields.published_words, file)?,
            foreign: any_of(&fields.foreign_words, file)?,
            script_keys: any_of(&keys, file)?,
        };
        Ok(MetaWords {
            dates,
            fields,
            names: names::NameWords::load(data)?,
            types: jsonld::Types::load(data)?,
        })
    }
}

/// Finds any of a list of words in one pass.
fn any_of(words: &[String], file: &str) -> Result<AhoCorasick, Error> {
    AhoCorasick::new(words).map_err(|e| Error { file: file.to_owned(), line: 0, message: e.to_string() })
}

/// What the page says about its article, and where.
#[derive(Debug, Default)]
pub(super) struct Meta {
    pub url: Option<Fact<String>>,
    pub publisher: Option<Fact<String>>,
    pub domain: Option<String>,
    pub section: Option<Fact<String>>,
    pub headline: Option<Fact<String>>,
    pub authors: Vec<Fact<String>>,
    pub published: Option<Fact<Moment>>,
    pub modified: Option<Fact<Moment>>,
    pub language: Option<Fact<String>>,
    pub paywalled: Option<Fact<bool>>,
    /// The element that shows the headline.
    pub headline_node: Option<NodeId>,
    /// The elements that show the authors.
    pub byline_nodes: Vec<NodeId>,
    /// The elements that show the dates.
    pub date_nodes: Vec<NodeId>,
    /// What the page's JSON-LD says about the article: its text, its standfirst, its pictures.
    pub posting: Posting,
    /// What was tried; only if asked for.
    pub trials: Vec<Trial>,
}

/// Reads what the page says about its article.
pub(super) fn read(words: &MetaWords, when: &When, page: &Page, view: &View<'_>) -> Meta {
    let signals = Signals::gather(view);
    let postings = jsonld::postings(&words.types, view.page, view.dom, &signals.scripts);
    let mut meta = Meta::default();
    let mut look = Look {
        words,
        when,
        page: view.page,
        view,
        signals: &signals,
        trials: Vec::new(),
        sites: Vec::new(),
        headline: None,
        lines: Vec::new(),
        locale: Locale::default(),
    };

    publisher::place(&mut look, page, &postings, &mut meta);
    let titles = look.titles();
    let main = headline::main_posting(&titles, &meta, &postings);
    meta.posting = main.map_or_else(Posting::default, |main| headline::merged(&postings, main));
    publisher::name(&mut look, &mut meta);
    headline::find(&mut look, &titles, &mut meta);
    look.headline = meta.headline_node;
    look.locale = Locale::of(meta.language.as_ref().map(|l| l.value.as_str()), meta.domain.as_deref());
    look.lines = look.lines_near_headline(&meta);
    published::find(&mut look, page, &postings, &mut meta);
    authors::find(&mut look, &mut meta);
    publisher::section_and_paywall(&mut look, &mut meta);
    meta.trials = look.trials;
    meta
}

/// A page while its meta data are looked for.
struct Look<'a, 'p> {
    words: &'a MetaWords,
    when: &'a When,
    page: &'p str,
    view: &'a View<'p>,
    signals: &'a Signals<'p>,
    trials: Vec<Trial>,
    /// Keys of the site's own names, without blanks: "almerpost".
    sites: Vec<String>,
    /// The element that shows the headline, once found.
    headline: Option<NodeId>,
    /// The lines near it.
    lines: Vec<lines::Line>,
    locale: Locale,
}

impl<'p> Look<'_, 'p> {
    /// The values of the `meta` elements of these names (without marks, in lower case), in the order of the names.
    fn metas(&self, names: &[String]) -> Vec<(String, Range<usize>)> {
        let mut found: Vec<(usize, String, Range<usize>)> = Vec::new();
        for meta in &self.signals.metas {
            if let Some(rank) = names.iter().position(|name| *name == meta.bare) {
                let words = signals::words_at(self.page, meta.value.clone());
                if !words.is_empty() {
                    found.push((rank, words, meta.value.clone()));
                }
            }
        }
        found.sort_by_key(|(rank, ..)| *rank);
        found.into_iter().map(|(_, words, range)| (words, range)).collect()
    }

    /// The words below a node, and where they stand.
    fn words_below(&self, node: NodeId, most: usize) -> Option<(String, Range<usize>)> {
        signals::words_below(self.page, self.view.dom, node, most)
    }

    fn note(&mut self, rule: &'static str, quote: &str, won: bool, reason: &str) {
        if self.view.explain {
            self.trials.push(Trial {
                span: None,
                quote: quote.to_owned(),
                rule: RuleId::new(rule),
                won,
                reason: reason.to_owned(),
            });
        }
    }
}

fn fact<T>(value: T, rule: &'static str, page: Range<usize>) -> Fact<T> {
    Fact { value, rule: RuleId::new(rule), page: Some((page.start as u32, page.end as u32)) }
}

fn found_fact(found: &jsonld::Found, rule: &'static str) -> Fact<String> {
    Fact { value: found.value.clone(), rule: RuleId::new(rule), page: Some(found.page) }
}

#[cfg(test)]
mod tests;
