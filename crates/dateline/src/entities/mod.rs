//! Who is in the text: people, organisations, countries, with roles, aliases and coreference.
use crate::doc::{Document, Entity, Layer};
use crate::lexicon::{Data, Error};

/// The rules and word lists of this stage, from `data/entities/`.
#[derive(Debug)]
pub struct Rules {}

impl Rules {
    /// Reads the rules.
    pub fn load(_data: &Data) -> Result<Rules, Error> {
        Ok(Rules {})
    }
}

/// Adds the layer.
pub fn annotate(_rules: &Rules, _doc: &Document) -> Layer<Entity> {
    Layer::default()
}
