//! Pages that come as a table: from pandas, Polars, DuckDB, PyArrow, by Arrow's C interface.
use std::ffi::CStr;

use arrow_array::ffi_stream::{FFI_ArrowArrayStream, RecordBatchStreamReader};
use arrow_array::{Array, ArrayRef, LargeBinaryArray, LargeStringArray, RecordBatch, RecordBatchReader};
use arrow_schema::DataType;
use dateline::read::{Hints, Input};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::PyCapsule;

use crate::arrow::wrong;
use crate::pages::{self, PAGE};

const STREAM: &CStr = c"arrow_array_stream";

/// The pages of a table, row by row; the table is asked for its batches one by one.
pub struct ArrowPages {
    reader: RecordBatchStreamReader,
    page: usize,
    known: Vec<(&'static str, usize)>,
    batch: Option<Batch>,
}

struct Batch {
    page: LargeBinaryArray,
    known: Vec<(&'static str, LargeStringArray)>,
    row: usize,
}

/// Columns besides the page that are taken, by the names of what is known about a page.
const KNOWN: [&str; 6] = ["url", "uri", "content_type", "published", "listed", "retrieved"];

impl ArrowPages {
    /// The pages in a column of a table, or in the first one that is called as pages are.
    pub fn of(table: &Bound<'_, PyAny>, column: Option<&str>) -> PyResult<ArrowPages> {
        let reader = open(table)?;
        let schema = reader.schema();
        let place = |name: &str| schema.fields().iter().position(|field| field.name() == name);
        let names =
            || schema.fields().iter().map(|field| field.name().as_str()).collect::<Vec<_>>().join(", ");
        let page = match column {
            Some(name) => {
                place(name).ok_or_else(|| format!("there is no column `{name}`; there is: {}", names()))
            }
            None if schema.fields().len() == 1 => Ok(0),
            None => PAGE.iter().find_map(|name| place(name)).ok_or_else(|| {
                format!(
                    "none of the columns is called as pages are ({}): name one with `column=`; there is: {}",
                    PAGE.join(", "),
                    names()
                )
            }),
        };
        let page = page.map_err(PyValueError::new_err)?;
        let known = KNOWN.iter().filter_map(|name| Some((*name, place(name)?)));
        let known = known.filter(|(_, place)| *place != page).collect();
        Ok(ArrowPages { reader, page, known, batch: None })
    }

    /// The next page.
    pub fn next(&mut self) -> PyResult<Option<Input>> {
        loop {
            if let Some(input) = self.batch.as_mut().and_then(Batch::next) {
                return Ok(Some(input));
            }
            let Some(batch) = self.reader.next() else { return Ok(None) };
            self.batch = Some(self.prepared(&batch.map_err(wrong)?)?);
        }
    }

    fn prepared(&self, batch: &RecordBatch) -> PyResult<Batch> {
        let as_text = |array: &ArrayRef| {
            let text = arrow_cast::cast(array, &DataType::LargeUtf8).map_err(wrong)?;
            text.as_any().downcast_ref::<LargeStringArray>().cloned().ok_or_else(|| wrong("not text"))
        };
        let known = self.known.iter().map(|(name, place)| Ok((*name, as_text(batch.column(*place))?)));
        Ok(Batch { page: as_bytes(batch.column(self.page))?, known: known.collect::<PyResult<_>>()?, row: 0 })
    }
}

fn as_bytes(array: &ArrayRef) -> PyResult<LargeBinaryArray> {
    use DataType::{
        Binary, BinaryView, Dictionary, FixedSizeBinary, LargeBinary, LargeUtf8, Null, Utf8, Utf8View,
    };
    let array = match array.data_type() {
        // One page that is no UTF-8 must not fail the batch, as a cast from bytes to text would.
        Binary | LargeBinary | BinaryView | FixedSizeBinary(_) => arrow_cast::cast(array, &LargeBinary),
        Utf8 | LargeUtf8 | Utf8View | Dictionary(..) | Null => {
            arrow_cast::cast(array, &LargeUtf8).and_then(|text| arrow_cast::cast(&text, &LargeBinary))
        }
        kind => {
            let why = format!("the column of pages holds {kind}, which is neither text nor bytes");
            return Err(PyValueError::new_err(why));
        }
    };
    let array = array.map_err(wrong)?;
    array.as_any().downcast_ref::<LargeBinaryArray>().cloned().ok_or_else(|| wrong("not bytes"))
}

impl Batch {
    fn next(&mut self) -> Option<Input> {
        let row = self.row;
        if row >= self.page.len() {
            return None;
        }
        self.row += 1;
        let mut input = Input::default();
        if self.page.is_valid(row) {
            input.bytes = self.page.value(row).to_vec();
        }
        let get = |wanted: &str| {
            let column = self.known.iter().find(|(name, _)| *name == wanted).map(|(_, column)| column)?;
            column.is_valid(row).then(|| column.value(row).to_owned())
        };
        input.hints =
            Hints { url: get("url"), uri: get("uri"), content_type: get("content_type"), ..Hints::default() };
        for (name, known) in pages::known(&mut input.hints) {
            if let Some(words) = get(name) {
                let moment = pages::moment_of(&words);
                let why =
                    || format!("`{name}` is `{words}`, which is neither a day nor a moment of ISO 8601");
                pages::set(known, moment.ok_or_else(why), &mut input.warnings);
            }
        }
        Some(input)
    }
}

/// The batches of a table of any library.
pub fn open(table: &Bound<'_, PyAny>) -> PyResult<RecordBatchStreamReader> {
    let capsule = table.call_method0("__arrow_c_stream__")?;
    stream(capsule.cast::<PyCapsule>()?)
}

/// Takes the stream out of a capsule, which is then empty.
#[allow(unsafe_code)]
fn stream(capsule: &Bound<'_, PyCapsule>) -> PyResult<RecordBatchStreamReader> {
    let pointer = capsule.pointer_checked(Some(STREAM))?;
    // SAFETY: a capsule of this name points to an `ArrowArrayStream` that lives as long as the capsule (Arrow's PyCapsule interface);
    // `from_raw` moves it out and leaves a released one, which the capsule's destructor passes over.
    unsafe { RecordBatchStreamReader::from_raw(pointer.as_ptr().cast::<FFI_ArrowArrayStream>()) }
        .map_err(wrong)
}
