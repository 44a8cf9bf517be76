//! Lists as Atom, RSS 2.0, JSON Feed 1.1 and CSV.
use std::fmt::Write as _;

use dateline_archive::xml::{escaped, instant};
use serde_json::{Value, json};

/// An item of a feed.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    /// Its address on the desk, which is also what it is known by.
    pub path: String,
    /// The headline.
    pub title: String,
    /// Words.
    pub summary: String,
    /// Who publishes it.
    pub author: Option<String>,
    /// When, as exactly as known.
    pub time: Option<String>,
}

/// A list as feeds have it.
#[derive(Clone, Debug)]
pub(crate) struct Feed {
    pub title: String,
    /// The list on the desk.
    pub path: String,
    pub entries: Vec<Entry>,
}

impl Feed {
    /// As Atom (RFC 4287). `base` is the address of the desk.
    pub fn atom(&self, base: &str) -> String {
        let updated = self.entries.iter().map(|entry| instant(entry.time.as_deref())).max();
        let updated = updated.unwrap_or_else(|| instant(None));
        let home = escaped(&format!("{base}{}", self.path));
        let mut feed = format!(
            "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\">\n<id>{home}</id>\n<title>{}</title>\n<link href=\"{home}\"/>\n<updated>{updated}</updated>\n<generator>dateline</generator>\n",
            escaped(&self.title)
        );
        for entry in &self.entries {
            let link = escaped(&format!("{base}{}", entry.path));
            let _ = writeln!(
                feed,
                "<entry><id>{link}</id><title>{}</title><link href=\"{link}\"/><updated>{}</updated><author><name>{}</name></author><summary>{}</summary></entry>",
                escaped(&entry.title),
                instant(entry.time.as_deref()),
                escaped(entry.author.as_deref().unwrap_or("unknown")),
                escaped(&entry.summary)
            );
        }
        feed + "</feed>\n"
    }

    /// As RSS 2.0.
    pub fn rss(&self, base: &str) -> String {
        let home = escaped(&format!("{base}{}", self.path));
        let mut feed = format!(
            "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<rss version=\"2.0\"><channel><title>{}</title><link>{home}</link><description>{}</description><generator>dateline</generator>\n",
            escaped(&self.title),
            escaped(&self.title)
        );
        for entry in &self.entries {
            let link = escaped(&format!("{base}{}", entry.path));
            let date = entry.time.as_deref().and_then(mail_date);
            let date = date.map(|date| format!("<pubDate>{date}</pubDate>")).unwrap_or_default();
            let _ = writeln!(
                feed,
                "<item><guid>{link}</guid><title>{}</title><link>{link}</link>{date}<description>{}</description></item>",
                escaped(&entry.title),
                escaped(&entry.summary)
            );
        }
        feed + "</channel></rss>\n"
    }

    /// As JSON Feed 1.1.
    pub fn json(&self, base: &str) -> Value {
        let item = |entry: &Entry| {
            let link = format!("{base}{}", entry.path);
            let mut item =
                json!({"id": link, "url": link, "title": entry.title, "content_text": entry.summary});
            if entry.time.is_some() {
                item["date_published"] = json!(instant(entry.time.as_deref()));
            }
            if let Some(author) = &entry.author {
                item["authors"] = json!([{"name": author}]);
            }
            item
        };
        json!({
            "version": "https://jsonfeed.org/version/1.1", "title": self.title, "home_page_url": format!("{base}{}", self.path),
            "items": self.entries.iter().map(item).collect::<Vec<_>>(),
        })
    }
}

/// Rows of JSON as CSV: a column a field of the first level, parts of objects joined by `.`, lists as JSON.
pub(crate) fn csv(rows: &[Value]) -> String {
    let mut columns: Vec<String> = Vec::new();
    let flat: Vec<Vec<(String, String)>> = rows.iter().map(|row| flat(row, "")).collect();
    for (name, _) in flat.iter().flatten() {
        if !columns.contains(name) {
            columns.push(name.clone());
        }
    }
    let line =
        |cells: Vec<String>| cells.iter().map(|cell| quoted(cell)).collect::<Vec<_>>().join(",") + "\r\n";
    let mut out = line(columns.clone());
    for row in &flat {
        let cell =
            |column: &String| row.iter().find(|(name, _)| name == column).map(|(_, value)| value.clone());
        out += &line(columns.iter().map(|column| cell(column).unwrap_or_default()).collect());
    }
    out
}

fn flat(value: &Value, above: &str) -> Vec<(String, String)> {
    let own = |text: String| vec![(above.to_owned(), text)];
    match value {
        Value::Object(fields) => fields
            .iter()
            .flat_map(|(name, value)| {
                flat(value, &if above.is_empty() { name.clone() } else { format!("{above}.{name}") })
            })
            .collect(),
        Value::Null => own(String::new()),
        Value::String(text) => own(text.clone()),
        other => own(other.to_string()),
    }
}

/// A cell; what a spreadsheet would take for a formula is made text by an apostrophe.
fn quoted(cell: &str) -> String {
    let is_number = cell.parse::<f64>().is_ok();
    let cell = match cell.starts_with(['=', '+', '-', '@', '\t', '\r']) && !is_number {
        true => format!("'{cell}"),
        false => cell.to_owned(),
    };
    if cell.contains([',', '"', '\n', '\r']) { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell }
}

/// The date as RSS has it: `Tue, 05 Mar 2024 09:30:00 +0100`.
fn mail_date(time: &str) -> Option<String> {
    const MONTHS: [&str; 12] =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let time = instant(Some(time));
    let month: usize = time.get(5..7)?.parse().ok()?;
    let zone = time.get(19..)?.trim_start_matches(|c: char| c == '.' || c.is_ascii_digit());
    let zone = if zone == "Z" { "+0000".to_owned() } else { zone.replace(':', "") };
    let month = MONTHS.get(month.checked_sub(1)?)?;
    Some(format!("{} {month} {} {} {zone}", time.get(8..10)?, time.get(..4)?, time.get(11..19)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_have_a_column_a_field() {
        let rows =
            [json!({"id": 1, "p": {"n": "a,b", "m": null}}), json!({"id": -2, "x": [1], "p": {"n": "=1+1"}})];
        assert_eq!(csv(&rows), "id,p.n,p.m,x\r\n1,\"a,b\",,\r\n-2,'=1+1,,[1]\r\n");
    }

    #[test]
    fn dates_of_feeds() {
        assert_eq!(mail_date("2024-03-05T09:30:00+01:00").as_deref(), Some("05 Mar 2024 09:30:00 +0100"));
        assert_eq!(mail_date("2024-03-05").as_deref(), Some("05 Mar 2024 00:00:00 +0000"));
        assert_eq!(instant(Some("2024-03-05T09:30")), "2024-03-05T09:30:00Z");
    }
}
