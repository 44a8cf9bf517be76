//! `dateline stories`, `story`, `timeline`, `who`: what an archive makes of its articles.
use std::io::{self, Write};

use anyhow::Result;
use dateline_archive::{Archive, Claim, Day, Mode, Sources, StoryLine};
use serde_json::Value;

use crate::Outcome;
use crate::args::{Stories, Story, TableFormat, Timeline, Who};
use crate::table::{columns, cut};

/// The stories with most articles.
pub fn list(request: &Stories) -> Result<Outcome> {
    let mut archive = Archive::open(&request.archive.archive, Mode::Read)?;
    let stories = archive.stories(request.from.as_deref(), request.to.as_deref(), request.limit)?;
    let mut out = io::stdout().lock();
    if request.format == TableFormat::Json {
        writeln!(out, "{}", Value::Array(stories.iter().map(StoryLine::json).collect()))?;
        return Ok(Outcome::Whole);
    }
    let mut rows =
        vec![["STORY", "ARTICLES", "OUTLETS", "FROM", "TO", "HEADLINE"].map(str::to_owned).to_vec()];
    let text = |text: &Option<String>| text.clone().unwrap_or_else(|| "-".to_owned());
    rows.extend(stories.iter().map(|story| {
        vec![
            story.id.to_string(),
            story.articles.to_string(),
            story.outlets.to_string(),
            text(&story.first_day),
            text(&story.last_day),
            cut(story.headline.as_deref().unwrap_or("-"), 90),
        ]
    }));
    columns(&mut out, &rows)?;
    Ok(Outcome::Whole)
}

/// One story.
pub fn story(request: &Story) -> Result<Outcome> {
    let mut archive = Archive::open(&request.archive.archive, Mode::Read)?;
    let story = archive.story(request.story)?;
    let mut out = io::stdout().lock();
    if request.format == TableFormat::Json {
        writeln!(out, "{}", story.json())?;
        return Ok(Outcome::Whole);
    }
    if story.asked.is_some() {
        writeln!(out, "story {} has become part of story {}\n", request.story, story.id)?;
    }
    let rows: Vec<Vec<String>> = story
        .articles
        .iter()
        .map(|article| {
            let copy = match article.copy_of {
                Some(first) if first == article.id => "copied",
                Some(_) => "copy",
                None => "",
            };
            vec![
                article.id.to_string(),
                article.published.clone().or(article.day.clone()).unwrap_or_else(|| "no day".to_owned()),
                article.publisher.clone().unwrap_or_else(|| "-".to_owned()),
                article.agency.clone().unwrap_or_default(),
                copy.to_owned(),
                cut(article.headline.as_deref().unwrap_or("-"), 90),
            ]
        })
        .collect();
    columns(&mut out, &rows)?;
    writeln!(out)?;
    for group in &story.copies {
        let agency =
            group.agency.as_deref().map(|agency| format!(", credited to {agency}")).unwrap_or_default();
        writeln!(out, "same text as article {}{agency}: {}", group.first, numbers(&group.articles))?;
    }
    writeln!(out, "independent sources: {}", range(&story.sources))?;
    for fold in &story.sources.folded {
        let by = fold.by.as_deref().map(|by| format!(" ({by})")).unwrap_or_default();
        writeln!(out, "  counted once, {}{by}: {}", fold.why.name(), numbers(&fold.articles))?;
    }
    Ok(Outcome::Whole)
}

fn numbers(ids: &[i64]) -> String {
    ids.iter().map(i64::to_string).collect::<Vec<_>>().join(", ")
}

fn range(sources: &Sources) -> String {
    match sources.low == sources.high {
        true => sources.low.to_string(),
        false => format!("{} to {}", sources.low, sources.high),
    }
}

/// What happened, day by day.
pub fn timeline(request: &Timeline) -> Result<Outcome> {
    let mut archive = Archive::open(&request.archive.archive, Mode::Read)?;
    let days = archive.timeline(request.story)?;
    let mut out = io::stdout().lock();
    if request.format == TableFormat::Json {
        writeln!(out, "{}", Value::Array(days.iter().map(Day::json).collect()))?;
        return Ok(Outcome::Whole);
    }
    for day in &days {
        writeln!(out, "{}", day.day.as_deref().unwrap_or("no day"))?;
        for claim in &day.claims {
            print(&mut out, claim)?;
        }
        writeln!(out)?;
    }
    Ok(Outcome::Whole)
}

fn print(out: &mut impl Write, claim: &Claim) -> io::Result<()> {
    let actor = claim.actor.as_deref().unwrap_or("?");
    let recipient = claim.recipient.as_deref().map(|name| format!(" > {name}")).unwrap_or_default();
    let sources = range(&claim.sources);
    let noun = if sources == "1" { "source" } else { "sources" };
    let inferred = if claim.is_day_of_report { "  (day of the report)" } else { "" };
    writeln!(out, "  {}  {actor}{recipient}  {sources} {noun}{inferred}", claim.kind)?;
    for report in &claim.reports {
        writeln!(out, "    {:<9} in {}", report.status, numbers(&report.articles))?;
        writeln!(out, "              {}", cut(&report.words.3, 160))?;
    }
    if let Some((first, may_be_tied)) = claim.first_report {
        let tied = if may_be_tied { ", or another of that time" } else { "" };
        writeln!(out, "    first in this archive: article {first}{tied}")?;
    }
    Ok(())
}

/// What is known of somebody.
pub fn who(request: &Who) -> Result<Outcome> {
    let mut archive = Archive::open(&request.archive.archive, Mode::Read)?;
    let who = archive.who(&request.name)?;
    let mut out = io::stdout().lock();
    if request.format == TableFormat::Json {
        writeln!(out, "{}", who.json())?;
        return Ok(Outcome::Whole);
    }
    let span = |(from, to): &(Option<String>, Option<String>)| {
        let day = |day: &Option<String>| day.clone().unwrap_or_else(|| "?".to_owned());
        if from == to { day(from) } else { format!("{} to {}", day(from), day(to)) }
    };
    let list = |pairs: &[(String, u64)]| {
        pairs.iter().map(|(value, count)| format!("{value} ({count})")).collect::<Vec<_>>().join(", ")
    };
    let days = span(&who.days);
    writeln!(out, "{}: {} articles, {days}, {} statements", who.name, who.articles, who.statements)?;
    writeln!(out, "names   {}", list(&who.names))?;
    for role in &who.roles {
        writeln!(out, "role    {} ({}), {}", role.role, role.articles, span(&role.days))?;
    }
    writeln!(out, "events  {}", list(&who.events))?;
    writeln!(out, "with    {}", list(&who.with))?;
    Ok(Outcome::Whole)
}
