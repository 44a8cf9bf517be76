//! JSON Feed, item by item, so that a file that is cut off gives what stands before the cut.
use std::fmt;

use serde::Deserializer;
use serde::de::{DeserializeSeed, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::Value;

use super::warnings::{MOST, Warnings};
use super::{Discovery, Form, Link, dates, words};

pub(super) fn read(text: &str, found: &mut Discovery, warnings: &mut Warnings<'_>) {
    let mut notes = Vec::new();
    let mut json = serde_json::Deserializer::from_str(text);
    let result = Feed { found, notes: &mut notes }.deserialize(&mut json);
    for note in notes {
        warnings.whole(note);
    }
    if let Err(error) = result.and_then(|()| json.end()) {
        // It counts bytes, and from 0 at the beginning of a line. Found by the fuzzer.
        let line: usize = text.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum();
        let place = line + error.column().saturating_sub(1);
        let message = error.to_string();
        let message = message.split(" at line ").next().unwrap_or_default();
        warnings.at(place, format!("it is broken here ({message}); what stands before was read"));
    }
    if found.form == Form::Unknown {
        let (form, message) = match found.links.as_slice() {
            [] => (Form::Unknown, "it is JSON, but no JSON Feed"),
            _ => (Form::JsonFeed, "it does not say which version of JSON Feed it is"),
        };
        found.form = form;
        warnings.whole(message.to_owned());
    }
}

struct Feed<'a> {
    found: &'a mut Discovery,
    notes: &'a mut Vec<String>,
}

impl<'de> DeserializeSeed<'de> for Feed<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        from.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Feed<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(key) = map.next_key::<String>()? {
            match key.as_str() {
                "version" => {
                    if text(&map.next_value::<Value>()?).is_some_and(|v| v.contains("jsonfeed")) {
                        self.found.form = Form::JsonFeed;
                    }
                }
                "title" => self.found.title = text(&map.next_value()?).map(|t| words::clean(&t, false)),
                "home_page_url" => self.found.home = text(&map.next_value()?),
                "language" => self.found.language = text(&map.next_value()?),
                "items" => map.next_value_seed(Items { found: self.found, notes: self.notes })?,
                _ => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        Ok(())
    }
}

struct Items<'a> {
    found: &'a mut Discovery,
    notes: &'a mut Vec<String>,
}

impl<'de> DeserializeSeed<'de> for Items<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        from.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for Items<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of items")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        let mut number = 0;
        while let Some(item) = items.next_element::<Value>()? {
            number += 1;
            match link(&item, number, self.notes) {
                Some(link) => self.found.links.push(link),
                None => note(self.notes, || format!("item {number} has no address; it was left out")),
            }
        }
        Ok(())
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        Ok(())
    }
}

fn link(item: &Value, number: usize, notes: &mut Vec<String>) -> Option<Link> {
    let field = |name: &str| item.get(name).and_then(text);
    let id = field("id").filter(|id| id.starts_with("http://") || id.starts_with("https://"));
    let url = field("url").or(id).or_else(|| field("external_url"))?;
    let mut date = |name| {
        let text = field(name)?;
        let date = dates::parse(&text);
        if date.is_none() {
            note(notes, || format!("item {number}: `{text}` is no date that can be read"));
        }
        date
    };
    Some(Link {
        published: date("date_published"),
        updated: date("date_modified"),
        title: field("title").map(|title| words::clean(&title, false)),
        language: field("language"),
        publisher: None,
        url,
    })
}

/// Keeps a note; one more than are told, so that it is told that there are more.
fn note(notes: &mut Vec<String>, text: impl FnOnce() -> String) {
    if notes.len() <= MOST {
        notes.push(text());
    }
}

/// A string that is not empty.
fn text(value: &Value) -> Option<String> {
    value.as_str().map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned)
}
