//! The figures of `data/stories/`.
use std::collections::HashMap;

use dateline::lexicon::{Data, Error};
use serde::Deserialize;

use crate::words::hash;

/// How words are weighed and what makes articles alike.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The days before and after an article in which its copies and its story are looked for; none compares all days,
    /// and articles without a day with all others, for collections that are not large.
    pub window: Option<i64>,
    pub(crate) terms: Terms,
    pub(crate) likeness: Likeness,
    pub(crate) story: Story,
    pub(crate) copy: Copy,
    /// By language; English is there at least.
    languages: HashMap<String, Words>,
}

/// How much the words of a language tell, by their hashes.
#[derive(Clone, Debug, Default)]
pub(crate) struct Words {
    common: HashMap<u32, f32>,
    rare: f32,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    terms: Terms,
    likeness: Likeness,
    story: Story,
    copy: Copy,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Terms {
    pub headline: f32,
    pub lead: f32,
    pub lead_words: usize,
    floor: f32,
    pub keys: usize,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Likeness {
    pub whole: f32,
    pub lead: f32,
    pub days: f32,
    pub gap: f32,
    pub gap_days: i64,
    pub lands: f32,
    pub main_land: f32,
    pub partly: f32,
    pub most: usize,
    pub kept: f32,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Story {
    pub cut: f32,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Copy {
    pub share: f32,
    pub run: u32,
    pub gap: u32,
    pub derived: f32,
    pub rare: f32,
    pub sample: u32,
    pub seen: f32,
    pub most: usize,
    pub brief: f32,
    pub full: f32,
}

const SETTINGS: &str = "stories/stories.toml";
/// The language of articles that do not tell theirs.
const ENGLISH: &str = "en";
const FREQUENCIES: &str = "stories/frequencies.tsv";

/// Words of an article of usual length, by which frequencies become shares of articles.
const ARTICLE_WORDS: f64 = 400.0;
/// The share of articles that a word has at least, so that a word seen nowhere does not outweigh all others.
const LEAST_SHARE: f64 = 2e-4;

impl Settings {
    /// The settings in `data`, with a window of seven days.
    ///
    /// ```
    /// use dateline_stories::Settings;
    /// let settings = Settings::load(&dateline::lexicon::Data::embedded())?;
    /// assert_eq!(settings.window, Some(7));
    /// # Ok::<(), dateline::lexicon::Error>(())
    /// ```
    pub fn load(data: &Data) -> Result<Settings, Error> {
        let File { terms, likeness, story, copy } = data.toml(SETTINGS)?;
        let table = data.tsv(FREQUENCIES)?;
        let (language, word, zipf) =
            (table.column("language")?, table.column("word")?, table.column("zipf")?);
        let weight = |zipf: f64| (1.0 / (share(zipf) + LEAST_SHARE)).ln() as f32 - terms.floor;
        let mut languages: HashMap<String, Words> = HashMap::new();
        let mut least: HashMap<&str, f64> = HashMap::new();
        for row in table.rows() {
            let zipf: f64 =
                row.cell(zipf).parse().map_err(|_| table.error(row, "the frequency is not a number"))?;
            let least = least.entry(row.cell(language)).or_insert(f64::MAX);
            *least = least.min(zipf);
            let words = languages.entry(row.cell(language).to_owned()).or_default();
            words.common.insert(hash(row.cell(word)), weight(zipf).max(0.0));
            // Rarer than all that are listed: half as frequent as the rarest of them.
            words.rare = weight(*least - 2f64.log10());
        }
        languages.entry(ENGLISH.to_owned()).or_default();
        Ok(Settings { window: Some(7), terms, likeness, story, copy, languages })
    }

    /// True if two articles are alike enough to be of one story by that alone.
    pub fn is_linked(&self, likeness: f32) -> bool {
        likeness >= self.story.cut
    }

    /// The same, but that nothing is alike: copies are all that is looked for.
    pub fn copies_alone(mut self) -> Settings {
        self.terms.keys = 0;
        self
    }

    /// The words of a language, by its tag; those of English if it is not known.
    pub(crate) fn words(&self, language: Option<&str>) -> &Words {
        let first = language.and_then(|tag| tag.split('-').next()).map(str::to_ascii_lowercase);
        first.and_then(|language| self.languages.get(&language)).unwrap_or(&self.languages[ENGLISH])
    }
}

impl Words {
    /// How much a word tells, by its hash.
    pub(crate) fn weight(&self, word: u32) -> f32 {
        self.common.get(&word).copied().unwrap_or(self.rare)
    }
}

/// The share of articles with a word of this frequency.
fn share(zipf: f64) -> f64 {
    let frequency = 10f64.powf(zipf - 9.0).min(0.9);
    1.0 - (1.0 - frequency).powf(ARTICLE_WORDS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn common_words_weigh_less() {
        let settings = Settings::load(&Data::embedded()).unwrap();
        let weight = |word| settings.words(None).weight(hash(word));
        assert_eq!(weight("the"), 0.0);
        assert!(weight("government") < weight("hovercraft"));
        assert_eq!(weight("hovercraft"), weight("almerport"));
    }

    #[test]
    fn a_word_is_common_in_its_own_language() {
        let settings = Settings::load(&Data::embedded()).unwrap();
        let weight = |language, word| settings.words(Some(language)).weight(hash(word));
        assert!(weight("de-AT", "später") < weight("en", "später"));
        assert!(weight("en-GB", "war") > weight("de", "war"));
        assert_eq!(weight("xx", "the"), weight("en", "the"));
    }

    #[test]
    fn a_wrong_frequency_is_told_with_its_line() {
        let settings = include_str!("../../../data/stories/stories.toml");
        let data =
            Data::from_files([(SETTINGS, settings), (FREQUENCIES, "language\tword\tzipf\nen\tport\tmuch\n")]);
        let error = Settings::load(&data).unwrap_err().to_string();
        assert!(error.contains("frequencies.tsv") && error.contains('2'), "{error}");
    }
}
