//! What the command can be asked.
mod archive;
mod desk;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use dateline::Stage;
use dateline::doc::{Date, Moment};

pub use archive::{
    Alert, AlertTask, Check, Export, ExportFormat, Import, Ingest, Rebuild, Search, SearchFormat, Stories,
    Story, TableFormat, Timeline, Who, Window,
};

pub use desk::{Demo, Desk, Mcp, Serve};

const EXAMPLES: &str = "\
Examples:
  dateline read page.html                     one record on standard output
  dateline read page.txt --published 2023-09-05
  cat page.html | dateline read - --url https://example.org/x
  dateline read pages/ crawl.warc.gz -o out.jsonl --jobs 2
  dateline read page.html --format markdown
  dateline quotes page.html                   who said what, as a table
  dateline quotes pages/ --format csv -o quotes.csv
  dateline why page.html --at \"Monday\"        which rules were tried there
  dateline events page.html                   who did what to whom, and according to whom
  dateline parse page.html                    tags, lemmas, dependencies and names as CoNLL-U
  dateline ingest pages/ crawl.warc.gz --archive news.db
  dateline search 'hwasong launch' --event TEST --country PRK --from 2023-07
  dateline stories                            what was reported most, and by how many
  dateline serve news.db                      the archive in the browser; `dateline demo` shows it filled";

/// Reads news pages into records: article, who, when, where, who said what, what happened.
#[derive(Debug, Parser)]
#[command(name = "dateline", version, about, after_help = EXAMPLES)]
pub struct Cli {
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Reads pages and writes a record for each.
    Read(Read),
    /// Prints who said what, to whom, when and on whose word.
    Quotes(Quotes),
    /// Shows which rules were tried at some words of a page, and why each won or lost.
    Why(Why),
    /// Prints what happened on a page: when, status, who, what, whom, where, according to whom.
    Events(Events),
    /// Prints tags, lemmas, dependencies and names of a page's sentences as CoNLL-U.
    Parse(Parse),
    /// Reads pages into an archive, and joins them into stories.
    Ingest(Ingest),
    /// Finds articles in an archive by words, people, places, days, events and speakers.
    Search(Search),
    /// Lists the stories of an archive, the largest first.
    Stories(Stories),
    /// Shows a story: its articles, copies, sources and what happened to it.
    Story(Story),
    /// Shows what happened in a story day by day, with who says so.
    Timeline(Timeline),
    /// Shows what an archive knows of somebody.
    Who(Who),
    /// Saves searches, and delivers the articles that match them as they come.
    Alert(Alert),
    /// Writes articles of an archive in another form.
    Export(Export),
    /// Puts exported records into an archive.
    Import(Import),
    /// Reads the kept pages again with this version, and says what has changed.
    Rebuild(Rebuild),
    /// Opens an archive in the browser.
    Serve(Serve),
    /// Opens the desk over some invented news, to try it.
    Demo(Demo),
    /// Lets language models ask an archive (Model Context Protocol, standard input and output).
    Mcp(Mcp),
    /// Verifies that an archive is whole.
    Check(Check),
    /// Writes an archive anew without the room that it does not need.
    Compact(Check),
    /// Prints the licences and attributions of the data that is built in.
    Licences,
}

/// Which pages to read, and where what is read of them goes.
#[derive(Clone, Debug, Args)]
pub struct Pages {
    /// Files, folders, WARC archives, or `-` for standard input.
    #[arg(required = true)]
    pub inputs: Vec<PathBuf>,
    #[command(flatten)]
    pub page: About,
    /// Write to this file instead of standard output.
    #[arg(short, long)]
    pub output: Option<PathBuf>,
    /// How many pages to read at once.
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u16).range(1..=256))]
    pub jobs: u16,
}

#[derive(Debug, Args)]
pub struct Read {
    #[command(flatten)]
    pub pages: Pages,
    /// The form of the output; by default `json` for one page, `jsonl` for many.
    #[arg(long)]
    pub format: Option<Format>,
    /// Write only these layers, and run only the stages that they need.
    #[arg(long, value_delimiter = ',')]
    pub only: Vec<Layer>,
    /// Write the tokens too.
    #[arg(long)]
    pub tokens: bool,
}

#[derive(Debug, Args)]
pub struct Quotes {
    #[command(flatten)]
    pub pages: Pages,
    /// A table to read, or CSV with a line a statement; by default what the name of the output says.
    #[arg(long)]
    pub format: Option<QuotesFormat>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum QuotesFormat {
    Table,
    Csv,
}

#[derive(Debug, Args)]
pub struct Why {
    /// A file, or `-` for standard input.
    pub input: PathBuf,
    /// The words to explain.
    #[arg(long)]
    pub at: String,
    #[command(flatten)]
    pub page: About,
}

#[derive(Debug, Args)]
pub struct Events {
    #[command(flatten)]
    pub pages: Pages,
    /// The form of the output.
    #[arg(long, default_value = "table")]
    pub format: EventFormat,
    /// With `gdelt`: also what is not asserted, and what is history.
    #[arg(long)]
    pub all: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum EventFormat {
    /// A table for people, the main event first.
    Table,
    /// PLOVER's codes, a JSON object a line.
    Plover,
    /// PLOVER's codes as CSV.
    PloverCsv,
    /// The columns of GDELT 2.0 Events, tab-separated.
    Gdelt,
    /// The same with what is not asserted, and what is history.
    #[value(skip)]
    GdeltAll,
}

#[derive(Debug, Args)]
pub struct Parse {
    /// A file, or `-` for standard input.
    pub input: PathBuf,
    /// Take the file as plain words in UTF-8, paragraphs parted by empty lines, rather than as a page.
    #[arg(long)]
    pub text: bool,
    #[command(flatten)]
    pub page: About,
}

/// What is known about a page from outside.
#[derive(Clone, Debug, Args)]
pub struct About {
    /// The page's address.
    #[arg(long)]
    pub url: Option<String>,
    /// The day on which it was published, YYYY-MM-DD; stands above what the page says.
    #[arg(long, value_parser = day)]
    pub published: Option<Moment>,
    /// The day on which it was fetched, YYYY-MM-DD.
    #[arg(long, value_parser = day)]
    pub retrieved: Option<Moment>,
    /// A folder of rules that take the place of the built-in ones.
    #[arg(long)]
    pub data: Option<PathBuf>,
    /// The language model.
    #[arg(long, default_value = "fast")]
    pub model: Model,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Model {
    /// A small network: 150,000 tokens a second.
    Fast,
    /// A sentence encoder: better tags, arcs and names, at a tenth of the speed.
    Accurate,
}

fn day(text: &str) -> Result<Moment, String> {
    Date::parse(text).map(Moment::from).ok_or_else(|| "write a day as YYYY-MM-DD".to_owned())
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// The record, on several lines.
    Json,
    /// The record, a line a page.
    Jsonl,
    /// Headline and body as plain text.
    Text,
    /// Headline, byline, body and captions as Markdown.
    Markdown,
    /// schema.org NewsArticle.
    Jsonld,
    /// IPTC ninjs.
    Ninjs,
    /// The table of `dateline quotes`.
    #[value(skip)]
    Quotes,
    /// The lines of `dateline quotes --format csv`.
    #[value(skip)]
    QuotesCsv,
    /// The forms of `dateline events`.
    #[value(skip)]
    Events(EventFormat),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Layer {
    Article,
    Zones,
    Sentences,
    Tokens,
    Entities,
    Times,
    Places,
    Statements,
    Events,
}

impl Layer {
    /// The layer's key in a record.
    pub fn key(self) -> &'static str {
        match self {
            Layer::Article => "article",
            Layer::Zones => "zones",
            Layer::Sentences => "sentences",
            Layer::Tokens => "tokens",
            Layer::Entities => "entities",
            Layer::Times => "times",
            Layer::Places => "places",
            Layer::Statements => "statements",
            Layer::Events => "events",
        }
    }

    /// The last stage that must run for it.
    pub fn stage(self) -> Stage {
        match self {
            Layer::Article | Layer::Zones => Stage::Article,
            Layer::Sentences | Layer::Tokens => Stage::Language,
            Layer::Entities => Stage::Entities,
            Layer::Times => Stage::Times,
            Layer::Places => Stage::Places,
            Layer::Statements => Stage::Statements,
            Layer::Events => Stage::Events,
        }
    }
}
