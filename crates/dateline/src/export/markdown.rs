use std::fmt::Write as _;

use super::authors;
use crate::doc::{Document, ZoneKind};

/// The article as CommonMark: headline, byline and time, body, captions in italics.
pub fn markdown(doc: &Document) -> String {
    let mut out = String::new();
    let article = doc.article.as_ref();
    if let Some(headline) = article.and_then(|a| a.headline.as_ref()) {
        let _ = writeln!(out, "# {}\n", escape(&headline.value));
    }
    let published = article.and_then(|a| a.published.as_ref()).map(|p| p.value.to_string());
    let names = authors(doc).join(", ");
    let line = [names, published.unwrap_or_default()];
    let line: Vec<String> = line.iter().filter(|part| !part.is_empty()).map(|part| escape(part)).collect();
    if !line.is_empty() {
        let _ = writeln!(out, "{}\n", line.join(" · "));
    }
    let mut before = None;
    for zone in Document::items(&doc.zones) {
        let words = escape(doc.words(zone.span));
        // Items of one list stand together; anything else is set apart by a blank line.
        if before == Some(ZoneKind::ListItem) && zone.kind != ZoneKind::ListItem {
            out.push('\n');
        }
        let _ = match zone.kind {
            ZoneKind::Paragraph => writeln!(out, "{words}\n"),
            ZoneKind::Heading => writeln!(out, "## {words}\n"),
            ZoneKind::ListItem => writeln!(out, "- {words}"),
            ZoneKind::QuoteBlock => writeln!(out, "> {words}\n"),
            ZoneKind::Caption => writeln!(out, "*{words}*\n"),
            ZoneKind::Headline | ZoneKind::RelatedHeadline | ZoneKind::RelatedBlurb => continue,
        };
        before = Some(zone.kind);
    }
    let end = out.trim_end().len();
    out.truncate(end);
    out.push('\n');
    out
}

/// Escapes what Markdown would read as marks.
fn escape(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    for (i, c) in words.char_indices() {
        let marks = matches!(c, '*' | '_' | '`' | '[' | ']' | '<' | '\\')
            || (i == 0 && matches!(c, '#' | '>' | '-' | '+'));
        if marks {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_in_the_text_are_escaped() {
        assert_eq!(escape("- 2 * 3 [sic]"), "\\- 2 \\* 3 \\[sic\\]");
    }

    #[test]
    fn the_article_keeps_its_order() {
        let out = markdown(&super::super::sample());
        assert!(out.starts_with("# Port of Almer reopens\n\nAna Ruiz\n\nThe port"), "{out}");
    }
}
