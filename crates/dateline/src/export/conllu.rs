use std::fmt::Write as _;

use crate::doc::{Document, Name, Sentence, Token};

/// Sentences and tokens as CoNLL-U; names stand in the last column, as `Entity=B-PER`.
///
/// The field for features has tense, mood, number and person alone. A page that is not in English has words only.
pub fn conllu(doc: &Document) -> String {
    let tokens = Document::items(&doc.tokens);
    let names = entities(tokens, Document::items(&doc.names));
    let mut out = String::new();
    for (i, sentence) in Document::items(&doc.sentences).iter().enumerate() {
        let text = doc.words(sentence.span).split_whitespace().collect::<Vec<_>>().join(" ");
        let _ = write!(out, "# sent_id = {}\n# text = {text}\n", i + 1);
        for at in sentence.range() {
            line(&mut out, doc, sentence, at, tokens, names[at].as_deref());
        }
        out.push('\n');
    }
    out
}

/// The tag of each token that is part of a name.
fn entities(tokens: &[Token], names: &[Name]) -> Vec<Option<String>> {
    let mut tags = vec![None; tokens.len()];
    for name in names {
        let first = tokens.partition_point(|t| t.span.end <= name.span.start);
        let inside = tokens[first..].iter().take_while(|t| t.span.end <= name.span.end).count();
        for (k, tag) in tags[first..first + inside].iter_mut().enumerate() {
            *tag = Some(format!("{}-{}", if k == 0 { "B" } else { "I" }, name.kind.name()));
        }
    }
    tags
}

fn line(
    out: &mut String,
    doc: &Document,
    sentence: &Sentence,
    at: usize,
    tokens: &[Token],
    name: Option<&str>,
) {
    let token = &tokens[at];
    let first = sentence.range().start;
    let attached = tokens.get(at + 1).is_some_and(|next| next.span.start == token.span.end);
    let misc = match (name.map(|tag| format!("Entity={tag}")), attached) {
        (Some(name), true) => format!("{name}|SpaceAfter=No"),
        (Some(name), false) => name,
        (None, true) => "SpaceAfter=No".to_owned(),
        (None, false) => "_".to_owned(),
    };
    let head = match (token.deprel, token.head) {
        (None, _) => "_".to_owned(),
        (Some(_), head) => head.map_or(0, |head| head.index() + 1 - first).to_string(),
    };
    let _ = writeln!(
        out,
        "{}\t{}\t{}\t{}\t{}\t{}\t{head}\t{}\t_\t{misc}",
        at + 1 - first,
        doc.words(token.span),
        token.lemma.as_deref().unwrap_or("_"),
        token.upos.unwrap_or("_"),
        token.xpos.unwrap_or("_"),
        token.features,
        token.deprel.unwrap_or("_"),
    );
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Engine, Stage};

    #[test]
    fn a_sentence_is_ten_columns_a_word() {
        let mut doc = Document::of_text("Ana Ruiz said that the port reopened.", None);
        Engine::new().unwrap().annotate(&mut doc, Stage::Language);
        let text = conllu(&doc);
        let lines: Vec<Vec<&str>> = text.lines().skip(2).map(|l| l.split('\t').collect()).collect();
        assert!(text.starts_with(
            "# sent_id = 1\n# text = Ana Ruiz said that the port reopened.\n1\tAna\tAna\tPROPN"
        ));
        assert_eq!(
            lines[2],
            ["3", "said", "say", "VERB", "VBD", "Mood=Ind|Tense=Past|VerbForm=Fin", "0", "root", "_", "_"]
        );
        assert_eq!((lines[0][7], lines[0][9], lines[1][9]), ("nsubj", "Entity=B-PER", "Entity=I-PER"));
        assert_eq!((lines[6][6], lines[6][7], lines[6][9]), ("3", "ccomp", "SpaceAfter=No"));
    }
}
