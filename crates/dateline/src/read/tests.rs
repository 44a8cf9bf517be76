//! Pages of every kind of bytes.
use std::io::Write;

use encoding_rs::Encoding;
use flate2::write::GzEncoder;

use super::{Hints, Markup, Page};

fn page(bytes: &[u8]) -> Page {
    Page::new(bytes, Hints::default())
}

fn sent_as(bytes: &[u8], content_type: &str) -> Page {
    Page::new(bytes, Hints { content_type: Some(content_type.to_owned()), ..Hints::default() })
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn warns(page: &Page, words: &str) {
    let messages: Vec<&str> = page.warnings.iter().map(|w| w.message.as_str()).collect();
    assert!(messages.iter().any(|m| m.contains(words)), "no `{words}` in {messages:?}");
}

fn check(page: &Page, charset: &str, words: &str) {
    assert_eq!(page.source.charset, Some(charset), "{:?}", page.text);
    assert!(page.text.contains(words), "no {words:?} in {:?}", page.text);
}

const RUSSIAN: &str = "Порт снова открыт, сообщила во вторник начальник порта. Суда ждали на рейде три дня.";
const JAPANESE: &str =
    "港は月曜日に再開された、と港湾局長は火曜日に記者団に語った。船は三日間沖で待っていた。";
const KOREAN: &str = "항구가 월요일에 다시 문을 열었다고 항만장이 화요일 기자들에게 말했다.";
const CHINESE: &str = "港口周一重新开放，港务长周二对记者说。船只在外海等待了三天。";

fn encode(label: &str, text: &str) -> Vec<u8> {
    let (bytes, _, lossy) = Encoding::for_label(label.as_bytes()).unwrap().encode(text);
    assert!(!lossy, "{label}");
    bytes.into_owned()
}

#[test]
fn an_empty_file_is_an_empty_page() {
    let page = page(b"");
    assert_eq!(page.text, "");
    assert_eq!(page.source.sha256, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    warns(&page, "empty");
    warns(&self::page(&gzip(b"")), "empty");
    // Found by the fuzzer: an empty text without a warning.
    warns(&self::page(b"\xff\xfe"), "empty");
    warns(&self::page(b"\xef\xbb\xbf"), "empty");
}

#[test]
fn a_binary_file_is_an_empty_page_that_says_what_it_is() {
    for (bytes, kind) in [
        (&b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj"[..], "a PDF file"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "a JPEG image"),
        (b"PK\x03\x04\x14\0\0\0", "a ZIP archive"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "a PNG image"),
        (&[0; 5000], "a binary file"),
        (&[7, 200, 3, 65, 66, 250, 0, 1, 19, 80], "a binary file"),
    ] {
        let page = page(bytes);
        assert_eq!((page.text.as_str(), page.source.charset), ("", None));
        warns(&page, kind);
    }
    warns(&page(&gzip(&gzip(b"<p>twice"))), "gzip inside gzip");
}

#[test]
fn a_few_nul_bytes_are_spaces() {
    let mut bytes = b"<p>The port\0reopened after three days of storm.</p>".repeat(9);
    bytes.push(0);
    let page = page(&bytes);
    assert!(page.text.contains("The port reopened"));
    assert_eq!(page.text.len(), bytes.len());
    warns(&page, "10 NUL bytes");
}

#[test]
fn byte_order_marks_decide() {
    let text = "<p>Café €";
    check(&page(b"\xef\xbb\xbf<meta charset=latin1><p>Caf\xc3\xa9"), "UTF-8", "Café");
    assert!(page(b"\xef\xbb\xbf<p>").text.starts_with('<'));
    let little: Vec<u8> =
        "\u{feff}".chars().chain(text.chars()).flat_map(|c| (c as u16).to_le_bytes()).collect();
    check(&page(&little), "UTF-16LE", text);
    let big: Vec<u8> =
        "\u{feff}".chars().chain(text.chars()).flat_map(|c| (c as u16).to_be_bytes()).collect();
    check(&page(&big), "UTF-16BE", text);
    let unmarked: Vec<u8> =
        "<html><body>".chars().chain(text.chars()).flat_map(|c| (c as u16).to_le_bytes()).collect();
    check(&page(&unmarked), "UTF-16LE", text);
    check(&page(b"\xff\xfe"), "UTF-16LE", "");
}

#[test]
fn a_page_says_its_charset() {
    let russian = encode("windows-1251", RUSSIAN);
    for head in [
        "<meta charset=windows-1251>",
        "<META CHARSET = 'cp1251' />",
        "<meta content=\"text/html; charset=windows-1251\" http-equiv=Content-Type>",
        "<!-- <meta charset=utf-8> --><meta charset=\"windows-1251\">",
        "<?xml version=\"1.0\" encoding=\"windows-1251\"?><html>",
    ] {
        check(&page(&[head.as_bytes(), &russian].concat()), "windows-1251", RUSSIAN);
    }
    check(&sent_as(&russian, "text/html; charset=windows-1251"), "windows-1251", RUSSIAN);
    check(&page(&[b"<meta charset=gbk>", &encode("gbk", CHINESE)[..]].concat()), "GBK", CHINESE);
    let bytes = [b"<meta charset=iso-2022-jp>", &encode("iso-2022-jp", JAPANESE)[..]].concat();
    check(&page(&bytes), "ISO-2022-JP", JAPANESE);
}

#[test]
fn a_page_that_says_nothing_is_detected() {
    check(&page(&encode("windows-1251", RUSSIAN)), "windows-1251", RUSSIAN);
    check(&page(&encode("koi8-r", RUSSIAN)), "KOI8-U", RUSSIAN);
    check(&page(&encode("shift_jis", JAPANESE)), "Shift_JIS", JAPANESE);
    check(&page(&encode("euc-jp", JAPANESE)), "EUC-JP", JAPANESE);
    check(&page(&encode("euc-kr", KOREAN)), "EUC-KR", KOREAN);
    check(&page(&encode("gbk", CHINESE)), "GBK", CHINESE);
    check(&page(b"<p>The caf\xe9 reopened, for \x80 5"), "windows-1252", "café reopened, for € 5");
}

#[test]
fn a_wrong_declaration_is_overruled() {
    // UTF-8 that says it is Latin-1, and the other way round.
    check(&sent_as("<p>Zürich".as_bytes(), "text/html; charset=ISO-8859-1"), "UTF-8", "Zürich");
    check(&page("<meta charset=gbk><p>Zürich".as_bytes()), "UTF-8", "Zürich");
    check(
        &page(b"<meta charset=utf-8><p>Le caf\xe9 a rouvert mardi \xe0 Gen\xe8ve."),
        "windows-1252",
        "à Genève",
    );
    check(
        &page(&[b"<meta charset=utf-8><p>", &encode("windows-1251", RUSSIAN)[..]].concat()),
        "windows-1251",
        RUSSIAN,
    );
    // A server that sends Latin-1 for everything.
    check(
        &sent_as(&encode("windows-1251", RUSSIAN), "text/html; charset=iso-8859-1"),
        "windows-1251",
        RUSSIAN,
    );
    let meta = [b"<meta charset=windows-1250>", &encode("windows-1250", "Łódź, we wtorek")[..]].concat();
    check(&sent_as(&meta, "text/html; charset=iso-8859-1"), "windows-1250", "Łódź");
    // Says Shift_JIS, is EUC-JP.
    check(
        &page(&[b"<meta charset=shift_jis>", &encode("euc-jp", JAPANESE)[..]].concat()),
        "EUC-JP",
        JAPANESE,
    );
    // Charsets that nobody knows, or that decode to nothing, are passed over.
    check(&page(b"<meta charset=klingon><p>caf\xe9 ouvert"), "windows-1252", "café");
    check(&page(b"<meta charset=hz-gb-2312><p>port"), "UTF-8", "port");
}

#[test]
fn damaged_utf8_stays_utf8() {
    let mut bytes = "<p>Größe, Maß, Überfluss, Ärger, Öl, süß, für, über, Tür, Bär".as_bytes().to_vec();
    bytes.extend(b" \xff and \xe2\x82");
    let page = page(&bytes);
    check(&page, "UTF-8", "Größe");
    assert!(page.text.ends_with("\u{fffd} and \u{fffd}"));
    warns(&page, "2 characters are not valid UTF-8");
    let at = page.text.find('\u{fffd}').unwrap();
    let hit = page.bytes.to_input(at..at + 3);
    assert_eq!(&bytes[hit], b"\xff");
    let end = page.bytes.to_input(page.text.len() - 3..page.text.len());
    assert_eq!(&bytes[end], b"\xe2\x82");
}

#[test]
fn html_and_plain_text_are_told_apart() {
    for html in [
        "<!doctype html><p>x",
        "\u{feff} \n<!-- saved from the web --> <!DOCTYPE HTML>",
        "<?xml version='1.0'?><html xmlns='x'>",
        "<div class=a>x</div>",
        "Skip to content <div>a</div><div>b</div><p>c</p>",
    ] {
        assert_eq!(page(html.as_bytes()).markup, Markup::Html, "{html}");
    }
    for plain in [
        "Prices < 5 rose <sharply>, she said.",
        "<https://example.org/a>\nThe port reopened.",
        "<j.doe@example.org> wrote",
        "# Port reopens\n\n<br>\nThe port<sup>1</sup>",
        "<",
        "",
    ] {
        assert_eq!(page(plain.as_bytes()).markup, Markup::Plain, "{plain}");
    }
    assert_eq!(sent_as(b"The port <b>reopened</b></p>", "text/html").markup, Markup::Html);
    assert_eq!(sent_as(b"In C, a <div> is <p> and </p>", "text/plain").markup, Markup::Plain);
    let named = Hints { uri: Some("a/notes.md".to_owned()), ..Hints::default() };
    assert_eq!(Page::new(b"a <p>b</p> <p>c</p> <p>d</p>", named).markup, Markup::Plain);
}

#[test]
fn gzip_is_undone() {
    let text = "<p>Zürich</p>".repeat(1000);
    let zipped = gzip(text.as_bytes());
    let whole = page(&zipped);
    assert_eq!((whole.text.as_str(), whole.warnings.len()), (text.as_str(), 0));
    assert_eq!(page(&[zipped.clone(), zipped.clone()].concat()).text.len(), 2 * text.len());
    // Bytes behind the member, as tar-like tools leave them.
    assert_eq!(page(&[&zipped[..], b"\0\0\0"].concat()).text, text);
}

#[test]
fn truncated_gzip_keeps_what_was_read() {
    let text: String = (0..20_000).map(|i| format!("<p>{}", i * i)).collect();
    let zipped = gzip(text.as_bytes());
    let cut = page(&zipped[..zipped.len() / 2]);
    assert!(cut.text.len() > text.len() / 3 && text.starts_with(&cut.text));
    warns(&cut, "cut off");
    warns(&page(&zipped[..zipped.len() - 1]), "cut off");
    warns(&page(&zipped[..5]), "cut off");
    let mut hit = zipped.clone();
    let at = hit.len() - 6;
    hit[at] ^= 1;
    let hit = page(&hit);
    assert_eq!(hit.text, text);
    warns(&hit, "damaged");
}

#[test]
fn a_decompression_bomb_is_cut() {
    // Ten thousand members of 1 MB each: 10 GB if all of it were inflated.
    let megabyte = gzip(&vec![b' '; 1 << 20]);
    let bomb = megabyte.repeat(10_000);
    let page = page(&bomb);
    assert_eq!(page.text.len(), Page::MAX_BYTES);
    warns(&page, "more than 64 MB");
}

#[test]
fn a_huge_page_is_cut() {
    let page = page(&vec![b'a'; Page::MAX_BYTES + 5]);
    assert_eq!(page.text.len(), Page::MAX_BYTES);
    warns(&page, "only the first 64 MB");
    // 64 MB of a charset that grows when it is decoded.
    let grown = sent_as(&[b'a', 0xe9].repeat(Page::MAX_BYTES / 2), "text/html; charset=windows-1252");
    assert!(grown.text.len() <= Page::MAX_BYTES);
    warns(&grown, "cut at 64 MB");
}

/// A small generator, so that the properties see the same bytes each time.
struct Random(u64);

impl Random {
    fn next(&mut self, below: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % below
    }
}

#[test]
fn every_character_leads_back_to_its_bytes() {
    let letters = ["a", "<p>", "\n", "é", "ж", "Я", "港", "日", "한", "ｱ", "丂", "𠀋", "€", " ", "'", "ö"];
    let mut random = Random(7);
    for label in [
        "utf-8",
        "utf-16le",
        "utf-16be",
        "windows-1251",
        "windows-1252",
        "koi8-r",
        "shift_jis",
        "euc-jp",
        "euc-kr",
        "gbk",
        "gb18030",
        "big5",
    ] {
        let charset = Encoding::for_label(label.as_bytes()).unwrap();
        for _ in 0..60 {
            let mut bytes = Vec::new();
            let mut expected: Vec<(char, Vec<u8>)> = Vec::new();
            for _ in 0..random.next(80) {
                let letter = letters[random.next(letters.len())];
                for c in letter.chars() {
                    let unit = match label {
                        "utf-16le" => {
                            c.encode_utf16(&mut [0; 2]).iter().flat_map(|u| u.to_le_bytes()).collect()
                        }
                        "utf-16be" => {
                            c.encode_utf16(&mut [0; 2]).iter().flat_map(|u| u.to_be_bytes()).collect()
                        }
                        _ => {
                            let letter = c.to_string();
                            let (unit, _, lossy) = charset.encode(&letter);
                            if lossy {
                                continue;
                            }
                            unit.into_owned()
                        }
                    };
                    bytes.extend_from_slice(&unit);
                    expected.push((c, unit));
                }
            }
            let decoded = super::decode::decode_as(charset, &bytes, 0);
            assert_eq!(decoded.text, expected.iter().map(|(c, _)| *c).collect::<String>(), "{label}");
            for ((at, c), (_, unit)) in decoded.text.char_indices().zip(&expected) {
                let found = &bytes[decoded.bytes.to_input(at..at + c.len_utf8())];
                assert_eq!(found, &unit[..], "{label}: {c:?} in {:?}", decoded.text);
            }
        }
    }
}

#[test]
fn any_bytes_decode_as_the_standard_says_and_map_in_order() {
    let mut random = Random(11);
    for label in [
        "utf-8",
        "utf-16le",
        "utf-16be",
        "windows-1253",
        "shift_jis",
        "euc-jp",
        "euc-kr",
        "gbk",
        "gb18030",
        "big5",
        "iso-2022-jp",
    ] {
        let charset = Encoding::for_label(label.as_bytes()).unwrap();
        for _ in 0..300 {
            let kinds = [0..256, 0x1b..0x60, 0x80..0x100, 0x20..0xa8];
            let bytes: Vec<u8> = (0..random.next(60))
                .map(|_| {
                    let kind = kinds[random.next(4)].clone();
                    (kind.start + random.next(kind.len())) as u8
                })
                .collect();
            let decoded = super::decode::decode_as(charset, &bytes, 0);
            assert_eq!(decoded.text, charset.decode_without_bom_handling(&bytes).0, "{label} {bytes:02x?}");
            let mut end = 0;
            for (at, c) in decoded.text.char_indices() {
                let range = decoded.bytes.to_input(at..at + c.len_utf8());
                assert!(range.start <= range.end && range.end <= bytes.len(), "{label} {range:?}");
                assert!(range.end >= end, "{label} {bytes:02x?}: {range:?} before {end}");
                end = range.end;
            }
            let whole = decoded.bytes.to_input(0..decoded.text.len());
            assert!(whole.end <= bytes.len());
        }
    }
}
