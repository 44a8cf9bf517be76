//! The entries of a live blog: parts of the page that each have a time of their own.
use super::body::{Body, View};
use super::when::{Locale, When};
use crate::doc::Moment;
use crate::read::html::{NodeId, Tag};

/// An entry.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Entry {
    /// The element that holds it.
    pub node: NodeId,
    /// The `time` element in it.
    time: NodeId,
    pub posted: Moment,
}

/// An article has one or two times in its head; so many parts with running text and a time each are a live blog.
const FEWEST: usize = 2;

/// The entries that the body is made of, in page order; none if the page is no live blog.
pub(super) fn entries(when: &When, view: &View<'_>, body: &Body) -> Vec<Entry> {
    let dom = view.dom;
    let mut below = vec![0u32; dom.len()];
    let mut times: Vec<(NodeId, Moment)> = Vec::new();
    for node in dom.all().filter(|n| dom.is(*n, Tag::Time)) {
        let moment =
            dom.attr(view.page, node, "datetime").and_then(|text| when.parse(text, &Locale::default()));
        if let Some(moment) = moment.filter(|m| m.clock.is_some()) {
            times.push((node, moment));
            for around in dom.ancestors(node) {
                below[around.index()] += 1;
            }
        }
    }
    let entry = |(time, posted): (NodeId, Moment)| {
        let node = dom.ancestors(time).take_while(|n| below[n.index()] == 1).last()?;
        Some(Entry { node, time, posted })
    };
    let mut found: Vec<Entry> = times.into_iter().filter_map(entry).collect();
    let mut chosen = vec![false; view.blocks.blocks.len()];
    body.chosen.iter().for_each(|block| chosen[block.block] = true);
    // Entries do not overlap, so this is one pass over the blocks.
    found.retain(|entry| {
        let first = view.blocks.blocks.partition_point(|b| b.node < entry.node);
        let inside = view.blocks.blocks[first..].iter().zip(&chosen[first..]);
        inside
            .take_while(|(b, _)| entry.holds(view, b.node))
            .any(|(b, chosen)| *chosen && b.running_text() > 0.0)
    });
    if found.len() < FEWEST { Vec::new() } else { found }
}

/// The entry that holds a block.
pub(super) fn around<'e>(entries: &'e [Entry], view: &View<'_>, block: NodeId) -> Option<&'e Entry> {
    let before = entries.partition_point(|entry| entry.node <= block);
    before.checked_sub(1).map(|i| &entries[i]).filter(|entry| entry.holds(view, block))
}

impl Entry {
    /// True if a block stands in the entry.
    fn holds(&self, view: &View<'_>, block: NodeId) -> bool {
        block == self.node || view.dom.is_below(block, self.node)
    }

    /// True if a block is the entry's time, shown.
    pub fn shows_time(&self, view: &View<'_>, pieces: &[NodeId]) -> bool {
        let blank = |piece: &NodeId| view.page[view.dom.page_range(*piece)].trim().is_empty();
        pieces.iter().all(|piece| view.dom.is_below(*piece, self.time) || blank(piece))
    }
}
