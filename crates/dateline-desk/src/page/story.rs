//! A story: what happened day by day, who says so, and who says otherwise.
use std::collections::BTreeMap;

use dateline_archive::{Archive, Bounds, Claim, Day, Member, Reported, Sources, Story, StoryLine, Voice};
use maud::{Markup, html};

use super::parts::{count, day_field, day_name, event_tag, grouped, status_tag, time, who};
use super::{Head, bare};
use crate::ask::Ask;
use crate::draw::map::{Point, map};
use crate::fail::Fail;
use crate::lists::permalink;

/// Claims of a day that are shown at once; others are folded.
const SHOWN: usize = 6;
/// Days of a page: the newest.
const DAYS: usize = 60;
/// Claims of a page; further ones are left to the API.
const CLAIMS: usize = 160;
/// Of a story with more articles the main events of each are shown: those up to this rank.
const LARGE: usize = 50;
const RANK: i64 = 3;
/// Reports that are listed beside; all are on the wire.
const REPORTS: usize = 40;
/// Outlets, or speakers, that are named for one status.
const NAMED: usize = 5;
/// Places on the map.
const PLACES: usize = 40;
/// Articles whose places are looked at.
const PLACED: usize = 25;

/// The stories, the largest first.
pub(crate) fn list(stories: &[StoryLine], ask: &Ask) -> Markup {
    let asked = ask.with("format", None);
    let head =
        Head { title: "Stories", part: "/stories", feed: Some(("/stories", &asked)), ..Head::default() };
    let content = html! {
        div.head { h1 { "Stories" } p.sub { "What was reported most. Articles of many outlets about one happening are one story." } }
        form.filters { (day_field(ask, "from", "From")) (day_field(ask, "to", "Until")) button { "Show" } }
        @if stories.is_empty() { p.none { "Nothing was found." } }
        ol.stories {
            @for story in stories {
                li.item {
                    h2 { a href=(format!("/story/{}", story.id)) dir="auto" { (story.headline.as_deref().unwrap_or("(no headline)")) } }
                    p.meta {
                        span { (count(story.articles, "report", "reports")) } span { (count(story.outlets, "outlet", "outlets")) }
                        span { (story.first_day.as_deref().unwrap_or("")) @if story.last_day != story.first_day { " – " (story.last_day.as_deref().unwrap_or("")) } }
                    }
                }
            }
        }
    };
    bare(&head, content)
}

/// The page of a story.
pub(crate) fn page(archive: &mut Archive, id: i64) -> Result<Markup, Fail> {
    let story = archive.story_now(id)?;
    let is_large = story.articles.len() > LARGE;
    let days = archive.days_of(
        &story,
        &Bounds { claims: CLAIMS, days: DAYS, rank: if is_large { RANK } else { i64::MAX } },
    )?;
    let ids: Vec<i64> = story.articles.iter().map(|article| article.id).take(PLACED).collect();
    let spots = archive.spots(&ids, PLACES)?;
    let points: Vec<Point> = spots
        .into_iter()
        .map(|spot| Point { name: spot.name, lat: spot.point.0, lon: spot.point.1, count: spot.articles })
        .collect();
    let names: BTreeMap<i64, &Member> = story.articles.iter().map(|article| (article.id, article)).collect();
    let title = story.articles.first().and_then(|first| first.headline.as_deref()).unwrap_or("(no headline)");
    let content = html! {
        div.head {
            p.kicker { "Story" }
            h1 dir="auto" { (title) }
            p.sub { (count(story.articles.len() as u64, "report", "reports")) ", " (independent(&story.sources)) (span_of(&story)) @if let Some(asked) = story.asked { " · story " (asked) " has become part of this one" } }
        }
        div.reading {
            div {
                (first(&story))
                h2 { "What happened, day by day" }
                @if is_large { p.sub { "Of each report the " (RANK) " main events; all are in the " a href=(format!("/api/v1/stories/{}/timeline", story.id)) { "timeline as JSON" } "." } }
                @if days.len() >= DAYS { p.sub { "The newest " (DAYS) " days; earlier ones are in the " a href=(format!("/api/v1/stories/{}/timeline", story.id)) { "timeline as JSON" } "." } }
                @if days.is_empty() { p.none { "No events were found in these articles." } }
                ol.timeline { @for day in &days { (day_of(day, story.id, &names)) } }
            }
            aside.facts aria-label="Reports and places" { (map(&points, "The places of the story on a map")) (reports(&story, &names)) }
        }
    };
    Ok(bare(&Head { title, part: "/stories", ..Head::default() }, content))
}

/// From when to when, by the days of the reports.
fn span_of(story: &Story) -> Markup {
    let days = || story.articles.iter().filter_map(|article| article.day.as_deref());
    html! {
        @if let (Some(first), Some(last)) = (days().min(), days().max()) { ", " (day_name(first)) @if first != last { " to " (day_name(last)) } }
    }
}

/// How many independent sources, as far as that can be told.
fn independent(sources: &Sources) -> String {
    match (sources.low, sources.high) {
        (1, 1) => "1 independent source".to_owned(),
        (low, high) if low == high => format!("{low} independent sources"),
        (low, high) => format!("{low}–{high} independent sources"),
    }
}

fn outlet(member: Option<&&Member>) -> String {
    member.and_then(|member| member.publisher.clone()).unwrap_or_else(|| "unknown outlet".to_owned())
}

fn first(story: &Story) -> Markup {
    html! {
        @if let Some(first) = story.articles.first() {
            p.first {
                span.label { "First report here" } " "
                a href=(format!("/article/{}", first.id)) dir="auto" { (first.headline.as_deref().unwrap_or("(no headline)")) }
                span.meta { span.outlet dir="auto" { (first.publisher.as_deref().unwrap_or("unknown outlet")) } (time(first.published.as_deref().or(first.day.as_deref()))) }
            }
        }
    }
}

fn day_of(day: &Day, story: i64, names: &BTreeMap<i64, &Member>) -> Markup {
    let (shown, folded) = day.claims.split_at(day.claims.len().min(SHOWN));
    html! {
        li {
            h3 { @match &day.day { Some(day) => time datetime=(day) { (day_name(day)) }, None => "No day named" } }
            ul.claims { @for claim in shown { (claim_of(claim, names)) } }
            @if !folded.is_empty() {
                details { summary { (folded.len()) " more" } ul.claims { @for claim in folded { (claim_of(claim, names)) } } }
            }
            @if day.others > 0 { p.about { "And " (grouped(day.others as u64)) " with fewer sources, in the " a href=(format!("/api/v1/stories/{story}/timeline")) { "timeline as JSON" } "." } }
        }
    }
}

fn claim_of(claim: &Claim, names: &BTreeMap<i64, &Member>) -> Markup {
    let (against, others): (Vec<&Reported>, Vec<&Reported>) =
        claim.reports.iter().partition(|report| matches!(report.status.as_str(), "denied" | "negated"));
    html! {
        li.claim {
            p.claim-head {
                (event_tag(&claim.kind, "asserted"))
                @if let Some(actor) = &claim.actor { (who(actor)) }
                @if let Some(recipient) = &claim.recipient { span aria-hidden="true" { "→" } span.hide { "to" } (who(recipient)) }
                @if claim.is_day_of_report && !claim.reports.is_empty() { span.on-report title="No report names the day of the event: it is that of the first report" { "day of the report" } }
                span.sources title="Copies and articles of one outlet count once" { (independent(&claim.sources)) }
            }
            @for report in &claim.reports { (report_of(report, names)) }
            @if !against.is_empty() && !others.is_empty() {
                p.contested { b { "Contested" } @if against.iter().any(|report| !report.voices.is_empty()) { ": denied by " (voices(against.iter().flat_map(|report| &report.voices))) } "." }
            }
            @if let Some((article, tied)) = claim.first_report.filter(|_| claim.sources.high > 1) { p.about { "First told by " a href=(format!("/article/{article}")) { (outlet(names.get(&article))) } @if tied { ", or at the same time by another" } } }
        }
    }
}

/// What is said of an event with one status: the words, on whose word, and where it stands.
fn report_of(report: &Reported, names: &BTreeMap<i64, &Member>) -> Markup {
    let (article, start, end, words) = &report.words;
    let by = if report.status == "denied" { "denied by" } else { "according to" };
    html! {
        p.report {
            (status_tag(&report.status)) " "
            a dir="auto" href=(format!("/article/{article}?mark={start}-{end}#mark")) { (words) }
            span.meta {
                @if !report.voices.is_empty() { span.voices { (by) " " (voices(&report.voices)) } }
                span { @for (at, id) in report.articles.iter().take(NAMED).enumerate() { @if at > 0 { ", " } a.outlet href=(format!("/article/{id}")) { (outlet(names.get(id))) } } @if report.articles.len() > NAMED { " and " (report.articles.len() - NAMED) " more" } }
            }
        }
    }
}

/// Those on whose word something is reported, each leading to where it is said.
fn voices<'a>(voices: impl IntoIterator<Item = &'a Voice>) -> Markup {
    let voices: Vec<&Voice> = voices.into_iter().collect();
    html! {
        @for (at, voice) in voices.iter().take(NAMED).enumerate() {
            @if at > 0 { ", " }
            a dir="auto" href=(permalink(voice.statement.0, &format!("s{}", voice.statement.1))) { (voice.name.as_deref().or(voice.words.as_deref()).unwrap_or("somebody not named")) }
        }
        @if voices.len() > NAMED { " and " (voices.len() - NAMED) " more" }
    }
}

fn reports(story: &Story, names: &BTreeMap<i64, &Member>) -> Markup {
    let copies: Vec<i64> = story
        .copies
        .iter()
        .flat_map(|group| group.articles.iter().copied().filter(|id| *id != group.first))
        .collect();
    let line = |member: &Member| {
        html! {
            a href=(format!("/article/{}", member.id)) dir="auto" { (member.headline.as_deref().unwrap_or("(no headline)")) }
            p.meta { span.outlet dir="auto" { (member.publisher.as_deref().unwrap_or("unknown outlet")) } @if let Some(agency) = &member.agency { span { "credits " (agency) } } (time(member.published.as_deref().or(member.day.as_deref()))) }
        }
    };
    html! {
        section {
            h2 { "Reports " span.n { (story.articles.len()) } }
            ol.reports {
                @for member in story.articles.iter().filter(|member| !copies.contains(&member.id)).take(REPORTS) {
                    li {
                        (line(member))
                        @if let Some(group) = story.copies.iter().find(|group| group.first == member.id) {
                            details.folded {
                                summary { (count(group.articles.len() as u64 - 1, "copy", "copies")) @if let Some(agency) = &group.agency { " · " (agency) } }
                                ul { @for id in group.articles.iter().filter(|id| **id != group.first) { @if let Some(copy) = names.get(id) { li { (line(copy)) } } } }
                            }
                        }
                    }
                }
            }
        }
        @if story.articles.len() - copies.len() > REPORTS { p { a href=(format!("/?story={}", story.id)) { "All " (grouped(story.articles.len() as u64)) " reports, the newest first" } } }
        @if !story.sources.folded.is_empty() {
            section {
                h2 { "Counted as one source" }
                ul.plain-list {
                    @for fold in story.sources.folded.iter().take(REPORTS) {
                        li { (fold.articles.len()) " reports: " (match fold.why { dateline_archive::Fold::Copies => "the same text", dateline_archive::Fold::Outlet => "one outlet", dateline_archive::Fold::Agency => "credit one agency", dateline_archive::Fold::Cites => "rest on one outlet's word" }) @if let Some(by) = &fold.by { ", " b dir="auto" { (by) } } }
                    }
                }
            }
        }
    }
}
