//! Sentences and tokens, by the conventions of Universal Dependencies for English, with tags, lemmas, arcs and names.
//!
//! Rules cut the text; zones are hard boundaries. A [`Reader`] reads the words of
//! the whole document at once: a small network, unless another is given.
mod borders;
mod bounds;
mod consistent;
mod features;
mod lemmas;
mod model;
mod parse;
pub mod reader;
mod sentences;
mod tokens;

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use serde::Deserialize;

pub use model::opinion::Opinion;
use reader::Reader;

use crate::doc::{Document, Features, Layer, Name, Sentence, Span, Token, Warning};
use crate::lexicon::{Data, Error};

/// The word lists of this stage, from `data/language/`, and the model from `models/language/`.
#[derive(Debug)]
pub struct Rules {
    words: Words,
    abbreviations: HashMap<String, Follows>,
    lemmas: lemmas::Lemmas,
    features: features::FeatureRules,
    bounds: bounds::Bounds,
    borders: borders::Borders,
    reader: Arc<dyn Reader>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    clitics: Vec<String>,
    units: HashSet<String>,
    emoticons: Vec<String>,
    fused: HashMap<String, usize>,
    hyphen: Hyphen,
    dotted: Dotted,
    sentences: Sentences,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Dotted {
    ends: HashSet<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Hyphen {
    keeps: HashSet<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Sentences {
    openers: HashSet<String>,
    speech: HashSet<String>,
}

/// What follows an abbreviation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Follows {
    /// A name: the sentence goes on.
    Name,
    /// A number or a name: the sentence goes on.
    Number,
    /// A number, or another sentence.
    Date,
    /// Anything.
    Anything,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Abbreviations {
    before_name: Vec<String>,
    before_number: Vec<String>,
    dates: Vec<String>,
    other: Vec<String>,
}

impl Rules {
    /// The same rules with another model.
    pub fn with_reader(self, reader: Arc<dyn Reader>) -> Rules {
        Rules { reader, ..self }
    }

    /// Reads the word lists, and the model if it is not there yet.
    pub fn load(data: &Data) -> Result<Rules, Error> {
        let file: Abbreviations = data.toml("language/abbreviations.toml")?;
        let lists = [
            (file.before_name, Follows::Name),
            (file.before_number, Follows::Number),
            (file.dates, Follows::Date),
            (file.other, Follows::Anything),
        ];
        let abbreviations = lists
            .into_iter()
            .flat_map(|(list, what)| list.into_iter().map(move |word| (word, what)))
            .collect();
        Ok(Rules {
            words: data.toml("language/tokens.toml")?,
            abbreviations,
            lemmas: lemmas::Lemmas::load(data)?,
            features: features::FeatureRules::load(data)?,
            bounds: data.toml("language/names.toml")?,
            borders: borders::Borders::built_in()?,
            reader: model::Model::built_in()?,
        })
    }
}

/// Zones that end further on in the text than this, in bytes, are left as they are: no article is so long, and what
/// the stages hold grows with the number of tokens.
const MOST: u32 = 4 << 20;

/// Cuts the text into sentences and tokens, and says what they are; English alone has tags, arcs and names.
pub fn annotate(rules: &Rules, doc: &Document) -> (Layer<Sentence>, Layer<Token>, Layer<Name>) {
    let text = doc.text.as_str();
    let english = doc.is_english();
    let (mut sentences, mut tokens) = (Vec::new(), Vec::new());
    let mut warnings = Vec::new();
    for zone in Document::items(&doc.zones) {
        if zone.span.end > MOST {
            let message = format!("only the first {} MB of the text were cut into sentences", MOST >> 20);
            warnings.push(Warning { span: Some(zone.span), message });
            break;
        }
        let spans = tokens::cut(rules, text, zone.span);
        let mut ends = sentences::ends(rules, text, &spans);
        if english {
            ends = rules.borders.ends(rules, text, &spans, &ends);
        }
        let mut start = 0;
        for end in ends {
            let first = tokens.len() as u32;
            tokens.extend(spans[start..end].iter().map(|span| Token {
                span: *span,
                lemma: None,
                upos: None,
                xpos: None,
                features: Features::default(),
                head: None,
                deprel: None,
            }));
            let span = spans[start..end].iter().copied().reduce(Span::join).unwrap_or(zone.span);
            sentences.push(Sentence { span, tokens: (first, tokens.len() as u32) });
            start = end;
        }
    }
    let mut names = Vec::new();
    if english {
        match parse::annotate(rules, text, &sentences, &mut tokens) {
            Ok(found) => {
                names = found;
                if let Some(place) = doc.dateline_place() {
                    consistent::settle_dateline(text, doc.words(place), &mut names);
                }
            }
            Err(e) => warnings.push(Warning { span: None, message: format!("no tags, arcs and names: {e}") }),
        }
    }
    (Layer { warnings, ..Layer::of(sentences) }, Layer::of(tokens), Layer::of(names))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Sentences part at " | ", tokens at " ".
    fn check(text: &str, expected: &str) {
        let doc = Document::of_text(text, None);
        let (sentences, tokens, _) = annotate(&Rules::load(&Data::embedded()).unwrap(), &doc);
        let words = |s: &Sentence| {
            let range = s.tokens.0 as usize..s.tokens.1 as usize;
            let words: Vec<&str> = tokens.items[range].iter().map(|t| doc.words(t.span)).collect();
            words.join(" ")
        };
        let found: Vec<String> = sentences.items.iter().map(words).collect();
        assert_eq!(found.join(" | "), expected, "{text}");
    }

    #[test]
    fn words_and_marks() {
        check("Ana Ruiz's boat didn't sink.", "Ana Ruiz 's boat did n't sink .");
        check("They can’t; we’re late, O'Neill cannot.", "They ca n’t ; we ’re late , O'Neill can not .");
        check("A three-way re-election e-mail", "A three - way re-election e-mail");
        check("US\u{2011}built ships", "US \u{2011} built ships");
        check("It cost $1,200.50 (30%) in the 1990s.", "It cost $ 1,200.50 ( 30 % ) in the 1990s .");
        check(
            "See https://example.org/a?b=c. Mail ana@example.org.",
            "See https://example.org/a?b=c . | Mail ana@example.org .",
        );
        check("the boats' crews … at 5:30 p.m.", "the boats ' crews … at 5:30 p.m.");
        check("Wait... what -- now?", "Wait ... what -- now ?");
        check("What?!. I dont know :) (see 5:P) ---==", "What ?!. | I do nt know :) ( see 5 : P ) ---==");
        check("It is 10km, 1.5GB or the 5th at 5pm.", "It is 10 km , 1.5 GB or the 5th at 5 pm .");
        check("Im in the IM club of alt.animals.cats", "I m in the IM club of alt.animals.cats");
        check(
            "Read report.pdf at Booking.com. Moqtada al-Sadr >> $$$",
            "Read report.pdf at Booking.com . | Moqtada al - Sadr >> $$$",
        );
        check("It ended.The next began", "It ended . | The next began");
    }

    #[test]
    fn sentences_of_news() {
        check(
            "ALMER, Sept. 5 (UPI) -- The port reopened. Ships came.",
            "ALMER , Sept. 5 ( UPI ) -- The port reopened . | Ships came .",
        );
        check(
            "U.S. Gen. K. T. Smith left the U.S. He flew.",
            "U.S. Gen. K. T. Smith left the U.S. | He flew .",
        );
        check("“We will.” He left.", "“ We will . ” | He left .");
        check(
            "\"Is it so?\" Ana Ruiz asked. \"No!\" he said.",
            "\" Is it so ? \" Ana Ruiz asked . | \" No ! \" he said .",
        );
        check(
            "It rose 3.5 percent to No. 5 in Almer Inc. The end",
            "It rose 3.5 percent to No. 5 in Almer Inc. | The end",
        );
        check(
            "The end came at 5 p.m. Monday in Ford. The shares",
            "The end came at 5 p.m. Monday in Ford . | The shares",
        );
        check(
            "nobody came. there was rain? yes. Banco do Sul Ltda. said so.",
            "nobody came . | there was rain ? | yes . | Banco do Sul Ltda . said so .",
        );
        // Lines that have lost their breaks.
        check(
            "Let me know if you can come. Best regards, Ana Ruiz",
            "Let me know if you can come . | Best regards , | Ana Ruiz",
        );
        check("港が再開した。船が来た。", "港が再開した 。 | 船が来た 。");
    }
}
