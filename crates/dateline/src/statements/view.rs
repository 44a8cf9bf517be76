//! The text as words with their jobs, and where it is quoted.
use super::quotes::{self, Quotation};
use super::tree::Tree;
use crate::doc::{Document, Id, Span, Time, ZoneKind};
use crate::lexicon::{FunctionWords, Jobs};

/// A token as this stage sees it.
#[derive(Debug)]
pub(super) struct Word {
    pub span: Span,
    pub lower: String,
    pub jobs: Jobs,
    pub capital: bool,
    pub tag: Option<&'static str>,
    /// One more than the index of the quotation around it; 0 outside.
    pub quotation: u32,
    /// True for the marks that open and close quotations.
    pub mark: bool,
    /// The time expression that it is part of.
    pub time: Option<Id<Time>>,
}

impl Word {
    pub fn is(&self, lower: &str) -> bool {
        self.lower == lower
    }

    pub fn any(&self, jobs: Jobs) -> bool {
        self.jobs.any(jobs)
    }

    pub fn is_word(&self) -> bool {
        self.lower.starts_with(char::is_alphanumeric)
    }

    /// A mark that parts clauses.
    pub fn parts(&self) -> bool {
        matches!(
            self.lower.as_str(),
            ";" | ":" | "-" | "--" | "---" | "–" | "—" | "…" | "..." | "(" | ")" | "[" | "]" | "|"
        )
    }

    /// A mark that ends a sentence.
    pub fn stops(&self) -> bool {
        self.lower == "…" || self.lower.bytes().all(|b| matches!(b, b'.' | b'!' | b'?'))
    }
}

/// What is longer, in words, is no sentence: a rule that looks to its end would look too far.
const LONGEST: usize = 400;

/// A sentence by its words, behind its dateline.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line {
    pub start: usize,
    pub end: usize,
    pub zone: usize,
    pub kind: ZoneKind,
}

/// What the rules look at.
#[derive(Debug)]
pub(super) struct View<'a> {
    pub doc: &'a Document,
    pub words: Vec<Word>,
    pub lines: Vec<Line>,
    pub quotations: Vec<Quotation>,
    pub tree: Tree,
}

impl<'a> View<'a> {
    pub fn of(functions: &FunctionWords, doc: &'a Document) -> View<'a> {
        let text = doc.text.as_str();
        let mut words: Vec<Word> = Document::items(&doc.tokens)
            .iter()
            .map(|token| {
                let raw = token.span.of(text);
                let lower = raw.to_lowercase();
                let jobs = functions.jobs(&lower);
                let capital = raw.starts_with(char::is_uppercase);
                let (span, tag) = (token.span, token.upos);
                Word { span, lower, jobs, capital, tag, quotation: 0, mark: false, time: None }
            })
            .collect();
        for (index, time) in Document::items(&doc.times).iter().enumerate() {
            let first = words.partition_point(|w| w.span.end <= time.span.start);
            for word in words.iter_mut().skip(first).take_while(|w| w.span.start < time.span.end) {
                word.time = Some(Id::new(index));
            }
        }
        let lines = lines(doc, &words);
        let quotations = quotes::scan(&mut words, &lines);
        let tree = Tree::of(Document::items(&doc.tokens));
        View { doc, words, lines, quotations, tree }
    }

    /// The word at `at`.
    pub fn get(&self, at: usize) -> Option<&Word> {
        self.words.get(at)
    }

    pub fn is(&self, at: usize, lower: &str) -> bool {
        self.get(at).is_some_and(|word| word.is(lower))
    }

    pub fn any(&self, at: usize, jobs: Jobs) -> bool {
        self.get(at).is_some_and(|word| word.any(jobs))
    }

    /// The words from `start` to `end`; none if there are no such words.
    pub fn slice(&self, start: usize, end: usize) -> &[Word] {
        self.words.get(start..end).unwrap_or(&[])
    }

    /// The text from the first to the last of the words.
    pub fn span(&self, start: usize, end: usize) -> Option<Span> {
        let words = self.words.get(start..end)?;
        Some(words.first()?.span.join(words.last()?.span))
    }

    /// The quotation that the word at `at` is in.
    pub fn quotation(&self, at: usize) -> Option<Quotation> {
        let index = self.get(at)?.quotation.checked_sub(1)?;
        self.quotations.get(index as usize).copied()
    }
}

fn lines(doc: &Document, words: &[Word]) -> Vec<Line> {
    let zones = Document::items(&doc.zones);
    let article = doc.article.as_ref();
    let mut datelines: Vec<Span> = article
        .into_iter()
        .flat_map(|a| a.dateline.iter().chain(a.related.iter().filter_map(|r| r.dateline.as_ref())))
        .map(|dateline| dateline.span)
        .collect();
    datelines.sort_unstable();
    let mut out = Vec::new();
    let mut zone = 0;
    for sentence in Document::items(&doc.sentences) {
        while zones.get(zone).is_some_and(|z| z.span.end <= sentence.span.start) {
            zone += 1;
        }
        let (mut start, end) = (sentence.tokens.0 as usize, (sentence.tokens.1 as usize).min(words.len()));
        let known = datelines.partition_point(|d| d.end <= sentence.span.start);
        if let Some(dateline) = datelines.get(known).filter(|d| d.start < sentence.span.end) {
            while start < end && words.get(start).is_some_and(|w| w.span.start < dateline.end) {
                start += 1;
            }
        }
        let kind = zones.get(zone).map_or(ZoneKind::Paragraph, |z| z.kind);
        while start < end {
            let stop = end.min(start + LONGEST);
            out.push(Line { start, end: stop, zone, kind });
            start = stop;
        }
    }
    out
}
