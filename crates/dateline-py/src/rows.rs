//! Tables that Python hands over, as rows of numbers and words.
use std::collections::HashMap;

use arrow_array::{Array, Float64Array, Int64Array, LargeStringArray, RecordBatch, RecordBatchReader};
use arrow_schema::DataType;
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;

use crate::arrow::wrong;
use crate::arrow_in::open;

/// A batch of a table, its columns by name.
pub struct Rows {
    ints: HashMap<&'static str, Int64Array>,
    reals: HashMap<&'static str, Float64Array>,
    texts: HashMap<&'static str, LargeStringArray>,
    /// How many rows.
    pub len: usize,
}

impl Rows {
    /// All batches of a table, with columns of whole numbers, of numbers and of words.
    pub fn of(
        table: &Bound<'_, PyAny>,
        ints: &[&'static str],
        reals: &[&'static str],
        texts: &[&'static str],
    ) -> PyResult<Vec<Rows>> {
        let mut all = Vec::new();
        let reader = open(table)?;
        let names = reader.schema();
        for batch in reader {
            let batch = batch.map_err(wrong)?;
            let mut rows = Rows {
                ints: HashMap::new(),
                reals: HashMap::new(),
                texts: HashMap::new(),
                len: batch.num_rows(),
            };
            let place = |name: &str| {
                let missing = || PyValueError::new_err(format!("there is no column `{name}`"));
                names.fields().iter().position(|field| field.name() == name).ok_or_else(missing)
            };
            for name in ints {
                rows.ints.insert(*name, cast(&batch, place(name)?, &DataType::Int64)?);
            }
            for name in reals {
                rows.reals.insert(*name, cast(&batch, place(name)?, &DataType::Float64)?);
            }
            for name in texts {
                rows.texts.insert(*name, cast(&batch, place(name)?, &DataType::LargeUtf8)?);
            }
            all.push(rows);
        }
        Ok(all)
    }

    /// A whole number.
    pub fn int(&self, name: &str, row: usize) -> Option<i64> {
        self.ints.get(name).filter(|column| column.is_valid(row)).map(|column| column.value(row))
    }

    /// A number.
    pub fn real(&self, name: &str, row: usize) -> Option<f64> {
        self.reals.get(name).filter(|column| column.is_valid(row)).map(|column| column.value(row))
    }

    /// Words.
    pub fn text(&self, name: &str, row: usize) -> Option<&str> {
        self.texts.get(name).filter(|column| column.is_valid(row)).map(|column| column.value(row))
    }
}

fn cast<A: Array + Clone + 'static>(batch: &RecordBatch, place: usize, kind: &DataType) -> PyResult<A> {
    let array = arrow_cast::cast(batch.column(place), kind).map_err(wrong)?;
    array.as_any().downcast_ref::<A>().cloned().ok_or_else(|| wrong("a column is not of its kind"))
}
