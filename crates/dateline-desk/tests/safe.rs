//! What the desk lets in, and what it lets out.
#![allow(clippy::unwrap_used)]
mod common;

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use axum::http::StatusCode;
use common::{Asked, Folder, TRICKS, archive, demo, hostile};
use dateline_desk::{Settings, router, serve};

#[test]
fn every_answer_forbids_the_browser_what_it_does_not_need() {
    let folder = Folder::new("headers");
    let desk = Asked::of(&demo(&folder));
    for path in
        ["/", "/article/1", "/assets/desk.css", "/api/v1/articles", "/nope", "/api/nope", "/latest.rss"]
    {
        let headers = desk.get(path).headers;
        let policy = headers["content-security-policy"].to_str().unwrap();
        assert!(policy.starts_with("default-src 'none'") && !policy.contains("unsafe"), "{path}: {policy}");
        assert!(policy.contains("img-src 'self';") && policy.contains("frame-ancestors 'none'"), "{policy}");
        assert_eq!(headers["x-content-type-options"], "nosniff", "{path}");
        assert_eq!(headers["referrer-policy"], "no-referrer", "{path}");
    }
    let loaded = Asked::of(&Settings { images: true, ..demo(&Folder::new("headers-images")) });
    assert!(
        loaded.get("/").headers["content-security-policy"]
            .to_str()
            .unwrap()
            .contains("img-src 'self' https:;")
    );
}

#[test]
fn answers_are_fingerprinted() {
    let folder = Folder::new("etag");
    let desk = Asked::of(&demo(&folder));
    let tag = desk.get("/").headers["etag"].to_str().unwrap().to_owned();
    let again = desk.with("/", &[("if-none-match", &tag)]);
    assert_eq!((again.status, again.body.len()), (StatusCode::NOT_MODIFIED, 0));
    assert_eq!(desk.with("/stories", &[("if-none-match", &tag)]).status, StatusCode::OK);
}

#[test]
fn a_desk_that_others_reach_asks_for_a_token() {
    let folder = Folder::new("token");
    let closed = demo(&folder);
    let open = Settings { bind: [0, 0, 0, 0].into(), ..closed.clone() };
    assert!(
        router(&open).is_err()
            && router(&Settings { token: Some("short".to_owned()), ..open.clone() }).is_err()
    );
    let token = "a long enough secret";
    let desk = Asked::of(&Settings { token: Some(token.to_owned()), ..open });
    for path in ["/", "/api/v1/articles", "/assets/desk.js", "/nope", "/?token=wrong"] {
        let answer = desk.get(path);
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{path}");
        assert!(!answer.body.contains(token));
    }
    assert_eq!(desk.with("/", &[("authorization", &format!("Bearer {token}"))]).status, StatusCode::OK);
    assert_eq!(
        desk.with("/", &[("authorization", "Bearer a long enough secreT")]).status,
        StatusCode::UNAUTHORIZED
    );
    let entered = desk.get("/search?q=port&token=a%20long%20enough%20secret");
    assert_eq!(entered.status, StatusCode::SEE_OTHER);
    assert_eq!(entered.headers["location"], "/search?q=port", "the token is in no address any more");
    let cookie = entered.headers["set-cookie"].to_str().unwrap().to_owned();
    assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict") && !cookie.contains("secret"));
    let pair = cookie.split(';').next().unwrap();
    assert_eq!(desk.with("/", &[("cookie", pair)]).status, StatusCode::OK);
    assert_eq!(
        desk.with("//evil.example/?token=a%20long%20enough%20secret", &[]).headers["location"],
        "/evil.example/"
    );
}

#[test]
fn a_name_that_is_not_ours_is_refused() {
    let folder = Folder::new("host");
    let desk = Asked::of(&demo(&folder));
    for (host, expected) in [
        ("127.0.0.1:8321", StatusCode::OK),
        ("[::1]:8321", StatusCode::OK),
        ("rebound.example:8321", StatusCode::MISDIRECTED_REQUEST),
        ("localhost.evil.example", StatusCode::MISDIRECTED_REQUEST),
    ] {
        assert_eq!(desk.with("/", &[("host", host)]).status, expected, "{host}");
    }
}

#[test]
fn a_proxy_says_who_visits() {
    let folder = Folder::new("proxy");
    let settings = Settings {
        bind: [0, 0, 0, 0].into(),
        proxy_user_header: Some("X-Remote-User".to_owned()),
        proxies: vec![[10, 0, 0, 7].into()],
        host_names: vec!["desk.example".to_owned()],
        ..demo(&folder)
    };
    let desk = Asked::of(&settings);
    let user = [("host", "desk.example"), ("x-remote-user", "ana")];
    for (address, headers, expected) in [
        ([127, 0, 0, 1], &user[..], 200),
        ([10, 0, 0, 7], &user[..], 200),
        // Anybody else can send the header too.
        ([10, 0, 0, 8], &user[..], 401),
        ([127, 0, 0, 1], &user[..1], 401),
        ([127, 0, 0, 1], &[("x-remote-user", "")], 401),
        ([127, 0, 0, 1], &[("x-remote-user", "ana"), ("x-remote-user", "eve")], 401),
        ([127, 0, 0, 1], &[("host", "rebound.example"), ("x-remote-user", "ana")], 421),
        ([127, 0, 0, 1], &[("authorization", "Bearer ")], 401),
    ] {
        let answer = desk.from(address.into(), "/api/v1/articles", headers);
        assert_eq!(answer.status.as_u16(), expected, "{address:?} {headers:?}: {}", answer.body);
    }
    // Without the flag the header says nothing.
    let token = Some("a long enough secret".to_owned());
    let asked =
        Asked::of(&Settings { proxy_user_header: None, proxies: Vec::new(), token, ..settings.clone() });
    assert_eq!(asked.with("/", &user).status, StatusCode::UNAUTHORIZED);
    for wrong in ["", "a b", "x:y"] {
        let wrong = Settings { proxy_user_header: Some(wrong.to_owned()), ..settings.clone() };
        assert!(router(&wrong).is_err());
    }
    assert!(router(&Settings { proxy_user_header: None, ..settings }).is_err(), "nobody says who visits");
}

#[test]
fn who_is_slow_to_ask_is_cut_off() {
    let folder = Folder::new("slow");
    let timeout = Duration::from_millis(300);
    let settings = Settings { port: 0, header_timeout: timeout, ..demo(&folder) };
    let (send, receive) = std::sync::mpsc::channel();
    // The desk is open until the tests end.
    std::thread::spawn(move || serve(&settings, |address| send.send(address).unwrap()).unwrap());
    let address = receive.recv().unwrap();
    let mut slow = TcpStream::connect(address).unwrap();
    slow.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    slow.write_all(b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: ").unwrap();
    let mut swift = TcpStream::connect(address).unwrap();
    swift.write_all(b"GET /assets/desk.js HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").unwrap();
    let mut answer = String::new();
    swift.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 200 OK"), "{answer}");
    let start = Instant::now();
    let mut left = Vec::new();
    slow.read_to_end(&mut left).unwrap();
    assert!(start.elapsed() < Duration::from_secs(10), "closed, and not by the test's patience");
    assert!(!String::from_utf8_lossy(&left).contains("200 OK"));
}

#[test]
fn what_is_asked_wrongly_is_answered_kindly() {
    let folder = Folder::new("wrong");
    let desk = Asked::of(&demo(&folder));
    for (path, status) in [
        ("/article/x", 404),
        ("/article/99999999999999999999", 404),
        ("/article/-1", 404),
        ("/story/1", 404),
        ("/who/Nobody%20At%20All", 404),
        ("/country/%3Cb%3E", 404),
        ("/assets/..%2f..%2fetc%2fpasswd", 404),
        ("/events?limit=0", 400),
        ("/events?status=sure", 400),
        ("/events?after=x", 400),
        ("/latest?from=yesterday", 400),
        ("/latest.json?format=xml", 200),
        ("/latest?format=xml", 400),
        ("/api/v1/facets", 400),
        ("/api/v1/search?q=)", 400),
        ("/search?q=)%3Cscript%3E", 200),
        ("/search?q=%ff%fe%00", 200),
    ] {
        let answer = desk.get(path);
        assert_eq!(answer.status.as_u16(), status, "{path}: {}", answer.body);
        assert!(!answer.body.contains("<script>"), "{path}");
        if path.starts_with("/api/") {
            assert!(
                serde_json::from_str::<serde_json::Value>(&answer.body).unwrap()["error"].is_string(),
                "{path}"
            );
        }
    }
}

#[test]
fn fifty_hostile_pages_are_inert() {
    let folder = Folder::new("hostile");
    let path = folder.0.join("hostile.db");
    let pages = hostile();
    assert_eq!(pages.len(), 50);
    archive(&path, &pages);
    let desk = Asked::of(&Settings::of(path.to_str().unwrap()));
    let mut paths: Vec<String> = (1..=50).map(|id| format!("/article/{id}?layer=all")).collect();
    paths.extend(
        ["/", "/statements", "/events", "/stories", "/sources", "/search?q=port", "/who/Ana%20Ruiz"]
            .map(str::to_owned),
    );
    paths.extend(TRICKS.iter().map(|trick| {
        let all: String = trick.bytes().map(|byte| format!("%{byte:02x}")).collect();
        format!("/latest?section={all}&outlet={all}")
    }));
    let mut opened = 0;
    for path in &paths {
        let answer = desk.get(path);
        if path.starts_with("/article") && answer.status == StatusCode::NOT_FOUND {
            // Pages that say the same are one article.
            continue;
        }
        assert_eq!(answer.status, StatusCode::OK, "{path}");
        inert(path, &answer.body);
        opened += 1;
    }
    assert!(opened >= 50, "{opened}");
    for feed in ["/latest.atom", "/latest.rss", "/statements.rss", "/search.atom?q=port"] {
        let body = desk.page(feed);
        assert!(!body.contains("<script") && !body.contains("<img") && !body.contains("<svg"), "{feed}");
    }
}

/// No element, attribute or address but those that the desk makes.
fn inert(path: &str, html: &str) {
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        let Some(end) = end_of_tag(&rest[at..]) else { panic!("{path}: a tag that does not end") };
        let tag = &rest[at..at + end];
        let name: String = tag[1..].chars().take_while(|c| c.is_ascii_alphanumeric()).collect();
        assert!(
            !matches!(name.as_str(), "iframe" | "object" | "embed" | "base" | "style" | "img" | "b2"),
            "{path}: {tag}"
        );
        if name == "script" {
            assert_eq!(tag, "<script src=\"/assets/desk.js\" defer>", "{path}");
        }
        let outside_values: String = tag.split('"').step_by(2).collect();
        assert!(!outside_values.contains(" on") && !outside_values.contains("style="), "{path}: {tag}");
        for address in ["href=\"", "src=\"", "action=\""] {
            let Some(value) = tag.split(address).nth(1).and_then(|rest| rest.split('"').next()) else {
                continue;
            };
            let ours = value.starts_with(['/', '#', '?']) && !value.starts_with("//");
            assert!(
                ours || tag.contains("rel=\"noopener nofollow noreferrer\"") && value.starts_with("http"),
                "{path}: {tag}"
            );
        }
        rest = &rest[at + end..];
    }
}

/// Behind the `>` of a tag, but for those in values.
fn end_of_tag(tag: &str) -> Option<usize> {
    let mut quoted = false;
    for (at, c) in tag.char_indices() {
        match c {
            '"' => quoted = !quoted,
            '>' if !quoted => return Some(at + 1),
            _ => {}
        }
    }
    None
}
