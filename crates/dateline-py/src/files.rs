//! The pages of files, folders and WARC archives.
use std::io::{self, Read};

use dateline::read::{Input, Walk, WarcReader, walk};
use pyo3::prelude::*;
use pyo3::types::PyBytes;

use crate::Error;
use crate::pool::Pool;
use crate::reading::{Wanted, engine};

/// Something that could not be read.
#[derive(Clone, Debug)]
pub struct Failure {
    /// The file, folder or archive.
    pub path: String,
    /// What is wrong.
    pub message: String,
    /// What can be done.
    pub hint: Option<String>,
}

/// Where pages come from.
pub enum Pages {
    /// Paths.
    Paths(Box<Walk>),
    /// A WARC archive that Python has opened.
    Stream(Box<WarcReader<Stream>>, String),
    /// What was lost of it.
    Lost(std::vec::IntoIter<Failure>),
}

impl Pages {
    /// The pages below some paths, or those of an archive that Python has opened, called by the first path.
    pub fn of(paths: Vec<String>, stream: Option<Py<PyAny>>) -> Pages {
        match stream {
            Some(stream) => {
                let name = paths.into_iter().next().unwrap_or_else(|| "stream".to_owned());
                Pages::Stream(Box::new(WarcReader::new(Stream(stream), name.clone())), name)
            }
            None => Pages::Paths(Box::new(walk(paths))),
        }
    }
}

impl Iterator for Pages {
    type Item = Result<Input, Failure>;

    fn next(&mut self) -> Option<Result<Input, Failure>> {
        loop {
            match self {
                Pages::Paths(walk) => {
                    return walk.next().map(|item| {
                        item.map_err(|error| Failure {
                            path: error.path.display().to_string(),
                            message: error.message,
                            hint: error.hint.map(str::to_owned),
                        })
                    });
                }
                Pages::Stream(reader, name) => {
                    if let Some(page) = reader.next() {
                        return Some(Ok(page));
                    }
                    let hint = "the rest of the archive was read; fetch it again to get what was lost";
                    let failure =
                        |message| Failure { path: name.clone(), message, hint: Some(hint.to_owned()) };
                    let report = reader.report();
                    let mut lost: Vec<Failure> =
                        report.damage.iter().map(|damage| failure(damage.to_string())).collect();
                    let more = report.damage_count - report.damage.len() as u64;
                    lost.extend((more > 0).then(|| failure(format!("{more} more places are damaged"))));
                    *self = Pages::Lost(lost.into_iter());
                }
                Pages::Lost(lost) => return lost.next().map(Err),
            }
        }
    }
}

/// A file of Python's, opened for bytes.
pub struct Stream(Py<PyAny>);

impl Read for Stream {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        Python::attach(|py| {
            let read = self.0.bind(py).call_method1("read", (buffer.len(),));
            let bytes = read.map_err(|error| io::Error::other(error.to_string()))?;
            let bytes = bytes.cast::<PyBytes>().map_err(|_| io::Error::other("`read` did not give bytes"))?;
            let bytes = bytes.as_bytes();
            let room =
                buffer.get_mut(..bytes.len()).ok_or_else(|| io::Error::other("`read` gave too much"))?;
            room.copy_from_slice(bytes);
            Ok(bytes.len())
        })
    }
}

/// The records of the pages of files, folders and archives, as JSON; what could not be read is a tuple of path, message and hint.
#[pyclass(module = "dateline._dateline")]
pub struct Files {
    pages: Pages,
    pool: Pool<Result<Vec<u8>, Failure>>,
    ended: bool,
}

#[pymethods]
impl Files {
    #[new]
    #[pyo3(signature = (paths, stream=None, jobs=2, only=None, tokens=false))]
    fn new(
        paths: Vec<String>,
        stream: Option<Py<PyAny>>,
        jobs: usize,
        only: Option<Vec<String>>,
        tokens: bool,
    ) -> PyResult<Files> {
        let (wanted, engine) = (Wanted::of(only, tokens)?, engine().map_err(Error::new_err)?);
        let pool = Pool::new(jobs, move |page| Ok(wanted.json(engine, page)));
        Ok(Files { pages: Pages::of(paths, stream), pool, ended: false })
    }

    fn __iter__(this: PyRef<'_, Self>) -> PyRef<'_, Self> {
        this
    }

    fn __next__<'py>(&mut self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        py.detach(|| fill(&mut self.pages, &mut self.pool, &mut self.ended, Err));
        if self.pool.is_idle() {
            return Ok(None);
        }
        Ok(Some(match self.pool.next(py)? {
            Ok(json) => PyBytes::new(py, &json).into_any(),
            Err(Failure { path, message, hint }) => (path, message, hint).into_pyobject(py)?.into_any(),
        }))
    }
}

/// Takes pages in hand until there is no more room, or what is due is there.
pub fn fill<T: Send + 'static>(
    pages: &mut Pages,
    pool: &mut Pool<T>,
    ended: &mut bool,
    failed: impl Fn(Failure) -> T,
) {
    while !*ended && pool.room() {
        match pages.next() {
            Some(Ok(page)) => pool.take(page),
            Some(Err(failure)) => pool.put(failed(failure)),
            None => *ended = true,
        }
        if pool.is_ready() {
            break;
        }
    }
}
