//! Whether the words around an expression speak of the past or of what is to come.
use std::ops::Range;

use serde::Deserialize;

use super::lex::{Shape, Token};
use super::words::Words;

/// Past or future.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Tense {
    Past,
    Future,
}

/// The verb that governs an expression.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Governing {
    /// Its tense, if it has one.
    pub tense: Option<Tense>,
    /// True if it is another verb that stands nearer and has no tense of its own: "announced a plan to open in May".
    pub loose: bool,
}

/// How far a verb may stand from the expression that it governs, in tokens.
const REACH: usize = 25;

/// The tense of the verb that governs the tokens `start..end` of a sentence: the nearest before, or else the nearest after.
pub(super) fn governing(words: &Words, tokens: &[Token], start: usize, end: usize) -> Governing {
    let mut loose = false;
    let tense = words.class("tense").and_then(|class| tense(words, class, tokens, start..end, &mut loose));
    Governing { tense, loose }
}

fn tense(
    words: &Words,
    class: u8,
    tokens: &[Token],
    within: Range<usize>,
    loose: &mut bool,
) -> Option<Tense> {
    let Range { start, end } = within;
    let sense = |at: usize| -> Option<&str> {
        let token = tokens.get(at)?;
        match words.meaning(token.entry, class) {
            Some(meaning) => meaning.text(),
            None if token.shape == (Shape::Word { ed: true }) && !token.capital => Some("past"),
            None => None,
        }
    };
    let is_past_form = |at: usize| tokens.get(at).is_some_and(|t| t.shape == Shape::Word { ed: true });
    let is_capital = |at: usize| tokens.get(at).is_some_and(|token| token.capital);
    let first = start.saturating_sub(REACH);
    let mut present = false;
    for at in (first..start).rev() {
        match sense(at) {
            Some("future") => return Some(Tense::Future),
            // "is due on Friday", "was scheduled for Friday": what was planned lies ahead.
            Some("plan")
                if at.checked_sub(1).and_then(&sense) != Some("article")
                    && word_before(at, first, &sense).is_none_or(|(_, s)| s != "as") =>
            {
                return Some(Tense::Future);
            }
            // "agreed to meet on Friday", but "agreed on Friday".
            Some("promise") => {
                match (sense(at + 1), at.checked_sub(1).and_then(&sense)) {
                    (Some("to"), _) => return Some(Tense::Future),
                    // "reported the planned trip on Monday"
                    (_, Some("article")) => {}
                    _ => return Some(Tense::Past),
                }
            }
            Some("past") => match word_before(at, first, &sense) {
                // "guidelines to be published in May"
                Some((be, "be")) if word_before(be, first, &sense).is_some_and(|(_, s)| s == "to") => {
                    return Some(Tense::Future);
                }
                // "will be released", "agreed to cut": the word before them decides.
                Some((_, "be" | "to")) => {}
                // "when the case is heard in May"
                Some((_, "present")) => {
                    *loose = true;
                    return Some(Tense::Past);
                }
                _ => return Some(Tense::Past),
            },
            // "may meet on Friday", but "may have met"; the month of May has a capital.
            Some("modal") if !is_capital(at) => match sense(at + 1) {
                Some("have") => return Some(Tense::Past),
                _ => return Some(Tense::Future),
            },
            Some("present") => {
                present = true;
                break;
            }
            // "to acquire", but "to the sea" and "to London"
            Some("to") if sense(at + 1) != Some("article") && !is_capital(at + 1) => *loose = true,
            Some("stop") => break,
            _ => {}
        }
    }
    if present {
        return Some(Tense::Future);
    }
    for at in end..tokens.len().min(end + REACH) {
        match sense(at) {
            Some("future") => return Some(Tense::Future),
            // "On Friday they are expected in Sund", "on Friday the league plans to march"
            Some("plan")
                if matches!(at.checked_sub(1).and_then(&sense), Some("present" | "be"))
                    || (sense(at + 1) == Some("to") && !is_past_form(at)) =>
            {
                return Some(Tense::Future);
            }
            Some("past" | "promise") => return Some(Tense::Past),
            // What follows decides: "on Friday, ships are expected".
            Some("present") => {}
            Some("stop") => break,
            _ => {}
        }
    }
    None
}

/// The sense of the word before `at`, over an adverb, and where it stands.
fn word_before<'a>(
    at: usize,
    first: usize,
    sense: &impl Fn(usize) -> Option<&'a str>,
) -> Option<(usize, &'a str)> {
    let before = at.checked_sub(1).filter(|before| *before >= first)?;
    let before = if sense(before) == Some("adverb") { before.checked_sub(1)? } else { before };
    Some((before, sense(before)?))
}
