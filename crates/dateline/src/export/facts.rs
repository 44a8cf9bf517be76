//! All that the engine says about a page, a fact a line, for reading and for comparing two versions.
//!
//! Words rather than offsets, names rather than numbers, the rule last:
//!
//! ```text
//! [paragraph]  article/paragraph
//!   S3  "We will reopen the port on Friday," harbour master Ana Ruiz told reporters on Monday.
//!         entity     Ana Ruiz      person, harbour master              entities/role-before-name
//!         time       Friday        2024-03-08                          times/weekday-ahead
//!         statement  Ana Ruiz -> "We will reopen the port on Friday,"  statements/quote-speaker-cue
//!                    direct; cue told; to reporters; said on 2024-03-04
//! ```
mod layers;

use std::fmt::Write as _;

use layers::Note;

use super::cells::folded;
use crate::doc::{Article, Dateline, Document, Fact, Moment, Span, Warning};

/// The facts of a document: the article's fields, then its zones with the sentences and annotations in them.
///
/// ```
/// use dateline::{Engine, export, read::{Hints, Page}};
/// let page = Page::new(b"<h1>Port reopens</h1><p>The port of Almer reopened on Monday.</p>", Hints::default());
/// let facts = export::facts(&Engine::new()?.read(&page));
/// assert!(facts.starts_with("source       text/html; UTF-8\n"));
/// assert!(facts.contains("The port of Almer reopened on Monday."));
/// # Ok::<(), dateline::lexicon::Error>(())
/// ```
pub fn facts(doc: &Document) -> String {
    let mut out = String::new();
    source(&mut out, doc);
    if let Some(article) = &doc.article {
        fields(&mut out, doc, article);
    }
    zones(&mut out, doc);
    out
}

fn source(out: &mut String, doc: &Document) {
    let kinds = [doc.source.media_type, doc.source.charset];
    line(out, "source", &list(kinds.into_iter().flatten().map(str::to_owned)), "");
    if let Some(retrieved) = doc.source.retrieved {
        line(out, "retrieved", &retrieved.to_string(), "");
    }
    let layers: [&[Warning]; 8] = [
        doc.zones.as_ref().map_or(&[], |layer| &layer.warnings),
        doc.sentences.as_ref().map_or(&[], |layer| &layer.warnings),
        doc.tokens.as_ref().map_or(&[], |layer| &layer.warnings),
        doc.entities.as_ref().map_or(&[], |layer| &layer.warnings),
        doc.times.as_ref().map_or(&[], |layer| &layer.warnings),
        doc.places.as_ref().map_or(&[], |layer| &layer.warnings),
        doc.statements.as_ref().map_or(&[], |layer| &layer.warnings),
        doc.events.as_ref().map_or(&[], |layer| &layer.warnings),
    ];
    for warning in doc.warnings.iter().chain(layers.into_iter().flatten()) {
        let at = warning.span.map(|span| format!(" at {}", quoted(doc, span))).unwrap_or_default();
        line(out, "warning", &format!("{}{at}", warning.message), "");
    }
}

fn fields(out: &mut String, doc: &Document, article: &Article) {
    let text = |out: &mut String, name: &str, fact: &Option<Fact<String>>| {
        if let Some(fact) = fact {
            line(out, name, &folded(&fact.value), fact.rule.as_str());
        }
    };
    let moment = |out: &mut String, name: &str, fact: &Option<Fact<Moment>>| {
        if let Some(fact) = fact {
            line(out, name, &fact.value.to_string(), fact.rule.as_str());
        }
    };
    text(out, "url", &article.url);
    text(out, "publisher", &article.publisher);
    if let Some(domain) = &article.domain {
        line(out, "domain", domain, "");
    }
    text(out, "section", &article.section);
    text(out, "headline", &article.headline);
    for author in &article.authors {
        line(out, "author", &folded(&author.value), author.rule.as_str());
    }
    moment(out, "published", &article.published);
    moment(out, "modified", &article.modified);
    if let Some(dateline) = &article.dateline {
        line(out, "dateline", &of_dateline(doc, dateline), dateline.rule.as_str());
    }
    text(out, "language", &article.language);
    if let Some(paywalled) = &article.paywalled {
        line(out, "paywalled", &paywalled.value.to_string(), paywalled.rule.as_str());
    }
    if article.tables > 0 {
        line(out, "tables", &article.tables.to_string(), "");
    }
    for image in &article.images {
        let parts = [
            image.caption.as_deref().map(|caption| format!("\"{}\"", folded(caption))),
            image.credit.as_deref().map(|credit| format!("credit {}", folded(credit))),
            image.licence.as_deref().map(|licence| format!("licence {}", folded(licence))),
            image.kind.clone(),
            image.url.clone(),
        ];
        let rule = image.rule.as_ref().map_or("", |rule| rule.as_str());
        line(out, "image", &list(parts.into_iter().flatten()), rule);
    }
    for related in &article.related {
        let parts = [
            related.headline.map(|span| quoted(doc, span)),
            related.section.as_deref().map(|section| format!("section {}", folded(section))),
            related.age.as_deref().map(folded),
            related.published.map(|(from, to)| format!("{from} to {to}")),
            related.dateline.as_ref().map(|dateline| format!("dateline {}", of_dateline(doc, dateline))),
            related.url.clone(),
        ];
        let rule = related.rule.as_ref().map_or("", |rule| rule.as_str());
        line(out, "related", &list(parts.into_iter().flatten()), rule);
    }
}

fn of_dateline(doc: &Document, dateline: &Dateline) -> String {
    let parts = [
        Some(quoted(doc, dateline.span)),
        dateline.place.map(|span| folded(doc.words(span))),
        dateline.date.map(|date| date.to_string()),
        dateline.agency.clone(),
    ];
    list(parts.into_iter().flatten())
}

/// The zones, each with its sentences (or its words, where there are none), each with what was found in it.
fn zones(out: &mut String, doc: &Document) {
    let mut notes = layers::notes(doc);
    notes.sort_by_key(|note| note.at);
    let mut notes = notes.into_iter().peekable();
    let mut outside = Vec::new();
    let mut inside = |out: &mut String, span: Span| {
        while let Some(note) = notes.next_if(|note| note.at < span.start) {
            outside.push(note);
        }
        let mut found: Vec<Note> = Vec::new();
        while let Some(note) = notes.next_if(|note| note.at < span.end) {
            found.push(note);
        }
        annotations(out, found);
    };
    let sentences = Document::items(&doc.sentences);
    let mut number = 0;
    for zone in Document::items(&doc.zones) {
        let posted = zone.posted.map(|posted| format!("  posted {posted}")).unwrap_or_default();
        let _ = writeln!(out, "\n[{}]{posted}  {}", zone.kind.name(), zone.rule);
        let first = sentences.partition_point(|sentence| sentence.span.start < zone.span.start);
        let past = sentences.partition_point(|sentence| sentence.span.start < zone.span.end);
        if first >= past {
            let _ = writeln!(out, "  --  {}", folded(doc.words(zone.span)));
            inside(out, zone.span);
        }
        for sentence in sentences.get(first..past).unwrap_or_default() {
            number += 1;
            let _ = writeln!(out, "  S{number}  {}", folded(doc.words(sentence.span)));
            inside(out, sentence.span);
        }
    }
    outside.extend(notes);
    if !outside.is_empty() {
        out.push_str("\n[outside the sentences]\n");
        annotations(out, outside);
    }
}

/// Writes notes that are in text order, layer by layer.
fn annotations(out: &mut String, mut notes: Vec<Note>) {
    notes.sort_by_key(|note| note.order);
    for note in notes {
        let head = format!("        {:<10} {}", note.layer, note.what);
        let _ = writeln!(out, "{head:<76}  {}", note.rule);
        if !note.more.is_empty() {
            let _ = writeln!(out, "{:19}{}", "", note.more);
        }
    }
}

fn line(out: &mut String, name: &str, value: &str, rule: &str) {
    let head = format!("{name:<12} {value}");
    if rule.is_empty() {
        let _ = writeln!(out, "{head}");
    } else {
        let _ = writeln!(out, "{head:<76}  {rule}");
    }
}

fn list(parts: impl Iterator<Item = String>) -> String {
    parts.collect::<Vec<_>>().join("; ")
}

fn quoted(doc: &Document, span: Span) -> String {
    format!("\"{}\"", folded(doc.words(span)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::doc::{
        Attitude, Entity, EntityKind, Event, Id, Layer, Mention, MentionKind, Participant, Party, RuleId,
        Sentence, Statement, StatementKind, Status, Text, Time, TimeKind, Zone, ZoneKind,
    };

    /// A document of one paragraph, with one annotation of each layer.
    fn document() -> Document {
        let words = "\"We will reopen the port,\" Ana Ruiz said on Monday. She left.";
        let mut text = Text::default();
        text.push(words, 0..words.len());
        let span = |part: &str| {
            let start = words.find(part).unwrap();
            Span::new(start, start + part.len())
        };
        let sentence = |part: &str| Sentence { span: span(part), tokens: (0, 0) };
        let rule = RuleId::new;
        let ruiz = Party { span: span("Ana Ruiz"), entity: Some(Id::new(0)) };
        Document {
            zones: Some(Layer::of(vec![Zone {
                kind: ZoneKind::Paragraph,
                span: Span::new(0, words.len()),
                item: None,
                posted: None,
                rule: "article/region",
            }])),
            sentences: Some(Layer::of(vec![sentence(&words[..51]), sentence("She left.")])),
            entities: Some(Layer::of(vec![Entity {
                kind: EntityKind::Person,
                name: "Ana Ruiz".to_owned(),
                aliases: Vec::new(),
                role: Some("harbour\nmaster".to_owned()),
                affiliation: None,
                country: None,
                geonames: None,
                mentions: vec![
                    Mention { span: span("Ana Ruiz"), kind: MentionKind::Name, rule: rule("entities/name") },
                    Mention { span: span("She"), kind: MentionKind::Pronoun, rule: rule("entities/she") },
                ],
                rule: rule("entities/role-before-name"),
            }])),
            times: Some(Layer::of(vec![Time {
                span: span("Monday"),
                kind: TimeKind::Date,
                value: "2024-03-04".to_owned(),
                from: Some("2024-03-04".to_owned()),
                to: Some("2024-03-04".to_owned()),
                anchor: None,
                ends: None,
                rule: rule("times/weekday-behind"),
            }])),
            statements: Some(Layer::of(vec![Statement {
                kind: StatementKind::Direct,
                content: vec![span("\"We will reopen the port,\"")],
                cue: Some(span("said")),
                attitude: Attitude::Asserted,
                speaker: Some(ruiz),
                anonymous: false,
                cosigners: Vec::new(),
                addressee: None,
                citing: None,
                said_on: Some(Id::new(0)),
                medium: None,
                first_report: false,
                rule: rule("statements/quote-speaker-cue"),
            }])),
            events: Some(Layer::of(vec![Event {
                kind: "COOPERATE".to_owned(),
                mode: None,
                trigger: span("reopen"),
                actors: vec![Participant { party: ruiz, country: Some("ESP".to_owned()), sector: None }],
                recipients: Vec::new(),
                when: None,
                place: None,
                day: None,
                implied: Vec::new(),
                numbers: Vec::new(),
                status: Status::Planned,
                historical: false,
                statement: Some(Id::new(0)),
                same_as: None,
                rank: Some(1),
                confidence: 0.5,
                rule: rule("events/reopen"),
            }])),
            text,
            ..Document::default()
        }
    }

    #[test]
    fn every_annotation_stands_below_its_sentence() {
        let expected = "\
source       \n\
\n\
[paragraph]  article/region\n  \
  S1  \"We will reopen the port,\" Ana Ruiz said on Monday.
        entity     Ana Ruiz             person, harbour master                entities/role-before-name
        time       Monday               2024-03-04                            times/weekday-behind
        statement  Ana Ruiz -> \"We will reopen the port,\"                     statements/quote-speaker-cue
                   direct; cue said; said on 2024-03-04
        event      reopen               COOPERATE                             events/reopen
                   planned; by Ana Ruiz [ESP]; per Ana Ruiz; confidence 0.50
  S2  She left.
        mention    She = Ana Ruiz       pronoun                               entities/she
";
        assert_eq!(facts(&document()), expected);
    }

    #[test]
    fn what_stands_in_no_sentence_is_not_lost() {
        let mut doc = document();
        doc.sentences = Some(Layer::of(vec![Sentence { span: Span::new(0, 20), tokens: (0, 0) }]));
        let facts = facts(&doc);
        let outside = facts.split_once("[outside the sentences]").unwrap().1;
        assert!(outside.contains("She = Ana Ruiz") && outside.contains("Monday"), "{facts}");
    }
}
