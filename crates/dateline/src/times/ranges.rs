//! "from Sunday to Sept. 13": two times and the words between them as one.
use super::Found;
use super::calendar::{Stretch, weekday_number};
use super::lex::Token;
use super::resolve::Resolved;
use super::words::Words;
use crate::doc::{Date, RuleId, Span, TimeEnd, TimeKind};

/// Joins the ends of ranges.
pub(super) fn join(words: &Words, tokens: &[Token], found: &mut Vec<Found>) {
    let mut at = 0;
    while at + 1 < found.len() {
        match found.get(at).zip(found.get(at + 1)).and_then(|(a, b)| range(words, tokens, a, b)) {
            Some(joined) => {
                found.splice(at..=at + 1, [joined]);
            }
            None => at += 1,
        }
    }
}

/// The range from `a` to `b`, if the words around them say so.
fn range(words: &Words, tokens: &[Token], a: &Found, b: &Found) -> Option<Found> {
    let meaning = |at: usize, class: &str| {
        words.meaning(tokens.get(at)?.entry, words.class(class)?).and_then(|m| m.text())
    };
    let between = b.tokens.0.checked_sub(a.tokens.1)?;
    let link = (between == 1).then(|| meaning(a.tokens.1, "range_link")).flatten()?;
    let opened = a.tokens.0.checked_sub(1).and_then(|before| meaning(before, "range_open"));
    // "through" and a dash say it alone; "to" wants "from", "and" wants "between".
    if link != "alone" && opened != Some(link) {
        return None;
    }
    let mut first = a.resolved.stretch?;
    let last = b.resolved.stretch?;
    // "July-November 1954": the year is said once.
    if a.resolved.anchor.is_some() && b.resolved.anchor.is_none() {
        first = first.in_year(last.year())?;
        first = if first.days()?.0 > last.days()?.0 { first.in_year(last.year() - 1)? } else { first };
    }
    let (from, to) = ends(first, last)?;
    let value = format!("{from}/{to}");
    let anchor = a.resolved.anchor.or(b.resolved.anchor);
    let resolved = Resolved { kind: TimeKind::Date, value, days: Some((from, to)), stretch: None, anchor };
    let span = Span::join(a.span, b.span);
    let first = if matches!(first, Stretch::Day(_)) { Stretch::Day(from) } else { first };
    let ends = [(a.span, first), (b.span, last)].map(|(span, end)| TimeEnd { span, value: end.value() });
    let rule = RuleId::new("times/range");
    Some(Found { tokens: (a.tokens.0, b.tokens.1), span, resolved, ends: Some(ends), rule })
}

/// The ends of a range that one rule reads: "12-14 July", "2008-09".
pub(super) fn parted(text: &str, tokens: &[Token], resolved: &Resolved) -> Option<[TimeEnd; 2]> {
    let (from, to) = resolved.value.split_once('/')?;
    let link = tokens.iter().position(|t| matches!(t.span.of(text), "-" | "–" | "to" | "through"))?;
    let part = |tokens: &[Token]| tokens.iter().map(|t| t.span).reduce(Span::join);
    let (first, last) = (part(tokens.get(..link)?)?, part(tokens.get(link + 1..)?)?);
    Some([(first, from), (last, to)].map(|(span, value)| TimeEnd { span, value: value.to_owned() }))
}

fn ends(a: Stretch, b: Stretch) -> Option<(Date, Date)> {
    if a.is_time() || b.is_time() {
        return None;
    }
    let ((mut from, until), (_, to)) = (a.days()?, b.days()?);
    // "sales fell 2% this year through Aug. 19": the year and a day of it.
    if from != until && (from..=until).contains(&to) {
        return None;
    }
    // Years stand by themselves, as in TIMEX3: "between 1985 and 1987".
    if matches!((a, b), (Stretch::Year(_), Stretch::Year(_))) {
        return None;
    }
    // "from Sunday to Sept. 13": the first day is counted back from the last, within a week.
    if let (Stretch::Day(first), Stretch::Day(last)) = (a, b)
        && (first > last)
    {
        from = last.plus_days(-(weekday_number(last) - weekday_number(first)).rem_euclid(7));
    }
    (from < to).then_some((from, to))
}
