//! Records to rows and back, by the description in [`layers`](crate::layers).
use std::collections::HashMap;

use serde_json::{Map, Number, Value};

use crate::cell::Cell;
use crate::error::{Error, Result};
use crate::layers::{ARTICLES, Column, Field, ITSELF, Kind, Table};

/// The rows of one record, by the names of their tables. Words that are kept once are still written out, and the rows of
/// `articles` have no number yet; others begin with the number of the item and, for parts, of the part.
pub type Rows = HashMap<&'static str, Vec<Vec<Cell>>>;

/// The lists of a record's first level, which may be missing in a record that was cut to some layers.
fn layers() -> impl Iterator<Item = &'static Table> {
    ARTICLES.lists().filter(|table| table.path.len() == 1)
}

/// Takes a record apart.
///
/// # Errors
///
/// For records that could not be put together again: with ids out of order, or words where a number belongs. Fields that
/// this version does not know are left out; see [`Archive::import`](crate::Archive::import).
pub fn apart(record: &Value) -> Result<Rows> {
    let mut rows = Rows::new();
    let row = cells(&ARTICLES, record, "")?;
    rows.insert(ARTICLES.name, vec![row]);
    for table in ARTICLES.lists() {
        add_list(&mut rows, table, record, &[], "")?;
    }
    Ok(rows)
}

/// The names of the layers that a record has, if it has not all.
pub fn missing_layers(record: &Value) -> Option<String> {
    let has: Vec<&str> =
        layers().filter(|table| record.get(table.path[0]).is_some()).map(|table| table.name).collect();
    (has.len() < layers().count()).then(|| has.join(","))
}

fn add_list(rows: &mut Rows, table: &'static Table, parent: &Value, above: &[i64], path: &str) -> Result<()> {
    let path = format!("{path}/{}", table.path.join("/"));
    let items = match get(parent, table.path) {
        Value::Array(items) => items,
        Value::Null => return Ok(()),
        _ => return Err(Error::Record { field: path, why: "is not a list" }),
    };
    let mut last = -1;
    for (index, item) in items.iter().enumerate() {
        let path = format!("{path}/{index}");
        let number = match table.id() {
            Some(letter) => number_of(&item["id"], letter)
                .ok_or_else(|| Error::Record { field: format!("{path}/id"), why: "is not an id" })?,
            None => index as i64,
        };
        if number <= last {
            return Err(Error::Record { field: format!("{path}/id"), why: "is out of order" });
        }
        last = number;
        let keys: Vec<i64> = above.iter().copied().chain([number]).collect();
        let row = keys.iter().map(|key| Cell::Int(*key)).chain(cells(table, item, &path)?).collect();
        rows.entry(table.name).or_default().push(row);
        for list in table.lists() {
            add_list(rows, list, item, &keys, &path)?;
        }
    }
    Ok(())
}

/// The cells of an item's own columns; ids are left to the keys.
fn cells(table: &Table, item: &Value, path: &str) -> Result<Vec<Cell>> {
    let columns = table.columns().filter(|column| !matches!(column.kind, Kind::Id(_)));
    let cells = columns.map(|column| {
        cell(column, get(item, column.path)).ok_or_else(|| Error::Record {
            field: format!("{path}/{}", column.path.join("/")),
            why: "has a value of another kind than expected",
        })
    });
    cells.collect()
}

fn cell(column: &Column, value: &Value) -> Option<Cell> {
    if value.is_null() {
        return Some(Cell::Null);
    }
    Some(match column.kind {
        Kind::Int => Cell::Int(value.as_i64()?),
        Kind::Real => Cell::Real(value.as_f64()?),
        Kind::Bool => Cell::from(value.as_bool()?),
        Kind::Text | Kind::OptionalText | Kind::Shared(_) => Cell::from(value.as_str()?),
        Kind::Id(letter) | Kind::Ref(letter, _) => Cell::Int(number_of(value, letter)?),
        Kind::Hex => Cell::Blob(from_hex(value.as_str()?)?),
        Kind::Json | Kind::OptionalJson => Cell::Text(value.to_string()),
    })
}

/// Puts a record together from its rows, each list in the order of its numbers.
pub fn together(article: &[Cell], lists: &Rows, layers: Option<&str>) -> Value {
    let mut record = object(&ARTICLES, article, lists, &[]);
    if let (Some(has), Value::Object(record)) = (layers, &mut record) {
        for table in self::layers().filter(|table| !has.split(',').any(|name| name == table.name)) {
            record.shift_remove(table.path[0]);
        }
    }
    record
}

/// An item: its values, and the items of its lists. `keys` say which item it is.
fn object(table: &'static Table, cells: &[Cell], lists: &Rows, keys: &[Cell]) -> Value {
    let mut object = Map::new();
    let mut cells = cells.iter();
    for field in table.fields {
        let (path, value) = match field {
            Field::Column(column) => {
                let value = match column.kind {
                    Kind::Id(letter) => id(letter, keys.last()),
                    _ => value(column, cells.next().unwrap_or(&Cell::Null)),
                };
                let is_optional = matches!(column.kind, Kind::OptionalJson | Kind::OptionalText);
                if is_optional && value.is_null() {
                    continue;
                }
                (column.path, value)
            }
            Field::List(list) => (list.path, items(list, lists, keys)),
        };
        if path == ITSELF {
            return value;
        }
        put(&mut object, path, value);
    }
    null_if_empty(table, &mut object);
    Value::Object(object)
}

/// The items of a list that are parts of the item with these keys.
fn items(list: &'static Table, lists: &Rows, keys: &[Cell]) -> Value {
    let rows = lists.get(list.name).map_or(&[][..], Vec::as_slice);
    // The rows are sorted by their keys, so those of one item stand together.
    let before = |row: &Vec<Cell>| order(&row[..keys.len()], keys).is_lt();
    let rows = &rows[rows.partition_point(before)..];
    let rows = rows.iter().take_while(|row| row[..keys.len()] == *keys);
    rows.map(|row| object(list, &row[keys.len() + 1..], lists, &row[..=keys.len()])).collect()
}

fn order(a: &[Cell], b: &[Cell]) -> std::cmp::Ordering {
    a.iter().map(Cell::int).cmp(b.iter().map(Cell::int))
}

fn value(column: &Column, cell: &Cell) -> Value {
    match (column.kind, cell) {
        (Kind::Bool, Cell::Int(is)) => Value::Bool(*is != 0),
        (Kind::Ref(letter, _), cell) => id(letter, Some(cell)),
        (Kind::Real, Cell::Int(number)) => {
            Number::from_f64(*number as f64).map_or(Value::Null, Value::Number)
        }
        (Kind::Json | Kind::OptionalJson, Cell::Text(text)) => {
            serde_json::from_str(text).unwrap_or(Value::Null)
        }
        (_, Cell::Null) => Value::Null,
        (_, Cell::Int(number)) => Value::from(*number),
        (_, Cell::Real(number)) => Number::from_f64(*number).map_or(Value::Null, Value::Number),
        (_, Cell::Text(text)) => Value::from(text.as_str()),
        (_, Cell::Blob(bytes)) => Value::from(to_hex(bytes)),
    }
}

fn id(letter: char, cell: Option<&Cell>) -> Value {
    cell.and_then(Cell::int).map_or(Value::Null, |number| format!("{letter}{number}").into())
}

fn number_of(value: &Value, letter: char) -> Option<i64> {
    let digits = value.as_str()?.strip_prefix(letter)?;
    let number: i64 = digits.parse().ok()?;
    (number >= 0 && digits == number.to_string()).then_some(number)
}

/// Puts a value where its path says, making the objects on the way.
fn put(object: &mut Map<String, Value>, path: &[&str], value: Value) {
    match path {
        [] => {}
        [name] => _ = object.insert((*name).to_owned(), value),
        [name, rest @ ..] => {
            let inner = object.entry(*name).or_insert_with(|| Value::Object(Map::new()));
            if let Value::Object(inner) = inner {
                put(inner, rest, value);
            }
        }
    }
}

/// An object of which nothing is known is null in a record: a statement without a speaker, a page that is no article.
fn null_if_empty(table: &Table, object: &mut Map<String, Value>) {
    let mut groups: Vec<&[&str]> = table
        .fields
        .iter()
        .map(|field| match field {
            Field::Column(column) => column.path,
            Field::List(list) => list.path,
        })
        .flat_map(|path| (1..path.len()).map(|end| &path[..end]))
        .collect();
    groups.sort_by_key(|group| std::cmp::Reverse(group.len()));
    let is_known = |value: &Value| !(value.is_null() || value.as_array().is_some_and(Vec::is_empty));
    for group in groups {
        let [first, rest @ ..] = group else { continue };
        let found = object.get_mut(*first);
        let found = rest.iter().try_fold(found, |value, name| Some(value?.get_mut(*name))).flatten();
        if let Some(value) =
            found.filter(|value| value.as_object().is_some_and(|inner| !inner.values().any(is_known)))
        {
            *value = Value::Null;
        }
    }
}

fn get<'a>(value: &'a Value, path: &[&str]) -> &'a Value {
    path.iter().fold(value, |value, name| &value[*name])
}

/// Two figures a byte.
pub fn to_hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The bytes of figures in small letters.
pub fn from_hex(text: &str) -> Option<Vec<u8>> {
    let figure = |byte: u8| match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'a'..=b'f' => Some(byte - b'a' + 10),
        _ => None,
    };
    let pairs = text.as_bytes().chunks(2);
    pairs.map(|pair| Some(figure(pair[0])? << 4 | figure(*pair.get(1)?)?)).collect()
}

#[cfg(test)]
mod tests {
    use dateline::read::{Hints, Page};
    use dateline::{Engine, Record};
    use serde_json::json;

    use super::*;

    /// The record of a page with something for every layer.
    fn record() -> Value {
        let page = "<!doctype html><html lang=en><head><title>Port reopens</title></head><body><article><h1>Port reopens</h1>\
            <p>By Ana Ruiz</p><p>ALMER, Chile, March 5 (AP) -- President Lena Fisk of the Harbour Board said on Monday that at \
            least 40 protesters were arrested in Santiago. \"We will visit Peru next week,\" she told reporters.</p></article>";
        let engine = Engine::new().unwrap();
        let hints = Hints { url: Some("https://news.example/port".into()), ..Hints::default() };
        serde_json::to_value(Record::of(&engine.read(&Page::new(page.as_bytes(), hints)))).unwrap()
    }

    fn round(record: &Value) -> Value {
        let mut rows = apart(record).unwrap();
        let mut article = rows.remove(ARTICLES.name).unwrap().remove(0);
        article.truncate(ARTICLES.columns().count());
        together(&article, &rows, missing_layers(record).as_deref())
    }

    #[test]
    fn records_come_back_as_they_were() {
        let record = record();
        assert!(record["statements"].as_array().is_some_and(|all| !all.is_empty()));
        assert!(record["events"].as_array().is_some_and(|all| !all.is_empty()));
        assert_eq!(round(&record).to_string(), record.to_string());
        let empty = serde_json::to_value(Record::of(&Engine::new().unwrap().read(&Page::default()))).unwrap();
        assert_eq!(round(&empty).to_string(), empty.to_string());
    }

    #[test]
    fn layers_that_a_record_has_not_stay_away() {
        let mut record = record();
        record.as_object_mut().unwrap().shift_remove("events");
        assert_eq!(round(&record).to_string(), record.to_string());
    }

    #[test]
    fn what_cannot_be_kept_is_refused_with_its_place() {
        let check = |change: Value, expected: &str| {
            let mut record = record();
            record["times"] = change;
            let error = apart(&record).unwrap_err().to_string();
            assert!(error.contains(expected), "{error}");
        };
        check(json!({}), "`/times`");
        check(json!([{"id": "t2"}, {"id": "t1"}]), "`/times/1/id`");
        check(json!([{"id": "x"}]), "`/times/0/id`");
        check(json!([{"id": "t1", "start": "a"}]), "`/times/0/start`");
    }

    #[test]
    fn hexadecimal_figures() {
        assert_eq!(from_hex("00ff1a").map(|bytes| to_hex(&bytes)).as_deref(), Some("00ff1a"));
        assert_eq!(from_hex("0"), None);
        assert_eq!(from_hex("zz"), None);
    }
}
