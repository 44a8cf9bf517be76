//! The facts of an article, each as a card that its words link to.
use maud::{Markup, html};
use serde_json::Value;

use super::marks::range;
use super::parts::{event_tag, quoted, status_tag, who, who_path};
use crate::draw::map::{Point, map};
use crate::lists::permalink;

/// All cards, by layer.
pub(super) fn all(id: i64, record: &Value, text: &[char]) -> Markup {
    let facts = Facts { id, record, text };
    html! {
        (facts.places())
        (section("What happened", "what", facts.events()))
        (section("Who said what", "said", facts.statements()))
        (section("Who", "who", facts.entities()))
        (section("When", "when", facts.times()))
    }
}

fn section(title: &str, layer: &str, cards: Vec<Markup>) -> Markup {
    html! {
        @if !cards.is_empty() {
            section class=(layer) {
                h2 { (title) " " span.n { (cards.len()) } }
                ul.cards { @for card in &cards { (card) } }
            }
        }
    }
}

struct Facts<'a> {
    id: i64,
    record: &'a Value,
    text: &'a [char],
}

impl<'a> Facts<'a> {
    fn list(&self, layer: &str) -> impl Iterator<Item = &'a Value> + use<'a> {
        self.record[layer].as_array().into_iter().flatten()
    }

    fn words(&self, of: &Value) -> Option<String> {
        let (start, end) = range(of)?;
        Some(self.text.get(start..end)?.iter().collect())
    }

    /// The item that another refers to by its id.
    fn item(&self, layer: &str, id: &Value) -> Option<&'a Value> {
        let id = id.as_str()?;
        self.list(layer).find(|item| item["id"].as_str() == Some(id))
    }

    fn card(&self, fact: &Value, content: Markup) -> Markup {
        let id = fact["id"].as_str().unwrap_or("");
        let rule = fact["rule"].as_str().unwrap_or("");
        html! {
            li.card id=(id) tabindex="-1" {
                (content)
                p.foot { a href=(permalink(self.id, id)) { "in the text" span.hide { ": " (id) } } span.rule { (rule) } }
            }
        }
    }

    fn entities(&self) -> Vec<Markup> {
        let card = |entity: &Value| {
            let name = entity["name"].as_str().unwrap_or("");
            let mentions = entity["mentions"].as_array().map_or(0, Vec::len);
            let about = [entity["role"].as_str(), entity["type"].as_str(), entity["country"].as_str()];
            self.card(
                entity,
                html! {
                    b { (who(name)) }
                    p.about dir="auto" { (about.into_iter().flatten().collect::<Vec<_>>().join(" · ")) " · " (mentions) @if mentions == 1 { " mention" } @else { " mentions" } }
                },
            )
        };
        self.list("entities").map(card).collect()
    }

    fn times(&self) -> Vec<Markup> {
        let card = |time: &Value| {
            self.card(
                time,
                html! {
                    b { (time["value"].as_str().unwrap_or("")) }
                    p.about dir="auto" {
                        "“" (self.words(time).unwrap_or_default()) "”"
                        @if let Some(anchor) = time["anchor"].as_str() { ", seen from " (anchor) }
                    }
                },
            )
        };
        self.list("times").map(card).collect()
    }

    fn places(&self) -> Markup {
        let mut points: Vec<Point> = Vec::new();
        for place in self.list("places").filter(|place| place["geonames"].is_number()) {
            let (Some(lat), Some(lon), Some(name)) =
                (place["lat"].as_f64(), place["lon"].as_f64(), place["name"].as_str())
            else {
                continue;
            };
            match points.iter_mut().find(|point| point.name == name) {
                Some(point) => point.count += 1,
                None => points.push(Point { name: name.to_owned(), lat, lon, count: 1 }),
            }
        }
        let card = |place: &Value| {
            let about = [place["admin1"].as_str(), place["country"].as_str(), place["feature"].as_str()];
            let about: Vec<&str> = about.into_iter().flatten().collect();
            self.card(
                place,
                html! {
                    b dir="auto" { (place["name"].as_str().unwrap_or("")) }
                    p.about { @if about.is_empty() { "not placed" } @else { (about.join(" · ")) } }
                },
            )
        };
        let cards: Vec<Markup> = self.list("places").map(card).collect();
        html! {
            @if !cards.is_empty() {
                section.where {
                    h2 { "Where " span.n { (cards.len()) } }
                    (map(&points, "The places of the article on a map"))
                    details { summary { "Each place and its words" } ul.cards { @for card in &cards { (card) } } }
                }
            }
        }
    }

    fn statements(&self) -> Vec<Markup> {
        let card = |statement: &Value| {
            let speaker = &statement["speaker"];
            let entity = self.item("entities", &speaker["entity"]);
            let said: Vec<String> = statement["content"]
                .as_array()
                .into_iter()
                .flatten()
                .filter_map(|part| self.words(part))
                .collect();
            let attitude = statement["attitude"].as_str().unwrap_or("asserted");
            let citing = self.item("entities", &statement["citing"]["entity"]);
            let said_on = self.item("times", &statement["said_on"]);
            self.card(
                statement,
                html! {
                    @match entity.and_then(|entity| entity["name"].as_str()) {
                        Some(name) => b { (who(name)) },
                        None => b dir="auto" { (self.words(speaker).unwrap_or_else(|| "not named".to_owned())) },
                    }
                    @if let Some(role) = entity.and_then(|entity| entity["role"].as_str()) { p.about dir="auto" { (role) } }
                    p.said dir="auto" { (quoted(&said.join(" … "))) }
                    p.about {
                        @if attitude != "asserted" { span class=(format!("tag at-{attitude}")) { (attitude) } " " }
                        (statement["kind"].as_str().unwrap_or(""))
                        @if let Some(day) = said_on.and_then(|time| time["value"].as_str()) { " · " (day) }
                        @if let Some(name) = citing.and_then(|entity| entity["name"].as_str()) { " · as reported by " (who(name)) }
                    }
                },
            )
        };
        self.list("statements").map(card).collect()
    }

    fn events(&self) -> Vec<Markup> {
        let mut events: Vec<&Value> =
            self.list("events").filter(|event| event["same_as"].is_null()).collect();
        events.sort_by_key(|event| (event["historical"] == true, event["rank"].as_i64().unwrap_or(i64::MAX)));
        let card = |event: &&Value| {
            let when = self.item("times", &event["when"]).and_then(|time| time["value"].as_str());
            let place = self.item("places", &event["where"]).and_then(|place| place["name"].as_str());
            let by =
                self.item("statements", &event["statement"]).and_then(|statement| statement["id"].as_str());
            let status = event["status"].as_str().unwrap_or("asserted");
            self.card(
                event,
                html! {
                    p { (event_tag(event["type"].as_str().unwrap_or(""), "asserted")) " " (status_tag(status)) @if event["historical"] == true { " " span.tag { "background" } } }
                    p.parties dir="auto" { (self.parties(&event["actors"])) " “" (self.words(&event["trigger"]).unwrap_or_default()) "” " (self.parties(&event["recipients"])) }
                    p.about dir="auto" {
                        @if let Some(when) = when { (when) " " }
                        @if let Some(place) = place { (place) " " }
                        @if let Some(by) = by { a href=(format!("#{by}")) { "according to " (by) } }
                    }
                },
            )
        };
        events.iter().map(card).collect()
    }

    fn parties(&self, parties: &Value) -> Markup {
        html! {
            @for (at, party) in parties.as_array().into_iter().flatten().enumerate() {
                @if at > 0 { ", " }
                @let name = self.item("entities", &party["entity"]).and_then(|entity| entity["name"].as_str());
                @match name { Some(name) => a href=(who_path(name)) { (name) }, None => (self.words(party).unwrap_or_default()) }
            }
        }
    }
}
