use serde::Deserialize;

use super::*;
use crate::{entities, language};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    case: Vec<Case>,
}

/// A text with its places, in order: "name=id", or "name" alone if there is none; a use other than literal follows.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    text: String,
    places: Vec<String>,
    /// The host of the publisher.
    host: Option<String>,
}

#[test]
fn cases() {
    let data = Data::embedded();
    let rules = Rules::load(&data).unwrap();
    let (words, people) = (language::Rules::load(&data).unwrap(), entities::Rules::load(&data).unwrap());
    let file: File = data.toml("places/cases.toml").unwrap();
    let mut wrong = Vec::new();
    for case in file.case {
        let mut doc = Document::of_text(&case.text, None);
        if let Some(article) = &mut doc.article {
            article.domain.clone_from(&case.host);
        }
        let (sentences, tokens, names) = language::annotate(&words, &doc);
        (doc.sentences, doc.tokens, doc.names) = (Some(sentences), Some(tokens), Some(names));
        doc.entities = Some(entities::annotate(&people, &doc));
        let found: Vec<String> = annotate(&rules, &doc).items.iter().map(|place| line(&doc, place)).collect();
        if found != case.places {
            wrong.push(format!("{case:?}\n    found {found:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn line(doc: &Document, place: &Place) -> String {
    let id = place.geonames.map_or(String::new(), |id| format!("={id}"));
    let usage = match place.usage {
        PlaceUse::Literal => String::new(),
        other => format!(" {}", other.name()),
    };
    format!("{}{id}{usage}", doc.words(place.span))
}

#[test]
fn certainty_falls_with_doubt() {
    let rules = Rules::load(&Data::embedded()).unwrap();
    let known = |rule: &str| rules.weights.certainty(rule, Some(1.0));
    assert!(known("places/with-its-state") > known("places/named"));
    assert!(known("places/named") > rules.weights.certainty("places/named", None));
    assert!(rules.weights.certainty("places/named", Some(0.5)) < 0.5);
}

#[test]
fn other_languages_are_left_alone() {
    let mut doc = Document::of_text("Die Fähre fuhr nach Kiel.", None);
    if let Some(article) = &mut doc.article {
        let fact =
            crate::doc::Fact { value: "de".to_owned(), rule: RuleId::new("article/given"), page: None };
        article.language = Some(fact);
    }
    assert!(annotate(&Rules::load(&Data::embedded()).unwrap(), &doc).items.is_empty());
}
