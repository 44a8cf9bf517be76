//! Cuts a page into blocks: in one walk, a block ends where a block-level element begins or ends.
use super::tags::{holds_blocks, is_data_table, shows_picture, skips};
use super::{Block, Blocks, Form, Kinds, Place};
use crate::article::classes::Classified;
use crate::read::html::{Dom, NodeId, Tag};

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

/// What becomes of tables of data.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Tables {
    /// They are noted and left out.
    LeftOut,
    /// Each row is a list item.
    Rows,
}

/// Cuts a page into blocks; what their classes and ancestors say of them is settled later.
pub(super) fn cut(page: &str, dom: &Dom, classes: &Classified, tables: Tables) -> Blocks {
    let mut cutter = Cutter {
        page,
        dom,
        out: Blocks::default(),
        current: None,
        breaks: 0,
        next_link: false,
        table_end: NodeId::ROOT,
    };
    let mut stack: Vec<Open> = vec![Open {
        end: dom.after(NodeId::ROOT),
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
        while let Some(closed) = stack.pop_if(|open| open.end <= node) {
            if !closed.inline {
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
            cutter.table_end = dom.after(node);
            if tables == Tables::LeftOut {
                skip_to = cutter.table_end;
                continue;
            }
        }
        let in_row = node < cutter.table_end && matches!(tag, Tag::Td | Tag::Th);
        match tag {
            Tag::Br => cutter.line_break(node),
            Tag::Hr => cutter.finish(),
            _ => {}
        }
        let inline = in_row || (tag.is_inline() && !holds_blocks(dom, node));
        if in_row {
            cutter.cell(node);
        }
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
    cutter.out
}

struct Cutter<'a> {
    page: &'a str,
    dom: &'a Dom,
    out: Blocks,
    current: Option<Block>,
    breaks: u8,
    next_link: bool,
    /// One past the table of data that is being read row by row.
    table_end: NodeId,
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

    /// Parts the cells of a row.
    fn cell(&mut self, node: NodeId) {
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
            Tag::Tr if node < self.table_end => Form::ListItem,
            Tag::Blockquote => Form::Quote,
            Tag::Figcaption => Form::Caption,
            Tag::Td | Tag::Th if inline => outer.form,
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
