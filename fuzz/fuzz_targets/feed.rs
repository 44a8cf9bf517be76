//! Any bytes are a feed: what could be read, and warnings that say where.
#![no_main]
use dateline_fetch::discover;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let found = discover(data, "https://news.example/feed.xml", None);
    for link in &found.links {
        assert!(link.url.starts_with("http"), "{}", link.url);
    }
    assert!(found.warnings.len() <= 101);
    for warning in &found.warnings {
        assert!(!warning.message.is_empty());
        assert_eq!(warning.line == 0, warning.column == 0, "{warning}");
    }
    // Read again, it says the same.
    assert_eq!(found, discover(data, "https://news.example/feed.xml", None));
});
