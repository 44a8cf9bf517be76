//! Discovery, fetching and following together; and feeds that are broken anywhere.
use std::ops::ControlFlow;

use dateline_fetch::{Clock as _, Follow, Form, Request, discover};

use crate::server::{Server, send};

const FEED: &str = "<rss><channel><item><title>Port reopens</title><link>/1</link><pubDate>Tue, 05 Sep 2023 05:00:00 GMT</pubDate>\
                    </item><item><link>http://other.example/2</link></item></channel></rss>";

#[test]
fn a_feed_is_followed_from_its_address_to_its_pages() {
    let server = Server::start(|asked, stream| match asked.path.as_str() {
        "/feed.xml" if asked.headers.contains_key("if-none-match") => send(stream, "304 Not Modified\n\n"),
        "/feed.xml" => send(stream, &format!("200 OK\nETag: \"1\"\n\n{FEED}")),
        "/1" | "/2" => send(stream, "200 OK\n\n<h1>Port reopens</h1>"),
        _ => send(stream, "404 Not Found\n\n"),
    });
    let (clock, fetcher) = server.fetcher(|_| {});
    let pace = &fetcher.settings().pace;
    let mut follow = Follow::default();
    follow.add("http://news.example/feed.xml", clock.now().as_secs());
    let mut pages = Vec::new();
    for _ in 0..3 {
        let wait = std::time::Duration::from_secs(follow.next().unwrap()).saturating_sub(clock.now());
        clock.sleep(wait);
        let now = clock.now().as_secs();
        let due = follow.due(now);
        fetcher.fetch_all(&due, |number, result| {
            let update = follow.polled(pace, &due[number].url, now, &result);
            assert_eq!(update.warnings, []);
            ControlFlow::Continue(())
        });
        let pending: Vec<Request> = follow.pending(now).map(|p| p.link.url.as_str().into()).collect();
        fetcher.fetch_all(&pending, |number, result| {
            pages.push(result.unwrap().final_url);
            follow.done(&pending[number].url);
            ControlFlow::Continue(())
        });
    }
    pages.sort();
    assert_eq!(pages, ["http://news.example/1", "http://other.example/2"]);
    // Three polls, of which two found nothing new.
    assert_eq!(server.asked().iter().filter(|a| a.ends_with("/feed.xml")).count(), 3);
}

/// A feed of each kind, with what each kind can have.
const KINDS: [(Form, &str); 8] = [
    (
        Form::Rss,
        "<?xml version=\"1.0\" encoding=\"utf-8\"?><!DOCTYPE rss [<!ENTITY x \"y\">]><rss xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><channel>\
      <title>Näws &amp; more</title><ttl>5</ttl><!-- c --><item><title><![CDATA[Pört <b>]]></title><link>http://n.example/1</link>\
      <pubDate>Tue, 05 Sep 2023 05:13:00 GMT</pubDate><source url='x'>W</source></item></channel></rss>",
    ),
    (
        Form::Atom,
        "<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"de\"><title>N</title><entry><title type=\"html\">A &amp;amp; B</title>\
      <link rel=\"alternate\" href=\"http://n.example/1\"/><updated>2023-09-05T05:13:00.5+02:00</updated><source><title>W</title></source>\
      <content type=\"xhtml\"><div>é</div></content></entry></feed>",
    ),
    (
        Form::Rdf,
        "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\"><channel><sy:updatePeriod>daily</sy:updatePeriod>\
      <sy:updateFrequency>4</sy:updateFrequency></channel><item><link>http://n.example/1</link><dc:date>2023-09-05</dc:date></item></rdf:RDF>",
    ),
    (
        Form::JsonFeed,
        "{\"version\": \"https://jsonfeed.org/version/1.1\", \"title\": \"N\u{00e4}\", \"items\": [{\"id\": \"1\", \"url\":\
      \"http://n.example/1\", \"title\": \"P\\u00f6rt\", \"date_published\": \"2023-09-05T05:13:00Z\", \"tags\": [1, null, {}]}]}",
    ),
    (
        Form::Sitemap,
        "<urlset xmlns:news=\"http://www.google.com/schemas/sitemap-news/0.9\"><url><loc>http://n.example/1</loc><news:news>\
      <news:publication><news:name>Ñ</news:name></news:publication><news:title>Port</news:title></news:news></url></urlset>",
    ),
    (
        Form::SitemapIndex,
        "<sitemapindex><sitemap><loc>http://n.example/1.xml</loc><lastmod>2023-09-05</lastmod></sitemap></sitemapindex>",
    ),
    (Form::List, "# ours: é\nhttp://n.example/1\nhttp://n.example/ü # x\n"),
    (
        Form::Page,
        "<!doctype html><link rel=alternate type=\"application/rss+xml\" href=\"/rss\" title=\"é\"><p>Port",
    ),
];

/// Numbers that look random and are the same each time.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % end.max(1)
    }
}

#[test]
fn every_kind_is_known_and_read_without_a_warning() {
    for (form, text) in KINDS {
        let found = discover(text.as_bytes(), "http://n.example/", None);
        assert_eq!((found.form, found.warnings), (form, vec![]), "{text}");
        assert!(!found.links.is_empty() || !found.sources.is_empty(), "{text}");
    }
}

#[test]
fn a_feed_that_is_cut_anywhere_says_so_and_names_only_whole_links() {
    for (form, text) in KINDS {
        // A list or a page may end anywhere.
        let ends = !matches!(form, Form::List | Form::Page);
        for end in 0..text.len() {
            let found = discover(&text.as_bytes()[..end], "http://n.example/", None);
            if ends {
                assert_ne!(found.warnings, [], "{form} cut at {end}");
                for link in &found.links {
                    assert_eq!(link.url, "http://n.example/1", "{form} cut at {end}");
                }
            }
        }
        for start in 1..text.len() {
            discover(&text.as_bytes()[start..], "http://n.example/", None);
        }
    }
}

#[test]
fn a_feed_that_is_damaged_anywhere_does_no_harm() {
    let mut numbers = Numbers(7);
    const BITS: [&[u8]; 14] = [
        b"<",
        b">",
        b"\"",
        b"'",
        b"&",
        b"<![CDATA[",
        b"]]>",
        b"<!--",
        b"\xff",
        b"\0",
        b"</",
        b"/>",
        b"{",
        b"&#xffffffff;",
    ];
    for (_, text) in KINDS {
        for _ in 0..2000 {
            let mut bytes = text.as_bytes().to_vec();
            for _ in 0..=numbers.below(4) {
                let at = numbers.below(bytes.len());
                match numbers.below(4) {
                    0 => bytes[at] = u8::try_from(numbers.below(256)).unwrap(),
                    1 => drop(bytes.drain(at..(at + numbers.below(20)).min(bytes.len()))),
                    2 => drop(bytes.splice(at..at, BITS[numbers.below(BITS.len())].iter().copied())),
                    _ => {
                        let end = (at + numbers.below(60)).min(bytes.len());
                        let copy = bytes[at..end].to_vec();
                        bytes.splice(at..at, copy);
                    }
                }
                if bytes.is_empty() {
                    break;
                }
            }
            let found = discover(&bytes, "http://n.example/", None);
            for warning in &found.warnings {
                assert!(!warning.message.is_empty());
            }
            for link in &found.links {
                assert!(link.url.starts_with("http"), "{}", link.url);
            }
        }
    }
}
