//! What the desk lets in, and what it lets out.
#![allow(clippy::unwrap_used)]
mod common;

use axum::http::StatusCode;
use common::{Asked, Folder, TRICKS, archive, demo, hostile};
use dateline_desk::{Settings, router};

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
