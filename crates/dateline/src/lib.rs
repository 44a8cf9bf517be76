//! Reads news pages into records: what the article is, who is in it, when, where, who said what, what happened.
//!
//! ```
//! use dateline::{Engine, Record, read::{Hints, Page}};
//!
//! let engine = Engine::new()?;
//! let page = Page::new(b"<h1>Port reopens</h1><p>The port of Almer reopened on Monday.</p>", Hints::default());
//! let doc = engine.read(&page);
//! let record = Record::of(&doc);
//! assert!(serde_json::to_string(&record)?.starts_with("{\"dateline\":"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Read first: [`Engine`], [`doc::Document`], [`Record`].
pub mod doc;
pub mod lexicon;
// The flow.
pub mod article;
mod engine;
pub mod entities;
pub mod events;
pub mod export;
pub mod language;
pub mod places;
pub mod read;
mod record;
pub mod statements;
pub mod times;

pub use engine::{Engine, Stage};
pub use record::{Record, RecordError};
