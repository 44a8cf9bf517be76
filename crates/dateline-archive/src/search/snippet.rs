//! The words around what was found.
use std::collections::HashMap;

use serde_json::{Value, json};

use crate::archive::Archive;
use crate::article::folded;
use crate::cell::Cell;
use crate::error::Result;

use super::{Filters, Hit, Query, kind};

/// A piece of an article's text with what was found in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Snippet {
    /// Where it begins in the text, in code points.
    pub start: usize,
    /// The piece.
    pub text: String,
    /// What was found: half-open ranges of code points in the article's text, in order.
    pub marks: Vec<(usize, usize)>,
}

impl Snippet {
    /// The snippet as JSON, with all points counted in the article's text.
    pub fn json(&self) -> Value {
        let marks: Vec<Value> =
            self.marks.iter().map(|(start, end)| json!({"start": start, "end": end})).collect();
        json!({"start": self.start, "end": self.start + self.text.chars().count(), "text": self.text, "marks": marks})
    }

    /// The text with what was found between two marks.
    pub fn marked(&self, open: &str, close: &str) -> String {
        self.written(open, close, str::to_owned)
    }

    /// The text as HTML, with what was found in elements; `escaped` makes text of HTML.
    pub fn html(&self, element: &str, escaped: impl Fn(&str) -> String) -> String {
        self.written(&format!("<{element}>"), &format!("</{element}>"), escaped)
    }

    fn written(&self, open: &str, close: &str, words: impl Fn(&str) -> String) -> String {
        let (mut written, mut piece) = (String::new(), String::new());
        let mut cut = |piece: &mut String, mark: &str| {
            written.push_str(&words(piece));
            written.push_str(mark);
            piece.clear();
        };
        for (point, c) in (self.start..).zip(self.text.chars()) {
            if self.marks.iter().any(|(start, _)| *start == point) {
                cut(&mut piece, open);
            }
            piece.push(c);
            if self.marks.iter().any(|(_, end)| *end == point + 1) {
                cut(&mut piece, close);
            }
        }
        cut(&mut piece, "");
        written
    }
}

/// How long a snippet is, in code points, and how many of them stand before what was found.
const LENGTH: usize = 240;
const BEFORE: usize = 60;

type Range = (usize, usize);

/// An article's text and the ranges of its zones, in code points.
struct Text {
    chars: Vec<char>,
    zones: Vec<Range>,
    /// The zone of the headline.
    headline: Option<Range>,
}

impl Archive {
    pub(super) fn add_snippets(&mut self, query: &Query, hits: &mut [Hit]) -> Result<()> {
        let texts = self.pieces(&hits.iter().map(|hit| hit.id).collect::<Vec<_>>())?;
        let chars: Vec<&[char]> = texts.iter().map(|text| text.chars.as_slice()).collect();
        let marks = self.marker.words_in(query, &chars)?;
        for ((hit, text), mut words) in hits.iter_mut().zip(&texts).zip(marks) {
            words.retain(|mark| text.zones.iter().any(|zone| zone.0 <= mark.0 && mark.0 < zone.1));
            let evidence = self.evidence(&query.filters, hit.id)?;
            hit.snippet = text.snippet(&evidence, &words);
        }
        Ok(())
    }

    /// The texts of articles with their zones, without what is listed beside them.
    fn pieces(&mut self, articles: &[i64]) -> Result<Vec<Text>> {
        let mut texts = self.texts_of(articles)?;
        let rows = self.of_all(articles, &[], |among| {
            format!(
                "SELECT article, \"start\", \"end\", kind = (SELECT id FROM kinds WHERE name = 'headline') FROM zones WHERE {} AND kind NOT IN (SELECT id FROM kinds WHERE name LIKE \
                 'related%') ORDER BY article, n",
                among("article")
            )
        })?;
        let (mut zones, mut headlines): (HashMap<i64, Vec<Range>>, HashMap<i64, Range>) = Default::default();
        for row in rows {
            if let (Some(article), Some(start), Some(end)) = (row[0].int(), row[1].int(), row[2].int()) {
                let zone = (start as usize, end as usize);
                zones.entry(article).or_default().push(zone);
                if row[3].int() == Some(1) {
                    headlines.entry(article).or_insert(zone);
                }
            }
        }
        let text = |id: &i64| Text {
            chars: texts.remove(id).unwrap_or_default(),
            zones: zones.remove(id).unwrap_or_default(),
            headline: headlines.remove(id),
        };
        Ok(articles.iter().map(text).collect())
    }

    /// Where the text says what the filters ask for, the most telling first.
    fn evidence(&mut self, filters: &Filters, id: i64) -> Result<Vec<Range>> {
        let mut found = Vec::new();
        if filters.event.is_some() || filters.status.is_some() {
            let takes_part = |table: &str| {
                format!(
                    "EXISTS (SELECT 1 FROM {table} AS p WHERE p.article = ?1 AND p.item = v.n AND p.country = {})",
                    kind(4)
                )
            };
            let sql = format!(
                "SELECT v.trigger_start, v.trigger_end FROM events AS v WHERE v.article = ?1 AND (CAST(?2 AS TEXT) IS NULL OR v.\"type\" = {}) \
                 AND (CAST(?3 AS TEXT) IS NULL OR v.status = {}) AND (CAST(?4 AS TEXT) IS NULL OR {} OR {}) ORDER BY v.\"rank\" NULLS LAST, v.n",
                kind(2),
                kind(3),
                takes_part("actors"),
                takes_part("recipients")
            );
            let cell = |value: &Option<String>| Cell::from(value.clone());
            let parameters =
                [Cell::Int(id), cell(&filters.event), cell(&filters.status), cell(&filters.country)];
            found.extend(ranges(self.db.rows(&sql, &parameters)?));
        }
        let named = "(SELECT n FROM entities WHERE article = ?1 AND name IN (SELECT id FROM names WHERE folded = ?2) UNION \
                     SELECT item FROM aliases WHERE article = ?1 AND name IN (SELECT id FROM names WHERE folded = ?2))";
        for (names, sql) in [
            (&filters.said_by, format!("SELECT c.\"start\", c.\"end\" FROM statements AS s JOIN content AS c ON c.article = ?1 AND c.item = s.n WHERE s.article = ?1 AND s.speaker_entity IN {named} ORDER BY 1")),
            (&filters.who, format!("SELECT \"start\", \"end\" FROM mentions WHERE article = ?1 AND kind = (SELECT id FROM kinds WHERE name = 'name') AND item IN {named} ORDER BY 1")),
            (&filters.place, "SELECT \"start\", \"end\" FROM places WHERE article = ?1 AND (name IN (SELECT id FROM names WHERE folded = ?2) OR CAST(geonames AS TEXT) = ?2) ORDER BY 1".to_owned()),
        ] {
            for name in names {
                found.extend(ranges(self.db.rows(&sql, &[Cell::Int(id), Cell::from(folded(name))])?));
            }
        }
        Ok(found)
    }
}

fn ranges(rows: Vec<Vec<Cell>>) -> Vec<Range> {
    rows.iter().filter_map(|row| Some((row[0].int()? as usize, row[1].int()? as usize))).collect()
}

impl Text {
    fn between(&self, (start, end): Range) -> String {
        self.chars.get(start..end).unwrap_or(&[]).iter().collect()
    }

    /// Around the evidence, else where most of the words stand together, else the beginning. The headline stands above
    /// what is shown: only if the words are nowhere else is it shown again.
    fn snippet(&self, evidence: &[Range], words: &[Range]) -> Option<Snippet> {
        let is_below =
            |mark: &&Range| self.headline.is_none_or(|(start, end)| mark.0 < start || mark.0 >= end);
        let below: Vec<Range> = words.iter().filter(is_below).copied().collect();
        let words = if below.is_empty() { words } else { below.as_slice() };
        let densest = words.iter().max_by_key(|(start, end)| {
            let near = words.iter().filter(|(other, _)| (*start..start + LENGTH - BEFORE).contains(other));
            (near.count(), end - start, std::cmp::Reverse(*start))
        });
        let lead = self.zones.get(1).or(self.zones.first()).map(|(start, _)| (*start, *start));
        let anchor = evidence.first().or(densest).copied().or(lead)?;
        let zone = self.zones.iter().find(|(start, end)| (*start..*end).contains(&anchor.0))?;
        let from = self.at_word(zone.0.max(anchor.0.saturating_sub(BEFORE)), zone.0);
        let to = zone.1.min(from + LENGTH);
        let to = (from.max(anchor.0)..to)
            .rev()
            .find(|at| to == zone.1 || self.chars[*at].is_whitespace())
            .map_or(to, |at| if to == zone.1 { to } else { at });
        let mut marks: Vec<Range> =
            evidence.iter().chain(words).copied().filter(|mark| from <= mark.0 && mark.0 < to).collect();
        marks.sort_unstable();
        let mut apart: Vec<Range> = Vec::new();
        for (start, end) in marks {
            // The words of a phrase are marked as one.
            let touches =
                |last: &Range| self.chars[last.1.min(start)..start].iter().all(|c| c.is_whitespace());
            match apart.last_mut().filter(|last| touches(last)) {
                Some(last) => last.1 = last.1.max(end.min(to)),
                None => apart.push((start, end.min(to))),
            }
        }
        Some(Snippet { start: from, text: self.between((from, to)), marks: apart })
    }

    /// The beginning of the word at a point.
    fn at_word(&self, point: usize, least: usize) -> usize {
        (least..=point).rev().find(|at| *at == least || self.chars[at - 1].is_whitespace()).unwrap_or(point)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::Marker;

    #[test]
    fn what_was_found_is_marked() {
        let text = Text {
            chars: "Ölhafen\n\nDer Hafen öffnet am Montag.".chars().collect(),
            zones: vec![(0, 7), (9, 36)],
            headline: Some((0, 7)),
        };
        let query: Query = "hafen montag".parse().unwrap();
        let words = Marker::default().words_in(&query, &[&text.chars]).unwrap();
        assert_eq!(words, [vec![(13, 18), (29, 35)]]);
        let snippet = text.snippet(&[], &words[0]).unwrap();
        assert_eq!(snippet.marked("[", "]"), "Der [Hafen] öffnet am [Montag].");
        let snippet = text.snippet(&[(0, 7)], &words[0]).unwrap();
        assert_eq!(snippet.marked("[", "]"), "[Ölhafen]");
    }

    #[test]
    fn long_texts_are_cut_between_words() {
        let chars: Vec<char> = "one two ".repeat(200).chars().collect();
        let text = Text { zones: vec![(0, chars.len())], chars, headline: None };
        let snippet = text.snippet(&[(804, 807)], &[]).unwrap();
        assert!(snippet.text.starts_with("one") || snippet.text.starts_with("two"));
        assert!(snippet.text.len() <= LENGTH && snippet.text.ends_with(['e', 'o']), "{}", snippet.text);
        assert_eq!(snippet.marks, [(804, 807)]);
    }
}
