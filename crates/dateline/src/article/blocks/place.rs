//! Where a block stands by the tags around it.
use crate::read::html::{Dom, NodeId, Tag};

/// Where a block stands by the tags around it: a set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::article) struct Place(u16);

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

    pub(super) fn without(self, other: Place) -> Place {
        Place(self.0 & !other.0)
    }

    pub const fn either(self, other: Place) -> Place {
        Place(self.0 | other.0)
    }

    pub(super) fn with(self, other: Place) -> Place {
        Place(self.0 | other.0)
    }
}

/// What an element's tag says about its content.
pub(super) fn place_of(page: &str, dom: &Dom, node: NodeId, tag: Tag) -> Place {
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

fn is_hidden(page: &str, dom: &Dom, node: NodeId) -> bool {
    dom.attrs(node).any(|(name, value)| match &page[name] {
        "hidden" => true,
        "style" => {
            let style = &page[value];
            style.len() < 200 && (style.contains("display:none") || style.contains("display: none"))
        }
        _ => false,
    })
}
