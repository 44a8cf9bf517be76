use std::time::Duration;

use dateline_fetch::{Failure, Request, Validators};

use crate::server::{Server, send};

#[test]
fn what_has_not_changed_is_not_sent_again() {
    let server = Server::start(|asked, stream| {
        match asked.headers.get("if-none-match").map(String::as_str) {
            _ if asked.path == "/robots.txt" => send(stream, "404 Not Found\n\n"),
            Some("\"v1\"") => send(stream, "304 Not Modified\nCache-Control: max-age=60\n\n"),
            _ => send(
                stream,
                "200 OK\nETag: \"v1\"\nLast-Modified: Tue, 05 Sep 2023 05:13:00 GMT\nContent-Type: Text/HTML;charset=Latin1\n\nPort",
            ),
        }
    });
    let (_, fetcher) = server.fetcher(|_| {});
    let first = fetcher.fetch(&"http://news.example/a#top".into()).unwrap();
    assert_eq!(
        (first.url.as_str(), first.final_url.as_str()),
        ("http://news.example/a#top", "http://news.example/a")
    );
    assert_eq!((first.status, first.unchanged, first.moved), (200, false, false));
    assert_eq!(first.bytes, b"Port");
    assert_eq!(first.media_type.as_deref(), Some("text/html"));
    assert_eq!(first.charset_header.as_deref(), Some("latin1"));
    assert_eq!(first.content_type.as_deref(), Some("Text/HTML;charset=Latin1"));
    assert_eq!(first.retrieved.to_string(), "2023-09-05T05:13:01Z");
    assert_eq!(first.fresh_for, None);

    let stored = serde_json::to_string(&first.validators).unwrap();
    let validators: Validators = serde_json::from_str(&stored).unwrap();
    let again = fetcher.fetch(&Request { url: first.url, validators: validators.clone() }).unwrap();
    assert_eq!(server.last().headers["if-modified-since"], "Tue, 05 Sep 2023 05:13:00 GMT");
    assert_eq!((again.status, again.unchanged, again.bytes.len()), (304, true, 0));
    assert_eq!(again.validators, validators); // though the 304 left them out
    assert_eq!(again.fresh_for, Some(Duration::from_secs(60)));
}

#[test]
fn a_304_that_nobody_asked_for_is_an_error() {
    let server = Server::with(&[("/a", "304 Not Modified\n\n")]);
    let error = server.fetch("http://news.example/a", |_| {}).unwrap_err();
    assert!(matches!(error.failure, Failure::Status { status: 304, .. }));
}

#[test]
fn other_statuses_are_errors_with_advice() {
    for (status, hint) in [
        ("404", "the page is gone; leave it out"),
        ("403", "the page is not for everybody; save it in a browser and read the file"),
    ] {
        let server = Server::start(move |asked, stream| {
            let status = if asked.path == "/robots.txt" { "404" } else { status };
            send(stream, &format!("{status} No\n\n"));
        });
        let error = server.fetch("http://news.example/a", |_| {}).unwrap_err();
        assert_eq!(error.hint().as_deref(), Some(hint), "{error}");
        assert!(error.is_final());
    }
}
