//! A page: the feeds that its head names.
use dateline::read::Markup;
use dateline::read::html::{self, Tag, decode};

use super::xml::root;
use super::{Discovery, Form, Source};

pub(super) fn read(text: &str, markup: Markup, found: &mut Discovery) {
    let start = text.trim_start();
    // Markup that is no HTML is none that is known here.
    let is_html = markup == Markup::Html
        && (!start.starts_with("<?xml") || root(text).is_some_and(|root| root.eq_ignore_ascii_case("html")));
    if start.starts_with('<') && !is_html {
        return;
    }
    found.form = Form::Page;
    if !is_html {
        return;
    }
    let dom = html::parse(text);
    for node in dom.all().filter(|node| dom.is(*node, Tag::Link)) {
        let attribute = |name| dom.attr(text, node, name).map(|value| decode(value.trim()).into_owned());
        let rel = attribute("rel").unwrap_or_default().to_ascii_lowercase();
        let kind = attribute("type").unwrap_or_default().to_ascii_lowercase();
        let is_feed =
            matches!(kind.as_str(), "application/rss+xml" | "application/atom+xml" | "application/feed+json");
        if let Some(url) =
            attribute("href").filter(|_| is_feed && rel.split_whitespace().any(|r| r == "alternate"))
        {
            found.sources.push(Source { url, updated: None, title: attribute("title") });
        }
    }
}
