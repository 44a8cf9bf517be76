use std::ops::Range;

use super::Span;

/// The text of a page as a reader reads it, with the way back to the bytes that it was read from.
///
/// The text is built once by `article` and never changes.
#[derive(Clone, Debug, Default)]
pub struct Text {
    text: String,
    /// Runs in text order. A run whose two lengths are equal maps byte by byte; any other (an entity
    /// such as `&amp;`, folded white space) maps as a whole.
    runs: Vec<Run>,
}

#[derive(Clone, Copy, Debug)]
struct Run {
    text: u32,
    text_len: u32,
    page: u32,
    page_len: u32,
}

impl Text {
    /// The whole text.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The number of bytes.
    pub fn len(&self) -> usize {
        self.text.len()
    }

    /// True if there is no text.
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// Appends `words`, which stand at `page` in the decoded page.
    pub fn push(&mut self, words: &str, page: Range<usize>) {
        if words.is_empty() {
            return;
        }
        let run = Run {
            text: self.text.len() as u32,
            text_len: words.len() as u32,
            page: page.start as u32,
            page_len: page.len() as u32,
        };
        self.text.push_str(words);
        match self.runs.last_mut() {
            Some(last)
                if last.text_len == last.page_len
                    && run.text_len == run.page_len
                    && last.page + last.page_len == run.page
                    && last.text + last.text_len == run.text =>
            {
                last.text_len += run.text_len;
                last.page_len += run.page_len;
            }
            _ => self.runs.push(run),
        }
    }

    /// Appends `words` that stand nowhere in the page: the break between two paragraphs.
    pub fn push_break(&mut self, words: &str) {
        self.text.push_str(words);
    }

    /// Appends another text, with its way back to the page.
    pub fn append(&mut self, other: &Text) {
        let base = self.text.len() as u32;
        self.text.push_str(&other.text);
        self.runs.extend(other.runs.iter().map(|run| Run { text: run.text + base, ..*run }));
    }

    /// Shortens the text to `len` bytes, which must be a character boundary.
    pub fn truncate(&mut self, len: usize) {
        self.text.truncate(len);
        while let Some(run) = self.runs.last_mut() {
            if (run.text as usize) >= len {
                self.runs.pop();
                continue;
            }
            let keep = len as u32 - run.text;
            if keep < run.text_len {
                if run.text_len == run.page_len {
                    run.page_len = keep;
                }
                run.text_len = keep;
            }
            break;
        }
    }

    /// Where `span` stands in the decoded page; none for words that are not from the page.
    pub fn page_range(&self, span: Span) -> Option<Range<usize>> {
        let first = self.runs.partition_point(|r| r.text + r.text_len <= span.start);
        let past = self.runs.partition_point(|r| r.text < span.end);
        let (a, b) = (self.runs.get(first)?, self.runs.get(past.checked_sub(1)?)?);
        if past <= first {
            return None;
        }
        let start =
            if a.text_len == a.page_len { a.page + span.start.saturating_sub(a.text) } else { a.page };
        let end = if b.text_len == b.page_len {
            b.page + (span.end - b.text).min(b.page_len)
        } else {
            b.page + b.page_len
        };
        (start <= end).then_some(start as usize..end as usize)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_lead_back_to_the_page() {
        // "<p>Fish &amp;  chips"
        let mut text = Text::default();
        text.push("Fish ", 3..8);
        text.push("&", 8..13);
        text.push(" ", 13..15);
        text.push("chips", 15..20);
        assert_eq!(text.as_str(), "Fish & chips");
        assert_eq!(text.page_range(Span::new(0, 4)), Some(3..7));
        assert_eq!(text.page_range(Span::new(5, 6)), Some(8..13));
        assert_eq!(text.page_range(Span::new(7, 12)), Some(15..20));
        assert_eq!(text.page_range(Span::new(0, 12)), Some(3..20));
    }
}
