//! Where names begin and end: titles are no part of them, "Jr." and "Inc." are.
use std::collections::HashSet;

use serde::Deserialize;

use super::reader::Found;

/// The words that stand at the ends of names, from `data/language/names.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Bounds {
    titles: HashSet<String>,
    also_names: HashSet<String>,
    generations: HashSet<String>,
    bynames: HashSet<String>,
    firms: HashSet<String>,
}

impl Bounds {
    /// Moves the ends of each name; `ends` are the ends of sentences. A title alone is no name, the same full name twice
    /// in a row is two.
    pub fn settle(&self, words: &[&str], ends: impl Fn(usize) -> usize, found: Vec<Found>) -> Vec<Found> {
        let mut out: Vec<Found> = Vec::with_capacity(found.len());
        let mut from = 0;
        for (first, end, kind) in found {
            // An earlier name may have grown over this one.
            let first = first.max(from);
            let (first, end) = match kind {
                "PER" => self.person(words, first, end, ends(first)),
                "ORG" => (first, behind(words, end, ends(first), &self.firms)),
                _ => (first, end),
            };
            if first >= end {
                continue;
            }
            from = end;
            let half = first.midpoint(end);
            if kind == "PER"
                && end - first >= 4
                && (end - first) % 2 == 0
                && words[first..half] == words[half..end]
            {
                out.extend([(first, half, kind), (half, end, kind)]);
            } else {
                out.push((first, end, kind));
            }
        }
        out
    }

    fn person(&self, words: &[&str], mut first: usize, end: usize, sentence: usize) -> (usize, usize) {
        while first < end && self.titles.contains(&plain(words[first])) {
            if first + 1 == end && self.also_names.contains(&plain(words[first])) {
                break;
            }
            first += 1;
        }
        if first >= end {
            return (first, end);
        }
        let byname = |at: usize| Some((*words.get(at)?, words.get(at + 1)?));
        let end = match byname(end) {
            Some(("the", name))
                if end + 2 <= sentence && capital(name) && self.bynames.contains(&plain(name)) =>
            {
                end + 2
            }
            _ => behind(words, end, sentence, &self.generations),
        };
        (first, end)
    }
}

/// The end of a name with what stands behind it, after a comma or not.
fn behind(words: &[&str], end: usize, sentence: usize, list: &HashSet<String>) -> usize {
    let at = end + usize::from(words.get(end) == Some(&","));
    let is_part = |word: &&&str| at < sentence && capital(word) && list.contains(&plain(word));
    if words.get(at).filter(is_part).is_some() { at + 1 } else { end }
}

fn capital(word: &str) -> bool {
    word.starts_with(char::is_uppercase)
}

fn plain(word: &str) -> String {
    word.trim_end_matches('.').to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::Data;

    /// Names stand between bars, `kind` is theirs; `before` has those of the model.
    #[track_caller]
    fn check(kind: &'static str, before: &str, after: &str) {
        let bounds: Bounds = Data::embedded().toml("language/names.toml").unwrap();
        let mut words = Vec::new();
        let (mut found, mut start) = (Vec::new(), None);
        for word in before.split(' ') {
            match (word, start) {
                ("|", None) => start = Some(words.len()),
                ("|", Some(first)) => {
                    found.push((first, words.len(), kind));
                    start = None;
                }
                _ => words.push(word),
            }
        }
        let names = bounds.settle(&words, |_| words.len(), found);
        let mut out = Vec::new();
        for (i, word) in words.iter().enumerate() {
            out.extend(names.iter().filter(|(first, ..)| *first == i).map(|_| "|"));
            out.push(word);
            out.extend(names.iter().filter(|(_, end, _)| *end == i + 1).map(|_| "|"));
        }
        assert_eq!(out.join(" "), after);
    }

    #[test]
    fn titles_are_no_part() {
        check("PER", "| Ms. Ruiz | met | King Olav V | .", "Ms. | Ruiz | met King | Olav V | .");
        check("PER", "the | President | left", "the President left");
        check("PER", "| Prime Minister King | left", "| Prime Minister King | left");
        check("PER", "| King | left | Ms. Pope |", "| King | left Ms. | Pope |");
        check("ORG", "| General Motors | left", "| General Motors | left");
    }

    #[test]
    fn what_stands_behind_is_a_part() {
        check("PER", "| Piet Lund | , Jr. , and | Olav | III", "| Piet Lund , Jr. | , and | Olav III |");
        check("PER", "| Olav | the Great and | Ana | the great", "| Olav the Great | and | Ana | the great");
        check("ORG", "| Lund Ships | , Inc. , grew", "| Lund Ships , Inc. | , grew");
        check("ORG", "in | Almer | co .", "in | Almer | co .");
    }

    #[test]
    fn twice_in_a_row_is_two() {
        check("PER", "| Ana Ruiz Ana Ruiz |", "| Ana Ruiz | | Ana Ruiz |");
        check("PER", "| Duran Duran | sang", "| Duran Duran | sang");
        check("PER", "| Olav | , | Jr. |", "| Olav , Jr. |");
    }
}
