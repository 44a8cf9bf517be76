use dateline_fetch::Failure;

use crate::server::{Server, send};

#[test]
fn redirects_are_followed_and_told() {
    let server = Server::with(&[
        ("/a", "301 Moved\nLocation: /b\n\n"),
        ("/b", "308 Moved\nLocation: http://www.news.example/c?x\n\n"),
        ("/c?x", "200 OK\n\nPort"),
        ("/d", "302 Found\nLocation: /a\n\n"),
    ]);
    let fetched = server.fetch("http://news.example/a", |_| {}).unwrap();
    assert_eq!((fetched.final_url.as_str(), fetched.moved), ("http://www.news.example/c?x", true));
    let fetched = server.fetch("http://news.example/d", |_| {}).unwrap();
    assert_eq!((fetched.final_url.as_str(), fetched.moved), ("http://www.news.example/c?x", false));
}

#[test]
fn they_are_bounded() {
    let server =
        Server::with(&[("/a", "302 Found\nLocation: /b\n\n"), ("/b", "302 Found\nLocation: /a\n\n")]);
    let error = server.fetch("http://news.example/a", |s| s.redirects = 3).unwrap_err();
    assert_eq!(error.failure, Failure::Redirects { limit: 3 });
    assert_eq!(server.asked().len(), 5); // robots.txt, the page, three redirects
}

#[test]
fn robots_txt_of_the_other_host_counts() {
    let server = Server::start(|asked, stream| match (asked.host.as_str(), asked.path.as_str()) {
        ("other.example", "/robots.txt") => send(stream, "200 OK\n\nUser-agent: *\nDisallow: /"),
        (_, "/robots.txt") => send(stream, "404 Not Found\n\n"),
        _ => send(stream, "302 Found\nLocation: http://other.example/x\n\n"),
    });
    let error = server.fetch("http://news.example/a", |_| {}).unwrap_err();
    assert!(matches!(&error.failure, Failure::Robots { host, .. } if host == "other.example"), "{error}");
    assert!(!server.asked().contains(&"other.example/x".to_owned()));
}

#[test]
fn where_they_may_not_lead() {
    for to in [
        "file:///etc/passwd",
        "ftp://news.example/",
        "http://user:secret@news.example/",
        "http://",
        "javascript:1",
    ] {
        let server = Server::start(move |asked, stream| match asked.path.as_str() {
            "/robots.txt" => send(stream, "404 Not Found\n\n"),
            _ => send(stream, &format!("302 Found\nLocation: {to}\n\n")),
        });
        let error = server.fetch("http://news.example/a", |_| {}).unwrap_err();
        assert!(matches!(error.failure, Failure::Address(_)), "{to}: {error}");
    }
}

#[test]
fn one_that_leads_nowhere_is_an_error() {
    let server = Server::with(&[("/a", "302 Found\n\n")]);
    let error = server.fetch("http://news.example/a", |_| {}).unwrap_err();
    assert!(matches!(error.failure, Failure::Status { status: 302, .. }));
}

#[test]
fn odd_addresses_reach_the_server() {
    let server = Server::start(|asked, stream| match asked.path.as_str() {
        "/robots.txt" => send(stream, "404 Not Found\n\n"),
        "/a" => send(stream, "302 Found\nLocation: /caf\u{e9} 1?q=\u{fc}\n\n"),
        _ => send(stream, "200 OK\n\nPort"),
    });
    let (_, fetcher) = server.fetcher(|_| {});
    for (url, path) in [
        ("http://news.example/a|b[1]^`{}~!$&'()*+,;=:@\"<>?q=`{}|^[]'\"<>", None),
        ("http://news.example", Some("/")),
        ("http://news.example?q", Some("/?q")),
        ("http://news.example/a", Some("/caf%C3%A9%201?q=%C3%BC")),
    ] {
        fetcher.fetch(&url.into()).unwrap();
        let asked = server.last().path;
        assert!(path.is_none_or(|path| path == asked), "{url}: {asked}");
    }
}
