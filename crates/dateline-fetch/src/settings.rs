use std::time::Duration;

use dateline::lexicon::{Data, Error};
use serde::Deserialize;

use crate::follow::Pace;
use crate::networks::Networks;

/// How politely and how much is fetched; the defaults are in `data/fetch/fetch.toml`.
///
/// ```
/// use dateline::lexicon::Data;
/// use dateline_fetch::Settings;
/// let mut settings = Settings::load(&Data::embedded())?;
/// settings.contact = Some("desk@news.example".to_owned());
/// assert_eq!(settings.gap.as_secs(), 1);
/// assert!(settings.user_agent().ends_with("; desk@news.example)"));
/// # Ok::<(), dateline::lexicon::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct Settings {
    /// The name that robots.txt is asked for, and that servers are told.
    pub token: String,
    /// How those who run a server can reach whoever runs this: an address of mail or of a page.
    pub contact: Option<String>,
    /// The time between the end of a request to a host and the next.
    pub gap: Duration,
    /// How long a request waits for its turn at most.
    pub patience: Duration,
    /// How often a request is sent again.
    pub retries: u32,
    /// The time before it is first sent again; it doubles each time.
    pub backoff: Duration,
    /// How many redirects are followed.
    pub redirects: u32,
    /// How many hosts are asked at the same time.
    pub hosts: usize,
    /// How many bytes a page may have, sent and inflated.
    pub bytes: u64,
    /// How long a whole response may take.
    pub time: Duration,
    /// How long a connection may take.
    pub connect: Duration,
    /// Whether private, loopback and reserved networks may be fetched from.
    pub allow_private: bool,
    /// How robots.txt is kept.
    pub robots: RobotsSettings,
    /// How feeds are followed.
    pub pace: Pace,
    pub(crate) networks: Networks,
}

/// How robots.txt is fetched and for how long it is believed.
#[derive(Clone, Debug)]
pub struct RobotsSettings {
    /// How many of its bytes count.
    pub bytes: usize,
    /// How many redirects lead to it.
    pub redirects: u32,
    /// For how long it is believed at least.
    pub least: Duration,
    /// For how long it is believed at most, and if the server says nothing.
    pub most: Duration,
    /// How long until it is asked for again if it could not be had.
    pub failed: Duration,
}

impl Settings {
    /// Reads the defaults.
    pub fn load(data: &Data) -> Result<Settings, Error> {
        const FILE: &str = "fetch/fetch.toml";
        let file: File = data.toml(FILE)?;
        let seconds = |value: f64| {
            Duration::try_from_secs_f64(value).map_err(|_| Error {
                file: FILE.to_owned(),
                line: 0,
                message: format!("{value} is no number of seconds"),
            })
        };
        let mut pace = file.follow;
        pace.tracking = data.words("fetch/tracking.txt")?.into_iter().map(str::to_owned).collect();
        Ok(Settings {
            token: file.manners.token,
            contact: None,
            gap: seconds(file.manners.gap)?,
            patience: seconds(file.manners.patience)?,
            retries: file.manners.retries,
            backoff: seconds(file.manners.backoff)?,
            redirects: file.manners.redirects,
            hosts: file.manners.hosts,
            bytes: file.limits.bytes,
            time: seconds(file.limits.seconds)?,
            connect: seconds(file.limits.connect)?,
            allow_private: false,
            robots: RobotsSettings {
                bytes: file.robots.bytes,
                redirects: file.robots.redirects,
                least: seconds(file.robots.least)?,
                most: seconds(file.robots.most)?,
                failed: seconds(file.robots.failed)?,
            },
            pace,
            networks: Networks::load(data)?,
        })
    }

    /// What servers are told: name and version, where to read about it, and whom to write to.
    pub fn user_agent(&self) -> String {
        let mut contact = self.contact.as_ref().map(|c| format!("; {c}")).unwrap_or_default();
        // What else a header may hold is not the same for all servers.
        contact.retain(|c| matches!(c, ' '..='~'));
        format!("{}/{} (+{}{contact})", self.token, env!("CARGO_PKG_VERSION"), env!("CARGO_PKG_REPOSITORY"))
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    manners: Manners,
    limits: Limits,
    robots: Robots,
    follow: Pace,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Manners {
    token: String,
    gap: f64,
    patience: f64,
    retries: u32,
    backoff: f64,
    redirects: u32,
    hosts: usize,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Limits {
    bytes: u64,
    seconds: f64,
    connect: f64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Robots {
    bytes: usize,
    redirects: u32,
    least: f64,
    most: f64,
    failed: f64,
}
