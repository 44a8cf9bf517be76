//! A document in the form that was asked for.
use std::io::{self, Write as _};

use anyhow::Result;
use dateline::doc::Document;
use dateline::{Record, export};

use crate::args::{EventFormat, Format, Layer};

/// The document as bytes, with a newline at the end.
pub fn document(doc: &Document, format: Format, only: &[Layer], tokens: bool) -> Result<Vec<u8>> {
    let mut out = match format {
        Format::Json | Format::Jsonl => {
            let mut record = Record::of(doc);
            record.with_tokens = tokens || only.contains(&Layer::Tokens);
            if !only.is_empty() {
                record.only = Some(only.iter().map(|layer| layer.key().to_owned()).collect());
            }
            if format == Format::Json {
                serde_json::to_vec_pretty(&record)?
            } else {
                serde_json::to_vec(&record)?
            }
        }
        Format::Text => return Ok(export::text(doc).into_bytes()),
        Format::Markdown => return Ok(export::markdown(doc).into_bytes()),
        Format::Quotes => return Ok(export::quotes(doc).into_bytes()),
        Format::QuotesCsv => return Ok(export::quotes_csv(doc).into_bytes()),
        Format::Events(format) => return Ok(events(doc, format).into_bytes()),
        Format::Jsonld => serde_json::to_vec(&export::jsonld(doc))?,
        Format::Ninjs => serde_json::to_vec(&export::ninjs(doc))?,
    };
    out.push(b'\n');
    Ok(out)
}

fn events(doc: &Document, format: EventFormat) -> String {
    match format {
        EventFormat::Table => export::events_table(doc),
        EventFormat::Plover => export::plover_jsonl(doc),
        EventFormat::PloverCsv => export::plover_csv(doc),
        EventFormat::Gdelt => export::gdelt(doc, false),
        EventFormat::GdeltAll => export::gdelt(doc, true),
    }
}

/// Prints the licences of the data that is built in.
pub fn licences() -> Result<()> {
    Ok(io::stdout().lock().write_all(include_str!("../../../DATA-LICENSES.md").as_bytes())?)
}
