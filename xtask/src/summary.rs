//! `golden/SUMMARY.tsv`: the scores on the development sets, so that a diff shows facts and their price together.
use std::fmt::Write as _;
use std::fs;

use anyhow::{Context, Result};
use serde_json::Value;

use crate::project;
use crate::score::{self, Request, Scores};

/// Scores every area whose benchmark is there and rewrites the summary. Times are left out: they differ by machine.
///
/// The lines of an area whose benchmark is not there are kept as they are.
pub fn write() -> Result<()> {
    let path = project::root().join("golden/SUMMARY.tsv");
    let old = fs::read_to_string(&path).unwrap_or_default();
    let mut rows: Vec<String> = Vec::new();
    for area in score::areas() {
        let mut sets = Vec::new();
        if score::is_here(area) {
            score::each(&Request { area: area.to_owned(), ..Request::default() }, |set| sets.push(set))?;
        }
        rows.extend(lines(area, &sets, &old));
    }
    let mut text = String::from(
        "# Scores on the development sets; `cargo xtask bless --scores` writes this file, `cargo xtask score <area>` prints it.\n\
         area\tset\tmeasure\tvalue\n",
    );
    for row in rows {
        let _ = writeln!(text, "{row}");
    }
    fs::write(&path, text).with_context(|| format!("cannot write `{}`", path.display()))
}

/// True for measures of time.
fn is_time(measure: &str) -> bool {
    measure.starts_with("ms_") || measure.ends_with("_s_per_10k")
}

fn lines(area: &str, sets: &[Scores], old: &str) -> Vec<String> {
    if sets.is_empty() {
        let prefix = format!("{area}\t");
        return old.lines().filter(|line| line.starts_with(&prefix)).map(str::to_owned).collect();
    }
    let mut lines = Vec::new();
    for set in sets {
        for (measure, value) in set.values.iter().filter(|(measure, _)| !is_time(measure)) {
            if let Value::Number(value) = value {
                lines.push(format!("{area}\t{}\t{measure}\t{value}", set.set));
            }
        }
    }
    lines
}
