//! Addresses on a page, made absolute.

/// The address that `href` means on the page at `base`, by RFC 3986, section 5; as it is if `base` is not known.
///
/// White space inside is dropped, as browsers do; nothing else is mended.
pub(super) fn absolute(base: Option<&str>, href: &str) -> String {
    let href: String = href.trim().chars().filter(|c| !matches!(c, '\t' | '\n' | '\r')).collect();
    let Some((scheme, rest)) = base.and_then(|base| base.split_once("://")) else { return href };
    if has_scheme(&href) {
        return href;
    }
    if let Some(rest) = href.strip_prefix("//") {
        return format!("{scheme}://{rest}");
    }
    let host = &rest[..rest.find(['/', '?', '#']).unwrap_or(rest.len())];
    let path = &rest[host.len()..];
    let bare = &path[..path.find(['?', '#']).unwrap_or(path.len())];
    if href.is_empty() || href.starts_with(['?', '#']) {
        let kept = if href.starts_with('?') { bare } else { &path[..path.find('#').unwrap_or(path.len())] };
        return format!("{scheme}://{host}{kept}{href}");
    }
    let folder = if href.starts_with('/') { "" } else { &bare[..bare.rfind('/').map_or(0, |i| i + 1)] };
    let (own, query) = href.split_at(href.find(['?', '#']).unwrap_or(href.len()));
    format!("{scheme}://{host}{}{query}", without_dots(&format!("{folder}{own}")))
}

/// "mailto:", "https:"; not "page.html?x=a:b" nor "a/b:c".
fn has_scheme(href: &str) -> bool {
    let name = &href[..href.find(|c: char| !c.is_ascii_alphanumeric() && !"+-.".contains(c)).unwrap_or(0)];
    name.starts_with(|c: char| c.is_ascii_alphabetic()) && href[name.len()..].starts_with(':')
}

/// A path with its "." and ".." resolved.
fn without_dots(path: &str) -> String {
    let mut kept: Vec<&str> = Vec::new();
    let mut parts = path.split('/').skip_while(|part| part.is_empty()).peekable();
    while let Some(part) = parts.next() {
        let last = parts.peek().is_none();
        match part {
            "." => {}
            ".." => drop(kept.pop()),
            _ => kept.push(part),
        }
        if last && matches!(part, "." | "..") {
            kept.push("");
        }
    }
    format!("/{}", kept.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(href: &str, expected: &str) {
        assert_eq!(absolute(Some("https://example.org/a/b.html?q=1#top"), href), expected, "{href}");
    }

    #[test]
    fn references() {
        check("https://other.org/x", "https://other.org/x");
        check("//cdn.example.org/p.jpg", "https://cdn.example.org/p.jpg");
        check("/p.jpg", "https://example.org/p.jpg");
        check("p.jpg?w=1:2", "https://example.org/a/p.jpg?w=1:2");
        check("../c/./d.html", "https://example.org/c/d.html");
        check("../../..", "https://example.org/");
        check("?q=2", "https://example.org/a/b.html?q=2");
        check("#end", "https://example.org/a/b.html?q=1#end");
        check("mailto:desk@example.org", "mailto:desk@example.org");
        assert_eq!(absolute(Some("https://example.org"), "x.html"), "https://example.org/x.html");
        assert_eq!(absolute(None, " /x\n.html "), "/x.html");
    }
}
