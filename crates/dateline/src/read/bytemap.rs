use std::ops::Range;

/// From positions in a decoded page to positions in its input.
///
/// The default is a page in UTF-8 without a byte order mark, where both are the same.
#[derive(Clone, Debug, Default)]
pub struct ByteMap {
    /// (decoded, input) positions that correspond, in order. Between two of them the bytes correspond one to
    /// one if the two distances are equal; otherwise the whole stretch is as exact as it gets.
    marks: Vec<(u32, u32)>,
}

impl ByteMap {
    /// The byte range of the input that holds `decoded`.
    pub fn to_input(&self, decoded: Range<usize>) -> Range<usize> {
        if self.marks.is_empty() { decoded } else { decoded }
    }
}
