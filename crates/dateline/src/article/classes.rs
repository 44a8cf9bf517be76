//! What an element's class, id and role say about its content.
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use crate::lexicon::{Data, Error};
use crate::read::html::{Dom, NodeId};

/// A set of [`Kind`]s.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Kinds(u32);

macro_rules! kinds {
    ($($name:ident $bit:literal $word:literal,)*) => {
        #[allow(missing_docs)]
        impl Kinds {
            $(pub const $name: Kinds = Kinds(1 << $bit);)*

            fn named(word: &str) -> Option<Kinds> {
                match word { $($word => Some(Kinds::$name),)* _ => None }
            }

            /// The names of the kinds in the set, for people.
            pub fn names(self) -> Vec<&'static str> {
                [$((Kinds::$name, $word)),*].into_iter().filter(|(kind, _)| self.has(*kind)).map(|(_, word)| word).collect()
            }
        }
    };
}

kinds! {
    BODY 0 "body", STANDFIRST 1 "standfirst", COMMENTS 2 "comments", RELATED 3 "related", SHARE 4 "share",
    NEWSLETTER 5 "newsletter", AD 6 "ad", NAV 7 "nav", FOOTER 8 "footer", SIDEBAR 9 "sidebar",
    AUTHOR 10 "author", BYLINE 11 "byline", DATE 12 "date", TAGS 13 "tags", CAPTION 14 "caption",
    CREDIT 15 "credit", COOKIE 16 "cookie", MEDIA 17 "media", INFOBOX 18 "infobox", HEADLINE 19 "headline", PAYWALL 20 "paywall",
    EMBED 21 "embed", UNSEEN 22 "unseen",
}

impl Kinds {
    /// What is never the article's own text.
    pub const FURNITURE: Kinds = Kinds::COMMENTS
        .either(Kinds::RELATED)
        .either(Kinds::SHARE)
        .either(Kinds::NEWSLETTER)
        .either(Kinds::AD)
        .either(Kinds::NAV)
        .either(Kinds::FOOTER)
        .either(Kinds::SIDEBAR)
        .either(Kinds::AUTHOR)
        .either(Kinds::BYLINE)
        .either(Kinds::DATE)
        .either(Kinds::TAGS)
        .either(Kinds::CAPTION)
        .either(Kinds::CREDIT)
        .either(Kinds::COOKIE)
        .either(Kinds::INFOBOX);

    /// What is short wherever it stands.
    pub const SMALL_PRINT: Kinds =
        Kinds::DATE.either(Kinds::TAGS).either(Kinds::BYLINE).either(Kinds::CREDIT).either(Kinds::SHARE);

    /// How many kinds there are.
    pub const COUNT: usize = 23;

    /// Everything but the article's own text.
    pub const ALL_BUT_BODY: Kinds = Kinds(!Kinds::BODY.0);

    pub fn has(self, other: Kinds) -> bool {
        self.0 & other.0 != 0
    }

    pub fn with(self, other: Kinds) -> Kinds {
        Kinds(self.0 | other.0)
    }

    pub fn without(self, other: Kinds) -> Kinds {
        Kinds(self.0 & !other.0)
    }

    /// Each kind of the set by itself.
    pub fn each(self) -> impl Iterator<Item = (usize, Kinds)> {
        (0..Kinds::COUNT).map(|bit| (bit, Kinds(1 << bit))).filter(move |(_, kind)| self.has(*kind))
    }

    pub const fn either(self, other: Kinds) -> Kinds {
        Kinds(self.0 | other.0)
    }
}

/// The words of `data/article/classes.tsv`.
#[derive(Debug)]
pub(super) struct ClassWords {
    kinds: HashMap<u64, Kinds, BuildHasherDefault<Passthrough>>,
}

impl ClassWords {
    pub fn load(data: &Data) -> Result<ClassWords, Error> {
        let file = data.tsv("article/classes.tsv")?;
        let (words, kind) = (file.column("words")?, file.column("kind")?);
        let mut kinds = HashMap::<u64, Kinds, _>::default();
        for row in file.rows() {
            let set = Kinds::named(row.cell(kind))
                .ok_or_else(|| file.error(row, format!("there is no kind `{}`", row.cell(kind))))?;
            let mut hash = FNV_SEED;
            for (i, word) in row.cell(words).split(' ').enumerate() {
                if i > 0 {
                    hash = fnv(hash, b' ');
                }
                hash = word.bytes().fold(hash, fnv);
            }
            let entry = kinds.entry(hash).or_default();
            *entry = entry.with(set);
        }
        Ok(ClassWords { kinds })
    }

    /// The kinds named by an attribute's value: "story-body__inner js-x" names `BODY`.
    ///
    /// Splits at punctuation and camelCase; looks up single words and pairs. A word after "no", "has" or
    /// "with" says that something is there or not, and is not looked up.
    pub fn of_value(&self, value: &str) -> Kinds {
        let mut found = Kinds::default();
        let (mut word, mut pair, mut previous) = (FNV_SEED, FNV_SEED, FNV_SEED);
        let (mut length, mut after_case, mut negated) = (0usize, false, false);
        let mut previous_length = 0usize;
        let bytes = value.as_bytes();
        for i in 0..=bytes.len() {
            let byte = bytes.get(i).copied().unwrap_or(b' ');
            let letter = byte.is_ascii_alphabetic() || byte >= 0x80;
            let upper = byte.is_ascii_uppercase();
            if length > 0 && (!letter || (upper && !after_case)) {
                if !negated {
                    found = found.with(self.kinds.get(&word).copied().unwrap_or_default());
                    if previous_length > 0 {
                        found = found.with(self.kinds.get(&pair).copied().unwrap_or_default());
                    }
                }
                negated = NEGATIONS.contains(&word);
                (previous, previous_length, length) = (word, length, 0);
            }
            if byte.is_ascii_whitespace() {
                (previous_length, negated) = (0, false);
            }
            if letter {
                if length == 0 {
                    word = FNV_SEED;
                    pair = fnv(previous, b' ');
                }
                let lower = byte.to_ascii_lowercase();
                word = fnv(word, lower);
                pair = fnv(pair, lower);
                length += 1;
            }
            after_case = upper;
        }
        found
    }
}

/// The kinds of each element of a page.
#[derive(Debug, Default)]
pub(super) struct Classified {
    of_node: Vec<Kinds>,
}

impl Classified {
    pub fn of(&self, node: NodeId) -> Kinds {
        self.of_node.get(node.index()).copied().unwrap_or_default()
    }

    pub fn classify(words: &ClassWords, page: &str, dom: &Dom) -> Classified {
        let mut seen: HashMap<&str, Kinds, BuildHasherDefault<Fnv>> = HashMap::default();
        let mut of_node = vec![Kinds::default(); dom.len()];
        for node in dom.all() {
            let mut kinds = Kinds::default();
            let heading = dom.tag(node).is_some_and(|tag| tag.heading().is_some());
            for (name, value) in dom.attrs(node) {
                // The id of a heading is made of its words: "other-series-we-like".
                if heading && &page[name.clone()] == "id" {
                    continue;
                }
                if value.is_empty() || value.len() > 400 || !names_content(&page[name]) {
                    continue;
                }
                let value = &page[value];
                kinds = kinds.with(*seen.entry(value).or_insert_with(|| words.of_value(value)));
            }
            of_node[node.index()] = kinds;
        }
        Classified { of_node }
    }
}

/// True for the attributes whose values name the content for programs.
fn names_content(attribute: &str) -> bool {
    matches!(
        attribute,
        "class"
            | "id"
            | "itemprop"
            | "role"
            | "data-testid"
            | "data-component"
            | "data-module"
            | "data-type"
            | "data-qa"
            | "data-component-name"
            | "data-block"
            | "data-t"
            | "data-name"
            | "data-role"
            | "data-gu-name"
            | "data-link-name"
            | "data-tracking-name"
            | "data-widget"
            | "data-area"
            | "data-box-name"
    )
}

const FNV_SEED: u64 = 0xcbf2_9ce4_8422_2325;

const fn fnv(hash: u64, byte: u8) -> u64 {
    (hash ^ byte as u64).wrapping_mul(0x0100_0000_01b3)
}

const fn fnv_word(word: &[u8]) -> u64 {
    let (mut hash, mut i) = (FNV_SEED, 0);
    while i < word.len() {
        hash = fnv(hash, word[i]);
        i += 1;
    }
    hash
}

const NEGATIONS: [u64; 6] = [
    fnv_word(b"no"),
    fnv_word(b"has"),
    fnv_word(b"with"),
    fnv_word(b"without"),
    fnv_word(b"is"),
    fnv_word(b"not"),
];

/// Keys that are hashes already.
#[derive(Default)]
struct Passthrough(u64);

impl Hasher for Passthrough {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write(&mut self, bytes: &[u8]) {
        self.0 = bytes.iter().fold(self.0, |hash, byte| fnv(hash, *byte));
    }
    fn write_u64(&mut self, key: u64) {
        self.0 = key;
    }
}

/// Fowler-Noll-Vo: short keys, and the same on every machine.
struct Fnv(u64);

impl Default for Fnv {
    fn default() -> Self {
        Fnv(FNV_SEED)
    }
}

impl Hasher for Fnv {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write(&mut self, bytes: &[u8]) {
        self.0 = bytes.iter().fold(self.0, |hash, byte| fnv(hash, *byte));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(value: &str, expected: Kinds) {
        let words = ClassWords::load(&Data::embedded()).unwrap();
        assert_eq!(words.of_value(value), expected, "kinds of {value:?}");
    }

    #[test]
    fn words_and_pairs_are_found_however_they_are_joined() {
        check("articleBody", Kinds::BODY);
        check("story-body__inner", Kinds::BODY);
        check("c-related_links x", Kinds::RELATED);
        check("td-post-content", Kinds::BODY);
        check("plain wrapper", Kinds::default());
    }

    #[test]
    fn what_a_class_says_is_absent_is_not_found() {
        check("has-sidebar no-comments", Kinds::default());
    }
}
