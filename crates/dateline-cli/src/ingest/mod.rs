//! `dateline ingest`: pages into an archive.
mod lines;
mod net;

use std::fs::{File, OpenOptions};
use std::io::Write as _;
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use dateline::read::{Hints, Input};
use dateline::{Engine, Record};
use dateline_archive::{Added, Archive, Incoming, Mode, StoredPage};
use indicatif::ProgressBar;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::args::{Ingest, Window};
use crate::deliver::deliver;
use crate::pipeline::{self, Pipeline, count, progress};
use crate::{Outcome, engine};
use net::Net;

/// The name by which the archive keeps what is known of its feeds.
const FEEDS: &str = "feeds";
/// How long a page waits at most to be made last.
const PATIENCE: Duration = Duration::from_secs(1);
/// Articles after which stories are brought up to date, though more come.
const JOIN_AFTER: u64 = 20_000;

/// Reads what was asked for into the archive.
pub fn run(request: &Ingest) -> Result<Outcome> {
    let engine = engine(&request.page)?;
    let name = &request.archive.archive;
    let mut archive = Archive::open(name, Mode::Write)?;
    if let Some(Window(window)) = request.window {
        archive.set_window(window)?;
    }
    let (mut net, files) = Net::of(request, archive.kept(FEEDS)?.as_deref())?;
    let (lines, files): (Vec<PathBuf>, Vec<PathBuf>) =
        files.into_iter().partition(|path| lines::is_lines(path));
    if request.follow && net.is_none() {
        anyhow::bail!("--follow needs the address of a feed or sitemap");
    }
    let known = Mutex::new(Archive::open(name, Mode::Read)?);
    let jobs = request.jobs.unwrap_or_else(|| thread::available_parallelism().map_or(1, |n| n.get() as u16));
    let pipeline = Pipeline { inputs: &files, page: &request.page, jobs };
    let bar = progress(pipeline.is_many() || net.is_some() || !lines.is_empty());
    let mut ingest = Ingesting {
        archive,
        acknowledged: acknowledged(request)?,
        bar: &bar,
        waiting: Vec::new(),
        batch: usize::from(request.batch),
        since: Instant::now(),
        summary: Summary::default(),
        unjoined: 0,
        allow_private: request.allow_private,
    };
    let start = Instant::now();
    let keep = !request.no_pages;
    let read = |input| read(&engine, &known, keep, input);
    pipeline.run(read, |done| ingest.done(done))?;
    for path in &lines {
        pipeline::run(jobs, |send| lines::read(path, send), read, |done| ingest.done(done))?;
    }
    ingest.flush()?;
    ingest.join()?;
    if let Some(net) = &mut net {
        loop {
            pipeline::run(jobs, |send| net.cycle(send), read, |done| ingest.done(done))?;
            ingest.flush()?;
            ingest.archive.keep(FEEDS, &net.kept()?)?;
            ingest.join()?;
            if !request.follow {
                break;
            }
            bar.suspend(|| ingest.summary.print(start.elapsed()));
            if !net.wait() {
                break;
            }
        }
    }
    // The last connection to close tidies up, and one that only reads cannot.
    drop(known);
    bar.finish_and_clear();
    ingest.summary.print(start.elapsed());
    let summary = &ingest.summary;
    let none = summary.new + summary.revisions + summary.known == 0;
    Ok(match summary.failed {
        0 => Outcome::Whole,
        _ if none => Outcome::Nothing,
        _ => Outcome::SomeUnreadable,
    })
}

fn acknowledged(request: &Ingest) -> Result<Option<File>> {
    let Some(path) = &request.acknowledge else { return Ok(None) };
    let file = OpenOptions::new().create(true).append(true).open(path);
    file.map(Some).with_context(|| format!("cannot write `{}`", path.display()))
}

/// A page, read or not.
enum Page {
    /// It is in the archive already.
    Known,
    /// Its record.
    Read(Box<Incoming>),
}

fn read(engine: &Engine, known: &Mutex<Archive>, keep: bool, input: Input) -> Result<Page> {
    let sha256 = Sha256::digest(&input.bytes);
    let uri = input.hints.uri.as_deref();
    if known.lock().unwrap_or_else(PoisonError::into_inner).knows(&sha256, uri)?.is_some() {
        return Ok(Page::Known);
    }
    let page = keep.then(|| StoredPage { bytes: input.bytes.clone(), hints: hints(&input.hints) });
    let record = serde_json::to_value(Record::of(&engine.read(&input.into_page())))?;
    Ok(Page::Read(Box::new(Incoming { record, page })))
}

/// What was known about a page from outside, to be kept with it.
fn hints(hints: &Hints) -> Value {
    let day = |moment: &Option<dateline::doc::Moment>| moment.map(|moment| moment.to_string());
    json!({
        "uri": hints.uri, "url": hints.url, "published": day(&hints.published), "listed": day(&hints.listed), "retrieved": day(&hints.retrieved),
        "content_type": hints.content_type,
    })
}

struct Ingesting<'a> {
    archive: Archive,
    acknowledged: Option<File>,
    bar: &'a ProgressBar,
    waiting: Vec<Incoming>,
    batch: usize,
    since: Instant,
    summary: Summary,
    unjoined: u64,
    allow_private: bool,
}

impl Ingesting<'_> {
    /// Takes what became of a page.
    fn done(&mut self, done: Result<Page, String>) -> Result<()> {
        match done {
            Ok(Page::Known) => self.summary.known += 1,
            Ok(Page::Read(page)) => self.take(*page)?,
            Err(message) => {
                self.summary.failed += u64::from(!message.starts_with("warning: "));
                self.bar.suspend(|| eprintln!("{message}"));
            }
        }
        self.bar.inc(1);
        Ok(())
    }

    fn take(&mut self, page: Incoming) -> Result<()> {
        if self.waiting.is_empty() {
            self.since = Instant::now();
        }
        self.waiting.push(page);
        if self.waiting.len() >= self.batch || self.since.elapsed() >= PATIENCE {
            self.flush()?;
        }
        if self.unjoined >= JOIN_AFTER {
            self.join()?;
        }
        Ok(())
    }

    /// Makes the waiting pages last. If one of them cannot be kept, the others still are.
    fn flush(&mut self) -> Result<()> {
        let pages = std::mem::take(&mut self.waiting);
        match self.archive.add(&pages) {
            Ok(added) => return self.acknowledge(&pages, &added),
            Err(error) if pages.len() < 2 || !error.is_of_one_page() => {
                if !error.is_of_one_page() {
                    return Err(error.into());
                }
                self.refuse(&pages, &error);
            }
            Err(_) => {
                for page in pages {
                    self.waiting.push(page);
                    self.flush()?;
                }
            }
        }
        Ok(())
    }

    fn refuse(&mut self, pages: &[Incoming], error: &dateline_archive::Error) {
        for page in pages {
            let name = page.record["source"]["uri"].as_str().unwrap_or("a page");
            self.summary.failed += 1;
            self.bar.suspend(|| {
                eprintln!(
                    "error: `{name}`: {error}\nhint: this is a mistake of ours; please report the page"
                );
            });
        }
    }

    fn acknowledge(&mut self, pages: &[Incoming], added: &[Added]) -> Result<()> {
        for (page, added) in pages.iter().zip(added) {
            let (id, what) = match added {
                Added::New(id) => (id, "new"),
                Added::Revision(id) => (id, "revision"),
                Added::Known(id) => (id, "known"),
            };
            match added {
                Added::New(_) => self.summary.new += 1,
                Added::Revision(_) => self.summary.revisions += 1,
                Added::Known(_) => self.summary.known += 1,
            }
            self.unjoined += u64::from(!matches!(added, Added::Known(_)));
            if let Some(file) = &mut self.acknowledged {
                let uri = page.record["source"]["uri"].as_str().unwrap_or("");
                writeln!(file, "{what}\t{id}\t{uri}").context("cannot write the acknowledgements")?;
            }
        }
        Ok(())
    }

    fn join(&mut self) -> Result<()> {
        self.unjoined = 0;
        let joined = self.archive.join()?;
        self.summary.stories += joined.created;
        let (_, wrong) = deliver(&mut self.archive, self.allow_private)?;
        wrong.iter().for_each(|message| self.bar.suspend(|| eprintln!("{message}")));
        Ok(())
    }
}

#[derive(Default)]
struct Summary {
    new: u64,
    revisions: u64,
    known: u64,
    failed: u64,
    stories: u64,
}

impl Summary {
    fn print(&self, elapsed: Duration) {
        let seconds = elapsed.as_secs_f64();
        let pages = self.new + self.revisions + self.known;
        eprintln!(
            "{}: {} new, {}, {} known already, {} failed; {} begun; {seconds:.1} s ({:.0} pages a second)",
            count(pages, "page"),
            self.new,
            count(self.revisions, "revision"),
            self.known,
            self.failed,
            count(self.stories, "story").replace("storys", "stories"),
            pages as f64 / seconds.max(1e-9)
        );
    }
}
