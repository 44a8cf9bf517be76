//! A desk over the demo, or over other pages, asked without a network.
#![allow(dead_code, clippy::unwrap_used)]
use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::ConnectInfo;
use axum::http::{HeaderMap, Request, StatusCode};
use dateline::read::{Hints, Page};
use dateline::{Engine, Record};
use dateline_archive::{Archive, Incoming, Mode};
use dateline_desk::{Settings, router};
use tower::ServiceExt as _;

/// A folder that is gone with the test.
pub struct Folder(pub PathBuf);

impl Folder {
    pub fn new(name: &str) -> Folder {
        let path = std::env::temp_dir().join(format!("dateline-desk-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&path).unwrap();
        Folder(path)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

pub fn demo(folder: &Folder) -> Settings {
    let archive = folder.0.join("demo.db");
    dateline_desk::demo(&archive).unwrap();
    Settings::of(archive.to_str().unwrap())
}

/// An archive of some pages.
pub fn archive(path: &Path, pages: &[(String, Vec<u8>)]) {
    let page = |(url, bytes): &(String, Vec<u8>)| {
        Page::new(bytes, Hints { uri: Some(url.clone()), ..Hints::default() })
    };
    keep(path, &pages.iter().map(page).collect::<Vec<_>>());
}

/// The same of pages that were opened.
pub fn keep(path: &Path, pages: &[Page]) {
    let engine = Engine::new().unwrap();
    let mut archive = Archive::open(path.to_str().unwrap(), Mode::Write).unwrap();
    let read = |page: &Page| {
        let record = serde_json::to_value(Record::of(&engine.read(page))).unwrap();
        Incoming { record, page: None }
    };
    let incoming: Vec<Incoming> = pages.iter().map(read).collect();
    archive.add(&incoming).unwrap();
    archive.join().unwrap();
}

pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: String,
}

pub struct Asked {
    router: Router,
    runtime: tokio::runtime::Runtime,
}

impl Asked {
    pub fn of(settings: &Settings) -> Asked {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        Asked { router: router(&Settings { rate: 1_000_000, ..settings.clone() }).unwrap(), runtime }
    }

    pub fn with(&self, path: &str, headers: &[(&str, &str)]) -> Answer {
        self.from([127, 0, 0, 1].into(), path, headers)
    }

    /// Asked from an address.
    pub fn from(&self, address: IpAddr, path: &str, headers: &[(&str, &str)]) -> Answer {
        let mut request = Request::get(path).header("host", "localhost:8321");
        for (name, value) in headers {
            request = match *name {
                // A second host would stand beside the first.
                "host" => Request::get(path).header("host", *value),
                name => request.header(name, *value),
            };
        }
        // Each asks from a port of its own; that many are let in at once is tested apart.
        let request = request.extension(ConnectInfo(SocketAddr::new(address, 50_000)));
        let request = request.body(Body::empty()).unwrap();
        self.runtime.block_on(async {
            let answer = self.router.clone().oneshot(request).await.unwrap();
            let (parts, body) = answer.into_parts();
            let body = to_bytes(body, 64 << 20).await.unwrap();
            Answer {
                status: parts.status,
                headers: parts.headers,
                body: String::from_utf8(body.to_vec()).unwrap(),
            }
        })
    }

    pub fn get(&self, path: &str) -> Answer {
        self.with(path, &[])
    }

    /// A page that must be there.
    pub fn page(&self, path: &str) -> String {
        let answer = self.get(path);
        assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.body);
        answer.body
    }

    pub fn json(&self, path: &str) -> serde_json::Value {
        serde_json::from_str(&self.page(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }
}

/// The text of a page between its tags.
pub fn words(html: &str) -> String {
    let mut out = String::new();
    let mut inside = false;
    for c in html.chars() {
        match c {
            '<' => inside = true,
            '>' => inside = false,
            c if !inside => out.push(c),
            _ => {}
        }
    }
    out.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
}

/// What hostile pages try, in every place of a page.
pub const TRICKS: [&str; 10] = [
    "<script>window.hostile=1</script>",
    "\"><img src=x onerror=window.hostile=1>",
    "<svg/onload=window.hostile=1>",
    "' onmouseover='window.hostile=1",
    "javascript:window.hostile=1",
    "</title><script>window.hostile=1</script>",
    "\u{202e}gpj.exe\u{2066}\u{2067}",
    "<iframe srcdoc='<script>parent.hostile=1</script>'>",
    "&lt;script&gt;window.hostile=1&lt;/script&gt;",
    "\u{2}<b>\u{3}{{7*7}}<a href=//evil.example>x</a>",
];

/// Fifty pages, each with one of the tricks in one place.
pub fn hostile() -> Vec<(String, Vec<u8>)> {
    let mut pages = Vec::new();
    for (at, trick) in TRICKS.iter().enumerate() {
        let escaped = trick.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;");
        let json = serde_json::json!({"@type": "NewsArticle", "headline": trick, "datePublished": "2026-03-01",
            "author": {"name": trick}, "articleSection": trick, "publisher": {"name": trick, "url": trick}, "url": trick});
        let json = json.to_string().replace('<', "\\u003c");
        let text = "The port of Almer reopened on Monday. \"We are ready,\" said harbour master Ana Ruiz.";
        for (kind, page) in [
            ("headline", format!("<h1>Port {escaped} reopens</h1><p>{text}</p>")),
            (
                "body",
                format!(
                    "<h1>Port reopens</h1><p>{text} \"It is {escaped},\" said minister {escaped} Ruiz in Lisbon.</p>"
                ),
            ),
            (
                "data",
                format!(
                    "<script type=\"application/ld+json\">{json}</script><h1>Port {at} reopens</h1><p>{text}</p>"
                ),
            ),
            (
                "links",
                format!(
                    "<link rel=canonical href=\"{escaped}\"><h1>Port {at}</h1><p>{text}</p><figure><img src=\"{escaped}\"><figcaption>Picture {escaped}. Photo by {escaped}</figcaption></figure><aside><h3>Latest news</h3><ul><li><a href=\"{escaped}\">Bridge {escaped} closes for the night</a></li><li><a href=\"javascript:window.hostile=1\">School opens in the valley</a></li></ul></aside>"
                ),
            ),
            ("raw", format!("<h1>Port {trick} reopens</h1><p>{text} {trick}</p>")),
        ] {
            let mut bytes =
                format!("<!DOCTYPE html><html><body><article>{page}</article></body></html>").into_bytes();
            // Bytes that are no UTF-8, within the text.
            bytes.splice(60..60, [0xff, 0xfe, 0xc3, 0x28, 0xf0, 0x9f]);
            pages.push((format!("https://hostile.example/{kind}/{at}"), bytes));
        }
    }
    pages
}
