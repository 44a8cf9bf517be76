//! What can go wrong with an archive on a server: nothing that was acknowledged is lost, and what to do is told.
#![allow(clippy::unwrap_used)]
mod server;

use std::thread;
use std::time::Duration;

use dateline::read::{Hints, Page};
use dateline::{Engine, Record};
use dateline_archive::{Added, Archive, Incoming, Mode};
use serde_json::Value;
use server::Server;

fn pages(engine: &Engine, numbers: std::ops::Range<usize>) -> Vec<Incoming> {
    let page = |number| {
        let html = format!(
            "<html lang=en><article><h1>Port {number} reopens</h1><p>The port of Almer reopened on Monday.</p></article>"
        );
        let hints = Hints { url: Some(format!("https://news.example/{number}")), ..Hints::default() };
        let record =
            serde_json::to_value(Record::of(&engine.read(&Page::new(html.as_bytes(), hints)))).unwrap();
        Incoming { record, page: None }
    };
    numbers.map(page).collect()
}

fn refused<T>(result: dateline_archive::Result<T>, expected: &[&str]) {
    let error = result.err().unwrap().to_string();
    for expected in expected {
        assert!(error.contains(expected), "{expected}: {error}");
    }
}

#[test]
fn a_server_that_goes_down_loses_nothing() {
    let Some(server) = Server::start() else { return };
    let engine = Engine::new().unwrap();
    let address = server.database("news");
    let mut archive = Archive::open(&address, Mode::Write).unwrap();
    archive.add(&pages(&engine, 0..4)).unwrap();
    let mut reader = Archive::open(&address, Mode::Read).unwrap();
    server.down();
    refused(archive.add(&pages(&engine, 4..6)), &["broken", "hint: run the same command again"]);
    refused(reader.record(1), &["broken", "hint: "]);
    refused(Archive::open(&address, Mode::Read), &["cannot open", "hint: "]);
    server.up();
    // The same archive goes on.
    let added = archive.add(&pages(&engine, 3..6)).unwrap();
    assert_eq!(added, [Added::Known(4), Added::New(5), Added::New(6)]);
    assert_eq!(Archive::open(&address, Mode::Read).unwrap().count("articles").unwrap(), 6);
}

#[test]
fn a_connection_that_breaks_in_the_middle_leaves_nothing_half() {
    let Some(server) = Server::start() else { return };
    let engine = Engine::new().unwrap();
    let address = server.database("news");
    let mut archive = Archive::open(&address, Mode::Write).unwrap();
    archive.add(&pages(&engine, 0..2)).unwrap();
    // The third article has the server end the connection, when others are written and not yet kept.
    server.sql("news", "CREATE FUNCTION end_it() RETURNS trigger LANGUAGE plpgsql AS \
        $$ BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NEW; END $$; \
        CREATE TRIGGER end_it BEFORE INSERT ON articles FOR EACH ROW WHEN (NEW.id = 5) EXECUTE FUNCTION end_it()");
    refused(archive.add(&pages(&engine, 2..6)), &["hint: run the same command again"]);
    assert_eq!(server.sql("news", "SELECT count(*) FROM articles").trim(), "2");
    server.sql("news", "DROP TRIGGER end_it ON articles");
    assert_eq!(archive.add(&pages(&engine, 2..6)).unwrap().len(), 4);
    let mut problems = Vec::new();
    archive.join().unwrap();
    archive.check(&mut |problem| problems.push(problem)).unwrap();
    assert_eq!(problems, []);
}

#[test]
fn refusals_are_explained() {
    let Some(server) = Server::start() else { return };
    let engine = Engine::new().unwrap();
    let address = server.database("news");
    refused(Archive::open(&address, Mode::Read), &["no archive of dateline", "hint: "]);
    let mut archive = Archive::open(&address, Mode::Write).unwrap();
    refused(Archive::open(&server.address("dateline", "none"), Mode::Read), &["does not exist", "createdb"]);

    // Someone who may look and not write.
    server.sql("news", "CREATE ROLE reader LOGIN; GRANT SELECT ON ALL TABLES IN SCHEMA public TO reader");
    Archive::open(&server.address("reader", "news"), Mode::Read).unwrap();
    let mut reader = Archive::open(&server.address("reader", "news"), Mode::Write).unwrap();
    refused(reader.add(&pages(&engine, 0..1)), &["permission denied", "hint: the user needs"]);
    server.sql("postgres", "CREATE DATABASE closed");
    refused(
        Archive::open(&server.address("reader", "closed"), Mode::Write),
        &["permission denied", "hint: "],
    );

    server.sql("postgres", "CREATE DATABASE latin ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0");
    refused(Archive::open(&server.address("dateline", "latin"), Mode::Write), &["LATIN1", "--encoding UTF8"]);
    refused(Archive::open(&format!("{address}?sslmode=require"), Mode::Read), &["encrypted", "hint: "]);

    // A full disk, as the server tells it.
    server.sql(
        "news",
        "CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS \
        $$ BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = '53100'; END $$; \
        CREATE TRIGGER full_disk BEFORE INSERT ON articles FOR EACH ROW EXECUTE FUNCTION full_disk()",
    );
    refused(archive.add(&pages(&engine, 0..1)), &["could not extend file", "hint: make room"]);
    server.sql(
        "news",
        "DROP TRIGGER full_disk ON articles; ALTER DATABASE news SET default_transaction_read_only = on",
    );
    let mut archive = Archive::open(&address, Mode::Write).unwrap();
    refused(archive.add(&pages(&engine, 0..1)), &["read-only", "hint: the server or the user may only read"]);
}

#[test]
fn wrong_passwords_are_told_and_not_shown() {
    let Some(server) = Server::start() else { return };
    let address = server.database("news");
    server.sql("news", "CREATE ROLE ana LOGIN PASSWORD 'right'; GRANT ALL ON SCHEMA public TO ana");
    server.only_with_password("ana");
    let with = |password| server.address(&format!("ana:{password}"), "news");
    refused(
        Archive::open(&with("wr0ng"), Mode::Write),
        &["password authentication failed", "hint: give the user"],
    );
    let error = Archive::open(&with("wr0ng"), Mode::Write).err().unwrap().to_string();
    assert!(!error.contains("wr0ng"), "{error}");
    Archive::open(&with("right"), Mode::Write).unwrap();
    Archive::open(&address, Mode::Read).unwrap();
}

#[test]
fn two_writers_keep_each_page_once() {
    let Some(server) = Server::start() else { return };
    let engine = Engine::new().unwrap();
    let address = server.database("news");
    let pages = pages(&engine, 0..40);
    thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                let mut archive = Archive::open(&address, Mode::Write).unwrap();
                for some in pages.chunks(4) {
                    archive.add(some).unwrap();
                }
                archive.join().unwrap();
            });
        }
    });
    let mut archive = Archive::open(&address, Mode::Read).unwrap();
    assert_eq!(archive.count("articles").unwrap(), 40);
    let mut problems = Vec::new();
    archive.check(&mut |problem| problems.push(problem)).unwrap();
    assert_eq!(problems, []);
}

#[test]
fn a_writer_that_waits_too_long_gives_up_and_may_try_again() {
    let Some(server) = Server::start() else { return };
    let engine = Engine::new().unwrap();
    let address = format!("{}?options=-clock_timeout%3D200ms", server.database("news"));
    let mut archive = Archive::open(&address, Mode::Write).unwrap();
    let held = "SELECT pg_advisory_lock(1684104556, hashtext('public')); SELECT pg_sleep(3)";
    thread::scope(|scope| {
        let other = scope.spawn(|| server.sql("news", held));
        thread::sleep(Duration::from_millis(1500));
        refused(archive.add(&pages(&engine, 0..1)), &["hint: another program is writing"]);
        other.join().unwrap();
    });
    assert_eq!(archive.add(&pages(&engine, 0..1)).unwrap(), [Added::New(1)]);
}

#[test]
fn archives_are_in_the_schema_that_is_searched_first() {
    let Some(server) = Server::start() else { return };
    let engine = Engine::new().unwrap();
    let address = server.database("news");
    server.sql("news", "CREATE SCHEMA one; CREATE SCHEMA two");
    let open = |schema| Archive::open(&format!("{address}?options=-csearch_path%3D{schema}"), Mode::Write);
    let mut one = open("one").unwrap();
    open("two").unwrap();
    one.add(&pages(&engine, 0..3)).unwrap();
    assert_eq!(server.sql("news", "SELECT count(*) FROM one.articles").trim(), "3");
    assert_eq!(server.sql("news", "SELECT count(*) FROM two.articles").trim(), "0");
    refused(open("three"), &["no schema", "hint: "]);
}

#[test]
fn a_text_with_nul_is_kept_with_a_sign_in_its_place() {
    let Some(server) = Server::start() else { return };
    let engine = Engine::new().unwrap();
    let mut archive = Archive::open(&server.database("news"), Mode::Write).unwrap();
    let mut page = pages(&engine, 0..1).remove(0);
    page.record["article"]["headline"] = Value::from("Port\0reopens");
    archive.add(&[page]).unwrap();
    let record = archive.record(1).unwrap().unwrap();
    assert_eq!(record["article"]["headline"], "Port\u{fffd}reopens");
}
