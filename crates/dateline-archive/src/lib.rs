//! Keeps records, in one SQLite file or in a PostgreSQL database.
//!
//! An article is a row in each table of [`layers`]; a page that has changed is a revision, and the old one is kept. What
//! [`Archive::add`] has returned for is on the disk.
//!
//! Read first: [`Archive`], [`layers`], the [record](dateline::Record).
pub mod layers;

mod add;
mod alerts;
mod archive;
mod article;
mod cell;
mod check;
mod compact;
mod db;
mod error;
mod flat;
mod join;
mod lists;
mod lookup;
mod migrate;
mod rebuild;
mod rows;
mod schema;
mod search;
#[cfg(test)]
#[path = "../tests/server/mod.rs"]
mod server;
mod story;
pub mod xml;

pub use add::{Added, Incoming, StoredPage};
pub use alerts::{Alert, Delivery, Match, atom};
pub use archive::{Archive, Mode};
pub use cell::Cell;
pub use check::Problem;
pub use error::{Error, Result};
pub use flat::{Flat, FlatKind, FlatTable, flat_record, flat_tables, records_of};
pub use join::Joined;
pub use lists::{
    Brief, Excerpt, Facts, Happened, Happenings, LOOKED_THROUGH, Outlet, Party, Place, Revision, Said,
    Sayings, Site, Spot, Tally, Wire, WireLine,
};
pub use rebuild::Changes;
pub use search::{Facet, Facets, Filters, Hit, Hits, Order, Paging, Part, Query, Snippet, Words};
pub use story::{
    Bounds, Claim, CopyGroup, Day, Fold, Folded, Member, Reported, Role, Sources, Story, StoryLine, Voice,
    Who,
};
