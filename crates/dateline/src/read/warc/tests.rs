//! Whole, damaged and hostile archives.
use std::io::Write;

use flate2::write::GzEncoder;

use super::*;

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn record(kind: &str, i: usize, payload: &[u8]) -> Vec<u8> {
    let head = format!(
        "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: https://example.org/{i}\r\n\
         WARC-Date: 2024-03-05T09:00:07Z\r\nContent-Length: {}\r\n\r\n",
        payload.len()
    );
    [head.as_bytes(), payload, b"\r\n\r\n"].concat()
}

/// A page that does not compress to nothing, so that there is something to damage.
fn html(i: usize) -> Vec<u8> {
    let mut seed = i as u64 + 1;
    let mut html =
        String::from("HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<!doctype html>");
    for n in 0..400 {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        html.push_str(&format!("<p>{i} {n} {:x}", seed >> 20));
    }
    html.into_bytes()
}

fn records(count: usize) -> Vec<Vec<u8>> {
    (0..count).map(|i| record("response", i, &html(i))).collect()
}

/// The numbers of the pages that are read, and the report.
fn read(file: &[u8]) -> (Vec<usize>, Report) {
    let mut reader = WarcReader::new(file, "f");
    let mut numbers = Vec::new();
    for page in reader.by_ref() {
        let url = page.hints.url.unwrap();
        let number: usize = url.rsplit('/').next().unwrap().parse().unwrap();
        let expected = html(number);
        let body = http::split_head(&expected).1;
        assert!(page.bytes == body, "page {number} is not what was written");
        numbers.push(number);
    }
    (numbers, reader.report().clone())
}

fn check_lost(file: &[u8], count: usize, lost: &[usize], damages: &[&str]) -> Report {
    let (numbers, report) = read(file);
    let expected: Vec<usize> = (0..count).filter(|i| !lost.contains(i)).collect();
    assert_eq!(numbers, expected, "{:?}", report.damage);
    let found: Vec<String> = report.damage.iter().map(ToString::to_string).collect();
    assert_eq!(found.len(), damages.len(), "{found:?}");
    for (found, expected) in found.iter().zip(damages) {
        assert!(found.contains(expected), "no `{expected}` in `{found}`");
    }
    report
}

#[test]
fn whole_files_are_read_in_every_packing() {
    let records = records(30);
    let plain = records.concat();
    check_lost(&plain, 30, &[], &[]);
    let members: Vec<u8> = records.iter().flat_map(|r| gzip(r)).collect();
    check_lost(&members, 30, &[], &[]);
    // All records in one member; members of a fixed size; members of nothing.
    check_lost(&gzip(&plain), 30, &[], &[]);
    let blocks: Vec<u8> = plain.chunks(5000).flat_map(gzip).collect();
    check_lost(&blocks, 30, &[], &[]);
    let empty: Vec<u8> = records.iter().flat_map(|r| [gzip(b""), gzip(r)].concat()).collect();
    check_lost(&empty, 30, &[], &[]);
    check_lost(b"", 0, &[], &[]);
}

#[test]
fn a_page_knows_where_it_came_from() {
    let records = records(2);
    let members: Vec<Vec<u8>> = records.iter().map(|r| gzip(r)).collect();
    let file = members.concat();
    let page = WarcReader::new(&file[..], "a.warc.gz").nth(1).unwrap();
    assert_eq!(page.hints.uri, Some(format!("a.warc.gz#{}", members[0].len())));
    assert_eq!(page.hints.url.as_deref(), Some("https://example.org/1"));
    assert_eq!(page.hints.retrieved.unwrap().to_string(), "2024-03-05T09:00:07Z");
    assert_eq!(page.hints.content_type.as_deref(), Some("text/html; charset=utf-8"));
    let one = gzip(&records.concat());
    let page = WarcReader::new(&one[..], "a.warc.gz").nth(1).unwrap();
    assert_eq!(page.hints.uri, Some(format!("a.warc.gz#0+{}", records[0].len())));
    let page = page.into_page();
    assert_eq!((page.source.charset, page.warnings.len()), (Some("UTF-8"), 0));
}

#[test]
fn what_is_no_page_is_counted() {
    let file = [
        record("warcinfo", 0, b"software: x\r\n"),
        record("request", 0, b"GET / HTTP/1.1\r\n\r\n"),
        record("response", 0, b"HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\n\r\n<p>"),
        record("response", 0, b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\n\x89PNG"),
        record("response", 0, b"not http"),
        record("revisit", 0, b""),
        record("response", 0, &html(0)),
    ]
    .concat();
    let report = check_lost(&file, 1, &[], &[]);
    let passed: Vec<(&str, u64)> = report.passed_over.into_iter().collect();
    assert_eq!(
        passed,
        [
            ("metadata records", 1),
            ("neither HTML nor plain text", 1),
            ("request records", 1),
            ("responses that are not HTTP", 1),
            ("revisit records", 1),
            ("status other than 2xx", 1)
        ]
    );
}

#[test]
fn of_a_file_with_flipped_bytes_only_the_hit_member_is_lost() {
    let members: Vec<Vec<u8>> = records(40).iter().map(|r| gzip(r)).collect();
    let starts: Vec<usize> =
        members.iter().scan(0, |at, m| Some(std::mem::replace(at, *at + m.len()))).collect();
    let file = members.concat();
    // The header, the code tables, the middle, the check sum, the length.
    for hit in [0, 1, 17, 39] {
        let length = members[hit].len();
        for at in [0, 2, 12, 30, length / 3, length / 2, length - 40, length - 8, length - 1] {
            let mut damaged = file.clone();
            damaged[starts[hit] + at] ^= 0x5a;
            let report = check_lost(&damaged, 40, &[hit], &["gzip member"]);
            assert_eq!(report.damage[0].offset, starts[hit] as u64, "hit {hit} at {at}");
            assert_eq!(report.damage[0].skipped, length as u64, "hit {hit} at {at}");
        }
    }
}

#[test]
fn bytes_between_members_are_passed_over() {
    let members: Vec<Vec<u8>> = records(6).iter().map(|r| gzip(r)).collect();
    let file =
        [members[..3].concat(), b"\0\0 not gzip \x1f\x8b\x08 nor this".to_vec(), members[3..].concat()]
            .concat();
    check_lost(&file, 6, &[], &["no gzip member where one should begin; 24 bytes skipped"]);
}

#[test]
fn a_truncated_file_is_reported() {
    let records = records(10);
    let members: Vec<Vec<u8>> = records.iter().map(|r| gzip(r)).collect();
    let file = members.concat();
    let last = members[9].len();
    for cut in [last / 2, last - 4] {
        check_lost(&file[..file.len() - cut], 10, &[9], &["the file ends inside this gzip member"]);
    }
    // Only the check sum is cut off.
    check_lost(&file[..file.len() - 1], 10, &[], &["the file ends inside this gzip member"]);
    let plain = records.concat();
    check_lost(&plain[..plain.len() - 700], 10, &[9], &["bytes came"]);
    check_lost(&plain[..plain.len() - records[9].len() + 60], 10, &[9], &["no end of its header"]);
    // One member for the whole file: all records before the cut are read.
    let one = gzip(&plain);
    let (numbers, report) = read(&one[..one.len() / 2]);
    assert_eq!(numbers, (0..numbers.len()).collect::<Vec<_>>());
    assert!(numbers.len() >= 4 && report.damage.len() == 1, "{numbers:?} {report:?}");
}

#[test]
fn a_wrong_length_loses_one_record() {
    let mut records = records(8);
    let length = html(3).len();
    for wrong in [length - 100, length + 100, length * 3, 80_000_000, 99_999_999_999] {
        let text = format!("Content-Length: {length}");
        let at = memchr::memmem::find(&records[3], text.as_bytes()).unwrap();
        let mut record = records[3][..at].to_vec();
        record.extend(format!("Content-Length: {wrong}").bytes());
        record.extend(&records[3][at + text.len()..]);
        let good = std::mem::replace(&mut records[3], record);
        check_lost(&records.concat(), 8, &[3], &[&format!("Content-Length is {wrong}")]);
        let members: Vec<u8> = records.iter().flat_map(|r| gzip(r)).collect();
        check_lost(&members, 8, &[3], &[&format!("Content-Length is {wrong}")]);
        records[3] = good;
    }
    // A record that does not begin as one.
    records[5][2] ^= 1;
    check_lost(&records.concat(), 8, &[5], &["no WARC record where one should begin"]);
}

#[test]
fn a_bomb_is_cut() {
    let mut bomb = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>".to_vec();
    bomb.resize(200 << 20, b' ');
    let file = [gzip(&record("response", 0, &bomb)), gzip(&record("response", 1, &html(1)))].concat();
    let mut reader = WarcReader::new(&file[..], "f");
    let page = reader.next().unwrap();
    assert!(page.bytes.len() <= MAX_BODY && page.warnings[0].message.contains("cut at 64 MB"));
    assert_eq!(reader.next().unwrap().hints.url.as_deref(), Some("https://example.org/1"));
    assert!(reader.next().is_none());
}

#[test]
fn hostile_files_take_linear_time() {
    // Every three bytes may be a member; each member holds the beginnings of all that follow; each record claims all
    // the rest. With quadratic time this test would take hours.
    let mut file = gzip(&records(1)[0]);
    file.extend(super::stream::tests::MAGICS.repeat(300_000));
    read(&file);
    let nested = super::stream::tests::nested_members(20_000);
    read(&nested);
    let claims = b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 60000000\r\n\r\n".repeat(50_000);
    let (pages, report) = read(&claims);
    assert!(pages.is_empty());
    assert_eq!((report.damage.len(), report.damage_count), (1000, 50_000));
}
