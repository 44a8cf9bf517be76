//! Many pages, read by some threads and given in their order.
use std::sync::{Mutex, PoisonError};

use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyIterator};

use crate::Error;
use crate::arrow_in::ArrowPages;
use crate::pages;
use crate::pool::Pool;
use crate::reading::{Wanted, engine};

/// The records of an iterable of pages, as JSON. Pages are asked for by the thread that asks for records, and only as far ahead as
/// the threads have room, so that an endless iterable is no trouble.
#[pyclass(module = "dateline._dateline")]
pub struct Many {
    source: Source,
    pool: Pool<Vec<u8>>,
    ended: bool,
    error: Option<PyErr>,
}

enum Source {
    Python(Py<PyIterator>),
    /// Behind a lock since the interface of C does not say that it may be shared between threads.
    Arrow(Mutex<Box<ArrowPages>>),
}

#[pymethods]
impl Many {
    #[new]
    #[pyo3(signature = (pages, jobs=2, only=None, tokens=false, column=None))]
    fn new(
        pages: &Bound<'_, PyAny>,
        jobs: usize,
        only: Option<Vec<String>>,
        tokens: bool,
        column: Option<String>,
    ) -> PyResult<Many> {
        let (wanted, engine) = (Wanted::of(only, tokens)?, engine().map_err(Error::new_err)?);
        let source = if pages.hasattr("__arrow_c_stream__")? {
            Source::Arrow(Mutex::new(Box::new(ArrowPages::of(pages, column.as_deref())?)))
        } else {
            Source::Python(pages.try_iter()?.unbind())
        };
        let pool = Pool::new(jobs, move |page| wanted.json(engine, page));
        Ok(Many { source, pool, ended: false, error: None })
    }

    fn __iter__(this: PyRef<'_, Self>) -> PyRef<'_, Self> {
        this
    }

    fn __next__<'py>(&mut self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyBytes>>> {
        while !self.ended && self.pool.room() {
            let next = match &mut self.source {
                Source::Python(pages) => pages
                    .bind(py)
                    .clone()
                    .next()
                    .transpose()
                    .and_then(|item| item.as_ref().map(pages::input).transpose()),
                Source::Arrow(pages) => pages.get_mut().unwrap_or_else(PoisonError::into_inner).next(),
            };
            match next {
                Ok(Some(page)) => self.pool.take(page),
                Ok(None) => self.ended = true,
                // What came before the error is given first.
                Err(error) => (self.ended, self.error) = (true, Some(error)),
            }
            if self.pool.is_ready() {
                break;
            }
        }
        if self.pool.is_idle() {
            return self.error.take().map_or(Ok(None), Err);
        }
        self.pool.next(py).map(|json| Some(PyBytes::new(py, &json)))
    }
}
