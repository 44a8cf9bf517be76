//! Cuts a page without markup into lines, and hard-wrapped lines into the paragraphs they were.
//!
//! Every line knows where each of its words stands in the page, whatever was folded or left out.
use std::ops::Range;

use super::marks::{self, Mark};
use super::shape;
use crate::doc::Text;

/// A line, or the lines that make one paragraph.
#[derive(Debug, Default)]
pub(super) struct Line {
    /// Its words: white space folded, Markdown's marks left out.
    pub text: String,
    /// Where the bytes of `text` stand in the page, in order: (bytes of text, range in the page).
    pieces: Vec<(u32, Range<u32>)>,
    /// True if an empty line stands above.
    pub gap: bool,
    /// What Markdown says it is.
    pub mark: Mark,
    /// Where it leads, if all of it is a link.
    pub link: Option<String>,
    /// Its width in characters, as it stands in the page.
    width: usize,
    /// True if it begins further in than the page's margin.
    indented: bool,
}

impl Line {
    /// Appends words that stand at `page`.
    pub fn push(&mut self, words: &str, page: Range<usize>) {
        if words.is_empty() {
            return;
        }
        self.text.push_str(words);
        let (len, page) = (words.len() as u32, page.start as u32..page.end as u32);
        match self.pieces.last_mut() {
            Some((last, at))
                if *last == at.len() as u32 && len == page.len() as u32 && at.end == page.start =>
            {
                *last += len;
                at.end = page.end;
            }
            _ => self.pieces.push((len, page)),
        }
    }

    /// The byte range in the page of a range of the words.
    pub fn page(&self, words: Range<usize>) -> Range<usize> {
        let (mut at, mut start, mut end) = (0, None, 0);
        for (len, page) in &self.pieces {
            let (from, to) = (at, at + *len as usize);
            at = to;
            if to <= words.start || from >= words.end {
                continue;
            }
            let exact = page.len() == *len as usize;
            let skip = if exact { words.start.saturating_sub(from) } else { 0 };
            let cut = if exact { to.saturating_sub(words.end) } else { 0 };
            start.get_or_insert(page.start as usize + skip);
            end = page.end as usize - cut;
        }
        start.unwrap_or(end)..end
    }

    /// Appends a range of the words to the document's text.
    pub fn write(&self, words: Range<usize>, to: &mut Text) {
        let mut at = 0;
        for (len, page) in &self.pieces {
            let (from, until) = (at, at + *len as usize);
            at = until;
            let (first, last) = (from.max(words.start), until.min(words.end));
            if first >= last {
                continue;
            }
            let page = page.start as usize..page.end as usize;
            let exact = page.len() == *len as usize;
            let page = if exact { page.start + first - from..page.end - (until - last) } else { page };
            to.push(&self.text[first..last], page);
        }
    }

    fn join(&mut self, next: Line) {
        let end = self.pieces.last().map_or(0, |p| p.1.end);
        let open = next.pieces.first().map_or(end, |p| p.1.start);
        // "well-\nknown" is one word; whether the hyphen is the printer's cannot be told.
        let hyphen = self.text.ends_with('-')
            && self.text.chars().nth_back(1).is_some_and(char::is_alphabetic)
            && next.text.starts_with(char::is_lowercase);
        if !hyphen {
            self.push(" ", end as usize..open as usize);
        }
        self.text.push_str(&next.text);
        self.pieces.extend(next.pieces);
        self.width = next.width;
        self.link = None;
    }
}

/// No more lines are read: a line takes some 300 bytes, and a page of 64 MB can have 32 million.
pub(super) const MOST: usize = 200_000;

/// The lines of a page that are not empty, and whether there are more than [`MOST`] of them.
pub(super) fn read(page: &str) -> (Vec<Line>, bool) {
    let mut lines: Vec<Line> = Vec::new();
    let (mut gap, mut at) = (false, 0);
    for raw in page.split_inclusive(['\n', '\r', '\u{2028}', '\u{2029}', '\u{c}']) {
        let start = at;
        at += raw.len();
        let words = raw.trim_matches(is_blank);
        if words.is_empty() {
            // The second half of "\r\n" is no empty line.
            gap |= !(raw == "\n" && page[..start].ends_with('\r'));
            continue;
        }
        let indent = raw.len() - raw.trim_start_matches(is_blank).len();
        let mut line = marks::read(words, start + indent, lines.last_mut().filter(|_| !gap));
        if line.text.is_empty() && line.mark == Mark::Text {
            gap = true;
            continue;
        }
        line.gap = gap || lines.is_empty();
        line.width = indent + words.chars().count();
        line.indented = indent >= 2;
        lines.push(line);
        gap = false;
        if lines.len() == MOST {
            break;
        }
    }
    let cut = lines.len() == MOST;
    (unwrap(lines), cut)
}

fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{feff}' | '\u{200b}' | '\0')
}

/// Joins the lines of a page that was wrapped at a fixed width.
fn unwrap(lines: Vec<Line>) -> Vec<Line> {
    let Some(width) = wrap_width(&lines) else { return lines };
    let mut joined: Vec<Line> = Vec::new();
    for line in lines {
        match joined.last_mut() {
            Some(last) if continues(last, &line, width) => last.join(line),
            _ => joined.push(line),
        }
    }
    joined
}

/// A line goes on in the next one if the next one's first word had no room on it.
fn continues(line: &Line, next: &Line, width: usize) -> bool {
    // Ragged wrapping, and characters that were two columns wide or two characters long.
    const SLACK: usize = 5;
    let first = next.text.split(' ').next().map_or(0, |word| word.chars().count());
    // Some break a line early; sentences go on in lower case.
    let goes_on = next.text.starts_with(char::is_lowercase) && !shape::ends_sentence(&line.text);
    !next.gap
        && !next.indented
        && next.mark == Mark::Text
        && !matches!(line.mark, Mark::Heading(_) | Mark::Rule | Mark::Image)
        && (line.width + 1 + first + SLACK >= width || (goes_on && line.width * 2 >= width))
}

/// The width at which the page was wrapped, if it was.
///
/// Wrapped prose has many lines that are almost as long as the longest and stop in mid-sentence; a page with
/// one paragraph a line has lines of any length, and they end where sentences end.
fn wrap_width(lines: &[Line]) -> Option<usize> {
    const WIDEST: usize = 110;
    const NARROWEST: usize = 40;
    let followed: Vec<(&Line, &Line)> = lines
        .windows(2)
        .map(|pair| (&pair[0], &pair[1]))
        .filter(|(_, next)| !next.gap && next.mark == Mark::Text)
        .collect();
    let mut widths: Vec<usize> = followed.iter().map(|(line, _)| line.width).collect();
    widths.sort_unstable();
    // A few lines are longer: addresses, unbreakable words.
    let width = *widths.get((widths.len() * 97 / 100).min(widths.len().checked_sub(1)?))?;
    if followed.len() < 4 || !(NARROWEST..=WIDEST).contains(&width) {
        return None;
    }
    let torn = followed
        .iter()
        .filter(|(line, _)| line.width * 10 >= width * 8 && !shape::ends_sentence(&line.text))
        .count();
    // Headlines over ages and names over names are as even as wrapped lines; but no sentence runs through them.
    let run_on = followed.iter().filter(|(_, next)| next.text.starts_with(char::is_lowercase)).count();
    let long = lines.iter().filter(|line| line.width > WIDEST).count();
    (torn * 2 >= followed.len() && run_on * 4 >= followed.len() && long * 10 <= lines.len()).then_some(width)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(page: &str, expected: &[&str]) {
        let (lines, _) = read(page);
        let texts: Vec<&str> = lines.iter().map(|line| line.text.as_str()).collect();
        assert_eq!(texts, expected, "{page}");
        for line in &lines {
            let mut text = Text::default();
            line.write(0..line.text.len(), &mut text);
            assert_eq!(text.as_str(), line.text);
        }
    }

    #[test]
    fn wrapped_lines_are_joined_and_others_are_not() {
        check(
            "The harbour of Almer was opened again on Monday after a storm\n\
             had closed it for eleven days, and the first of the ferries\n\
             left for the islands at noon with some two hundred people\n\
             on board, most of them islanders who had waited in tents.\n\
             \n\
             A second ferry was to follow in the evening, if the wind was\n\
             to allow it.\n",
            &[
                "The harbour of Almer was opened again on Monday after a storm had closed it for eleven days, and \
                 the first of the ferries left for the islands at noon with some two hundred people on board, most \
                 of them islanders who had waited in tents.",
                "A second ferry was to follow in the evening, if the wind was to allow it.",
            ],
        );
        check(
            "World\nPort reopens\nBy Ana Ruiz\nThe port is open.\n",
            &["World", "Port reopens", "By Ana Ruiz", "The port is open."],
        );
        check("a\r\nb\r\n\r\nc\u{a0}  d", &["a", "b", "c d"]);
    }

    #[test]
    fn folded_words_lead_back_to_the_page() {
        let page = "x\n  The   **port** of [Almer](http://a.example/b) is open";
        let (lines, _) = read(page);
        let line = &lines[1];
        assert_eq!(line.text, "The port of Almer is open");
        let at = line.text.find("Almer").unwrap();
        assert_eq!(&page[line.page(at..at + 5)], "Almer");
        assert_eq!(&page[line.page(0..line.text.len())], page[4..].to_owned());
        let mut text = Text::default();
        line.write(at..at + 8, &mut text);
        assert_eq!(text.as_str(), "Almer is");
        assert_eq!(&page[text.page_range(crate::doc::Span::new(0, 5)).unwrap()], "Almer");
    }
}
