//! What is searched for: words, and what must be true of an article.
use std::fmt;

use super::words::{Part, Words, bracketed, marked};
use crate::error::{Error, Result};

/// A search.
///
/// Words stand for themselves in any form ("launch" finds "launched"); `"two words"` must stand together, `laun*` is a
/// beginning, `headline:port` looks in one part only (`headline`, `body`, `caption`), `OR` joins alternatives, `-word`
/// and `NOT word` leave out, brackets group. Other fields say what must be true of the article: `who:"Kim Jong Un"`,
/// `said-by:`, `event:TEST`, `status:asserted`, `country:PRK`, `place:Almer`, `outlet:news.example`, `section:World`, `language:en`,
/// `story:`, `from:2023-07`, `to:2023`.
///
/// ```
/// use dateline_archive::Query;
/// let query: Query = "launch \"ballistic missile\" event:TEST country:PRK from:2023-07".parse()?;
/// assert_eq!(query.filters.country.as_deref(), Some("PRK"));
/// assert_eq!(query.to_string(), "launch \"ballistic missile\" event:TEST country:PRK from:2023-07");
/// # Ok::<(), dateline_archive::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    /// The words; none finds all articles.
    pub words: Option<Words>,
    /// What must be true.
    pub filters: Filters,
}

/// What must be true of an article.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filters {
    /// Names of people, organisations or countries that are in it.
    pub who: Vec<String>,
    /// Names of those whom it quotes or reports.
    pub said_by: Vec<String>,
    /// The type of an event.
    pub event: Option<String>,
    /// The status of that event.
    pub status: Option<String>,
    /// The country of one who takes part in that event; without one, of anybody in the article.
    pub country: Option<String>,
    /// Names or GeoNames numbers of places.
    pub place: Vec<String>,
    /// The domain or the name of the publisher.
    pub outlet: Option<String>,
    /// The section of the outlet, as it writes it.
    pub section: Option<String>,
    /// The language.
    pub language: Option<String>,
    /// The number of a story.
    pub story: Option<i64>,
    /// The first day, or the month or year that it begins with.
    pub from: Option<String>,
    /// The last day, or the month or year that it ends with.
    pub to: Option<String>,
}

/// The names of the filters, as they are written.
const FILTERS: [&str; 12] = [
    "who", "said-by", "event", "status", "country", "place", "outlet", "section", "language", "story",
    "from", "to",
];

impl Filters {
    /// Adds a filter by its name; false if there is none of that name, or the value is not of its kind.
    pub fn add(&mut self, name: &str, value: &str) -> bool {
        let value = value.to_owned();
        match name {
            "who" => self.who.push(value),
            "said-by" => self.said_by.push(value),
            "place" => self.place.push(value),
            "event" => self.event = Some(value.to_uppercase()),
            "status" => self.status = Some(value.to_lowercase()),
            "country" => self.country = Some(value.to_uppercase()),
            "outlet" => self.outlet = Some(value),
            "section" => self.section = Some(value),
            "language" => self.language = Some(value),
            "story" => {
                self.story = value.parse().ok();
                return self.story.is_some();
            }
            "from" | "to" => {
                if !is_day_or_longer(&value) {
                    return false;
                }
                *(if name == "from" { &mut self.from } else { &mut self.to }) = Some(value);
            }
            _ => return false,
        }
        true
    }

    /// All filters with their names.
    fn all(&self) -> Vec<(&'static str, String)> {
        let mut all: Vec<(&'static str, String)> = Vec::new();
        let lists = [("who", &self.who), ("said-by", &self.said_by)];
        all.extend(lists.iter().flat_map(|(name, list)| list.iter().map(|value| (*name, value.clone()))));
        let own = |value: &Option<String>| value.clone();
        let single =
            [("event", own(&self.event)), ("status", own(&self.status)), ("country", own(&self.country))];
        all.extend(single.into_iter().filter_map(|(name, value)| Some((name, value?))));
        all.extend(self.place.iter().map(|value| ("place", value.clone())));
        let single = [
            ("outlet", own(&self.outlet)),
            ("section", own(&self.section)),
            ("language", own(&self.language)),
            ("story", self.story.map(|story| story.to_string())),
            ("from", own(&self.from)),
            ("to", own(&self.to)),
        ];
        all.extend(single.into_iter().filter_map(|(name, value)| Some((name, value?))));
        all
    }

    /// True if nothing must be true.
    pub fn is_empty(&self) -> bool {
        *self == Filters::default()
    }
}

/// 2023, 2023-07 or 2023-07-01.
fn is_day_or_longer(text: &str) -> bool {
    let shape = |c: char| if c.is_ascii_digit() { '0' } else { c };
    let shape: String = text.chars().map(shape).collect();
    matches!(shape.as_str(), "0000" | "0000-00" | "0000-00-00")
}

impl std::str::FromStr for Query {
    type Err = Error;

    fn from_str(text: &str) -> Result<Query> {
        let mut parser = Parser { text, tokens: tokens(text), at: 0, depth: 0, filters: Filters::default() };
        let words = parser.any()?;
        if parser.at < parser.tokens.len() {
            return Err(parser.wrong("a bracket is closed that was not opened"));
        }
        if words.as_ref().is_some_and(|words| !words.is_positive()) {
            return Err(parser.wrong("it says only what is not wanted; add a word that is"));
        }
        Ok(Query { words, filters: parser.filters })
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Token {
    Open,
    Close,
    Or,
    Not,
    /// A field, words, and whether the last is a beginning.
    Words {
        field: Option<String>,
        words: String,
        is_prefix: bool,
    },
}

fn tokens(text: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        let next = match first {
            '(' => Some(Token::Open),
            ')' => Some(Token::Close),
            '-' if rest[1..].starts_with(|c: char| !c.is_whitespace()) => Some(Token::Not),
            _ => None,
        };
        if let Some(token) = next {
            tokens.push(token);
            rest = rest[1..].trim_start();
            continue;
        }
        let field = rest.find([':', ' ', '"', '(', ')']).filter(|at| *at > 0 && rest[*at..].starts_with(':'));
        let field = field.map(|at| (&rest[..at], &rest[at + 1..])).filter(|(_, after)| !after.is_empty());
        let (field, after) = field.map_or((None, rest), |(name, after)| (Some(name.to_lowercase()), after));
        let (words, is_quoted, after) = match after.strip_prefix('"') {
            Some(quoted) => {
                let end = quoted.find('"').unwrap_or(quoted.len());
                (&quoted[..end], true, quoted[end..].strip_prefix('"').unwrap_or(""))
            }
            None => {
                let end =
                    after.find(|c: char| c.is_whitespace() || "()\"".contains(c)).unwrap_or(after.len());
                (&after[..end], false, &after[end..])
            }
        };
        tokens.push(match words {
            "OR" if !is_quoted && field.is_none() => Token::Or,
            "NOT" if !is_quoted && field.is_none() => Token::Not,
            "AND" if !is_quoted && field.is_none() => {
                rest = after.trim_start();
                continue;
            }
            _ => {
                let (is_prefix, after_star) = match (is_quoted, words.ends_with('*'), after.strip_prefix('*'))
                {
                    (false, true, _) => (true, after),
                    (true, _, Some(after)) => (true, after),
                    _ => (false, after),
                };
                rest = after_star.trim_start();
                let words = words.trim_end_matches('*').to_owned();
                tokens.push(Token::Words { field, words, is_prefix });
                continue;
            }
        });
        rest = after.trim_start();
    }
    tokens
}

struct Parser<'a> {
    text: &'a str,
    tokens: Vec<Token>,
    at: usize,
    /// Brackets that are open.
    depth: usize,
    filters: Filters,
}

/// More brackets in each other than anybody writes; each takes room on the stack.
const DEEPEST: usize = 32;

impl Parser<'_> {
    fn wrong(&self, why: impl Into<String>) -> Error {
        Error::Query { query: self.text.to_owned(), why: why.into() }
    }

    /// Alternatives.
    fn any(&mut self) -> Result<Option<Words>> {
        let mut any = Vec::new();
        loop {
            any.extend(self.all()?);
            if self.tokens.get(self.at) != Some(&Token::Or) {
                break;
            }
            self.at += 1;
        }
        Ok(one_or(any, Words::Any))
    }

    /// Conditions that must all hold.
    fn all(&mut self) -> Result<Option<Words>> {
        let mut all = Vec::new();
        loop {
            let is_not = self.tokens.get(self.at) == Some(&Token::Not);
            self.at += usize::from(is_not);
            let found = match self.tokens.get(self.at).cloned() {
                Some(Token::Open) => {
                    self.at += 1;
                    self.depth += 1;
                    if self.depth > DEEPEST {
                        return Err(self.wrong(format!("more than {DEEPEST} brackets are in each other")));
                    }
                    let inner = self.any()?;
                    self.depth -= 1;
                    if self.tokens.get(self.at) != Some(&Token::Close) {
                        return Err(self.wrong("a bracket is opened and not closed"));
                    }
                    self.at += 1;
                    // "port (quay OR -ferry)"
                    if inner.as_ref().is_some_and(|words| !words.is_positive()) {
                        return Err(self.wrong("a bracket says only what is not wanted; add a word that is"));
                    }
                    inner
                }
                Some(Token::Words { field, words, is_prefix }) => {
                    self.at += 1;
                    self.words(field, words, is_prefix, is_not)?
                }
                _ if is_not => return Err(self.wrong("NOT stands before nothing")),
                _ => break,
            };
            all.extend(found.map(|words| if is_not { Words::Not(Box::new(words)) } else { words }));
        }
        Ok(one_or(all, Words::All))
    }

    fn words(
        &mut self,
        field: Option<String>,
        words: String,
        is_prefix: bool,
        is_not: bool,
    ) -> Result<Option<Words>> {
        let part = match field.as_deref() {
            None => None,
            Some("headline" | "title") => Some(Part::Headline),
            Some("body" | "text") => Some(Part::Body),
            Some("caption" | "captions") => Some(Part::Captions),
            Some(name) if FILTERS.contains(&name) => {
                if is_not {
                    return Err(self.wrong(format!("`{name}:` cannot be left out with NOT")));
                }
                if !self.filters.add(name, &words) {
                    return Err(self.wrong(format!("`{words}` is no value for `{name}:`")));
                }
                return Ok(None);
            }
            // A time or an address: "10:30".
            Some(name) if name.chars().all(|c| c.is_ascii_digit()) => {
                return Ok(Some(Words::Phrase { part: None, words: format!("{name} {words}"), is_prefix }));
            }
            Some(name) => {
                let all = ["headline", "body", "caption"].iter().chain(&FILTERS);
                let known: Vec<String> = all.map(|name| format!("{name}:")).collect();
                return Err(self.wrong(format!("there is no field `{name}:`; there is {}", known.join(" "))));
            }
        };
        let has_letters = words.chars().any(char::is_alphanumeric);
        Ok(has_letters.then_some(Words::Phrase { part, words, is_prefix }))
    }
}

fn one_or(mut list: Vec<Words>, join: fn(Vec<Words>) -> Words) -> Option<Words> {
    if list.len() > 1 { Some(join(list)) } else { list.pop() }
}

impl fmt::Display for Query {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut parts: Vec<String> = match &self.words {
            Some(Words::All(all)) => all.iter().map(bracketed).collect(),
            Some(words @ Words::Any(_)) if !self.filters.is_empty() => vec![bracketed(words)],
            words => words.iter().map(ToString::to_string).collect(),
        };
        parts.extend(self.filters.all().iter().map(|(name, value)| format!("{name}:{}", marked(value))));
        f.write_str(&parts.join(" "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        let query: Query = text.parse().unwrap();
        assert_eq!(query.to_string(), expected, "{text}");
        assert_eq!(expected.parse::<Query>().unwrap(), query, "{expected}");
    }

    #[test]
    fn searches_are_read() {
        check("", "");
        check("port  reopens", "port reopens");
        check("port AND reopens", "port reopens");
        check("\"port reopens\" laun* \"big po\"*", "\"port reopens\" laun* \"big po\"*");
        check("headline:port caption:\"the quay\"", "headline:port caption:\"the quay\"");
        check("port -ferry NOT \"old quay\"", "port NOT ferry NOT \"old quay\"");
        check("port (open OR shut) x", "port (open OR shut) x");
        check("a OR b who:Ruiz", "(a OR b) who:Ruiz");
        check("who:\"Ana Ruiz\" event:test from:2023-07", "who:\"Ana Ruiz\" event:TEST from:2023-07");
        check("at 10:30", "at \"10 30\"");
        check("well-known \"OR\"", "well-known \"OR\"");
    }

    fn refuse(text: &str, expected: &str) {
        let error = text.parse::<Query>().unwrap_err().to_string();
        assert!(error.contains(expected), "{error}");
    }

    #[test]
    fn searches_that_make_no_sense_are_explained() {
        refuse("(port", "opened and not closed");
        refuse("port)", "was not opened");
        refuse(&"(".repeat(100_000), "more than 32 brackets");
        refuse("-port", "only what is not wanted");
        refuse("port NOT", "before nothing");
        refuse("port (quay OR -ferry)", "a bracket says only");
        refuse("port (-quay -ferry)", "a bracket says only");
        refuse("colour:red", "there is no field `colour:`");
        refuse("from:yesterday", "no value for `from:`");
        refuse("port -who:Ruiz", "cannot be left out");
    }
}
