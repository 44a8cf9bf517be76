use std::sync::Arc;

use crate::doc::{Document, Id, Place, Source, Span, Status, Token};
use crate::language::reader::Reader;
use crate::lexicon::{Data, Error};
use crate::read::Page;
use crate::{article, entities, events, language, places, statements, times};

/// All rules, loaded once and shared by all pages.
#[derive(Debug)]
pub struct Engine {
    article: article::Rules,
    language: language::Rules,
    entities: entities::Rules,
    times: times::Rules,
    places: places::Rules,
    statements: statements::Rules,
    events: events::Rules,
}

impl Engine {
    /// The engine with the built-in rules.
    pub fn new() -> Result<Engine, Error> {
        Engine::with_data(&Data::embedded())
    }

    /// The engine with rules of your own.
    pub fn with_data(data: &Data) -> Result<Engine, Error> {
        Ok(Engine {
            article: article::Rules::load(data)?,
            language: language::Rules::load(data)?,
            entities: entities::Rules::load(data)?,
            times: times::Rules::load(data)?,
            places: places::Rules::load(data)?,
            statements: statements::Rules::load(data)?,
            events: events::Rules::load(data)?,
        })
    }

    /// The same engine with another model of tags, arcs and names.
    pub fn with_reader(self, reader: Arc<dyn Reader>) -> Engine {
        Engine { language: self.language.with_reader(reader), ..self }
    }

    /// Reads a page: every stage, in order.
    pub fn read(&self, page: &Page) -> Document {
        self.run(page, Stage::Events, false)
    }

    /// Reads a page up to and including `last`. With `explain`, layers note what they tried.
    pub fn run(&self, page: &Page, last: Stage, explain: bool) -> Document {
        let reading = article::annotate(&self.article, page, explain);
        let mut zones = reading.zones;
        zones.trials.extend(reading.trials);
        let mut doc = Document {
            source: Source { retrieved: page.source.retrieved.or(reading.retrieved), ..page.source.clone() },
            text: reading.text,
            bytes: page.bytes.clone(),
            explain,
            warnings: page.warnings.iter().cloned().chain(reading.warnings).collect(),
            article: Some(reading.article),
            zones: Some(zones),
            ..Document::default()
        };
        self.annotate(&mut doc, last);
        doc
    }

    /// What the text says of the truth of the word at a token, be it an event or not; none if there is no such token.
    /// Needs the layers of `Stage::Language`.
    pub fn status_of(&self, doc: &Document, token: Id<Token>) -> Option<Status> {
        events::status_of(&self.events, doc, token)
    }

    /// Runs the stages after `article` up to and including `last` on a document that has its text and zones.
    ///
    /// ```
    /// use dateline::{Engine, Stage, doc::Document};
    /// let mut doc = Document::of_text("The port reopened. Ships came.", None);
    /// Engine::new()?.annotate(&mut doc, Stage::Language);
    /// assert_eq!(Document::items(&doc.sentences).len(), 2);
    /// # Ok::<(), dateline::lexicon::Error>(())
    /// ```
    pub fn annotate(&self, doc: &mut Document, last: Stage) {
        if last >= Stage::Language {
            let (sentences, tokens, names) = language::annotate(&self.language, doc);
            (doc.sentences, doc.tokens, doc.names) = (Some(sentences), Some(tokens), Some(names));
        }
        if last >= Stage::Entities {
            doc.entities = Some(entities::annotate(&self.entities, doc));
        }
        if last >= Stage::Times {
            doc.times = Some(times::annotate(&self.times, doc));
        }
        if last >= Stage::Places {
            doc.places = Some(places::annotate(&self.places, doc));
            places::settle_entities(&self.places, doc);
        }
        if last >= Stage::Statements {
            doc.statements = Some(statements::annotate(&self.statements, doc));
        }
        if last >= Stage::Events {
            doc.events = Some(events::annotate(&self.events, doc));
        }
    }

    /// The places at spans that are known to be names of places, from another tool or an annotator, in the order of the
    /// spans. The document must have been annotated up to [`Stage::Entities`].
    ///
    /// ```
    /// use dateline::{Engine, Stage, doc::{Document, Span}};
    /// let engine = Engine::new()?;
    /// let mut doc = Document::of_text("They live in Paris, Texas.", None);
    /// engine.annotate(&mut doc, Stage::Entities);
    /// let places = engine.places_at(&doc, &[Span { start: 13, end: 18 }]);
    /// assert_eq!(places[0].admin1.as_deref(), Some("TX"));
    /// # Ok::<(), dateline::lexicon::Error>(())
    /// ```
    pub fn places_at(&self, doc: &Document, spans: &[Span]) -> Vec<Place> {
        places::at(&self.places, doc, spans)
    }
}

/// The stages in the order of the flow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs)]
pub enum Stage {
    Article,
    Language,
    Entities,
    Times,
    Places,
    Statements,
    Events,
}
