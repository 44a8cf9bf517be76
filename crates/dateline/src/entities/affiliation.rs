//! Whom a person belongs to: the organisation in the words of the role, before them, or behind the name.
use serde::Deserialize;

use crate::doc::{Document, Entity, EntityKind, Id, MentionKind, Span};
use crate::lexicon::{Data, Error};

/// `data/entities/affiliation.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Affiliation {
    links: Vec<String>,
    #[serde(default)]
    #[allow(dead_code, reason = "read by the tests; the loader checks the form")]
    pub example: Vec<Example>,
    #[serde(default)]
    #[allow(dead_code, reason = "read by the tests; the loader checks the form")]
    pub counter_example: Vec<CounterExample>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(dead_code, reason = "read by the tests; the loader checks the form")]
pub(super) struct Example {
    pub text: String,
    pub person: String,
    pub affiliation: String,
}

/// The person has none.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(dead_code, reason = "read by the tests; the loader checks the form")]
pub(super) struct CounterExample {
    pub text: String,
    pub person: String,
}

impl Affiliation {
    pub fn load(data: &Data) -> Result<Affiliation, Error> {
        data.toml("entities/affiliation.toml")
    }

    /// Tells each person its organisation. `roles`: the words of each entity's role.
    pub fn tell(&self, doc: &Document, items: &mut [Entity], roles: &[Option<Span>]) {
        let mut orgs: Vec<(Span, usize)> = Vec::new();
        for (at, org) in items.iter().enumerate().filter(|(_, e)| e.kind == EntityKind::Org) {
            let stands = |kind| matches!(kind, MentionKind::Name | MentionKind::Nominal);
            orgs.extend(org.mentions.iter().filter(|m| stands(m.kind)).map(|m| (m.span, at)));
        }
        orgs.sort_unstable();
        for at in 0..items.len() {
            let Some(person) = items.get(at).filter(|e| e.kind == EntityKind::Person) else { continue };
            let role = roles.get(at).copied().flatten();
            let found = role
                .and_then(|role| inside(&orgs, role).or_else(|| possessor(doc, &orgs, role)))
                .or_else(|| person.mentions.iter().find_map(|m| self.behind(doc, &orgs, m.span)));
            if let Some(person) = items.get_mut(at) {
                person.affiliation = found.map(Id::new);
            }
        }
    }

    /// "Ana Ruiz of the Harbour Council"
    fn behind(&self, doc: &Document, orgs: &[(Span, usize)], name: Span) -> Option<usize> {
        let at = orgs.partition_point(|(org, _)| org.start < name.end);
        let (org, entity) = orgs.get(at)?;
        let between = doc.words(Span { start: name.end, end: org.start });
        let between = between.strip_prefix(' ')?.strip_suffix(' ')?;
        let link = between.strip_suffix(" the").unwrap_or(between);
        self.links.iter().any(|l| l == link).then_some(*entity)
    }
}

/// "Harbour Council spokeswoman"
fn inside(orgs: &[(Span, usize)], role: Span) -> Option<usize> {
    let at = orgs.partition_point(|(org, _)| org.start < role.start);
    let (org, entity) = orgs.get(at)?;
    role.contains(*org).then_some(*entity)
}

/// "the company's president"
fn possessor(doc: &Document, orgs: &[(Span, usize)], role: Span) -> Option<usize> {
    let before = orgs.partition_point(|(org, _)| org.end <= role.start);
    let (org, entity) = orgs.get(..before)?.iter().rev().take(4).max_by_key(|(org, _)| org.end)?;
    let between = doc.words(Span { start: org.end, end: role.start }).trim_end();
    matches!(between, "'s" | "’s" | "'" | "’").then_some(*entity)
}
