//! Headlines with a colon: "Port to reopen: harbour master", "Harbour master: Port to reopen".
use super::cues::Attribution;
use super::draft::{Draft, Entities};
use super::view::{Line, View};
use crate::lexicon::Jobs;

/// What a speaker in a headline cannot be longer than, in words.
const LONGEST: usize = 6;

/// The statement of a headline, if one side of its colon can speak.
pub(super) fn colon(
    words: &Attribution,
    view: &View<'_>,
    entities: &Entities,
    line: Line,
    index: usize,
) -> Option<Draft> {
    let colons: Vec<usize> = (line.start..line.end)
        .filter(|i| view.is(*i, ":") && view.get(*i).is_some_and(|w| w.quotation == 0))
        .collect();
    let [colon] = colons.as_slice() else { return None };
    let (before, behind) = ((line.start, *colon), (*colon + 1, line.end));
    let speaks = |side: (usize, usize)| {
        let side_words = view.slice(side.0, side.1);
        let last = side_words.last()?;
        let whole = side_words.iter().map(|w| w.lower.as_str()).collect::<Vec<_>>().join(" ");
        let role = words.headline_speakers.contains(&last.lower) || words.headline_speakers.contains(&whole);
        let name = entities.at_head(view, words, side).is_some()
            && side_words.iter().all(|w| w.capital || !w.is_word());
        let plain = side_words.len() <= LONGEST
            && !side_words
                .iter()
                .any(|w| w.any(Jobs::PREPOSITION | Jobs::AUXILIARY) && !w.any(Jobs::POSSESSIVE));
        Some((role, name && plain)).filter(|_| plain)
    };
    let long = |side: (usize, usize)| view.slice(side.0, side.1).iter().filter(|w| w.is_word()).count() >= 4;
    let (speaker, content, rule) = match (speaks(before), speaks(behind)) {
        (_, Some((role, name))) if (role || name) && long(before) => {
            (behind, before, "headline-colon-speaker")
        }
        (Some((true, _)), _) if long(behind) => (before, behind, "headline-speaker-colon"),
        _ => return None,
    };
    let mut draft = Draft::new(index, (*colon, *colon + 1), Some(speaker), rule);
    draft.content.push(content);
    Some(draft)
}
