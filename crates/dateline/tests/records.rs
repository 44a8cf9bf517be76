//! Records and back.
#![allow(clippy::unwrap_used, clippy::print_stderr)]
use std::path::Path;

use dateline::doc::Document;
use dateline::read::walk;
use dateline::{Engine, Record};

/// All pages below a folder, as records and back; how many there were.
fn round(folder: &Path) -> usize {
    let engine = Engine::new().unwrap();
    let mut count = 0;
    for input in walk([folder]) {
        let record = serde_json::to_value(Record::of(&engine.read(&input.unwrap().into_page()))).unwrap();
        let name = record["source"]["uri"].as_str().unwrap_or("").to_owned();
        let doc = Document::from_record(&record).unwrap_or_else(|error| panic!("{name}: {error}"));
        let again = serde_json::to_value(Record::of(&doc)).unwrap();
        for (layer, value) in record.as_object().unwrap() {
            assert_eq!(&again[layer], value, "{name}: {layer}");
        }
        count += 1;
    }
    count
}

#[test]
fn records_of_our_pages_come_back() {
    assert!(round(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/pages")) > 0);
}

#[test]
fn records_of_the_development_pages_come_back() {
    let shared = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared");
    if !shared.exists() {
        eprintln!("skipped: the shared data is not here");
        return;
    }
    assert!(round(&shared.join("seed")) > 0);
    assert!(round(&shared.join("bench/extraction/pages")) > 0);
}

#[test]
fn what_is_wrong_is_named() {
    let engine = Engine::new().unwrap();
    let page = dateline::read::Page::new(b"<h1>Port</h1><p>It reopened on Monday.</p>", Default::default());
    let record = serde_json::to_value(Record::of(&engine.read(&page))).unwrap();
    let check = |path: &str, value: serde_json::Value| {
        let mut record = record.clone();
        *record.pointer_mut(path).unwrap() = value;
        assert_eq!(Document::from_record(&record).unwrap_err().field, path);
    };
    check("/zones/0/kind", "banner".into());
    check("/text", 7.into());
    check("/times", "none".into());
}
