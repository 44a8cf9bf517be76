//! Words as a reader sees them.
use dateline::read::html::decode;

/// Trims, and joins white space. With `html`, tags are dropped and references resolved once more, since half of all feeds escape
/// their titles twice.
pub(super) fn clean(text: &str, html: bool) -> String {
    let plain = if html && text.contains(['<', '&']) {
        decode(&without_tags(text)).into_owned()
    } else {
        text.to_owned()
    };
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// "<b>Port</b> reopens" without its tags; "1 < 2" has none.
fn without_tags(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find('<') {
        let (before, tag) = rest.split_at(start);
        out.push_str(before);
        let names = tag[1..].starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!'));
        if !names {
            out.push('<');
            rest = &tag[1..];
            continue;
        }
        // Without an end there is no other tag either.
        let Some(end) = tag.find('>') else {
            rest = tag;
            break;
        };
        rest = &tag[end + 1..];
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles() {
        assert_eq!(clean(" <b>Port</b>\n reopens ", true), "Port reopens");
        assert_eq!(clean("Fish &amp; chips", true), "Fish & chips");
        assert_eq!(clean("1 < 2, 3 > 2 & so on", true), "1 < 2, 3 > 2 & so on");
        assert_eq!(clean("<i>Port</i> < <open", true), "Port < <open");
        assert_eq!(clean("https://n.example/?a=1&amp=2 ", false), "https://n.example/?a=1&amp=2");
    }
}
