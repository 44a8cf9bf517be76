use serde_json::{Map, Value, json};

use super::{authors, body, lead};
use crate::doc::Document;

/// The article as an [IPTC ninjs](https://www.iptc.org/std/ninjs/) 2.1 item.
pub fn ninjs(doc: &Document) -> Value {
    let mut out = Map::new();
    let article = doc.article.as_ref();
    let url = article.and_then(|a| a.url.as_ref()).map(|f| f.value.clone());
    // Every item needs an identifier: the address, or the hash of the bytes.
    let uri = url.unwrap_or_else(|| format!("urn:sha256:{}", doc.source.sha256));
    out.insert("uri".into(), uri.into());
    out.insert("standard".into(), json!({"name": "ninjs", "version": "2.1"}));
    out.insert("type".into(), "text".into());
    let mut put = |key: &str, value: Value| {
        if !value.is_null() && value != json!([]) {
            out.insert(key.to_owned(), value);
        }
    };
    put("profile", json!("text"));
    if let Some(a) = article {
        put("language", json!(a.language.as_ref().map(|f| &f.value)));
        put("firstcreated", json!(a.published.as_ref().map(|f| f.value.to_string())));
        put(
            "versioncreated",
            json!(a.modified.as_ref().or(a.published.as_ref()).map(|f| f.value.to_string())),
        );
        put("by", json!(Some(authors(doc).join(", ")).filter(|names| !names.is_empty())));
        put("located", json!(a.dateline.as_ref().and_then(|d| d.place).map(|place| doc.words(place))));
        put("copyrightholder", json!(a.publisher.as_ref().map(|f| &f.value)));
        put("headlines", a.headline.iter().map(|h| json!({"role": "main", "value": h.value})).collect());
        put("descriptions", lead(doc).into_iter().map(|l| json!({"role": "summary", "value": l})).collect());
        put("subjects", a.section.iter().map(|s| json!({"name": s.value, "rel": "section"})).collect());
        let pictures = a.images.iter().enumerate().map(|(i, image)| {
            let mut object = Map::new();
            object.insert("name".into(), format!("picture{}", i + 1).into());
            object.insert("type".into(), "picture".into());
            object.insert(
                "uri".into(),
                image.url.clone().unwrap_or_else(|| format!("urn:picture:{}", i + 1)).into(),
            );
            for (key, value) in [("by", &image.credit), ("usageterms", &image.licence)] {
                if let Some(value) = value {
                    object.insert(key.to_owned(), value.as_str().into());
                }
            }
            if let Some(caption) = &image.caption {
                object.insert("descriptions".into(), json!([{"role": "caption", "value": caption}]));
            }
            Value::Object(object)
        });
        put("associations", pictures.collect());
    }
    put("bodies", json!([{"role": "main", "contenttype": "text/plain", "value": body(doc)}]));
    Value::Object(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_item_has_an_identifier_a_headline_and_a_body() {
        let out = ninjs(&super::super::sample());
        assert_eq!(out["uri"], "https://example.org/port");
        assert_eq!(out["headlines"][0]["value"], "Port of Almer reopens");
        assert!(out["bodies"][0]["value"].as_str().is_some_and(|b| b.starts_with("The port of Almer")));
    }
}
