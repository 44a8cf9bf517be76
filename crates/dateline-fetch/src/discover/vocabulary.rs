//! To which vocabulary a name of XML belongs.
use std::collections::HashMap;

/// The vocabularies that count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Vocabulary {
    /// RSS, Atom, sitemaps: what the file is written in.
    Home,
    /// Dublin Core: dates and languages of entries.
    Dublin,
    /// Google's news extension of sitemaps.
    News,
    /// How often a feed changes.
    Syndication,
    /// The address that a redirecting feed hides.
    Feedburner,
    /// Pictures, players and the rest: a title there is no headline.
    Foreign,
}

/// The prefixes that a file declares.
#[derive(Debug, Default)]
pub(super) struct Prefixes {
    declared: HashMap<String, Vocabulary>,
}

impl Prefixes {
    /// Notes a declaration, `xmlns:prefix="uri"`.
    pub fn declare(&mut self, prefix: &str, uri: &str) {
        self.declared.insert(prefix.to_owned(), of_uri(uri));
    }

    /// The vocabulary and the local name of `prefix:name`.
    pub fn of<'n>(&self, name: &'n str) -> (Vocabulary, &'n str) {
        match name.split_once(':') {
            None => (Vocabulary::Home, name),
            Some((prefix, local)) => {
                let declared = self.declared.get(prefix).copied();
                (declared.unwrap_or_else(|| usual(prefix)), local)
            }
        }
    }
}

fn of_uri(uri: &str) -> Vocabulary {
    let has = |part| uri.contains(part);
    if has("sitemap-news") {
        Vocabulary::News
    } else if has("rss/1.0/modules/syndication") {
        Vocabulary::Syndication
    } else if has("purl.org/dc/") || has("rss/1.0/modules/dc") {
        Vocabulary::Dublin
    } else if has("feedburner") {
        Vocabulary::Feedburner
    } else if HOME.iter().any(|home| uri.trim_end_matches('/') == *home) || has("schemas/sitemap/0.") {
        Vocabulary::Home
    } else {
        Vocabulary::Foreign
    }
}

const HOME: [&str; 7] = [
    "http://www.w3.org/2005/Atom",
    "http://purl.org/atom/ns#",
    "http://purl.org/rss/1.0",
    "http://my.netscape.com/rdf/simple/0.9",
    "http://backend.userland.com/rss2",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "https://www.w3.org/2005/Atom",
];

/// What a prefix means in a file that forgot to declare it.
fn usual(prefix: &str) -> Vocabulary {
    match prefix {
        "atom" | "a10" | "rss" | "rdf" => Vocabulary::Home,
        "dc" | "dcterms" => Vocabulary::Dublin,
        "news" | "n" => Vocabulary::News,
        "sy" => Vocabulary::Syndication,
        "feedburner" => Vocabulary::Feedburner,
        _ => Vocabulary::Foreign,
    }
}
