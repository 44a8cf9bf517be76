//! `dateline alert`: searches that are held against every article that comes.
use std::io::{self, Write as _};

use anyhow::Result;
use dateline_archive::{Archive, Delivery, Mode, Paging};

use crate::Outcome;
use crate::args::{Alert, AlertTask};
use crate::deliver::deliver;
use crate::pipeline::count;
use crate::table::columns;

/// Does what is asked for.
pub fn run(request: &Alert) -> Result<Outcome> {
    let mut out = io::stdout().lock();
    match &request.task {
        AlertTask::Add(add) => {
            let mut archive = Archive::open(&add.archive.archive, Mode::Write)?;
            let query = add.filters.query(&add.words)?;
            let delivery = Delivery {
                feed: add.feed.clone(),
                jsonl: add.jsonl.clone(),
                webhook: add.webhook.clone(),
                secret_variable: add.secret_variable.clone(),
            };
            // What it would have found shows whether it is meant so.
            let before = archive.search(&query, &Paging { limit: 0, ..Paging::default() })?.total;
            archive.add_alert(&add.name, &query, &delivery)?;
            writeln!(out, "{}: {query}", add.name)?;
            eprintln!("{} of those that are there match", count(before as u64, "article"));
        }
        AlertTask::List { archive } => {
            let mut archive = Archive::open(&archive.archive, Mode::Read)?;
            let row = |alert: &dateline_archive::Alert| {
                let delivery = &alert.delivery;
                let ways = [&delivery.feed, &delivery.jsonl, &delivery.webhook];
                let ways: Vec<&str> = ways.into_iter().flatten().map(String::as_str).collect();
                vec![alert.name.clone(), alert.query.to_string(), ways.join(" ")]
            };
            columns(&mut out, &archive.alerts()?.iter().map(row).collect::<Vec<_>>())?;
        }
        AlertTask::Remove { name, archive } => {
            Archive::open(&archive.archive, Mode::Write)?.remove_alert(name)?;
        }
        AlertTask::Deliver { archive, allow_private } => {
            let mut archive = Archive::open(&archive.archive, Mode::Write)?;
            let (delivered, wrong) = deliver(&mut archive, *allow_private)?;
            wrong.iter().for_each(|message| eprintln!("{message}"));
            eprintln!("{delivered} delivered");
            if !wrong.is_empty() {
                return Ok(Outcome::SomeUnreadable);
            }
        }
    }
    Ok(Outcome::Whole)
}
