//! Money and measures: "$2.5 billion", "30 million euros", "400 kilometers".
use super::found::Found;
use super::rules::Rules;
use super::words::{Line, View};
use crate::doc::EntityKind;

/// The amount that begins at `at`, if one does.
pub(super) fn amount(rules: &Rules, view: &View<'_>, line: &Line, at: usize) -> Option<Found> {
    let lists = &rules.amounts;
    let text = |i: usize| if i < line.end { view.get(i).map_or("", |w| w.text) } else { "" };
    let is_figure = |i: usize| text(i).starts_with(|c: char| c.is_ascii_digit());
    let scale = |i: usize| usize::from(lists.scales.contains(view.lower(i)) && i < line.end);
    if let Some(symbol) = symbol(rules, view, line, at) {
        let figure = at + symbol;
        if !is_figure(figure) {
            return None;
        }
        let mut end = figure + 1;
        end += usize::from(text(end) == "-" && lists.scales.contains(view.lower(end + 1)));
        end += scale(end);
        return Some(Found::plain(at, end, EntityKind::Money, "entities/money-symbol"));
    }
    if !is_figure(at) {
        return None;
    }
    let mut end = at + 1 + scale(at + 1);
    let mut unit = view.lower(end);
    // "50 U.S. dollars"
    if view.get(end).is_some_and(|w| w.cap)
        && end + 1 < line.end
        && lists.currencies.contains(view.lower(end + 1))
    {
        end += 1;
        unit = view.lower(end);
    }
    if end >= line.end {
        return None;
    }
    if lists.currencies.contains(unit) || lists.currencies.contains(text(end)) {
        return Some(Found::plain(at, end + 1, EntityKind::Money, "entities/money-word"));
    }
    end += usize::from(text(end) == "-");
    let unit = lists.units.contains(view.lower(end)) || lists.units.contains(text(end));
    // "6 feet 2"
    unit.then(|| Found::plain(at, end + 1, EntityKind::Quantity, "entities/quantity-unit"))
}

/// The number of tokens of a currency's sign: "US$" may be "US" and "$".
fn symbol(rules: &Rules, view: &View<'_>, line: &Line, at: usize) -> Option<usize> {
    let word = view.get(at)?;
    if rules.amounts.symbols.contains(word.text) {
        return Some(1);
    }
    let next = view.get(at + 1).filter(|w| w.glued && at + 1 < line.end)?;
    (word.cap && word.text.len() <= 3 && next.text == "$").then_some(2)
}
