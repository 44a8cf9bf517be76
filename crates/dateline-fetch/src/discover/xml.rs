//! XML that may be broken, piece by piece.
//!
//! Parsers of XML stop at the first mistake, as they must. Feeds have many: references of HTML, a bare `&` or `<`, a `CDATA`
//! that never ends, an end that was lost. Here each costs no more than the place where it stands. Entities that a file
//! defines are not known, so that none can grow.
use std::borrow::Cow;

use dateline::read::html::decode;

/// A piece of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Piece<'a> {
    /// `<name attribute="value">`
    Open(Tag<'a>),
    /// Text, references resolved; that of a `CDATA` as it is.
    Text(Cow<'a, str>),
    /// `</name>`, and the end of `<name/>`.
    Close(&'a str),
}

/// A tag that opens an element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Tag<'a> {
    /// With its prefix.
    pub name: &'a str,
    rest: &'a str,
}

/// The pieces of a text, each with the place where it begins.
pub(super) struct Pieces<'a> {
    text: &'a str,
    at: usize,
    closing: Option<(usize, &'a str)>,
    /// What was wrong, and where.
    pub faults: Vec<(usize, &'static str)>,
    /// Ends that stand nowhere in what is left, so that they are looked for once.
    missing: Vec<&'static str>,
}

/// As many as are waiting to be taken at most: more than are ever told.
const MOST_FAULTS: usize = 200;

/// The name of the first element.
pub(super) fn root(text: &str) -> Option<&str> {
    Pieces::new(text).find_map(|(_, piece)| match piece {
        Piece::Open(tag) => Some(tag.name),
        _ => None,
    })
}

impl<'a> Pieces<'a> {
    pub fn new(text: &'a str) -> Pieces<'a> {
        Pieces { text, at: 0, closing: None, faults: Vec::new(), missing: Vec::new() }
    }

    /// The text up to `end`, which is passed over; none if it does not come.
    fn until(&mut self, from: usize, end: &'static str) -> Option<&'a str> {
        if self.missing.contains(&end) {
            return None;
        }
        let Some(length) = self.text[from..].find(end) else {
            self.missing.push(end);
            return None;
        };
        self.at = from + length + end.len();
        Some(&self.text[from..from + length])
    }

    fn fault(&mut self, at: usize, message: &'static str) {
        // A file of nothing but faults must not fill the memory with them.
        if self.faults.len() < MOST_FAULTS {
            self.faults.push((at, message));
        }
    }

    /// What begins with `<` at `start`; none if it says nothing, or if it is text after all.
    fn markup(&mut self, start: usize) -> Option<Piece<'a>> {
        let rest = &self.text[start..];
        if let Some(inside) = rest.strip_prefix("<![CDATA[") {
            let from = self.text.len() - inside.len();
            // One that begins inside of another shows that the first was never ended.
            return match self.until(from, "]]>") {
                Some(words) if !words.contains("<![CDATA[") => Some(Piece::Text(Cow::Borrowed(words))),
                _ => {
                    self.at = from;
                    self.fault(start, "a CDATA is not ended; what it holds was read as if it were not there");
                    None
                }
            };
        }
        if rest.starts_with("<!--") {
            if self.until(start + 4, "-->").is_none() {
                self.at = start + 4;
                self.fault(start, "a comment is not ended; it was read as text");
            }
            return None;
        }
        if rest.starts_with("<?") || rest.starts_with("<!") {
            let end = if rest.starts_with("<?") { "?>" } else { doctype_end(rest) };
            if self.until(start + 2, end).is_none() {
                self.at = start + 2;
                self.fault(start, "a declaration is not ended; it was read as text");
            }
            return None;
        }
        self.tag(start)
    }

    fn tag(&mut self, start: usize) -> Option<Piece<'a>> {
        let rest = &self.text[start + 1..];
        let closes = rest.starts_with('/');
        let rest = &rest[usize::from(closes)..];
        let name = &rest[..rest.find(|c: char| !is_name(c)).unwrap_or(rest.len())];
        if !name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_') {
            self.at = start + 1;
            return Some(Piece::Text(Cow::Borrowed("<")));
        }
        let from = self.text.len() - rest.len() + name.len();
        let (inside, next) = match tag_end(&self.text[from..]) {
            End::Closed(length) => (&self.text[from..from + length], from + length + 1),
            End::Interrupted(length) => {
                self.fault(start, "a tag is not ended before the next begins");
                (&self.text[from..from + length], from + length)
            }
            End::Missing => {
                self.fault(start, "it is cut off inside of a tag");
                self.at = self.text.len();
                return None;
            }
        };
        self.at = next;
        if closes {
            return Some(Piece::Close(name));
        }
        if inside.trim_end().ends_with('/') {
            self.closing = Some((start, name));
        }
        Some(Piece::Open(Tag { name, rest: inside }))
    }
}

impl<'a> Iterator for Pieces<'a> {
    type Item = (usize, Piece<'a>);

    fn next(&mut self) -> Option<(usize, Piece<'a>)> {
        if let Some((at, name)) = self.closing.take() {
            return Some((at, Piece::Close(name)));
        }
        while self.at < self.text.len() {
            let start = self.at;
            let rest = &self.text[start..];
            let length = rest.find('<').unwrap_or(rest.len());
            if length > 0 {
                self.at += length;
                return Some((start, Piece::Text(decode(&rest[..length]))));
            }
            if let Some(piece) = self.markup(start) {
                return Some((start, piece));
            }
        }
        None
    }
}

impl<'a> Tag<'a> {
    /// The value of an attribute, named with its prefix.
    pub fn attribute(&self, name: &str) -> Option<Cow<'a, str>> {
        self.attributes().find(|(n, _)| *n == name).map(|(_, value)| value)
    }

    /// Names and values, whether in quotes or not.
    pub fn attributes(&self) -> impl Iterator<Item = (&'a str, Cow<'a, str>)> + use<'a> {
        let mut rest = self.rest;
        std::iter::from_fn(move || {
            loop {
                rest = rest.trim_start_matches(|c: char| !is_name(c));
                if rest.is_empty() {
                    return None;
                }
                let (name, behind) = rest.split_at(rest.find(|c: char| !is_name(c)).unwrap_or(rest.len()));
                rest = behind.trim_start();
                let Some(value) = rest.strip_prefix('=').map(str::trim_start) else { continue };
                let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''));
                let (value, behind) = match quote {
                    Some(quote) => value[1..].split_once(quote).unwrap_or((&value[1..], "")),
                    None => value.split_at(value.find(char::is_whitespace).unwrap_or(value.len())),
                };
                rest = behind;
                return Some((name, decode(value)));
            }
        })
    }
}

enum End {
    /// At a `>`.
    Closed(usize),
    /// At the `<` of the next tag.
    Interrupted(usize),
    Missing,
}

/// The end of a tag, from behind its name; a `>` in quotes is none.
fn tag_end(text: &str) -> End {
    let bytes = text.as_bytes();
    let (mut at, mut value) = (0, false);
    while at < bytes.len() {
        match bytes[at] {
            b'>' => return End::Closed(at),
            b'<' => return End::Interrupted(at),
            quote @ (b'"' | b'\'') if value => {
                let inside = &bytes[at + 1..];
                let length = inside.iter().position(|b| *b == quote || *b == b'<').unwrap_or(inside.len());
                if inside.get(length) == Some(&quote) {
                    at += length + 1;
                }
                // Else it was never ended: the tag ends where it would without quotes.
                value = false;
            }
            b'=' => value = true,
            b if b.is_ascii_whitespace() => {}
            _ => value = false,
        }
        at += 1;
    }
    End::Missing
}

/// A document type with declarations of its own ends behind them.
fn doctype_end(rest: &str) -> &'static str {
    // No document type of a feed is longer; and a file of such beginnings must not be searched to its end for each.
    let mark = rest.bytes().take(4096).find(|b| matches!(b, b'[' | b'>'));
    if mark == Some(b'[') { "]>" } else { ">" }
}

fn is_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, ':' | '_' | '-' | '.') || !c.is_ascii()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str], faults: &[usize]) {
        let mut pieces = Pieces::new(text);
        let found: Vec<String> = pieces
            .by_ref()
            .map(|(_, piece)| match piece {
                Piece::Open(tag) => {
                    let attributes: Vec<_> = tag.attributes().map(|(n, v)| format!(" {n}={v}")).collect();
                    format!("<{}{}>", tag.name, attributes.concat())
                }
                Piece::Text(text) => text.into_owned(),
                Piece::Close(name) => format!("</{name}>"),
            })
            .collect();
        assert_eq!(found, expected, "{text}");
        assert_eq!(pieces.faults.iter().map(|(at, _)| *at).collect::<Vec<_>>(), faults, "{text}");
    }

    #[test]
    fn well_formed() {
        check(
            "<?xml version='1.0'?><!DOCTYPE rss [<!ENTITY a \"b\">]><!-- <no> --><a:b c=\"1>2\" d='&lt;&quot;'>x &amp; y</a:b>",
            &["<a:b c=1>2 d=<\">", "x & y", "</a:b>"],
            &[],
        );
        check("<a/><b c = '1' />", &["<a>", "</a>", "<b c=1>", "</b>"], &[]);
        check("<![CDATA[<b>&amp;]]>x", &["<b>&amp;", "x"], &[]);
        check("<a href=http://n.example/x?y=1&amp;z>", &["<a href=http://n.example/x?y=1&z>"], &[]);
    }

    #[test]
    fn what_html_would_take() {
        check("caf&eacute; AT&T &#8211; &bogus; 1 < 2", &["café AT&T – &bogus; 1 ", "<", " 2"], &[]);
    }

    #[test]
    fn breaks_cost_no_more_than_their_place() {
        check("<a><![CDATA[x</a><b>", &["<a>", "x", "</a>", "<b>"], &[3]);
        check("<a><![CDATA[x</a><b><![CDATA[y]]></b>", &["<a>", "x", "</a>", "<b>", "y", "</b>"], &[3]);
        check("<!-- x <a>", &[" x ", "<a>"], &[0]);
        check("<a <b>", &["<a>", "<b>"], &[0]);
        check("<a b=\"c><d>x\"", &["<a b=c>", "<d>", "x\""], &[]);
        check("<a>x</a", &["<a>", "x"], &[4]);
        check("<", &["<"], &[]);
        check("<?xml <a>", &["xml ", "<a>"], &[0]);
    }

    #[test]
    fn the_root_is_the_first_element() {
        assert_eq!(root("\n<?xml?><!-- <x> --><rss>"), Some("rss"));
        assert_eq!(root("x"), None);
    }
}
