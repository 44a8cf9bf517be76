//! Matches as an Atom feed (RFC 4287).
use std::fmt::Write as _;

use super::{Alert, Match};

/// A feed of matches, the newest first.
pub fn atom(alert: &Alert, matches: &[Match]) -> String {
    let times = matches.iter().map(time);
    let updated = times.max().unwrap_or_else(|| time_of(None));
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
            let html =
                escaped(&snippet.marked("\u{2}", "\u{3}")).replace('\u{2}', "<b>").replace('\u{3}', "</b>");
            let _ = writeln!(feed, "    <summary type=\"html\">{}</summary>", escaped(&html));
        }
        feed.push_str("  </entry>\n");
    }
    feed + "</feed>\n"
}

/// When the article was published, as RFC 3339 wants it; a day is its beginning, no zone is UTC.
fn time(found: &Match) -> String {
    time_of(found.hit.published.as_deref().or(found.hit.day.as_deref()))
}

fn time_of(published: Option<&str>) -> String {
    let published = published.filter(|text| text.len() >= 10).unwrap_or("1970-01-01");
    let (day, clock) = published.split_at(10);
    let zone = clock.find(['Z', '+', '-']).map_or("Z", |at| &clock[at..]);
    let clock = clock.trim_start_matches('T').trim_end_matches(zone);
    match clock.len() {
        0 => format!("{day}T00:00:00Z"),
        5 => format!("{day}T{clock}:00{zone}"),
        _ => format!("{day}T{clock}{zone}"),
    }
}

/// Text within XML; characters that XML has not are left out.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\t' | '\n' | '\r' | '\u{2}' | '\u{3}' => escaped.push(c),
            c if c < ' ' || matches!(c, '\u{FFFE}' | '\u{FFFF}') => {}
            c => escaped.push(c),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_of_every_exactness() {
        for (given, expected) in [
            ("2024-03-05", "2024-03-05T00:00:00Z"),
            ("2024-03-05T09:30", "2024-03-05T09:30:00Z"),
            ("2024-03-05T09:30+01:00", "2024-03-05T09:30:00+01:00"),
            ("2024-03-05T09:30:15Z", "2024-03-05T09:30:15Z"),
            ("2024", "1970-01-01T00:00:00Z"),
        ] {
            assert_eq!(time_of(Some(given)), expected);
        }
    }

    #[test]
    fn signs_of_xml_are_escaped() {
        assert_eq!(escaped("a<b> & \"c\"\u{1}"), "a&lt;b&gt; &amp; &quot;c&quot;");
    }
}
