//! Phrases that speak of persons, organisations and places without naming them: "her brother", "the company".
use super::nouns::Noun;
use super::rules::Gender;
use super::scan::Scan;
use super::words::Line;
use crate::doc::EntityKind;

/// A noun phrase, from its determiner to its noun.
#[derive(Clone, Debug)]
pub(super) struct Phrase {
    pub first: usize,
    pub end: usize,
    /// The noun.
    pub head: usize,
    pub noun: Noun,
    pub plural: bool,
    pub opening: Opening,
    /// The noun makes a mention only if a name or a phrase before has it: "the memorial".
    pub weak: bool,
    /// A name follows: "her brother Ola Nwosu".
    pub title: bool,
}

/// How a phrase begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Opening {
    /// "the", "this"
    Definite,
    /// "her", "Ruiz's": the word of the owner.
    Owned(usize),
    /// "a", "several", nothing.
    New,
    /// "every", "no": nobody in particular.
    None,
}

/// The phrases of one sentence, by their nouns. `taken`: the words of mentions that are known.
pub(super) fn of_line(scan: &Scan<'_>, line: &Line, taken: &[bool]) -> Vec<Phrase> {
    (line.first..line.end).filter_map(|at| phrase(scan, line, taken, at)).collect()
}

fn phrase(scan: &Scan<'_>, line: &Line, taken: &[bool], at: usize) -> Option<Phrase> {
    let view = scan.view;
    let word = view.get(at)?;
    let is_taken = |i: usize| taken.get(i).copied().unwrap_or(false);
    // "the Court": a noun with a capital, if the text has a name with it.
    let capital = word.parse.upos == "PROPN" && view.before(at, line.first) == "the";
    if !(word.parse.upos == "NOUN" || capital) || word.skip || is_taken(at) {
        return None;
    }
    // "company officials": the noun of another's phrase. "harbour master Ana Ruiz": a title, and no mention of its own;
    // "her brother Ola Nwosu": two.
    let owned = at > line.first && view.get(at - 1).is_some_and(|w| w.parse.deprel == "nmod:poss");
    let named = owned && at + 1 < line.end && is_taken(at + 1) && view.get(at + 1).is_some_and(|w| w.cap);
    let title = named || is_title(scan, line, at);
    if !title && matches!(view.relation(at), "compound" | "flat" | "fixed" | "amod" | "nummod") {
        return None;
    }
    let lower = word.lower.as_ref();
    let known = scan.rules.nouns.get(view.lemma(at)).or_else(|| scan.rules.nouns.get(lower)).copied();
    let weak = capital || known.is_none();
    let noun = known.or_else(|| head_noun(scan, lower))?;
    let belongs = |i: usize| {
        let mut up = i;
        for _ in 0..8 {
            match view.parent(up) {
                Some(parent) if parent == at => {
                    return matches!(view.relation(up), "det" | "amod" | "nummod" | "compound" | "nmod");
                }
                Some(parent) if parent > up && parent < at => up = parent,
                // "Ruiz's": what hangs on the owner.
                Some(parent) if parent < up && parent >= line.first => up = parent,
                _ => return false,
            }
        }
        false
    };
    let mut first = at;
    while first > line.first && belongs(first - 1) && !matches!(view.lower(first - 1), "," | "(" | ":" | ";")
    {
        first -= 1;
    }
    let mut opening = opening(scan, first, at);
    if title {
        if !owned || noun.kind != EntityKind::Person {
            return None;
        }
        (first, opening) = (at - 1, Opening::Owned(at - 1));
    }
    Some(Phrase {
        first,
        end: at + 1,
        head: at,
        noun,
        plural: word.parse.plural || noun.many,
        opening,
        weak,
        title,
    })
}

/// A noun that makes names of organisations and places.
fn head_noun(scan: &Scan<'_>, lower: &str) -> Option<Noun> {
    let heads = &scan.rules.words.heads;
    let rows = [
        (&heads.org, EntityKind::Org),
        (&heads.facility, EntityKind::Facility),
        (&heads.place, EntityKind::Place),
    ];
    let (_, kind) = rows.into_iter().find(|(list, _)| list.contains(lower))?;
    Some(Noun { kind, gender: Gender::Open, names: None, many: false })
}

/// A capital right behind the noun is its name.
fn is_title(scan: &Scan<'_>, line: &Line, at: usize) -> bool {
    let view = scan.view;
    let next = at + 1;
    next < line.end
        && view.get(next).is_some_and(|w| w.cap && !w.quoted)
        && view.upos(next) == "PROPN"
        && (view.parent(next) == Some(at) && view.relation(next) == "flat" || view.parent(at) == Some(next))
}

fn opening(scan: &Scan<'_>, first: usize, head: usize) -> Opening {
    let (view, words) = (scan.view, &scan.rules.coreference.determiners);
    let owner = (first..head).find(|i| {
        view.get(*i).is_some_and(|w| w.parse.deprel == "nmod:poss") && view.parent(*i) == Some(head)
    });
    if (first..head).any(|i| words.none.contains(view.lower(i))) {
        return Opening::None;
    }
    if (first..head).any(|i| words.other.contains(view.lower(i))) {
        return Opening::New;
    }
    match owner {
        Some(owner) => Opening::Owned(owner),
        None if words.definite.contains(view.lower(first)) => Opening::Definite,
        None => Opening::New,
    }
}
