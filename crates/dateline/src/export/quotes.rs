//! Statements as a table for people, and as CSV for spreadsheets.
use std::fmt::Write as _;

use super::cells::{escaped, folded};
use crate::doc::{Document, Entity, Id, Party, Statement};

/// The columns of [`quotes_csv`].
pub const QUOTES_COLUMNS: [&str; 20] = [
    "page",
    "published",
    "statement",
    "kind",
    "attitude",
    "speaker",
    "speaker_name",
    "speaker_role",
    "anonymous",
    "cosigners",
    "cue",
    "content",
    "addressee",
    "said_on",
    "medium",
    "citing",
    "first_report",
    "start",
    "end",
    "rule",
];

/// How wide the columns of the table are: who, and what was said.
const WIDTHS: (usize, usize) = (26, 66);

/// The statements as a table: who, by which cue, and what was said, with the rest of the chain below.
///
/// ```
/// use dateline::{Engine, Stage, doc::Document, export};
/// let mut doc = Document::of_text("\"We are ready,\" Ana Ruiz told reporters.", None);
/// Engine::new()?.annotate(&mut doc, Stage::Statements);
/// assert_eq!(
///     export::quotes(&doc),
///     "Ana Ruiz                    told      \"We are ready,\"\n                                      direct; to reporters\n"
/// );
/// # Ok::<(), dateline::lexicon::Error>(())
/// ```
pub fn quotes(doc: &Document) -> String {
    let mut out = String::new();
    if let Some(headline) = doc.article.as_ref().and_then(|a| a.headline.as_ref()) {
        let _ = writeln!(out, "{}\n", headline.value);
    }
    for statement in Document::items(&doc.statements) {
        let who = wrapped(&who(doc, statement), WIDTHS.0);
        let cue = statement.cue.map_or(String::new(), |cue| folded(doc.words(cue)));
        let mut said = wrapped(&content(doc, statement, true), WIDTHS.1);
        said.extend(wrapped(&chain(doc, statement), WIDTHS.1));
        for line in 0..who.len().max(said.len()) {
            let cell = |cells: &[String]| cells.get(line).cloned().unwrap_or_default();
            let cue = if line == 0 { cue.as_str() } else { "" };
            let row = format!("{:<26}  {cue:<8}  {}", cell(&who), cell(&said));
            let _ = writeln!(out, "{}", row.trim_end());
        }
    }
    out
}

/// The statements as lines of CSV (RFC 4180), in the order of [`QUOTES_COLUMNS`], without those.
pub fn quotes_csv(doc: &Document) -> String {
    let article = doc.article.as_ref();
    let page = article
        .and_then(|a| a.url.as_ref().map(|url| url.value.clone()))
        .or_else(|| doc.source.uri.clone())
        .unwrap_or_default();
    let published =
        article.and_then(|a| a.published.as_ref()).map(|p| p.value.to_string()).unwrap_or_default();
    let mut points = Points { text: doc.text.as_str(), byte: 0, point: 0 };
    let mut out = String::new();
    for (index, statement) in Document::items(&doc.statements).iter().enumerate() {
        let entity = statement.speaker.and_then(|party| entity(doc, party));
        let words = |party: Option<Party>| party.map_or(String::new(), |p| folded(doc.words(p.span)));
        let cosigners: Vec<String> = statement.cosigners.iter().map(|party| words(Some(*party))).collect();
        let start = statement.content.iter().map(|span| span.start).min().unwrap_or_default();
        let end = statement.content.iter().map(|span| span.end).max().unwrap_or_default();
        let cells = [
            page.clone(),
            published.clone(),
            format!("s{}", Id::<Statement>::new(index).index() + 1),
            statement.kind.name().to_owned(),
            statement.attitude.name().to_owned(),
            words(statement.speaker),
            entity.map(|e| e.name.clone()).unwrap_or_default(),
            entity.and_then(|e| e.role.clone()).unwrap_or_default(),
            statement.anonymous.to_string(),
            cosigners.join("; "),
            statement.cue.map_or(String::new(), |cue| folded(doc.words(cue))),
            content(doc, statement, false),
            words(statement.addressee),
            said_on(doc, statement).unwrap_or_default(),
            statement.medium.clone().unwrap_or_default(),
            words(statement.citing),
            statement.first_report.to_string(),
            points.of(start).to_string(),
            points.of(end).to_string(),
            statement.rule.to_string(),
        ];
        let cells: Vec<String> = cells.iter().map(|cell| escaped(cell)).collect();
        out.push_str(&cells.join(","));
        out.push_str("\r\n");
    }
    out
}

/// The line of the columns' names.
pub fn quotes_csv_header() -> String {
    format!("{}\r\n", QUOTES_COLUMNS.join(","))
}

/// "she = Ana Ruiz"
fn who(doc: &Document, statement: &Statement) -> String {
    let Some(speaker) = statement.speaker else { return "-".to_owned() };
    let words = folded(doc.words(speaker.span));
    match entity(doc, speaker) {
        Some(entity) if entity.name != words && !words.contains(&entity.name) => {
            format!("{words} = {}", entity.name)
        }
        _ => words,
    }
}

fn content(doc: &Document, statement: &Statement, marks: bool) -> String {
    let pieces: Vec<String> = statement.content.iter().map(|span| folded(doc.words(*span))).collect();
    let words = pieces.join(" ... ");
    let quoted = marks && statement.kind == crate::doc::StatementKind::Direct;
    if quoted && !words.starts_with(['"', '“']) { format!("\"{words}\"") } else { words }
}

/// What else is known of the statement, in a line.
fn chain(doc: &Document, statement: &Statement) -> String {
    let words = |party: &Party| folded(doc.words(party.span));
    let attitude = statement.attitude;
    let parts = [
        Some(statement.kind.name().to_owned()),
        (attitude != crate::doc::Attitude::Asserted).then(|| attitude.name().to_owned()),
        statement.anonymous.then(|| "anonymous".to_owned()),
        (!statement.cosigners.is_empty()).then(|| {
            format!("with {}", statement.cosigners.iter().map(words).collect::<Vec<_>>().join(" and "))
        }),
        statement.addressee.as_ref().map(|party| format!("to {}", words(party))),
        said_on(doc, statement).map(|value| format!("on {value}")),
        statement.medium.as_ref().map(|medium| format!("by {medium}")),
        statement.citing.as_ref().map(|party| format!("citing {}", words(party))),
        statement.first_report.then(|| "first report".to_owned()),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join("; ")
}

fn said_on(doc: &Document, statement: &Statement) -> Option<String> {
    let time = Document::items(&doc.times).get(statement.said_on?.index())?;
    Some(time.value.clone())
}

fn entity(doc: &Document, party: Party) -> Option<&Entity> {
    Document::items(&doc.entities).get(party.entity?.index())
}

/// The words in lines of no more than `width` characters; a longer word has a line of its own.
fn wrapped(words: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in words.split(' ').filter(|word| !word.is_empty()) {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= width => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

/// Code points before a byte; statements come nearly in order, so it goes on from where it was.
struct Points<'t> {
    text: &'t str,
    byte: usize,
    point: usize,
}

impl Points<'_> {
    fn of(&mut self, byte: u32) -> usize {
        let byte = byte as usize;
        if byte >= self.byte {
            self.point += self.text.get(self.byte..byte).map_or(0, |part| part.chars().count());
        } else {
            self.point -= self.text.get(byte..self.byte).map_or(0, |part| part.chars().count());
        }
        self.byte = byte;
        self.point
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_words_have_lines_of_their_own() {
        assert_eq!(wrapped("a bb ccc dddddd", 4), ["a bb", "ccc", "dddddd"]);
    }
}
