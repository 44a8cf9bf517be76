//! Headers of a response, as far as they matter here.
use std::time::Duration;

use crate::clock::seconds;
use crate::discover::dates;

/// "text/html" and "windows-1251" of `Text/HTML; charset="Windows-1251"`.
pub fn content_type(value: &str) -> (Option<String>, Option<String>) {
    let mut parts = value.split(';').map(str::trim);
    let media = parts.next().filter(|m| m.contains('/')).map(str::to_ascii_lowercase);
    let charset = parts.find_map(|part| {
        let (name, value) = part.split_once('=')?;
        let value = value.trim().trim_matches(['"', '\'']);
        (name.trim().eq_ignore_ascii_case("charset") && !value.is_empty()).then(|| value.to_ascii_lowercase())
    });
    (media, charset)
}

/// For how long a response may be kept: `max-age` less `Age`; nothing is left of it with `no-store` or `no-cache`.
pub fn fresh_for(cache_control: Option<&str>, age: Option<&str>) -> Option<Duration> {
    let value = cache_control?.to_ascii_lowercase();
    let mut directives = value.split(',').map(str::trim);
    if directives.clone().any(|d| d == "no-store" || d == "no-cache") {
        return Some(Duration::ZERO);
    }
    let max_age =
        directives.find_map(|d| d.strip_prefix("max-age=")?.trim_matches('"').parse::<u64>().ok())?;
    let age = age.and_then(|age| age.trim().parse().ok()).unwrap_or(0);
    Some(Duration::from_secs(max_age.saturating_sub(age)))
}

/// How long `Retry-After` says to wait, in seconds or as a date.
pub fn retry_after(value: &str, now: Duration) -> Option<Duration> {
    let value = value.trim();
    if let Ok(wait) = value.parse() {
        return Some(Duration::from_secs(wait));
    }
    let then = Duration::from_secs(seconds(&dates::parse(value)?));
    Some(then.saturating_sub(now))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_types() {
        let check = |value, media: Option<&str>, charset: Option<&str>| {
            let found = content_type(value);
            assert_eq!((found.0.as_deref(), found.1.as_deref()), (media, charset), "{value}");
        };
        check("Text/HTML; Charset=\"UTF-8\"", Some("text/html"), Some("utf-8"));
        check("application/rss+xml;x=1;charset=utf-8", Some("application/rss+xml"), Some("utf-8"));
        check("text/html; charset=", Some("text/html"), None);
        check("html", None, None);
        check("", None, None);
    }

    #[test]
    fn freshness() {
        let check = |control, age, expected: Option<u64>| {
            assert_eq!(fresh_for(control, age), expected.map(Duration::from_secs), "{control:?}");
        };
        check(Some("public, max-age=600"), None, Some(600));
        check(Some("Max-Age=600, stale-while-revalidate=30"), Some("500"), Some(100));
        check(Some("max-age=600"), Some("900"), Some(0));
        check(Some("no-cache, max-age=600"), None, Some(0));
        check(Some("public"), None, None);
        check(Some("max-age=soon"), None, None);
        check(None, Some("3"), None);
    }

    #[test]
    fn waits() {
        let now = Duration::from_secs(1_693_890_780); // 2023-09-05 05:13:00
        let check = |value, expected: Option<u64>| {
            assert_eq!(retry_after(value, now), expected.map(Duration::from_secs), "{value}");
        };
        check("120", Some(120));
        check("Tue, 05 Sep 2023 05:15:00 GMT", Some(120));
        check("Tue, 05 Sep 2023 05:00:00 GMT", Some(0));
        check("-5", None);
        check("later", None);
    }
}
