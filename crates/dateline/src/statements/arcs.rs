//! A cue verb by its arcs: its subject, and its complement as far as that reaches.
//!
//! The frames over the order of words come first; this is for what they do not see: long subjects, verbs that share
//! one, objects with what is said of them ("criticized the mayor for his silence").
use super::chain;
use super::clause::Clause;
use super::cues::{Cue, Frame};
use super::draft::Draft;
use super::speaker::Speaker;
use super::view::Word;
use crate::doc::{Document, TimeKind};
use crate::lexicon::Jobs;

/// How many verbs up a subject may stand: "began to say", "left and later said".
const STEPS: usize = 4;

impl Clause<'_, '_> {
    /// The statement of the verb at `verb`, whose cue ends at `past`, if its arcs fit a frame of `cue`.
    pub(super) fn by_arcs(&self, verb: usize, past: usize, cue: &Cue) -> Option<Draft> {
        let view = self.view;
        let tree = &view.tree;
        if view.get(verb)?.tag != Some("VERB") || self.negated(verb) {
            return None;
        }
        let (begin, end) = self.subject(verb)?;
        let speaker = Speaker { start: begin, end, before: verb, adverb: None };
        let has = |frame: Frame| cue.frames.contains(&frame);
        let right = |relations: &[&str]| {
            tree.children(verb).find(|at| *at >= past && relations.contains(&tree.relation(*at)))
        };
        let object = right(&["obj", "iobj"]);
        let clause = right(&["ccomp", "xcomp"]);
        let to = clause.filter(|at| tree.children(*at).any(|c| c < *at && view.is(c, "to")));
        let mut draft = self.draft(verb, past, speaker, cue);
        let (name, first) = match (object, clause) {
            (Some(object), Some(_)) if to.is_some() && has(Frame::NounTo) => ("-noun-to", object),
            (Some(object), Some(clause))
                if object < clause && (to.is_some() && has(Frame::HearerTo) || has(Frame::HearerThat)) =>
            {
                let (start, end) = tree.reach(object);
                draft.addressee = Some((start.max(past), end.min(tree.reach(clause).0)));
                (if to.is_some() { "-to" } else { "-that" }, clause)
            }
            (None, Some(clause)) if to.is_some() && has(Frame::To) => ("-to", clause),
            (None, Some(clause)) if to.is_none() && (has(Frame::Clause) || has(Frame::That)) => {
                ("-that", clause)
            }
            (Some(object), _) if has(Frame::NounNoun) && self.is_named(verb, object) => {
                ("-noun-noun", object)
            }
            (Some(object), _) if has(Frame::Noun) => ("-noun", object),
            (None, _) if has(Frame::Noun) && past > verb + 1 => {
                let noun = right(&["obl", "nmod", "advcl"])
                    .filter(|at| (tree.reach(*at).0..=past).contains(&(past - 1)))?;
                ("-noun", noun)
            }
            _ => return None,
        };
        let mut start = tree.reach(first).0.max(past);
        if view.is(start, "that") && name == "-that" {
            start += 1;
        }
        let quote = view.get(start).filter(|word| word.mark).and_then(|_| self.quote_from(start));
        let stop = match quote {
            Some(quote) => {
                start = quote.0;
                quote.1
            }
            None => self.complement_end(verb, first),
        };
        let stop = if name == "-noun" { self.without_day(first, stop) } else { stop };
        self.fill(&mut draft, &[(end, verb), (past, start)], verb);
        draft.said_on = draft.said_on.or_else(|| chain::said_on(view, &[(stop, stop + 3)], stop));
        draft.first_report = tree
            .children(verb)
            .any(|at| at < verb && view.get(at).is_some_and(|word| self.words.first.contains(&word.lower)));
        draft.rule.push_str("-arcs");
        draft.rule.push_str(name);
        (stop > start).then(|| draft.content.push((start, stop)))?;
        Some(draft)
    }

    /// "called the plan a disaster", "described it as late": something is said of the object.
    fn is_named(&self, verb: usize, object: usize) -> bool {
        let tree = &self.view.tree;
        tree.children(verb).filter(|at| *at > object).any(|at| {
            let (start, _) = tree.reach(at);
            matches!(tree.relation(at), "xcomp" | "ccomp")
                || self.view.is(start, "as")
                || self.view.is(start, "to")
        })
    }

    /// What was said, ended where the complement of the verb ends if a boundary of clauses is there.
    pub(super) fn settled_end(&self, verb: usize, (start, end): (usize, usize)) -> (usize, usize) {
        let view = self.view;
        let tree = &view.tree;
        let complement = tree.children(verb).find(|at| {
            let (low, high) = tree.reach(*at);
            *at > verb
                && low <= start
                && start < high
                && matches!(tree.relation(*at), "ccomp" | "xcomp" | "obj" | "parataxis" | "advcl" | "obl")
        });
        let Some(complement) = complement else { return (start, end) };
        let stop = self.complement_end(verb, complement);
        let joined = view.is(stop, ",") && view.any(stop + 1, Jobs::COORDINATOR);
        let quoted = view.slice(start, end).iter().any(|word| word.quotation > 0);
        let ends = view.is(start, "to") || joined && !quoted;
        if stop > start + 1 && stop < end && ends { (start, stop) } else { (start, end) }
    }

    /// "reported the planned trip": what begins at `start` is a thing, not a clause.
    pub(super) fn is_object(&self, verb: usize, start: usize) -> bool {
        let tree = &self.view.tree;
        let holds = |at: usize| (tree.reach(at).0..tree.reach(at).1).contains(&start);
        let hearer = |at: usize| at > verb && tree.relation(at) == "iobj" && holds(at);
        let thing = |at: usize| at > verb && tree.relation(at) == "obj" && holds(at);
        tree.children(verb).any(hearer)
            || tree.children(verb).any(thing)
                && !tree
                    .children(verb)
                    .any(|at| at > verb && matches!(tree.relation(at), "ccomp" | "parataxis"))
    }

    fn negated(&self, verb: usize) -> bool {
        let tree = &self.view.tree;
        tree.children(verb).any(|at| at < verb && self.view.any(at, Jobs::NEGATION))
    }

    /// The subject of the verb, if it stands next to nothing but its own words.
    pub(super) fn subject_by_arcs(&self, verb: usize) -> Option<Speaker> {
        let own = self.view.tree.child(verb, &["nsubj"]).is_some();
        if !own || self.negated(verb) {
            return None;
        }
        let (start, end) = self.subject(verb)?;
        if self.view.slice(start, verb).iter().any(|word| word.mark) {
            return None;
        }
        Some(Speaker { start, end, before: start, adverb: None })
    }

    /// "Ruiz, Vega and Moreau said": the commas of a list are no apposition's.
    pub(super) fn all_of(&self, verb: usize, speaker: Speaker) -> Speaker {
        let tree = &self.view.tree;
        let listed = tree.child(verb, &["nsubj"]).filter(|noun| {
            let joined = || tree.children(*noun).filter(|at| tree.relation(*at) == "conj");
            *noun < speaker.start
                && joined().count() >= 2
                && joined().last().is_some_and(|last| (speaker.start..speaker.end).contains(&last))
        });
        let start = listed.map_or(speaker.start, |noun| tree.reach(noun).0.max(self.line.start));
        Speaker { start, before: speaker.before.min(start), ..speaker }
    }

    /// The subject of the verb, or of the verb that it is joined to.
    fn subject(&self, verb: usize) -> Option<(usize, usize)> {
        let (view, line) = (self.view, self.line);
        let tree = &view.tree;
        let mut at = verb;
        for _ in 0..STEPS {
            let child = tree.children(at).find(|c| tree.relation(*c) == "nsubj" && *c < verb);
            if let Some(child) = child {
                if tree.full_relation(child) != "nsubj" {
                    return None;
                }
                return self.noun_phrase(child, at);
            }
            if tree.child(at, &["csubj", "expl"]).is_some() {
                return None;
            }
            let head = tree.head(at).filter(|head| (line.start..line.end).contains(head))?;
            let climbs = match tree.relation(at) {
                "conj" => view.get(head)?.tag == view.get(at)?.tag,
                // "began to say", but not "asked her to say" or "declined to say".
                "xcomp" => tree.child(head, &["obj", "iobj"]).is_none() && !self.negated(head),
                "advcl" => view.get(at)?.lower.ends_with("ing"),
                _ => false,
            };
            if !climbs {
                return None;
            }
            at = head;
        }
        None
    }

    /// The noun phrase of `noun` to the left of `verb`, without what stands between commas behind it.
    fn noun_phrase(&self, noun: usize, verb: usize) -> Option<(usize, usize)> {
        let view = self.view;
        let (low, high) = view.tree.reach(noun);
        let start = low.max(self.line.start);
        let high = high.min(verb).min(self.line.end);
        let end = (noun + 1..high)
            .find(|i| view.get(*i).is_some_and(|w| !w.is_word() && (w.is(",") || w.parts())))
            .unwrap_or(high);
        (start < end).then_some((start, end))
    }

    /// "the closure of the port on Monday": when it was said, not a part of it.
    pub(super) fn without_day(&self, first: usize, end: usize) -> usize {
        let view = self.view;
        let last = (first + 1..end).rev().find(|i| view.get(*i).is_some_and(Word::is_word));
        let end = last.map_or(end, |last| last + 1);
        let mut stop = end;
        while stop > first + 1 && self.is_day(stop - 1) {
            stop -= 1;
        }
        if stop < end && view.any(stop - 1, Jobs::PREPOSITION) { stop - 1 } else { stop }
    }

    /// True for a word of a date or a time of day, but not of "in years".
    fn is_day(&self, at: usize) -> bool {
        let time = self.view.get(at).and_then(|word| word.time);
        time.and_then(|id| Document::items(&self.view.doc.times).get(id.index()))
            .is_some_and(|time| matches!(time.kind, TimeKind::Date | TimeKind::Time))
    }

    /// Where the complement that begins with the dependent `first` ends: behind the last dependent that is no aside
    /// and says nothing about when.
    fn complement_end(&self, verb: usize, first: usize) -> usize {
        let view = self.view;
        let tree = &view.tree;
        let mut end = tree.reach(first).1;
        for child in tree.children(verb).filter(|child| *child > first) {
            let word = view.get(child);
            match tree.relation(child) {
                "punct" if word.is_some_and(|w| !w.mark && w.quotation == 0) => break,
                "punct" => {}
                "cc" | "conj" | "parataxis" | "discourse" => break,
                // ", saying that": an aside brings its own comma.
                _ if view.get(tree.reach(child).0).is_some_and(|w| !w.is_word() && !w.mark) => break,
                _ if self.is_day(child) => {}
                _ => end = end.max(tree.reach(child).1),
            }
        }
        let end = end.min(self.line.end);
        // A quotation is said whole.
        match view.quotation(end.saturating_sub(1)) {
            Some(quote) if quote.start > first.min(tree.reach(first).0) && quote.end < self.line.end => {
                end.max(quote.end)
            }
            _ => end,
        }
    }
}
