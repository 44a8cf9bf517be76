//! Where on the page the headline stands, by agreement with the page's title.
use std::collections::HashSet;

use super::blocks::{Blocks, Form, Place};
use super::classes::Kinds;
use crate::read::html::{Dom, Tag, decode};

/// The block that shows the headline: the heading that shares most words with the page's title.
pub(super) fn headline_block(page: &str, dom: &Dom, blocks: &Blocks) -> Option<usize> {
    let title: HashSet<String> = titles(page, dom).iter().flat_map(|t| words(t)).collect();
    let mut best: Option<(usize, f32)> = None;
    for (index, block) in blocks.blocks.iter().enumerate() {
        let level = match block.form {
            Form::Heading(level) => level,
            _ if block.kinds.has(Kinds::HEADLINE) && block.len < 300 => 3,
            _ => continue,
        };
        if block.kinds.has(Kinds::COMMENTS.either(Kinds::SIDEBAR))
            || block.place.has(Place::NAV.either(Place::FOOTER))
        {
            continue;
        }
        if block.len < 8 || block.len > 400 || (level > 1 && block.link_share() > 0.5) {
            continue;
        }
        let shown: Vec<String> = words(&blocks.string(page, dom, block)).collect();
        let shared = shown.iter().filter(|word| title.contains(*word)).count() as f32;
        let likeness = shared / shown.len().max(1) as f32;
        if !title.is_empty() && (shared < 2.0 || likeness < 0.5) && level > 1 {
            continue;
        }
        // A first-level heading is the headline unless another agrees with the title far better.
        let score = likeness + shared.min(12.0) * 0.03 + if level == 1 { 0.4 } else { 0.0 };
        if best.is_none_or(|(_, top)| score > top + 0.01) {
            best = Some((index, score));
        }
    }
    best.map(|(index, _)| index)
}

/// What the head of the page gives as its title.
fn titles(page: &str, dom: &Dom) -> Vec<String> {
    let mut found = Vec::new();
    for node in dom.all() {
        match dom.tag(node) {
            Some(Tag::Title) => {
                if let Some(text) = dom.children(node).next() {
                    found.push(decode(&page[dom.page_range(text)]).into_owned());
                }
            }
            Some(Tag::Meta) => {
                let name = dom.attr(page, node, "property").or_else(|| dom.attr(page, node, "name"));
                if matches!(name, Some("og:title" | "twitter:title")) {
                    found.extend(dom.attr(page, node, "content").map(|c| decode(c).into_owned()));
                }
            }
            Some(Tag::Svg | Tag::P) => break,
            _ => {}
        }
    }
    found
}

/// The words of a line in lower case; a character of a script without spaces is a word.
fn words(line: &str) -> impl Iterator<Item = String> + use<> {
    let mut found = Vec::new();
    let mut word = String::new();
    for c in line.chars() {
        let spaceless = matches!(c, '\u{3040}'..='\u{9fff}' | '\u{e00}'..='\u{eff}');
        if c.is_alphanumeric() && !spaceless {
            word.extend(c.to_lowercase());
            continue;
        }
        if !word.is_empty() {
            found.push(std::mem::take(&mut word));
        }
        if spaceless {
            found.push(c.to_string());
        }
    }
    if !word.is_empty() {
        found.push(word);
    }
    found.into_iter()
}
