//! Search, with counts by outlet, person, type, status, country and month.
use dateline_archive::{Archive, Facet, Hit, Query, Snippet};
use maud::{Markup, html};

use super::parts::{count, day_field, field, more, time};
use super::{Head, bare};
use crate::ask::{Ask, FILTERS};
use crate::fail::Fail;
use crate::lists;

/// So many of the newest articles found are counted.
const COUNTED: usize = 100;
/// So many values are shown.
const SHOWN: usize = 8;

const FACETS: [(Facet, &str, &str); 6] = [
    (Facet::Outlet, "outlet", "Outlet"),
    (Facet::Who, "who", "Who"),
    (Facet::Event, "event", "Event"),
    (Facet::Status, "status", "Status"),
    (Facet::Country, "country", "Country"),
    (Facet::Month, "from", "Month"),
];

/// A search with what it finds.
pub(crate) fn page(archive: &mut Archive, ask: &Ask) -> Result<Markup, Fail> {
    let words = ask.get("q").unwrap_or("");
    let asked = ask.with("format", None);
    let head = Head { title: "Search", words, feed: Some(("/search", &asked)), ..Head::default() };
    let query = match ask.query() {
        Ok(query) => query,
        Err(Fail::Wrong(why)) => {
            return Ok(bare(
                &head,
                html! { div.head { h1 { "Search" } } p.wrong role="alert" dir="auto" { (why) } (help()) },
            ));
        }
        Err(other) => return Err(other),
    };
    if query == Query::default() {
        return Ok(bare(&head, html! { div.head { h1 { "Search" } } (form(ask)) (help()) }));
    }
    let (found, facets) = archive.search_counted(
        &query,
        &lists::found_paging(ask)?,
        &FACETS.map(|(facet, _, _)| facet),
        SHOWN,
        COUNTED,
    )?;
    let (total, hits) = (found.total, found.hits);
    let content = html! {
        div.head { h1 { "Search" } p.sub { (count(total as u64, "article", "articles")) } }
        (form(ask))
        (chosen(ask))
        div.with-side {
            div {
                ol.hits { @for hit in &hits { (row(hit)) } }
                @if hits.is_empty() { p.none { "Nothing was found. Fewer words or filters find more." } }
                (more("/search", ask, lists::hits_next(&hits, ask).as_deref()))
            }
            aside.side aria-label="Counts" {
                @for ((facet, name, label), counts) in FACETS.iter().zip(&facets) {
                    @if !counts.counts.is_empty() {
                        section {
                            h2 { (label) }
                            ul.plain-list {
                                @for (value, count) in &counts.counts {
                                    li { a href=(format!("/search{}", narrowed(ask, *facet, name, value))) dir="auto" { (value.to_owned()) } " " span.n { (count) } }
                                }
                            }
                        }
                    }
                }
                @if total > COUNTED { p.sub { "Counts are of the newest " (COUNTED) "." } }
            }
        }
    };
    Ok(bare(&head, content))
}

/// The search with one more condition.
fn narrowed(ask: &Ask, facet: Facet, name: &str, value: &str) -> String {
    match facet {
        Facet::Month => ask.with_all(&[("from", Some(value)), ("to", Some(value))]),
        _ => ask.with(name, Some(value)),
    }
}

fn form(ask: &Ask) -> Markup {
    html! {
        form.filters action="/search" {
            (field(ask, "q", "Words")) (field(ask, "who", "Who")) (field(ask, "said-by", "Said by")) (field(ask, "place", "Place"))
            (day_field(ask, "from", "From")) (day_field(ask, "to", "Until"))
            label { span { "Order" } select name="sort" { @for order in ["newest", "oldest", "best"] { option selected[ask.get("sort") == Some(order)] { (order) } } } }
            button { "Search" }
        }
    }
}

/// The conditions, each with a way to be rid of it.
fn chosen(ask: &Ask) -> Markup {
    html! {
        @if FILTERS.iter().any(|name| ask.get(name).is_some()) {
            ul.chips aria-label="Conditions" {
                @for name in FILTERS {
                    @if let Some(value) = ask.get(name) {
                        li { a href=(format!("/search{}", ask.with(name, None))) { (name) ": " span dir="auto" { (value) } " " span aria-hidden="true" { "×" } span.hide { " – remove" } } }
                    }
                }
            }
        }
    }
}

fn row(hit: &Hit) -> Markup {
    html! {
        li.item {
            h2 { a href=(lists::hit_path(hit)) dir="auto" { (hit.headline.as_deref().unwrap_or("(no headline)")) } }
            @if let Some(snippet) = &hit.snippet { p.snippet dir="auto" { (marked(snippet)) } }
            p.meta {
                span.outlet dir="auto" { (hit.publisher.as_deref().unwrap_or("unknown outlet")) }
                (time(hit.published.as_deref().or(hit.day.as_deref())))
                @if hit.copy_of.is_some() { span.tag.copy { "copy" } }
                @if let Some(story) = hit.story { a href=(format!("/story/{story}")) { "story" } }
            }
        }
    }
}

fn marked(snippet: &Snippet) -> Markup {
    maud::PreEscaped(snippet.html("mark", |words| html! { (words) }.into_string()))
}

fn help() -> Markup {
    html! {
        section.plain {
            h2 { "How to ask" }
            dl {
                dt { code { "storm port" } } dd { "both words, in any form" }
                dt { code { "\"port of Almer\"" } } dd { "these words together" }
                dt { code { "laun* OR strike -ferry" } } dd { "beginnings, alternatives, and what is not wanted" }
                dt { code { "headline:port" } } dd { "in the headline alone; also body: and caption:" }
                dt { code { "who:\"Ana Ruiz\" said-by:Ruiz" } } dd { "people by any of their names" }
                dt { code { "event:TEST status:planned country:PRK" } } dd { "one event with all of this" }
                dt { code { "outlet:news.example section:World from:2026-03" } } dd { "where and when it was published" }
            }
        }
    }
}
