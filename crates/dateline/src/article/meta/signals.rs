//! Where a page says what about itself: one walk over its tree.
use std::ops::Range;

use crate::article::body::View;
use crate::article::classes::Kinds;
use crate::doc::Text;
use crate::read::html::{Dom, NodeId, Tag, decode, push_decoded};

/// The nodes that tell about the article, in document order.
#[derive(Debug, Default)]
pub(in crate::article) struct Signals<'p> {
    /// `meta` elements: the name or property, and where the content stands.
    pub metas: Vec<Meta>,
    /// The `title` element of the head.
    pub title: Option<NodeId>,
    pub h1: Vec<NodeId>,
    /// `time` elements and others with a `datetime` attribute, each with the text before it.
    pub times: Vec<(NodeId, Option<NodeId>)>,
    /// Scripts of JSON-LD.
    pub scripts: Vec<NodeId>,
    /// `link` elements: the relation, and where the address stands.
    pub links: Vec<Meta>,
    /// Elements with an `itemprop`, and its value.
    pub items: Vec<(NodeId, &'p str)>,
    /// Elements with `rel="author"`.
    pub rel_author: Vec<NodeId>,
    /// Elements whose class names a byline or an author.
    pub bylines: Vec<NodeId>,
    /// Elements whose class names a date.
    pub dates: Vec<NodeId>,
    /// The language of the `html` element.
    pub language: Option<Range<usize>>,
}

/// A name without marks and where its value stands in the page.
#[derive(Clone, Debug)]
pub(in crate::article) struct Meta {
    pub bare: String,
    pub value: Range<usize>,
}

/// The name of a `meta` element without marks, in lower case: "articlepublishedtime" for "article:published_time",
/// "article:published:time" and "article&#x3a;published_time".
pub(super) fn bare_name(name: &str) -> String {
    let name = decode(name);
    name.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect()
}

/// Nodes below one that are read for its words.
const MOST_NODES: usize = 400;

/// More signals of one sort than this tell nothing more.
const MOST: usize = 400;

impl<'p> Signals<'p> {
    pub fn gather(view: &View<'p>) -> Signals<'p> {
        let (page, dom) = (view.page, view.dom);
        let mut s = Signals::default();
        let mut in_svg = NodeId::ROOT;
        let mut text = None;
        for node in dom.all() {
            let Some(tag) = dom.tag(node) else {
                if !page[dom.page_range(node)].trim().is_empty() {
                    text = Some(node);
                }
                continue;
            };
            match tag {
                Tag::Svg => in_svg = dom.after(node),
                Tag::Meta => s.meta(page, dom, node),
                Tag::Link => s.link(page, dom, node),
                Tag::Title if s.title.is_none() && node >= in_svg => s.title = Some(node),
                Tag::H1 if s.h1.len() < 20 => s.h1.push(node),
                Tag::Html => s.language = s.language.take().or_else(|| dom.attr_range(page, node, "lang")),
                Tag::Script => {
                    let kind = dom.attr(page, node, "type").unwrap_or("");
                    if kind.len() >= 19
                        && kind
                            .trim()
                            .as_bytes()
                            .get(..19)
                            .is_some_and(|k| k.eq_ignore_ascii_case(b"application/ld+json"))
                    {
                        s.scripts.push(node);
                    }
                }
                _ => {}
            }
            let mut timed = tag == Tag::Time;
            for (name, value) in dom.attrs(node) {
                match &page[name] {
                    "itemprop" | "itemProp" if s.items.len() < MOST => {
                        s.items.push((node, page[value].trim()))
                    }
                    "rel"
                        if s.rel_author.len() < MOST
                            && tag != Tag::Link
                            && page[value.clone()].split_ascii_whitespace().any(|r| r == "author") =>
                    {
                        s.rel_author.push(node);
                    }
                    "datetime" | "dateTime" => timed = true,
                    _ => {}
                }
            }
            if timed && s.times.len() < MOST {
                s.times.push((node, text));
            }
            if matches!(tag, Tag::Script | Tag::Style | Tag::Body | Tag::Html | Tag::Head) {
                continue;
            }
            let kinds = view.classes.of(node);
            if kinds.has(Kinds::BYLINE.with(Kinds::AUTHOR)) && s.bylines.len() < MOST {
                s.bylines.push(node);
            }
            if kinds.has(Kinds::DATE) && s.dates.len() < MOST {
                s.dates.push(node);
            }
        }
        s
    }

    fn meta(&mut self, page: &'p str, dom: &Dom, node: NodeId) {
        let Some(value) = ["content", "value"].iter().find_map(|a| dom.attr_range(page, node, a)) else {
            return;
        };
        if value.len() > 2000 || self.metas.len() >= MOST || page[value.clone()].trim().is_empty() {
            return;
        }
        for attribute in ["property", "name", "itemprop", "http-equiv"] {
            if let Some(name) = dom.attr(page, node, attribute) {
                self.metas.push(Meta { bare: bare_name(name), value: value.clone() });
            }
        }
    }

    fn link(&mut self, page: &'p str, dom: &Dom, node: NodeId) {
        if let (Some(name), Some(value)) = (dom.attr(page, node, "rel"), dom.attr_range(page, node, "href"))
            && self.links.len() < MOST
        {
            self.links.push(Meta { bare: bare_name(name), value });
        }
    }
}

/// The words below a node as a reader sees them, and where they stand. At most `most` bytes are read.
pub(in crate::article) fn words_below(
    page: &str,
    dom: &Dom,
    node: NodeId,
    most: usize,
) -> Option<(String, Range<usize>)> {
    let mut text = Text::default();
    let mut gap = None;
    let mut skip_to = NodeId::ROOT;
    let (mut start, mut end) = (None, 0);
    let nodes = std::iter::once(node).chain(dom.below(node).take(MOST_NODES));
    for inner in nodes {
        if inner < skip_to {
            continue;
        }
        match dom.tag(inner) {
            Some(Tag::Script | Tag::Style | Tag::Svg | Tag::Noscript | Tag::Template | Tag::Button)
                if inner != node =>
            {
                skip_to = dom.after(inner)
            }
            Some(tag) if !tag.is_inline() || tag == Tag::Br => {
                let at = dom.page_range(inner).start;
                super::push_folded(" ", at..at + 1, 0, &mut gap, &mut text);
            }
            Some(_) => {}
            None => {
                let range = dom.page_range(inner);
                if page[range.clone()].trim().is_empty() {
                    super::push_folded(" ", range, 0, &mut gap, &mut text);
                    continue;
                }
                start = start.or(Some(range.start));
                end = range.end;
                push_decoded(&page[range.clone()], range.start, |words, range| {
                    super::push_folded(words, range, 0, &mut gap, &mut text);
                });
                if text.len() > most {
                    break;
                }
            }
        }
    }
    let range = start?..end;
    let words = text.as_str().to_owned();
    (!words.is_empty()).then_some((words, range))
}

/// An attribute's value as a reader would see it.
pub(in crate::article) fn words_at(page: &str, range: Range<usize>) -> String {
    crate::article::jsonld::words(&decode(&page[range]))
}
