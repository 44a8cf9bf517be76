//! Pieces of pages, such as a program or an editor hands over: no `<html>`, no element around the paragraphs.
#![allow(clippy::unwrap_used)]
use dateline::Engine;
use dateline::read::{Hints, Page};

#[test]
fn paragraphs_that_nothing_is_around_are_all_read() {
    let engine = Engine::new().unwrap();
    let page = "<h1>Port reopens</h1><p>The port of Almer reopened on Monday.</p><p>A ship came from Lima in the morning.</p>";
    let doc = engine.read(&Page::new(page.as_bytes(), Hints::default()));
    assert_eq!(
        doc.text.as_str(),
        "Port reopens\n\nThe port of Almer reopened on Monday.\n\nA ship came from Lima in the morning."
    );
}
