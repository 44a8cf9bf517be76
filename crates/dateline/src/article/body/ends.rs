//! What stands before the first running paragraph and after the last one.
use super::{Body, Chosen, View, left_out};
use crate::article::Rules;
use crate::article::blocks::{Form, Place};
use crate::article::classes::Kinds;

/// What stands before the first running paragraph and after the last one is furniture unless it reads like text:
/// headings with nothing under them announce what was left out, short lines are bylines and dates.
pub(super) fn trim(view: &View<'_>, body: &mut Body) {
    let blocks = &view.blocks.blocks;
    let runs = |c: &Chosen| {
        let block = &blocks[c.block];
        let reads = (block.len >= 80 && block.stops > 0) || block.len >= 200;
        reads && block.link_share() < 0.5
    };
    let Some(first) = body.chosen.iter().position(runs) else { return };
    let last = body.chosen.iter().rposition(runs).unwrap_or(first);
    let chosen = std::mem::take(&mut body.chosen);
    for (index, chosen) in chosen.into_iter().enumerate() {
        let block = &blocks[chosen.block];
        let row = block.form == Form::ListItem && block.place.has(Place::TABLE);
        let keep = if row {
            true
        } else if index < first {
            block.kinds.has(Kinds::STANDFIRST)
                || block.len >= 100
                || (block.len >= 40
                    && (block.ends_sentence || block.stops > 0 || block.form == Form::ListItem))
                || (block.form == Form::Paragraph && block.ends_sentence && block.stops > 0)
        } else if index > last {
            !matches!(block.form, Form::Heading(_))
                && (block.ends_sentence
                    || block.stops > 0
                    || block.len >= 100
                    || (block.form == Form::ListItem && block.len >= 30))
                && (block.link_share() < 0.5
                    || (block.form == Form::ListItem && block.len >= 100 && block.ends_sentence))
        } else {
            true
        };
        if keep {
            body.chosen.push(chosen);
        } else if view.explain {
            let words = view.blocks.string(view.page, view.dom, block);
            let reason = "a short line before the first paragraph or after the last one";
            body.trials.push(left_out(words, "article/drop-ends", reason));
        }
    }
}

/// Takes out the last lines that say who worked on the report, and who the authors are.
pub(super) fn sign_off(rules: &Rules, view: &View<'_>, authors: &[&str], body: &mut Body) {
    let phrases = &rules.phrases;
    let from = body.chosen.len().saturating_sub(phrases.signoff_last).max(1);
    for index in (from..body.chosen.len()).rev() {
        let words = view.blocks.string(view.page, view.dom, &view.blocks.blocks[body.chosen[index].block]);
        let dropped = if phrases.is_signoff(&words.to_lowercase()) {
            ("article/drop-signoff", "it says who worked on the report")
        } else if phrases.is_bio(&words, authors) {
            ("article/drop-bio", "it says who the author is")
        } else {
            continue;
        };
        body.chosen.remove(index);
        if view.explain {
            body.trials.push(left_out(words, dropped.0, dropped.1));
        }
    }
}
