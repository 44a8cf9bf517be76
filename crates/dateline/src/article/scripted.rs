//! Articles that a page keeps in its scripts: as `articleBody` in JSON-LD, or as HTML in a string that a script
//! would show. Only where the page itself shows little.
use std::ops::Range;

use memchr::memchr2_iter;

use super::blocks::Blocks;
use super::body::{self, Body, View};
use super::classes::Classified;
use super::jsonld::unescape;
use super::{Rules, meta::Meta};
use crate::read::html::{self, Dom, Tag};

/// A page that shows more running text than this, in bytes, is read as it is shown.
const LITTLE: usize = 600;

/// An `articleBody` counts if it is this many times as long as what the page shows: else the two differ in what
/// they take for the article, and what readers saw is right.
const FAR_LONGER: f32 = 2.2;

/// Strings shorter than this are no articles.
const SHORTEST: usize = 500;

/// An article out of a script, as a page of its own.
pub(super) struct Scripted {
    html: String,
    /// Where the string stands in the page; what is inside leads back to the whole of it.
    pub string: Range<usize>,
    /// The rule that found it.
    pub rule: &'static str,
}

/// The article in the page's scripts, if `shown`, the bytes of body that the page shows, are few beside it.
pub(super) fn find(view: &View<'_>, meta: &Meta, shown: usize) -> Option<Scripted> {
    if let Some((start, end)) = meta.posting.body {
        let string = start as usize..end as usize;
        let html = as_html(&unescape(&view.page[string.clone()]));
        if string.len() >= SHORTEST && running_bytes(&html) as f32 > shown.max(200) as f32 * FAR_LONGER {
            return Some(Scripted { html: framed(&html), string, rule: "article/json-ld-body" });
        }
    }
    if shown > LITTLE {
        return None;
    }
    let scripts = view.dom.all().filter(|n| view.dom.is(*n, Tag::Script));
    let strings = scripts
        .filter_map(|script| view.dom.children(script).next())
        .flat_map(|text| long_strings(view.page, view.dom.page_range(text)));
    let read = strings.filter_map(|string| {
        let words = unescape(&view.page[string.clone()]);
        let words =
            if words.contains("\\u003c") { unescape(&words).into_owned() } else { words.into_owned() };
        let bytes = if words.contains("<p") { running_bytes(&words) } else { 0 };
        (bytes > shown.max(SHORTEST)).then_some((bytes, words, string))
    });
    // Of two that are as long the first is as good.
    let (_, words, string) = read.reduce(|best, other| if other.0 > best.0 { other } else { best })?;
    Some(Scripted { html: framed(&words), string, rule: "article/script-body" })
}

impl Scripted {
    /// Reads the article, and gives it to `take`.
    pub fn read(&self, rules: &Rules, authors: &[&str], explain: bool, take: impl FnOnce(&View<'_>, Body)) {
        let dom = html::parse(&self.html);
        let classes = Classified::classify(&rules.classes, &self.html, &dom);
        let blocks = Blocks::cut(&self.html, &dom, &classes);
        let view = View { page: &self.html, dom: &dom, classes: &classes, blocks: &blocks, explain };
        let found = body::find_below(rules, &view, None, authors);
        take(&view, found);
    }
}

/// The parts of an article in one element, which can be its region.
fn framed(html: &str) -> String {
    format!("<article>{html}</article>")
}

/// Plain text as HTML: a paragraph a line.
fn as_html(words: &str) -> String {
    let decoded = if words.contains("&lt;p") { html::decode(words) } else { words.into() };
    let marked = ["<p", "<div", "<br"].iter().any(|tag| decoded.contains(tag));
    if marked { decoded.into_owned() } else { decoded.replace('\n', "<br><br>") }
}

/// The bytes of running text in a piece of HTML.
fn running_bytes(html: &str) -> usize {
    let dom: Dom = html::parse(html);
    Blocks::cut(html, &dom, &Classified::default()).blocks.iter().map(|b| b.running_text() as usize).sum()
}

/// The long string literals of a script, without their quotation marks.
fn long_strings(page: &str, script: Range<usize>) -> Vec<Range<usize>> {
    let bytes = &page.as_bytes()[..script.end];
    let mut found = Vec::new();
    let mut start: Option<usize> = None;
    let mut escaped = usize::MAX;
    for at in memchr2_iter(b'"', b'\\', &bytes[script.start..]).map(|i| i + script.start) {
        if at == escaped {
            continue;
        }
        match (bytes[at], start) {
            (b'\\', _) => escaped = at + 1,
            (_, None) => start = Some(at + 1),
            (_, Some(first)) => {
                if at - first >= SHORTEST {
                    found.push(first..at);
                }
                start = None;
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_strings_end_at_a_quotation_mark_without_a_backslash() {
        let long = "x".repeat(SHORTEST);
        let page = format!(r#"<script>a("no", "{long}\" \\", 'b')</script>"#);
        let found = long_strings(&page, 8..page.len() - 9);
        assert_eq!(found.len(), 1);
        assert_eq!(&page[found[0].clone()], format!(r#"{long}\" \\"#));
    }
}
