//! What feeds are written with: text within XML, and times as RFC 3339 has them.

/// Text within XML; characters that XML has not are left out.
///
/// ```
/// assert_eq!(dateline_archive::xml::escaped("a<b> & \u{1}c"), "a&lt;b&gt; &amp; c");
/// ```
pub fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\t' | '\n' | '\r' => escaped.push(c),
            c if c < ' ' || matches!(c, '\u{FFFE}' | '\u{FFFF}') => {}
            c => escaped.push(c),
        }
    }
    escaped
}

/// RFC 3339 of a time known to the day, the minute or the second: a day is its beginning, no zone is UTC. Without a day it
/// is the first of 1970.
///
/// ```
/// assert_eq!(dateline_archive::xml::instant(Some("2024-03-05T09:30+01:00")), "2024-03-05T09:30:00+01:00");
/// ```
pub fn instant(time: Option<&str>) -> String {
    let time = time.filter(|text| text.len() >= 10 && text.is_ascii()).unwrap_or("1970-01-01");
    let (day, clock) = time.split_at(10);
    let zone = clock.find(['Z', '+', '-']).map_or("Z", |at| &clock[at..]);
    let clock = clock.trim_start_matches('T').trim_end_matches(zone);
    match clock.len() {
        0 => format!("{day}T00:00:00Z"),
        5 => format!("{day}T{clock}:00{zone}"),
        _ => format!("{day}T{clock}{zone}"),
    }
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
            ("5. März 2024", "1970-01-01T00:00:00Z"),
        ] {
            assert_eq!(instant(Some(given)), expected);
        }
    }

    #[test]
    fn signs_of_xml_are_escaped() {
        assert_eq!(escaped("a<b> & \"c\"\u{1}"), "a&lt;b&gt; &amp; &quot;c&quot;");
    }
}
