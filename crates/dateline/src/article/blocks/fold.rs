//! White space and what nobody sees, as a browser shows them.
use std::ops::Range;

use crate::doc::Text;

/// Appends `words` with runs of white space folded to one space; a run at the start is dropped, one at the end kept
/// in `gap` until more words come.
pub(in crate::article) fn push_folded(
    words: &str,
    page: Range<usize>,
    text_start: usize,
    gap: &mut Option<Range<usize>>,
    text: &mut Text,
) {
    let verbatim = words.len() == page.len();
    let at = |offset: usize| if verbatim { page.start + offset } else { page.start };
    let until = |offset: usize| if verbatim { page.start + offset } else { page.end };
    let mut run = 0;
    let mut chars = words.char_indices().peekable();
    while let Some((i, c)) = chars.next() {
        let after = i + c.len_utf8();
        if is_space(c) {
            // A single blank inside a line is kept as it is.
            let single = c == ' '
                && gap.is_none()
                && i > run
                && chars.peek().is_some_and(|(_, next)| !is_space(*next) && !is_invisible(*next));
            if single {
                continue;
            }
            if run < i {
                text.push(&words[run..i], at(run)..until(i));
            }
            let start = gap.take().map_or(at(i), |g| g.start);
            *gap = Some(start..until(after));
            run = after;
        } else if is_invisible(c) {
            if run < i {
                text.push(&words[run..i], at(run)..until(i));
            }
            run = after;
        } else if let Some(range) = gap.take()
            && text.len() > text_start
        {
            text.push(" ", range);
        }
    }
    if run < words.len() {
        text.push(&words[run..], at(run)..until(words.len()));
    }
}

fn is_space(c: char) -> bool {
    c.is_whitespace()
}

/// Zero-width characters and other marks that no reader sees.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}' | '\u{2060}' | '\u{feff}' | '\u{200e}' | '\u{200f}' | '\0'..='\x08' | '\x0e'..='\x1f' | '\x7f')
}
