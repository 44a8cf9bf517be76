//! The wire: what is new.
use dateline_archive::{Wire, WireLine};
use maud::{Markup, html};

use super::parts::{clock, day_name, event_tag, grouped, more};
use super::{Head, bare};
use crate::ask::{Ask, FILTERS};
use crate::desk::Counts;
use crate::lists::wire_next;

/// The newest articles, by day.
pub(crate) fn page(wire: &Wire, counts: &Counts, ask: &Ask) -> Markup {
    let chosen: Vec<(&str, &str)> = FILTERS.iter().filter_map(|name| Some((*name, ask.get(name)?))).collect();
    let title = match chosen.first() {
        Some((_, value)) => *value,
        None => "The wire",
    };
    let asked = ask.with("format", None);
    let head = Head {
        title,
        part: if chosen.is_empty() { "/" } else { "" },
        feed: Some(("/latest", &asked)),
        ..Head::default()
    };
    let content = html! {
        div.head {
            h1 dir="auto" { (title) }
            p.sub { (grouped(wire.total as u64)) " articles" @for (name, value) in &chosen { " · " (name) " " b dir="auto" { (value) } } }
        }
        nav.chips aria-label="Sections" {
            a href="/" aria-current=[chosen.is_empty().then_some("true")] { "All" }
            @for (section, _) in counts.sections.iter().take(12) {
                a href=(format!("/{}", ask_one("section", section))) aria-current=[(ask.get("section") == Some(section)).then_some("true")] dir="auto" { (section) }
            }
        }
        div.with-side {
            div { (lines(&wire.lines)) (more("/", ask, wire_next(wire, ask).as_deref())) }
            aside.side aria-label="Outlets" {
                h2 { "Outlets" }
                ul.plain-list {
                    @for outlet in counts.outlets.iter().take(15) {
                        li { a href=(format!("/{}", ask_one("outlet", &outlet.key))) aria-current=[(ask.get("outlet") == Some(&outlet.key)).then_some("true")] { (outlet.key) } " " span.n { (grouped(outlet.articles)) } }
                    }
                }
                p { a href="/sources" { "All sources" } }
            }
        }
    };
    bare(&head, content)
}

/// The address of a wire with one filter.
fn ask_one(name: &str, value: &str) -> String {
    Ask::default().with(name, Some(value))
}

/// Articles under their days; within a day the latest first, as far as the clock is known.
pub(super) fn lines(lines: &[WireLine]) -> Markup {
    if lines.is_empty() {
        return html! { p.none { "Nothing was found." } };
    }
    let days: Vec<Vec<&WireLine>> = lines
        .chunk_by(|a, b| a.day == b.day)
        .map(|day| {
            let mut day: Vec<&WireLine> = day.iter().collect();
            day.sort_by(|a, b| b.published.cmp(&a.published));
            day
        })
        .collect();
    html! {
        @for day in &days {
            section.day {
                h2.day-name { @match &day[0].day { Some(day) => time datetime=(day) { (day_name(day)) }, None => "No day known" } }
                ol.wire { @for line in day { (row(line)) } }
            }
        }
    }
}

fn row(line: &WireLine) -> Markup {
    html! {
        li.item {
            (clock(line.published.as_deref()))
            div {
                h3 { a href=(format!("/article/{}", line.id)) dir="auto" lang=[line.language.as_deref()] { (line.headline.as_deref().unwrap_or("(no headline)")) } }
                p.meta {
                    span.outlet dir="auto" { (line.publisher.as_deref().unwrap_or("unknown outlet")) }
                    @if let Some(section) = &line.section { span dir="auto" { (section) } }
                    @if let Some(place) = &line.place { span.place dir="auto" { (place) } }
                    @if let Some((kind, status)) = &line.event { (event_tag(kind, status)) }
                    @if line.copy_of.is_some() { span.tag.copy { "copy" } }
                    @if let Some((story, articles)) = line.story.filter(|(_, articles)| *articles > 1) {
                        a href=(format!("/story/{story}")) { (articles) " reports" }
                    }
                }
            }
        }
    }
}
