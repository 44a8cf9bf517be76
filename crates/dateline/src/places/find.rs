//! Names that may be places: from the gazetteer, and those that the language model takes for places.
use super::context::Context;
use super::evidence::Evidence;
use super::gazetteer::{Entry, Gazetteer, Kind};
use super::overlay::{Named, Overlay};
use super::shape;
use crate::doc::{Document, Span, Token, ZoneKind};

/// A name that may be a place.
#[derive(Clone, Debug)]
pub(super) struct Mention<'g> {
    pub span: Span,
    /// What it can mean; none for a name that the gazetteer does not have.
    pub entries: Vec<Entry<'g>>,
    /// The state or country that stands behind it: "Paris, Texas".
    pub container: Option<Entry<'g>>,
    pub evidence: Evidence,
}

/// The longest names are of so many tokens.
const LONGEST: usize = 6;

/// All names that may be places, in text order.
pub(super) fn mentions<'g>(
    gazetteer: &'g Gazetteer,
    context: &Context,
    doc: &Document,
    overlay: &Overlay<'_>,
) -> Vec<Mention<'g>> {
    let tokens = Document::items(&doc.tokens);
    let zones = Document::items(&doc.zones);
    let mut zone = 0;
    let mut out = Vec::new();
    for sentence in Document::items(&doc.sentences) {
        while zones.get(zone).is_some_and(|z| z.span.end <= sentence.span.start) {
            zone += 1;
        }
        let kind = zones.get(zone).map(|z| z.kind);
        let opens = zones.get(zone).is_some_and(|z| z.span.start == sentence.span.start);
        let headline =
            matches!(kind, Some(ZoneKind::Headline | ZoneKind::RelatedHeadline | ZoneKind::Heading));
        let words = tokens.get(sentence.range()).unwrap_or_default();
        let scan = Scan {
            gazetteer,
            context,
            doc,
            overlay,
            tokens: words,
            first: sentence.range().start,
            headline,
            opens,
        };
        scan.sentence(&mut out);
    }
    out
}

/// A sentence being read.
pub(super) struct Scan<'g, 'a> {
    pub gazetteer: &'g Gazetteer,
    pub context: &'a Context,
    pub doc: &'a Document,
    pub overlay: &'a Overlay<'a>,
    pub tokens: &'a [Token],
    /// The index of the sentence's first token in the layer.
    pub first: usize,
    pub headline: bool,
    opens: bool,
}

/// A name that was found at a token: its end, what it can mean, and whether it opens a report.
struct Hit<'g> {
    end: usize,
    entries: Vec<Entry<'g>>,
    dateline: bool,
    described: bool,
}

impl<'g, 'a> Scan<'g, 'a> {
    pub fn word(&self, at: usize) -> &'a str {
        self.tokens.get(at).map_or("", |token| self.doc.words(token.span))
    }

    pub fn before(&self, at: usize) -> &'a str {
        at.checked_sub(1).map_or("", |before| self.word(before))
    }

    pub fn span(&self, at: usize, end: usize) -> Span {
        let first = self.tokens.get(at).map_or(0, |t| t.span.start);
        let last = end.checked_sub(1).and_then(|last| self.tokens.get(last)).map_or(first, |t| t.span.end);
        Span { start: first, end: last.max(first) }
    }

    pub fn is_capital(&self, at: usize) -> bool {
        self.word(at).starts_with(char::is_uppercase)
    }

    fn sentence(&self, out: &mut Vec<Mention<'g>>) {
        let from = out.len();
        self.names(out);
        self.counties(out.get_mut(from..).unwrap_or_default());
    }

    /// Marks the names of a list of counties.
    fn counties(&self, found: &mut [Mention<'g>]) {
        for (end, token) in self.tokens.iter().enumerate() {
            if !matches!(self.doc.words(token.span), "counties" | "Counties" | "parishes" | "Parishes") {
                continue;
            }
            // Back over capitals, commas and "and".
            let back = (0..end)
                .rev()
                .take_while(|at| self.is_capital(*at) || matches!(self.word(*at), "," | "and" | "&" | "or"));
            let Some(first) = back.last() else { continue };
            let list = self.span(first, end);
            for mention in found.iter_mut().filter(|mention| list.contains(mention.span)) {
                mention.evidence.county = true;
            }
        }
    }

    fn names(&self, out: &mut Vec<Mention<'g>>) {
        let mut at = 0;
        while at < self.tokens.len() {
            let Some(hit) = self.hit(at) else {
                at += 1;
                continue;
            };
            at = self.take(at, hit, out);
        }
    }

    /// Adds the mention of a hit, and the land behind it; returns where to go on.
    fn take(&self, at: usize, hit: Hit<'g>, out: &mut Vec<Mention<'g>>) -> usize {
        let end = hit.end;
        let mut mention = self.mention(at, hit);
        if let Some((past, mut land)) = self.container(end) {
            // "Atlanta, Georgia" and "Tbilisi, Georgia": the land is the one that has such a town.
            let pairs =
                mention.entries.iter().flat_map(|town| land.entries.iter().map(move |land| (town, land)));
            let pair = pairs
                .filter(|(town, land)| town.lies_in(land))
                .max_by(|a, b| a.0.population.total_cmp(&b.0.population))
                .map(|(_, land)| *land);
            if let Some(found) = pair {
                mention.entries.retain(|town| town.lies_in(&found));
                mention.container = Some(found);
                land.entries = vec![found];
            }
            // A town that the gazetteer does not have still has its state behind it: "Lanexa, Va."
            if pair.is_some() || mention.entries.is_empty() {
                mention.evidence.told |= mention.entries.is_empty();
                out.push(mention);
                out.push(land);
                return past;
            }
        }
        out.push(mention);
        end
    }

    fn hit(&self, at: usize) -> Option<Hit<'g>> {
        // The party of "D-Charleston" is no part of the place.
        let party = matches!(self.word(at), "R" | "D" | "I") && self.word(at + 1) == "-";
        if !self.is_capital(at) || party {
            return None;
        }
        let known = self.longest(at);
        let span = self.tokens.get(at)?.span;
        let Some(name) = self.overlay.place_at(span).filter(|name| name.span.start == span.start) else {
            return known;
        };
        let end =
            (at + 1..=self.tokens.len()).take_while(|end| self.span(at, *end).end <= name.span.end).last()?;
        match known {
            Some(hit) if hit.end >= end => Some(hit),
            known => self.named(at, end, known),
        }
    }

    /// What the language model takes for the name of a place, and the gazetteer does not have as a whole.
    fn named(&self, at: usize, end: usize, known: Option<Hit<'g>>) -> Option<Hit<'g>> {
        let words = self.doc.words(self.span(at, end));
        let (last, c) = (self.word(end - 1), self.context);
        let only_kind = at + 1 == end && c.is_kind(last);
        if c.never.contains(words) || words.len() < 2 || only_kind || shape::is_acronym(words) {
            return known.filter(|_| !only_kind);
        }
        if let Some(hit) = known {
            // "Shanxi Province" is Shanxi; "Jackson County Circuit Court" and "Houston Airport" are named for their places;
            // "Paris Street" and "Mill Creek Resort" are not.
            if c.areas.contains(last) {
                return Some(Hit { end, ..hit });
            }
            let next = self.word(hit.end);
            let county = hit.end > at + 1 && hit.entries.iter().any(|entry| entry.kind == Kind::County);
            let known = hit.entries.iter().any(|entry| entry.is_land() || entry.population >= 100_000.0);
            let other = c.natural.contains(last) || c.roads.contains(last);
            let named_for = county || c.civic.contains(next) || (known && !other);
            if named_for || !self.is_capital(hit.end) {
                return Some(hit);
            }
        } else {
            // "the City of Huntsville", "the Islamic Republic of Iran"
            let of = (at + 1..end).find(|n| self.word(*n) == "of" && c.areas.contains(self.word(n - 1)));
            if let Some(hit) = of.and_then(|of| self.longest(of + 1)).filter(|hit| hit.end >= end) {
                return Some(hit);
            }
            let mut entries = shape::variant(words).map_or(Vec::new(), |name| self.gazetteer.find(&name));
            // "North Texas", "Greater Manchester" lie around the middle of the whole.
            if entries.is_empty() && at + 1 < end && c.directions.contains(self.word(at)) {
                entries = self.gazetteer.find(self.doc.words(self.span(at + 1, end)));
            }
            // "Shiite Iran", "Building Ireland"
            let rest = (at + 1..end).filter(|_| entries.is_empty()).find_map(|first| {
                let own = self.gazetteer.find(self.doc.words(self.span(first, end)));
                own.iter().any(|e| e.is_land() || e.kind == Kind::Capital).then_some(own)
            });
            entries.extend(rest.into_iter().flatten());
            if !entries.is_empty() {
                return Some(Hit { end, entries, dateline: false, described: false });
            }
        }
        Some(Hit { end, entries: Vec::new(), dateline: false, described: c.is_spot(last) })
    }

    /// The longest name of the gazetteer at `at`.
    fn longest(&self, at: usize) -> Option<Hit<'g>> {
        let first = self.word(at);
        let shouted = first.len() > 1 && !first.contains(char::is_lowercase);
        // "KwaZulu", which GeoNames writes with one capital
        let humped = shape::is_humped(first);
        if !shouted && !humped && !self.gazetteer.may_begin(first.split('-').next().unwrap_or(first)) {
            return None;
        }
        let last = self.tokens.len().min(at + LONGEST);
        for end in (at + 1..=last).rev() {
            let name = self.doc.words(self.span(at, end));
            if self.context.never.contains(name) {
                return None;
            }
            let mut entries = self.gazetteer.find(name);
            entries.extend(self.gazetteer.states(name, true));
            let shouted = shouted && name.len() > 3 && !name.contains(char::is_lowercase);
            let opens = (self.opens || shouted) && at == 0 && self.opens_report(end, shouted);
            let folds = || humped || (shouted && (opens || self.is_named_place(at, end)));
            if entries.is_empty() && folds() {
                entries = self.gazetteer.find(&shape::titled(name));
            }
            // English has another name for it: "University of Texas", as the other name of some campus.
            if entries.iter().all(|entry| entry.other) && !self.is_named_place(at, end) {
                continue;
            }
            // "US$5 million" is money.
            if !entries.is_empty() && self.word(end) != "$" {
                return Some(Hit { end, entries, dateline: opens, described: false });
            }
        }
        None
    }

    fn is_named_place(&self, at: usize, end: usize) -> bool {
        matches!(self.overlay.named(self.span(at, end)), Named::Whole(crate::doc::NameKind::Place))
    }

    /// True if a dateline goes on at `at`: "SEOUL, Sept. 5 (UPI) --", "Paris —"; after capitals "(AP)" is enough.
    fn opens_report(&self, at: usize, shouted: bool) -> bool {
        let agency = self.word(at + 1);
        if shouted && self.word(at) == "(" && self.word(at + 2) == ")" && shape::is_acronym(agency) {
            return true;
        }
        matches!(self.word(at), "(" | "—" | "–" | "--" | "-" | "," | "/")
            && (0..12).any(|n| matches!(self.word(at + n), "—" | "–" | "--" | "-"))
    }

    /// The state or country after a comma, or in brackets.
    fn container(&self, at: usize) -> Option<(usize, Mention<'g>)> {
        if self.word(at) != "," && self.word(at) != "(" {
            return None;
        }
        for end in (at + 2..=self.tokens.len().min(at + 6)).rev() {
            let span = self.span(at + 1, end);
            let name = self.doc.words(span);
            let mut entries = self.gazetteer.find(name);
            entries.retain(|e| matches!(e.kind, Kind::Country | Kind::State));
            entries.extend(self.gazetteer.states(name, false));
            if !entries.is_empty() {
                let named = self.overlay.named(span);
                let evidence =
                    Evidence { contains: true, headline: self.headline, named, ..Evidence::default() };
                return Some((end, Mention { span, entries, container: None, evidence }));
            }
        }
        None
    }

    fn mention(&self, at: usize, hit: Hit<'g>) -> Mention<'g> {
        let evidence = self.evidence(at, hit.end);
        let evidence = Evidence { dateline: hit.dateline, described: hit.described, ..evidence };
        Mention { span: self.span(at, hit.end), entries: hit.entries, container: None, evidence }
    }
}
