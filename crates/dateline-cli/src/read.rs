//! `dateline read`: pages in, records out, in the order of the input whatever the number of jobs.
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use dateline::read::Input;
use dateline::{Stage, export};

use crate::args::{EventFormat, Format, Read};
use crate::pipeline::{Pipeline, count, progress};
use crate::{Outcome, engine, render};

/// Reads what was asked for.
pub fn run(request: &Read) -> Result<Outcome> {
    let engine = engine(&request.pages.page)?;
    let (pages, page) = (&request.pages.inputs, &request.pages.page);
    let pipeline = Pipeline { inputs: pages, page, jobs: request.pages.jobs };
    let many = pipeline.is_many();
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
    let last = last_stage(request, format);
    let read = |input: Input| {
        let doc = engine.run(&input.into_page(), last, false);
        let bytes = render::document(&doc, format, &request.only, request.tokens)?;
        Ok((bytes, doc.text.is_empty()))
    };
    pipeline.run(read, |done| {
        match done {
            Ok((bytes, is_unreadable)) => {
                if array && summary.pages > 0 {
                    out.write_all(b",\n")?;
                }
                if format == Format::Quotes && summary.pages > 0 {
                    out.write_all(b"\n")?;
                }
                summary.pages += 1;
                summary.unreadable += u64::from(is_unreadable);
                out.write_all(&bytes)?;
            }
            Err(message) => {
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

/// The last stage that the output needs.
fn last_stage(request: &Read, format: Format) -> Stage {
    match format {
        Format::Json | Format::Jsonl => {
            request.only.iter().map(|layer| layer.stage()).max().unwrap_or(Stage::Events)
        }
        Format::Quotes | Format::QuotesCsv => Stage::Statements,
        Format::Events(_) => Stage::Events,
        Format::Text | Format::Markdown | Format::Jsonld | Format::Ninjs => Stage::Article,
    }
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
