//! Any bytes are a page, and every character of it leads back into the input.
#![no_main]
use dateline::read::{Hints, Page};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    // The first byte picks what is known from outside, so that headers are tried as well.
    let (kind, bytes) = data.split_first().map_or((0, data), |(first, rest)| (*first, rest));
    let content_type = match kind {
        b'1' => Some("text/html; charset=iso-8859-1"),
        b'2' => Some("text/html; charset=shift_jis"),
        b'3' => Some("text/html; charset=gb18030"),
        b'4' => Some("text/plain; charset=utf-16"),
        b'5' => Some("text/html; charset=iso-2022-jp"),
        b'6' => Some("text/html; charset=big5"),
        b'7' => Some("text/plain"),
        _ => None,
    };
    let hints = Hints {
        content_type: content_type.map(str::to_owned),
        url: (kind == b'8').then(|| "https://example.jp/a".to_owned()),
        ..Hints::default()
    };
    let page = Page::new(bytes, hints.clone());
    assert_eq!(page.source.sha256.len(), 64);
    assert!(!page.text.is_empty() || !page.warnings.is_empty());
    let compressed = bytes.starts_with(&[0x1f, 0x8b]);
    let mut end = 0;
    for (at, c) in page.text.char_indices().take(1 << 16) {
        let range = page.bytes.to_input(at..at + c.len_utf8());
        assert!(range.start <= range.end && end <= range.end, "{at} {range:?} {end}");
        assert!(compressed || range.end <= bytes.len());
        end = range.end;
    }
    if kind == b'9' {
        assert_eq!(page.text, Page::new(bytes, hints).text);
    }
});
