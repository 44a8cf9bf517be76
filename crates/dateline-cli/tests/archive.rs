//! Archives as a user meets them: what was acknowledged is never lost, whatever happens.
#![allow(clippy::unwrap_used, clippy::print_stderr)]
use std::collections::BTreeSet;
use std::fs;
use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::thread;
use std::time::Duration;

use serde_json::Value;

fn command(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_dateline"));
    command.args(args).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

fn dateline(args: &[&str]) -> Output {
    command(args).output().unwrap()
}

#[track_caller]
fn done(args: &[&str]) -> String {
    let output = dateline(args);
    assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

fn err(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// A new folder for one test.
fn scratch(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("archive-{name}"));
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

/// Words that no other page has.
fn own_words(number: usize, count: usize) -> String {
    let syllables = ["ka", "ro", "mi", "ten", "lo", "vas", "pu", "de", "shi", "gor"];
    let mut state = number as u32 + 1;
    let mut next = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        syllables[(state >> 16) as usize % syllables.len()]
    };
    (0..count).map(|_| [next(), next(), next()].concat()).collect::<Vec<_>>().join(" ")
}

/// Pages of a port that floods, of which every third is of another matter.
fn pages(folder: &Path, from: usize, to: usize) {
    pages_with(folder, from, to, 0);
}

/// The same with some words of their own, so that they are no copies of each other.
fn pages_with(folder: &Path, from: usize, to: usize, own: usize) {
    fs::create_dir_all(folder).unwrap();
    for number in from..to {
        let (headline, words, more) = match number % 3 {
            0 => (
                "Miners walk out at Vessin",
                "Miners at the copper pit of Vessin walked out over wages",
                "The union wants a rise of nine percent and new lamps for the deepest shafts.",
            ),
            _ => (
                "Storm floods Almer harbour",
                "The harbour of Almer was flooded and boats broke loose",
                "Waves tore away a crane, and two fishing crews were brought ashore by helicopter.",
            ),
        };
        let day = 1 + number % 20;
        let page = format!(
            "<!doctype html><html lang=en><head><meta property=\"article:published_time\" content=\"2024-03-{day:02}T10:00:00Z\">\
             <link rel=canonical href=\"https://news.example/{number}\"></head><body><article><h1>{headline}, day {number}</h1>\
             <p>{words} on Monday, said Lena Fisk of the board. {more}</p><p>\"We will not wait for number {number},\" she told \
             reporters.</p><p>{}</p></article></body></html>",
            own_words(number, own)
        );
        fs::write(folder.join(format!("{number:05}.html")), page).unwrap();
    }
}

fn urls(archive: &str) -> Vec<String> {
    let found = done(&["search", "--archive", archive, "--limit", "100000", "--format", "json"]);
    let found: Value = serde_json::from_str(&found).unwrap();
    found["hits"].as_array().unwrap().iter().map(|hit| hit["url"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn pages_are_searched_joined_and_told() {
    let folder = scratch("use");
    let archive = folder.join("news.db");
    let archive = text(&archive);
    pages(&folder.join("pages"), 0, 12);
    let ingested = dateline(&["ingest", text(&folder.join("pages")), "--archive", archive]);
    assert!(err(&ingested).contains("12 pages: 12 new"), "{}", err(&ingested));
    let again = dateline(&["ingest", text(&folder.join("pages")), "--archive", archive]);
    assert!(err(&again).contains("0 new, 0 revisions, 12 known already"), "{}", err(&again));
    let before = fs::metadata(archive).unwrap().len();
    done(&["compact", "--archive", archive]);
    assert!(fs::metadata(archive).unwrap().len() <= before);
    done(&["check", "--archive", archive]);

    let found = done(&["search", "flooded harbour", "--archive", archive, "--limit", "2"]);
    assert!(found.contains("[harbour]") && found.contains("2 of 8 articles"), "{found}");
    let who = done(&["who", "lena fisk", "--archive", archive]);
    assert!(who.starts_with("Lena Fisk: 12 articles, 2024-03-01 to 2024-03-12, "), "{who}");
    let quoted = done(&["search", "--said-by", "lena fisk", "--archive", archive, "--limit", "1"]);
    assert!(quoted.contains("1 of 12 articles"), "{quoted}");

    let stories: Value =
        serde_json::from_str(&done(&["stories", "--archive", archive, "--format", "json"])).unwrap();
    assert_eq!(stories.as_array().unwrap().len(), 2);
    assert_eq!(stories[0]["articles"], 8);
    let id = stories[0]["id"].to_string();
    let story = done(&["story", &id, "--archive", archive]);
    assert!(story.contains("independent sources: 1"), "{story}");
    let missing = dateline(&["story", "1", "--archive", archive]);
    assert!(err(&missing).contains("there is no story `1`"), "{}", err(&missing));
}

#[test]
fn a_changed_page_is_a_revision_that_keeps_the_old_one() {
    let folder = scratch("revision");
    let (archive, pages_folder) = (folder.join("news.db"), folder.join("pages"));
    let archive = text(&archive);
    pages(&pages_folder, 1, 2);
    done(&["ingest", text(&pages_folder), "--archive", archive]);
    let before = done(&["stories", "--archive", archive, "--format", "json"]);
    let page = pages_folder.join("00001.html");
    let changed = fs::read_to_string(&page).unwrap().replace("boats broke loose", "ferries broke loose");
    fs::write(&page, changed).unwrap();
    let ingested = dateline(&["ingest", text(&pages_folder), "--archive", archive]);
    assert!(err(&ingested).contains("0 new, 1 revision"), "{}", err(&ingested));
    assert!(done(&["search", "boats", "--archive", archive]).contains("0 articles"));
    assert!(done(&["search", "ferries", "--archive", archive]).contains("1 articles"));
    assert_eq!(done(&["stories", "--archive", archive, "--format", "json"]), before);
    done(&["check", "--archive", archive]);
}

#[test]
fn saved_searches_are_told_of_what_comes() {
    let folder = scratch("alert");
    let (archive, feed, lines) =
        (folder.join("news.db"), folder.join("feed.xml"), folder.join("matches.jsonl"));
    let archive = text(&archive);
    pages(&folder.join("before"), 0, 3);
    done(&["ingest", text(&folder.join("before")), "--archive", archive]);
    let add = ["alert", "add", "storms", "flooding", "--who", "Lena Fisk", "--archive", archive];
    done(&[&add[..], &["--feed", text(&feed), "--jsonl", text(&lines)]].concat());
    done(&["alert", "add", "other", "eclipse*", "--archive", archive, "--jsonl", text(&folder.join("none"))]);
    assert!(done(&["alert", "list", "--archive", archive]).contains("flooding who:\"Lena Fisk\""));
    pages(&folder.join("after"), 3, 9);
    done(&["ingest", text(&folder.join("after")), "--archive", archive]);
    let written = fs::read_to_string(&lines).unwrap();
    assert_eq!(written.lines().count(), 4, "{written}");
    assert!(written.contains("https://news.example/4") && !written.contains("https://news.example/3\""));
    let feed = fs::read_to_string(feed).unwrap();
    assert_eq!(feed.matches("<entry>").count(), 4);
    assert!(feed.contains("&lt;b&gt;flooded&lt;/b&gt;"), "{feed}");
    assert!(!folder.join("none").exists());
    done(&["alert", "remove", "storms", "--archive", archive]);
    done(&["check", "--archive", archive]);
}

/// Answers requests one after the other with these statuses, and returns what they were.
fn answering(statuses: &'static [u16]) -> (String, thread::JoinHandle<Vec<String>>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}/hook", listener.local_addr().unwrap());
    let server = thread::spawn(move || {
        let mut requests = Vec::new();
        for status in statuses {
            let (mut stream, _) = listener.accept().unwrap();
            let (mut request, mut part) = (Vec::new(), [0; 4096]);
            // The head, and as much as it says follows.
            let length = |request: &[u8]| {
                let text = String::from_utf8_lossy(request).to_lowercase();
                let (head, body) = text.split_once("\r\n\r\n")?;
                let said = head
                    .lines()
                    .find_map(|line| line.strip_prefix("content-length: ")?.parse::<usize>().ok());
                Some(body.len() >= said.unwrap_or(0))
            };
            while length(&request) != Some(true) {
                let count = stream.read(&mut part).unwrap();
                assert!(count > 0, "the request is cut off");
                request.extend_from_slice(&part[..count]);
            }
            let answer = format!("HTTP/1.1 {status} x\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
            stream.write_all(answer.as_bytes()).unwrap();
            requests.push(String::from_utf8(request).unwrap());
        }
        requests
    });
    (address, server)
}

#[test]
fn webhooks_are_signed_and_tried_again() {
    let folder = scratch("webhook");
    let archive = folder.join("news.db");
    let archive = text(&archive);
    // The second match is refused at first, so that it and what follows wait.
    let (address, server) = answering(&[200, 404, 200, 200]);
    done(&[
        "alert",
        "add",
        "storms",
        "flooding",
        "--webhook",
        &address,
        "--secret-variable",
        "HOOK",
        "--archive",
        archive,
    ]);
    let new = folder.join("pages");
    pages(&new, 0, 5);
    let ingest = ["ingest", text(&new), "--archive", archive, "--allow-private"];
    let unset = command(&ingest).env_remove("HOOK").output().unwrap();
    assert!(err(&unset).contains("the variable `HOOK` with its secret is not set"), "{}", err(&unset));
    let deliver = || {
        let deliver = ["alert", "deliver", "--archive", archive, "--allow-private"];
        command(&deliver).env("HOOK", "secret").output().unwrap()
    };
    let first = deliver();
    assert!(err(&first).contains("404") && err(&first).contains("1 delivered"), "{}", err(&first));
    let second = deliver();
    assert!(err(&second).contains("2 delivered"), "{}", err(&second));
    let requests = server.join().unwrap();
    let ids: Vec<&str> = requests
        .iter()
        .filter_map(|request| request.lines().find(|line| line.to_lowercase().starts_with("dateline-id: ")))
        .collect();
    assert_eq!(ids.len(), 4);
    assert_eq!(ids[1], ids[2], "the match that was refused is sent again under its number");
    assert!(requests.iter().all(|request| request.to_lowercase().contains("dateline-signature: sha256=")));
    assert!(requests[0].contains("https://news.example/1"));
}

#[test]
fn what_is_exported_comes_back() {
    let folder = scratch("export");
    let archive = folder.join("news.db");
    let archive = text(&archive);
    pages(&folder.join("pages"), 0, 9);
    done(&["ingest", text(&folder.join("pages")), "--archive", archive]);
    let records = done(&["export", "--archive", archive]);
    assert_eq!(records.lines().count(), 9);
    let stories = done(&["stories", "--archive", archive, "--format", "json"]);

    let (lines, tables) = (folder.join("out.jsonl"), folder.join("tables"));
    done(&["export", "--archive", archive, "-o", text(&lines)]);
    done(&["export", "--archive", archive, "--format", "parquet", "-o", text(&tables)]);
    assert!(tables.join("events/month=2024-03/part-0.parquet").exists());
    for (name, from) in [("a.db", &lines), ("b.db", &tables)] {
        let other = folder.join(name);
        done(&["import", text(from), "--archive", text(&other)]);
        assert_eq!(done(&["export", "--archive", text(&other)]), records, "{name}");
        assert_eq!(done(&["stories", "--archive", text(&other), "--format", "json"]), stories);
        done(&["check", "--archive", text(&other)]);
    }

    let export = |format: &str| done(&["export", "flooded", "--archive", archive, "--format", format]);
    assert_eq!(export("jsonld").lines().count(), 6);
    assert_eq!(export("ninjs").lines().count(), 6);
    let places: Value = serde_json::from_str(&export("geojson")).unwrap();
    assert_eq!(places["type"], "FeatureCollection");
    for line in export("plover").lines() {
        serde_json::from_str::<Value>(line).unwrap();
    }
    assert!(export("gdelt").lines().all(|line| line.split('\t').count() == 61));
    let csv = folder.join("csv");
    done(&["export", "--archive", archive, "--format", "csv", "-o", text(&csv)]);
    let articles = fs::read_to_string(csv.join("articles.csv")).unwrap();
    assert!(articles.starts_with("id,key,revision,latest,day,story,"), "{articles}");
    let without = dateline(&["export", "--archive", archive, "--format", "csv"]);
    assert!(err(&without).contains("name a folder with -o"));
}

/// 200 times a program is killed while it takes in pages. What it acknowledged is there, once, and the archive is whole.
#[test]
fn what_was_acknowledged_survives_being_killed() {
    const KILLS: u64 = 200;
    let folder = scratch("kill");
    let (archive, acknowledged) = (folder.join("news.db"), folder.join("acknowledged"));
    let mut killed = 0;
    let mut round = 0;
    while killed < KILLS {
        // New pages each time, as a program that has nothing to do is not worth killing.
        let new = folder.join(format!("pages/{round}"));
        pages_with(&new, round * 8, round * 8 + 8, 120);
        let mut child = command(&[
            "ingest",
            text(&new),
            "--archive",
            text(&archive),
            "--batch",
            "1",
            "--jobs",
            "1",
            "--acknowledge",
            text(&acknowledged),
        ])
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
        // From before the archive is opened to after the last story: later and later, then from the start again.
        thread::sleep(Duration::from_millis(40 + (round as u64 * 37) % 160));
        child.kill().unwrap();
        // A program that was done before it was killed does not count.
        killed += u64::from(!child.wait().unwrap().success());
        round += 1;
        assert!(
            round < 10 * KILLS as usize,
            "only {killed} of {round} programs were still at work when killed"
        );
    }
    let before: BTreeSet<String> = match fs::read_to_string(&acknowledged) {
        Ok(lines) => lines.lines().filter_map(|line| line.split('\t').nth(2)).map(str::to_owned).collect(),
        Err(_) => BTreeSet::new(),
    };
    assert!(
        before.len() > 100,
        "only {} articles were acknowledged before their program was killed",
        before.len()
    );
    let kept = urls(text(&archive));
    for page in &before {
        let number: usize = Path::new(page).file_stem().unwrap().to_str().unwrap().parse().unwrap();
        assert!(
            kept.contains(&format!("https://news.example/{number}")),
            "{page} was acknowledged and is lost"
        );
    }
    done(&["ingest", text(&folder.join("pages")), "--archive", text(&archive)]);
    let all = urls(text(&archive));
    assert_eq!(all.len(), round * 8);
    assert_eq!(all.iter().collect::<BTreeSet<_>>().len(), all.len(), "an article is there twice");
    done(&["check", "--archive", text(&archive)]);
}

#[test]
fn two_programs_write_one_after_the_other() {
    let folder = scratch("two");
    let archive = folder.join("news.db");
    pages(&folder.join("a"), 0, 30);
    pages(&folder.join("b"), 20, 50);
    let start = |name: &str| {
        command(&["ingest", text(&folder.join(name)), "--archive", text(&archive), "--batch", "2"])
            .spawn()
            .unwrap()
    };
    let (a, b) = (start("a"), start("b"));
    for child in [a, b] {
        let output = child.wait_with_output().unwrap();
        assert!(output.status.success(), "{}", err(&output));
    }
    assert_eq!(urls(text(&archive)).len(), 50);
    done(&["check", "--archive", text(&archive)]);
}

#[test]
fn files_that_are_no_archives_are_refused_and_left_alone() {
    let folder = scratch("refused");
    let file = folder.join("news.db");
    let missing = dateline(&["search", "port", "--archive", text(&file)]);
    assert!(err(&missing).contains("there is no such file") && err(&missing).contains("hint: "));
    assert!(!file.exists());

    fs::write(&file, "not a database, but a text that is long enough to be looked at\n".repeat(100)).unwrap();
    let before = fs::read(&file).unwrap();
    pages(&folder.join("pages"), 0, 2);
    let ingested = dateline(&["ingest", text(&folder.join("pages")), "--archive", text(&file)]);
    assert!(err(&ingested).contains("no database"), "{}", err(&ingested));
    assert_eq!(ingested.status.code(), Some(2));
    assert_eq!(fs::read(&file).unwrap(), before);
}

#[test]
fn damage_is_found() {
    let folder = scratch("damage");
    let archive = folder.join("news.db");
    pages(&folder.join("pages"), 0, 40);
    done(&["ingest", text(&folder.join("pages")), "--archive", text(&archive)]);
    let mut bytes = fs::read(&archive).unwrap();
    // The middle of every page but the first ones, which hold the list of tables.
    for page in bytes.chunks_mut(4096).skip(60) {
        page[2000..2040].fill(0xA5);
    }
    fs::write(&archive, bytes).unwrap();
    let checked = dateline(&["check", "--archive", text(&archive)]);
    assert_ne!(checked.status.code(), Some(0));
}

#[test]
fn a_full_disk_is_told_and_loses_nothing() {
    // A file system of its own that is soon full; only root may make one.
    let folder = scratch("full");
    let disk = folder.join("disk");
    fs::create_dir_all(&disk).unwrap();
    let mounted = Command::new("mount").args(["-t", "tmpfs", "-o", "size=3m", "tmpfs", text(&disk)]).output();
    if !mounted.is_ok_and(|mounted| mounted.status.success()) {
        eprintln!("skipped: a file system cannot be mounted here");
        return;
    }
    let archive = disk.join("news.db");
    pages(&folder.join("pages"), 0, 2000);
    let acknowledged = folder.join("acknowledged");
    let ingested = dateline(&[
        "ingest",
        text(&folder.join("pages")),
        "--archive",
        text(&archive),
        "--batch",
        "20",
        "--acknowledge",
        text(&acknowledged),
    ]);
    let kept = urls(text(&archive)).len();
    let checked = dateline(&["check", "--archive", text(&archive)]);
    let locked = Command::new("mount")
        .args(["-o", "remount,ro", text(&disk)])
        .status()
        .is_ok_and(|status| status.success());
    let refused = dateline(&["ingest", text(&folder.join("pages")), "--archive", text(&archive)]);
    let _ = Command::new("umount").arg(&disk).output();
    assert_eq!(ingested.status.code(), Some(2), "{}", err(&ingested));
    assert!(err(&ingested).contains("the disk is full"), "{}", err(&ingested));
    let lines = fs::read_to_string(&acknowledged).unwrap().lines().count();
    assert!(lines > 0 && kept >= lines, "{lines} acknowledged, {kept} kept");
    assert!(checked.status.success(), "{}", String::from_utf8_lossy(&checked.stdout));
    assert!(!locked || err(&refused).contains("may not be written"), "{}", err(&refused));
}
