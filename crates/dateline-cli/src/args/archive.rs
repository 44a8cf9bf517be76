//! What can be asked of an archive.
use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};
use dateline_archive::{Facet, Order, Query};

use super::About;

/// Which archive.
#[derive(Clone, Debug, Args)]
pub struct ArchiveName {
    /// The archive.
    #[arg(long, env = "DATELINE_ARCHIVE", default_value = "news.db")]
    pub archive: String,
}

#[derive(Debug, Args)]
pub struct Ingest {
    /// Files, folders, WARC archives, articles as lines of JSON (`.jsonl`), or `-` for standard input; feeds, sitemaps and lists of addresses, as files or as
    /// addresses, with the pages that they name; addresses of pages.
    #[arg(required = true)]
    pub inputs: Vec<PathBuf>,
    #[command(flatten)]
    pub archive: ArchiveName,
    /// Keep polling the feeds.
    #[arg(long)]
    pub follow: bool,
    /// Fetch from private networks too.
    #[arg(long)]
    pub allow_private: bool,
    #[command(flatten)]
    pub page: About,
    /// How many pages to read at once; by default as many as there are processors.
    #[arg(long, value_parser = clap::value_parser!(u16).range(1..=256))]
    pub jobs: Option<u16>,
    /// Keep the records alone: pages cannot be read again by a later version.
    #[arg(long)]
    pub no_pages: bool,
    /// Days before and after an article in which its story is looked for, or `all`; kept by the archive.
    #[arg(long)]
    pub window: Option<Window>,
    /// Pages that are made last together, so that the disk is not waited for with each.
    #[arg(long, default_value_t = 128, value_parser = clap::value_parser!(u16).range(1..))]
    pub batch: u16,
    /// Write a line to this file for each article as soon as it is on the disk.
    #[arg(long)]
    pub acknowledge: Option<PathBuf>,
}

/// Days before and after an article; none for all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window(pub Option<i64>);

impl std::str::FromStr for Window {
    type Err = String;

    fn from_str(text: &str) -> Result<Window, String> {
        match text.parse() {
            _ if text == "all" => Ok(Window(None)),
            Ok(days @ 0..=3650) => Ok(Window(Some(days))),
            _ => Err("write a number of days, at most 3650, or `all`".to_owned()),
        }
    }
}

#[derive(Debug, Args)]
pub struct Search {
    /// Words: `"two words"` stand together, `laun*` is a beginning, `headline:port`, `OR`, `-word`, brackets. The options
    /// below can be written as words too: `who:"Kim Jong Un" event:TEST`.
    pub words: Vec<String>,
    #[command(flatten)]
    pub archive: ArchiveName,
    #[command(flatten)]
    pub filters: FilterArgs,
    /// Count by this instead of listing articles.
    #[arg(long)]
    pub facet: Option<FacetName>,
    /// The order.
    #[arg(long, default_value = "newest")]
    pub sort: Sort,
    /// How many at most.
    #[arg(long, default_value_t = 20)]
    pub limit: usize,
    /// Go on behind this hit: the `cursor` of the last one shown.
    #[arg(long)]
    pub after: Option<String>,
    /// The form of the output.
    #[arg(long, default_value = "table")]
    pub format: SearchFormat,
}

/// What must be true of an article.
#[derive(Clone, Debug, Default, Args)]
pub struct FilterArgs {
    /// Somebody who is in it: a person, organisation or country.
    #[arg(long)]
    pub who: Vec<String>,
    /// Somebody whom it quotes or reports.
    #[arg(long)]
    pub said_by: Vec<String>,
    /// An event of this type: CONSULT, TEST, PROTEST, ...
    #[arg(long)]
    pub event: Option<String>,
    /// The status of that event: asserted, possible, planned, denied, negated.
    #[arg(long)]
    pub status: Option<String>,
    /// A country that takes part in that event, in three letters; without an event, of anybody in the article.
    #[arg(long)]
    pub country: Option<String>,
    /// A place, by its name or its GeoNames number.
    #[arg(long)]
    pub place: Vec<String>,
    /// The publisher's domain or name.
    #[arg(long)]
    pub outlet: Option<String>,
    /// The language, as a tag: en, de-AT.
    #[arg(long)]
    pub language: Option<String>,
    /// The number of a story.
    #[arg(long)]
    pub story: Option<i64>,
    /// The first day: YYYY, YYYY-MM or YYYY-MM-DD.
    #[arg(long)]
    pub from: Option<String>,
    /// The last day.
    #[arg(long)]
    pub to: Option<String>,
}

impl FilterArgs {
    /// The search of these words and filters.
    pub fn query(&self, words: &[String]) -> anyhow::Result<Query> {
        let mut query: Query = words.join(" ").parse()?;
        let story = self.story.map(|story| story.to_string());
        let lists = [("who", &self.who), ("said-by", &self.said_by), ("place", &self.place)];
        let single = [
            ("event", &self.event),
            ("status", &self.status),
            ("country", &self.country),
            ("outlet", &self.outlet),
            ("language", &self.language),
            ("story", &story),
            ("from", &self.from),
            ("to", &self.to),
        ];
        let lists = lists.iter().flat_map(|(name, values)| values.iter().map(|value| (*name, value)));
        let single = single.iter().filter_map(|(name, value)| Some((*name, value.as_ref()?)));
        for (name, value) in lists.chain(single) {
            if !query.filters.add(name, value) {
                anyhow::bail!(
                    "`{value}` is no value for --{name}; days are written YYYY, YYYY-MM or YYYY-MM-DD"
                );
            }
        }
        Ok(query)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Sort {
    /// The newest first.
    Newest,
    /// The oldest first.
    Oldest,
    /// Those that the words fit best first.
    Best,
}

impl From<Sort> for Order {
    fn from(sort: Sort) -> Order {
        match sort {
            Sort::Newest => Order::Newest,
            Sort::Oldest => Order::Oldest,
            Sort::Best => Order::Best,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum FacetName {
    Day,
    Month,
    Outlet,
    Who,
    Place,
    Event,
    Status,
    Country,
    Language,
}

impl From<FacetName> for Facet {
    fn from(name: FacetName) -> Facet {
        match name {
            FacetName::Day => Facet::Day,
            FacetName::Month => Facet::Month,
            FacetName::Outlet => Facet::Outlet,
            FacetName::Who => Facet::Who,
            FacetName::Place => Facet::Place,
            FacetName::Event => Facet::Event,
            FacetName::Status => Facet::Status,
            FacetName::Country => Facet::Country,
            FacetName::Language => Facet::Language,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum SearchFormat {
    /// For people.
    Table,
    /// A JSON object with the total and the hits.
    Json,
    /// A line a hit.
    Csv,
}

#[derive(Debug, Args)]
pub struct Stories {
    #[command(flatten)]
    pub archive: ArchiveName,
    /// Stories with an article from this day on: YYYY, YYYY-MM or YYYY-MM-DD.
    #[arg(long)]
    pub from: Option<String>,
    /// Stories with an article up to this day.
    #[arg(long)]
    pub to: Option<String>,
    /// How many at most.
    #[arg(long, default_value_t = 20)]
    pub limit: usize,
    /// The form of the output.
    #[arg(long, default_value = "table")]
    pub format: TableFormat,
}

#[derive(Debug, Args)]
pub struct Story {
    /// Its number.
    pub story: i64,
    #[command(flatten)]
    pub archive: ArchiveName,
    /// The form of the output.
    #[arg(long, default_value = "table")]
    pub format: TableFormat,
}

#[derive(Debug, Args)]
pub struct Timeline {
    /// The story's number.
    pub story: i64,
    /// What is said by most, so many things a day.
    #[arg(long, default_value_t = 5)]
    pub limit: usize,
    #[command(flatten)]
    pub archive: ArchiveName,
    /// The form of the output.
    #[arg(long, default_value = "table")]
    pub format: TableFormat,
}

#[derive(Debug, Args)]
pub struct Who {
    /// A name.
    pub name: String,
    #[command(flatten)]
    pub archive: ArchiveName,
    /// The form of the output.
    #[arg(long, default_value = "table")]
    pub format: TableFormat,
}

#[derive(Debug, Args)]
pub struct Alert {
    #[command(subcommand)]
    pub task: AlertTask,
}

#[derive(Debug, Args)]
pub struct AddAlert {
    /// Its name.
    pub name: String,
    /// Words, as for `dateline search`.
    pub words: Vec<String>,
    #[command(flatten)]
    pub filters: FilterArgs,
    /// Keep the last matches in this file as an Atom feed.
    #[arg(long)]
    pub feed: Option<String>,
    /// Add each match to this file as a line of JSON.
    #[arg(long)]
    pub jsonl: Option<String>,
    /// Send each match to this address.
    #[arg(long)]
    pub webhook: Option<String>,
    /// The variable of the environment with the secret that webhooks are signed with.
    #[arg(long, requires = "webhook")]
    pub secret_variable: Option<String>,
    #[command(flatten)]
    pub archive: ArchiveName,
}

#[derive(Debug, Subcommand)]
pub enum AlertTask {
    /// Saves a search. Articles that come from now on are held against it.
    Add(Box<AddAlert>),
    /// Lists the saved searches.
    List {
        #[command(flatten)]
        archive: ArchiveName,
    },
    /// Forgets a saved search.
    Remove {
        /// Its name.
        name: String,
        #[command(flatten)]
        archive: ArchiveName,
    },
    /// Delivers what could not be delivered before. `dateline ingest` delivers by itself.
    Deliver {
        #[command(flatten)]
        archive: ArchiveName,
        /// Send to private networks too.
        #[arg(long)]
        allow_private: bool,
    },
}

#[derive(Debug, Args)]
pub struct Export {
    /// Words, as for `dateline search`; without words and filters all articles, with their former revisions.
    pub words: Vec<String>,
    #[command(flatten)]
    pub archive: ArchiveName,
    #[command(flatten)]
    pub filters: FilterArgs,
    /// The form.
    #[arg(long, default_value = "jsonl")]
    pub format: ExportFormat,
    /// Write to this file, or for `parquet` and `csv` into this folder.
    #[arg(short, long)]
    pub output: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ExportFormat {
    /// A folder a layer, partitioned by month.
    Parquet,
    /// A record a line.
    Jsonl,
    /// A file a layer.
    Csv,
    /// schema.org NewsArticle, a line an article.
    Jsonld,
    /// IPTC ninjs, a line an article.
    Ninjs,
    /// Places as features, with what happened there.
    Geojson,
    /// PLOVER's codes, a line an event.
    Plover,
    /// PLOVER's codes as CSV.
    PloverCsv,
    /// The columns of GDELT 2.0 Events; asserted events alone.
    Gdelt,
}

#[derive(Debug, Args)]
pub struct Import {
    /// Files of `dateline export --format jsonl`, folders of `--format parquet`.
    #[arg(required = true)]
    pub inputs: Vec<PathBuf>,
    #[command(flatten)]
    pub archive: ArchiveName,
}

#[derive(Debug, Args)]
pub struct Rebuild {
    #[command(flatten)]
    pub archive: ArchiveName,
    #[command(flatten)]
    pub page: About,
    /// The form of the output.
    #[arg(long, default_value = "table")]
    pub format: TableFormat,
}

#[derive(Debug, Args)]
pub struct Check {
    #[command(flatten)]
    pub archive: ArchiveName,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum TableFormat {
    /// For people.
    Table,
    /// A JSON object.
    Json,
}
