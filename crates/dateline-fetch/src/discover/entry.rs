//! RSS, Atom, RDF and sitemaps: all of them are a head and entries of named fields.
use std::borrow::Cow;
use std::time::Duration;

use url::Url;

use super::vocabulary::{Prefixes, Vocabulary};
use super::warnings::Warnings;
use super::xml::{Piece, Pieces, Tag, root};
use super::{Discovery, Form, Link, Source, dates, words};

/// What a root element is the root of.
pub(super) fn form(root: &str) -> Option<Form> {
    let local = root.split_once(':').map_or(root, |(_, local)| local);
    Some(match local.to_ascii_lowercase().as_str() {
        "rss" | "channel" => Form::Rss,
        "feed" => Form::Atom,
        "rdf" => Form::Rdf,
        "urlset" => Form::Sitemap,
        "sitemapindex" => Form::SitemapIndex,
        _ => return None,
    })
}

/// Reads the whole file.
pub(super) fn read(text: &str, found: &mut Discovery, warnings: &mut Warnings<'_>) {
    found.form = root(text).and_then(form).unwrap_or_default();
    let mut reader = Reader::new(found);
    let mut pieces = Pieces::new(text);
    let (mut last, mut ended) = (0, false);
    let root = root(text);
    while let Some((at, piece)) = pieces.next() {
        for (at, fault) in pieces.faults.drain(..) {
            warnings.at(at, fault);
        }
        last = at;
        match piece {
            Piece::Open(tag) => reader.open(at, tag, warnings),
            Piece::Text(words) => {
                if let Some((_, text)) = &mut reader.field {
                    text.push_str(&words);
                }
            }
            Piece::Close(name) => {
                ended |= Some(name) == root;
                reader.close(name, warnings);
            }
        }
    }
    for (at, fault) in pieces.faults.drain(..) {
        warnings.at(at, fault);
    }
    // A field that the end of the file cut off is not to be believed.
    if reader.field.take().is_some() || reader.entry.is_some() {
        warnings.at(last, "it is cut off inside of an entry");
    } else if !ended {
        warnings.at(text.len(), "it is cut off before its end");
    }
    reader.end_entry(warnings);
    reader.end();
}

/// What a text is, once it is whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Field {
    Title,
    /// The address of an entry of RSS or of a sitemap.
    Link,
    Guid {
        is_link: bool,
    },
    OriginalLink,
    Published,
    Updated,
    /// Dublin Core does not say of what it is the date; feeds mean publication.
    Date,
    Language,
    Publisher,
    Minutes,
    Period,
    Frequency,
}

#[derive(Debug, Default)]
struct Entry {
    start: usize,
    link: Option<String>,
    /// The best so far of Atom's links: a page before what has no type.
    alternate: Option<(String, bool)>,
    original: Option<String>,
    guid: Option<String>,
    date: Option<String>,
    published: Option<String>,
    updated: Option<String>,
    title: Option<String>,
    language: Option<String>,
    publisher: Option<String>,
}

struct Reader<'d> {
    found: &'d mut Discovery,
    prefixes: Prefixes,
    entry: Option<Entry>,
    field: Option<(Field, String)>,
    /// The element that is passed over, as its name was written: its title is not the entry's.
    skipped: Option<String>,
    /// Atom's `source` names the feed that an entry was taken from.
    in_source: bool,
    period: Option<u64>,
    frequency: Option<u64>,
    /// `xml:base` of the feed and of the entry.
    bases: [Option<Url>; 2],
}

impl<'d> Reader<'d> {
    fn new(found: &'d mut Discovery) -> Reader<'d> {
        Reader {
            found,
            prefixes: Prefixes::default(),
            entry: None,
            field: None,
            skipped: None,
            in_source: false,
            period: None,
            frequency: None,
            bases: [None, None],
        }
    }

    fn open(&mut self, at: usize, tag: Tag<'_>, warnings: &mut Warnings<'_>) {
        for (name, value) in tag.attributes() {
            if let Some(prefix) = name.strip_prefix("xmlns:") {
                self.prefixes.declare(prefix, &value);
            }
        }
        let (vocabulary, local) = self.prefixes.of(tag.name);
        let local = local.to_ascii_lowercase();
        let home = vocabulary == Vocabulary::Home;
        if home && self.is_entry(&local) {
            // The one before was never ended.
            self.field = None;
            self.end_entry(warnings);
            self.entry = Some(Entry { start: at, ..Entry::default() });
            self.bases[1] = base(&tag);
            return;
        }
        if self.skipped.is_some() {
            return;
        }
        if home && SKIPPED.contains(&local.as_str()) {
            self.field = None;
            self.skipped = Some(tag.name.to_owned());
            return;
        }
        if home && local == "source" && self.entry.is_some() && self.found.form == Form::Atom {
            self.in_source = true;
            return;
        }
        if home && self.entry.is_none() && form(tag.name).is_some() {
            self.found.language =
                self.found.language.take().or_else(|| tag.attribute("xml:lang").map(Cow::into_owned));
            self.bases[0] = self.bases[0].take().or_else(|| base(&tag));
        }
        if home && local == "link" && self.atom_link(&tag) {
            self.field = None;
        } else if let Some(field) = self.field(vocabulary, &local, &tag) {
            self.field = Some((field, String::new()));
        }
    }

    /// Other forms have elements of these names too: a picture of RSS has a `url`.
    fn is_entry(&self, local: &str) -> bool {
        match self.found.form {
            Form::Atom => local == "entry",
            Form::Sitemap => local == "url",
            Form::SitemapIndex => local == "sitemap",
            _ => local == "item",
        }
    }

    /// `<link rel="alternate" href="...">`; false if it has no `href`, and its text is the address.
    fn atom_link(&mut self, tag: &Tag<'_>) -> bool {
        let Some(href) = tag.attribute("href").filter(|href| !href.trim().is_empty()) else { return false };
        let is_page = tag.attribute("type").is_none_or(|t| t.contains("html"));
        let alternate = tag.attribute("rel").is_none_or(|rel| rel.is_empty() || rel == "alternate");
        if self.entry.is_none() && alternate && is_page {
            self.found.home.get_or_insert(href.into_owned());
        } else if let Some(entry) = self.entry.as_mut().filter(|_| alternate && !self.in_source)
            && entry.alternate.as_ref().is_none_or(|(_, page)| is_page && !page)
        {
            entry.alternate = Some((href.into_owned(), is_page));
        }
        true
    }

    fn field(&self, vocabulary: Vocabulary, local: &str, tag: &Tag<'_>) -> Option<Field> {
        use Vocabulary::{Dublin, Feedburner, Home, News, Syndication};
        let in_entry = self.entry.is_some();
        if self.in_source {
            return (vocabulary == Home && local == "title").then_some(Field::Publisher);
        }
        Some(match (vocabulary, local) {
            (Home | News, "title") => Field::Title,
            (Home, "link" | "loc") => Field::Link,
            (Home, "guid") => {
                let is_link = tag.attribute("isPermaLink").is_none_or(|v| v.trim() != "false");
                Field::Guid { is_link }
            }
            (Feedburner, "origlink") => Field::OriginalLink,
            (Home, "pubdate" | "published" | "issued") | (News, "publication_date") => Field::Published,
            (Home, "updated" | "modified" | "lastmod") => Field::Updated,
            (Dublin, "date") => Field::Date,
            (Home | Dublin | News, "language") => Field::Language,
            (Home, "source") | (Dublin, "publisher") | (News, "name") if in_entry => Field::Publisher,
            (Home, "ttl") if !in_entry => Field::Minutes,
            (Syndication, "updateperiod") if !in_entry => Field::Period,
            (Syndication, "updatefrequency") if !in_entry => Field::Frequency,
            _ => return None,
        })
    }

    fn close(&mut self, name: &str, warnings: &mut Warnings<'_>) {
        if self.skipped.as_deref() == Some(name) {
            self.skipped = None;
            return;
        }
        let (vocabulary, local) = self.prefixes.of(name);
        let local = local.to_ascii_lowercase();
        let home = vocabulary == Vocabulary::Home;
        if home && self.is_entry(&local) {
            self.end_field();
            self.end_entry(warnings);
        } else if self.skipped.is_none() {
            if self.in_source && home && local == "source" {
                self.in_source = false;
            }
            if FIELDS.contains(&local.as_str()) {
                self.end_field();
            }
        }
    }

    fn end_field(&mut self) {
        let Some((field, text)) = self.field.take() else { return };
        let text = words::clean(&text, matches!(field, Field::Title | Field::Publisher));
        if text.is_empty() {
            return;
        }
        let Some(entry) = &mut self.entry else { return self.head(field, text) };
        let place = match field {
            Field::Title => &mut entry.title,
            Field::Link => &mut entry.link,
            Field::Guid { is_link: true } => &mut entry.guid,
            Field::OriginalLink => &mut entry.original,
            Field::Published => &mut entry.published,
            Field::Updated => &mut entry.updated,
            Field::Date => &mut entry.date,
            Field::Language => &mut entry.language,
            Field::Publisher => &mut entry.publisher,
            Field::Guid { is_link: false } | Field::Minutes | Field::Period | Field::Frequency => return,
        };
        place.get_or_insert(text);
    }

    /// A field of the feed itself.
    fn head(&mut self, field: Field, text: String) {
        match field {
            Field::Title => drop(self.found.title.get_or_insert(text)),
            Field::Link => drop(self.found.home.get_or_insert(text)),
            Field::Language => drop(self.found.language.get_or_insert(text)),
            Field::Minutes => {
                let minutes = text.parse::<u64>().ok().filter(|m| *m > 0);
                self.found.ttl = minutes.map(|m| Duration::from_secs(m.saturating_mul(60)));
            }
            Field::Period => {
                self.period = match text.to_ascii_lowercase().as_str() {
                    "hourly" => Some(3600),
                    "daily" => Some(86_400),
                    "weekly" => Some(7 * 86_400),
                    "monthly" => Some(30 * 86_400),
                    "yearly" => Some(365 * 86_400),
                    _ => None,
                }
            }
            Field::Frequency => self.frequency = text.parse().ok().filter(|f| *f > 0),
            _ => {}
        }
    }

    fn end_entry(&mut self, warnings: &mut Warnings<'_>) {
        (self.skipped, self.in_source) = (None, false);
        let Some(entry) = self.entry.take() else { return };
        let start = entry.start;
        let guid = entry.guid.filter(|guid| guid.starts_with("http://") || guid.starts_with("https://"));
        let url = entry.original.or(entry.link).or(entry.alternate.map(|(href, _)| href)).or(guid);
        let Some(mut url) = url else {
            let what = match self.found.form {
                Form::Rss | Form::Rdf => "an item has no address; it was left out",
                _ => "an entry has no address; it was left out",
            };
            return warnings.at(start, what);
        };
        if let Some(joined) = self.bases.iter().rev().flatten().next().and_then(|base| base.join(&url).ok()) {
            url = joined.into();
        }
        let mut date = |text: Option<String>| {
            let text = text?;
            let date = dates::parse(&text);
            if date.is_none() {
                warnings.at(start, format!("`{text}` is no date that can be read"));
            }
            date
        };
        let updated = date(entry.updated);
        if self.found.form == Form::SitemapIndex {
            self.found.sources.push(Source { url, updated, title: None });
            return;
        }
        self.found.links.push(Link {
            published: date(entry.published.or(entry.date)),
            updated,
            url,
            title: entry.title,
            language: entry.language,
            publisher: entry.publisher,
        });
    }

    fn end(self) {
        if let (None, Some(period)) = (self.found.ttl, self.period) {
            self.found.ttl = Some(Duration::from_secs(period / self.frequency.unwrap_or(1)));
        }
    }
}

/// The address that the addresses of an element are relative to, if it says a whole one.
fn base(tag: &Tag<'_>) -> Option<Url> {
    Url::parse(tag.attribute("xml:base")?.trim()).ok().filter(|url| !url.cannot_be_a_base())
}

/// Elements with titles, links and names of their own, which are not the entry's.
const SKIPPED: [&str; 9] = [
    "image",
    "textinput",
    "author",
    "contributor",
    "content",
    "summary",
    "description",
    "tagline",
    "comments",
];

/// Elements whose end ends a field. Others are inside of one: a title of Atom may be XHTML.
const FIELDS: [&str; 20] = [
    "title",
    "link",
    "loc",
    "guid",
    "origlink",
    "pubdate",
    "published",
    "issued",
    "publication_date",
    "updated",
    "modified",
    "lastmod",
    "date",
    "language",
    "source",
    "publisher",
    "name",
    "ttl",
    "updateperiod",
    "updatefrequency",
];
