//! The forms that every list comes in.
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use crate::ask::Ask;
use crate::fail::Fail;
use crate::feed::{Feed, csv};

/// A form of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    Html,
    Json,
    Csv,
    Rss,
    Atom,
    JsonFeed,
}

/// The endings of addresses.
pub(crate) const ENDINGS: [(&str, Format); 5] = [
    ("json", Format::Json),
    ("csv", Format::Csv),
    ("rss", Format::Rss),
    ("atom", Format::Atom),
    ("feed", Format::JsonFeed),
];

impl Format {
    /// The form that is asked for: by the ending of the address, else by `format`.
    pub fn of(ending: Option<Format>, ask: &Ask, usual: Format) -> Result<Format, Fail> {
        match (ending, ask.get("format")) {
            (Some(format), _) => Ok(format),
            (None, None) => Ok(usual),
            (None, Some("html")) if usual == Format::Html => Ok(Format::Html),
            (None, Some(name)) => ENDINGS
                .iter()
                .find(|(ending, _)| *ending == name)
                .map(|(_, format)| *format)
                .ok_or_else(|| Fail::Wrong("format: json, csv, rss, atom or feed (JSON Feed)".to_owned())),
        }
    }
}

/// A list that is ready to be written.
pub(crate) struct List {
    pub feed: Feed,
    pub items: Vec<Value>,
    /// How many there are in all, if that is known.
    pub total: Option<usize>,
    /// Where the next page begins.
    pub next: Option<String>,
}

impl List {
    pub fn written(&self, format: Format, headers: &HeaderMap) -> Response {
        let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or("localhost");
        let secure = headers.get("x-forwarded-proto").is_some_and(|value| value == "https");
        let base = format!("{}://{host}", if secure { "https" } else { "http" });
        let (kind, body) = match format {
            Format::Csv => ("text/csv; charset=utf-8; header=present", csv(&self.items)),
            Format::Rss => ("application/rss+xml; charset=utf-8", self.feed.rss(&base)),
            Format::Atom => ("application/atom+xml; charset=utf-8", self.feed.atom(&base)),
            Format::JsonFeed => ("application/feed+json", self.feed.json(&base).to_string()),
            Format::Html | Format::Json => (
                "application/json",
                json!({"total": self.total, "next": self.next, "items": self.items}).to_string(),
            ),
        };
        ([(header::CONTENT_TYPE, kind)], body).into_response()
    }
}
