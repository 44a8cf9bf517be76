//! What the model sees of a word. `training/language/features.py` does the same: change both.
use crate::language::reader::letters::Letters;

/// Features of a word: its form, its suffixes of 1 to 4 letters, its prefixes of 2 and 3, the lists of names that have it,
/// its shape.
pub const COUNT: usize = HASHED + 2;

/// The features whose rows are chosen by a hash.
const HASHED: usize = 7;

/// The normal form: lower case, straight quotes, all digits "0".
pub fn normal(word: &str, out: &mut String) {
    out.clear();
    if word.is_ascii() {
        out.extend(word.bytes().map(|b| match b {
            b'0'..=b'9' => '0',
            _ => b.to_ascii_lowercase() as char,
        }));
        return;
    }
    for c in word.chars() {
        match c {
            '’' | '‘' => out.push('\''),
            '“' | '”' => out.push('"'),
            '–' | '—' | '‑' => out.push('-'),
            '0'..='9' => out.push('0'),
            _ => out.extend(c.to_lowercase()),
        }
    }
}

/// FNV-1a, folded, of `text` after a byte that tells features apart.
pub fn hash(seed: u8, text: &[u8]) -> u64 {
    const PRIME: u64 = 0x100_0000_01b3;
    let start = (0xcbf2_9ce4_8422_2325 ^ u64::from(seed)).wrapping_mul(PRIME);
    let h = text.iter().fold(start, |h, b| (h ^ u64::from(*b)).wrapping_mul(PRIME));
    h ^ (h >> 32)
}

/// The hashes of the features that have one; the first is that of the form.
pub fn hashes(normal: &str) -> [u64; HASHED] {
    let bytes = normal.as_bytes();
    let part = |back: usize| match normal.char_indices().rev().nth(back - 1) {
        Some((at, _)) => &bytes[at..],
        None => bytes,
    };
    let front = |many: usize| match normal.char_indices().nth(many) {
        Some((at, _)) => &bytes[..at],
        None => bytes,
    };
    let parts = [bytes, part(1), part(2), part(3), part(4), front(2), front(3)];
    std::array::from_fn(|i| hash(i as u8, parts[i]))
}

/// How a sentence or a zone is set: 0 running text, 1 ALL CAPS, 2 no capitals, 3 Title Case.
pub fn case(words: &[Letters]) -> usize {
    let (mut many, mut capitals, mut upper, mut long, mut titled) = (0, 0, 0, 0, 0);
    for word in words.iter().filter(|w| w.alpha > 0) {
        upper += word.upper;
        if word.chars > 1 {
            many += 1;
            capitals += u32::from(word.lower == 0);
        }
        if word.chars > 3 {
            long += 1;
            titled += u32::from(word.first_upper);
        }
    }
    if many >= 2 && capitals * 5 >= many * 4 {
        1
    } else if upper == 0 {
        2
    } else if long >= 3 && titled * 5 >= long * 4 {
        3
    } else {
        0
    }
}

/// The shape of each word of a sentence, with its place and the case of the sentence.
pub fn shapes(words: &[Letters]) -> impl Iterator<Item = usize> + '_ {
    let case = case(words);
    words.iter().enumerate().map(move |(i, w)| w.shape() + 8 * usize::from(i == 0) + 16 * case)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Numbers from `training/language/features.py`.
    #[test]
    fn the_same_as_in_training() {
        let mut form = String::new();
        normal("Müller’s", &mut form);
        assert_eq!(form, "müller's");
        assert_eq!(hash(0, form.as_bytes()), HASH_OF_FORM);
        assert_eq!(hashes(&form)[3] % 4096, ROW_OF_SUFFIX);
    }

    const HASH_OF_FORM: u64 = 1_022_700_830_738_772_792;
    const ROW_OF_SUFFIX: u64 = 1259;

    #[test]
    fn shapes_of_a_headline() {
        let words = ["Port", "of", "Almer", "Opens", "A", "U2"].map(Letters::of);
        assert_eq!(shapes(&words).collect::<Vec<_>>(), [58, 49, 50, 50, 53, 55]);
    }
}
