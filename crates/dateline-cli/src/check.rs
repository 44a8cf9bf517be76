//! `dateline check`: whether an archive is whole.
use std::io::{self, Write as _};

use anyhow::Result;
use dateline_archive::{Archive, Mode};

use crate::Outcome;
use crate::args::Check;
use crate::pipeline::count;

/// Says what is wrong with an archive.
pub fn run(request: &Check) -> Result<Outcome> {
    let mut archive = Archive::open(&request.archive.archive, Mode::Read)?;
    let mut out = io::stdout().lock();
    let (mut problems, mut written) = (0, Ok(()));
    archive.check(&mut |problem| {
        problems += 1;
        if written.is_ok() {
            written = writeln!(out, "{}: {}", problem.about, problem.what);
        }
    })?;
    written?;
    let articles = count(archive.count("articles")?, "article");
    if problems == 0 {
        eprintln!("{articles}, nothing wrong");
        return Ok(Outcome::Whole);
    }
    eprintln!("{articles}, {}", count(problems, "problem"));
    Ok(Outcome::SomeUnreadable)
}
