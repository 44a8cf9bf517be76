//! Words and marks.
use super::Rules;
use crate::doc::Span;

/// Cuts a stretch of the text into tokens, in one pass.
pub(super) fn cut(rules: &Rules, text: &str, zone: Span) -> Vec<Span> {
    let mut out = Vec::with_capacity(zone.len() / 5);
    let mut at = zone.range().start;
    let end = zone.range().end;
    while at < end {
        let rest = &text[at..end];
        let Some(first) = rest.chars().next() else { break };
        if first.is_whitespace() {
            at += first.len_utf8();
            continue;
        }
        let face = || emoticon(rules, &text[..at], rest);
        let len = address(rest).or_else(face).or_else(|| word(rules, rest)).unwrap_or_else(|| mark(rest));
        if first.is_alphanumeric() {
            parts(rules, text, Span::new(at, at + len), &mut out);
        } else {
            out.push(Span::new(at, at + len));
        }
        at += len;
    }
    out
}

/// An address of the web or of mail.
fn address(rest: &str) -> Option<usize> {
    let bytes = rest.as_bytes();
    let web = rest.starts_with("http://") || rest.starts_with("https://") || rest.starts_with("www.");
    let handle = matches!(bytes[0], b'@' | b'#') && bytes.get(1).is_some_and(u8::is_ascii_alphanumeric);
    if handle {
        let end = rest[1..].find(|c: char| !c.is_alphanumeric() && c != '_');
        return Some(end.map_or(rest.len(), |end| end + 1));
    }
    if !web && !bytes[0].is_ascii_alphanumeric() {
        return None;
    }
    let is_part = |c: char| {
        c.is_ascii_alphanumeric() || (if web { "/?#&=%+-_.~:,;@!$'()*" } else { "._%+-@" }).contains(c)
    };
    // The longest address of mail has 254 bytes; a web address is bounded by white space.
    let end = if web { rest.len() } else { rest.len().min(254) };
    let len = rest.bytes().take(end).position(|b| !is_part(b as char)).unwrap_or(end);
    let len = rest[..len].trim_end_matches(['.', ',', ';', ':', '!', ')', '\'']).len();
    let mail = || {
        let (name, host) = rest[..len].split_once('@')?;
        (!name.is_empty() && host.contains('.') && !host.contains('@')).then_some(len)
    };
    if web { Some(len) } else { mail() }
}

/// A face of marks.
fn emoticon(rules: &Rules, before: &str, rest: &str) -> Option<usize> {
    if !rest.starts_with([':', ';', '=', '<', '8', 'X', 'x']) {
        return None;
    }
    let apart = before.is_empty() || before.ends_with(char::is_whitespace);
    let fits = |face: &&String| {
        rest.strip_prefix(face.as_str()).is_some_and(|after| !after.starts_with(char::is_alphanumeric))
            && (apart || !face.contains(char::is_alphanumeric))
    };
    rules.words.emoticons.iter().filter(fits).map(|face| face.len()).max()
}

/// A word with the stops, commas, colons and apostrophes that belong to it.
fn word(rules: &Rules, rest: &str) -> Option<usize> {
    let mut chars = rest.char_indices().peekable();
    let (_, first) = *chars.peek()?;
    if !first.is_alphanumeric() {
        return None;
    }
    let mut before = ' ';
    while let Some((at, c)) = chars.next() {
        let after = chars.peek().map(|(_, c)| *c);
        let goes_on = c.is_alphanumeric()
            || is_joiner(c)
            || match c {
                '.' => {
                    before.is_ascii_digit() && after.is_some_and(|a| a.is_ascii_digit())
                        || is_initialism(&rest[..at])
                        || (rules.abbreviations.contains_key(&rest[..at].to_lowercase())
                            && !(after.is_none() && at > 5))
                        || (before.is_alphabetic()
                            && after.is_some_and(|a| a.is_ascii_lowercase())
                            && rest[..at].contains('.'))
                        || is_dotted(rules, rest, at)
                }
                ',' => before.is_ascii_digit() && after.is_some_and(|a| a.is_ascii_digit()),
                ':' | '/' => before.is_ascii_digit() && after.is_some_and(|a| a.is_ascii_digit()),
                '\'' | '’' => before.is_alphanumeric() && after.is_some_and(char::is_alphanumeric),
                '-' | '‑' => {
                    let start = rest[..at].rsplit(['-', '‑']).next().map_or(0, |part| at - part.len());
                    after.is_some_and(char::is_alphanumeric)
                        && (rules.words.hyphen.keeps.contains(&rest[start..at].to_lowercase())
                            || (c == '-' && is_phone(rest, at)))
                }
                '&' => before.is_uppercase() && after.is_some_and(char::is_uppercase),
                _ => false,
            };
        if !goes_on {
            return Some(at);
        }
        before = c;
    }
    Some(rest.len())
}

/// The stop at `at` stands inside the name of a host, a file or a newsgroup: "Booking.com", "alt.animals.cats".
fn is_dotted(rules: &Rules, rest: &str, at: usize) -> bool {
    let end = rest[at..].find(|c: char| !c.is_alphanumeric() && c != '.').map_or(rest.len(), |end| at + end);
    let name = rest[..end].trim_end_matches('.');
    let small = |part: &str| part.len() > 1 && part.bytes().all(|b| b.is_ascii_lowercase());
    at < name.len()
        && rest.as_bytes().get(at + 1).is_some_and(u8::is_ascii_alphanumeric)
        && (name
            .rsplit('.')
            .next()
            .is_some_and(|last| rules.words.dotted.ends.contains(&last.to_lowercase()))
            || (name.matches('.').count() > 1 && name.split('.').all(small)))
}

/// "U", "U.S", "a.m", "K": letters that each have a stop. The last stop is the word's own.
fn is_initialism(word: &str) -> bool {
    let mut letters = word.split('.');
    word.len() <= 12
        && letters.all(|part| part.chars().count() == 1 && part.starts_with(char::is_alphabetic))
        && (word.contains('.') || word.starts_with(char::is_uppercase))
}

/// "303-832-8160"
fn is_phone(rest: &str, hyphen: usize) -> bool {
    let digits = |s: &str| s.bytes().take_while(u8::is_ascii_digit).count();
    let before = rest[..hyphen].bytes().rev().take_while(u8::is_ascii_digit).count();
    let after = digits(&rest[hyphen + 1..]);
    (before == 3 && (after == 3 || after == 4))
        && rest[..hyphen].bytes().all(|b| b.is_ascii_digit() || b == b'-')
}

/// Marks that stand on the letter before them.
fn is_joiner(c: char) -> bool {
    matches!(c, '_' | '\u{300}'..='\u{36f}' | '\u{200d}' | '\u{900}'..='\u{dff}' | '\u{e31}' | '\u{e34}'..='\u{e4e}')
}

/// A mark: a run of stops or dashes, a pair of apostrophes, or one character.
fn mark(rest: &str) -> usize {
    let first = rest.chars().next().unwrap_or(' ');
    let run = rest.len() - rest.trim_start_matches(first).len();
    let of = |marks: &[char]| rest.len() - rest.trim_start_matches(marks).len();
    match first {
        '-' | '=' => of(&['-', '=']),
        '*' | '+' | '_' | '$' | '<' | '>' | '~' => run,
        '\'' | '`' if run >= 2 => 2,
        '.' | '!' | '?' => of(&['.', '!', '?']),
        _ => first.len_utf8(),
    }
}

/// Where the unit begins that is written to a number.
fn unit(rules: &Rules, lower: &str) -> Option<usize> {
    if !lower.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let number = lower.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let plain = number.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b',' | b':'));
    (plain && rules.words.units.contains(&lower[number.len()..])).then_some(number.len())
}

/// Cuts a word where clitics begin.
fn parts(rules: &Rules, text: &str, word: Span, out: &mut Vec<Span>) {
    let lower = word.of(text).to_lowercase().replace('’', "'");
    let start = word.range().start;
    let short_capitals = lower.len() <= 3 && !word.of(text).contains(char::is_lowercase);
    let fused = || rules.words.fused.get(&lower).filter(|_| word.len() == lower.len() && !short_capitals);
    if let Some(cut) = unit(rules, &lower).or_else(|| fused().copied()) {
        out.extend([Span::new(start, start + cut), Span::new(start + cut, word.range().end)]);
        return;
    }
    let ends_with = |clitic: &&String| lower.len() > clitic.len() && lower.ends_with(clitic.as_str());
    match rules.words.clitics.iter().find(ends_with) {
        Some(clitic) => {
            // The apostrophe may be three bytes long.
            let chars = clitic.chars().count();
            let tail = word.of(text).char_indices().rev().nth(chars - 1).map_or(0, |(at, _)| at);
            out.extend([Span::new(start, start + tail), Span::new(start + tail, word.range().end)]);
        }
        None => out.push(word),
    }
}
