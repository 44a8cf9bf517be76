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
    /// The address to listen at. Others than this machine's own need a token or a proxy.
    #[arg(long, default_value = "127.0.0.1")]
    pub bind: IpAddr,
    /// What visitors must know: `/?token=TOKEN` once, or `Authorization: Bearer TOKEN`.
    #[arg(long, env = "DATELINE_TOKEN", hide_env_values = true)]
    pub token: Option<String>,
    /// The header in which a proxy names the user whom it has let in, such as `X-Remote-User`; nobody else is let in then. Believed
    /// only if the proxy asks from this machine or from an address named by `--proxy`.
    #[arg(long, value_name = "NAME")]
    pub proxy_user_header: Option<String>,
    /// The address of a proxy on another machine whose header is believed; can be given more than once.
    #[arg(long = "proxy", value_name = "ADDRESS", requires = "proxy_user_header")]
    pub proxies: Vec<IpAddr>,
    /// A name under which the desk is visited, such as `desk.example`, if no token is asked for or a proxy names the users; can be given more than once.
    #[arg(long = "host-name", value_name = "NAME")]
    pub host_names: Vec<String>,
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
