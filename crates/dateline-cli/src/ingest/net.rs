//! Pages from the network: addresses, and the feeds, sitemaps and lists that name them.
use std::fs;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result};
use dateline::lexicon::Data;
use dateline::read::{Hints, Input, is_archive};
use dateline_fetch::{Clock, Fetched, Fetcher, Follow, Form, Link, Request, Settings, SystemClock, discover};

use crate::args::Ingest;
use crate::pipeline::Send;

/// Files of feeds are no larger.
const FEED_BYTES: u64 = 16 << 20;

/// The network side of an ingest.
pub struct Net {
    fetcher: Fetcher,
    follow: Follow,
    /// Pages that were handed out and are not yet known to be kept.
    under_way: Vec<String>,
    /// Links of files of feeds, which are fetched once.
    listed: Vec<Link>,
}

impl Net {
    /// What of the sources is on the network, with what was kept of it; the others are returned, to be read from the disk.
    pub fn of(request: &Ingest, kept: Option<&str>) -> Result<(Option<Net>, Vec<PathBuf>)> {
        let (addresses, paths): (Vec<&PathBuf>, Vec<&PathBuf>) =
            request.inputs.iter().partition(|input| is_address(input));
        let (mut listed, mut files) = (Vec::new(), Vec::new());
        for path in paths {
            match links(path) {
                Some(links) => listed.extend(links),
                None => files.push(path.clone()),
            }
        }
        if addresses.is_empty() && listed.is_empty() {
            return Ok((None, files));
        }
        let mut settings = Settings::load(&Data::embedded())?;
        settings.allow_private = request.allow_private;
        let follow = kept.map(serde_json::from_str).transpose();
        let follow: Option<Follow> = follow.context("what the archive keeps of its feeds cannot be read")?;
        let mut net = Net {
            fetcher: Fetcher::new(settings),
            follow: follow.unwrap_or_default(),
            under_way: Vec::new(),
            listed,
        };
        for address in addresses {
            net.follow.add(&address.to_string_lossy(), now());
        }
        Ok((Some(net), files))
    }

    /// Polls what is due, and sends the pages that are new.
    pub fn cycle(&mut self, send: &mut Send<'_>) {
        let now = now();
        let due = self.follow.due(now);
        let mut wanted = true;
        let (follow, pace) = (&mut self.follow, &self.fetcher.settings().pace);
        self.fetcher.fetch_all(&due, |number, result| {
            let url = &due[number].url;
            match &result {
                // An address that is a page itself.
                Ok(fetched) if !fetched.unchanged && is_page(fetched) => {
                    wanted = send(Ok(input(fetched, None)));
                }
                Ok(_) => {}
                Err(error) => wanted = send(Err(explained(error))),
            }
            let update = follow.polled(pace, url, now, &result);
            for warning in update.warnings {
                wanted = wanted && send(Err(format!("warning: {warning}")));
            }
            if wanted { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        });
        let listed = std::mem::take(&mut self.listed);
        let pending = self.follow.pending(now).map(|pending| pending.link.clone());
        let links: Vec<Link> = listed.into_iter().chain(pending).collect();
        let requests: Vec<Request> = links.iter().map(|link| link.url.as_str().into()).collect();
        let (follow, under_way) = (&mut self.follow, &mut self.under_way);
        self.fetcher.fetch_all(&requests, |number, result| {
            match result {
                Ok(fetched) => {
                    under_way.push(links[number].url.clone());
                    wanted = wanted && send(Ok(input(&fetched, Some(&links[number]))));
                }
                Err(error) => {
                    follow.failed(pace, &links[number].url, now, &error);
                    wanted = wanted && send(Err(explained(&error)));
                }
            }
            if wanted { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        });
    }

    /// The pages that were sent are kept. Returns what the archive is to keep of the feeds.
    pub fn kept(&mut self) -> Result<String> {
        for url in self.under_way.drain(..) {
            self.follow.done(&url);
        }
        Ok(serde_json::to_string(&self.follow)?)
    }

    /// Waits until something is to be done; false if nothing ever will.
    pub fn wait(&self) -> bool {
        let Some(next) = self.follow.next() else { return false };
        thread::sleep(Duration::from_secs(next.saturating_sub(now()).max(1)));
        true
    }
}

fn now() -> u64 {
    SystemClock.now().as_secs()
}

fn is_address(input: &Path) -> bool {
    let name = input.to_string_lossy();
    name.starts_with("http://") || name.starts_with("https://")
}

/// The links of a file that is a feed, a sitemap or a list of addresses.
fn links(path: &Path) -> Option<Vec<Link>> {
    let is_small = fs::metadata(path).is_ok_and(|meta| meta.is_file() && meta.len() <= FEED_BYTES);
    if !is_small {
        return None;
    }
    let bytes = fs::read(path).ok().filter(|bytes| !bytes.is_empty() && !is_archive(path, bytes))?;
    let discovery = discover(&bytes, &path.to_string_lossy(), None);
    let is_feed = !matches!(discovery.form, Form::Page | Form::Unknown);
    is_feed.then_some(discovery.links)
}

fn is_page(fetched: &Fetched) -> bool {
    let form = discover(&fetched.bytes, &fetched.final_url, fetched.content_type.as_deref()).form;
    matches!(form, Form::Page | Form::Unknown)
}

fn input(fetched: &Fetched, link: Option<&Link>) -> Input {
    let hints = Hints {
        uri: Some(fetched.url.clone()),
        url: Some(fetched.final_url.clone()),
        listed: link.and_then(|link| link.published),
        retrieved: Some(fetched.retrieved),
        content_type: fetched.content_type.clone(),
        ..Hints::default()
    };
    Input { hints, bytes: fetched.bytes.clone(), warnings: Vec::new() }
}

fn explained(error: &dateline_fetch::Error) -> String {
    let hint = error.hint().map(|hint| format!("\nhint: {hint}")).unwrap_or_default();
    format!("error: {error}{hint}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_of_feeds_are_told_from_pages() {
        let folder = std::env::temp_dir().join(format!("dateline-net-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let check = |name: &str, content: &str, expected: Option<usize>| {
            let path = folder.join(name);
            fs::write(&path, content).unwrap();
            assert_eq!(links(&path).map(|links| links.len()), expected, "{name}");
        };
        check("list.txt", "# pages\nhttps://news.example/a\nhttps://news.example/b\n", Some(2));
        check("page.html", "<!doctype html><p>The port reopened.</p>", None);
        check("empty", "", None);
        let feed =
            "<rss version=\"2.0\"><channel><item><link>https://news.example/a</link></item></channel></rss>";
        check("feed.xml", feed, Some(1));
        fs::remove_dir_all(folder).unwrap();
    }
}
