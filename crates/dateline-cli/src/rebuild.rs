//! `dateline rebuild`: the pages of an archive, read again by this version.
use std::collections::BTreeMap;
use std::io::{self, Write as _};
use std::thread;

use anyhow::Result;
use dateline::Record;
use dateline::doc::Moment;
use dateline::read::{Hints, Input};
use dateline_archive::{Archive, Changes, Mode, StoredPage};
use serde_json::{Value, json};

use crate::args::{Rebuild, TableFormat};
use crate::pipeline::{self, count, progress};
use crate::{Outcome, engine};

/// Readings that are put in place together.
const BATCH: usize = 128;

/// Reads all pages that are kept, and says what is said of them now that was not, and the other way round.
pub fn run(request: &Rebuild) -> Result<Outcome> {
    let engine = engine(&request.page)?;
    let name = &request.archive.archive;
    let mut archive = Archive::open(name, Mode::Write)?;
    let mut pages = Archive::open(name, Mode::Read)?;
    let ids = archive.with_pages()?;
    let without = archive.count("articles")? - ids.len() as u64;
    let jobs = thread::available_parallelism().map_or(1, |n| n.get() as u16);
    let bar = progress(true);
    let mut out = io::stdout().lock();
    let mut totals: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    let (mut at, mut waiting, mut changed, mut failed) = (0, Vec::new(), 0_u64, 0_u64);
    let read = |input: Input| Ok(serde_json::to_value(Record::of(&engine.read(&input.into_page())))?);
    let mut put = |archive: &mut Archive, waiting: &mut Vec<(i64, Value)>| -> Result<()> {
        for (id, changes) in archive.reread(&std::mem::take(waiting))? {
            changed += 1;
            for (layer, (gone, come)) in &changes.layers {
                let total = totals.entry(layer.clone()).or_default();
                *total = (total.0 + gone.len(), total.1 + come.len());
            }
            match request.format {
                TableFormat::Json => writeln!(out, "{}", as_json(id, &changes))?,
                TableFormat::Table => print(&mut out, id, &changes)?,
            }
        }
        Ok(())
    };
    let source = |send: &mut pipeline::Send<'_>| {
        for id in &ids {
            let input = match pages.page(*id) {
                Ok(Some(page)) => Ok(input(page)),
                Ok(None) => Err(format!(
                    "error: the page of article {id} cannot be unpacked\nhint: `dateline check` tells more"
                )),
                Err(error) => Err(format!("error: {error}")),
            };
            if !send(input) {
                return;
            }
        }
    };
    pipeline::run(jobs, source, read, |done| {
        match done {
            Ok(record) => waiting.push((ids[at], record)),
            Err(message) => {
                failed += 1;
                bar.suspend(|| eprintln!("{message}"));
            }
        }
        at += 1;
        bar.inc(1);
        if waiting.len() >= BATCH { put(&mut archive, &mut waiting) } else { Ok(()) }
    })?;
    put(&mut archive, &mut waiting)?;
    archive.join()?;
    bar.finish_and_clear();
    let pages = count(ids.len() as u64, "page");
    eprintln!(
        "{pages} read again, {} changed, {without} without a page, {failed} failed",
        count(changed, "article")
    );
    for (layer, (gone, come)) in &totals {
        eprintln!("  {layer}: {gone} gone, {come} new");
    }
    Ok(if failed == 0 { Outcome::Whole } else { Outcome::SomeUnreadable })
}

/// What was known about a page when it came.
fn input(page: StoredPage) -> Input {
    let text = |name: &str| page.hints[name].as_str().map(str::to_owned);
    let moment = |name: &str| page.hints[name].as_str().and_then(Moment::parse);
    let hints = Hints {
        uri: text("uri"),
        url: text("url"),
        published: moment("published"),
        listed: moment("listed"),
        retrieved: moment("retrieved"),
        content_type: text("content_type"),
    };
    Input { hints, bytes: page.bytes, warnings: Vec::new() }
}

fn as_json(id: i64, changes: &Changes) -> Value {
    let layers = changes
        .layers
        .iter()
        .map(|(layer, (gone, come))| (layer.clone(), json!({"gone": gone, "new": come})));
    json!({"article": id, "layers": layers.collect::<serde_json::Map<_, _>>()})
}

fn print(out: &mut impl io::Write, id: i64, changes: &Changes) -> io::Result<()> {
    writeln!(out, "article {id}")?;
    for (layer, (gone, come)) in &changes.layers {
        writeln!(out, "  {layer}")?;
        gone.iter().try_for_each(|fact| writeln!(out, "    - {fact}"))?;
        come.iter().try_for_each(|fact| writeln!(out, "    + {fact}"))?;
    }
    Ok(())
}
