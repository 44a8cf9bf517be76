//! A sentence as this stage sees it: its words, the tree of its parse, and the mentions of entities among them.
use std::borrow::Cow;

use super::forms::Forms;
use crate::doc::{Document, Entity, EntityKind, Id, MentionKind, Sentence, Span, Token};

/// A sentence. Tokens are counted from its start.
pub(super) struct Tree<'a> {
    pub doc: &'a Document,
    /// The index in the layer of the first token.
    pub base: usize,
    pub tokens: &'a [Token],
    lower: Vec<Cow<'a, str>>,
    lemmas: Vec<Cow<'a, str>>,
    first: Vec<u16>,
    next: Vec<u16>,
    /// Mentions in text order; of two that overlap the longer one.
    pub mentions: Vec<Named>,
    mention_of: Vec<u16>,
}

/// A mention of an entity in the sentence.
#[derive(Clone, Debug)]
pub(super) struct Named {
    pub start: usize,
    pub end: usize,
    pub span: Span,
    pub entity: Id<Entity>,
    pub kind: EntityKind,
    pub is_name: bool,
}

const NONE: u16 = u16::MAX;

/// All mentions of a document, in text order.
pub(super) fn mentions(doc: &Document) -> Vec<(Span, Id<Entity>, MentionKind)> {
    let mut all: Vec<(Span, Id<Entity>, MentionKind)> = Vec::new();
    for (index, entity) in Document::items(&doc.entities).iter().enumerate() {
        all.extend(entity.mentions.iter().map(|m| (m.span, Id::new(index), m.kind)));
    }
    all.sort_by_key(|(span, ..)| (span.start, std::cmp::Reverse(span.end)));
    all
}

impl<'a> Tree<'a> {
    /// The tree of `sentence`, or none if it has no words or more than a sentence can have.
    pub fn of(
        doc: &'a Document,
        sentence: &Sentence,
        mentions: &[(Span, Id<Entity>, MentionKind)],
        forms: &Forms,
    ) -> Option<Tree<'a>> {
        let all = Document::items(&doc.tokens);
        let range = sentence.range();
        let (base, end) = (range.start, range.end.min(all.len()));
        let tokens = all.get(base..end).filter(|t| !t.is_empty() && t.len() < usize::from(NONE))?;
        let lower: Vec<Cow<'a, str>> = tokens.iter().map(|t| lowered(doc.words(t.span))).collect();
        let lemmas = tokens
            .iter()
            .zip(&lower)
            .map(|(t, lower)| {
                let lemma = t.lemma.as_deref().map_or_else(|| lower.clone(), lowered);
                let right = forms.right(lower, &lemma).filter(|_| t.upos == Some("VERB"));
                right.map_or(lemma, |right| Cow::Owned(right.to_owned()))
            })
            .collect();
        let (mut first, mut next) = (vec![NONE; tokens.len()], vec![NONE; tokens.len()]);
        for (at, token) in tokens.iter().enumerate().rev() {
            let head = token.head.and_then(|h| h.index().checked_sub(base)).filter(|h| *h < tokens.len());
            if let Some(head) = head {
                next[at] = first[head];
                first[head] = at as u16;
            }
        }
        let mut tree = Tree {
            doc,
            base,
            tokens,
            lower,
            lemmas,
            first,
            next,
            mentions: Vec::new(),
            mention_of: vec![NONE; tokens.len()],
        };
        tree.place(sentence.span, mentions);
        Some(tree)
    }

    fn place(&mut self, sentence: Span, mentions: &[(Span, Id<Entity>, MentionKind)]) {
        let entities = Document::items(&self.doc.entities);
        let from = mentions.partition_point(|(span, ..)| span.start < sentence.start);
        for (span, id, kind) in mentions[from..].iter().take_while(|(span, ..)| span.start < sentence.end) {
            let start = self.tokens.partition_point(|t| t.span.end <= span.start);
            let end = self.tokens.partition_point(|t| t.span.start < span.end);
            let Some(entity) = entities.get(id.index()).filter(|_| start < end) else { continue };
            let is_name = *kind == MentionKind::Name;
            let new = Named { start, end, span: *span, entity: *id, kind: entity.kind, is_name };
            match self.mentions.last_mut() {
                Some(last) if last.end > start => {
                    if new.end - new.start > last.end - last.start {
                        *last = new;
                    }
                }
                _ => self.mentions.push(new),
            }
        }
        for (index, mention) in self.mentions.iter().enumerate() {
            self.mention_of[mention.start..mention.end].fill(index as u16);
        }
    }

    pub fn len(&self) -> usize {
        self.tokens.len()
    }

    /// The word in lower case.
    pub fn word(&self, at: usize) -> &str {
        self.lower.get(at).map_or("", |word| word.as_ref())
    }

    /// The dictionary form in lower case.
    pub fn lemma(&self, at: usize) -> &str {
        self.lemmas.get(at).map_or("", |lemma| lemma.as_ref())
    }

    /// The lemma and the forms that a list may have in its place: the word as it stands, and the singular of nouns that the
    /// language stage takes for plurals only ("troops", "supplies").
    pub fn forms(&self, at: usize) -> [&str; 3] {
        let lemma = self.lemma(at);
        [lemma, self.word(at), lemma.strip_suffix('s').unwrap_or(lemma)]
    }

    pub fn upos(&self, at: usize) -> &'static str {
        self.tokens.get(at).and_then(|t| t.upos).unwrap_or("")
    }

    pub fn xpos(&self, at: usize) -> &'static str {
        self.tokens.get(at).and_then(|t| t.xpos).unwrap_or("")
    }

    pub fn is_verb(&self, at: usize) -> bool {
        self.upos(at) == "VERB"
    }

    pub fn is_noun(&self, at: usize) -> bool {
        matches!(self.upos(at), "NOUN" | "PROPN" | "PRON" | "NUM" | "SYM") || self.xpos(at).starts_with("NN")
    }

    pub fn rel(&self, at: usize) -> &'static str {
        self.tokens.get(at).and_then(|t| t.deprel).unwrap_or("")
    }

    pub fn head(&self, at: usize) -> Option<usize> {
        let head = self.tokens.get(at)?.head?.index().checked_sub(self.base)?;
        (head < self.tokens.len() && head != at).then_some(head)
    }

    /// The dependents of a token, in text order.
    pub fn kids(&self, at: usize) -> impl Iterator<Item = usize> + '_ {
        let mut next = self.first.get(at).copied().unwrap_or(NONE);
        std::iter::from_fn(move || {
            if next == NONE {
                return None;
            }
            let kid = usize::from(next);
            next = self.next[kid];
            Some(kid)
        })
    }

    /// The dependents that bear a relation, subtypes included: "obl" finds "obl:agent".
    pub fn kids_by<'t>(&'t self, at: usize, rel: &'t str) -> impl Iterator<Item = usize> + 't {
        self.kids(at).filter(move |kid| {
            let of = self.rel(*kid);
            of == rel || of.strip_prefix(rel).is_some_and(|rest| rest.starts_with(':'))
        })
    }

    /// The first dependent that bears exactly one of the relations.
    pub fn kid(&self, at: usize, rels: &[&str]) -> Option<usize> {
        self.kids(at).find(|kid| rels.contains(&self.rel(*kid)))
    }

    /// The preposition of a noun or the marker of a clause: "on", "because of" gives "because".
    pub fn case(&self, at: usize) -> &str {
        self.kid(at, &["case", "mark"]).map_or("", |kid| self.word(kid))
    }

    /// A token with all that is coordinated with it, and "along with" it.
    pub fn conjuncts(&self, at: usize) -> Vec<usize> {
        let mut all = vec![at];
        let mut open = vec![at];
        while let Some(one) = open.pop() {
            let with = |kid: usize| {
                self.rel(kid) == "nmod" && matches!(self.case(kid), "along" | "alongside" | "together")
            };
            for kid in self.kids(one).filter(|kid| self.rel(*kid) == "conj" || with(*kid)) {
                all.push(kid);
                open.push(kid);
            }
        }
        all.sort_unstable();
        all
    }

    /// The heads above a token, the nearest first.
    pub fn above(&self, at: usize) -> impl Iterator<Item = usize> + '_ {
        let mut now = at;
        let mut left = self.tokens.len();
        std::iter::from_fn(move || {
            left = left.checked_sub(1)?;
            now = self.head(now)?;
            Some(now)
        })
    }

    /// The mention that a token is part of.
    pub fn mention(&self, at: usize) -> Option<&Named> {
        self.mentions.get(usize::from(*self.mention_of.get(at)?))
    }

    /// The span from the first to the last of some tokens.
    pub fn span(&self, start: usize, end: usize) -> Option<Span> {
        let first = self.tokens.get(start)?;
        let last = self.tokens.get(end.checked_sub(1)?)?;
        Some(first.span.join(last.span))
    }
}

fn lowered(word: &str) -> Cow<'_, str> {
    if word.chars().any(char::is_uppercase) { Cow::Owned(word.to_lowercase()) } else { Cow::Borrowed(word) }
}
