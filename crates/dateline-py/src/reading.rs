//! One page, from Python's bytes to a record as JSON.
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::OnceLock;

use dateline::doc::{Document, Warning};
use dateline::read::{Hints, Input};
use dateline::{Engine, Record, Stage, export as forms};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::PyBytes;

use crate::Error;
use crate::pages;

/// The engine, loaded when the first page comes and shared by all threads.
pub fn engine() -> Result<&'static Engine, String> {
    static ENGINE: OnceLock<Result<Engine, String>> = OnceLock::new();
    ENGINE.get_or_init(|| Engine::new().map_err(|error| error.to_string())).as_ref().map_err(Clone::clone)
}

/// What is wanted of each page.
#[derive(Clone, Debug)]
pub struct Wanted {
    /// The layers to keep; none for all of them.
    only: Option<Vec<String>>,
    tokens: bool,
    last: Stage,
}

/// The layers of a record and the last stage that each needs, in the order of the flow.
const STAGES: [(&str, Stage); 9] = [
    ("article", Stage::Article),
    ("zones", Stage::Article),
    ("sentences", Stage::Language),
    ("tokens", Stage::Language),
    ("entities", Stage::Entities),
    ("times", Stage::Times),
    ("places", Stage::Places),
    ("statements", Stage::Statements),
    ("events", Stage::Events),
];

impl Wanted {
    /// What Python's `only` and `tokens` ask for.
    pub fn of(only: Option<Vec<String>>, tokens: bool) -> PyResult<Wanted> {
        let mut last = if only.is_none() { Stage::Events } else { Stage::Article };
        for name in only.iter().flatten() {
            let stage = STAGES.iter().find(|(layer, _)| layer == name);
            let (_, stage) = stage.ok_or_else(|| {
                let names = STAGES.map(|(name, _)| name).join(", ");
                PyValueError::new_err(format!("there is no layer `{name}`; there is: {names}"))
            })?;
            last = last.max(*stage);
        }
        let tokens = tokens || only.iter().flatten().any(|name| name == "tokens");
        let last = if tokens { last.max(Stage::Language) } else { last };
        Ok(Wanted { only, tokens, last })
    }

    /// The record of a page as JSON. A panic, which is our mistake, makes an empty record with a warning, so that one page of a
    /// million does not stop the others.
    pub fn json(&self, engine: &Engine, input: Input) -> Vec<u8> {
        self.with(engine, input, |record| serde_json::to_vec(&record).unwrap_or_default()).0
    }

    /// What `make` makes of the record of a page, and whether reading it failed.
    pub fn with<T>(&self, engine: &Engine, input: Input, make: impl Fn(Record<'_>) -> T) -> (T, bool) {
        let hints = input.hints.clone();
        let made = catch_unwind(AssertUnwindSafe(|| self.made(engine, input, &make)));
        made.map_or_else(|_| (self.made(engine, stumbled(hints), &make), true), |made| (made, false))
    }

    fn made<T>(&self, engine: &Engine, input: Input, make: impl Fn(Record<'_>) -> T) -> T {
        let doc = engine.run(&input.into_page(), self.last, false);
        let mut record = Record::of(&doc);
        record.with_tokens = self.tokens;
        record.only.clone_from(&self.only);
        make(record)
    }
}

fn stumbled(hints: Hints) -> Input {
    let warning = "dateline stumbled over this page: a mistake of ours; please report the page";
    Input { hints, bytes: Vec::new(), warnings: vec![Warning::page(warning.to_owned())] }
}

/// The record of a page as JSON.
#[pyfunction]
#[pyo3(signature = (page, url=None, published=None, retrieved=None, uri=None, content_type=None, only=None, tokens=false))]
#[allow(clippy::too_many_arguments)] // they are the keywords of Python's `read`
pub fn read<'py>(
    py: Python<'py>,
    page: &Bound<'py, PyAny>,
    url: Option<String>,
    published: Option<&Bound<'py, PyAny>>,
    retrieved: Option<&Bound<'py, PyAny>>,
    uri: Option<String>,
    content_type: Option<String>,
    only: Option<Vec<String>>,
    tokens: bool,
) -> PyResult<Bound<'py, PyBytes>> {
    let wanted = Wanted::of(only, tokens)?;
    let moment = |value: Option<&Bound<'py, PyAny>>, name: &str| {
        let moment = value.map(|value| pages::moment(value, name)).transpose();
        moment.map_err(PyValueError::new_err)
    };
    let hints = Hints {
        uri,
        url,
        published: moment(published, "published")?,
        retrieved: moment(retrieved, "retrieved")?,
        content_type,
        ..Hints::default()
    };
    let input = Input { hints, bytes: pages::bytes(page)?, warnings: Vec::new() };
    let engine = engine().map_err(Error::new_err)?;
    let json = py.detach(|| wanted.json(engine, input));
    Ok(PyBytes::new(py, &json))
}

/// A record, as JSON, in another form: `text`, `markdown`, `jsonld`, `ninjs`, `quotes`, `events`.
#[pyfunction]
pub fn export(json: &[u8], form: &str) -> PyResult<String> {
    let record = serde_json::from_slice(json).map_err(|error| Error::new_err(error.to_string()))?;
    let doc = Document::from_record(&record).map_err(|error| Error::new_err(error.to_string()))?;
    Ok(match form {
        "text" => forms::text(&doc),
        "markdown" => forms::markdown(&doc),
        "jsonld" => forms::jsonld(&doc).to_string(),
        "ninjs" => forms::ninjs(&doc).to_string(),
        "quotes" => forms::quotes(&doc),
        "events" => forms::events_table(&doc),
        _ => return Err(PyValueError::new_err(format!("there is no form `{form}`"))),
    })
}

/// The version of dateline.
#[pyfunction]
pub fn version() -> &'static str {
    env!("CARGO_PKG_VERSION")
}
