//! Loads rules and word lists from `data/`, and says file, line and entry when one is wrong.
//!
//! ```
//! use dateline::lexicon::Data;
//! let data = Data::from_files([("colours.txt", "# Source: own work.\nred\nblue # the sky\n")]);
//! assert_eq!(data.words("colours.txt")?, ["red", "blue"]);
//! # Ok::<(), dateline::lexicon::Error>(())
//! ```
mod tsv;
mod verbs;
mod words;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::{fmt, fs, io};

use serde::de::DeserializeOwned;

pub use tsv::{Row, Tsv};
pub use verbs::{Form, Verbs};
pub use words::{FunctionWords, Jobs};

include!(concat!(env!("OUT_DIR"), "/embedded.rs"));

/// The data files by their path below `data/`.
#[derive(Clone, Debug, Default)]
pub struct Data {
    files: BTreeMap<Cow<'static, str>, Cow<'static, str>>,
}

impl Data {
    /// The files that were built in.
    pub fn embedded() -> Data {
        Data::from_files(FILES.iter().copied())
    }

    /// Files given as (path below `data/`, text).
    pub fn from_files(files: impl IntoIterator<Item = (&'static str, &'static str)>) -> Data {
        Data { files: files.into_iter().map(|(name, text)| (name.into(), text.into())).collect() }
    }

    /// The built-in files, with those of `folder` in place of their namesakes.
    pub fn with_folder(folder: &Path) -> Result<Data, Error> {
        let mut data = Data::embedded();
        let mut open: Vec<PathBuf> = vec![folder.to_owned()];
        while let Some(path) = open.pop() {
            for entry in fs::read_dir(&path).map_err(|e| Error::io(&path, e))? {
                let path = entry.map_err(|e| Error::io(&path, e))?.path();
                if path.is_dir() {
                    open.push(path);
                } else if let Ok(name) = path.strip_prefix(folder) {
                    let text = fs::read_to_string(&path).map_err(|e| Error::io(&path, e))?;
                    data.files.insert(name.to_string_lossy().replace('\\', "/").into(), text.into());
                }
            }
        }
        Ok(data)
    }

    /// The text of a file.
    pub fn text(&self, name: &str) -> Result<&str, Error> {
        self.files.get(name).map(AsRef::as_ref).ok_or_else(|| Error {
            file: name.to_owned(),
            line: 0,
            message: "there is no such data file".to_owned(),
        })
    }

    /// The text of a file, to be kept: a built-in file is not copied.
    pub fn keep(&self, name: &str) -> Result<Cow<'static, str>, Error> {
        self.text(name)?;
        Ok(self.files.get(name).cloned().unwrap_or_default())
    }

    /// The files whose path begins with `prefix`, in the order of their paths.
    pub fn below<'a>(&'a self, prefix: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.files
            .iter()
            .map(|(name, text)| (name.as_ref(), text.as_ref()))
            .filter(move |(name, _)| name.starts_with(prefix))
    }

    /// A TOML file as a value.
    pub fn toml<T: DeserializeOwned>(&self, name: &str) -> Result<T, Error> {
        let text = self.text(name)?;
        toml::from_str(text).map_err(|e| Error {
            file: name.to_owned(),
            line: e.span().map_or(0, |span| line_of(text, span.start)),
            message: e.message().to_owned(),
        })
    }

    /// A word list: an entry a line, `#` begins a comment.
    pub fn words(&self, name: &str) -> Result<Vec<&str>, Error> {
        Ok(self
            .text(name)?
            .lines()
            .map(|line| line.split_once('#').map_or(line, |(entry, _)| entry).trim())
            .filter(|line| !line.is_empty())
            .collect())
    }

    /// A table: comment lines that begin with `#`, a header line, then an entry a line.
    pub fn tsv(&self, name: &str) -> Result<Tsv<'_>, Error> {
        Tsv::parse(name, self.text(name)?)
    }
}

/// A data file that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    /// The path below `data/`.
    pub file: String,
    /// The line, counted from 1; 0 if it is the file as a whole.
    pub line: usize,
    /// What is wrong.
    pub message: String,
}

impl Error {
    fn io(path: &Path, error: io::Error) -> Error {
        Error { file: path.display().to_string(), line: 0, message: error.to_string() }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "data file `{}`", self.file)?;
        if self.line > 0 {
            write!(f, ", line {}", self.line)?;
        }
        write!(f, ": {}", self.message)
    }
}

impl std::error::Error for Error {}

fn line_of(text: &str, at: usize) -> usize {
    1 + text.as_bytes()[..at.min(text.len())].iter().filter(|b| **b == b'\n').count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wrong_file_is_named_with_its_line() {
        let data = Data::from_files([("a.toml", "x = 1\ny = ="), ("b.tsv", "# s\nname\tcode\nPeru\n")]);
        let error = data.toml::<toml::Table>("a.toml").unwrap_err();
        assert_eq!((error.file.as_str(), error.line), ("a.toml", 2));
        let error = data.tsv("b.tsv").unwrap_err();
        assert_eq!(error.to_string(), "data file `b.tsv`, line 3: 1 columns, the header has 2");
    }
}
