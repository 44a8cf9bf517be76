//! Which blocks are the article's own text.
//!
//! First the region: the subtree whose blocks, each weighed by how much it reads like an article's sentence or
//! like a page's furniture, sum to most. Then, within it, each block is kept or dropped by the first rule that
//! has an opinion.
mod drop;
mod ends;
mod region;

use std::collections::HashMap;

use super::Rules;
use super::announced;
use super::blocks::{Block, Blocks, Form, Place};
use super::classes::{Classified, Kinds};
use super::heading::headline_block;
use crate::doc::{RuleId, Trial, ZoneKind};
use crate::read::html::{Dom, NodeId};

/// A page, as this stage sees it.
pub(in crate::article) struct View<'a> {
    pub page: &'a str,
    pub dom: &'a Dom,
    pub classes: &'a Classified,
    pub blocks: &'a Blocks,
    pub explain: bool,
}

/// The blocks that were chosen.
#[derive(Debug)]
pub(in crate::article) struct Body {
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
pub(in crate::article) struct Chosen {
    /// Its index.
    pub block: usize,
    pub kind: ZoneKind,
    pub rule: &'static str,
}

/// Finds the body of a page.
pub(super) fn find(rules: &Rules, view: &View<'_>, authors: &[&str]) -> Body {
    let headline = headline_block(view.page, view.dom, view.blocks).filter(|h| stands_above_text(view, *h));
    find_below(rules, view, headline, authors)
}

/// Finds the body below a headline, or in a page that shows none.
pub(super) fn find_below(rules: &Rules, view: &View<'_>, headline: Option<usize>, authors: &[&str]) -> Body {
    let region = region::find(view, headline);
    let scope = region::scope(view, region);
    let mut body = Body {
        chosen: Vec::new(),
        headline,
        credited: Vec::new(),
        trials: Vec::new(),
        scope,
        tables: view.blocks.tables.iter().filter(|t| view.dom.is_below(**t, region)).count() as u32,
    };
    let trusted = region::trusted_kinds(view, region);
    let alts = drop::descriptions(view, region);
    let boxes = announced::boxes(rules, view, region);
    let pointers = announced::pointers(view, region);
    // Where each text was last seen.
    let mut seen: HashMap<String, usize> = HashMap::new();
    let first_running = view.blocks.blocks.iter().position(|b| {
        (view.dom.is_below(b.node, region) || b.node == region)
            && b.len >= 80
            && b.stops > 0
            && !b.kinds.has(Kinds::FURNITURE)
    });
    let in_paragraphs = sets_paragraphs(view, region);
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
        let continues = reads_on(block) && view.dom.is_below(block.node, scope);
        if !(inside || view.explain || continues) {
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
        } else if pointers.contains(&index) {
            Some(("article/drop-pointer", "other lines begin as it does and end in a link, too"))
        } else if repeated {
            Some(("article/drop-repeated", "it stands on the page before"))
        } else {
            let under = || inside && in_paragraphs && drop::is_under_picture(view, index);
            drop::rule(rules, view, block, &words, trusted, &alts).or_else(|| {
                under().then_some((
                    drop::CREDITED,
                    "it stands under a picture on a page whose text is in paragraphs",
                ))
            })
        };
        let (rule, reason) = match dropped {
            None if inside => {
                body.chosen.push(Chosen { block: index, kind: zone_kind(block), rule: "article/region" });
                continue;
            }
            None if continues => {
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
        if rule == drop::CREDITED {
            body.credited.push(index);
        }
        if view.explain {
            let names = block.kinds.names().join(", ");
            let classes = if names.is_empty() { String::new() } else { format!(" (classes say: {names})") };
            body.trials.push(left_out(words, rule, &format!("{reason}{classes}")));
        }
    }
    ends::trim(view, &mut body);
    ends::sign_off(rules, view, authors, &mut body);
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

/// True if nearly all of the region's running text is set in paragraphs.
fn sets_paragraphs(view: &View<'_>, region: NodeId) -> bool {
    let (mut all, mut set) = (0.0, 0.0);
    for block in view.blocks.within(view.dom, region) {
        let bytes = block.running_text();
        all += bytes;
        set += if block.form == Form::Loose { 0.0 } else { bytes };
    }
    set > all * 0.9
}

/// True for a heading with most of the page's running text under it.
fn stands_above_text(view: &View<'_>, heading: usize) -> bool {
    let sum = |blocks: &[Block]| blocks.iter().map(region::weight).filter(|w| *w > 0.0).sum::<f32>();
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

fn left_out(quote: String, rule: &'static str, reason: &str) -> Trial {
    let reason = format!("left out of the body: {reason}");
    Trial { span: None, quote, rule: RuleId::new(rule), won: true, reason }
}

fn zone_kind(block: &Block) -> ZoneKind {
    match block.form {
        Form::Heading(_) => ZoneKind::Heading,
        Form::ListItem => ZoneKind::ListItem,
        Form::Quote => ZoneKind::QuoteBlock,
        _ => ZoneKind::Paragraph,
    }
}
