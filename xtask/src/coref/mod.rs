//! `cargo xtask score coref`: the entities' mentions and chains against the gold chains of persons, organizations and
//! places. The gold has no chains of one mention, so those of the engine do not count end to end.
mod baseline;
mod gold;
mod metrics;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use anyhow::Result;
use dateline::doc::{Document, Entity, EntityKind};
use dateline::{Engine, Stage};
use gold::{Gold, Range};
use metrics::{Chains, Coreference};
use serde_json::{Map, Value, json};

use crate::score::{self, Scores, words};

/// The scores of one gold file, and the chains of each document for `--keep`; none if no document has chains.
pub fn score(engine: &Engine, set: &str, records: &[Value]) -> Result<Option<(Scores, Vec<Value>)>> {
    let mut sums = BTreeMap::from(FIGURES.map(|name| (name, Coreference::default())));
    let mut kept = Vec::new();
    for record in records {
        let Some(gold) = Gold::of(record)? else { continue };
        let (doc, _) = words::document(engine, record, Stage::Entities)?;
        let found = Found::of(&gold, &doc);
        for (name, sum) in &mut sums {
            *sum += found.compare(&gold, name);
        }
        kept.push(json!({ "id": record["id"], "chains": found.named(&gold) }));
    }
    if kept.is_empty() {
        return Ok(None);
    }
    let mut values = Map::new();
    for name in FIGURES {
        let sum = sums.get(name).copied().unwrap_or_default();
        let mut note = |measure: &str, value: f64| {
            values.insert(format!("{name}_{measure}"), ((value * 1e3).round() / 1e3).into());
        };
        note("conll", sum.conll());
        note("muc", sum.muc.f1());
        note("b3", sum.b3.f1());
        note("ceafe", sum.ceafe.f1());
        if !name.ends_with("mentions") {
            note("mention_p", sum.mentions.p());
            note("mention_r", sum.mentions.r());
        }
    }
    Ok(Some((Scores { set: set.to_owned(), values }, kept)))
}

/// The gold files of a folder that have chains, scored one by one.
pub fn files(
    engine: &Engine,
    data: &Path,
    mut seen: impl FnMut(Scores, Vec<Value>) -> Result<()>,
) -> Result<()> {
    for (path, records) in crate::score::gold_files(data)? {
        let set = score::set_name(&path);
        if let Some((scores, kept)) = score(engine, &set, &records)? {
            seen(scores, kept)?;
        }
    }
    Ok(())
}

/// End to end with the spans as they are, end to end by head words, on the gold's mentions, and the baseline on them.
const FIGURES: [&str; 4] = ["exact", "head", "gold_mentions", "baseline_mentions"];

/// The engine's chains.
struct Found {
    /// Each mention with the head of its span.
    chains: Vec<Vec<(Range, u32)>>,
}

impl Found {
    fn of(gold: &Gold, doc: &Document) -> Found {
        let points = words::CodePoints::of(doc.text.as_str());
        let chain = |entity: &Entity| {
            let spans: BTreeSet<Range> =
                entity.mentions.iter().map(|m| points.pair(m.span).into()).map(|s| gold.trimmed(s)).collect();
            spans.into_iter().map(|span| (span, gold.head(span))).collect()
        };
        let scored = Document::items(&doc.entities).iter().filter(|e| is_scored(e.kind));
        Found { chains: scored.map(chain).collect() }
    }

    fn compare(&self, gold: &Gold, figure: &str) -> Coreference {
        let key = chains_of(gold);
        let response = match figure {
            "exact" => self.matched(gold, |m, (span, _)| gold.trimmed(m.span) == *span),
            "head" => self.matched(gold, |m, (_, head)| m.head == *head),
            "gold_mentions" => self.projected(gold),
            _ => baseline::chains(gold),
        };
        Coreference::of(&key, &response)
    }

    /// The chains of at least two, with the numbers of the gold mentions that are meant; others have numbers behind.
    fn matched(&self, gold: &Gold, same: impl Fn(&gold::Mention, &(Range, u32)) -> bool) -> Chains {
        let pairs = self.pairs(gold, same);
        let mut next = gold.mentions.len();
        let mut chains = Chains::new();
        for (c, chain) in self.chains.iter().enumerate().filter(|(_, chain)| chain.len() > 1) {
            let number = |m: usize| {
                pairs.get(&(c, m)).copied().unwrap_or_else(|| {
                    next += 1;
                    next
                })
            };
            chains.push((0..chain.len()).map(number).collect());
        }
        chains
    }

    /// The gold mentions, joined as the engine joins those that it has; the others are alone.
    fn projected(&self, gold: &Gold) -> Chains {
        let pairs = self.pairs(gold, |m, (_, head)| m.head == *head);
        let mut chains: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        let mut alone: BTreeSet<usize> = (0..gold.mentions.len()).collect();
        for ((chain, _), number) in &pairs {
            chains.entry(*chain).or_default().push(*number);
            alone.remove(number);
        }
        chains.into_values().chain(alone.into_iter().map(|number| vec![number])).collect()
    }

    /// Which gold mention each mention of the engine is: the same span before the same head, each once.
    fn pairs(
        &self,
        gold: &Gold,
        same: impl Fn(&gold::Mention, &(Range, u32)) -> bool,
    ) -> BTreeMap<(usize, usize), usize> {
        let mut pairs = BTreeMap::new();
        let mut free: BTreeSet<usize> = (0..gold.mentions.len()).collect();
        for exact in [true, false] {
            for (c, chain) in self.chains.iter().enumerate() {
                for (m, mention) in chain.iter().enumerate() {
                    if pairs.contains_key(&(c, m)) {
                        continue;
                    }
                    let fits = |number: &usize| {
                        let gold_mention = &gold.mentions[*number];
                        same(gold_mention, mention)
                            && (!exact || gold.trimmed(gold_mention.span) == mention.0)
                    };
                    // Of several with one head, the shortest: "Ana Ruiz" in "Ana Ruiz and her brother".
                    let length =
                        |number: &usize| gold.mentions[*number].span.1 - gold.mentions[*number].span.0;
                    if let Some(number) = free.iter().copied().filter(fits).min_by_key(length) {
                        free.remove(&number);
                        pairs.insert((c, m), number);
                    }
                }
            }
        }
        pairs
    }

    /// The chains in words, for people who look for errors: each mention with the gold chain that it is of.
    fn named(&self, gold: &Gold) -> Value {
        let pairs = self.pairs(gold, |m, (_, head)| m.head == *head);
        let mention = |c: usize, m: usize, span: Range| {
            let chain = pairs.get(&(c, m)).map(|number| gold.mentions[*number].chain);
            json!([span.0, span.1, gold.quote(span), chain])
        };
        let chain = |(c, chain): (usize, &Vec<(Range, u32)>)| {
            chain.iter().enumerate().map(|(m, (span, _))| mention(c, m, *span)).collect::<Value>()
        };
        self.chains.iter().enumerate().map(chain).collect()
    }
}

/// The types of entities that can be persons, organizations or places of the gold.
fn is_scored(kind: EntityKind) -> bool {
    use EntityKind::{Country, Facility, Org, Person, Place};
    matches!(kind, Person | Org | Country | Place | Facility)
}

fn chains_of(gold: &Gold) -> Chains {
    let mut chains: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (number, mention) in gold.mentions.iter().enumerate() {
        chains.entry(mention.chain).or_default().push(number);
    }
    chains.into_values().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// "Ana Ruiz", the harbour master, "she" and Almer.
    fn gold() -> Gold {
        let record = json!({
            "text": "Ana Ruiz left Almer. She will miss Almer.",
            "tokens": [[0, 3, "PROPN", "NNP", "Ana", 2, "nsubj"], [4, 8, "PROPN", "NNP", "Ruiz", 0, "flat"],
                [9, 13, "VERB", "VBD", "leave", -1, "root"], [14, 19, "PROPN", "NNP", "Almer", 2, "obj"],
                [19, 20, "PUNCT", ".", ".", 2, "punct"], [21, 24, "PRON", "PRP", "she", 7, "nsubj"],
                [25, 29, "AUX", "MD", "will", 7, "aux"], [30, 34, "VERB", "VB", "miss", -1, "root"],
                [35, 40, "PROPN", "NNP", "Almer", 7, "obj"], [40, 41, "PUNCT", ".", ".", 7, "punct"]],
            "coref": [[[0, 8, "person"], [21, 24, "person"]], [[14, 19, "place"], [35, 40, "place"]]],
        });
        Gold::of(&record).unwrap().unwrap()
    }

    fn found(gold: &Gold, chains: &[&[Range]]) -> Found {
        let chain = |spans: &&[Range]| spans.iter().map(|span| (*span, gold.head(*span))).collect();
        Found { chains: chains.iter().map(chain).collect() }
    }

    #[test]
    fn a_surname_is_its_name_by_the_head_only() {
        let gold = gold();
        let found = found(&gold, &[&[(4, 8), (21, 24)], &[(14, 19), (35, 40)]]);
        assert_eq!(found.compare(&gold, "head").conll(), 1.0);
        assert_eq!(found.compare(&gold, "exact").mentions.recall.found, 3.0);
        assert_eq!(found.compare(&gold, "exact").mentions.precision.all, 4.0);
    }

    #[test]
    fn mentions_that_the_engine_has_not_are_alone() {
        let gold = gold();
        let found = found(&gold, &[&[(0, 8), (21, 24)], &[(14, 19)]]);
        let compared = found.compare(&gold, "gold_mentions");
        assert_eq!((compared.muc.recall.found, compared.muc.precision.found), (1.0, 1.0));
        assert_eq!(compared.ceafe.precision.all, 3.0);
    }

    #[test]
    fn the_baseline_takes_the_last_name_that_fits() {
        let gold = gold();
        assert_eq!(found(&gold, &[]).compare(&gold, "baseline_mentions").conll(), 1.0);
    }
}
