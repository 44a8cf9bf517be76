//! Who is in the text: people, organisations, countries, with roles, aliases and coreference.
//!
//! Names are found sentence by sentence (`scan`), by the row of evidence from lists and titles to shape; what only the
//! rest of the document can tell is kept for the sieves (`sieves`), which join names to entities. Headlines in title
//! case, nominals and pronouns come last, with the entities known.
mod affiliation;
mod amounts;
mod anaphora;
mod clusters;
mod found;
mod headline;
mod heads;
mod known;
mod lexicon;
mod metonymy;
mod model_names;
mod nominal_sieves;
mod nominals;
mod nouns;
mod person;
mod phrases;
mod pronouns;
mod rules;
mod salience;
mod scan;
mod sieves;
#[cfg(test)]
mod tests;
mod things;
mod title;
mod words;

use std::collections::HashSet;

use clusters::{Cluster, Clusters};
pub use rules::Rules;

use crate::doc::{Document, Entity, EntityKind, Layer, Mention, MentionKind, RuleId, Span, Trial};

/// Adds the layer.
pub fn annotate(rules: &Rules, doc: &Document) -> Layer<Entity> {
    if !doc.is_english() {
        return Layer::default();
    }
    let text = doc.text.as_str();
    let view = words::View::of(doc);
    let marks = title::Marks::of(rules, &view);
    let capitals: HashSet<&str> = view.words.iter().filter(|w| w.cap).map(|w| w.text).collect();
    let scan = scan::Scan { rules, view: &view, marks: &marks, capitals: &capitals, text };
    let mut found: Vec<found::Found> = Vec::new();
    // Headlines are read after the text that they head.
    for headline in [false, true] {
        for (number, line) in view.lines.iter().enumerate() {
            if line.headline == headline && !line.shouts {
                let mut here = scan::line(&scan, line);
                model_names::fill(&scan, Document::items(&doc.names), line, &mut here);
                here.iter_mut().for_each(|f: &mut found::Found| f.line = number);
                found.extend(here);
            }
        }
    }
    let mut clusters = sieves::join(rules, &view, text, &found);
    for (number, line) in view.lines.iter().enumerate() {
        if line.shouts {
            headline::join(&scan, &mut clusters, line, number);
        } else if !line.headline {
            nominals::join(&scan, &mut clusters, line, number);
        }
    }
    anaphora::join(&scan, &mut clusters);
    layer(rules, doc, &view, clusters)
}

/// The entities in the order of their first mentions.
fn layer(rules: &Rules, doc: &Document, view: &words::View<'_>, clusters: Clusters) -> Layer<Entity> {
    let with_role = |cluster: Cluster| {
        let role = cluster.role;
        Some((entity(rules, doc, view, cluster)?, role))
    };
    let mut found: Vec<(Entity, Option<Span>)> = clusters.list.into_iter().filter_map(with_role).collect();
    found.sort_by_key(|(entity, _)| entity.mentions.first().map(|m| m.span));
    let (mut items, roles): (Vec<Entity>, Vec<Option<Span>>) = found.into_iter().unzip();
    rules.affiliation.tell(doc, &mut items, &roles);
    let mut layer = Layer::of(items);
    if doc.explain {
        layer.trials = trials(doc, &layer.items);
    }
    layer
}

fn entity(rules: &Rules, doc: &Document, view: &words::View<'_>, cluster: Cluster) -> Option<Entity> {
    let mut mentions: Vec<Mention> = cluster
        .mentions
        .iter()
        .map(|m| Mention { span: view.span(m.first, m.end), kind: m.kind, rule: RuleId::new(m.rule) })
        .collect();
    mentions.sort_by_key(|m| m.span);
    mentions.dedup_by_key(|m| m.span);
    // What is spoken of once and not named is no entity.
    if mentions.is_empty() || (!cluster.named && mentions.len() < 2) {
        return None;
    }
    let listed = cluster.entry.and_then(|id| rules.lexicon.entry(id));
    let mut aliases: Vec<String> = Vec::new();
    for mention in mentions.iter().filter(|m| m.kind == MentionKind::Name) {
        let words = doc.words(mention.span).split_whitespace().collect::<Vec<_>>().join(" ");
        if words != cluster.name && !aliases.contains(&words) {
            aliases.push(words);
        }
    }
    let amount = matches!(cluster.kind, EntityKind::Money | EntityKind::Quantity);
    Some(Entity {
        kind: cluster.kind,
        name: cluster.name,
        aliases,
        role: cluster.role.map(|span| doc.words(span).split_whitespace().collect::<Vec<_>>().join(" ")),
        affiliation: None,
        country: if amount {
            None
        } else {
            cluster.country.or_else(|| listed.and_then(|e| e.country.clone()))
        },
        geonames: listed.and_then(|e| e.geonames),
        mentions,
        rule: RuleId::new(cluster.rule),
    })
}

/// For `dateline why`: which rule joined each mention to which entity.
fn trials(doc: &Document, items: &[Entity]) -> Vec<Trial> {
    let of = |entity: &Entity| {
        let reason = format!("`{}`: {}", entity.kind.name(), entity.name);
        let trial = move |m: &Mention| Trial {
            span: Some(m.span),
            quote: doc.words(m.span).to_owned(),
            rule: m.rule.clone(),
            won: true,
            reason: reason.clone(),
        };
        entity.mentions.iter().map(trial).collect::<Vec<_>>()
    };
    let mut trials: Vec<Trial> = items.iter().flat_map(of).collect();
    trials.sort_by_key(|t| t.span);
    trials
}
