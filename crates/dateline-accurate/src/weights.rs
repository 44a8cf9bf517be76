//! The files of the model, checked by their hashes.
use dateline::language::reader::hash;
use dateline::lexicon::Error;
use serde::Deserialize;

static GRAPH: &[u8] = include_bytes!("../../../models/language/accurate.onnx");
static ABOUT: &str = include_str!("../../../models/language/accurate.json");
static HASHES: &str = include_str!("../../../models/language/accurate.sha256");
const NAME: &str = "models/language/accurate.onnx";
const LABELS: &str = "models/language/accurate.json";

/// What the model's numbers stand for.
#[derive(Debug, Deserialize)]
pub struct About {
    /// Universal tags.
    #[serde(borrow)]
    pub upos: Vec<&'static str>,
    /// Penn's tags.
    #[serde(borrow)]
    pub xpos: Vec<&'static str>,
    /// Relations.
    #[serde(borrow)]
    pub rels: Vec<&'static str>,
    /// Tags of names.
    #[serde(borrow)]
    pub names: Vec<&'static str>,
    /// Word pieces.
    pub pieces: Vec<String>,
}

/// The labels, and the network as ONNX.
pub fn open() -> Result<(About, &'static [u8]), Error> {
    hash::check(NAME, GRAPH, HASHES)?;
    hash::check(LABELS, ABOUT.as_bytes(), HASHES)?;
    let about = serde_json::from_str(ABOUT).map_err(|e| wrong(&format!("its labels: {e}")))?;
    Ok((about, GRAPH))
}

/// An error about the model.
pub fn wrong(message: &str) -> Error {
    Error { file: NAME.to_owned(), line: 0, message: message.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_changed_file_is_refused() {
        let error = hash::check(NAME, b"nothing", HASHES).unwrap_err().to_string();
        assert!(error.contains("models/language/accurate.onnx") && error.contains("hash"), "{error}");
    }
}
