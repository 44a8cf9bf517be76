use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use dateline_fetch::Failure;

use crate::Clock as _;
use crate::server::{Server, send, slept};

/// A server that sends each answer in turn, the last for ever; robots.txt is missing.
fn in_turn(answers: &'static [&'static str]) -> Server {
    let next = AtomicUsize::new(0);
    Server::start(move |asked, stream| {
        if asked.path == "/robots.txt" {
            return send(stream, "404 Not Found\n\n");
        }
        let number = next.fetch_add(1, Ordering::SeqCst).min(answers.len() - 1);
        match answers[number] {
            "break" => {} // closes the connection
            answer => send(stream, answer),
        }
    })
}

const OK: &str = "200 OK\n\nPort";

#[test]
fn a_gap_is_left_between_two_requests() {
    let server = in_turn(&[OK]);
    let (clock, fetcher) = server.fetcher(|s| s.gap = Duration::from_secs(5));
    for path in ["a", "b"] {
        fetcher.fetch(&format!("http://news.example/{path}").as_str().into()).unwrap();
    }
    assert_eq!(slept(&clock), [5, 5]); // robots.txt is a request too
    clock.sleep(Duration::from_secs(60));
    fetcher.fetch(&"http://news.example/c".into()).unwrap();
    assert_eq!(slept(&clock), [5, 5, 60]);
}

#[test]
fn retry_after_is_kept_in_seconds_and_as_a_date() {
    for answer in ["503 Busy\nRetry-After: 7\n\n", "429 Slow\nRetry-After: Tue, 05 Sep 2023 05:13:08 GMT\n\n"]
    {
        let server = in_turn(Box::leak(Box::new([answer, OK])));
        let (clock, fetcher) = server.fetcher(|_| {});
        assert!(fetcher.fetch(&"http://news.example/a".into()).is_ok());
        assert_eq!(slept(&clock), [1, 7], "{answer}");
    }
}

#[test]
fn without_it_the_wait_doubles_and_the_tries_are_bounded() {
    for answer in ["500 Oops\n\n", "502 Oops\n\n", "503 Busy\n\n", "504 Late\n\n", "429 Slow\n\n", "break"] {
        let server = in_turn(Box::leak(Box::new([answer])));
        let (clock, fetcher) = server.fetcher(|s| s.retries = 3);
        let error = fetcher.fetch(&"http://news.example/a".into()).unwrap_err();
        assert!(!error.is_final(), "{error}");
        assert_eq!(slept(&clock), [1, 2, 4, 8], "{answer}");
        assert_eq!(server.asked().len(), 5, "{answer}");
    }
}

#[test]
fn a_broken_connection_is_made_again() {
    let server = in_turn(&["break", "200 OK\nContent-Length: 100\n\nPort", OK]);
    assert_eq!(server.fetch("http://news.example/a", |_| {}).unwrap().bytes, b"Port");
    assert_eq!(server.asked().len(), 4);
}

#[test]
fn what_would_be_the_same_again_is_not_asked_again() {
    for answer in
        ["404 Not Found\n\n", "401 Login\n\n", "200 OK\nContent-Encoding: br\n\nno brotli", "501 No\n\n"]
    {
        let server = in_turn(Box::leak(Box::new([answer])));
        assert!(server.fetch("http://news.example/a", |_| {}).is_err());
        assert_eq!(server.asked().len(), 2, "{answer}");
    }
}

#[test]
fn a_host_that_wants_a_long_wait_is_left_alone() {
    let server = in_turn(&["503 Busy\nRetry-After: 3600\n\n", OK]);
    let (clock, fetcher) = server.fetcher(|_| {});
    let error = fetcher.fetch(&"http://news.example/a".into()).unwrap_err();
    assert!(matches!(error.failure, Failure::Status { status: 503, .. }));
    assert_eq!(error.retry_after(), Some(Duration::from_secs(3600)));
    assert_eq!(error.hint().as_deref(), Some("try again in 60 minutes"));
    // Nor is it asked for other pages.
    let error = fetcher.fetch(&"http://news.example/b".into()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "`http://news.example/b`: `news.example` wants no request for another 60 minutes"
    );
    assert_eq!(server.asked().len(), 2);
    clock.sleep(Duration::from_secs(3600));
    assert!(fetcher.fetch(&"http://news.example/b".into()).is_ok());
}
