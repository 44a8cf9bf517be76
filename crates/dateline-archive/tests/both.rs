//! The same archive in a file and on a server: what goes in and comes out is the same.
#![allow(clippy::unwrap_used)]
mod server;

use dateline::read::{Hints, Page};
use dateline::{Engine, Record};
use dateline_archive::{
    Archive, Delivery, Facet, Happenings, Incoming, Mode, Order, Paging, Query, Sayings, StoredPage,
};
use serde_json::{Value, json};
use server::Server;

fn page(number: usize) -> (Vec<u8>, Hints) {
    let (headline, words) = match number % 3 {
        0 => (
            "Miners walk out at Vessin",
            "Miners at the copper pit of Vessin walked out over wages and lamps",
        ),
        1 => (
            "Storm floods Almer harbour",
            "The harbour of Almer was flooded and a crane was torn away by waves",
        ),
        _ => (
            "Russia launches satellite",
            "Russia launched a satellite from Plesetsk, the president of Chile said in Santiago's Café de la Paix, where a 3-year-old waited",
        ),
    };
    let html = format!(
        "<!doctype html><html lang=en><head><meta property=\"article:published_time\" content=\"2024-03-{:02}T10:00:00Z\"></head>\
         <body><article><h1>{headline}</h1><p>By Ana Ruíz</p><p>{words} on Monday, said Lena Fisk of the Harbour Board. \
         \"We will not wait for number {number},\" she told reporters.</p></article></body></html>",
        1 + number % 20
    );
    let url = Some(format!("https://news{}.example/{number}", number % 4));
    (html.into_bytes(), Hints { url, ..Hints::default() })
}

fn incoming(engine: &Engine, bytes: &[u8], hints: Hints) -> Incoming {
    let record = serde_json::to_value(Record::of(&engine.read(&Page::new(bytes, hints)))).unwrap();
    Incoming { record, page: Some(StoredPage { bytes: bytes.to_vec(), hints: json!({}) }) }
}

/// Everything that an archive does, as one text.
fn told(mut archive: Archive, engine: &Engine) -> Vec<String> {
    let mut told = Vec::new();
    archive.add_alert("storms", &"flooding harbour".parse().unwrap(), &Delivery::default()).unwrap();
    let pages: Vec<Incoming> =
        (0..24).map(page).map(|(bytes, hints)| incoming(engine, &bytes, hints)).collect();
    told.push(format!("{:?}", archive.add(&pages[..20]).unwrap()));
    told.push(format!("{:?}", archive.join().unwrap()));
    told.push(format!("{:?}", archive.add(&pages).unwrap()));
    let (bytes, hints) = page(4);
    let changed = String::from_utf8(bytes).unwrap().replace("torn away", "carried off").into_bytes();
    told.push(format!("{:?}", archive.add(&[incoming(engine, &changed, hints)]).unwrap()));
    told.push(format!("{:?}", archive.join().unwrap()));
    let matches: Vec<i64> = archive.undelivered().unwrap().iter().map(|found| found.hit.id).collect();
    told.push(format!("{matches:?}"));

    for (id, record) in archive.records(1, 100).unwrap() {
        if id <= 24 {
            assert_eq!(record, pages[id as usize - 1].record, "article {id}");
        }
    }
    for text in [
        "flooded harbours",
        "\"torn away\"",
        "carr* -miners",
        "the -flooded",
        "\"will not wait for\"",
        "santiago's cafe",
        "\"café de la paix\"",
        "3-year-old OR \"lamps on\"",
        "headline:miners OR headline:satellite",
        "who:\"lena fisk\"",
        "said-by:\"Lena Fisk\" wages",
        "event:TEST",
        "country:RUS",
        "event:CONSULT status:asserted country:CHL",
        "place:santiago",
        "outlet:news1.example from:2024-03-05 to:2024-03",
        "language:en",
        "",
    ] {
        let query: Query = text.parse().unwrap();
        for order in [Order::Newest, Order::Oldest] {
            let mut paging = Paging { order, limit: 3, after: None };
            let first = archive.search(&query, &paging).unwrap();
            paging.after = first.hits.last().map(|hit| hit.cursor.clone());
            let second = archive.search(&query, &paging).unwrap();
            let hits = first.hits.iter().chain(second.hits.iter().filter(|_| paging.after.is_some()));
            let hits: Vec<Value> = hits.map(|hit| hit.json()).collect();
            told.push(format!("{text}: {} {}", first.total, Value::Array(hits)));
        }
        for facet in [Facet::Month, Facet::Outlet, Facet::Who, Facet::Place, Facet::Event, Facet::Country] {
            told.push(format!("{text}: {:?}", archive.facets(&query, facet, 5).unwrap()));
        }
    }
    let best = Paging { order: Order::Best, ..Paging::default() };
    told.push(archive.search(&"harbour".parse().unwrap(), &best).unwrap().total.to_string());
    for story in archive.stories(None, Some("2024"), 10).unwrap() {
        told.push(archive.story(story.id).unwrap().json().to_string());
        let days = archive.timeline(story.id).unwrap();
        told.push(Value::Array(days.iter().map(|day| day.json()).collect()).to_string());
    }
    for (actor, history) in [(None, true), (Some("RUS"), false), (Some("Russia"), false)] {
        let of = Happenings { actor: actor.map(str::to_owned), history, ..Happenings::default() };
        let paging = Paging { limit: 7, ..Paging::default() };
        let events = archive.happenings(&of, &paging).unwrap();
        told.push(format!("{events:?}"));
        told.push(format!(
            "{:?}",
            archive.happenings(&of, &Paging { after: events.next, ..paging }).unwrap()
        ));
        told.push(format!("{:?}", archive.tally(&of, 10).unwrap()));
    }
    for (by, about) in [("", None), ("said-by:\"Lena Fisk\"", None), ("", Some("Harbour Board"))] {
        let of = Sayings { query: by.parse().unwrap(), about: about.map(str::to_owned), attitude: None };
        told.push(format!("{:?}", archive.sayings(&of, &Paging::default()).unwrap()));
    }
    told.push(format!("{:?}", archive.wire(&Query::default(), 9, None).unwrap()));
    told.push(format!("{:?}", archive.spots(&(1..=24).collect::<Vec<_>>(), 9).unwrap()));
    told.push(archive.who("Lena Fisk").unwrap().json().to_string());
    told.extend(delivered(&mut archive));
    told.extend(exported(&mut archive));
    told.extend(reread(&mut archive, engine));
    archive.compact().unwrap();
    let mut problems = Vec::new();
    archive.check(&mut |problem| problems.push(problem)).unwrap();
    assert_eq!(problems, []);
    told
}

/// What alerts deliver: each match once.
fn delivered(archive: &mut Archive) -> Vec<String> {
    let alerts = archive.alerts().unwrap();
    let matches = archive.undelivered().unwrap();
    assert!(!matches.is_empty());
    let feed = dateline_archive::atom(&alerts[0], &archive.last_matches(alerts[0].id, 5).unwrap());
    archive.delivered(&matches.iter().map(|found| found.n).collect::<Vec<i64>>()).unwrap();
    assert!(archive.undelivered().unwrap().is_empty());
    archive.remove_alert("storms").unwrap();
    assert!(archive.alerts().unwrap().is_empty());
    vec![format!("{:?}", alerts[0]), feed]
}

/// The rows of an export, which make the records again that another archive takes in.
fn exported(archive: &mut Archive) -> Vec<String> {
    let months = archive.months(&Query::default()).unwrap();
    let ids: Vec<i64> = months.values().flatten().copied().collect();
    let flat = archive.flat(&ids).unwrap();
    let records = dateline_archive::records_of(&flat).unwrap();
    let kept: Vec<Value> = archive.records(1, 100).unwrap().into_iter().map(|(_, record)| record).collect();
    assert_eq!(records, kept);
    let mut other = Archive::in_memory().unwrap();
    other.import(&records).unwrap();
    assert_eq!(other.count("events").unwrap(), archive.count("events").unwrap());
    vec![format!("{months:?}"), format!("{flat:?}")]
}

/// What a newer reading of kept pages changes: one says less than before.
fn reread(archive: &mut Archive, engine: &Engine) -> Vec<String> {
    let ids = archive.with_pages().unwrap();
    let page = archive.page(ids[0]).unwrap().unwrap();
    let less = String::from_utf8(page.bytes).unwrap().replace("Lena Fisk", "a man");
    let newer = incoming(engine, less.as_bytes(), self::page(ids[0] as usize - 1).1).record;
    let same = archive.record(ids[1]).unwrap().unwrap();
    let changes = archive.reread(&[(ids[0], newer), (ids[1], same)]).unwrap();
    assert_eq!(changes.len(), 1);
    let found = archive.search(&"who:\"Lena Fisk\"".parse().unwrap(), &Paging::default()).unwrap().total;
    vec![format!("{ids:?} {changes:?} {found}"), format!("{:?}", archive.join().unwrap())]
}

#[test]
fn a_file_and_a_server_say_the_same() {
    let Some(server) = Server::start() else { return };
    let engine = Engine::new().unwrap();
    let file = told(Archive::in_memory().unwrap(), &engine);
    let address = server.database("news");
    let on_server = told(Archive::open(&address, Mode::Write).unwrap(), &engine);
    assert_eq!(file.len(), on_server.len());
    for (file, server) in file.iter().zip(&on_server) {
        assert_eq!(file, server);
    }
    let mut again = Archive::open(&address, Mode::Read).unwrap();
    assert_eq!(again.count("articles").unwrap(), 25);
}

#[test]
fn a_server_that_is_not_there_is_told() {
    let error =
        Archive::open("postgres://ana:secret@localhost:1/news", Mode::Read).err().unwrap().to_string();
    assert!(error.contains("`postgres://ana@localhost:1/news`") && error.contains("hint: "), "{error}");
}
