//! Matches as an Atom feed (RFC 4287).
use std::fmt::Write as _;

use super::{Alert, Match};
use crate::xml::{escaped, instant};

/// A feed of matches, the newest first.
pub fn atom(alert: &Alert, matches: &[Match]) -> String {
    let times = matches.iter().map(time);
    let updated = times.max().unwrap_or_else(|| instant(None));
    let mut feed = format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\">\n  \
         <id>urn:dateline:alert:{}</id>\n  <title>{}</title>\n  <subtitle>{}</subtitle>\n  <updated>{updated}</updated>\n  \
         <generator>dateline</generator>\n",
        alert.id,
        escaped(&alert.name),
        escaped(&alert.query.to_string())
    );
    for found in matches {
        let hit = &found.hit;
        let title = hit.headline.as_deref().unwrap_or("(no headline)");
        let _ = write!(
            feed,
            "  <entry>\n    <id>urn:dateline:alert:{}:{}</id>\n    <title>{}</title>\n    <updated>{}</updated>\n",
            alert.id,
            found.n,
            escaped(title),
            time(found)
        );
        let author = hit.publisher.as_deref().unwrap_or("unknown");
        let _ = writeln!(feed, "    <author><name>{}</name></author>", escaped(author));
        if let Some(url) = &hit.url {
            let _ = writeln!(feed, "    <link href=\"{}\"/>", escaped(url));
        }
        if let Some(snippet) = &hit.snippet {
            // HTML within XML: what is marked is escaped once for each.
            let html = snippet.html("b", escaped);
            let _ = writeln!(feed, "    <summary type=\"html\">{}</summary>", escaped(&html));
        }
        feed.push_str("  </entry>\n");
    }
    feed + "</feed>\n"
}

/// When the article was published.
fn time(found: &Match) -> String {
    instant(found.hit.published.as_deref().or(found.hit.day.as_deref()))
}
