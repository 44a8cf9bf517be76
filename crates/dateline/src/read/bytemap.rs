use std::ops::Range;

/// From positions in a decoded page to positions in its input.
///
/// The default is a page in UTF-8 without a byte order mark, where both are the same. For every other charset the map
/// is exact to the character. If the input was compressed, positions count in the inflated bytes; for a page from an
/// archive they count in the body of the response, with chunking and compression undone.
///
/// ```
/// use dateline::read::{Hints, Page};
/// let page = Page::new(b"<meta charset=windows-1252><p>Caf\xe9 \x80", Hints::default());
/// let at = page.text.find("€").unwrap();
/// assert_eq!(page.bytes.to_input(at..at + "€".len()), 35..36);
/// ```
#[derive(Clone, Debug, Default)]
pub struct ByteMap {
    /// In order; empty if decoded and input positions are the same. The last one stands at the end of both.
    runs: Vec<Run>,
}

/// A run of units, up to the beginning of the next one, that all have the same two widths: a unit is a character, or
/// a stretch that can only be mapped as a whole.
#[derive(Clone, Copy, Debug)]
struct Run {
    decoded: u32,
    input: u32,
    decoded_width: u16,
    input_width: u16,
}

impl ByteMap {
    /// The byte range of the input that holds `decoded`.
    ///
    /// A range that ends inside a character takes the whole character; one past the end of the page is cut to it.
    pub fn to_input(&self, decoded: Range<usize>) -> Range<usize> {
        if self.runs.is_empty() {
            return decoded;
        }
        let start = self.unit(decoded.start).start;
        if decoded.end <= decoded.start {
            return start..start;
        }
        start..self.unit(decoded.end - 1).end.max(start)
    }

    /// The input bytes of the unit that holds the byte at `decoded`.
    fn unit(&self, decoded: usize) -> Range<usize> {
        let after = self.runs.partition_point(|run| run.decoded as usize <= decoded);
        let Some(run) = after.checked_sub(1).and_then(|i| self.runs.get(i)) else { return 0..0 };
        let Some(next) = self.runs.get(after) else {
            let end = run.input as usize; // the mark at the end
            return end..end;
        };
        let index = (decoded - run.decoded as usize) / usize::from(run.decoded_width.max(1));
        let start = run.input as usize + index * usize::from(run.input_width);
        let end = next.input as usize;
        start.min(end)..(start + usize::from(run.input_width)).min(end)
    }
}

/// Makes a [`ByteMap`] while a page is decoded.
pub(super) struct Builder {
    runs: Vec<Run>,
    decoded: usize,
    input: usize,
    /// Where the stretch began that is mapped as a whole, once there are too many runs.
    coarse: Option<(usize, usize)>,
}

impl Builder {
    /// At most this many runs (12 bytes each) are exact: 50 MB of map for a page that changes width at every character.
    const MAX_RUNS: usize = 4 << 20;
    /// After that, stretches of about this many bytes are mapped as a whole.
    const COARSE: usize = 4096;

    /// A map whose decoded text begins at `base` in the input: behind the byte order mark.
    pub(super) fn new(base: usize) -> Builder {
        Builder { runs: Vec::new(), decoded: 0, input: base, coarse: None }
    }

    /// Adds `count` units of the same widths.
    pub(super) fn push(&mut self, decoded_width: usize, input_width: usize, count: usize) {
        if count == 0 {
            return;
        }
        if let Some(last) = self.runs.last()
            && self.coarse.is_none()
            && usize::from(last.decoded_width) == decoded_width
            && usize::from(last.input_width) == input_width
        {
            // The run goes on.
        } else if self.runs.len() < Self::MAX_RUNS {
            self.mark(self.decoded, self.input, decoded_width, input_width);
        } else if decoded_width == 1 && input_width == 1 && count >= Self::COARSE {
            self.end_stretch();
            self.mark(self.decoded, self.input, 1, 1);
        } else {
            self.coarse.get_or_insert((self.decoded, self.input));
        }
        self.decoded += decoded_width * count;
        self.input += input_width * count;
        if self.coarse.is_some_and(|(decoded, _)| self.decoded - decoded >= Self::COARSE) {
            self.end_stretch();
        }
    }

    /// Bytes of the input that decode to nothing: an escape sequence. They belong to the character before.
    pub(super) fn skip(&mut self, input: usize) {
        if input > 0 && self.coarse.is_none() && self.runs.len() < Self::MAX_RUNS {
            self.input += input;
            self.mark(self.decoded, self.input, 1, 1);
        } else {
            self.input += input;
        }
    }

    /// The map of a text that ends here.
    pub(super) fn finish(mut self) -> ByteMap {
        self.end_stretch();
        self.mark(self.decoded, self.input, 0, 0);
        let identical =
            self.runs.iter().all(|run| run.decoded == run.input && run.decoded_width == run.input_width);
        ByteMap { runs: if identical { Vec::new() } else { self.runs } }
    }

    fn end_stretch(&mut self) {
        if let Some((decoded, input)) = self.coarse.take() {
            self.mark(decoded, input, self.decoded - decoded, self.input - input);
        }
    }

    fn mark(&mut self, decoded: usize, input: usize, decoded_width: usize, input_width: usize) {
        let narrow = |width: usize| u16::try_from(width).unwrap_or(u16::MAX);
        self.runs.push(Run {
            decoded: decoded as u32,
            input: input as u32,
            decoded_width: narrow(decoded_width),
            input_width: narrow(input_width),
        });
    }
}
