//! The public, versioned face of a finished document: spans in Unicode code points, shapes as in `RECORD.md`.
use serde::ser::{Serialize, SerializeMap, SerializeSeq, Serializer};
use serde_json::{Map, Value, json};

use crate::doc::{
    Count, Dateline, Document, Entity, Event, Fact, Id, Implied, Layer, Moment, Participant, Party, Place,
    PlaceUse, RuleId, Sentence, Span, Statement, Time, TimeEnd, Token, Zone,
};

mod field;
mod read;

pub use field::RecordError;

/// The record of a document, to be serialised.
pub struct Record<'a> {
    doc: &'a Document,
    offsets: CodePoints,
    /// Whether to write the `tokens` layer.
    pub with_tokens: bool,
    /// The layers to write; none for all of them.
    pub only: Option<Vec<String>>,
}

impl<'a> Record<'a> {
    /// The version of the record's shape.
    pub const VERSION: &'static str = "1";

    /// The record of `doc`, with every layer that has run but `tokens`.
    pub fn of(doc: &'a Document) -> Record<'a> {
        Record { doc, offsets: CodePoints::of(doc.text.as_str()), with_tokens: false, only: None }
    }

    fn wants(&self, layer: &str) -> bool {
        self.only.as_ref().is_none_or(|only| only.iter().any(|name| name == layer))
    }

    fn source(&self) -> Value {
        let s = &self.doc.source;
        json!({
            "uri": s.uri, "media_type": s.media_type, "charset": s.charset, "sha256": s.sha256,
            "retrieved": s.retrieved.map(|r| r.to_string()),
        })
    }

    fn article(&self) -> Value {
        let Some(a) = &self.doc.article else { return Value::Null };
        let text = |fact: &Option<Fact<String>>| fact.as_ref().map(|f| f.value.clone());
        let moment = |fact: &Option<Fact<Moment>>| fact.as_ref().map(|f| f.value.to_string());
        let publisher = (a.publisher.is_some() || a.domain.is_some())
            .then(|| json!({"name": text(&a.publisher), "domain": a.domain}));
        let mut evidence = Map::new();
        let mut note = |field: &str, rule: &RuleId, page: Option<(u32, u32)>| {
            let bytes = page.map(|(s, e)| self.doc.bytes.to_input(s as usize..e as usize));
            evidence.insert(
                field.to_owned(),
                json!({"rule": rule, "bytes": bytes.map(|range| [range.start, range.end])}),
            );
        };
        for (field, fact) in [
            ("url", &a.url),
            ("publisher", &a.publisher),
            ("section", &a.section),
            ("headline", &a.headline),
            ("language", &a.language),
        ] {
            if let Some(fact) = fact {
                note(field, &fact.rule, fact.page);
            }
        }
        if let Some(author) = a.authors.first() {
            note("authors", &author.rule, author.page);
        }
        for (field, fact) in [("published", &a.published), ("modified", &a.modified)] {
            if let Some(fact) = fact {
                note(field, &fact.rule, fact.page);
            }
        }
        if let Some(fact) = &a.paywalled {
            note("paywalled", &fact.rule, fact.page);
        }
        let images: Vec<Value> = a
            .images
            .iter()
            .map(|i| {
                json!({"url": i.url, "caption": i.caption, "credit": i.credit, "licence": i.licence,
                       "kind": i.kind, "rule": i.rule})
            })
            .collect();
        let related: Vec<Value> = a
            .related
            .iter()
            .map(|r| {
                json!({
                    "headline": r.headline.map(|s| self.doc.words(s)), "url": r.url, "section": r.section,
                    "age": r.age,
                    "published": r.published.map(|(from, to)| json!({"from": from.to_string(), "to": to.to_string()})),
                    "blurb": r.blurb.map(|s| self.doc.words(s)),
                    "dateline": r.dateline.as_ref().map(|d| self.dateline(d)), "rule": r.rule,
                })
            })
            .collect();
        json!({
            "url": text(&a.url), "publisher": publisher, "section": text(&a.section),
            "headline": text(&a.headline),
            "authors": a.authors.iter().map(|f| json!({"name": f.value})).collect::<Vec<_>>(),
            "published": moment(&a.published), "modified": moment(&a.modified),
            "dateline": a.dateline.as_ref().map(|d| self.dateline(d)),
            "language": text(&a.language),
            "paywalled": a.paywalled.as_ref().map(|f| f.value),
            "tables": a.tables,
            "images": images, "related": related, "evidence": evidence,
        })
    }

    fn dateline(&self, d: &Dateline) -> Value {
        let place =
            d.place.and_then(|span| Document::items(&self.doc.places).iter().find(|p| p.span.overlaps(span)));
        let written = d.place.map(|span| self.doc.words(span));
        let mut value = self.span(d.span);
        value.insert("text".into(), self.doc.words(d.span).into());
        value.insert("place".into(), json!(place.map(|p| p.name.as_str()).or(written)));
        value.insert("geonames".into(), json!(place.and_then(|p| p.geonames)));
        value.insert("date".into(), json!(d.date.map(|date| date.to_string())));
        value.insert("agency".into(), json!(d.agency));
        value.insert("rule".into(), json!(d.rule));
        Value::Object(value)
    }

    fn span(&self, span: Span) -> Map<String, Value> {
        let mut map = Map::new();
        map.insert("start".into(), self.offsets.at(span.start).into());
        map.insert("end".into(), self.offsets.at(span.end).into());
        map
    }

    fn span_of(&self, span: Option<Span>) -> Value {
        span.map_or(Value::Null, |span| Value::Object(self.span(span)))
    }

    fn party(&self, party: &Option<Party>) -> Value {
        let Some(party) = party else { return Value::Null };
        let mut map = self.span(party.span);
        map.insert("entity".into(), id("e", party.entity));
        Value::Object(map)
    }

    fn participant(&self, p: &Participant) -> Value {
        let mut map = self.span(p.party.span);
        map.insert("entity".into(), id("e", p.party.entity));
        map.insert("country".into(), json!(p.country));
        map.insert("sector".into(), json!(p.sector));
        Value::Object(map)
    }

    fn entity(&self, i: Id<Entity>, e: &Entity) -> Value {
        let mentions: Vec<Value> = e
            .mentions
            .iter()
            .map(|m| {
                let mut map = self.span(m.span);
                map.insert("kind".into(), m.kind.name().into());
                map.insert("rule".into(), json!(m.rule));
                Value::Object(map)
            })
            .collect();
        json!({
            "id": id("e", Some(i)), "type": e.kind.name(), "name": e.name, "aliases": e.aliases, "role": e.role,
            "affiliation": e.affiliation.map(|a| id("e", Some(a))),
            "country": e.country, "geonames": e.geonames, "mentions": mentions, "rule": e.rule,
        })
    }

    fn time(&self, i: Id<Time>, t: &Time) -> Value {
        let mut map = Map::new();
        map.insert("id".into(), id("t", Some(i)));
        map.extend(self.span(t.span));
        map.extend(object(json!({
            "type": t.kind.name(), "value": t.value, "from": t.from, "to": t.to, "granularity": t.granularity(), "anchor": t.anchor, "rule": t.rule,
        })));
        if let Some(ends) = &t.ends {
            let end = |end: &TimeEnd| {
                let mut map = self.span(end.span);
                map.insert("value".into(), end.value.clone().into());
                Value::Object(map)
            };
            map.insert("ends".into(), ends.iter().map(end).collect());
        }
        Value::Object(map)
    }

    fn place(&self, i: Id<Place>, p: &Place) -> Value {
        let mut map = Map::new();
        map.insert("id".into(), id("p", Some(i)));
        map.extend(self.span(p.span));
        map.extend(object(json!({
            "name": p.name, "use": p.usage.name(), "geonames": p.geonames, "lat": p.point.map(|x| x.0), "lon": p.point.map(|x| x.1),
            "country": p.country, "admin1": p.admin1, "feature": p.feature,
            "confidence": round(p.confidence), "rule": p.rule,
        })));
        Value::Object(map)
    }

    fn statement(&self, i: Id<Statement>, s: &Statement) -> Value {
        let content: Vec<Value> = s.content.iter().map(|c| Value::Object(self.span(*c))).collect();
        let cosigners: Vec<Value> = s.cosigners.iter().map(|party| self.party(&Some(*party))).collect();
        json!({
            "id": id("s", Some(i)), "kind": s.kind.name(), "attitude": s.attitude.name(), "content": content,
            "cue": self.span_of(s.cue), "speaker": self.party(&s.speaker), "anonymous": s.anonymous,
            "cosigners": cosigners, "addressee": self.party(&s.addressee),
            "citing": self.party(&s.citing), "said_on": id("t", s.said_on), "medium": s.medium,
            "first_report": s.first_report, "rule": s.rule,
        })
    }

    fn event(&self, i: Id<Event>, v: &Event) -> Value {
        let all = |list: &[Participant]| list.iter().map(|p| self.participant(p)).collect::<Vec<_>>();
        let count = |c: &Count| {
            let mut map = self.span(c.span);
            map.insert("what".into(), c.what.into());
            map.insert("lower".into(), json!(c.lower));
            map.insert("upper".into(), json!(c.upper));
            Value::Object(map)
        };
        json!({
            "id": id("v", Some(i)), "type": v.kind, "mode": v.mode, "trigger": self.span(v.trigger),
            "actors": all(&v.actors), "recipients": all(&v.recipients), "when": id("t", v.when),
            "where": id("p", v.place), "day": v.day.map(|day| day.to_string()), "implied": implied(&v.implied), "status": v.status.name(), "historical": v.historical,
            "statement": id("s", v.statement), "numbers": v.numbers.iter().map(count).collect::<Vec<_>>(),
            "same_as": id("v", v.same_as), "rank": v.rank, "confidence": round(v.confidence), "rule": v.rule,
        })
    }

    fn warnings(&self) -> Vec<Value> {
        let d = self.doc;
        let layers = [
            d.zones.as_ref().map(|l| &l.warnings),
            d.sentences.as_ref().map(|l| &l.warnings),
            d.entities.as_ref().map(|l| &l.warnings),
            d.times.as_ref().map(|l| &l.warnings),
            d.places.as_ref().map(|l| &l.warnings),
            d.statements.as_ref().map(|l| &l.warnings),
            d.events.as_ref().map(|l| &l.warnings),
        ];
        std::iter::once(&d.warnings)
            .chain(layers.into_iter().flatten())
            .flatten()
            .map(|w| {
                let mut map = w.span.map_or_else(Map::new, |span| self.span(span));
                map.insert("message".into(), w.message.as_str().into());
                Value::Object(map)
            })
            .collect()
    }
}

impl Serialize for Record<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let d = self.doc;
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("dateline", Record::VERSION)?;
        map.serialize_entry("source", &self.source())?;
        map.serialize_entry("text", d.text.as_str())?;
        if self.wants("article") {
            map.serialize_entry("article", &self.article())?;
        }
        if let (true, Some(zones)) = (self.wants("zones"), &d.zones) {
            map.serialize_entry(
                "zones",
                &Items(zones, |_, z: &Zone| {
                    let mut map = Map::new();
                    map.insert("kind".into(), z.kind.name().into());
                    map.extend(self.span(z.span));
                    map.insert("item".into(), json!(z.item));
                    if let Some(posted) = z.posted {
                        map.insert("posted".into(), posted.to_string().into());
                    }
                    map.insert("rule".into(), z.rule.into());
                    Value::Object(map)
                }),
            )?;
        }
        if let (true, Some(sentences)) = (self.wants("sentences"), &d.sentences) {
            map.serialize_entry(
                "sentences",
                &Items(sentences, |_, s: &Sentence| Value::Object(self.span(s.span))),
            )?;
        }
        if let (true, Some(tokens)) = (self.with_tokens, &d.tokens) {
            map.serialize_entry(
                "tokens",
                &Items(tokens, |_, t: &Token| {
                    let mut map = self.span(t.span);
                    map.extend(object(json!({
                        "lemma": t.lemma, "upos": t.upos, "head": t.head.map(Id::index), "deprel": t.deprel,
                    })));
                    Value::Object(map)
                }),
            )?;
        }
        if let (true, Some(layer)) = (self.wants("entities"), &d.entities) {
            map.serialize_entry("entities", &Items(layer, |i, e: &Entity| self.entity(i, e)))?;
        }
        if let (true, Some(layer)) = (self.wants("times"), &d.times) {
            map.serialize_entry("times", &Items(layer, |i, t: &Time| self.time(i, t)))?;
        }
        if let (true, Some(layer)) = (self.wants("places"), &d.places) {
            let places = layer.iter_ids().filter(|(_, place)| place.usage != PlaceUse::Government);
            map.serialize_entry(
                "places",
                &places.map(|(i, place)| self.place(i, place)).collect::<Vec<_>>(),
            )?;
        }
        if let (true, Some(layer)) = (self.wants("statements"), &d.statements) {
            map.serialize_entry("statements", &Items(layer, |i, s: &Statement| self.statement(i, s)))?;
        }
        if let (true, Some(layer)) = (self.wants("events"), &d.events) {
            map.serialize_entry("events", &Items(layer, |i, v: &Event| self.event(i, v)))?;
        }
        map.serialize_entry("warnings", &self.warnings())?;
        map.end()
    }
}

/// A layer, each item written as it is reached.
struct Items<'a, T, F>(&'a Layer<T>, F);

impl<T, F: Fn(Id<T>, &T) -> Value> Serialize for Items<'_, T, F> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut seq = serializer.serialize_seq(Some(self.0.items.len()))?;
        for (i, item) in self.0.iter_ids() {
            seq.serialize_element(&(self.1)(i, item))?;
        }
        seq.end()
    }
}

fn object(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(map) => map,
        _ => Map::new(),
    }
}

fn id<T>(prefix: &str, id: Option<Id<T>>) -> Value {
    id.map_or(Value::Null, |id| format!("{prefix}{}", id.index() + 1).into())
}

/// Two decimals are what a confidence can bear.
fn round(x: f32) -> f64 {
    (f64::from(x) * 100.0).round() / 100.0
}

/// From byte offsets to code point offsets, by counts at every 64th byte.
struct CodePoints {
    text_is_ascii: bool,
    blocks: Vec<u32>,
    starts: Vec<u64>,
}

impl CodePoints {
    fn of(text: &str) -> CodePoints {
        if text.is_ascii() {
            return CodePoints { text_is_ascii: true, blocks: Vec::new(), starts: Vec::new() };
        }
        let (mut blocks, mut starts, mut count) = (Vec::new(), Vec::new(), 0);
        for block in text.as_bytes().chunks(64) {
            let mut bits = 0u64;
            for (i, byte) in block.iter().enumerate() {
                bits |= u64::from((byte & 0xC0) != 0x80) << i;
            }
            blocks.push(count);
            starts.push(bits);
            count += bits.count_ones();
        }
        blocks.push(count);
        starts.push(0);
        CodePoints { text_is_ascii: false, blocks, starts }
    }

    fn at(&self, byte: u32) -> u32 {
        if self.text_is_ascii {
            return byte;
        }
        let block = (byte / 64) as usize;
        let before = self.starts.get(block).copied().unwrap_or(0) & ((1u64 << (byte % 64)) - 1);
        self.blocks.get(block).copied().unwrap_or(0) + before.count_ones()
    }
}

/// "when where"; null if the clause tells all.
fn implied(fields: &[Implied]) -> Option<String> {
    let names: Vec<&str> = fields.iter().map(|field| field.name()).collect();
    (!names.is_empty()).then(|| names.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_count_code_points() {
        let text = "Zürich — “ja” 日本 and so on, for well over sixty-four bytes of text — fin";
        let offsets = CodePoints::of(text);
        for (count, (byte, _)) in text.char_indices().enumerate() {
            assert_eq!(offsets.at(byte as u32), count as u32);
        }
        assert_eq!(offsets.at(text.len() as u32), text.chars().count() as u32);
    }
}
