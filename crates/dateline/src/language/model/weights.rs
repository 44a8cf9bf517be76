//! The file of weights: checked by its hash, read once, tables left where they stand in the binary.
use std::collections::HashMap;

use serde::Deserialize;

use crate::language::reader::hash;
use crate::lexicon::Error;

static FILE: &[u8] = include_bytes!("../../../../../models/language/fast.bin");
static HASH: &str = include_str!("../../../../../models/language/fast.sha256");
const NAME: &str = "models/language/fast.bin";
const MAGIC: &[u8] = b"DLFAST1\n";

/// What the file says of itself; `training/language/export.py` writes it.
#[derive(Debug, Deserialize)]
pub struct Header {
    pub config: Config,
    /// Rows of the embedding table by feature.
    pub rows: Vec<usize>,
    #[serde(borrow)]
    pub upos: Vec<&'static str>,
    #[serde(borrow)]
    pub xpos: Vec<&'static str>,
    #[serde(borrow)]
    pub rels: Vec<&'static str>,
    #[serde(borrow)]
    pub names: Vec<&'static str>,
    #[serde(borrow)]
    tensors: HashMap<&'static str, Tensor>,
}

/// The sizes of the network.
#[derive(Debug, Deserialize)]
pub struct Config {
    pub d: usize,
    pub hidden: usize,
    pub blocks: usize,
    pub arc: usize,
    pub rel: usize,
    pub ner_hidden: usize,
}

#[derive(Debug, Deserialize)]
struct Tensor {
    at: usize,
    rows: usize,
    cols: usize,
    kind: String,
}

/// Rows of int8, each with its scale.
#[derive(Debug)]
pub struct Table {
    pub cols: usize,
    bytes: &'static [u8],
    scales: Vec<f32>,
}

impl Table {
    /// The numbers of a row, as bytes, and their scale.
    pub fn row(&self, row: usize) -> (&'static [u8], f32) {
        (&self.bytes[row * self.cols..(row + 1) * self.cols], self.scales[row])
    }
}

/// The file, opened.
pub struct Weights {
    pub header: Header,
    body: &'static [u8],
}

impl Weights {
    /// Opens the built-in file and checks it against its hash.
    pub fn open() -> Result<Weights, Error> {
        Weights::check(FILE, HASH)
    }

    fn check(file: &'static [u8], hashes: &str) -> Result<Weights, Error> {
        hash::check(NAME, file, hashes)?;
        let torn = || wrong("it is no file of weights: write it again with `training/language/export.py`");
        let rest = file.strip_prefix(MAGIC).ok_or_else(torn)?;
        let (len, rest) = rest.split_first_chunk::<4>().ok_or_else(torn)?;
        let len = u32::from_le_bytes(*len) as usize;
        let (header, body) = rest.split_at_checked(len).ok_or_else(torn)?;
        let header = serde_json::from_slice(header).map_err(|e| wrong(&format!("its header: {e}")))?;
        Ok(Weights { header, body })
    }

    fn tensor(&self, name: &str, kind: &str) -> Result<(&Tensor, &'static [u8]), Error> {
        let missing = || wrong(&format!("tensor `{name}` is missing or torn: export the model again"));
        let tensor = self.header.tensors.get(name).filter(|t| t.kind == kind).ok_or_else(missing)?;
        let width = if kind == "f32" { 4 } else { 1 };
        let end = tensor.at + tensor.rows * tensor.cols * width;
        Ok((tensor, self.body.get(tensor.at..end).ok_or_else(missing)?))
    }

    /// The numbers of a tensor, row by row.
    pub fn floats(&self, name: &str) -> Result<Vec<f32>, Error> {
        let (_, bytes) = self.tensor(name, "f32")?;
        let (numbers, _) = bytes.as_chunks::<4>();
        Ok(numbers.iter().map(|b| f32::from_le_bytes(*b)).collect())
    }

    /// The numbers of a tensor whose size is known.
    pub fn sized(&self, name: &str, len: usize) -> Result<Vec<f32>, Error> {
        let numbers = self.floats(name)?;
        if numbers.len() != len {
            return Err(wrong(&format!("tensor `{name}` has {} numbers, not {len}", numbers.len())));
        }
        Ok(numbers)
    }

    /// A table of int8.
    pub fn table(&self, name: &str) -> Result<Table, Error> {
        let (tensor, bytes) = self.tensor(name, "i8")?;
        let scales = self.sized(&format!("{name}_scale"), tensor.rows)?;
        Ok(Table { cols: tensor.cols, bytes, scales })
    }

    /// A list of words.
    pub fn words(&self, name: &str) -> Result<impl Iterator<Item = &'static str>, Error> {
        let words = std::str::from_utf8(self.bytes(name)?).map_err(|_| wrong("a word list is not UTF-8"))?;
        Ok(words.lines())
    }

    /// Plain bytes.
    pub fn bytes(&self, name: &str) -> Result<&'static [u8], Error> {
        Ok(self.tensor(name, "u8")?.1)
    }
}

/// An error about the file of weights.
pub fn wrong(message: &str) -> Error {
    Error { file: NAME.to_owned(), line: 0, message: message.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_changed_file_is_refused() {
        let error = Weights::check(b"DLFAST1\nnothing", HASH).map(|_| ()).unwrap_err();
        assert!(error.to_string().contains("models/language/fast.bin"), "{error}");
        assert!(error.to_string().contains("hash"), "{error}");
    }
}
