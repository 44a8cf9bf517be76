//! Which blocks are the article's own text.
//!
//! First the region: the subtree whose blocks, each weighed by how much it reads like an article's sentence or
//! like a page's furniture, sum to most. Then, within it, each block is kept or dropped by the first rule that
//! has an opinion.
use super::Rules;
use super::blocks::{Block, Blocks, Form, Place};
use super::classes::{Classified, Kinds};
use super::phrases::Stock;
use crate::doc::{RuleId, Trial, ZoneKind};
use crate::read::html::{Dom, NodeId, Tag};

/// A page, as this stage sees it.
pub(super) struct View<'a> {
    pub page: &'a str,
    pub dom: &'a Dom,
    pub classes: &'a Classified,
    pub blocks: &'a Blocks,
    pub explain: bool,
}

/// The blocks that were chosen.
#[derive(Debug, Default)]
pub(super) struct Body {
    pub chosen: Vec<Chosen>,
    pub tables: u32,
    pub trials: Vec<Trial>,
}

/// A block that belongs to the body.
#[derive(Clone, Copy, Debug)]
pub(super) struct Chosen {
    /// Its index.
    pub block: usize,
    pub kind: ZoneKind,
    pub rule: &'static str,
}

/// What class names say that is never the article.
const FURNITURE: Kinds = Kinds::COMMENTS
    .either(Kinds::RELATED)
    .either(Kinds::SHARE)
    .either(Kinds::NEWSLETTER)
    .either(Kinds::AD)
    .either(Kinds::NAV)
    .either(Kinds::FOOTER)
    .either(Kinds::SIDEBAR)
    .either(Kinds::AUTHOR)
    .either(Kinds::BYLINE)
    .either(Kinds::DATE)
    .either(Kinds::TAGS)
    .either(Kinds::CAPTION)
    .either(Kinds::CREDIT)
    .either(Kinds::COOKIE);

pub(super) fn find(rules: &Rules, view: &View<'_>) -> Body {
    let region = region(view);
    let mut body = Body {
        tables: view.blocks.tables.iter().filter(|t| view.dom.is_below(**t, region)).count() as u32,
        ..Body::default()
    };
    let trusted = trusted_kinds(view, region);
    for (index, block) in view.blocks.blocks.iter().enumerate() {
        if !(view.dom.is_below(block.node, region) || block.node == region) {
            if view.explain {
                let words = view.blocks.string(view.page, view.dom, block);
                body.trials.push(left_out(words, "article/region", "it stands outside the article's region"));
            }
            continue;
        }
        let words = view.blocks.string(view.page, view.dom, block);
        if words.is_empty() {
            continue;
        }
        match drop_rule(rules, view, block, &words, trusted) {
            None => body.chosen.push(Chosen { block: index, kind: zone_kind(block), rule: "article/region" }),
            Some((rule, reason)) if view.explain => {
                let names = block.kinds.names().join(", ");
                body.trials.push(left_out(words, rule, &format!("{reason} (classes say: {names})")));
            }
            Some(_) => {}
        }
    }
    trim_headings(view, &mut body.chosen);
    body
}

fn left_out(quote: String, rule: &'static str, reason: &str) -> Trial {
    let reason = format!("left out of the body: {reason}");
    Trial { span: None, quote, rule: RuleId::new(rule), won: true, reason }
}

/// The weight of a block: about its length if it reads like running text, negative if it reads like furniture.
fn weight(block: &Block) -> f32 {
    let len = block.len as f32;
    let links = block.link_share();
    let outside = Place::NAV;
    if block.place.has(outside) || block.place.has(Place::HIDDEN) {
        return -len.min(40.0);
    }
    let furniture = block.kinds.has(FURNITURE)
        || block.place.has(Place::ASIDE)
        || block.place.has(Place::FOOTER)
        || block.place.has(Place::FORM);
    let reads = (1.0 - links * 1.6).max(-1.0);
    let value = if matches!(block.form, Form::Heading(_)) {
        if links > 0.5 { -20.0 } else { 5.0 }
    } else if links > 0.55 {
        -len.min(60.0) - 10.0
    } else if len >= 80.0 && block.stops > 0 {
        len.min(900.0) * reads
    } else if len >= 40.0 && block.stops > 0 && block.ends_sentence {
        len * reads * 0.8
    } else if matches!(block.form, Form::Paragraph | Form::ListItem | Form::Quote)
        && len >= 25.0
        && links < 0.2
    {
        len * 0.3
    } else {
        -10.0
    };
    match (furniture, value > 0.0) {
        (true, true) => value * 0.15 - 15.0,
        (true, false) => value - 10.0,
        _ => value,
    }
}

/// The node whose blocks weigh most.
fn region(view: &View<'_>) -> NodeId {
    let dom = view.dom;
    let mut sums = vec![0f32; dom.len()];
    for block in &view.blocks.blocks {
        sums[block.node.index()] += weight(block);
    }
    // Children stand after their parents, so one pass from the end sums every subtree.
    let nodes: Vec<NodeId> = dom.all().collect();
    for node in nodes.iter().rev() {
        if let Some(parent) = dom.parent(*node) {
            let sum = sums[node.index()];
            sums[parent.index()] += sum;
        }
    }
    let mut best = (NodeId::ROOT, f32::MIN);
    for node in &nodes {
        if dom.tag(*node).is_none() {
            continue;
        }
        let mut sum = sums[node.index()];
        if view.classes.of(*node).has(Kinds::BODY) {
            sum *= 1.1;
        }
        // Of two that weigh the same the inner one is the tighter.
        if sum >= best.1 {
            best = (*node, sum);
        }
    }
    best.0
}

/// Furniture words that stand on the region itself or above it say nothing about its parts.
fn trusted_kinds(view: &View<'_>, region: NodeId) -> Kinds {
    std::iter::once(region)
        .chain(view.dom.ancestors(region))
        .fold(Kinds::default(), |all, node| all.with(view.classes.of(node)))
}

type Dropped = (&'static str, &'static str);

fn drop_rule(
    rules: &Rules,
    view: &View<'_>,
    block: &Block,
    words: &str,
    region_kinds: Kinds,
) -> Option<Dropped> {
    let kinds = block.kinds.without(region_kinds);
    if block.place.has(Place::HIDDEN) {
        return Some(("article/drop-hidden", "the page hides it"));
    }
    if block.place.has(Place::NAV) || block.place.has(Place::FORM) {
        return Some(("article/drop-navigation", "it stands in navigation or a form"));
    }
    if block.place.has(Place::FOOTER)
        && !view.dom.ancestors(block.node).any(|n| view.dom.is(n, Tag::Blockquote))
    {
        return Some(("article/drop-footer", "it stands in a footer"));
    }
    if block.place.has(Place::ASIDE) {
        return Some(("article/drop-aside", "it stands in an aside"));
    }
    if block.form == Form::Caption || block.place.has(Place::FIGURE) {
        return Some(("article/drop-caption", "it stands in a figure"));
    }
    if kinds.has(FURNITURE) {
        return Some(("article/drop-class", "its class names furniture of the page"));
    }
    if block.form == Form::Heading(1) {
        return Some(("article/drop-headline", "it is the headline"));
    }
    let lower = words.to_lowercase();
    match rules.phrases.stock(&lower) {
        Some(Stock::Whole) => return Some(("article/drop-phrase", "it is a stock phrase")),
        Some(Stock::Starts) if block.links > 0 || words.len() <= 80 || !block.ends_sentence => {
            return Some(("article/drop-phrase", "it begins with a stock phrase"));
        }
        Some(Stock::Contains) => return Some(("article/drop-phrase", "it has a stock phrase")),
        _ => {}
    }
    let share = block.link_share();
    if share > 0.9 && !block.ends_sentence {
        return Some(("article/drop-links", "it is all links"));
    }
    None
}

fn zone_kind(block: &Block) -> ZoneKind {
    match block.form {
        Form::Heading(_) => ZoneKind::Heading,
        Form::ListItem => ZoneKind::ListItem,
        Form::Quote => ZoneKind::QuoteBlock,
        _ => ZoneKind::Paragraph,
    }
}

/// A heading with nothing under it announces something that was left out.
fn trim_headings(view: &View<'_>, chosen: &mut Vec<Chosen>) {
    while chosen.last().is_some_and(|c| matches!(view.blocks.blocks[c.block].form, Form::Heading(_))) {
        chosen.pop();
    }
}
