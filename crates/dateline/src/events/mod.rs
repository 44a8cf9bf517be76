//! What happened: events with type, actors, status and the statement that asserts them.
mod advice;
mod arguments;
mod context;
mod control;
mod forms;
mod frame;
mod home;
mod join;
mod numbers;
mod party;
mod sectors;
mod status;
mod tree;
mod types;

#[cfg(test)]
mod tests;
mod wanted;

use self::control::Control;
use self::frame::{Frame, Reader};
use self::numbers::Numbers;
use self::sectors::Sectors;
use self::status::StatusWords;
use self::tree::Tree;
pub use self::types::type_names;
use self::types::{Entry, Types};
use crate::doc::{Document, EntityKind, Event, Id, Implied, Layer, RuleId, Status, Token, Trial};
use crate::lexicon::{Data, Error};

/// The rules and word lists of this stage, from `data/events/`.
#[derive(Debug)]
pub struct Rules {
    types: Types,
    status: StatusWords,
    sectors: Sectors,
    control: Control,
    numbers: Numbers,
}

impl Rules {
    /// Reads the rules.
    pub fn load(data: &Data) -> Result<Rules, Error> {
        Ok(Rules {
            types: Types::load(data)?,
            status: StatusWords::load(data)?,
            sectors: Sectors::load(data)?,
            control: Control::load(data)?,
            numbers: Numbers::load(data)?,
        })
    }
}

/// Adds the layer.
pub fn annotate(rules: &Rules, doc: &Document) -> Layer<Event> {
    let mut layer = Layer::default();
    if !doc.is_english() {
        return layer;
    }
    let mentions = tree::mentions(doc);
    let homeland = home::of_article(doc);
    let advice = advice::is_advice(doc);
    for sentence in Document::items(&doc.sentences) {
        if let Some(tree) = Tree::of(doc, sentence, &mentions, &rules.types.forms) {
            sentence_events(rules, &tree, homeland.as_deref(), &mut layer);
        }
    }
    if advice {
        layer.items.retain(advice::is_public);
    }
    join::join(doc, &mut layer.items);
    layer
}

/// The status of what the word at a token says, event or not; none if there is no such token.
pub fn status_of(rules: &Rules, doc: &Document, token: Id<Token>) -> Option<Status> {
    let sentences = Document::items(&doc.sentences);
    let index = sentences.partition_point(|sentence| sentence.range().end <= token.index());
    let sentence = sentences.get(index)?;
    let tree = Tree::of(doc, sentence, &[], &rules.types.forms)?;
    let at = token.index().checked_sub(tree.base).filter(|at| *at < tree.len())?;
    Some(status::of(&rules.status, &tree, at))
}

/// Adds the events of a sentence, in text order.
fn sentence_events(rules: &Rules, tree: &Tree<'_>, homeland: Option<&str>, layer: &mut Layer<Event>) {
    let mut found: Vec<(usize, Event)> = Vec::new();
    let mut absorbed: Vec<usize> = Vec::new();
    // A verb that demands its object speaks for it: "lifted sanctions" is no sanction.
    let (verbs, nouns): (Vec<usize>, Vec<usize>) = (0..tree.len()).partition(|at| tree.is_verb(*at));
    for at in verbs.into_iter().chain(nouns) {
        let part_of_name = tree.mention(at).is_some_and(|m| m.is_name && m.kind != EntityKind::Event);
        if part_of_name || absorbed.contains(&at) {
            continue;
        }
        if let Some((entry, frame)) = event_at(rules, tree, at, layer) {
            absorbed.extend(frame.absorbed);
            let mut event = event(rules, tree, entry, frame, at);
            if home::tell(tree, homeland, &mut event) {
                event.implied.push(Implied::Country);
            }
            // "signed an agreement": the verb has said it.
            let said =
                |(verb, other): &(usize, Event)| other.kind == event.kind && tree.head(at) == Some(*verb);
            if !found.iter().any(said) {
                found.push((at, event));
            }
        }
    }
    found.sort_by_key(|(at, _)| *at);
    layer.items.extend(found.into_iter().map(|(_, event)| event));
}

/// The entry whose frame fits at a token, with its participants.
fn event_at<'r>(
    rules: &'r Rules,
    tree: &Tree<'_>,
    at: usize,
    layer: &mut Layer<Event>,
) -> Option<(&'r Entry, Frame)> {
    let reader = Reader { tree, sectors: &rules.sectors, control: &rules.control };
    for entry in rules.types.at(tree, at) {
        let trigger = rules.types.trigger(entry);
        let found = reader.find(entry, trigger, at);
        if tree.doc.explain {
            let span = tree.tokens.get(at)?.span;
            layer.trials.push(Trial {
                span: Some(span),
                quote: tree.doc.words(span).to_owned(),
                rule: rule(rules, entry),
                won: found.is_ok(),
                reason: found.as_ref().err().copied().unwrap_or("its frame fits").to_owned(),
            });
        }
        if let Ok(mut frame) = found {
            if rules.types.types[entry.of_type].by_nobody {
                frame.actors.clear();
            }
            let drill = rules.types.types[entry.of_type].name == "ASSAULT" && is_drill(rules, tree, at);
            return Some((if drill { rules.types.drill().unwrap_or(entry) } else { entry }, frame));
        }
    }
    None
}

/// "a simulated attack" is no attack, but a drill.
fn is_drill(rules: &Rules, tree: &Tree<'_>, at: usize) -> bool {
    let near = tree.kids(at).filter(|kid| tree.rel(*kid) == "amod").chain(tree.head(at));
    near.into_iter()
        .any(|near| rules.status.is_drill(tree.lemma(near)) || rules.status.is_drill(tree.word(near)))
}

fn rule(rules: &Rules, entry: &Entry) -> RuleId {
    RuleId::from(format!("events/{}", rules.types.types[entry.of_type].name.to_lowercase()))
}

fn event(rules: &Rules, tree: &Tree<'_>, entry: &Entry, frame: Frame, at: usize) -> Event {
    let kind = &rules.types.types[entry.of_type].name;
    let spoken = matches!(kind.as_str(), "AGREE" | "SUPPORT" | "REQUEST" | "ACCUSE" | "REJECT" | "THREATEN");
    let context = context::of(&rules.control, tree, at, spoken).unwrap_or_default();
    let mut status = status::of(&rules.status, tree, at);
    if context.future && status == Status::Asserted && tree.xpos(at) != "VBD" {
        status = Status::Planned;
    }
    let known = usize::from(!frame.actors.is_empty()) + usize::from(!frame.recipients.is_empty());
    // "the anniversary of the attack", not "the worst attack in decades"
    let historical = tree.above(at).take(2).any(|near| rules.status.is_historical(tree.lemma(near)));
    Event {
        kind: kind.clone(),
        mode: rules.types.trigger(entry).mode.clone(),
        trigger: tree.tokens[at].span,
        actors: frame.actors.into_iter().map(|found| found.participant).collect(),
        recipients: frame.recipients.into_iter().map(|found| found.participant).collect(),
        when: context.when,
        place: context.place,
        day: context.when.is_none().then(|| context::day_by_tense(tree, at, status)).flatten(),
        implied: Vec::new(),
        numbers: rules.numbers.around(tree, at),
        status,
        historical: context.historical || historical,
        statement: context.statement,
        same_as: None,
        rank: None,
        confidence: rules.types.confidence(kind, known),
        rule: rule(rules, entry),
    }
}
