//! The tense of the verb that an expression depends on by the parse, where that is plain.
use super::tense::Tense;
use super::words::Words;
use crate::doc::{Document, Span, Token};

/// The tense of the verb that the words of `span` stand with: "NASA on Monday enlisted". None where the parse has no verb
/// right above them, or one whose form leaves it open.
pub(super) fn tense(words: &Words, doc: &Document, span: Span) -> Option<Tense> {
    let tokens = Document::items(&doc.tokens);
    let first = tokens.partition_point(|t| t.span.end <= span.start);
    let own = tokens.get(first..)?.iter().take_while(|t| t.span.start < span.end);
    let outside = |t: &Token| {
        t.head.map(|h| h.index()).filter(|h| tokens.get(*h).is_some_and(|h| !span.overlaps(h.span)))
    };
    let (top, verb) = own.filter_map(|t| Some((t, outside(t)?))).next()?;
    let token = |at: usize| tokens.get(at);
    let verb = match top.deprel? {
        "obl" | "obl:tmod" | "obl:unmarked" | "nmod:tmod" | "advmod" => verb,
        // "the council on Monday enlisted": read as the council's.
        "nmod" if token(verb)?.deprel == Some("nsubj") => token(verb)?.head?.index(),
        _ => return None,
    };
    let head = token(verb).filter(|t| t.upos == Some("VERB"))?;
    // "planned a march on Saturday", "agreed to meet on Friday": what was planned may lie ahead.
    let sense = words.class("tense").and_then(|class| {
        let entry = words.entry(&doc.words(head.span).to_lowercase());
        words.meaning(entry, class)?.text()
    });
    (head.xpos? == "VBD" && !matches!(sense, Some("plan" | "promise"))).then_some(Tense::Past)
}
