//! Words, numbers and marks of a sentence, each looked up once in the word classes.
use super::words::Words;
use crate::doc::Span;

/// The entry of a word that no class and no pattern knows.
pub(super) const UNKNOWN: u16 = 0;

/// A word, a number or a mark.
#[derive(Clone, Copy, Debug)]
pub(super) struct Token {
    /// Where it is in the document's text.
    pub span: Span,
    /// Its entry in the dictionary.
    pub entry: u16,
    /// What it is.
    pub shape: Shape,
    /// True if no space parts it from the token before.
    pub glued: bool,
    /// True if its first letter is a capital.
    pub capital: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// Letters; `ed` if it looks like a past form.
    Word { ed: bool },
    /// Figures, and how many of them; `plain` if they have neither comma nor point.
    Number { value: i64, digits: u8, plain: bool },
    /// Anything else.
    Mark,
}

/// The tokens of `span`.
pub(super) fn tokens(words: &Words, text: &str, span: Span, out: &mut Vec<Token>) {
    let mut lower = String::new();
    let part = span.of(text);
    let base = span.start as usize;
    let bytes = part.as_bytes();
    let (mut at, mut last_end) = (0, usize::MAX);
    while let Some(c) = part.get(at..).and_then(|rest| rest.chars().next()) {
        if c.is_whitespace() {
            at += c.len_utf8();
            continue;
        }
        let start = at;
        let (shape, entry);
        if c.is_ascii_digit() {
            let (end, value, digits, plain) = number(bytes, at);
            (at, entry) = (end, UNKNOWN);
            shape = Shape::Number { value, digits, plain };
        } else if c.is_alphabetic() {
            let rest = &part[at..];
            let mut end = at + rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len());
            // "a.m." and "p.m.", with or without the last stop.
            if end == at + 1 && matches!(bytes[at] | 32, b'a' | b'p') && is_half_day(&bytes[end..]) {
                end += 2 + usize::from(bytes.get(end + 2) == Some(&b'.'));
            }
            lower.clear();
            lower.extend(part[at..end].chars().flat_map(char::to_lowercase));
            entry = words.entry(&lower);
            shape = Shape::Word { ed: lower.len() > 3 && lower.ends_with("ed") };
            at = end;
        } else {
            at += c.len_utf8();
            entry = words.entry(&part[start..at]);
            shape = Shape::Mark;
        }
        out.push(Token {
            span: Span::new(base + start, base + at),
            entry,
            shape,
            glued: start == last_end,
            capital: c.is_uppercase(),
        });
        last_end = at;
    }
}

/// True for ".m" that ends a word.
fn is_half_day(rest: &[u8]) -> bool {
    rest.first() == Some(&b'.')
        && rest.get(1).is_some_and(|b| b | 32 == b'm')
        && !rest.get(2).is_some_and(u8::is_ascii_alphanumeric)
}

/// Reads "1990", "1,200" and "2.5": its end, its whole part, the count of its figures, and whether it is plain.
fn number(bytes: &[u8], start: usize) -> (usize, i64, u8, bool) {
    let (mut at, mut value, mut digits, mut plain) = (start, 0i64, 0u8, true);
    let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    loop {
        match bytes.get(at) {
            Some(b) if b.is_ascii_digit() => {
                value = value.saturating_mul(10).saturating_add(i64::from(b - b'0'));
                digits = digits.saturating_add(1);
                at += 1;
            }
            Some(b',') if (1..4).all(|n| digit(at + n)) && !digit(at + 4) => {
                plain = false;
                at += 1;
            }
            // "2.5", but not "5.9.2023".
            Some(b'.') if plain && digit(at + 1) => {
                let end = at + 1 + bytes[at + 1..].iter().take_while(|b| b.is_ascii_digit()).count();
                if bytes.get(end) == Some(&b'.') && digit(end + 1) {
                    break;
                }
                return (end, value, digits, false);
            }
            _ => break,
        }
    }
    (at, value, digits, plain)
}
