//! When, where and on whose word: the times, places and statements of a trigger's clause.
use super::control::Control;
use super::tree::Tree;
use crate::doc::{Date, Document, Id, Place, PlaceUse, Span, Statement, Status, Time, TimeKind, ZoneKind};

/// What stands around an event.
#[derive(Debug, Default)]
pub(super) struct Context {
    pub when: Option<Id<Time>>,
    pub place: Option<Id<Place>>,
    pub statement: Option<Id<Statement>>,
    /// Its time lies so far back that it is background.
    pub historical: bool,
    /// Its time is after the day of the article.
    pub future: bool,
}

/// A year that lies further back than this is history, unless the article is about it.
const YEARS_BACK: i32 = 2;

/// A time or place further away than this in the parse is not the event's.
const FARTHEST: usize = 5;

/// What stands around the trigger at a token.
///
/// What is only said happens where it is said, not in the place that it is about: `spoken`.
pub(super) fn of(control: &Control, tree: &Tree<'_>, at: usize, spoken: bool) -> Option<Context> {
    let doc = tree.doc;
    let trigger = tree.tokens.get(at)?.span;
    let sentence = tree.span(0, tree.len())?;
    let statement = statement_around(doc, trigger);
    let said_on = statement.and_then(|s| Document::items(&doc.statements).get(s.index())?.said_on);
    let times = Document::items(&doc.times);
    let from = times.partition_point(|time| time.span.end <= sentence.start);
    let when = times[from..]
        .iter()
        .take_while(|time| time.span.start < sentence.end)
        .enumerate()
        .map(|(i, time)| (Id::new(from + i), time))
        // The day of the cue is when it was said, not when it happened.
        .filter(|(id, time)| matches!(time.kind, TimeKind::Date | TimeKind::Time) && said_on != Some(*id))
        .filter(|(_, time)| dates(tree, time.span, at))
        .filter_map(|(id, time)| Some((distance(control, tree, time.span, at)?, id, time)))
        .min_by_key(|(far, ..)| *far);
    let places = Document::items(&doc.places);
    let from = places.partition_point(|place| place.span.end <= sentence.start);
    let place = places[from..]
        .iter()
        .take_while(|place| place.span.start < sentence.end)
        .enumerate()
        .filter(|(_, place)| {
            place.usage == PlaceUse::Literal && locates(control, tree, place.span, at, spoken)
        })
        .filter_map(|(i, place)| Some((distance(control, tree, place.span, at)?, Id::new(from + i))))
        .min_by_key(|(far, _)| *far);
    let now = doc.reference_day();
    let value = when.map(|(_, _, time)| time);
    let year = value.and_then(|time| time.value.get(..4)?.parse::<i32>().ok());
    let first = value.and_then(|time| Date::parse(time.from.as_deref()?.get(..10)?));
    Some(Context {
        when: when.map(|(_, id, _)| id),
        place: place.map(|(_, id)| id),
        statement,
        historical: now.zip(year).is_some_and(|(now, year)| now.year - year > YEARS_BACK),
        future: now.zip(first).is_some_and(|(now, first)| first > now),
    })
}

/// The day of the article, where tense and genre tell that it happened then: in the present of a headline ("Police arrest
/// two"), and in the progressive of the lead ("Teachers are marching").
pub(super) fn day_by_tense(tree: &Tree<'_>, at: usize, status: Status) -> Option<Date> {
    let present = matches!(tree.xpos(at), "VBZ" | "VBP");
    let progressive = tree.xpos(at) == "VBG"
        && tree
            .kids_by(at, "aux")
            .any(|aux| matches!(tree.xpos(aux), "VBZ" | "VBP") && tree.lemma(aux) == "be");
    let trigger = tree.tokens.get(at)?.span;
    if status != Status::Asserted
        || !(present || progressive)
        || statement_around(tree.doc, trigger).is_some()
    {
        return None;
    }
    let zones = Document::items(&tree.doc.zones);
    let lead = zones.iter().find(|zone| zone.kind == ZoneKind::Paragraph);
    let zone = zones.iter().find(|zone| zone.span.contains(trigger))?;
    let told =
        zone.kind == ZoneKind::Headline || progressive && lead.is_some_and(|lead| lead.span == zone.span);
    if told { tree.doc.reference_day() } else { None }
}

/// The innermost statement whose content holds the trigger.
fn statement_around(doc: &Document, trigger: Span) -> Option<Id<Statement>> {
    Document::items(&doc.statements)
        .iter()
        .enumerate()
        .filter_map(|(i, s)| Some((Id::new(i), s.content.iter().find(|c| c.contains(trigger))?.len())))
        .min_by_key(|(_, len)| *len)
        .map(|(id, _)| id)
}

/// The word of a phrase that the others depend on.
fn head_of(tree: &Tree<'_>, phrase: Span) -> Option<usize> {
    let first = tree.tokens.partition_point(|token| token.span.end <= phrase.start);
    let inside = |at: usize| tree.tokens.get(at).is_some_and(|token| phrase.contains(token.span));
    (first..tree.len()).take_while(|at| inside(*at)).find(|at| !tree.head(*at).is_some_and(inside))
}

/// False for a time that is part of another noun's name, the "2022" Senate run, and for one that ends what is told, "until 2030".
fn dates(tree: &Tree<'_>, phrase: Span, at: usize) -> bool {
    let Some(head) = head_of(tree, phrase) else { return false };
    let ends = matches!(tree.case(head), "until" | "till" | "through");
    let names = matches!(tree.rel(head), "compound" | "nmod:poss" | "nummod" | "amod");
    !ends && (!names || tree.head(head) == Some(at))
}

/// True for a place that tells where: "in Lima", "in the Lima area", "the Lima attacks", but not "Lima farmers".
fn locates(control: &Control, tree: &Tree<'_>, phrase: Span, at: usize, spoken: bool) -> bool {
    let behind = |case: &str| if spoken { control.is_venue(case) } else { control.is_where(case) };
    let Some(mut now) = head_of(tree, phrase) else { return false };
    for _ in 0..4 {
        let Some(head) = tree.head(now) else { return false };
        let ground = control.is_ground(tree.lemma(head));
        match tree.rel(now) {
            "compound" | "amod" | "nmod:poss" | "nmod:unmarked" | "flat" if ground => now = head,
            "nmod" if ground && tree.case(now) == "of" => now = head,
            "nmod" if ground && behind(tree.case(now)) => now = head,
            "compound" | "nmod:poss" | "obj" | "nsubj:pass" => return head == at && !spoken,
            "nmod" if tree.case(now) == "of" => return head == at && !spoken,
            "conj" => now = head,
            rel if rel.starts_with("obl") || rel.starts_with("nmod") => return behind(tree.case(now)),
            // Where the parse goes wrong the word before it still tells.
            _ => {
                let first = tree.tokens.partition_point(|token| token.span.end <= phrase.start);
                return first.checked_sub(1).is_some_and(|before| behind(tree.word(before)));
            }
        }
    }
    false
}

/// The steps in the parse from a phrase to a trigger; none if another clause lies between.
fn distance(control: &Control, tree: &Tree<'_>, phrase: Span, at: usize) -> Option<usize> {
    let head = head_of(tree, phrase)?;
    let up = |at: usize, barred: &dyn Fn(usize) -> bool| {
        let mut chain = vec![at];
        let mut now = at;
        while chain.len() <= FARTHEST && !barred(now) {
            let Some(next) = tree.head(now) else { break };
            chain.push(next);
            now = next;
        }
        chain
    };
    let of_phrase = up(head, &|now| {
        matches!(tree.rel(now), "ccomp" | "acl:relcl" | "parataxis" | "advcl" | "acl" | "conj" | "appos")
    });
    let of_trigger = up(at, &|now| match tree.rel(now) {
        "ccomp" | "acl:relcl" | "parataxis" => true,
        // "after six people died", which is not when the ban was announced
        "advcl" => tree.kid(now, &["nsubj", "nsubj:pass"]).is_some(),
        "obl" | "nmod" => control.sets_apart(tree.case(now)),
        _ => false,
    });
    of_trigger
        .iter()
        .enumerate()
        .filter_map(|(i, node)| Some(i + of_phrase.iter().position(|other| other == node)?))
        .min()
        .filter(|far| *far <= FARTHEST)
}
