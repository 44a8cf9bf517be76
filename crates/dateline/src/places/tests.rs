use serde::Deserialize;

use super::*;
use crate::language;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    case: Vec<Case>,
}

/// A text with its places as "name=id", in order; "name" alone has no id.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    text: String,
    places: Vec<String>,
}

#[test]
fn cases() {
    let data = Data::embedded();
    let rules = Rules::load(&data).unwrap();
    let file: File = data.toml("places/cases.toml").unwrap();
    let mut wrong = Vec::new();
    for case in file.case {
        let mut doc = Document::of_text(&case.text, None);
        let (sentences, tokens, _) = language::annotate(&language::Rules::load(&data).unwrap(), &doc);
        (doc.sentences, doc.tokens) = (Some(sentences), Some(tokens));
        let found: Vec<String> = annotate(&rules, &doc)
            .items
            .iter()
            .map(|p| match p.geonames {
                Some(id) => format!("{}={id}", doc.words(p.span)),
                None => doc.words(p.span).to_owned(),
            })
            .collect();
        if found != case.places {
            wrong.push(format!("{case:?}\n    found {found:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
