//! `dateline quotes`: the statements of pages, for those who want nothing else.
use anyhow::Result;

use crate::args::{Format, Layer, Quotes, QuotesFormat, Read};
use crate::{Outcome, read};

/// Reads the pages as far as their statements and writes those.
pub fn run(request: &Quotes) -> Result<Outcome> {
    let csv = match request.format {
        Some(format) => format == QuotesFormat::Csv,
        None => request.output.as_ref().is_some_and(|path| path.extension().is_some_and(|e| e == "csv")),
    };
    read::run(&Read {
        inputs: request.inputs.clone(),
        page: request.page.clone(),
        output: request.output.clone(),
        format: Some(if csv { Format::QuotesCsv } else { Format::Quotes }),
        only: vec![Layer::Statements],
        tokens: false,
        jobs: request.jobs,
    })
}
