//! Decodes a page and keeps the way back to its bytes.
use encoding_rs::{CoderResult, Encoding, UTF_8, UTF_16BE, UTF_16LE};

use super::bytemap::{Builder, ByteMap};
use super::{Hints, charset};

/// Text, where it stood, and the charset that was used.
pub(super) struct Decoded {
    pub text: String,
    pub bytes: ByteMap,
    pub charset: &'static Encoding,
    /// How many characters could not be decoded.
    pub damaged: usize,
}

/// Decodes bytes in any charset. What cannot be decoded becomes U+FFFD.
pub(super) fn decode(bytes: &[u8], hints: &Hints) -> Decoded {
    let (marked, base) = match Encoding::for_bom(bytes) {
        Some((charset, length)) => (Some(charset), length),
        None => (charset::utf16_without_mark(bytes), 0),
    };
    let charset = match marked {
        Some(charset) if charset != UTF_8 => charset,
        _ => {
            if base == 0
                && let Some(charset) = charset::hidden_in_ascii(bytes, hints)
            {
                return decode_as(charset, bytes, 0);
            }
            // Several times as fast as `str::from_utf8` where the text is not ASCII.
            match simdutf8::basic::from_utf8(bytes) {
                Ok(text) => return utf8(&text[base..], base),
                Err(_) => marked.unwrap_or_else(|| charset::choose(bytes, hints)),
            }
        }
    };
    decode_as(charset, bytes, base)
}

fn utf8(text: &str, base: usize) -> Decoded {
    let mut map = Builder::new(base);
    map.push(1, 1, text.len());
    Decoded { text: text.to_owned(), bytes: map.finish(), charset: UTF_8, damaged: 0 }
}

pub(super) fn decode_as(charset: &'static Encoding, bytes: &[u8], base: usize) -> Decoded {
    let body = bytes.get(base..).unwrap_or(&[]);
    let map = Builder::new(base);
    let (text, bytes) = if charset == UTF_8 {
        damaged_utf8(body, map)
    } else if charset == UTF_16LE || charset == UTF_16BE {
        utf16(charset, body, map)
    } else if charset.is_single_byte() {
        single_byte(charset, body, map)
    } else {
        multi_byte(charset, body, map)
    };
    // UTF-8 may hold the character itself, which is then the page's own damage and is counted as such.
    let damaged = memchr::memmem::find_iter(text.as_bytes(), "\u{fffd}").count();
    Decoded { text, bytes, charset, damaged }
}

fn damaged_utf8(body: &[u8], mut map: Builder) -> (String, ByteMap) {
    let mut text = String::with_capacity(body.len());
    for chunk in body.utf8_chunks() {
        text.push_str(chunk.valid());
        map.push(1, 1, chunk.valid().len());
        if !chunk.invalid().is_empty() {
            text.push(char::REPLACEMENT_CHARACTER);
            map.push(char::REPLACEMENT_CHARACTER.len_utf8(), chunk.invalid().len(), 1);
        }
    }
    (text, map.finish())
}

fn utf16(charset: &'static Encoding, body: &[u8], mut map: Builder) -> (String, ByteMap) {
    let text = charset.decode_without_bom_handling(body).0.into_owned();
    let mut left = body.len();
    for c in text.chars() {
        // A lone surrogate is two bytes and becomes U+FFFD, which would be two bytes as well; an odd last byte is one.
        let width = (2 * c.len_utf16()).min(left);
        map.push(c.len_utf8(), width, 1);
        left -= width;
    }
    map.skip(left);
    (text, map.finish())
}

fn single_byte(charset: &'static Encoding, body: &[u8], mut map: Builder) -> (String, ByteMap) {
    let text = charset.decode_without_bom_handling(body).0.into_owned();
    let mut rest = text.as_str();
    while !rest.is_empty() {
        let ascii = Encoding::ascii_valid_up_to(rest.as_bytes());
        map.push(1, 1, ascii);
        rest = &rest[ascii..];
        let Some(c) = rest.chars().next() else { break };
        map.push(c.len_utf8(), 1, 1);
        rest = &rest[c.len_utf8()..];
    }
    (text, map.finish())
}

/// The decoder gets one byte at a time where the text is not ASCII, so that what comes out belongs to what went in.
fn multi_byte(charset: &'static Encoding, body: &[u8], mut map: Builder) -> (String, ByteMap) {
    let mut decoder = charset.new_decoder_without_bom_handling();
    let mut text = String::with_capacity(body.len() + body.len() / 2);
    let mut out = [0u8; 32];
    let (mut taken, mut at) = (0, 0);
    while at < body.len() {
        // Between two characters, ASCII stands for itself, except where an escape sequence has changed that.
        if taken == at && charset.is_ascii_compatible() {
            let ascii = Encoding::ascii_valid_up_to(&body[at..]);
            text.extend(body[at..at + ascii].iter().map(|b| char::from(*b)));
            map.push(1, 1, ascii);
            (taken, at) = (taken + ascii, at + ascii);
            if at == body.len() {
                break;
            }
        }
        let last = at + 1 == body.len();
        let (result, _, written, _) = decoder.decode_to_utf8(&body[at..=at], &mut out, last);
        debug_assert_eq!(result, CoderResult::InputEmpty);
        at += 1;
        let Ok(words) = std::str::from_utf8(&out[..written]) else { continue };
        if words.is_empty() {
            continue;
        }
        text.push_str(words);
        map.push(words.len(), at - taken, 1);
        taken = at;
    }
    map.skip(body.len() - taken);
    (text, map.finish())
}
