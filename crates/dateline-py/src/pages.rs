//! What Python calls a page: text or bytes, with what is known about it from outside.
use dateline::doc::{Moment, Warning};
use dateline::read::{Hints, Input};
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyByteArray, PyBytes, PyMapping, PyMemoryView, PyString, PyTuple};

/// The names that the page itself has in mappings and tables, those first that say most.
pub const PAGE: [&str; 9] =
    ["html", "raw_html", "page", "content", "text", "maintext", "body", "article", "raw_text"];

/// The bytes of a page. Text is taken as UTF-8, whatever charset it declares.
pub fn bytes(page: &Bound<'_, PyAny>) -> PyResult<Vec<u8>> {
    if let Ok(text) = page.cast::<PyString>() {
        return Ok(text.to_string_lossy().into_owned().into_bytes());
    }
    if let Ok(bytes) = page.cast::<PyBytes>() {
        return Ok(bytes.as_bytes().to_vec());
    }
    if let Ok(bytes) = page.cast::<PyByteArray>() {
        return Ok(bytes.to_vec());
    }
    if page.is_instance_of::<PyMemoryView>() {
        return page.call_method0("tobytes")?.extract();
    }
    let kind = page.get_type().name()?;
    let hint = if page.hasattr("__fspath__")? { "; for files there is `dateline.read_files`" } else { "" };
    Err(PyTypeError::new_err(format!("a page is `str` or `bytes`, not `{kind}`{hint}")))
}

/// A page of an iterable: text or bytes, a pair of them and an address, or a mapping.
pub fn input(item: &Bound<'_, PyAny>) -> PyResult<Input> {
    let mut input = Input::default();
    if item.is_none() {
        return Ok(input);
    }
    if let Ok(pair) = item.cast::<PyTuple>() {
        let (page, url): (Bound<'_, PyAny>, Option<String>) = pair.extract().map_err(|_| {
            PyTypeError::new_err("a tuple must be a pair of a page and its address; for more, use a dict")
        })?;
        input.bytes = bytes(&page)?;
        input.hints.url = url;
    } else if let Ok(mapping) = item.cast::<PyMapping>() {
        let get = |name: &str| -> PyResult<Option<Bound<'_, PyAny>>> {
            let value = item.call_method1("get", (name,))?;
            Ok(Some(value).filter(|value| !value.is_none()))
        };
        let mut page = None;
        for name in PAGE {
            page = get(name)?;
            if page.is_some() {
                break;
            }
        }
        let missing = || {
            let keys = mapping.keys().map(|keys| keys.to_string()).unwrap_or_default();
            PyValueError::new_err(format!("a page has none of the keys {}; it has {keys}", PAGE.join(", ")))
        };
        input.bytes = bytes(&page.ok_or_else(missing)?)?;
        let text = |name: &str| get(name)?.map(|value| value.extract::<String>()).transpose();
        input.hints = Hints {
            url: text("url")?,
            uri: text("uri")?,
            content_type: text("content_type")?,
            ..Hints::default()
        };
        for (name, known) in known(&mut input.hints) {
            if let Some(value) = get(name)? {
                set(known, moment(&value, name), &mut input.warnings);
            }
        }
    } else {
        input.bytes = bytes(item)?;
    }
    Ok(input)
}

/// The moments that are known of a page, by their names.
pub fn known(hints: &mut Hints) -> [(&'static str, &mut Option<Moment>); 3] {
    let Hints { published, listed, retrieved, .. } = hints;
    [("published", published), ("listed", listed), ("retrieved", retrieved)]
}

/// One date of many that is wrong is a warning, not the end of the others.
pub fn set(known: &mut Option<Moment>, moment: Result<Moment, String>, warnings: &mut Vec<Warning>) {
    match moment {
        Ok(moment) => *known = Some(moment),
        Err(why) => warnings.push(Warning::page(why)),
    }
}

/// A moment from Python: a date, a datetime, or words of ISO 8601.
pub fn moment(value: &Bound<'_, PyAny>, name: &str) -> Result<Moment, String> {
    let words = || -> PyResult<String> {
        if value.hasattr("isoformat")? {
            return value.call_method0("isoformat")?.extract();
        }
        value.extract()
    };
    words().ok().as_deref().and_then(moment_of).ok_or_else(|| {
        let value = value.str().map(|words| words.to_string()).unwrap_or_default();
        format!("`{name}` is `{value}`, which is neither a day (YYYY-MM-DD) nor a moment of ISO 8601")
    })
}

/// The moment that words of ISO 8601 name, with a space for the T and fractions of seconds too, as databases write them.
pub fn moment_of(words: &str) -> Option<Moment> {
    let mut words = words.trim().replacen(' ', "T", 1);
    if let Some(dot) = words.find('.') {
        let digits = words[dot + 1..].bytes().take_while(u8::is_ascii_digit).count();
        words.replace_range(dot..=dot + digits, "");
    }
    Moment::parse(&words)
}
