//! Chores of the project: `cargo xtask score|check|bless|ci`.
#![allow(clippy::print_stdout, clippy::print_stderr)]
mod ci;
mod project;
mod score;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

#[derive(Parser)]
#[command(name = "cargo xtask", about = "Chores of the project")]
struct Args {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Runs the engine over a benchmark folder and prints a JSON line of scores per gold file.
    Score {
        /// The area: one of the folders of `../shared/bench`.
        area: String,
        /// The folder with the gold files and their pages.
        #[arg(long)]
        data: Option<PathBuf>,
        /// Also report per value of this gold field (`source`, `language`, `publisher`).
        #[arg(long)]
        by: Option<String>,
        /// Write the scores of each page to this file.
        #[arg(long)]
        per_page: Option<PathBuf>,
        /// Write the predictions to this file.
        #[arg(long)]
        keep: Option<PathBuf>,
        /// Leave out pages that are read as plain text.
        #[arg(long)]
        only_html: bool,
    },
    /// Runs the examples in the data files, of one stage or of all.
    Check {
        /// A stage: `article`, `times`, ...
        stage: Option<String>,
    },
    /// Rewrites the golden files.
    Bless,
    /// Runs what CI runs.
    Ci,
}

fn main() -> ExitCode {
    let done = match Args::parse().task {
        Task::Score { area, data, by, per_page, keep, only_html } => {
            score::run(&score::Request { area, data, by, per_page, keep, only_html })
        }
        Task::Check { stage } => ci::examples(stage.as_deref()),
        Task::Bless => ci::bless(),
        Task::Ci => ci::run(),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}
