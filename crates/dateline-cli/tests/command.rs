//! The command as a user meets it: output, messages and exit codes.
#![allow(clippy::unwrap_used)]
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::Value;

fn dateline(args: &[&str]) -> Output {
    with_input(args, b"")
}

fn with_input(args: &[&str], input: &[u8]) -> Output {
    let mut child = command(args).stdin(Stdio::piped()).spawn().unwrap();
    let _ = child.stdin.take().unwrap().write_all(input);
    child.wait_with_output().unwrap()
}

fn command(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_dateline"));
    command.args(args).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

fn example(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/pages").join(name);
    path.to_str().unwrap().to_owned()
}

/// A new folder for one test.
fn scratch(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

fn out(output: &Output) -> &str {
    std::str::from_utf8(&output.stdout).unwrap()
}

fn err(output: &Output) -> &str {
    std::str::from_utf8(&output.stderr).unwrap()
}

fn record(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn one_page_is_one_record() {
    let output = dateline(&["read", &example("port.html")]);
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    let record = record(&output);
    assert_eq!(record["article"]["headline"], "Port of Almer reopens after storm");
    assert_eq!(record["article"]["authors"][0]["name"], "Lena Moreau");
    assert_eq!(record["article"]["published"], "2024-03-05T09:30:00+01:00");
    assert_eq!(err(&output), "");
}

#[test]
fn standard_input_is_a_page() {
    let page = std::fs::read(example("minimal.html")).unwrap();
    let output = with_input(&["read", "-", "--url", "https://example.org/x"], &page);
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(record(&output)["article"]["url"], "https://example.org/x");
    assert_eq!(record(&output)["source"]["uri"], "-");
}

#[test]
fn a_folder_gives_a_line_a_page_whatever_the_number_of_jobs() {
    let folder = example("");
    let one = dateline(&["read", &folder, "--jobs", "1"]);
    let two = dateline(&["read", &folder, "--jobs", "2"]);
    assert_eq!(one.status.code(), Some(0), "{}", err(&one));
    assert_eq!(out(&one).lines().count(), 4);
    assert_eq!(one.stdout, two.stdout);
    assert!(err(&one).contains("4 pages read"), "{}", err(&one));
}

#[test]
fn many_pages_go_to_a_file() {
    let file = scratch("many").join("out.jsonl");
    let output =
        dateline(&["read", &example("port.html"), &example("scrape.txt"), "-o", file.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(out(&output), "");
    assert_eq!(std::fs::read_to_string(file).unwrap().lines().count(), 2);
}

#[test]
fn pages_without_text_are_records_with_a_warning() {
    let folder = scratch("unreadable");
    for (name, bytes) in
        [("empty.html", &b""[..]), ("binary", b"\x7fELF\x02\x01\x01\0\0\0\0\0"), ("nul", b"\0\0\0")]
    {
        let path = folder.join(name);
        std::fs::write(&path, bytes).unwrap();
        let output = dateline(&["read", path.to_str().unwrap()]);
        assert_eq!(output.status.code(), Some(1), "{name}: {}", err(&output));
        let record = record(&output);
        assert_eq!(record["text"], "", "{name}");
        assert!(record["warnings"][0]["message"].is_string(), "{name}");
    }
}

#[test]
fn a_missing_file_is_named_and_has_a_hint() {
    let output = dateline(&["read", "/nowhere/page.html"]);
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(out(&output), "");
    assert!(
        err(&output).contains("`/nowhere/page.html`") && err(&output).contains("hint:"),
        "{}",
        err(&output)
    );

    let beside = dateline(&["read", "/nowhere/page.html", &example("minimal.html")]);
    assert_eq!(beside.status.code(), Some(1), "the other page is read");
    assert_eq!(out(&beside).lines().count(), 1);
}

/// The user `nobody` runs the command where the tests run as root, whom no permission stops.
#[cfg(unix)]
#[test]
fn a_folder_without_permission_is_named_and_the_others_are_read() {
    use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
    use std::os::unix::process::CommandExt as _;
    const NOBODY: u32 = 65534;
    let folder = std::env::temp_dir().join(format!("dateline-locked-{}", std::process::id()));
    let (locked, open) = (folder.join("locked"), folder.join("open"));
    for folder in [&locked, &open] {
        std::fs::create_dir_all(folder).unwrap();
        std::fs::copy(example("minimal.html"), folder.join("page.html")).unwrap();
    }
    let binary = folder.join("dateline");
    std::fs::copy(env!("CARGO_BIN_EXE_dateline"), &binary).unwrap();
    let as_root = std::fs::metadata(&folder).unwrap().uid() == 0;
    std::fs::set_permissions(&locked, std::fs::Permissions::from_mode(0o000)).unwrap();
    let mut command = Command::new(&binary);
    command.arg("read").arg(&folder).stdout(Stdio::piped()).stderr(Stdio::piped());
    if as_root {
        command.uid(NOBODY);
    }
    let output = command.output();
    std::fs::set_permissions(&locked, std::fs::Permissions::from_mode(0o700)).unwrap();
    std::fs::remove_dir_all(&folder).unwrap();
    let output = output.unwrap();
    assert_eq!(output.status.code(), Some(1), "{}", err(&output));
    assert!(err(&output).contains("locked`: there is no permission"), "{}", err(&output));
    assert!(out(&output).contains("open/page.html"), "{}", out(&output));
}

#[test]
fn what_cannot_be_written_or_asked_for_ends_with_two() {
    let unwritable = dateline(&["read", &example("port.html"), "-o", "/nowhere/out.json"]);
    assert_eq!(unwritable.status.code(), Some(2));
    assert!(err(&unwritable).contains("`/nowhere/out.json`"));

    let layer = dateline(&["read", &example("port.html"), "--only", "articel"]);
    assert_eq!(layer.status.code(), Some(2));
    assert!(err(&layer).contains("article") && err(&layer).contains("events"), "{}", err(&layer));

    assert_eq!(dateline(&["read", "-", "--published", "5 March"]).status.code(), Some(2));
}

#[test]
fn only_the_layers_asked_for_are_written() {
    let record = record(&dateline(&["read", &example("port.html"), "--only", "article,zones"]));
    let keys: Vec<&str> = record.as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(keys, ["dateline", "source", "text", "article", "zones", "warnings"]);
}

#[test]
fn every_format_is_written() {
    let read = |format| dateline(&["read", &example("port.html"), "--format", format]);
    assert!(out(&read("text")).starts_with("Port of Almer reopens after storm\n\n"));
    assert!(out(&read("markdown")).contains("## Waiting for the mainland"));
    assert_eq!(out(&read("jsonl")).lines().count(), 1);
    assert_eq!(record(&read("jsonld"))["@type"], "NewsArticle");
    assert_eq!(record(&read("ninjs"))["headlines"][0]["value"], "Port of Almer reopens after storm");
}

#[test]
fn why_names_the_words_and_a_rule() {
    let output = dateline(&["why", &example("port.html"), "--at", "Monday"]);
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    assert!(out(&output).contains("Monday") && out(&output).contains("article/"), "{}", out(&output));
}

#[test]
fn a_reader_that_closes_the_pipe_is_no_error() {
    // More pages than a pipe holds.
    let folder = scratch("pipe");
    let page = std::fs::read(example("port.html")).unwrap();
    for i in 0..200 {
        std::fs::write(folder.join(format!("{i:03}.html")), &page).unwrap();
    }
    let mut child = command(&["read", folder.to_str().unwrap()]).stdin(Stdio::null()).spawn().unwrap();
    let mut first = [0];
    child.stdout.take().unwrap().read_exact(&mut first).unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
}

#[test]
fn hostile_pages_come_to_an_end() {
    let nested = with_input(&["read", "-", "--only", "article"], "<b>".repeat(1_000_000).as_bytes());
    assert!(matches!(nested.status.code(), Some(0 | 1)), "{}", err(&nested));
    let divs = with_input(&["read", "-", "--only", "article"], "<div>".repeat(10 << 20).as_bytes());
    assert!(matches!(divs.status.code(), Some(0 | 1)), "{}", err(&divs));
}

#[test]
fn help_version_and_licences() {
    assert!(out(&dateline(&["--help"])).contains("Examples:"));
    assert!(out(&dateline(&["--version"])).starts_with("dateline "));
    assert!(out(&dateline(&["licences"])).contains("licence"));
}

#[test]
fn parse_prints_conllu() {
    let output =
        with_input(&["parse", "-", "--text"], b"The port reopened. Ships came.\n\nAna Ruiz said so.");
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    let text = out(&output);
    assert_eq!(text.matches("# sent_id").count(), 3, "{text}");
    assert!(text.contains("\n2\tport\tport\tNOUN\tNN\tNumber=Sing\t3\tnsubj\t_\t_\n"), "{text}");
    assert!(text.contains("\n1\tAna\tAna\tPROPN\tNNP\tNumber=Sing\t3\tnsubj\t_\tEntity=B-PER\n"), "{text}");

    let output = dateline(&["parse", "no-such-file.html"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(err(&output).contains("no-such-file.html"), "{}", err(&output));
}

#[test]
fn the_accurate_model_reads_or_says_how_to_get_it() {
    let output = with_input(&["parse", "-", "--text", "--model", "accurate"], b"The port reopened.");
    if cfg!(feature = "accurate") {
        assert!(out(&output).contains("\n2\tport\tport\tNOUN\tNN\t"), "{}", err(&output));
    } else {
        assert_eq!(output.status.code(), Some(2));
        assert!(err(&output).contains("--features accurate"), "{}", err(&output));
    }
}

#[test]
fn quotes_are_a_table_or_csv() {
    let page = example("port.html");
    let table = dateline(&["quotes", &page]);
    assert_eq!(table.status.code(), Some(0), "{}", err(&table));
    assert!(out(&table).contains("harbour master Ana Ruiz     told"), "{}", out(&table));

    let file = scratch("quotes").join("quotes.csv");
    let csv = dateline(&["quotes", &page, "-o", file.to_str().unwrap()]);
    assert_eq!(csv.status.code(), Some(0), "{}", err(&csv));
    let written = std::fs::read_to_string(file).unwrap();
    let mut lines = written.lines();
    assert!(lines.next().unwrap().starts_with("page,published,statement,kind,attitude,speaker,"));
    assert!(lines.next().unwrap().contains(",direct,asserted,harbour master Ana Ruiz,Ana Ruiz,"));
}

#[test]
fn events_are_a_table_or_rows_for_other_tools() {
    let page = example("port.html");
    let table = dateline(&["events", &page]);
    assert_eq!(table.status.code(), Some(0), "{}", err(&table));
    let columns: Vec<String> = out(&table)
        .lines()
        .next()
        .unwrap_or_default()
        .split_whitespace()
        .take(3)
        .map(str::to_owned)
        .collect();
    assert_eq!(columns, ["when", "status", "who"], "{}", out(&table));

    let bytes = std::fs::read(&page).unwrap();
    let csv = with_input(&["events", "-", "--format", "plover-csv"], &bytes);
    let mut lines = out(&csv).lines();
    assert!(lines.next().unwrap().starts_with("id,type,mode,quad,actor,"), "{}", out(&csv));
    assert!(lines.next().unwrap().contains(",AGREE,"), "{}", out(&csv));

    let records = dateline(&["events", &page, "--format", "plover"]);
    let codes: Vec<Value> = out(&records).lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert!(!codes.is_empty() && codes.iter().all(|code| code["type"].is_string()));

    let gdelt = dateline(&["events", &page, "--format", "gdelt", "--all"]);
    assert!(!out(&gdelt).is_empty());
    assert!(out(&gdelt).lines().all(|line| line.split('\t').count() == 61), "{}", out(&gdelt));
}
