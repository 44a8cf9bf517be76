//! Bytes to pages: charsets, compression, archives, HTML and plain text.
//!
//! [`walk`] fetches [`Input`]s from files, folders and archives (it is the one place in the library that opens files),
//! and [`WarcReader`] from an archive that comes from elsewhere. [`Input::into_page`], or [`Page::new`] for bytes that
//! were fetched otherwise, makes a [`Page`] of it: decoded text with the way back to the input's bytes. [`html`] makes
//! a tree of that.
//!
//! Any bytes are a page; what is wrong with them is in [`Page::warnings`]. Memory is bounded: by [`Page::MAX_BYTES`],
//! which also bounds what compressed data inflates to, and by what [`WarcReader`] states.
//!
//! ```
//! use dateline::read::{Input, walk};
//!
//! // Standard input may be one page or an archive; the caller knows, or looks at the name.
//! let page = Input { bytes: b"<p>The port reopened.".to_vec(), ..Input::default() }.into_page();
//! assert_eq!(page.source.media_type, Some("text/html"));
//!
//! let mut inputs = walk(["/nowhere/pages"]);
//! let error = inputs.next().unwrap().unwrap_err();
//! assert_eq!(error.to_string(), "`/nowhere/pages`: there is no such file or folder");
//! assert_eq!(inputs.counts().errors, 1);
//! ```
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
pub use input::{Counts, Input, InputError, Walk, is_archive, walk};
pub use page::{Hints, Markup, Page};
pub use warc::{Damage, Report, WarcReader};

#[cfg(test)]
mod tests;
