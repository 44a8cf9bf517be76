//! Chores of the project: `cargo xtask score|check|bless|tidy|fmt-data|gates|layers|ci`.
#![allow(clippy::print_stdout, clippy::print_stderr)]
mod ci;
mod coref;
mod gates;
mod gazetteer;
mod golden;
mod grow;
mod layers;
mod project;
mod score;
mod seed;
mod summary;
mod tidy;

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
        /// The area: one of the folders of `../shared/bench`, `coref` for chains of mentions, or `seed` for the
        /// seed page.
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
        /// Read the texts in another case, as headlines have them.
        #[arg(long)]
        case: Option<score::Case>,
        /// Read with the accurate language model; needs `--features accurate` before the `--` of cargo.
        #[arg(long)]
        accurate: bool,
    },
    /// Runs the examples in the data files, of one stage or of all.
    Check {
        /// A stage: `article`, `times`, ...
        stage: Option<String>,
    },
    /// Rewrites the golden files.
    Bless {
        /// Also rewrite `golden/SUMMARY.tsv`, the scores on the development sets.
        #[arg(long)]
        scores: bool,
    },
    /// Checks what may know what, the data files, and the lengths of files.
    Tidy,
    /// Sorts and trims the data files.
    FmtData,
    /// Compares the scores on the development sets with `bench/gates.toml`.
    Gates,
    /// Makes the gazetteer of `data/places/` from packages with GeoNames data.
    Gazetteer,
    /// Prints the CPU time of each layer.
    Layers {
        /// A folder with texts in the form of `../shared/bench/time`, which is the default.
        #[arg(long)]
        data: Option<PathBuf>,
    },
    /// Grows an archive from variations of real pages, and prints what an article and a search cost.
    Grow {
        /// The archive: a file that is not there yet.
        archive: String,
        /// How many articles.
        #[arg(long, default_value_t = 200_000)]
        articles: usize,
        /// A folder with pages; by default those of `../shared/bench/extraction`.
        #[arg(long)]
        pages: Option<PathBuf>,
    },
    /// Runs what CI runs.
    Ci,
}

fn main() -> ExitCode {
    match run(Args::parse().task) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(task: Task) -> anyhow::Result<()> {
    match task {
        Task::Score { area, data, by, per_page, keep, only_html, case, accurate } => {
            score::run(&score::Request { area, data, by, per_page, keep, only_html, case, accurate })
        }
        Task::Check { stage } => ci::examples(stage.as_deref()),
        Task::Bless { scores } => {
            let changed = golden::bless()?;
            println!("{changed} golden files have changed; read `git diff golden`");
            if scores { summary::write() } else { Ok(()) }
        }
        Task::Tidy => tidy::run(),
        Task::FmtData => tidy::fmt_data(),
        Task::Gates => gates::run(),
        Task::Gazetteer => gazetteer::run(),
        Task::Grow { archive, articles, pages } => grow::run(&grow::Request { pages, articles, archive }),
        Task::Layers { data } => layers::run(data),
        Task::Ci => ci::run(),
    }
}
