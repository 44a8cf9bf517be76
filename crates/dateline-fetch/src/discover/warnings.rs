use std::fmt;

/// Something that was wrong with a feed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warning {
    /// Where the feed is from: an address or a path.
    pub address: String,
    /// The line, counted from 1; 0 if it is the feed as a whole.
    pub line: usize,
    /// The column in characters, counted from 1; 0 if it is the feed as a whole.
    pub column: usize,
    /// What was wrong.
    pub message: String,
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}`", self.address)?;
        if self.line > 0 {
            write!(f, ", line {}, column {}", self.line, self.column)?;
        }
        write!(f, ": {}", self.message)
    }
}

/// After this many, one says that there are more.
pub(super) const MOST: usize = 100;

/// Collects warnings, and knows where in the text they belong.
pub(super) struct Warnings<'a> {
    address: &'a str,
    text: &'a str,
    pub list: Vec<Warning>,
    /// Where the last one stood and its line, so that lines are counted once.
    last: (usize, usize),
}

impl<'a> Warnings<'a> {
    pub fn new(address: &'a str, text: &'a str) -> Warnings<'a> {
        Warnings { address, text, list: Vec::new(), last: (0, 1) }
    }

    /// A warning about the feed as a whole.
    pub fn whole(&mut self, message: String) {
        self.add(0, 0, message);
    }

    /// A warning about a place, in bytes of the text.
    pub fn at(&mut self, place: usize, message: impl Into<String>) {
        if self.list.len() >= MOST {
            return self.add(0, 0, String::new());
        }
        let mut place = place.min(self.text.len());
        while !self.text.is_char_boundary(place) {
            place -= 1;
        }
        let (from, line) = if place >= self.last.0 { self.last } else { (0, 1) };
        let line = line + self.text[from..place].bytes().filter(|b| *b == b'\n').count();
        self.last = (place, line);
        let start = self.text[..place].rfind('\n').map_or(0, |at| at + 1);
        let column = 1 + self.text[start..place].chars().count();
        self.add(line, column, message.into());
    }

    fn add(&mut self, line: usize, column: usize, message: String) {
        let (line, column, message) = match self.list.len() {
            0..MOST => (line, column, message),
            MOST => (0, 0, "there is more that is wrong with it".to_owned()),
            _ => return,
        };
        self.list.push(Warning { address: self.address.to_owned(), line, column, message });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_lines_and_columns() {
        let text = "a\nbé\u{1f600}c\n";
        let mut warnings = Warnings::new("f", text);
        for place in [0, 2, text.find('c').unwrap(), text.len(), 99, 1, 6] {
            warnings.at(place, "x");
        }
        let places: Vec<_> = warnings.list.iter().map(|w| (w.line, w.column)).collect();
        assert_eq!(places, [(1, 1), (2, 1), (2, 4), (3, 1), (3, 1), (1, 2), (2, 3)]);
    }

    #[test]
    fn there_are_never_more_than_can_be_read() {
        let mut warnings = Warnings::new("f", "abc");
        for _ in 0..1000 {
            warnings.at(1, "x");
        }
        assert_eq!(warnings.list.len(), MOST + 1);
        assert_eq!(warnings.list[MOST].to_string(), "`f`: there is more that is wrong with it");
    }
}
