//! What a feed, a sitemap or a list is, and which pages it names.
pub mod dates;
mod entry;
mod json;
mod list;
mod page;
mod vocabulary;
mod warnings;
mod words;
mod xml;

use std::collections::HashSet;
use std::fmt;
use std::time::Duration;

use dateline::doc::Moment;
use dateline::read::{Hints, Page};
use serde::{Deserialize, Serialize};
use url::Url;

pub use warnings::Warning;
use warnings::Warnings;

/// What a feed, a sitemap, a list or a page names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Discovery {
    /// What it is.
    pub form: Form,
    /// Its title.
    pub title: Option<String>,
    /// The page that it belongs to, as it writes it.
    pub home: Option<String>,
    /// Its language, as it writes it.
    pub language: Option<String>,
    /// The pages that it names, each once, in its order.
    pub links: Vec<Link>,
    /// The sitemaps that an index names, or the feeds that a page names.
    pub sources: Vec<Source>,
    /// How long it says that it stays as it is.
    pub ttl: Option<Duration>,
    /// What was wrong with it.
    pub warnings: Vec<Warning>,
}

/// The kind of what was read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Form {
    /// RSS 0.91 to 2.0.
    Rss,
    /// Atom.
    Atom,
    /// RSS 0.9 and 1.0.
    Rdf,
    /// JSON Feed.
    JsonFeed,
    /// A sitemap, with or without what Google's news extension adds.
    Sitemap,
    /// An index of sitemaps.
    SitemapIndex,
    /// An address a line.
    List,
    /// A page: it is an article itself, or names feeds.
    Page,
    /// None of these.
    #[default]
    Unknown,
}

/// A page that a feed names, and what the feed says of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// The address, absolute.
    pub url: String,
    /// When it was published.
    #[serde(default, with = "as_text", skip_serializing_if = "Option::is_none")]
    pub published: Option<Moment>,
    /// When it was last changed.
    #[serde(default, with = "as_text", skip_serializing_if = "Option::is_none")]
    pub updated: Option<Moment>,
    /// Its headline.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Its language, its own or the feed's, as written there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// Who published it, if the entry says so; the feed's title is in [`Discovery::title`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub publisher: Option<String>,
}

/// A sitemap or feed that is named.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Source {
    /// The address, absolute.
    pub url: String,
    /// When it was last changed.
    pub updated: Option<Moment>,
    /// What it is called.
    pub title: Option<String>,
}

/// Tells what the bytes are, and lists the pages that they name.
///
/// Any bytes will do: what is broken gives what could be read, and warnings. `address` is where they are from, an address or
/// the path of a file; `content_type` is the header that came with them.
///
/// ```
/// use dateline_fetch::{discover, Form};
/// let feed = b"<rss><channel><language>en</language><item><title>Port reopens</title>
///     <link>/news/1</link><pubDate>Tue, 05 Sep 2023 05:13:00 GMT</pubDate></item>
///     <item><title>Cut off";
/// let found = discover(feed, "https://news.example/feed.xml", None);
/// assert_eq!(found.form, Form::Rss);
/// assert_eq!(found.links.len(), 1);
/// assert_eq!(found.links[0].url, "https://news.example/news/1");
/// assert_eq!(found.links[0].published.unwrap().to_string(), "2023-09-05T05:13:00Z");
/// assert_eq!(
///     found.warnings.last().unwrap().to_string(),
///     "`https://news.example/feed.xml`, line 3, column 5: an item has no address; it was left out"
/// );
/// ```
pub fn discover(bytes: &[u8], address: &str, content_type: Option<&str>) -> Discovery {
    let hints = Hints {
        url: Some(address.to_owned()),
        content_type: content_type.map(str::to_owned),
        ..Hints::default()
    };
    let page = Page::new(bytes, hints);
    let text = page.text.as_str();
    let mut warnings = Warnings::new(address, text);
    for warning in &page.warnings {
        warnings.whole(warning.message.clone());
    }
    let mut found = Discovery::default();
    match text.trim_start().as_bytes().first() {
        Some(b'{') => json::read(text, &mut found, &mut warnings),
        Some(b'<') if xml::root(text).is_some_and(|root| entry::form(root).is_some()) => {
            entry::read(text, &mut found, &mut warnings);
        }
        Some(byte) if *byte != b'<' && list::is_list(text) => list::read(text, &mut found, &mut warnings),
        Some(_) => page::read(text, page.markup, &mut found),
        None => warnings.whole("there is nothing in it".to_owned()),
    }
    if found.form == Form::Unknown && warnings.list.is_empty() {
        warnings.whole("it is no feed, sitemap, list or page that is known here".to_owned());
    }
    found.finish(address, &mut warnings);
    found.warnings = warnings.list;
    found
}

impl Discovery {
    /// Makes addresses absolute, and leaves out those that are named twice or are no web addresses.
    fn finish(&mut self, address: &str, warnings: &mut Warnings<'_>) {
        // A feed that was saved as a file still knows where it was at home.
        let base = Url::parse(address).ok().filter(|url| url.has_host());
        let base = base.or_else(|| Url::parse(self.home.as_deref()?).ok());
        let mut seen = HashSet::new();
        let mut usable = |url: &mut String, warnings: &mut Warnings<'_>| {
            let joined = match &base {
                Some(base) => base.join(url.trim()),
                None => Url::parse(url.trim()),
            };
            match joined {
                Ok(joined) if matches!(joined.scheme(), "http" | "https") && joined.has_host() => {
                    *url = joined.into();
                    seen.insert(url.clone())
                }
                _ => {
                    warnings.whole(format!("`{url}` is no web address; it was left out"));
                    false
                }
            }
        };
        self.links.retain_mut(|link| usable(&mut link.url, warnings));
        self.sources.retain_mut(|source| usable(&mut source.url, warnings));
        for link in &mut self.links {
            if link.language.is_none() {
                link.language.clone_from(&self.language);
            }
        }
    }
}

impl fmt::Display for Form {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Form::Rss => "RSS",
            Form::Atom => "Atom",
            Form::Rdf => "RSS 1.0",
            Form::JsonFeed => "JSON Feed",
            Form::Sitemap => "sitemap",
            Form::SitemapIndex => "index of sitemaps",
            Form::List => "list of addresses",
            Form::Page => "page",
            Form::Unknown => "unknown",
        })
    }
}

/// A moment in stored state, written as in a record.
mod as_text {
    use dateline::doc::Moment;
    use serde::{Deserialize, Deserializer, Serializer};

    #[expect(clippy::ref_option, reason = "serde gives it so")]
    pub fn serialize<S: Serializer>(moment: &Option<Moment>, to: S) -> Result<S::Ok, S::Error> {
        match moment {
            Some(moment) => to.collect_str(moment),
            None => to.serialize_none(),
        }
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Moment>, D::Error> {
        let text: Option<String> = Option::deserialize(from)?;
        Ok(text.and_then(|text| super::dates::parse(&text)))
    }
}

#[cfg(test)]
mod tests;
