//! Character references.
use std::borrow::Cow;
use std::ops::Range;

use memchr::memchr;

/// The longest named reference is `&CounterClockwiseContourIntegral;`.
const LONGEST: usize = 33;

/// The text of an attribute or a text node, with its character references decoded.
///
/// ```
/// use dateline::read::html::decode;
/// assert_eq!(decode("Fish &amp; chips &#8211; caf&eacute;"), "Fish & chips – café");
/// assert_eq!(decode("AT&T"), "AT&T");
/// ```
pub fn decode(raw: &str) -> Cow<'_, str> {
    if memchr(b'&', raw.as_bytes()).is_none() {
        return Cow::Borrowed(raw);
    }
    let mut out = String::with_capacity(raw.len());
    push_decoded(raw, 0, |words, _| out.push_str(words));
    Cow::Owned(out)
}

/// Hands out the pieces of `raw`, which stands at `base` of the page, each with its range in the page.
pub fn push_decoded(raw: &str, base: usize, mut push: impl FnMut(&str, Range<usize>)) {
    let bytes = raw.as_bytes();
    let mut at = 0;
    while let Some(amp) = memchr(b'&', &bytes[at..]).map(|i| at + i) {
        if at < amp {
            push(&raw[at..amp], base + at..base + amp);
        }
        let end = reference_end(bytes, amp);
        let reference = &raw[amp..end];
        let range = base + amp..base + end;
        match reference {
            "&amp;" => push("&", range),
            "&quot;" => push("\"", range),
            "&apos;" => push("'", range),
            "&nbsp;" => push("\u{a0}", range),
            _ if end == amp + 1 => push("&", range),
            _ => push(&htmlize::unescape(reference), range),
        }
        at = end;
    }
    if at < raw.len() {
        push(&raw[at..], base + at..base + raw.len());
    }
}

/// The end of the reference at `amp`: after its semicolon, or after the letters that could be one.
fn reference_end(bytes: &[u8], amp: usize) -> usize {
    let mut end = amp + 1;
    while end < bytes.len() && end - amp <= LONGEST {
        match bytes[end] {
            b';' => return end + 1,
            b'#' if end == amp + 1 => end += 1,
            b if b.is_ascii_alphanumeric() => end += 1,
            _ => break,
        }
    }
    end
}
