use std::collections::{HashMap, HashSet};

use serde::Deserialize;

use super::{Data, Error};

/// The forms of English verbs, by rule and by the list of those that keep to none.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Verbs {
    doubles: HashSet<String>,
    past: HashMap<String, (String, String)>,
}

/// A form of a verb.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs)]
pub enum Form {
    Base,
    Third,
    Past,
    Participle,
    Gerund,
}

impl Verbs {
    /// Reads `language/irregular-verbs.toml`.
    pub fn load(data: &Data) -> Result<Verbs, Error> {
        data.toml("language/irregular-verbs.toml")
    }

    /// The five forms of a verb; only its first word is inflected.
    ///
    /// ```
    /// use dateline::lexicon::{Data, Verbs};
    /// let verbs = Verbs::load(&Data::embedded())?;
    /// let forms: Vec<String> = verbs.forms("deny").into_iter().map(|(_, form)| form).collect();
    /// assert_eq!(forms, ["deny", "denies", "denied", "denied", "denying"]);
    /// # Ok::<(), dateline::lexicon::Error>(())
    /// ```
    pub fn forms(&self, lemma: &str) -> [(Form, String); 5] {
        let (past, participle) = match self.past.get(lemma) {
            Some((past, participle)) => (past.clone(), participle.clone()),
            None => (self.joined(lemma, "ed"), self.joined(lemma, "ed")),
        };
        [
            (Form::Base, lemma.to_owned()),
            (Form::Third, third(lemma)),
            (Form::Past, past),
            (Form::Participle, participle),
            (Form::Gerund, self.joined(lemma, "ing")),
        ]
    }

    /// The stem with "ed" or "ing".
    fn joined(&self, lemma: &str, ending: &str) -> String {
        let before = lemma.strip_suffix('y').and_then(|stem| stem.chars().last());
        if ending == "ed" && before.is_some_and(|c| !is_vowel(c)) {
            return format!("{}ied", &lemma[..lemma.len() - 1]);
        }
        if self.doubles.contains(lemma) {
            let last = lemma.chars().last().unwrap_or_default();
            return format!("{lemma}{last}{ending}");
        }
        if let Some(stem) = lemma.strip_suffix("ie").filter(|_| ending == "ing") {
            return format!("{stem}ying");
        }
        match lemma.strip_suffix('e') {
            // "see", "flee" and "free" keep theirs before "ing".
            Some(stem) if ending == "ed" || !stem.ends_with('e') => format!("{stem}{ending}"),
            _ => format!("{lemma}{ending}"),
        }
    }
}

fn third(lemma: &str) -> String {
    if lemma == "have" {
        return "has".to_owned();
    }
    if let Some(stem) = lemma.strip_suffix('y').filter(|stem| !stem.ends_with(is_vowel)) {
        return format!("{stem}ies");
    }
    let hisses = ["s", "x", "z", "ch", "sh", "o"].iter().any(|end| lemma.ends_with(end));
    format!("{lemma}{}", if hisses { "es" } else { "s" })
}

fn is_vowel(c: char) -> bool {
    matches!(c, 'a' | 'e' | 'i' | 'o' | 'u')
}
