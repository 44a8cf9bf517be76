//! A sentence as this stage sees it: lower-case words, their jobs, and the mentions of entities among them.
use std::ops::Range;

use crate::doc::{Document, Entity, EntityKind, Id, MentionKind, Sentence, Span, Token};
use crate::lexicon::{FunctionWords, Jobs};

/// A sentence.
pub(super) struct Clause<'a> {
    pub doc: &'a Document,
    pub tokens: &'a [Token],
    pub lower: Vec<String>,
    pub jobs: Vec<Jobs>,
    /// Mentions in text order, as ranges of tokens; of two that overlap the longer one.
    pub mentions: Vec<Named>,
}

/// A mention of an entity in the sentence.
#[derive(Clone, Debug)]
pub(super) struct Named {
    pub tokens: Range<usize>,
    pub span: Span,
    pub entity: Id<Entity>,
    pub kind: EntityKind,
    pub is_name: bool,
    pub country: Option<String>,
}

impl<'a> Clause<'a> {
    pub fn of(
        words: &FunctionWords,
        doc: &'a Document,
        sentence: &Sentence,
        mentions: &[(Span, Id<Entity>, MentionKind)],
    ) -> Clause<'a> {
        let all = Document::items(&doc.tokens);
        let range = sentence.tokens.0 as usize..(sentence.tokens.1 as usize).min(all.len());
        let tokens = all.get(range).unwrap_or(&[]);
        let lower: Vec<String> = tokens.iter().map(|t| doc.words(t.span).to_lowercase()).collect();
        let jobs = lower.iter().map(|word| words.jobs(word)).collect();
        let from = mentions.partition_point(|(span, ..)| span.start < sentence.span.start);
        let inside = mentions[from..].iter().take_while(|(span, ..)| span.start < sentence.span.end);
        let entities = Document::items(&doc.entities);
        let mut named: Vec<Named> = Vec::new();
        for (span, id, kind) in inside {
            let start = tokens.partition_point(|t| t.span.end <= span.start);
            let end = tokens.partition_point(|t| t.span.start < span.end);
            let Some(entity) = entities.get(id.index()).filter(|_| start < end) else { continue };
            let new = Named {
                tokens: start..end,
                span: *span,
                entity: *id,
                kind: entity.kind,
                is_name: *kind == MentionKind::Name,
                country: entity.country.clone(),
            };
            match named.last_mut() {
                Some(last) if last.tokens.end > start => {
                    if new.tokens.len() > last.tokens.len() {
                        *last = new;
                    }
                }
                _ => named.push(new),
            }
        }
        Clause { doc, tokens, lower, jobs, mentions: named }
    }

    pub fn word(&self, at: usize) -> &str {
        self.lower.get(at).map_or("", String::as_str)
    }

    pub fn is(&self, at: usize, job: Jobs) -> bool {
        self.jobs.get(at).is_some_and(|jobs| jobs.any(job))
    }

    /// The span of a range of tokens.
    pub fn span(&self, range: Range<usize>) -> Option<Span> {
        let first = self.tokens.get(range.start)?;
        let last = self.tokens.get(range.end.checked_sub(1)?)?;
        Some(first.span.join(last.span))
    }

    /// The mentions inside a range of tokens.
    pub fn named(&self, range: Range<usize>) -> impl Iterator<Item = &Named> {
        self.mentions.iter().filter(move |m| range.start <= m.tokens.start && m.tokens.end <= range.end)
    }

    pub fn is_mark(&self, at: usize) -> bool {
        !self.word(at).contains(char::is_alphanumeric)
    }
}
