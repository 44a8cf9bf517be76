//! Somebody: roles, what they said, what is said of them, what they took part in, who stands beside them.
use dateline_archive::{Archive, Happenings, Paging, Query, Sayings};
use maud::{Markup, html};

use super::parts::{count, grouped, who};
use super::{Head, bare, events, latest, said};
use crate::ask::Ask;
use crate::fail::Fail;

/// So many of each list.
const SHOWN: usize = 10;

/// The page of a person, an organisation or a country by its name.
pub(crate) fn page(archive: &mut Archive, name: &str) -> Result<Markup, Fail> {
    let known = archive.who(name)?;
    let paging = Paging { limit: SHOWN, ..Paging::default() };
    let of = |filter: &str| {
        let mut query = Query::default();
        query.filters.add(filter, name);
        query
    };
    // Who says and does nothing in the newest articles is not looked for in all others.
    let by = match known.statements {
        0 => Vec::new(),
        _ => archive.sayings(&Sayings { query: of("said-by"), ..Sayings::default() }, &paging)?.items,
    };
    let about =
        archive.sayings(&Sayings { about: Some(name.to_owned()), ..Sayings::default() }, &paging)?.items;
    let acts = Happenings { actor: Some(name.to_owned()), ..Happenings::default() };
    let did = match known.events.as_slice() {
        [] => Vec::new(),
        _ => archive.happenings(&acts, &paging)?.items,
    };
    let wire = archive.wire(&of("who"), SHOWN, None)?;
    let link = |path: &str, filter: &str| format!("{path}{}", Ask::default().with(filter, Some(name)));
    let days = [known.days.0.as_deref(), known.days.1.as_deref()];
    let content = html! {
        div.head {
            h1 dir="auto" { (known.name) }
            p.sub { (count(known.articles, "article", "articles")) ", " (count(known.statements, "statement", "statements")) @if known.looked_through < known.articles { " in the newest " (grouped(known.looked_through)) } @if let [Some(from), Some(to)] = days { ", " (from) " to " (to) } }
        }
        div.reading {
            div {
                @if !by.is_empty() { section { h2 { "Said by them " a.more-link href=(link("/statements", "speaker")) { "all" } } (said::list(&by)) } }
                @if !about.is_empty() { section { h2 { "Said about them " a.more-link href=(link("/statements", "about")) { "all" } } (said::list(&about)) } }
                @if !did.is_empty() { section { h2 { "What they did " a.more-link href=(link("/events", "actor")) { "all" } } (events::table(&did)) } }
                section { h2 { "Newest articles " a.more-link href=(link("/", "who")) { "all" } } (latest::lines(&wire.lines)) }
            }
            aside.facts aria-label="At a glance" {
                @if known.looked_through < known.articles { p.sub { "Of the newest " (grouped(known.looked_through)) " articles." } }
                @if !known.roles.is_empty() {
                    section { h2 { "Roles" } table { thead { tr { th { "Role" } th.number { "Articles" } th { "Days" } } } tbody { @for role in &known.roles { tr { td dir="auto" { (role.role) } td.number { (role.articles) } td.day-cell { (role.days.0.as_deref().unwrap_or("")) @if role.days.1 != role.days.0 { " – " (role.days.1.as_deref().unwrap_or("")) } } } } } } }
                }
                @if !known.events.is_empty() { section { h2 { "Takes part in" } (counts(&known.events, |kind| html! { a href=(format!("/events{}", Ask(vec![("who".to_owned(), name.to_owned())]).with("event", Some(kind)))) { (kind.to_lowercase()) } })) } }
                @if !known.with.is_empty() { section { h2 { "In the same articles" } (counts(&known.with, who)) } }
                @if known.names.len() > 1 { section { h2 { "Names" } (counts(&known.names, |name| html! { span dir="auto" { (name) } })) } }
            }
        }
    };
    Ok(bare(&Head { title: &known.name, ..Head::default() }, content))
}

fn counts(counts: &[(String, u64)], name: impl Fn(&str) -> Markup) -> Markup {
    html! { ul.plain-list { @for (value, count) in counts { li { (name(value)) " " span.n { (grouped(*count)) } } } } }
}
