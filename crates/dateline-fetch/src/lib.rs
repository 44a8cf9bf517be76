//! Finds news pages in feeds and sitemaps, and fetches them politely.
//!
//! ```no_run
//! use std::ops::ControlFlow;
//! use dateline::lexicon::Data;
//! use dateline_fetch::{Clock, Fetcher, Follow, Request, Settings, SystemClock};
//!
//! let fetcher = Fetcher::new(Settings::load(&Data::embedded())?);
//! let pace = &fetcher.settings().pace;
//! let mut follow = Follow::default(); // or what serde_json reads from where it was kept
//! follow.add("https://news.example/feed.xml", SystemClock.now().as_secs());
//! while let Some(next) = follow.next() {
//!     let now = SystemClock.now();
//!     SystemClock.sleep(std::time::Duration::from_secs(next).saturating_sub(now));
//!     let now = SystemClock.now().as_secs();
//!     let feeds = follow.due(now);
//!     fetcher.fetch_all(&feeds, |number, result| {
//!         follow.polled(pace, &feeds[number].url, now, &result);
//!         ControlFlow::Continue(())
//!     });
//!     let pages: Vec<Request> = follow.pending(now).map(|p| p.link.url.as_str().into()).collect();
//!     fetcher.fetch_all(&pages, |number, result| {
//!         match result {
//!             Ok(_page) => follow.done(&pages[number].url), // once it is stored
//!             Err(error) => drop(follow.failed(pace, &pages[number].url, now, &error)),
//!         }
//!         ControlFlow::Continue(())
//!     });
//! }
//! # Ok::<(), dateline::lexicon::Error>(())
//! ```
//!
//! Three parts, each of use alone: [`discover()`] tells what bytes are and which pages they name, [`Fetcher`] has them from
//! the network, [`Follow`] knows what is due. No part opens a file, and only [`SystemClock`] reads a clock.
//!
//! Read first: [`discover()`], [`Fetcher`], [`Follow`], [`Settings`].
mod clock;
mod error;
mod settings;

mod discover;

mod address;
mod headers;
mod inflate;
mod networks;
mod robots;
mod robots_cache;
mod turns;
mod wire;

mod fetcher;
mod follow;
mod many;

#[cfg(test)]
mod testing;

pub use clock::{Clock, SystemClock, moment};
pub use discover::{Discovery, Form, Link, Source, Warning, discover};
pub use error::{Error, Failure};
pub use fetcher::{Fetched, Fetcher, Request, Validators};
pub use follow::{Feed, Follow, Pace, Pending, Update};
pub use robots::Robots;
pub use settings::{RobotsSettings, Settings};
pub use wire::Lookup;
