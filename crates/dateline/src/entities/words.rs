//! The words of a document as this stage looks at them.
use std::borrow::Cow;

use crate::doc::{Document, Number, Span, Zone, ZoneKind};

/// A token, with what its letters and its place tell.
#[derive(Debug)]
pub(super) struct Word<'a> {
    pub span: Span,
    pub text: &'a str,
    /// In lower case, with a straight apostrophe.
    pub lower: Cow<'a, str>,
    /// It begins with a capital.
    pub cap: bool,
    /// No white space before it.
    pub glued: bool,
    /// It opens a sentence, so that its capital says nothing.
    pub opens: bool,
    /// Inside quotation marks.
    pub quoted: bool,
    /// Part of a dateline.
    pub skip: bool,
    pub parse: Parse<'a>,
}

/// What the language layer knows of a word.
#[derive(Clone, Copy, Debug)]
pub(super) struct Parse<'a> {
    pub upos: &'a str,
    /// In lower case as the text has it, if there is no dictionary form.
    pub lemma: Option<&'a str>,
    pub deprel: &'a str,
    /// The word that it hangs on.
    pub head: Option<usize>,
    pub plural: bool,
}

/// A sentence: the range of its words, and where it stands.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line {
    pub first: usize,
    pub end: usize,
    /// Sentences of one group are one text: the article is 0, each related item has its own.
    pub group: u32,
    /// In title case or all in capitals: a capital says nothing.
    pub shouts: bool,
    /// A headline: read after the text that it heads.
    pub headline: bool,
}

/// All words and sentences.
#[derive(Debug)]
pub(super) struct View<'a> {
    pub words: Vec<Word<'a>>,
    pub lines: Vec<Line>,
}

impl<'a> View<'a> {
    pub fn of(doc: &'a Document) -> View<'a> {
        let text = doc.text.as_str();
        let (tokens, zones) = (Document::items(&doc.tokens), Document::items(&doc.zones));
        let skips = datelines(doc);
        let mut view = View { words: Vec::with_capacity(tokens.len()), lines: Vec::new() };
        let (mut zone, mut quoted, mut before, mut skipped) = (0, false, 0, 0);
        for sentence in Document::items(&doc.sentences) {
            while zones.get(zone + 1).is_some_and(|z| z.span.start <= sentence.span.start) {
                zone += 1;
                quoted = false;
            }
            let first = view.words.len();
            let range = sentence.tokens.0 as usize..sentence.tokens.1 as usize;
            let mut opens = true;
            let before_first = sentence.tokens.0 as usize;
            for token in tokens.get(range).unwrap_or_default() {
                let word = token.span.of(text);
                let closes = match word {
                    "“" | "„" | "«" | "``" => Some(true),
                    "”" | "»" | "''" => Some(false),
                    "\"" => Some(!quoted),
                    _ => None,
                };
                quoted = closes.unwrap_or(quoted);
                while skips.get(skipped).is_some_and(|s: &Span| s.end <= token.span.start) {
                    skipped += 1;
                }
                let skip = skips.get(skipped).is_some_and(|s| s.overlaps(token.span));
                let letter = word.chars().next().unwrap_or(' ');
                view.words.push(Word {
                    span: token.span,
                    text: word,
                    lower: lower(word),
                    cap: letter.is_uppercase(),
                    glued: token.span.start == before && !view.words.is_empty(),
                    opens,
                    quoted,
                    skip,
                    parse: Parse {
                        upos: token.upos.unwrap_or(""),
                        lemma: token.lemma.as_deref(),
                        deprel: token.deprel.unwrap_or(""),
                        head: token.head.and_then(|h| h.index().checked_sub(before_first)).map(|h| first + h),
                        plural: token.features.number == Some(Number::Plur),
                    },
                });
                before = token.span.end;
                opens = closes.is_some()
                    || skip
                    || (opens && !letter.is_alphanumeric())
                    || matches!(word, ":" | "•" | "—" | "–" | "--");
            }
            let kind = zones.get(zone).map_or(ZoneKind::Paragraph, |z| z.kind);
            let end = view.words.len();
            view.lines.push(Line {
                first,
                end,
                group: zones.get(zone).map_or(0, group),
                shouts: shouts(&view.words[first..end]),
                headline: matches!(kind, ZoneKind::Headline | ZoneKind::Heading | ZoneKind::RelatedHeadline),
            });
        }
        view
    }

    /// The word, if there is one.
    pub fn get(&self, at: usize) -> Option<&Word<'a>> {
        self.words.get(at)
    }

    /// The lower-case word, or nothing.
    pub fn lower(&self, at: usize) -> &str {
        self.words.get(at).map_or("", |w| w.lower.as_ref())
    }

    /// The lower-case word before `at` within the sentence that begins at `first`.
    pub fn before(&self, at: usize, first: usize) -> &str {
        if at > first { self.lower(at - 1) } else { "" }
    }

    /// The part of speech, or nothing.
    pub fn upos(&self, at: usize) -> &str {
        self.words.get(at).map_or("", |w| w.parse.upos)
    }

    /// The relation to the head without its subtype, or nothing.
    pub fn relation(&self, at: usize) -> &str {
        self.words.get(at).map_or("", |w| w.parse.deprel.split(':').next().unwrap_or(""))
    }

    /// The word that this one hangs on.
    pub fn parent(&self, at: usize) -> Option<usize> {
        self.words.get(at)?.parse.head
    }

    /// The dictionary form in lower case, or the word.
    pub fn lemma(&self, at: usize) -> &str {
        self.words.get(at).map_or("", |w| w.parse.lemma.unwrap_or(w.lower.as_ref()))
    }

    /// The head of the words `first..end`: the first that hangs on a word outside.
    pub fn head_of(&self, first: usize, end: usize) -> usize {
        let inside = |at: usize| (first..end).contains(&at);
        (first..end)
            .find(|at| self.upos(*at) != "PUNCT" && self.parent(*at).is_none_or(|head| !inside(head)))
            .unwrap_or(first)
    }

    /// The span of words `first..end`.
    pub fn span(&self, first: usize, end: usize) -> Span {
        match (self.words.get(first), self.words.get(end.saturating_sub(1))) {
            (Some(a), Some(b)) if a.span.start <= b.span.end => a.span.join(b.span),
            _ => Span { start: 0, end: 0 },
        }
    }
}

fn lower(word: &str) -> Cow<'_, str> {
    if word.bytes().all(|b| b.is_ascii() && !b.is_ascii_uppercase()) {
        return Cow::Borrowed(word);
    }
    Cow::Owned(word.to_lowercase().replace('’', "'"))
}

fn group(zone: &Zone) -> u32 {
    match zone.kind {
        ZoneKind::RelatedHeadline | ZoneKind::RelatedBlurb => zone.item.map_or(1, |item| item + 1),
        // A caption is no part of the running text.
        ZoneKind::Caption => u32::MAX - zone.item.unwrap_or(0),
        _ => 0,
    }
}

/// The datelines of the article and of related items, in text order.
fn datelines(doc: &Document) -> Vec<Span> {
    let Some(article) = &doc.article else { return Vec::new() };
    let related = article.related.iter().filter_map(|r| r.dateline.as_ref());
    let mut spans: Vec<Span> = article.dateline.iter().chain(related).map(|d| d.span).collect();
    spans.sort_unstable();
    spans
}

/// Title case, or capitals only: most long words have a capital. A sentence with its full stop, "Ana Ruiz died in Lima
/// on Sunday.", is one only if all have.
fn shouts(words: &[Word<'_>]) -> bool {
    let share = if words.last().is_some_and(|w| w.text == ".") { 10 } else { 7 };
    let (mut long, mut capital) = (0, 0);
    for word in words.iter().filter(|w| !w.opens && !w.skip && w.text.len() >= 4) {
        if word.text.starts_with(char::is_alphabetic) {
            long += 1;
            capital += usize::from(word.cap);
        }
    }
    long >= 3 && capital * 10 >= long * share
}
