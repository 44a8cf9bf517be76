//! The files of the model, checked by their hashes.
use dateline::lexicon::Error;
use serde::Deserialize;
use sha2::{Digest, Sha256};

static GRAPH: &[u8] = include_bytes!("../../../models/language/accurate.onnx");
static ABOUT: &str = include_str!("../../../models/language/accurate.json");
static HASHES: &str = include_str!("../../../models/language/accurate.sha256");
const NAME: &str = "models/language/accurate.onnx";

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
    for (name, bytes) in [("accurate.onnx", GRAPH), ("accurate.json", ABOUT.as_bytes())] {
        check(name, bytes, HASHES)?;
    }
    let about = serde_json::from_str(ABOUT).map_err(|e| wrong(&format!("its labels: {e}")))?;
    Ok((about, GRAPH))
}

fn check(name: &str, bytes: &[u8], hashes: &str) -> Result<(), Error> {
    let found: String = Sha256::digest(bytes).iter().map(|b| format!("{b:02x}")).collect();
    if !hashes.lines().any(|line| line.split_once("  ") == Some((found.as_str(), name))) {
        return Err(wrong(&format!(
            "the hash of `{name}` is not the one in `accurate.sha256`: restore the files, and build again"
        )));
    }
    Ok(())
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
        let error = check("accurate.onnx", b"nothing", HASHES).unwrap_err().to_string();
        assert!(error.contains("models/language/accurate.onnx") && error.contains("hash"), "{error}");
    }
}
