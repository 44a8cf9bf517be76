use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use dateline::lexicon::Data;
use dateline_fetch::{Error, Failure, Fetched, Fetcher, Settings};

use crate::server::{Server, send};
use crate::testing::TestClock;

/// The rules as they are, but for the network that the test's own server is in.
fn settings() -> Settings {
    let data = Data::embedded();
    let networks: String = data
        .text("fetch/networks.tsv")
        .unwrap()
        .lines()
        .filter(|line| !line.starts_with("127."))
        .map(|line| format!("{line}\n"))
        .collect();
    let keep = |name| (name, &*Box::leak(data.text(name).unwrap().to_owned().into_boxed_str()));
    let files =
        [keep("fetch/fetch.toml"), keep("fetch/tracking.txt"), ("fetch/networks.tsv", &*networks.leak())];
    let settings = Settings::load(&Data::from_files(files)).unwrap();
    assert!(!settings.allow_private);
    settings
}

/// Fetches with names that lead where `lookup` says, at the first look and at those that follow.
fn fetch(
    url: &str,
    lookup: impl Fn(&str, usize) -> Vec<SocketAddr> + Send + Sync + 'static,
) -> Result<Fetched, Error> {
    let looks = AtomicUsize::new(0);
    let lookup = move |host: &str, _| Ok(lookup(host, looks.fetch_add(1, Ordering::SeqCst)));
    Fetcher::with(settings(), Arc::new(TestClock::default()), Arc::new(lookup)).fetch(&url.into())
}

fn metadata() -> SocketAddr {
    "169.254.169.254:80".parse().unwrap()
}

const PAGE: &[(&str, &str)] = &[("/a", "200 OK\n\nPort")];

#[test]
fn a_name_that_leads_to_a_private_network_is_refused() {
    let error = fetch("http://news.example/a", |_, _| vec!["10.0.0.1:80".parse().unwrap()]).unwrap_err();
    assert_eq!(
        error.to_string(),
        "`http://news.example/a`: `news.example` is at 10.0.0.1, a network that is not fetched from (private)"
    );
    assert_eq!(error.hint().as_deref(), Some("allow private addresses if this host is yours"));
    for mapped in
        ["[::ffff:10.0.0.1]:80", "[64:ff9b::a00:1]:80", "[2002:a00:1::]:80", "[fe80::1]:80", "[::1]:80"]
    {
        let error = fetch("http://news.example/a", move |_, _| vec![mapped.parse().unwrap()]).unwrap_err();
        assert!(matches!(error.failure, Failure::Private { .. }), "{mapped}: {error}");
    }
}

#[test]
fn a_name_that_leads_elsewhere_at_the_second_look_is_refused_there() {
    let server = Server::with(PAGE);
    let address = server.address;
    let error =
        fetch("http://news.example/a", move |_, look| vec![if look == 0 { address } else { metadata() }])
            .unwrap_err();
    assert!(matches!(error.failure, Failure::Private { .. }), "{error}");
    assert_eq!(server.asked(), ["news.example/robots.txt"]);
}

#[test]
fn of_several_addresses_only_the_open_ones_are_used() {
    let server = Server::with(PAGE);
    let address = server.address;
    let fetched =
        fetch("http://news.example/a", move |_, _| vec![metadata(), "10.0.0.1:80".parse().unwrap(), address]);
    assert_eq!(fetched.unwrap().bytes, b"Port");
}

#[test]
fn a_redirect_to_a_private_address_is_refused() {
    for to in [
        "http://169.254.169.254/latest/meta-data/",
        "http://[::ffff:a9fe:a9fe]/",
        "http://0xa9fea9fe/",
        "http://inside.example/",
    ] {
        let server = Server::start(move |asked, stream| match asked.path.as_str() {
            "/robots.txt" => send(stream, "404 Not Found\n\n"),
            _ => send(stream, &format!("302 Found\nLocation: {to}\n\n")),
        });
        let address = server.address;
        let error = fetch("http://news.example/a", move |host, _| {
            vec![if host == "inside.example" { metadata() } else { address }]
        })
        .unwrap_err();
        assert!(matches!(error.failure, Failure::Private { .. }), "{to}: {error}");
        assert_eq!(server.asked().len(), 2, "{to}");
    }
}

#[test]
fn robots_txt_may_not_lead_there_either() {
    let server = Server::with(&[
        ("/robots.txt", "302 Found\nLocation: http://10.0.0.1/\n\n"),
        ("/a", "200 OK\n\nPort"),
    ]);
    let address = server.address;
    let error = fetch("http://news.example/a", move |_, _| vec![address]).unwrap_err();
    assert!(matches!(error.failure, Failure::Private { .. }), "{error}");
}

#[test]
fn a_name_that_leads_nowhere_is_told() {
    let error = fetch("http://news.example/a", |_, _| Vec::new()).unwrap_err();
    assert!(matches!(error.failure, Failure::NoHost(_)), "{error}");
    let lookup = |_: &str, _| Err(std::io::Error::other("no answer"));
    let fetcher = Fetcher::with(settings(), Arc::new(TestClock::default()), Arc::new(lookup));
    let error = fetcher.fetch(&"http://news.example/a".into()).unwrap_err();
    assert_eq!(error.to_string(), "`http://news.example/a`: the host was not found (no answer)");
}
