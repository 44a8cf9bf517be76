//! Inflates gzip, with a bound on what comes out, and keeps what came before damage.
use flate2::{Crc, Decompress, FlushDecompress, Status};

/// The first bytes of a gzip member: magic and deflate.
pub(super) const MAGIC: &[u8] = &[0x1f, 0x8b, 0x08];

/// What ended the inflating of a page before its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stop {
    /// The input ends inside the compressed data.
    Truncated,
    /// The data is not deflate, or its check sum is wrong.
    Damaged,
    /// More came out than the bound.
    TooLong,
}

/// Inflates all members of `input`, up to `limit` bytes, and says what went wrong, if anything did.
///
/// Bytes behind the last member are not compressed data and are passed over.
pub(super) fn inflate(input: &[u8], limit: usize) -> (Vec<u8>, Option<Stop>) {
    let mut out = Vec::with_capacity((input.len().saturating_mul(5)).min(limit));
    let mut rest = input;
    let mut member = Member::default();
    while rest.starts_with(MAGIC) {
        member.start();
        loop {
            match member.inflate(&mut rest, &mut out, limit) {
                Step::More if rest.is_empty() => return (out, Some(Stop::Truncated)),
                Step::More => {}
                Step::End => break,
                Step::Full => return (out, Some(Stop::TooLong)),
                Step::Damaged => return (out, Some(Stop::Damaged)),
            }
        }
    }
    (out, None)
}

/// Undoes a Content-Encoding of `deflate`: zlib by the standard, raw in practice.
pub(super) fn inflate_raw(input: &[u8], limit: usize) -> (Vec<u8>, Option<Stop>) {
    let zlib = matches!(input, [0x78 | 0x58 | 0x38, _, ..])
        && u16::from_be_bytes([input[0], input[1]]).is_multiple_of(31);
    let mut state = Decompress::new(zlib);
    let mut out = Vec::with_capacity((input.len().saturating_mul(5)).min(limit));
    let mut rest = input;
    let stop = loop {
        match step(&mut state, &mut rest, &mut out, limit) {
            Step::End => break None,
            Step::More if rest.is_empty() => break Some(Stop::Truncated),
            Step::More => {}
            Step::Full => break Some(Stop::TooLong),
            Step::Damaged => break Some(Stop::Damaged),
        }
    };
    (out, stop)
}

/// What one step of inflating came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// The input at hand is used up, or there is room for more output.
    More,
    /// The member ended and its check sum is right.
    End,
    /// The output has reached the limit.
    Full,
    /// Not deflate, or a wrong check sum.
    Damaged,
}

/// One gzip member, inflated step by step.
pub(super) struct Member {
    state: Decompress,
    /// Header and trailer bytes that have come so far.
    held: Vec<u8>,
    part: Part,
    crc: Crc,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Header,
    Body,
    Trailer,
}

/// File name and comment are of any length; nobody needs more than this.
const MAX_HEADER: usize = 64 << 10;

impl Default for Member {
    fn default() -> Self {
        Member { state: Decompress::new(false), held: Vec::new(), part: Part::Header, crc: Crc::new() }
    }
}

impl Member {
    /// Begins a member.
    pub(super) fn start(&mut self) {
        self.state.reset(false);
        self.held.clear();
        self.part = Part::Header;
        self.crc.reset();
    }

    /// Takes bytes from `input` and appends to `out` until `out` holds `limit` bytes.
    pub(super) fn inflate(&mut self, input: &mut &[u8], out: &mut Vec<u8>, limit: usize) -> Step {
        if self.part == Part::Header {
            let before = self.held.len();
            self.held.extend_from_slice(&input[..input.len().min(MAX_HEADER - before.min(MAX_HEADER))]);
            match header_length(&self.held) {
                Header::Length(length) => {
                    *input = &input[length - before..];
                    self.held.clear();
                    self.part = Part::Body;
                }
                Header::Short if self.held.len() < MAX_HEADER => {
                    *input = &[];
                    return Step::More;
                }
                Header::Short | Header::Wrong => return Step::Damaged,
            }
        }
        if self.part == Part::Body {
            let from = out.len();
            let step = step(&mut self.state, input, out, limit);
            self.crc.update(&out[from..]);
            if step != Step::End {
                return step;
            }
            self.part = Part::Trailer;
        }
        let take = input.len().min(8 - self.held.len());
        self.held.extend_from_slice(&input[..take]);
        *input = &input[take..];
        match self.held[..] {
            [a, b, c, d, e, f, g, h] => {
                let right = u32::from_le_bytes([a, b, c, d]) == self.crc.sum()
                    && u32::from_le_bytes([e, f, g, h]) == self.crc.amount();
                if right { Step::End } else { Step::Damaged }
            }
            _ => Step::More,
        }
    }
}

/// One call of the inflater, into spare room of `out` below `limit`.
fn step(state: &mut Decompress, input: &mut &[u8], out: &mut Vec<u8>, limit: usize) -> Step {
    const ROOM: usize = 32 << 10;
    if out.len() >= limit {
        return Step::Full;
    }
    if out.capacity() - out.len() < ROOM {
        out.reserve(ROOM);
    }
    let (taken, made) = (state.total_in(), state.total_out());
    let result = state.decompress_vec(input, out, FlushDecompress::None);
    let taken = (state.total_in() - taken) as usize;
    *input = &input[taken.min(input.len())..];
    out.truncate(limit);
    match result {
        Ok(Status::StreamEnd) => Step::End,
        Ok(_) if taken == 0 && state.total_out() == made && !input.is_empty() => Step::Damaged,
        Ok(_) => Step::More,
        Err(_) => Step::Damaged,
    }
}

enum Header {
    Length(usize),
    Short,
    Wrong,
}

/// The length of the member header at the beginning of `bytes` (RFC 1952).
fn header_length(bytes: &[u8]) -> Header {
    let common = bytes.len().min(MAGIC.len());
    if bytes[..common] != MAGIC[..common] {
        return Header::Wrong;
    }
    let Some(flags) = bytes.get(3).copied() else { return Header::Short };
    let mut at = 10;
    if flags & 4 != 0 {
        let Some(length) = bytes.get(at..at + 2) else { return Header::Short };
        at += 2 + usize::from(u16::from_le_bytes([length[0], length[1]]));
    }
    for flag in [8, 16] {
        if flags & flag != 0 {
            let Some(end) = bytes.get(at..).and_then(|rest| memchr::memchr(0, rest)) else {
                return Header::Short;
            };
            at += end + 1;
        }
    }
    at += if flags & 2 != 0 { 2 } else { 0 };
    if bytes.len() >= at { Header::Length(at) } else { Header::Short }
}
