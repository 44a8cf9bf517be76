//! Who said what: quotations and attributed statements.
//!
//! Quotations are found first; then each cue ("said", "according to") looks for its speaker and for what was said, by
//! the frames that its data file gives it; last, quotations without a cue go to the speaker before them.
mod arcs;
mod chain;
mod clause;
mod cues;
mod draft;
mod floating;
mod headline;
mod phrases;
mod quotes;
mod reach;
mod source;
mod speaker;
mod tree;
mod view;

use crate::doc::{Document, Layer, Statement, Trial, ZoneKind};
use crate::lexicon::{Data, Error, Form, FunctionWords, Jobs, Verbs};

use clause::Clause;
use cues::{Attribution, Cues};
use draft::{Draft, Entities};
use view::{Line, View};

/// The rules and word lists of this stage, from `data/statements/`.
#[derive(Debug)]
pub struct Rules {
    cues: Cues,
    words: Attribution,
    functions: FunctionWords,
}

impl Rules {
    /// Reads the rules.
    pub fn load(data: &Data) -> Result<Rules, Error> {
        let verbs = Verbs::load(data)?;
        Ok(Rules {
            cues: Cues::load(data, &verbs)?,
            words: data.toml("statements/attribution.toml")?,
            functions: FunctionWords::load(data)?,
        })
    }
}

/// Adds the layer.
pub fn annotate(rules: &Rules, doc: &Document) -> Layer<Statement> {
    let language = doc.article.as_ref().and_then(|article| article.language.as_ref());
    if language.is_some_and(|language| !language.value.starts_with("en")) {
        return Layer::default();
    }
    let view = View::of(&rules.functions, doc);
    let entities = Entities::of(Document::items(&doc.entities));
    let mut drafts: Vec<Draft> = Vec::new();
    let mut trials = Vec::new();
    for (index, line) in view.lines.iter().enumerate() {
        of_line(rules, &view, &entities, *line, index, &mut drafts, &mut trials);
    }
    floating::join(&view, &mut drafts);
    let mut items: Vec<Statement> =
        drafts.into_iter().filter_map(|draft| draft.statement(&view, &rules.words, &entities)).collect();
    items.sort_by_key(|item| (item.content.iter().map(|s| s.start).min(), item.cue));
    items.dedup_by(|a, b| a.content == b.content && a.speaker == b.speaker);
    let mut layer = Layer::of(items);
    layer.trials = trials;
    layer
}

/// The statements of one sentence.
fn of_line(
    rules: &Rules,
    view: &View<'_>,
    entities: &Entities,
    line: Line,
    index: usize,
    drafts: &mut Vec<Draft>,
    trials: &mut Vec<Trial>,
) {
    let clause = Clause { view, cues: &rules.cues, words: &rules.words, line, index };
    let headline = matches!(line.kind, ZoneKind::Headline | ZoneKind::RelatedHeadline | ZoneKind::Heading);
    let first = drafts.len();
    if headline {
        drafts.extend(headline::colon(&rules.words, view, entities, line, index));
        if drafts.len() > first {
            return;
        }
    }
    let mut open = line.start;
    for at in line.start..line.end {
        let Some(word) = view.get(at).filter(|_| at >= open) else { continue };
        if word.quotation > 0 || !word.is_word() || (word.capital && !(headline || at == line.start)) {
            continue;
        }
        if let Some(len) = clause.source_at(at) {
            let found = clause.source(at, len);
            // "according to local reports": the noun is no verb.
            open = found.as_ref().and_then(|draft| draft.speaker).map_or(at + len, |(_, end)| end);
            drafts.extend(found);
            continue;
        }
        if rules.words.outlines.contains(&word.lower) {
            let found = clause.outline(at);
            if found.is_some() {
                drafts.extend(found);
                continue;
            }
        }
        let Some(forms) = rules.cues.forms.get(&word.lower) else { continue };
        // "citing two officials" and "which cited two officials" are of the chain.
        let relative = at > line.start && view.any(at - 1, Jobs::RELATIVE);
        if rules.words.citing.contains(&word.lower) || relative && rules.words.cites.contains(&word.lower) {
            continue;
        }
        if matches!(word.tag, Some("NOUN" | "PROPN" | "ADJ")) {
            continue;
        }
        // The longest form first: "point out" before "point".
        let mut best: Option<(usize, Draft)> = None;
        for form in forms {
            let fits = form.rest.iter().enumerate().all(|(i, rest)| view.is(at + 1 + i, rest));
            let longer = best.as_ref().is_none_or(|(len, _)| form.rest.len() > *len);
            if !fits || !longer || (form.form == Form::Base && view.is(at.wrapping_sub(1), "to")) {
                continue;
            }
            if let Some(draft) = clause.verb(at, form, drafts.get(first..).unwrap_or(&[])) {
                best = Some((form.rest.len(), draft));
            }
        }
        if view.doc.explain {
            let reason = match &best {
                Some((_, draft)) => format!("fits the frame `{}`", draft.rule),
                None => "no frame of this cue fits its sentence".to_owned(),
            };
            let rule = best.as_ref().map_or("cue".to_owned(), |(_, draft)| draft.rule.clone());
            trials.push(Trial {
                span: Some(word.span),
                quote: view.doc.words(word.span).to_owned(),
                rule: format!("statements/{rule}").into(),
                won: best.is_some(),
                reason,
            });
        }
        drafts.extend(best.map(|(_, draft)| draft));
    }
    chain::attach(&rules.words, view, line, drafts.get_mut(first..).unwrap_or_default());
}

#[cfg(test)]
mod tests;
