//! Tables of plain values as Parquet files: what Spark, DuckDB, Polars and pandas read.
//!
//! ```
//! use dateline_parquet::{Column, Kind, Value, Writer, read};
//!
//! let path = std::env::temp_dir().join(format!("dateline-parquet-{}.parquet", std::process::id()));
//! let columns = [Column::new("n", Kind::Int), Column::new("name", Kind::Text)];
//! let mut writer = Writer::create(&path, &columns)?;
//! writer.push(vec![Value::Int(7), Value::Text("Almer".into())])?;
//! writer.push(vec![Value::Int(8), Value::Null])?;
//! writer.finish()?;
//!
//! let table = read(&path)?;
//! assert_eq!(table.columns, ["n", "name"]);
//! assert_eq!(table.rows, [[Value::Int(7), Value::Text("Almer".into())], [Value::Int(8), Value::Null]]);
//! # std::fs::remove_file(path).unwrap();
//! # Ok::<(), dateline_parquet::Error>(())
//! ```
//!
//! It knows nothing of news: the one crate that depends on the format.
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use parquet::basic::{Compression, LogicalType, Repetition, Type as Physical, ZstdLevel};
use parquet::data_type::{BoolType, ByteArray, ByteArrayType, DoubleType, Int64Type};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use parquet::file::reader::{FileReader as _, SerializedFileReader};
use parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter};
use parquet::record::Field;
use parquet::schema::types::Type;

/// What a column holds; every value may be missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Whole numbers.
    Int,
    /// Numbers.
    Real,
    /// Yes or no.
    Bool,
    /// Words.
    Text,
}

/// A column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its name.
    pub name: String,
    /// What it holds.
    pub kind: Kind,
}

impl Column {
    /// A column of this name and kind.
    pub fn new(name: impl Into<String>, kind: Kind) -> Column {
        Column { name: name.into(), kind }
    }
}

/// A value of a row.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Nothing.
    Null,
    /// A whole number.
    Int(i64),
    /// A number.
    Real(f64),
    /// Yes or no.
    Bool(bool),
    /// Words.
    Text(String),
}

/// Why a file could not be written or read.
#[derive(Debug, thiserror::Error)]
#[error("`{}`: {why}", path.display())]
pub struct Error {
    /// The file.
    pub path: PathBuf,
    /// What is wrong.
    pub why: String,
}

/// Results of this crate.
pub type Result<T> = std::result::Result<T, Error>;

fn wrong(path: &Path, why: impl ToString) -> Error {
    Error { path: path.to_owned(), why: why.to_string() }
}

/// Rows that are written, and held in memory, together.
const GROUP: usize = 50_000;

/// Writes a file row by row. What is not [finished](Writer::finish) leaves no file of that name.
pub struct Writer {
    path: PathBuf,
    beside: PathBuf,
    columns: Vec<Column>,
    file: SerializedFileWriter<File>,
    rows: Vec<Vec<Value>>,
}

impl Writer {
    /// Begins a file.
    ///
    /// # Errors
    ///
    /// If it cannot be written there.
    pub fn create(path: &Path, columns: &[Column]) -> Result<Writer> {
        let beside = path.with_extension("parquet.part");
        let file = File::create(&beside).map_err(|error| wrong(path, error))?;
        let zstd = ZstdLevel::try_new(3).map_err(|error| wrong(path, error))?;
        let properties = WriterProperties::builder()
            .set_compression(Compression::ZSTD(zstd))
            // The same bytes from every version of the library.
            .set_created_by("dateline".to_owned())
            .build();
        let schema = schema(columns).map_err(|error| wrong(path, error))?;
        let file = SerializedFileWriter::new(file, Arc::new(schema), Arc::new(properties));
        let file = file.map_err(|error| wrong(path, error))?;
        Ok(Writer { path: path.to_owned(), beside, columns: columns.to_vec(), file, rows: Vec::new() })
    }

    /// Adds a row; its values are of the kinds of the columns, in their order.
    ///
    /// # Errors
    ///
    /// If the disk is full, or a value is of another kind.
    pub fn push(&mut self, row: Vec<Value>) -> Result<()> {
        self.rows.push(row);
        if self.rows.len() >= GROUP { self.flush() } else { Ok(()) }
    }

    /// Ends the file and gives it its name.
    ///
    /// # Errors
    ///
    /// If the disk is full.
    pub fn finish(mut self) -> Result<()> {
        self.flush()?;
        let Writer { path, beside, file, .. } = self;
        file.close().map_err(|error| wrong(&path, error))?;
        fs::rename(&beside, &path).map_err(|error| wrong(&path, error))
    }

    fn flush(&mut self) -> Result<()> {
        let rows = std::mem::take(&mut self.rows);
        if rows.is_empty() {
            return Ok(());
        }
        let path = &self.path;
        let mut group = self.file.next_row_group().map_err(|error| wrong(path, error))?;
        for (place, column) in self.columns.iter().enumerate() {
            let writer = group.next_column().map_err(|error| wrong(path, error))?;
            let mut writer = writer.ok_or_else(|| wrong(path, "there are fewer columns than values"))?;
            let cells = rows.iter().map(|row| row.get(place).unwrap_or(&Value::Null));
            write(&mut writer, column, cells).map_err(|error| wrong(path, error))?;
            writer.close().map_err(|error| wrong(path, error))?;
        }
        group.close().map(drop).map_err(|error| wrong(path, error))
    }
}

fn schema(columns: &[Column]) -> std::result::Result<Type, ParquetError> {
    let field = |column: &Column| {
        let (physical, logical) = match column.kind {
            Kind::Int => (Physical::INT64, None),
            Kind::Real => (Physical::DOUBLE, None),
            Kind::Bool => (Physical::BOOLEAN, None),
            Kind::Text => (Physical::BYTE_ARRAY, Some(LogicalType::String)),
        };
        let field = Type::primitive_type_builder(&column.name, physical)
            .with_repetition(Repetition::OPTIONAL)
            .with_logical_type(logical);
        field.build().map(Arc::new)
    };
    let fields = columns.iter().map(field).collect::<std::result::Result<Vec<_>, _>>()?;
    Type::group_type_builder("table").with_fields(fields).build()
}

fn write<'a>(
    writer: &mut SerializedColumnWriter<'_>,
    column: &Column,
    cells: impl Iterator<Item = &'a Value> + Clone,
) -> std::result::Result<(), ParquetError> {
    let levels: Vec<i16> = cells.clone().map(|cell| i16::from(*cell != Value::Null)).collect();
    let mismatch = || ParquetError::General(format!("a value of `{}` is not of its kind", column.name));
    let known = cells.filter(|cell| **cell != Value::Null);
    match column.kind {
        Kind::Int => {
            let values: Option<Vec<i64>> =
                known.map(|cell| if let Value::Int(number) = cell { Some(*number) } else { None }).collect();
            writer.typed::<Int64Type>().write_batch(&values.ok_or_else(mismatch)?, Some(&levels), None)?;
        }
        Kind::Real => {
            let number = |cell: &Value| match cell {
                Value::Real(number) => Some(*number),
                Value::Int(number) => Some(*number as f64),
                _ => None,
            };
            let values: Option<Vec<f64>> = known.map(number).collect();
            writer.typed::<DoubleType>().write_batch(&values.ok_or_else(mismatch)?, Some(&levels), None)?;
        }
        Kind::Bool => {
            let values: Option<Vec<bool>> =
                known.map(|cell| if let Value::Bool(is) = cell { Some(*is) } else { None }).collect();
            writer.typed::<BoolType>().write_batch(&values.ok_or_else(mismatch)?, Some(&levels), None)?;
        }
        Kind::Text => {
            let text = |cell: &Value| match cell {
                Value::Text(text) => Some(ByteArray::from(text.as_str())),
                _ => None,
            };
            let values: Option<Vec<ByteArray>> = known.map(text).collect();
            writer.typed::<ByteArrayType>().write_batch(
                &values.ok_or_else(mismatch)?,
                Some(&levels),
                None,
            )?;
        }
    }
    Ok(())
}

/// A table that was read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    /// The names of its columns.
    pub columns: Vec<String>,
    /// Its rows.
    pub rows: Vec<Vec<Value>>,
}

/// Reads a file whole.
///
/// # Errors
///
/// If there is none, it is damaged, or it holds values of other kinds than [`Kind`].
pub fn read(path: &Path) -> Result<Table> {
    let file = File::open(path).map_err(|error| wrong(path, error))?;
    let reader = SerializedFileReader::new(file).map_err(|error| wrong(path, error))?;
    let schema = reader.metadata().file_metadata().schema();
    let columns = schema.get_fields().iter().map(|field| field.name().to_owned()).collect();
    let mut rows = Vec::new();
    for row in reader.get_row_iter(None).map_err(|error| wrong(path, error))? {
        let row = row.map_err(|error| wrong(path, error))?;
        let value = |(name, field): (&String, &Field)| match field {
            Field::Null => Ok(Value::Null),
            Field::Bool(is) => Ok(Value::Bool(*is)),
            Field::Int(number) => Ok(Value::Int(i64::from(*number))),
            Field::Long(number) => Ok(Value::Int(*number)),
            Field::Double(number) => Ok(Value::Real(*number)),
            Field::Str(text) => Ok(Value::Text(text.clone())),
            _ => Err(wrong(path, format!("the column `{name}` holds values of another kind"))),
        };
        rows.push(row.get_column_iter().map(value).collect::<Result<Vec<Value>>>()?);
    }
    Ok(Table { columns, rows })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(name: &str) -> PathBuf {
        std::env::temp_dir().join(format!("dateline-parquet-test-{name}-{}.parquet", std::process::id()))
    }

    #[test]
    fn all_kinds_come_back_and_the_bytes_are_the_same() {
        let columns = [
            Column::new("n", Kind::Int),
            Column::new("share", Kind::Real),
            Column::new("end", Kind::Bool),
            Column::new("from", Kind::Text),
        ];
        let row = |n: i64| match n % 3 {
            0 => vec![Value::Int(n), Value::Real(0.25), Value::Bool(true), Value::Text("Zürich\0".into())],
            1 => vec![Value::Null, Value::Null, Value::Null, Value::Null],
            _ => vec![Value::Int(-n), Value::Real(-0.5), Value::Bool(false), Value::Text(String::new())],
        };
        let rows: Vec<Vec<Value>> = (0..GROUP as i64 + 3).map(row).collect();
        let mut files = Vec::new();
        for name in ["a", "b"] {
            let path = path(name);
            let mut writer = Writer::create(&path, &columns).unwrap();
            rows.iter().for_each(|row| writer.push(row.clone()).unwrap());
            assert!(!path.exists(), "a file that is not whole has its name already");
            writer.finish().unwrap();
            assert_eq!(read(&path).unwrap().rows, rows);
            files.push(fs::read(&path).unwrap());
            fs::remove_file(path).unwrap();
        }
        assert_eq!(files[0], files[1]);
    }

    #[test]
    fn what_is_wrong_is_told_with_the_file() {
        let path = path("wrong");
        let mut writer = Writer::create(&path, &[Column::new("n", Kind::Int)]).unwrap();
        writer.push(vec![Value::Text("seven".into())]).unwrap();
        let error = writer.finish().unwrap_err().to_string();
        assert!(error.contains("`n`") && error.contains("wrong"), "{error}");
        fs::write(&path, "no parquet").unwrap();
        assert!(read(&path).unwrap_err().to_string().contains("wrong"));
        fs::remove_file(&path).unwrap();
        let _ = fs::remove_file(path.with_extension("parquet.part"));
    }
}
