//! What tags mean for the cutting of a page.
use crate::read::html::{Dom, NodeId, Tag};

/// Elements whose text is no reading.
pub(super) fn skips(tag: Tag) -> bool {
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
pub(super) fn shows_picture(dom: &Dom, button: NodeId) -> bool {
    dom.below(button).take(60).any(|n| dom.is(n, Tag::Figcaption))
}

/// An inline element that holds block-level ones (a link around a whole teaser) is a block itself.
pub(super) fn holds_blocks(dom: &Dom, node: NodeId) -> bool {
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
/// A standfirst is a sentence or two; an element called "lead" that holds a gallery is not one.
pub(super) fn is_brief(dom: &Dom, node: NodeId) -> bool {
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
pub(super) fn is_data_table(page: &str, dom: &Dom, table: NodeId) -> bool {
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
