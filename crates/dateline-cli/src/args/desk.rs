//! What can be asked of the desk.
use std::net::IpAddr;

use clap::Args;

#[derive(Debug, Args)]
pub struct Serve {
    /// The archive.
    #[arg(env = "DATELINE_ARCHIVE", default_value = "news.db")]
    pub archive: String,
    #[command(flatten)]
    pub desk: Desk,
}

#[derive(Debug, Args)]
pub struct Demo {
    #[command(flatten)]
    pub desk: Desk,
}

#[derive(Debug, Args)]
pub struct Mcp {
    /// The archive.
    #[arg(env = "DATELINE_ARCHIVE", default_value = "news.db")]
    pub archive: String,
}

/// Where the desk is, and for whom.
#[derive(Debug, Args)]
pub struct Desk {
    /// The port; 0 takes a free one.
    #[arg(long, default_value_t = 8321)]
    pub port: u16,
    /// The address to listen at. Others than this machine's own need a token.
    #[arg(long, default_value = "127.0.0.1")]
    pub bind: IpAddr,
    /// What visitors must know: `/?token=TOKEN` once, or `Authorization: Bearer TOKEN`.
    #[arg(long, env = "DATELINE_TOKEN", hide_env_values = true)]
    pub token: Option<String>,
    /// Requests a second that one address may send.
    #[arg(long, default_value_t = 50, value_parser = clap::value_parser!(u32).range(1..))]
    pub rate: u32,
    /// How many requests read the archive at once.
    #[arg(long, default_value_t = 2, value_parser = clap::value_parser!(u8).range(1..=64))]
    pub readers: u8,
    /// Let browsers load the pictures of articles from where they are.
    #[arg(long)]
    pub images: bool,
}
