//! Prints the record of each page named on the command line.
use std::io::Write as _;

use dateline::read::{Hints, Page};
use dateline::{Engine, Record};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let engine = Engine::new()?;
    let mut out = std::io::stdout().lock();
    for path in std::env::args().skip(1) {
        // A file of text stays one, even if it speaks of tags.
        let content_type = path.ends_with(".txt").then(|| "text/plain".to_owned());
        let page = Page::new(&std::fs::read(&path)?, Hints { content_type, ..Hints::default() });
        let doc = engine.read(&page);
        serde_json::to_writer_pretty(&mut out, &Record::of(&doc))?;
        writeln!(out)?;
    }
    Ok(())
}
