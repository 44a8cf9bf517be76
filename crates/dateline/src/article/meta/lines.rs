//! Short lines of a page: what an element shows, as one line and piece by piece.
use std::ops::Range;

use super::{Look, Meta, push_folded};
use crate::article::blocks::{Block, Form};
use crate::article::classes::Kinds;
use crate::doc::Text;
use crate::read::html::{NodeId, Tag, push_decoded};

/// Blocks between the headline and its byline.
const BLOCKS_BELOW: usize = 20;
const BLOCKS_ABOVE: usize = 8;

/// An element with more nodes than this shows no line.
const MOST_NODES: usize = 400;

/// A byline, with its date, is shorter than this.
pub(super) const LONGEST_LINE: usize = 240;

/// What an element or a block shows, white space folded.
#[derive(Clone, Debug)]
pub(super) struct Line {
    /// The element.
    pub node: NodeId,
    /// All of it, with a blank between the pieces: bylines set name and role with nothing but style between.
    pub words: String,
    /// The words of each text node.
    pub pieces: Vec<String>,
    /// From its first to its last byte in the page.
    pub range: Range<usize>,
    /// True if it is a link.
    pub linked: bool,
}

impl Look<'_, '_> {
    /// The line that an element shows; none if it is empty or too long for one.
    pub fn line(&self, node: NodeId) -> Option<Line> {
        let dom = self.view.dom;
        let mut skip_to = NodeId::ROOT;
        let below = std::iter::once(node).chain(dom.below(node).take(MOST_NODES)).filter(move |inner| {
            if *inner < skip_to {
                return false;
            }
            let unseen = matches!(
                dom.tag(*inner),
                Some(Tag::Script | Tag::Style | Tag::Svg | Tag::Noscript | Tag::Template | Tag::Button)
            );
            if unseen {
                skip_to = dom.after(*inner);
            }
            !unseen
        });
        self.line_of(node, below, false)
    }

    /// The line of a block, without the blocks inside its element.
    pub fn block_line(&self, block: &Block) -> Option<Line> {
        if block.len as usize > LONGEST_LINE {
            return None;
        }
        let pieces = self.view.blocks.pieces(block).iter().copied();
        self.line_of(block.node, pieces, block.link_share() > 0.9)
    }

    fn line_of(&self, node: NodeId, nodes: impl Iterator<Item = NodeId>, linked: bool) -> Option<Line> {
        let dom = self.view.dom;
        let mut line = Line { node, words: String::new(), pieces: Vec::new(), range: 0..0, linked };
        for piece in nodes.filter(|n| dom.tag(*n).is_none()) {
            let range = dom.page_range(piece);
            // Nothing folds to a tenth of its length but white space.
            if range.len() > 10 * LONGEST_LINE {
                return None;
            }
            let words = self.words_of(range.clone());
            if words.is_empty() {
                continue;
            }
            if line.words.is_empty() {
                line.range.start = range.start;
            } else {
                line.words.push(' ');
            }
            line.range.end = range.end;
            line.words.push_str(&words);
            line.pieces.push(words);
            if line.words.len() > LONGEST_LINE {
                return None;
            }
        }
        (!line.words.is_empty()).then_some(line)
    }

    /// The words of a stretch of text, references decoded and white space folded.
    fn words_of(&self, range: Range<usize>) -> String {
        let mut text = Text::default();
        let mut gap = None;
        push_decoded(&self.page[range.clone()], range.start, |words, range| {
            push_folded(words, range, 0, &mut gap, &mut text);
        });
        text.as_str().to_owned()
    }

    /// The first words of a block, about `least` bytes of them or all.
    pub fn opening(&self, block: &Block, least: usize) -> Option<(String, Range<usize>)> {
        let dom = self.view.dom;
        let (mut words, mut whole) = (String::new(), None::<Range<usize>>);
        for piece in self.view.blocks.pieces(block).iter().filter(|n| dom.tag(**n).is_none()) {
            let mut range = dom.page_range(*piece);
            let most = range.start + LONGEST_LINE;
            if range.end > most {
                range.end = (most..range.end).find(|at| self.page.is_char_boundary(*at)).unwrap_or(range.end);
            }
            words.push_str(&self.words_of(range.clone()));
            words.push(' ');
            whole = Some(whole.map_or(range.start, |w| w.start)..range.end);
            if words.len() >= least {
                break;
            }
        }
        whole.map(|range| (words, range))
    }

    /// The index of the first block of the headline, or of the first after it.
    pub fn blocks_from_headline(&self, meta: &Meta) -> Option<usize> {
        let headline = meta.headline_node?;
        let (blocks, dom) = (&self.view.blocks.blocks, self.view.dom);
        let own = blocks.iter().position(|b| b.node == headline || dom.is_below(b.node, headline));
        own.or_else(|| blocks.iter().position(|b| b.node > headline))
    }

    /// The lines near the headline, the ones below it first, each from the nearest on.
    pub fn lines_near_headline(&self, meta: &Meta) -> Vec<Line> {
        let blocks = &self.view.blocks.blocks;
        let Some(at) = self.blocks_from_headline(meta) else { return Vec::new() };
        let below = &blocks[at..(at + BLOCKS_BELOW).min(blocks.len())];
        let above = &blocks[at.saturating_sub(BLOCKS_ABOVE)..at];
        let near = below.iter().chain(above.iter().rev());
        let caption = |b: &Block| b.form == Form::Caption || b.kinds.has(Kinds::CAPTION.with(Kinds::CREDIT));
        near.filter(|b| !caption(b) && !self.is_aside(b.node)).filter_map(|b| self.block_line(b)).collect()
    }
}
