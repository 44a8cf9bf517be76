//! Other forms of a document: CoNLL-U, plain text, Markdown, schema.org JSON-LD and IPTC ninjs, a fact a line, and its
//! statements and events as rows.
mod cells;
mod conllu;
mod facts;
mod groups;
mod jsonld;
mod markdown;
mod ninjs;
mod plover;
mod quotes;
mod rows;
mod text;

pub use cells::escaped as csv_cell;
pub use conllu::conllu;
pub use facts::facts;
pub use jsonld::jsonld;
pub use markdown::markdown;
pub use ninjs::ninjs;
pub use plover::{Plover, plover, plover_country};
pub use quotes::{QUOTES_COLUMNS, quotes, quotes_csv, quotes_csv_header};
pub use rows::{PLOVER_COLUMNS, events_table, gdelt, plover_csv, plover_jsonl};
pub use text::text;

use crate::doc::{Document, ZoneKind};

/// The body as plain text, a blank line between paragraphs.
fn body(doc: &Document) -> String {
    let zones = Document::items(&doc.zones).iter().filter(|zone| zone.kind.is_body());
    zones.map(|zone| doc.words(zone.span)).collect::<Vec<_>>().join("\n\n")
}

/// The names of the authors.
fn authors(doc: &Document) -> Vec<&str> {
    doc.article.iter().flat_map(|a| &a.authors).map(|a| a.value.as_str()).collect()
}

/// The first paragraph or standfirst.
fn lead(doc: &Document) -> Option<&str> {
    let zones = Document::items(&doc.zones);
    zones.iter().find(|zone| zone.kind == ZoneKind::Paragraph).map(|zone| doc.words(zone.span))
}

/// A small document for the examples of this module.
#[cfg(test)]
fn sample() -> Document {
    let page = crate::read::Page::new(
        b"# Port of Almer reopens\n\nBy Ana Ruiz\n\nThe port of Almer reopened on Monday after a storm, its master said.\n\n\
          The storm had closed it for a week and had cut the island off from the mainland.\n",
        crate::read::Hints { url: Some("https://example.org/port".to_owned()), ..Default::default() },
    );
    crate::Engine::new().unwrap().run(&page, crate::Stage::Article, false)
}
