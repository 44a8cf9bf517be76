//! The region: the subtree whose blocks, each weighed by how much it reads like an article's sentence or like a
//! page's furniture, sum to most.
use super::View;
use crate::article::blocks::{Block, Form, Place};
use crate::article::classes::Kinds;
use crate::read::html::{NodeId, Tag};

/// The innermost element around the region that says it is the article as a whole.
pub(super) fn scope(view: &View<'_>, region: NodeId) -> NodeId {
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
/// The weight of a block: about its length if it reads like running text, negative if it reads like furniture.
pub(super) fn weight(block: &Block) -> f32 {
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
pub(super) fn find(view: &View<'_>, headline: Option<usize>) -> NodeId {
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
    // A piece of a page has no element around its paragraphs: the root is theirs.
    let mut best = (NodeId::ROOT, sums[NodeId::ROOT.index()]);
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
pub(super) fn trusted_kinds(view: &View<'_>, region: NodeId) -> Kinds {
    std::iter::once(region)
        .chain(view.dom.ancestors(region))
        .fold(Kinds::default(), |all, node| all.with(view.classes.of(node)))
}
