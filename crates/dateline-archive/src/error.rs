//! What can go wrong with an archive.

/// Why something could not be done, and what to do about it.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The archive cannot be opened.
    #[error("cannot open the archive `{name}`: {why}{}", hinted(.hint))]
    Open {
        /// Its name as given.
        name: String,
        /// What is wrong.
        why: String,
        /// What to do.
        hint: &'static str,
    },
    /// The database refuses.
    #[error("the archive `{name}`: {why}{}", hinted(.hint))]
    Database {
        /// Its name as given.
        name: String,
        /// What it says.
        why: String,
        /// What to do.
        hint: &'static str,
        /// Whether it refuses some row rather than to work at all.
        is_of_row: bool,
    },
    /// A record is not of the shape that this version knows.
    #[error("the record has `{field}`, which {why}")]
    Record {
        /// The path of the field.
        field: String,
        /// What is wrong with it.
        why: &'static str,
    },
    /// A search that cannot be understood.
    #[error("the search `{query}`: {why}")]
    Query {
        /// The search as given.
        query: String,
        /// What is wrong.
        why: String,
    },
    /// Something that is not in the archive.
    #[error("there is no {what} `{name}` in the archive")]
    Missing {
        /// What was looked for.
        what: &'static str,
        /// By which name.
        name: String,
    },
    /// The rules that are built in cannot be read.
    #[error(transparent)]
    Data(#[from] dateline::lexicon::Error),
}

impl Error {
    /// True if the error is of one page or record, so that others can still be kept.
    pub fn is_of_one_page(&self) -> bool {
        match self {
            Error::Record { .. } => true,
            Error::Database { is_of_row, .. } => *is_of_row,
            _ => false,
        }
    }
}

/// Results of archives.
pub type Result<T> = std::result::Result<T, Error>;

fn hinted(hint: &str) -> String {
    if hint.is_empty() { String::new() } else { format!("\nhint: {hint}") }
}
