//! Pages of WARC archives as rows with all layers inside, a row a page: what a cluster writes and takes apart into tables.
use std::sync::Arc;

use arrow_array::{ArrayRef, Int64Array, ListArray, RecordBatch, StringArray, StructArray};
use arrow_buffer::OffsetBuffer;
use arrow_schema::{DataType, Field, Fields, Schema, SchemaRef};
use dateline_archive::{Cell, Flat, FlatKind, FlatTable, flat_record, flat_tables};
use dateline_stories::Article;
use pyo3::prelude::*;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::Error;
use crate::arrow::{self, Batches, wrong};
use crate::files::{Failure, Pages, fill};
use crate::pool::Pool;
use crate::reading::{Wanted, engine};

/// Tables that are not layers: what could not be read, and what stories are made of.
const ERRORS: (&str, [(&str, FlatKind); 5]) = (
    "errors",
    [
        ("path", FlatKind::Text),
        ("uri", FlatKind::Text),
        ("kind", FlatKind::Text),
        ("message", FlatKind::Text),
        ("hint", FlatKind::Text),
    ],
);
const PROFILES: (&str, [(&str, FlatKind); 5]) = (
    "profiles",
    [
        ("article", FlatKind::Int),
        ("key", FlatKind::Text),
        ("day", FlatKind::Int),
        ("language", FlatKind::Text),
        ("parts", FlatKind::Text),
    ],
);

/// A page, read; or what could not be read.
pub struct Row {
    id: Option<i64>,
    month: Option<String>,
    flat: Flat,
}

/// All tables with their columns; those of layers without `article`, which is the row's own.
fn all_tables() -> Vec<FlatTable> {
    let mut all = flat_tables();
    for (name, columns) in [(ERRORS.0, ERRORS.1), (PROFILES.0, PROFILES.1)] {
        all.push(FlatTable { name, columns: columns.to_vec() });
    }
    all
}

fn schema(tables: &[FlatTable]) -> SchemaRef {
    let mut fields = vec![Field::new("id", DataType::Int64, true), Field::new("month", DataType::Utf8, true)];
    fields.extend(tables.iter().map(|table| Field::new(table.name, list(item(table)), true)));
    Arc::new(Schema::new(fields))
}

fn item(table: &FlatTable) -> Fields {
    arrow::fields(&table.columns).into()
}

fn list(fields: Fields) -> DataType {
    DataType::List(Arc::new(Field::new("element", DataType::Struct(fields), true)))
}

/// The schema of [`Nested`], as an empty table.
#[pyfunction]
pub fn nested_schema() -> Batches {
    Batches { schema: schema(&all_tables()), batches: Vec::new() }
}

/// A batch of one row that says why an archive could not be read at all.
#[pyfunction]
pub fn nested_error(path: String, message: String, hint: Option<String>) -> PyResult<Batches> {
    let (tables, failure) = (all_tables(), Failure { path: path.clone(), message, hint });
    let schema = schema(&tables);
    let batch = batch(&schema, &tables, &[failed(&path, failure)]).map_err(wrong)?;
    Ok(Batches { schema, batches: vec![batch] })
}

/// The pages of WARC archives as batches of rows, of some pages each.
#[pyclass(module = "dateline._dateline")]
pub struct Nested {
    pages: Pages,
    pool: Pool<Row>,
    path: String,
    ended: bool,
    tables: Vec<FlatTable>,
    schema: SchemaRef,
    size: usize,
}

#[pymethods]
impl Nested {
    #[new]
    #[pyo3(signature = (path, stream=None, jobs=1, size=16))]
    fn new(path: String, stream: Option<Py<PyAny>>, jobs: usize, size: usize) -> PyResult<Nested> {
        let (wanted, engine) = (Wanted::of(None, false)?, engine().map_err(Error::new_err)?);
        let named = path.clone();
        let pool = Pool::new(jobs, move |page| {
            let (value, stumbled) =
                wanted.with(engine, page, |record| serde_json::to_value(&record).unwrap_or_default());
            row(&named, &value, stumbled)
        });
        let tables = all_tables();
        let schema = schema(&tables);
        let pages = Pages::of(vec![path.clone()], stream);
        Ok(Nested { pages, pool, path, ended: false, tables, schema, size: size.max(1) })
    }

    fn __iter__(this: PyRef<'_, Self>) -> PyRef<'_, Self> {
        this
    }

    fn __next__(&mut self, py: Python<'_>) -> PyResult<Option<Batches>> {
        let mut rows = Vec::with_capacity(self.size);
        while rows.len() < self.size {
            let path = self.path.clone();
            py.detach(|| {
                fill(&mut self.pages, &mut self.pool, &mut self.ended, |failure| failed(&path, failure));
            });
            if self.pool.is_idle() {
                break;
            }
            rows.push(self.pool.next(py)?);
        }
        if rows.is_empty() {
            return Ok(None);
        }
        let batch = py.detach(|| batch(&self.schema, &self.tables, &rows)).map_err(wrong)?;
        Ok(Some(Batches { schema: self.schema.clone(), batches: vec![batch] }))
    }
}

/// A number for an article that is the same in every run and, but for one chance in thousands of millions, its own.
fn number(record: &Value) -> i64 {
    let mut hash = Sha256::new();
    for part in ["uri", "sha256"] {
        hash.update(record["source"][part].as_str().unwrap_or("").as_bytes());
        hash.update([0]);
    }
    let bytes = hash.finalize();
    let first = bytes.iter().take(8).fold(0u64, |number, byte| number << 8 | u64::from(*byte));
    (first >> 1) as i64
}

fn row(path: &str, record: &Value, stumbled: bool) -> Row {
    let uri = &record["source"]["uri"];
    let id = number(record);
    let error = |kind: &str, message: &str, hint: &str| {
        let text = |text: &str| Cell::from(text);
        vec![text(path), Cell::from(uri.as_str().map(str::to_owned)), text(kind), text(message), text(hint)]
    };
    let mut flat = match flat_record(id, record) {
        Ok(flat) => flat,
        Err(error_) => {
            let row =
                error("record", &error_.to_string(), "this is a mistake of ours; please report the page");
            return Row { id: None, month: None, flat: Flat::from([(ERRORS.0, vec![row])]) };
        }
    };
    if stumbled {
        let row = error(
            "stumbled",
            "dateline stumbled over this page",
            "a mistake of ours; please report the page",
        );
        flat.entry(ERRORS.0).or_default().push(row);
    } else if record["text"].as_str().is_none_or(str::is_empty) {
        let why = record["warnings"][0]["message"].as_str().unwrap_or("the page has no text");
        flat.entry(ERRORS.0).or_default().push(error("no text", why, ""));
    }
    let article = &flat["articles"][0];
    let (key, day) = (article[1].clone(), article[4].text().map(str::to_owned));
    let parts = Article::of(record, key.text().unwrap_or(""));
    let profile = vec![
        Cell::Int(id),
        key.clone(),
        Cell::from(parts.day),
        Cell::from(parts.language.map(str::to_owned)),
        Cell::Text(profile(&parts).to_string()),
    ];
    flat.insert(PROFILES.0, vec![profile]);
    Row { id: Some(id), month: day.and_then(|day| day.get(..7).map(str::to_owned)), flat }
}

/// The parts of an article that stories look at, apart from its text.
fn profile(article: &Article<'_>) -> Value {
    let body: Vec<[usize; 2]> = article.body.iter().map(|part| [part.start, part.end]).collect();
    let lands: Vec<(String, u32)> = article
        .lands
        .iter()
        .map(|(land, count)| (String::from_utf8_lossy(land).into_owned(), *count))
        .collect();
    json!({
        "headline": [article.headline.start, article.headline.end], "body": body, "days": article.days, "lands": lands,
    })
}

fn failed(path: &str, failure: Failure) -> Row {
    let row = vec![
        Cell::from(path),
        Cell::Null,
        Cell::from("archive"),
        Cell::from(failure.message),
        Cell::from(failure.hint),
    ];
    Row { id: None, month: None, flat: Flat::from([(ERRORS.0, vec![row])]) }
}

fn batch(
    schema: &SchemaRef,
    tables: &[FlatTable],
    rows: &[Row],
) -> Result<RecordBatch, arrow_schema::ArrowError> {
    let mut columns: Vec<ArrayRef> = vec![
        Arc::new(rows.iter().map(|row| row.id).collect::<Int64Array>()),
        Arc::new(rows.iter().map(|row| row.month.as_deref()).collect::<StringArray>()),
    ];
    for table in tables {
        let of = |row: &Row| row.flat.get(table.name).map_or(0, Vec::len);
        let offsets = OffsetBuffer::from_lengths(rows.iter().map(of));
        let items: Vec<&[Cell]> =
            rows.iter().filter_map(|row| row.flat.get(table.name)).flatten().map(Vec::as_slice).collect();
        let arrays = arrow::arrays(&table.columns, &items);
        let structs = StructArray::try_new_with_length(item(table), arrays, None, items.len())?;
        let element = Arc::new(Field::new("element", DataType::Struct(item(table)), true));
        columns.push(Arc::new(ListArray::try_new(element, offsets, Arc::new(structs), None)?));
    }
    RecordBatch::try_new(schema.clone(), columns)
}
