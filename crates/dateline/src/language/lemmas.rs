//! From words to lemmas, by the tag: exceptions, then the longest known ending.
use std::collections::HashMap;

use crate::lexicon::{Data, Error};

/// The table `language/lemmas.tsv`.
#[derive(Debug)]
pub struct Lemmas {
    tags: HashMap<String, Words>,
    /// Letters of the longest ending.
    longest: usize,
}

/// The entries of a tag.
#[derive(Debug, Default)]
struct Words {
    whole: HashMap<String, Edit>,
    endings: HashMap<String, Edit>,
}

#[derive(Clone, Debug)]
struct Edit {
    cut: usize,
    add: String,
    /// The capitals of the word stay.
    keeps: bool,
}

impl Lemmas {
    /// Reads the table.
    pub fn load(data: &Data) -> Result<Lemmas, Error> {
        let table = data.tsv("language/lemmas.tsv")?;
        let [tag, word, cut, add] = ["tag", "word", "cut", "add"].map(|name| table.column(name));
        let (tag, word, cut, add) = (tag?, word?, cut?, add?);
        let mut lemmas = Lemmas { tags: HashMap::new(), longest: 0 };
        for row in table.rows() {
            let letters = row.cell(cut).parse();
            let letters = letters.map_err(|_| table.error(row, "`cut` is a number of letters"))?;
            let added = row.cell(add);
            let keeps = added.starts_with('=');
            let edit = Edit { cut: letters, add: added.trim_start_matches('=').to_owned(), keeps };
            let words = lemmas.tags.entry(row.cell(tag).to_owned()).or_default();
            match row.cell(word).strip_prefix('~') {
                Some(ending) => {
                    lemmas.longest = lemmas.longest.max(ending.chars().count());
                    words.endings.insert(ending.to_owned(), edit);
                }
                None => {
                    words.whole.insert(row.cell(word).to_owned(), edit);
                }
            }
        }
        Ok(lemmas)
    }

    /// The lemma of a word with this tag of the Penn treebank.
    pub fn lemma(&self, word: &str, tag: &str) -> String {
        let word = word.replace('’', "'");
        let low = word.to_lowercase();
        let edit = self.tags.get(tag).and_then(|words| words.edit(&low, self.longest));
        match edit {
            Some(edit) => edit.apply(word, low),
            None => low,
        }
    }
}

impl Words {
    fn edit(&self, low: &str, longest: usize) -> Option<&Edit> {
        if let Some(edit) = self.whole.get(low) {
            return Some(edit);
        }
        // An ending leaves at least one letter before it.
        let starts = low.char_indices().skip(1).map(|(at, _)| at).chain([low.len()]);
        let skip = low.chars().count().saturating_sub(longest + 1);
        starts.skip(skip).find_map(|at| self.endings.get(&low[at..]))
    }
}

impl Edit {
    fn apply(&self, word: String, low: String) -> String {
        let mut out = if self.keeps { word } else { low };
        let end = match self.cut {
            0 => out.len(),
            cut => out.char_indices().rev().nth(cut - 1).map_or(0, |(at, _)| at),
        };
        out.truncate(end);
        out.push_str(&self.add);
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_their_lemmas() {
        let lemmas = Lemmas::load(&Data::embedded()).unwrap();
        let check = |word: &str, tag: &str, expected: &str| {
            assert_eq!(lemmas.lemma(word, tag), expected, "{word} {tag}");
        };
        for (word, tag, expected) in [
            ("went", "VBD", "go"),
            ("told", "VBD", "tell"),
            ("fled", "VBD", "flee"),
            ("looted", "VBD", "loot"),
            ("rebuked", "VBN", "rebuke"),
            ("vetoed", "VBD", "veto"),
            ("Ministers", "NNS", "minister"),
            ("parties", "NNS", "party"),
            ("children", "NNS", "child"),
            ("hoping", "VBG", "hope"),
            ("planned", "VBN", "plan"),
            ("I", "PRP", "I"),
            ("him", "PRP", "he"),
            ("n’t", "RB", "not"),
            ("will", "MD", "will"),
            ("Moscow", "NNP", "Moscow"),
            ("better", "JJR", "good"),
            ("’s", "POS", "'s"),
            ("Frobs", "NNS", "frob"),
        ] {
            check(word, tag, expected);
        }
    }
}
