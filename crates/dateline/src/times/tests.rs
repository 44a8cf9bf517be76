use serde::Deserialize;

use super::rules::File;
use super::*;
use crate::language;

/// A sentence with the time that the rule finds in it, or must not find.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Example {
    anchor: Option<String>,
    text: String,
    time: Option<String>,
    value: Option<String>,
    #[serde(rename = "type")]
    kind: Option<String>,
    /// The days; empty where it has none.
    from: Option<String>,
    to: Option<String>,
}

fn read(rules: &Rules, anchor: Option<&str>, text: &str) -> Vec<(Time, String)> {
    let data = Data::embedded();
    let mut doc = Document::of_text(text, anchor.and_then(Date::parse));
    let (sentences, tokens, _) = language::annotate(&language::Rules::load(&data).unwrap(), &doc);
    (doc.sentences, doc.tokens) = (Some(sentences), Some(tokens));
    let found = annotate(rules, &doc);
    found.items.into_iter().map(|time| (time.clone(), doc.words(time.span).to_owned())).collect()
}

#[test]
fn examples() {
    let data = Data::embedded();
    let rules = Rules::load(&data).unwrap();
    let mut wrong = Vec::new();
    for (file, _) in data.below("times/rules/") {
        let read_file: File = data.toml(file).unwrap();
        for entry in read_file.rules {
            let id = format!("times/{}", entry.name);
            let list = |key: &str| -> Vec<Example> {
                entry.rest.get(key).map_or(Vec::new(), |value| value.clone().try_into().unwrap())
            };
            for e in list("example") {
                let found = read(&rules, e.anchor.as_deref(), &e.text);
                let is_day = |asked: &Option<String>, day: &Option<String>| {
                    asked.as_ref().is_none_or(|asked| asked == day.as_deref().unwrap_or(""))
                };
                let fits = |(time, words): &(Time, String)| {
                    Some(words) == e.time.as_ref()
                        && Some(&time.value) == e.value.as_ref()
                        && e.kind.as_deref().is_none_or(|kind| kind == time.kind.name())
                        && is_day(&e.from, &time.from)
                        && is_day(&e.to, &time.to)
                        && time.rule.as_str() == id
                };
                if !found.iter().any(fits) {
                    wrong.push(format!("{file}, {id}: {e:?}\n    found {found:?}"));
                }
            }
            for e in list("counter_example") {
                let found = read(&rules, e.anchor.as_deref(), &e.text);
                let fired = |(time, words): &(Time, String)| {
                    time.rule.as_str() == id && e.time.as_ref().is_none_or(|time| words == time)
                };
                if found.iter().any(fired) {
                    wrong.push(format!("{file}, {id}: counter-example {e:?}\n    found {found:?}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_ends_of_ranges_are_times() {
    let rules = Rules::load(&Data::embedded()).unwrap();
    let ends = |text: &str| -> Vec<(String, String)> {
        let mut doc = Document::of_text(text, Date::parse("2024-09-20"));
        let (sentences, tokens, _) =
            language::annotate(&language::Rules::load(&Data::embedded()).unwrap(), &doc);
        (doc.sentences, doc.tokens) = (Some(sentences), Some(tokens));
        let found = annotate(&rules, &doc).items;
        let end = |end: &TimeEnd| (doc.words(end.span).to_owned(), end.value.clone());
        found.iter().flat_map(|time| time.ends.iter().flatten()).map(end).collect()
    };
    let pair = |a: (&str, &str), b: (&str, &str)| vec![(a.0.into(), a.1.into()), (b.0.into(), b.1.into())];
    assert_eq!(
        ends("The port was shut from Sunday to Sept. 13."),
        pair(("Sunday", "2024-09-08"), ("Sept. 13", "2024-09-13"))
    );
    assert_eq!(
        ends("The port was shut on 3-5 March 2023."),
        pair(("3", "2023-03-03"), ("5 March 2023", "2023-03-05"))
    );
    assert_eq!(
        ends("The port was shut from March to May 2023."),
        pair(("March", "2023-03"), ("May 2023", "2023-05"))
    );
    assert_eq!(ends("The port was shut in May 2023."), vec![]);
}
