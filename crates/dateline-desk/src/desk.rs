//! What all answers share: settings, the archive's readers, and counts that are looked up now and then.
use std::net::{IpAddr, Ipv4Addr};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use axum::http::HeaderName;

use crate::Error;
use crate::fail::Fail;
use crate::kept::Kept;
use crate::pool::Pool;

/// How the desk is opened.
///
/// ```
/// use dateline_desk::Settings;
///
/// let settings = Settings::of("news.db");
/// assert!(settings.bind.is_loopback() && settings.check().is_ok());
/// let open = Settings { bind: [0, 0, 0, 0].into(), ..settings };
/// assert!(open.check().is_err(), "a token is needed");
/// ```
#[derive(Clone, Debug)]
pub struct Settings {
    /// The archive: a file, or the address of a database.
    pub archive: String,
    /// The address to listen at.
    pub bind: IpAddr,
    /// The port; 0 takes a free one.
    pub port: u16,
    /// What a visitor must know.
    pub token: Option<String>,
    /// The header in which a proxy names the user whom it has let in. It is believed from this machine and from `proxies` alone.
    pub proxy_user_header: Option<String>,
    /// The addresses of proxies on other machines.
    pub proxies: Vec<IpAddr>,
    /// Names besides those of this machine under which the desk is visited.
    pub host_names: Vec<String>,
    /// How long a visitor may take to send the headers of a request.
    pub header_timeout: Duration,
    /// Requests a second that one address may send; it may be ahead by four seconds.
    pub rate: u32,
    /// How many requests read the archive at once.
    pub readers: usize,
    /// Show pictures from the addresses that articles name. Nothing is loaded from elsewhere unless this is set.
    pub images: bool,
}

impl Settings {
    /// The settings for an archive: this machine alone, without a token.
    pub fn of(archive: &str) -> Settings {
        Settings {
            archive: archive.to_owned(),
            bind: Ipv4Addr::LOCALHOST.into(),
            port: 8321,
            token: None,
            proxy_user_header: None,
            proxies: Vec::new(),
            host_names: Vec::new(),
            header_timeout: Duration::from_secs(10),
            rate: 50,
            readers: 2,
            images: false,
        }
    }

    /// Refuses what would let anybody in.
    ///
    /// # Errors
    ///
    /// If other machines can reach the desk and neither a token of some length is set nor a proxy says who visits.
    pub fn check(&self) -> Result<(), Error> {
        let is_name = |header: &String| HeaderName::from_bytes(header.as_bytes()).is_ok();
        if self.proxy_user_header.as_ref().is_some_and(|header| !is_name(header)) {
            return Err(Error::Unsafe("the header with the proxy's user is no name of a header"));
        }
        if !self.proxies.is_empty() && self.proxy_user_header.is_none() {
            return Err(Error::Unsafe("proxies are named, but not the header in which they name the user"));
        }
        match &self.token {
            Some(token) if token.len() < 12 => {
                Err(Error::Unsafe("the token is short; take 12 letters or more"))
            }
            None if !self.bind.is_loopback() && self.proxy_user_header.is_none() => Err(Error::Unsafe(
                "other machines can reach this address, and nothing asks who they are\nhint: set --token (or DATELINE_TOKEN), or --proxy-user-header behind a proxy that does",
            )),
            _ => Ok(()),
        }
    }
}

/// What all answers share.
pub(crate) struct Desk {
    pub settings: Settings,
    pub pool: Pool,
    pub kept: Kept,
    counts: Mutex<Option<(Instant, Arc<Counts>)>>,
}

/// What the archive holds in all. It takes a moment to count, and nobody minds if it is a minute old.
#[derive(Clone, Debug, Default)]
pub(crate) struct Counts {
    pub articles: u64,
    pub sections: Vec<(String, u64)>,
    pub outlets: Vec<dateline_archive::Outlet>,
    pub countries: Vec<(String, u64)>,
}

/// How old counts may be.
const FRESH: Duration = Duration::from_secs(60);
/// So many of each list.
const LISTED: usize = 200;

impl Desk {
    pub fn open(settings: Settings) -> Result<Arc<Desk>, Error> {
        let pool = Pool::open(&settings.archive, settings.readers)?;
        Ok(Arc::new(Desk { settings, pool, kept: Kept::default(), counts: Mutex::new(None) }))
    }

    /// The counts; old ones are still given while they are counted anew.
    pub async fn counts(self: &Arc<Desk>) -> Result<Arc<Counts>, Fail> {
        let known = {
            let mut counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
            let known = counts.clone();
            if let Some((when, _)) = counts.as_mut() {
                if when.elapsed() < FRESH {
                    return Ok(known.map(|(_, counts)| counts).unwrap_or_default());
                }
                // Others need not count too.
                *when = Instant::now();
            }
            known
        };
        match known {
            Some((_, counts)) => {
                let desk = self.clone();
                // What fails now is tried again when these are old.
                tokio::spawn(async move { desk.count().await });
                Ok(counts)
            }
            None => self.count().await,
        }
    }

    async fn count(&self) -> Result<Arc<Counts>, Fail> {
        let counts = self.pool.with(|archive| {
            Ok(Counts {
                articles: archive.count("articles")?,
                sections: archive.sections(LISTED)?,
                outlets: archive.outlets(LISTED)?,
                countries: archive.countries(LISTED)?,
            })
        });
        let counts = Arc::new(counts.await?);
        *self.counts.lock().unwrap_or_else(PoisonError::into_inner) = Some((Instant::now(), counts.clone()));
        Ok(counts)
    }
}
