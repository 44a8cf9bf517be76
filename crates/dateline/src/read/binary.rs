//! Tells pages from files that are no text.

/// What a file without text is, or none if it may be a page.
pub(super) fn kind(bytes: &[u8]) -> Option<&'static str> {
    magic(bytes).or_else(|| mostly_controls(bytes).then_some("a binary file"))
}

/// The formats that turn up among saved pages. These are constants of the formats, not words to be edited.
fn magic(bytes: &[u8]) -> Option<&'static str> {
    let is = |at: usize, magic: &[u8]| bytes.get(at..).is_some_and(|rest| rest.starts_with(magic));
    Some(match bytes.first()? {
        b'%' if is(0, b"%PDF-") => "a PDF file",
        0xff if is(0, b"\xff\xd8\xff") => "a JPEG image",
        0x89 if is(0, b"\x89PNG\r\n\x1a\n") => "a PNG image",
        b'G' if is(0, b"GIF87a") || is(0, b"GIF89a") => "a GIF image",
        b'R' if is(0, b"RIFF") && is(8, b"WEBP") => "a WebP image",
        b'R' if is(0, b"RIFF") && (is(8, b"WAVE") || is(8, b"AVI ")) => "an audio or video file",
        b'P' if is(0, b"PK\x03\x04") || is(0, b"PK\x05\x06") => "a ZIP archive (or an office document)",
        0x1f if is(0, b"\x1f\x8b") => "gzip inside gzip",
        b'B' if is(0, b"BZh") && is(4, b"1AY&SY") => "a bzip2 file",
        0xfd if is(0, b"\xfd7zXZ\0") => "an xz file",
        0x28 if is(0, b"\x28\xb5\x2f\xfd") => "a Zstandard file",
        b'7' if is(0, b"7z\xbc\xaf\x27\x1c") => "a 7-Zip archive",
        0xd0 if is(0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") => "an old office document",
        0x7f if is(0, b"\x7fELF") => "a program",
        b'S' if is(0, b"SQLite format 3\0") => "an SQLite database",
        b'w' if is(0, b"wOF2") || is(0, b"wOFF") => "a font",
        b'I' if is(0, b"ID3") && bytes.get(3).is_some_and(|version| *version <= 4) => "an audio file",
        0 if is(4, b"ftyp") => "a video or AVIF file",
        0 if is(0, b"\0\0\x01\0") => "an icon",
        0 if is(0, b"\0asm") => "a WebAssembly module",
        _ => return None,
    })
}

/// True if one byte in 32 of the first 8 KB is a control byte that no text has. Random bytes have one in nine.
fn mostly_controls(bytes: &[u8]) -> bool {
    let sample = &bytes[..bytes.len().min(8 << 10)];
    let controls = sample.iter().filter(|b| matches!(b, 0..=8 | 14..=26 | 28..=31 | 127)).count();
    controls * 32 > sample.len()
}
