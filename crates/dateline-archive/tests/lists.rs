//! Lists for reading: a wire, what was said, what happened.
#![allow(clippy::unwrap_used)]
use dateline::read::{Hints, Page};
use dateline::{Engine, Record};
use dateline_archive::{Archive, Happenings, Incoming, Paging, Query, Sayings};

fn archive() -> Archive {
    let engine = Engine::new().unwrap();
    let mut archive = Archive::in_memory().unwrap();
    let page = |n: u32, day: &str, section: &str, text: &str| {
        format!(
            "<script type=\"application/ld+json\">{{\"@type\": \"NewsArticle\", \"headline\": \"Report {n} from Lisbon\", \"datePublished\": \"{day}\", \
             \"articleSection\": \"{section}\"}}</script><link rel=canonical href=\"https://news{n}.example/{n}\"><h1>Report {n} from Lisbon</h1><p>{text}</p>"
        )
    };
    let pages = [
        page(
            1,
            "2026-03-02",
            "World",
            "Norway and Peru met in Lisbon on Monday. \"We will sign,\" minister Ingrid Solberg told reporters.",
        ),
        page(
            2,
            "2026-03-03",
            "World",
            "Norway denied on Tuesday that it had threatened Peru. Ingrid Solberg said that the talks would go on.",
        ),
        page(
            3,
            "2026-03-04",
            "Business",
            "Police arrested six protesters in Lima on Wednesday, mayor Pablo Rios said. Rios thanked Ingrid Solberg.",
        ),
    ];
    let incoming: Vec<Incoming> = pages
        .iter()
        .map(|html| {
            let document = engine.read(&Page::new(html.as_bytes(), Hints::default()));
            Incoming { record: serde_json::to_value(Record::of(&document)).unwrap(), page: None }
        })
        .collect();
    archive.add(&incoming).unwrap();
    archive.join().unwrap();
    archive
}

#[test]
fn a_wire_is_the_newest_first_and_goes_on() {
    let mut archive = archive();
    let wire = archive.wire(&Query::default(), 2, None).unwrap();
    let ids: Vec<i64> = wire.lines.iter().map(|line| line.id).collect();
    assert_eq!((wire.total, ids.as_slice()), (3, &[3, 2][..]));
    let rest = archive.wire(&Query::default(), 2, Some(&wire.lines[1].cursor)).unwrap();
    assert_eq!(rest.lines.iter().map(|line| line.id).collect::<Vec<_>>(), [1]);
    let world = archive.wire(&"section:World".parse().unwrap(), 9, None).unwrap();
    assert!(world.total == 2 && world.lines.iter().all(|line| line.section.as_deref() == Some("World")));
    assert_eq!(archive.sections(9).unwrap(), [("World".to_owned(), 2), ("Business".to_owned(), 1)]);
}

#[test]
fn statements_are_by_their_speakers_and_about_others() {
    let mut archive = archive();
    let of = |text: &str| Sayings { query: text.parse().unwrap(), ..Sayings::default() };
    let by = archive.sayings(&of("said-by:\"Ingrid Solberg\""), &Paging::default()).unwrap().items;
    assert!(by.len() >= 2, "{by:?}");
    assert!(by.iter().all(|said| said.speaker.as_deref() == Some("Ingrid Solberg")), "{by:?}");
    assert!(by.iter().any(|said| said.content.iter().any(|words| words.text.contains("We will sign"))));
    let about = Sayings { about: Some("Ingrid Solberg".to_owned()), ..Sayings::default() };
    let about = archive.sayings(&about, &Paging::default()).unwrap().items;
    assert!(
        about.iter().all(|said| said.content.iter().any(|words| words.text.contains("Solberg"))),
        "{about:?}"
    );
    let denied = Sayings { attitude: Some("denied".to_owned()), ..Sayings::default() };
    let denied = archive.sayings(&denied, &Paging::default()).unwrap().items;
    assert!(!denied.is_empty() && denied.iter().all(|said| said.article.id == 2), "{denied:?}");
}

#[test]
fn events_are_of_their_own_type_status_and_actor() {
    let mut archive = archive();
    let all = archive.happenings(&Happenings::default(), &Paging::default()).unwrap().items;
    assert!(
        all.len() >= 3 && all.windows(2).all(|pair| pair[0].article.day >= pair[1].article.day),
        "{all:?}"
    );
    for event in &all {
        let words = event.trigger.as_ref().unwrap();
        assert!(event.sentence.as_ref().unwrap().text.contains(&words.text));
    }
    let by = Happenings { actor: Some("PER".to_owned()), ..Happenings::default() };
    for event in archive.happenings(&by, &Paging::default()).unwrap().items {
        assert!(event.actors.iter().any(|party| party.country.as_deref() == Some("PER")), "{event:?}");
    }
    let coerced = Happenings { query: "event:COERCE".parse().unwrap(), ..Happenings::default() };
    let coerced = archive.happenings(&coerced, &Paging::default()).unwrap().items;
    assert!(
        !coerced.is_empty() && coerced.iter().all(|event| event.kind == "COERCE" && event.article.id == 3)
    );
}

#[test]
fn what_few_articles_have_is_found() {
    let engine = Engine::new().unwrap();
    let mut archive = Archive::in_memory().unwrap();
    let page = |n: u32| {
        let text = if n == 0 {
            "Police arrested six protesters in Lima, mayor Pablo Rios said."
        } else {
            "The harbour is blue."
        };
        let day = if n == 0 { "2026-01-01" } else { "2026-03-01" };
        format!(
            "<link rel=canonical href=\"https://news.example/{n}\"><meta property=\"article:published_time\" content=\"{day}\"><h1>Report {n}</h1><p>{text}</p>"
        )
    };
    let incoming: Vec<Incoming> = (0..420)
        .map(|n| {
            let html = page(n);
            let document = engine.read(&Page::new(html.as_bytes(), Hints::default()));
            Incoming { record: serde_json::to_value(Record::of(&document)).unwrap(), page: None }
        })
        .collect();
    archive.add(&incoming).unwrap();
    let of = Sayings { attitude: Some("asserted".to_owned()), ..Sayings::default() };
    let first = archive.sayings(&of, &Paging::default()).unwrap();
    assert_eq!(first.items.iter().map(|said| said.article.id).collect::<Vec<_>>(), [1], "behind 419 without");
    assert_eq!((first.next, first.is_cut), (None, false));
    let police = Happenings { query: "event:COERCE".parse().unwrap(), ..Happenings::default() };
    let tally = archive.tally(&police, 100).unwrap();
    assert_eq!((tally.events, tally.articles, tally.is_whole), (1, 1, true), "{tally:?}");
    assert_eq!(tally.days["2026-01-01"]["asserted"], 1);
    let all = archive.tally(&Happenings::default(), 100).unwrap();
    assert_eq!((all.events, all.articles, all.is_whole), (0, 100, false), "the newest have none");
}
