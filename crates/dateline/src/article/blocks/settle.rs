//! What classes and tags around a block say of it, weighed against how much of the page they claim.
use super::cut::Tables;
use super::place::place_of;
use super::tags::is_brief;
use super::{Block, Blocks, Kinds, Place};
use crate::article::classes::Classified;
use crate::read::html::{Dom, NodeId, Tag};

/// An element with more than this share of the page's running text is no furniture.
const MOST_OF_PAGE: f32 = 0.4;

/// If this share of the running text stands outside everything that looks like furniture, it is the article,
/// and what looks like furniture is.
const ENOUGH_FOR_AN_ARTICLE: f32 = 0.2;

/// Comments may outweigh the article that they are about; not all of the page.
const NEARLY_ALL_OF_PAGE: f32 = 0.9;

/// Bylines, dates, tags and credits hold no more running text than this, in bytes; an element that does and is
/// called so is a post that carries its tags as classes.
const BRIEF: f32 = 800.0;

/// An element with more running text than this, in bytes, and less than this share of links leads nowhere: it is no
/// rail of other articles.
const RUNNING: f32 = 250.0;
const FEW_LINKS: f32 = 0.02;

/// An element whose class says "article body" and that holds this share of the page's running text is one.
const PART_OF_ARTICLE: f32 = 0.1;

/// The kinds whose elements hold, taken together, most of the page's running text: there the word means
/// something else ("meter" on every paragraph, "widget" on every part of the page).
fn overused(dom: &Dom, classes: &Classified, mass: &[f32], total: f32) -> Kinds {
    let mut sums = [0f32; Kinds::COUNT];
    let mut covered = [NodeId::ROOT; Kinds::COUNT];
    for node in dom.all().filter(|node| mass[node.index()] > 0.0) {
        if matches!(dom.tag(node), None | Some(Tag::Body | Tag::Html)) {
            continue;
        }
        for (bit, _) in classes.of(node).each() {
            if node >= covered[bit] {
                sums[bit] += mass[node.index()];
                covered[bit] = dom.after(node);
            }
        }
    }
    Kinds::ALL_BUT_BODY
        .without(Kinds::COMMENTS)
        .each()
        .filter(|(bit, kind)| sums[*bit] > total * if *kind == Kinds::RELATED { 0.65 } else { 0.5 })
        .fold(Kinds::default(), |all, (_, kind)| all.with(kind))
}

impl Blocks {
    /// Gives each block the kinds and places of its ancestors, but for those that claim too much: an element that
    /// holds most of the page's running text is not furniture, whatever its class says.
    pub(super) fn settle(&mut self, page: &str, dom: &Dom, classes: &Classified, tables: Tables) {
        let mut mass = vec![0f32; dom.len()];
        let mut linked = vec![0f32; dom.len()];
        for block in &self.blocks {
            mass[block.node.index()] += block.running_text();
            linked[block.node.index()] += block.link_len as f32;
        }
        let nodes: Vec<NodeId> = dom.all().collect();
        for node in nodes.iter().rev() {
            if let Some(parent) = dom.parent(*node) {
                let own = (mass[node.index()], linked[node.index()]);
                mass[parent.index()] += own.0;
                linked[parent.index()] += own.1;
            }
        }
        let total = mass[NodeId::ROOT.index()].max(1.0);
        let clean = self.clean_text(page, dom, classes, &nodes) / total;
        let (most, overused) = if clean > ENOUGH_FOR_AN_ARTICLE {
            (NEARLY_ALL_OF_PAGE, Kinds::default())
        } else {
            (MOST_OF_PAGE, overused(dom, classes, &mass, total))
        };
        let mut settled = vec![(Kinds::default(), Place::default()); dom.len()];
        for node in nodes {
            let Some(tag) = dom.tag(node) else { continue };
            let outer = dom.parent(node).map_or_else(Default::default, |parent| settled[parent.index()]);
            let mut kinds = match tag {
                Tag::Body | Tag::Html | Tag::Head => Kinds::default(),
                // The row of a player in the standings is called "player".
                Tag::Tr | Tag::Td | Tag::Th if tables == Tables::Rows => Kinds::default(),
                _ => classes.of(node).without(overused),
            };
            let mut place = place_of(page, dom, node, tag);
            let mut inherited = outer.0;
            let share = mass[node.index()] / total;
            if share > most {
                kinds = kinds.without(Kinds::ALL_BUT_BODY.without(Kinds::COMMENTS));
                place = place.without(Place::SET_APART);
            }
            if share > PART_OF_ARTICLE && !outer.1.has(Place::SET_APART) && !outer.0.has(Kinds::FURNITURE) {
                // Folded away until the reader asks for it, or until a script runs.
                place = place.without(Place::HIDDEN);
            }
            if mass[node.index()] > BRIEF || matches!(tag, Tag::Article | Tag::Main) || kinds.has(Kinds::BODY)
            {
                kinds = kinds.without(Kinds::SMALL_PRINT);
            }
            if mass[node.index()] > RUNNING && linked[node.index()] < mass[node.index()] * FEW_LINKS {
                kinds = kinds.without(Kinds::RELATED); // related articles are links
            }
            if kinds.has(Kinds::STANDFIRST) && !is_brief(dom, node) {
                kinds = kinds.without(Kinds::STANDFIRST);
            } else if kinds.has(Kinds::STANDFIRST) {
                kinds = kinds.without(Kinds::RELATED); // "teaser-text": the article's own teaser
            }
            if share > NEARLY_ALL_OF_PAGE {
                kinds = kinds.without(Kinds::COMMENTS);
            }
            if clean <= ENOUGH_FOR_AN_ARTICLE && share > PART_OF_ARTICLE && kinds.has(Kinds::BODY) {
                inherited = inherited.without(Kinds::ALL_BUT_BODY.without(Kinds::COMMENTS));
            }
            settled[node.index()] = (inherited.with(kinds), outer.1.with(place));
        }
        for block in &mut self.blocks {
            let (kinds, place) = settled[block.node.index()];
            // `<div><span class="caption">`: most of the block's words stand in one inline element.
            let pieces = &self.pieces[block.pieces.0 as usize..block.pieces.1 as usize];
            let longest = pieces.iter().max_by_key(|piece| dom.page_range(**piece).len());
            let inner = longest.into_iter().flat_map(|piece| dom.ancestors(*piece));
            let own = inner
                .take_while(|n| *n != block.node)
                .fold(Kinds::default(), |all, n| all.with(classes.of(n)));
            let marks = if own.has(Kinds::CAPTION) { Kinds::CAPTION } else { Kinds::default() };
            (block.kinds, block.place) = (kinds.with(marks), place);
        }
        self.settled = settled;
    }

    /// How much running text is left if every class and tag is taken at its word.
    fn clean_text(&self, page: &str, dom: &Dom, classes: &Classified, nodes: &[NodeId]) -> f32 {
        let mut dirty = vec![false; dom.len()];
        for node in nodes {
            let outer = dom.parent(*node).is_some_and(|parent| dirty[parent.index()]);
            let own = || match dom.tag(*node) {
                None | Some(Tag::Body | Tag::Html | Tag::Head) => false,
                Some(tag) => {
                    classes.of(*node).has(Kinds::FURNITURE)
                        || place_of(page, dom, *node, tag).has(Place::SET_APART)
                }
            };
            dirty[node.index()] = outer || own();
        }
        self.blocks.iter().filter(|b| !dirty[b.node.index()]).map(Block::running_text).sum()
    }
}
