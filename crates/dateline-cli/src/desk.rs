//! `dateline serve`, `demo` and `mcp`: an archive in the browser, and for language models.
use std::fs;
use std::io;

use anyhow::{Context, Result};
use dateline_archive::{Archive, Mode};
use dateline_desk::Settings;

use crate::Outcome;
use crate::args::{Demo, Desk, Mcp, Serve};
use crate::pipeline::count;

/// Opens the desk over an archive.
pub fn serve(request: &Serve) -> Result<Outcome> {
    open(&request.archive, &request.desk)
}

/// Opens the desk over invented news, which are gone afterwards.
pub fn demo(request: &Demo) -> Result<Outcome> {
    let folder = std::env::temp_dir().join(format!("dateline-demo-{}", std::process::id()));
    fs::create_dir_all(&folder).with_context(|| format!("cannot make `{}`", folder.display()))?;
    let archive = folder.join("demo.db");
    let done = dateline_desk::demo(&archive).map_err(anyhow::Error::from).and_then(|pages| {
        eprintln!("{} of invented news", count(pages as u64, "page"));
        open(&archive.to_string_lossy(), &request.desk)
    });
    // What cannot be removed is in the folder for such things.
    let _ = fs::remove_dir_all(&folder);
    done
}

fn open(archive: &str, desk: &Desk) -> Result<Outcome> {
    let settings = Settings {
        bind: desk.bind,
        port: desk.port,
        token: desk.token.clone(),
        proxy_user_header: desk.proxy_user_header.clone(),
        proxies: desk.proxies.clone(),
        host_names: desk.host_names.clone(),
        rate: desk.rate,
        readers: usize::from(desk.readers),
        images: desk.images,
        ..Settings::of(archive)
    };
    dateline_desk::serve(&settings, |address| {
        eprintln!("the desk is open at http://{address}/ (Ctrl-C closes it)");
        if desk.token.is_some() {
            eprintln!("visitors need the token: http://{address}/?token=TOKEN");
        }
    })?;
    Ok(Outcome::Whole)
}

/// Answers a language model's program on standard input and output.
pub fn mcp(request: &Mcp) -> Result<Outcome> {
    let mut archive = Archive::open(&request.archive, Mode::Read)?;
    dateline_desk::mcp(&mut archive, io::stdin().lock(), io::stdout().lock())?;
    Ok(Outcome::Whole)
}
