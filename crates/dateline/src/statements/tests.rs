use std::sync::LazyLock;

use super::*;
use crate::doc::StatementKind;
use crate::{Engine, Stage};

/// One engine for all tests: loading the data takes longer than reading a sentence.
static ENGINE: LazyLock<Engine> = LazyLock::new(|| Engine::new().unwrap());

fn read(text: &str) -> Document {
    let mut doc = Document::of_text(text, crate::doc::Date::parse("2024-03-05"));
    ENGINE.annotate(&mut doc, Stage::Statements);
    doc
}

fn content(doc: &Document, statement: &Statement) -> String {
    statement.content.iter().map(|span| doc.words(*span)).collect::<Vec<_>>().join(" ")
}

/// Speakers and contents, a line each: "Ruiz: It rained."
fn found(text: &str) -> Vec<String> {
    let doc = read(text);
    let speaker = |s: &Statement| s.speaker.map_or("?", |speaker| doc.words(speaker.span)).to_owned();
    Document::items(&doc.statements).iter().map(|s| format!("{}: {}", speaker(s), content(&doc, s))).collect()
}

#[test]
fn the_examples_of_the_cues_hold() {
    let rules = Rules::load(&Data::embedded()).unwrap();
    let mut wrong = Vec::new();
    for cue in &rules.cues.cues {
        assert!(!cue.example.is_empty() && !cue.counter_example.is_empty(), "{:?}", cue.lemmas);
        for example in &cue.example {
            let doc = read(&example.text);
            let items = Document::items(&doc.statements);
            let holds = items.iter().any(|s| {
                content(&doc, s) == example.content
                    && s.speaker.is_some_and(|speaker| doc.words(speaker.span) == example.speaker)
                    && example.first_report == s.first_report
                    && example.addressee.as_deref() == s.addressee.map(|a| doc.words(a.span))
            });
            if !holds {
                wrong.push(format!("{}\n    {:?}", example.text, found(&example.text)));
            }
        }
        for example in &cue.counter_example {
            let found = found(&example.text);
            if !found.is_empty() {
                wrong.push(format!("{}\n    {found:?}", example.text));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn pieces_of_one_quotation_are_joined() {
    let text = "“We are ready,” Ruiz said. “The boats are here. They will sail.”";
    assert_eq!(found(text), ["Ruiz: We are ready, The boats are here. They will sail."]);
}

#[test]
fn a_quotation_left_open_goes_on_in_the_next_paragraph() {
    let text = "Ruiz said: “We are ready.\n\n“The boats are here.”";
    assert_eq!(found(text), ["Ruiz: We are ready. The boats are here."]);
}

#[test]
fn the_chain_is_kept() {
    let doc = read("Citing two officials, the Almer Herald said that the port had closed.");
    let statement = &Document::items(&doc.statements)[0];
    assert_eq!(statement.citing.map(|c| doc.words(c.span)), Some("two officials"));
    let doc = read("\"It is late,\" Ruiz said in a statement to several newspapers.");
    let statement = &Document::items(&doc.statements)[0];
    assert_eq!(statement.medium.as_deref(), Some("statement"));
    assert_eq!(statement.addressee.map(|a| doc.words(a.span)), Some("several newspapers"));
    assert_eq!(statement.kind, StatementKind::Direct);
}

#[test]
fn sources_stand_before_and_behind() {
    assert_eq!(found("The port is closed, according to Ana Ruiz."), ["Ana Ruiz: The port is closed"]);
    assert_eq!(found("According to Ana Ruiz, the port is closed."), ["Ana Ruiz: the port is closed"]);
}

#[test]
fn hostile_words_take_linear_time() {
    for word in ["said ", "\"", "\" said A, ", "according to ", "A, ", "‘a ", "said that ", "(", "and said "]
    {
        read(&word.repeat(100_000 / word.len()));
    }
}
