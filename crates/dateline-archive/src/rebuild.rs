//! Articles read again by a newer engine.
use std::collections::BTreeMap;

use serde_json::Value;

use crate::add::StoredPage;
use crate::archive::Archive;
use crate::article::{Derived, Points, Texts};
use crate::cell::Cell;
use crate::check::unpacked;
use crate::error::Result;
use crate::layers::tables;
use crate::schema::{Dialect, quoted};

/// What a newer reading of an article changes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// By layer, what is gone and what is new: the words and what is said of them.
    pub layers: BTreeMap<String, (Vec<String>, Vec<String>)>,
}

impl Archive {
    /// The articles whose pages are kept.
    ///
    /// # Errors
    ///
    /// If the archive cannot be read.
    pub fn with_pages(&mut self) -> Result<Vec<i64>> {
        let sql =
            "SELECT a.id FROM articles AS a JOIN pages AS p ON p.sha256 = a.source_sha256 ORDER BY a.id";
        Ok(self.ids(sql, &[])?.iter().collect())
    }

    /// The page of an article, if it is kept.
    ///
    /// # Errors
    ///
    /// If the archive cannot be read.
    pub fn page(&mut self, id: i64) -> Result<Option<StoredPage>> {
        let sql = "SELECT p.content, p.hints FROM articles AS a JOIN pages AS p ON p.sha256 = a.source_sha256 WHERE a.id = ?1";
        let row = self.db.rows(sql, &[Cell::Int(id)])?.pop();
        Ok(row.and_then(|row| {
            let hints = serde_json::from_str(row[1].text()?).unwrap_or_default();
            Some(StoredPage { bytes: unpacked(row[0].blob()?)?, hints })
        }))
    }

    /// Puts newer readings in the place of articles' records, all or none, and says what each changes. What an
    /// article is known by stays as it is. Those that are changed are joined anew with [`join`](Archive::join).
    ///
    /// # Errors
    ///
    /// If the archive cannot be written.
    pub fn reread(&mut self, readings: &[(i64, Value)]) -> Result<Vec<(i64, Changes)>> {
        self.transaction(|archive| {
            let mut changed = Vec::new();
            for (id, record) in readings {
                let Some(before) = archive.record(*id)? else { continue };
                if before != *record {
                    archive.replace(*id, &before, record)?;
                    changed.push((*id, changes(&before, record)));
                }
            }
            Ok(changed)
        })
    }

    fn replace(&mut self, id: i64, before: &Value, record: &Value) -> Result<()> {
        let number = Cell::Int(id);
        let unsearched = match self.db.dialect() {
            Dialect::Sqlite => {
                let texts = Texts::of(before);
                let cells = [texts.headline, texts.body, texts.captions].map(Cell::from);
                let cells: Vec<Cell> = std::iter::once(number.clone()).chain(cells).collect();
                let sql = "INSERT INTO words (words, rowid, headline, body, captions) VALUES ('delete', ?1, ?2, ?3, ?4)";
                self.db.run(sql, &cells)
            }
            Dialect::Postgres => {
                self.db.run("DELETE FROM words WHERE article = ?1", std::slice::from_ref(&number))
            }
        };
        unsearched?;
        self.db.run("DELETE FROM event_index WHERE article = ?1", std::slice::from_ref(&number))?;
        for placed in tables().iter().rev().filter(|placed| !placed.above.is_empty()) {
            let sql = format!("DELETE FROM {} WHERE article = ?1", quoted(placed.table.name));
            self.db.run(&sql, std::slice::from_ref(&number))?;
        }
        self.write_again(id, record, &Derived::of(record))
    }
}

fn changes(before: &Value, after: &Value) -> Changes {
    let mut changes = Changes::default();
    for layer in ["entities", "times", "places", "statements", "events"] {
        let (old, new) = (facts(before, layer), facts(after, layer));
        let without = |some: &[String], others: &[String]| -> Vec<String> {
            some.iter().filter(|fact| !others.contains(fact)).cloned().collect()
        };
        let (gone, come) = (without(&old, &new), without(&new, &old));
        if !(gone.is_empty() && come.is_empty()) {
            changes.layers.insert(layer.to_owned(), (gone, come));
        }
    }
    for field in
        ["url", "headline", "section", "published", "modified", "language", "authors", "publisher", "images"]
    {
        let (old, new) = (&before["article"][field], &after["article"][field]);
        if old != new {
            let said = |value: &Value| vec![format!("{field}: {value}")];
            let (gone, come) = changes.layers.entry("article".to_owned()).or_default();
            gone.extend(said(old));
            come.extend(said(new));
        }
    }
    if before["text"] != after["text"] {
        changes.layers.insert("text".to_owned(), (Vec::new(), Vec::new()));
    }
    changes
}

/// What a layer says, without the numbers and rules by which it says so.
fn facts(record: &Value, layer: &str) -> Vec<String> {
    let text = record["text"].as_str().unwrap_or("");
    let points = Points::of(text);
    let words = |span: &Value| text[points.range(&span["start"], &span["end"])].to_owned();
    let party = |party: &Value| if party.is_null() { "?".to_owned() } else { words(party) };
    let all = |list: &Value| -> String {
        let list = list.as_array().into_iter().flatten();
        list.map(&party).collect::<Vec<_>>().join(", ")
    };
    let plain = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let items = record[layer].as_array().into_iter().flatten();
    items
        .map(|item| match layer {
            "entities" => {
                format!("{} {} ({})", plain(&item["type"]), plain(&item["name"]), plain(&item["role"]))
            }
            "times" => format!("\"{}\" {}", words(item), plain(&item["value"])),
            "places" => format!("\"{}\" {}", words(item), plain(&item["geonames"])),
            "statements" => format!("{}: {}", party(&item["speaker"]), all(&item["content"])),
            _ => format!(
                "{} {} \"{}\" {} > {}",
                plain(&item["type"]),
                plain(&item["status"]),
                words(&item["trigger"]),
                all(&item["actors"]),
                all(&item["recipients"])
            ),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use dateline::read::{Hints, Page};
    use dateline::{Engine, Record};
    use serde_json::json;

    use super::*;
    use crate::Incoming;

    #[test]
    fn a_newer_reading_takes_the_place_of_the_older() {
        let bytes = b"<h1>Port reopens</h1><p>ALMER, Chile, March 5 (AP) -- President Lena Fisk visited Santiago on Monday.</p>";
        let page = Page::new(
            bytes,
            Hints {
                uri: Some("a.html".into()),
                published: dateline::doc::Moment::parse("2024-03-05"),
                ..Hints::default()
            },
        );
        let newer = serde_json::to_value(Record::of(&Engine::new().unwrap().read(&page))).unwrap();
        let mut older = newer.clone();
        older["times"] = json!([]);
        older["events"] = json!([]);
        older["statements"] = json!([]);
        let mut archive = Archive::in_memory().unwrap();
        let stored = StoredPage { bytes: bytes.to_vec(), hints: json!({"uri": "a.html"}) };
        archive.add(&[Incoming { record: older, page: Some(stored.clone()) }]).unwrap();
        archive.join().unwrap();
        assert_eq!(archive.with_pages().unwrap(), [1]);
        assert_eq!(archive.page(1).unwrap(), Some(stored));

        let changed = archive.reread(&[(1, newer.clone())]).unwrap();
        let (gone, come) = &changed[0].1.layers["times"];
        assert!(gone.is_empty() && come.iter().any(|fact| fact.starts_with("\"Monday\"")), "{come:?}");
        assert_eq!(archive.record(1).unwrap(), Some(newer.clone()));
        assert_eq!(archive.reread(&[(1, newer)]).unwrap(), []);
        archive.join().unwrap();
        let mut problems = Vec::new();
        archive.check(&mut |problem| problems.push(problem)).unwrap();
        assert_eq!(problems, []);
        assert_eq!(archive.search(&"event:CONSULT".parse().unwrap(), &Default::default()).unwrap().total, 1);
    }
}
