//! Which addresses are fetched.
use std::net::IpAddr;

use url::{Host, Url};

use crate::Failure;
use crate::networks::Networks;

/// Reads an address as a browser does, and refuses what is not to be fetched. `networks` is none if private ones are allowed.
///
/// A host that is a number is checked here; names are checked when they have been looked up.
pub fn check(text: &str, networks: Option<&Networks>) -> Result<Url, Failure> {
    let url = Url::parse(text.trim()).map_err(|e| Failure::Address(format!("it is no web address ({e})")))?;
    checked(url, networks)
}

/// Where a redirect leads.
pub fn redirect(from: &Url, location: &str, networks: Option<&Networks>) -> Result<Url, Failure> {
    let url = from
        .join(location.trim())
        .map_err(|e| Failure::Address(format!("it leads to `{location}`, which is no web address ({e})")))?;
    checked(url, networks)
}

fn checked(mut url: Url, networks: Option<&Networks>) -> Result<Url, Failure> {
    if !matches!(url.scheme(), "http" | "https") {
        return Err(Failure::Address(format!("`{}` is not http or https", url.scheme())));
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(Failure::Address("it holds a name or a password".to_owned()));
    }
    let ip = match url.host() {
        None => return Err(Failure::Address("it names no host".to_owned())),
        Some(Host::Domain(_)) => None,
        Some(Host::Ipv4(ip)) => Some(IpAddr::V4(ip)),
        Some(Host::Ipv6(ip)) => Some(IpAddr::V6(ip)),
    };
    if let (Some(ip), Some(networks)) = (ip, networks)
        && let Some(kind) = networks.closed(ip)
    {
        let host = url.host_str().unwrap_or_default().to_owned();
        return Err(Failure::Private { host, ip, kind: kind.to_owned() });
    }
    url.set_fragment(None);
    Ok(url)
}

/// The host that takes turns: without a port, so that two servers on one machine are not asked at once.
pub fn host(url: &Url) -> &str {
    url.host_str().unwrap_or_default().trim_end_matches('.')
}

#[cfg(test)]
mod tests {
    use super::*;
    use dateline::lexicon::Data;

    fn check_text(text: &str) -> Result<String, Failure> {
        let networks = Networks::load(&Data::embedded()).unwrap();
        check(text, Some(&networks)).map(String::from)
    }

    #[test]
    fn web_addresses_are_read_as_browsers_do() {
        assert_eq!(check_text(" HTTPS://News.Example/a b#top ").unwrap(), "https://news.example/a%20b");
        assert_eq!(check_text("http://münchen.example:80").unwrap(), "http://xn--mnchen-3ya.example/");
        assert_eq!(check_text("http://news.example:8080/?q=1").unwrap(), "http://news.example:8080/?q=1");
    }

    #[test]
    fn other_addresses_are_refused() {
        for text in [
            "",
            "news.example/a",
            "/etc/passwd",
            "file:///etc/passwd",
            "ftp://news.example/",
            "gopher://x/",
            "data:text/html,x",
            "javascript:alert(1)",
            "http://",
            "https://user:secret@news.example/",
            "http://user@news.example/",
        ] {
            assert!(matches!(check_text(text), Err(Failure::Address(_))), "{text}");
        }
    }

    #[test]
    fn private_numbers_are_refused_however_they_are_written() {
        for host in [
            "127.0.0.1",
            "2130706433",
            "0x7f.1",
            "0177.0.0.1",
            "[::1]",
            "[::ffff:10.0.0.1]",
            "127.1",
            "0",
            "127.0.0.1.",
            "１２７.0.0.1",
        ] {
            let found = check_text(&format!("http://{host}/"));
            assert!(matches!(found, Err(Failure::Private { .. })), "{host}: {found:?}");
        }
        assert!(check("http://127.0.0.1/", None).is_ok());
    }

    #[test]
    fn redirects_are_checked_as_well() {
        let networks = Networks::load(&Data::embedded()).unwrap();
        let from = Url::parse("https://news.example/a/b").unwrap();
        let to = |location| redirect(&from, location, Some(&networks)).map(String::from);
        assert_eq!(to("../c?d").unwrap(), "https://news.example/c?d");
        assert_eq!(to("//other.example").unwrap(), "https://other.example/");
        assert!(matches!(to("http://169.254.169.254/latest/"), Err(Failure::Private { .. })));
        assert!(matches!(to("file:///etc/passwd"), Err(Failure::Address(_))));
    }
}
