use std::sync::Arc;
use std::time::Duration;

use dateline::doc::Moment;
use serde::{Deserialize, Serialize};
use url::Url;

use crate::clock::{Clock, SystemClock, moment};
use crate::networks::Networks;
use crate::robots_cache::RobotsCache;
use crate::turns::Turns;
use crate::wire::{Answer, Lookup, Wire, system_lookup};
use crate::{Error, Failure, Robots, Settings, address, headers};

/// Fetches pages, feeds and sitemaps politely; may be shared by threads.
///
/// Every host is asked one thing at a time, and nothing that its robots.txt forbids. Private networks are closed.
#[derive(Debug)]
pub struct Fetcher {
    settings: Settings,
    clock: Arc<dyn Clock>,
    wire: Wire,
    turns: Turns,
    robots: RobotsCache,
}

/// What to fetch.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Request {
    /// The address.
    pub url: String,
    /// What came with it the last time; if it has not changed since, it is not sent again.
    pub validators: Validators,
}

impl From<&str> for Request {
    fn from(url: &str) -> Request {
        Request { url: url.to_owned(), validators: Validators::default() }
    }
}

/// By what a server knows whether a page has changed; to be kept by the caller.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Validators {
    /// The value of ETag, as it came.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub etag: Option<String>,
    /// The value of Last-Modified, as it came.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_modified: Option<String>,
}

/// What was fetched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fetched {
    /// What was asked for.
    pub url: String,
    /// Where it was, after redirects.
    pub final_url: String,
    /// True if every redirect on the way said that it is for good: the final address should be asked for from now on.
    pub moved: bool,
    /// 200, or 304 if it has not changed.
    pub status: u16,
    /// "text/html"
    pub media_type: Option<String>,
    /// The charset that the header names.
    pub charset_header: Option<String>,
    /// The value of Content-Type, for [`Hints`](dateline::read::Hints).
    pub content_type: Option<String>,
    /// The page, inflated; empty if it has not changed.
    pub bytes: Vec<u8>,
    /// What to send the next time.
    pub validators: Validators,
    /// For how long the server says that it stays as it is.
    pub fresh_for: Option<Duration>,
    /// When it came.
    pub retrieved: Moment,
    /// True if it is as it was when the validators of the request came.
    pub unchanged: bool,
}

impl Fetcher {
    /// Takes the clock and the names of the machine.
    pub fn new(settings: Settings) -> Fetcher {
        Fetcher::with(settings, Arc::new(SystemClock), Arc::new(system_lookup))
    }

    /// Takes clock and names from outside, for tests.
    pub fn with(settings: Settings, clock: Arc<dyn Clock>, lookup: Arc<Lookup>) -> Fetcher {
        Fetcher {
            wire: Wire::new(&settings, lookup),
            turns: Turns::new(clock.clone(), settings.gap, settings.patience),
            robots: RobotsCache::default(),
            clock,
            settings,
        }
    }

    /// What it goes by.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// Fetches one address. Waits for the turn of its host; see [`Fetcher::fetch_all`] for many.
    pub fn fetch(&self, request: &Request) -> Result<Fetched, Error> {
        self.follow(request).map_err(|failure| Error { url: request.url.clone(), failure })
    }

    /// The robots.txt that counts for an address.
    pub fn robots(&self, url: &str) -> Result<Arc<Robots>, Error> {
        address::check(url, self.networks())
            .and_then(|url| self.robots_of(&url))
            .map_err(|failure| Error { url: url.to_owned(), failure })
    }

    pub(crate) fn clock(&self) -> &dyn Clock {
        &*self.clock
    }

    pub(crate) fn turns(&self) -> &Turns {
        &self.turns
    }

    pub(crate) fn networks(&self) -> Option<&Networks> {
        (!self.settings.allow_private).then_some(&self.settings.networks)
    }

    fn follow(&self, request: &Request) -> Result<Fetched, Failure> {
        let mut url = address::check(&request.url, self.networks())?;
        let mut sent = vec![("Accept", ACCEPT)];
        sent.extend(request.validators.etag.as_deref().map(|v| ("If-None-Match", v)));
        sent.extend(request.validators.last_modified.as_deref().map(|v| ("If-Modified-Since", v)));
        let (mut hops, mut for_good) = (0, true);
        loop {
            self.permit(&url)?;
            let answer = self.ask(&url, &sent, self.settings.bytes)?;
            match (answer.status, answer.header("location")) {
                (301 | 302 | 303 | 307 | 308, Some(location)) => {
                    hops += 1;
                    for_good &= matches!(answer.status, 301 | 308);
                    if hops > self.settings.redirects {
                        return Err(Failure::Redirects { limit: self.settings.redirects });
                    }
                    url = address::redirect(&url, location, self.networks())?;
                }
                (200, _) => return Ok(self.fetched(request, &url, answer, hops > 0 && for_good)),
                (304, _) if request.validators != Validators::default() => {
                    return Ok(self.fetched(request, &url, answer, hops > 0 && for_good));
                }
                _ => return Err(self.status(&answer)),
            }
        }
    }

    fn fetched(&self, request: &Request, url: &Url, answer: Answer, moved: bool) -> Fetched {
        let unchanged = answer.status == 304;
        let header = |name| answer.header(name).map(str::to_owned);
        let mut validators = Validators { etag: header("etag"), last_modified: header("last-modified") };
        if unchanged {
            // A 304 may leave out what has not changed.
            validators.etag = validators.etag.or_else(|| request.validators.etag.clone());
            validators.last_modified =
                validators.last_modified.or_else(|| request.validators.last_modified.clone());
        }
        let content_type = header("content-type");
        let (media_type, charset_header) =
            content_type.as_deref().map_or((None, None), headers::content_type);
        Fetched {
            url: request.url.clone(),
            final_url: url.to_string(),
            moved,
            status: answer.status,
            media_type,
            charset_header,
            content_type,
            fresh_for: headers::fresh_for(answer.header("cache-control"), answer.header("age")),
            validators,
            retrieved: moment(self.clock.now()),
            unchanged,
            bytes: answer.bytes,
        }
    }

    fn permit(&self, url: &Url) -> Result<(), Failure> {
        let path = &url[url::Position::BeforePath..url::Position::AfterQuery];
        if self.robots_of(url)?.allows(path) {
            return Ok(());
        }
        let (host, token) = (address::host(url).to_owned(), self.settings.token.clone());
        Err(Failure::Robots { host, token })
    }

    fn robots_of(&self, url: &Url) -> Result<Arc<Robots>, Failure> {
        self.robots.of(self, url)
    }

    /// Sends one request when it is the host's turn, and again if that promises something.
    pub(crate) fn ask(&self, url: &Url, headers: &[(&str, &str)], limit: u64) -> Result<Answer, Failure> {
        self.again(address::host(url), || self.wire.get(url, headers, limit))
    }

    /// Sends something to an address, such as a webhook, and again if the server is in trouble. What it answers is not read;
    /// robots.txt is for those who come unasked, and is not asked here.
    ///
    /// # Errors
    ///
    /// If the address is none, is in a private network, or answers with anything but success.
    pub fn post(&self, url: &str, headers: &[(&str, &str)], body: &[u8]) -> Result<(), Error> {
        let send = || {
            let url = address::check(url, self.networks())?;
            let answer = self.again(address::host(&url), || self.wire.post(&url, headers, body))?;
            if (200..300).contains(&answer.status) { Ok(()) } else { Err(self.status(&answer)) }
        };
        send().map_err(|failure| Error { url: url.to_owned(), failure })
    }

    /// Sends a request when it is the host's turn, and again if that promises something.
    fn again(&self, host: &str, send: impl Fn() -> Result<Answer, Failure>) -> Result<Answer, Failure> {
        let mut attempt = 0;
        loop {
            let turn = self.turns.take(host).map_err(|wait| Failure::Wait { host: host.to_owned(), wait })?;
            let result = send();
            let backoff = self.settings.backoff.saturating_mul(1 << attempt.min(16));
            let pause = match &result {
                Ok(answer) if matches!(answer.status, 429 | 500 | 502 | 503 | 504) => {
                    self.retry_after(answer).unwrap_or(backoff)
                }
                Err(Failure::Connection(_)) => backoff,
                // What took too long once would hold the place of others again.
                _ => return result,
            };
            self.turns.pause(host, pause);
            drop(turn);
            if attempt == self.settings.retries || pause > self.settings.patience {
                return result;
            }
            attempt += 1;
        }
    }

    pub(crate) fn status(&self, answer: &Answer) -> Failure {
        Failure::Status { status: answer.status, retry_after: self.retry_after(answer) }
    }

    fn retry_after(&self, answer: &Answer) -> Option<Duration> {
        headers::retry_after(answer.header("retry-after")?, self.clock.now())
    }
}

/// Pages and feeds; what a server sends besides is looked at by its bytes.
const ACCEPT: &str = "text/html,application/xhtml+xml,application/rss+xml,application/atom+xml,application/feed+json,\
                      application/xml;q=0.9,*/*;q=0.8";
