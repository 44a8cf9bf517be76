//! Embeds every file below `data/`, so that a new file is a new rule with no code to touch.
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR").expect("cargo sets it"));
    let data = root.join("../../data").canonicalize()?;
    println!("cargo:rerun-if-changed={}", data.display());

    let mut files = Vec::new();
    collect(&data, &mut files)?;
    files.sort();

    let mut code = String::from("pub(crate) static FILES: &[(&str, &str)] = &[\n");
    for file in files {
        let name = file.strip_prefix(&data).expect("below data").to_string_lossy().replace('\\', "/");
        let _ = writeln!(code, "    ({name:?}, include_str!({:?})),", file.display().to_string());
    }
    code.push_str("];\n");
    let out = PathBuf::from(env::var("OUT_DIR").expect("cargo sets it"));
    fs::write(out.join("embedded.rs"), code)
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    println!("cargo:rerun-if-changed={}", folder.display());
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, files)?;
        } else if matches!(path.extension().and_then(|e| e.to_str()), Some("toml" | "tsv" | "txt")) {
            files.push(path);
        }
    }
    Ok(())
}
