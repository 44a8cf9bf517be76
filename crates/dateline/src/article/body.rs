//! Which blocks are the article's own text.
//!
//! First the region: the subtree whose blocks, each weighed by how much it reads like an article's sentence or
//! like a page's furniture, sum to most. Then, within it, each block is kept or dropped by the first rule that
//! has an opinion.
use std::collections::{HashMap, HashSet};

use super::Rules;
use super::announced;
use super::blocks::{Block, Blocks, Form, Place};
use super::classes::{Classified, Kinds};
use super::heading::headline_block;
use super::phrases::Stock;
use crate::doc::{RuleId, Trial, ZoneKind};
use crate::read::html::{Dom, NodeId, Tag, decode};

/// A page, as this stage sees it.
pub(super) struct View<'a> {
    pub page: &'a str,
    pub dom: &'a Dom,
    pub classes: &'a Classified,
    pub blocks: &'a Blocks,
    pub explain: bool,
}

/// The blocks that were chosen.
#[derive(Debug)]
pub(super) struct Body {
    pub chosen: Vec<Chosen>,
    /// The block of the headline.
    pub headline: Option<usize>,
    /// Blocks that are captions set as paragraphs.
    pub credited: Vec<usize>,
    /// The element that is the article as a whole.
    pub scope: NodeId,
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

pub(super) fn find(rules: &Rules, view: &View<'_>) -> Body {
    let headline = headline_block(view.page, view.dom, view.blocks).filter(|h| stands_above_text(view, *h));
    let region = region(view, headline);
    if std::env::var("DBG").is_ok() {
        eprintln!(
            "headline {:?} region {:?}",
            headline.map(|h| view.blocks.string(view.page, view.dom, &view.blocks.blocks[h])),
            &view.page[view.dom.page_range(region)]
        );
        for b in &view.blocks.blocks {
            eprintln!(
                "{:7.1} {:?} {:?} {} {}",
                weight(b),
                b.form,
                b.place,
                b.kinds.names().join(","),
                view.blocks.string(view.page, view.dom, b).chars().take(70).collect::<String>()
            );
        }
    }
    let scope = scope(view, region);
    let mut body = Body {
        chosen: Vec::new(),
        headline,
        credited: Vec::new(),
        trials: Vec::new(),
        scope,
        tables: view.blocks.tables.iter().filter(|t| view.dom.is_below(**t, region)).count() as u32,
    };
    let trusted = trusted_kinds(view, region);
    let alts = descriptions(view, region);
    let boxes = announced::boxes(rules, view, region);
    // Where each text was last seen.
    let mut seen: HashMap<String, usize> = HashMap::new();
    let first_running = view.blocks.blocks.iter().position(|b| {
        (view.dom.is_below(b.node, region) || b.node == region)
            && b.len >= 80
            && b.stops > 0
            && !b.kinds.has(Kinds::FURNITURE)
    });
    for (index, block) in view.blocks.blocks.iter().enumerate() {
        if let (Some(h), Some(f)) = (headline, first_running)
            && index + 3 > h
            && index != h
            && index < f.min(h + 20)
            && is_standfirst(block)
        {
            if seen.insert(view.blocks.string(view.page, view.dom, block), index).is_none() {
                body.chosen.push(Chosen {
                    block: index,
                    kind: ZoneKind::Paragraph,
                    rule: "article/standfirst",
                });
            }
            continue;
        }
        let inside = view.dom.is_below(block.node, region) || block.node == region;
        if !inside && !view.explain && !(reads_on(block) && view.dom.is_below(block.node, scope)) {
            continue;
        }
        let words = view.blocks.string(view.page, view.dom, block);
        if words.is_empty() {
            continue;
        }
        let repeated = match seen.insert(words.clone(), index) {
            Some(before) => words.len() >= 120 || (words.len() >= 40 && index <= before + 6),
            None => false,
        };
        let before_headline = headline.is_some_and(|h| index < h) && !block.kinds.has(Kinds::STANDFIRST);
        let dropped = if before_headline {
            Some(("article/drop-before-headline", "it stands before the headline"))
        } else if boxes[index] {
            Some(("article/drop-box", "a stock phrase announces the box that it stands in"))
        } else if repeated {
            Some(("article/drop-repeated", "it stands on the page before"))
        } else {
            drop_rule(rules, view, block, &words, trusted, &alts)
        };
        let (rule, reason) = match dropped {
            None if inside => {
                body.chosen.push(Chosen { block: index, kind: zone_kind(block), rule: "article/region" });
                continue;
            }
            None if reads_on(block) && view.dom.is_below(block.node, scope) => {
                body.chosen.push(Chosen {
                    block: index,
                    kind: zone_kind(block),
                    rule: "article/same-article",
                });
                continue;
            }
            None => ("article/region", "it stands outside the article's region"),
            Some(dropped) => dropped,
        };
        if rule == CREDITED {
            body.credited.push(index);
        }
        if view.explain {
            let names = block.kinds.names().join(", ");
            body.trials.push(left_out(words, rule, &format!("{reason} (classes say: {names})")));
        }
    }
    trim_ends(view, &mut body);
    body
}

/// True for a block that its class calls the standfirst and that reads like one.
fn is_standfirst(block: &Block) -> bool {
    block.kinds.has(Kinds::STANDFIRST)
        && !block
            .kinds
            .has(Kinds::COMMENTS.either(Kinds::COOKIE).either(Kinds::CAPTION).either(Kinds::CREDIT))
        && block.form != Form::Caption
        && !block.place.has(Place::FIGURE.either(Place::NAV))
        && block.len >= 40
        && block.link_share() < 0.5
}

/// True for a heading with most of the page's running text under it.
fn stands_above_text(view: &View<'_>, heading: usize) -> bool {
    let sum = |blocks: &[Block]| blocks.iter().map(weight).filter(|w| *w > 0.0).sum::<f32>();
    let blocks = &view.blocks.blocks;
    sum(&blocks[heading..]) > sum(&blocks[..heading])
}

/// True for a block that reads like another paragraph of the article although it stands outside the region.
fn reads_on(block: &Block) -> bool {
    block.len >= 40
        && block.stops > 0
        && block.ends_sentence
        && block.link_share() < 0.3
        && !block.kinds.has(Kinds::FURNITURE)
        && matches!(block.form, Form::Paragraph | Form::Quote | Form::Loose)
}

/// The innermost element around the region that says it is the article as a whole.
fn scope(view: &View<'_>, region: NodeId) -> NodeId {
    view.dom
        .ancestors(region)
        .filter(|n| {
            view.dom.is(*n, Tag::Article)
                || view.dom.is(*n, Tag::Main)
                || view.classes.of(*n).has(Kinds::BODY)
        })
        .last()
        .unwrap_or(region)
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
    let furniture = block.kinds.has(Kinds::FURNITURE)
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

/// Running text that stands well before the headline is seldom the article's.
const BEFORE_HEADLINE: f32 = 0.25;

/// The node whose blocks weigh most.
fn region(view: &View<'_>, headline: Option<usize>) -> NodeId {
    let dom = view.dom;
    let mut sums = vec![0f32; dom.len()];
    for (index, block) in view.blocks.blocks.iter().enumerate() {
        let weight = weight(block);
        let early = headline.is_some_and(|h| index + 6 < h) && weight > 0.0;
        sums[block.node.index()] += if early { weight * BEFORE_HEADLINE } else { weight };
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
    declared(view, best.0)
}

/// The region that the page itself declares, if it declares one and that agrees with what was read: an element
/// marked `articleBody`, or one whose class says so and that holds nearly all the running text of `read`.
fn declared(view: &View<'_>, read: NodeId) -> NodeId {
    let dom = view.dom;
    let (mut text, mut running) = (vec![0f32; dom.len()], vec![0f32; dom.len()]);
    for block in &view.blocks.blocks {
        text[block.node.index()] += block.len as f32;
        running[block.node.index()] += block.running_text();
    }
    for index in (1..dom.len()).rev() {
        if let Some(parent) = dom.parent(NodeId::at(index)) {
            let (t, r) = (text[index], running[index]);
            text[parent.index()] += t;
            running[parent.index()] += r;
        }
    }
    let marked: Vec<NodeId> = dom
        .all()
        .filter(|n| {
            dom.attr(view.page, *n, "itemprop").is_some_and(|v| v.eq_ignore_ascii_case("articlebody"))
        })
        .filter(|n| text[n.index()] >= 80.0)
        .collect();
    if let [one] = marked[..] {
        let apart = one != read && !dom.is_below(one, read) && !dom.is_below(read, one);
        let whole = dom.is_below(read, one);
        let tighter = dom.is_below(one, read)
            && (running[one.index()] >= running[read.index()] * NEARLY_ALL || text[one.index()] >= 300.0);
        if apart || whole || tighter {
            return one;
        }
    }
    dom.below(read)
        .filter(|n| {
            view.classes.of(*n).has(Kinds::BODY) && running[n.index()] >= running[read.index()] * NEARLY_ALL
        })
        .last()
        .unwrap_or(read)
}

/// The share of the running text that a declared body must hold.
const NEARLY_ALL: f32 = 0.95;

/// Furniture words that stand on the region itself or above it say nothing about its parts.
fn trusted_kinds(view: &View<'_>, region: NodeId) -> Kinds {
    std::iter::once(region)
        .chain(view.dom.ancestors(region))
        .fold(Kinds::default(), |all, node| all.with(view.classes.of(node)))
}

/// The rule for captions set as paragraphs.
const CREDITED: &str = "article/drop-credited";

type Dropped = (&'static str, &'static str);

fn drop_rule(
    rules: &Rules,
    view: &View<'_>,
    block: &Block,
    words: &str,
    region_kinds: Kinds,
    alts: &HashSet<String>,
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
    if block.form == Form::Caption || (block.place.has(Place::FIGURE) && block.form != Form::Quote) {
        return Some(("article/drop-caption", "it stands in a figure"));
    }
    if kinds.has(Kinds::FURNITURE) {
        return Some(("article/drop-class", "its class names furniture of the page"));
    }
    if block.form == Form::Heading(1) {
        return Some(("article/drop-headline", "it is the headline"));
    }
    if words.starts_with('<') && words.ends_with('>') {
        return Some(("article/drop-markup", "it is markup that was shown as text"));
    }
    if !words.chars().any(char::is_alphabetic) {
        return Some(("article/drop-mark", "it has no letters"));
    }
    if is_date_line(block, words) {
        return Some(("article/drop-date-line", "it is a date and little else"));
    }
    let lower = words.to_lowercase();
    if alts.contains(&alt_key(words)) {
        return Some((CREDITED, "it repeats the description of a picture"));
    }
    match rules.phrases.stock(&lower) {
        Some(Stock::Whole) => return Some(("article/drop-phrase", "it is a stock phrase")),
        Some(Stock::Starts) if block.links > 0 || words.len() <= 80 || !block.ends_sentence => {
            return Some(("article/drop-phrase", "it begins with a stock phrase"));
        }
        Some(Stock::Contains) => return Some(("article/drop-phrase", "it has a stock phrase")),
        _ => {}
    }
    if rules.phrases.ends_with_credit(&lower) {
        return Some((CREDITED, "it ends with the credit of a picture"));
    }
    let share = block.link_share();
    let mostly = if block.form == Form::ListItem { 0.5 } else { 0.75 };
    if share > mostly && !block.ends_sentence {
        return Some(("article/drop-links", "it is mostly links"));
    }
    None
}

/// "Published 5 March 2024, 14:05", "05.03.2024 | 14:05": mostly digits.
fn is_date_line(block: &Block, words: &str) -> bool {
    if words.len() > 110 || matches!(block.form, Form::Heading(_)) {
        return false;
    }
    let digits = words.bytes().filter(u8::is_ascii_digit).count();
    let letters = words.chars().filter(|c| c.is_alphabetic()).count();
    digits >= 5 && digits * 3 >= letters && !words.contains(['$', '€', '£', '%'])
}

/// The descriptions of the pictures in the region, which pages repeat as captions.
fn descriptions(view: &View<'_>, region: NodeId) -> HashSet<String> {
    view.dom
        .below(region)
        .filter(|n| view.dom.is(*n, Tag::Img))
        .filter_map(|n| view.dom.attr(view.page, n, "alt"))
        .map(|alt| alt_key(&decode(alt)))
        .filter(|key| key.len() >= 16)
        .collect()
}

/// The letters of a description, or of a caption without its credit, for comparison.
fn alt_key(words: &str) -> String {
    words.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

fn zone_kind(block: &Block) -> ZoneKind {
    match block.form {
        Form::Heading(_) => ZoneKind::Heading,
        Form::ListItem => ZoneKind::ListItem,
        Form::Quote => ZoneKind::QuoteBlock,
        _ => ZoneKind::Paragraph,
    }
}

/// What stands before the first running paragraph and after the last one is furniture unless it reads like text:
/// headings with nothing under them announce what was left out, short lines are bylines and dates.
fn trim_ends(view: &View<'_>, body: &mut Body) {
    let blocks = &view.blocks.blocks;
    let runs = |c: &Chosen| {
        let block = &blocks[c.block];
        block.len >= 80 && block.stops > 0 && block.link_share() < 0.5
    };
    let Some(first) = body.chosen.iter().position(runs) else { return };
    let last = body.chosen.iter().rposition(runs).unwrap_or(first);
    let chosen = std::mem::take(&mut body.chosen);
    for (index, chosen) in chosen.into_iter().enumerate() {
        let block = &blocks[chosen.block];
        let keep = if index < first {
            block.kinds.has(Kinds::STANDFIRST)
                || block.len >= 100
                || (block.len >= 40
                    && (block.ends_sentence || block.stops > 0 || block.form == Form::ListItem))
        } else if index > last {
            !matches!(block.form, Form::Heading(_))
                && (block.ends_sentence
                    || block.stops > 0
                    || block.len >= 100
                    || (block.form == Form::ListItem && block.len >= 30))
                && block.link_share() < 0.5
        } else {
            true
        };
        if keep {
            body.chosen.push(chosen);
        } else if view.explain {
            let words = view.blocks.string(view.page, view.dom, block);
            let reason = "a short line before the first paragraph or after the last one";
            body.trials.push(left_out(words, "article/drop-ends", reason));
        }
    }
}
