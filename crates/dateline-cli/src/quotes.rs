//! `dateline quotes`: the statements of pages, for those who want nothing else.
use anyhow::Result;

use crate::args::{Format, Quotes, QuotesFormat, Read};
use crate::{Outcome, read};

/// Reads the pages as far as their statements and writes those.
pub fn run(request: &Quotes) -> Result<Outcome> {
    let csv = match request.format {
        Some(format) => format == QuotesFormat::Csv,
        None => {
            let output = request.pages.output.as_ref();
            output.is_some_and(|path| path.extension().is_some_and(|e| e == "csv"))
        }
    };
    let format = Some(if csv { Format::QuotesCsv } else { Format::Quotes });
    read::run(&Read { pages: request.pages.clone(), format, only: Vec::new(), tokens: false })
}
