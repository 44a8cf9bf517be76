//! The text of an article with its evidence marked.
use maud::{Markup, html};
use serde_json::Value;

/// What can be marked: the name in addresses, and what it is called.
pub(super) const LAYERS: [(&str, &str); 5] =
    [("who", "Who"), ("when", "When"), ("where", "Where"), ("said", "Said"), ("what", "What happened")];

/// Some words, and the fact that they are the evidence of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Mark {
    pub start: usize,
    pub end: usize,
    pub layer: &'static str,
    /// The fact's id: `e3`.
    pub id: String,
    /// False for what was said itself, which is shaded and holds links of its own.
    pub links: bool,
}

/// A half-open range of code points.
pub(super) type Range = (usize, usize);

/// The range of an object with `start` and `end`.
pub(super) fn range(of: &Value) -> Option<Range> {
    let (start, end) = (of["start"].as_u64()? as usize, of["end"].as_u64()? as usize);
    (start < end).then_some((start, end))
}

pub(super) fn list(of: &Value) -> impl Iterator<Item = &Value> {
    of.as_array().into_iter().flatten()
}

/// All that can be marked in a record.
pub(super) fn marks(record: &Value) -> Vec<Mark> {
    let mut marks = Vec::new();
    let mut add = |layer, fact: &Value, words: &Value, links| {
        if let (Some((start, end)), Some(id)) = (range(words), fact["id"].as_str()) {
            marks.push(Mark { start, end, layer, id: id.to_owned(), links });
        }
    };
    for entity in list(&record["entities"]) {
        list(&entity["mentions"]).for_each(|mention| add("who", entity, mention, true));
    }
    list(&record["times"]).for_each(|time| add("when", time, time, true));
    list(&record["places"]).for_each(|place| add("where", place, place, true));
    for statement in list(&record["statements"]) {
        add("said", statement, &statement["cue"], true);
        list(&statement["content"]).for_each(|content| add("said", statement, content, false));
    }
    list(&record["events"]).for_each(|event| add("what", event, &event["trigger"], true));
    marks
}

/// The words of a fact: those that it is opened at.
pub(super) fn evidence(record: &Value, fact: &str) -> Vec<Range> {
    let layer = match fact.chars().next() {
        Some('e') => "entities",
        Some('t') => "times",
        Some('p') => "places",
        Some('s') => "statements",
        Some('v') => "events",
        _ => return Vec::new(),
    };
    let Some(item) = list(&record[layer]).find(|item| item["id"].as_str() == Some(fact)) else {
        return Vec::new();
    };
    let parts: Vec<&Value> = match layer {
        "entities" => list(&item["mentions"]).take(1).collect(),
        "statements" => list(&item["content"]).chain([&item["cue"]]).collect(),
        "events" => vec![&item["trigger"]],
        _ => vec![item],
    };
    parts.into_iter().filter_map(range).collect()
}

/// A piece of text in which nothing begins or ends.
#[derive(Debug, PartialEq, Eq)]
struct Piece<'a> {
    start: usize,
    end: usize,
    /// The innermost mark that links, and all layers that cover the piece.
    link: Option<&'a Mark>,
    layers: Vec<&'static str>,
    /// Part of the words that the article was opened at.
    target: bool,
}

fn pieces<'a>(zone: Range, marks: &'a [Mark], targets: &[Range]) -> Vec<Piece<'a>> {
    let within = |range: Range| range.0 < zone.1 && zone.0 < range.1;
    let marks: Vec<&Mark> = marks.iter().filter(|mark| within((mark.start, mark.end))).collect();
    let targets: Vec<&Range> = targets.iter().filter(|range| within(**range)).collect();
    let mut ends: Vec<usize> = vec![zone.0, zone.1];
    ends.extend(marks.iter().flat_map(|mark| [mark.start, mark.end]));
    ends.extend(targets.iter().flat_map(|range| [range.0, range.1]));
    ends.retain(|end| zone.0 <= *end && *end <= zone.1);
    ends.sort_unstable();
    ends.dedup();
    let piece = |pair: &[usize]| {
        let (start, end) = (pair[0], pair[1]);
        let over: Vec<&Mark> =
            marks.iter().copied().filter(|mark| mark.start <= start && end <= mark.end).collect();
        let mut layers: Vec<&'static str> =
            over.iter().map(|mark| if mark.links { mark.layer } else { "quote" }).collect();
        layers.sort_unstable();
        layers.dedup();
        Piece {
            start,
            end,
            link: over.iter().copied().filter(|mark| mark.links).min_by_key(|mark| mark.end - mark.start),
            layers,
            target: targets.iter().any(|range| range.0 <= start && end <= range.1),
        }
    };
    ends.windows(2).map(piece).collect()
}

/// The words of a zone with marks. The first target of the page gets the id `mark`.
pub(super) fn marked(
    text: &[char],
    zone: Range,
    marks: &[Mark],
    targets: &[Range],
    first: Option<usize>,
) -> Markup {
    let words = |piece: &Piece| text.get(piece.start..piece.end).unwrap_or(&[]).iter().collect::<String>();
    html! {
        @for piece in pieces(zone, marks, targets) {
            @let inner = html! {
                @match piece.link {
                    Some(mark) => a class=(format!("m {}", piece.layers.join(" "))) href=(format!("#{}", mark.id)) { (words(&piece)) },
                    None if !piece.layers.is_empty() => span class=(format!("m {}", piece.layers.join(" "))) { (words(&piece)) },
                    None => (words(&piece)),
                }
            };
            @if piece.target { mark id=[(first == Some(piece.start)).then_some("mark")] { (inner) } } @else { (inner) }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mark(start: usize, end: usize, layer: &'static str, links: bool) -> Mark {
        Mark { start, end, layer, id: format!("x{start}"), links }
    }

    #[test]
    fn pieces_keep_every_letter_once() {
        let marks = [mark(2, 8, "said", false), mark(4, 6, "who", true), mark(5, 12, "what", true)];
        let all = pieces((0, 10), &marks, &[(1, 3)]);
        let ends: Vec<Range> = all.iter().map(|piece| (piece.start, piece.end)).collect();
        assert_eq!(ends, [(0, 1), (1, 2), (2, 3), (3, 4), (4, 5), (5, 6), (6, 8), (8, 10)]);
        assert_eq!(all[5].layers, ["quote", "what", "who"]);
        assert_eq!(all[5].link.map(|mark| mark.layer), Some("who"), "the innermost");
        assert_eq!(all.iter().filter(|piece| piece.target).count(), 2);
    }

    #[test]
    fn words_are_escaped() {
        let text: Vec<char> = "<b>\"x\"".chars().collect();
        let html = marked(&text, (0, 6), &[mark(1, 2, "who", true)], &[(3, 6)], Some(3)).into_string();
        assert_eq!(
            html,
            "&lt;<a class=\"m who\" href=\"#x1\">b</a>&gt;<mark id=\"mark\">&quot;x&quot;</mark>"
        );
    }
}
