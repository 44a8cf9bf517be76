//! Lets the article decide what the sentence left open.
use std::collections::HashSet;

use super::find::Mention;
use super::judge::{Refusal, Verdict};
use super::overlay::Named;
use crate::doc::{Document, NameKind, PlaceUse, Span};

/// A name that is sure once is sure everywhere, a surname is no place, and one of a list of lands is a land.
pub(super) fn settle(doc: &Document, found: &mut [(Mention<'_>, Verdict)]) {
    let sure: HashSet<String> =
        found.iter().filter(|(m, v)| is_sure(m, *v)).map(|(m, _)| doc.words(m.span).to_owned()).collect();
    let mut before: Option<Span> = None;
    for (mention, verdict) in found {
        let (e, name) = (mention.evidence, doc.words(mention.span));
        let land = mention.entries.iter().any(|entry| entry.is_land());
        let listed = before.is_some_and(|span| {
            let between = Span { start: span.end, end: mention.span.start.max(span.end) };
            matches!(doc.words(between).trim(), "," | "and" | ", and" | "or")
        });
        let named = sure.contains(name);
        *verdict = match *verdict {
            Ok((rule, PlaceUse::Literal))
                if e.surname && !land && !named && !e.preposition && !is_structural(rule) =>
            {
                Err(Refusal::Surname)
            }
            Err(Refusal::Common) if named || (listed && land) => {
                Ok(("places/named-beside", PlaceUse::Literal))
            }
            Err(Refusal::Small | Refusal::Thing) if named => match e.named {
                Named::No | Named::Whole(NameKind::Place) => Ok(("places/named-before", PlaceUse::Literal)),
                Named::Part(_) => Ok(("places/in-a-name", PlaceUse::Part)),
                Named::Whole(_) => Ok(("places/named-before", PlaceUse::Metonymic)),
            },
            Err(Refusal::Person) if named && matches!(e.named, Named::Whole(_)) && !e.surname => {
                Ok(("places/named-before", PlaceUse::Literal))
            }
            kept => kept,
        };
        before = Some(mention.span).filter(|_| verdict.is_ok() && land);
    }
}

/// True for rules that hold whatever else the name is.
fn is_structural(rule: &str) -> bool {
    matches!(rule, "places/with-its-state" | "places/state-of-town" | "places/dateline")
}

fn is_sure(mention: &Mention<'_>, verdict: Verdict) -> bool {
    let Ok((rule, PlaceUse::Literal)) = verdict else { return false };
    let named = mention.evidence.named == Named::Whole(NameKind::Place);
    is_structural(rule)
        || rule == "places/told"
        || (named && (mention.evidence.locative || !mention.entries.is_empty()))
}
