//! Which places names mean that are known to be places, from another tool or an annotator: resolution alone.
use std::collections::HashMap;

use super::evidence::Evidence;
use super::find::Mention;
use super::gazetteer::Entry;
use super::judge::Verdict;
use super::overlay::Overlay;
use super::{Rules, beside, judged, place, resolved, settle, shape};
use crate::doc::{Document, EntityKind, Place, PlaceUse, Span};
use crate::lexicon::{Data, Error};

/// What belongs to a land that is no state, with the name of the land: `data/places/adjectives.tsv`.
#[derive(Debug)]
pub(super) struct Adjectives(HashMap<String, String>);

impl Adjectives {
    pub fn load(data: &Data) -> Result<Adjectives, Error> {
        let file = data.tsv("places/adjectives.tsv")?;
        let (adjective, name) = (file.column("adjective")?, file.column("name")?);
        let pair =
            |row: &crate::lexicon::Row<'_>| (row.cell(adjective).to_owned(), row.cell(name).to_owned());
        Ok(Adjectives(file.rows().iter().map(pair).collect()))
    }
}

/// The rule of a place that was given.
const RULE: &str = "places/given";

/// The places at `spans`, in their order; the text around them and what else it names decide as for names found.
pub fn at(rules: &Rules, doc: &Document, spans: &[Span]) -> Vec<Place> {
    let overlay = Overlay::of(doc);
    let mut judged = judged(rules, doc, &overlay);
    settle::settle(doc, &mut judged);
    // What is known to be a place is not judged again.
    for (mention, verdict) in &mut judged {
        if verdict.is_err() && spans.iter().any(|span| span.overlaps(mention.span)) {
            *verdict = Ok((RULE, PlaceUse::Literal));
        }
    }
    let own: Vec<usize> =
        spans.iter().map(|span| mention_at(rules, doc, &overlay, *span, &mut judged)).collect();
    let home = rules.home.of(&rules.gazetteer, doc);
    let found = resolved(rules, doc, &home, &judged);
    let known: Vec<(Span, Entry<'_>)> =
        judged.iter().zip(&found).filter_map(|((m, _), found)| Some((m.span, found.as_ref()?.0))).collect();
    let read = |(span, at): (&Span, usize)| {
        let (mention, verdict) = judged.get(at)?;
        let meaning = found.get(at).copied().flatten();
        let verdict = verdict.unwrap_or((RULE, PlaceUse::Literal));
        let place = Place { span: *span, ..place(rules, doc, mention, verdict, meaning) };
        let other = if meaning.is_none() { beside::beside(*span, &known) } else { None };
        Some(match other {
            Some(other) => beside::placed(rules, place, &other),
            None => place,
        })
    };
    spans.iter().zip(own).filter_map(read).collect()
}

/// The index of the mention that has `span` or covers most of it and can be resolved, made if there is none.
fn mention_at<'g>(
    rules: &'g Rules,
    doc: &Document,
    overlay: &Overlay<'_>,
    span: Span,
    judged: &mut Vec<(Mention<'g>, Verdict)>,
) -> usize {
    let shared = |other: Span| other.end.min(span.end).saturating_sub(other.start.max(span.start));
    // "University of Sussex" is not the town of University.
    let c = &rules.context;
    let is_kind = |word: &str| c.is_kind(word) || c.civic.contains(word);
    let only_kind = |other: Span| other != span && is_kind(doc.words(other));
    let best = judged
        .iter()
        .enumerate()
        .filter(|(_, (mention, _))| !mention.entries.is_empty() && mention.span.overlaps(span))
        .filter(|(_, (mention, _))| !only_kind(mention.span))
        .max_by_key(|(at, (mention, _))| (mention.span == span, shared(mention.span), usize::MAX - at));
    if let Some((at, _)) = best {
        return at;
    }
    let evidence = Evidence::default();
    let people = overlay
        .entity(span, |kind| kind == EntityKind::Norp)
        .and_then(|(_, people)| people.country.as_deref());
    let entries = match people.and_then(|code| rules.gazetteer.country(code)) {
        Some(country) => vec![country],
        None => entries(rules, doc.words(span)),
    };
    judged.push((Mention { span, entries, container: None, evidence }, Ok((RULE, PlaceUse::Literal))));
    judged.len() - 1
}

/// What the words of a name can mean, in any of the ways to write them.
fn entries<'g>(rules: &'g Rules, words: &str) -> Vec<Entry<'g>> {
    let bare = words.strip_prefix("the ").or_else(|| words.strip_prefix("The ")).unwrap_or(words);
    let land = rules.adjectives.0.get(bare).cloned();
    let forms = [land, Some(bare.to_owned()), shape::variant(bare), Some(shape::titled(bare))];
    forms
        .into_iter()
        .flatten()
        .map(|form| {
            let mut found = rules.gazetteer.find(&form);
            found.extend(rules.gazetteer.states(&form, false));
            found
        })
        .find(|found| !found.is_empty())
        .unwrap_or_default()
}
