use super::body;
use crate::doc::Document;

/// Headline and body as plain text, a blank line between paragraphs.
pub fn text(doc: &Document) -> String {
    let headline = doc.article.as_ref().and_then(|a| a.headline.as_ref()).map(|h| h.value.as_str());
    let parts = [headline.unwrap_or(""), &body(doc)].map(str::to_owned);
    let mut out = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n\n");
    out.push('\n');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_headline_comes_first_and_the_byline_is_no_text() {
        let text = text(&super::super::sample());
        assert!(text.starts_with("Port of Almer reopens\n\nThe port of Almer"), "{text}");
        assert!(!text.contains("By Ana Ruiz"), "{text}");
    }
}
