//! HTTPS with a certificate of our own. Which roots are believed is said by a variable of the environment, so that the fetching is done
//! by this program run once more.
use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::process::Command;
use std::sync::Arc;
use std::{env, fs, thread};

use dateline::lexicon::Data;
use dateline_fetch::{Failure, Fetcher, Settings};
use rustls::pki_types::PrivateKeyDer;
use rustls::{ServerConfig, ServerConnection, Stream};

use crate::testing::TestClock;

const PORT: &str = "DATELINE_TEST_PORT";

/// Starts a server that proves to be `news.example`; its port, and the root to be believed.
fn start() -> (u16, String) {
    let certified = rcgen::generate_simple_self_signed(["news.example".to_owned()]).unwrap();
    let key = PrivateKeyDer::try_from(certified.signing_key.serialize_der()).unwrap();
    let config = ServerConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certified.cert.der().clone()], key)
        .unwrap();
    let config = Arc::new(config);
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    thread::spawn(move || {
        for stream in listener.incoming() {
            let (mut stream, mut tls) = (stream.unwrap(), ServerConnection::new(config.clone()).unwrap());
            let mut stream = Stream::new(&mut tls, &mut stream);
            let mut asked = [0; 2048];
            let length = stream.read(&mut asked).unwrap_or(0);
            let answer = if asked[..length].starts_with(b"GET /a ") { "200 OK" } else { "404 Not Found" };
            let _ = write!(stream, "HTTP/1.1 {answer}\r\nContent-Length: 4\r\nConnection: close\r\n\r\nPort");
            stream.conn.send_close_notify();
            let _ = stream.flush();
        }
    });
    (port, certified.cert.pem())
}

#[test]
fn a_server_must_prove_who_it_is() {
    if let Ok(port) = env::var(PORT) {
        return with_the_root(port.parse().unwrap());
    }
    let (port, root) = start();
    let file = env::temp_dir().join(format!("dateline-fetch-{}.pem", std::process::id()));
    fs::write(&file, root).unwrap();
    let output = Command::new(env::current_exe().unwrap())
        .args(["--exact", "https::a_server_must_prove_who_it_is"])
        .env(PORT, port.to_string())
        .env("SSL_CERT_FILE", &file)
        .output()
        .unwrap();
    fs::remove_file(&file).unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(String::from_utf8_lossy(&output.stdout).contains("1 passed"));
    // Here its root is not known.
    let error = fetcher(port).fetch(&"https://news.example/a".into()).unwrap_err();
    assert!(matches!(error.failure, Failure::Certificate(_)), "{error}");
}

fn with_the_root(port: u16) {
    assert_eq!(fetcher(port).fetch(&"https://news.example/a".into()).unwrap().bytes, b"Port");
    let error = fetcher(port).fetch(&"https://other.example/a".into()).unwrap_err();
    assert!(matches!(error.failure, Failure::Certificate(_)), "{error}");
}

fn fetcher(port: u16) -> Fetcher {
    let mut settings = Settings::load(&Data::embedded()).unwrap();
    settings.allow_private = true;
    let lookup = move |_: &str, _| Ok(vec![([127, 0, 0, 1], port).into()]);
    Fetcher::with(settings, Arc::new(TestClock::default()), Arc::new(lookup))
}
