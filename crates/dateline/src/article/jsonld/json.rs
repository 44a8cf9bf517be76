//! A JSON reader for what pages hold in place of JSON: raw control characters, trailing and missing commas,
//! quotation marks that nobody escaped, comments, several values in a row.
//!
//! Values are byte ranges of the page; strings are decoded when they are wanted. Time is linear.
use std::ops::Range;

use memchr::{memchr2, memmem};

/// Containers nested deeper than this are read as if their ends were missing.
const MAX_DEPTH: usize = 64;

/// Values beyond this are not read; the JSON-LD of an article has some hundreds.
const MAX_VALUES: usize = 100_000;

/// All values of a script, in document order; the values in a container are a run of consecutive ones.
#[derive(Debug)]
pub(super) struct Json<'p> {
    page: &'p str,
    values: Vec<Value>,
}

/// The place of a value in its script.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Ref(u32);

#[derive(Clone, Copy, Debug)]
struct Value {
    kind: Kind,
    key: (u32, u32),
    /// A string without its quotation marks.
    range: (u32, u32),
    /// One past the last value inside.
    end: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Object,
    Array,
    String,
    /// A number, true, false, null, or what else stands there bare.
    Bare,
}

impl<'p> Json<'p> {
    /// Reads the values that stand in `range` of the page.
    pub fn read(page: &'p str, range: Range<usize>) -> Json<'p> {
        let mut reader = Reader {
            bytes: &page.as_bytes()[..range.end],
            at: range.start,
            values: Vec::new(),
            open: Vec::new(),
        };
        reader.run();
        Json { page, values: reader.values }
    }

    /// The values that stand in no container.
    pub fn roots(&self) -> impl Iterator<Item = Ref> + '_ {
        self.run(0, self.values.len() as u32)
    }

    /// The values in a container.
    pub fn inside(&self, value: Ref) -> impl Iterator<Item = Ref> + '_ {
        self.run(value.0 + 1, self.value(value).end)
    }

    fn run(&self, start: u32, end: u32) -> impl Iterator<Item = Ref> + '_ {
        let mut next = start;
        std::iter::from_fn(move || {
            (next < end).then(|| {
                let value = Ref(next);
                next = self.value(value).end;
                value
            })
        })
    }

    /// The value itself, or those of an array, at any depth up to two.
    pub fn each(&self, value: Ref) -> Vec<Ref> {
        if self.kind(value) != Kind::Array {
            return vec![value];
        }
        self.inside(value)
            .flat_map(|v| if self.kind(v) == Kind::Array { self.inside(v).collect() } else { vec![v] })
            .collect()
    }

    /// What a value is.
    pub fn kind(&self, value: Ref) -> Kind {
        self.value(value).kind
    }

    /// The first value of an object under `key`.
    pub fn get(&self, object: Ref, key: &str) -> Option<Ref> {
        if self.kind(object) != Kind::Object {
            return None;
        }
        self.inside(object).find(|value| {
            let (start, end) = self.value(*value).key;
            &self.page[start as usize..end as usize] == key
        })
    }

    /// Where a value stands in the page, a string without its quotation marks.
    pub fn page_range(&self, value: Ref) -> (u32, u32) {
        self.value(value).range
    }

    /// A string, a number or a word as it stands in the page.
    pub fn raw(&self, value: Ref) -> &'p str {
        let (start, end) = self.value(value).range;
        match self.kind(value) {
            Kind::String | Kind::Bare => &self.page[start as usize..end as usize],
            Kind::Object | Kind::Array => "",
        }
    }

    fn value(&self, value: Ref) -> &Value {
        &self.values[value.0 as usize]
    }
}

struct Reader<'p> {
    bytes: &'p [u8],
    at: usize,
    values: Vec<Value>,
    open: Vec<u32>,
}

impl Reader<'_> {
    fn run(&mut self) {
        let mut key = None;
        while let Some(&byte) = self.bytes.get(self.at) {
            if self.values.len() >= MAX_VALUES {
                break;
            }
            match byte {
                b'{' | b'[' => {
                    let kind = if byte == b'{' { Kind::Object } else { Kind::Array };
                    let at = self.at;
                    self.at += 1;
                    let index = self.push(kind, key.take(), at, at + 1);
                    if self.open.len() < MAX_DEPTH {
                        self.open.push(index);
                    }
                }
                b'}' | b']' => {
                    self.close(if byte == b'}' { Kind::Object } else { Kind::Array });
                    self.at += 1;
                    key = None;
                }
                b'"' => {
                    let wants_key = key.is_none() && self.container() == Some(Kind::Object);
                    let (start, end) = self.string(wants_key);
                    if !wants_key {
                        self.push(Kind::String, key.take(), start, end);
                    } else if self.bytes.get(self.skip_space(self.at)) == Some(&b':') {
                        self.at = self.skip_space(self.at) + 1;
                        key = Some((start as u32, end as u32));
                    }
                }
                b'/' | b'<' if self.comment() => {}
                b if b.is_ascii_alphanumeric() => self.bare(&mut key),
                b'-' if self.bytes.get(self.at + 1).is_some_and(u8::is_ascii_digit) => self.bare(&mut key),
                _ => self.at += 1,
            }
        }
        while let Some(index) = self.open.pop() {
            self.values[index as usize].end = self.values.len() as u32;
        }
    }

    fn container(&self) -> Option<Kind> {
        self.open.last().map(|index| self.values[*index as usize].kind)
    }

    fn push(&mut self, kind: Kind, key: Option<(u32, u32)>, start: usize, end: usize) -> u32 {
        let index = self.values.len() as u32;
        let range = (start as u32, end as u32);
        self.values.push(Value { kind, key: key.unwrap_or((0, 0)), range, end: index + 1 });
        index
    }

    /// Ends the innermost container of that kind, and those inside it; a stray end is dropped.
    fn close(&mut self, kind: Kind) {
        let Some(depth) = self.open.iter().rposition(|index| self.values[*index as usize].kind == kind)
        else {
            return;
        };
        for index in self.open.drain(depth..) {
            self.values[index as usize].end = self.values.len() as u32;
            self.values[index as usize].range.1 = self.at as u32 + 1;
        }
    }

    fn skip_space(&self, mut at: usize) -> usize {
        while self.bytes.get(at).is_some_and(u8::is_ascii_whitespace) {
            at += 1;
        }
        at
    }

    /// Reads the string that begins at the quotation mark, and gives its inside.
    fn string(&mut self, is_key: bool) -> (usize, usize) {
        let start = self.at + 1;
        let mut at = start;
        while let Some(found) = memchr2(b'"', b'\\', &self.bytes[at.min(self.bytes.len())..]) {
            let mark = at + found;
            if self.bytes[mark] == b'\\' {
                at = mark + 2;
            } else if is_key || self.ends_string(mark) {
                self.at = mark + 1;
                return (start, mark);
            } else {
                at = mark + 1;
            }
        }
        self.at = self.bytes.len();
        (start.min(self.at), self.at)
    }

    /// True if what follows the quotation mark can follow a string; else it is one that nobody escaped.
    fn ends_string(&self, mark: usize) -> bool {
        let next = self.skip_space(mark + 1);
        let in_object = self.container() == Some(Kind::Object);
        match self.bytes.get(next) {
            None | Some(b'}' | b']' | b'/' | b'<' | b';') => true,
            Some(b',') => {
                // "He said "no", then left": after the comma an object has a key.
                let after = self.bytes.get(self.skip_space(next + 1));
                !in_object || matches!(after, None | Some(b'"' | b'}' | b',' | b'{' | b'/'))
            }
            // A forgotten comma at the end of a line.
            Some(b'"') => self.bytes[mark + 1..next].contains(&b'\n'),
            _ => !in_object && self.container().is_none(),
        }
    }

    /// Skips a comment or an HTML mark at the current place.
    fn comment(&mut self) -> bool {
        let rest = &self.bytes[self.at..];
        let end = if rest.starts_with(b"/*") {
            memmem::find(rest, b"*/").map(|i| i + 2)
        } else if rest.starts_with(b"<!--") {
            Some(4)
        } else if rest.starts_with(b"<![CDATA[") {
            Some(9)
        } else if rest.starts_with(b"//") {
            // "//<![CDATA[" may have the data on the same line.
            Some(if rest.starts_with(b"//<") { 2 } else { memchr2(b'\n', b'\r', rest).unwrap_or(rest.len()) })
        } else {
            None
        };
        if let Some(length) = end {
            self.at += length;
        }
        end.is_some()
    }

    fn bare(&mut self, key: &mut Option<(u32, u32)>) {
        let start = self.at;
        while self.bytes.get(self.at).is_some_and(|b| {
            !b.is_ascii_whitespace() && !matches!(b, b',' | b'}' | b']' | b'"' | b'{' | b'[' | b':' | b'<')
        }) {
            self.at += 1;
        }
        if self.bytes.get(self.at) == Some(&b':') && key.is_none() {
            *key = Some((start as u32, self.at as u32));
            self.at += 1;
        } else {
            self.push(Kind::Bare, key.take(), start, self.at);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::words::words;
    use super::*;

    /// Writes what was read as compact JSON with single quotation marks.
    fn outline(json: &Json<'_>, value: Ref, out: &mut String) {
        let list = |out: &mut String, open: char, close: char| {
            out.push(open);
            for (i, v) in json.inside(value).enumerate() {
                if i > 0 {
                    out.push(',');
                }
                let (start, end) = json.value(v).key;
                if start < end {
                    out.push_str(&json.page[start as usize..end as usize]);
                    out.push(':');
                }
                outline(json, v, out);
            }
            out.push(close);
        };
        match json.kind(value) {
            Kind::Object => list(out, '{', '}'),
            Kind::Array => list(out, '[', ']'),
            Kind::String => out.push_str(&format!("'{}'", words(json.raw(value)))),
            Kind::Bare => out.push_str(json.raw(value)),
        }
    }

    fn check(text: &str, expected: &str) {
        let json = Json::read(text, 0..text.len());
        let mut out = String::new();
        for (i, root) in json.roots().enumerate() {
            if i > 0 {
                out.push(' ');
            }
            outline(&json, root, &mut out);
        }
        assert_eq!(out, expected, "{text:?}");
    }

    #[test]
    fn proper_json() {
        check(r#"{"a": [1, "x", {"b": null}], "c": "d"}"#, "{a:[1,'x',{b:null}],c:'d'}");
        check(r#"{"a": "Caf\u00e9 \"Almer\" \ud83d\ude00"}"#, "{a:'Café \"Almer\" 😀'}");
    }

    #[test]
    fn what_pages_hold_in_place_of_it() {
        check("{\"a\": \"two\nlines\", }", "{a:'two lines'}");
        check("<!-- {\"a\": 1} -->", "{a:1}");
        check("//<![CDATA[\n{\"a\": 1}\n//]]>", "{a:1}");
        check("/* data */ {\"a\": 1} {\"b\": 2};", "{a:1} {b:2}");
        check("{\"a\": \"x\"\n \"b\": \"y\"}", "{a:'x',b:'y'}");
        check(r#"{"a": "He said "no", then left", "b": 1}"#, "{a:'He said \"no\", then left',b:1}");
        check(r#"{"a": [{"b": 1}, "c"}"#, "{a:[{b:1},'c']}");
        check(r#"{"a": "cut off"#, "{a:'cut off'}");
        check("}]{", "{}");
    }

    #[test]
    fn depth_is_bounded() {
        let text = "[".repeat(100_000) + "1";
        assert_eq!(Json::read(&text, 0..text.len()).roots().count(), 1);
    }
}
