//! The day that a page's address names.
use std::ops::Range;

use crate::doc::Date;

/// The day that an address names: "/2023/09/05/", "/2023-09-05-", "20230905".
pub(super) fn date_in_url(url: &str) -> Option<Date> {
    let path = url.split_once("://").map_or(url, |(_, rest)| rest);
    let path = path.split(['?', '#']).next()?;
    let bytes = path.as_bytes();
    let value = |range: Range<usize>| -> Option<u32> {
        path.get(range).filter(|part| part.bytes().all(|b| b.is_ascii_digit()))?.parse().ok()
    };
    for at in 0..bytes.len().saturating_sub(7) {
        let before = at.checked_sub(1).map(|i| bytes[i]);
        if before.is_some_and(|b| b.is_ascii_digit()) {
            continue;
        }
        let Some(year) = value(at..at + 4).filter(|y| (1991..2100).contains(y)) else { continue };
        let close = |end: usize| !bytes.get(end).is_some_and(u8::is_ascii_digit);
        let parts = match bytes.get(at + 4) {
            Some(b'/' | b'-' | b'_') => {
                let mark = bytes[at + 4];
                let month_end = if bytes.get(at + 6) == Some(&mark) { at + 6 } else { at + 7 };
                let day_start = month_end + 1;
                let day_end = if close(day_start + 1) { day_start + 1 } else { day_start + 2 };
                (bytes.get(month_end) == Some(&mark) && close(day_end))
                    .then(|| Some((value(at + 5..month_end)?, value(day_start..day_end)?)))
                    .flatten()
            }
            Some(b) if b.is_ascii_digit() && close(at + 8) => {
                value(at + 4..at + 6).zip(value(at + 6..at + 8))
            }
            _ => None,
        };
        let date = parts.and_then(|(month, day)| Date::new(year as i32, month as u8, day as u8));
        if date.is_some() {
            return date;
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(url: &str, expected: &str) {
        let found = date_in_url(url).map_or("none".to_owned(), |d| d.to_string());
        assert_eq!(found, expected, "date in {url:?}");
    }

    #[test]
    fn dates_in_addresses() {
        check("https://almer.example/2023/09/05/port", "2023-09-05");
        check("https://almer.example/2023/9/5/port", "2023-09-05");
        check("https://almer.example/news/port-2023-09-05.html", "2023-09-05");
        check("https://almer.example/a/20230905-port", "2023-09-05");
        check("https://almer.example/a/12345678901", "none");
        check("https://almer.example/2023/09/port", "none");
    }
}
