//! Layers as tables: rows of an archive's export to arrays of Arrow, and those to whoever speaks its C interface.
use std::collections::BTreeMap;
use std::ffi::CStr;
use std::sync::Arc;

use arrow_array::ffi_stream::FFI_ArrowArrayStream;
use arrow_array::{
    Array, ArrayRef, BooleanArray, Float64Array, Int64Array, RecordBatch, RecordBatchIterator, StringArray,
};
use arrow_schema::ffi::FFI_ArrowSchema;
use arrow_schema::{ArrowError, DataType, Field, Schema, SchemaRef};
use dateline_archive::{Cell, FlatKind, FlatTable, flat_record, flat_tables};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::{PyCapsule, PyDict, PyList};

use crate::Error;

const STREAM: &CStr = c"arrow_array_stream";
const SCHEMA: &CStr = c"arrow_schema";

/// Records are turned into rows so many at a time, so that memory is that of the arrays.
const TOGETHER: usize = 256;

/// Arrow's name for an error.
pub fn wrong(error: impl ToString) -> PyErr {
    Error::new_err(error.to_string())
}

/// The type of Arrow that a column has.
pub fn data_type(kind: FlatKind) -> DataType {
    match kind {
        FlatKind::Int => DataType::Int64,
        FlatKind::Real => DataType::Float64,
        FlatKind::Bool => DataType::Boolean,
        FlatKind::Text => DataType::Utf8,
    }
}

/// The fields of some columns; every value may be missing.
pub fn fields(columns: &[(&str, FlatKind)]) -> Vec<Field> {
    columns.iter().map(|(name, kind)| Field::new(*name, data_type(*kind), true)).collect()
}

/// The columns of some rows.
pub fn arrays(columns: &[(&str, FlatKind)], rows: &[&[Cell]]) -> Vec<ArrayRef> {
    let array = |(place, (_, kind)): (usize, &(&str, FlatKind))| -> ArrayRef {
        let cells = rows.iter().map(|row| row.get(place).unwrap_or(&Cell::Null));
        match kind {
            FlatKind::Int => Arc::new(cells.map(Cell::int).collect::<Int64Array>()),
            FlatKind::Bool => {
                Arc::new(cells.map(|cell| cell.int().map(|is| is != 0)).collect::<BooleanArray>())
            }
            FlatKind::Real => Arc::new(cells.map(real).collect::<Float64Array>()),
            FlatKind::Text => Arc::new(cells.map(Cell::text).collect::<StringArray>()),
        }
    };
    columns.iter().enumerate().map(array).collect()
}

fn real(cell: &Cell) -> Option<f64> {
    match cell {
        Cell::Real(number) => Some(*number),
        Cell::Int(number) => Some(*number as f64),
        _ => None,
    }
}

/// The table of a layer.
pub fn layer(name: &str) -> PyResult<FlatTable> {
    flat_tables().into_iter().find(|table| table.name == name).ok_or_else(|| {
        let names = layers().join(", ");
        PyValueError::new_err(format!("there is no layer `{name}`; there is: {names}"))
    })
}

/// The names of the tables.
#[pyfunction]
pub fn layers() -> Vec<&'static str> {
    flat_tables().iter().map(|table| table.name).collect()
}

/// The columns of a table and what they hold: `int`, `real`, `bool`, `text`.
#[pyfunction]
pub fn columns(name: &str) -> PyResult<Vec<(&'static str, &'static str)>> {
    let kind = |kind: &FlatKind| match kind {
        FlatKind::Int => "int",
        FlatKind::Real => "real",
        FlatKind::Bool => "bool",
        FlatKind::Text => "text",
    };
    Ok(layer(name)?.columns.iter().map(|(name, of)| (*name, kind(of))).collect())
}

/// A table, as batches of arrays that other libraries take without copies.
#[pyclass(module = "dateline._dateline", frozen)]
pub struct Batches {
    /// Its columns.
    pub schema: SchemaRef,
    /// Its rows.
    pub batches: Vec<RecordBatch>,
}

impl Batches {
    /// An empty table.
    pub fn of(columns: &[(&str, FlatKind)]) -> Batches {
        Batches { schema: Arc::new(Schema::new(fields(columns))), batches: Vec::new() }
    }

    /// Adds rows.
    pub fn push(&mut self, columns: &[(&str, FlatKind)], rows: &[&[Cell]]) -> Result<(), ArrowError> {
        if !rows.is_empty() {
            self.batches.push(RecordBatch::try_new(self.schema.clone(), arrays(columns, rows))?);
        }
        Ok(())
    }
}

#[pymethods]
impl Batches {
    /// The stream of Arrow's C interface; each call gives a new one over the same memory.
    #[pyo3(signature = (requested_schema=None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<&Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyCapsule>> {
        // A wish, which the interface allows not to be granted.
        let _ = requested_schema;
        let batches: Vec<Result<RecordBatch, ArrowError>> = self.batches.iter().cloned().map(Ok).collect();
        let reader = RecordBatchIterator::new(batches, self.schema.clone());
        PyCapsule::new_with_value(py, FFI_ArrowArrayStream::new(Box::new(reader)), STREAM)
    }

    fn __arrow_c_schema__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyCapsule>> {
        let schema = FFI_ArrowSchema::try_from(self.schema.as_ref()).map_err(wrong)?;
        PyCapsule::new_with_value(py, schema, SCHEMA)
    }

    /// How many rows.
    #[getter]
    fn num_rows(&self) -> usize {
        self.batches.iter().map(RecordBatch::num_rows).sum()
    }

    /// The names of the columns.
    #[getter]
    fn column_names(&self) -> Vec<String> {
        self.schema.fields().iter().map(|field| field.name().clone()).collect()
    }

    /// The columns as lists, for those who have no library that speaks Arrow.
    fn to_pydict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let columns = PyDict::new(py);
        for (place, field) in self.schema.fields().iter().enumerate() {
            let list = PyList::empty(py);
            for batch in &self.batches {
                append(&list, batch.column(place))?;
            }
            columns.set_item(field.name(), list)?;
        }
        Ok(columns)
    }
}

fn append(list: &Bound<'_, PyList>, array: &ArrayRef) -> PyResult<()> {
    let any = array.as_any();
    if let Some(values) = any.downcast_ref::<Int64Array>() {
        values.iter().try_for_each(|value| list.append(value))
    } else if let Some(values) = any.downcast_ref::<Float64Array>() {
        values.iter().try_for_each(|value| list.append(value))
    } else if let Some(values) = any.downcast_ref::<BooleanArray>() {
        values.iter().try_for_each(|value| list.append(value))
    } else if let Some(values) = any.downcast_ref::<StringArray>() {
        values.iter().try_for_each(|value| list.append(value))
    } else {
        Err(Error::new_err("this column has parts; take the table to pyarrow"))
    }
}

/// The tables of some records, given as JSON: articles are numbered from `first` on, and rows of all tables refer to these numbers.
#[pyfunction]
pub fn tables(
    py: Python<'_>,
    records: &Bound<'_, PyAny>,
    layers: Vec<String>,
    first: i64,
) -> PyResult<BTreeMap<String, Batches>> {
    let wanted = layers.iter().map(|name| layer(name)).collect::<PyResult<Vec<FlatTable>>>()?;
    let mut tables: Vec<Batches> = wanted.iter().map(|table| Batches::of(&table.columns)).collect();
    let mut number = first;
    let mut items = records.try_iter()?;
    loop {
        let jsons =
            items.by_ref().take(TOGETHER).map(|json| json?.extract()).collect::<PyResult<Vec<Vec<u8>>>>()?;
        if jsons.is_empty() {
            break;
        }
        py.detach(|| add(&wanted, &mut tables, &jsons, number)).map_err(Error::new_err)?;
        number += jsons.len() as i64;
    }
    Ok(wanted.iter().map(|table| table.name.to_owned()).zip(tables).collect())
}

fn add(wanted: &[FlatTable], tables: &mut [Batches], jsons: &[Vec<u8>], first: i64) -> Result<(), String> {
    let mut flats = Vec::with_capacity(jsons.len());
    for (number, json) in (first..).zip(jsons) {
        let record = serde_json::from_slice(json).map_err(|error| error.to_string())?;
        flats.push(flat_record(number, &record).map_err(|error| error.to_string())?);
    }
    for (table, batches) in wanted.iter().zip(tables) {
        let rows: Vec<&[Cell]> =
            flats.iter().filter_map(|flat| flat.get(table.name)).flatten().map(Vec::as_slice).collect();
        batches.push(&table.columns, &rows).map_err(|error| error.to_string())?;
    }
    Ok(())
}

/// A table of columns and rows that Python has; kinds are those of [`columns`].
#[pyfunction]
pub fn table(names: Vec<(String, String)>, rows: Vec<Vec<Bound<'_, PyAny>>>) -> PyResult<Batches> {
    let kind = |kind: &str| match kind {
        "int" => Ok(FlatKind::Int),
        "real" => Ok(FlatKind::Real),
        "bool" => Ok(FlatKind::Bool),
        "text" => Ok(FlatKind::Text),
        _ => Err(PyValueError::new_err(format!("there is no kind `{kind}`"))),
    };
    let columns = names
        .iter()
        .map(|(name, of)| Ok((name.as_str(), kind(of)?)))
        .collect::<PyResult<Vec<(&str, FlatKind)>>>()?;
    let cell = |(value, (_, kind)): (&Bound<'_, PyAny>, &(&str, FlatKind))| -> PyResult<Cell> {
        if value.is_none() {
            return Ok(Cell::Null);
        }
        Ok(match kind {
            FlatKind::Int => Cell::Int(value.extract()?),
            FlatKind::Bool => Cell::from(value.extract::<bool>()?),
            FlatKind::Real => Cell::Real(value.extract()?),
            FlatKind::Text => Cell::Text(value.extract()?),
        })
    };
    let rows = rows
        .iter()
        .map(|row| row.iter().zip(&columns).map(cell).collect::<PyResult<Vec<Cell>>>())
        .collect::<PyResult<Vec<_>>>()?;
    let mut batches = Batches::of(&columns);
    batches.push(&columns, &rows.iter().map(Vec::as_slice).collect::<Vec<_>>()).map_err(wrong)?;
    Ok(batches)
}
