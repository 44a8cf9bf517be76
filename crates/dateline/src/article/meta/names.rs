//! Names of authors out of the strings that hold them: prefixes, roles, joined names, capitals.
use std::collections::HashSet;

use aho_corasick::AhoCorasick;
use serde::Deserialize;
use serde::de::IgnoredAny;

use super::agree::key;
use super::any_of;
use crate::lexicon::{Data, Error};

/// `data/article/names.toml`, ready for use.
#[derive(Debug)]
pub(in crate::article) struct NameWords {
    prefixes: Vec<String>,
    roles: HashSet<String>,
    glued: Vec<String>,
    not_names: HashSet<String>,
    never_inside: AhoCorasick,
    around: Vec<String>,
    and: HashSet<String>,
    organisations: HashSet<String>,
    particles: HashSet<String>,
    weekdays: HashSet<String>,
    /// Parts of the addresses of authors' pages.
    pub(super) profile_paths: AhoCorasick,
    /// Parts of the classes of elements that hold authors.
    pub(super) marks: AhoCorasick,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    prefixes: Vec<String>,
    roles: Vec<String>,
    glued: Vec<String>,
    not_names: Vec<String>,
    never_inside: Vec<String>,
    around: Vec<String>,
    and: Vec<String>,
    organisations: Vec<String>,
    particles: Vec<String>,
    weekdays: Vec<String>,
    marks: Vec<String>,
    profile_paths: Vec<String>,
    /// The tests read these.
    #[serde(rename = "example")]
    _examples: IgnoredAny,
    #[serde(rename = "counter_example")]
    _counter_examples: IgnoredAny,
}

/// How much a string has to look like a name to be one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::article) enum Trust {
    /// The page says that it is one: user names and desks count.
    Field,
    /// It stands where names stand: it must look like a person or an organisation.
    Text,
}

/// The most words in a name, and the most bytes.
const MOST_WORDS: usize = 7;
const MOST_BYTES: usize = 80;

/// The most names in one string.
const MOST_NAMES: usize = 30;

impl NameWords {
    pub fn load(data: &Data) -> Result<NameWords, Error> {
        let name = "article/names.toml";
        let file: File = data.toml(name)?;
        let mut prefixes = file.prefixes;
        // The longest that fits is taken.
        prefixes.sort_by(|a, b| b.len().cmp(&a.len()).then(a.cmp(b)));
        Ok(NameWords {
            prefixes,
            roles: file.roles.into_iter().collect(),
            glued: file.glued,
            not_names: file.not_names.into_iter().collect(),
            never_inside: any_of(&file.never_inside, name)?,
            around: file.around,
            and: file.and.into_iter().collect(),
            organisations: file.organisations.into_iter().collect(),
            particles: file.particles.into_iter().collect(),
            weekdays: file.weekdays.into_iter().collect(),
            profile_paths: any_of(&file.profile_paths, name)?,
            marks: AhoCorasick::builder()
                .ascii_case_insensitive(true)
                .build(&file.marks)
                .map_err(|e| Error { file: name.to_owned(), line: 0, message: e.to_string() })?,
        })
    }

    /// The names in a string: `By ANA RUIZ and Ben Cole, Political Editor` holds Ana Ruiz and Ben Cole.
    pub fn names(&self, written: &str, trust: Trust) -> Vec<String> {
        let mut out: Vec<String> = Vec::new();
        let written = written.trim();
        if written.len() > 600 {
            return out;
        }
        let (bare, _) = self.without_prefix(written);
        for part in bare.split([',', ';', '|', '•', '·', '\n', '(', ')', '[', ']', '–', '—']) {
            let part = part.split(" / ").flat_map(|p| p.split(" - "));
            for part in part {
                for name in self.joined(part, trust) {
                    if out.len() < MOST_NAMES && !out.iter().any(|other| key(other) == key(&name)) {
                        out.push(name);
                    }
                }
            }
        }
        out
    }

    /// A line without the weekday that its date left at its end: "Ana Ruiz, Mi," of "Ana Ruiz, Mi, 18. Oktober 2023".
    pub fn before_date<'s>(&self, line: &'s str) -> &'s str {
        let mut line = line.trim_end();
        while let Some(word) = line.split_whitespace().next_back() {
            let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
            if !bare.is_empty() && !self.weekdays.contains(bare.to_lowercase().as_str()) {
                break;
            }
            line = line[..line.len() - word.len()].trim_end();
        }
        line
    }

    /// True if a string begins with the word for "by".
    pub fn has_prefix(&self, written: &str) -> bool {
        self.without_prefix(written.trim()).1
    }

    /// True if a name is that of an agency, a desk or a firm.
    pub fn is_organisation(&self, name: &str) -> bool {
        key(name).split(' ').any(|word| self.organisations.contains(word))
            || name.contains('.') && !name.contains(". ")
    }

    /// True if a string begins with "Posted by" or the like, which is said of nothing but names.
    pub fn has_long_prefix(&self, written: &str) -> bool {
        let lower = written.trim().to_lowercase();
        let long = self.prefixes.iter().filter(|p| p.contains(' '));
        long.into_iter()
            .any(|p| lower.strip_prefix(p.as_str()).is_some_and(|rest| rest.starts_with([' ', ':'])))
    }

    /// A line from the part on that begins with "By": "By Ana Ruiz | 5 May" of "News | By Ana Ruiz | 5 May".
    pub fn bylined_part<'s>(&self, line: &'s str) -> Option<&'s str> {
        let parts = line.split(['|', '•', '·']);
        let found = parts.map(str::trim_start).find(|part| self.has_prefix(part))?;
        let at = found.as_ptr() as usize - line.as_ptr() as usize;
        line.get(at..)
    }

    fn without_prefix<'s>(&self, written: &'s str) -> (&'s str, bool) {
        let mut rest = written;
        let mut found = false;
        // "Text: Von Ana Ruiz"
        for _ in 0..2 {
            let lower: String = rest.chars().take(60).flat_map(char::to_lowercase).collect();
            let fits = |p: &&String| {
                lower.strip_prefix(p.as_str()).is_some_and(|after| {
                    p.ends_with([':', '：', '/'])
                        || after.starts_with(|c: char| c.is_whitespace() || c == ':' || c == '.')
                })
            };
            let Some(prefix) = self.prefixes.iter().chain(&self.around).find(fits) else { break };
            let cut: usize = rest.chars().take(prefix.chars().count()).map(char::len_utf8).sum();
            rest = rest[cut..]
                .trim_start_matches(|c: char| c.is_whitespace() || matches!(c, ':' | '.' | '：' | '|'));
            found = true;
        }
        (rest, found)
    }

    /// Names joined by "and", if what it joins are names on their own: "Le Figaro et AFP" is not, nor "Rock and Roll".
    fn joined(&self, part: &str, trust: Trust) -> Vec<String> {
        let words: Vec<&str> = part.split_whitespace().collect();
        let mut pieces: Vec<String> = Vec::new();
        let mut start = 0;
        for (i, word) in words.iter().enumerate() {
            if i > start && i + 1 < words.len() && self.and.contains(word.to_lowercase().as_str()) {
                pieces.push(words[start..i].join(" "));
                start = i + 1;
            }
        }
        pieces.push(words[start.min(words.len())..].join(" "));
        let full = pieces.iter().all(|piece| self.looks_like_person(self.without_prefix(piece).0));
        if pieces.len() == 1 || !full && trust == Trust::Field {
            return self.name(part, trust).into_iter().collect();
        }
        pieces.iter().filter_map(|piece| self.name(piece, trust)).collect()
    }

    /// One name, cleaned; none if it is no name.
    fn name(&self, written: &str, trust: Trust) -> Option<String> {
        let (written, _) = self.without_prefix(written.trim());
        let mut words: Vec<&str> = Vec::new();
        for word in written.split_whitespace() {
            let lower = word.to_lowercase();
            let bare = lower.trim_matches(|c: char| !c.is_alphanumeric());
            let clock = bare.contains(':') && bare.starts_with(|c: char| c.is_ascii_digit());
            if lower.starts_with('@') || lower.contains('@') || lower.starts_with("http") {
                // A handle alone may be all there is; after a name it is noise.
                if words.is_empty() && trust == Trust::Field && !lower.contains('.') {
                    words.push(word.trim_start_matches('@'));
                }
                break;
            }
            if words.is_empty() && self.and.contains(word) {
                continue;
            }
            let role = self.roles.contains(bare) && (!words.is_empty() || trust == Trust::Text);
            let number = trust == Trust::Text && bare.starts_with(|c: char| c.is_ascii_digit());
            if role && (words.len() >= 2 || trust == Trust::Text) || clock || number {
                break;
            }
            words.push(word);
        }
        let joined = words.join(" ");
        let mut name = joined.trim_matches(|c: char| {
            c.is_whitespace()
                || matches!(
                    c,
                    ',' | ':'
                        | '-'
                        | '–'
                        | '—'
                        | '|'
                        | '/'
                        | '*'
                        | '"'
                        | '“'
                        | '”'
                        | '>'
                        | '<'
                        | '›'
                        | '»'
                        | '+'
                        | '_'
                )
        });
        for glued in &self.glued {
            name = name.strip_suffix(glued.as_str()).unwrap_or(name).trim_end();
        }
        // "Ana Ruiz." but "Jr.", "T. V."
        if name.ends_with('.') && name.split_whitespace().next_back().is_some_and(|w| w.chars().count() > 4) {
            name = name.trim_end_matches('.');
        }
        let lower = name.to_lowercase();
        let letters = name.chars().filter(|c| c.is_alphabetic()).count();
        let fits = letters >= 2 && name.len() <= MOST_BYTES && name.split_whitespace().count() <= MOST_WORDS;
        let barred = self.not_names.contains(lower.as_str()) || self.never_inside.is_match(&lower);
        if !fits || barred || trust == Trust::Text && !self.looks_like_name(name) {
            return None;
        }
        let shouted = !self.is_organisation(name);
        Some(if shouted { in_normal_case(name) } else { name.to_owned() })
    }

    /// Two to five words in capitals but for particles, no digits.
    pub fn looks_like_person(&self, name: &str) -> bool {
        let words: Vec<&str> = name.split_whitespace().collect();
        let spaceless = |c: char| matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}');
        if words.len() == 1 && name.chars().all(spaceless) {
            return (2..=6).contains(&name.chars().count());
        }
        let capital = |w: &&&str| {
            let mut chars = w.chars().filter(|c| c.is_alphabetic());
            chars.next().is_some_and(|c| !c.is_lowercase())
        };
        (2..=5).contains(&words.len())
            && !name.contains(|c: char| {
                c.is_ascii_digit()
                    || matches!(
                        c,
                        '?' | '!' | ':' | '“' | '"' | '%' | '#' | '【' | '】' | '，' | '。' | '、' | '：'
                    )
            })
            && words.iter().filter(capital).count() >= 2
            && words.iter().all(|w| capital(&w) || self.particles.contains(*w))
    }

    fn looks_like_name(&self, name: &str) -> bool {
        self.looks_like_person(name)
            || self.is_organisation(name)
                && name.split_whitespace().count() <= 4
                && name.starts_with(|c: char| !c.is_lowercase() || name.len() <= 4)
    }
}

/// "ANA RUIZ-MOORE" in normal case; short words such as "AP" and mixed case stay.
fn in_normal_case(name: &str) -> String {
    let letters = || name.chars().filter(|c| c.is_alphabetic());
    if !name.contains(' ') || letters().any(char::is_lowercase) || !letters().any(char::is_uppercase) {
        return name.to_owned();
    }
    let mut out = String::with_capacity(name.len());
    for (i, word) in name.split(' ').enumerate() {
        if i > 0 {
            out.push(' ');
        }
        let short = word.chars().count() <= 2 || word.contains('.');
        let mut start = true;
        for c in word.chars() {
            if start || short {
                out.push(c);
            } else {
                out.extend(c.to_lowercase());
            }
            start = !c.is_alphabetic() && !matches!(c, '’' | '\'')
                || matches!(c, '’' | '\'') && out.chars().count() <= 2;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Deserialize)]
    struct Examples {
        example: Vec<Example>,
        counter_example: Vec<Example>,
    }

    /// A string and the names in it; a counter-example has none.
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Example {
        #[serde(default)]
        field: bool,
        text: String,
        #[serde(default)]
        names: Vec<String>,
    }

    #[test]
    fn examples_hold() {
        let data = Data::embedded();
        let words = NameWords::load(&data).unwrap();
        let file: Examples = data.toml("article/names.toml").unwrap();
        for example in file.example.iter().chain(&file.counter_example) {
            let trust = if example.field { Trust::Field } else { Trust::Text };
            assert_eq!(words.names(&example.text, trust), example.names, "names in {:?}", example.text);
        }
    }
}
