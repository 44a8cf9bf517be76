//! robots.txt, after RFC 9309, with `Crawl-delay` and `Sitemap`.
//!
//! The parsers on crates.io have had no release for years, and bring an old regex engine (texting_robots) or know no
//! Crawl-delay (robotstxt); what is needed is short.
use std::time::Duration;

/// What a robots.txt says to one robot.
///
/// ```
/// use dateline_fetch::Robots;
/// let robots = Robots::parse(b"User-agent: *\nDisallow: /search\nAllow: /search/about\nCrawl-delay: 5", "dateline");
/// assert!(robots.allows("/news/1.html"));
/// assert!(!robots.allows("/search?q=port"));
/// assert!(robots.allows("/search/about"));
/// assert_eq!(robots.delay.map(|d| d.as_secs()), Some(5));
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Robots {
    rules: Vec<Rule>,
    /// The time between two requests that it asks for.
    pub delay: Option<Duration>,
    /// The sitemaps that it names, to whatever robot.
    pub sitemaps: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Rule {
    allow: bool,
    /// Percent-encoded alike, so that it can be compared byte by byte.
    pattern: Vec<u8>,
}

/// Longer waits are no wish but a mistake in the unit.
const LONGEST_DELAY: f64 = 86_400.0;

impl Robots {
    /// Reads a robots.txt for the robot called `token`. Lines that say nothing are passed over.
    pub fn parse(bytes: &[u8], token: &str) -> Robots {
        let text = String::from_utf8_lossy(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes));
        let mut own = Robots::default();
        let mut all = Robots::default();
        let (mut for_own, mut for_all, mut found, mut begun) = (false, false, false, false);
        let mut naming = false; // inside of the lines that name the robots of a group
        for line in text.split(['\n', '\r', '\0']) {
            let line = line.split_once('#').map_or(line, |(line, _)| line);
            let Some((name, value)) = line.split_once(':') else { continue };
            let (name, value) = (name.trim().to_ascii_lowercase(), value.trim());
            match name.as_str() {
                "user-agent" => {
                    if !naming {
                        (for_own, for_all) = (false, false);
                    }
                    (naming, begun) = (true, true);
                    for_all |= value.starts_with('*');
                    for_own |= product(value).eq_ignore_ascii_case(token);
                    found |= for_own;
                }
                "allow" | "disallow" | "crawl-delay" => {
                    naming = false;
                    for (robots, meant) in [(&mut own, for_own), (&mut all, for_all)] {
                        // A delay above all groups is meant for everybody.
                        if meant || (!begun && name == "crawl-delay") {
                            robots.add(&name, value);
                        }
                    }
                }
                "sitemap" if !value.is_empty() => {
                    all.sitemaps.push(value.to_owned());
                }
                _ => {}
            }
        }
        // A group of our own counts alone, even an empty one.
        if found { Robots { sitemaps: all.sitemaps, ..own } } else { all }
    }

    fn add(&mut self, name: &str, value: &str) {
        match name {
            "crawl-delay" => {
                let seconds = value.parse::<f64>().ok().filter(|s| (0.0..=LONGEST_DELAY).contains(s));
                self.delay = self.delay.max(seconds.map(Duration::from_secs_f64));
            }
            // "Disallow:" with nothing behind it forbids nothing.
            _ if value.is_empty() => {}
            _ => self.rules.push(Rule { allow: name == "allow", pattern: normal(value) }),
        }
    }

    /// True if the path (with its query) may be fetched: the longest rule that matches decides, and "Allow" among equals.
    pub fn allows(&self, path: &str) -> bool {
        if path == "/robots.txt" {
            return true;
        }
        let path = normal(path);
        let best = self
            .rules
            .iter()
            .filter(|rule| matches(&rule.pattern, &path))
            .max_by_key(|rule| (rule.pattern.len(), rule.allow));
        best.is_none_or(|rule| rule.allow)
    }
}

/// The name of the robot in "dateline/2.0 (news)": letters, `_` and `-`.
fn product(value: &str) -> &str {
    let end = value.find(|c: char| !c.is_ascii_alphabetic() && c != '-' && c != '_');
    &value[..end.unwrap_or(value.len())]
}

/// `%7e`, `%7E` and `~` are one, as are `ü` and `%C3%BC`; `%2F` stays apart from `/`.
fn normal(path: &str) -> Vec<u8> {
    let bytes = path.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let byte = bytes[at];
        let escaped = (byte == b'%')
            .then(|| Some(hex(*bytes.get(at + 1)?)? << 4 | hex(*bytes.get(at + 2)?)?))
            .flatten();
        at += if escaped.is_some() { 3 } else { 1 };
        match (escaped, byte) {
            (Some(byte), _) if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) => out.push(byte),
            (Some(byte), _) => push_escaped(&mut out, byte),
            (None, byte) if byte <= b' ' || byte >= 0x7f || b"\"<>`".contains(&byte) => {
                push_escaped(&mut out, byte)
            }
            (None, byte) => out.push(byte),
        }
    }
    out
}

fn push_escaped(out: &mut Vec<u8>, byte: u8) {
    let digit = |nibble: u8| b"0123456789ABCDEF"[usize::from(nibble & 15)];
    out.extend([b'%', digit(byte >> 4), digit(byte)]);
}

fn hex(digit: u8) -> Option<u8> {
    u8::try_from(char::from(digit).to_digit(16)?).ok()
}

/// `*` is any run of bytes, `$` at the end is the end of the path. Each part of the pattern takes the first place where
/// it fits, so that the time is bounded by the product of both lengths, whatever the pattern.
fn matches(pattern: &[u8], path: &[u8]) -> bool {
    let (pattern, ends) = match pattern.strip_suffix(b"$") {
        Some(pattern) => (pattern, true),
        None => (pattern, false),
    };
    let mut parts = pattern.split(|b| *b == b'*').peekable();
    let Some(mut rest) = parts.next().and_then(|first| path.strip_prefix(first)) else { return false };
    if parts.peek().is_none() {
        return !ends || rest.is_empty();
    }
    while let Some(part) = parts.next() {
        if ends && parts.peek().is_none() {
            return rest.ends_with(part);
        }
        match find(rest, part) {
            Some(at) => rest = &rest[at + part.len()..],
            None => return false,
        }
    }
    true
}

fn find(text: &[u8], part: &[u8]) -> Option<usize> {
    if part.is_empty() { Some(0) } else { text.windows(part.len()).position(|window| window == part) }
}

#[cfg(test)]
mod tests;
