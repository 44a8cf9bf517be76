//! Events: type, status, trigger, actors, recipients and on whose word.
use std::path::Path;

use anyhow::Result;
use dateline::doc::{Document, Event, Id, MentionKind, Participant, Party, Span, Status};
use dateline::{Engine, Stage, export};
use serde_json::{Value, json};

use super::Prediction;
use super::words::{self, CodePoints};

/// True for the sets of which the engine says something: events of a sentence, and the status of its predicates.
pub fn has_input(data: &Path, gold: &[Value]) -> bool {
    words::has_text(data, gold)
        && gold.iter().any(|r| ["events", "predicates", "labels"].iter().any(|key| r[*key].is_array()))
}

pub fn predict(engine: &Engine, _data: &Path, gold: &Value) -> Result<Prediction> {
    let (doc, ms) = words::document(engine, gold, Stage::Events)?;
    let points = CodePoints::of(doc.text.as_str());
    let found = Document::items(&doc.events);
    let record = if gold["predicates"].is_array() {
        json!({ "id": gold["id"], "predicates": statuses(engine, &doc, gold, &points) })
    } else if gold["labels"].is_array() {
        json!({ "id": gold["id"], "labels": police(&doc, found) })
    } else {
        let words = |span| doc.words(span);
        let side = |p: &Participant| {
            let span = named(&doc, p);
            json!({ "text": words(span), "span": points.pair(span), "country": export::plover_country(&doc, p), "sector": p.sector })
        };
        let speaker = |p: Party| json!({ "text": words(p.span), "span": points.pair(p.span) });
        // Only sets that label status are scored by the record's own types; the others are labelled in PLOVER's codes.
        let own =
            gold["events"].as_array().is_some_and(|events| events.iter().any(|e| e["status"].is_string()));
        let of = |e: &Event| {
            let code = export::plover(e).map(|code| (code.kind, code.mode));
            let (kind, mode) = if own { Some((e.kind.as_str(), e.mode.as_deref())) } else { code }?;
            let statement = e.statement.and_then(|id| Document::items(&doc.statements).get(id.index()));
            Some(json!({
                "type": kind, "mode": mode, "status": e.status.name(), "trigger": points.pair(e.trigger),
                "source": e.actors.iter().map(side).collect::<Vec<_>>(),
                "target": e.recipients.iter().map(side).collect::<Vec<_>>(),
                "attribution": statement.and_then(|s| s.speaker).map(speaker),
            }))
        };
        json!({ "id": gold["id"], "events": found.iter().filter_map(of).collect::<Vec<_>>() })
    };
    Ok(Prediction { record, html: false, ms: Some(ms) })
}

/// What the police did, in the labels of the set on their actions. Who is arrested by nobody is arrested by the police.
fn police(doc: &Document, events: &[Event]) -> Vec<&'static str> {
    let mut labels = Vec::new();
    let arrest = |e: &Event| e.mode.as_deref() == Some("arrest") && e.actors.is_empty();
    let police = |e: &Event| e.actors.iter().any(|actor| matches!(actor.sector, Some("COP" | "MIL")));
    // To say something is an action as well.
    let speaks = |party: Party| {
        let words = doc.words(party.span).to_lowercase();
        ["police", "officer", "constable", "inspector"].iter().any(|word| words.contains(word))
    };
    if Document::items(&doc.statements).iter().filter_map(|s| s.speaker).any(speaks) {
        labels.push("ANY_ACTION");
    }
    for event in events.iter().filter(|e| police(e) || arrest(e)) {
        let killed = event.numbers.iter().any(|count| count.what == "killed");
        labels.push(match (event.status, event.kind.as_str(), event.mode.as_deref()) {
            (Status::Negated, ..) => "FAIL",
            (Status::Possible | Status::Denied, ..) => "ANY_ACTION",
            (_, "COERCE", Some("arrest")) => "ARREST",
            (_, "ASSAULT", _) if killed => "KILL",
            (_, "ASSAULT", _) => "FORCE",
            _ => "ANY_ACTION",
        });
    }
    if !labels.is_empty() {
        labels.push("ANY_ACTION");
    }
    labels.sort_unstable();
    labels.dedup();
    labels
}

/// The words of a participant; of a pronoun, those of the last mention before it that is none.
fn named(doc: &Document, participant: &Participant) -> Span {
    let span = participant.party.span;
    let entity = participant.party.entity.and_then(|id| Document::items(&doc.entities).get(id.index()));
    let mentions = entity.map_or(&[][..], |entity| &entity.mentions);
    let pronoun = mentions.iter().any(|m| m.span == span && m.kind == MentionKind::Pronoun);
    let before = mentions.iter().rev().find(|m| m.span.end <= span.start && m.kind != MentionKind::Pronoun);
    before.filter(|_| pronoun).map_or(span, |mention| mention.span)
}

/// The status of each predicate that the gold record names.
fn statuses(engine: &Engine, doc: &Document, gold: &Value, points: &CodePoints) -> Vec<Value> {
    let tokens = Document::items(&doc.tokens);
    let predicates = gold["predicates"].as_array().map_or(&[][..], Vec::as_slice);
    predicates
        .iter()
        .filter_map(|predicate| {
            let start = predicate["span"][0].as_u64()?;
            let index = tokens.partition_point(|token| u64::from(points.pair(token.span)[1]) <= start);
            let status = engine.status_of(doc, Id::new(index))?;
            Some(json!({ "span": predicate["span"], "status": factuality(status.name()) }))
        })
        .collect()
}

/// The benchmark's three values of an event's status.
fn factuality(status: &str) -> &str {
    match status {
        "asserted" => "asserted",
        "denied" | "negated" => "negated",
        _ => "uncertain",
    }
}
