//! One request over the network: addresses checked where they are used, sizes and times bounded.
use std::fmt;
use std::io::{self, Read};
use std::net::{SocketAddr, ToSocketAddrs};
use std::sync::Arc;
use std::sync::mpsc::{RecvTimeoutError, sync_channel};
use std::thread;
use std::time::Duration;

use ureq::config::Config;
use ureq::http::{HeaderMap, Uri, header};
use ureq::tls::{RootCerts, TlsConfig, TlsProvider};
use ureq::unversioned::resolver::{ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{DefaultConnector, NextTimeout};
use ureq::{Agent, Error as UreqError, Timeout};
use url::Url;

use crate::networks::Networks;
use crate::{Failure, Settings, inflate};

/// Finds the addresses of a host and port.
pub type Lookup = dyn Fn(&str, u16) -> io::Result<Vec<SocketAddr>> + Send + Sync;

/// As the machine does it.
pub fn system_lookup(host: &str, port: u16) -> io::Result<Vec<SocketAddr>> {
    (host, port).to_socket_addrs().map(Iterator::collect)
}

/// The network, as far as this crate sees it.
#[derive(Debug)]
pub struct Wire {
    agent: Agent,
    time: Duration,
    connect: Duration,
}

/// A response, its body inflated; that of anything but a 200 is left unread.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    pub bytes: Vec<u8>,
}

impl Answer {
    pub fn header(&self, name: &str) -> Option<&str> {
        // Some servers write addresses and names in UTF-8, without escapes.
        str::from_utf8(self.headers.get(name)?.as_bytes()).ok()
    }
}

impl Wire {
    pub fn new(settings: &Settings, lookup: Arc<Lookup>) -> Wire {
        let tls = TlsConfig::builder()
            .provider(TlsProvider::Rustls)
            .unversioned_rustls_crypto_provider(Arc::new(rustls::crypto::ring::default_provider()))
            .root_certs(RootCerts::PlatformVerifier)
            .build();
        let config = Agent::config_builder()
            .tls_config(tls)
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            // A proxy would connect to addresses that are not seen here.
            .proxy(None)
            .user_agent(settings.user_agent())
            .timeout_global(Some(settings.time))
            .timeout_connect(Some(settings.connect))
            .max_idle_connections_per_host(1)
            .build();
        let networks = (!settings.allow_private).then(|| settings.networks.clone());
        let guard = Guard { lookup, networks };
        Wire {
            agent: Agent::with_parts(config, DefaultConnector::default(), guard),
            time: settings.time,
            connect: settings.connect,
        }
    }

    /// Sends a GET and reads what comes.
    pub fn get(&self, url: &Url, headers: &[(&str, &str)], limit: u64) -> Result<Answer, Failure> {
        let mut request = self.agent.get(url.as_str()).header(header::ACCEPT_ENCODING, inflate::ACCEPTED);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let mut response = request.call().map_err(|e| self.failure(e))?;
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let mut answer = Answer { status, headers, bytes: Vec::new() };
        if status != 200 {
            return Ok(answer);
        }
        let said = answer.header("content-length").and_then(|v| v.parse::<u64>().ok());
        if said.is_some_and(|length| length > limit) {
            return Err(Failure::TooLarge { limit });
        }
        let mut sent = Vec::new();
        let body = response.body_mut().with_config().limit(u64::MAX).reader();
        body.take(limit.saturating_add(1)).read_to_end(&mut sent).map_err(|e| self.failure(e.into()))?;
        if sent.len() as u64 > limit {
            return Err(Failure::TooLarge { limit });
        }
        let encodings: Vec<&str> =
            answer.headers.get_all(header::CONTENT_ENCODING).iter().filter_map(|v| v.to_str().ok()).collect();
        answer.bytes = inflate::inflate(&encodings.join(","), sent, limit)?;
        Ok(answer)
    }

    /// Sends a POST; what the server says besides its status is left unread.
    pub fn post(&self, url: &Url, headers: &[(&str, &str)], body: &[u8]) -> Result<Answer, Failure> {
        let mut request = self.agent.post(url.as_str());
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let response = request.send(body).map_err(|e| self.failure(e))?;
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        Ok(Answer { status, headers, bytes: Vec::new() })
    }

    fn failure(&self, error: UreqError) -> Failure {
        match error {
            UreqError::Timeout(Timeout::Connect) => Failure::TimedOut { limit: self.connect },
            UreqError::Timeout(_) => Failure::TimedOut { limit: self.time },
            UreqError::Io(e) if e.kind() == io::ErrorKind::TimedOut => Failure::TimedOut { limit: self.time },
            UreqError::Io(e) => match e.get_ref().and_then(|inner| inner.downcast_ref()) {
                Some(tls) => tls_failure(tls),
                None => Failure::Connection(e.to_string()),
            },
            UreqError::Rustls(e) => tls_failure(&e),
            UreqError::Other(inner) => match inner.downcast::<Refused>() {
                Ok(refused) => refused.0,
                Err(other) => Failure::Connection(other.to_string()),
            },
            UreqError::HostNotFound => Failure::NoHost("its name has no address".to_owned()),
            other => Failure::Connection(other.to_string()),
        }
    }
}

fn tls_failure(error: &rustls::Error) -> Failure {
    match error {
        rustls::Error::InvalidCertificate(_) | rustls::Error::NoCertificatesPresented => {
            Failure::Certificate(error.to_string())
        }
        _ => Failure::Connection(error.to_string()),
    }
}

/// Hands out only addresses that may be connected to. What it returns is what is connected to, so that a name which
/// leads elsewhere at the second look gains nothing.
struct Guard {
    lookup: Arc<Lookup>,
    networks: Option<Networks>,
}

impl Resolver for Guard {
    fn resolve(&self, uri: &Uri, _: &Config, timeout: NextTimeout) -> Result<ResolvedSocketAddrs, UreqError> {
        let Some(host) = uri.host() else { return Err(UreqError::HostNotFound) };
        let host = host.trim_start_matches('[').trim_end_matches(']').to_owned();
        let port = uri.port_u16().unwrap_or(if uri.scheme_str() == Some("https") { 443 } else { 80 });
        // A look-up cannot be interrupted; if it takes too long, it goes on alone and nobody listens.
        let (found, answer) = sync_channel(1);
        let (lookup, name) = (self.lookup.clone(), host.clone());
        thread::spawn(move || found.send(lookup(&name, port)));
        let addresses = match answer.recv_timeout(*timeout.after) {
            Ok(Ok(addresses)) => addresses,
            Ok(Err(e)) => return Err(refuse(Failure::NoHost(e.to_string()))),
            Err(RecvTimeoutError::Timeout) => return Err(UreqError::Timeout(timeout.reason)),
            Err(RecvTimeoutError::Disconnected) => return Err(UreqError::HostNotFound),
        };
        let mut refused = None;
        let mut open = self.empty();
        for address in addresses {
            let closed = self.networks.as_ref().and_then(|networks| networks.closed(address.ip()));
            match closed {
                Some(kind) => {
                    let (host, ip, kind) = (host.clone(), address.ip(), kind.to_owned());
                    refused.get_or_insert(Failure::Private { host, ip, kind });
                }
                None if open.len() < MOST_ADDRESSES => open.push(address),
                None => {}
            }
        }
        match refused {
            _ if !open.is_empty() => Ok(open),
            Some(refused) => Err(refuse(refused)),
            None => Err(UreqError::HostNotFound),
        }
    }
}

/// As many as ureq has room for is 16; nobody needs more than these.
const MOST_ADDRESSES: usize = 8;

impl fmt::Debug for Guard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Guard").field("private", &self.networks.is_none()).finish_non_exhaustive()
    }
}

/// Carries a failure through ureq.
#[derive(Debug)]
struct Refused(Failure);

fn refuse(failure: Failure) -> UreqError {
    UreqError::Other(Box::new(Refused(failure)))
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl std::error::Error for Refused {}
