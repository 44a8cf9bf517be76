//! Files of weights are those that were exported, or they are refused.
use sha2::{Digest, Sha256};

use crate::lexicon::Error;

/// Checks the bytes of `file`, a path in the project, against `hashes`: lines as `sha256sum` writes them.
///
/// # Errors
/// Where no line has the file's name with the hash of `bytes`.
pub fn check(file: &str, bytes: &[u8], hashes: &str) -> Result<(), Error> {
    let found: String = Sha256::digest(bytes).iter().map(|b| format!("{b:02x}")).collect();
    let name = file.rsplit('/').next().unwrap_or(file);
    if hashes.lines().any(|line| line.split_once("  ") == Some((found.as_str(), name))) {
        return Ok(());
    }
    let message = "its hash is not the one in the `.sha256` file beside it: restore both, and build again";
    Err(Error { file: file.to_owned(), line: 0, message: message.to_owned() })
}
