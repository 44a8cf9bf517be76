//! When: temporal expressions as dates.
use crate::doc::{Document, Layer, Time};
use crate::lexicon::{Data, Error};

/// The rules and word lists of this stage, from `data/times/`.
#[derive(Debug)]
pub struct Rules {}

impl Rules {
    /// Reads the rules.
    pub fn load(_data: &Data) -> Result<Rules, Error> {
        Ok(Rules {})
    }
}

/// Adds the layer.
pub fn annotate(_rules: &Rules, _doc: &Document) -> Layer<Time> {
    Layer::default()
}
