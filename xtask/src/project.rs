//! Where things are.
use std::path::{Path, PathBuf};

/// The root of the repository.
pub fn root() -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    root.canonicalize().unwrap_or(root)
}

/// The folder next to the repository that holds the benchmarks and the seed page; it need not be there.
pub fn shared() -> PathBuf {
    root().join("../shared")
}
