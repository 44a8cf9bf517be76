//! Small parts of pages.
use maud::{Markup, html};

use crate::ask::{Ask, encoded};

/// The address of a page about somebody.
pub(super) fn who_path(name: &str) -> String {
    format!("/who/{}", encoded(name))
}

/// A link to somebody.
pub(super) fn who(name: &str) -> Markup {
    html! { a.who-link href=(who_path(name)) dir="auto" { (name) } }
}

/// An address of a page that may be linked to: only the web, never a script.
pub(super) fn outgoing(url: Option<&str>) -> Option<&str> {
    url.filter(|url| {
        let start: String = url.chars().take(8).collect::<String>().to_ascii_lowercase();
        start.starts_with("http://") || start.starts_with("https://")
    })
}

/// A time as exactly as known; the script adds how long ago that was.
pub(super) fn time(time: Option<&str>) -> Markup {
    let Some(time) = time else { return html! { span.time { "no day" } } };
    let day = time.get(..10).unwrap_or(time);
    let clock = time.get(11..16);
    html! { time.time datetime=(time) { (day) @if let Some(clock) = clock { " " (clock) } } }
}

/// A day as people say it: `Monday 16 March 2026`. What is no day of the calendar stays as it is.
pub(super) fn day_name(day: &str) -> String {
    const MONTHS: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    const DAYS: [&str; 7] = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
    // Within a year that begins with March, months have lengths of a pattern (Sakamoto).
    const SHIFT: [i64; 12] = [0, 3, 2, 5, 0, 3, 5, 1, 4, 6, 2, 4];
    let parts: Option<Vec<i64>> = day.split('-').map(|part| part.parse().ok()).collect();
    match parts.as_deref() {
        Some([year @ 1..=9999, month @ 1..=12, date @ 1..=31]) => {
            let at = (*month - 1) as usize;
            let year_of = if *month < 3 { year - 1 } else { *year };
            let weekday = (year_of + year_of / 4 - year_of / 100 + year_of / 400 + SHIFT[at] + date) % 7;
            format!("{} {date} {} {year}", DAYS[weekday as usize], MONTHS[at])
        }
        _ => day.to_owned(),
    }
}

/// What was said without the sign of the sentence around it: a quote ends with the comma before "said".
pub(super) fn quoted(words: &str) -> &str {
    words.trim_end_matches([',', ' '])
}

/// The clock of a time, else nothing.
pub(super) fn clock(time: Option<&str>) -> Markup {
    match time.and_then(|time| Some((time, time.get(11..16)?))) {
        Some((time, clock)) => html! { time.time datetime=(time) { (clock) } },
        None => html! { span.time aria-hidden="true" { "––:––" } },
    }
}

/// A type of event with its status.
pub(super) fn event_tag(kind: &str, status: &str) -> Markup {
    html! { span class=(format!("tag st-{status}")) { (kind.to_lowercase()) @if status != "asserted" { " · " (status) } } }
}

/// A status as a mark.
pub(super) fn status_tag(status: &str) -> Markup {
    html! { span class=(format!("tag st-{status}")) { (status) } }
}

/// A link to the next page of a list.
pub(super) fn more(path: &str, ask: &Ask, next: Option<&str>) -> Markup {
    html! {
        @if let Some(next) = next {
            nav.more aria-label="Pages" { a.button rel="next" href=(format!("{path}{}", ask.with("after", Some(next)))) { "Older" } }
        }
    }
}

/// Says that a list was broken off where few of the articles fit.
pub(super) fn cut(is_cut: bool) -> Markup {
    html! {
        @if is_cut { p.sub { "Looked through: the newest " (grouped(dateline_archive::LOOKED_THROUGH as u64)) " articles that may fit. Older ones may have more." } }
    }
}

/// A field of a form.
pub(super) fn field(ask: &Ask, name: &str, label: &str) -> Markup {
    html! { label { span { (label) } input name=(name) value=(ask.get(name).unwrap_or("")) dir="auto"; } }
}

/// A field for a day.
pub(super) fn day_field(ask: &Ask, name: &str, label: &str) -> Markup {
    html! { label { span { (label) } input name=(name) value=(ask.get(name).unwrap_or("")) placeholder="2026-03-05" inputmode="numeric" pattern="[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?" title="A day, month or year: 2026-03-05, 2026-03 or 2026"; } }
}

/// A field for one of a few words.
pub(super) fn choice(ask: &Ask, name: &str, label: &str, words: &[impl AsRef<str>]) -> Markup {
    let chosen = ask.get(name).unwrap_or("");
    html! {
        label {
            span { (label) }
            select name=(name) {
                option value="" { "any" }
                @for word in words.iter().map(AsRef::as_ref) { option value=(word) selected[word == chosen] { (word.to_lowercase()) } }
            }
        }
    }
}

/// One or many: `1 article`, `2 articles`.
pub(super) fn count(number: u64, one: &str, many: &str) -> String {
    format!("{} {}", grouped(number), if number == 1 { one } else { many })
}

/// A number with its thousands apart.
pub(crate) fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_web_is_linked_to() {
        assert!(outgoing(Some("HTTPS://a.example/")).is_some());
        for url in ["javascript:alert(1)", " https://a", "data:text/html,x", "//a.example", "/x", "httpsx:"] {
            assert!(outgoing(Some(url)).is_none(), "{url}");
        }
    }

    #[test]
    fn days_have_names() {
        for (day, name) in [
            ("2026-03-16", "Monday 16 March 2026"),
            ("2024-02-29", "Thursday 29 February 2024"),
            ("2000-01-01", "Saturday 1 January 2000"),
            ("2026-13-01", "2026-13-01"),
            ("2026", "2026"),
        ] {
            assert_eq!(day_name(day), name);
        }
    }

    #[test]
    fn numbers_are_easy_to_read() {
        assert_eq!([1, 999, 1000, 1234567].map(grouped), ["1", "999", "1,000", "1,234,567"]);
    }
}
