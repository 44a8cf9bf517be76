//! Saved searches and their last matches.
use dateline_archive::Archive;
use maud::{Markup, html};

use super::parts::time;
use super::{Head, bare};
use crate::ask::Ask;
use crate::fail::Fail;

/// So many matches of each.
const SHOWN: usize = 8;

/// All saved searches.
pub(crate) fn page(archive: &mut Archive) -> Result<Markup, Fail> {
    let mut alerts = Vec::new();
    for alert in archive.alerts()? {
        let matches = archive.last_matches(alert.id, SHOWN)?;
        alerts.push((alert, matches));
    }
    let content = html! {
        div.head { h1 { "Alerts" } p.sub { "Saved searches, each also a feed." } }
        @if alerts.is_empty() {
            p.none { "None yet. Save one with " code { "dateline alert add ports 'port almer'" } ", or take any search of the desk as a feed: the links are at its foot." }
        }
        @for (alert, matches) in &alerts {
            @let text = alert.query.to_string();
            @let asked = Ask::default().with("q", Some(&text));
            section.alert {
                h2 dir="auto" { (alert.name) }
                p.meta { code dir="auto" { (text) } a href=(format!("/search{asked}")) { "search" } a href=(format!("/search.atom{asked}")) { "Atom" } a href=(format!("/search.rss{asked}")) { "RSS" } a href=(format!("/search.feed{asked}")) { "JSON Feed" } }
                @if matches.is_empty() { p.none { "No article has matched since it was saved." } }
                ol.hits {
                    @for found in matches {
                        li { a href=(format!("/article/{}", found.hit.id)) dir="auto" { (found.hit.headline.as_deref().unwrap_or("(no headline)")) } p.meta { span.outlet dir="auto" { (found.hit.publisher.as_deref().unwrap_or("unknown outlet")) } (time(found.hit.published.as_deref().or(found.hit.day.as_deref()))) } }
                    }
                }
            }
        }
    };
    Ok(bare(&Head { title: "Alerts", part: "/alerts", ..Head::default() }, content))
}
