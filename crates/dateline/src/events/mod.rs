//! What happened: who did what to whom, with its status.
use crate::doc::{Document, Event, Layer};
use crate::lexicon::{Data, Error};

/// The rules and word lists of this stage, from `data/events/`.
#[derive(Debug)]
pub struct Rules {}

impl Rules {
    /// Reads the rules.
    pub fn load(_data: &Data) -> Result<Rules, Error> {
        Ok(Rules {})
    }
}

/// Adds the layer.
pub fn annotate(_rules: &Rules, _doc: &Document) -> Layer<Event> {
    Layer::default()
}
