//! A cue verb in its sentence: which frame fits, and what was said.
use super::chain;
use super::cues::{Attribution, Cue, CueForm, Cues, Frame, Subjects};
use super::draft::{self, Draft};
use super::reach::Behind;
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

impl Clause<'_, '_> {
    /// The statement of the cue verb at `verb`, if a frame of `cue` fits.
    pub fn verb(&self, verb: usize, found: &CueForm, sofar: &[Draft]) -> Option<Draft> {
        let cue = self.cues.cues.get(found.cue)?;
        let past = verb + 1 + found.rest.len();
        // "a bridge expected to fall", "the fees announced by the mayor are unfair": what stands before is not who speaks.
        let participle = found.form != Form::Gerund && self.view.tree.full_relation(verb) == "acl";
        let reduced = participle && (cue.act != "say" || self.view.is(past, "by"));
        if reduced || self.is_supposed(verb, cue) {
            return None;
        }
        let mut draft = self.by_order(verb, found, sofar).or_else(|| self.by_arcs(verb, past, cue))?;
        if draft.said_on.is_none() {
            chain::day_before(self.view, self.line, verb, &mut draft);
        }
        if draft.medium.is_none() {
            draft.medium =
                chain::medium_before(self.words, self.view, self.line, verb, &draft).map(str::to_owned);
        }
        Some(draft)
    }

    /// The statement of the cue verb at `verb` by the order of the words around it.
    fn by_order(&self, verb: usize, found: &CueForm, sofar: &[Draft]) -> Option<Draft> {
        let cue = self.cues.cues.get(found.cue)?;
        let past = verb + 1 + found.rest.len();
        if found.form == Form::Gerund {
            return self.gerund(verb, past, cue, sofar);
        }
        let before = speaker::before(self.view, self.cues, self.words, self.line, verb, found.form)
            // "According to a poll, few say that"
            .filter(|speaker| self.source_at(speaker.start).is_none())
            .or_else(|| self.shared_subject(verb, found.form, sofar))
            .or_else(|| self.subject_by_arcs(verb));
        let before = before.map(|speaker| self.all_of(verb, speaker));
        let states = matches!(found.form, Form::Past | Form::Third);
        let inverted = states && self.is_inverted(verb, past)
            || found.form == Form::Base && self.is_inverted_at_end(verb, past);
        if inverted && cue.frames.contains(&Frame::ClauseVerbSpeaker) {
            return self.verb_first(verb, past, cue);
        }
        if let Some(speaker) = before {
            let head = draft::head(self.view, speaker.start, speaker.end);
            let document = self.view.get(head).is_some_and(|w| self.words.documents.contains(&w.lower));
            if cue.subjects == Some(Subjects::Documents) && !document {
                return None;
            }
            if found.form == Form::Base && !self.plural(verb, speaker) {
                return None;
            }
            if self.may_be_noun(verb, speaker) {
                return None;
            }
            return self.speaker_first(verb, past, cue, speaker);
        }
        if states && cue.frames.contains(&Frame::QuoteVerbSpeaker) {
            return self.verb_first(verb, past, cue);
        }
        None
    }

    /// "The boats, said Ruiz, are ready": the subject stands behind, between commas.
    fn is_inverted(&self, verb: usize, past: usize) -> bool {
        let (view, line) = (self.view, self.line);
        let behind = || speaker::behind(view, self.words, past, line.end).map(|(_, end)| end);
        verb > line.start
            && view.is(verb - 1, ",")
            && view.get(past).is_some_and(|word| word.capital)
            && behind().is_some_and(|end| view.is(end, ","))
    }

    /// "Ferry is sold, say officials": several subjects stand behind, at the end of the sentence.
    fn is_inverted_at_end(&self, verb: usize, past: usize) -> bool {
        let (view, line) = (self.view, self.line);
        let Some((start, end)) = speaker::behind(view, self.words, past, line.end) else { return false };
        verb > line.start
            && view.is(verb - 1, ",")
            && (end >= line.end || view.get(end).is_some_and(|word| word.stops()))
            && self.is_plural(start, end)
    }

    /// "residents who want to leave", "she would attack": told of nobody as what they said or meant.
    fn is_supposed(&self, verb: usize, cue: &Cue) -> bool {
        let view = self.view;
        let tree = &view.tree;
        let plain = matches!(cue.act.as_str(), "say" | "report" | "ask" | "deny" | "guess");
        let modal = |at: usize| at < verb && view.any(at, Jobs::MODAL);
        let restricts = tree.full_relation(verb) == "acl:relcl"
            && !(self.line.start..verb).rev().take(4).any(|at| view.is(at, ","));
        !plain && (restricts || tree.children(verb).any(modal))
    }

    /// "Ruiz left the room and later said": the subject of the verb before.
    fn shared_subject(&self, verb: usize, form: Form, sofar: &[Draft]) -> Option<Speaker> {
        let view = self.view;
        let mut at = verb;
        while at > self.line.start + 1 {
            let word = view.get(at - 1)?;
            let adds = word.any(Jobs::ADVERB | Jobs::HAVE) || word.lower.ends_with("ly");
            if !adds || word.any(Jobs::COORDINATOR) {
                break;
            }
            at -= 1;
        }
        let joins = at > self.line.start + 1 && (view.is(at - 1, "and") || view.is(at - 1, "but"));
        if !joins || form == Form::Base {
            return None;
        }
        let last = sofar.iter().rev().find(|draft| draft.line == self.index);
        let (start, end) = last.map_or_else(|| self.first_phrase(), |draft| draft.speaker)?;
        Some(Speaker { start, end, before: verb, adverb: None })
    }

    /// "several states", "her remarks": forms that are nouns too need a name or a pronoun as their subject.
    fn may_be_noun(&self, verb: usize, speaker: Speaker) -> bool {
        let view = self.view;
        let Some(word) = view.get(verb).filter(|w| w.tag.is_none()) else { return false };
        let named =
            view.get(speaker.end - 1).is_some_and(|w| w.capital || w.any(Jobs::SUBJECT | Jobs::RELATIVE));
        let opens = view.get(verb + 1).is_some_and(|w| w.is("that") || w.mark || w.is(","));
        self.words.nouns.contains(&word.lower) && speaker.end == verb && !named && !opens
    }

    /// A base form needs an auxiliary or a subject that is not one third person.
    fn plural(&self, verb: usize, speaker: Speaker) -> bool {
        let between = self.view.slice(speaker.end, verb);
        between.iter().any(|w| w.any(Jobs::MODAL | Jobs::DO)) || self.is_plural(speaker.start, speaker.end)
    }

    /// True for a noun phrase that stands for several, by its head or its coordination.
    fn is_plural(&self, start: usize, end: usize) -> bool {
        let last = self.view.get(draft::head(self.view, start, end));
        last.is_some_and(|w| {
            self.words.plural.contains(&w.lower) || (w.lower.ends_with('s') && !w.lower.ends_with("ss"))
        }) || self.view.slice(start, end).iter().any(|w| w.is("and"))
    }

    /// "Ana Ruiz said ..." and "..., Ana Ruiz said"
    fn speaker_first(&self, verb: usize, past: usize, cue: &Cue, speaker: Speaker) -> Option<Draft> {
        let (view, line) = (self.view, self.line);
        let has = |frame: Frame| cue.frames.contains(&frame);
        let hears = has(Frame::HearerThat) || has(Frame::HearerTo) || has(Frame::HearerWhether);
        let mut at = past;
        let mut addressee = None;
        if hears {
            addressee = chain::hearer(self.words, view, at, line.end);
            if let Some((_, end)) = addressee {
                at = end;
            } else if !has(Frame::QuoteSpeakerVerb) {
                return None;
            }
        }
        let (next, behind) = self.behind(at, has(Frame::To) || has(Frame::HearerTo));
        let mut draft = self.draft(verb, past, speaker, cue);
        draft.addressee = addressee;
        let ranges = [(speaker.end, verb), (at, next)];
        self.fill(&mut draft, &ranges, verb);
        if let Some(word) = speaker.adverb.and_then(|i| view.get(i)) {
            draft.first_report = self.words.first.contains(&word.lower);
        }
        let quoted = has(Frame::QuoteSpeakerVerb) || has(Frame::QuoteSpeakerVerbHearer);
        // "Speaking on "This Week," Ruiz said that": the quotation is a name.
        let said_behind = match behind {
            Behind::That | Behind::Whether | Behind::To => true,
            Behind::Words => self.is_clause(next, cue),
            _ => false,
        };
        if let Some(quote) = self.quote_before(speaker.before).filter(|_| quoted && !said_behind) {
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
            let words = speaker.before - 1 - start;
            let both = behind == Behind::Comma && self.goes_on(start, next + 1);
            if both || words >= 4 || self.is_clause(start, cue) {
                draft.content.push((start, speaker.before - 1));
                draft.rule.push_str("-clause-before");
                if both {
                    draft.content.push((next + 1, self.clause_end(next + 1)));
                }
                return Some(draft);
            }
        }
        let fits = match behind {
            Behind::Quote => has(Frame::SpeakerVerbQuote) || has(Frame::SpeakerVerbHearerQuote),
            Behind::That => has(Frame::That) || has(Frame::HearerThat),
            Behind::Whether => {
                has(Frame::Whether) || has(Frame::HearerWhether) || has(Frame::That) || has(Frame::HearerThat)
            }
            Behind::To => has(Frame::To) || has(Frame::HearerTo),
            Behind::Words => {
                (has(Frame::Clause) || has(Frame::HearerClause))
                    && (cue.always_clause || addressee.is_some() || !self.is_object(verb, next))
                    && self.is_clause(next, cue)
            }
            // "As Ruiz told reporters, the port is open"
            Behind::Comma => {
                let lead = self.start_of(line);
                let leads = view.is(lead, "as") && speaker.start <= lead + 2;
                (has(Frame::Clause) || has(Frame::HearerClause))
                    && !comma
                    && (leads || next > past && addressee.is_none_or(|hearer| hearer.1 < next))
                    && self.is_clause(next + 1, cue)
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
            _ => ("-clause", (next, self.clause_end(next))),
        };
        draft.rule.push_str(name);
        let content = if name == "-quote" { content } else { self.settled_end(verb, content) };
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
        let (start, end) = speaker::behind(view, self.words, past, line.end)?;
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
                let ends = matches!(behind, Behind::End | Behind::Comma);
                let both = behind == Behind::Comma && self.goes_on(start, next + 1);
                if !cue.frames.contains(&Frame::ClauseVerbSpeaker) || verb - 1 < start + 3 && !both || !ends {
                    return None;
                }
                draft.content.push((start, verb - 1));
                if both {
                    draft.content.push((next + 1, self.clause_end(next + 1)));
                }
                draft.rule.push_str("-clause-before");
            }
        }
        Some(draft)
    }

    /// "..., adding that": the speaker is that of the statement before, or the subject of the sentence.
    fn gerund(&self, verb: usize, past: usize, cue: &Cue, sofar: &[Draft]) -> Option<Draft> {
        let (view, line) = (self.view, self.line);
        let quoted_as =
            verb >= 2 && view.is(verb - 1, "as") && self.words.quoted_as.contains(&view.get(verb - 2)?.lower);
        let before = view.get(verb.checked_sub(1)?)?;
        let progressive = before.any(Jobs::BE);
        let last = sofar.iter().rev().find(|draft| draft.line == self.index);
        let speaker = if progressive {
            let found = speaker::before(view, self.cues, self.words, line, verb, Form::Gerund)?;
            Some((found.start, found.end))
        } else if quoted_as {
            let found = speaker::before(view, self.cues, self.words, line, verb - 2, Form::Gerund)?;
            Some((found.start, found.end))
        } else if before.is(",") || before.is("and") || before.is("while") || before.is("by") || before.mark {
            last.map(|draft| draft.speaker).unwrap_or_else(|| self.first_phrase())
        } else {
            // "with the mayor saying"
            let found = speaker::before(view, self.cues, self.words, line, verb, Form::Gerund);
            found
                .map(|found| (found.start, found.end))
                .filter(|(start, _)| view.is(start.wrapping_sub(1), "with"))
        }?;
        let speaker = Speaker { start: speaker.0, end: speaker.1, before: verb, adverb: None };
        let hears = cue.frames.contains(&Frame::HearerThat) || cue.frames.contains(&Frame::HearerTo);
        let addressee = if hears { Some(chain::hearer(self.words, view, past, line.end)?) } else { None };
        let (next, behind) = self.behind(addressee.map_or(past, |a| a.1), hears);
        let has = |frame: Frame| cue.frames.contains(&frame);
        let content = match behind {
            Behind::Quote => self.quote_from(next)?,
            Behind::That | Behind::Whether => (next + 1, self.clause_end(next + 1)),
            Behind::To if has(Frame::HearerTo) => (next, self.clause_end(next)),
            Behind::Words
                if (has(Frame::Clause) || has(Frame::HearerClause)) && self.is_clause(next, cue) =>
            {
                (next, self.clause_end(next))
            }
            _ => return None,
        };
        let content = if behind == Behind::Quote { content } else { self.settled_end(verb, content) };
        let mut draft = self.draft(verb, past, speaker, cue);
        draft.addressee = addressee;
        self.fill(&mut draft, &[(past, next)], verb);
        draft.content.push(content);
        draft.rule.push_str("-gerund");
        Some(draft)
    }

    pub(super) fn draft(&self, verb: usize, past: usize, speaker: Speaker, cue: &Cue) -> Draft {
        let mut draft = Draft::new(self.index, (verb, past), Some((speaker.start, speaker.end)), &cue.act);
        draft.attitude = cue.attitude;
        draft
    }

    /// When, through what and to whom, from the words around the verb.
    pub(super) fn fill(&self, draft: &mut Draft, ranges: &[(usize, usize)], verb: usize) {
        draft.said_on = chain::said_on(self.view, ranges, verb);
        for (start, end) in ranges {
            if draft.medium.is_none() {
                draft.medium = chain::medium(self.words, self.view, *start, *end).map(str::to_owned);
            }
            if draft.addressee.is_none() {
                draft.addressee = chain::hearer_behind_to(self.words, self.view, *start, *end)
                    .or_else(|| chain::hearer_behind_with(self.words, self.view, *start, *end));
            }
        }
    }
}
