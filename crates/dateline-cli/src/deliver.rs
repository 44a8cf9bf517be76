//! Takes the matches of saved searches to where they are wanted.
use std::collections::BTreeMap;
use std::fs::{self, OpenOptions};
use std::io::Write as _;
use std::path::Path;

use anyhow::{Context, Result};
use dateline::lexicon::Data;
use dateline_archive::{Alert, Archive, Match, atom};
use dateline_fetch::{Fetcher, Settings};
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;

/// The matches that a feed holds.
const FEED: usize = 100;

/// Delivers what has not been delivered, and says how many matches were and what went wrong. What cannot be delivered is
/// tried again the next time.
pub fn deliver(archive: &mut Archive, allow_private: bool) -> Result<(usize, Vec<String>)> {
    let mut by_alert: BTreeMap<String, Vec<Match>> = BTreeMap::new();
    for found in archive.undelivered()? {
        by_alert.entry(found.alert.clone()).or_default().push(found);
    }
    let (mut done, mut wrong) = (0, Vec::new());
    for alert in archive.alerts()? {
        let Some(matches) = by_alert.get(&alert.name) else { continue };
        let delivered = match to_files(archive, &alert, matches) {
            Ok(()) => to_webhook(&alert, matches, allow_private, &mut wrong)?,
            Err(error) => {
                wrong.push(format!("error: alert `{}`: {error:#}", alert.name));
                continue;
            }
        };
        archive.delivered(&delivered)?;
        done += delivered.len();
    }
    Ok((done, wrong))
}

fn to_files(archive: &mut Archive, alert: &Alert, matches: &[Match]) -> Result<()> {
    if let Some(path) = &alert.delivery.jsonl {
        let cannot = || format!("cannot write `{path}`; check the path and its permissions");
        let mut lines = String::new();
        for found in matches {
            lines.push_str(&found.json().to_string());
            lines.push('\n');
        }
        let file = OpenOptions::new().create(true).append(true).open(path);
        file.and_then(|mut file| file.write_all(lines.as_bytes())).with_context(cannot)?;
    }
    if let Some(path) = &alert.delivery.feed {
        write_feed(Path::new(path), &atom(alert, &archive.last_matches(alert.id, FEED)?))?;
    }
    Ok(())
}

/// Writes beside the feed and then in its place, so that whoever reads it never sees a half.
fn write_feed(path: &Path, feed: &str) -> Result<()> {
    let cannot = || format!("cannot write `{}`; check the path and its permissions", path.display());
    let beside = path.with_extension("new");
    fs::write(&beside, feed).with_context(cannot)?;
    fs::rename(&beside, path).with_context(cannot)
}

/// Sends each match, and returns those that were taken; after the first that is not, the rest wait.
fn to_webhook(
    alert: &Alert,
    matches: &[Match],
    allow_private: bool,
    wrong: &mut Vec<String>,
) -> Result<Vec<i64>> {
    let all: Vec<i64> = matches.iter().map(|found| found.n).collect();
    let Some(url) = &alert.delivery.webhook else { return Ok(all) };
    let secret = match &alert.delivery.secret_variable {
        Some(name) => match std::env::var(name) {
            Ok(secret) => Some(secret),
            Err(_) => {
                wrong.push(format!(
                    "error: alert `{}`: the variable `{name}` with its secret is not set\nhint: set it and run `dateline alert deliver`",
                    alert.name
                ));
                return Ok(Vec::new());
            }
        },
        None => None,
    };
    let mut settings = Settings::load(&Data::embedded())?;
    settings.allow_private = allow_private;
    let fetcher = Fetcher::new(settings);
    let mut taken = Vec::new();
    for found in matches {
        let body = found.json().to_string();
        let id = format!("{}-{}", alert.id, found.n);
        let signature = secret.as_ref().map(|secret| signature(secret, &body));
        let mut headers = vec![
            ("Content-Type", "application/json"),
            ("Dateline-Alert", alert.name.as_str()),
            ("Dateline-Id", &id),
        ];
        headers.extend(signature.as_deref().map(|signature| ("Dateline-Signature", signature)));
        match fetcher.post(url, &headers, body.as_bytes()) {
            Ok(()) => taken.push(found.n),
            Err(error) => {
                let hint = error.hint().map(|hint| format!("\nhint: {hint}")).unwrap_or_default();
                wrong.push(format!("error: alert `{}`: {error}{hint}", alert.name));
                break;
            }
        }
    }
    Ok(taken)
}

/// `sha256=` and the HMAC of the body in hexadecimal figures, as webhooks of code hosts have it.
fn signature(secret: &str, body: &str) -> String {
    // A key of any length will do.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret.as_bytes()) else { return String::new() };
    mac.update(body.as_bytes());
    let bytes = mac.finalize().into_bytes();
    let figures: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    format!("sha256={figures}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signatures_are_those_of_rfc_4231() {
        // Test case 2.
        assert_eq!(
            signature("Jefe", "what do ya want for nothing?"),
            "sha256=5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
        );
    }
}
