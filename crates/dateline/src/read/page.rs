use std::borrow::Cow;

use sha2::{Digest, Sha256};

use super::gzip::Stop;
use super::{ByteMap, binary, charset, decode, gzip, markup};
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
    /// When a feed says that it was published; taken if the page does not say.
    pub listed: Option<Moment>,
    /// When it was fetched.
    pub retrieved: Option<Moment>,
    /// The value of the Content-Type header.
    pub content_type: Option<String>,
}

impl Page {
    /// The largest page that is read, after inflating; what is longer is cut, with a warning.
    ///
    /// Reading a page takes at most four times this in memory: the bytes, the text, and for odd charsets the map.
    pub const MAX_BYTES: usize = 64 << 20;

    /// Decodes a page. Any bytes at all are a page: those without text give an empty one, and a warning that says why.
    ///
    /// Gzip is undone, one layer of it. The charset is that of the byte order mark; else UTF-8 if the bytes are
    /// valid UTF-8, whatever they declare; else what header or markup declare, if it can be; else what a detector
    /// says of at most 16 KB.
    ///
    /// ```
    /// use dateline::read::{Hints, Markup, Page};
    /// let page = Page::new(b"<!doctype html><title>Caf\xe9</title>", Hints::default());
    /// assert_eq!(page.markup, Markup::Html);
    /// assert!(page.text.contains("Café"));
    /// ```
    pub fn new(input: &[u8], hints: Hints) -> Page {
        let mut page = Page { markup: Markup::Plain, ..Page::default() };
        page.source = Source {
            uri: hints.uri.clone(),
            media_type: None,
            charset: None,
            sha256: hex(&Sha256::digest(input)),
            retrieved: hints.retrieved,
        };
        page.hints = hints;
        if let Some(bytes) = page.readable(input) {
            page.decode(&bytes);
        }
        page
    }

    /// The bytes of the text, inflated and cut; none, with a warning, if they are no text.
    fn readable<'a>(&mut self, input: &'a [u8]) -> Option<Cow<'a, [u8]>> {
        let mut bytes = if input.starts_with(gzip::MAGIC) {
            let (bytes, stop) = gzip::inflate(input, Page::MAX_BYTES);
            match stop {
                None => {}
                Some(Stop::Truncated) => {
                    self.warn(format!(
                        "the gzip data is cut off; what it holds was read ({} bytes)",
                        bytes.len()
                    ));
                }
                Some(Stop::Damaged) => {
                    self.warn(format!(
                        "the gzip data is damaged; {} bytes before the damage were read",
                        bytes.len()
                    ));
                }
                Some(Stop::TooLong) => self.warn(format!(
                    "the gzip data inflates from {} bytes to more than {} MB, and was cut there",
                    input.len(),
                    Page::MAX_BYTES >> 20
                )),
            }
            Cow::Owned(bytes)
        } else {
            if input.len() > Page::MAX_BYTES {
                self.warn(format!(
                    "the page has {} bytes; only the first {} MB were read",
                    input.len(),
                    Page::MAX_BYTES >> 20
                ));
            }
            Cow::Borrowed(&input[..input.len().min(Page::MAX_BYTES)])
        };
        if bytes.is_empty() {
            self.warn("the input is empty".to_owned());
            return None;
        }
        if charset::is_wide(&bytes) {
            return Some(bytes);
        }
        if let Some(kind) = binary::kind(&bytes) {
            self.warn(format!("not a page but {kind}; there is no text to read"));
            return None;
        }
        if memchr::memchr(0, &bytes).is_some() && !charset::declares_utf16(&self.hints) {
            let mut count = 0usize;
            for byte in bytes.to_mut().iter_mut().filter(|byte| **byte == 0) {
                (*byte, count) = (b' ', count + 1);
            }
            self.warn(format!("{count} NUL bytes were read as spaces"));
        }
        Some(bytes)
    }

    fn decode(&mut self, bytes: &[u8]) {
        let mut decoded = decode::decode(bytes, &self.hints);
        if decoded.text.is_empty() {
            self.warn("the input is empty but for a byte order mark".to_owned());
        }
        if decoded.text.len() > Page::MAX_BYTES {
            let end = (0..=Page::MAX_BYTES).rev().find(|i| decoded.text.is_char_boundary(*i));
            decoded.text.truncate(end.unwrap_or(0));
            self.warn(format!("the decoded text was cut at {} MB", Page::MAX_BYTES >> 20));
        }
        if decoded.damaged > 0 {
            self.warn(format!(
                "{} characters are not valid {} and were replaced",
                decoded.damaged,
                decoded.charset.name()
            ));
        }
        self.markup = markup::detect(&decoded.text, &self.hints);
        self.source.media_type = Some(if self.markup == Markup::Html { "text/html" } else { "text/plain" });
        self.source.charset = Some(decoded.charset.name());
        self.text = decoded.text;
        self.bytes = decoded.bytes;
    }

    fn warn(&mut self, message: String) {
        self.warnings.push(Warning::page(message));
    }
}

fn hex(bytes: &[u8]) -> String {
    let digit = |nibble: u8| char::from(b"0123456789abcdef"[usize::from(nibble & 15)]);
    bytes.iter().flat_map(|b| [digit(b >> 4), digit(*b)]).collect()
}
