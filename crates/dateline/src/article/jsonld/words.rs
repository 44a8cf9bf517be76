//! What a reader sees of a string of JSON-LD.
use std::borrow::Cow;

use crate::read::html;

/// The words of a string of JSON-LD: escapes and character references decoded, tags dropped, white space folded.
///
/// Publishers escape once, twice or not at all; the words never hold a reference or a tag of their own.
pub(in crate::article) fn words(raw: &str) -> String {
    let mut text: Cow<'_, str> = unescape(raw);
    for _ in 0..2 {
        if !text.contains('&') {
            break;
        }
        text = Cow::Owned(html::decode(&text).into_owned());
    }
    if text.contains('<') {
        text = Cow::Owned(without_tags(&text));
    }
    let mut out = String::with_capacity(text.len());
    for word in text.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty()) {
        if !out.is_empty() {
            out.push(' ');
        }
        out.extend(word.chars().filter(|c| !matches!(c, '\u{ad}' | '\u{200b}' | '\u{feff}' | '\u{2060}')));
    }
    out
}

fn without_tags(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(lt) = rest.find('<') {
        let after = rest[lt + 1..].chars().next();
        let tag = after.is_some_and(|c| c.is_ascii_alphabetic() || c == '/');
        out.push_str(&rest[..lt]);
        match rest[lt..].find('>').filter(|_| tag) {
            Some(gt) => {
                let inline = matches!(
                    rest.get(lt + 1..lt + 3),
                    Some("b>" | "i>" | "em" | "st" | "/b" | "/i" | "/e" | "/s")
                );
                if !inline {
                    out.push(' ');
                }
                rest = &rest[lt + gt + 1..];
            }
            None if tag => {
                rest = "";
            }
            None => {
                out.push('<');
                rest = &rest[lt + 1..];
            }
        }
    }
    out.push_str(rest);
    out
}

/// Decodes the escapes of JSON; what is none stays as it is.
pub(in crate::article) fn unescape(raw: &str) -> Cow<'_, str> {
    if !raw.contains('\\') {
        return Cow::Borrowed(raw);
    }
    let mut out = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(at) = rest.find('\\') {
        out.push_str(&rest[..at]);
        let mut chars = rest[at + 1..].chars();
        let Some(escape) = chars.next() else {
            rest = "";
            break;
        };
        rest = chars.as_str();
        match escape {
            'n' | 'r' => out.push('\n'),
            't' => out.push('\t'),
            'b' | 'f' => out.push(' '),
            'u' => {
                let Some(unit) = code_unit(rest) else { continue };
                rest = &rest[4..];
                let pair =
                    rest.strip_prefix("\\u").and_then(code_unit).filter(|low| (0xDC00..0xE000).contains(low));
                match (unit, pair) {
                    (0xD800..0xDC00, Some(low)) => {
                        rest = &rest[6..];
                        out.extend(char::from_u32(0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00)));
                    }
                    _ => out.extend(char::from_u32(unit)),
                }
            }
            other => out.push(other),
        }
    }
    out.push_str(rest);
    Cow::Owned(out)
}

fn code_unit(text: &str) -> Option<u32> {
    let digits = text.get(..4).filter(|d| d.bytes().all(|b| b.is_ascii_hexdigit()))?;
    u32::from_str_radix(digits, 16).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_as_readers_see_them() {
        assert_eq!(words(r"Fish &amp;amp; chips &#8211; <b>fried<\/b>"), "Fish & chips – fried");
        assert_eq!(words("3 < 4"), "3 < 4");
    }
}
