//! Where articles come from: outlets, and the feeds that are followed.
use dateline_archive::Archive;
use maud::{Markup, html};
use serde_json::Value;

use super::parts::{grouped, outgoing};
use super::{Head, bare};
use crate::ask::Ask;
use crate::desk::Counts;
use crate::fail::Fail;

/// The name by which `dateline ingest` keeps what it knows of its feeds.
const FEEDS: &str = "feeds";

/// Outlets and feeds.
pub(crate) fn page(archive: &mut Archive, counts: &Counts) -> Result<Markup, Fail> {
    let kept: Value =
        archive.kept(FEEDS)?.and_then(|kept| serde_json::from_str(&kept).ok()).unwrap_or(Value::Null);
    let feeds: Vec<(&String, &Value)> = kept["feeds"].as_object().into_iter().flatten().collect();
    let content = html! {
        div.head { h1 { "Sources" } p.sub { (grouped(counts.articles)) " texts of " (counts.outlets.len()) " outlets" } }
        section {
            h2 { "Feeds that are followed" }
            @if feeds.is_empty() { p.none { "None. " code { "dateline ingest https://news.example/feed.xml --follow" } " follows one." } } @else {
                div.scroll tabindex="0" role="region" aria-label="Feeds" {
                    table {
                        thead { tr { th { "Feed" } th { "Last had" } th.number { "Every" } th.number { "Failures in a row" } th { "State" } } }
                        tbody { @for (url, feed) in &feeds { (row(url, feed)) } }
                    }
                }
            }
        }
        section {
            h2 { "Outlets" }
            @if counts.outlets.is_empty() { p.none { "No article names its outlet yet." } } @else {
                div.scroll tabindex="0" role="region" aria-label="Outlets" {
                    table {
                        thead { tr { th { "Outlet" } th.number { "Articles" } th { "First day" } th { "Last day" } } }
                        tbody {
                            @for outlet in &counts.outlets {
                                tr {
                                    td { a href=(format!("/{}", Ask::default().with("outlet", Some(&outlet.key)))) dir="auto" { (outlet.key) } }
                                    td.number { (grouped(outlet.articles)) } td.day-cell { (outlet.days.0.as_deref().unwrap_or("")) } td.day-cell { (outlet.days.1.as_deref().unwrap_or("")) }
                                }
                            }
                        }
                    }
                }
            }
        }
    };
    Ok(bare(&Head { title: "Sources", part: "/sources", ..Head::default() }, content))
}

fn row(url: &str, feed: &Value) -> Markup {
    let failures = feed["failures"].as_u64().unwrap_or(0);
    let state = match (feed["next"].is_null(), failures) {
        (true, _) => "gone",
        (_, 0) => "in order",
        _ => "failing",
    };
    html! {
        tr {
            td dir="auto" { @match outgoing(Some(url)) { Some(url) => a href=(url) rel="noopener nofollow noreferrer" { (feed["title"].as_str().unwrap_or(url)) }, None => (url) } }
            td.day-cell { @match feed["polled"].as_u64() { Some(seconds) => (at(seconds)), None => "not yet" } }
            td.number { (feed["interval"].as_u64().unwrap_or(0) / 60) " min" }
            td.number { (failures) }
            td { span class=(format!("tag feed-{}", state.replace(' ', "-"))) { (state) } }
        }
    }
}

/// Seconds since 1970 as a day and a clock in UTC.
fn at(seconds: u64) -> Markup {
    let (days, clock) = (seconds / 86_400, seconds % 86_400);
    // The civil calendar from days (Hinnant 2013), for days since 1970.
    let z = days + 719_468;
    let (era, of_era) = (z / 146_097, z % 146_097);
    let year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    let year = year + era * 400 + u64::from(month <= 2);
    let text = format!("{year:04}-{month:02}-{day:02} {:02}:{:02}", clock / 3_600, clock / 60 % 60);
    html! { time.time datetime=(format!("{}Z", text.replace(' ', "T"))) { (text) " UTC" } }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_of_the_calendar() {
        assert!(at(951_782_400).into_string().contains("2000-02-29 00:00"));
        assert!(at(1_709_631_000).into_string().contains("2024-03-05 09:30"));
    }
}
