//! Undoes the compression of a response, with a bound on what comes out.
use std::io::{self, Read};

use brotli_decompressor::Decompressor;
use flate2::bufread::{DeflateDecoder, GzDecoder, ZlibDecoder};

use crate::Failure;

/// What is asked of servers. Not zstd: few servers have it, and none has it alone.
pub const ACCEPTED: &str = "gzip, br, deflate";
/// Nobody compresses twice but by mistake; each layer may multiply what comes out.
const LAYERS: usize = 2;

/// Undoes the encodings of a Content-Encoding header, the last one first.
pub fn inflate(encodings: &str, sent: Vec<u8>, limit: u64) -> Result<Vec<u8>, Failure> {
    let layers: Vec<String> = encodings
        .split(',')
        .map(|e| e.trim().to_ascii_lowercase())
        .filter(|e| !e.is_empty() && e != "identity")
        .collect();
    if layers.len() > LAYERS {
        return Err(Failure::Damaged(format!("it is compressed {} times: {encodings}", layers.len())));
    }
    // An empty page may say that it is compressed, and have nothing to show for it.
    if sent.is_empty() {
        return Ok(sent);
    }
    let mut bytes = sent;
    for layer in layers.iter().rev() {
        bytes = match layer.as_str() {
            "gzip" | "x-gzip" => gzip(&bytes, limit)?,
            "br" => all(Decompressor::new(bytes.as_slice(), 4096), limit)?,
            // The standard means zlib's form; some servers send the bare one.
            "deflate" if zlib_header(&bytes) => all(ZlibDecoder::new(bytes.as_slice()), limit)?,
            "deflate" => all(DeflateDecoder::new(bytes.as_slice()), limit)?,
            other => return Err(Failure::Damaged(format!("the Content-Encoding `{other}` is not known"))),
        };
    }
    Ok(bytes)
}

/// A gzip stream is one member or several; zeros or other bytes behind the last one do no harm.
fn gzip(sent: &[u8], limit: u64) -> Result<Vec<u8>, Failure> {
    let (mut rest, mut out) = (sent, Vec::new());
    while out.is_empty() || rest.starts_with(&[0x1f, 0x8b]) {
        let mut member = GzDecoder::new(rest);
        let left = limit - out.len() as u64;
        let found = all(&mut member, left).map_err(|failure| match failure {
            Failure::TooLarge { .. } => Failure::TooLarge { limit },
            other => other,
        })?;
        let empty = found.is_empty();
        out.extend(found);
        rest = member.into_inner();
        if empty && !rest.starts_with(&[0x1f, 0x8b]) {
            break;
        }
    }
    Ok(out)
}

fn zlib_header(bytes: &[u8]) -> bool {
    matches!(bytes, [a, b, ..] if a & 15 == 8 && (u16::from(*a) << 8 | u16::from(*b)).is_multiple_of(31))
}

/// Reads to the end, but no more than is allowed.
fn all(from: impl Read, limit: u64) -> Result<Vec<u8>, Failure> {
    let mut out = Vec::new();
    let read = from.take(limit.saturating_add(1)).read_to_end(&mut out);
    if out.len() as u64 > limit {
        return Err(Failure::TooLarge { limit });
    }
    match read {
        Ok(_) => Ok(out),
        Err(e) if e.kind() == io::ErrorKind::UnexpectedEof => {
            Err(Failure::Damaged("it is cut off".to_owned()))
        }
        Err(e) => Err(Failure::Damaged(e.to_string())),
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use flate2::Compression;
    use flate2::write::{DeflateEncoder, GzEncoder, ZlibEncoder};

    use super::*;

    const PAGE: &[u8] = b"<p>The port of Almer reopened on Monday.</p>";

    fn gz(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    #[test]
    fn each_encoding_is_undone() {
        let check = |encoding, sent: Vec<u8>| {
            assert_eq!(inflate(encoding, sent, 1000).as_deref(), Ok(PAGE), "{encoding}");
        };
        check("", PAGE.to_vec());
        check("identity", PAGE.to_vec());
        check("GZIP", gz(PAGE));
        check("gzip, x-gzip", gz(&gz(PAGE)));
        check("gzip", [gz(&PAGE[..10]), gz(b""), gz(&PAGE[10..])].concat());
        check("gzip", [gz(PAGE), vec![0; 20]].concat());
        let mut zlib = ZlibEncoder::new(Vec::new(), Compression::default());
        zlib.write_all(PAGE).unwrap();
        check("deflate", zlib.finish().unwrap());
        let mut bare = DeflateEncoder::new(Vec::new(), Compression::default());
        bare.write_all(PAGE).unwrap();
        check("deflate", bare.finish().unwrap());
        // A stored block of brotli: window, length, "uncompressed", the bytes, the last empty block.
        assert_eq!(inflate("br", b"\x0b\x02\x80hello\x03".to_vec(), 1000).as_deref(), Ok(&b"hello"[..]));
    }

    #[test]
    fn what_inflates_beyond_the_limit_is_refused() {
        let zeros = vec![0; 1 << 20];
        for sent in [gz(&zeros), [gz(&zeros[..1000]), gz(&zeros)].concat()] {
            assert!(sent.len() < 5000);
            assert_eq!(inflate("gzip", sent, 5000), Err(Failure::TooLarge { limit: 5000 }));
        }
        let twice = gz(&gz(&zeros));
        assert_eq!(inflate("gzip, gzip", twice, 5000), Err(Failure::TooLarge { limit: 5000 }));
        assert_eq!(inflate("gzip", gz(&zeros[..5000]), 5000).map(|b| b.len()), Ok(5000));
    }

    /// Zeros, of which no more may be asked for than so many.
    struct Zeros(usize);

    impl Read for Zeros {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let length = buffer.len().min(10);
            self.0 = self.0.checked_sub(length).expect("too much was read");
            buffer[..length].fill(0);
            Ok(length)
        }
    }

    #[test]
    fn no_more_is_inflated_than_shows_that_it_is_too_much() {
        assert_eq!(all(Zeros(1020), 1000), Err(Failure::TooLarge { limit: 1000 }));
    }

    #[test]
    fn damage_is_told() {
        for (encoding, sent) in [
            ("gzip", gz(PAGE)[..20].to_vec()),
            ("gzip", PAGE.to_vec()),
            ("deflate", PAGE.to_vec()),
            ("br", PAGE.to_vec()),
            ("zstd", PAGE.to_vec()),
            ("gzip, gzip, gzip", gz(&gz(&gz(PAGE)))),
        ] {
            let found = inflate(encoding, sent, 1000);
            assert!(matches!(found, Err(Failure::Damaged(_))), "{encoding}: {found:?}");
        }
        assert_eq!(inflate("gzip", gz(b""), 10), Ok(Vec::new()));
        assert_eq!(inflate("gzip", Vec::new(), 10), Ok(Vec::new()));
    }
}
