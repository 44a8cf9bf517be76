//! The bytes of a WARC file, inflated member by member, picked up again behind damage.
use std::collections::VecDeque;
use std::io::Read;

use super::{Damage, Report};
use crate::read::gzip::{MAGIC, Member, Step};

/// What a record begins with.
pub(super) const RECORD: &[u8] = b"WARC/";

/// How much is read at a time.
const CHUNK: usize = 256 << 10;
/// A member that inflates to at most this is given once its check sum is right. A longer one is given as it comes.
const CHECKED: usize = 4 << 20;
/// Damage shows only some way behind the place of it, so that this much of a long member is held back.
const HELD_BACK: usize = 64 << 10;
/// Compressed bytes of the current member that are kept, to look for the next member in if this one is damaged.
const KEPT: usize = 8 << 20;
/// Members may seem to begin inside the bytes of a damaged one, so that each byte would be inflated again for each of
/// them. After this many, the search goes on behind the bytes that were inflated.
const RETRIES: usize = 16;
/// A member is told by what it inflates to; these are enough bytes to see that.
const PROBE: usize = 1 << 10;

/// Record bytes at hand, more on request. Holds at most what the caller leaves in it, 12 MB for compressed files, and a
/// chunk.
pub(super) struct Stream<R> {
    inner: R,
    gzip: bool,
    at_end: bool,
    /// Inflated bytes; those before `pos` are used up.
    buf: Vec<u8>,
    pos: usize,
    /// The position of `buf[0]` among all the bytes given.
    base: u64,
    marks: VecDeque<Mark>,
    /// Compressed bytes; `input[0]` is at `input_base` in the file, `input[at]` is the next to be inflated.
    input: Vec<u8>,
    input_base: u64,
    at: usize,
    member: Member,
    /// Where the current member begins in the file, if inside one.
    started: Option<u64>,
    /// Some of the current member has been given.
    given: bool,
    /// What the current member inflates to, as long as it is held.
    held: Vec<u8>,
    /// The furthest byte that was inflated, and how often the search began again before it.
    furthest: u64,
    retries: usize,
    /// The bytes behind the next mark do not continue those before it.
    torn: bool,
}

/// Where a gzip member begins among the bytes given, if no record before it can go on here: it begins with a record,
/// or bytes were lost.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mark {
    pub at: u64,
    /// The member's place in the file.
    pub offset: u64,
    /// Bytes before it were lost, and that has been reported.
    pub torn: bool,
}

impl<R: Read> Stream<R> {
    pub(super) fn new(inner: R, report: &mut Report) -> Stream<R> {
        let mut stream = Stream {
            inner,
            gzip: false,
            at_end: false,
            buf: Vec::new(),
            pos: 0,
            base: 0,
            marks: VecDeque::new(),
            input: Vec::new(),
            input_base: 0,
            at: 0,
            member: Member::default(),
            started: None,
            given: false,
            held: Vec::new(),
            furthest: 0,
            retries: 0,
            torn: false,
        };
        // Which of the two it is shows in the first bytes.
        stream.fetch(report);
        let first = &stream.buf;
        let mut probe = Member::default();
        let mut damaged_gzip = || {
            memchr::memmem::find_iter(first, MAGIC)
                .any(|at| begins_record(&mut probe, &first[at..first.len().min(at + PROBE)]))
        };
        if first.starts_with(&MAGIC[..2]) || !first.starts_with(RECORD) && damaged_gzip() {
            stream.gzip = true;
            stream.input = std::mem::take(&mut stream.buf);
        }
        stream
    }

    /// The bytes at hand.
    pub(super) fn bytes(&self) -> &[u8] {
        &self.buf[self.pos..]
    }

    /// The position of the first of them among all the bytes given.
    pub(super) fn position(&self) -> u64 {
        self.base + self.pos as u64
    }

    /// Drops `count` bytes from the front.
    pub(super) fn consume(&mut self, count: usize) {
        self.pos = (self.pos + count).min(self.buf.len());
        if self.pos > CHUNK && self.pos > self.buf.len() / 2 {
            self.buf.drain(..self.pos);
            self.base += self.pos as u64;
            self.pos = 0;
        }
        let position = self.position();
        while self.marks.len() > 1 && self.marks.get(1).is_some_and(|mark| mark.at <= position) {
            self.marks.pop_front();
        }
    }

    /// The first mark behind `position`.
    pub(super) fn mark_behind(&self, position: u64) -> Option<Mark> {
        self.marks.get(self.marks.partition_point(|mark| mark.at <= position)).copied()
    }

    /// Where the byte at `position` is to be found: its place in the file, and the bytes into the member there.
    pub(super) fn place(&self, position: u64) -> (u64, u64) {
        let before = self.marks.partition_point(|mark| mark.at <= position);
        match before.checked_sub(1).and_then(|i| self.marks.get(i)) {
            Some(mark) => (mark.offset, position - mark.at),
            None => (position, 0),
        }
    }

    /// True if the last bytes of the file were lost, and that has been reported.
    pub(super) fn torn(&self) -> bool {
        self.torn
    }

    /// Gets more bytes; false at the end of the file.
    pub(super) fn more(&mut self, report: &mut Report) -> bool {
        if self.gzip { self.inflate(report) } else { self.fetch(report) }
    }

    /// Reads a chunk from the file, to `buf` or, for gzip, to `input`.
    fn fetch(&mut self, report: &mut Report) -> bool {
        if self.at_end {
            return false;
        }
        if self.gzip {
            let needed = self.started.map_or(self.at, |start| start.saturating_sub(self.input_base) as usize);
            let dead = needed.max(self.at.saturating_sub(KEPT));
            if dead > CHUNK && dead > self.input.len() / 2 {
                self.input.drain(..dead);
                self.input_base += dead as u64;
                self.at -= dead;
            }
        }
        let (to, base) =
            if self.gzip { (&mut self.input, self.input_base) } else { (&mut self.buf, self.base) };
        let before = to.len();
        if let Err(error) = (&mut self.inner).take(CHUNK as u64).read_to_end(to) {
            let what = format!("the file cannot be read from here on: {error}");
            report.damage(Damage { offset: base + to.len() as u64, skipped: 0, what });
            self.at_end = true;
        }
        let got = to.len() > before;
        self.at_end |= !got;
        got
    }

    fn inflate(&mut self, report: &mut Report) -> bool {
        loop {
            let Some(start) = self.started else {
                while self.input.len() - self.at < MAGIC.len() && self.fetch(report) {}
                if self.at == self.input.len() {
                    return false;
                }
                let start = self.input_base + self.at as u64;
                if self.input[self.at..].starts_with(MAGIC) {
                    self.start_member(start);
                } else {
                    self.skip_to_next(start, start, "there is no gzip member where one should begin", report);
                }
                continue;
            };
            let mut rest = &self.input[self.at..];
            let step = self.member.inflate(&mut rest, &mut self.held, CHECKED + HELD_BACK);
            self.at = self.input.len() - rest.len();
            self.furthest = self.furthest.max(self.input_base + self.at as u64);
            match step {
                Step::More if self.at < self.input.len() || self.fetch(report) => {}
                Step::More => {
                    // Either the file was cut here, or damage has led the inflater past other members.
                    if let Some(next) = self.find(start + 1, report) {
                        self.held.clear();
                        self.lose(start, next, "a gzip member is damaged", report);
                    } else {
                        // What came before the cut is right.
                        self.give(start, self.held.len());
                        let end = self.input_base + self.input.len() as u64;
                        self.lose(start, end, "the file ends inside this gzip member", report);
                        return true;
                    }
                }
                Step::Full => {
                    self.give(start, self.held.len() - HELD_BACK);
                    return true;
                }
                Step::End => {
                    self.started = None;
                    if self.input_base + self.at as u64 >= self.furthest {
                        self.retries = 0;
                    }
                    if !self.held.is_empty() {
                        self.give(start, self.held.len());
                        return true;
                    }
                }
                Step::Damaged => {
                    self.held.clear();
                    self.skip_to_next(start, start + 1, "a gzip member is damaged", report);
                }
            }
        }
    }

    fn start_member(&mut self, start: u64) {
        self.member.start();
        self.held.clear();
        (self.started, self.given) = (Some(start), false);
    }

    /// Hands over the first `count` bytes of what the member has inflated to.
    fn give(&mut self, start: u64, count: usize) {
        if count == 0 {
            return;
        }
        if !self.given {
            if self.torn || self.held.starts_with(RECORD) {
                let at = self.base + self.buf.len() as u64;
                self.marks.push_back(Mark { at, offset: start, torn: self.torn });
            }
            (self.given, self.torn) = (true, false);
        }
        self.buf.extend_from_slice(&self.held[..count]);
        self.held.drain(..count);
    }

    fn skip_to_next(&mut self, start: u64, from: u64, what: &str, report: &mut Report) {
        let next = self.find(from, report).unwrap_or(self.input_base + self.input.len() as u64);
        self.lose(start, next, what, report);
    }

    /// Goes on at `next`, and reports that the bytes from `start` were lost.
    fn lose(&mut self, start: u64, next: u64, what: &str, report: &mut Report) {
        self.at = next.saturating_sub(self.input_base) as usize;
        (self.started, self.torn) = (None, true);
        report.damage(Damage { offset: start, skipped: next - start, what: what.to_owned() });
    }

    /// The next place in the file, at or behind `from`, at which a member with a record begins.
    fn find(&mut self, from: u64, report: &mut Report) -> Option<u64> {
        self.retries += 1;
        let from = if self.retries > RETRIES { from.max(self.furthest) } else { from };
        self.started = None;
        self.at = (from.saturating_sub(self.input_base) as usize).min(self.input.len());
        loop {
            match memchr::memmem::find(&self.input[self.at..], MAGIC) {
                Some(found) => {
                    self.at += found;
                    while self.input.len() - self.at < PROBE && self.fetch(report) {}
                    let candidate = &self.input[self.at..];
                    if begins_record(&mut self.member, &candidate[..candidate.len().min(PROBE)]) {
                        return Some(self.input_base + self.at as u64);
                    }
                    self.at += 1;
                }
                None => {
                    // The magic may be cut in two by the end of the chunk.
                    self.at = self.at.max(self.input.len().saturating_sub(MAGIC.len() - 1));
                    if !self.fetch(report) {
                        return None;
                    }
                }
            }
        }
    }
}

/// True if a gzip member begins here that inflates to a record.
fn begins_record(member: &mut Member, mut bytes: &[u8]) -> bool {
    let mut out = Vec::with_capacity(64);
    member.start();
    while out.len() < RECORD.len() {
        let before = bytes.len();
        let step = member.inflate(&mut bytes, &mut out, RECORD.len());
        if !matches!(step, Step::More) || bytes.is_empty() || bytes.len() == before {
            break;
        }
    }
    out.starts_with(RECORD)
}

/// True for bytes that a WARC file begins with, compressed or not.
pub(in crate::read) fn is_warc(head: &[u8]) -> bool {
    head.starts_with(RECORD) || head.starts_with(MAGIC) && begins_record(&mut Member::default(), head)
}

#[cfg(test)]
pub(super) mod tests {
    pub const MAGICS: &[u8] = b"\x1f\x8b\x08";

    /// Members of one stored block, each of which holds the next one, all cut off at the end.
    pub fn nested_members(count: usize) -> Vec<u8> {
        let mut member = vec![0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3];
        member.extend([0, 0xff, 0xff, 0, 0]);
        member.extend(b"WARC/1.0\r\n");
        member.repeat(count)
    }
}
