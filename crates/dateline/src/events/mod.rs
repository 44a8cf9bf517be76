//! What happened: events with type, actors, status and the statement that asserts them.
mod clause;
mod context;
mod frame;
mod status;
mod types;

use self::clause::{Clause, Named};
use self::frame::Frame;
use self::status::{Says, StatusWords};
use self::types::{Entry, Trigger, Types};
use crate::doc::{
    Document, Entity, EntityKind, Event, Id, Layer, MentionKind, Participant, Party, RuleId, Span, Status,
    Trial,
};
use crate::lexicon::{Data, Error, FunctionWords, Verbs};

/// The rules and word lists of this stage, from `data/events/`.
#[derive(Debug)]
pub struct Rules {
    types: Types,
    status: StatusWords,
    words: FunctionWords,
}

impl Rules {
    /// Reads the rules.
    pub fn load(data: &Data) -> Result<Rules, Error> {
        let verbs = Verbs::load(data)?;
        Ok(Rules {
            types: Types::load(data, &verbs)?,
            status: StatusWords::load(data, &verbs)?,
            words: FunctionWords::load(data)?,
        })
    }
}

/// Adds the layer.
pub fn annotate(rules: &Rules, doc: &Document) -> Layer<Event> {
    let mut layer = Layer::default();
    if !doc.is_english() {
        return layer;
    }
    let mut mentions: Vec<(Span, Id<Entity>, MentionKind)> = Vec::new();
    for (index, entity) in Document::items(&doc.entities).iter().enumerate() {
        mentions.extend(entity.mentions.iter().map(|m| (m.span, Id::new(index), m.kind)));
    }
    mentions.sort_by_key(|(span, ..)| (span.start, std::cmp::Reverse(span.end)));
    for sentence in Document::items(&doc.sentences) {
        let clause = Clause::of(&rules.words, doc, sentence, &mentions);
        let mut at = 0;
        while at < clause.tokens.len() {
            let past = event_at(rules, &clause, at, &mut layer);
            at = past.unwrap_or(at + 1);
        }
    }
    layer
}

/// Adds the event whose trigger begins at a token, and gives the token after the trigger.
fn event_at(rules: &Rules, clause: &Clause<'_>, at: usize, layer: &mut Layer<Event>) -> Option<usize> {
    if clause.mentions.iter().any(|m| m.is_name && m.kind != EntityKind::Event && m.tokens.contains(&at)) {
        return None; // part of a name
    }
    for entry in rules.types.entries(clause.word(at)) {
        let end = at + 1 + entry.rest.len();
        if !entry.rest.iter().enumerate().all(|(i, word)| clause.word(at + 1 + i) == word) {
            continue;
        }
        let trigger = rules.types.trigger(entry);
        let span = clause.span(at..at + 1)?;
        let found = frame::find(&rules.status, clause, entry, trigger, at, end);
        let why = match &found {
            None => Some("its frame does not fit"),
            Some(frame) => unfit(trigger, frame),
        };
        let name = &rules.types.types[entry.of_type].name;
        let rule = RuleId::from(format!("events/{}", name.to_lowercase()));
        if clause.doc.explain {
            layer.trials.push(Trial {
                span: Some(span),
                quote: clause.doc.words(span).to_owned(),
                rule: rule.clone(),
                won: why.is_none(),
                reason: why.unwrap_or("its frame fits").to_owned(),
            });
        }
        if let (Some(frame), None) = (found, why) {
            layer.items.push(event(rules, clause, entry, trigger, frame, span, rule));
            return Some(end);
        }
    }
    None
}

/// Why there are too few participants, or the wrong ones, for an event.
fn unfit(trigger: &Trigger, frame: &Frame) -> Option<&'static str> {
    let (actor, recipient) = (!frame.actors.is_empty(), !frame.recipients.is_empty());
    let known = (actor || recipient) || trigger.alone || (trigger.any_actor && frame.has_subject);
    let patient = frame.recipients.first().or(frame.actors.first());
    if !known {
        Some("neither actor nor recipient is known")
    } else if trigger.needs_both && !(actor && recipient) {
        Some("only one of actor and recipient is known")
    } else if trigger.needs_actor && !actor {
        Some("the actor is not known")
    } else if trigger.people && patient.is_none_or(|m| m.kind != EntityKind::Person) {
        Some("it is not about a person")
    } else {
        None
    }
}

fn event(
    rules: &Rules,
    clause: &Clause<'_>,
    entry: &Entry,
    trigger: &Trigger,
    frame: Frame,
    span: Span,
    rule: RuleId,
) -> Event {
    let says: Vec<Says> = frame.before.clone().filter_map(|i| rules.status.at(clause, i)).collect();
    let status = says.iter().copied().filter_map(|s| Some((s, s.status()?))).min_by_key(|(s, _)| *s);
    let status = status.map_or(Status::Asserted, |(_, status)| status);
    let kind = &rules.types.types[entry.of_type].name;
    let participant = |named: &Named| Participant {
        party: Party { span: named.span, entity: Some(named.entity) },
        country: named.country.clone(),
    };
    let context = context::of(clause, span);
    let known = usize::from(!frame.actors.is_empty()) + usize::from(!frame.recipients.is_empty());
    Event {
        kind: kind.clone(),
        mode: trigger.mode.clone(),
        trigger: span,
        actors: frame.actors.iter().map(participant).collect(),
        recipients: frame.recipients.iter().map(participant).collect(),
        when: context.when,
        place: context.place,
        status,
        historical: context.historical || says.contains(&Says::Historical),
        statement: context.statement,
        confidence: rules.types.confidence(kind, known),
        rule,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::{Engine, Stage};

    /// The events of a sentence, and their countries.
    fn read(engine: &Engine, text: &str) -> Document {
        let mut doc = Document::of_text(text, crate::doc::Date::parse("2024-03-05"));
        engine.annotate(&mut doc, Stage::Events);
        doc
    }

    #[test]
    fn examples() {
        let data = Data::embedded();
        let engine = Engine::new().unwrap();
        let types = Types::load(&data, &Verbs::load(&data).unwrap()).unwrap();
        let countries =
            |side: &[Participant]| -> Vec<String> { side.iter().filter_map(|p| p.country.clone()).collect() };
        let mut wrong = Vec::new();
        for kind in &types.types {
            for example in &kind.example {
                let doc = read(&engine, &example.text);
                let events = Document::items(&doc.events);
                let found =
                    events.iter().find(|e| e.kind == kind.name && doc.words(e.trigger) == example.trigger);
                let holds = found.is_some_and(|found| {
                    let all = |side: &[Participant], expected: &[String]| {
                        let found = countries(side);
                        expected.iter().all(|country| found.contains(country))
                    };
                    all(&found.actors, &example.actors)
                        && all(&found.recipients, &example.recipients)
                        && found.status.name() == example.status.as_deref().unwrap_or("asserted")
                });
                if !holds {
                    wrong.push(format!("{}: {}\n    {events:?}", kind.name, example.text));
                }
            }
            for example in &kind.counter_example {
                let doc = read(&engine, &example.text);
                if Document::items(&doc.events).iter().any(|e| e.kind == kind.name) {
                    wrong.push(format!("no {}: {}", kind.name, example.text));
                }
            }
        }
        assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
    }
}
