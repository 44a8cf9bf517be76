//! The desk in a real browser: messages on its console, WCAG 2.2 A and AA by axe, nothing from elsewhere, nothing run.
//!
//! Runs where Debian's chromium, node and the npm packages playwright-core and axe-core are: `DATELINE_BROWSER` names the folder
//! that holds `node_modules`. `DATELINE_SHOTS` names a folder for screenshots.
#![allow(clippy::unwrap_used)]
mod common;

use std::net::SocketAddr;
use std::path::Path;
use std::process::Command;
use std::sync::mpsc;

use common::{Folder, archive, demo};
use dateline_desk::{Settings, serve};

/// Opens a desk; its address, and where the browser's packages are. None where there is no browser.
fn opened(settings: &Settings) -> Option<(SocketAddr, String)> {
    let modules = std::env::var("DATELINE_BROWSER").ok()?;
    let (send, receive) = mpsc::channel::<SocketAddr>();
    let settings = Settings { port: 0, rate: 1000, ..settings.clone() };
    // The desk is open until the test ends, and the test's process with it.
    std::thread::spawn(move || serve(&settings, |address| send.send(address).unwrap()).unwrap());
    Some((receive.recv().unwrap(), format!("{}/", modules.trim_end_matches('/'))))
}

/// Has the browser look at pages of a desk; what is wrong is printed by page.
fn looked_at(settings: &Settings, paths: &[String], views: &str) {
    let Some((address, modules)) = opened(settings) else { return };
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/browser/check.mjs");
    let shots = std::env::var("DATELINE_SHOTS");
    let output = Command::new("node")
        .arg(script)
        .arg(format!("http://{address}"))
        .arg(shots.as_deref().unwrap_or("."))
        .args(paths)
        .env("NODE_PATH", modules)
        .env("VIEWS", views)
        .env("SHOTS", if shots.is_ok() { "yes" } else { "no" })
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    assert_eq!(
        said.lines().count(),
        paths.len() * views.split(',').count(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let wrong: Vec<&str> = said
        .lines()
        .filter(|line| {
            let page: serde_json::Value = serde_json::from_str(line).unwrap();
            let is_empty = |name: &str| page[name].as_array().is_some_and(Vec::is_empty);
            let lists = ["said", "elsewhere", "dialogs", "violations"];
            !(lists.into_iter().all(is_empty)
                && page["status"] == 200
                && page["ran"].is_null()
                && page["wide"] == false)
        })
        .collect();
    assert!(wrong.is_empty() && output.status.success(), "{}", wrong.join("\n"));
}

#[test]
fn pages_are_accessible_and_quiet() {
    let folder = Folder::new("browser");
    let settings = demo(&folder);
    let stories =
        dateline_archive::Archive::open_light(&settings.archive).unwrap().stories(None, None, 3).unwrap();
    let mut paths: Vec<String> = [
        "/",
        "/?section=World",
        "/stories",
        "/statements",
        "/events",
        "/countries",
        "/country/NOR",
        "/alerts",
        "/sources",
        "/about",
        "/search",
        "/search?q=storm",
        "/search?q=)",
        "/article/1",
        "/article/1?layer=all",
        "/article/14?layer=who,said&fact=s1",
        "/who/Ingrid%20Solberg",
        "/who/Norway",
    ]
    .map(str::to_owned)
    .into();
    paths.extend(stories.iter().map(|story| format!("/story/{}", story.id)));
    looked_at(&settings, &paths, "desktop,desktop-dark,phone,phone-dark");
}

#[test]
fn hostile_pages_do_nothing() {
    let folder = Folder::new("browser-hostile");
    let path = folder.0.join("hostile.db");
    archive(&path, &common::hostile());
    let mut all = dateline_archive::Archive::open_light(path.to_str().unwrap()).unwrap();
    let articles = all.count("articles").unwrap();
    let mut paths: Vec<String> = (1..=articles).map(|id| format!("/article/{id}?layer=all")).collect();
    paths.extend(["/", "/statements", "/events", "/stories", "/search?q=port"].map(str::to_owned));
    looked_at(&Settings::of(path.to_str().unwrap()), &paths, "desktop");
}

#[test]
fn readers_get_along_with_keys_and_without_scripts() {
    let folder = Folder::new("browser-keys");
    let Some((address, modules)) = opened(&demo(&folder)) else { return };
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/browser/keys.mjs");
    let node =
        Command::new("node").arg(script).arg(format!("http://{address}")).env("NODE_PATH", modules).output();
    let output = node.unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}
