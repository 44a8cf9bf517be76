//! Where sentences end.
use super::{Follows, Rules};
use crate::doc::Span;

/// The indices one past the last token of each sentence; the last is the number of tokens.
pub(super) fn ends(rules: &Rules, text: &str, tokens: &[Span]) -> Vec<usize> {
    let mut out = Vec::new();
    let (mut at, mut start) = (0, 0);
    while at < tokens.len() {
        let Some(stop) = stop(rules, text, tokens, at) else {
            at += 1;
            continue;
        };
        let end = past_closing(text, tokens, at + 1);
        if end >= tokens.len() || (end > start + 1 && ends_here(rules, text, tokens, at, end, stop)) {
            out.push(end);
            start = end;
        }
        at = end;
    }
    if out.last() != Some(&tokens.len()) && !tokens.is_empty() {
        out.push(tokens.len());
    }
    out
}

/// What may end a sentence.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stop {
    /// A full stop, or its like in another script.
    Full,
    /// "!", "?"
    Loud,
    /// "...", "…"
    Ellipsis,
    /// The stop of an abbreviation.
    Abbreviation(Follows),
}

fn stop(rules: &Rules, text: &str, tokens: &[Span], at: usize) -> Option<Stop> {
    let word = tokens[at].of(text);
    match word {
        "." | "。" | "।" | "．" => return Some(Stop::Full),
        "…" => return Some(Stop::Ellipsis),
        _ => {}
    }
    if word.starts_with(['!', '?', '！', '？', '؟']) {
        return Some(Stop::Loud);
    }
    let bare = word.strip_suffix('.')?;
    if bare.starts_with('.') {
        return Some(Stop::Ellipsis);
    }
    let follows = rules.abbreviations.get(&bare.to_lowercase()).copied();
    // "K." is an initial.
    let initial = if bare.chars().count() == 1 { Follows::Name } else { Follows::Anything };
    Some(Stop::Abbreviation(follows.unwrap_or(initial)))
}

/// Skips the quotation marks and brackets that close what the stop ends.
fn past_closing(text: &str, tokens: &[Span], mut at: usize) -> usize {
    while let Some(token) = tokens.get(at) {
        let attached = tokens[at - 1].end == token.start;
        let spaced = tokens.get(at + 1).is_some_and(|next| next.start > token.end);
        let closes = match token.of(text) {
            "”" | "’" | "»" | ")" | "]" | "」" | "』" => true,
            // A straight mark closes if it touches what is before it and not what is after it.
            "\"" | "'" | "''" => attached && (spaced || at + 1 == tokens.len()),
            _ => false,
        };
        if !closes {
            break;
        }
        at += 1;
    }
    at
}

/// Whether the stop at `at`, closed before `end`, ends the sentence.
fn ends_here(rules: &Rules, text: &str, tokens: &[Span], at: usize, end: usize, stop: Stop) -> bool {
    let next = tokens[end].of(text);
    let lower = || next.to_lowercase();
    let opens = next.starts_with(|c: char| {
        c.is_uppercase() || c.is_numeric() || (c.is_alphabetic() && !c.is_lowercase())
    }) || matches!(
        next,
        "\"" | "“"
            | "‘"
            | "„"
            | "«"
            | "''"
            | "``"
            | "("
            | "["
            | "「"
            | "『"
            | "-"
            | "–"
            | "—"
            | "*"
            | "•"
            | "$"
            | "€"
            | "£"
            | "#"
    );
    let quoted = end > at + 1;
    // "nobody came. there was rain": who writes no capitals ends sentences all the same, but "Ltda. said".
    let plain = || {
        let before = at.checked_sub(1).map(|before| tokens[before].of(text));
        let parted = tokens[end].start > tokens[end - 1].end && next.starts_with(char::is_alphanumeric);
        parted && before.is_some_and(|w| w.starts_with(char::is_lowercase) && w.chars().count() > 1)
    };
    match stop {
        Stop::Full => opens || next.starts_with(['@', '#']) || (!quoted && plain()),
        Stop::Loud if quoted => {
            let words = tokens[end..].iter().take(5).map(|t| t.of(text));
            opens
                && !words
                    .take_while(|w| *w != ".")
                    .any(|w| rules.words.sentences.speech.contains(&w.to_lowercase()))
        }
        Stop::Loud => opens || plain(),
        Stop::Ellipsis => opens && next.starts_with(char::is_uppercase),
        Stop::Abbreviation(Follows::Name | Follows::Number) => false,
        Stop::Abbreviation(_) if quoted => opens,
        Stop::Abbreviation(Follows::Date | Follows::Anything) => {
            next.starts_with(char::is_uppercase) && rules.words.sentences.openers.contains(&lower())
                || matches!(next, "“" | "\"")
        }
    }
}
