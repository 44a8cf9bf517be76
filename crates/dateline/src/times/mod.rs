//! When: temporal expressions as dates.
//!
//! Rules are patterns over words and numbers (`data/times/rules/`), over the word classes of `data/times/words.toml`.
//! At each word the longest match wins; then ranges ("from Sunday to Sept. 13") are joined. No clock is read: relative
//! words are counted from the day of the article.
mod arcs;
mod beside;
mod calendar;
mod clock;
mod lex;
mod memory;
mod numbers;
mod pattern;
mod ranges;
mod resolve;
mod rules;
mod tense;
#[cfg(test)]
mod tests;
mod words;

use self::calendar::Stretch;
use self::lex::Token;
use self::memory::Memory;
use self::resolve::{Around, Resolved};
use self::rules::{Grammar, Match};
use crate::doc::{Date, Document, EntityKind, Layer, MentionKind, RuleId, Span, Time, TimeEnd, Trial};
use crate::lexicon::{Data, Error};

/// The rules and word lists of this stage, from `data/times/`.
#[derive(Debug)]
pub struct Rules {
    grammar: Grammar,
}

impl Rules {
    /// Reads the rules.
    pub fn load(data: &Data) -> Result<Rules, Error> {
        Ok(Rules { grammar: Grammar::load(data)? })
    }
}

/// Adds the layer.
pub fn annotate(rules: &Rules, doc: &Document) -> Layer<Time> {
    let mut layer = Layer::default();
    if !doc.is_english() {
        return layer;
    }
    let taken = names(doc);
    let mut tokens = Vec::new();
    let mut memory = Memory::default();
    let mut told = None;
    let mut sentences = Document::items(&doc.sentences).iter().map(|s| s.span).peekable();
    for zone in Document::items(&doc.zones) {
        let today = zone.posted.map(|moment| moment.date).or_else(|| doc.reference_day());
        // A caption, a blurb of another story and an entry of a live blog tell of their own days.
        if told != Some((zone.item, zone.posted)) {
            (told, memory) = (Some((zone.item, zone.posted)), Memory::default());
        }
        memory.paragraph();
        while let Some(span) = sentences.next_if(|span| span.start < zone.span.end) {
            tokens.clear();
            lex::tokens(&rules.grammar.words, doc.text.as_str(), span, &mut tokens);
            // "by 9 a.m. Tuesday": the stop looks like the end of a sentence, and seldom is.
            while rules.grammar.ends_in_half_day(&tokens)
                && let Some(next) = sentences.next_if(|span| span.start < zone.span.end)
            {
                lex::tokens(&rules.grammar.words, doc.text.as_str(), next, &mut tokens);
            }
            let mut found = Vec::new();
            sentence(rules, doc, &tokens, today, &mut memory, &mut found, &mut layer.trials);
            ranges::join(&rules.grammar.words, &tokens, &mut found);
            found.retain(|found| !within(&taken, found.span));
            layer.items.extend(found.into_iter().map(Found::time));
        }
    }
    layer
}

/// An expression found in a sentence.
#[derive(Clone, Debug)]
struct Found {
    /// Its tokens.
    tokens: (usize, usize),
    span: Span,
    resolved: Resolved,
    /// The ends, if it is a range.
    ends: Option<[TimeEnd; 2]>,
    rule: RuleId,
}

impl Found {
    fn time(self) -> Time {
        let r = self.resolved;
        let (from, to) = match (r.stretch, r.days) {
            (Some(moment @ Stretch::Moment(..)), _) => (Some(moment.value()), Some(moment.value())),
            (_, Some((from, to))) => (Some(from.to_string()), Some(to.to_string())),
            _ => (None, None),
        };
        let anchor = r.anchor.map(|day| day.to_string());
        Time {
            span: self.span,
            kind: r.kind,
            value: r.value,
            from,
            to,
            anchor,
            ends: self.ends,
            rule: self.rule,
        }
    }
}

fn sentence(
    rules: &Rules,
    doc: &Document,
    tokens: &[Token],
    today: Option<Date>,
    memory: &mut Memory,
    found: &mut Vec<Found>,
    trials: &mut Vec<Trial>,
) {
    let words = &rules.grammar.words;
    let names_any = |class: &str| {
        let class = words.class(class);
        tokens.iter().any(|t| class.is_some_and(|class| words.meaning(t.entry, class).is_some()))
    };
    let mut compares = names_any("sum");
    let game = !compares && names_any("game");
    let mut at = 0;
    while at < tokens.len() {
        // The longest match; of two as long, the one that asks for more around it, then the first rule.
        let mut best: Option<Match<'_>> = None;
        for tried in rules.grammar.matches(tokens, at) {
            if best.as_ref().is_none_or(|best| (tried.end, tried.context) > (best.end, best.context)) {
                best = Some(tried);
            } else if doc.explain {
                trials.push(trial(doc, tokens, at, &tried, false, "a longer or earlier rule fits here"));
            }
        }
        let Some(best) = best else {
            at += 1;
            continue;
        };
        let governing = match arcs::tense(words, doc, span(tokens, at, best.end)) {
            Some(tense) => tense::Governing { tense: Some(tense), loose: false },
            None => tense::governing(words, tokens, at, best.end),
        };
        let around = Around {
            today,
            narrative: memory.narrative(),
            day: memory.day(),
            quarter: memory.quarter(),
            story: memory.story(),
            compares,
            game,
            governing,
        };
        let resolved = resolve::resolve(&best.rule.meaning, &best.captures, &around);
        if doc.explain {
            let reason = match &resolved {
                Some(resolved) => format!("{} (the verb is {:?})", resolved.value, governing.tense),
                None => "it is no time, or there is no day to count from".to_owned(),
            };
            trials.push(trial(doc, tokens, at, &best, resolved.is_some(), &reason));
        }
        if let Some(resolved) = resolved {
            memory.note(&best, &resolved, &around);
            compares |= matches!(resolved.stretch, Some(Stretch::Quarter(..)));
            let span = span(tokens, at, best.end);
            let own = tokens.get(at..best.end).unwrap_or_default();
            let ends = ranges::parted(doc.text.as_str(), own, &resolved);
            let rule = best.rule.id.clone();
            found.push(Found { tokens: (at, best.end), span, resolved, ends, rule });
        }
        at = best.end;
    }
}

fn span(tokens: &[Token], start: usize, end: usize) -> Span {
    let part = tokens.get(start..end).unwrap_or_default();
    part.iter().map(|t| t.span).reduce(Span::join).unwrap_or(Span::new(0, 0))
}

fn trial(doc: &Document, tokens: &[Token], at: usize, tried: &Match<'_>, won: bool, reason: &str) -> Trial {
    let span = span(tokens, at, tried.end);
    let (quote, reason) = (doc.words(span).to_owned(), reason.to_owned());
    Trial { span: Some(span), quote, rule: tried.rule.id.clone(), won, reason }
}

/// True if one of `spans`, in text order and apart, holds `span`.
fn within(spans: &[Span], span: Span) -> bool {
    let before = spans.partition_point(|s| s.start <= span.start);
    before.checked_sub(1).and_then(|i| spans.get(i)).is_some_and(|s| s.contains(span))
}

/// What holds no times: the dateline, and names of people, organisations and works: "Theresa May", "USA Today".
fn names(doc: &Document) -> Vec<Span> {
    let wanted =
        |kind| matches!(kind, EntityKind::Person | EntityKind::Org | EntityKind::Work | EntityKind::Facility);
    let dateline = doc.article.as_ref().and_then(|a| a.dateline.as_ref()).map(|d| d.span);
    let related = doc.article.iter().flat_map(|a| &a.related).filter_map(|r| Some(r.dateline.as_ref()?.span));
    let mut spans: Vec<Span> = Document::items(&doc.entities)
        .iter()
        .filter(|entity| wanted(entity.kind))
        .flat_map(|entity| &entity.mentions)
        .filter(|mention| mention.kind == MentionKind::Name)
        .map(|mention| mention.span)
        .chain(dateline)
        .chain(related)
        .collect();
    spans.sort_unstable();
    spans
}
