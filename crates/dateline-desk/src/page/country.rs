//! Countries, by their codes of three letters.
use dateline_archive::{Archive, Happenings, Paging, Query};
use maud::{Markup, html};

use super::parts::grouped;
use super::{Head, bare, events, figures, latest};
use crate::ask::{Ask, encoded};
use crate::desk::Counts;
use crate::fail::Fail;

/// So many events, and so many articles.
const EVENTS: usize = 20;
const ARTICLES: usize = 20;

/// All countries that take part in events.
pub(crate) fn list(counts: &Counts) -> Markup {
    let content = html! {
        div.head { h1 { "Countries" } p.sub { "Those that take part in events, by articles." } }
        @if counts.countries.is_empty() { p.none { "No country takes part in an event yet." } }
        ul.columns { @for (code, articles) in &counts.countries { li { a href=(format!("/country/{}", encoded(code))) { (name(code)) } " " span.n { (grouped(*articles)) } } } }
    };
    bare(&Head { title: "Countries", part: "/countries", ..Head::default() }, content)
}

/// The page of a country.
pub(crate) fn page(archive: &mut Archive, code: &str) -> Result<Markup, Fail> {
    if code.len() != 3 || !code.bytes().all(|byte| byte.is_ascii_alphabetic()) {
        return Err(Fail::Missing("a country has a code of three letters, as in PRK".to_owned()));
    }
    let code = code.to_uppercase();
    let mut query = Query::default();
    query.filters.add("country", &code);
    let of = Happenings { query: query.clone(), ..Happenings::default() };
    let happened = archive.happenings(&of, &Paging { limit: EVENTS, ..Paging::default() })?.items;
    let tally = archive.tally(&of, figures::COUNTED)?;
    let wire = archive.wire(&query, ARTICLES, None)?;
    let asked = Ask::default().with("country", Some(&code));
    let name = name(&code);
    let content = html! {
        div.head { p.kicker { "Country" } h1 { (name) } p.sub { (grouped(wire.total as u64)) " articles · " a href=(format!("/events{asked}")) { "all events" } " · " a href=(format!("/{asked}")) { "all articles" } } }
        (figures::figures(&tally))
        section { h2 { "Events" } (events::table(&happened)) }
        section { h2 { "Newest articles" } (latest::lines(&wire.lines)) }
    };
    Ok(bare(&Head { title: &name, part: "/countries", ..Head::default() }, content))
}

/// The name of a country, else its code.
fn name(code: &str) -> String {
    // The engine's own list: code, code of two letters, name.
    let known = include_str!("../../../../data/entities/countries.tsv").lines();
    let known = known.filter_map(|line| line.strip_prefix(code)?.strip_prefix('\t')?.split('\t').nth(1));
    known.into_iter().next().unwrap_or(code).to_owned()
}
