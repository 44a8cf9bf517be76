//! Lists of teasers for other articles, by their shape.
use super::{Blocks, Kinds, Place};
use crate::read::html::{Dom, NodeId};

/// A list with more than this share of the page's running text is the article, written as a list.
const TEASERS_AT_MOST: f32 = 0.5;

/// How many elements up from a linked title a teaser may be.
const TEASER_DEPTH: usize = 7;

/// Teasers of a list hold at most so much running text each, in bytes; entries that hold more are the article.
const TEASER_AT_MOST: f32 = 300.0;

impl Blocks {
    /// Finds lists of teasers by their shape: several children of one element, each with a linked title and
    /// little else. Their blocks are given the kind `related`.
    pub(super) fn mark_teasers(&mut self, dom: &Dom) {
        let mut titled = vec![0u16; dom.len()];
        let mut counted = vec![false; dom.len()];
        for block in &self.blocks {
            // "Bridge closes 2 hours ago": the age may stand beside the link.
            let aged = block.links == 1 && block.link_share() >= 0.55 && !block.ends_sentence;
            if !(block.link_share() >= 0.8 || aged) || !(12..=220).contains(&block.len) {
                continue;
            }
            let mut node = block.node;
            for _ in 0..TEASER_DEPTH {
                let Some(parent) = dom.parent(node) else { break };
                if !std::mem::replace(&mut counted[node.index()], true) {
                    titled[parent.index()] += 1;
                }
                node = parent;
            }
        }
        let (mut texts, mut running) = (vec![0u32; dom.len()], vec![0f32; dom.len()]);
        for block in &self.blocks {
            texts[block.node.index()] += block.len;
            running[block.node.index()] += block.running_text();
        }
        for index in (1..dom.len()).rev() {
            if let Some(parent) = dom.parent(NodeId::at(index)) {
                let (text, run) = (texts[index], running[index]);
                texts[parent.index()] += text;
                running[parent.index()] += run;
            }
        }
        let total = running[NodeId::ROOT.index()];
        let mut list_ends = NodeId::ROOT;
        let mut lists: Vec<(NodeId, NodeId)> = Vec::new();
        for node in dom.all() {
            let fewest = if self.settled(node).1.has(Place::ASIDE) { 2 } else { 3 };
            if node < list_ends || titled[node.index()] < fewest {
                continue;
            }
            let (mut items, mut long) = (0u16, false);
            for child in dom.children(node).filter(|c| texts[c.index()] > 0) {
                items += 1;
                long |= texts[child.index()] > 900;
            }
            if !long
                && titled[node.index()] * 10 >= items * 7
                && running[node.index()] < total * TEASERS_AT_MOST
                && running[node.index()] < f32::from(items) * TEASER_AT_MOST
            {
                list_ends = dom.after(node);
                lists.push((node, list_ends));
            }
        }
        self.teasers = lists.iter().map(|(list, _)| *list).collect();
        let mut next = 0;
        for block in &mut self.blocks {
            while next < lists.len() && lists[next].1 <= block.node {
                next += 1;
            }
            if next < lists.len() && lists[next].0 < block.node {
                block.kinds = block.kinds.with(Kinds::RELATED);
            }
        }
    }
}
