use std::time::Duration;

use serde::Deserialize;
use url::Url;

use crate::Error;
use crate::clock::seconds;
use crate::discover::Discovery;

/// How often feeds are polled, and what is remembered of them. The defaults are in `data/fetch/fetch.toml`.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pace {
    /// Seconds between two polls at least.
    pub soonest: u64,
    /// Seconds between two polls at most.
    pub latest: u64,
    /// Seconds between two polls of a feed that fails again and again.
    pub failing: u64,
    /// Days for which a link is remembered after its feed has dropped it.
    pub remember: u32,
    /// How often a page that could not be had is tried.
    pub tries: u32,
    /// Sitemaps of an index that are followed.
    pub sitemaps: usize,
    /// Parameters of addresses that change nothing on the page; `utm_*` stands for all that begin so.
    #[serde(skip)]
    pub tracking: Vec<String>,
}

/// The newest entries by which the rate of a feed is judged.
const RATE_OF: usize = 20;

impl Pace {
    /// The seconds until the next poll.
    ///
    /// Half of the middle time between the feed's entries, so that one is seen about as soon as it makes sense; without dates, sooner
    /// after a poll that brought something and later after one that did not. Never sooner than the feed or the server
    /// asks for, as long as that is within the bounds.
    pub(super) fn after_success(
        &self,
        last: u64,
        found: Option<(&Discovery, usize)>,
        fresh_for: Option<Duration>,
        now: u64,
    ) -> u64 {
        let last = if last == 0 { self.soonest.saturating_mul(4) } else { last };
        let wanted = match found {
            Some((found, new)) => {
                rate(found, now).unwrap_or_else(|| if new == 0 { later(last) } else { last / 2 })
            }
            None => later(last),
        };
        let ttl = found.and_then(|(found, _)| found.ttl);
        let asked = ttl.max(fresh_for).map_or(0, |time| time.as_secs());
        self.bounded(wanted.max(asked))
    }

    /// The seconds until a feed is polled that could not be had: twice as many each time, and never fewer than asked for.
    pub(super) fn after_failure(&self, failures: u32, error: Option<&Error>) -> u64 {
        if error.is_some_and(Error::is_final) {
            return self.failing;
        }
        self.again(failures, error.and_then(Error::retry_after))
    }

    /// The seconds until a page is tried again.
    pub(super) fn again(&self, tries: u32, asked: Option<Duration>) -> u64 {
        let wait = self.soonest.saturating_mul(1 << tries.min(20)).min(self.failing);
        wait.max(asked.map_or(0, |wait| wait.as_secs()))
    }

    fn bounded(&self, interval: u64) -> u64 {
        interval.clamp(self.soonest.min(self.latest), self.latest)
    }

    /// What two addresses of one page have in common: the address without tracking parameters.
    pub(super) fn same(&self, url: &str) -> String {
        let Ok(mut parsed) = Url::parse(url) else { return url.to_owned() };
        parsed.set_fragment(None);
        if let Some(query) = parsed.query() {
            let kept: Vec<&str> =
                query.split('&').filter(|part| !part.is_empty() && !self.tracks(part)).collect();
            let kept = kept.join("&");
            parsed.set_query(Some(kept.as_str()).filter(|kept| !kept.is_empty()));
        }
        parsed.into()
    }

    fn tracks(&self, parameter: &str) -> bool {
        let name = parameter.split('=').next().unwrap_or_default();
        self.tracking.iter().any(|known| match known.strip_suffix('*') {
            Some(start) => name.starts_with(start),
            None => name == known,
        })
    }
}

fn later(interval: u64) -> u64 {
    interval.saturating_mul(3) / 2
}

/// Half of the middle time between the newest entries, up to now; none if fewer than three have a time of day.
fn rate(found: &Discovery, now: u64) -> Option<u64> {
    let mut times: Vec<u64> = found
        .links
        .iter()
        .filter_map(|link| link.published.as_ref().filter(|moment| moment.clock.is_some()))
        .map(|moment| seconds(moment).min(now))
        .collect();
    times.sort_unstable_by_key(|time| std::cmp::Reverse(*time));
    times.truncate(RATE_OF);
    if times.len() < 3 {
        return None;
    }
    let mut gaps: Vec<u64> = times.windows(2).map(|pair| pair[0] - pair[1]).collect();
    gaps.sort_unstable();
    // A feed that has gone quiet is polled as rarely as it has been quiet, not as often as it once changed.
    let quiet = now - times[0];
    Some(gaps[gaps.len() / 2].max(quiet) / 2)
}
