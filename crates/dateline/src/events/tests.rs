use super::status::StatusWords;
use super::types::Types;
use crate::doc::{Document, Id, Implied, Participant, Token};
use crate::engine::{Engine, Stage};
use crate::lexicon::Data;

fn read(engine: &Engine, text: &str) -> Document {
    let mut doc = Document::of_text(text, crate::doc::Date::parse("2024-03-05"));
    engine.annotate(&mut doc, Stage::Events);
    doc
}

/// True if each of `expected` is the country of a participant or among its words.
fn all(doc: &Document, side: &[Participant], expected: &[String]) -> bool {
    expected.iter().all(|one| {
        side.iter().any(|p| p.country.as_ref() == Some(one) || doc.words(p.party.span).contains(one.as_str()))
    })
}

#[test]
fn examples() {
    let engine = Engine::new().unwrap();
    let types = Types::load(&Data::embedded()).unwrap();
    let mut wrong = Vec::new();
    for kind in &types.types {
        for example in &kind.example {
            let doc = read(&engine, &example.text);
            let events = Document::items(&doc.events);
            let holds = events.iter().any(|found| {
                found.kind == kind.name
                    && doc.words(found.trigger) == example.trigger
                    && all(&doc, &found.actors, &example.actors)
                    && all(&doc, &found.recipients, &example.recipients)
                    && found.status.name() == example.status.as_deref().unwrap_or("asserted")
                    && example.mode.as_ref().is_none_or(|mode| found.mode.as_ref() == Some(mode))
            });
            if !holds {
                wrong.push(format!("{}: {}\n    {events:?}", kind.name, example.text));
            }
        }
        for example in &kind.counter_example {
            let doc = read(&engine, &example.text);
            if Document::items(&doc.events).iter().any(|e| e.kind == kind.name) {
                wrong.push(format!("no {}: {}", kind.name, example.text));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn status_examples() {
    let engine = Engine::new().unwrap();
    let mut wrong = Vec::new();
    for example in StatusWords::examples(&Data::embedded()).unwrap() {
        let mut doc = Document::of_text(&example.text, None);
        engine.annotate(&mut doc, Stage::Language);
        let at = Document::items(&doc.tokens)
            .iter()
            .position(|token| doc.words(token.span) == example.word)
            .unwrap();
        let status = engine.status_of(&doc, Id::<Token>::new(at)).unwrap();
        if status.name() != example.status {
            wrong.push(format!(
                "{} `{}` is {}, not {}",
                example.text,
                example.word,
                status.name(),
                example.status
            ));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// The counts of the first event, as "what lower-upper".
fn counts(text: &str) -> Vec<String> {
    let doc = read(&Engine::new().unwrap(), text);
    let bound = |bound: Option<u64>| bound.map_or(String::new(), |bound| bound.to_string());
    let counts = Document::items(&doc.events)[0].numbers.iter();
    counts.map(|count| format!("{} {}-{}", count.what, bound(count.lower), bound(count.upper))).collect()
}

#[test]
fn numbers_come_with_their_bounds() {
    assert_eq!(counts("Gunmen killed at least 12 people in Lima."), ["killed 12-"]);
    assert_eq!(counts("Chilean police arrested nearly 80 protesters."), ["arrested -80"]);
    assert_eq!(counts("Chilean police arrested dozens of protesters."), ["arrested 24-"]);
    assert_eq!(counts("Peru deployed 2,000 troops to the border."), ["troops 2000-2000"]);
    assert_eq!(counts("A bomb killed two soldiers and wounded five others."), ["killed 2-2", "injured 5-5"]);
    assert_eq!(counts("Chilean police arrested two dozen protesters."), ["arrested 24-24"]);
    assert_eq!(counts("Chilean police arrested several hundred protesters."), ["arrested 100-"]);
    assert_eq!(counts("Chilean police arrested 10-12 protesters."), ["arrested 10-12"]);
}

#[test]
fn what_is_the_worst_in_decades_is_new() {
    let engine = Engine::new().unwrap();
    let is_historical = |text: &str| Document::items(&read(&engine, text).events)[0].historical;
    assert!(!is_historical("Gunmen killed 12 people in the deadliest attack in decades in Lima."));
    assert!(!is_historical("Chile and Peru held historic talks in Lima."));
    assert!(is_historical("Chile marked the anniversary of the attack on Lima."));
}

#[test]
fn further_mentions_point_to_the_first() {
    let text =
        "Peru invaded Chile on Monday. Troops entered at dawn. Bolivia condemned Peru's invasion of Chile.";
    let doc = read(&Engine::new().unwrap(), text);
    let assaults: Vec<_> =
        Document::items(&doc.events).iter().filter(|event| event.kind == "ASSAULT").collect();
    assert_eq!(assaults.len(), 2);
    assert_eq!(assaults[1].same_as, Some(Id::new(0)));
    assert_eq!(assaults[0].rank, Some(1));
}

#[test]
fn attack_and_answer_are_two_events() {
    let text =
        "Syrian rebels attacked Syrian soldiers in Idlib. Syrian soldiers attacked Syrian rebels in Homs.";
    let doc = read(&Engine::new().unwrap(), text);
    assert!(Document::items(&doc.events).iter().all(|event| event.same_as.is_none()));
}

#[test]
fn what_another_mention_tells_is_said_to_be_implied() {
    let doc =
        read(&Engine::new().unwrap(), "Peru invaded Chile. It was a surprise. Peru invaded Chile on Monday.");
    let first = &Document::items(&doc.events)[0];
    assert_eq!(first.implied, [Implied::When]);
    assert!(first.when.is_some());
}

#[test]
fn the_country_of_officials_is_that_of_their_sentence_but_never_that_of_the_other_side() {
    let engine = Engine::new().unwrap();
    let actors = |text: &str| {
        let doc = read(&engine, text);
        let event = Document::items(&doc.events)[0].clone();
        (event.actors[0].country.clone(), event.implied)
    };
    let own = actors("President Ruiz arrested three Peruvian journalists.");
    assert_eq!(own, (Some("PER".to_owned()), vec![Implied::Country]));
    assert_eq!(actors("President Ruiz threatened Chile with war.").0, None);
}

#[test]
fn the_present_of_a_headline_is_the_day_of_the_article() {
    let html = "<html><head><title>Chilean police arrest two men over robbery</title>\
        <meta property='article:published_time' content='2024-03-05T08:00:00Z'></head><body><article>\
        <h1>Chilean police arrest two men over robbery</h1><p>Two men were arrested in Chile after a robbery at a bank, \
        the police said in a statement to the newspapers of the city.</p><p>It was the third robbery of the year in the \
        quarter, and the bank had asked for more guards at its doors.</p></article></body></html>";
    let page = crate::read::Page::new(html.as_bytes(), crate::read::Hints::default());
    let doc = Engine::new().unwrap().read(&page);
    let first = &Document::items(&doc.events)[0];
    assert_eq!((first.kind.as_str(), first.day), ("COERCE", crate::doc::Date::parse("2024-03-05")));
}

#[test]
fn pages_that_advise_their_reader_tell_of_few_events() {
    let advice = "If you order your lamp today, your shop will promise you a discount. ".repeat(20);
    let text = format!("{advice} Smith praised the study. Chilean police arrested two men.");
    let doc = read(&Engine::new().unwrap(), &text);
    let kinds: Vec<&str> = Document::items(&doc.events).iter().map(|event| event.kind.as_str()).collect();
    assert_eq!(kinds, ["COERCE"]);
}
