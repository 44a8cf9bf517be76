use std::io::Write as _;
use std::net::TcpStream;
use std::thread;
use std::time::Duration;

use dateline_fetch::{Error, Failure, Settings};
use flate2::Compression;
use flate2::write::GzEncoder;

use crate::server::{Server, send};

fn fetch(
    change: impl FnOnce(&mut Settings),
    answer: impl Fn(&mut TcpStream) + Send + Sync + 'static,
) -> Result<usize, Error> {
    let server = Server::start(move |asked, stream| match asked.path.as_str() {
        "/robots.txt" => send(stream, "404 Not Found\n\n"),
        _ => answer(stream),
    });
    server.fetch("http://news.example/a", change).map(|fetched| fetched.bytes.len())
}

fn small(settings: &mut Settings) {
    settings.bytes = 100_000;
}

/// Long enough for robots.txt on a machine that is busy; nothing is measured.
const QUICK: Duration = Duration::from_millis(1500);

fn quick(settings: &mut Settings) {
    settings.time = QUICK;
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut gzip = GzEncoder::new(Vec::new(), Compression::best());
    gzip.write_all(bytes).unwrap();
    gzip.finish().unwrap()
}

fn send_bytes(stream: &mut TcpStream, headers: &str, body: &[u8]) {
    let _ = write!(stream, "HTTP/1.1 200 OK\r\n{headers}Connection: close\r\n\r\n");
    let _ = stream.write_all(body);
}

#[test]
fn a_page_may_be_as_large_as_the_limit_and_no_larger() {
    assert_eq!(fetch(small, |stream| send_bytes(stream, "", &[b'a'; 100_000])), Ok(100_000));
    for headers in ["", "Content-Length: 100001\r\n"] {
        let error = fetch(small, move |stream| send_bytes(stream, headers, &[b'a'; 100_001])).unwrap_err();
        assert_eq!(error.failure, Failure::TooLarge { limit: 100_000 });
    }
}

#[test]
fn a_page_without_end_is_given_up() {
    let error = fetch(small, |stream| {
        send_bytes(stream, "", b"");
        while stream.write_all(&[b'a'; 4096]).is_ok() {}
    });
    assert_eq!(error.unwrap_err().failure, Failure::TooLarge { limit: 100_000 });
}

#[test]
fn a_length_that_is_announced_is_believed_and_nothing_is_read() {
    let error = fetch(small, |stream| {
        send_bytes(stream, "Content-Length: 99999999999\r\n", b"");
        thread::park(); // and sends nothing
    });
    assert_eq!(error.unwrap_err().failure, Failure::TooLarge { limit: 100_000 });
}

#[test]
fn a_page_may_not_inflate_beyond_the_limit() {
    let bomb = gzip(&vec![0; 50 << 20]);
    assert!(bomb.len() < 60_000);
    let error =
        fetch(small, move |stream| send_bytes(stream, "Content-Encoding: gzip\r\n", &bomb)).unwrap_err();
    assert_eq!(error.failure, Failure::TooLarge { limit: 100_000 });
    assert!(error.is_final());
    let fits = gzip(&vec![0; 100_000]);
    assert_eq!(
        fetch(small, move |stream| send_bytes(stream, "Content-Encoding: gzip\r\n", &fits)),
        Ok(100_000)
    );
}

#[test]
fn a_server_that_says_nothing_is_given_up() {
    let error = fetch(quick, |_| thread::park()).unwrap_err();
    assert_eq!(error.failure, Failure::TimedOut { limit: QUICK });
    assert!(!error.is_final());
}

/// A byte now and then keeps every single read alive; the whole has a limit all the same.
fn drip(stream: &mut TcpStream) {
    while stream.write_all(b"a").and_then(|()| stream.flush()).is_ok() {
        thread::sleep(Duration::from_millis(10));
    }
}

#[test]
fn a_body_that_drips_is_given_up() {
    let error = fetch(quick, |stream| {
        send_bytes(stream, "", b"");
        drip(stream);
    });
    assert!(matches!(error.unwrap_err().failure, Failure::TimedOut { .. }));
}

#[test]
fn a_head_that_drips_is_given_up() {
    let error = fetch(quick, |stream| {
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nX: ");
        drip(stream);
    });
    assert!(matches!(error.unwrap_err().failure, Failure::TimedOut { .. }));
}

#[test]
fn a_head_without_end_is_given_up() {
    let error = fetch(small, |stream| {
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\n");
        while stream.write_all(b"X: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\r\n").is_ok() {}
    });
    assert!(matches!(error.unwrap_err().failure, Failure::Connection(_)));
}

#[test]
fn what_is_no_http_is_an_error() {
    for answer in [
        "",
        "\0\0\0",
        "SSH-2.0-OpenSSH\r\n",
        "HTTP/1.1 abc\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
    ] {
        let error =
            fetch(|s| s.retries = 0, move |stream| drop(stream.write_all(answer.as_bytes()))).unwrap_err();
        assert!(matches!(error.failure, Failure::Connection(_)), "{answer:?}: {error}");
    }
}

#[test]
fn compressed_pages_are_inflated() {
    let sent = gzip(b"<p>Port reopens");
    assert_eq!(fetch(small, move |stream| send_bytes(stream, "Content-Encoding: gzip\r\n", &sent)), Ok(15));
    let hello = b"\x0b\x02\x80hello\x03";
    assert_eq!(fetch(small, move |stream| send_bytes(stream, "Content-Encoding: br\r\n", hello)), Ok(5));
}
