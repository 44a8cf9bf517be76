//! Times as feeds, sitemaps and HTTP headers write them.
use dateline::doc::{Clock, Date, Moment};

/// Reads a time by RFC 822 ("Tue, 05 Sep 2023 05:13:00 GMT", with or without weekday, seconds and zone) or by ISO 8601
/// ("2023-09-05T05:13:00+02:00", down to "2023-09-05"). What cannot be read for sure is none.
pub fn parse(text: &str) -> Option<Moment> {
    let text = text.trim();
    iso(text).or_else(|| rfc822(text)).or_else(|| asctime(text))
}

/// 2023-09-05, 2023-09-05T05:13, 2023-09-05 05:13:00.123 +0200, 20230905T051300Z
fn iso(text: &str) -> Option<Moment> {
    let (date, rest) = match text.get(..10).and_then(Date::parse) {
        Some(date) => (date, &text[10..]),
        None => {
            let digits = text.get(..8).filter(|d| d.bytes().all(|b| b.is_ascii_digit()))?;
            let date = Date::parse(&format!("{}-{}-{}", &digits[..4], &digits[4..6], &digits[6..]))?;
            (date, &text[8..])
        }
    };
    if rest.is_empty() {
        return Some(date.into());
    }
    let rest = rest.strip_prefix(['T', 't', ' '])?.trim_start();
    let end = rest.find(|c: char| !c.is_ascii_digit() && !matches!(c, ':' | '.' | ',')).unwrap_or(rest.len());
    let clock = clock(&rest[..end])?;
    let zone = rest[end..].trim();
    let offset = if zone.is_empty() { None } else { Some(offset(zone)?) };
    Some(Moment { date, clock: Some(clock), offset })
}

/// Tue, 05 Sep 2023 05:13:00 GMT; 5 Sep 23 05:13 EST; Tuesday, 05-Sep-23 05:13:00 GMT
fn rfc822(text: &str) -> Option<Moment> {
    let text = match text.split_once(',') {
        Some((weekday, rest)) if weekday.bytes().all(|b| b.is_ascii_alphabetic()) => rest,
        _ => text,
    };
    let spaced = text.replace('-', " -");
    let mut words = spaced.split_ascii_whitespace().map(|word| word.trim_end_matches(','));
    // The hyphens of "05-Sep-23" part its words; that of "-0500" belongs to the zone.
    let mut next = || words.next().map(|word| word.trim_start_matches('-'));
    let mut first = next()?;
    if !first.starts_with(|c: char| c.is_ascii_digit()) && month(first).is_none() {
        first = next()?; // a weekday without its comma
    }
    let second = next()?;
    // "Sep 5 2023" is no standard, but common.
    let (day, month) = match number(first, 2) {
        Some(day) => (day, month(second)?),
        None => (number(second, 2)?, month(first)?),
    };
    let year = next()?;
    let year = match (year.len(), number(year, 4)?) {
        (4, year) => year,
        (2, year @ 0..=68) => year + 2000,
        (2, year) => year + 1900,
        _ => return None,
    };
    let date = Date::new(i32::try_from(year).ok()?, month, u8::try_from(day).ok()?)?;
    let Some(time) = words.next() else { return Some(date.into()) };
    let mut clock = clock(time)?;
    let mut zone = words.next();
    if let Some(half @ ("AM" | "PM" | "am" | "pm")) = zone {
        let hour = Some(clock.hour).filter(|hour| (1..=12).contains(hour))? % 12;
        clock.hour = hour + if half.eq_ignore_ascii_case("pm") { 12 } else { 0 };
        zone = words.next();
    }
    let offset = match zone {
        None => None,
        // An unknown name: the day and the clock are known all the same.
        Some(zone) => offset(zone),
    };
    Some(Moment { date, clock: Some(clock), offset })
}

/// Tue Sep  5 05:13:00 2023, which HTTP still allows
fn asctime(text: &str) -> Option<Moment> {
    let mut words = text.split_ascii_whitespace();
    let (_, month_name, day) = (words.next()?, words.next()?, words.next()?);
    let clock = clock(words.next()?)?;
    let year = words.next().filter(|y| y.len() == 4)?;
    let day = u8::try_from(number(day, 2)?).ok()?;
    let date = Date::new(i32::try_from(number(year, 4)?).ok()?, month(month_name)?, day)?;
    words.next().is_none().then_some(Moment { date, clock: Some(clock), offset: Some(0) })
}

/// 05:13, 5:13:00, 05:13:00.123, 051300
fn clock(text: &str) -> Option<Clock> {
    let whole = text.split(['.', ',']).next()?;
    let mut parts: Vec<&str> = whole.split(':').collect();
    if parts.len() == 1 && matches!(whole.len(), 4 | 6) && whole.is_ascii() {
        parts = (0..whole.len() / 2).map(|i| &whole[2 * i..2 * i + 2]).collect();
    }
    if !(2..=3).contains(&parts.len()) {
        return None;
    }
    let part = |i: usize| u8::try_from(number(parts[i], 2)?).ok();
    let (hour, minute) = (part(0)?, part(1)?);
    // A leap second is the last of its minute.
    let second = if parts.len() == 3 { Some(part(2)?) } else { None }.map(|s| if s == 60 { 59 } else { s });
    (hour < 24 && minute < 60 && second.is_none_or(|s| s < 60)).then_some(Clock { hour, minute, second })
}

/// Minutes east of UTC of "Z", "GMT", "+02:00", "-0500", "+02", "GMT+2", "EST".
fn offset(zone: &str) -> Option<i16> {
    let zone = zone.trim_matches(['(', ')']);
    let named = match zone.to_ascii_uppercase().as_str() {
        "Z" | "UT" | "UTC" | "GMT" => 0,
        "EST" | "CDT" => -5 * 60,
        "EDT" => -4 * 60,
        "CST" | "MDT" => -6 * 60,
        "MST" | "PDT" => -7 * 60,
        "PST" => -8 * 60,
        _ => return numeric_offset(zone),
    };
    Some(named)
}

fn numeric_offset(zone: &str) -> Option<i16> {
    let zone = zone.strip_prefix("GMT").or_else(|| zone.strip_prefix("UTC")).unwrap_or(zone);
    let (sign, digits) = match zone.split_at_checked(1)? {
        ("+", digits) => (1, digits),
        ("-" | "\u{2212}", digits) => (-1, digits),
        _ => return None,
    };
    let (hours, minutes) = match digits.split_once(':') {
        Some(parts) => parts,
        None if digits.len() == 4 && digits.is_ascii() => digits.split_at(2),
        None => (digits, "0"),
    };
    let minutes = number(hours, 2)? * 60 + number(minutes, 2).filter(|m| *m < 60)?;
    i16::try_from(minutes).ok().filter(|m| *m <= 15 * 60).map(|m| sign * m)
}

fn month(name: &str) -> Option<u8> {
    const NAMES: [&str; 12] =
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let head = name.get(..3)?.to_ascii_lowercase();
    let at = NAMES.iter().position(|n| *n == head)?;
    u8::try_from(at + 1).ok()
}

/// A number of one to `most` digits.
fn number(text: &str, most: usize) -> Option<u32> {
    let fits = !text.is_empty() && text.len() <= most && text.bytes().all(|b| b.is_ascii_digit());
    if fits { text.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        assert_eq!(parse(text).map(|m| m.to_string()).unwrap_or_default(), expected, "{text}");
    }

    #[test]
    fn mail_dates() {
        check("Tue, 05 Sep 2023 05:13:00 GMT", "2023-09-05T05:13:00Z");
        check("5 Sep 2023 05:13 +0200", "2023-09-05T05:13+02:00");
        check("Tue, 5 September 2023 05:13:00 -0330", "2023-09-05T05:13:00-03:30");
        check("Tue 05 Sep 2023 5:13:00 EDT", "2023-09-05T05:13:00-04:00");
        check("Tuesday, 05-Sep-23 05:13:00 GMT", "2023-09-05T05:13:00Z");
        check("Tue Sep  5 05:13:00 2023", "2023-09-05T05:13:00Z");
        check("Tue, 05 Sep 23 05:13:00 Z", "2023-09-05T05:13:00Z");
        check("05 Sep 2023", "2023-09-05");
        check("Tue, 05 Sep 2023 05:13:00", "2023-09-05T05:13:00");
        check("Tue, 05 Sep 2023 05:13:00 XYZ", "2023-09-05T05:13:00");
        check("Tue, Sep 5 2023 05:13:00 -0400", "2023-09-05T05:13:00-04:00");
        check("Sep 5, 2023", "2023-09-05");
        check("Tue, Sep 5 2023 12:13:00 AM", "2023-09-05T00:13:00");
        check("Tue, 5 Sep 2023 05:13:00 PM EST", "2023-09-05T17:13:00-05:00");
        check(" Tue,05 Sep 2023 05:13:00 GMT+2 ", "2023-09-05T05:13:00+02:00");
    }

    #[test]
    fn iso_dates() {
        check("2023-09-05", "2023-09-05");
        check("2023-09-05T05:13:00Z", "2023-09-05T05:13:00Z");
        check("2023-09-05T05:13+02:00", "2023-09-05T05:13+02:00");
        check("2023-09-05 05:13:00 +0200", "2023-09-05T05:13:00+02:00");
        check("2023-09-05T05:13:00.123-05:00", "2023-09-05T05:13:00-05:00");
        check("20230905T051300Z", "2023-09-05T05:13:00Z");
        check("2023-09-05T05:13:60Z", "2023-09-05T05:13:59Z");
        check("20230905", "2023-09-05");
    }

    #[test]
    fn what_is_no_date_is_none() {
        for text in [
            "",
            "2023",
            "2023-09",
            "2023-13-05",
            "2023-02-30",
            "Tue",
            "Tue, 32 Sep 2023 05:13:00 GMT",
            "Tue, 05 Sep 2023 25:13:00 GMT",
            "5 Sep 2023 13:13 PM",
            "Mars 5 2023 x",
            "05/09/2023",
            "2023-09-05Tnoon",
            "2023-09-05T05:13:00+99:00",
            "yesterday",
            "\u{2212}",
            "2023-09-0\u{e9}",
            "1 é 2023",
            ",",
            "-",
            "1693890780",
        ] {
            check(text, "");
        }
    }
}
