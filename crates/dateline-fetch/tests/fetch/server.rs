//! A small HTTP server, and a fetcher that takes every name for it.
use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use dateline::lexicon::Data;
use dateline_fetch::{Error, Fetched, Fetcher, Request, Settings};

use crate::testing::TestClock;

/// What the server was asked.
#[derive(Clone, Debug, Default)]
pub struct Asked {
    pub host: String,
    pub path: String,
    pub headers: BTreeMap<String, String>,
}

/// Writes the answer; the connection is closed behind it.
pub type Answer = dyn Fn(&Asked, &mut TcpStream) + Send + Sync;

pub struct Server {
    pub address: SocketAddr,
    asked: Arc<Mutex<Vec<Asked>>>,
}

impl Server {
    /// Starts a server; it ends with the process.
    pub fn start(answer: impl Fn(&Asked, &mut TcpStream) + Send + Sync + 'static) -> Server {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let asked = Arc::new(Mutex::new(Vec::new()));
        let (answer, all): (Arc<Answer>, _) = (Arc::new(answer), asked.clone());
        thread::spawn(move || {
            for stream in listener.incoming() {
                let (mut stream, answer, all) = (stream.unwrap(), answer.clone(), all.clone());
                thread::spawn(move || {
                    let Some(asked) = read(&stream) else { return };
                    all.lock().unwrap().push(asked.clone());
                    answer(&asked, &mut stream);
                });
            }
        });
        Server { address, asked }
    }

    /// Starts a server with answers by path; others are 404, robots.txt too.
    pub fn with(answers: &'static [(&'static str, &'static str)]) -> Server {
        Server::start(|asked, stream| {
            let answer = answers.iter().find(|(path, _)| *path == asked.path);
            send(stream, answer.map_or("404 Not Found\n\n", |(_, answer)| answer));
        })
    }

    /// What it was asked so far: host and path.
    pub fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap().iter().map(|a| format!("{}{}", a.host, a.path)).collect()
    }

    /// What it was asked last.
    pub fn last(&self) -> Asked {
        self.asked.lock().unwrap().last().cloned().unwrap()
    }

    /// A fetcher that may reach it under any name.
    pub fn fetcher(&self, change: impl FnOnce(&mut Settings)) -> (Arc<TestClock>, Fetcher) {
        let mut settings = Settings::load(&Data::embedded()).unwrap();
        settings.allow_private = true;
        change(&mut settings);
        let (clock, address) = (Arc::new(TestClock::default()), self.address);
        let fetcher = Fetcher::with(settings, clock.clone(), Arc::new(move |_, _| Ok(vec![address])));
        (clock, fetcher)
    }

    /// Fetches one address with a fetcher of its own.
    pub fn fetch(&self, url: &str, change: impl FnOnce(&mut Settings)) -> Result<Fetched, Error> {
        self.fetcher(change).1.fetch(&Request::from(url))
    }
}

/// Writes "200 OK\nName: value\n\nbody", its head as HTTP has it.
pub fn send(stream: &mut TcpStream, answer: &str) {
    let (head, body) = answer.split_once("\n\n").unwrap();
    let head = head.replace('\n', "\r\n");
    let _ = write!(stream, "HTTP/1.1 {head}\r\nConnection: close\r\n\r\n{body}");
}

/// The seconds that were slept so far, each time.
pub fn slept(clock: &TestClock) -> Vec<u64> {
    clock.slept().iter().map(Duration::as_secs).collect()
}

fn read(stream: &TcpStream) -> Option<Asked> {
    let mut lines = BufReader::new(stream).lines();
    let first = lines.next()?.ok()?;
    let mut asked = Asked { path: first.split(' ').nth(1)?.to_owned(), ..Asked::default() };
    for line in lines {
        let line = line.ok()?;
        let Some((name, value)) = line.split_once(':') else { break };
        asked.headers.insert(name.to_ascii_lowercase(), value.trim().to_owned());
    }
    asked.host = asked.headers.get("host")?.clone();
    Some(asked)
}
