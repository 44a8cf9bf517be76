//! Bytes to pages: charsets, compression, archives, HTML and plain text.
//!
//! A [`Page`] is decoded text with the way back to the input's bytes; [`html`] makes a tree of it.
mod binary;
mod bytemap;
mod charset;
mod decode;
mod gzip;
pub mod html;
mod markup;
mod page;

pub use bytemap::ByteMap;
pub use page::{Hints, Markup, Page};

#[cfg(test)]
mod tests;
