//! The robots.txt of each server, for as long as it is believed.
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use url::Url;

use crate::fetcher::Fetcher;
use crate::wire::Answer;
use crate::{Failure, Robots, address, headers};

/// All are forgotten when there are more than this, so that hostile ones of half a megabyte each cannot fill the memory.
const KEPT: usize = 1024;

/// By scheme, host and port: each has a robots.txt of its own. The inner lock is held while one is fetched, so that it is
/// fetched once.
#[derive(Debug, Default)]
pub struct RobotsCache {
    servers: Mutex<HashMap<String, Arc<Mutex<Option<Entry>>>>>,
}

#[derive(Clone, Debug)]
struct Entry {
    robots: Result<Arc<Robots>, Failure>,
    since: Duration,
    lasts: Duration,
}

impl RobotsCache {
    pub fn of(&self, fetcher: &Fetcher, url: &Url) -> Result<Arc<Robots>, Failure> {
        let origin = &url[..url::Position::BeforePath];
        let server = {
            let mut servers = self.servers.lock().unwrap_or_else(PoisonError::into_inner);
            if servers.len() > KEPT {
                // One that is being fetched is locked; another is asked for again when it is needed.
                servers.retain(|_, entry| entry.try_lock().is_err());
            }
            servers.entry(origin.to_owned()).or_default().clone()
        };
        let mut kept = server.lock().unwrap_or_else(PoisonError::into_inner);
        let now = fetcher.clock().now();
        let entry = match kept.take() {
            Some(entry) if entry.holds(now) => entry,
            _ => fetch(fetcher, url)?,
        };
        let robots = entry.robots.clone();
        *kept = Some(entry);
        if let Ok(Robots { delay: Some(delay), .. }) = robots.as_deref() {
            fetcher.turns().delay(address::host(url), *delay);
        }
        robots
    }
}

impl Entry {
    fn holds(&self, now: Duration) -> bool {
        // A clock that was set back ends it too.
        now.checked_sub(self.since).is_some_and(|age| age < self.lasts)
    }
}

/// RFC 9309: a server that has none allows everything; one that is in trouble allows nothing.
fn fetch(fetcher: &Fetcher, url: &Url) -> Result<Entry, Failure> {
    let settings = &fetcher.settings().robots;
    let host = || address::host(url).to_owned();
    let (robots, fresh) = match get(fetcher, url) {
        Ok(answer) if answer.status == 200 => {
            let read = answer.bytes.len().min(settings.bytes);
            let fresh = headers::fresh_for(answer.header("cache-control"), answer.header("age"));
            (Ok(Robots::parse(&answer.bytes[..read], &fetcher.settings().token)), fresh)
        }
        Ok(answer) if answer.status == 429 || answer.status >= 500 => {
            let why = fetcher.status(&answer).to_string();
            (Err(Failure::NoRobots { host: host(), why }), None)
        }
        Ok(_) | Err(Failure::Redirects { .. }) => (Ok(Robots::default()), None),
        // Nothing is known yet.
        Err(failure @ Failure::Wait { .. }) => return Err(failure),
        // It would be the same for the page.
        Err(failure @ (Failure::NoHost(_) | Failure::Certificate(_) | Failure::Private { .. })) => {
            (Err(failure), None)
        }
        Err(failure) => (Err(Failure::NoRobots { host: host(), why: failure.to_string() }), None),
    };
    let lasts = match &robots {
        Ok(_) => fresh.unwrap_or(settings.most).clamp(settings.least.min(settings.most), settings.most),
        Err(_) => settings.failed,
    };
    Ok(Entry { robots: robots.map(Arc::new), since: fetcher.clock().now(), lasts })
}

fn get(fetcher: &Fetcher, url: &Url) -> Result<Answer, Failure> {
    let settings = &fetcher.settings().robots;
    let mut at = address::redirect(url, "/robots.txt", fetcher.networks())?;
    for _ in 0..=settings.redirects {
        let answer = fetcher.ask(&at, &[("Accept", "text/plain,*/*;q=0.8")], fetcher.settings().bytes)?;
        match (answer.status, answer.header("location")) {
            (301 | 302 | 303 | 307 | 308, Some(location)) => {
                at = address::redirect(&at, location, fetcher.networks())?;
            }
            _ => return Ok(answer),
        }
    }
    Err(Failure::Redirects { limit: settings.redirects })
}
