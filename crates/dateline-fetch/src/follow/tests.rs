use super::*;
use crate::{Settings, moment};
use dateline::lexicon::Data;
use std::time::Duration;

const FEED: &str = "https://news.example/feed.xml";
const NOW: u64 = 1_693_890_780;

fn pace() -> Pace {
    Settings::load(&Data::embedded()).unwrap().pace
}

fn got(text: &str) -> Result<Fetched, Error> {
    Ok(Fetched {
        url: FEED.to_owned(),
        final_url: FEED.to_owned(),
        moved: false,
        status: 200,
        media_type: None,
        charset_header: None,
        content_type: None,
        bytes: text.as_bytes().to_vec(),
        validators: Validators { etag: Some("\"1\"".to_owned()), last_modified: None },
        fresh_for: None,
        retrieved: moment(Duration::from_secs(NOW)),
        unchanged: false,
    })
}

fn unchanged() -> Result<Fetched, Error> {
    got("").map(|fetched| Fetched { status: 304, unchanged: true, ..fetched })
}

fn status(status: u16, wait: Option<u64>) -> Error {
    let retry_after = wait.map(Duration::from_secs);
    Error { url: FEED.to_owned(), failure: Failure::Status { status, retry_after } }
}

/// A feed with an entry so many minutes ago, each.
fn feed(minutes: &[u64]) -> String {
    let item = |ago: &u64| {
        let at = moment(Duration::from_secs(NOW - ago * 60));
        format!("<item><link>https://news.example/{ago}</link><pubDate>{at}</pubDate></item>")
    };
    format!("<rss><channel>{}</channel></rss>", minutes.iter().map(item).collect::<String>())
}

fn followed() -> Follow {
    let mut follow = Follow::default();
    follow.add(FEED, NOW);
    follow
}

fn interval(result: &Result<Fetched, Error>) -> u64 {
    followed().polled(&pace(), FEED, NOW, result).next.unwrap() - NOW
}

fn urls(update: &Update) -> Vec<&str> {
    update.links.iter().map(|link| link.url.as_str()).collect()
}

#[test]
fn links_are_new_once() {
    let (pace, mut follow) = (pace(), followed());
    let first = "<rss><item><link>/1?utm_source=rss&amp;id=2</link></item><item><link>/2</link></item></rss>";
    let update = follow.polled(&pace, FEED, NOW, &got(first));
    assert_eq!(urls(&update), ["https://news.example/1?utm_source=rss&id=2", "https://news.example/2"]);
    // Named again, otherwise written, and by another feed.
    let again = "<rss><item><link>/1?id=2#top</link></item><item><link>/3?id=1</link></item><item><link>/3</link></item></rss>";
    follow.add("https://news.example/other.xml", NOW);
    let update = follow.polled(&pace, "https://news.example/other.xml", NOW + 10, &got(again));
    assert_eq!(urls(&update), ["https://news.example/3?id=1", "https://news.example/3"]);
}

#[test]
fn the_state_can_be_stored_between_any_two_calls() {
    let (pace, mut follow) = (pace(), followed());
    follow.polled(&pace, FEED, NOW, &got(&feed(&[1, 2, 3])));
    follow.done("https://news.example/1");
    follow.failed(&pace, "https://news.example/2", NOW, &status(503, None));
    let stored = serde_json::to_string(&follow).unwrap();
    let mut again: Follow = serde_json::from_str(&stored).unwrap();
    assert_eq!(again, follow);
    let pending: Vec<&str> = again.pending(NOW).map(|p| p.link.url.as_str()).collect();
    assert_eq!(pending, ["https://news.example/3"]); // the second waits
    let update = again.polled(&pace, FEED, NOW + 600, &got(&feed(&[1, 2, 3])));
    assert_eq!(urls(&update), [] as [&str; 0]);
}

#[test]
fn validators_are_sent_the_next_time() {
    let mut follow = followed();
    assert_eq!(follow.due(NOW), [FEED.into()]);
    assert_eq!(follow.due(NOW - 1), []);
    let update = follow.polled(&pace(), FEED, NOW, &got(&feed(&[1])));
    assert_eq!(follow.due(NOW), []);
    let due = follow.due(update.next.unwrap());
    assert_eq!(due[0].validators.etag.as_deref(), Some("\"1\""));
}

#[test]
fn a_feed_is_polled_as_often_as_it_changes() {
    assert_eq!(interval(&got(&feed(&[0, 60, 120, 180]))), 1800);
    assert_eq!(interval(&got(&feed(&[0, 1, 2, 3]))), 300); // not sooner than five minutes
    assert_eq!(interval(&got(&feed(&[0, 3000, 6000, 9000]))), 21_600); // not later than six hours
    assert_eq!(interval(&got(&feed(&[120, 121, 122, 123]))), 3600); // it has gone quiet
}

#[test]
fn without_dates_the_interval_is_found_by_trying() {
    let (pace, mut follow) = (pace(), followed());
    let page = |n: u32| got(&format!("<rss><item><link>/{n}</link></item></rss>"));
    let mut poll = |now, result| follow.polled(&pace, FEED, now, &result).next.unwrap() - now;
    assert_eq!(poll(NOW, page(1)), 600);
    assert_eq!(poll(NOW + 600, page(1)), 900);
    assert_eq!(poll(NOW + 1500, unchanged()), 1350);
    assert_eq!(poll(NOW + 2850, page(2)), 675);
    for now in 1..20 {
        poll(NOW + now * 10_000, unchanged());
    }
    assert_eq!(poll(NOW + 200_000, unchanged()), 21_600);
}

#[test]
fn no_sooner_than_the_feed_or_the_server_asks_for() {
    let ttl = feed(&[0, 1, 2, 3]).replace("<channel>", "<channel><ttl>60</ttl>");
    assert_eq!(interval(&got(&ttl)), 3600);
    let fresh = |seconds| got(&ttl).map(|f| Fetched { fresh_for: Some(Duration::from_secs(seconds)), ..f });
    assert_eq!(interval(&fresh(7200)), 7200);
    assert_eq!(interval(&fresh(60)), 3600);
    assert_eq!(interval(&fresh(1_000_000)), 21_600);
}

#[test]
fn a_feed_that_fails_is_polled_less_and_less() {
    let (pace, mut follow) = (pace(), followed());
    let mut fail = |error: Error| follow.polled(&pace, FEED, NOW, &Err(error)).next.map(|next| next - NOW);
    assert_eq!(fail(status(500, None)), Some(600));
    assert_eq!(fail(status(500, None)), Some(1200));
    assert_eq!(fail(status(503, Some(5000))), Some(5000));
    for _ in 0..40 {
        fail(status(500, None));
    }
    assert_eq!(fail(status(500, None)), Some(86_400));
    assert_eq!(fail(status(404, None)), Some(86_400));
    assert_eq!(fail(status(410, None)), None);
    assert_eq!(follow.next(), None);
    assert_eq!(follow.feeds()[FEED].failures, 46);
}

#[test]
fn success_ends_a_row_of_failures() {
    let (pace, mut follow) = (pace(), followed());
    follow.polled(&pace, FEED, NOW, &Err(status(500, None)));
    follow.polled(&pace, FEED, NOW, &got(&feed(&[1])));
    assert_eq!(follow.feeds()[FEED].failures, 0);
    assert_eq!(follow.feeds()[FEED].form, Form::Rss);
}

#[test]
fn pages_that_could_not_be_had_are_tried_again_but_not_for_ever() {
    let (pace, mut follow) = (pace(), followed());
    follow.polled(&pace, FEED, NOW, &got(&feed(&[1, 2])));
    let url = "https://news.example/1";
    assert!(follow.failed(&pace, url, NOW, &status(503, None)));
    assert_eq!(follow.pending(NOW + 599).count(), 1);
    assert_eq!(follow.pending(NOW + 600).count(), 2);
    assert!(follow.failed(&pace, url, NOW, &status(503, Some(9000))));
    assert_eq!(follow.pending(NOW + 8999).count(), 1);
    assert!(!follow.failed(&pace, url, NOW, &status(503, None)));
    assert!(!follow.failed(&pace, "https://news.example/2", NOW, &status(404, None)));
    assert_eq!(follow.pending(u64::MAX).count(), 0);
}

#[test]
fn the_newest_sitemaps_of_an_index_are_followed() {
    let pace = Pace { sitemaps: 2, ..pace() };
    let mut follow = followed();
    let index = |maps: &[(&str, &str)]| {
        let map = |(url, day): &(&str, &str)| {
            format!("<sitemap><loc>/{url}</loc><lastmod>{day}</lastmod></sitemap>")
        };
        got(&format!("<sitemapindex>{}</sitemapindex>", maps.iter().map(map).collect::<String>()))
    };
    let due = |follow: &Follow, now| follow.due(now).into_iter().map(|r| r.url).collect::<Vec<_>>();
    follow.polled(&pace, FEED, NOW, &index(&[("a", "2023-09-01"), ("b", "2023-09-03"), ("c", "2023-09-02")]));
    assert_eq!(due(&follow, NOW), ["https://news.example/b", "https://news.example/c"]);
    let map = got("<urlset><url><loc>/1</loc></url></urlset>");
    for url in due(&follow, NOW) {
        follow.polled(&pace, &url, NOW, &map);
    }
    // What has changed is due at once, what has not is not, and what is named no more is followed no more.
    follow.polled(&pace, FEED, NOW + 1, &index(&[("b", "2023-09-03"), ("d", "2023-09-05")]));
    assert_eq!(due(&follow, NOW + 1), ["https://news.example/d"]);
    assert!(!follow.feeds().contains_key("https://news.example/c"));
    follow.polled(&pace, FEED, NOW + 2, &index(&[("b", "2023-09-06"), ("d", "2023-09-05")]));
    assert_eq!(due(&follow, NOW + 2), ["https://news.example/d", "https://news.example/b"]);
    follow.remove(FEED);
    assert!(follow.feeds().is_empty());
}

#[test]
fn a_feed_that_is_a_page_for_once_is_not_given_up() {
    let (pace, mut follow) = (pace(), followed());
    follow.polled(&pace, FEED, NOW, &got(&feed(&[1])));
    for text in ["<html><p>We will be back soon.", "{}", ""] {
        let update = follow.polled(
            &pace,
            FEED,
            NOW,
            &got(text).map(|f| Fetched { validators: Validators::default(), ..f }),
        );
        assert!(update.next.is_some(), "{text}");
        assert_eq!(update.feeds, [] as [&str; 0]);
    }
    let feed = &follow.feeds()[FEED];
    assert_eq!((feed.form, feed.failures), (Form::Rss, 3));
    assert!(feed.validators.etag.is_some()); // of the feed, not of what stood in its place
}

#[test]
fn where_a_feed_has_moved_is_told() {
    let moved = got(&feed(&[1])).map(|f| Fetched {
        moved: true,
        final_url: "https://news.example/new".to_owned(),
        ..f
    });
    let update = followed().polled(&pace(), FEED, NOW, &moved);
    assert_eq!(update.moved.as_deref(), Some("https://news.example/new"));
    assert_eq!(followed().polled(&pace(), FEED, NOW, &got(&feed(&[1]))).moved, None);
}

#[test]
fn a_page_whose_host_wanted_to_be_left_alone_was_not_tried() {
    let (pace, mut follow) = (pace(), followed());
    follow.polled(&pace, FEED, NOW, &got(&feed(&[1])));
    let (host, wait) = ("news.example".to_owned(), Duration::from_secs(5000));
    let error = Error { url: FEED.to_owned(), failure: Failure::Wait { host, wait } };
    for _ in 0..10 {
        assert!(follow.failed(&pace, "https://news.example/1", NOW, &error));
    }
    assert_eq!(follow.pending(NOW + 4999).count(), 0);
    assert_eq!(follow.pending(NOW + 5000).count(), 1);
}

#[test]
fn a_page_is_not_followed_but_names_its_feeds() {
    let mut follow = followed();
    let page = "<html><link rel=alternate type=application/rss+xml href=/rss><p>News";
    let update = follow.polled(&pace(), FEED, NOW, &got(page));
    assert_eq!(update.feeds, ["https://news.example/rss"]);
    assert_eq!(update.next, None);
    assert_eq!(follow.next(), None);
}
