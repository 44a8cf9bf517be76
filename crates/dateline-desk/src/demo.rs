//! Invented news to try the desk with.
use std::path::Path;

use dateline::read::{Hints, Page};
use dateline::{Engine, Record};
use dateline_archive::{Archive, Delivery, Incoming, Mode, StoredPage};
use serde_json::json;

use crate::Error;

/// The pages: the head of each a line a field, then its paragraphs.
const WIRE: &str = include_str!("../demo/wire.txt");

/// The pages of the demo as HTML, with their addresses.
///
/// ```
/// assert!(dateline_desk::pages().len() >= 25);
/// ```
pub fn pages() -> Vec<(String, String)> {
    WIRE.split("\n====\n").filter(|page| page.contains("url: ")).map(page).collect()
}

/// Reads the pages of the demo into an archive that is made for them, joins them into stories and saves two searches.
///
/// # Errors
///
/// If the archive cannot be written.
pub fn demo(archive: &Path) -> Result<usize, Error> {
    let engine = Engine::new()?;
    let mut archive = Archive::open(&archive.to_string_lossy(), Mode::Write)?;
    for (name, query) in [("denials", "status:denied"), ("harbours", "port OR harbour OR ferry")] {
        archive.add_alert(name, &query.parse()?, &Delivery::default())?;
    }
    let mut incoming = Vec::new();
    for (url, html) in pages() {
        let hints = Hints { uri: Some(url.clone()), ..Hints::default() };
        let page = StoredPage { bytes: html.clone().into_bytes(), hints: json!({"uri": url}) };
        let record = serde_json::to_value(Record::of(&engine.read(&Page::new(html.as_bytes(), hints))))?;
        incoming.push(Incoming { record, page: Some(page) });
    }
    archive.add(&incoming)?;
    archive.join()?;
    Ok(incoming.len())
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;")
}

/// A page as an outlet would serve it.
fn page(source: &str) -> (String, String) {
    let (head, body) = source.trim().split_once("\n\n").unwrap_or((source, ""));
    let field = |name: &str| {
        head.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": ")).unwrap_or("").to_owned()
    };
    let (url, headline, outlet) = (field("url"), field("headline"), field("outlet"));
    let about = json!({
        "@context": "https://schema.org", "@type": "NewsArticle", "headline": headline, "datePublished": field("published"),
        "author": {"@type": "Person", "name": field("by")}, "articleSection": field("section"),
        "publisher": {"@type": "NewsMediaOrganization", "name": outlet},
    });
    let mut html = format!(
        "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>{0} | {1}</title>\n<link rel=\"canonical\" href=\"{2}\">\n\
         <script type=\"application/ld+json\">{about}</script></head>\n<body><nav><a href=\"/\">Home</a> <a href=\"/world\">World</a></nav>\n\
         <article><h1>{0}</h1>\n<p class=\"byline\">By {3}</p>\n",
        escaped(&headline),
        escaped(&outlet),
        escaped(&url),
        escaped(&field("by"))
    );
    for paragraph in body.split("\n\n") {
        match paragraph.strip_prefix("picture: ").and_then(|picture| picture.split_once(" | ")) {
            Some((address, caption)) => {
                html += &format!(
                    "<figure><img src=\"{address}\" alt=\"\"><figcaption>{}</figcaption></figure>\n",
                    escaped(caption)
                );
            }
            None => html += &format!("<p>{}</p>\n", escaped(&paragraph.replace('\n', " "))),
        }
    }
    html += "</article>\n";
    let related: Vec<(String, String)> = head
        .lines()
        .filter_map(|line| line.strip_prefix("related: ")?.split_once(' '))
        .map(|(url, headline)| (url.to_owned(), headline.to_owned()))
        .collect();
    if !related.is_empty() {
        html += "<aside><h3>Latest news</h3><ul>";
        for (url, headline) in related {
            html += &format!(
                "<li><a href=\"{}\">{}</a> <span>1 day ago</span></li>\n",
                escaped(&url),
                escaped(&headline)
            );
        }
        html += "</ul></aside>";
    }
    (url, html + "<footer><p>All rights reserved.</p></footer></body></html>\n")
}
