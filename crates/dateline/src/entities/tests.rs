use std::sync::LazyLock;

use serde::Deserialize;

use super::*;
use crate::lexicon::Data;
use crate::{Engine, Stage};

/// One engine for all tests: loading the data takes longer than reading a sentence.
static ENGINE: LazyLock<Engine> = LazyLock::new(|| Engine::new().unwrap());

#[derive(Deserialize)]
struct File {
    sieve: Vec<Sieve>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Sieve {
    name: String,
    example: Vec<Example>,
    counter_example: Vec<CounterExample>,
}

/// The mention is of the entity, by the sieve.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Example {
    text: String,
    mention: String,
    entity: String,
}

/// The sieve does not touch the mention.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CounterExample {
    text: String,
    mention: String,
}

fn read(text: &str) -> Document {
    let mut doc = Document::of_text(text, crate::doc::Date::parse("2024-03-05"));
    ENGINE.annotate(&mut doc, Stage::Entities);
    doc
}

/// All mentions, a line an entity: "Ana Ruiz: Ana Ruiz (entities/...), she (entities/...)".
fn found(doc: &Document) -> String {
    let mention = |m: &Mention| format!("{} ({})", doc.words(m.span), m.rule.as_str());
    let line = |e: &Entity| {
        let mentions: Vec<String> = e.mentions.iter().map(mention).collect();
        format!("    {} {}: {}", e.kind.name(), e.name, mentions.join(", "))
    };
    Document::items(&doc.entities).iter().map(line).collect::<Vec<_>>().join("\n")
}

#[test]
fn the_examples_of_the_sieves_hold() {
    let file: File = Data::embedded().toml("entities/coreference.toml").unwrap();
    let mut wrong = Vec::new();
    for sieve in &file.sieve {
        assert!(!sieve.example.is_empty() && !sieve.counter_example.is_empty(), "{}", sieve.name);
        let rule = format!("entities/{}", sieve.name);
        let by_sieve = |doc: &Document, entity: &Entity, mention: &str| {
            entity.mentions.iter().any(|m| m.rule.as_str() == rule && doc.words(m.span) == mention)
        };
        for example in &sieve.example {
            let doc = read(&example.text);
            let named = |e: &&Entity| {
                e.name == example.entity || e.mentions.iter().any(|m| doc.words(m.span) == example.entity)
            };
            let holds = Document::items(&doc.entities)
                .iter()
                .filter(named)
                .any(|e| by_sieve(&doc, e, &example.mention));
            if !holds {
                wrong.push(format!("{rule}: {}\n{}", example.text, found(&doc)));
            }
        }
        for example in &sieve.counter_example {
            let doc = read(&example.text);
            if Document::items(&doc.entities).iter().any(|e| by_sieve(&doc, e, &example.mention)) {
                wrong.push(format!("not {rule}: {}\n{}", example.text, found(&doc)));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn what_is_spoken_of_once_and_not_named_is_no_entity() {
    assert_eq!(found(&read("A resident left.")), "");
}

#[test]
fn a_name_that_opens_a_report_in_capitals_is_no_other() {
    let doc = read("ANA Ruiz left the port on Monday. Ana Ruiz had been the harbour master.");
    let people: Vec<&str> = Document::items(&doc.entities)
        .iter()
        .filter(|entity| entity.kind == EntityKind::Person)
        .map(|entity| entity.name.as_str())
        .collect();
    assert_eq!(people, ["Ana Ruiz"], "{}", found(&doc));
}

#[test]
fn hostile_words_take_little_time() {
    for word in ["she ", "the company ", "\"I ", "Ana Ruiz ", "her brother's ", "they said ", "it, "] {
        read(&word.repeat(20_000 / word.len()));
    }
}

#[test]
fn the_examples_of_affiliation_hold() {
    let rules = affiliation::Affiliation::load(&Data::embedded()).unwrap();
    let of = |text: &str, person: &str| {
        let doc = read(text);
        let all = Document::items(&doc.entities);
        let entity = all.iter().find(|e| e.name == person).map(|e| e.affiliation);
        (entity.flatten().map(|id| all[id.index()].name.clone()), found(&doc))
    };
    let mut wrong = Vec::new();
    for example in &rules.example {
        let (org, all) = of(&example.text, &example.person);
        if org.as_deref() != Some(&example.affiliation) {
            wrong.push(format!("{}: {org:?}\n{all}", example.text));
        }
    }
    for example in &rules.counter_example {
        let (org, all) = of(&example.text, &example.person);
        if org.is_some() {
            wrong.push(format!("not {}: {org:?}\n{all}", example.text));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}
