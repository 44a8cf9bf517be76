use serde_json::{Map, Value, json};

use super::{authors, body, lead};
use crate::doc::Document;

/// The article as a [schema.org NewsArticle](https://schema.org/NewsArticle).
pub fn jsonld(doc: &Document) -> Value {
    let mut out = Map::new();
    out.insert("@context".into(), "https://schema.org".into());
    out.insert("@type".into(), "NewsArticle".into());
    let mut put = |key: &str, value: Value| {
        if !matches!(&value, Value::Null) && value != json!([]) && value != json!("") {
            out.insert(key.to_owned(), value);
        }
    };
    if let Some(a) = &doc.article {
        put("url", json!(a.url.as_ref().map(|f| &f.value)));
        put("headline", json!(a.headline.as_ref().map(|f| &f.value)));
        put("description", json!(lead(doc)));
        put("datePublished", json!(a.published.as_ref().map(|f| f.value.to_string())));
        put("dateModified", json!(a.modified.as_ref().map(|f| f.value.to_string())));
        let people = authors(doc).into_iter().map(|name| json!({"@type": "Person", "name": name}));
        put("author", people.collect());
        if let Some(name) = &a.publisher {
            put("publisher", json!({"@type": "NewsMediaOrganization", "name": name.value}));
        }
        put("articleSection", json!(a.section.as_ref().map(|f| &f.value)));
        put("inLanguage", json!(a.language.as_ref().map(|f| &f.value)));
        put("isAccessibleForFree", json!(a.paywalled.as_ref().map(|f| !f.value)));
        put("dateline", json!(a.dateline.as_ref().map(|d| doc.words(d.span))));
        let images = a.images.iter().map(|image| {
            let mut object = Map::new();
            object.insert("@type".into(), "ImageObject".into());
            for (key, value) in [
                ("url", &image.url),
                ("caption", &image.caption),
                ("creditText", &image.credit),
                ("license", &image.licence),
            ] {
                if let Some(value) = value {
                    object.insert(key.to_owned(), value.as_str().into());
                }
            }
            Value::Object(object)
        });
        put("image", images.collect());
    }
    put("articleBody", json!(body(doc)));
    Value::Object(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_unknown_is_left_out() {
        let out = jsonld(&super::super::sample());
        assert_eq!(out["headline"], "Port of Almer reopens");
        assert_eq!(out["author"][0]["name"], "Ana Ruiz");
        assert!(out.get("datePublished").is_none());
    }
}
