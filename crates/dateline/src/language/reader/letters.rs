//! The letters of a word, counted, and its shape. `training/language/data.py` does the same: change both.

/// What the letters of a word are.
#[derive(Clone, Copy, Debug, Default)]
pub struct Letters {
    /// Characters.
    pub chars: u32,
    /// Letters.
    pub alpha: u32,
    /// Capitals.
    pub upper: u32,
    /// Small letters.
    pub lower: u32,
    /// ASCII digits.
    pub digits: u32,
    /// The first character is a capital.
    pub first_upper: bool,
}

impl Letters {
    /// Counts the letters of `word`.
    pub fn of(word: &str) -> Letters {
        let mut letters = Letters::default();
        for c in word.chars() {
            letters.first_upper |= letters.chars == 0 && c.is_uppercase();
            letters.chars += 1;
            letters.alpha += u32::from(c.is_alphabetic());
            letters.upper += u32::from(c.is_uppercase());
            letters.lower += u32::from(c.is_lowercase());
            letters.digits += u32::from(c.is_ascii_digit());
        }
        letters
    }

    /// 0 other, 1 lower, 2 Title, 3 UPPER, 4 miXed, 5 Initial, 6 digits, 7 digits and letters.
    pub fn shape(self) -> usize {
        match self {
            Letters { digits: 1.., alpha: 0, .. } => 6,
            Letters { digits: 1.., .. } => 7,
            Letters { alpha: 0, .. } => 0,
            Letters { upper: 0, .. } => 1,
            Letters { lower: 0, alpha: 1, .. } => 5,
            Letters { lower: 0, .. } => 3,
            Letters { upper: 1, first_upper: true, .. } => 2,
            _ => 4,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shapes() {
        let words = ["-", "port", "Port", "PORT", "McPort", "A", "1,200", "U2"];
        assert_eq!(words.map(|w| Letters::of(w).shape()), [0, 1, 2, 3, 4, 5, 6, 7]);
    }
}
