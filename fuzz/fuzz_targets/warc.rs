//! Any bytes are an archive, and what it cannot give it reports inside the file.
#![no_main]
use dateline::read::WarcReader;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let mut reader = WarcReader::new(data, "fuzz");
    let pages = reader.by_ref().take(10_000).count();
    let report = reader.report();
    assert_eq!(pages as u64, report.pages);
    assert!(report.damage.len() as u64 <= report.damage_count);
    for damage in &report.damage {
        assert!(damage.offset + damage.skipped <= data.len() as u64, "{damage}");
    }
});
