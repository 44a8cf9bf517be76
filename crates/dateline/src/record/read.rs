//! From a record back to a document, so that every form of output can be made of records that were kept.
//!
//! The way back to the page is not in a record: such a document knows where its words stand in the text, and of the page
//! only what `article.evidence` says.
use serde_json::Value;

use super::field::{Field, Reader, RecordError, Result};
use crate::doc::{
    Article, Attitude, Count, Date, Dateline, Document, Entity, EntityKind, Event, Fact, Id, Image, Implied,
    Layer, Mention, MentionKind, Participant, Party, Place, PlaceUse, Related, RuleId, Sentence, Source,
    Span, Statement, StatementKind, Status, Text, Time, TimeEnd, TimeKind, Warning, Zone, ZoneKind,
};

impl Document {
    /// The document of a record.
    ///
    /// ```
    /// use dateline::{Engine, Record, doc::Document, read::{Hints, Page}};
    /// let page = Page::new(b"<h1>Port reopens</h1><p>The port of Almer reopened on Monday.</p>", Hints::default());
    /// let record = serde_json::to_value(Record::of(&Engine::new()?.read(&page)))?;
    /// let doc = Document::from_record(&record)?;
    /// assert_eq!(serde_json::to_value(Record::of(&doc))?, record);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If a field is not as [`Record`](crate::Record) writes it. Tokens are passed over.
    pub fn from_record(record: &Value) -> Result<Document> {
        let words =
            record["text"].as_str().ok_or(RecordError { field: "/text".into(), why: "is missing" })?;
        let mut points: Vec<u32> = words.char_indices().map(|(byte, _)| byte as u32).collect();
        points.push(words.len() as u32);
        let reader = Reader { record, points };
        let mut text = Text::default();
        text.push_break(words);
        let source = reader.field("/source");
        Ok(Document {
            source: Source {
                uri: source.text("uri"),
                media_type: source.name("media_type")?,
                charset: source.name("charset")?,
                sha256: source.text("sha256").unwrap_or_default(),
                retrieved: source.moment("retrieved")?,
            },
            text,
            warnings: reader.field("/warnings").items(Field::warning)?,
            article: reader.field("/article").some(Field::article)?,
            zones: reader.field("/zones").layer(Field::zone)?,
            sentences: reader
                .field("/sentences")
                .layer(|field| Ok(Sentence { span: field.span()?, tokens: (0, 0) }))?,
            entities: reader.field("/entities").layer(Field::entity)?,
            times: reader.field("/times").layer(Field::time)?,
            places: reader.field("/places").places()?,
            statements: reader.field("/statements").layer(Field::statement)?,
            events: reader.field("/events").layer(Field::event)?,
            ..Document::default()
        })
    }
}

impl<'a> Field<'a> {
    fn warning(&self) -> Result<Warning> {
        let span = if self.value["start"].is_null() { None } else { Some(self.span()?) };
        Ok(Warning { span, message: self.text("message").unwrap_or_default() })
    }

    fn article(&self) -> Result<Article> {
        let fact = |name: &str| self.text(name).map(|value| self.fact(name, value));
        let publisher = self.get("publisher");
        let authors = self.get("authors");
        let authors = authors.items(|author| {
            let fact = self.fact("authors", author.text("name").unwrap_or_default());
            Ok(fact)
        })?;
        Ok(Article {
            url: fact("url"),
            publisher: publisher.text("name").map(|name| self.fact("publisher", name)),
            domain: publisher.text("domain"),
            section: fact("section"),
            headline: fact("headline"),
            authors,
            published: self.moment("published")?.map(|moment| self.fact("published", moment)),
            modified: self.moment("modified")?.map(|moment| self.fact("modified", moment)),
            dateline: self.get("dateline").some(Field::dateline)?,
            language: fact("language"),
            paywalled: self.value["paywalled"].as_bool().map(|is| self.fact("paywalled", is)),
            images: self.get("images").items(Field::image)?,
            related: self.related()?,
            tables: self.number("tables")?.unwrap_or(0) as u32,
        })
    }

    /// A fact with its evidence on the page.
    fn fact<T>(&self, name: &str, value: T) -> Fact<T> {
        let evidence = &self.value["evidence"][name];
        let at = |place: usize| evidence["bytes"][place].as_u64().map(|byte| byte as u32);
        let rule = evidence["rule"].as_str().unwrap_or_default().to_owned();
        Fact { value, rule: RuleId::from(rule), page: at(0).zip(at(1)) }
    }

    fn dateline(&self) -> Result<Dateline> {
        let span = self.span()?;
        // The name is that of a place of the text that stands there, else the very words.
        let name = self.value["place"].as_str();
        let of_text = || {
            let places =
                self.reader.field("/places").items(|field| Ok((field.text("name"), field.span()?))).ok()?;
            let here = |(of, at): &(Option<String>, Span)| of.as_deref() == name && at.overlaps(span);
            places.into_iter().find(here).map(|(_, at)| at)
        };
        let of_words = || {
            let at = self.value["text"].as_str()?.find(name?)?;
            let start = span.start as usize + at;
            Some(Span::new(start, start + name?.len()))
        };
        let place = name.and_then(|_| of_text().or_else(of_words));
        Ok(Dateline {
            span,
            place,
            date: self.value["date"].as_str().and_then(Date::parse),
            agency: self.text("agency"),
            rule: self.rule(),
        })
    }

    fn image(&self) -> Result<Image> {
        Ok(Image {
            url: self.text("url"),
            caption: self.text("caption"),
            credit: self.text("credit"),
            licence: self.text("licence"),
            kind: self.text("kind"),
            rule: self.some_rule(),
        })
    }

    /// The related items; their words are the zones that name them.
    fn related(&self) -> Result<Vec<Related>> {
        let zones = self.reader.field("/zones").items(Field::zone)?;
        let related = self.get("related");
        let mut all = related.items(|field| {
            let published = field.get("published");
            Ok(Related {
                headline: None,
                url: field.text("url"),
                section: field.text("section"),
                age: field.text("age"),
                published: published.moment("from")?.zip(published.moment("to")?),
                blurb: None,
                dateline: field.get("dateline").some(Field::dateline)?,
                rule: field.some_rule(),
            })
        })?;
        for zone in zones {
            let Some(item) = zone.item.and_then(|item| all.get_mut(item as usize)) else { continue };
            match zone.kind {
                ZoneKind::RelatedHeadline => item.headline = Some(zone.span),
                ZoneKind::RelatedBlurb => item.blurb = Some(zone.span),
                _ => {}
            }
        }
        Ok(all)
    }

    fn zone(&self) -> Result<Zone> {
        Ok(Zone {
            kind: self.one_of("kind", &ZoneKind::ALL, ZoneKind::name)?,
            span: self.span()?,
            item: self.number("item")?.map(|item| item as u32),
            posted: self.moment("posted")?,
            rule: self.name("rule")?.unwrap_or_default(),
        })
    }

    fn entity(&self) -> Result<Entity> {
        let mention = |field: &Field<'a>| {
            Ok(Mention {
                span: field.span()?,
                kind: field.one_of("kind", &MENTION_KINDS, MentionKind::name)?,
                rule: field.rule(),
            })
        };
        let aliases = self.value["aliases"].as_array().into_iter().flatten();
        Ok(Entity {
            kind: self.one_of("type", &ENTITY_KINDS, EntityKind::name)?,
            name: self.text("name").unwrap_or_default(),
            aliases: aliases.filter_map(|alias| alias.as_str().map(str::to_owned)).collect(),
            role: self.text("role"),
            affiliation: self.id("affiliation", 'e')?,
            country: self.text("country"),
            geonames: self.number("geonames")?.map(|number| number as u32),
            mentions: self.get("mentions").items(mention)?,
            rule: self.rule(),
        })
    }

    fn time(&self) -> Result<Time> {
        let end = |field: &Field<'a>| {
            Ok(TimeEnd { span: field.span()?, value: field.text("value").unwrap_or_default() })
        };
        let ends = self.get("ends");
        let two = ends.some(|field| field.items(end))?;
        let two = two.map(|two| two.try_into().map_err(|_| ends.wrong("is not two ends"))).transpose()?;
        Ok(Time {
            span: self.span()?,
            kind: self.one_of("type", &TIME_KINDS, TimeKind::name)?,
            value: self.text("value").unwrap_or_default(),
            from: self.text("from"),
            to: self.text("to"),
            anchor: self.text("anchor"),
            ends: two,
            rule: self.rule(),
        })
    }

    /// The places; governments, which records leave out, keep their numbers.
    fn places(&self) -> Result<Option<Layer<Place>>> {
        self.some(|field| {
            let mut places: Vec<Place> = Vec::new();
            field
                .items(|field| {
                    let id: Option<Id<Place>> = field.id("id", 'p')?;
                    Ok((id, field.place()?))
                })?
                .into_iter()
                .for_each(|(id, place)| {
                    let index = id.map_or(places.len(), Id::index);
                    while places.len() < index {
                        places.push(Place { usage: PlaceUse::Government, ..place.clone() });
                    }
                    places.push(place);
                });
            Ok(Layer::of(places))
        })
    }

    fn place(&self) -> Result<Place> {
        Ok(Place {
            span: self.span()?,
            name: self.text("name").unwrap_or_default(),
            usage: self.one_of("use", &PLACE_USES, PlaceUse::name)?,
            geonames: self.number("geonames")?.map(|number| number as u32),
            point: self.real("lat").zip(self.real("lon")),
            country: self.text("country"),
            admin1: self.text("admin1"),
            feature: self.text("feature"),
            confidence: self.real("confidence").unwrap_or(0.0) as f32,
            rule: self.rule(),
        })
    }

    fn party(&self) -> Result<Party> {
        Ok(Party { span: self.span()?, entity: self.id("entity", 'e')? })
    }

    fn statement(&self) -> Result<Statement> {
        Ok(Statement {
            kind: self.one_of("kind", &STATEMENT_KINDS, StatementKind::name)?,
            content: self.get("content").items(Field::span)?,
            cue: self.get("cue").some(Field::span)?,
            attitude: self.one_of("attitude", &Attitude::ALL, Attitude::name)?,
            speaker: self.get("speaker").some(Field::party)?,
            anonymous: self.is("anonymous"),
            cosigners: self.get("cosigners").items(Field::party)?,
            addressee: self.get("addressee").some(Field::party)?,
            citing: self.get("citing").some(Field::party)?,
            said_on: self.id("said_on", 't')?,
            medium: self.text("medium"),
            first_report: self.is("first_report"),
            rule: self.rule(),
        })
    }

    fn event(&self) -> Result<Event> {
        let participant = |field: &Field<'a>| {
            Ok(Participant {
                party: field.party()?,
                country: field.text("country"),
                sector: field.name("sector")?,
            })
        };
        let count = |field: &Field<'a>| {
            Ok(Count {
                what: field.name("what")?.unwrap_or_default(),
                span: field.span()?,
                lower: field.number("lower")?,
                upper: field.number("upper")?,
            })
        };
        Ok(Event {
            kind: self.text("type").unwrap_or_default(),
            mode: self.text("mode"),
            trigger: self.get("trigger").span()?,
            actors: self.get("actors").items(participant)?,
            recipients: self.get("recipients").items(participant)?,
            when: self.id("when", 't')?,
            place: self.id("where", 'p')?,
            day: self.text("day").and_then(|day| Date::parse(&day)),
            implied: implied(&self.text("implied").unwrap_or_default()),
            numbers: self.get("numbers").items(count)?,
            status: self.one_of("status", &Status::ALL, Status::name)?,
            historical: self.is("historical"),
            statement: self.id("statement", 's')?,
            same_as: self.id("same_as", 'v')?,
            rank: self.number("rank")?.map(|rank| rank as u32),
            confidence: self.real("confidence").unwrap_or(0.0) as f32,
            rule: self.rule(),
        })
    }
}

fn implied(names: &str) -> Vec<Implied> {
    names.split(' ').filter_map(|name| Implied::ALL.into_iter().find(|field| field.name() == name)).collect()
}

const MENTION_KINDS: [MentionKind; 3] = [MentionKind::Name, MentionKind::Nominal, MentionKind::Pronoun];
const ENTITY_KINDS: [EntityKind; 15] = [
    EntityKind::Person,
    EntityKind::Org,
    EntityKind::Country,
    EntityKind::Place,
    EntityKind::Norp,
    EntityKind::Facility,
    EntityKind::Weapon,
    EntityKind::Vehicle,
    EntityKind::Storm,
    EntityKind::Event,
    EntityKind::Law,
    EntityKind::Work,
    EntityKind::Product,
    EntityKind::Money,
    EntityKind::Quantity,
];
const TIME_KINDS: [TimeKind; 4] = [TimeKind::Date, TimeKind::Time, TimeKind::Duration, TimeKind::Set];
const PLACE_USES: [PlaceUse; 5] =
    [PlaceUse::Literal, PlaceUse::Metonymic, PlaceUse::Government, PlaceUse::Demonym, PlaceUse::Part];
const STATEMENT_KINDS: [StatementKind; 3] =
    [StatementKind::Direct, StatementKind::Indirect, StatementKind::Mixed];
