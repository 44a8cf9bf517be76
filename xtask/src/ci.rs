//! What CI runs, and the parts of it that are useful alone.
use std::process::Command;

use anyhow::{Context, Result, bail};

/// Formatting, lints, tests and documentation.
pub fn run() -> Result<()> {
    cargo(&["fmt", "--all", "--check"], &[])?;
    cargo(&["clippy", "--workspace", "--all-targets", "--quiet", "--", "-D", "warnings"], &[])?;
    cargo(&["test", "--workspace"], &[])?;
    cargo(&["doc", "--workspace", "--no-deps", "--quiet"], &[("RUSTDOCFLAGS", "-D warnings")])
}

/// The examples in the data files of a stage, which are unit tests of its module.
pub fn examples(stage: Option<&str>) -> Result<()> {
    match stage {
        Some(stage) => cargo(&["test", "--package", "dateline", "--lib", &format!("{stage}::")], &[]),
        None => cargo(&["test", "--package", "dateline", "--lib"], &[]),
    }
}

/// Rewrites `golden/*/*/expected.txt` by running the golden test as its only writer.
pub fn bless() -> Result<()> {
    cargo(&["test", "--package", "dateline", "--test", "golden"], &[("DATELINE_BLESS", "1")])
}

fn cargo(arguments: &[&str], environment: &[(&str, &str)]) -> Result<()> {
    eprintln!("cargo {}", arguments.join(" "));
    let root = crate::project::root();
    let status = Command::new(env!("CARGO"))
        .args(arguments)
        .envs(environment.iter().copied())
        .current_dir(root)
        .status()
        .context("cannot run cargo")?;
    if !status.success() {
        bail!("`cargo {}` failed", arguments.join(" "));
    }
    Ok(())
}
