//! Reads an article from a page without markup: a scrape, or text with Markdown's marks.
//!
//! Every line gets one role, by the rules of `head`, `caption` and `rail` and then by its shape; `assemble`
//! makes the text and its zones of them.
mod assemble;
mod body;
mod byline;
mod caption;
mod head;
mod lines;
mod marks;
mod rail;
mod shape;
mod stamp;
mod words;

use super::{Reading, Rules as ArticleRules};
use crate::doc::{RuleId, Trial, Warning};
use crate::lexicon::{Data, Error};
use crate::read::Page;

/// The word lists of pages without markup, from `data/article/plain/`.
#[derive(Debug)]
pub(super) struct Rules {
    lines: words::Lines,
    captions: caption::Words,
    rails: rail::Words,
}

impl Rules {
    pub fn load(data: &Data) -> Result<Rules, Error> {
        Ok(Rules {
            lines: words::Lines::load(data)?,
            captions: caption::Words::load(data)?,
            rails: rail::Words::load(data)?,
        })
    }

    /// The words of ages, for rails of any kind of page.
    pub fn ages(&self) -> &super::age::Words {
        &self.rails.ages
    }
}

/// Reads the article of a page without markup.
pub(super) fn read(rules: &ArticleRules, page: &Page, explain: bool) -> Reading {
    let (lines, cut) = lines::read(&page.text);
    let dropped: Vec<bool> = lines
        .iter()
        .map(|line| {
            let lower = line.text.to_lowercase();
            line.mark == marks::Mark::Rule
                || rules.plain.lines.is_dropped(&lower)
                || rules.phrases.stock(&lower) == Some(super::phrases::Stock::Whole)
        })
        .collect();
    let rails = rail::read(&rules.plain.rails, &lines, &dropped);
    let head = head::read(rules, page, &lines, &dropped, &rails);
    let mut reading = assemble::reading(rules, page, &lines, &rails, &head, explain);
    if cut {
        let message = format!("only the first {} lines were read", lines::MOST);
        reading.warnings.push(Warning::page(message));
    }
    if explain {
        reading.trials.extend(lines.iter().zip(&head.roles).map(|(line, role)| Trial {
            span: None,
            quote: line.text.chars().take(80).collect(),
            rule: RuleId::new(role.rule),
            won: true,
            reason: format!("the line is {}", role.kind.name()),
        }));
    }
    reading
}
