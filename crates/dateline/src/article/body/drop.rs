//! Why a block of the region is no part of the article.
use std::collections::HashSet;

use super::View;
use crate::article::Rules;
use crate::article::blocks::{Block, Form, Place};
use crate::article::classes::Kinds;
use crate::article::phrases::Stock;
use crate::read::html::{NodeId, Tag, decode};

/// The rule for captions set as paragraphs.
pub(super) const CREDITED: &str = "article/drop-credited";

type Dropped = (&'static str, &'static str);

pub(super) fn rule(
    rules: &Rules,
    view: &View<'_>,
    block: &Block,
    words: &str,
    region_kinds: Kinds,
    alts: &HashSet<String>,
) -> Option<Dropped> {
    let kinds = block.kinds.without(region_kinds);
    if block.place.has(Place::HIDDEN) {
        return Some(("article/drop-hidden", "the page hides it"));
    }
    if block.place.has(Place::NAV) || block.place.has(Place::FORM) {
        return Some(("article/drop-navigation", "it stands in navigation or a form"));
    }
    if block.place.has(Place::FOOTER)
        && !view.dom.ancestors(block.node).any(|n| view.dom.is(n, Tag::Blockquote))
    {
        return Some(("article/drop-footer", "it stands in a footer"));
    }
    if block.place.has(Place::ASIDE) {
        return Some(("article/drop-aside", "it stands in an aside"));
    }
    if block.form == Form::Caption || (block.place.has(Place::FIGURE) && block.form != Form::Quote) {
        return Some(("article/drop-caption", "it stands in a figure"));
    }
    if kinds.has(Kinds::FURNITURE) {
        return Some(("article/drop-class", "its class names furniture of the page"));
    }
    if block.form == Form::Heading(1) {
        return Some(("article/drop-headline", "it is the headline"));
    }
    if words.starts_with('<') && words.ends_with('>') {
        return Some(("article/drop-markup", "it is markup that was shown as text"));
    }
    if !words.chars().any(char::is_alphabetic) {
        return Some(("article/drop-mark", "it has no letters"));
    }
    if is_date_line(block, words) {
        return Some(("article/drop-date-line", "it is a date and little else"));
    }
    let lower = words.to_lowercase();
    // A section about a thing is headed as its picture is described.
    if !matches!(block.form, Form::Heading(_)) && alts.contains(&alt_key(words)) {
        return Some((CREDITED, "it repeats the description of a picture"));
    }
    match rules.phrases.stock(&lower) {
        Some(Stock::Whole) => return Some(("article/drop-phrase", "it is a stock phrase")),
        Some(Stock::Starts) if block.links > 0 || words.len() <= 80 || !block.ends_sentence => {
            return Some(("article/drop-phrase", "it begins with a stock phrase"));
        }
        Some(Stock::Contains) => return Some(("article/drop-phrase", "it has a stock phrase")),
        _ => {}
    }
    if rules.phrases.ends_with_credit(&lower) {
        return Some((CREDITED, "it ends with the credit of a picture"));
    }
    let share = block.link_share();
    let mostly = if block.form == Form::ListItem { 0.5 } else { 0.75 };
    // Headlines of other articles end in questions and quotations, too.
    let title = share > 0.9 && block.len <= 140 && !words.ends_with(['.', '。', '।', ':']);
    if share > mostly && (title || !block.ends_sentence) {
        return Some(("article/drop-links", "it is mostly links"));
    }
    None
}

/// True for a line in an element without a name that holds a picture and little else, on a page that sets its text
/// in paragraphs: a caption that nothing marks.
pub(super) fn is_under_picture(view: &View<'_>, index: usize) -> bool {
    const LONGEST: u32 = 250;
    const LEVELS: usize = 4;
    let blocks = &view.blocks.blocks;
    let block = &blocks[index];
    if block.form != Form::Loose || block.len > LONGEST || block.links > 0 {
        return false;
    }
    let dom = view.dom;
    std::iter::once(block.node)
        .chain(dom.ancestors(block.node))
        .take(LEVELS)
        .take_while(|around| view.blocks.within(dom, *around).len() <= 2)
        .any(|around| dom.below(around).take_while(|n| *n < block.node).any(|n| dom.is(n, Tag::Img)))
}

/// "Published 5 March 2024, 14:05", "05.03.2024 | 14:05": mostly digits.
fn is_date_line(block: &Block, words: &str) -> bool {
    let row = block.form == Form::ListItem && block.place.has(Place::TABLE);
    if words.len() > 110 || row || matches!(block.form, Form::Heading(_)) {
        return false;
    }
    let digits = words.bytes().filter(u8::is_ascii_digit).count();
    let letters = words.chars().filter(|c| c.is_alphabetic()).count();
    digits >= 5 && digits * 3 >= letters && !words.contains(['$', '€', '£', '%'])
}

/// The descriptions of the pictures in the region, which pages repeat as captions.
pub(super) fn descriptions(view: &View<'_>, region: NodeId) -> HashSet<String> {
    view.dom
        .below(region)
        .filter(|n| view.dom.is(*n, Tag::Img))
        .filter_map(|n| view.dom.attr(view.page, n, "alt"))
        .map(|alt| alt_key(&decode(alt)))
        .filter(|key| key.len() >= 16)
        .collect()
}

/// The letters of a description, or of a caption without its credit, for comparison.
fn alt_key(words: &str) -> String {
    words.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
