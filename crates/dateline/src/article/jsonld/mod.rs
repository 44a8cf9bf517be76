//! The article that a page describes in JSON-LD.
mod json;
mod words;

use std::collections::HashMap;

use aho_corasick::AhoCorasick;
use serde::Deserialize;

use self::json::{Json, Kind, Ref};
use crate::lexicon::{Data, Error};
use crate::read::html::{Dom, NodeId};

pub(super) use self::words::{unescape, words};

/// The types of schema.org that describe an article: `data/article/jsonld.toml`.
#[derive(Debug)]
pub(super) struct Types {
    lists: Lists,
    /// Any type of the first two lists.
    any: AhoCorasick,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Lists {
    article: Vec<String>,
    page: Vec<String>,
    organisation: Vec<String>,
}

impl Types {
    pub fn load(data: &Data) -> Result<Types, Error> {
        let name = "article/jsonld.toml";
        let lists: Lists = data.toml(name)?;
        let any = AhoCorasick::new(lists.article.iter().chain(&lists.page)).map_err(|e| Error {
            file: name.to_owned(),
            line: 0,
            message: e.to_string(),
        })?;
        Ok(Types { lists, any })
    }

    fn rank(&self, name: &str) -> u8 {
        let name = name.rsplit(['/', ':']).next().unwrap_or(name);
        let among = |list: &[String]| list.iter().any(|t| t == name);
        if among(&self.lists.article) { 2 } else { u8::from(among(&self.lists.page)) }
    }
}

/// A page that describes more articles than this is a list of them.
const MAX_POSTINGS: usize = 100;

/// A string of the page, as readers would see it, and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Found {
    pub value: String,
    pub page: (u32, u32),
}

/// An author in JSON-LD.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Author {
    pub name: Found,
    /// True if it is said to be an organisation, false if a person, none if nothing is said.
    pub organisation: Option<bool>,
}

/// A picture in JSON-LD.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Picture {
    pub url: Option<Found>,
    pub caption: Option<Found>,
    pub credit: Option<Found>,
}

/// What a page says about an article in JSON-LD.
#[derive(Clone, Debug, Default)]
pub(super) struct Posting {
    /// True for an article, false for a mere page, recipe or review.
    pub article: bool,
    pub headline: Option<Found>,
    pub published: Option<Found>,
    pub modified: Option<Found>,
    pub authors: Vec<Author>,
    pub publisher: Option<Found>,
    pub section: Option<Found>,
    pub description: Option<Found>,
    pub language: Option<Found>,
    /// Addresses that it gives as its own.
    pub urls: Vec<Found>,
    pub free: Option<(bool, (u32, u32))>,
    pub pictures: Vec<Picture>,
    /// Where the text of the article stands, undecoded; [`words`] decodes it.
    pub body: Option<(u32, u32)>,
}

/// All articles that the page describes in JSON-LD, in document order. Lists of other articles are not among them.
pub(super) fn postings(types: &Types, page: &str, dom: &Dom, scripts: &[NodeId]) -> Vec<Posting> {
    let texts = scripts.iter().filter_map(|script| {
        let text = dom.children(*script).next()?;
        Some(dom.page_range(text))
    });
    let worth = |range: &std::ops::Range<usize>| types.any.is_match(&page[range.clone()]);
    let scripts: Vec<Json<'_>> = texts.filter(worth).map(|range| Json::read(page, range)).collect();
    let mut objects = Vec::new();
    for json in &scripts {
        let mut found = Vec::new();
        json.roots().for_each(|root| collect(json, root, 0, &mut found));
        objects.extend(found.into_iter().map(|object| (json, object)));
    }
    let mut named = HashMap::new();
    for (json, object) in &objects {
        if let Some(id) = json.get(*object, "@id").filter(|_| json.get(*object, "name").is_some()) {
            named.entry(json.raw(id)).or_insert((*json, *object));
        }
    }
    let mut out = Vec::new();
    for (json, object) in &objects {
        let rank = type_names(json, *object).iter().map(|name| types.rank(name)).max().unwrap_or(0);
        if rank > 0 && out.len() < MAX_POSTINGS {
            out.push(PostingReader { json, named: &named, types }.posting(*object, rank == 2));
        }
    }
    out
}

/// The objects that may describe the page itself: roots, members of a graph, the main entity of a page.
fn collect(json: &Json<'_>, value: Ref, depth: u8, out: &mut Vec<Ref>) {
    if depth > 3 {
        return;
    }
    match json.kind(value) {
        Kind::Array => json.inside(value).for_each(|v| collect(json, v, depth + 1, out)),
        Kind::Object => {
            out.push(value);
            for key in ["@graph", "mainEntity", "mainEntityOfPage", "review"] {
                if let Some(inner) = json.get(value, key) {
                    collect(json, inner, depth + 1, out);
                }
            }
        }
        Kind::String | Kind::Bare => {}
    }
}

fn type_names<'p>(json: &Json<'p>, object: Ref) -> Vec<&'p str> {
    json.get(object, "@type").map_or(Vec::new(), |t| json.each(t).into_iter().map(|t| json.raw(t)).collect())
}

struct PostingReader<'a, 'p> {
    json: &'a Json<'p>,
    /// Objects with a name by their `@id`, in any script of the page.
    named: &'a HashMap<&'p str, (&'a Json<'p>, Ref)>,
    types: &'a Types,
}

impl<'p> PostingReader<'_, 'p> {
    fn posting(&self, object: Ref, article: bool) -> Posting {
        let json = self.json;
        let string = |key: &str| self.string(json.get(object, key)?);
        let free = json.get(object, "isAccessibleForFree").and_then(|value| {
            let word = json.raw(value).to_ascii_lowercase();
            let free = match word.rsplit('/').next().unwrap_or("") {
                "true" | "1" | "yes" => true,
                "false" | "0" | "no" => false,
                _ => return None,
            };
            Some((free, json.page_range(value)))
        });
        Posting {
            article,
            headline: string("headline").or_else(|| string("name")),
            published: string("datePublished")
                .or_else(|| string("dateCreated"))
                .or_else(|| string("uploadDate")),
            modified: string("dateModified"),
            authors: ["author", "creator"]
                .iter()
                .map(|key| self.authors(object, key))
                .find(|a| !a.is_empty())
                .unwrap_or_default(),
            publisher: json.get(object, "publisher").and_then(|p| self.name_of(p)),
            section: json.get(object, "articleSection").and_then(|s| self.string(*json.each(s).first()?)),
            description: string("description"),
            language: json.get(object, "inLanguage").and_then(|l| self.string(l).or_else(|| self.name_of(l))),
            urls: self.urls(object),
            free,
            pictures: json.get(object, "image").map_or(Vec::new(), |image| self.pictures(image)),
            body: json
                .get(object, "articleBody")
                .filter(|b| json.kind(*b) == Kind::String)
                .map(|b| json.page_range(b)),
        }
    }

    /// A string that says something.
    fn string(&self, value: Ref) -> Option<Found> {
        let value = *self.json.each(value).first()?;
        let raw = self.json.raw(value);
        if self.json.kind(value) == Kind::Bare && matches!(raw, "null" | "true" | "false" | "undefined") {
            return None;
        }
        let words = words(raw);
        (!words.is_empty()).then_some(Found { value: words, page: self.json.page_range(value) })
    }

    fn authors(&self, object: Ref, key: &str) -> Vec<Author> {
        let Some(value) = self.json.get(object, key) else { return Vec::new() };
        let mut out = Vec::new();
        for value in self.json.each(value) {
            match self.json.kind(value) {
                Kind::Object => {
                    let (json, value) = self.resolve(value);
                    let types = type_names(json, value);
                    let organisation = (!types.is_empty()).then(|| {
                        types
                            .iter()
                            .any(|t| self.types.lists.organisation.iter().any(|o| t.ends_with(o.as_str())))
                    });
                    let reader = PostingReader { json, ..*self };
                    let names = json.get(value, "name").map_or(Vec::new(), |name| json.each(name));
                    let names = names.into_iter().filter_map(|name| reader.string(name));
                    out.extend(names.map(|name| Author { name, organisation }));
                }
                _ => out.extend(self.string(value).map(|name| Author { name, organisation: None })),
            }
        }
        out
    }

    /// The object that a reference by `@id` stands for.
    fn resolve(&self, value: Ref) -> (&Json<'p>, Ref) {
        let nameless = self.json.get(value, "name").is_none();
        let id = self.json.get(value, "@id").filter(|_| nameless).map(|id| self.json.raw(id));
        id.and_then(|id| self.named.get(id).copied()).unwrap_or((self.json, value))
    }

    fn name_of(&self, value: Ref) -> Option<Found> {
        let value = *self.json.each(value).first()?;
        if self.json.kind(value) == Kind::String {
            return self.string(value);
        }
        let (json, value) = self.resolve(value);
        PostingReader { json, ..*self }.string(json.get(value, "name")?)
    }

    fn urls(&self, object: Ref) -> Vec<Found> {
        let page = self.json.get(object, "mainEntityOfPage");
        let inner = page.and_then(|page| self.json.get(page, "@id").or_else(|| self.json.get(page, "url")));
        let own = ["url", "@id"].into_iter().filter_map(|key| self.json.get(object, key));
        page.into_iter()
            .chain(inner)
            .chain(own)
            .filter_map(|url| self.string(url))
            .filter(|u| u.value.len() > 8)
            .collect()
    }

    fn pictures(&self, image: Ref) -> Vec<Picture> {
        let json = self.json;
        let picture = |value: Ref| match json.kind(value) {
            Kind::Object => {
                let string = |key: &str| json.get(value, key).and_then(|v| self.string(v));
                let credit =
                    string("creditText").or_else(|| json.get(value, "creator").and_then(|c| self.name_of(c)));
                let url = string("url").or_else(|| string("contentUrl"));
                Picture { url, caption: string("caption").or_else(|| string("description")), credit }
            }
            _ => Picture { url: self.string(value), ..Picture::default() },
        };
        json.each(image).into_iter().map(picture).filter(|p| *p != Picture::default()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::html::{self, Tag};

    fn read(json: &str) -> Vec<Posting> {
        let types = Types::load(&Data::embedded()).unwrap();
        let page = format!("<script type='application/ld+json'>{json}</script>");
        let dom = html::parse(&page);
        let scripts: Vec<_> = dom.all().filter(|n| dom.is(*n, Tag::Script)).collect();
        let postings = postings(&types, &page, &dom, &scripts);
        for posting in &postings {
            if let Some(headline) = &posting.headline {
                assert!(page.get(headline.page.0 as usize..headline.page.1 as usize).is_some());
            }
        }
        postings
    }

    fn names(posting: &Posting) -> Vec<&str> {
        posting.authors.iter().map(|a| a.name.value.as_str()).collect()
    }

    #[test]
    fn a_graph_with_references() {
        let found = read(
            r#"{"@graph": [
                {"@type": "NewsArticle", "headline": "Port reopens", "author": {"@id": "/#ana"}, "isAccessibleForFree": "False"},
                {"@type": "Person", "@id": "/#ana", "name": "Ana Ruiz"}]}"#,
        );
        assert_eq!(found.len(), 1);
        assert_eq!(names(&found[0]), ["Ana Ruiz"]);
        assert_eq!(found[0].free.map(|f| f.0), Some(false));
    }

    #[test]
    fn authors_in_all_shapes() {
        let shapes = [
            r#""Ana Ruiz""#,
            r#"["Ana Ruiz"]"#,
            r#"{"name": "Ana Ruiz"}"#,
            r#"[{"@type": "Person", "name": ["Ana Ruiz"]}]"#,
        ];
        for shape in shapes {
            let found = read(&format!(r#"[{{"@type": ["Article", "Thing"], "author": {shape}}}]"#));
            assert_eq!(names(&found[0]), ["Ana Ruiz"], "{shape}");
        }
    }

    #[test]
    fn lists_of_other_articles_are_left_out() {
        let list =
            r#"{"@type": "ItemList", "itemListElement": [{"@type": "NewsArticle", "headline": "Other"}]}"#;
        assert!(read(list).is_empty());
    }
}
