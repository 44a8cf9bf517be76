//! What goes wrong with a request, as a page or as JSON.
use axum::http::{StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use maud::html;
use serde_json::json;

use crate::page::{Head, bare};

/// Why there is no answer.
#[derive(Clone, Debug)]
pub(crate) enum Fail {
    /// There is no such thing.
    Missing(String),
    /// It was asked for wrongly.
    Wrong(String),
    /// Others are asking, or it takes too long.
    Busy,
    /// A mistake of ours, or an archive that cannot be read.
    Inside(String),
}

impl From<dateline_archive::Error> for Fail {
    fn from(error: dateline_archive::Error) -> Fail {
        match error {
            dateline_archive::Error::Missing { .. } => Fail::Missing(error.to_string()),
            dateline_archive::Error::Query { .. } => Fail::Wrong(error.to_string()),
            _ => Fail::Inside(error.to_string()),
        }
    }
}

impl Fail {
    pub fn status(&self) -> StatusCode {
        match self {
            Fail::Missing(_) => StatusCode::NOT_FOUND,
            Fail::Wrong(_) => StatusCode::BAD_REQUEST,
            Fail::Busy => StatusCode::SERVICE_UNAVAILABLE,
            Fail::Inside(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// What is told of it. The inside of the desk is nobody's business.
    pub fn told(&self) -> &str {
        match self {
            Fail::Missing(what) | Fail::Wrong(what) => what,
            Fail::Busy => "this took too long; ask for less, or later",
            Fail::Inside(_) => "the archive cannot be read at the moment",
        }
    }

    /// Tells whoever runs the desk what visitors are not told.
    #[expect(clippy::print_stderr, reason = "a server has no other way to tell the one who runs it")]
    fn note(&self) {
        if let Fail::Inside(why) = self {
            eprintln!("error: {why}");
        }
    }

    /// The failure as the API has it.
    pub fn json(&self) -> Response {
        self.note();
        let body = json!({"error": self.told()}).to_string();
        (self.status(), [(header::CONTENT_TYPE, "application/json")], body).into_response()
    }
}

impl IntoResponse for Fail {
    fn into_response(self) -> Response {
        self.note();
        let title = match self {
            Fail::Missing(_) => "Not here",
            Fail::Wrong(_) => "Not understood",
            Fail::Busy => "Too much at once",
            Fail::Inside(_) => "Something is wrong",
        };
        let page = bare(
            &Head { title, ..Head::default() },
            html! { section.plain { h1 { (title) } p dir="auto" { (self.told()) } p { a href="/" { "To the wire" } } } },
        );
        (self.status(), Html(page.into_string())).into_response()
    }
}
