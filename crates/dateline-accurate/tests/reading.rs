//! What the accurate model says, and that it says the same whatever stands around a sentence.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use dateline::doc::{Document, NameKind};
use dateline::{Engine, Stage};
use dateline_accurate::Accurate;

fn read(text: &str) -> Document {
    let engine = Engine::new().unwrap().with_reader(Accurate::built_in().unwrap());
    let mut doc = Document::of_text(text, None);
    engine.annotate(&mut doc, Stage::Language);
    doc
}

#[test]
fn tags_arcs_and_names() {
    let doc = read("Maria Lopez flew to Oslo.");
    let tokens = Document::items(&doc.tokens);
    let upos: Vec<_> = tokens.iter().map(|t| t.upos.unwrap()).collect();
    assert_eq!(upos, ["PROPN", "PROPN", "VERB", "ADP", "PROPN", "PUNCT"]);
    let heads: Vec<_> = tokens.iter().map(|t| t.head.map(|h| h.index())).collect();
    assert_eq!(heads, [Some(2), Some(0), None, Some(4), Some(2), Some(2)]);
    let names = Document::items(&doc.names);
    let names: Vec<_> = names.iter().map(|n| (doc.words(n.span), n.kind)).collect();
    assert_eq!(names, [("Maria Lopez", NameKind::Person), ("Oslo", NameKind::Place)]);
}

#[test]
fn a_sentence_of_any_length_is_one_tree() {
    for text in ["ships, ".repeat(900), "x".repeat(5000), "港".repeat(700), "a.b@c/d-".repeat(300)] {
        let doc = read(&format!("The harbour had {text}"));
        for sentence in Document::items(&doc.sentences) {
            let roots = Document::items(&doc.tokens)[sentence.range()].iter().filter(|t| t.head.is_none());
            assert_eq!(roots.count(), 1);
        }
    }
    assert!(Document::items(&read("").tokens).is_empty());
}
