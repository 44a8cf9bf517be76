//! The body's lines, by their shape and their neighbours.
use std::collections::HashSet;
use std::ops::Range;

use super::super::dateline;
use super::caption::Caption;
use super::head::{Head, Kind, Role};
use super::lines::Line;
use super::marks::Mark;
use super::shape;
use crate::doc::ZoneKind;

/// The lines among which the body is: of all stretches the one with the most prose, less what breaks it.
///
/// A line with a dateline opens a report, whatever else the page has.
pub(super) fn region(
    rules: &dateline::Rules,
    lines: &[Line],
    roles: &[Role],
    captions: &[Option<Caption>],
) -> Range<usize> {
    // A line of prose counts its words, up to a paragraph of the usual length. The costs were set on the text of
    // 285 news pages with their menus and teasers (the development half of `extraction`).
    const MOST: i64 = 60;
    const MENU: i64 = 10;
    const RAIL: i64 = 5;
    const STOCK: i64 = 3;
    const DATELINE: i64 = 200;
    let dated = |i: &usize| {
        roles[*i].kind == Kind::Open
            && shape::is_prose(&lines[*i])
            && dateline::find(rules, &lines[*i].text, 0, None).is_some()
    };
    let dated = (0..lines.len()).find(dated);
    let worth = |i: usize| match roles[i].kind {
        _ if dated == Some(i) => DATELINE,
        Kind::Open if captions[i].is_some() => 0,
        Kind::Open if shape::is_prose(&lines[i]) => (shape::words(&lines[i].text) as i64).min(MOST),
        Kind::Open => -MENU,
        Kind::Rail => -RAIL,
        _ => -STOCK,
    };
    let (mut best, mut most, mut sum, mut start) = (0..0, 0, 0, 0);
    for i in 0..lines.len() {
        if sum <= 0 {
            (sum, start) = (0, i);
        }
        sum += worth(i);
        if sum > most {
            (most, best) = (sum, start..i + 1);
        }
    }
    best
}

/// Gives each line that is still open its role: body, or nothing.
pub(super) fn shapes(lines: &[Line], region: Range<usize>, head: &mut Head) {
    let start = head.headline.as_ref().map_or(region.start, |(i, _)| (i + 1).min(region.start));
    let prose = |i: &usize| head.roles[*i].kind == Kind::Open && shape::is_prose(&lines[*i]);
    let first = (start..region.end).find(prose);
    let last = (start..region.end).rev().find(prose);
    let mut seen = HashSet::new();
    for (i, line) in lines.iter().enumerate() {
        if head.roles[i].kind != Kind::Open {
            continue;
        }
        let again = shape::words(&line.text) > 3 && !seen.insert(line.text.as_str());
        let at = match (first, last) {
            _ if i < start => Place::Above,
            (Some(first), _) if i < first => Place::Before,
            (_, Some(last)) if i <= last => Place::Inside,
            (_, Some(last)) if i == last + 1 && !line.gap => Place::Next,
            _ => Place::After,
        };
        head.roles[i] = match kind(line, at) {
            _ if again => Role { kind: Kind::Dropped, rule: "article/plain-paragraph-again" },
            Ok(kind) => Role { kind: Kind::Body(kind), rule: "article/plain-body" },
            Err(rule) => Role { kind: Kind::Dropped, rule },
        };
    }
}

/// Where a line stands among the lines of prose.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    /// Above the headline.
    Above,
    /// Between the headline and the first of them.
    Before,
    /// Among them.
    Inside,
    /// Just after the last of them.
    Next,
    /// Further down.
    After,
}

/// The kind of zone that a line makes, or the rule that leaves it out.
fn kind(line: &Line, at: Place) -> Result<ZoneKind, &'static str> {
    const NO_PROSE: &str = "article/plain-no-prose";
    let (count, ends) = (shape::words(&line.text), shape::ends_sentence(&line.text));
    if at == Place::Above {
        return Err("article/plain-above-headline");
    }
    match line.mark {
        Mark::Image => Err("article/plain-image"),
        Mark::Rule => Err(NO_PROSE),
        Mark::Heading(_) if at == Place::Inside => Ok(ZoneKind::Heading),
        Mark::Heading(_) => Err(NO_PROSE),
        Mark::Quote if count >= 2 => Ok(ZoneKind::QuoteBlock),
        Mark::Quote => Err(NO_PROSE),
        _ if line.link.is_some() => Err("article/plain-link"),
        Mark::Item if count >= 2 && at != Place::Before => Ok(ZoneKind::ListItem),
        Mark::Item => Err(NO_PROSE),
        _ if at == Place::After => Err("article/plain-below-body"),
        Mark::Text if shape::is_prose(line) => Ok(ZoneKind::Paragraph),
        Mark::Text => match at {
            Place::Inside if ends || count > 12 || line.text.ends_with(':') => Ok(ZoneKind::Paragraph),
            Place::Inside if line.text.starts_with(|c: char| c.is_alphanumeric() && !c.is_lowercase()) => {
                Ok(ZoneKind::Heading)
            }
            Place::Next if ends && count >= 2 => Ok(ZoneKind::Paragraph),
            // A standfirst between headline and byline.
            Place::Before if ends && count >= 5 => Ok(ZoneKind::Paragraph),
            _ => Err(NO_PROSE),
        },
    }
}
