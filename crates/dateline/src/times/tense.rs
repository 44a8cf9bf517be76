//! Whether the words around an expression speak of the past or of what is to come.
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

/// How far a verb may stand from the expression that it governs, in tokens.
const REACH: usize = 25;

/// The tense of the verb that governs the tokens `start..end` of a sentence: the nearest before, or else the nearest after.
pub(super) fn governing(words: &Words, tokens: &[Token], start: usize, end: usize) -> Option<Tense> {
    let class = words.class("tense")?;
    let sense = |at: usize| -> Option<&str> {
        let token = tokens.get(at)?;
        match words.meaning(token.entry, class) {
            Some(meaning) => meaning.text(),
            None if token.shape == (Shape::Word { ed: true }) && !token.capital => Some("past"),
            None => None,
        }
    };
    let first = start.saturating_sub(REACH);
    let mut present = false;
    for at in (first..start).rev() {
        match sense(at) {
            Some("future") => return Some(Tense::Future),
            // "is due on Friday", "was scheduled for Friday": what was planned lies ahead.
            Some("plan") if at.checked_sub(1).and_then(&sense) != Some("article") => {
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
            Some("past") if !is_infinite(at, first, &sense) => return Some(Tense::Past),
            Some("present") => {
                present = true;
                break;
            }
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
            Some("plan") if matches!(at.checked_sub(1).and_then(&sense), Some("present" | "be")) => {
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

/// True for the participle of "will be released" and the infinitive of "agreed to cut": the word before them decides.
fn is_infinite<'a>(at: usize, first: usize, sense: &impl Fn(usize) -> Option<&'a str>) -> bool {
    let before = at.checked_sub(1).filter(|before| *before >= first);
    let before = before.map(|b| if sense(b) == Some("adverb") { b.saturating_sub(1) } else { b });
    matches!(before.and_then(sense), Some("be" | "to"))
}
