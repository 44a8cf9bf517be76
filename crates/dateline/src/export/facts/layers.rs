//! The annotations behind the article, as notes to the sentences that they begin in.
use super::super::cells::folded;
use crate::doc::{Attitude, Document, Event, Id, Participant, Party, Place, Span, Statement, Time, TimeKind};

/// One annotation.
pub(super) struct Note {
    /// Where it begins in the text.
    pub at: u32,
    /// The place of its layer in the flow.
    pub order: u8,
    /// The layer, in the singular.
    pub layer: &'static str,
    /// What was found.
    pub what: String,
    /// What does not fit the line.
    pub more: String,
    /// The rule.
    pub rule: String,
}

/// All annotations, layer by layer.
pub(super) fn notes(doc: &Document) -> Vec<Note> {
    let mut notes = entities(doc);
    notes.extend(Document::items(&doc.times).iter().map(|time| of_time(doc, time)));
    notes.extend(Document::items(&doc.places).iter().map(|place| of_place(doc, place)));
    notes.extend(Document::items(&doc.statements).iter().map(|statement| of_statement(doc, statement)));
    notes.extend(Document::items(&doc.events).iter().map(|event| of_event(doc, event)));
    notes
}

/// An entity is introduced where it is first mentioned; later mentions name it.
fn entities(doc: &Document) -> Vec<Note> {
    let mut notes = Vec::new();
    let all = Document::items(&doc.entities);
    for entity in all {
        for (i, mention) in entity.mentions.iter().enumerate() {
            let words = folded(doc.words(mention.span));
            let name = if words == entity.name { words } else { format!("{words} = {}", entity.name) };
            if i == 0 {
                let affiliation = entity.affiliation.and_then(|id| all.get(id.index()));
                let about = [
                    Some(entity.kind.name().to_lowercase()),
                    entity.role.as_deref().map(folded),
                    affiliation.map(|org| format!("of {}", org.name)),
                    entity.country.clone(),
                    entity.geonames.map(|id| format!("geonames {id}")),
                ];
                notes.push(Note {
                    at: mention.span.start,
                    order: 0,
                    layer: "entity",
                    what: columns(&name, &about.into_iter().flatten().collect::<Vec<_>>().join(", ")),
                    more: String::new(),
                    rule: entity.rule.to_string(),
                });
            } else {
                notes.push(Note {
                    at: mention.span.start,
                    order: 0,
                    layer: "mention",
                    what: columns(&name, mention.kind.name()),
                    more: String::new(),
                    rule: mention.rule.to_string(),
                });
            }
        }
    }
    notes
}

fn of_time(doc: &Document, time: &Time) -> Note {
    let mut value = time.value.clone();
    if time.kind != TimeKind::Date {
        value = format!("{value} ({})", time.kind.name().to_lowercase());
    }
    let interval = match (&time.from, &time.to) {
        (Some(from), Some(to)) if from == to && *from == time.value => None,
        (None, None) => None,
        (from, to) => Some(format!("{} to {}", or_dash(from), or_dash(to))),
    };
    let anchor = time.anchor.as_ref().map(|anchor| format!("against {anchor}"));
    Note {
        at: time.span.start,
        order: 1,
        layer: "time",
        what: columns(&folded(doc.words(time.span)), &value),
        more: parts([interval, anchor]),
        rule: time.rule.to_string(),
    }
}

fn of_place(doc: &Document, place: &Place) -> Note {
    let about = [
        Some(place.name.clone()),
        place.admin1.clone(),
        place.country.clone(),
        place.geonames.map(|id| format!("geonames {id}")),
    ];
    let point = place.point.map(|(lat, lon)| format!("{lat:.3}, {lon:.3}"));
    let confidence = Some(format!("confidence {:.2}", place.confidence));
    Note {
        at: place.span.start,
        order: 2,
        layer: "place",
        what: columns(
            &folded(doc.words(place.span)),
            &about.into_iter().flatten().collect::<Vec<_>>().join(", "),
        ),
        more: parts([Some(place.usage.name().to_owned()), place.feature.clone(), point, confidence]),
        rule: place.rule.to_string(),
    }
}

fn of_statement(doc: &Document, statement: &Statement) -> Note {
    let content: Vec<String> = statement.content.iter().map(|span| statement_words(doc, *span)).collect();
    let speaker = statement.speaker.map_or("-".to_owned(), |party| of_party(doc, party));
    let more = [
        Some(statement.kind.name().to_owned()),
        (statement.attitude != Attitude::Asserted).then(|| statement.attitude.name().to_owned()),
        statement.anonymous.then(|| "anonymous".to_owned()),
        (!statement.cosigners.is_empty()).then(|| {
            let names: Vec<String> = statement.cosigners.iter().map(|party| of_party(doc, *party)).collect();
            format!("with {}", names.join(" and "))
        }),
        statement.cue.map(|span| format!("cue {}", folded(doc.words(span)))),
        statement.addressee.map(|party| format!("to {}", of_party(doc, party))),
        statement.citing.map(|party| format!("citing {}", of_party(doc, party))),
        statement.said_on.and_then(|id| value_of(doc, id)).map(|value| format!("said on {value}")),
        statement.medium.as_ref().map(|medium| format!("by {medium}")),
        statement.first_report.then(|| "first report".to_owned()),
    ];
    Note {
        at: statement.content.first().or(statement.cue.as_ref()).map_or(0, |span| span.start),
        order: 3,
        layer: "statement",
        what: format!("{speaker} -> {}", content.join(" ... ")),
        more: parts(more),
        rule: statement.rule.to_string(),
    }
}

/// Content in the quotation marks that it has in the text, or in single ones if it has none.
fn statement_words(doc: &Document, span: Span) -> String {
    let words = folded(doc.words(span));
    if words.starts_with(['"', '“', '„', '«', '‘']) { words } else { format!("'{words}'") }
}

fn of_event(doc: &Document, event: &Event) -> Note {
    let kind = match &event.mode {
        Some(mode) => format!("{} ({mode})", event.kind),
        None => event.kind.clone(),
    };
    let places = Document::items(&doc.places);
    let statements = Document::items(&doc.statements);
    let speaker = event.statement.map(|id| {
        let speaker = statements.get(id.index()).and_then(|statement| statement.speaker);
        format!("per {}", speaker.map_or("-".to_owned(), |party| of_party(doc, party)))
    });
    let more = [
        Some(event.status.name().to_owned()),
        event.historical.then(|| "historical".to_owned()),
        participants(doc, "by", &event.actors),
        participants(doc, "to", &event.recipients),
        event.when.and_then(|id| value_of(doc, id)),
        event.place.and_then(|id| places.get(id.index())).map(|place| format!("in {}", place.name)),
        event.day.map(|day| format!("on {day} by tense")),
        (!event.implied.is_empty()).then(|| {
            let names: Vec<&str> = event.implied.iter().map(|field| field.name()).collect();
            format!("implied {}", names.join(" "))
        }),
        speaker,
        numbers(doc, event),
        event.same_as.map(|id| format!("same as v{}", id.index() + 1)),
        Some(format!("confidence {:.2}", event.confidence)),
    ];
    Note {
        at: event.trigger.start,
        order: 4,
        layer: "event",
        what: columns(&folded(doc.words(event.trigger)), &kind),
        more: parts(more),
        rule: event.rule.to_string(),
    }
}

fn numbers(doc: &Document, event: &Event) -> Option<String> {
    let all: Vec<String> =
        event.numbers.iter().map(|count| format!("{} {}", doc.words(count.span), count.what)).collect();
    (!all.is_empty()).then(|| all.join(" and "))
}

fn participants(doc: &Document, role: &str, participants: &[Participant]) -> Option<String> {
    let names: Vec<String> = participants
        .iter()
        .map(|participant| {
            let name = of_party(doc, participant.party);
            match (&participant.country, participant.sector) {
                (Some(country), Some(sector)) => format!("{name} [{country} {sector}]"),
                (Some(code), None) => format!("{name} [{code}]"),
                (None, Some(code)) => format!("{name} [{code}]"),
                (None, None) => name,
            }
        })
        .collect();
    (!names.is_empty()).then(|| format!("{role} {}", names.join(" and ")))
}

/// The words, and the entity that they mean if it has another name.
fn of_party(doc: &Document, party: Party) -> String {
    let words = folded(doc.words(party.span));
    let entity = party.entity.and_then(|id| Document::items(&doc.entities).get(id.index()));
    match entity {
        Some(entity) if entity.name != words => format!("{words} = {}", entity.name),
        _ => words,
    }
}

fn value_of(doc: &Document, id: Id<Time>) -> Option<String> {
    Document::items(&doc.times).get(id.index()).map(|time| time.value.clone())
}

fn or_dash(value: &Option<String>) -> &str {
    value.as_deref().unwrap_or("-")
}

fn columns(words: &str, value: &str) -> String {
    format!("{words:<20} {value}")
}

fn parts<const N: usize>(parts: [Option<String>; N]) -> String {
    parts.into_iter().flatten().collect::<Vec<_>>().join("; ")
}
