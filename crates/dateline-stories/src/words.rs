//! Words of a text as hashes that are the same on every machine and in every version.

/// A word of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Word {
    /// The hash of its letters in small form.
    pub hash: u32,
    /// The hash without the ending of a genitive: that of "Ruiz" for "Ruiz's".
    pub stem: u32,
    /// The first byte.
    pub start: u32,
    /// Past the last byte.
    pub end: u32,
    /// True for single letters and figures.
    pub single: bool,
}

/// The words of a text: letters and figures, with an apostrophe between letters.
///
/// ```
/// use dateline_stories::words::{hash, words};
/// let found: Vec<_> = words("The port's 2 cranes").collect();
/// assert_eq!(found.len(), 4);
/// assert_eq!(found[1].stem, hash("port"));
/// assert!(found[2].single);
/// ```
pub fn words(text: &str) -> impl Iterator<Item = Word> + '_ {
    let mut chars = text.char_indices().peekable();
    std::iter::from_fn(move || {
        while chars.next_if(|(_, c)| !c.is_alphanumeric()).is_some() {}
        let start = chars.peek()?.0;
        let (mut letters, mut count) = (Fnv::new(), 0);
        let (mut end, mut genitive) = (start, None);
        while let Some((at, c)) = chars.peek().copied() {
            if c.is_alphanumeric() {
                letters.push(c);
                count += 1;
            } else if is_apostrophe(c) && text[at + c.len_utf8()..].starts_with(char::is_alphanumeric) {
                genitive = Some((letters, at));
                letters.push('\'');
            } else {
                break;
            }
            end = at + c.len_utf8();
            chars.next();
        }
        let stem = genitive.filter(|(_, at)| is_genitive(&text[*at..end])).map(|(stem, _)| stem);
        Some(Word {
            hash: letters.hash(),
            stem: stem.unwrap_or(letters).hash(),
            start: start as u32,
            end: end as u32,
            single: count < 2,
        })
    })
}

/// The hash of a word as [`words`] gives it.
pub fn hash(word: &str) -> u32 {
    let mut letters = Fnv::new();
    word.chars().for_each(|c| letters.push(if is_apostrophe(c) { '\'' } else { c }));
    letters.hash()
}

/// The hash of an article's key, above 0 and exact in the numbers of JavaScript.
pub(crate) fn key_hash(key: &str) -> i64 {
    let mut bytes = Fnv::new();
    key.bytes().for_each(|byte| bytes.byte(byte));
    ((bytes.0 >> 11) | 1) as i64
}

/// The hash of three words in a row.
pub fn shingle(words: [u32; 3]) -> u32 {
    // Odd multipliers of SplitMix64; a plain sum would not tell the order.
    let mixed = words.iter().fold(0x9E37_79B9_7F4A_7C15_u64, |sum, word| {
        (sum ^ u64::from(*word)).wrapping_mul(0xBF58_476D_1CE4_E5B9).rotate_left(29)
    });
    (mixed ^ (mixed >> 32)) as u32
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’')
}

fn is_genitive(ending: &str) -> bool {
    matches!(ending, "'s" | "’s" | "'S" | "’S")
}

/// FNV-1a over the small forms of letters.
#[derive(Clone, Copy)]
struct Fnv(u64);

impl Fnv {
    fn new() -> Fnv {
        Fnv(0xCBF2_9CE4_8422_2325)
    }

    fn push(&mut self, c: char) {
        if c.is_ascii() {
            self.byte(c.to_ascii_lowercase() as u8);
        } else {
            let mut bytes = [0; 4];
            c.to_lowercase().for_each(|c| c.encode_utf8(&mut bytes).bytes().for_each(|b| self.byte(b)));
        }
    }

    fn byte(&mut self, byte: u8) {
        self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3);
    }

    fn hash(self) -> u32 {
        (self.0 ^ (self.0 >> 32)) as u32
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let found: Vec<&str> = words(text).map(|w| &text[w.start as usize..w.end as usize]).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn words_of_texts() {
        check("", &[]);
        check("’ --", &[]);
        check("Ana’s don't 1,200 U.S.", &["Ana’s", "don't", "1", "200", "U", "S"]);
        check("l'été 'quoted'", &["l'été", "quoted"]);
    }

    #[test]
    fn case_and_genitives_do_not_count() {
        assert_eq!(hash("Été"), hash("ÉTÉ"));
        let stems = |text: &str| words(text).map(|w| w.stem).collect::<Vec<_>>();
        assert_eq!(stems("ANA'S"), stems("Ana"));
        assert_ne!(stems("don't"), stems("don"));
        assert_ne!(shingle([1, 2, 3]), shingle([3, 2, 1]));
    }
}
