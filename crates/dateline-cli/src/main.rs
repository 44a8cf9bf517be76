//! The `dateline` command. Standard output is data, standard error is for people.
//!
//! Exit codes: 0 done, 1 done but some pages could not be read, 2 could not run.
#![allow(clippy::print_stderr)]
mod alert;
mod args;
mod check;
mod compact;
mod deliver;
mod desk;
mod events;
mod export;
mod ingest;
mod parse;
mod pipeline;
mod quotes;
mod read;
mod rebuild;
mod render;
mod search;
mod stories;
mod table;
mod why;

use std::io;
use std::process::ExitCode;

use anyhow::Result;
use args::{About, Cli, Command, Model};
use clap::Parser;
use dateline::Engine;
use dateline::lexicon::Data;
use dateline::read::Hints;

fn main() -> ExitCode {
    let cli = Cli::parse();
    let done = match &cli.command {
        Command::Read(request) => read::run(request),
        Command::Quotes(request) => quotes::run(request),
        Command::Why(request) => why::run(request),
        Command::Events(request) => events::run(request),
        Command::Parse(request) => parse::run(request),
        Command::Ingest(request) => ingest::run(request),
        Command::Search(request) => search::run(request),
        Command::Stories(request) => stories::list(request),
        Command::Story(request) => stories::story(request),
        Command::Timeline(request) => stories::timeline(request),
        Command::Who(request) => stories::who(request),
        Command::Alert(request) => alert::run(request),
        Command::Export(request) => export::run(request),
        Command::Import(request) => export::import(request),
        Command::Rebuild(request) => rebuild::run(request),
        Command::Serve(request) => desk::serve(request),
        Command::Demo(request) => desk::demo(request),
        Command::Mcp(request) => desk::mcp(request),
        Command::Check(request) => check::run(request),
        Command::Compact(request) => compact::run(request),
        Command::Licences => render::licences().map(|()| Outcome::Whole),
    };
    match done {
        Ok(Outcome::Whole) => ExitCode::SUCCESS,
        Ok(Outcome::SomeUnreadable) => ExitCode::from(1),
        Ok(Outcome::Nothing) => ExitCode::from(2),
        // A reader that has seen enough is not an error.
        Err(error) if is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::from(2)
        }
    }
}

/// How a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    Whole,
    SomeUnreadable,
    /// None of the inputs could be read.
    Nothing,
}

fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        cause.downcast_ref::<io::Error>().is_some_and(|e| e.kind() == io::ErrorKind::BrokenPipe)
            || cause
                .downcast_ref::<serde_json::Error>()
                .is_some_and(|e| e.io_error_kind() == Some(io::ErrorKind::BrokenPipe))
    })
}

fn engine(about: &About) -> Result<Engine> {
    let engine = match &about.data {
        Some(folder) => Engine::with_data(&Data::with_folder(folder)?)?,
        None => Engine::new()?,
    };
    match about.model {
        Model::Fast => Ok(engine),
        Model::Accurate => accurate(engine),
    }
}

#[cfg(feature = "accurate")]
fn accurate(engine: Engine) -> Result<Engine> {
    Ok(engine.with_reader(dateline_accurate::Accurate::built_in()?))
}

#[cfg(not(feature = "accurate"))]
fn accurate(_: Engine) -> Result<Engine> {
    anyhow::bail!("this build has only the fast model: install with `--features accurate`")
}

fn hints(about: &About, uri: String) -> Hints {
    Hints {
        uri: Some(uri),
        url: about.url.clone(),
        published: about.published,
        retrieved: about.retrieved,
        ..Hints::default()
    }
}
