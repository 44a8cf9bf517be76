//! What an archive keeps of an article besides its record.
use std::ops::Range;

use dateline::doc::{Date, ZoneKind};
use serde_json::Value;
use sha2::{Digest, Sha256};

/// What the archive derives from a record to know an article again and to find it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Derived {
    /// See [`key`].
    pub key: String,
    /// A fingerprint of what the article says, apart from what stands around it on the page.
    pub content: Vec<u8>,
    /// The day of publication, else of retrieval.
    pub day: Option<String>,
}

impl Derived {
    pub(crate) fn of(record: &Value) -> Derived {
        let article = &record["article"];
        let mut content = Sha256::new();
        let Texts { headline, body, captions } = Texts::of(record);
        for part in [&headline, &body, &captions] {
            content.update(part.as_bytes());
            content.update([0]);
        }
        for part in [&article["authors"], &article["published"]] {
            content.update(part.to_string().as_bytes());
        }
        let day = |value: &Value| {
            let day = value.as_str()?.get(..10)?;
            Date::parse(day).map(|_| day.to_owned())
        };
        Derived {
            key: key(record),
            content: content.finalize()[..16].to_vec(),
            day: day(&article["published"]).or_else(|| day(&record["source"]["retrieved"])),
        }
    }
}

/// What makes two pages one article: its address, else where it was read from, else its fingerprint.
pub(crate) fn key(record: &Value) -> String {
    let source = &record["source"];
    let known = record["article"]["url"].as_str().or(source["uri"].as_str()).map(str::to_owned);
    known.unwrap_or_else(|| format!("sha256:{}", source["sha256"].as_str().unwrap_or("")))
}

/// The parts of an article that are searched.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Texts {
    pub headline: String,
    pub body: String,
    pub captions: String,
}

impl Texts {
    pub(crate) fn of(record: &Value) -> Texts {
        let text = record["text"].as_str().unwrap_or("");
        let points = Points::of(text);
        let mut texts = Texts::default();
        for zone in record["zones"].as_array().into_iter().flatten() {
            let Some(kind) = zone["kind"].as_str().and_then(ZoneKind::named) else { continue };
            let part = match kind {
                ZoneKind::Headline => &mut texts.headline,
                ZoneKind::Caption => &mut texts.captions,
                kind if kind.is_body() => &mut texts.body,
                _ => continue,
            };
            if !part.is_empty() {
                part.push('\n');
            }
            part.push_str(&text[points.range(&zone["start"], &zone["end"])]);
        }
        texts
    }
}

/// From code points, in which records count, to bytes.
pub(crate) struct Points(Vec<u32>);

impl Points {
    pub(crate) fn of(text: &str) -> Points {
        Points(text.char_indices().map(|(byte, _)| byte as u32).chain([text.len() as u32]).collect())
    }

    /// The bytes of a span; an empty range if it is none.
    pub(crate) fn range(&self, start: &Value, end: &Value) -> Range<usize> {
        let at = |point: &Value| self.0.get(point.as_u64()? as usize).map(|byte| *byte as usize);
        match (at(start), at(end)) {
            (Some(start), Some(end)) if start <= end => start..end,
            _ => 0..0,
        }
    }

    /// The code point that begins at a byte.
    pub(crate) fn at(&self, byte: usize) -> usize {
        self.0.partition_point(|start| (*start as usize) < byte)
    }
}

/// A name without the differences of case, accents and hyphens.
pub(crate) fn folded(name: &str) -> String {
    use unicode_normalization::UnicodeNormalization as _;
    use unicode_normalization::char::is_combining_mark;
    let letters = name.nfd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase);
    let spaced: String = letters.map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn parts_and_keys() {
        let mut record = json!({
            "source": {"uri": "a.html", "sha256": "00", "retrieved": "2024-03-06T10:00:00Z"},
            "text": "Ölhafen\n\nEr öffnet.\n\nDas Bild",
            "article": {"url": null, "authors": [], "published": "2024-03"},
            "zones": [
                {"kind": "headline", "start": 0, "end": 7}, {"kind": "paragraph", "start": 9, "end": 19},
                {"kind": "caption", "start": 21, "end": 29},
            ],
        });
        let texts = Texts::of(&record);
        assert_eq!((texts.headline.as_str(), texts.body.as_str()), ("Ölhafen", "Er öffnet."));
        assert_eq!(texts.captions, "Das Bild");
        let derived = Derived::of(&record);
        assert_eq!((derived.key.as_str(), derived.day.as_deref()), ("a.html", Some("2024-03-06")));
        record["article"]["published"] = "2024-03-05T01:00".into();
        record["article"]["url"] = "https://news.example/a".into();
        let dated = Derived::of(&record);
        assert_eq!(
            (dated.key.as_str(), dated.day.as_deref()),
            ("https://news.example/a", Some("2024-03-05"))
        );
        assert_ne!(dated.content, derived.content);
    }

    #[test]
    fn names_are_folded() {
        assert_eq!(folded("Müller-Lüdenscheidt"), "muller ludenscheidt");
        assert_eq!(folded(" U.S. "), "u s");
    }
}
