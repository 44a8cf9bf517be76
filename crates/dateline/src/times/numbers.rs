//! Numbers in dates: figures, number words, ordinals, years, decades, hours.
use super::lex::{Shape, Token};
use super::words::Words;

/// A form of number that a pattern can ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// "3", "1,200", "three", "twenty-three", "two hundred"
    Num,
    /// "5", "5th", "fifth", "twenty-first", up to 31
    Day,
    /// "2023", "nineteen ninety-six"
    Year,
    /// "'98"
    ShortYear,
    /// "1990s", "'90s", "nineties"
    Decade,
    /// "9", up to 24
    Hour,
    /// "05"
    Minute,
    /// "0700"
    HourMinute,
    /// "9", up to 12
    MonthNumber,
    /// "20th", "twentieth"
    Ordinal,
    /// Any figures: "1.76"
    Figures,
    /// "1/2", "½"
    OneHalf,
}

impl Form {
    pub fn named(name: &str) -> Option<Form> {
        Some(match name {
            "num" => Form::Num,
            "day" => Form::Day,
            "year" => Form::Year,
            "short_year" => Form::ShortYear,
            "decade" => Form::Decade,
            "hour" => Form::Hour,
            "minute" => Form::Minute,
            "hour_minute" => Form::HourMinute,
            "month_number" => Form::MonthNumber,
            "ordinal" => Form::Ordinal,
            "figures" => Form::Figures,
            "one_half" => Form::OneHalf,
            _ => return None,
        })
    }

    /// The word classes that it can begin with.
    pub fn classes(self) -> &'static [&'static str] {
        match self {
            Form::Num | Form::Year => &["cardinal"],
            Form::Hour => &["cardinal"],
            Form::Day | Form::Ordinal => &["ordinal_word", "cardinal"],
            Form::Decade => &["decade_word"],
            Form::ShortYear
            | Form::Minute
            | Form::HourMinute
            | Form::MonthNumber
            | Form::Figures
            | Form::OneHalf => &[],
        }
    }

    pub fn begins_with_apostrophe(self) -> bool {
        matches!(self, Form::ShortYear | Form::Decade)
    }
}

/// The number at `at` and the token after it.
pub(super) fn read(form: Form, words: &Words, tokens: &[Token], at: usize) -> Option<(usize, i64)> {
    let scan = Scan { words, tokens };
    match form {
        Form::Num => scan.num(at),
        Form::Day => scan.ordinal(at).or_else(|| scan.short(at, 2)).filter(|(_, n)| (1..=31).contains(n)),
        Form::Ordinal => scan.ordinal(at),
        Form::Year => scan.year(at),
        Form::ShortYear => {
            let (end, n) = scan.after_apostrophe(at)?;
            (!scan.is(end, "s", true)).then_some((end, full_year(n)))
        }
        Form::Decade => scan.decade(at),
        Form::Hour => scan.short(at, 2).or_else(|| scan.num(at)).filter(|(_, n)| (0..=24).contains(n)),
        Form::Minute => scan.figures(at, 2, 2).filter(|(_, n)| *n < 60),
        Form::HourMinute => scan.figures(at, 4, 4).filter(|(_, n)| n / 100 <= 24 && n % 100 < 60),
        Form::Figures => match tokens.get(at)?.shape {
            Shape::Number { value, .. } => Some((at + 1, value)),
            _ => None,
        },
        Form::OneHalf => scan.one_half(at),
        Form::MonthNumber => scan.short(at, 2).filter(|(_, n)| (1..=12).contains(n)),
    }
}

/// The year of two figures, nearest to our time.
fn full_year(n: i64) -> i64 {
    if n < 40 { 2000 + n } else { 1900 + n }
}

struct Scan<'a> {
    words: &'a Words,
    tokens: &'a [Token],
}

impl Scan<'_> {
    fn is(&self, at: usize, word: &str, glued: bool) -> bool {
        self.tokens
            .get(at)
            .is_some_and(|t| t.entry == self.words.entry(word) && t.entry != 0 && (t.glued || !glued))
    }

    fn class(&self, at: usize, class: &str) -> Option<i64> {
        self.words.meaning(self.tokens.get(at)?.entry, self.words.class(class)?)?.number()
    }

    /// Plain figures, of so many digits.
    fn figures(&self, at: usize, min: u8, max: u8) -> Option<(usize, i64)> {
        match self.tokens.get(at)?.shape {
            Shape::Number { value, digits, plain: true } if (min..=max).contains(&digits) => {
                Some((at + 1, value))
            }
            _ => None,
        }
    }

    /// Plain figures that no letters are glued to.
    fn short(&self, at: usize, max: u8) -> Option<(usize, i64)> {
        self.figures(at, 1, max)
    }

    /// "1/2", "½"
    fn one_half(&self, at: usize) -> Option<(usize, i64)> {
        if self.is(at, "½", false) {
            return Some((at + 1, 1));
        }
        let (slash, one) = self.figures(at, 1, 1)?;
        let (end, two) = self.is(slash, "/", true).then(|| self.figures(slash + 1, 1, 1))??;
        (one == 1 && two == 2).then_some((end, 1))
    }

    fn num(&self, at: usize) -> Option<(usize, i64)> {
        if let Shape::Number { value, digits, plain } = self.tokens.get(at)?.shape {
            // 2.5 is not a whole number.
            return (digits > 0 && (plain || value >= 1000)).then_some((at + 1, value));
        }
        let (mut end, mut n) = self.below_hundred(at)?;
        if n < 100 && self.is(end, "hundred", false) {
            (end, n) = (end + 1, n * 100);
            let rest = end + usize::from(self.is(end, "and", false));
            if let Some((past, tail)) = self.below_hundred(rest) {
                (end, n) = (past, n + tail);
            }
        }
        if self.is(end, "thousand", false) {
            (end, n) = (end + 1, n * 1000);
        }
        Some((end, n))
    }

    /// "three", "twenty-three", "twenty three"
    fn below_hundred(&self, at: usize) -> Option<(usize, i64)> {
        let tens = self.class(at, "cardinal")?;
        let next = at + 1 + usize::from(self.is(at + 1, "-", true));
        match self.class(next, "cardinal") {
            Some(ones) if tens >= 20 && tens % 10 == 0 && (1..10).contains(&ones) => {
                Some((next + 1, tens + ones))
            }
            _ => Some((at + 1, tens)),
        }
    }

    /// "5th", "fifth", "twenty-first"
    fn ordinal(&self, at: usize) -> Option<(usize, i64)> {
        if let Some((end, n)) = self.figures(at, 1, 3) {
            let suffix = self.tokens.get(end)?;
            let is_suffix = suffix.glued && self.class(end, "ordinal_suffix").is_some();
            return is_suffix.then_some((end + 1, n));
        }
        if let Some(n) = self.class(at, "ordinal_word") {
            return Some((at + 1, n));
        }
        let tens = self.class(at, "cardinal").filter(|n| *n >= 20 && n % 10 == 0)?;
        let next = at + 1 + usize::from(self.is(at + 1, "-", true));
        let ones = self.class(next, "ordinal_word").filter(|n| *n < 10)?;
        Some((next + 1, tens + ones))
    }

    fn year(&self, at: usize) -> Option<(usize, i64)> {
        if let Some((end, n)) = self.figures(at, 4, 4) {
            let glued_letters =
                self.tokens.get(end).is_some_and(|t| t.glued && matches!(t.shape, Shape::Word { .. }));
            return ((1000..2100).contains(&n) && !glued_letters).then_some((end, n));
        }
        // "nineteen ninety-six", "twenty twenty-three"
        let century = self.class(at, "cardinal").filter(|n| (17..=20).contains(n))?;
        let (end, rest) = self.below_hundred(at + 1).filter(|(_, n)| (10..100).contains(n))?;
        Some((end, century * 100 + rest))
    }

    fn decade(&self, at: usize) -> Option<(usize, i64)> {
        if let Some(n) = self.class(at, "decade_word") {
            return Some((at + 1, n));
        }
        let (end, n) = match self.figures(at, 4, 4) {
            Some((end, n)) => (end, n),
            None => {
                let (end, n) = self.after_apostrophe(at).or_else(|| self.figures(at, 2, 2))?;
                (end, full_year(n))
            }
        };
        let end = end + usize::from(self.is(end, "'", true));
        (n % 10 == 0 && (1000..2100).contains(&n) && self.is(end, "s", true)).then_some((end + 1, n))
    }

    fn after_apostrophe(&self, at: usize) -> Option<(usize, i64)> {
        let glued = self.tokens.get(at + 1)?.glued && self.is(at, "'", false);
        if glued { self.figures(at + 1, 2, 2) } else { None }
    }
}
