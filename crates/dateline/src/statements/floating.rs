//! Quotations that have no cue of their own: the speaker before them goes on.
use super::draft::Draft;
use super::view::View;

/// What a quotation without a cue must have, in words, to be more than a name or a title.
const SHORTEST: usize = 4;

/// Gives quotations without a cue to the statement before them in the paragraph, or in the paragraph before if it
/// ended in a quotation that was never closed.
pub(super) fn join(view: &View<'_>, drafts: &mut [Draft]) {
    // By quotation: the draft whose content has it.
    let mut owner: Vec<Option<usize>> = vec![None; view.quotations.len()];
    for (index, draft) in drafts.iter().enumerate() {
        for (start, end) in &draft.content {
            let first = view.quotations.partition_point(|q| q.end <= *start);
            for (at, _) in view.quotations.iter().enumerate().skip(first).take_while(|(_, q)| q.start < *end)
            {
                if let Some(owner) = owner.get_mut(at) {
                    owner.get_or_insert(index);
                }
            }
        }
    }
    let mut last: Option<(usize, usize)> = None;
    for (at, quote) in view.quotations.iter().enumerate() {
        if let Some(owner) = owner.get(at).copied().flatten() {
            last = Some((owner, at));
            continue;
        }
        let Some((index, before)) = last else { continue };
        let Some(previous) = view.quotations.get(before) else { continue };
        let carried =
            previous.zone + 1 == quote.zone && !previous.closed && opens_paragraph(view, quote.start);
        let whole = quote.end - quote.start >= SHORTEST
            && opens_sentence(view, quote.start)
            && ends_sentence(view, quote.end);
        // '"A," Ruiz said, and "B"'
        let goes_on = drafts.get(index).is_some_and(|draft| {
            let line = view.lines.get(draft.line);
            let first = draft.content.first().map_or(0, |piece| piece.0);
            quote.end - quote.start >= SHORTEST
                && line.is_some_and(|line| (line.start..line.end).contains(&quote.start))
                && draft.cue.is_some_and(|cue| first < cue.0 && cue.1 <= quote.start)
        });
        let same = previous.zone == quote.zone && (whole || goes_on);

        if same || carried {
            if let Some(draft) = drafts.get_mut(index) {
                draft.content.push((quote.start, quote.end));
            }
            last = Some((index, at));
        }
    }
}

fn opens_sentence(view: &View<'_>, start: usize) -> bool {
    let open = start.saturating_sub(1);
    let line = view.lines.partition_point(|line| line.end <= open);
    view.lines.get(line).is_some_and(|line| line.start == open || line.start == start)
}

fn opens_paragraph(view: &View<'_>, start: usize) -> bool {
    let open = start.saturating_sub(1);
    let line = view.lines.partition_point(|line| line.end <= open);
    let zone = |i: usize| view.lines.get(i).map(|l| l.zone);
    opens_sentence(view, start) && (line == 0 || zone(line - 1) != zone(line))
}

fn ends_sentence(view: &View<'_>, end: usize) -> bool {
    // "He said, 'Yes.'"
    view.slice(end.saturating_sub(2), end).iter().any(|word| word.stops())
        || view.get(end + 1).is_none_or(|word| word.stops())
}
