//! The events of a page as rows: PLOVER as JSON lines or CSV, and the columns of GDELT 2.0 Events.
use serde_json::{Value, json};

use super::cells::{escaped, folded};
use super::groups::group;
use super::plover::{plover, plover_country, quad};
use crate::doc::{Date, Document, Entity, Event, Id, MentionKind, Participant, Place, Status};

/// An event with its number in the layer and what it refers to.
struct Row<'a> {
    id: usize,
    event: &'a Event,
    day: Option<Date>,
    place: Option<&'a Place>,
}

/// The first mention of each event, in text order.
fn rows(doc: &Document) -> impl Iterator<Item = Row<'_>> {
    let events = Document::items(&doc.events).iter().enumerate();
    events.filter(|(_, event)| event.same_as.is_none()).map(|(index, event)| Row {
        id: index + 1,
        event,
        day: day(doc, event),
        place: event.place.and_then(|id| Document::items(&doc.places).get(id.index())),
    })
}

/// The first day of the event's own time; a page's day is no event's day.
fn day(doc: &Document, event: &Event) -> Option<Date> {
    let time = Document::items(&doc.times).get(event.when?.index())?;
    Date::parse(time.from.as_deref()?.get(..10)?)
}

fn sentence<'a>(doc: &'a Document, event: &Event) -> &'a str {
    let sentences = Document::items(&doc.sentences);
    let at = sentences.partition_point(|sentence| sentence.span.end <= event.trigger.start);
    sentences.get(at).map_or("", |sentence| doc.words(sentence.span))
}

/// The words of a participant, or the name behind a pronoun.
fn name<'a>(doc: &'a Document, participant: &Participant) -> &'a str {
    let span = participant.party.span;
    let entity = participant.party.entity.and_then(|id| Document::items(&doc.entities).get(id.index()));
    let pronoun =
        |entity: &Entity| entity.mentions.iter().any(|m| m.span == span && m.kind == MentionKind::Pronoun);
    entity.filter(|entity| pronoun(entity)).map_or_else(|| doc.words(span), |entity| entity.name.as_str())
}

fn source(doc: &Document) -> Option<&str> {
    let url = doc.article.as_ref().and_then(|article| article.url.as_ref()).map(|url| url.value.as_str());
    url.or(doc.source.uri.as_deref())
}

fn speaker<'a>(doc: &'a Document, event: &Event) -> Option<&'a str> {
    let statement = Document::items(&doc.statements).get(event.statement?.index())?;
    statement.speaker.or(statement.citing).map(|party| doc.words(party.span))
}

/// PLOVER's records, a JSON object a line: those events that have a PLOVER code, once each.
pub fn plover_jsonl(doc: &Document) -> String {
    let side = |side: &[Participant]| -> Vec<Value> {
        let of = |p: &Participant| json!({"text": doc.words(p.party.span), "country": plover_country(doc, p), "sector": p.sector});
        side.iter().map(of).collect()
    };
    let mut out = String::new();
    for row in rows(doc) {
        let Some(code) = plover(row.event) else { continue };
        let place = row.place.map(|place| {
            json!({"name": place.name, "geonames": place.geonames, "lat": place.point.map(|p| p.0), "lon": place.point.map(|p| p.1)})
        });
        let record = json!({
            "id": format!("v{}", row.id), "type": code.kind, "mode": code.mode, "quad": code.quad,
            "actors": side(&row.event.actors), "recipients": side(&row.event.recipients),
            "date": row.day.map(|day| day.to_string()), "location": place,
            "status": row.event.status.name(), "own_type": row.event.kind, "historical": row.event.historical,
            "according_to": speaker(doc, row.event), "text": sentence(doc, row.event), "source": source(doc),
        });
        out.push_str(&record.to_string());
        out.push('\n');
    }
    out
}

/// The columns of [`plover_csv`].
pub const PLOVER_COLUMNS: &str = "id,type,mode,quad,actor,actor_country,actor_sector,recipient,recipient_country,\
recipient_sector,date,location,geonames,status,historical,according_to,source";

/// PLOVER's records as CSV without its header, [`PLOVER_COLUMNS`]; of several actors the first.
pub fn plover_csv(doc: &Document) -> String {
    let mut out = String::new();
    for row in rows(doc) {
        let Some(code) = plover(row.event) else { continue };
        let mut cells = vec![
            format!("v{}", row.id),
            code.kind.to_owned(),
            code.mode.unwrap_or_default().to_owned(),
            code.quad.to_string(),
        ];
        for side in [&row.event.actors, &row.event.recipients] {
            let first = side.first();
            cells.push(first.map_or("", |p| doc.words(p.party.span)).to_owned());
            cells.push(first.and_then(|p| plover_country(doc, p)).unwrap_or_default().to_owned());
            cells.push(first.and_then(|p| p.sector).unwrap_or_default().to_owned());
        }
        cells.extend([
            row.day.map(|day| day.to_string()).unwrap_or_default(),
            row.place.map(|place| place.name.clone()).unwrap_or_default(),
            row.place.and_then(|place| place.geonames).map(|id| id.to_string()).unwrap_or_default(),
            row.event.status.name().to_owned(),
            row.event.historical.to_string(),
            speaker(doc, row.event).unwrap_or_default().to_owned(),
            source(doc).unwrap_or_default().to_owned(),
        ]);
        let line: Vec<String> = cells.iter().map(|cell| escaped(&cell.replace(['\n', '\r'], " "))).collect();
        out.push_str(&line.join(","));
        out.push('\n');
    }
    out
}

/// The 61 columns of GDELT 2.0 Events, tab-separated, a line an event: only what is asserted, unless `all`.
///
/// What dateline does not know stays empty: ethnic and religious codes, the scale, the tone and the counts over many
/// articles. The event code is CAMEO's root.
pub fn gdelt(doc: &Document, all: bool) -> String {
    let mut out = String::new();
    for row in rows(doc) {
        let event = row.event;
        let (Some(root), Some(quad)) = (cameo(event), quad(&event.kind)) else { continue };
        if !all && (event.status != Status::Asserted || event.historical) {
            continue;
        }
        let mut cells: Vec<String> = vec![format!("v{}", row.id)];
        match row.day {
            Some(day) => cells.extend([
                format!("{:04}{:02}{:02}", day.year, day.month, day.day),
                format!("{:04}{:02}", day.year, day.month),
                format!("{:04}", day.year),
                String::new(),
            ]),
            None => cells.extend(std::iter::repeat_n(String::new(), 4)),
        }
        for side in [&event.actors, &event.recipients] {
            let first = side.first();
            let country = first.and_then(|p| plover_country(doc, p)).unwrap_or_default();
            let sector = first.and_then(|p| p.sector).unwrap_or_default();
            let name = first.map_or("", |p| doc.words(p.party.span)).replace(['\t', '\n', '\r'], " ");
            let code = if sector == country { sector.to_owned() } else { format!("{country}{sector}") };
            let group = first.and_then(|p| group(doc, p)).unwrap_or_default();
            cells.extend([code, name, country.to_owned(), group.to_owned()]);
            cells.extend(std::iter::repeat_n(String::new(), 3));
            cells.extend([sector.to_owned(), String::new(), String::new()]);
        }
        let is_root = if event.rank == Some(1) { "1" } else { "0" };
        cells.extend([is_root, root, root, root].map(str::to_owned));
        cells.push(quad.to_string());
        cells.extend(std::iter::repeat_n(String::new(), 5));
        // Two blocks for the places of the actors, one for that of the event.
        cells.extend(std::iter::repeat_n(String::new(), 16));
        cells.extend(geography(row.place));
        cells.extend([String::new(), source(doc).unwrap_or_default().to_owned()]);
        out.push_str(&cells.join("\t"));
        out.push('\n');
    }
    out
}

fn geography(place: Option<&Place>) -> Vec<String> {
    let Some(place) = place else { return vec![String::new(); 8] };
    let degree = |x: f64| format!("{x:.4}");
    vec![
        "4".to_owned(),
        place.name.replace(['\t', '\n', '\r'], " "),
        place.country.clone().unwrap_or_default(),
        place.admin1.clone().unwrap_or_default(),
        String::new(),
        place.point.map(|point| degree(point.0)).unwrap_or_default(),
        place.point.map(|point| degree(point.1)).unwrap_or_default(),
        place.geonames.map(|id| id.to_string()).unwrap_or_default(),
    ]
}

/// The root of CAMEO that is nearest to a type; none for types of our own.
fn cameo(event: &Event) -> Option<&'static str> {
    Some(match (event.kind.as_str(), event.mode.as_deref()) {
        ("REQUEST", Some("appeal")) => "02",
        ("AGREE", _) => "03",
        ("CONSULT", _) => "04",
        ("SUPPORT", _) => "05",
        ("COOPERATE", _) => "06",
        ("AID", _) => "07",
        ("CONCEDE" | "RETREAT", _) => "08",
        ("ACCUSE", Some("investigate")) => "09",
        ("REQUEST", _) => "10",
        ("ACCUSE", _) => "11",
        ("REJECT", _) => "12",
        ("THREATEN", _) => "13",
        ("PROTEST", _) => "14",
        ("MOBILIZE", _) => "15",
        ("SANCTION", _) => "16",
        ("COERCE", _) => "17",
        ("ASSAULT", Some("firearms" | "heavy-weapons" | "aerial")) => "19",
        ("ASSAULT", Some("unconventional")) => "20",
        ("ASSAULT", _) => "18",
        _ => return None,
    })
}

/// The events as a table for people, the most important first.
pub fn events_table(doc: &Document) -> String {
    let mut rows: Vec<Row<'_>> = rows(doc).collect();
    rows.sort_by_key(|row| (row.event.rank, row.id));
    let names = |side: &[Participant]| side.iter().map(|p| name(doc, p)).collect::<Vec<_>>().join(", ");
    let time = |event: &Event| {
        let time = event.when.and_then(|id: Id<_>| Document::items(&doc.times).get(id.index()));
        // What only tense tells is marked.
        let by_tense = || event.day.map_or(String::new(), |day| format!("{day}?"));
        time.map_or_else(by_tense, |time| time.value.clone())
    };
    let mut lines =
        vec![["when", "status", "who", "what", "whom", "where", "according to"].map(str::to_owned)];
    for row in &rows {
        let event = row.event;
        let status = if event.historical {
            format!("{}, past", event.status.name())
        } else {
            event.status.name().to_owned()
        };
        let what = format!("{} ({})", event.kind, doc.words(event.trigger));
        let numbers: Vec<String> =
            event.numbers.iter().map(|count| format!("{} {}", doc.words(count.span), count.what)).collect();
        let what = if numbers.is_empty() { what } else { format!("{what}: {}", numbers.join(", ")) };
        let place = row.place.map_or(String::new(), |place| place.name.clone());
        let speaker = speaker(doc, event).unwrap_or_default().to_owned();
        lines.push([
            time(event),
            status,
            names(&event.actors),
            what,
            names(&event.recipients),
            place,
            speaker,
        ]);
    }
    const WIDEST: usize = 36;
    let cut = |cell: &str| {
        let cell = folded(cell);
        if cell.chars().count() <= WIDEST {
            cell
        } else {
            cell.chars().take(WIDEST - 1).chain(['…']).collect()
        }
    };
    let lines: Vec<[String; 7]> = lines.iter().map(|line| line.each_ref().map(|cell| cut(cell))).collect();
    let width = |column: usize| lines.iter().map(|line| line[column].chars().count()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..7).map(width).collect();
    let mut out = String::new();
    for line in &lines {
        let cells: Vec<String> =
            line.iter().zip(&widths).map(|(cell, width)| format!("{cell:width$}")).collect();
        out.push_str(cells.join("  ").trim_end());
        out.push('\n');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::doc::Date;
    use crate::engine::{Engine, Stage};

    fn read(text: &str) -> Document {
        let mut doc = Document::of_text(text, Date::parse("2024-03-05"));
        Engine::new().unwrap().annotate(&mut doc, Stage::Events);
        doc
    }

    /// Status is folded into PLOVER's type, and kept beside it.
    #[test]
    fn plover_rows() {
        let doc = read("Peru expelled two Chilean diplomats on Monday. Bolivia will send food to Chile.");
        let rows: Vec<Value> =
            plover_jsonl(&doc).lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        let told: Vec<[&str; 4]> = rows
            .iter()
            .map(|row| ["type", "own_type", "status", "date"].map(|key| row[key].as_str().unwrap_or("-")))
            .collect();
        assert_eq!(
            told,
            [["SANCTION", "SANCTION", "asserted", "2024-03-04"], ["AGREE", "AID", "planned", "-"]]
        );
        assert_eq!(rows[0]["actors"][0]["country"], "PER");
        assert_eq!(rows[0]["recipients"][0]["country"], "CHL");
        let csv = plover_csv(&doc);
        assert_eq!(csv.lines().count(), 2);
        let columns = PLOVER_COLUMNS.split(',').count();
        assert!(csv.lines().all(|line| line.split(',').count() == columns), "{csv}");
    }

    /// GDELT's 61 columns; what is no fact is left out unless asked for.
    #[test]
    fn gdelt_rows() {
        let doc = read("Peru expelled two Chilean diplomats on Monday. Bolivia will send food to Chile.");
        let (facts, all) = (gdelt(&doc, false), gdelt(&doc, true));
        assert_eq!((facts.lines().count(), all.lines().count()), (1, 2));
        let cells: Vec<&str> = facts.lines().next().unwrap().split('\t').collect();
        assert_eq!(cells.len(), 61);
        assert_eq!((cells[1], cells[7], cells[17]), ("20240304", "PER", "CHL"));
        assert_eq!((cells[26], cells[28], cells[29]), ("16", "16", "4"));
    }
}
