//! Values of a record, each with the way to it, so that what is wrong can be named.
use std::collections::HashSet;
use std::fmt;
use std::sync::{Mutex, OnceLock, PoisonError};

use serde_json::Value;

use crate::doc::{Id, Layer, Moment, RuleId, Span};

/// A record that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordError {
    /// The path of the field: "/times/3/start".
    pub field: String,
    /// What is wrong with it.
    pub why: &'static str,
}

impl fmt::Display for RecordError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the record's field `{}` {}", self.field, self.why)
    }
}

impl std::error::Error for RecordError {}

pub(super) type Result<T> = std::result::Result<T, RecordError>;

pub(super) struct Reader<'a> {
    pub(super) record: &'a Value,
    /// The byte at which each code point of the text begins.
    pub(super) points: Vec<u32>,
}

impl<'a> Reader<'a> {
    pub(super) fn field(&'a self, path: &str) -> Field<'a> {
        Field {
            reader: self,
            path: path.to_owned(),
            value: self.record.pointer(path).unwrap_or(&Value::Null),
        }
    }
}

/// A value of the record, with the way to it.
pub(super) struct Field<'a> {
    pub(super) reader: &'a Reader<'a>,
    pub(super) path: String,
    pub(super) value: &'a Value,
}

impl<'a> Field<'a> {
    pub(super) fn wrong(&self, why: &'static str) -> RecordError {
        RecordError { field: self.path.clone(), why }
    }

    pub(super) fn get(&self, name: &str) -> Field<'a> {
        Field { reader: self.reader, path: format!("{}/{name}", self.path), value: &self.value[name] }
    }

    /// What is made of it, if it is there.
    pub(super) fn some<T>(&self, of: impl Fn(&Field<'a>) -> Result<T>) -> Result<Option<T>> {
        if self.value.is_null() { Ok(None) } else { of(self).map(Some) }
    }

    pub(super) fn items<T>(&self, of: impl Fn(&Field<'a>) -> Result<T>) -> Result<Vec<T>> {
        let items = match self.value {
            Value::Null => &[][..],
            Value::Array(items) => items,
            _ => return Err(self.wrong("is not a list")),
        };
        let items = items.iter().enumerate();
        items
            .map(|(i, value)| of(&Field { reader: self.reader, path: format!("{}/{i}", self.path), value }))
            .collect()
    }

    pub(super) fn layer<T>(&self, of: impl Fn(&Field<'a>) -> Result<T>) -> Result<Option<Layer<T>>> {
        self.some(|field| field.items(&of).map(Layer::of))
    }

    pub(super) fn text(&self, name: &str) -> Option<String> {
        self.value[name].as_str().map(str::to_owned)
    }

    pub(super) fn name(&self, name: &str) -> Result<Option<&'static str>> {
        let field = self.get(name);
        field
            .value
            .as_str()
            .map(|text| kept(text).ok_or_else(|| field.wrong("is a new name too many")))
            .transpose()
    }

    pub(super) fn rule(&self) -> RuleId {
        RuleId::from(self.text("rule").unwrap_or_default())
    }

    pub(super) fn some_rule(&self) -> Option<RuleId> {
        self.text("rule").map(RuleId::from)
    }

    pub(super) fn number(&self, name: &str) -> Result<Option<u64>> {
        self.get(name).some(|field| field.value.as_u64().ok_or_else(|| field.wrong("is not a whole number")))
    }

    pub(super) fn real(&self, name: &str) -> Option<f64> {
        self.value[name].as_f64()
    }

    pub(super) fn is(&self, name: &str) -> bool {
        self.value[name].as_bool().unwrap_or(false)
    }

    pub(super) fn moment(&self, name: &str) -> Result<Option<Moment>> {
        self.get(name).some(|field| {
            let moment = field.value.as_str().and_then(Moment::parse);
            moment.ok_or_else(|| field.wrong("is not a day or a time"))
        })
    }

    /// One of some values, by its name.
    pub(super) fn one_of<T: Copy>(&self, name: &str, all: &[T], named: fn(T) -> &'static str) -> Result<T> {
        let field = self.get(name);
        let found = all.iter().copied().find(|value| field.value.as_str() == Some(named(*value)));
        found.ok_or_else(|| field.wrong("is none of the known names"))
    }

    pub(super) fn span(&self) -> Result<Span> {
        let at = |name: &str| {
            let point = self.value[name].as_u64()? as usize;
            self.reader.points.get(point).copied()
        };
        match (at("start"), at("end")) {
            (Some(start), Some(end)) if start <= end => Ok(Span::new(start as usize, end as usize)),
            _ => Err(self.wrong("does not lie in the text")),
        }
    }

    pub(super) fn id<T>(&self, name: &str, letter: char) -> Result<Option<Id<T>>> {
        self.get(name).some(|field| {
            let number =
                field.value.as_str().and_then(|text| text.strip_prefix(letter)?.parse::<usize>().ok());
            let index = number.and_then(|number| number.checked_sub(1));
            index.map(Id::new).ok_or_else(|| field.wrong("is not an id"))
        })
    }
}

/// So many different names of small lists are kept for good: rules, charsets, sectors.
const KEPT: usize = 4096;

/// A name that lives as long as the program, the same one each time; none if there are too many, as in a record that was made to
/// fill the memory.
fn kept(name: &str) -> Option<&'static str> {
    static NAMES: OnceLock<Mutex<HashSet<&'static str>>> = OnceLock::new();
    let names = NAMES.get_or_init(Mutex::default);
    let mut names = names.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(known) = names.get(name) {
        return Some(known);
    }
    (names.len() < KEPT && name.len() < 256).then(|| {
        let kept: &'static str = Box::leak(name.to_owned().into_boxed_str());
        names.insert(kept);
        kept
    })
}
