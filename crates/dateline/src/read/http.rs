//! A stored HTTP response: status, headers, and the body as it was before it was sent.
use super::Page;
use super::gzip::{self, Stop};

/// A response, its body with chunking and compression undone.
pub(super) struct Response {
    pub content_type: Option<String>,
    pub body: Vec<u8>,
    /// What could not be undone, for the page's warnings.
    pub warnings: Vec<String>,
}

/// The status and the value of the Content-Type header, without touching the body.
pub(super) struct Head<'a> {
    pub status: u16,
    pub content_type: Option<&'a str>,
    encoding: &'a str,
    chunked: bool,
    body: &'a [u8],
}

/// Reads the head of a response; none if it is not one.
pub(super) fn head(bytes: &[u8]) -> Option<Head<'_>> {
    let (lines, body) = split_head(bytes);
    let mut lines = lines.split(|b| *b == b'\n').map(<[u8]>::trim_ascii);
    let first = std::str::from_utf8(lines.next()?).ok()?;
    let mut parts = first.split_ascii_whitespace();
    if !parts.next()?.starts_with("HTTP/") {
        return None;
    }
    let status = parts.next()?.parse().ok()?;
    let mut head = Head { status, content_type: None, encoding: "", chunked: false, body };
    for line in lines {
        let Some((name, value)) = header(line) else { continue };
        if name.eq_ignore_ascii_case("content-type") {
            head.content_type.get_or_insert(value);
        } else if name.eq_ignore_ascii_case("content-encoding") {
            head.encoding = value;
        } else if name.eq_ignore_ascii_case("transfer-encoding") {
            head.chunked = value.to_ascii_lowercase().contains("chunked");
        }
    }
    Some(head)
}

impl Head<'_> {
    /// Undoes what was done to the body for sending. Archives often store it undone and leave the headers as they
    /// were, so that a body which is not what they say is taken as it stands.
    pub(super) fn response(&self) -> Response {
        let mut warnings = Vec::new();
        let mut body = if self.chunked { join_chunks(self.body, &mut warnings) } else { None };
        // The last encoding is the outermost.
        for encoding in self.encoding.rsplit(',').map(|e| e.trim().to_ascii_lowercase()) {
            let sent = body.as_deref().unwrap_or(self.body);
            let (undone, stop) = match encoding.as_str() {
                "gzip" | "x-gzip" if sent.starts_with(gzip::MAGIC) => gzip::inflate(sent, Page::MAX_BYTES),
                "deflate" if !reads_as_text(sent) => gzip::inflate_raw(sent, Page::MAX_BYTES),
                "br" | "zstd" if !reads_as_text(sent) => {
                    warnings.push(format!(
                        "the Content-Encoding `{encoding}` cannot be undone; the page was not read"
                    ));
                    (Vec::new(), None)
                }
                _ => continue,
            };
            match stop {
                None => {}
                Some(Stop::Truncated) => {
                    warnings.push(format!("the {encoding} data is cut off; the rest was read"))
                }
                Some(Stop::Damaged) => {
                    warnings.push(format!("the {encoding} data is damaged; what came before was read"));
                }
                Some(Stop::TooLong) => {
                    warnings.push(format!(
                        "the page inflates to more than {} MB and was cut",
                        Page::MAX_BYTES >> 20
                    ));
                }
            }
            body = Some(undone);
        }
        Response {
            content_type: self.content_type.map(str::to_owned),
            body: body.unwrap_or_else(|| self.body.to_vec()),
            warnings,
        }
    }

    /// True if the headers, or for want of them the body, say that this is a page.
    pub(super) fn is_page(&self) -> bool {
        match self.content_type {
            Some(sent) => {
                let essence = sent.split(';').next().unwrap_or("").trim();
                ["text/html", "application/xhtml+xml", "text/plain"]
                    .iter()
                    .any(|t| essence.eq_ignore_ascii_case(t))
            }
            None => reads_as_text(self.body) || self.body.starts_with(gzip::MAGIC),
        }
    }
}

/// Splits at the first empty line.
pub(super) fn split_head(bytes: &[u8]) -> (&[u8], &[u8]) {
    let mut from = 0;
    while let Some(at) = memchr::memchr(b'\n', &bytes[from..]) {
        let next = from + at + 1;
        let blank = match bytes[next..] {
            [b'\n', ..] => 1,
            [b'\r', b'\n', ..] => 2,
            _ => 0,
        };
        if blank > 0 {
            return (&bytes[..next], &bytes[next + blank..]);
        }
        from = next;
    }
    (bytes, &[])
}

/// `Name: value`
pub(super) fn header(line: &[u8]) -> Option<(&str, &str)> {
    let colon = memchr::memchr(b':', line)?;
    let name = std::str::from_utf8(line[..colon].trim_ascii()).ok()?;
    let value = std::str::from_utf8(line[colon + 1..].trim_ascii()).ok()?;
    Some((name, value))
}

/// Joins a chunked body; none if it is not chunked after all.
fn join_chunks(body: &[u8], warnings: &mut Vec<String>) -> Option<Vec<u8>> {
    let mut joined = Vec::with_capacity(body.len());
    let mut rest = body;
    loop {
        let size = memchr::memchr(b'\n', &rest[..rest.len().min(256)]).and_then(|end| {
            let line = std::str::from_utf8(rest[..end].trim_ascii()).ok()?;
            let digits = line.split(';').next()?.trim();
            let size = usize::from_str_radix(digits, 16).ok().filter(|_| !digits.starts_with('+'))?;
            Some((size, end + 1))
        });
        match size {
            Some((0, _)) => return Some(joined),
            Some((size, start)) if size <= rest.len() - start => {
                joined.extend_from_slice(&rest[start..start + size]);
                rest = &rest[start + size..];
                rest = rest.strip_prefix(b"\r\n").or_else(|| rest.strip_prefix(b"\n")).unwrap_or(rest);
            }
            cut => {
                if joined.is_empty() && cut.is_none() {
                    return None;
                }
                let start = cut.map_or(rest.len(), |(_, start)| start);
                joined.extend_from_slice(&rest[start..]);
                warnings.push("the chunked body is cut off or damaged; what came before was read".to_owned());
                return Some(joined);
            }
        }
    }
}

/// True for bytes that begin as a page does, not as compressed data does.
fn reads_as_text(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(64)];
    !head.is_empty() && !head.iter().any(|b| matches!(b, 0..=8 | 14..=31 | 127)) && {
        let start = head.trim_ascii_start();
        start.starts_with(b"<") || start.starts_with(b"\xef\xbb\xbf") || head.is_ascii()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(bytes: &[u8], body: &[u8], warning: &str) {
        let response = head(bytes).unwrap().response();
        assert_eq!(response.body, body, "{:?}", String::from_utf8_lossy(&response.body));
        assert_eq!(response.warnings.first().is_some_and(|w| w.contains(warning)), !warning.is_empty());
    }

    #[test]
    fn bodies_are_as_they_were_before_they_were_sent() {
        check(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>x", b"<p>x", "");
        check(b"HTTP/1.0 200\n\n<p>x", b"<p>x", "");
        let chunked =
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\n<p>\r\n2;a=b\r\nxy\r\n0\r\n\r\n";
        check(chunked, b"<p>xy", "");
        check(&chunked[..chunked.len() - 8], b"<p>x", "cut off");
        // Stored undone, with the header left as it was.
        check(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n<p>x", b"<p>x", "");
        check(b"HTTP/1.1 200 OK\r\nContent-Encoding: br\r\n\r\n<p>x", b"<p>x", "");
        check(b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n<p>x", b"<p>x", "");
        check(b"HTTP/1.1 200 OK\r\nContent-Encoding: br\r\n\r\n\x1b\x03\x80\xf8", b"", "`br`");
        assert!(head(b"GET / HTTP/1.1\r\n\r\n").is_none());
        assert!(head(b"").is_none());
    }
}
