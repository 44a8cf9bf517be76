//! Bytes to pages: charsets, compression, archives, HTML and plain text.
//!
//! A [`Page`] is decoded text with the way back to the input's bytes; [`html`] makes a tree of it.
mod bytemap;
mod charset;
pub mod html;
mod page;

pub use bytemap::ByteMap;
pub use page::{Hints, Markup, Page};
