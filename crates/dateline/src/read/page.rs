use super::{ByteMap, charset};
use crate::doc::{Moment, Source, Warning};

/// One page, decoded.
#[derive(Clone, Debug, Default)]
pub struct Page {
    /// Where it came from.
    pub source: Source,
    /// HTML or plain text.
    pub markup: Markup,
    /// The decoded page, markup and all. At most [`Page::MAX_BYTES`].
    pub text: String,
    /// From positions in `text` to positions in the input.
    pub bytes: ByteMap,
    /// What is known from outside the page.
    pub hints: Hints,
    /// What was wrong with the input.
    pub warnings: Vec<Warning>,
}

/// How the page is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Markup {
    /// HTML or XHTML.
    Html,
    /// A scrape without markup, or with Markdown's.
    #[default]
    Plain,
}

/// What is known about a page from outside: the command line, HTTP headers, a WARC record.
#[derive(Clone, Debug, Default)]
pub struct Hints {
    /// The path or address that the page was read from, for `source.uri`.
    pub uri: Option<String>,
    /// The address of the article.
    pub url: Option<String>,
    /// When it was published; stands above what the page says.
    pub published: Option<Moment>,
    /// When it was fetched.
    pub retrieved: Option<Moment>,
    /// The value of the Content-Type header.
    pub content_type: Option<String>,
}

impl Page {
    /// The largest page that is read; what is longer is cut, with a warning.
    pub const MAX_BYTES: usize = 64 << 20;

    /// Decodes a page. Any bytes at all are a page.
    ///
    /// ```
    /// use dateline::read::{Hints, Markup, Page};
    /// let page = Page::new(b"<!doctype html><title>Caf\xe9</title>", Hints::default());
    /// assert_eq!(page.markup, Markup::Html);
    /// assert!(page.text.contains("Café"));
    /// ```
    pub fn new(input: &[u8], hints: Hints) -> Page {
        charset::decode(input, hints)
    }
}
