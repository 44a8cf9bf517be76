//! A cue verb in its sentence: which frame fits, and what was said.
use super::chain;
use super::cues::{Attribution, Cue, CueForm, Cues, Frame, Subjects};
use super::draft::Draft;
use super::speaker::{self, Speaker};
use super::view::{Line, View};
use crate::lexicon::{Form, Jobs};

/// What the rules of a clause look at.
pub(super) struct Clause<'v, 'd> {
    pub view: &'v View<'d>,
    pub cues: &'v Cues,
    pub words: &'v Attribution,
    pub line: Line,
    pub index: usize,
}

/// What stands behind the cue and its adjuncts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Behind {
    End,
    That,
    Whether,
    To,
    Quote,
    Comma,
    Words,
}

impl Clause<'_, '_> {
    /// The statement of the cue verb at `verb`, if a frame of `cue` fits.
    pub fn verb(&self, verb: usize, found: &CueForm, sofar: &[Draft]) -> Option<Draft> {
        let cue = self.cues.cues.get(found.cue)?;
        let past = verb + 1 + found.rest.len();
        if found.form == Form::Gerund {
            return self.gerund(verb, past, cue, sofar);
        }
        let before = speaker::before(self.view, self.cues, self.line, verb, found.form);
        if let Some(speaker) = before {
            let head = super::draft::head(self.view, speaker.start, speaker.end);
            let document = self.view.get(head).is_some_and(|w| self.words.documents.contains(&w.lower));
            if cue.subjects == Some(Subjects::Documents) && !document {
                return None;
            }
            if found.form == Form::Base && !self.plural(verb, speaker) {
                return None;
            }
            return self.speaker_first(verb, past, cue, speaker);
        }
        if matches!(found.form, Form::Past | Form::Third) && cue.frames.contains(&Frame::QuoteVerbSpeaker) {
            return self.verb_first(verb, past, cue);
        }
        None
    }

    /// A base form needs an auxiliary or a subject that is not one third person.
    fn plural(&self, verb: usize, speaker: Speaker) -> bool {
        let between = self.view.slice(speaker.end, verb);
        let last = self.view.get(speaker.end - 1);
        between.iter().any(|w| w.any(Jobs::MODAL | Jobs::DO))
            || last.is_some_and(|w| {
                matches!(
                    w.lower.as_str(),
                    "i" | "we" | "they" | "you" | "who" | "police" | "people" | "others" | "many" | "some"
                ) || (w.lower.ends_with('s') && !w.lower.ends_with("ss"))
            })
            || self.view.slice(speaker.start, speaker.end).iter().any(|w| w.is("and"))
    }

    /// "Ana Ruiz said ..." and "..., Ana Ruiz said"
    fn speaker_first(&self, verb: usize, past: usize, cue: &Cue, speaker: Speaker) -> Option<Draft> {
        let (view, line) = (self.view, self.line);
        let has = |frame: Frame| cue.frames.contains(&frame);
        let hears = has(Frame::HearerThat) || has(Frame::HearerTo);
        let mut at = past;
        let mut addressee = None;
        if hears {
            addressee = chain::hearer(view, at, line.end);
            if let Some((_, end)) = addressee {
                at = end;
            } else if !has(Frame::QuoteSpeakerVerb) {
                return None;
            }
        }
        let (next, behind) = self.behind(at, has(Frame::To) || has(Frame::HearerTo));
        let mut draft = self.draft(verb, past, speaker, cue);
        draft.addressee = addressee;
        let ranges = [(speaker.end, verb), (past, next)];
        self.fill(&mut draft, &ranges, verb);
        if let Some(word) = speaker.adverb.and_then(|i| view.get(i)) {
            draft.first_report = self.words.first.contains(&word.lower);
        }
        let quoted = has(Frame::QuoteSpeakerVerb) || has(Frame::QuoteSpeakerVerbHearer);
        if let Some(quote) = self.quote_before(speaker.before).filter(|_| quoted) {
            draft.content.push(quote);
            draft.rule.push_str("-quote-speaker-verb");
            if behind == Behind::Quote {
                draft.content.extend(self.quote_from(next));
            }
            return Some(draft);
        }
        let clause_before = has(Frame::ClauseSpeakerVerb) || has(Frame::ClauseSpeakerVerbHearer);
        let comma = speaker.before > line.start && view.is(speaker.before - 1, ",");
        if clause_before && comma && matches!(behind, Behind::End | Behind::Comma) {
            let start = self.clause_start(speaker.before - 1);
            if speaker.before - 1 - start >= 2 {
                draft.content.push((start, speaker.before - 1));
                draft.rule.push_str("-clause-before");
                if behind == Behind::Comma && self.goes_on(start, next + 1) {
                    draft.content.push((next + 1, self.clause_end(next + 1)));
                }
                return Some(draft);
            }
        }
        let fits = match behind {
            Behind::Quote => has(Frame::SpeakerVerbQuote) || has(Frame::SpeakerVerbHearerQuote),
            Behind::That => has(Frame::That) || has(Frame::HearerThat),
            Behind::Whether => has(Frame::Whether) || has(Frame::That) || has(Frame::HearerThat),
            Behind::To => has(Frame::To) || has(Frame::HearerTo),
            Behind::Words => {
                has(Frame::Noun) || (has(Frame::Clause) || has(Frame::HearerClause)) && self.is_clause(next)
            }
            Behind::Comma => {
                (has(Frame::Clause) || has(Frame::HearerClause))
                    && !comma
                    && next > past
                    && self.is_clause(next + 1)
            }
            Behind::End => false,
        };
        if !fits {
            return None;
        }
        let (name, content) = match behind {
            Behind::Quote => ("-quote", self.quote_from(next)?),
            Behind::That => ("-that", (next + 1, self.clause_end(next + 1))),
            Behind::Whether => ("-whether", (next, self.clause_end(next))),
            Behind::To => ("-to", (next, self.clause_end(next))),
            Behind::Comma => ("-clause", (next + 1, self.clause_end(next + 1))),
            _ if has(Frame::Noun) && !self.is_clause(next) => {
                ("-noun", (next, self.noun_end(next, &mut draft)))
            }
            _ => ("-clause", (next, self.clause_end(next))),
        };
        draft.rule.push_str(name);
        (content.1 > content.0 + usize::from(name != "-quote")).then(|| draft.content.push(content))?;
        Some(draft)
    }

    /// "...," said Ana Ruiz.
    fn verb_first(&self, verb: usize, past: usize, cue: &Cue) -> Option<Draft> {
        let (view, line) = (self.view, self.line);
        let before = view.get(verb.checked_sub(1)?)?;
        let quote = self.quote_before(verb);
        if quote.is_none() && !(before.is(",") && verb > line.start) {
            return None;
        }
        let (start, end) = speaker::behind(view, past, line.end)?;
        let after_apposition = self.past_apposition(end);
        let speaker = Speaker { start, end, before: verb, adverb: None };
        let (next, behind) = self.behind(after_apposition, false);
        let mut draft = self.draft(verb, past, speaker, cue);
        self.fill(&mut draft, &[(end, next.max(end))], verb);
        match quote {
            Some(quote) => {
                draft.content.push(quote);
                draft.rule.push_str("-quote-verb-speaker");
                if behind == Behind::Quote {
                    draft.content.extend(self.quote_from(next));
                }
            }
            None => {
                let start = self.clause_start(verb - 1);
                // "Ruiz, said to be ill": a participle behind a name.
                if !cue.frames.contains(&Frame::ClauseSpeakerVerb) || verb - 1 < start + 3 {
                    return None;
                }
                draft.content.push((start, verb - 1));
                draft.rule.push_str("-clause-before");
            }
        }
        Some(draft)
    }

    /// "..., adding that": the speaker is that of the statement before, or the subject of the sentence.
    fn gerund(&self, verb: usize, past: usize, cue: &Cue, sofar: &[Draft]) -> Option<Draft> {
        let (view, line) = (self.view, self.line);
        let quoted_as = verb >= 2
            && view.is(verb - 1, "as")
            && matches!(view.get(verb - 2)?.lower.as_str(), "quoted" | "cited");
        let before = view.get(verb.checked_sub(1)?)?;
        let progressive = before.any(Jobs::BE);
        let last = sofar.iter().rev().find(|draft| draft.line == self.index);
        let speaker = if progressive {
            let found = speaker::before(view, self.cues, line, verb, Form::Gerund)?;
            Some((found.start, found.end))
        } else if quoted_as {
            let found = speaker::before(view, self.cues, line, verb - 2, Form::Gerund)?;
            Some((found.start, found.end))
        } else if before.is(",") || before.is("and") || before.is("while") || before.is("by") || before.mark {
            last.map(|draft| draft.speaker).unwrap_or_else(|| self.first_phrase())
        } else {
            None
        }?;
        let speaker = Speaker { start: speaker.0, end: speaker.1, before: verb, adverb: None };
        let hears = cue.frames.contains(&Frame::HearerThat) || cue.frames.contains(&Frame::HearerTo);
        let addressee = if hears { Some(chain::hearer(view, past, line.end)?) } else { None };
        let (next, behind) = self.behind(addressee.map_or(past, |a| a.1), hears);
        let has = |frame: Frame| cue.frames.contains(&frame);
        let content = match behind {
            Behind::Quote => self.quote_from(next)?,
            Behind::That | Behind::Whether => (next + 1, self.clause_end(next + 1)),
            Behind::To if has(Frame::HearerTo) => (next, self.clause_end(next)),
            Behind::Words if (has(Frame::Clause) || has(Frame::HearerClause)) && self.is_clause(next) => {
                (next, self.clause_end(next))
            }
            _ => return None,
        };
        let mut draft = self.draft(verb, past, speaker, cue);
        draft.addressee = addressee;
        self.fill(&mut draft, &[(past, next)], verb);
        draft.content.push(content);
        draft.rule.push_str("-gerund");
        Some(draft)
    }

    /// "..., according to Ana Ruiz" and "According to Ana Ruiz, ..."
    pub fn source(&self, at: usize, len: usize) -> Option<Draft> {
        let (view, line) = (self.view, self.line);
        let (start, end) = speaker::source(view, at + len, line.end)?;
        let first = at <= line.start + 1 && !view.is(at.wrapping_sub(1), ",");
        let content = if first {
            let comma = (end..line.end).find(|i| view.is(*i, ","))?;
            let comma = if comma == end { comma } else { self.past_apposition(end) };
            (comma + 1, self.clause_end(comma + 1))
        } else {
            let before = if view.is(at - 1, ",") { at - 1 } else { at };
            (self.clause_start(before), before)
        };
        let mut draft = Draft {
            content: vec![content],
            cue: Some((at, at + len)),
            speaker: Some((start, end)),
            addressee: None,
            citing: None,
            said_on: None,
            medium: None,
            first_report: false,
            rule: "according-to".to_owned(),
            line: self.index,
        };
        draft.said_on = chain::said_on(view, &[(start, end)], at);
        draft.medium =
            chain::medium(self.words, view, end, if first { end } else { line.end }).map(str::to_owned);
        (content.1 > content.0 + 1).then_some(draft)
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
        let subject = speaker::before(view, self.cues, line, verb, Form::Past)?;
        let end = self.clause_end(at + 1);
        let mut draft = Draft {
            content: vec![(at + 1, end)],
            cue: Some((at, at + 1)),
            speaker: Some((subject.start, subject.end)),
            addressee: chain::hearer_behind_to(view, noun, at),
            citing: None,
            said_on: chain::said_on(view, &[(line.start, subject.start), (verb, at)], verb),
            medium: view
                .get(noun)
                .map(|w| self.words.media.get(&w.lower).cloned().unwrap_or_else(|| w.lower.clone())),
            first_report: false,
            rule: "outlined".to_owned(),
            line: self.index,
        };
        // "new, deeply troubling information"
        (end > at + 2).then(|| draft.rule.push_str("-in-statement"))?;
        Some(draft)
    }

    fn draft(&self, verb: usize, past: usize, speaker: Speaker, cue: &Cue) -> Draft {
        Draft {
            content: Vec::new(),
            cue: Some((verb, past)),
            speaker: Some((speaker.start, speaker.end)),
            addressee: None,
            citing: None,
            said_on: None,
            medium: None,
            first_report: false,
            rule: cue.act.clone(),
            line: self.index,
        }
    }

    /// When, through what and to whom, from the words around the verb.
    fn fill(&self, draft: &mut Draft, ranges: &[(usize, usize)], verb: usize) {
        draft.said_on = chain::said_on(self.view, ranges, verb);
        for (start, end) in ranges {
            if draft.medium.is_none() {
                draft.medium = chain::medium(self.words, self.view, *start, *end).map(str::to_owned);
            }
            if draft.addressee.is_none() {
                draft.addressee = chain::hearer_behind_to(self.view, *start, *end);
            }
        }
    }

    /// Skips when, where and through what behind the verb: "on Monday in a statement".
    fn behind(&self, start: usize, to: bool) -> (usize, Behind) {
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
            let phrase = matches!(
                word.lower.as_str(),
                "in" | "on"
                    | "at"
                    | "during"
                    | "to"
                    | "via"
                    | "through"
                    | "after"
                    | "following"
                    | "by"
                    | "from"
                    | "over"
                    | "of"
                    | "about"
                    | "with"
                    | "before"
                    | "when"
                    | "as"
                    | "while"
            );
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
            Some(word)
                if matches!(word.lower.as_str(), "whether" | "if" | "why" | "how" | "what" | "who") =>
            {
                Behind::Whether
            }
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
    fn is_clause(&self, start: usize) -> bool {
        let words = self.view.slice(start, self.line.end.max(start));
        let Some(first) = words.first() else { return false };
        if first.any(Jobs::SUBJECT) && !first.any(Jobs::OBJECT) {
            return words.len() > 2;
        }
        let tagged = words.iter().any(|w| w.tag.is_some());
        let verbs = words.iter().take(40).skip(1).any(|w| match w.tag {
            Some(tag) => tag == "VERB" || tag == "AUX",
            None => (w.any(Jobs::AUXILIARY) && !w.any(Jobs::POSSESSIVE)) || w.lower.ends_with("ed"),
        });
        let begins = !first.any(Jobs::PREPOSITION | Jobs::COORDINATOR | Jobs::RELATIVE)
            || first.is("in")
            || first.is("after");
        begins && (verbs || (!tagged && words.len() >= 8))
    }

    /// The quotation or the sentence of quotations that ends right before `at`: `"A. B," `.
    fn quote_before(&self, at: usize) -> Option<(usize, usize)> {
        let view = self.view;
        let mut mark = at.checked_sub(1)?;
        if view.is(mark, ",") || view.is(mark, "-") || view.is(mark, "--") || view.is(mark, "—") {
            mark = mark.checked_sub(1)?;
        }
        if !view.get(mark)?.mark {
            return None;
        }
        let quote = view.quotation(mark.checked_sub(1)?)?;
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
        let lead_is_clause = view.slice(line.start, open).iter().filter(|w| w.is_word()).count() >= 2;
        if lead_is_clause { Some((self.start_of(line), mark + 1)) } else { Some((quote.start, quote.end)) }
    }

    fn start_of(&self, line: Line) -> usize {
        (line.start..line.end)
            .find(|i| self.view.get(*i).is_some_and(|w| w.is_word() || w.mark))
            .unwrap_or(line.start)
    }

    /// The line of a word of this zone.
    fn line_of(&self, at: usize) -> Option<Line> {
        let lines = &self.view.lines;
        let index = lines.partition_point(|line| line.end <= at);
        lines.get(index).copied()
    }

    /// The quotation that opens at `at`, with what goes on behind it in the sentence if it is only a part of that.
    fn quote_from(&self, at: usize) -> Option<(usize, usize)> {
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
    fn clause_start(&self, end: usize) -> usize {
        let mut start = end;
        while start > self.line.start {
            let Some(word) = self.view.get(start - 1) else { break };
            let parts = word.is(";") || (word.is(":") && self.line.kind.is_body());
            if parts && word.quotation == 0 {
                break;
            }
            start -= 1;
        }
        start
    }

    /// Where what was said ends: at the end of the sentence, or where another cue's clause begins.
    fn clause_end(&self, start: usize) -> usize {
        let view = self.view;
        let end = self.line.end;
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
            if self.is_source(at) {
                return at;
            }
            at += 1;
        }
        at.max(end.min(at))
    }

    fn is_source(&self, at: usize) -> bool {
        self.source_at(at).is_some()
    }

    /// The number of words of the phrase at `at` that names a source.
    pub fn source_at(&self, at: usize) -> Option<usize> {
        let first = self.view.get(at).filter(|w| w.quotation == 0)?;
        self.words.sources.iter().find_map(|phrase| {
            let mut words = phrase.split(' ');
            if words.next() != Some(first.lower.as_str()) {
                return None;
            }
            let mut len = 1;
            for word in words {
                if !self.view.is(at + len, word) {
                    return None;
                }
                len += 1;
            }
            Some(len)
        })
    }

    /// The end of a noun phrase that was reported, without the time at its end.
    fn noun_end(&self, start: usize, draft: &mut Draft) -> usize {
        let view = self.view;
        let mut end = (start..self.line.end)
            .find(|i| view.get(*i).is_some_and(|w| w.quotation == 0 && (w.is(",") || w.is(";") || w.stops())))
            .unwrap_or(self.line.end);
        let full = end;
        while end > start && view.get(end - 1).is_some_and(|w| w.time.is_some()) {
            end -= 1;
        }
        if end < full && end > start + 1 {
            draft.said_on = draft.said_on.or_else(|| chain::said_on(view, &[(end, full)], end));
            if view.any(end - 1, Jobs::PREPOSITION) {
                end -= 1;
            }
        }
        end
    }

    /// "The plan, she said, would cost": true if what follows finishes what was begun before.
    fn goes_on(&self, start: usize, next: usize) -> bool {
        let view = self.view;
        let Some(word) = view.get(next).filter(|_| next < self.line.end) else { return false };
        let unfinished = view
            .get(start)
            .is_some_and(|w| w.any(Jobs::PREPOSITION | Jobs::SUBORDINATOR) && !w.any(Jobs::SUBJECT));
        let verb = word.any(Jobs::AUXILIARY)
            || matches!(word.tag, Some("VERB" | "AUX")) && !word.lower.ends_with("ing");
        unfinished || verb || word.is("and") || word.is("but")
    }

    /// Behind "Ana Ruiz, the mayor,": past the apposition if there is one.
    fn past_apposition(&self, at: usize) -> usize {
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
                            | Jobs::ADVERB,
                    )
                    && !w.lower.ends_with("ing"))
        });
        if !apposition {
            return at;
        }
        (at + 1..self.line.end.min(at + 30))
            .find(|i| view.get(*i).is_some_and(|w| w.is(",") || w.stops() || w.mark))
            .unwrap_or(at)
    }

    /// The first noun phrase of the sentence.
    fn first_phrase(&self) -> Option<(usize, usize)> {
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
        let first = view.get(start)?;
        (end > start && !first.any(Jobs::PREPOSITION | Jobs::SUBORDINATOR)).then_some((start, end))
    }
}
