use std::fmt;
use std::net::IpAddr;
use std::time::Duration;

/// Why something could not be fetched.
///
/// It says the address and what happened; [`Error::hint`] says what can be done.
///
/// ```
/// use dateline_fetch::{Error, Failure};
/// let error = Error { url: "ftp://news.example/a".to_owned(), failure: Failure::Address("it is not http or https".to_owned()) };
/// assert_eq!(error.to_string(), "`ftp://news.example/a`: it is not http or https");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    /// What was asked for.
    pub url: String,
    /// What happened.
    pub failure: Failure,
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Failure {
    /// The address is none that is fetched.
    Address(String),
    /// The host is in a private or reserved network.
    Private {
        /// As the address or the redirect names it.
        host: String,
        /// Where it leads.
        ip: IpAddr,
        /// What kind of network that is.
        kind: String,
    },
    /// robots.txt forbids it.
    Robots {
        /// Whose robots.txt.
        host: String,
        /// The name that it was asked for.
        token: String,
    },
    /// robots.txt could not be had, so that nothing is known to be allowed.
    NoRobots {
        /// Whose robots.txt.
        host: String,
        /// What happened instead.
        why: String,
    },
    /// The host wants a longer wait than the settings allow.
    Wait {
        /// Which host.
        host: String,
        /// How long from now.
        wait: Duration,
    },
    /// The server answered with something other than the page.
    Status {
        /// 404, 503, ...
        status: u16,
        /// How long the server says to wait.
        retry_after: Option<Duration>,
    },
    /// There is more of it than the settings allow.
    TooLarge {
        /// How many bytes are allowed.
        limit: u64,
    },
    /// It took longer than the settings allow.
    TimedOut {
        /// How long is allowed.
        limit: Duration,
    },
    /// It leads on and on.
    Redirects {
        /// How many redirects are allowed.
        limit: u32,
    },
    /// What was sent cannot be decompressed.
    Damaged(String),
    /// The server could not prove who it is.
    Certificate(String),
    /// There is no such host, or its name could not be looked up.
    NoHost(String),
    /// The connection could not be made, or broke.
    Connection(String),
}

impl Error {
    /// What can be done about it, if there is something.
    pub fn hint(&self) -> Option<String> {
        let text = match &self.failure {
            Failure::Address(_) => "give an address that begins with `https://` or `http://`".to_owned(),
            Failure::Private { .. } => "allow private addresses if this host is yours".to_owned(),
            Failure::Robots { host, token } => {
                format!("ask those who run `{host}` to allow `{token}` in their robots.txt")
            }
            Failure::NoRobots { .. } | Failure::NoHost(_) | Failure::Connection(_) => {
                "try again later".to_owned()
            }
            Failure::Certificate(_) => {
                "see whether the clock and the certificates of this machine are right (Debian: ca-certificates)".to_owned()
            }
            Failure::Wait { wait, .. } => format!("try again in {}", readable(*wait)),
            Failure::Status { status: 404 | 410, .. } => "the page is gone; leave it out".to_owned(),
            Failure::Status { status: 401 | 402 | 403 | 451, .. } => {
                "the page is not for everybody; save it in a browser and read the file".to_owned()
            }
            Failure::Status { retry_after: Some(wait), .. } => format!("try again in {}", readable(*wait)),
            Failure::Status { status: 429 | 500.., .. } => "try again later".to_owned(),
            Failure::TooLarge { .. } => "raise the limit of size if this is a page".to_owned(),
            Failure::TimedOut { .. } => "try again later, or raise the limit of time".to_owned(),
            Failure::Status { .. } | Failure::Redirects { .. } | Failure::Damaged(_) => return None,
        };
        Some(text)
    }

    /// How long to wait before it is worth another try, if the server said so.
    pub fn retry_after(&self) -> Option<Duration> {
        match self.failure {
            Failure::Wait { wait, .. } => Some(wait),
            Failure::Status { retry_after, .. } => retry_after,
            _ => None,
        }
    }

    /// True if trying again will not help: the page is gone, or it is not to be fetched.
    pub fn is_final(&self) -> bool {
        match self.failure {
            Failure::Address(_) | Failure::Private { .. } | Failure::Robots { .. } => true,
            Failure::TooLarge { .. } | Failure::Redirects { .. } => true,
            Failure::Status { status, .. } => status < 500 && !matches!(status, 408 | 425 | 429),
            _ => false,
        }
    }
}

impl std::error::Error for Error {}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}`: {}", self.url, self.failure)
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Failure::Address(why) => f.write_str(why),
            Failure::Private { host, ip, kind } => {
                write!(f, "`{host}` is at {ip}, a network that is not fetched from ({kind})")
            }
            Failure::Robots { host, token } => {
                write!(f, "robots.txt of `{host}` does not allow it to `{token}`")
            }
            Failure::NoRobots { host, why } => {
                write!(
                    f,
                    "robots.txt of `{host}` could not be had, so nothing is known to be allowed ({why})"
                )
            }
            Failure::Wait { host, wait } => {
                write!(f, "`{host}` wants no request for another {}", readable(*wait))
            }
            Failure::Status { status, .. } => write!(f, "the server answered {status}{}", reason(*status)),
            Failure::TooLarge { limit } => write!(f, "it is larger than {limit} bytes"),
            Failure::TimedOut { limit } => write!(f, "it was not there after {}", readable(*limit)),
            Failure::Redirects { limit } => write!(f, "it leads on more than {limit} times"),
            Failure::Damaged(what) => write!(f, "what was sent is damaged ({what})"),
            Failure::Certificate(why) => write!(f, "the server did not prove who it is ({why})"),
            Failure::NoHost(why) => write!(f, "the host was not found ({why})"),
            Failure::Connection(why) => write!(f, "the connection failed ({why})"),
        }
    }
}

fn reason(status: u16) -> &'static str {
    match status {
        401 => " (wants a login)",
        402 => " (wants payment)",
        403 => " (forbidden)",
        404 => " (not found)",
        410 => " (gone)",
        429 => " (too many requests)",
        451 => " (barred by law)",
        500.. => " (trouble of its own)",
        _ => "",
    }
}

/// "1 second", "90 seconds", "15 minutes", "2 hours", rounded up.
fn readable(time: Duration) -> String {
    let seconds = time.as_secs() + u64::from(time.subsec_nanos() > 0);
    let (number, unit) = match seconds {
        0..=90 => (seconds, "second"),
        91..=5400 => (seconds.div_ceil(60), "minute"),
        _ => (seconds.div_ceil(3600), "hour"),
    };
    format!("{number} {unit}{}", if number == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_for_people() {
        for (time, expected) in [
            (1, "1 second"),
            (90_000, "90 seconds"),
            (90_500, "2 minutes"),
            (3_600_000, "60 minutes"),
            (7_200_000, "2 hours"),
        ] {
            assert_eq!(readable(Duration::from_millis(time)), expected);
        }
    }

    #[test]
    fn what_is_worth_another_try() {
        let check = |failure, expected| {
            assert_eq!(Error { url: String::new(), failure }.is_final(), expected);
        };
        check(Failure::Status { status: 404, retry_after: None }, true);
        check(Failure::Status { status: 429, retry_after: None }, false);
        check(Failure::Status { status: 503, retry_after: None }, false);
        check(Failure::Connection(String::new()), false);
        check(Failure::Address(String::new()), true);
    }
}
