//! Keeps polling feeds: when which of them is due, and which of their links are new.
//!
//! No clock is read and nothing is fetched here: times and results come from outside, and the state can be stored between
//! any two calls.
mod pace;
mod seen;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

pub use pace::Pace;
use seen::Seen;

use crate::clock::seconds;
use crate::discover::{Discovery, Form, Link, Warning, discover};
use crate::{Error, Failure, Fetched, Request, Validators};

/// The feeds that are followed, and the links that were seen in them.
///
/// Times are seconds since the beginning of 1970. A link that [`Follow::polled`] has found stays [pending](Follow::pending) until
/// the caller says that its page is [done](Follow::done), so that none is lost when a run is broken off.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Follow {
    feeds: BTreeMap<String, Feed>,
    pending: BTreeMap<String, Pending>,
    seen: Seen,
}

/// A feed that is followed.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Feed {
    /// When it is polled next; none if it is gone for good.
    pub next: Option<u64>,
    /// The seconds between the last poll and the next.
    pub interval: u64,
    /// When it was last had, changed or not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub polled: Option<u64>,
    /// What it is, and what it is called.
    #[serde(default)]
    pub form: Form,
    /// Its title.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// What to send the next time.
    #[serde(default)]
    pub validators: Validators,
    /// How often in a row it could not be had.
    #[serde(default)]
    pub failures: u32,
    /// The index that names it, if it is a sitemap that was not added by the caller.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub index: Option<String>,
    /// When the index says that it was last changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub changed: Option<u64>,
}

/// A link whose page is still to be fetched.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Pending {
    /// The link.
    pub link: Link,
    /// The feed that named it.
    pub feed: String,
    /// How often it was tried.
    #[serde(default)]
    pub tries: u32,
    /// Not to be tried before this.
    #[serde(default)]
    pub not_before: u64,
}

/// What a poll brought.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Update {
    /// The links that were not seen before, in the feed's order. They are pending now.
    pub links: Vec<Link>,
    /// The feeds of a page, if it is one: it is no feed itself, and is not followed any more.
    pub feeds: Vec<String>,
    /// What was wrong with the feed.
    pub warnings: Vec<Warning>,
    /// Where the feed has moved for good; it is still polled at its old address.
    pub moved: Option<String>,
    /// When the feed is polled next; none if it is gone.
    pub next: Option<u64>,
}

impl Follow {
    /// Follows a feed from now on. One that is followed already keeps its state.
    pub fn add(&mut self, url: &str, now: u64) {
        self.feeds
            .entry(url.to_owned())
            .and_modify(|feed| feed.index = None)
            .or_insert_with(|| Feed { next: Some(now), ..Feed::default() });
    }

    /// Follows a feed, and the sitemaps that it names, no longer.
    pub fn remove(&mut self, url: &str) {
        self.feeds.remove(url);
        self.feeds.retain(|_, feed| feed.index.as_deref() != Some(url));
    }

    /// The feeds, by address.
    pub fn feeds(&self) -> &BTreeMap<String, Feed> {
        &self.feeds
    }

    /// The feeds to be polled now, those first that have waited longest.
    pub fn due(&self, now: u64) -> Vec<Request> {
        let mut due: Vec<(u64, &String, &Feed)> = self
            .feeds
            .iter()
            .filter_map(|(url, feed)| Some((feed.next.filter(|next| *next <= now)?, url, feed)))
            .collect();
        due.sort_by_key(|(next, url, _)| (*next, *url));
        due.into_iter()
            .map(|(_, url, feed)| Request { url: url.clone(), validators: feed.validators.clone() })
            .collect()
    }

    /// When something is to be done next: a feed to be polled, or a page to be tried again.
    pub fn next(&self) -> Option<u64> {
        let feeds = self.feeds.values().filter_map(|feed| feed.next);
        feeds.chain(self.pending.values().map(|pending| pending.not_before)).min()
    }

    /// Takes in what became of a poll.
    pub fn polled(&mut self, pace: &Pace, url: &str, now: u64, result: &Result<Fetched, Error>) -> Update {
        let Some(mut feed) = self.feeds.remove(url) else { return Update::default() };
        let mut update = match result {
            Ok(fetched) if fetched.unchanged => {
                feed.success(pace, now, fetched, None);
                Update::default()
            }
            Ok(fetched) => self.read(pace, url, now, &mut feed, fetched),
            Err(error) => {
                feed.failure(pace, now, Some(error));
                Update::default()
            }
        };
        if let Ok(fetched) = result {
            update.moved = Some(&fetched.final_url).filter(|_| fetched.moved).cloned();
        }
        update.next = feed.next;
        self.feeds.insert(url.to_owned(), feed);
        self.seen.forget(now, pace.remember);
        update
    }

    /// The links whose pages are still to be fetched and may be tried now, by address.
    pub fn pending(&self, now: u64) -> impl Iterator<Item = &Pending> {
        self.pending.values().filter(move |pending| pending.not_before <= now)
    }

    /// The page of a link is stored, or will never be: it is not named again.
    pub fn done(&mut self, url: &str) {
        self.pending.remove(url);
    }

    /// The page of a link could not be had. True if it stays pending, to be tried again later.
    pub fn failed(&mut self, pace: &Pace, url: &str, now: u64, error: &Error) -> bool {
        let Some(pending) = self.pending.get_mut(url) else { return false };
        // Nothing was sent while the host wanted to be left alone.
        pending.tries += u32::from(!matches!(error.failure, Failure::Wait { .. }));
        if error.is_final() || pending.tries >= pace.tries {
            self.pending.remove(url);
            return false;
        }
        pending.not_before = now.saturating_add(pace.again(pending.tries, error.retry_after()));
        true
    }

    fn read(&mut self, pace: &Pace, url: &str, now: u64, feed: &mut Feed, fetched: &Fetched) -> Update {
        let found = discover(&fetched.bytes, &fetched.final_url, fetched.content_type.as_deref());
        let mut update = Update::default();
        let was_feed = !matches!(feed.form, Form::Page | Form::Unknown);
        match found.form {
            // A feed that is a page for once is being repaired: it is not given up.
            Form::Page if !was_feed => {
                (feed.form, feed.title, feed.next) = (found.form, found.title, None);
                update.feeds = found.sources.into_iter().map(|source| source.url).collect();
            }
            Form::Page | Form::Unknown => feed.failure(pace, now, None),
            _ => {
                update.links = self.unseen(pace, url, now, &found);
                self.sitemaps(pace, url, now, &found);
                feed.success(pace, now, fetched, Some((&found, update.links.len())));
                (feed.form, feed.title) = (found.form, found.title);
            }
        }
        update.warnings = found.warnings;
        update
    }

    fn unseen(&mut self, pace: &Pace, feed: &str, now: u64, found: &Discovery) -> Vec<Link> {
        let mut links = Vec::new();
        for link in &found.links {
            if self.seen.insert(&pace.same(&link.url), now) {
                let pending = Pending { link: link.clone(), feed: feed.to_owned(), ..Pending::default() };
                self.pending.insert(link.url.clone(), pending);
                links.push(link.clone());
            }
        }
        links
    }

    /// Follows the newest sitemaps of an index, and no longer those that it does not name any more. One whose date has not
    /// changed is not due.
    fn sitemaps(&mut self, pace: &Pace, index: &str, now: u64, found: &Discovery) {
        if found.form != Form::SitemapIndex {
            return;
        }
        let mut named: Vec<_> =
            found.sources.iter().map(|s| (s.updated.as_ref().map(seconds), s.url.as_str())).collect();
        // A stable order, so that of those without a date the first stay.
        named.sort_by_key(|(changed, _)| std::cmp::Reverse(*changed));
        named.truncate(pace.sitemaps);
        self.feeds.retain(|url, feed| {
            feed.index.as_deref() != Some(index) || named.iter().any(|(_, named)| named == url)
        });
        for (changed, url) in named {
            let feed = self.feeds.entry(url.to_owned()).or_insert_with(|| Feed {
                index: Some(index.to_owned()),
                next: Some(now),
                ..Feed::default()
            });
            if changed.is_some() && changed != feed.changed {
                feed.changed = changed;
                feed.next = feed.next.map(|next| next.min(now));
            }
        }
    }
}

impl Feed {
    /// It was had. `found` is what it held, if it has changed, and how many of its links were new.
    fn success(&mut self, pace: &Pace, now: u64, fetched: &Fetched, found: Option<(&Discovery, usize)>) {
        self.polled = Some(now);
        self.failures = 0;
        self.validators = fetched.validators.clone();
        self.interval = pace.after_success(self.interval, found, fetched.fresh_for, now);
        self.next = Some(now.saturating_add(self.interval));
    }

    /// It could not be had, or was no feed.
    fn failure(&mut self, pace: &Pace, now: u64, error: Option<&Error>) {
        self.failures = self.failures.saturating_add(1);
        self.interval = pace.after_failure(self.failures, error);
        let gone = error
            .is_some_and(|e| matches!(e.failure, Failure::Status { status: 410, .. } | Failure::Address(_)));
        self.next = if gone { None } else { Some(now.saturating_add(self.interval)) };
    }
}

#[cfg(test)]
mod tests;
