//! A string as numbers, words and marks.

/// A number, a word or a mark of a string.
#[derive(Clone, Copy, Debug)]
pub(super) struct Token {
    pub kind: Kind,
    /// Where it begins, in bytes.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
    /// True if white space stands before it.
    pub spaced: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Decimal digits of any script; the value is meaningless beyond nine digits.
    Number { value: u32, digits: u8 },
    /// Letters. Ideographs and Hangul syllables stand alone.
    Word,
    /// Anything else that shows.
    Mark(char),
}

impl Token {
    pub fn number(&self) -> Option<(u32, u8)> {
        match self.kind {
            Kind::Number { value, digits } => Some((value, digits)),
            _ => None,
        }
    }

    pub fn is_mark(&self, mark: char) -> bool {
        self.kind == Kind::Mark(mark)
    }
}

/// Cuts a string in lower case into tokens.
pub(super) fn tokens(text: &str) -> Vec<Token> {
    let mut out = Vec::new();
    let mut spaced = false;
    let mut chars = text.char_indices().peekable();
    while let Some((start, c)) = chars.next() {
        let mut end = start + c.len_utf8();
        let kind = if let Some(digit) = digit_of(c) {
            let (mut value, mut digits) = (digit, 1u8);
            while let Some((at, digit)) =
                chars.peek().and_then(|(at, c)| Some((at + c.len_utf8(), digit_of(*c)?)))
            {
                value = value.wrapping_mul(10).wrapping_add(digit);
                digits = digits.saturating_add(1);
                end = at;
                chars.next();
            }
            Kind::Number { value, digits }
        } else if stands_alone(c) {
            Kind::Word
        } else if is_letter(c) {
            while let Some((at, c)) =
                chars.peek().copied().filter(|(_, c)| is_letter(*c) && !stands_alone(*c))
            {
                end = at + c.len_utf8();
                chars.next();
            }
            Kind::Word
        } else if c.is_whitespace() || matches!(c, '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{feff}') {
            spaced = true;
            continue;
        } else {
            Kind::Mark(c)
        };
        out.push(Token { kind, start, end, spaced });
        spaced = false;
    }
    out
}

/// The string in lower case, character by character, every one where it stood.
pub(super) fn lower(text: &str) -> String {
    text.chars()
        .map(|c| {
            let mut lower = c.to_lowercase();
            lower.next().filter(|l| l.len_utf8() == c.len_utf8() && lower.next().is_none()).unwrap_or(c)
        })
        .collect()
}

/// Digits of the scripts that news is written in.
fn digit_of(c: char) -> Option<u32> {
    let zero = match c {
        '0'..='9' => '0',
        '٠'..='٩' => '٠',
        '۰'..='۹' => '۰',
        '०'..='९' => '०',
        '০'..='৯' => '০',
        '０'..='９' => '０',
        _ => return None,
    };
    Some(c as u32 - zero as u32)
}

fn is_letter(c: char) -> bool {
    // Viramas and combining accents belong to their words.
    c.is_alphabetic() || matches!(c, '\u{300}'..='\u{36f}' | '\u{94d}' | '\u{9cd}')
}

fn stands_alone(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}' | '\u{f900}'..='\u{faff}')
}
