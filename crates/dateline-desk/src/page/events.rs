//! What happened.
use dateline_archive::{Archive, Happened, Party};
use maud::{Markup, html};

use super::figures::{COUNTED, figures};
use super::parts::{choice, cut, day_field, field, more, status_tag, who};
use super::{Head, bare};
use crate::ask::{Ask, STATUSES, TYPES};
use crate::fail::Fail;
use crate::lists::{self, permalink};

/// Events, with filters, and a chart and a map of the whole list.
pub(crate) fn page(archive: &mut Archive, ask: &Ask) -> Result<Markup, Fail> {
    let (happened, tally) =
        (lists::happened(archive, ask)?, archive.tally(&lists::happenings(ask)?, COUNTED)?);
    let events = &happened.items;
    let asked = ask.with("format", None);
    let head = Head { title: "Events", part: "/events", feed: Some(("/events", &asked)), ..Head::default() };
    let content = html! {
        div.head { h1 { "Events" } p.sub { "What happened, may happen or did not, as reported; newest reports first." } }
        form.filters {
            (choice(ask, "event", "Type", &TYPES)) (choice(ask, "status", "Status", &STATUSES))
            (field(ask, "actor", "By whom")) (field(ask, "recipient", "To whom")) (field(ask, "place", "Place")) (field(ask, "country", "Country"))
            (day_field(ask, "from", "From")) (day_field(ask, "to", "Until"))
            button { "Show" }
        }
        (figures(&tally))
        (table(events))
        (cut(happened.is_cut))
        (more("/events", ask, happened.next.as_deref()))
    };
    Ok(bare(&head, content))
}

/// Events as a table.
pub(super) fn table(events: &[Happened]) -> Markup {
    html! {
        @if events.is_empty() { p.none { "Nothing was found." } } @else {
            div.scroll tabindex="0" role="region" aria-label="Events" {
                table.events {
                    thead { tr { th { "Type" } th { "Status" } th { "Who" } th { "To whom" } th { "When" } th { "Where" } th { "The words" } } }
                    tbody {
                        @for event in events {
                            tr {
                                td { span.tag { (event.kind.to_lowercase()) } }
                                td { (status_tag(&event.status)) @if event.historical { " " span.tag { "background" } } }
                                td dir="auto" { (parties(&event.actors)) }
                                td dir="auto" { (parties(&event.recipients)) }
                                td.day-cell { @match (&event.when, &event.article.day) { (Some(when), _) => (when), (None, Some(day)) => span.about { "reported " (day) }, _ => {} } }
                                td dir="auto" { @if let Some(place) = &event.place { (place.name) } }
                                td.words dir="auto" {
                                    a href=(permalink(event.article.id, &format!("v{}", event.n))) { (words(event)) }
                                    p.meta { span.outlet { (event.article.publisher.as_deref().unwrap_or("unknown outlet")) } @if event.statement.is_some() { span { "on somebody's word" } } }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// The sentence, cut, else the word itself.
fn words(event: &Happened) -> String {
    const LONGEST: usize = 180;
    let words =
        event.sentence.as_ref().or(event.trigger.as_ref()).map_or("(no words)", |words| words.text.as_str());
    match words.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &words[..end]),
        None => words.to_owned(),
    }
}

fn parties(parties: &[Party]) -> Markup {
    html! {
        @for (at, party) in parties.iter().enumerate() {
            @if at > 0 { ", " }
            (who(&party.name))
            @if let Some(country) = &party.country { " " a.code href=(format!("/country/{}", crate::ask::encoded(country))) { (country) } }
        }
    }
}
