//! The seed page: one real page with what a careful reader finds in it.
use std::fs;
use std::process::Command;

use anyhow::{Context, Result};
use dateline::read::{Hints, Page};
use dateline::{Engine, Record};
use serde_json::{Map, Value};

use crate::project;
use crate::score::Scores;

/// The number of expectations that hold, in all and per layer; none if the page is not there.
pub fn score() -> Result<Option<Scores>> {
    let folder = project::shared().join("seed");
    let Ok(input) = fs::read(folder.join("page.txt")) else { return Ok(None) };
    let hints = Hints { content_type: Some("text/plain; charset=utf-8".to_owned()), ..Hints::default() };
    let doc = Engine::new()?.read(&Page::new(&input, hints));
    let record = Record::of(&doc);
    let path = std::env::temp_dir().join(format!("dateline-seed-{}.json", std::process::id()));
    fs::write(&path, serde_json::to_vec(&record)?)
        .with_context(|| format!("cannot write `{}`", path.display()))?;
    let output = Command::new("python3").arg(folder.join("check.py")).arg(&path).output();
    let _ = fs::remove_file(&path);
    let output = output.context("cannot run python3, which the seed page's check needs")?;
    // It exits with 1 while anything is missed.
    let printed: Value = serde_json::from_slice(&output.stdout).with_context(|| {
        format!("check.py printed no JSON: {}", String::from_utf8_lossy(&output.stderr).trim())
    })?;
    let mut values = Map::new();
    for name in ["found", "expected"] {
        values.insert(name.to_owned(), printed[name].clone());
    }
    for (layer, count) in printed["layers"].as_object().into_iter().flatten() {
        let found = count.as_str().and_then(|count| count.split('/').next()?.parse::<u64>().ok());
        values.insert(layer.clone(), found.into());
    }
    Ok(Some(Scores { set: "page".to_owned(), values }))
}
