//! `dateline read`: pages in, records out, in the order of the input whatever the number of jobs.
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufWriter, IsTerminal, Read as _, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use dateline::read::{Input, InputError, Page, walk};
use dateline::{Engine, Stage, export};
use indicatif::{ProgressBar, ProgressStyle};

use crate::args::{EventFormat, Format, Read};
use crate::{Outcome, engine, hints, render};

/// Reads what was asked for.
pub fn run(request: &Read) -> Result<Outcome> {
    let engine = engine(&request.pages.page)?;
    let many = is_many(request);
    let format = request.format.unwrap_or_else(|| by_extension(request.pages.output.as_deref(), many));
    let mut out: Box<dyn Write> = match &request.pages.output {
        Some(path) => {
            let file = File::create(path).with_context(|| format!("cannot write `{}`", path.display()))?;
            Box::new(BufWriter::new(file))
        }
        None => Box::new(BufWriter::new(io::stdout().lock())),
    };
    let bar = progress(many);
    let start = Instant::now();
    let mut summary = Summary::default();
    let array = many && format == Format::Json;
    if array {
        out.write_all(b"[\n")?;
    }
    match format {
        Format::QuotesCsv => out.write_all(export::quotes_csv_header().as_bytes())?,
        Format::Events(EventFormat::PloverCsv) => writeln!(out, "{}", export::PLOVER_COLUMNS)?,
        _ => {}
    }
    pages(request, &engine, format, |done| {
        match done {
            Done::Page { bytes, unreadable } => {
                if array && summary.pages > 0 {
                    out.write_all(b",\n")?;
                }
                if format == Format::Quotes && summary.pages > 0 {
                    out.write_all(b"\n")?;
                }
                summary.pages += 1;
                summary.unreadable += u64::from(unreadable);
                out.write_all(&bytes)?;
            }
            Done::Failed(message) => {
                summary.failed += 1;
                bar.suspend(|| eprintln!("{message}"));
            }
        }
        bar.inc(1);
        Ok(())
    })?;
    if array {
        out.write_all(b"]\n")?;
    }
    out.flush()?;
    bar.finish_and_clear();
    if many {
        summary.print(start.elapsed());
    }
    if summary.pages == 0 && summary.failed > 0 {
        return Ok(Outcome::Nothing);
    }
    let whole = summary.unreadable + summary.failed == 0;
    Ok(if whole { Outcome::Whole } else { Outcome::SomeUnreadable })
}

#[derive(Default)]
struct Summary {
    pages: u64,
    unreadable: u64,
    failed: u64,
}

impl Summary {
    fn print(&self, elapsed: Duration) {
        let seconds = elapsed.as_secs_f64();
        let rate = self.pages as f64 / seconds.max(1e-9);
        eprintln!(
            "{} read, {} of them without text, {} failed, in {seconds:.1} s ({rate:.0} pages a second)",
            count(self.pages, "page"),
            self.unreadable,
            count(self.failed, "input")
        );
    }
}

/// "1 page", "2 pages"
fn count(number: u64, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
}

/// What became of one input.
enum Done {
    Page { bytes: Vec<u8>, unreadable: bool },
    Failed(String),
}

type Job = (u64, Result<Input, String>);

/// Reads every input with `jobs` threads and hands out the results in order. At most `4 * jobs` pages are held.
fn pages(
    request: &Read,
    engine: &Engine,
    format: Format,
    mut write: impl FnMut(Done) -> Result<()>,
) -> Result<()> {
    let jobs = usize::from(request.pages.jobs);
    let last = match format {
        Format::Json | Format::Jsonl => {
            request.only.iter().map(|layer| layer.stage()).max().unwrap_or(Stage::Events)
        }
        Format::Quotes | Format::QuotesCsv => Stage::Statements,
        Format::Events(_) => Stage::Events,
        Format::Text | Format::Markdown | Format::Jsonld | Format::Ninjs => Stage::Article,
    };
    let (to_workers, work) = sync_channel::<Job>(jobs);
    let (to_writer, done) = sync_channel::<(u64, Done)>(jobs);
    let work = &Mutex::new(work);
    thread::scope(|scope| {
        scope.spawn(move || feed(request, &to_workers));
        for _ in 0..jobs {
            let to_writer = to_writer.clone();
            scope.spawn(move || {
                while let Some((number, input)) = next(work) {
                    let result = match input {
                        Ok(input) => page(request, engine, format, last, input),
                        Err(message) => Done::Failed(message),
                    };
                    if to_writer.send((number, result)).is_err() {
                        return; // the writer has stopped: a closed pipe or a full disk
                    }
                }
            });
        }
        drop(to_writer);
        let result = in_order(&done, &mut write);
        // Whoever still waits for a place in a queue must see that nobody listens.
        drop(done);
        let drained = work.lock().unwrap_or_else(PoisonError::into_inner);
        while result.is_err() && drained.recv().is_ok() {}
        result
    })
}

fn next(work: &Mutex<Receiver<Job>>) -> Option<Job> {
    work.lock().unwrap_or_else(PoisonError::into_inner).recv().ok()
}

fn in_order(done: &Receiver<(u64, Done)>, write: &mut impl FnMut(Done) -> Result<()>) -> Result<()> {
    let mut waiting = BTreeMap::new();
    let mut due = 0;
    for (number, result) in done {
        waiting.insert(number, result);
        while let Some(result) = waiting.remove(&due) {
            write(result)?;
            due += 1;
        }
    }
    Ok(())
}

/// Sends every input to the workers, numbered.
fn feed(request: &Read, workers: &SyncSender<Job>) {
    let mut number = 0;
    let mut send = |input| {
        number += 1;
        workers.send((number - 1, input)).is_ok()
    };
    for path in &request.pages.inputs {
        if path.as_os_str() == "-" {
            if !send(standard_input(request)) {
                return;
            }
            continue;
        }
        for input in walk([path]) {
            let input = input.map_err(|error| explain(&error)).map(|mut input| {
                let given = hints(&request.pages.page, String::new());
                input.hints.url = given.url.or(input.hints.url);
                input.hints.published = given.published.or(input.hints.published);
                input.hints.retrieved = given.retrieved.or(input.hints.retrieved);
                input
            });
            if !send(input) {
                return;
            }
        }
    }
}

fn explain(error: &InputError) -> String {
    let hint = error.hint.map(|hint| format!("\nhint: {hint}")).unwrap_or_default();
    format!("error: `{}`: {}{hint}", error.path.display(), error.message)
}

fn standard_input(request: &Read) -> Result<Input, String> {
    let mut bytes = Vec::new();
    let limit = Page::MAX_BYTES as u64 + 1;
    io::stdin()
        .lock()
        .take(limit)
        .read_to_end(&mut bytes)
        .map_err(|e| format!("error: standard input: {e}"))?;
    Ok(Input { hints: hints(&request.pages.page, "-".to_owned()), bytes, warnings: Vec::new() })
}

/// Reads one page. A panic is our mistake: it is caught here and says which page.
fn page(request: &Read, engine: &Engine, format: Format, last: Stage, input: Input) -> Done {
    let name = input.hints.uri.clone().unwrap_or_default();
    let read = catch_unwind(AssertUnwindSafe(|| {
        let doc = engine.run(&input.into_page(), last, false);
        let bytes = render::document(&doc, format, &request.only, request.tokens)?;
        anyhow::Ok(Done::Page { bytes, unreadable: doc.text.is_empty() })
    }));
    match read {
        Ok(Ok(done)) => done,
        Ok(Err(error)) => Done::Failed(format!("error: `{name}`: {error:#}")),
        Err(_) => Done::Failed(format!(
            "error: `{name}`: dateline stumbled over this page\nhint: this is a mistake of ours; please report the page"
        )),
    }
}

fn is_many(request: &Read) -> bool {
    let holds_many = |path: &Path| {
        let name = path.to_string_lossy();
        path.is_dir() || name.ends_with(".warc") || name.ends_with(".warc.gz")
    };
    request.pages.inputs.len() > 1 || request.pages.inputs.iter().any(|path| holds_many(path))
}

fn by_extension(output: Option<&Path>, many: bool) -> Format {
    match output.and_then(|path| path.extension()).and_then(|e| e.to_str()) {
        Some("jsonl" | "ndjson") => Format::Jsonl,
        Some("json") => Format::Json,
        Some("md") => Format::Markdown,
        Some("txt") => Format::Text,
        _ if many => Format::Jsonl,
        _ => Format::Json,
    }
}

/// A bar on a terminal, nothing elsewhere.
fn progress(many: bool) -> ProgressBar {
    if !many || !io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new_spinner();
    if let Ok(style) = ProgressStyle::with_template("{spinner} {pos} pages, {per_sec}, {elapsed}") {
        bar.set_style(style);
    }
    bar
}
