//! Pages, as HTML that works without scripts.
pub(crate) mod about;
pub(crate) mod alerts;
pub(crate) mod article;
mod cards;
pub(crate) mod country;
pub(crate) mod events;
mod figures;
pub(crate) mod latest;
mod marks;
mod parts;
pub(crate) mod said;
pub(crate) mod search;
pub(crate) mod sources;
pub(crate) mod story;
pub(crate) mod who;

pub(crate) use parts::grouped;

use maud::{DOCTYPE, Markup, html};

/// What stands above a page.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Head<'a> {
    pub title: &'a str,
    /// The part of the desk that it belongs to, as its address.
    pub part: &'a str,
    /// What was searched for.
    pub words: &'a str,
    /// The list as a feed, if it is one: the address before `.atom`, and the parameters.
    pub feed: Option<(&'a str, &'a str)>,
}

const PARTS: [(&str, &str); 7] = [
    ("/", "Wire"),
    ("/stories", "Stories"),
    ("/statements", "Statements"),
    ("/events", "Events"),
    ("/countries", "Countries"),
    ("/alerts", "Alerts"),
    ("/sources", "Sources"),
];

/// A page with its content.
pub(crate) fn bare(head: &Head, content: Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { (head.title) " – dateline" }
                link rel="stylesheet" href="/assets/desk.css";
                link rel="icon" href="/assets/icon.svg" type="image/svg+xml";
                @if let Some((list, asked)) = head.feed {
                    link rel="alternate" type="application/atom+xml" title=(head.title) href=(format!("{list}.atom{asked}"));
                    link rel="alternate" type="application/feed+json" title=(head.title) href=(format!("{list}.feed{asked}"));
                }
                script src="/assets/desk.js" defer {}
            }
            body {
                a.skip href="#content" { "To the content" }
                header.top {
                    a.name href="/" { "dateline" }
                    nav aria-label="Parts of the desk" {
                        @for (path, name) in PARTS {
                            a href=(path) aria-current=[(head.part == path).then_some("page")] { (name) }
                        }
                    }
                    form.find action="/search" role="search" {
                        input type="search" name="q" value=(head.words) aria-label="Search the archive" placeholder="Search the archive" dir="auto";
                        button { "Search" }
                    }
                }
                main id="content" tabindex="-1" { (content) }
                footer.bottom {
                    @if let Some((list, asked)) = head.feed {
                        p.forms {
                            "This list as "
                            @for (ending, name) in [("rss", "RSS"), ("atom", "Atom"), ("feed", "JSON Feed"), ("csv", "CSV"), ("json", "JSON")] {
                                a href=(format!("{list}.{ending}{asked}")) { (name) } " "
                            }
                        }
                    }
                    p {
                        a href="/about" { "About and method" } " · " a href="/api/openapi.json" { "API" }
                        span.keys hidden { " · " kbd { "j" } " " kbd { "k" } " next, previous · " kbd { "o" } " open · " kbd { "/" } " search · " kbd { "?" } " help" }
                    }
                }
            }
        }
    }
}
