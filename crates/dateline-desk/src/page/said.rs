//! Who said what.
use dateline_archive::{Facts, Said};
use maud::{Markup, html};

use super::parts::{choice, cut, day_field, field, more, quoted, time, who};
use super::{Head, bare};
use crate::ask::{ATTITUDES, Ask};
use crate::lists::permalink;

/// Statements, with filters.
pub(crate) fn page(said: &Facts<Said>, ask: &Ask) -> Markup {
    let asked = ask.with("format", None);
    let head = Head {
        title: "Statements",
        part: "/statements",
        feed: Some(("/statements", &asked)),
        ..Head::default()
    };
    let content = html! {
        div.head { h1 { "Statements" } p.sub { "Who said what, newest reports first; each line opens at its words." } }
        form.filters {
            (field(ask, "speaker", "Speaker")) (field(ask, "about", "Naming")) (field(ask, "q", "Words in the article"))
            (choice(ask, "attitude", "Stance", &ATTITUDES)) (day_field(ask, "from", "From")) (day_field(ask, "to", "Until"))
            button { "Show" }
        }
        (list(&said.items))
        (cut(said.is_cut))
        (more("/statements", ask, said.next.as_deref()))
    };
    bare(&head, content)
}

/// Statements under each other.
pub(super) fn list(said: &[Said]) -> Markup {
    html! {
        @if said.is_empty() { p.none { "Nothing was found in these articles." } }
        ol.quotes {
            @for said in said {
                li.item {
                    div.speaker {
                        @match (&said.speaker, &said.speaker_words) {
                            (Some(name), _) => b { (who(name)) },
                            (None, Some(words)) => b dir="auto" { (words.text) },
                            (None, None) => b { "Not named" },
                        }
                        @if let Some(role) = &said.role { span.about dir="auto" { (role) } }
                    }
                    div {
                        p.said dir="auto" {
                            a href=(permalink(said.article.id, &format!("s{}", said.n))) {
                                @for (at, words) in said.content.iter().enumerate() { @if at > 0 { " … " } @if said.kind.as_deref() == Some("direct") { "“" (quoted(&words.text)) "”" } @else { (quoted(&words.text)) } }
                                @if said.content.is_empty() { "(no words)" }
                            }
                        }
                        p.meta {
                            @if let Some(attitude) = said.attitude.as_deref().filter(|attitude| *attitude != "asserted") { span class=(format!("tag at-{attitude}")) { (attitude) } }
                            @if let Some(kind) = &said.kind { span { (kind) } }
                            @if let Some(day) = &said.said_on { span { "said " (day) } }
                            @if let Some(citing) = &said.citing { span { "as reported by " (who(citing)) } }
                            span.outlet dir="auto" { (said.article.publisher.as_deref().unwrap_or("unknown outlet")) }
                            (time(said.article.published.as_deref().or(said.article.day.as_deref())))
                        }
                    }
                }
            }
        }
    }
}
