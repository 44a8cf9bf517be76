//! Golden files: pages with all the facts that are expected on them.
//!
//! `golden/<area>/<slug>/` has `page.html` or `page.txt`, `source.toml` and `expected.txt`. The test below fails on any
//! difference; `cargo xtask bless` is the only writer.
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use dateline::doc::Date;
use dateline::read::{Hints, Page};
use dateline::{Engine, export};
use serde::Deserialize;

use crate::project;

/// A page and what is expected on it.
pub struct Golden {
    /// The area and the slug: `article/caption_twice`.
    pub name: String,
    folder: PathBuf,
    page: PathBuf,
    source: Source,
}

/// `source.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "origin, licence and date are required of the file, and read by people")]
struct Source {
    origin: String,
    licence: String,
    date: String,
    url: Option<String>,
    published: Option<String>,
}

/// All goldens, in the order of their names.
pub fn all() -> Result<Vec<Golden>> {
    let mut goldens = Vec::new();
    for area in folders(&project::root().join("golden"))? {
        for folder in folders(&area)? {
            goldens.push(Golden::open(folder)?);
        }
    }
    Ok(goldens)
}

/// The number of goldens that were rewritten, after printing their names.
pub fn bless() -> Result<usize> {
    let engine = Engine::new()?;
    let mut changed = 0;
    for golden in all()? {
        let found = golden.found(&engine)?;
        if golden.expected() != found {
            fs::write(golden.folder.join("expected.txt"), found)
                .with_context(|| format!("cannot write in `{}`", golden.folder.display()))?;
            println!("blessed golden/{}", golden.name);
            changed += 1;
        }
    }
    Ok(changed)
}

impl Golden {
    fn open(folder: PathBuf) -> Result<Golden> {
        let pages = ["page.html", "page.txt"].map(|name| folder.join(name));
        let Some(page) = pages.into_iter().find(|page| page.exists()) else {
            bail!("`{}` has no page.html and no page.txt", folder.display());
        };
        let path = folder.join("source.toml");
        let text = fs::read_to_string(&path).with_context(|| format!("cannot read `{}`", path.display()))?;
        let source = toml::from_str(&text).with_context(|| format!("`{}` is wrong", path.display()))?;
        let mut names: Vec<_> = folder.iter().rev().take(2).map(|name| name.to_string_lossy()).collect();
        names.reverse();
        Ok(Golden { name: names.join("/"), page, source, folder })
    }

    /// What `expected.txt` says; nothing if the golden is new.
    pub fn expected(&self) -> String {
        fs::read_to_string(self.folder.join("expected.txt")).unwrap_or_default()
    }

    /// What the engine says now.
    pub fn found(&self, engine: &Engine) -> Result<String> {
        let bytes = fs::read(&self.page).with_context(|| format!("cannot read `{}`", self.page.display()))?;
        let published = match &self.source.published {
            Some(day) => Some(Date::parse(day).with_context(|| format!("{}: no date: {day}", self.name))?),
            None => None,
        };
        let plain = self.page.extension().is_some_and(|e| e == "txt");
        let hints = Hints {
            url: self.source.url.clone(),
            published: published.map(Into::into),
            content_type: plain.then(|| "text/plain; charset=utf-8".to_owned()),
            ..Hints::default()
        };
        Ok(export::facts(&engine.read(&Page::new(&bytes, hints))))
    }
}

fn folders(of: &Path) -> Result<Vec<PathBuf>> {
    let entries = fs::read_dir(of).with_context(|| format!("cannot read `{}`", of.display()))?;
    let mut paths: Vec<PathBuf> = entries.map(|entry| Ok(entry?.path())).collect::<Result<_>>()?;
    paths.retain(|path| path.is_dir());
    paths.sort();
    Ok(paths)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_engine_says_what_the_goldens_say() {
        let engine = Engine::new().unwrap();
        let mut differences = String::new();
        for golden in all().unwrap() {
            let (expected, found) = (golden.expected(), golden.found(&engine).unwrap());
            if expected != found {
                let diff = similar::TextDiff::from_lines(&expected, &found);
                let diff = diff.unified_diff().context_radius(2).to_string();
                differences.push_str(&format!("golden/{}:\n{diff}\n", golden.name));
            }
        }
        let hint = "read the difference; if it is meant, run `cargo xtask bless`";
        assert!(differences.is_empty(), "{hint}\n\n{differences}");
    }
}
