//! Lists: an address a line, `#` begins a comment.
use super::warnings::Warnings;
use super::{Discovery, Form, Link};

/// True if the first line that says something is an address.
pub(super) fn is_list(text: &str) -> bool {
    lines(text).next().is_some_and(|(_, line)| is_address(line))
}

pub(super) fn read(text: &str, found: &mut Discovery, warnings: &mut Warnings<'_>) {
    found.form = Form::List;
    for (at, line) in lines(text) {
        if is_address(line) {
            found.links.push(Link { url: line.to_owned(), ..Link::default() });
        } else {
            let start: String = line.chars().take(80).collect();
            warnings.at(at, format!("`{start}` is no web address; it was left out"));
        }
    }
}

/// The lines that say something, and where they begin. An address has `#` too: a comment stands behind a space.
fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.split_inclusive('\n')
        .scan(0, |next, line| {
            let at = *next;
            *next += line.len();
            Some((at, line))
        })
        .map(|(at, line)| {
            let line = line.trim();
            let comment =
                if line.starts_with('#') { Some(0) } else { line.find(" #").or_else(|| line.find("\t#")) };
            (at, line[..comment.unwrap_or(line.len())].trim())
        })
        .filter(|(_, line)| !line.is_empty())
}

fn is_address(line: &str) -> bool {
    let scheme = line.split_once("://").map(|(scheme, _)| scheme);
    let web = scheme.is_some_and(|s| s.eq_ignore_ascii_case("http") || s.eq_ignore_ascii_case("https"));
    web && !line.contains(char::is_whitespace)
}
