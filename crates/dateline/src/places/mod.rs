//! Where: places with GeoNames ids.
//!
//! Names come from the gazetteer (`data/places/`); the words around a name decide whether it is a place at all; its
//! state or country, the other places of the article and its size decide which.
mod find;
mod gazetteer;
mod resolve;
#[cfg(test)]
mod tests;

use std::collections::HashSet;

use self::find::{Context, Evidence, Mention};
use self::gazetteer::{Gazetteer, Kind};
use self::resolve::Setting;
use crate::doc::{Document, EntityKind, Layer, MentionKind, Place, RuleId, Span, Trial};
use crate::lexicon::{Data, Error};

/// The rules and word lists of this stage, from `data/places/`.
#[derive(Debug)]
pub struct Rules {
    gazetteer: Gazetteer,
    context: Context,
}

impl Rules {
    /// Reads the rules.
    pub fn load(data: &Data) -> Result<Rules, Error> {
        Ok(Rules { gazetteer: Gazetteer::load(data)?, context: data.toml("places/context.toml")? })
    }
}

/// The rule that makes a name a place, or why it is none.
type Verdict = Result<&'static str, &'static str>;

const COMMON: &str = "it is another word more often";
const SMALL: &str = "it is small, and nothing says that it is a place";
/// Rules that hold whatever else the name is.
const SURE: [&str; 3] = ["places/with-its-state", "places/state-of-town", "places/dateline"];

/// Adds the layer.
pub fn annotate(rules: &Rules, doc: &Document) -> Layer<Place> {
    let mut layer = Layer::default();
    if !reads_english(doc) {
        return layer;
    }
    let mut mentions = find::mentions(&rules.gazetteer, &rules.context, doc);
    if let Some(place) = doc.article.as_ref().and_then(|a| a.dateline.as_ref()).and_then(|d| d.place) {
        for mention in mentions.iter_mut().filter(|m| m.span.overlaps(place)) {
            mention.evidence.dateline = true;
        }
    }
    let taken = names(doc);
    let names_no_place = |mention: &Mention| taken.iter().any(|(span, kind)| refuses(*span, *kind, mention));
    let mut accepted: Vec<(Mention, Verdict)> = Vec::new();
    for mention in mentions {
        let verdict = if names_no_place(&mention) {
            Err("it names somebody or something else")
        } else {
            judge(&mention)
        };
        accepted.push((mention, verdict));
    }
    settle(doc, &mut accepted);
    let kept: Vec<Mention> = accepted.iter().filter(|(_, v)| v.is_ok()).map(|(m, _)| m.clone()).collect();
    let setting = Setting::of(&kept);
    for (mention, verdict) in &mut accepted {
        let small = verdict.is_err_and(|why| why == SMALL) && mention.evidence.preposition;
        if small && mention.entries.iter().any(|entry| setting.names_state_of(entry)) {
            *verdict = Ok("places/in-a-named-state");
        }
    }
    for (mention, verdict) in accepted {
        let quote = doc.words(mention.span);
        if doc.explain {
            let (rule, reason) = match verdict {
                Ok(rule) => (rule, "it is a place"),
                Err(reason) => ("places/none", reason),
            };
            let (rule, quote, reason) = (RuleId::new(rule), quote.to_owned(), reason.to_owned());
            layer.trials.push(Trial { span: Some(mention.span), quote, rule, won: verdict.is_ok(), reason });
        }
        let Ok(rule) = verdict else { continue };
        let Some((entry, confidence)) = resolve::best(&mention.entries, &setting) else { continue };
        let confidence = if mention.container.is_some() { confidence.max(0.9) } else { confidence };
        layer.items.push(Place {
            span: mention.span,
            name: entry.name.clone(),
            geonames: entry.geonames,
            point: entry.point,
            country: entry.country.clone(),
            admin1: entry.admin1.clone(),
            feature: Some(entry.feature.clone()),
            confidence,
            rule: RuleId::new(rule),
        });
    }
    layer
}

/// Lets the article decide what the sentence left open: a name that is sure once is sure everywhere, a surname is no place,
/// and one of a list of lands is a land.
fn settle(doc: &Document, found: &mut [(Mention, Verdict)]) {
    let words = |wanted: &dyn Fn(&Mention, &Verdict) -> bool| -> HashSet<String> {
        let wanted = found.iter().filter(|(mention, verdict)| wanted(mention, verdict));
        wanted.map(|(mention, _)| doc.words(mention.span).to_owned()).collect()
    };
    let sure = words(&|mention, verdict| verdict.is_ok() && mention.container.is_some());
    let surnames = words(&|mention, _| mention.evidence.inside_name && mention.evidence.surname);
    let mut before: Option<Span> = None;
    for (mention, verdict) in found {
        let (e, name) = (mention.evidence, doc.words(mention.span));
        let land = mention.entries.iter().any(|entry| matches!(entry.kind, Kind::Country | Kind::State));
        let listed = before.is_some_and(|span| {
            let between = Span { start: span.end, end: mention.span.start.max(span.end) };
            matches!(doc.words(between).trim(), "," | "and" | ", and" | "or")
        });
        if verdict.is_ok_and(|rule| !SURE.contains(&rule)) && !land && surnames.contains(name) {
            *verdict = Err("it is somebody's surname");
        } else if *verdict == Err(COMMON) && (sure.contains(name) || (listed && land)) {
            *verdict = Ok("places/named-beside");
        } else if *verdict == Err(SMALL) && sure.contains(name) {
            *verdict = Ok("places/named-before");
        }
        before = Some(mention.span).filter(|_| verdict.is_ok() && land && !e.inside_name);
    }
}

/// Whether a name is a place, by what stands around it: the rule, or why not.
fn judge(mention: &Mention) -> Verdict {
    let Evidence { preposition, dateline, inside_name, acting, common, headline, contains, .. } =
        mention.evidence;
    let largest = mention.entries.iter().map(|e| e.population).fold(0.0, f64::max);
    let is = |kind: Kind| mention.entries.iter().any(|e| e.kind == kind);
    let land = is(Kind::Country) || is(Kind::Region);
    if mention.container.is_some() {
        return Ok("places/with-its-state");
    }
    if contains {
        return Ok("places/state-of-town");
    }
    if dateline {
        return Ok("places/dateline");
    }
    if mention.evidence.adjective && !mention.evidence.surname {
        return Ok("places/land");
    }
    if is(Kind::County) && mention.entries.iter().all(|e| e.name.ends_with(" County")) {
        return Ok("places/county");
    }
    if inside_name {
        return Err("it is part of a longer name");
    }
    if acting && is(Kind::Capital) && !land {
        return Err("it acts for a government");
    }
    if common {
        return match preposition && (largest >= 150_000.0 || land || is(Kind::State)) {
            true => Ok("places/after-preposition"),
            false => Err(COMMON),
        };
    }
    if land || is(Kind::State) {
        return Ok("places/land");
    }
    if preposition && (largest >= 20_000.0 || is(Kind::County)) {
        return Ok("places/after-preposition");
    }
    if largest >= if headline { 500_000.0 } else { 100_000.0 } {
        return Ok("places/large");
    }
    Err(SMALL)
}

/// True if a mention of an entity keeps a name from being a place.
fn refuses(span: Span, kind: EntityKind, mention: &Mention) -> bool {
    match kind {
        // A capital that stands for its country's government.
        EntityKind::Country => {
            span.overlaps(mention.span) && !mention.entries.iter().any(|e| e.kind == Kind::Country)
        }
        EntityKind::Place => false,
        _ => span.contains(mention.span) && !mention.evidence.dateline && mention.container.is_none(),
    }
}

/// Names of entities that are no places, with their kinds, in text order.
fn names(doc: &Document) -> Vec<(Span, EntityKind)> {
    let mut names: Vec<(Span, EntityKind)> = Document::items(&doc.entities)
        .iter()
        .flat_map(|entity| entity.mentions.iter().map(move |mention| (mention, entity.kind)))
        .filter(|(mention, kind)| mention.kind == MentionKind::Name && *kind != EntityKind::Place)
        .map(|(mention, kind)| (mention.span, kind))
        .collect();
    names.sort_unstable();
    names
}

/// True unless the article is known to be in another language.
fn reads_english(doc: &Document) -> bool {
    let language = doc.article.as_ref().and_then(|a| a.language.as_ref());
    language.is_none_or(|fact| fact.value.get(..2).is_some_and(|tag| tag.eq_ignore_ascii_case("en")))
}
