//! What the areas share whose gold records hold plain text.
use std::path::Path;

use anyhow::{Context, Result};
use dateline::doc::{Date, Document, Fact, RuleId, Span};
use dateline::{Engine, Stage};
use serde_json::Value;

use super::cpu;

/// True if the gold records have texts.
pub fn has_text(_data: &Path, gold: &[Value]) -> bool {
    gold.iter().any(|record| record["text"].is_string())
}

/// The document of a gold record's text, with its day if the record has one, and the CPU time of the stages.
pub fn document(engine: &Engine, gold: &Value, last: Stage) -> Result<(Document, f64)> {
    let text = gold["text"].as_str().context("a gold record has no text")?;
    let day = gold["dct"].as_str().and_then(|day| Date::parse(day.get(..10)?));
    let mut doc = Document::of_text(text, day);
    if let (Some(article), Some(domain)) = (&mut doc.article, gold["domain"].as_str()) {
        article.domain = Some(domain.to_owned());
    }
    if let (Some(article), Some(language)) = (&mut doc.article, gold["language"].as_str()) {
        let rule = RuleId::new("article/given");
        article.language = Some(Fact { value: language.to_owned(), rule, page: None });
    }
    let start = cpu::process_ms();
    engine.annotate(&mut doc, last);
    Ok((doc, cpu::process_ms() - start))
}

/// Bytes to code points, in one pass over the text.
pub struct CodePoints(Vec<u32>);

impl CodePoints {
    pub fn of(text: &str) -> CodePoints {
        let mut points = Vec::with_capacity(text.len() + 1);
        let mut count = 0;
        for c in text.chars() {
            points.extend(std::iter::repeat_n(count, c.len_utf8()));
            count += 1;
        }
        points.push(count);
        CodePoints(points)
    }

    /// `[start, end]`
    pub fn pair(&self, span: Span) -> [u32; 2] {
        let at = |byte: u32| self.0.get(byte as usize).or(self.0.last()).copied().unwrap_or(0);
        [at(span.start), at(span.end)]
    }

    /// The byte that a code point begins at; the text's length for the one past its end.
    pub fn byte(&self, point: u64) -> Option<u32> {
        let point = u32::try_from(point).ok()?;
        let at = self.0.partition_point(|count| *count < point);
        (at < self.0.len()).then_some(at as u32)
    }
}
