//! How far what was said reaches: quotations, clauses and noun phrases around a cue.
use super::clause::Clause;
use super::cues::{Cue, Frame};
use super::speaker;
use super::view::Line;
use crate::lexicon::{Form, Jobs};

/// What stands behind the cue and its adjuncts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Behind {
    End,
    That,
    Whether,
    To,
    Quote,
    Comma,
    Words,
}

impl Clause<'_, '_> {
    /// Skips when, where and through what behind the verb: "on Monday in a statement".
    pub(super) fn behind(&self, start: usize, to: bool) -> (usize, Behind) {
        let (view, end) = (self.view, self.line.end);
        let mut at = start;
        while at < end {
            let Some(word) = view.get(at) else { break };
            if word.time.is_some()
                || word.any(Jobs::TIME)
                || (word.any(Jobs::ADVERB) && !word.any(Jobs::DETERMINER | Jobs::SUBORDINATOR))
                    && self.adjunct_ends(at)
            {
                at += 1;
                continue;
            }
            if to && word.is("to") {
                return (at, Behind::To);
            }
            let dated = word.any(Jobs::PREPOSITION | Jobs::DETERMINER)
                && view.get(at + 1).is_some_and(|w| w.time.is_some() || w.any(Jobs::TIME) && w.capital);
            if dated {
                at += 1;
                continue;
            }
            let phrase = self.words.adjuncts.contains(&word.lower);
            if !phrase {
                break;
            }
            let past = (at + 1..end.min(at + 30)).find(|i| {
                view.get(*i).is_some_and(|w| w.is("that") || w.mark || w.is(",") || w.is(":") || w.stops())
            });
            match past {
                Some(past) => at = past,
                None => {
                    at = end.min(at + 30);
                    break;
                }
            }
        }
        let kind = match view.get(at) {
            None => Behind::End,
            Some(_) if at >= end => Behind::End,
            Some(word) if word.mark || word.quotation > 0 => Behind::Quote,
            Some(word) if matches!(word.lower.as_str(), "," | ":" | "-" | "--" | "—" | "–") => {
                if view.get(at + 1).is_some_and(|w| w.mark) {
                    at += 1;
                    Behind::Quote
                } else if word.is(":") && at + 1 >= end {
                    // A quotation in the next paragraph.
                    at += 1;
                    if view.get(at).is_some_and(|w| w.mark) { Behind::Quote } else { Behind::End }
                } else {
                    Behind::Comma
                }
            }
            Some(word) if word.is("that") => Behind::That,
            Some(word) if self.words.questions.contains(&word.lower) => Behind::Whether,
            Some(word) if word.is("to") => Behind::End,
            Some(word) if !word.is_word() && !word.is("$") => Behind::End,
            Some(_) => Behind::Words,
        };
        (at, kind)
    }

    /// "said later in a statement": the adverb belongs to the cue if no clause begins behind it.
    fn adjunct_ends(&self, at: usize) -> bool {
        self.view.get(at + 1).is_some_and(|w| {
            !w.is_word() || w.is("that") || w.mark || w.time.is_some() || w.any(Jobs::PREPOSITION)
        })
    }

    /// A clause has a verb; without tags, an auxiliary, a pronoun or enough words are taken for one.
    pub(super) fn is_clause(&self, start: usize, cue: &Cue) -> bool {
        let words = self.view.slice(start, self.line.end.max(start));
        let Some(first) = words.first() else { return false };
        if first.any(Jobs::SUBJECT) && !first.any(Jobs::OBJECT) {
            return words.len() > 2;
        }
        let tagged = words.iter().any(|w| w.tag.is_some());
        let finite = first.any(Jobs::AUXILIARY | Jobs::NEGATION) && !first.any(Jobs::POSSESSIVE)
            || speaker::is_finite_cue(self.view, self.cues, start);
        if finite {
            return false;
        }
        let mut before = first;
        let mut verbs = false;
        for word in words.iter().take(40).skip(1) {
            verbs |= match word.tag {
                Some(tag) => tag == "VERB" || tag == "AUX",
                None => {
                    word.any(Jobs::AUXILIARY) && !word.any(Jobs::POSSESSIVE)
                        || word.lower.ends_with("ed")
                            && !before.any(Jobs::DETERMINER | Jobs::POSSESSIVE | Jobs::PREPOSITION)
                }
            };
            before = word;
        }
        let begins = !first.any(Jobs::PREPOSITION | Jobs::COORDINATOR | Jobs::RELATIVE)
            || first.is("in")
            || first.is("after");
        begins
            && (verbs
                || cue.always_clause
                || (!tagged && words.len() >= 8 && !first.any(Jobs::DETERMINER | Jobs::POSSESSIVE)))
    }

    /// The quotation or the sentence of quotations that ends right before `at`: `"A. B," `.
    pub(super) fn quote_before(&self, at: usize) -> Option<(usize, usize)> {
        let view = self.view;
        let mut mark = at.checked_sub(1)?;
        if view.is(mark, ",") || view.is(mark, "-") || view.is(mark, "--") || view.is(mark, "—") {
            mark = mark.checked_sub(1)?;
        }
        // A quotation that ends the paragraph or the sentence before has its own cue.
        if mark < self.line.start || !view.get(mark)?.mark {
            return None;
        }
        let quote = view.quotation(mark.checked_sub(1)?)?;
        // 'the "ready" sign said': a quotation that is spoken ends in a mark.
        let spoken = mark + 1 < at || view.get(mark - 1).is_some_and(|w| !w.is_word());
        if !spoken {
            return None;
        }
        let open = quote.start.saturating_sub(1);
        let line = self.line_of(open)?;
        let mixed = open > line.start && {
            let lead = view.slice(line.start, open);
            // "He was, "as ever," late": what leads in belongs to the statement, unless it has a speaker of its own.
            lead.iter().any(|w| w.is_word()) && !lead.iter().any(|w| w.mark)
        };
        if !mixed {
            return Some((quote.start, quote.end));
        }
        // "He said: "..."", "..., "...": the words before have their own end.
        let apart = view.get(open.saturating_sub(1)).is_some_and(|w| !w.is_word() && !w.is("-"));
        let cue = (line.start..open).any(|i| speaker::is_finite_cue(view, self.cues, i) || self.is_source(i));
        let lead_is_clause =
            !apart && !cue && view.slice(line.start, open).iter().filter(|w| w.is_word()).count() >= 2;
        if lead_is_clause { Some((self.start_of(line), mark + 1)) } else { Some((quote.start, quote.end)) }
    }

    pub(super) fn start_of(&self, line: Line) -> usize {
        (line.start..line.end)
            .find(|i| self.view.get(*i).is_some_and(|w| w.is_word() || w.mark))
            .unwrap_or(line.start)
    }

    /// The line of a word of this zone.
    pub(super) fn line_of(&self, at: usize) -> Option<Line> {
        let lines = &self.view.lines;
        let index = lines.partition_point(|line| line.end <= at);
        lines.get(index).copied()
    }

    /// The quotation that opens at `at`, with what goes on behind it in the sentence if it is only a part of that.
    pub(super) fn quote_from(&self, at: usize) -> Option<(usize, usize)> {
        let view = self.view;
        let inside = if view.get(at)?.mark { at + 1 } else { at };
        let quote = view.quotation(inside)?;
        let line = self.line_of(quote.end)?;
        let rest = view.slice(quote.end, line.end.max(quote.end));
        let goes_on = rest.iter().find(|w| !w.mark).is_some_and(|w| w.is_word() && !w.any(Jobs::COORDINATOR))
            && quote.closed;
        let short = quote.end - quote.start <= 8;
        let last = view.get(quote.end.saturating_sub(1))?;
        if goes_on && short && !last.stops() && !last.is(",") {
            return Some((at, self.clause_end(quote.end)));
        }
        Some((quote.start, quote.end))
    }

    /// Where the clause that ends at `end` begins: behind the last mark that parts, or at the start of the sentence.
    pub(super) fn clause_start(&self, end: usize) -> usize {
        let mut start = end;
        while start > self.line.start {
            let Some(word) = self.view.get(start - 1) else { break };
            if word.is(")") {
                // "Ana Ruiz (R) left": what is closed parts nothing.
                let open = (self.line.start..start - 1).rev().take(30).find(|i| self.view.is(*i, "("));
                start = open.unwrap_or(start - 1);
                continue;
            }
            let parts = word.is("(") || word.is(";") || (word.is(":") && self.line.kind.is_body());
            if parts && word.quotation == 0 {
                break;
            }
            start -= 1;
        }
        // "But the port, she said, will open": the "but" is the outlet's.
        if self.view.get(start).is_some_and(|w| w.is("but") || w.is("and") || w.is("yet")) {
            start + 1
        } else {
            start
        }
    }

    /// Where what was said ends: at the end of the sentence, or where another cue's clause begins.
    pub(super) fn clause_end(&self, start: usize) -> usize {
        let view = self.view;
        let end = self.line.end;
        // "While she said C, they left": the comma ends the clause that the sentence begins with.
        let leads =
            view.get(self.start_of(self.line)).is_some_and(|w| self.words.concessions.contains(&w.lower))
                && !(self.line.start..start).any(|i| view.is(i, ","));
        let mut at = start;
        while at < end {
            let Some(word) = view.get(at) else { break };
            if word.quotation > 0 {
                // A quotation that runs past the sentence is said whole.
                at = view.quotation(at).map_or(at + 1, |q| q.end.max(at + 1));
                continue;
            }
            if word.is(";") {
                return at;
            }
            let comma = word.is(",") || word.is("-") || word.is("--") || word.is("—");
            if comma && at > start {
                let gerund =
                    view.get(at + 1).is_some_and(|w| {
                        self.words.citing.contains(&w.lower)
                            || self.cues.forms.get(&w.lower).is_some_and(|f| {
                                f.iter().any(|f| {
                                    f.form == Form::Gerund
                                        && self.cues.cues.get(f.cue).is_some_and(|c| {
                                            c.frames.contains(&Frame::Clause) && c.act == "say"
                                        })
                                })
                            })
                    });
                let source = self.is_source(at + 1);
                if gerund || source {
                    return at;
                }
            }
            if self.is_source(at) || at > start && self.another_cue(at) {
                return at;
            }
            if comma && leads && !word.is("-") {
                return at;
            }
            at += 1;
        }
        at.max(end.min(at))
    }

    /// "and warned", "but he added": another statement begins.
    fn another_cue(&self, at: usize) -> bool {
        let view = self.view;
        let at = if view.is(at, ",") { at + 1 } else { at };
        if !view.get(at).is_some_and(|w| w.quotation == 0 && (w.is("and") || w.is("but"))) {
            return false;
        }
        let mut next = at + 1;
        if view.any(next, Jobs::SUBJECT) {
            next += 1;
        }
        while view.any(next, Jobs::ADVERB) && next < at + 4 {
            next += 1;
        }
        speaker::is_said(view, self.cues, next)
    }

    fn is_source(&self, at: usize) -> bool {
        self.source_at(at).is_some()
    }

    /// The number of words of the phrase at `at` that names a source.
    pub fn source_at(&self, at: usize) -> Option<usize> {
        self.words.sources.at(self.view, at)
    }

    /// "The plan, she said, would cost": true if what follows finishes what was begun before.
    pub(super) fn goes_on(&self, start: usize, next: usize) -> bool {
        let view = self.view;
        let Some(word) = view.get(next).filter(|_| next < self.line.end) else { return false };
        let start = if view.any(start, Jobs::COORDINATOR) { start + 1 } else { start };
        let unfinished = view
            .get(start)
            .is_some_and(|w| w.any(Jobs::PREPOSITION | Jobs::SUBORDINATOR) && !w.any(Jobs::SUBJECT));
        let gerund = word.lower.ends_with("ing") && !word.capital;
        let new = self.words.anew.contains(&word.lower) || word.any(Jobs::RELATIVE | Jobs::DETERMINER);
        let adjunct = self.words.adjuncts.contains(&word.lower) || self.words.citing.contains(&word.lower);
        unfinished || !(gerund || new || adjunct || word.mark || self.is_source(next))
    }

    /// Behind "Ana Ruiz, the mayor,": past the apposition if there is one.
    pub(super) fn past_apposition(&self, at: usize) -> usize {
        let view = self.view;
        if !view.is(at, ",") {
            return at;
        }
        let next = view.get(at + 1);
        let apposition = next.is_some_and(|w| {
            w.any(Jobs::DETERMINER | Jobs::RELATIVE | Jobs::POSSESSIVE) && !w.any(Jobs::SUBJECT)
                || w.any(Jobs::RELATIVE)
                || (w.is_word()
                    && !w.capital
                    && !w.any(
                        Jobs::PREPOSITION
                            | Jobs::SUBORDINATOR
                            | Jobs::COORDINATOR
                            | Jobs::SUBJECT
                            | Jobs::ADVERB
                            | Jobs::AUXILIARY,
                    )
                    && !w.lower.ends_with("ing"))
        });
        if !apposition {
            return at;
        }
        (at + 1..self.line.end.min(at + 30))
            .find(|i| view.get(*i).is_some_and(|w| w.is(",") || w.stops()))
            .unwrap_or(at)
    }

    /// The first noun phrase of the sentence.
    pub(super) fn first_phrase(&self) -> Option<(usize, usize)> {
        let view = self.view;
        let start = self.start_of(self.line);
        let end = (start..self.line.end.min(start + 15)).find(|i| {
            view.get(*i).is_some_and(|w| {
                !w.is_word() && !w.is("-") && !w.any(Jobs::POSSESSIVE)
                    || w.any(Jobs::AUXILIARY) && !w.any(Jobs::POSSESSIVE)
                    || matches!(w.tag, Some("VERB" | "AUX"))
                    || (w.tag.is_none() && w.lower.ends_with("ed") && !w.capital)
            })
        })?;
        let end = (start..end).rev().find(|i| !view.any(*i, Jobs::ADVERB)).map_or(start, |i| i + 1);
        let first = view.get(start)?;
        (end > start && !first.any(Jobs::PREPOSITION | Jobs::SUBORDINATOR)).then_some((start, end))
    }
}
