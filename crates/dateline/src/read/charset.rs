//! Which charset a page is in: BOM, then what it declares, then what its bytes say.
use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, ISO_2022_JP, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use super::Hints;

/// A page declares its charset in the first 1,024 bytes (WHATWG); many are late.
const DECLARED_WITHIN: usize = 4096;
/// chardetng reads 39 MB/s, so over a whole page it would cost more than all the rest.
const DETECTED_WITHIN: usize = 16 << 10;

/// The charset of bytes that are not wholly valid UTF-8.
pub(super) fn choose(bytes: &[u8], hints: &Hints) -> &'static Encoding {
    let header = hints.content_type.as_deref().and_then(of_content_type);
    let meta = declared_in(bytes);
    // A server that sends "ISO-8859-1" for everything is more common than a page that is wrong about itself.
    let declared = match (header, meta) {
        (Some(header), Some(meta)) if header == WINDOWS_1252 => Some(meta),
        (header, meta) => header.or(meta),
    };
    if mostly_utf8(bytes, declared) {
        return UTF_8;
    }
    match declared {
        Some(charset) if charset != UTF_8 && fits(charset, bytes) => charset,
        _ => detect(bytes, hints),
    }
}

/// The charset that pure ASCII declares, if it is the one that hides in ASCII.
pub(super) fn hidden_in_ascii(bytes: &[u8], hints: &Hints) -> Option<&'static Encoding> {
    memchr::memchr(0x1b, bytes).filter(|_| bytes.is_ascii())?;
    let header = hints.content_type.as_deref().and_then(of_content_type);
    header.or_else(|| declared_in(bytes)).filter(|charset| *charset == ISO_2022_JP)
}

/// True for UTF-16, marked or not, whose NUL bytes are letters.
pub(super) fn is_wide(bytes: &[u8]) -> bool {
    Encoding::for_bom(bytes).is_some_and(|(charset, _)| charset != UTF_8)
        || utf16_without_mark(bytes).is_some()
}

/// UTF-16 without a byte order mark: every other byte of the markup is NUL.
pub(super) fn utf16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = bytes.get(..512.min(bytes.len()) & !1)?;
    let zeros = |parity: usize| sample.iter().skip(parity).step_by(2).filter(|b| **b == 0).count();
    let (even, odd, pairs) = (zeros(0), zeros(1), sample.len() / 2);
    if pairs < 8 {
        None
    } else if odd * 10 >= pairs * 7 && even * 20 <= pairs {
        Some(UTF_16LE)
    } else if even * 10 >= pairs * 7 && odd * 20 <= pairs {
        Some(UTF_16BE)
    } else {
        None
    }
}

/// True if the header says UTF-16, so that NUL bytes are letters.
pub(super) fn declares_utf16(hints: &Hints) -> bool {
    let header = hints.content_type.as_deref().and_then(of_content_type);
    header.is_some_and(|charset| charset == UTF_16LE || charset == UTF_16BE)
}

/// `text/html; charset="windows-1251"`
fn of_content_type(header: &str) -> Option<&'static Encoding> {
    charset_parameter(header.as_bytes())
}

/// What `<?xml encoding=...?>` or a `<meta>` in the first few kilobytes says.
fn declared_in(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(DECLARED_WITHIN)];
    let start = head.trim_ascii_start();
    if start.starts_with(b"<?xml") {
        let declaration = &start[..memchr::memchr(b'>', start).unwrap_or(start.len())];
        if let Some(charset) = value_of(declaration, b"encoding").and_then(by_label) {
            return Some(charset);
        }
    }
    let mut at = 0;
    while let Some(tag) = memchr::memchr(b'<', &head[at..]) {
        at += tag;
        let rest = &head[at..];
        if rest.starts_with(b"<!--") {
            at += memchr::memmem::find(rest, b"-->").unwrap_or(rest.len());
        } else if rest.len() > 5
            && rest[1..5].eq_ignore_ascii_case(b"meta")
            && !rest[5].is_ascii_alphanumeric()
        {
            let end = memchr::memchr(b'>', rest).unwrap_or(rest.len());
            if let Some(charset) = charset_parameter(&rest[..end]) {
                return Some(charset);
            }
            at += end;
        } else {
            at += 1;
        }
    }
    None
}

fn charset_parameter(text: &[u8]) -> Option<&'static Encoding> {
    value_of(text, b"charset").and_then(by_label)
}

/// The value behind `name =`, with or without quotes.
fn value_of<'a>(text: &'a [u8], name: &[u8]) -> Option<&'a [u8]> {
    let at = text.windows(name.len()).position(|window| window.eq_ignore_ascii_case(name))?;
    let rest = text[at + name.len()..].trim_ascii_start().strip_prefix(b"=")?.trim_ascii_start();
    let rest = rest.strip_prefix(b"\"").or_else(|| rest.strip_prefix(b"'")).unwrap_or(rest);
    let ends =
        |b: &u8| matches!(b, b'"' | b'\'' | b';' | b'>' | b'/' | b'?' | b',') || b.is_ascii_whitespace();
    Some(&rest[..rest.iter().position(ends).unwrap_or(rest.len())])
}

fn by_label(label: &[u8]) -> Option<&'static Encoding> {
    // The replacement encoding (ISO-2022-KR, HZ, UTF-7 and the like) decodes to nothing at all.
    Encoding::for_label_no_replacement(label)
}

/// True for UTF-8 with damage. A page that says otherwise must be outvoted clearly.
fn mostly_utf8(bytes: &[u8], declared: Option<&'static Encoding>) -> bool {
    let (mut characters, mut damaged) = (0usize, 0usize);
    for chunk in bytes.utf8_chunks() {
        characters += chunk.valid().bytes().filter(|b| *b >= 0xc0).count();
        // A character cut off by the end of the input is no damage.
        damaged += usize::from(!chunk.invalid().is_empty());
        if damaged > 64 && damaged > characters {
            return false;
        }
    }
    let cut_at_end = bytes.utf8_chunks().last().is_some_and(|chunk| {
        let tail = chunk.invalid();
        !tail.is_empty() && std::str::from_utf8(tail).is_err_and(|e| e.error_len().is_none())
    });
    damaged -= usize::from(cut_at_end && damaged > 0);
    match declared {
        Some(charset) if charset != UTF_8 => characters > 0 && characters >= damaged * 10,
        Some(_) => damaged <= characters.max(1),
        None => characters >= damaged * 3 && characters > 0,
    }
}

/// True if the declared charset can have made these bytes.
fn fits(charset: &'static Encoding, bytes: &[u8]) -> bool {
    let sample = sample(bytes);
    if charset.is_single_byte() {
        // In Latin script most letters are ASCII. A page that calls itself Latin-1 and is not is Cyrillic, Greek, ...
        let ascii = words(sample).filter(|b| b.is_ascii_alphabetic()).count();
        let high = sample.iter().filter(|b| **b >= 0xc0).count();
        return charset != WINDOWS_1252 || high <= ascii.max(16);
    }
    if charset == UTF_16LE || charset == UTF_16BE {
        return memchr::memchr(0, sample).is_some();
    }
    let (text, _) = charset.decode_without_bom_handling(sample);
    let characters = text.chars().filter(|c| !c.is_ascii()).count();
    let damaged = text.chars().filter(|c| *c == '\u{fffd}').count();
    damaged * 20 <= characters.max(20)
}

/// The bytes outside of tags, which are ASCII whatever the language.
fn words(bytes: &[u8]) -> impl Iterator<Item = u8> + '_ {
    let mut inside = false;
    bytes.iter().copied().filter(move |b| {
        match b {
            b'<' => inside = true,
            b'>' => inside = false,
            _ => return !inside,
        }
        false
    })
}

fn detect(bytes: &[u8], hints: &Hints) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(sample(bytes), true);
    detector.guess(hints.url.as_deref().and_then(top_level_domain), Utf8Detection::Deny)
}

/// The bytes to judge by: from the first that is not ASCII, since the head of a page says little.
fn sample(bytes: &[u8]) -> &[u8] {
    let first = bytes.iter().position(|b| !b.is_ascii()).unwrap_or(0);
    &bytes[first..bytes.len().min(first + DETECTED_WITHIN)]
}

/// `jp` of `https://news.example.jp/a`: a hint for the detector, which takes lower-case ASCII only.
fn top_level_domain(url: &str) -> Option<&[u8]> {
    let host = url.split_once("://")?.1.split(['/', ':', '?', '#']).next()?;
    let domain = host.rsplit_once('.')?.1.as_bytes();
    (!domain.is_empty() && domain.iter().all(u8::is_ascii_lowercase)).then_some(domain)
}
