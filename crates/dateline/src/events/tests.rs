use super::types::Types;
use crate::doc::{Document, Participant};
use crate::engine::{Engine, Stage};
use crate::lexicon::Data;

fn read(engine: &Engine, text: &str) -> Document {
    let mut doc = Document::of_text(text, crate::doc::Date::parse("2024-03-05"));
    engine.annotate(&mut doc, Stage::Events);
    doc
}

/// True if each of `expected` is the country of a participant or among its words.
fn all(doc: &Document, side: &[Participant], expected: &[String]) -> bool {
    expected.iter().all(|one| {
        side.iter().any(|p| p.country.as_ref() == Some(one) || doc.words(p.party.span).contains(one.as_str()))
    })
}

#[test]
fn examples() {
    let engine = Engine::new().unwrap();
    let types = Types::load(&Data::embedded()).unwrap();
    let mut wrong = Vec::new();
    for kind in &types.types {
        for example in &kind.example {
            let doc = read(&engine, &example.text);
            let events = Document::items(&doc.events);
            let holds = events.iter().any(|found| {
                found.kind == kind.name
                    && doc.words(found.trigger) == example.trigger
                    && all(&doc, &found.actors, &example.actors)
                    && all(&doc, &found.recipients, &example.recipients)
                    && found.status.name() == example.status.as_deref().unwrap_or("asserted")
                    && example.mode.as_ref().is_none_or(|mode| found.mode.as_ref() == Some(mode))
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
