//! `dateline compact`: an archive without the room that it does not need.
use std::fs;

use anyhow::Result;
use dateline_archive::{Archive, Mode};

use crate::Outcome;
use crate::args::Check;

/// Writes an archive anew, and says what that has saved if it is a file.
pub fn run(request: &Check) -> Result<Outcome> {
    let name = &request.archive.archive;
    let size = || fs::metadata(name).map(|file| file.len()).ok();
    let mut archive = Archive::open(name, Mode::Write)?;
    let before = size();
    archive.compact()?;
    match before.zip(size()) {
        Some((before, after)) => eprintln!("{name}: {before} bytes before, {after} now"),
        None => eprintln!("the archive is compact"),
    }
    Ok(Outcome::Whole)
}
