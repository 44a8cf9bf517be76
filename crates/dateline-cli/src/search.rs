//! `dateline search`: articles of an archive.
use std::io::{self, Write};

use anyhow::Result;
use dateline_archive::{Archive, Facets, Hit, Hits, Mode, Paging, Query};
use serde_json::{Value, json};

use crate::Outcome;
use crate::args::{Search, SearchFormat};
use crate::table::{columns, csv, cut, marks};

/// Finds what is asked for.
pub fn run(request: &Search) -> Result<Outcome> {
    let query = request.filters.query(&request.words)?;
    let mut archive = Archive::open(&request.archive.archive, Mode::Read)?;
    let mut out = io::stdout().lock();
    if let Some(facet) = request.facet {
        let facets = archive.facets(&query, facet.into(), request.limit)?;
        counts(&mut out, &query, &facets, request.format)?;
        return Ok(Outcome::Whole);
    }
    let paging = Paging { order: request.sort.into(), limit: request.limit, after: request.after.clone() };
    let hits = archive.search(&query, &paging)?;
    match request.format {
        SearchFormat::Json => {
            let all: Vec<Value> = hits.hits.iter().map(Hit::json).collect();
            writeln!(out, "{}", json!({"query": query.to_string(), "total": hits.total, "hits": all}))?;
        }
        SearchFormat::Csv => lines(&mut out, &hits)?,
        SearchFormat::Table => table(&mut out, &hits)?,
    }
    Ok(Outcome::Whole)
}

fn counts(out: &mut impl Write, query: &Query, facets: &Facets, format: SearchFormat) -> io::Result<()> {
    match format {
        SearchFormat::Json => {
            let counts = facets.counts.iter().map(|(value, count)| json!({"value": value, "count": count}));
            let counts: Vec<Value> = counts.collect();
            writeln!(out, "{}", json!({"query": query.to_string(), "of": facets.of, "counts": counts}))
        }
        SearchFormat::Csv => {
            writeln!(out, "value,count")?;
            facets
                .counts
                .iter()
                .try_for_each(|(value, count)| writeln!(out, "{}", csv(&[value, &count.to_string()])))
        }
        SearchFormat::Table => {
            let row = |(value, count): &(String, usize)| vec![format!("{count:>7}"), value.clone()];
            columns(out, &facets.counts.iter().map(row).collect::<Vec<_>>())
        }
    }
}

fn lines(out: &mut impl Write, hits: &Hits) -> io::Result<()> {
    writeln!(out, "id,published,publisher,headline,url,story,copy_of,snippet,cursor")?;
    for hit in &hits.hits {
        let number = |number: Option<i64>| number.map(|number| number.to_string()).unwrap_or_default();
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        let snippet = hit.snippet.as_ref().map(|snippet| snippet.marked("[", "]")).unwrap_or_default();
        let cells = [
            hit.id.to_string(),
            text(hit.published.as_ref().map_or(&hit.day, |_| &hit.published)),
            text(&hit.publisher),
            text(&hit.headline),
            text(&hit.url),
            number(hit.story),
            number(hit.copy_of),
            snippet,
            hit.cursor.clone(),
        ];
        writeln!(out, "{}", csv(&cells.iter().map(String::as_str).collect::<Vec<_>>()))?;
    }
    Ok(())
}

fn table(out: &mut impl Write, hits: &Hits) -> io::Result<()> {
    let (open, close) = marks();
    for hit in &hits.hits {
        let day = hit.day.as_deref().unwrap_or("no day    ");
        let headline = cut(hit.headline.as_deref().unwrap_or("(no headline)"), 100);
        let publisher = hit.publisher.as_deref().map(|name| format!("  ({name})")).unwrap_or_default();
        writeln!(out, "{day}  {headline}{publisher}")?;
        if let Some(snippet) = &hit.snippet {
            let words = snippet.marked(open, close);
            writeln!(out, "            {}", words.split_whitespace().collect::<Vec<_>>().join(" "))?;
        }
        let mut about = vec![format!("article {}", hit.id)];
        about.extend(hit.story.map(|story| format!("story {story}")));
        about.extend(hit.copy_of.map(|first| format!("copy of {first}")));
        about.extend(hit.url.clone());
        writeln!(out, "            {}\n", about.join("  "))?;
    }
    let shown = hits.hits.len();
    match hits.hits.last() {
        Some(last) if shown < hits.total => {
            writeln!(out, "{shown} of {} articles; more with --after {}", hits.total, last.cursor)
        }
        _ => writeln!(out, "{} articles", hits.total),
    }
}
