//! `dateline events`: what happened, as a table for people or as rows for others' tools.
use anyhow::Result;

use crate::args::{EventFormat, Events, Format, Read};
use crate::{Outcome, read};

/// Reads the pages and writes their events.
pub fn run(request: &Events) -> Result<Outcome> {
    let format = match request.format {
        EventFormat::Gdelt if request.all => EventFormat::GdeltAll,
        format => format,
    };
    let format = Some(Format::Events(format));
    read::run(&Read { pages: request.pages.clone(), format, only: Vec::new(), tokens: false })
}
