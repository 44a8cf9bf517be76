//! What the article is: headline, byline, time, dateline, body, captions, related headlines.
//!
//! Makes the document's text and cuts it into zones. Nothing after this stage has heard of HTML.
mod address;
mod age;
mod agencies;
mod announced;
mod blocks;
mod body;
mod classes;
mod credit;
mod dateline;
mod day;
mod heading;
mod html;
mod images;
mod jsonld;
mod language;
mod live;
mod meta;
mod phrases;
mod plain;
mod related;
mod scripted;
mod when;

use crate::doc::{Article, Layer, Moment, Text, Trial, Warning, Zone};
use crate::lexicon::{Data, Error};
use crate::read::{Markup, Page};

/// The rules and word lists of this stage, from `data/article/`.
#[derive(Debug)]
pub struct Rules {
    classes: classes::ClassWords,
    credits: credit::CreditWords,
    meta: meta::MetaWords,
    phrases: phrases::Phrases,
    dateline: dateline::Rules,
    languages: language::Languages,
    plain: plain::Rules,
    when: when::When,
}

impl Rules {
    /// Reads the rules.
    pub fn load(data: &Data) -> Result<Rules, Error> {
        Ok(Rules {
            classes: classes::ClassWords::load(data)?,
            credits: credit::CreditWords::load(data)?,
            meta: meta::MetaWords::load(data)?,
            phrases: phrases::Phrases::load(data)?,
            dateline: dateline::Rules::load(data)?,
            languages: language::Languages::load(data)?,
            plain: plain::Rules::load(data)?,
            when: when::When::load(data)?,
        })
    }
}

/// What reading an article gives.
#[derive(Clone, Debug, Default)]
pub struct Reading {
    /// The text in reading order: headline, body, captions, related items.
    pub text: Text,
    /// What the page says about itself.
    pub article: Article,
    /// What each stretch of the text is.
    pub zones: Layer<Zone>,
    /// When the page was fetched, if it says so itself.
    pub retrieved: Option<Moment>,
    /// What was wrong with the page.
    pub warnings: Vec<Warning>,
    /// What was tried; only if asked for.
    pub trials: Vec<Trial>,
}

/// Reads the article of a page.
pub fn annotate(rules: &Rules, page: &Page, explain: bool) -> Reading {
    match page.markup {
        Markup::Html => html::read(rules, page, explain),
        Markup::Plain => plain::read(rules, page, explain),
    }
}
