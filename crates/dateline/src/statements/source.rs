//! Phrases that name a source, and statements that are delivered: "according to Ana Ruiz", "a statement outlining".
use super::chain;
use super::clause::Clause;
use super::draft::Draft;
use super::speaker;
use super::view::Word;
use crate::lexicon::{Form, Jobs};

/// How many words up the clause of a source may stand.
const STEPS: usize = 6;

impl Clause<'_, '_> {
    /// "..., according to Ana Ruiz" and "According to Ana Ruiz, ..."
    pub fn source(&self, at: usize, len: usize) -> Option<Draft> {
        let (view, line) = (self.view, self.line);
        let (start, end, past) = self.source_phrase(at, len)?;
        let first = at <= line.start + 1 && !view.is(at.wrapping_sub(1), ",");
        let mut content = Vec::new();
        if first {
            // "According to Ruiz, the port is open": an apposition has a comma behind it too.
            let from = if view.is(past, ",") { past } else { end };
            let next = (from..line.end).find(|i| view.is(*i, ",") || view.is(*i, ":"));
            let clause =
                past < line.end && view.get(past).is_some_and(|w| w.any(Jobs::DETERMINER | Jobs::SUBJECT));
            let next = if clause { past - 1 } else { next? };
            // "According to the Herald, citing two officials, the port is open"
            let cites = view.get(next + 1).is_some_and(|word| self.words.citing.contains(&word.lower));
            let behind = || (next + 2..line.end).find(|i| view.is(*i, ","));
            let next = if cites { behind().unwrap_or(next) } else { next };
            content.push(if view.get(next + 1)?.mark {
                self.quote_from(next + 1)?
            } else {
                (next + 1, self.clause_end(next + 1))
            });
        } else if let Some(quote) = self.quote_before(at) {
            content.push(quote);
        } else {
            let before = if view.is(at - 1, ",") { at - 1 } else { at };
            let start = self.clause_of_source(at, before);
            let conjunct = view.is(start + 1, ",")
                && view.get(start).is_some_and(|word| self.words.conjuncts.contains(&word.lower));
            content.push((if conjunct { start + 2 } else { start }, before));
        }
        if !first && view.is(past, ",") && past + 2 < line.end {
            let (start, before) = content[0];
            if before < start + 2 && view.any(start, Jobs::SUBORDINATOR) {
                content = vec![(past + 1, self.clause_end(past + 1))];
            } else if self.goes_on(start, past + 1) {
                content.push((past + 1, self.clause_end(past + 1)));
            }
        }
        let mut draft = Draft::new(self.index, (at, at + len), Some((start, end)), "according-to");
        // "The deal was first reported by"
        for (start, end) in &mut content {
            while *end > *start + 1 && view.any(*end - 1, Jobs::BE | Jobs::RELATIVE) {
                *end -= 1;
            }
        }
        draft.content = content;
        draft.first_report =
            view.slice(at, at + len).iter().any(|word| self.words.first.contains(&word.lower));
        draft.said_on = chain::said_on(view, &[(start, end + 2)], at);
        draft.medium =
            chain::medium(self.words, view, end, if first { end } else { line.end }).map(str::to_owned);
        let words: usize = draft.content.iter().map(|(start, end)| end.saturating_sub(*start)).sum();
        (words > 1).then_some(draft)
    }

    /// Who the source is, and where all that is said of it ends: "Ana Ruiz, the mayor".
    fn source_phrase(&self, at: usize, len: usize) -> Option<(usize, usize, usize)> {
        let (view, line) = (self.view, self.line);
        let tree = &view.tree;
        let noun = [at, at + len - 1]
            .into_iter()
            .filter_map(|word| tree.head(word))
            .find(|noun| (at + len..line.end).contains(noun));
        let Some(noun) = noun else {
            let (start, end) = speaker::source(view, at + len, line.end)?;
            return Some((start, end, end));
        };
        let past = tree.reach(noun).1.min(line.end);
        let past =
            (noun + 1..=past).rev().find(|i| view.get(i - 1).is_some_and(Word::is_word)).unwrap_or(past);
        let end = (noun + 1..past)
            .find(|i| {
                view.get(*i).is_some_and(|w| {
                    w.quotation == 0 && (w.is(",") || w.stops() || w.parts() && !speaker::is_hyphen(view, *i))
                })
            })
            .unwrap_or(past);
        // "reported by the Herald on Friday"
        let bare = self.without_day(noun, end);
        let end = if bare < end && view.any(bare, Jobs::PREPOSITION) { bare } else { end };
        Some((at + len, end, past.max(end)))
    }

    /// Where the clause begins that the source at `at` stands behind: "It rained, but the port is open, according to".
    fn clause_of_source(&self, at: usize, before: usize) -> usize {
        let view = self.view;
        let tree = &view.tree;
        let start = self.clause_start(before);
        if let Some(relative) = self.last_relative(start, before) {
            return relative;
        }
        let mut verb = tree.head(at).and_then(|noun| tree.head(noun));
        for _ in 0..STEPS {
            let Some(now) = verb.filter(|now| (start..at).contains(now)) else { return start };
            let apart = tree.relation(now) == "conj"
                && tree.child(now, &["nsubj"]).is_some()
                && tree.child(now, &["cc"]).is_some_and(|cc| view.is(cc, "but"));
            if apart {
                let low = tree.reach(now).0;
                let first = (low..now)
                    .find(|i| view.get(*i).is_some_and(|w| w.is_word() && !w.any(Jobs::COORDINATOR)));
                return first.unwrap_or(start).max(start);
            }
            verb = tree.head(now);
        }
        start
    }

    /// "The port, which lost a crane, according to": a relative clause behind a comma, with nothing behind it, is what the
    /// source says; what it belongs to is the outlet's own word.
    fn last_relative(&self, start: usize, before: usize) -> Option<usize> {
        let view = self.view;
        let comma = (start..before).rev().find(|i| view.is(*i, ","))?;
        let relative = view.get(comma + 1)?;
        (relative.any(Jobs::RELATIVE) && !relative.is("that") && before > comma + 3).then_some(comma + 1)
    }

    /// "delivered a statement to the council outlining new plans"
    pub fn outline(&self, at: usize) -> Option<Draft> {
        let (view, line) = (self.view, self.line);
        let floor = line.start.max(at.saturating_sub(25));
        let noun = (floor..at)
            .rev()
            .find(|i| view.get(*i).is_some_and(|w| self.words.outlined.contains(&w.lower)))?;
        let verb = (floor..noun)
            .rev()
            .find(|i| view.get(*i).is_some_and(|w| self.words.deliver.contains(&w.lower)))?;
        let subject = speaker::before(view, self.cues, self.words, line, verb, Form::Past)?;
        let end = self.clause_end(at + 1);
        let speaker = Some((subject.start, subject.end));
        let mut draft = Draft::new(self.index, (at, at + 1), speaker, "outlined");
        draft.content.push((at + 1, end));
        draft.addressee = chain::hearer_behind_to(self.words, view, noun, at);
        draft.said_on = chain::said_on(view, &[(line.start, subject.start), (verb, at)], verb);
        draft.medium = view
            .get(noun)
            .map(|w| self.words.media.get(&w.lower).cloned().unwrap_or_else(|| w.lower.clone()));
        // "new, deeply troubling information"
        (end > at + 2).then(|| draft.rule.push_str("-in-statement"))?;
        Some(draft)
    }
}
