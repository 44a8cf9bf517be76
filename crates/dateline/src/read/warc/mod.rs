//! Reads the pages of WARC files (ISO 28500), compressed or not, and goes on behind damage.
mod stream;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::fmt;
use std::io::Read;

use super::{Hints, Input, Page, http};
use crate::doc::{Clock, Date, Moment, Warning};
use stream::{RECORD, Stream};

pub(super) use stream::is_warc;

/// The pages of a WARC file: its `response` records with a 2xx status and HTML or plain text in them.
///
/// The file is read as a stream. At most about 160 MB are held, and that only for a record of 64 MB ([`Page::MAX_BYTES`])
/// or more, which is cut; for pages as they are it is a few megabytes.
///
/// A gzip member with flipped bytes is lost alone: the next one is found by its magic and by what it inflates to. In
/// an uncompressed file a record with a wrong length is lost alone. What was lost is listed in the [`Report`].
///
/// ```
/// use dateline::read::WarcReader;
/// let http = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>The port reopened.";
/// let file = format!(
///     "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://example.org/port\r\n\
///      WARC-Date: 2024-03-05T09:00:00Z\r\nContent-Length: {}\r\n\r\n{http}\r\n\r\n",
///     http.len()
/// );
/// let mut pages = WarcReader::new(file.as_bytes(), "crawl.warc");
/// let page = pages.next().unwrap();
/// assert_eq!(page.hints.url.as_deref(), Some("https://example.org/port"));
/// assert_eq!(page.bytes, b"<p>The port reopened.");
/// assert!(pages.next().is_none() && pages.report().damage.is_empty());
/// ```
pub struct WarcReader<R> {
    stream: Stream<R>,
    name: String,
    report: Report,
}

/// What a WARC file held besides its pages.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// The number of pages.
    pub pages: u64,
    /// What was passed over, and how often: "request records", "status other than 2xx".
    pub passed_over: BTreeMap<&'static str, u64>,
    /// What was lost, in the order of the file; the first thousand.
    pub damage: Vec<Damage>,
    /// How often something was lost.
    pub damage_count: u64,
}

/// A stretch of a file that could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Damage {
    /// Where it begins in the file; for compressed files, where the member begins.
    pub offset: u64,
    /// How many bytes of the file were skipped; 0 if it lies inside a member that could be inflated.
    pub skipped: u64,
    /// What is wrong.
    pub what: String,
}

impl fmt::Display for Damage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "at byte {}: {}", self.offset, self.what)?;
        if self.skipped > 0 {
            write!(f, "; {} bytes skipped", self.skipped)?;
        }
        Ok(())
    }
}

impl Report {
    const MAX_LISTED: usize = 1000;

    fn damage(&mut self, damage: Damage) {
        self.damage_count += 1;
        if self.damage.len() < Self::MAX_LISTED {
            self.damage.push(damage);
        }
    }

    fn pass_over(&mut self, what: &'static str) {
        *self.passed_over.entry(what).or_default() += 1;
    }
}

/// Enough for a page and its HTTP headers. What is longer is cut.
const MAX_BODY: usize = Page::MAX_BYTES + MAX_HEAD;
const MAX_HEAD: usize = 64 << 10;

impl<R: Read> WarcReader<R> {
    /// Reads `file`; `name` stands for it in the pages' `uri`, as `name#offset`.
    pub fn new(file: R, name: impl Into<String>) -> WarcReader<R> {
        let mut report = Report::default();
        WarcReader { stream: Stream::new(file, &mut report), name: name.into(), report }
    }

    /// What was passed over and what was lost so far.
    pub fn report(&self) -> &Report {
        &self.report
    }

    /// Finds the next record that is whole. Its head and body are then at the front of the stream.
    fn next_record(&mut self) -> Option<Record> {
        loop {
            self.skip_line_breaks();
            if !self.have(RECORD.len()) && self.stream.bytes().is_empty() {
                return None;
            }
            let start = self.stream.position();
            if !self.stream.bytes().starts_with(RECORD) {
                self.resync(start, 0, "there is no WARC record where one should begin");
                continue;
            }
            let head = match self.head() {
                Ok(head) => head,
                Err(what) => {
                    self.resync(start, RECORD.len(), what);
                    continue;
                }
            };
            match self.body(start, &head) {
                Ok(body) => return Some(Record { start, body, ..head }),
                Err(what) => self.resync(start, RECORD.len(), &what),
            }
        }
    }

    fn skip_line_breaks(&mut self) {
        loop {
            let bytes = self.stream.bytes();
            let count = bytes.iter().take_while(|b| matches!(b, b'\r' | b'\n')).count();
            let all = count == bytes.len();
            self.stream.consume(count);
            if !all || !self.stream.more(&mut self.report) {
                return;
            }
        }
    }

    /// True once `count` bytes are at hand.
    fn have(&mut self, count: usize) -> bool {
        while self.stream.bytes().len() < count {
            if !self.stream.more(&mut self.report) {
                return false;
            }
        }
        true
    }

    /// Reads the head of the record at the front.
    fn head(&mut self) -> Result<Record, &'static str> {
        let mut size = 4 << 10;
        let (record, rest) = loop {
            let complete = !self.have(size);
            let bytes = self.stream.bytes();
            let bytes = &bytes[..bytes.len().min(size)];
            let (lines, rest) = http::split_head(bytes);
            if lines.len() < bytes.len() {
                break (Record::of_head(lines), bytes.len() - rest.len());
            }
            if complete || size >= MAX_HEAD {
                return Err("a record has no end of its header");
            }
            size *= 4;
        };
        let mut record = record.ok_or("a record has no valid Content-Length")?;
        record.head = rest;
        Ok(record)
    }

    /// The length of the body, of which at most `MAX_BODY` is at hand, or what is wrong with the record.
    fn body(&mut self, start: u64, head: &Record) -> Result<usize, String> {
        let body = usize::try_from(head.length).unwrap_or(usize::MAX);
        let wanted = head.head.saturating_add(body);
        let limit = head.head + MAX_BODY;
        let whole = self.have(wanted.min(limit));
        let at_hand = self.stream.bytes().len().min(wanted).min(limit);
        // A member that begins with a record, or bytes that were lost, end the record.
        let end = start + at_hand as u64;
        let cut = self.stream.mark_behind(start).filter(|mark| mark.at < end);
        let arrived = cut.map_or(at_hand, |mark| (mark.at - start) as usize).saturating_sub(head.head);
        if cut.is_some() || !whole {
            return Err(format!("a record's Content-Length is {body}, but only {arrived} bytes came"));
        }
        if wanted > limit {
            // Too long to be checked by what follows; a length that damage has made would swallow the rest. The
            // search is that of `resync`, so that the same bytes are not searched again for the next record.
            return match memchr::memmem::find(&self.stream.bytes()[head.head..limit], b"\nWARC/1.") {
                Some(_) => {
                    Err(format!("a record's Content-Length is {body}, but another record begins before"))
                }
                None => Ok(MAX_BODY),
            };
        }
        let mut after = wanted;
        loop {
            if !self.have(after + RECORD.len()) && self.stream.bytes().len() <= after {
                return Ok(body);
            }
            let position = self.stream.position();
            if self
                .stream
                .mark_behind(position + after as u64 - 1)
                .is_some_and(|m| m.at == position + after as u64)
            {
                return Ok(body);
            }
            match &self.stream.bytes()[after..] {
                [b'\r' | b'\n', ..] => after += 1,
                rest if rest.starts_with(RECORD) => return Ok(body),
                // Ends as a record does; then it is the next one that is damaged.
                _ if self.stream.bytes()[wanted..after] == *b"\r\n\r\n" => return Ok(body),
                _ => {
                    return Err(format!(
                        "a record's Content-Length is {body}, but no other record begins there"
                    ));
                }
            }
        }
    }

    /// Goes on at the next record behind the one at `start`, of which `skip` bytes are known not to begin one.
    fn resync(&mut self, start: u64, skip: usize, what: &str) {
        let (offset, _) = self.stream.place(start);
        self.stream.consume(skip);
        let torn = loop {
            let position = self.stream.position();
            let bytes = self.stream.bytes();
            let found = memchr::memmem::find(bytes, b"\nWARC/1.").map(|at| position + at as u64 + 1);
            let mark = self.stream.mark_behind(start);
            let mark = mark.filter(|mark| found.is_none_or(|found| mark.at <= found));
            if let Some(next) = mark.map(|mark| mark.at).or(found) {
                self.stream.consume(next.saturating_sub(position) as usize);
                break mark.is_some_and(|mark| mark.torn);
            }
            let keep = bytes.len().min(8);
            self.stream.consume(bytes.len() - keep);
            if !self.stream.more(&mut self.report) {
                self.stream.consume(keep);
                break self.stream.torn();
            }
        };
        // A record that ends where bytes were lost is part of that loss.
        if !torn {
            let (next, inside) = self.stream.place(self.stream.position());
            let skipped = if inside == 0 { next.saturating_sub(offset) } else { 0 };
            self.report.damage(Damage { offset, skipped, what: what.to_owned() });
        }
    }

    /// The page in the record at the front, if there is one.
    fn page(&mut self, record: &Record) -> Result<Input, &'static str> {
        let bytes = &self.stream.bytes()[record.head..record.head + record.body];
        match record.kind.as_str() {
            "response" => {}
            "request" => return Err("request records"),
            "revisit" => return Err("revisit records"),
            "metadata" | "warcinfo" => return Err("metadata records"),
            "resource" | "conversion" => return Err("resource and conversion records"),
            _ => return Err("other records"),
        }
        let head = http::head(bytes).ok_or("responses that are not HTTP")?;
        if !(200..300).contains(&head.status) {
            return Err("status other than 2xx");
        }
        if !head.is_page() {
            return Err("neither HTML nor plain text");
        }
        let response = head.response();
        let uri = match self.stream.place(record.start) {
            (offset, 0) => format!("{}#{offset}", self.name),
            (offset, inside) => format!("{}#{offset}+{inside}", self.name),
        };
        let mut warnings: Vec<Warning> = response.warnings.into_iter().map(Warning::page).collect();
        if record.length > record.body as u64 {
            let limit = Page::MAX_BYTES >> 20;
            warnings.push(Warning::page(format!(
                "the record has {} bytes and was cut at {limit} MB",
                record.length
            )));
        }
        let hints = Hints {
            uri: Some(uri),
            url: record.uri.clone(),
            retrieved: record.date,
            content_type: response.content_type,
            ..Hints::default()
        };
        Ok(Input { hints, bytes: response.body, warnings })
    }
}

impl<R: Read> Iterator for WarcReader<R> {
    type Item = Input;

    fn next(&mut self) -> Option<Input> {
        loop {
            let record = self.next_record()?;
            let page = self.page(&record);
            self.stream.consume(record.head + record.body);
            match page {
                Ok(page) => {
                    self.report.pages += 1;
                    return Some(page);
                }
                Err(what) => self.report.pass_over(what),
            }
        }
    }
}

/// The head of a record, and where it is.
struct Record {
    start: u64,
    /// The length of the head, with the empty line.
    head: usize,
    /// The length of the body that is at hand.
    body: usize,
    /// What Content-Length says.
    length: u64,
    kind: String,
    uri: Option<String>,
    date: Option<Moment>,
}

impl Record {
    fn of_head(lines: &[u8]) -> Option<Record> {
        let mut record =
            Record { start: 0, head: 0, body: 0, length: 0, kind: String::new(), uri: None, date: None };
        let mut length = None;
        for (name, value) in lines.split(|b| *b == b'\n').filter_map(http::header) {
            match name.to_ascii_lowercase().as_str() {
                "content-length" => length = value.parse::<u64>().ok(),
                "warc-type" => record.kind = value.to_ascii_lowercase(),
                // Old writers put the address between angle brackets.
                "warc-target-uri" => record.uri = Some(value.trim_matches(['<', '>']).to_owned()),
                "warc-date" => record.date = moment(value),
                _ => {}
            }
        }
        record.length = length?;
        Some(record)
    }
}

/// Reads a WARC-Date: `2024-03-05T09:00:00Z`, perhaps with fractions of a second, or less precise.
fn moment(text: &str) -> Option<Moment> {
    let date = Date::parse(text.get(..10)?)?;
    let number = |at: std::ops::Range<usize>| text.get(at)?.parse::<u8>().ok();
    let clock = match (number(11..13), number(14..16)) {
        (Some(hour @ 0..24), Some(minute @ 0..60)) => {
            Some(Clock { hour, minute, second: number(17..19).filter(|s| *s < 60) })
        }
        _ => None,
    };
    let offset = clock.filter(|_| text.ends_with('Z')).map(|_| 0);
    Some(Moment { date, clock, offset })
}
