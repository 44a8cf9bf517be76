//! What CI runs, and the parts of it that are useful alone.
use std::fs;
use std::io::{BufRead as _, BufReader};
use std::process::{Command, Stdio};
use std::time::Instant;

use anyhow::{Context, Result, bail};

use crate::{gates, project, tidy};

/// The stages whose data files have examples.
const STAGES: [&str; 7] = ["article", "language", "entities", "times", "places", "statements", "events"];

/// Format, the project's own rules, lints, tests with the goldens, documentation, and the quality gates.
///
/// A step that fails does not keep the others from being run, so that one run tells all.
pub fn run() -> Result<()> {
    let start = Instant::now();
    let mut count = Count::default();
    let mut failed: Vec<&str> = Vec::new();
    let mut step = |name: &'static str, run: &mut dyn FnMut() -> Result<()>| {
        eprintln!("== {name}");
        let start = Instant::now();
        match run() {
            Ok(()) => eprintln!("== {name}: well, in {} s", start.elapsed().as_secs()),
            Err(error) => {
                eprintln!("error: {error:#}");
                failed.push(name);
            }
        }
    };
    step("format", &mut || cargo(&["fmt", "--all", "--check"], &[]));
    step("tidy", &mut tidy::run);
    step("lints", &mut || {
        // With the feature that the tests leave out.
        let features = "--features=dateline-cli/accurate,xtask/accurate";
        cargo(&["clippy", "--workspace", "--all-targets", features, "--quiet", "--", "-D", "warnings"], &[])
    });
    step("tests", &mut || tests(&readme_tests()?, &mut count));
    step("documentation", &mut || {
        cargo(&["doc", "--workspace", "--no-deps", "--quiet"], &[("RUSTDOCFLAGS", "-D warnings")])
    });
    step("gates", &mut gates::run);
    let (passed, ignored, seconds) = (count.passed, count.ignored, start.elapsed().as_secs());
    println!("ci: {passed} tests passed, {} failed, {ignored} ignored; {seconds} s", count.failed);
    if !failed.is_empty() {
        bail!("ci: {} failed", failed.join(", "));
    }
    println!("ci: all is well");
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
    let mut count = Count::default();
    tests(&arguments, &mut count)?;
    if count.passed == 0 {
        bail!("no example was run");
    }
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
    failed: u64,
    ignored: u64,
}

/// Runs tests and adds up what cargo says of them.
fn tests<S: AsRef<str>>(arguments: &[S], count: &mut Count) -> Result<()> {
    let arguments: Vec<&str> = arguments.iter().map(AsRef::as_ref).collect();
    let mut child = command(&arguments, &[]).stdout(Stdio::piped()).spawn().context("cannot run cargo")?;
    for line in BufReader::new(child.stdout.take().context("no output")?).lines() {
        let line = line?;
        println!("{line}");
        if line.starts_with("test result:") {
            count.passed += number_before(&line, " passed");
            count.failed += number_before(&line, " failed");
            count.ignored += number_before(&line, " ignored");
        }
    }
    if !child.wait()?.success() {
        bail!("`cargo {}` failed", arguments.join(" "));
    }
    Ok(())
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
