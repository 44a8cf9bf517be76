//! A page as a sequence of blocks: stretches of text between the starts and ends of block-level elements.
mod cut;
mod fold;
mod place;
mod settle;
mod tags;
mod teasers;

use std::ops::Range;

use super::classes::{Classified, Kinds};
use crate::doc::Text;
use crate::read::html::{Dom, NodeId, push_decoded};

use cut::Tables;
pub(super) use fold::push_folded;
pub(super) use place::Place;

/// A stretch of text in one block-level element.
#[derive(Clone, Debug)]
pub(in crate::article) struct Block {
    /// The innermost block-level element.
    pub node: NodeId,
    /// What it is by its tags.
    pub form: Form,
    /// What its classes and those of its ancestors say, up to the body.
    pub kinds: Kinds,
    /// What its tags and those of its ancestors say.
    pub place: Place,
    /// The text nodes, as a range of [`Blocks::pieces`].
    pieces: (u32, u32),
    /// Bytes of text, white space folded.
    pub len: u32,
    /// Bytes of text inside links.
    pub link_len: u32,
    /// How many links.
    pub links: u16,
    /// Sentence ends: a full stop, question or exclamation mark (of any script) after a letter.
    pub stops: u16,
    /// The last visible byte closes a sentence or a quotation.
    pub ends_sentence: bool,
}
impl Block {
    /// How much it reads like running text: bytes outside links, if there are sentences.
    pub fn running_text(&self) -> f32 {
        if self.stops == 0 || self.len < 60 || self.link_share() > 0.5 {
            return 0.0;
        }
        (self.len - self.link_len) as f32
    }

    /// The share of the text that is links.
    pub fn link_share(&self) -> f32 {
        self.link_len as f32 / self.len.max(1) as f32
    }
}

/// What a block is by its tags.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::article) enum Form {
    Paragraph,
    Heading(u8),
    ListItem,
    Quote,
    Caption,
    Cell,
    Preformatted,
    /// Text right in a `div`, `section` or the like.
    Loose,
}
#[derive(Debug, Default)]
pub(in crate::article) struct Blocks {
    pub blocks: Vec<Block>,
    pieces: Vec<NodeId>,
    /// How many data tables were left out, with the element of each.
    pub tables: Vec<NodeId>,
    /// The lists of teasers for other articles.
    pub teasers: Vec<NodeId>,
    /// For each node, what its classes and tags and those of its ancestors say.
    settled: Vec<(Kinds, Place)>,
}

impl Blocks {
    /// Cuts a page into blocks.
    pub fn cut(page: &str, dom: &Dom, classes: &Classified) -> Blocks {
        let mut blocks = cut::cut(page, dom, classes, Tables::LeftOut);
        blocks.settle(page, dom, classes, Tables::LeftOut);
        if blocks.tables_are_the_article(dom) {
            blocks = cut::cut(page, dom, classes, Tables::Rows);
            blocks.settle(page, dom, classes, Tables::Rows);
        }
        blocks.mark_teasers(dom);
        blocks
    }

    /// True for a page of results or standings, which says little besides.
    fn tables_are_the_article(&self, dom: &Dom) -> bool {
        const LITTLE: f32 = 500.0;
        let shown =
            self.blocks.iter().filter(|b| !b.kinds.has(Kinds::FURNITURE) && !b.place.has(Place::SET_APART));
        let running: f32 = shown.map(Block::running_text).sum();
        if running > LITTLE || self.tables.is_empty() {
            return false;
        }
        let inside = self.tables.iter().flat_map(|table| dom.below(*table));
        let bytes: usize = inside.filter(|n| dom.tag(*n).is_none()).map(|n| dom.page_range(n).len()).sum();
        bytes as f32 > running.max(LITTLE / 2.0)
    }

    /// What the classes and tags of an element and its ancestors say.
    pub fn settled(&self, node: NodeId) -> (Kinds, Place) {
        self.settled.get(node.index()).copied().unwrap_or_default()
    }

    /// The text nodes of a block.
    pub fn pieces(&self, block: &Block) -> &[NodeId] {
        &self.pieces[block.pieces.0 as usize..block.pieces.1 as usize]
    }

    /// Appends the block's words to a text, white space folded.
    pub fn write(&self, page: &str, dom: &Dom, block: &Block, text: &mut Text) {
        self.write_some(page, dom, block, text, |_| true);
    }

    /// The words of those pieces of a block that `wanted` takes.
    pub fn text_of(&self, page: &str, dom: &Dom, block: &Block, wanted: impl Fn(NodeId) -> bool) -> Text {
        let mut text = Text::default();
        self.write_some(page, dom, block, &mut text, wanted);
        text
    }

    fn write_some(
        &self,
        page: &str,
        dom: &Dom,
        block: &Block,
        text: &mut Text,
        wanted: impl Fn(NodeId) -> bool,
    ) {
        let start = text.len();
        let mut gap: Option<Range<usize>> = None;
        for piece in self.pieces(block).iter().filter(|piece| wanted(**piece)) {
            let range = dom.page_range(*piece);
            if dom.tag(*piece).is_some() {
                push_folded("\n", range, start, &mut gap, text); // a line break, or the next cell of a row
                continue;
            }
            push_decoded(&page[range.clone()], range.start, |words, range| {
                push_folded(words, range, start, &mut gap, text);
            });
        }
    }

    /// The blocks in a subtree.
    pub fn within(&self, dom: &Dom, node: NodeId) -> &[Block] {
        let first = self.blocks.partition_point(|b| b.node < node);
        let past = self.blocks.partition_point(|b| b.node < dom.after(node));
        &self.blocks[first..past]
    }

    /// The block's words with their place in the page.
    pub fn text(&self, page: &str, dom: &Dom, block: &Block) -> Text {
        let mut text = Text::default();
        self.write(page, dom, block, &mut text);
        text
    }

    /// The block's words as a string.
    pub fn string(&self, page: &str, dom: &Dom, block: &Block) -> String {
        let mut text = Text::default();
        self.write(page, dom, block, &mut text);
        text.as_str().to_owned()
    }
}
