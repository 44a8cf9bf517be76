//! Where: places with GeoNames ids.
use crate::doc::{Document, Layer, Place};
use crate::lexicon::{Data, Error};

/// The rules and word lists of this stage, from `data/places/`.
#[derive(Debug)]
pub struct Rules {}

impl Rules {
    /// Reads the rules.
    pub fn load(_data: &Data) -> Result<Rules, Error> {
        Ok(Rules {})
    }
}

/// Adds the layer.
pub fn annotate(_rules: &Rules, _doc: &Document) -> Layer<Place> {
    Layer::default()
}
