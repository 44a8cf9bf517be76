//! Keeps records, in one SQLite file or in a PostgreSQL database.
//!
//! An article is a row in each table of [`layers`]; a page that has changed is a revision, and the old one is kept. What
//! [`Archive::add`] has returned for is on the disk.
//!
//! Read first: [`Archive`], [`layers`], the [record](dateline::Record).
pub mod layers;

mod add;
mod archive;
mod article;
mod cell;
mod db;
mod error;
mod join;
mod lookup;
mod migrate;
mod rows;
mod schema;
mod search;
#[cfg(all(test, feature = "postgres"))]
#[path = "../tests/server/mod.rs"]
mod server;

pub use add::{Added, Incoming, StoredPage};
pub use archive::{Archive, Mode};
pub use error::{Error, Result};
pub use join::Joined;
pub use search::{Facet, Facets, Filters, Hit, Hits, Order, Paging, Part, Query, Snippet, Words};
