//! The lists of the desk: what they hold, for pages, feeds and the API alike.
use dateline_archive::{
    Archive, Facts, Happened, Happenings, Hit, Paging, Said, Sayings, StoryLine, Wire, WireLine,
};
use serde_json::Value;

use crate::ask::{ATTITUDES, Ask};
use crate::fail::Fail;
use crate::feed::{Entry, Feed};
use crate::format::List;

/// So many lines a wire has, and so many articles found a page, unless more or fewer are asked for.
const LINES: usize = 50;
const HITS: usize = 20;

/// A list of the desk.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Lister {
    Latest,
    Search,
    Statements,
    Events,
    Stories,
}

impl Lister {
    /// The list as data, the same for feeds, tables and the API.
    pub fn read(self, archive: &mut Archive, ask: &Ask) -> Result<List, Fail> {
        Ok(match self {
            Lister::Latest => wire_list(&wire(archive, ask)?, ask),
            Lister::Search => {
                let (total, hits) = found(archive, ask)?;
                hits_list(total, &hits, ask)
            }
            Lister::Statements => said_list(&said(archive, ask)?, ask),
            Lister::Events => events_list(&happened(archive, ask)?, ask),
            Lister::Stories => stories_list(&stories(archive, ask)?, ask),
        })
    }
}

/// The newest articles.
pub(crate) fn wire(archive: &mut Archive, ask: &Ask) -> Result<Wire, Fail> {
    Ok(archive.wire(&ask.query()?, ask.limit(LINES)?, ask.get("after"))?)
}

/// The articles that a search finds.
pub(crate) fn found(archive: &mut Archive, ask: &Ask) -> Result<(usize, Vec<Hit>), Fail> {
    let hits = archive.search(&ask.query()?, &found_paging(ask)?)?;
    Ok((hits.total, hits.hits))
}

/// Which of the articles found are shown.
pub(crate) fn found_paging(ask: &Ask) -> Result<Paging, Fail> {
    Ok(Paging { order: ask.order()?, limit: ask.limit(HITS)?, after: ask.owned("after") })
}

/// Who said what. `speaker` is another word for `said-by`.
pub(crate) fn said(archive: &mut Archive, ask: &Ask) -> Result<Facts<Said>, Fail> {
    let mut of = Sayings {
        query: ask.query()?,
        attitude: ask.one_of("attitude", &ATTITUDES)?,
        about: ask.owned("about"),
    };
    of.query.filters.said_by.extend(ask.owned("speaker"));
    Ok(archive
        .sayings(&of, &Paging { limit: ask.limit(50)?, after: ask.owned("after"), ..Paging::default() })?)
}

/// Which events are asked for.
pub(crate) fn happenings(ask: &Ask) -> Result<Happenings, Fail> {
    Ok(Happenings {
        query: ask.query()?,
        actor: ask.owned("actor"),
        recipient: ask.owned("recipient"),
        history: ask.get("history").is_some(),
    })
}

/// What happened.
pub(crate) fn happened(archive: &mut Archive, ask: &Ask) -> Result<Facts<Happened>, Fail> {
    let paging = Paging { limit: ask.limit(100)?, after: ask.owned("after"), ..Paging::default() };
    Ok(archive.happenings(&happenings(ask)?, &paging)?)
}

/// The largest stories.
pub(crate) fn stories(archive: &mut Archive, ask: &Ask) -> Result<Vec<StoryLine>, Fail> {
    // Also tells whether the days are some.
    let filters = ask.query()?.filters;
    Ok(archive.stories(filters.from.as_deref(), filters.to.as_deref(), ask.limit(50)?)?)
}

fn feed(title: &str, path: String, entries: Vec<Entry>) -> Feed {
    Feed { title: format!("dateline: {title}"), path, entries }
}

const NO_HEADLINE: &str = "(no headline)";

fn wire_list(wire: &Wire, ask: &Ask) -> List {
    let entry = |line: &WireLine| Entry {
        path: format!("/article/{}", line.id),
        title: line.headline.clone().unwrap_or_else(|| NO_HEADLINE.to_owned()),
        summary: [line.section.as_deref(), line.place.as_deref()]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join(" · "),
        author: line.publisher.clone(),
        time: line.published.clone().or(line.day.clone()),
    };
    List {
        feed: feed(
            "the wire",
            format!("/{}", ask.with("format", None)),
            wire.lines.iter().map(entry).collect(),
        ),
        items: wire.lines.iter().map(WireLine::json).collect(),
        total: Some(wire.total),
        next: wire_next(wire, ask),
    }
}

/// The address of an article, opened at what was found.
pub(crate) fn hit_path(hit: &Hit) -> String {
    let first = hit.snippet.as_ref().and_then(|snippet| snippet.marks.first());
    let mark = first.map(|(start, end)| format!("?mark={start}-{end}#mark")).unwrap_or_default();
    format!("/article/{}{mark}", hit.id)
}

fn hit_entry(hit: &Hit) -> Entry {
    Entry {
        path: hit_path(hit),
        title: hit.headline.clone().unwrap_or_else(|| NO_HEADLINE.to_owned()),
        summary: hit.snippet.as_ref().map(|snippet| snippet.text.clone()).unwrap_or_default(),
        author: hit.publisher.clone(),
        time: hit.published.clone().or(hit.day.clone()),
    }
}

fn hits_list(total: usize, hits: &[Hit], ask: &Ask) -> List {
    let title = format!("search: {}", ask.get("q").unwrap_or("all articles"));
    List {
        feed: feed(
            &title,
            format!("/search{}", ask.with("format", None)),
            hits.iter().map(hit_entry).collect(),
        ),
        items: hits.iter().map(Hit::json).collect(),
        total: Some(total),
        next: hits_next(hits, ask),
    }
}

/// The address of a fact: the article, opened at its words.
pub(crate) fn permalink(article: i64, fact: &str) -> String {
    format!("/article/{article}?fact={fact}#mark")
}

fn with_permalink(mut item: Value, article: i64, fact: &str) -> Value {
    item["permalink"] = Value::from(permalink(article, fact));
    item
}

pub(crate) fn said_json(said: &Said) -> Value {
    with_permalink(said.json(), said.article.id, &format!("s{}", said.n))
}

pub(crate) fn event_json(event: &Happened) -> Value {
    with_permalink(event.json(), event.article.id, &format!("v{}", event.n))
}

fn said_list(said: &Facts<Said>, ask: &Ask) -> List {
    let entry = |said: &Said| {
        let words: Vec<&str> = said.content.iter().map(|words| words.text.as_str()).collect();
        let speaker = said.speaker.clone().or_else(|| Some(said.speaker_words.as_ref()?.text.clone()));
        Entry {
            path: permalink(said.article.id, &format!("s{}", said.n)),
            title: format!("{}: {}", speaker.as_deref().unwrap_or("not named"), words.join(" … ")),
            summary: said.article.headline.clone().unwrap_or_default(),
            author: said.article.publisher.clone(),
            time: said.article.published.clone().or(said.article.day.clone()),
        }
    };
    List {
        feed: feed(
            "statements",
            format!("/statements{}", ask.with("format", None)),
            said.items.iter().map(entry).collect(),
        ),
        items: said.items.iter().map(said_json).collect(),
        total: None,
        next: said.next.clone(),
    }
}

fn events_list(events: &Facts<Happened>, ask: &Ask) -> List {
    let entry = |event: &Happened| Entry {
        path: permalink(event.article.id, &format!("v{}", event.n)),
        title: format!("{} ({})", sentence(event), event.status),
        summary: event.sentence.as_ref().map(|words| words.text.clone()).unwrap_or_default(),
        author: event.article.publisher.clone(),
        time: event.article.published.clone().or(event.article.day.clone()),
    };
    List {
        feed: feed(
            "events",
            format!("/events{}", ask.with("format", None)),
            events.items.iter().map(entry).collect(),
        ),
        items: events.items.iter().map(event_json).collect(),
        total: None,
        next: events.next.clone(),
    }
}

/// An event in a few words: `Ministry: AID: Almer`.
fn sentence(event: &Happened) -> String {
    let names = |parties: &[dateline_archive::Party]| {
        parties.iter().map(|party| party.name.as_str()).collect::<Vec<_>>().join(", ")
    };
    let (actors, recipients) = (names(&event.actors), names(&event.recipients));
    let parts = [actors.as_str(), event.kind.as_str(), recipients.as_str()];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
}

fn stories_list(stories: &[StoryLine], ask: &Ask) -> List {
    let entry = |story: &StoryLine| Entry {
        path: format!("/story/{}", story.id),
        title: story.headline.clone().unwrap_or_else(|| NO_HEADLINE.to_owned()),
        summary: format!("{} articles, {} outlets", story.articles, story.outlets),
        author: None,
        time: story.last_day.clone(),
    };
    List {
        feed: feed(
            "stories",
            format!("/stories{}", ask.with("format", None)),
            stories.iter().map(entry).collect(),
        ),
        items: stories.iter().map(StoryLine::json).collect(),
        total: None,
        next: None,
    }
}

/// Where a wire goes on.
pub(crate) fn wire_next(wire: &Wire, ask: &Ask) -> Option<String> {
    next(ask, LINES, wire.lines.len(), wire.lines.last().map(|line| &line.cursor))
}

/// Where what was found goes on.
pub(crate) fn hits_next(hits: &[Hit], ask: &Ask) -> Option<String> {
    next(ask, HITS, hits.len(), hits.last().map(|hit| &hit.cursor))
}

/// Where the next page begins, if this one is full.
fn next(ask: &Ask, usual: usize, shown: usize, last: Option<&String>) -> Option<String> {
    let full = ask.limit(usual).is_ok_and(|limit| shown >= limit);
    last.filter(|_| full).cloned()
}
