//! The marks of Markdown in a line: headings, items, quotations, links, images, emphasis.
use super::lines::Line;

/// What the mark at the start of a line says it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Mark {
    /// There is none.
    #[default]
    Text,
    /// `#` to `######`, or underlined.
    Heading(u8),
    /// `-`, `*`, `•`, `1.`
    Item,
    /// `>`
    Quote,
    /// `![words](address)` and nothing else.
    Image,
    /// `---`, a row of a table.
    Rule,
}

/// Reads a line that stands at `base` in the page. An underline turns the line `above` into a heading.
pub(super) fn read(words: &str, base: usize, above: Option<&mut Line>) -> Line {
    let mut line = Line::default();
    if let Some(level) = underline(words) {
        line.mark = Mark::Rule;
        if let Some(above) = above.filter(|a| a.mark == Mark::Text && a.text.chars().count() <= 200) {
            // "-----" under a long sentence is a rule, not the mark of a heading.
            above.mark =
                if level == 1 || !above.text.ends_with('.') { Mark::Heading(level) } else { Mark::Text };
        }
        return line;
    }
    if words.starts_with('|') && words.ends_with('|') && words.len() > 1 {
        line.mark = Mark::Rule;
        return line;
    }
    let (mark, skip) = opening(words);
    line.mark = mark;
    inline(&words[skip..], base + skip, &mut line);
    line
}

/// "=====" and "-----": the level of the heading above.
fn underline(words: &str) -> Option<u8> {
    let first = words.chars().next()?;
    let bare = words.trim_matches(|c| c == first || c == ' ');
    match first {
        '=' if bare.is_empty() && words.len() >= 3 => Some(1),
        '-' | '*' | '_' if bare.is_empty() && words.len() >= 3 => Some(2),
        _ => None,
    }
}

/// The mark at the start of a line, and its length with the spaces after it.
fn opening(words: &str) -> (Mark, usize) {
    let spaces = |at: usize| at + words[at..].len() - words[at..].trim_start().len();
    let hashes = words.bytes().take_while(|b| *b == b'#').count();
    if (1..=6).contains(&hashes) && words[hashes..].starts_with(' ') {
        return (Mark::Heading(hashes as u8), spaces(hashes));
    }
    if words.starts_with('>') {
        let bare = words.trim_start_matches(['>', ' ']);
        return (Mark::Quote, words.len() - bare.len());
    }
    for bullet in ["- ", "* ", "+ ", "• ", "· ", "‣ ", "▪ ", "– "] {
        if words.starts_with(bullet) {
            return (Mark::Item, spaces(bullet.len()));
        }
    }
    let digits = words.bytes().take_while(u8::is_ascii_digit).count();
    if (1..=2).contains(&digits) && (words[digits..].starts_with(". ") || words[digits..].starts_with(") ")) {
        // The number is kept: "5. September 2023" is no fifth item, and no month is known here.
        return (Mark::Item, 0);
    }
    (Mark::Text, 0)
}

/// Appends the words without links' addresses, images and emphasis, their white space folded.
fn inline(words: &str, base: usize, line: &mut Line) {
    let links = Links::of(words);
    let emphasis = words.matches('*').count().is_multiple_of(2);
    let mut chars = words.char_indices().peekable();
    // The run of plain words not yet written.
    let mut from = 0;
    let mut skip_to = 0;
    let mut image = false;
    let mut outer: Option<(usize, usize, &str)> = None;
    let flush = |line: &mut Line, from: usize, to: usize| {
        if from < to {
            fold(&words[from..to], base + from, line);
        }
    };
    while let Some((i, c)) = chars.next() {
        if i < skip_to {
            continue;
        }
        match c {
            '!' if words[i + 1..].starts_with('[') => {
                if let Some(link) = links.open(i + 1) {
                    flush(line, from, i);
                    image = true;
                    line.link.get_or_insert_with(|| words[link.address.0..link.address.1].to_owned());
                    if outer.is_none() && link.end == words.len() && i == 0 {
                        // The words of a picture are its caption, or say what is on it.
                        fold(&words[i + 2..link.close], base + i + 2, line);
                    }
                    (from, skip_to) = (link.end, link.end);
                }
            }
            '[' => {
                if let Some(link) = links.open(i) {
                    flush(line, from, i);
                    from = i + 1;
                    outer = Some((i, link.end, &words[link.address.0..link.address.1]));
                }
            }
            ']' => {
                if let Some(link) = links.close(i) {
                    flush(line, from, i);
                    (from, skip_to) = (link.end, link.end);
                }
            }
            '*' if emphasis && is_emphasis(words, i, '*') => {
                flush(line, from, i);
                from = i + 1;
            }
            '_' if is_emphasis(words, i, '_') => {
                flush(line, from, i);
                from = i + 1;
            }
            '\\' if words[i + 1..].starts_with(|c: char| c.is_ascii_punctuation()) => {
                flush(line, from, i);
                from = i + 1;
                chars.next();
            }
            _ => {}
        }
    }
    flush(line, from, words.len());
    if image
        && outer.is_none_or(|(start, end, _)| start == 0 && end == words.len())
        && line.mark == Mark::Text
    {
        let whole = words.starts_with("![") && links.open(1).is_some_and(|l| l.end == words.len());
        if whole || line.text.is_empty() {
            line.mark = Mark::Image;
            return;
        }
    }
    line.link =
        outer.filter(|(start, end, _)| *start == 0 && *end == words.len()).map(|(.., to)| to.to_owned());
}

/// A star or underscore with a word on one side and none on the other.
fn is_emphasis(words: &str, at: usize, mark: char) -> bool {
    // No more than three marks stand together.
    let before = words[..at].chars().rev().take(3).find(|c| *c != mark);
    let after = words[at + 1..].chars().take(3).find(|c| *c != mark);
    let joined = |c: Option<char>| c.is_some_and(|c| !c.is_whitespace());
    let word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    (joined(before) || joined(after)) && !(word(before) && word(after))
}

/// Appends words with each run of white space as one space.
fn fold(words: &str, base: usize, line: &mut Line) {
    let mut at = 0;
    for word in words.split(char::is_whitespace) {
        if !word.is_empty() {
            line.push(word, base + at..base + at + word.len());
        }
        at += word.len();
        let Some(space) = words[at..].chars().next() else { break };
        if !line.text.is_empty() && !line.text.ends_with(' ') {
            line.push(" ", base + at..base + at + space.len_utf8());
        }
        at += space.len_utf8();
    }
}

/// The links of a line.
struct Links {
    links: Vec<Link>,
    /// (where its words close, index), in order.
    closes: Vec<(usize, usize)>,
}

#[derive(Clone, Copy)]
struct Link {
    open: usize,
    close: usize,
    address: (usize, usize),
    end: usize,
}

impl Links {
    fn of(words: &str) -> Links {
        let mut links = Vec::new();
        if !words.contains("](") {
            return Links { links, closes: Vec::new() };
        }
        let mut open = Vec::new();
        for (i, c) in words.char_indices() {
            match c {
                '[' => open.push(i),
                ']' => {
                    let Some(start) = open.pop() else { continue };
                    let Some(rest) = words[i + 1..].strip_prefix('(') else { continue };
                    // `(address "title")`; an address with a square bracket in it is none.
                    let Some(len) = rest.find([')', '[', ']']).filter(|n| rest[*n..].starts_with(')')) else {
                        continue;
                    };
                    let address = rest[..len].split_whitespace().next().unwrap_or("").len();
                    let from = i + 2;
                    links.push(Link {
                        open: start,
                        close: i,
                        address: (from, from + address),
                        end: from + len + 1,
                    });
                }
                _ => {}
            }
        }
        links.sort_by_key(|link| link.open);
        let mut closes: Vec<(usize, usize)> = links.iter().enumerate().map(|(i, l)| (l.close, i)).collect();
        closes.sort_unstable();
        Links { links, closes }
    }

    fn open(&self, at: usize) -> Option<Link> {
        self.links.binary_search_by_key(&at, |link| link.open).ok().map(|i| self.links[i])
    }

    fn close(&self, at: usize) -> Option<Link> {
        let found = self.closes.binary_search_by_key(&at, |close| close.0).ok()?;
        Some(self.links[self.closes[found].1])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(words: &str, mark: Mark, text: &str, link: Option<&str>) {
        let line = read(words, 0, None);
        assert_eq!((line.mark, line.text.as_str(), line.link.as_deref()), (mark, text, link), "{words}");
    }

    #[test]
    fn marks() {
        check("## Port *reopens*", Mark::Heading(2), "Port reopens", None);
        check("- a [ferry](/f) left", Mark::Item, "a ferry left", None);
        check("1. first", Mark::Item, "1. first", None);
        check("> We waited", Mark::Quote, "We waited", None);
        check("[Port reopens](https://a.example/p)", Mark::Text, "Port reopens", Some("https://a.example/p"));
        check("![The port. Photo: A. Ruiz](p.jpg)", Mark::Image, "The port. Photo: A. Ruiz", Some("p.jpg"));
        check("[![x](p.jpg)](/big)", Mark::Image, "", Some("p.jpg"));
        check("2 * 3 * 4 and snake_case [sic] (x)", Mark::Text, "2 * 3 * 4 and snake_case [sic] (x)", None);
        check("**Almer** -- the _port_", Mark::Text, "Almer -- the port", None);
        check("=====", Mark::Rule, "", None);
    }
}
