//! Bylines: "By Ana Ruiz and Tom Hill, Reuters", "Ana Ruiz, Staff Writer", "(Reporting by Ana Ruiz; editing by ...)".
use std::collections::HashSet;
use std::ops::Range;

use super::super::agencies::Agencies;

/// The words of bylines, from `data/article/plain/lines.toml`.
#[derive(Debug)]
pub(super) struct Words {
    pub starts: Vec<String>,
    pub foot: Vec<String>,
    pub roles: HashSet<String>,
}

/// Who wrote it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Byline {
    /// Where the names stand in the line.
    pub names: Vec<Range<usize>>,
    /// The agencies that it names.
    pub agencies: Vec<String>,
}

/// No byline is longer.
const LONGEST: usize = 240;

/// Reads a line that is a byline and nothing else.
pub(super) fn read(words: &Words, agencies: &Agencies, line: &str) -> Option<Byline> {
    if line.len() > LONGEST {
        return None;
    }
    if let Some(start) = opening(&words.starts, line) {
        return names(words, agencies, line, start).filter(|b| !b.names.is_empty() || !b.agencies.is_empty());
    }
    // "Ana Ruiz, Staff Writer": a name, then nothing but what the person is. "Ana Ruiz/Reuters" took a picture.
    const SIGNS: [char; 4] = [',', '|', '·', '•'];
    let cut = line.find(SIGNS)?;
    let rest = line[cut..].trim_start_matches(SIGNS).trim();
    let known = !rest.is_empty()
        && rest.split(SIGNS).all(|part| {
            let part = part.trim();
            agencies.by_name(part).is_some() || (part.split(' ').count() <= 6 && is_role(words, part))
        });
    if !known || !is_name(&line[..cut]) || is_role(words, &line[..cut]) {
        return None;
    }
    let named = line[..cut].trim_end().len();
    let agencies = agencies.credited(rest).map(|a| a.name.clone()).collect();
    Some(Byline { names: std::iter::once(0..named).collect(), agencies })
}

/// Reads the names that an agency puts below a report.
pub(super) fn read_foot(words: &Words, agencies: &Agencies, line: &str) -> Option<Byline> {
    let start = opening(&words.foot, line)?;
    let lower = line.to_ascii_lowercase();
    let end = lower.find("editing").filter(|end| *end > start).unwrap_or(line.len());
    let end = line[start..end].find([';', '.', ')']).map_or(end, |len| start + len);
    // Editors are no authors.
    if lower.trim_start_matches('(').starts_with("editing") {
        return Some(Byline::default());
    }
    Some(names(words, agencies, &line[..end], start).unwrap_or_default())
}

fn opening(starts: &[String], line: &str) -> Option<usize> {
    if !line.starts_with(|c: char| c.is_uppercase() || c == '(') && !line.starts_with("by ") {
        return None;
    }
    starts.iter().find_map(|start| {
        let head = line.get(..start.len())?;
        let rest = &line[start.len()..];
        (head.to_lowercase() == *start && rest.starts_with([' ', ':']))
            .then(|| line.len() - rest.trim_start_matches([' ', ':']).len())
    })
}

fn names(words: &Words, agencies: &Agencies, line: &str, start: usize) -> Option<Byline> {
    let mut byline = Byline::default();
    for (i, part) in parts(line, start).into_iter().enumerate() {
        let name = &line[part.clone()];
        if name.is_empty() {
            continue;
        }
        if let Some(agency) = agencies.by_name(name) {
            byline.agencies.push(agency.name.clone());
        } else if is_role(words, name) {
            // "Staff Writer", "Associated Press writers".
            byline.agencies.extend(agencies.at_start(name, true).map(|(a, _)| a.name.clone()));
        } else if is_name(name) {
            byline.names.push(part);
        } else if i == 0 {
            return None;
        }
    }
    Some(byline)
}

/// The parts of a list of names.
fn parts(line: &str, start: usize) -> Vec<Range<usize>> {
    const BETWEEN: [&str; 17] = [
        " and ", " with ", " in ", " for ", " und ", " et ", " y ", " e ", " og ", " och ", " en ", " и ",
        " & ", " | ", " · ", " • ", " - ",
    ];
    let mut parts = Vec::new();
    let (mut from, mut at) = (start, start);
    while at < line.len() {
        let rest = &line[at..];
        let cut = BETWEEN.iter().find(|b| rest.starts_with(**b)).map(|b| b.len()).or_else(|| {
            rest.chars().next().filter(|c| matches!(c, ',' | ';' | '/' | '(' | ')')).map(char::len_utf8)
        });
        if let Some(len) = cut {
            parts.push(from..at);
            at += len;
            from = at;
        } else {
            at += rest.chars().next().map_or(1, char::len_utf8);
        }
    }
    parts.push(from..line.len());
    parts
        .into_iter()
        .map(|part| {
            let words = &line[part.clone()];
            let start = part.start + words.len() - words.trim_start().len();
            start..start + words.trim().len()
        })
        .collect()
}

fn is_role(words: &Words, part: &str) -> bool {
    part.split([' ', '-']).any(|word| words.roles.contains(&word.trim_matches('.').to_lowercase()))
}

/// Two to five words that begin with capitals, with "van", "de" and the like between them.
pub(super) fn is_name(part: &str) -> bool {
    const LINKS: [&str; 22] = [
        "al", "ap", "bin", "da", "das", "de", "del", "della", "den", "der", "di", "do", "dos", "du", "el",
        "ibn", "la", "le", "ten", "van", "von", "zu",
    ];
    let part = part.trim();
    let words: Vec<&str> = part.split(' ').filter(|word| !word.is_empty()).collect();
    let capitals = words.iter().filter(|word| word.starts_with(char::is_uppercase)).count();
    part.len() <= 80
        && (2..=5).contains(&words.len())
        && capitals >= 2
        && words.iter().all(|word| word.starts_with(char::is_uppercase) || LINKS.contains(word))
        && part.chars().all(|c| c.is_alphabetic() || matches!(c, ' ' | '.' | '-' | '\'' | '’'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::plain::words;
    use crate::lexicon::Data;

    /// `expected`: names, then agencies.
    fn check(line: &str, expected: &str) {
        let data = Data::embedded();
        let words = words::Lines::load(&data).unwrap().bylines;
        let agencies = Agencies::load(&data).unwrap();
        let found = read(&words, &agencies, line).or_else(|| read_foot(&words, &agencies, line));
        let found = found.map_or("none".to_owned(), |byline| {
            let names: Vec<&str> = byline.names.iter().map(|name| &line[name.clone()]).collect();
            format!("{}; {}", names.join(", "), byline.agencies.join(", "))
        });
        assert_eq!(found, expected, "{line}");
    }

    #[test]
    fn bylines() {
        check("By Ana Ruiz", "Ana Ruiz; ");
        check("By Ana Ruiz and Tom van der Berg, Reuters", "Ana Ruiz, Tom van der Berg; Reuters");
        check("By ANA RUIZ, Associated Press Writer", "ANA RUIZ; AP");
        check("By Ana Ruiz in Lima and Tom Hill in Stavik", "Ana Ruiz, Tom Hill; ");
        check("Ana Ruiz, Staff Writer", "Ana Ruiz; ");
        check("Ana Ruiz | Political Correspondent", "Ana Ruiz; ");
        check("Von Jürgen Groß-Bölting, dpa", "Jürgen Groß-Bölting; dpa");
        check("Por Ana Ruiz y Luis Ortega", "Ana Ruiz, Luis Ortega; ");
        check("By AFP", "; AFP");
        check("(Reporting by Ana Ruiz in Lima; Editing by Tom Hill)", "Ana Ruiz; ");
    }

    #[test]
    fn other_lines_that_begin_so() {
        check("By Monday the ferries sailed again", "none");
        check("By the numbers", "none");
        check("Ana Ruiz/Reuters", "none");
        check("Lima, Peru", "none");
        check("Von der Leyen reist nach Almer", "none");
    }
}
