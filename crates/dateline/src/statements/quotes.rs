//! Where the text is quoted: marks of every style, left open, reopened, or missing.
use super::view::{Line, Word};

/// Words between quotation marks, by their indices.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Quotation {
    /// The first word inside.
    pub start: usize,
    /// Past the last word inside.
    pub end: usize,
    /// The zone, by its index.
    pub zone: usize,
    /// True if a mark closes it; false if its paragraph ends first.
    pub closed: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Style {
    Curly,
    Low,
    Guillemets,
    Straight,
    Apostrophes,
    Single,
    StraightSingle,
}

/// Finds the quotations, zone by zone, and marks the words in them.
pub(super) fn scan(words: &mut [Word], lines: &[Line]) -> Vec<Quotation> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(line) = lines.get(at) {
        let next = at + lines[at..].iter().take_while(|other| other.zone == line.zone).count();
        let end = lines.get(next - 1).map_or(line.end, |last| last.end);
        scan_zone(words, line.start, end, line.zone, &mut found);
        at = next;
    }
    found
}

fn scan_zone(words: &mut [Word], start: usize, end: usize, zone: usize, found: &mut Vec<Quotation>) {
    let mut open: Option<(Style, usize)> = None;
    let mut no_single = false;
    let mut straight = words[start..end].iter().filter(|word| word.is("\"")).count();
    let mut at = start;
    while at < end {
        straight -= usize::from(words[at].is("\""));
        let tight_left = at > start && words[at - 1].span.end == words[at].span.start;
        let tight_right = at + 1 < end && words[at + 1].span.start == words[at].span.end;
        match open {
            Some((style, from)) => {
                let reopens = opens(&words[at].lower, tight_left, tight_right) == Some(style)
                    && (style != Style::Straight || (!tight_left && tight_right));
                if reopens && !matches!(style, Style::Single | Style::StraightSingle) {
                    close(words, from, at, zone, false, found);
                    words[at].mark = true;
                    open = Some((style, at + 1));
                } else if closes(style, &words[at].lower) {
                    words[at].mark = true;
                    close(words, from, at, zone, true, found);
                    open = None;
                }
            }
            None => {
                let style = if words[at].is("\"") && tight_left {
                    // 'said," We are ready"' opens if another is to close it; 'ready".' does not open.
                    let word_behind = words.get(at + 1).is_some_and(Word::is_word);
                    (straight % 2 == 1 && (!tight_right || word_behind)).then_some(Style::Straight)
                } else {
                    opens(&words[at].lower, tight_left, tight_right)
                };
                if let Some(style) = style {
                    let single = matches!(style, Style::Single | Style::StraightSingle);
                    if single {
                        // A single mark may be an apostrophe: it opens only what another closes.
                        let end = (!no_single).then(|| single_end(words, at + 1, end)).flatten();
                        no_single = end.is_none();
                        if let Some(end) = end {
                            words[at].mark = true;
                            words[end].mark = true;
                            close(words, at + 1, end, zone, true, found);
                            at = end;
                        }
                    } else {
                        words[at].mark = true;
                        open = Some((style, at + 1));
                    }
                }
            }
        }
        at += 1;
    }
    if let Some((_, from)) = open {
        close(words, from, end, zone, false, found);
    }
}

fn close(
    words: &mut [Word],
    start: usize,
    end: usize,
    zone: usize,
    closed: bool,
    found: &mut Vec<Quotation>,
) {
    if start >= end {
        return;
    }
    found.push(Quotation { start, end, zone, closed });
    for word in &mut words[start..end] {
        word.quotation = found.len() as u32;
    }
}

fn opens(mark: &str, tight_left: bool, tight_right: bool) -> Option<Style> {
    match mark {
        "“" => Some(Style::Curly),
        "„" => Some(Style::Low),
        "«" => Some(Style::Guillemets),
        "\"" if tight_right || !tight_left => Some(Style::Straight),
        "''" | "``" if tight_right || !tight_left => Some(Style::Apostrophes),
        "‘" if tight_right && !tight_left => Some(Style::Single),
        "'" if tight_right && !tight_left => Some(Style::StraightSingle),
        _ => None,
    }
}

fn closes(style: Style, mark: &str) -> bool {
    match style {
        Style::Curly => matches!(mark, "”" | "\""),
        Style::Low => matches!(mark, "“" | "”"),
        Style::Guillemets => mark == "»",
        Style::Straight => matches!(mark, "\"" | "”"),
        Style::Apostrophes => matches!(mark, "''" | "\""),
        Style::Single | Style::StraightSingle => false,
    }
}

/// The single mark that closes what opened before `from`.
fn single_end(words: &[Word], from: usize, end: usize) -> Option<usize> {
    (from + 1..end).find(|&at| {
        let closes = matches!(words[at].lower.as_str(), "’" | "'");
        let tight_left = words[at - 1].span.end == words[at].span.start;
        let tight_right =
            at + 1 < end && words[at + 1].span.start == words[at].span.end && words[at + 1].is_word();
        closes && tight_left && !tight_right
    })
}
