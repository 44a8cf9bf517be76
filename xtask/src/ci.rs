//! What CI runs, and the parts of it that are useful alone.
use std::fs;
use std::io::{BufRead as _, BufReader};
use std::process::{Command, Stdio};
use std::time::Instant;

use anyhow::{Context, Result, bail};

use crate::{gates, project, tidy};

/// The stages whose data files have examples.
const STAGES: [&str; 7] = ["article", "language", "entities", "times", "places", "statements", "events"];

/// Format, lints, tests with the goldens, the project's own rules, documentation, and the quality gates.
pub fn run() -> Result<()> {
    let start = Instant::now();
    step("format", || cargo(&["fmt", "--all", "--check"], &[]))?;
    step("tidy", tidy::run)?;
    step("lints", || {
        cargo(&["clippy", "--workspace", "--all-targets", "--quiet", "--", "-D", "warnings"], &[])
    })?;
    let mut count = Count::default();
    step("tests", || {
        count = tests(&readme_tests()?)?;
        Ok(())
    })?;
    step("documentation", || {
        cargo(&["doc", "--workspace", "--no-deps", "--quiet"], &[("RUSTDOCFLAGS", "-D warnings")])
    })?;
    step("gates", gates::run)?;
    println!(
        "ci: all is well; {} tests passed, {} ignored, in {} s",
        count.passed,
        count.ignored,
        start.elapsed().as_secs()
    );
    Ok(())
}

/// The examples in the data files of a stage, which are unit tests of its module.
pub fn examples(stage: Option<&str>) -> Result<()> {
    let mut arguments = vec!["test", "--package", "dateline", "--lib", "--"];
    let filter;
    if let Some(stage) = stage {
        if !STAGES.contains(&stage) {
            bail!("there is no stage `{stage}`; there is: {}", STAGES.join(", "));
        }
        filter = format!("{stage}::");
        arguments.push(&filter);
    }
    let count = tests(&arguments)?;
    if count.passed == 0 {
        bail!("no example was run");
    }
    Ok(())
}

fn step(name: &str, run: impl FnOnce() -> Result<()>) -> Result<()> {
    eprintln!("== {name}");
    let start = Instant::now();
    run().with_context(|| format!("{name} failed"))?;
    eprintln!("== {name}: done in {} s", start.elapsed().as_secs());
    Ok(())
}

/// The test command that the README gives, so that what it promises is what runs.
fn readme_tests() -> Result<Vec<String>> {
    let path = project::root().join("README.md");
    let text = fs::read_to_string(&path).with_context(|| format!("cannot read `{}`", path.display()))?;
    let line = text.lines().find(|line| line.starts_with("cargo test"));
    let line = line.context("the README has no line that begins with `cargo test`")?;
    Ok(line.split_whitespace().skip(1).map(str::to_owned).collect())
}

#[derive(Default)]
struct Count {
    passed: u64,
    ignored: u64,
}

/// Runs tests and adds up what cargo says of them.
fn tests<S: AsRef<str>>(arguments: &[S]) -> Result<Count> {
    let arguments: Vec<&str> = arguments.iter().map(AsRef::as_ref).collect();
    let mut child = command(&arguments, &[]).stdout(Stdio::piped()).spawn().context("cannot run cargo")?;
    let mut count = Count::default();
    for line in BufReader::new(child.stdout.take().context("no output")?).lines() {
        let line = line?;
        println!("{line}");
        if line.starts_with("test result:") {
            count.passed += number_before(&line, " passed");
            count.ignored += number_before(&line, " ignored");
        }
    }
    if !child.wait()?.success() {
        bail!("`cargo {}` failed", arguments.join(" "));
    }
    println!("{} tests passed, {} ignored", count.passed, count.ignored);
    Ok(count)
}

/// "test result: ok. 12 passed; 0 failed; 1 ignored" has 12 before " passed".
fn number_before(line: &str, word: &str) -> u64 {
    let before = line.split(word).next().unwrap_or("");
    before.rsplit(' ').next().and_then(|number| number.parse().ok()).unwrap_or(0)
}

fn cargo(arguments: &[&str], environment: &[(&str, &str)]) -> Result<()> {
    let status = command(arguments, environment).status().context("cannot run cargo")?;
    if !status.success() {
        bail!("`cargo {}` failed", arguments.join(" "));
    }
    Ok(())
}

fn command(arguments: &[&str], environment: &[(&str, &str)]) -> Command {
    eprintln!("cargo {}", arguments.join(" "));
    let mut command = Command::new(env!("CARGO"));
    command.args(arguments).envs(environment.iter().copied()).current_dir(project::root());
    command
}
