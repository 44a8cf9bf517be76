//! Boxes that a stock phrase announces: "Read also", "Most popular".
use std::ops::Range;

use super::Rules;
use super::blocks::Block;
use super::body::View;
use super::phrases::Stock;
use crate::read::html::NodeId;

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
