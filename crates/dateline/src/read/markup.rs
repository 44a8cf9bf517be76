//! Tells HTML from plain text.
use super::{Hints, Markup};

/// Enough to tell by; the head of a page is full of tags.
const SAMPLE: usize = 64 << 10;

/// How `text` is written. A stray `<` in a scrape does not make it HTML.
pub(super) fn detect(text: &str, hints: &Hints) -> Markup {
    let hint = from_hints(hints);
    if opens_as_html(text) {
        return Markup::Html;
    }
    let tags = Tags::count(&text.as_bytes()[..text.len().min(SAMPLE)]);
    let html = match hint {
        Some(Markup::Plain) => false,
        // A fragment sent as HTML.
        Some(Markup::Html) => tags.blocks + tags.closed > 0,
        None => tags.blocks >= 3 && tags.closed >= 2,
    };
    if html { Markup::Html } else { Markup::Plain }
}

fn from_hints(hints: &Hints) -> Option<Markup> {
    if let Some(sent) = &hints.content_type {
        let essence = sent.split(';').next().unwrap_or("").trim().to_ascii_lowercase();
        match essence.as_str() {
            "text/html" | "application/xhtml+xml" => return Some(Markup::Html),
            "text/plain" | "text/markdown" => return Some(Markup::Plain),
            _ => {}
        }
    }
    let name = hints.uri.as_deref()?.rsplit(['/', '\\']).next()?.to_ascii_lowercase();
    let name = name.strip_suffix(".gz").unwrap_or(&name);
    match name.rsplit_once('.')?.1 {
        "html" | "htm" | "xhtml" => Some(Markup::Html),
        "txt" | "md" | "markdown" | "text" => Some(Markup::Plain),
        _ => None,
    }
}

/// True if the first thing that is neither white space nor a comment is a tag that begins pages.
fn opens_as_html(text: &str) -> bool {
    let mut rest = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}' || c == '\0');
    while let Some(comment) = rest.strip_prefix("<!--") {
        let Some(end) = comment.find("-->") else { return true };
        rest = comment[end + 3..].trim_start();
    }
    let Some(tag) = rest.strip_prefix('<') else { return false };
    if let Some(word) = tag.strip_prefix(['!', '?']) {
        return starts_with_word(word, &["doctype", "xml", "html"]);
    }
    let tag = tag.strip_prefix('/').unwrap_or(tag);
    starts_with_word(tag, &["html", "head", "body", "title", "meta", "link", "script", "style", "base"])
        || starts_with_word(tag, BLOCKS)
}

const BLOCKS: &[&str] = &[
    "p",
    "div",
    "article",
    "section",
    "main",
    "header",
    "nav",
    "h1",
    "h2",
    "h3",
    "ul",
    "ol",
    "table",
    "figure",
    "blockquote",
    "center",
    "font",
    "noscript",
];

fn starts_with_word(text: &str, words: &[&str]) -> bool {
    let text = text.as_bytes();
    let length = text.iter().take(12).take_while(|b| b.is_ascii_alphanumeric()).count();
    // "<p" at the end of a cut page is no tag, nor is "<p@example.org>".
    let ends = text.get(length).is_some_and(|b| b.is_ascii_whitespace() || matches!(b, b'>' | b'/' | b':'));
    ends && words.iter().any(|word| word.as_bytes().eq_ignore_ascii_case(&text[..length]))
}

/// How many tags there are that scrapes and Markdown do not have.
struct Tags {
    blocks: usize,
    closed: usize,
}

impl Tags {
    fn count(sample: &[u8]) -> Tags {
        let mut tags = Tags { blocks: 0, closed: 0 };
        for at in memchr::memchr_iter(b'<', sample) {
            let rest = &sample[at + 1..sample.len().min(at + 16)];
            let (closing, name) = rest.strip_prefix(b"/").map_or((false, rest), |name| (true, name));
            let Some(name) = name.utf8_chunks().next().map(|chunk| chunk.valid()) else { continue };
            if starts_with_word(name, BLOCKS) {
                *(if closing { &mut tags.closed } else { &mut tags.blocks }) += 1;
            }
        }
        tags
    }
}
