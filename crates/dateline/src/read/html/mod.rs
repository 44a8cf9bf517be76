//! HTML to a tree that knows where everything stood in the page.
//!
//! The tree is the standard's in what matters for reading (implied ends of paragraphs, list items and cells,
//! raw text, void elements; parts that a server streams late are put in their places) and simpler where it does not (no adoption agency, no foster parenting). Time is
//! linear in the page; depth, nodes and attributes are bounded.
mod dom;
mod parse;
mod stream;
mod tag;
mod text;

pub use dom::{Dom, NodeId};
pub use tag::Tag;
pub use text::{decode, push_decoded};

/// The tree of a page.
///
/// ```
/// use dateline::read::html::{self, Tag};
/// let page = "<ul><li>One<li>Two</ul>";
/// let dom = html::parse(page);
/// let items: Vec<_> = dom.all().filter(|n| dom.is(*n, Tag::Li)).collect();
/// assert_eq!(items.len(), 2);
/// assert_eq!(&page[dom.page_range(items[1])], "<li>");
/// ```
pub fn parse(page: &str) -> Dom {
    stream::fill(page, parse::parse(page))
}

#[cfg(test)]
mod tests;
