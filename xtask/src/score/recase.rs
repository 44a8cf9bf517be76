//! Texts in another case, as headlines and old wires have them.
use clap::ValueEnum;

/// How letters are set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Case {
    /// ALL CAPITALS
    Upper,
    /// no capitals
    Lower,
    /// As in a Headline
    Title,
}

/// Words that a headline writes small.
const SMALL: [&str; 19] = [
    "a", "an", "the", "of", "in", "on", "to", "and", "or", "for", "at", "by", "with", "as", "but", "from",
    "s", "t", "vs",
];

/// `text` in the case, with as many characters.
pub fn recase(text: &str, case: Case) -> String {
    match case {
        Case::Upper => text.chars().map(|c| one(c, c.to_uppercase())).collect(),
        Case::Lower => text.chars().map(|c| one(c, c.to_lowercase())).collect(),
        Case::Title => {
            let mut out = String::with_capacity(text.len());
            for piece in text.split_inclusive(|c: char| !c.is_alphanumeric()) {
                let word = piece.trim_end_matches(|c: char| !c.is_alphanumeric());
                let mut chars = piece.chars();
                if !SMALL.contains(&word)
                    && let Some(first) = chars.next()
                {
                    out.push(one(first, first.to_uppercase()));
                }
                out.push_str(chars.as_str());
            }
            out
        }
    }
}

/// The other form of a character, if it is one character.
fn one(c: char, mut form: impl ExactSizeIterator<Item = char>) -> char {
    if form.len() == 1 { form.next().unwrap_or(c) } else { c }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_stay_as_many() {
        let text = "Die Straße of O'Neill didn't end.";
        for (case, expected) in [
            (Case::Upper, "DIE STRAßE OF O'NEILL DIDN'T END."),
            (Case::Lower, "die straße of o'neill didn't end."),
            (Case::Title, "Die Straße of O'Neill Didn't End."),
        ] {
            assert_eq!(recase(text, case), expected);
        }
    }
}
