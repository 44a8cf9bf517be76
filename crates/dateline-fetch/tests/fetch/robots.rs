use std::time::Duration;

use dateline_fetch::{Failure, Request};

use crate::Clock as _;
use crate::server::{Server, send, slept};

const PAGE: &str = "200 OK\n\n<p>Port reopens";

#[test]
fn what_robots_txt_forbids_is_not_asked_for() {
    let server = Server::with(&[("/robots.txt", "200 OK\n\nUser-agent: *\nDisallow: /a"), ("/b", PAGE)]);
    let (_, fetcher) = server.fetcher(|_| {});
    let error = fetcher.fetch(&"http://news.example/a/1?x".into()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "`http://news.example/a/1?x`: robots.txt of `news.example` does not allow it to `dateline`"
    );
    assert!(error.is_final());
    assert!(fetcher.fetch(&"http://news.example/b".into()).is_ok());
    assert_eq!(server.asked(), ["news.example/robots.txt", "news.example/b"]);
}

#[test]
fn it_is_asked_for_by_our_name() {
    let server = Server::with(&[(
        "/robots.txt",
        "200 OK\n\nUser-agent: *\nAllow: /\n\nUser-agent: Dateline\nDisallow: /",
    )]);
    let error = server.fetch("http://news.example/a", |_| {}).unwrap_err();
    assert!(matches!(error.failure, Failure::Robots { .. }));
    let agent = server.last().headers["user-agent"].clone();
    assert!(agent.starts_with("dateline/"), "{agent}");
    // Under another name, other rules.
    let error = server.fetch("http://news.example/a", |s| s.token = "other".to_owned()).unwrap_err();
    assert!(matches!(error.failure, Failure::Status { status: 404, .. }));
}

#[test]
fn a_server_without_one_allows_everything() {
    for status in ["404 Not Found", "403 Forbidden", "410 Gone"] {
        let server = Server::start(move |asked, stream| match asked.path.as_str() {
            "/robots.txt" => send(stream, &format!("{status}\n\nUser-agent: *\nDisallow: /")),
            _ => send(stream, PAGE),
        });
        assert!(server.fetch("http://news.example/a", |_| {}).is_ok(), "{status}");
    }
}

#[test]
fn a_server_in_trouble_allows_nothing_until_it_is_well() {
    let server = Server::with(&[("/robots.txt", "500 Oops\n\n"), ("/a", PAGE)]);
    let (clock, fetcher) = server.fetcher(|s| s.retries = 1);
    for _ in 0..3 {
        let error = fetcher.fetch(&"http://news.example/a".into()).unwrap_err();
        assert!(matches!(error.failure, Failure::NoRobots { .. }), "{error}");
        assert!(!error.is_final());
    }
    // Asked twice, then known for ten minutes.
    assert_eq!(server.asked().len(), 2);
    clock.sleep(Duration::from_secs(600));
    fetcher.fetch(&"http://news.example/a".into()).unwrap_err();
    assert_eq!(server.asked().len(), 4);
}

#[test]
fn it_is_kept_for_as_long_as_the_server_says_within_bounds() {
    for (header, holds, ends) in [
        ("", 86_399, 86_400),
        ("Cache-Control: max-age=3600", 3599, 3600),
        ("Cache-Control: no-store", 599, 600),
    ] {
        let server = Server::start(move |asked, stream| match asked.path.as_str() {
            "/robots.txt" => send(
                stream,
                &format!("200 OK\nX: y\n{header}\n\nUser-agent: *\nDisallow:").replace("\n\n\n", "\n\n"),
            ),
            _ => send(stream, PAGE),
        });
        let (clock, fetcher) = server.fetcher(|_| {});
        let robots = || server.asked().iter().filter(|a| a.ends_with("robots.txt")).count();
        let start = clock.now();
        for (time, expected) in [(0, 1), (holds, 1), (ends, 2)] {
            clock.set(start + Duration::from_secs(time));
            fetcher.fetch(&"http://news.example/a".into()).unwrap();
            assert_eq!(robots(), expected, "{header} after {time} s");
        }
    }
}

#[test]
fn its_redirects_are_followed() {
    let server = Server::with(&[
        ("/robots.txt", "301 Moved\nLocation: http://www.news.example/r\n\n"),
        ("/r", "200 OK\n\nUser-agent: *\nDisallow: /a"),
    ]);
    let error = server.fetch("http://news.example/a", |_| {}).unwrap_err();
    assert!(matches!(error.failure, Failure::Robots { .. }), "{error}");
}

#[test]
fn crawl_delay_is_kept() {
    let server = Server::with(&[("/robots.txt", "200 OK\n\nUser-agent: *\nCrawl-delay: 30"), ("/a", PAGE)]);
    let (clock, fetcher) = server.fetcher(|_| {});
    for _ in 0..3 {
        fetcher.fetch(&"http://news.example/a".into()).unwrap();
    }
    assert_eq!(slept(&clock), [1, 30, 30]);
    // Beyond what is waited, the time is told and nothing is asked.
    let (_, fetcher) = server.fetcher(|s| s.patience = Duration::from_secs(10));
    fetcher.fetch(&"http://news.example/a".into()).unwrap();
    let asked = server.asked().len();
    let error = fetcher.fetch(&"http://news.example/a".into()).unwrap_err();
    assert_eq!(error.retry_after(), Some(Duration::from_secs(30)));
    assert_eq!(server.asked().len(), asked);
}

#[test]
fn servers_of_one_host_have_their_own() {
    let server = Server::start(|asked, stream| match (asked.host.as_str(), asked.path.as_str()) {
        ("news.example:81", "/robots.txt") => send(stream, "200 OK\n\nUser-agent: *\nDisallow: /"),
        (_, "/robots.txt") => send(stream, "404 Not Found\n\n"),
        _ => send(stream, PAGE),
    });
    let (_, fetcher) = server.fetcher(|_| {});
    assert!(fetcher.fetch(&Request::from("http://news.example/a")).is_ok());
    assert!(fetcher.fetch(&Request::from("http://news.example:81/a")).is_err());
}

#[test]
fn the_sitemaps_that_it_names_can_be_asked_for() {
    let server = Server::with(&[("/robots.txt", "200 OK\n\nSitemap: https://news.example/news.xml")]);
    let (_, fetcher) = server.fetcher(|_| {});
    assert_eq!(fetcher.robots("http://news.example/a").unwrap().sitemaps, ["https://news.example/news.xml"]);
}

#[test]
fn only_the_beginning_of_a_huge_one_counts() {
    let server = Server::start(|asked, stream| match asked.path.as_str() {
        "/robots.txt" => {
            let filler = "# filler\n".repeat(2000);
            send(stream, &format!("200 OK\n\nUser-agent: *\nDisallow: /a\n{filler}Disallow: /b\n"));
        }
        _ => send(stream, PAGE),
    });
    let (_, fetcher) = server.fetcher(|s| s.robots.bytes = 1000);
    assert!(fetcher.fetch(&"http://news.example/a".into()).is_err());
    assert!(fetcher.fetch(&"http://news.example/b".into()).is_ok());
}
