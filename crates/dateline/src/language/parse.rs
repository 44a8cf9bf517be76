//! Fills in what the model and the word lists say of each token, and finds names.
use std::ops::Range;

use super::reader::{Found, Word};
use super::{Rules, consistent, features::FeatureRules};
use crate::doc::{Id, Name, NameKind, RuleId, Sentence, Span, Token};
use crate::lexicon::Error;

const RULE: RuleId = RuleId::new("language/names");

/// Tags, lemmas, features and arcs for `tokens`; the names among them.
pub(super) fn annotate(
    rules: &Rules,
    text: &str,
    sentences: &[Sentence],
    tokens: &mut [Token],
) -> Result<Vec<Name>, Error> {
    let words: Vec<&str> = tokens.iter().map(|t| t.span.of(text)).collect();
    let ranges: Vec<Range<usize>> = sentences.iter().map(Sentence::range).collect();
    let (read, found) = rules.reader.read(&words, &ranges)?;
    for (token, (word, read)) in tokens.iter_mut().zip(words.iter().zip(&read)) {
        token.upos = Some(read.upos);
        token.xpos = Some(read.xpos);
        token.lemma = Some(rules.lemmas.lemma(word, read.xpos));
        token.features = rules.features.of(word, read.upos, read.xpos);
        token.head = read.head.map(Id::new);
        token.deprel = Some(read.rel);
    }
    for range in &ranges {
        commands(&rules.features, &read, range, tokens);
    }
    let end = |word: usize| ranges[ranges.partition_point(|r| r.end <= word)].end;
    let found = rules.bounds.settle(&words, end, found);
    let mut names: Vec<Name> = found.into_iter().map(|found| name(found, tokens)).collect();
    consistent::settle(text, &mut names);
    Ok(names)
}

/// Gives the root of a sentence the imperative.
fn commands(rules: &FeatureRules, read: &[Word], range: &Range<usize>, tokens: &mut [Token]) {
    for root in range.clone().filter(|i| read[*i].head.is_none()) {
        let dependents = read[range.clone()].iter().filter(|w| w.head == Some(root)).map(|w| w.rel);
        if let Some(features) = rules.command(read[root].xpos, read[root].rel, dependents) {
            tokens[root].features = features;
        }
    }
}

fn name((first, end, kind): Found, tokens: &[Token]) -> Name {
    let span: Span = tokens[first].span.join(tokens[end - 1].span);
    let kind = match kind {
        "PER" => NameKind::Person,
        "ORG" => NameKind::Org,
        "LOC" => NameKind::Place,
        _ => NameKind::Other,
    };
    Name { span, kind, rule: RULE }
}
