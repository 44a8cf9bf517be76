//! Boxes that a stock phrase announces: "Read also", "Most popular".
use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::Rules;
use super::blocks::Block;
use super::body::View;
use super::phrases::Stock;
use crate::read::html::{NodeId, Tag};

/// What is announced holds at most this share of the region's running text; more is the article itself.
const AT_MOST: f32 = 0.2;

/// For each block of the page, whether it stands in an element of the region that a stock phrase opens.
pub(super) fn boxes(rules: &Rules, view: &View<'_>, region: NodeId) -> Vec<bool> {
    let blocks = &view.blocks.blocks;
    let mut announced = vec![false; blocks.len()];
    let mut sums = vec![0f32];
    for block in blocks {
        sums.push(sums[sums.len() - 1] + Block::running_text(block));
    }
    let running = |range: &Range<usize>| sums[range.end] - sums[range.start];
    let inside = below(view, region);
    let total = running(&inside);
    let mut done = 0;
    for index in inside.clone().filter(|index| blocks[*index].len <= 60) {
        if index < done {
            continue;
        }
        let words = view.blocks.string(view.page, view.dom, &blocks[index]).to_lowercase();
        if !matches!(rules.phrases.stock(&words), Some(Stock::Whole | Stock::Starts)) {
            continue;
        }
        if let Some(range) = opened(view, region, index)
            && running(&range) <= total * AT_MOST
        {
            done = range.end;
            announced[range].fill(true);
        }
    }
    announced
}

/// Lines that point to other articles, in any language: at least two of the region's begin with the same few words and
/// consist of a link for the rest. "READ ALSO | Port reopens"
pub(super) fn pointers(view: &View<'_>, region: NodeId) -> HashSet<usize> {
    const LONGEST: u32 = 240;
    let blocks = &view.blocks.blocks;
    let mut by_label: HashMap<String, Vec<usize>> = HashMap::new();
    for index in below(view, region) {
        let block = &blocks[index];
        let label = || label(view, block).filter(|label| (4..=60).contains(&label.len()));
        if block.links == 1
            && block.len <= LONGEST
            && block.link_share() > 0.4
            && let Some(label) = label()
        {
            by_label.entry(label).or_default().push(index);
        }
    }
    by_label.into_values().filter(|lines| lines.len() > 1).flatten().collect()
}

/// The words before the link with which a block ends.
fn label(view: &View<'_>, block: &Block) -> Option<String> {
    let (page, dom) = (view.page, view.dom);
    let linked =
        |node: NodeId| dom.ancestors(node).take_while(|n| *n != block.node).any(|n| dom.is(n, Tag::A));
    let pieces = view.blocks.pieces(block);
    let words = |node: &NodeId| page[dom.page_range(*node)].trim();
    let first = pieces.iter().position(|node| dom.tag(*node).is_none() && linked(*node))?;
    let (before, after) = pieces.split_at(first);
    let ends = after.iter().all(|node| linked(*node) || words(node).len() <= 1);
    // The title of an article, not the name of a site.
    let title: usize = after.iter().map(|node| words(node).len()).sum();
    (ends && title >= 24).then(|| {
        before.iter().filter(|node| dom.tag(**node).is_none()).map(words).collect::<Vec<_>>().join(" ")
    })
}

/// The blocks of the element around the block, if the block is its first.
fn opened(view: &View<'_>, region: NodeId, index: usize) -> Option<Range<usize>> {
    let around = view.dom.parent(view.blocks.blocks[index].node)?;
    let range = below(view, around);
    (view.dom.is_below(around, region) && range.start == index).then_some(range)
}

fn below(view: &View<'_>, node: NodeId) -> Range<usize> {
    let blocks = &view.blocks.blocks;
    let first = blocks.partition_point(|b| b.node <= node);
    first..blocks.partition_point(|b| b.node < view.dom.after(node)).max(first)
}
