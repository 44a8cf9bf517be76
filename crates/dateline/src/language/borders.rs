//! Where sentences end in English: a linear model that weighs what stands around each border of two words. The rules of
//! [`sentences`](super::sentences) are among what it sees. `training/language/sentences.py` does the same: change both.
use super::model::features;
use super::reader::hash;
use super::reader::letters::Letters;
use super::{Follows, Rules};
use crate::doc::Span;
use crate::lexicon::Error;

static FILE: &[u8] = include_bytes!("../../../../models/language/borders.bin");
static HASH: &str = include_str!("../../../../models/language/borders.sha256");
const NAME: &str = "models/language/borders.bin";

/// The weights, a row for each hash of a feature.
#[derive(Debug)]
pub(super) struct Borders {
    scale: f32,
    bias: f32,
    rows: &'static [u8],
}

/// What is seen of a word: hashes of its form and its last three letters, and its class.
struct Seen {
    form: u64,
    ending: u64,
    kind: u64,
}

/// The words of a dateline at most: its dash ends no sentence.
const DATELINE: usize = 12;

/// What marks of a question or an exclamation in a row count as.
const BURST: &[u8] = b"!!";

/// Before the first word and behind the last.
const NONE: u64 = 0xffff;

impl Borders {
    /// The built-in weights.
    pub fn built_in() -> Result<Borders, Error> {
        hash::check(NAME, FILE, HASH)?;
        let number =
            |at: usize| FILE.get(at..at + 4).and_then(|b| Some(f32::from_le_bytes(b.try_into().ok()?)));
        match (number(0), number(4), FILE.get(8..)) {
            (Some(scale), Some(bias), Some(rows)) if rows.len().is_power_of_two() => {
                Ok(Borders { scale, bias, rows })
            }
            _ => Err(Error { file: NAME.to_owned(), line: 0, message: "it has no table".to_owned() }),
        }
    }

    /// The weight of a feature: a template and what fills it.
    fn weight(&self, template: u64, parts: &[u64]) -> i32 {
        i32::from(self.rows[fold(template, parts) as usize & (self.rows.len() - 1)] as i8)
    }

    /// The indices one past the last token of each sentence of a zone, given those that the rules see.
    pub fn ends(&self, rules: &Rules, text: &str, tokens: &[Span], by_rule: &[usize]) -> Vec<usize> {
        let n = tokens.len();
        let mut form = String::new();
        let letters: Vec<Letters> = tokens.iter().map(|t| Letters::of(t.of(text))).collect();
        let seen: Vec<Seen> =
            tokens.iter().zip(&letters).map(|(t, l)| Seen::of(rules, t.of(text), *l, &mut form)).collect();
        let case = features::case(&letters) as u64;
        let (mut depth, mut quoted) = (0u64, 0u64);
        let (mut out, mut start) = (Vec::with_capacity(by_rule.len()), 0);
        let mut ruled = by_rule.iter().copied().peekable();
        for i in 1..n {
            match tokens[i - 1].of(text) {
                "(" | "[" | "“" => depth = (depth + 1).min(2),
                ")" | "]" | "”" => depth = depth.saturating_sub(1),
                "\"" | "''" => quoted ^= 1,
                _ => {}
            }
            let rule = u64::from(ruled.next_if_eq(&i).is_some());
            let gap = gap(&text[tokens[i - 1].range().end..tokens[i].range().start]);
            let border = Border { i, rule, gap, case, inside: depth * 2 + quoted };
            let weighed = || {
                let score = self.around(&seen, border) + self.since(&seen, border, start);
                score as f32 * self.scale + self.bias > 0.0
            };
            let ends = match tokens[i - 1].of(text) {
                // Stops of scripts that the training texts do not have.
                "。" | "।" | "．" | "！" | "？" | "؟" => rule == 1,
                "-" | "--" | "–" | "—" if i <= DATELINE && start == 0 => false,
                // The rules know what stands around quotations.
                word if is_quote(word) || is_quote(tokens[i].of(text)) => rule == 1,
                _ => weighed(),
            };
            if ends {
                out.push(i);
                start = i;
            }
        }
        if n > 0 {
            out.push(n);
        }
        out
    }

    fn around(&self, seen: &[Seen], border: Border) -> i32 {
        let Border { i, rule: r, gap, case, inside } = border;
        let form = |at: Option<usize>| at.and_then(|at| seen.get(at)).map_or(NONE, |s| s.form);
        let kind = |at: Option<usize>| at.and_then(|at| seen.get(at)).map_or(NONE, |s| s.kind);
        let back = |many: usize| i.checked_sub(many);
        let (a2, a, b, b2) = (form(back(2)), form(back(1)), form(Some(i)), form(Some(i + 1)));
        let (x3, x2, x) = (kind(back(3)), kind(back(2)), kind(back(1)));
        let (y, y2, y3) = (kind(Some(i)), kind(Some(i + 1)), kind(Some(i + 2)));
        let g = gap * 2 + r;
        self.weight(0, &[x, y, g])
            + self.weight(1, &[a, g])
            + self.weight(2, &[b, g])
            + self.weight(3, &[a, y, r])
            + self.weight(4, &[x, b, r])
            + self.weight(5, &[a, b])
            + self.weight(6, &[b, b2])
            + self.weight(7, &[a2, a])
            + self.weight(8, &[x2, x, y, r])
            + self.weight(9, &[x, y, y2, r])
            + self.weight(10, &[x2, x, y, y2, r])
            + self.weight(11, &[x, y, b2])
            + self.weight(12, &[a2, x, y])
            + self.weight(13, &[x, y, case, r])
            + self.weight(14, &[seen[i - 1].ending, y, r])
            + self.weight(15, &[x, y, y2, y3])
            + self.weight(16, &[x, y, bucket(seen.len() - i)])
            + self.weight(17, &[x, y, inside, r])
            + self.weight(18, &[x3, x2, x, y])
    }

    /// What depends on where the sentence began.
    fn since(&self, seen: &[Seen], border: Border, start: usize) -> i32 {
        let Border { i, rule: r, gap, .. } = border;
        let far = bucket(i - start);
        self.weight(19, &[far, seen[i - 1].kind, seen[i].kind, r])
            + self.weight(20, &[far, gap * 2 + r])
            + self.weight(21, &[seen[start].form, far, r])
    }
}

/// The border before word `i`.
#[derive(Clone, Copy)]
struct Border {
    i: usize,
    /// 1 where the rules end a sentence.
    rule: u64,
    /// 0 nothing, 1 a space, 2 a line break.
    gap: u64,
    case: u64,
    /// In brackets, in quotation marks.
    inside: u64,
}

impl Seen {
    fn of(rules: &Rules, word: &str, letters: Letters, form: &mut String) -> Seen {
        features::normal(word, form);
        let ending = form.char_indices().rev().nth(2).map_or(0, |(at, _)| at);
        let kind = match letters.shape() as u64 {
            0 if is_burst(form) => features::hash(2, BURST),
            0 => {
                let end = form.char_indices().nth(3).map_or(form.len(), |(at, _)| at);
                features::hash(2, &form.as_bytes()[..end])
            }
            shape => match word.strip_suffix('.') {
                Some(bare) => shape + 8 + 16 * follows(rules, bare),
                None => shape,
            },
        };
        Seen {
            form: features::hash(0, form.as_bytes()),
            ending: features::hash(1, &form.as_bytes()[ending..]),
            kind,
        }
    }
}

/// The hash of a feature.
fn fold(template: u64, parts: &[u64]) -> u64 {
    const PRIME: u64 = 0x100_0000_01b3;
    let start = template.wrapping_mul(0x9e37_79b9_7f4a_7c15).wrapping_add(1);
    let h = parts.iter().fold(start, |h, part| (h ^ part).wrapping_mul(PRIME));
    h ^ (h >> 32)
}

/// "?!", "!!!", "?!.": all of a class.
fn is_burst(word: &str) -> bool {
    word.len() > 1 && word.contains(['?', '!']) && word.chars().all(|c| matches!(c, '?' | '!' | '.'))
}

fn is_quote(word: &str) -> bool {
    matches!(word, "\"" | "''" | "``" | "“" | "”")
}

/// What follows an abbreviation, as a number; 5 an initial.
fn follows(rules: &Rules, bare: &str) -> u64 {
    match rules.abbreviations.get(&bare.to_lowercase()) {
        Some(Follows::Name) => 1,
        Some(Follows::Number) => 2,
        Some(Follows::Date) => 3,
        Some(Follows::Anything) => 4,
        None => 5 * u64::from(bare.chars().count() == 1),
    }
}

fn gap(between: &str) -> u64 {
    if between.contains('\n') { 2 } else { u64::from(!between.is_empty()) }
}

/// A length, roughly.
fn bucket(n: usize) -> u64 {
    match n {
        0..4 => n as u64,
        4..6 => 4,
        6..9 => 5,
        9..14 => 6,
        14..22 => 7,
        22..35 => 8,
        _ => 9,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::Data;

    /// Numbers from `training/language/sentences.py`.
    #[test]
    fn the_same_as_in_training() {
        assert_eq!(fold(5, &[7, NONE, 12_345_678_901_234_567_890]) & 0xffff, 46_478);
        assert_eq!([0, 3, 5, 6, 13, 34, 35, 900].map(bucket), [0, 3, 4, 5, 6, 8, 9, 9]);
        let rules = Rules::load(&Data::embedded()).unwrap();
        let seen = |word: &str| Seen::of(&rules, word, Letters::of(word), &mut String::new());
        assert_eq!((seen("Sept.").form, seen("Sept.").ending, seen("Sept.").kind), SEPTEMBER);
        assert_eq!(["K.", "Ana", "etc."].map(|word| seen(word).kind), [93, 2, 73]);
        assert_eq!(seen("...").kind, ELLIPSIS);
        assert_eq!(["!!!", "?!."].map(|word| seen(word).kind), [seen("!!").kind; 2]);
        assert_ne!(seen("?").kind, seen("??").kind);
    }

    const SEPTEMBER: (u64, u64, u64) = (2_811_020_639_558_616_699, 5_494_691_130_077_398_258, 58);
    const ELLIPSIS: u64 = 15_483_228_810_667_699_112;
}
