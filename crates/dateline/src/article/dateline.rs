//! The dateline that opens a report: "SEOUL, Sept. 5 (Yonhap) --".
//!
//! The forms are data (`data/article/datelines.toml`); this matches their parts at the start of a paragraph.
mod place;

use std::collections::HashSet;

use serde::Deserialize;

use self::place::Ends;
use super::agencies::{Agencies, Agency};
use super::day::{Day, Months};
use crate::doc::{Date, Dateline, RuleId, Span, Trial};
use crate::lexicon::{Data, Error};

/// The forms and the words in them.
#[derive(Debug)]
pub(super) struct Rules {
    pub agencies: Agencies,
    pub months: Months,
    cities: HashSet<String>,
    lands: HashSet<String>,
    not_places: HashSet<String>,
    forms: Vec<Form>,
}

#[derive(Debug)]
struct Form {
    rule: RuleId,
    parts: Vec<(Part, bool)>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    /// A place in any case, or with its first part in capitals.
    Place {
        capitals: bool,
    },
    City,
    Region,
    Land,
    Date,
    Agency,
    Wire,
    Dash,
    End,
    Start,
    Sign(char),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    not_places: HashSet<String>,
    form: Vec<FormFile>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FormFile {
    name: String,
    pattern: String,
    #[serde(default, rename = "example")]
    _examples: Vec<toml::Table>,
    #[serde(default, rename = "counter_example")]
    _counter_examples: Vec<toml::Table>,
}

const FILE: &str = "article/datelines.toml";

/// No dateline is longer; what follows is not looked at.
const LONGEST: usize = 160;

impl Rules {
    pub fn load(data: &Data) -> Result<Rules, Error> {
        let file: File = data.toml(FILE)?;
        let set = |name: &str| -> Result<HashSet<String>, Error> {
            Ok(data.words(name)?.into_iter().map(str::to_owned).collect())
        };
        Ok(Rules {
            agencies: Agencies::load(data)?,
            months: Months::load(data)?,
            cities: set("article/dateline-cities.txt")?,
            lands: set("article/dateline-lands.txt")?,
            not_places: file.not_places,
            forms: file.form.into_iter().map(form).collect::<Result<_, _>>()?,
        })
    }
}

fn form(file: FormFile) -> Result<Form, Error> {
    let mut parts = Vec::new();
    for word in file.pattern.split(' ') {
        let (word, optional) = word.strip_suffix('?').map_or((word, false), |word| (word, true));
        let mut chars = word.chars();
        let part = match (word, chars.next(), chars.next()) {
            ("<place>", ..) => Part::Place { capitals: false },
            ("<PLACE>", ..) => Part::Place { capitals: true },
            ("<city>", ..) => Part::City,
            ("<region>", ..) => Part::Region,
            ("<land>", ..) => Part::Land,
            ("<date>", ..) => Part::Date,
            ("<agency>", ..) => Part::Agency,
            ("<wire>", ..) => Part::Wire,
            ("<dash>", ..) => Part::Dash,
            ("<end>", ..) => Part::End,
            ("<start>", ..) => Part::Start,
            (_, Some(sign), None) => Part::Sign(sign),
            _ => {
                let message = format!("form `{}`: there is no part `{word}`", file.name);
                return Err(Error { file: FILE.to_owned(), line: 0, message });
            }
        };
        parts.push((part, optional));
    }
    Ok(Form { rule: RuleId::from(format!("article/dateline-{}", file.name)), parts })
}

/// The dateline at the start of a paragraph that stands at `base` in the document's text.
///
/// A day without a year falls in the year that brings it nearest to `published`; without that it stays unknown.
pub(super) fn find(rules: &Rules, text: &str, base: usize, published: Option<Date>) -> Option<Dateline> {
    let text = head(text);
    rules.forms.iter().find_map(|form| {
        let found = fit(rules, &form.parts, text, 0, Found::default()).ok()?;
        Some(Dateline {
            span: Span::new(base, base + found.end),
            place: found.place.map(|end| Span::new(base + found.start, base + end)),
            date: found.day.and_then(|day| day.resolve(published)),
            agency: found.agency.map(str::to_owned),
            rule: form.rule.clone(),
        })
    })
}

/// What each form found at the start of a paragraph, up to the one that decided; for `dateline why`.
pub(super) fn trials(rules: &Rules, text: &str, base: usize) -> Vec<Trial> {
    let text = head(text);
    let mut trials = Vec::new();
    for form in &rules.forms {
        let tried = fit(rules, &form.parts, text, 0, Found::default());
        let (end, reason) = match &tried {
            Ok(found) => (found.end, "all of its parts are there".to_owned()),
            // A form whose first part is not there has nothing to say.
            Err((_, 0)) => continue,
            Err((part, at)) => (*at, format!("no {part} after these words")),
        };
        let quote = text[..end].trim_end();
        trials.push(Trial {
            span: Some(Span::new(base, base + quote.len())),
            quote: quote.to_owned(),
            rule: form.rule.clone(),
            won: tried.is_ok(),
            reason,
        });
        if tried.is_ok() {
            break;
        }
    }
    trials
}

fn head(text: &str) -> &str {
    let mut end = text.len().min(LONGEST);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

#[derive(Clone, Copy, Default)]
struct Found<'a> {
    /// Where the first part of the place begins and ends.
    start: usize,
    place: Option<usize>,
    day: Option<Day>,
    agency: Option<&'a str>,
    end: usize,
}

/// Fits `parts` from `at` on. What fails is told as the part that was missed and how far the form came.
fn fit<'a>(
    rules: &'a Rules,
    parts: &[(Part, bool)],
    text: &'a str,
    at: usize,
    found: Found<'a>,
) -> Result<Found<'a>, (String, usize)> {
    let Some(((part, optional), rest)) = parts.split_first() else {
        return Ok(Found { end: text[..at].trim_end().len(), ..found });
    };
    let at = at + (text[at..].len() - text[at..].trim_start().len());
    let here = &text[at..];
    let mut missed = (name(part), at);
    let mut go = |len: usize, found: Found<'a>| match fit(rules, rest, text, at + len, found) {
        Ok(found) => Some(found),
        Err(miss) => {
            if miss.1 > missed.1 {
                missed = miss;
            }
            None
        }
    };
    let won = match part {
        Part::Place { .. } | Part::City | Part::Region => {
            let ends = if *part == Part::City { Ends::first(here) } else { Ends::all(here) };
            ends.into_iter().rev().find_map(|(first, end)| {
                is_place(rules, part, &here[..first]).then_some(())?;
                let own = *part != Part::Region;
                go(end, if own { Found { start: at, place: Some(at + first), ..found } } else { found })
            })
        }
        Part::Land => Ends::first(here)
            .into_iter()
            .rev()
            .filter(|(_, end)| rules.lands.contains(&here[..*end].to_lowercase()))
            .find_map(|(_, end)| go(end, found)),
        Part::Date => {
            rules.months.day_at_start(here).and_then(|(day, len)| go(len, Found { day: Some(day), ..found }))
        }
        Part::Agency | Part::Wire => {
            let bracketed = text[..at].trim_end().ends_with(['(', '/']);
            match rules.agencies.at_start(here, bracketed) {
                Some((Agency { name, .. }, len)) => {
                    go(len + desks(&here[len..]), Found { agency: Some(name), ..found })
                }
                None if *part == Part::Wire => {
                    call_sign(here).and_then(|len| go(len, Found { agency: Some(&here[..len]), ..found }))
                }
                None => None,
            }
        }
        Part::Dash => dash(here).and_then(|len| go(len, found)),
        Part::End => dash(here).or_else(|| opens_sentence(here).then_some(0)).and_then(|len| go(len, found)),
        Part::Start => opens_sentence(here).then_some(()).and_then(|()| go(0, found)),
        Part::Sign(sign) => here.starts_with(*sign).then_some(()).and_then(|()| go(sign.len_utf8(), found)),
    };
    match won {
        Some(found) => Ok(found),
        None if *optional => fit(rules, rest, text, at, found),
        None => Err(missed),
    }
}

fn name(part: &Part) -> String {
    match part {
        Part::Place { capitals: false } | Part::Region => "place".to_owned(),
        Part::Place { capitals: true } => "place in capitals".to_owned(),
        Part::City => "city that stands alone".to_owned(),
        Part::Land => "country or state".to_owned(),
        Part::Date => "day and month".to_owned(),
        Part::Agency | Part::Wire => "agency".to_owned(),
        Part::Dash | Part::End => "dash".to_owned(),
        Part::Start => "sentence".to_owned(),
        Part::Sign(sign) => format!("`{sign}`"),
    }
}

fn is_place(rules: &Rules, part: &Part, words: &str) -> bool {
    let lower = words.to_lowercase();
    let capitals =
        words.chars().filter(|c| c.is_alphabetic()).count() > 1 && !words.chars().any(char::is_lowercase);
    match part {
        Part::City => capitals && rules.cities.contains(&lower),
        Part::Place { capitals: true } if !capitals => false,
        _ => !rules.not_places.contains(&lower),
    }
}

/// The length of "/AFP" or "/lno" after an agency.
fn desks(text: &str) -> usize {
    let mut at = 0;
    while let Some(rest) = text[at..].strip_prefix('/') {
        let len = rest.find(|c: char| !c.is_alphanumeric() && c != ' ').unwrap_or(rest.len());
        // The slash of "/TASS/" closes.
        if len == 0 || len > 24 || rest.starts_with(' ') || !rest[len..].starts_with([')', '/']) {
            break;
        }
        at += 1 + len;
    }
    at
}

/// "KXYZ", "WXYZ-TV"
fn call_sign(text: &str) -> Option<usize> {
    let len = text.bytes().take_while(u8::is_ascii_uppercase).count();
    if !(3..=4).contains(&len) || !text.starts_with(['K', 'W']) {
        return None;
    }
    Some(len + if text[len..].starts_with("-TV") || text[len..].starts_with("-FM") { 3 } else { 0 })
}

/// The length of a dash, "--", ".-" or ":". A hyphen inside a word is none.
fn dash(text: &str) -> Option<usize> {
    let marks = text.strip_prefix('.').unwrap_or(text);
    let bare = marks.trim_start_matches(['-', '—', '–', '―', '−']);
    if bare.len() < marks.len() {
        return Some(text.len() - bare.len());
    }
    text.starts_with(':').then_some(1)
}

fn opens_sentence(text: &str) -> bool {
    text.chars().next().is_some_and(|c| {
        (c.is_alphabetic() && !c.is_lowercase())
            || c.is_ascii_digit()
            || matches!(c, '"' | '\'' | '“' | '‘' | '«' | '„' | '¿' | '¡')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_examples_of_the_data_file_hold() {
        let data = Data::embedded();
        let rules = Rules::load(&data).unwrap();
        let file: File = data.toml(FILE).unwrap();
        for form in &file.form {
            assert!(!form._examples.is_empty(), "form `{}` has no example", form.name);
            for example in &form._examples {
                let get = |key: &str| example.get(key).and_then(|v| v.as_str());
                let text = get("text").unwrap();
                // An address beyond the start of the text shows that spans are counted from `base`.
                let base = 7;
                let whole = format!("{}{text}", " ".repeat(base));
                let found = find(&rules, text, base, get("published").and_then(Date::parse))
                    .unwrap_or_else(|| panic!("nothing in `{text}`"));
                assert_eq!(found.rule.as_str(), format!("article/dateline-{}", form.name), "{text}");
                assert_eq!(found.span.of(&whole), get("words").unwrap(), "{text}");
                assert_eq!(found.place.map(|p| p.of(&whole)), get("place"), "{text}");
                assert_eq!(found.date.map(|d| d.to_string()).as_deref(), get("date"), "{text}");
                assert_eq!(found.agency.as_deref(), get("agency"), "{text}");
            }
            for example in &form._counter_examples {
                let text = example["text"].as_str().unwrap();
                assert_eq!(find(&rules, text, 0, Date::new(2023, 9, 5)), None, "{text}");
            }
        }
    }

    #[test]
    fn hostile_starts_are_cheap() {
        let rules = Rules::load(&Data::embedded()).unwrap();
        for text in ["A".repeat(1 << 20), "A, ".repeat(1 << 18), "É/".repeat(1 << 18), "(((".repeat(1 << 18)]
        {
            assert_eq!(find(&rules, &text, 0, None), None);
            assert!(trials(&rules, &text, 0).len() < 40);
        }
    }
}
