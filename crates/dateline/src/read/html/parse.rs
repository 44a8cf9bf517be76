//! Tokens and tree in one pass: the parts of the HTML standard that decide where text belongs.
use memchr::{memchr, memmem};

use super::Tag;
use super::dom::{Attr, Dom, Node};

/// Elements nested deeper than this become siblings: bounds every walk over ancestors.
pub(super) const MAX_DEPTH: usize = 256;

/// Nodes beyond this are dropped; their text is not read. A page of news has a few thousand.
const MAX_NODES: usize = 4 << 20;

/// Attributes of one element beyond this are dropped.
const MAX_ATTRS: usize = 64;

pub(super) fn parse(page: &str) -> Dom {
    let mut p = Parser { page, dom: Dom::default(), stack: Vec::with_capacity(64), open: [0; Tag::COUNT] };
    p.dom.nodes.reserve(page.len() / 24);
    p.dom.nodes.push(Node { tag: None, depth: 0, parent: 0, end: 0, page: (0, 0), attrs: (0, 0) });
    p.run();
    while p.stack.len() > 1 {
        p.pop();
    }
    let end = p.dom.nodes.len() as u32;
    p.dom.nodes[0].end = end;
    p.dom
}

struct Parser<'a> {
    page: &'a str,
    dom: Dom,
    /// Open elements: node, tag, and where the name stands (to match unknown tags).
    stack: Vec<Open>,
    /// How many elements of each tag are open, so that a stray end tag costs nothing.
    open: [u32; Tag::COUNT],
}

#[derive(Clone, Copy)]
struct Open {
    node: u32,
    tag: Tag,
    name: (u32, u32),
}

impl Parser<'_> {
    fn run(&mut self) {
        self.stack.push(Open { node: 0, tag: Tag::Html, name: (0, 0) });
        let bytes = self.page.as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            let Some(lt) = memchr(b'<', &bytes[at..]).map(|i| at + i) else {
                self.text(at, bytes.len());
                return;
            };
            let next = bytes.get(lt + 1).copied().unwrap_or(0);
            if next.is_ascii_alphabetic() {
                self.text(at, lt);
                at = self.start_tag(lt);
            } else if next == b'/' && bytes.get(lt + 2).is_some_and(u8::is_ascii_alphabetic) {
                self.text(at, lt);
                at = self.end_tag(lt);
            } else if next == b'!' || next == b'?' || next == b'/' {
                self.text(at, lt);
                at = self.declaration(lt);
            } else {
                // A bare "<" is text: "x < y".
                let end = memchr(b'<', &bytes[lt + 1..]).map_or(bytes.len(), |i| lt + 1 + i);
                self.text(at, end);
                at = end;
            }
        }
    }

    fn text(&mut self, start: usize, end: usize) {
        if start < end {
            self.push(None, (start as u32, end as u32), (0, 0));
        }
    }

    fn push(&mut self, tag: Option<Tag>, page: (u32, u32), attrs: (u32, u32)) -> Option<u32> {
        if self.dom.nodes.len() >= MAX_NODES {
            return None;
        }
        let id = self.dom.nodes.len() as u32;
        let parent = self.stack.last().map_or(0, |open| open.node);
        let depth = self.stack.len() as u16;
        self.dom.nodes.push(Node { tag, depth, parent, end: id + 1, page, attrs });
        Some(id)
    }

    fn pop(&mut self) {
        if let Some(open) = self.stack.pop() {
            self.open[open.tag as usize] -= 1;
            self.dom.nodes[open.node as usize].end = self.dom.nodes.len() as u32;
        }
    }

    fn pop_to(&mut self, depth: usize) {
        while self.stack.len() > depth.max(1) {
            self.pop();
        }
    }

    /// The nearest open element of `tag` above any barrier, as a depth of the stack.
    fn open_above_barrier(&self, tag: Tag, barrier: impl Fn(Tag) -> bool) -> Option<usize> {
        if self.open[tag as usize] == 0 {
            return None;
        }
        for (depth, open) in self.stack.iter().enumerate().skip(1).rev() {
            if open.tag == tag {
                return Some(depth);
            }
            if barrier(open.tag) {
                return None;
            }
        }
        None
    }

    fn start_tag(&mut self, lt: usize) -> usize {
        let bytes = self.page.as_bytes();
        let name_start = lt + 1;
        let name_end = name_start
            + bytes[name_start..]
                .iter()
                .position(|b| b.is_ascii_whitespace() || matches!(b, b'/' | b'>'))
                .unwrap_or(bytes.len() - name_start);
        let tag = Tag::of(&self.page[name_start..name_end]);
        let first_attr = self.dom.attrs.len();
        let Some((end, self_closing)) = self.attributes(name_end, first_attr) else {
            return bytes.len(); // the page ends inside the tag: the standard drops it
        };
        if matches!(tag, Tag::Html | Tag::Body) && self.open[tag as usize] > 0 {
            return end;
        }
        self.imply_ends(tag);
        let attrs = (first_attr as u32, self.dom.attrs.len() as u32);
        let Some(node) = self.push(Some(tag), (lt as u32, end as u32), attrs) else {
            return end;
        };
        let foreign = self.open[Tag::Svg as usize] > 0 || self.open[Tag::Math as usize] > 0;
        if tag.is_void() || (self_closing && (foreign || matches!(tag, Tag::Svg | Tag::Math))) {
            return end;
        }
        let full = self.stack.len() >= MAX_DEPTH;
        if tag.is_raw() && !(foreign && tag == Tag::Title) {
            return self.raw_text(tag, &self.page[name_start..name_end], node, end);
        }
        if !full {
            self.stack.push(Open { node, tag, name: (name_start as u32, name_end as u32) });
            self.open[tag as usize] += 1;
        }
        end
    }

    /// Reads attributes up to `>`. None if the page ends first.
    fn attributes(&mut self, mut at: usize, first: usize) -> Option<(usize, bool)> {
        let page = self.page;
        let bytes = page.as_bytes();
        let mut slash = false;
        loop {
            match *bytes.get(at)? {
                b'>' => return Some((at + 1, slash)),
                b'/' => {
                    slash = true;
                    at += 1;
                }
                b if b.is_ascii_whitespace() => at += 1,
                _ => {
                    slash = false;
                    let name = at;
                    at += 1;
                    while !matches!(
                        *bytes.get(at)?,
                        b'=' | b'>' | b'/' | b' ' | b'\t' | b'\n' | b'\r' | b'\x0c'
                    ) {
                        at += 1;
                    }
                    let name = (name as u32, at as u32);
                    let mut peek = at;
                    while bytes.get(peek)?.is_ascii_whitespace() {
                        peek += 1;
                    }
                    let mut value = (at as u32, at as u32);
                    if bytes[peek] == b'=' {
                        at = peek + 1;
                        while bytes.get(at)?.is_ascii_whitespace() {
                            at += 1;
                        }
                        match bytes[at] {
                            quote @ (b'"' | b'\'') => {
                                let end = at + 1 + memchr(quote, &bytes[at + 1..])?;
                                value = (at as u32 + 1, end as u32);
                                at = end + 1;
                            }
                            b'>' => {}
                            _ => {
                                let start = at;
                                while !bytes.get(at)?.is_ascii_whitespace() && bytes[at] != b'>' {
                                    at += 1;
                                }
                                value = (start as u32, at as u32);
                            }
                        }
                    }
                    if self.dom.attrs.len() - first < MAX_ATTRS {
                        self.dom.attrs.push(Attr { name, value });
                    }
                }
            }
        }
    }

    /// Closes what the start of `tag` closes by implication.
    fn imply_ends(&mut self, tag: Tag) {
        use Tag::*;
        if self.open[Head as usize] > 0
            && !tag.is_head()
            && self.open[Noscript as usize] == 0
            && let Some(depth) = self.open_above_barrier(Head, |_| false)
        {
            self.pop_to(depth);
        }
        if tag.closes_paragraph()
            && let Some(depth) = self.open_above_barrier(P, Tag::is_barrier)
        {
            self.pop_to(depth);
        }
        let reopened: &[Tag] = match tag {
            Li => &[Li],
            Dd | Dt => &[Dd, Dt],
            Option => &[Option],
            Optgroup => &[Option, Optgroup],
            Td | Th => &[Td, Th],
            Tr => &[Td, Th, Tr],
            Thead | Tbody | Tfoot => &[Td, Th, Tr, Thead, Tbody, Tfoot, Caption, Colgroup],
            A => &[A],
            H1 | H2 | H3 | H4 | H5 | H6 => {
                if self.stack.last().is_some_and(|open| open.tag.heading().is_some()) {
                    self.pop();
                }
                return;
            }
            _ => return,
        };
        for old in reopened {
            let reach = self.open_above_barrier(*old, |between| match tag {
                Li => matches!(between, Ul | Ol | Menu | Table | Td | Th | Nav | Section | Article),
                Dd | Dt => matches!(between, Dl | Table | Td),
                A => !between.is_inline(),
                _ => between == Table,
            });
            if let Some(depth) = reach {
                self.pop_to(depth);
            }
        }
    }

    /// The text of a script, a style sheet or a title, up to its end tag.
    fn raw_text(&mut self, tag: Tag, name: &str, node: u32, start: usize) -> usize {
        let bytes = self.page.as_bytes();
        let mut at = start;
        let (text_end, end) = loop {
            let Some(lt) = memchr(b'<', &bytes[at..]).map(|i| at + i) else {
                break (bytes.len(), bytes.len());
            };
            let after = lt + 2 + name.len();
            let closes = bytes.get(lt + 1) == Some(&b'/')
                && bytes.get(lt + 2..after).is_some_and(|found| found.eq_ignore_ascii_case(name.as_bytes()))
                && bytes.get(after).is_none_or(|b| b.is_ascii_whitespace() || matches!(b, b'/' | b'>'));
            if closes {
                let end =
                    memchr(b'>', &bytes[after.min(bytes.len())..]).map_or(bytes.len(), |i| after + i + 1);
                break (lt, end);
            }
            at = lt + 1;
        };
        self.stack.push(Open { node, tag, name: (0, 0) });
        self.open[tag as usize] += 1;
        self.text(start, text_end);
        self.pop();
        end
    }

    fn end_tag(&mut self, lt: usize) -> usize {
        let page = self.page;
        let bytes = page.as_bytes();
        let name_start = lt + 2;
        let name_len = bytes[name_start..]
            .iter()
            .position(|b| b.is_ascii_whitespace() || matches!(b, b'/' | b'>'))
            .unwrap_or(bytes.len() - name_start);
        let name = &page[name_start..name_start + name_len];
        let end = memchr(b'>', &bytes[name_start + name_len..])
            .map_or(bytes.len(), |i| name_start + name_len + i + 1);
        let tag = Tag::of(name);
        match tag {
            // What follows these still belongs to the body.
            Tag::Body | Tag::Html => return end,
            // An end without a start is an empty paragraph, or a break.
            Tag::P | Tag::Br if tag == Tag::Br || self.open[Tag::P as usize] == 0 => {
                if tag == Tag::Br {
                    self.push(Some(Tag::Br), (lt as u32, end as u32), (0, 0));
                }
                return end;
            }
            _ => {}
        }
        // "</b>" must not end the table cell that it strayed into.
        let barrier =
            |between: Tag| between.is_barrier() && !matches!(tag, Tag::Table | Tag::Svg | Tag::Math);
        let reach = if tag == Tag::Other {
            self.unknown_open(name)
        } else {
            self.open_above_barrier(tag, |between| barrier(between) && between != tag && !ends_cells(tag))
        };
        if let Some(depth) = reach {
            self.pop_to(depth);
        }
        end
    }

    fn unknown_open(&self, name: &str) -> Option<usize> {
        if self.open[Tag::Other as usize] == 0 {
            return None;
        }
        for (depth, open) in self.stack.iter().enumerate().skip(1).rev() {
            let same = open.tag == Tag::Other
                && self.page[open.name.0 as usize..open.name.1 as usize].eq_ignore_ascii_case(name);
            if same {
                return Some(depth);
            }
            if open.tag.is_barrier() {
                return None;
            }
        }
        None
    }

    /// Comments, doctypes, CDATA and processing instructions: skipped.
    fn declaration(&mut self, lt: usize) -> usize {
        let bytes = self.page.as_bytes();
        let rest = &bytes[lt..];
        if rest.starts_with(b"<!--") {
            // "<!-->" and "<!--->" are whole comments.
            if rest.starts_with(b"<!-->") {
                return lt + 5;
            }
            let body = lt + 4;
            let ends = memmem::find(&bytes[body..], b"-->").map(|i| body + i + 3);
            return ends.unwrap_or(bytes.len());
        }
        if rest.starts_with(b"<![CDATA[") && self.open[Tag::Svg as usize] + self.open[Tag::Math as usize] > 0
        {
            let body = lt + 9;
            let ends = memmem::find(&bytes[body..], b"]]>").map(|i| body + i);
            self.text(body, ends.unwrap_or(bytes.len()));
            return ends.map_or(bytes.len(), |i| i + 3);
        }
        memchr(b'>', &bytes[lt..]).map_or(bytes.len(), |i| lt + i + 1)
    }
}

fn ends_cells(tag: Tag) -> bool {
    matches!(tag, Tag::Tr | Tag::Tbody | Tag::Thead | Tag::Tfoot | Tag::Table)
}
