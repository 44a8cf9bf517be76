//! The desk over archives on a server and over pages that others have written.
#![allow(clippy::unwrap_used, clippy::print_stderr)]
mod common;
#[path = "../../dateline-archive/tests/server/mod.rs"]
mod server;

use std::path::Path;

use common::{Asked, Folder, demo, keep};
use dateline::read::{Page, walk};
use dateline_desk::Settings;
use server::Server;

/// Addresses of every kind of page, list and answer.
fn addresses(desk: &Asked) -> Vec<String> {
    let story = desk.json("/api/v1/stories")["items"][0]["id"].to_string();
    let mut all: Vec<String> = [
        "/",
        "/latest?section=World",
        "/?outlet=limatribune.example&limit=3",
        "/stories",
        "/statements?attitude=denied",
        "/statements?speaker=Ana%20Ruiz",
        "/statements?about=Ingrid%20Solberg",
        "/events?status=planned",
        "/events?actor=NOR&history=yes",
        "/events?recipient=Peru",
        "/countries",
        "/country/NOR",
        "/who/Ingrid%20Solberg",
        "/search?q=storm%20-ferry&sort=oldest",
        "/search?q=%22old%20quay%22%20OR%20crane*",
        "/search?who=Norway&event=CONSULT&from=2026-03",
        "/alerts",
        "/about",
        "/article/1?layer=all",
        "/article/4?fact=v1",
        "/latest.rss",
        "/events.csv",
        "/statements.feed",
        "/search.atom?q=port",
        "/api/v1/articles/7",
        "/api/v1/who/Norway",
        "/api/v1/facets?by=who&country=PER",
        "/api/v1/outlets",
        "/api/v1/alerts",
    ]
    .map(str::to_owned)
    .into();
    all.push(format!("/story/{story}"));
    all.push(format!("/api/v1/stories/{story}/timeline"));
    all
}

#[test]
fn a_desk_over_a_server_shows_the_same() {
    let Some(server) = Server::start() else { return };
    let folder = Folder::new("server");
    let file = Asked::of(&demo(&folder));
    let address = server.database("news");
    dateline_desk::demo(Path::new(&address)).unwrap();
    let served = Asked::of(&Settings::of(&address));
    for path in addresses(&file) {
        assert_eq!(file.page(&path), served.page(&path), "{path}");
    }
    assert_eq!(served.get("/article/99").status, 404);
    assert_eq!(served.get("/events?after=x").status, 400);
}

/// The pages of the development set, where they stand next to the project.
#[test]
fn every_page_opens_over_the_development_pages() {
    let pages = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/bench/extraction/pages");
    if !pages.is_dir() {
        eprintln!("left out: there is no `{}`", pages.display());
        return;
    }
    let pages: Vec<Page> = walk([pages]).map(|input| input.unwrap().into_page()).collect();
    let folder = Folder::new("development");
    let path = folder.0.join("pages.db");
    keep(&path, &pages);
    let desk = Asked::of(&Settings::of(path.to_str().unwrap()));
    let articles = desk.json("/api/v1/articles?limit=1")["total"].as_u64().unwrap();
    assert!(articles as usize * 10 > pages.len() * 9, "{articles} of {}", pages.len());
    let mut paths: Vec<String> = [
        "/",
        "/stories",
        "/statements",
        "/events",
        "/countries",
        "/alerts",
        "/sources",
        "/about",
        "/search?q=said",
    ]
    .map(str::to_owned)
    .into();
    paths.extend((1..=articles).map(|id| format!("/article/{id}?layer=all")));
    let items = |path: &str| desk.json(path)["items"].as_array().unwrap().clone();
    paths.extend(items("/api/v1/stories?limit=200").iter().map(|story| format!("/story/{}", story["id"])));
    let who = desk.json("/api/v1/facets?by=who&limit=200");
    let names = who["counts"].as_array().unwrap().iter().map(|count| count["value"].as_str().unwrap());
    paths.extend(names.map(|name| {
        let name: String = name.bytes().map(|byte| format!("%{byte:02X}")).collect();
        format!("/who/{name}")
    }));
    let countries = desk.json("/api/v1/facets?by=country&limit=200");
    let codes = countries["counts"].as_array().unwrap().iter().map(|count| count["value"].as_str().unwrap());
    paths.extend(codes.map(|code| format!("/country/{code}")));
    for path in &paths {
        let page = desk.page(path);
        assert!(page.contains("</html>"), "{path}");
    }
    // Every fact of the lists is opened at its words.
    for item in items("/api/v1/statements?limit=200").iter().chain(&items("/api/v1/events?limit=200")) {
        let page = desk.page(item["permalink"].as_str().unwrap().trim_end_matches("#mark"));
        assert!(page.contains("<mark"), "{}", item["permalink"]);
    }
}
