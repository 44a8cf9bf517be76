//! Bytes to pages: charsets, compression, archives, HTML and plain text.
//!
//! A [`Page`] is decoded text with the way back to the input's bytes; [`html`] makes a tree of it.
mod binary;
mod bytemap;
mod charset;
mod decode;
mod gzip;
pub mod html;
mod http;
mod input;
mod markup;
mod page;
mod warc;

pub use bytemap::ByteMap;
pub use input::{Counts, Input, InputError, Walk, walk};
pub use page::{Hints, Markup, Page};
pub use warc::{Damage, Report, WarcReader};

#[cfg(test)]
mod tests;
