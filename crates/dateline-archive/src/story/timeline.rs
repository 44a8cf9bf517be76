//! What happened in a story day by day, who says so, and who said it first.
use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::{Member, Sources};
use crate::archive::Archive;
use crate::article::folded;
use crate::cell::Cell;
use crate::error::Result;

/// A day of a timeline.
#[derive(Clone, Debug)]
pub struct Day {
    /// The day; none for what has no day.
    pub day: Option<String>,
    /// What happened, as reported: that with most sources first.
    pub claims: Vec<Claim>,
}

/// Something that happened, may happen or did not, as some articles say.
#[derive(Clone, Debug)]
pub struct Claim {
    /// The type of event.
    pub kind: String,
    /// Who did it, by the fullest name.
    pub actor: Option<String>,
    /// To whom.
    pub recipient: Option<String>,
    /// True if no article names the day of the event: it is that of the reports.
    pub is_day_of_report: bool,
    /// What is said of it: a status, and the articles that say so.
    pub reports: Vec<Reported>,
    /// How many independent sources say anything of it.
    pub sources: Sources,
    /// The earliest article in this archive that does, and whether another may be as early.
    pub first_report: Option<(i64, bool)>,
}

/// What articles say of an event.
#[derive(Clone, Debug)]
pub struct Reported {
    /// The status: asserted, possible, planned, denied or negated.
    pub status: String,
    /// The articles, the earliest first.
    pub articles: Vec<i64>,
    /// The words of the earliest one: article, first and last code point, and the text between.
    pub words: (i64, i64, i64, String),
}

/// An event of an article.
struct Told {
    article: i64,
    kind: String,
    status: String,
    actor: Option<String>,
    recipient: Option<String>,
    day: Option<String>,
    is_day_of_report: bool,
    sentence: (i64, i64),
}

impl Archive {
    /// The timeline of a story.
    ///
    /// Events of two articles are one claim if they are of one type, day, actor and recipient; an event without a recipient
    /// joins one with.
    ///
    /// # Errors
    ///
    /// If there is no story of this number.
    pub fn timeline(&mut self, story: i64) -> Result<Vec<Day>> {
        let story = self.story(story)?;
        let ties = self.ties(&story.articles)?;
        let mut claims: BTreeMap<Key, Vec<Told>> = BTreeMap::new();
        for article in &story.articles {
            for told in self.told(article)? {
                claims.entry(key(&told)).or_default().push(told);
            }
        }
        let claims = with_recipients(claims);
        let place: BTreeMap<i64, usize> = story.articles.iter().map(|a| a.id).zip(0..).collect();
        let mut days: BTreeMap<Option<String>, Vec<Claim>> = BTreeMap::new();
        for told in claims.into_values() {
            let day = told[0].day.clone();
            let ids: BTreeSet<i64> = told.iter().map(|told| told.article).collect();
            let claim = Claim {
                kind: told[0].kind.clone(),
                actor: told.iter().find_map(|told| told.actor.clone()),
                recipient: told.iter().find_map(|told| told.recipient.clone()),
                is_day_of_report: told.iter().all(|told| told.is_day_of_report),
                sources: ties.sources(&ids),
                first_report: first_report(&story.articles, &ids),
                reports: self.reports(told, &place)?,
            };
            days.entry(day).or_default().push(claim);
        }
        let mut days: Vec<Day> = days.into_iter().map(|(day, claims)| Day { day, claims }).collect();
        for day in &mut days {
            day.claims.sort_by(|a, b| {
                let rank = |claim: &Claim| {
                    (claim.sources.high, claim.reports.iter().map(|r| r.articles.len()).sum::<usize>())
                };
                rank(b)
                    .cmp(&rank(a))
                    .then_with(|| (&a.kind, &a.actor, &a.recipient).cmp(&(&b.kind, &b.actor, &b.recipient)))
            });
        }
        // What has no day comes last.
        days.sort_by_key(|day| (day.day.is_none(), day.day.clone()));
        Ok(days)
    }

    /// The events of an article, each once, without what is history.
    fn told(&mut self, article: &Member) -> Result<Vec<Told>> {
        let party = |table: &str| {
            format!(
                "(SELECT coalesce((SELECT w.name FROM entities AS e JOIN names AS w ON w.id = e.name WHERE e.article = \
                 p.article AND e.n = p.entity), (SELECT name FROM kinds WHERE id = p.country)) FROM {table} AS p WHERE p.article = v.article AND p.item = v.n \
                 ORDER BY p.n LIMIT 1)"
            )
        };
        let sql = format!(
            "SELECT (SELECT name FROM kinds WHERE id = v.\"type\"), (SELECT name FROM kinds WHERE id = v.status), {}, {}, t.\"from\", \
             (SELECT name FROM kinds WHERE id = t.granularity), s.\"start\", s.\"end\" FROM events AS v LEFT JOIN \
             times AS t ON t.article = v.article AND t.n = v.\"when\" JOIN sentences AS s ON s.article = v.article AND \
             s.\"start\" <= v.trigger_start AND s.\"end\" > v.trigger_start WHERE v.article = ?1 AND v.historical = 0 AND \
             v.same_as IS NULL ORDER BY v.n",
            party("actors"),
            party("recipients")
        );
        let text = |cell: &Cell| cell.text().map(str::to_owned);
        let told = |row: Vec<Cell>| {
            let own = row[4].text().and_then(|from| from.get(..10)).map(str::to_owned);
            let is_day = matches!(row[5].text(), Some("day" | "daypart" | "hour" | "minute"));
            let own = own.filter(|_| is_day);
            let status = text(&row[1]).unwrap_or_default();
            // What is planned or possible does not happen on the day of the report.
            let reported = article.day.clone().filter(|_| row[5] == Cell::Null && status == "asserted");
            let is_day_of_report = own.is_none();
            Told {
                article: article.id,
                kind: text(&row[0]).unwrap_or_default(),
                status,
                actor: text(&row[2]),
                recipient: text(&row[3]),
                day: own.or(reported),
                is_day_of_report,
                sentence: (row[6].int().unwrap_or(0), row[7].int().unwrap_or(0)),
            }
        };
        let told = self.db.rows(&sql, &[Cell::Int(article.id)])?.into_iter().map(told);
        // An event that nobody takes part in is too little to be the same in two articles, but for what strikes by itself.
        let is_told = |told: &Told| {
            told.actor.is_some()
                || told.recipient.is_some()
                || matches!(told.kind.as_str(), "DISASTER" | "ACCIDENT" | "DEATH")
        };
        Ok(told.filter(is_told).collect())
    }

    fn reports(&mut self, told: Vec<Told>, place: &BTreeMap<i64, usize>) -> Result<Vec<Reported>> {
        let mut by_status: BTreeMap<String, Vec<Told>> = BTreeMap::new();
        for told in told {
            by_status.entry(told.status.clone()).or_default().push(told);
        }
        let mut reports = Vec::new();
        for (status, mut told) in by_status {
            told.sort_by_key(|told| place.get(&told.article).copied());
            let mut articles: Vec<i64> = told.iter().map(|told| told.article).collect();
            articles.dedup();
            let (first, (start, end)) = (told[0].article, told[0].sentence);
            let sql = "SELECT substr(text, ?2, ?3) FROM articles WHERE id = ?1";
            let words =
                self.db.one(sql, &[Cell::Int(first), Cell::Int(start + 1), Cell::Int(end - start)])?;
            let words = words.as_ref().and_then(Cell::text).unwrap_or("").to_owned();
            reports.push(Reported { status, articles, words: (first, start, end, words) });
        }
        reports.sort_by_key(|report| (std::cmp::Reverse(report.articles.len()), report.status.clone()));
        Ok(reports)
    }
}

/// Day, type, actor and recipient.
type Key = (Option<String>, String, Option<String>, Option<String>);

fn key(told: &Told) -> Key {
    let party = |name: &Option<String>| name.as_deref().map(folded);
    (told.day.clone(), told.kind.clone(), party(&told.actor), party(&told.recipient))
}

/// Puts events without a recipient to the most told of those with one that are else the same.
fn with_recipients(mut claims: BTreeMap<Key, Vec<Told>>) -> BTreeMap<Key, Vec<Told>> {
    let bare: Vec<Key> = claims.keys().filter(|key| key.3.is_none() && key.2.is_some()).cloned().collect();
    for key in bare {
        let alike =
            |other: &&Key| other.3.is_some() && (&other.0, &other.1, &other.2) == (&key.0, &key.1, &key.2);
        let fuller = claims
            .keys()
            .filter(alike)
            .max_by_key(|other| (claims[*other].len(), std::cmp::Reverse((*other).clone())));
        if let Some(fuller) = fuller.cloned()
            && let Some(told) = claims.remove(&key)
        {
            claims.entry(fuller).or_default().extend(told);
        }
    }
    claims
}

/// The earliest of some articles; true if another may be as early, since times of publication are known to the day alone
/// or not at all.
fn first_report(articles: &[Member], of: &BTreeSet<i64>) -> Option<(i64, bool)> {
    let some: Vec<&Member> = articles.iter().filter(|article| of.contains(&article.id)).collect();
    let first = some.first()?;
    let time = |article: &Member| article.published.clone().or(article.day.clone());
    let may_be_as_early = |other: &&&Member| match (time(first), time(other)) {
        (Some(first), Some(other)) => {
            let exact = first.len().min(other.len());
            first.get(..exact) == other.get(..exact)
        }
        _ => true,
    };
    Some((first.id, some.iter().skip(1).any(|other| may_be_as_early(&other))))
}

impl Day {
    /// The day as JSON.
    pub fn json(&self) -> Value {
        let claim = |claim: &Claim| {
            let reports: Vec<Value> = claim
                .reports
                .iter()
                .map(|report| {
                    let (article, start, end, words) = &report.words;
                    json!({
                        "status": report.status, "articles": report.articles,
                        "words": {"article": article, "start": start, "end": end, "text": words},
                    })
                })
                .collect();
            json!({
                "type": claim.kind, "actor": claim.actor, "recipient": claim.recipient,
                "day_of_report": claim.is_day_of_report, "reports": reports, "sources": claim.sources.json(),
                "first_report": claim.first_report.map(|(article, may_be_tied)| json!({"article": article, "may_be_tied": may_be_tied})),
            })
        };
        json!({"day": self.day, "claims": self.claims.iter().map(claim).collect::<Vec<_>>()})
    }
}
