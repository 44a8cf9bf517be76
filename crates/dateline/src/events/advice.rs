//! Pages that advise their reader: reviews, guides, offers. What they tell of is seldom an event ("if you order", "works with
//! your phone").
use crate::doc::{Document, Event};

/// A page with this share of words for its reader outside of statements is advice.
const SHARE: f32 = 0.005;

/// Fewer of them are "Send us your photos".
const FEWEST: usize = 3;

/// Shorter texts show no share.
const LEAST: usize = 150;

pub(super) fn is_advice(doc: &Document) -> bool {
    let tokens = Document::items(&doc.tokens);
    let said = |span| {
        let mut statements = Document::items(&doc.statements).iter();
        statements.any(|s| s.content.iter().any(|content| content.contains(span)))
    };
    let addressed = |word: &str| ["you", "your"].iter().any(|you| word.eq_ignore_ascii_case(you));
    let count = tokens.iter().filter(|t| addressed(doc.words(t.span)) && !said(t.span)).count();
    tokens.len() >= LEAST && count >= FEWEST && count as f32 >= SHARE * tokens.len() as f32
}

/// True for an event that counts even there: a state, its forces, or who fights them take part.
pub(super) fn is_public(event: &Event) -> bool {
    const PUBLIC: [&str; 9] = ["GOV", "MIL", "COP", "JUD", "LEG", "OPP", "PTY", "REB", "IGO"];
    let mut sides = event.actors.iter().chain(&event.recipients);
    let by_itself = matches!(event.kind.as_str(), "DISASTER" | "ELECTION" | "RULING");
    by_itself || sides.any(|p| p.sector.is_some_and(|sector| PUBLIC.contains(&sector)))
}
