//! The desk: an archive read in the browser, through an open API, and by language models.
//!
//! It only reads. What it shows of pages is escaped, loads nothing from elsewhere and needs no script.
//!
//! Read first: [`Settings`], [`router`], [`mcp`].
mod api;
mod ask;
mod demo;
mod desk;
mod draw;
mod fail;
mod feed;
mod format;
mod guard;
mod kept;
mod lists;
mod mcp;
mod page;
mod pool;
mod routes;
mod serve;

pub use demo::{demo, pages};
pub use desk::Settings;
pub use mcp::mcp;
pub use routes::router;
pub use serve::serve;

/// Why the desk cannot be opened.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The archive.
    #[error(transparent)]
    Archive(#[from] dateline_archive::Error),
    /// The network or the disk.
    #[error("{what}: {error}")]
    System {
        /// What was to be done.
        what: String,
        /// Why it could not be.
        error: std::io::Error,
    },
    /// Settings under which the desk would be open to anybody.
    #[error("{0}")]
    Unsafe(&'static str),
    /// The engine, which reads the pages of the demo.
    #[error(transparent)]
    Engine(#[from] dateline::lexicon::Error),
    /// A record that cannot be written as JSON.
    #[error(transparent)]
    Json(#[from] serde_json::Error),
}
