//! Gold chains, and the heads of spans by the gold parse.
use anyhow::{Context, Result};
use serde_json::Value;

/// A span of code points.
pub type Range = (u32, u32);

/// What kind of words a mention is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    Name,
    Nominal,
    Pronoun,
}

/// A gold mention.
#[derive(Clone, Debug)]
pub struct Mention {
    pub span: Range,
    /// Where its head word begins.
    pub head: u32,
    pub form: Form,
    /// person, organization or place.
    pub kind: String,
    /// The number of its chain.
    pub chain: usize,
}

/// The gold of one document.
#[derive(Debug)]
pub struct Gold {
    pub text: Vec<char>,
    tokens: Vec<Token>,
    /// In text order, the longer first.
    pub mentions: Vec<Mention>,
}

#[derive(Debug)]
struct Token {
    span: Range,
    upos: String,
    head: Option<usize>,
    flat: bool,
}

/// The types of chains that are scored.
const KINDS: [&str; 3] = ["person", "organization", "place"];

impl Gold {
    /// Reads a record; none if it has no chains.
    pub fn of(record: &Value) -> Result<Option<Gold>> {
        let Some(chains) = record["coref"].as_array() else { return Ok(None) };
        let text = record["text"].as_str().context("a gold record has no text")?.chars().collect();
        let tokens = record["tokens"].as_array().context("a gold record with chains has no tokens")?;
        let tokens =
            tokens.iter().map(token).collect::<Option<Vec<_>>>().context("a token is not as agreed")?;
        let mut gold = Gold { text, tokens, mentions: Vec::new() };
        for (number, chain) in chains.iter().enumerate() {
            let mentions = chain.as_array().map(Vec::as_slice).unwrap_or_default();
            let kinds: Vec<&str> = mentions.iter().filter_map(|m| m[2].as_str()).collect();
            let often = |kind: &&str| kinds.iter().filter(|k| *k == kind).count();
            let Some(kind) = kinds.iter().copied().rev().max_by_key(|k| often(k)) else { continue };
            if !KINDS.contains(&kind) {
                continue;
            }
            for mention in mentions {
                let span = range(mention).context("a mention is not as agreed")?;
                let (head, form) = (gold.head(span), gold.form(span));
                gold.mentions.push(Mention { span, head, form, kind: kind.to_owned(), chain: number });
            }
        }
        gold.mentions.sort_by_key(|m| (m.span.0, std::cmp::Reverse(m.span.1), m.chain));
        Ok(Some(gold))
    }

    /// Where the head word of a span begins: the word that hangs on a word outside. The parts of a flat name are one
    /// word, with its title: "Ana Ruiz" and "President Ana Ruiz" have one head.
    pub fn head(&self, span: Range) -> u32 {
        let inside = |t: &Token| span.0 <= t.span.0 && t.span.1 <= span.1;
        let top = self.tokens.iter().position(|t| {
            inside(t)
                && t.upos != "PUNCT"
                && t.head.is_none_or(|h| self.tokens.get(h).is_none_or(|h| !inside(h)))
        });
        let mut at = top;
        while let Some(token) = at.and_then(|at| self.tokens.get(at)).filter(|t| t.flat) {
            at = token.head;
        }
        at.and_then(|at| self.tokens.get(at)).map_or(span.0, |t| t.span.0)
    }

    /// The span without what does not count: blanks and a possessive ending.
    pub fn trimmed(&self, span: Range) -> Range {
        let last = self.tokens.iter().find(|t| t.span.1 == span.1 && t.upos == "PART" && t.span.0 > span.0);
        match last.and_then(|t| self.text.get(t.span.0 as usize).map(|c| (t, c))) {
            Some((token, '\'' | '’')) => (span.0, token.span.0),
            _ => span,
        }
    }

    /// The text of a span.
    pub fn quote(&self, span: Range) -> String {
        self.text.get(span.0 as usize..span.1 as usize).unwrap_or_default().iter().collect()
    }

    /// The names among the words of a span, in lower case.
    pub fn name_words(&self, span: Range) -> Vec<String> {
        let inside = |t: &&Token| span.0 <= t.span.0 && t.span.1 <= span.1 && t.upos == "PROPN";
        self.tokens.iter().filter(inside).map(|t| self.quote(t.span).to_lowercase()).collect()
    }

    fn form(&self, span: Range) -> Form {
        let inside: Vec<&Token> =
            self.tokens.iter().filter(|t| span.0 <= t.span.0 && t.span.1 <= span.1).collect();
        let head = self.head(span);
        match inside.as_slice() {
            [one] if matches!(one.upos.as_str(), "PRON" | "DET") => Form::Pronoun,
            words if words.iter().any(|t| t.upos == "PROPN" && (t.span.0 == head || t.flat)) => Form::Name,
            _ => Form::Nominal,
        }
    }
}

fn token(value: &Value) -> Option<Token> {
    Some(Token {
        span: range(value)?,
        upos: value[2].as_str()?.to_owned(),
        head: usize::try_from(value[5].as_i64()?).ok(),
        flat: value[6].as_str()?.starts_with("flat"),
    })
}

fn range(value: &Value) -> Option<Range> {
    let at = |i: usize| value[i].as_u64().and_then(|n| u32::try_from(n).ok());
    Some((at(0)?, at(1)?))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_name_and_its_title_have_one_head_and_the_possessive_ending_does_not_count() {
        let record = json!({
            "text": "President Ana Ruiz's port",
            "tokens": [[0, 9, "PROPN", "NNP", "President", 4, "nmod:poss"], [10, 13, "PROPN", "NNP", "Ana", 0, "flat"],
                [14, 18, "PROPN", "NNP", "Ruiz", 0, "flat"], [18, 20, "PART", "POS", "'s", 0, "case"],
                [21, 25, "NOUN", "NN", "port", -1, "root"]],
            "coref": [[[0, 20, "person"], [10, 18, "person"]], [[21, 25, "object"], [0, 25, "object"]]],
        });
        let gold = Gold::of(&record).unwrap().unwrap();
        assert_eq!(gold.mentions.len(), 2, "objects are left out");
        assert!(gold.mentions.iter().all(|m| m.head == 0 && m.form == Form::Name));
        assert_eq!(gold.trimmed((0, 20)), (0, 18));
        assert_eq!(gold.quote((10, 18)), "Ana Ruiz");
    }
}
