use std::sync::LazyLock;

use super::cues::Example;
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

/// True if a statement of the text is what the example says.
fn holds(doc: &Document, example: &Example) -> bool {
    let words = |party: Option<crate::doc::Party>| party.map(|party| doc.words(party.span));
    Document::items(&doc.statements).iter().any(|s| {
        let said_on = s.said_on.map(|id| Document::items(&doc.times)[id.index()].value.as_str());
        let cosigners: Vec<&str> = s.cosigners.iter().map(|party| doc.words(party.span)).collect();
        content(doc, s) == example.content
            && words(s.speaker) == Some(example.speaker.as_str())
            && words(s.addressee) == example.addressee.as_deref()
            && words(s.citing) == example.citing.as_deref()
            && s.medium == example.medium
            && cosigners == example.cosigners
            && s.anonymous == example.anonymous
            && s.first_report == example.first_report
            && example.said_on.as_deref().is_none_or(|value| said_on == Some(value))
            && example.attitude.is_none_or(|attitude| s.attitude == attitude)
    })
}

/// The text and all that was found in it.
fn shown(text: &str) -> String {
    let doc = read(text);
    let found: Vec<String> = Document::items(&doc.statements)
        .iter()
        .map(|s| {
            let words = |party: Option<crate::doc::Party>| party.map_or("-", |party| doc.words(party.span));
            let cosigners: Vec<&str> = s.cosigners.iter().map(|party| doc.words(party.span)).collect();
            format!(
                "{}: {} ({:?}; with {cosigners:?}; to {}; citing {}; by {:?}; on {:?}; anonymous {}; first {}; {})",
                words(s.speaker), content(&doc, s), s.attitude, words(s.addressee), words(s.citing), s.medium,
                s.said_on.map(|id| &Document::items(&doc.times)[id.index()].value), s.anonymous, s.first_report,
                s.rule.as_str(),
            )
        })
        .collect();
    format!("{text}\n    {}", found.join("\n    "))
}

#[test]
fn the_examples_of_the_cues_hold() {
    let rules = Rules::load(&Data::embedded()).unwrap();
    let mut wrong = Vec::new();
    for cue in &rules.cues.cues {
        assert!(!cue.example.is_empty() && !cue.counter_example.is_empty(), "{:?}", cue.lemmas);
        wrong.extend(cue.example.iter().filter(|e| !holds(&read(&e.text), e)).map(|e| shown(&e.text)));
        let silent = |text: &str| Document::items(&read(text).statements).is_empty();
        wrong.extend(cue.counter_example.iter().filter(|e| !silent(&e.text)).map(|e| shown(&e.text)));
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn the_examples_of_the_chains_hold() {
    #[derive(serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    struct File {
        example: Vec<Example>,
    }
    let data = Data::embedded();
    let mut wrong = Vec::new();
    let mut count = 0;
    for (name, _) in data.below("statements/chains/") {
        let file: File = data.toml(name).unwrap();
        count += file.example.len();
        wrong.extend(file.example.iter().filter(|e| !holds(&read(&e.text), e)).map(|e| shown(&e.text)));
    }
    assert!(count > 100, "{count} examples");
    assert!(wrong.is_empty(), "\n{} of {count}\n{}", wrong.len(), wrong.join("\n"));
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
