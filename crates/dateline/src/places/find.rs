//! Names that may be places, with the evidence around them.
use std::collections::HashSet;

use serde::Deserialize;

use super::gazetteer::{Entry, Gazetteer, Kind};
use crate::doc::{Document, Span, ZoneKind};

/// The words around places: `data/places/context.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Context {
    before: HashSet<String>,
    modifiers: HashSet<String>,
    titles: HashSet<String>,
    organisations: HashSet<String>,
    people: HashSet<String>,
    acting: HashSet<String>,
    common: HashSet<String>,
    never: HashSet<String>,
    adjectives: HashSet<String>,
}

/// A name that may be a place.
#[derive(Clone, Debug)]
pub(super) struct Mention {
    pub span: Span,
    pub entries: Vec<Entry>,
    /// The state or country that stands behind it: "Paris, Texas".
    pub container: Option<(String, Option<String>)>,
    pub evidence: Evidence,
}

/// What stands around a name.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Evidence {
    /// A preposition or another word before which places stand.
    pub preposition: bool,
    /// It opens a report.
    pub dateline: bool,
    /// It belongs to a longer name.
    pub inside_name: bool,
    /// It follows a capital, as a surname follows a given name.
    pub surname: bool,
    /// It says which land an office or a people is of: "U.S. senators".
    pub adjective: bool,
    /// It acts for a government.
    pub acting: bool,
    /// It is another word more often.
    pub common: bool,
    /// Its zone is a headline.
    pub headline: bool,
    /// It is a state behind its town.
    pub contains: bool,
}

/// The longest names are of so many tokens.
const LONGEST: usize = 6;

/// All names that may be places, in text order.
pub(super) fn mentions(gazetteer: &Gazetteer, context: &Context, doc: &Document) -> Vec<Mention> {
    let tokens: Vec<Span> = Document::items(&doc.tokens).iter().map(|t| t.span).collect();
    let zones = Document::items(&doc.zones);
    let mut zone = 0;
    let mut out = Vec::new();
    for sentence in Document::items(&doc.sentences) {
        while zones.get(zone).is_some_and(|z| z.span.end <= sentence.span.start) {
            zone += 1;
        }
        let kind = zones.get(zone).map(|z| z.kind);
        let opens = zones.get(zone).is_some_and(|z| z.span.start == sentence.span.start);
        let range = sentence.tokens.0 as usize..sentence.tokens.1 as usize;
        let scan = Scan {
            gazetteer,
            context,
            doc,
            tokens: tokens.get(range).unwrap_or_default(),
            headline: matches!(
                kind,
                Some(ZoneKind::Headline | ZoneKind::RelatedHeadline | ZoneKind::Heading)
            ),
            opens,
        };
        scan.sentence(&mut out);
    }
    out
}

/// A sentence being read.
struct Scan<'a> {
    gazetteer: &'a Gazetteer,
    context: &'a Context,
    doc: &'a Document,
    tokens: &'a [Span],
    headline: bool,
    opens: bool,
}

impl<'a> Scan<'a> {
    fn word(&self, at: usize) -> &'a str {
        self.tokens.get(at).map_or("", |span| self.doc.words(*span))
    }

    fn is_capital(&self, at: usize) -> bool {
        self.word(at).starts_with(char::is_uppercase)
    }

    fn sentence(&self, out: &mut Vec<Mention>) {
        let mut at = 0;
        while at < self.tokens.len() {
            let Some((end, entries, dateline)) = self.longest(at) else {
                at += 1;
                continue;
            };
            let mut mention = self.mention(at, end, entries, dateline);
            if let Some((past, mut state)) = self.container(end) {
                let fits = |town: &Entry, land: &Entry| {
                    town.country == land.country
                        && (land.kind == Kind::Country || town.admin1 == land.admin1)
                        && !matches!(town.kind, Kind::Country | Kind::State)
                };
                // "Atlanta, Georgia" and "Tbilisi, Georgia": the land is the one that has such a town.
                let pairs = mention
                    .entries
                    .iter()
                    .flat_map(|town| state.entries.iter().map(move |land| (town, land)));
                let pair = pairs
                    .filter(|(town, land)| fits(town, land))
                    .max_by(|a, b| a.0.population.total_cmp(&b.0.population))
                    .map(|(_, land)| land.clone());
                if let Some(land) = pair
                    && let Some(country) = land.country.clone()
                {
                    mention.entries.retain(|town| fits(town, &land));
                    mention.container = Some((country, land.admin1.clone()));
                    state.entries = vec![land];
                    mention.evidence.inside_name = false;
                    out.push(mention);
                    out.push(state);
                    at = past;
                    continue;
                }
            }
            out.push(mention);
            at = end;
        }
    }

    /// The longest name at `at`: its end, what it can mean, and whether it opens a report.
    fn longest(&self, at: usize) -> Option<(usize, Vec<Entry>, bool)> {
        let first = self.word(at);
        if !self.is_capital(at) {
            return None;
        }
        let start = self.tokens.get(at)?.start as usize;
        let shouted = self.opens && at == 0 && first.len() > 3 && !first.contains(char::is_lowercase);
        if !shouted
            && !self.gazetteer.may_begin(first.split('-').next().unwrap_or(first))
            && self.gazetteer.states(first).is_empty()
        {
            return None;
        }
        let last = self.tokens.len().min(at + LONGEST);
        for end in (at + 1..=last).rev() {
            let span = Span::new(start, self.tokens.get(end - 1)?.end as usize);
            let name = self.doc.words(span);
            if self.context.never.contains(name) {
                return None;
            }
            let mut entries = self.gazetteer.find(name);
            for state in self.gazetteer.states(name).iter().filter(|state| state.alone) {
                entries.extend(self.state(&state.country, &state.admin1));
            }
            let opens = shouted && self.opens_report(end);
            if entries.is_empty() && opens {
                entries = self.gazetteer.find(&titled(name));
            }
            if !entries.is_empty() {
                return Some((end, entries, opens || (self.opens && at == 0 && self.opens_report(end))));
            }
        }
        None
    }

    /// True if a dateline goes on at `at`: "SEOUL, Sept. 5 (UPI) --", "LONDON (AP) --", "Paris —".
    fn opens_report(&self, at: usize) -> bool {
        matches!(self.word(at), "(" | "—" | "–" | "--" | "-" | "," | "/")
            && (0..12).any(|n| matches!(self.word(at + n), "—" | "–" | "--" | "-"))
    }

    /// The entries of a state by its codes.
    fn state(&self, country: &str, admin1: &str) -> Vec<Entry> {
        let name = self.gazetteer.state_name(country, admin1);
        let mut entries = name.map(|name| self.gazetteer.find(name)).unwrap_or_default();
        entries.retain(|e| {
            e.kind == Kind::State
                && e.country.as_deref() == Some(country)
                && e.admin1.as_deref() == Some(admin1)
        });
        entries
    }

    /// The state or country after a comma.
    fn container(&self, at: usize) -> Option<(usize, Mention)> {
        if self.word(at) != "," {
            return None;
        }
        let start = self.tokens.get(at + 1)?.start as usize;
        for end in (at + 2..=self.tokens.len().min(at + 6)).rev() {
            let span = Span::new(start, self.tokens.get(end - 1)?.end as usize);
            let name = self.doc.words(span);
            let mut entries = self.gazetteer.find(name);
            entries.retain(|e| matches!(e.kind, Kind::Country | Kind::State));
            for state in self.gazetteer.states(name) {
                entries.extend(self.state(&state.country, &state.admin1));
            }
            if !entries.is_empty() {
                let evidence = Evidence { contains: true, headline: self.headline, ..Evidence::default() };
                return Some((end, Mention { span, entries, container: None, evidence }));
            }
        }
        None
    }

    fn mention(&self, at: usize, end: usize, entries: Vec<Entry>, dateline: bool) -> Mention {
        let span = self.tokens.get(at..end).unwrap_or_default().iter().copied().reduce(Span::join);
        let span = span.unwrap_or(Span::new(0, 0));
        let before = if at == 0 { "" } else { self.word(at - 1) };
        let c = self.context;
        let evidence = Evidence {
            preposition: c.before.contains(&before.to_lowercase()),
            dateline,
            inside_name: self.inside_name(at, end),
            surname: at > 0
                && self.is_capital(at - 1)
                && !self.headline
                && !self.context.modifiers.contains(before),
            adjective: self.context.adjectives.contains(self.doc.words(span)),
            acting: self.acting(at, end),
            common: c.common.contains(self.doc.words(span)),
            headline: self.headline,
            contains: false,
        };
        Mention { span, entries, container: None, evidence }
    }

    /// True if the name is part of a longer one: "Paris Hilton", "University of Texas", "Houston Rockets".
    fn inside_name(&self, at: usize, end: usize) -> bool {
        let c = self.context;
        let before = if at == 0 { "" } else { self.word(at - 1) };
        if before == "of" && at > 1 && c.organisations.contains(self.word(at - 2)) {
            return true;
        }
        if c.people.contains(before.trim_end_matches('.')) && self.is_capital(at - 1) {
            return true;
        }
        if before == "." && at > 1 && c.people.contains(self.word(at - 2)) {
            return true;
        }
        // In headlines every word has a capital.
        if self.headline {
            return false;
        }
        if at > 0 && self.is_capital(at - 1) && !c.modifiers.contains(before) && !self.is_land(before) {
            return true;
        }
        let after = self.word(end);
        if after == "-" {
            // "Paris-based" is a place, "Rolls-Royce" is not.
            return self.is_capital(end + 1) && self.gazetteer.find(self.word(end + 1)).is_empty();
        }
        self.is_capital(end) && !c.titles.contains(after.trim_end_matches('.')) && !self.is_land(after)
    }

    /// True for the name of a country or a region, which may stand beside a town without a comma.
    fn is_land(&self, word: &str) -> bool {
        self.gazetteer.find(word).iter().any(|e| matches!(e.kind, Kind::Country | Kind::Region))
    }

    /// True for a capital that acts for its government: "Moscow has blocked", "Moscow and Pyongyang have drawn closer".
    fn acting(&self, at: usize, end: usize) -> bool {
        let before = if at == 0 { "" } else { self.word(at - 1) };
        if self.headline && before == ":" && end >= self.tokens.len() {
            return true;
        }
        if self.context.before.contains(before) {
            return false;
        }
        let verb = |at: usize| self.context.acting.contains(self.word(at));
        let second = self.word(end) == "and" && self.is_capital(end + 1) && verb(end + 2);
        verb(end) || second || (before == "and" && verb(end))
    }
}

/// "NEW YORK" as "New York".
fn titled(name: &str) -> String {
    let mut up = true;
    let mut out = String::with_capacity(name.len());
    for c in name.chars() {
        if up {
            out.push(c);
        } else {
            out.extend(c.to_lowercase());
        }
        up = !c.is_alphabetic() && c != '\'' && c != '’';
    }
    out
}
