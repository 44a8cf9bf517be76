//! Any page has a record, and every annotation of it lies in the text.
#![no_main]
use std::sync::LazyLock;

use dateline::doc::Document;
use dateline::read::{Hints, Page};
use dateline::{Engine, Record, Stage};
use libfuzzer_sys::fuzz_target;

static ENGINE: LazyLock<Engine> = LazyLock::new(|| Engine::new().expect("the built-in rules load"));

fuzz_target!(|data: &[u8]| {
    let page = Page::new(data, Hints::default());
    let doc = ENGINE.run(&page, Stage::Article, false);
    let text = doc.text.as_str();
    for zone in Document::items(&doc.zones) {
        assert!(text.get(zone.span.range()).is_some(), "{:?}", zone.span);
        if let Some(range) = doc.text.page_range(zone.span) {
            assert!(range.start <= range.end && range.end <= page.text.len(), "{range:?}");
        }
    }
    let first = serde_json_of(&doc);
    assert_eq!(first, serde_json_of(&ENGINE.run(&page, Stage::Article, false)));
});

fn serde_json_of(doc: &Document) -> String {
    serde_json::to_string(&Record::of(doc)).expect("a record is JSON")
}
