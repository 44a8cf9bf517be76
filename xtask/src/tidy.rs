//! `cargo xtask tidy`: what may know what, where files and clocks are out of bounds, lengths, and data files.
mod data;
mod edges;
mod source;

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use serde::Deserialize;

use crate::project;

/// The longest file that surely holds one concept, tests not counted.
const LINES: usize = 400;

/// Something that is out of order.
pub struct Fault {
    /// The path below the root.
    pub file: String,
    /// What is wrong, in a word or two; exceptions name it.
    pub what: String,
    /// What is wrong, for people.
    pub message: String,
}

/// `xtask/tidy.toml`.
#[derive(Deserialize)]
struct Exceptions {
    #[serde(default)]
    exception: Vec<Exception>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Exception {
    file: String,
    allows: String,
    reason: String,
}

/// Checks the sources and the data. An exception that nothing needs is a fault as well.
pub fn run() -> Result<()> {
    let root = project::root();
    let path = root.join("xtask/tidy.toml");
    let text = fs::read_to_string(&path).with_context(|| format!("cannot read `{}`", path.display()))?;
    let exceptions: Exceptions = toml::from_str(&text).context("`xtask/tidy.toml` is wrong")?;
    let mut needed = vec![false; exceptions.exception.len()];
    let mut faults = Vec::new();
    for fault in all(&root)? {
        let allowed = exceptions
            .exception
            .iter()
            .position(|e| e.file == fault.file && e.allows == fault.what && !e.reason.is_empty());
        match allowed {
            Some(at) => needed[at] = true,
            None => faults.push(format!("{}: {}: {}", fault.file, fault.what, fault.message)),
        }
    }
    for (exception, needed) in exceptions.exception.iter().zip(needed) {
        if !needed {
            let (file, what) = (&exception.file, &exception.allows);
            faults.push(format!("xtask/tidy.toml: nothing needs the exception for `{what}` in {file}"));
        }
    }
    if !faults.is_empty() {
        bail!("{} things are out of order:\n  {}", faults.len(), faults.join("\n  "));
    }
    Ok(())
}

/// Brings the data files into their form: sorted, trimmed, one line break at the end.
pub fn fmt_data() -> Result<()> {
    data::format(&project::root())
}

fn all(root: &Path) -> Result<Vec<Fault>> {
    let mut faults = Vec::new();
    for folder in ["crates", "xtask"] {
        for path in files(&root.join(folder), "rs")? {
            let text =
                fs::read_to_string(&path).with_context(|| format!("cannot read `{}`", path.display()))?;
            let file = below(root, &path);
            // Tests are not counted, whether in the file or beside it.
            let lines = if source::is_test(&file) { 0 } else { source::code(&text).lines().count() };
            if lines > LINES {
                faults.push(Fault {
                    file: file.clone(),
                    what: "length".to_owned(),
                    message: format!("{lines} lines without tests; is there a second concept in it?"),
                });
            }
            faults.extend(edges::faults(&file, &text));
        }
        for path in files(&root.join(folder), "toml")? {
            let file = below(root, &path);
            if file.ends_with("Cargo.toml")
                && !fs::read_to_string(&path)?.contains("[lints]\nworkspace = true")
            {
                let message = "the manifest does not take the lints of the workspace".to_owned();
                faults.push(Fault { file, what: "lints".to_owned(), message });
            }
        }
    }
    faults.extend(data::faults(root)?);
    Ok(faults)
}

/// The files with this extension below a folder, in the order of their paths.
fn files(folder: &Path, extension: &str) -> Result<Vec<PathBuf>> {
    let (mut open, mut found) = (vec![folder.to_owned()], Vec::new());
    while let Some(folder) = open.pop() {
        let entries = fs::read_dir(&folder).with_context(|| format!("cannot read `{}`", folder.display()))?;
        for entry in entries {
            let path = entry?.path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|e| e == extension) {
                found.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}

fn below(root: &Path, path: &Path) -> String {
    path.strip_prefix(root).unwrap_or(path).to_string_lossy().replace('\\', "/")
}
