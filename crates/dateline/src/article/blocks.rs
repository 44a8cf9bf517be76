//! A page as a sequence of blocks: stretches of text between the starts and ends of block-level elements.
use std::ops::Range;

use super::classes::{Classified, Kinds};
use crate::doc::Text;
use crate::read::html::{Dom, NodeId, Tag, push_decoded};

/// A stretch of text in one block-level element.
#[derive(Clone, Debug)]
pub(super) struct Block {
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

/// An element with more than this share of the page's running text is no furniture.
const MOST_OF_PAGE: f32 = 0.4;

/// A list with more than this share of the page's running text is the article, written as a list.
const TEASERS_AT_MOST: f32 = 0.5;

/// How many elements up from a linked title a teaser may be.
const TEASER_DEPTH: usize = 7;

/// If this share of the running text stands outside everything that looks like furniture, it is the article,
/// and what looks like furniture is.
const ENOUGH_FOR_AN_ARTICLE: f32 = 0.2;

/// Comments may outweigh the article that they are about; not all of the page.
const NEARLY_ALL_OF_PAGE: f32 = 0.9;

/// Bylines, dates, tags and credits hold no more running text than this, in bytes; an element that does and is
/// called so is a post that carries its tags as classes.
const BRIEF: f32 = 800.0;

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
pub(super) enum Form {
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

/// Where a block stands by the tags around it: a set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Place(u16);

#[allow(missing_docs)]
impl Place {
    pub const NAV: Place = Place(1);
    pub const ASIDE: Place = Place(1 << 1);
    pub const FOOTER: Place = Place(1 << 2);
    pub const HEADER: Place = Place(1 << 3);
    pub const FORM: Place = Place(1 << 4);
    pub const FIGURE: Place = Place(1 << 5);
    pub const LIST: Place = Place(1 << 6);
    pub const QUOTE: Place = Place(1 << 7);
    pub const HIDDEN: Place = Place(1 << 8);
    pub const TABLE: Place = Place(1 << 9);
    pub const ARTICLE: Place = Place(1 << 10);
    pub const MAIN: Place = Place(1 << 11);
    pub const LINK: Place = Place(1 << 12);
    pub const ADDRESS: Place = Place(1 << 13);
    pub const PARAGRAPH: Place = Place(1 << 14);
    pub const DETAILS: Place = Place(1 << 15);

    pub fn has(self, other: Place) -> bool {
        self.0 & other.0 != 0
    }

    /// Places that hold no part of an article.
    pub const SET_APART: Place = Place(
        Self::NAV.0
            | Self::ASIDE.0
            | Self::FOOTER.0
            | Self::FORM.0
            | Self::FIGURE.0
            | Self::HIDDEN.0
            | Self::HEADER.0,
    );

    fn without(self, other: Place) -> Place {
        Place(self.0 & !other.0)
    }

    pub const fn either(self, other: Place) -> Place {
        Place(self.0 | other.0)
    }

    fn with(self, other: Place) -> Place {
        Place(self.0 | other.0)
    }
}

/// All blocks of a page, in document order.
#[derive(Debug, Default)]
pub(super) struct Blocks {
    pub blocks: Vec<Block>,
    pieces: Vec<NodeId>,
    /// How many data tables were left out, with the element of each.
    pub tables: Vec<NodeId>,
    /// The lists of teasers for other articles.
    pub teasers: Vec<NodeId>,
}

/// An open element.
#[derive(Clone, Copy)]
struct Open {
    end: NodeId,
    node: NodeId,
    inline: bool,
    in_link: bool,
    quoted: bool,
    form: Form,
}

impl Blocks {
    /// Cuts a page into blocks.
    pub fn cut(page: &str, dom: &Dom, classes: &Classified) -> Blocks {
        let mut cutter =
            Cutter { page, dom, out: Blocks::default(), current: None, breaks: 0, next_link: false };
        let mut stack: Vec<Open> = vec![Open {
            end: NodeId::ROOT,
            node: NodeId::ROOT,
            inline: false,
            in_link: false,
            quoted: false,
            form: Form::Loose,
        }];
        let mut skip_to = NodeId::ROOT;
        for node in dom.all() {
            if node < skip_to {
                continue;
            }
            while stack.len() > 1 && stack.last().is_some_and(|open| open.end <= node) {
                if stack.pop().is_some_and(|closed| !closed.inline) {
                    cutter.finish();
                }
            }
            let Some(&outer) = stack.last() else { break };
            let Some(tag) = dom.tag(node) else {
                cutter.text(node, &outer);
                continue;
            };
            if skips(tag) && !(tag == Tag::Button && shows_picture(dom, node)) {
                skip_to = dom.after(node);
                continue;
            }
            if tag.is_inline() && classes.of(node).has(Kinds::UNSEEN) {
                skip_to = dom.after(node); // words for screen readers, in the middle of a line
                continue;
            }
            if tag == Tag::Table && is_data_table(page, dom, node) {
                cutter.finish();
                cutter.out.tables.push(node);
                skip_to = dom.after(node);
                continue;
            }
            match tag {
                Tag::Br => cutter.line_break(node),
                Tag::Hr => cutter.finish(),
                _ => {}
            }
            let inline = tag.is_inline() && !holds_blocks(dom, node);
            if !inline && tag != Tag::Br {
                cutter.finish();
            }
            if dom.after(node).index() > node.index() + 1 {
                if tag == Tag::A {
                    cutter.next_link = true;
                }
                stack.push(cutter.open(node, tag, inline, &outer));
            }
        }
        cutter.finish();
        cutter.out.settle(page, dom, classes);
        cutter.out.mark_teasers(dom);
        cutter.out
    }

    /// Gives each block the kinds and places of its ancestors, but for those that claim too much: an element that
    /// holds most of the page's running text is not furniture, whatever its class says.
    fn settle(&mut self, page: &str, dom: &Dom, classes: &Classified) {
        let mut mass = vec![0f32; dom.len()];
        for block in &self.blocks {
            mass[block.node.index()] += block.running_text();
        }
        let nodes: Vec<NodeId> = dom.all().collect();
        for node in nodes.iter().rev() {
            if let Some(parent) = dom.parent(*node) {
                let own = mass[node.index()];
                mass[parent.index()] += own;
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
            if kinds.has(Kinds::STANDFIRST) && !is_brief(dom, node) {
                kinds = kinds.without(Kinds::STANDFIRST);
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
            (block.kinds, block.place) = (kinds, place);
        }
    }

    /// Finds lists of teasers by their shape: several children of one element, each with a linked title and
    /// little else. Their blocks are given the kind `related`.
    fn mark_teasers(&mut self, dom: &Dom) {
        let mut titled = vec![0u16; dom.len()];
        let mut counted = vec![false; dom.len()];
        for block in &self.blocks {
            if block.link_share() < 0.8 || !(12..=220).contains(&block.len) {
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
            if node < list_ends || titled[node.index()] < 3 {
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

    /// The text nodes of a block.
    pub fn pieces(&self, block: &Block) -> &[NodeId] {
        &self.pieces[block.pieces.0 as usize..block.pieces.1 as usize]
    }

    /// Appends the block's words to a text, white space folded.
    pub fn write(&self, page: &str, dom: &Dom, block: &Block, text: &mut Text) {
        let start = text.len();
        let mut gap: Option<Range<usize>> = None;
        for piece in self.pieces(block) {
            let range = dom.page_range(*piece);
            if dom.is(*piece, Tag::Br) {
                push_folded("\n", range, start, &mut gap, text);
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

/// Appends `words` with runs of white space folded to one space; a run at the start is dropped, one at the end kept
/// in `gap` until more words come.
pub(super) fn push_folded(
    words: &str,
    page: Range<usize>,
    text_start: usize,
    gap: &mut Option<Range<usize>>,
    text: &mut Text,
) {
    let verbatim = words.len() == page.len();
    let at = |offset: usize| if verbatim { page.start + offset } else { page.start };
    let until = |offset: usize| if verbatim { page.start + offset } else { page.end };
    let mut run = 0;
    let mut chars = words.char_indices().peekable();
    while let Some((i, c)) = chars.next() {
        let after = i + c.len_utf8();
        if is_space(c) {
            // A single blank inside a line is kept as it is.
            let single = c == ' '
                && gap.is_none()
                && i > run
                && chars.peek().is_some_and(|(_, next)| !is_space(*next) && !is_invisible(*next));
            if single {
                continue;
            }
            if run < i {
                text.push(&words[run..i], at(run)..until(i));
            }
            let start = gap.take().map_or(at(i), |g| g.start);
            *gap = Some(start..until(after));
            run = after;
        } else if is_invisible(c) {
            if run < i {
                text.push(&words[run..i], at(run)..until(i));
            }
            run = after;
        } else if let Some(range) = gap.take() {
            if text.len() > text_start {
                text.push(" ", range);
            }
        }
    }
    if run < words.len() {
        text.push(&words[run..], at(run)..until(words.len()));
    }
}

fn is_space(c: char) -> bool {
    c.is_whitespace()
}

/// Zero-width characters and other marks that no reader sees.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}' | '\u{2060}' | '\u{feff}' | '\u{200e}' | '\u{200f}' | '\0'..='\x08' | '\x0e'..='\x1f' | '\x7f')
}

struct Cutter<'a> {
    page: &'a str,
    dom: &'a Dom,
    out: Blocks,
    current: Option<Block>,
    breaks: u8,
    next_link: bool,
}

impl Cutter<'_> {
    fn text(&mut self, node: NodeId, outer: &Open) {
        let raw = &self.page[self.dom.page_range(node)];
        let count = Count::of(raw);
        if count.len == 0 && self.current.is_none() {
            return;
        }
        if count.len > 0 && self.breaks >= 2 {
            self.finish();
        }
        if count.len > 0 {
            self.breaks = 0;
        }
        let first_piece = self.out.pieces.len() as u32;
        let block = self.current.get_or_insert_with(|| Block {
            node: outer.node,
            form: outer.form,
            kinds: Kinds::default(),
            place: Place::default(),
            pieces: (first_piece, first_piece),
            len: 0,
            link_len: 0,
            links: 0,
            stops: 0,
            ends_sentence: false,
        });
        self.out.pieces.push(node);
        block.pieces.1 += 1;
        block.len += count.len;
        block.stops = block.stops.saturating_add(count.stops);
        if count.len > 0 {
            block.ends_sentence = count.ends_sentence;
        }
        if outer.in_link {
            block.link_len += count.len;
            if std::mem::take(&mut self.next_link) {
                block.links += 1;
            }
        }
    }

    fn line_break(&mut self, node: NodeId) {
        self.breaks = self.breaks.saturating_add(1);
        if let Some(block) = &mut self.current {
            self.out.pieces.push(node);
            block.pieces.1 += 1;
        }
    }

    fn finish(&mut self) {
        self.breaks = 0;
        if let Some(block) = self.current.take()
            && block.len > 0
        {
            self.out.blocks.push(block);
        }
    }

    fn open(&self, node: NodeId, tag: Tag, inline: bool, outer: &Open) -> Open {
        let quoted = outer.quoted || tag == Tag::Blockquote;
        let form = match tag {
            Tag::P if quoted => Form::Quote,
            Tag::P if matches!(outer.form, Form::Caption | Form::ListItem) => outer.form,
            Tag::P => Form::Paragraph,
            Tag::Li | Tag::Dd | Tag::Dt => Form::ListItem,
            Tag::Blockquote => Form::Quote,
            Tag::Figcaption => Form::Caption,
            Tag::Td | Tag::Th | Tag::Caption => Form::Cell,
            Tag::Pre => Form::Preformatted,
            _ if tag.heading().is_some() => Form::Heading(tag.heading().unwrap_or(6)),
            _ if inline => outer.form,
            _ if matches!(outer.form, Form::Caption | Form::Quote | Form::ListItem) => outer.form,
            _ => Form::Loose,
        };
        Open {
            end: self.dom.after(node),
            node: if inline { outer.node } else { node },
            inline,
            in_link: outer.in_link || tag == Tag::A,
            quoted,
            form,
        }
    }
}

/// What an element's tag says about its content.
fn place_of(page: &str, dom: &Dom, node: NodeId, tag: Tag) -> Place {
    let place = match tag {
        Tag::Nav | Tag::Menu => Place::NAV,
        Tag::Aside => Place::ASIDE,
        Tag::Footer => Place::FOOTER,
        Tag::Header => Place::HEADER,
        Tag::Form | Tag::Fieldset => Place::FORM,
        Tag::Figure => Place::FIGURE,
        Tag::Li | Tag::Dd | Tag::Dt => Place::LIST,
        Tag::Blockquote => Place::QUOTE,
        Tag::Table => Place::TABLE,
        Tag::Article => Place::ARTICLE,
        Tag::Main => Place::MAIN,
        Tag::A => Place::LINK,
        Tag::Address => Place::ADDRESS,
        Tag::P => Place::PARAGRAPH,
        Tag::Details => Place::DETAILS,
        _ => Place::default(),
    };
    if is_hidden(page, dom, node) { place.with(Place::HIDDEN) } else { place }
}

/// Counts of a raw text node.
struct Count {
    len: u32,
    stops: u16,
    ends_sentence: bool,
}

impl Count {
    fn of(raw: &str) -> Count {
        let bytes = raw.as_bytes();
        let (mut len, mut stops, mut last, mut space) = (0u32, 0u16, 0u8, true);
        for (i, byte) in bytes.iter().enumerate() {
            if byte.is_ascii_whitespace() {
                if !space {
                    len += 1;
                    if matches!(last, b'.' | b'!' | b'?') {
                        stops = stops.saturating_add(1);
                    }
                }
                space = true;
                continue;
            }
            space = false;
            len += 1;
            // "。" "！" "？" "؟" "।"
            if *byte == 0x82 && bytes.get(i.wrapping_sub(2)..i) == Some(&[0xE3, 0x80]) {
                stops = stops.saturating_add(1);
            }
            last = *byte;
        }
        if space && len > 0 {
            len -= 1;
        }
        let trimmed = raw.trim_end();
        let ends_sentence = trimmed.ends_with([
            '.', '!', '?', '"', '”', '’', '…', '»', '“', ':', ';', '。', '！', '？', '」', '』', '؟', '।',
            ')', '\'',
        ]);
        if matches!(last, b'.' | b'!' | b'?') && !space {
            stops = stops.saturating_add(1);
        }
        if trimmed == "&nbsp;" {
            len = 0;
        }
        Count { len, stops, ends_sentence }
    }
}

/// Elements whose text is no reading.
fn skips(tag: Tag) -> bool {
    use Tag::*;
    matches!(
        tag,
        Script
            | Style
            | Noscript
            | Template
            | Svg
            | Math
            | Iframe
            | Head
            | Title
            | Select
            | Textarea
            | Button
            | Object
            | Audio
            | Video
            | Canvas
            | Noembed
            | Noframes
            | Option
            | Meta
            | Link
            | Input
    )
}

/// A button around a captioned picture enlarges it.
fn shows_picture(dom: &Dom, button: NodeId) -> bool {
    dom.below(button).take(60).any(|n| dom.is(n, Tag::Figcaption))
}

/// An inline element that holds block-level ones (a link around a whole teaser) is a block itself.
fn holds_blocks(dom: &Dom, node: NodeId) -> bool {
    dom.below(node).take(40).any(|n| {
        dom.tag(n).is_some_and(|tag| {
            use Tag::*;
            matches!(
                tag,
                P | Div
                    | H1
                    | H2
                    | H3
                    | H4
                    | H5
                    | H6
                    | Ul
                    | Ol
                    | Li
                    | Figure
                    | Section
                    | Article
                    | Table
                    | Blockquote
                    | Header
                    | Figcaption
            )
        })
    })
}

fn is_hidden(page: &str, dom: &Dom, node: NodeId) -> bool {
    dom.attrs(node).any(|(name, value)| match &page[name] {
        // React sends parts of a page hidden and moves them into place.
        "hidden" => !dom.attr(page, node, "id").is_some_and(|id| id.starts_with("S:")),
        "style" => {
            let style = &page[value];
            style.len() < 200 && (style.contains("display:none") || style.contains("display: none"))
        }
        _ => false,
    })
}

/// A standfirst is a sentence or two; an element called "lead" that holds a gallery is not one.
fn is_brief(dom: &Dom, node: NodeId) -> bool {
    let mut text = 0;
    for inner in dom.below(node) {
        match dom.tag(inner) {
            Some(Tag::Img | Tag::Figure | Tag::Picture | Tag::H1) => return false,
            None => text += dom.page_range(inner).len(),
            _ => {}
        }
        if text > 1500 {
            return false;
        }
    }
    true
}

/// A table of data, as against one that lays out a page: rows of several short cells.
fn is_data_table(page: &str, dom: &Dom, table: NodeId) -> bool {
    let (mut rows, mut cells, mut heads, mut long, mut paragraphs) = (0u32, 0u32, 0u32, 0u32, 0u32);
    for node in dom.below(table) {
        match dom.tag(node) {
            Some(Tag::Tr) => rows += 1,
            Some(Tag::Td) => cells += 1,
            Some(Tag::Th) => heads += 1,
            Some(Tag::Table | Tag::Article | Tag::H1 | Tag::Form) => return false,
            Some(Tag::P) => paragraphs += 1,
            None if page[dom.page_range(node)].trim().len() > 200 => long += 1,
            _ => {}
        }
    }
    let per_row = (cells + heads) / rows.max(1);
    rows >= 2 && per_row >= 2 && long * 6 < cells + heads && paragraphs <= cells + heads
}
