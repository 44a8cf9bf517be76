//! The native part of the Python package `dateline`; its Python part is in `python/dateline`.
//!
//! Pages go in as bytes, records come out as JSON: Python makes objects of them when they are looked at, so that what nobody looks
//! at costs nothing. Tables go out by Arrow's C interface. The interpreter is free while pages are read.
//!
//! Read first: [`reading`] (one page), [`pool`] (many), [`arrow`] (tables).
mod archive;
mod arrow;
mod arrow_in;
mod files;
mod many;
mod nested;
mod pages;
mod pool;
mod reading;
mod rows;
mod stories;

use pyo3::prelude::*;

pyo3::create_exception!(
    dateline,
    Error,
    pyo3::exceptions::PyException,
    "Something that dateline could not do; the message says why, and what can be done."
);

/// The functions and classes that `python/dateline` builds on.
#[pymodule]
mod _dateline {
    #[pymodule_export]
    use super::Error;
    #[pymodule_export]
    use super::archive::Archive;
    #[pymodule_export]
    use super::arrow::{Batches, columns, layers, table, tables};
    #[pymodule_export]
    use super::files::Files;
    #[pymodule_export]
    use super::many::Many;
    #[pymodule_export]
    use super::nested::{Nested, nested_error, nested_schema};
    #[pymodule_export]
    use super::reading::{export, read, version};
    #[pymodule_export]
    use super::stories::{Components, story_bands, story_copies, story_groups, story_pairs};
}
