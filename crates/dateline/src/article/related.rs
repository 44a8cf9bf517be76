//! The other articles that a page offers: its lists of teasers, with section, age and first lines.
use std::collections::HashSet;

use super::Rules;
use super::age::Age;
use super::blocks::{Block, Form, Place};
use super::body::View;
use super::classes::Kinds;
use crate::doc::Text;
use crate::read::html::{NodeId, Tag, decode};

/// A teaser.
#[derive(Debug)]
pub(super) struct Teaser {
    pub headline: Text,
    pub url: Option<String>,
    pub section: Option<String>,
    /// As written, and as read.
    pub age: Option<(String, Age)>,
    pub blurb: Option<Text>,
}

/// Pages with longer rails are lists of everything; the rest is left out.
const MOST: usize = 120;

/// Finds the teasers of a page, in its order, each headline once. `own` is the page's own headline.
pub(super) fn find(rules: &Rules, view: &View<'_>, own: &str) -> Vec<Teaser> {
    let mut seen: HashSet<String> = HashSet::from([own.to_owned()]);
    let mut found = Vec::new();
    for list in &view.blocks.teasers {
        for item in view.dom.children(*list) {
            let Some(teaser) = teaser(rules, view, item) else { continue };
            if found.len() < MOST && seen.insert(teaser.headline.as_str().to_owned()) {
                found.push(teaser);
            }
        }
    }
    found
}

fn teaser(rules: &Rules, view: &View<'_>, item: NodeId) -> Option<Teaser> {
    let blocks = view.blocks.within(view.dom, item);
    if blocks
        .iter()
        .any(|b| b.place.has(Place::NAV.either(Place::FOOTER).either(Place::FORM)) || b.kinds.has(NAVIGATION))
    {
        return None;
    }
    let title =
        blocks.iter().filter(|b| is_title(b)).max_by_key(|b| (matches!(b.form, Form::Heading(_)), b.len))?;
    let (headline, beside) = title_and_rest(view, title);
    if !reads_like_headline(headline.as_str()) {
        return None;
    }
    let mut teaser =
        Teaser { headline, url: address(view, item, title), section: None, age: None, blurb: None };
    teaser.age = rules.plain.ages().read(beside.as_str()).map(|age| (beside.as_str().to_owned(), age));
    if !beside.is_empty() && teaser.age.is_none() {
        return None;
    }
    for block in blocks.iter().filter(|b| b.node != title.node) {
        let words = view.blocks.text(view.page, view.dom, block);
        if let Some(age) = rules.plain.ages().read(words.as_str()) {
            teaser.age.get_or_insert_with(|| (words.as_str().to_owned(), age));
        } else if block.kinds.has(Kinds::TAGS) && block.len <= 40 {
            teaser.section.get_or_insert_with(|| words.as_str().to_owned());
        } else if block.len >= 40 && block.stops > 0 && !block.kinds.has(Kinds::CAPTION.either(Kinds::CREDIT))
        {
            teaser.blurb.get_or_insert(words);
        }
    }
    Some(teaser)
}

/// The words of a title, and those beside its link if the link is not all of it.
fn title_and_rest(view: &View<'_>, title: &Block) -> (Text, Text) {
    if title.link_share() >= 0.8 {
        return (view.blocks.text(view.page, view.dom, title), Text::default());
    }
    let linked = |node: NodeId| {
        view.dom.ancestors(node).take_while(|n| *n != title.node).any(|n| view.dom.is(n, Tag::A))
    };
    let part =
        |of_link: bool| view.blocks.text_of(view.page, view.dom, title, |node| linked(node) == of_link);
    (part(true), part(false))
}

const NAVIGATION: Kinds = Kinds::NAV
    .either(Kinds::FOOTER)
    .either(Kinds::COOKIE)
    .either(Kinds::COMMENTS)
    .either(Kinds::TAGS)
    .either(Kinds::AD);

fn is_title(block: &Block) -> bool {
    (block.link_share() >= 0.8 || (block.links == 1 && block.link_share() >= 0.55 && !block.ends_sentence))
        && (12..=260).contains(&block.len)
        && !block.kinds.has(Kinds::TAGS.either(Kinds::BYLINE))
}

/// A headline has four words, or as much in a script without spaces; "World", "Local news" are rubrics.
fn reads_like_headline(words: &str) -> bool {
    words.split_whitespace().count() >= 4
        || (!words.is_ascii() && words.chars().count() >= 10 && words.len() >= 24)
}

/// Where a teaser leads: the link in its title, or around it, or the first in the teaser.
fn address(view: &View<'_>, item: NodeId, title: &Block) -> Option<String> {
    let dom = view.dom;
    let around = std::iter::once(title.node).chain(dom.ancestors(title.node));
    let around = around.take_while(|n| *n == item || dom.is_below(*n, item));
    dom.below(title.node)
        .chain(around)
        .chain(dom.below(item))
        .filter(|n| dom.is(*n, Tag::A))
        .find_map(|n| dom.attr(view.page, n, "href"))
        .map(|href| decode(href).trim().to_owned())
        .filter(|href| !href.is_empty() && !href.starts_with('#') && !href.starts_with("javascript:"))
}
