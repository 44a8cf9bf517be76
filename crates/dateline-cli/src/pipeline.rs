//! The way of pages through the command: inputs to workers, results back in the order of the inputs.
use std::collections::BTreeMap;
use std::io::{self, IsTerminal, Read as _};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, sync_channel};
use std::sync::{Mutex, PoisonError};
use std::thread;

use anyhow::Result;
use dateline::read::{Input, InputError, Page, is_archive, walk};
use indicatif::{ProgressBar, ProgressStyle};

use crate::args::About;
use crate::hints;

/// The inputs and how they are read.
pub struct Pipeline<'a> {
    /// Files, folders, WARC archives, or `-` for standard input.
    pub inputs: &'a [PathBuf],
    /// What is known about them from outside.
    pub page: &'a About,
    /// How many pages are read at once.
    pub jobs: u16,
}

/// Takes an input, or what went wrong with one; false if no more are wanted.
pub type Send<'a> = dyn FnMut(Result<Input, String>) -> bool + 'a;

/// An input, or why it could not be read.
type Job = (u64, Result<Input, String>);

impl Pipeline<'_> {
    /// Reads every input by `read`, and hands what comes of them to `seen`; see [`run`].
    pub fn run<T: std::marker::Send>(
        &self,
        read: impl Fn(Input) -> Result<T> + Sync,
        seen: impl FnMut(Result<T, String>) -> Result<()>,
    ) -> Result<()> {
        run(self.jobs, |send| self.feed(send), read, seen)
    }

    /// True if there may be more than one page.
    pub fn is_many(&self) -> bool {
        self.inputs.len() > 1 || self.inputs.iter().any(|path| path.is_dir() || is_archive(path, &[]))
    }

    /// Sends every input until no more are wanted.
    fn feed(&self, send: &mut Send<'_>) {
        for path in self.inputs {
            if path.as_os_str() == "-" {
                if !send(self.standard_input()) {
                    return;
                }
                continue;
            }
            for input in walk([path]) {
                let input = input.map_err(|error| explain(&error)).map(|mut input| {
                    let given = hints(self.page, String::new());
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

    fn standard_input(&self) -> Result<Input, String> {
        let mut bytes = Vec::new();
        let limit = Page::MAX_BYTES as u64 + 1;
        io::stdin()
            .lock()
            .take(limit)
            .read_to_end(&mut bytes)
            .map_err(|e| format!("error: standard input: {e}"))?;
        Ok(Input { hints: hints(self.page, "-".to_owned()), bytes, warnings: Vec::new() })
    }
}

/// Reads what `source` sends by `read`, with `jobs` threads, and hands what comes of it to `seen`, in order: the result, or
/// what went wrong with one. At most `4 * jobs` pages are held.
///
/// A panic while reading is our mistake: it is caught here and says which page.
pub fn run<T: std::marker::Send>(
    jobs: u16,
    source: impl FnOnce(&mut Send<'_>) + std::marker::Send,
    read: impl Fn(Input) -> Result<T> + Sync,
    mut seen: impl FnMut(Result<T, String>) -> Result<()>,
) -> Result<()> {
    let jobs = usize::from(jobs);
    let (to_workers, work) = sync_channel::<Job>(jobs);
    let (to_writer, done) = sync_channel::<(u64, Result<T, String>)>(jobs);
    let (work, read) = (&Mutex::new(work), &read);
    thread::scope(|scope| {
        scope.spawn(move || {
            let mut number = 0;
            source(&mut |input| {
                number += 1;
                to_workers.send((number - 1, input)).is_ok()
            });
        });
        for _ in 0..jobs {
            let to_writer = to_writer.clone();
            scope.spawn(move || {
                while let Some((number, input)) = next(work) {
                    let result = input.and_then(|input| caught(input, read));
                    if to_writer.send((number, result)).is_err() {
                        return; // the writer has stopped: a closed pipe or a full disk
                    }
                }
            });
        }
        drop(to_writer);
        let result = in_order(&done, &mut seen);
        // Whoever still waits for a place in a queue must see that nobody listens.
        drop(done);
        let drained = work.lock().unwrap_or_else(PoisonError::into_inner);
        while result.is_err() && drained.recv().is_ok() {}
        result
    })
}

fn caught<T>(input: Input, read: impl Fn(Input) -> Result<T>) -> Result<T, String> {
    let name = input.hints.uri.clone().unwrap_or_default();
    match catch_unwind(AssertUnwindSafe(|| read(input))) {
        Ok(Ok(done)) => Ok(done),
        Ok(Err(error)) => Err(format!("error: `{name}`: {error:#}")),
        Err(_) => Err(format!(
            "error: `{name}`: dateline stumbled over this page\nhint: this is a mistake of ours; please report the page"
        )),
    }
}

fn next(work: &Mutex<Receiver<Job>>) -> Option<Job> {
    work.lock().unwrap_or_else(PoisonError::into_inner).recv().ok()
}

fn in_order<T>(done: &Receiver<(u64, T)>, seen: &mut impl FnMut(T) -> Result<()>) -> Result<()> {
    let mut waiting = BTreeMap::new();
    let mut due = 0;
    for (number, result) in done {
        waiting.insert(number, result);
        while let Some(result) = waiting.remove(&due) {
            seen(result)?;
            due += 1;
        }
    }
    Ok(())
}

fn explain(error: &InputError) -> String {
    let hint = error.hint.map(|hint| format!("\nhint: {hint}")).unwrap_or_default();
    format!("error: `{}`: {}{hint}", error.path.display(), error.message)
}

/// A bar on a terminal, nothing elsewhere.
pub fn progress(many: bool) -> ProgressBar {
    if !many || !io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new_spinner();
    if let Ok(style) = ProgressStyle::with_template("{spinner} {pos} pages, {per_sec}, {elapsed}") {
        bar.set_style(style);
    }
    bar
}

/// "1 page", "2 pages"
pub fn count(number: u64, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
}
