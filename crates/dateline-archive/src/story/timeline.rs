//! What happened in a story day by day, who says so, and who said it first.
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Bound;

use serde_json::{Value, json};

use super::{Member, Sources, Story};
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
    /// How many claims were left out.
    pub others: usize,
}

/// How much of a timeline is wanted.
#[derive(Clone, Debug)]
pub struct Bounds {
    /// So many claims at most, shared by the days evenly: those with most sources.
    pub claims: usize,
    /// So many days at most: the newest, and what has no day.
    pub days: usize,
    /// Of each article the events up to this rank alone; 1 is its main event.
    pub rank: i64,
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
    /// How much the article makes of it that makes most of it: 1 for its main event.
    pub rank: i64,
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
    /// On whose word they say so; none if all do so in their own voice.
    pub voices: Vec<Voice>,
    /// The words of the earliest one: article, first and last code point, and the text between.
    pub words: (i64, i64, i64, String),
}

/// Somebody on whose word an article reports something: who denies it, if it is denied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Voice {
    /// The fullest name, if it is known.
    pub name: Option<String>,
    /// Else the words for the speaker, if the article has some.
    pub words: Option<String>,
    /// The article, and the number of the statement there.
    pub statement: (i64, i64),
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
    trigger: (i64, i64),
    /// How much the article makes of it: 1 for its main event.
    rank: i64,
    voice: Option<Voice>,
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
        let story = self.story_now(story)?;
        self.days_of(&story, &Bounds { claims: usize::MAX, days: usize::MAX, rank: i64::MAX })
    }

    /// The same for a story that was looked up, as far as some bounds.
    ///
    /// # Errors
    ///
    /// If the archive cannot be read.
    pub fn days_of(&mut self, story: &Story, bounds: &Bounds) -> Result<Vec<Day>> {
        let ties = self.ties(&story.articles)?;
        let mut claims: BTreeMap<Key, Vec<Told>> = BTreeMap::new();
        for told in self.told(&story.articles, bounds.rank)? {
            claims.entry(key(&told)).or_default().push(told);
        }
        let places: HashMap<i64, usize> = story.articles.iter().map(|a| a.id).zip(0..).collect();
        let mut days: BTreeMap<Option<String>, Vec<Claim>> = BTreeMap::new();
        for told in with_recipients(claims).into_values() {
            let day = told[0].day.clone();
            let ids: BTreeSet<i64> = told.iter().map(|told| told.article).collect();
            let claim = Claim {
                kind: told[0].kind.clone(),
                actor: told.iter().find_map(|told| told.actor.clone()),
                recipient: told.iter().find_map(|told| told.recipient.clone()),
                is_day_of_report: told.iter().all(|told| told.is_day_of_report),
                rank: told.iter().map(|told| told.rank).min().unwrap_or(i64::MAX),
                sources: ties.sources(&ids),
                first_report: first_report(&story.articles, &places, &ids),
                reports: reports(told, &places),
            };
            days.entry(day).or_default().push(claim);
        }
        let mut days: Vec<Day> =
            days.into_iter().map(|(day, claims)| Day { day, claims, others: 0 }).collect();
        // What has no day comes first here.
        let dated = days.iter().filter(|day| day.day.is_some()).count();
        let undated = days.len() - dated;
        days.drain(undated..undated + dated.saturating_sub(bounds.days));
        let most = (bounds.claims / days.len().max(1)).max(1);
        for day in &mut days {
            day.claims.sort_by_cached_key(|claim| {
                let articles: usize = claim.reports.iter().map(|report| report.articles.len()).sum();
                let said = (claim.kind.clone(), claim.actor.clone(), claim.recipient.clone());
                (Reverse((claim.sources.high, articles)), claim.rank, said)
            });
            day.others = day.claims.len().saturating_sub(most);
            day.claims.truncate(most);
        }
        // What has no day comes last.
        days.sort_by_key(|day| (day.day.is_none(), day.day.clone()));
        self.put_words(&mut days)?;
        Ok(days)
    }

    /// The events of articles, each once, without what is history.
    fn told(&mut self, articles: &[Member], rank: i64) -> Result<Vec<Told>> {
        let party = |table: &str| {
            format!(
                "(SELECT coalesce((SELECT w.name FROM entities AS e JOIN names AS w ON w.id = e.name WHERE e.article = \
                 p.article AND e.n = p.entity), (SELECT name FROM kinds WHERE id = p.country)) FROM {table} AS p WHERE p.article = v.article AND p.item = v.n \
                 ORDER BY p.n LIMIT 1)"
            )
        };
        let ids: Vec<i64> = articles.iter().map(|article| article.id).collect();
        let rows = self.of_all(&ids, &[Cell::Int(rank)], |among| {
            format!(
                "SELECT v.article, (SELECT name FROM kinds WHERE id = v.\"type\"), (SELECT name FROM kinds WHERE id = v.status), {}, {}, \
                 t.\"from\", (SELECT name FROM kinds WHERE id = t.granularity), v.trigger_start, v.trigger_end, v.\"rank\", v.statement, \
                 (SELECT w.name FROM statements AS s JOIN entities AS e ON e.article = s.article AND e.n = s.speaker_entity JOIN names AS w \
                 ON w.id = e.name WHERE s.article = v.article AND s.n = v.statement) FROM events AS v LEFT JOIN times AS t ON t.article = \
                 v.article AND t.n = v.\"when\" WHERE {} AND v.historical = 0 AND v.same_as IS NULL AND \
                 coalesce(v.\"rank\", 0) <= ?2 ORDER BY v.article, v.n",
                party("actors"),
                party("recipients"),
                among("v.article")
            )
        })?;
        let days: HashMap<i64, Option<&str>> =
            articles.iter().map(|article| (article.id, article.day.as_deref())).collect();
        let text = |cell: &Cell| cell.text().map(str::to_owned);
        let told = rows.into_iter().map(|row| {
            let article = row[0].int().unwrap_or(0);
            let own = row[5].text().and_then(|from| from.get(..10)).map(str::to_owned);
            let is_day = matches!(row[6].text(), Some("day" | "daypart" | "hour" | "minute"));
            let own = own.filter(|_| is_day);
            let status = text(&row[2]).unwrap_or_default();
            // What is planned or possible does not happen on the day of the report.
            let reported = days.get(&article).copied().flatten();
            let reported = reported.filter(|_| row[6] == Cell::Null && status == "asserted");
            Told {
                article,
                kind: text(&row[1]).unwrap_or_default(),
                status,
                actor: text(&row[3]),
                recipient: text(&row[4]),
                is_day_of_report: own.is_none(),
                day: own.or(reported.map(str::to_owned)),
                trigger: (row[7].int().unwrap_or(0), row[8].int().unwrap_or(0)),
                rank: row[9].int().unwrap_or(i64::MAX),
                voice: row[10].int().map(|n| Voice {
                    name: text(&row[11]),
                    words: None,
                    statement: (article, n),
                }),
            }
        });
        // An event that nobody takes part in is too little to be the same in two articles, but for what strikes by itself.
        let is_told = |told: &Told| {
            told.actor.is_some()
                || told.recipient.is_some()
                || matches!(told.kind.as_str(), "DISASTER" | "ACCIDENT" | "DEATH")
        };
        Ok(told.filter(is_told).collect())
    }

    /// Puts the sentence in the place of each report's word, and the words for those on whose word it is if they have no name.
    fn put_words(&mut self, days: &mut [Day]) -> Result<()> {
        let mut reports: Vec<&mut Reported> = Vec::new();
        for day in days {
            reports.extend(day.claims.iter_mut().flat_map(|claim| &mut claim.reports));
        }
        let nameless = |report: &Reported| {
            report
                .voices
                .iter()
                .filter(|voice| voice.name.is_none())
                .map(|voice| voice.statement.0)
                .collect::<Vec<_>>()
        };
        let first: BTreeSet<i64> = reports.iter().map(|report| report.words.0).collect();
        let spoken: BTreeSet<i64> = reports.iter().flat_map(|report| nameless(report)).collect();
        let (first, spoken): (Vec<i64>, Vec<i64>) =
            (first.into_iter().collect(), spoken.into_iter().collect());
        let sentences = self.ranges_of(&first, |among| {
            format!("SELECT article, n, \"start\", \"end\" FROM sentences WHERE {}", among("article"))
        })?;
        let speakers = self.ranges_of(&spoken, |among| {
            format!("SELECT article, n, speaker_start, speaker_end FROM statements WHERE {} AND speaker_entity IS NULL", among("article"))
        })?;
        let texts = self.texts_of(&[first, spoken].concat())?;
        for report in reports {
            let (article, start, end, words) = &mut report.words;
            let holds = |(_, from, to): &&(i64, i64, i64)| from <= start && *start < *to;
            if let Some((_, from, to)) = sentences.get(article).and_then(|all| all.iter().find(holds)) {
                (*start, *end) = (*from, *to);
            }
            *words = cut(&texts, *article, *start, *end);
            for voice in report.voices.iter_mut().filter(|voice| voice.name.is_none()) {
                let (article, statement) = voice.statement;
                let of = speakers.get(&article).and_then(|all| all.iter().find(|(n, ..)| *n == statement));
                let words = of.map(|(_, start, end)| cut(&texts, article, *start, *end));
                voice.words = words.filter(|words| !words.is_empty());
            }
            let mut known: BTreeSet<Option<String>> = BTreeSet::new();
            report
                .voices
                .retain(|voice| known.insert(voice.name.as_deref().or(voice.words.as_deref()).map(folded)));
        }
        Ok(())
    }

    /// Ranges of articles, each with its number there.
    fn ranges_of(
        &mut self,
        articles: &[i64],
        sql: impl FnOnce(&dyn Fn(&str) -> String) -> String,
    ) -> Result<HashMap<i64, Vec<Ranged>>> {
        let mut ranges: HashMap<i64, Vec<Ranged>> = HashMap::new();
        for row in self.of_all(articles, &[], sql)? {
            if let [Some(article), Some(n), Some(start), Some(end)] =
                [0, 1, 2, 3].map(|place| row[place].int())
            {
                ranges.entry(article).or_default().push((n, start, end));
            }
        }
        Ok(ranges)
    }
}

/// A number and a range.
type Ranged = (i64, i64, i64);

fn cut(texts: &HashMap<i64, Vec<char>>, article: i64, start: i64, end: i64) -> String {
    let range = usize::try_from(start).unwrap_or(0)..usize::try_from(end).unwrap_or(0);
    texts.get(&article).and_then(|text| text.get(range)).unwrap_or(&[]).iter().collect()
}

/// What is said of an event, by status; its words are as yet those of its trigger.
fn reports(told: Vec<Told>, places: &HashMap<i64, usize>) -> Vec<Reported> {
    let mut by_status: BTreeMap<String, Vec<Told>> = BTreeMap::new();
    for told in told {
        by_status.entry(told.status.clone()).or_default().push(told);
    }
    let mut reports = Vec::new();
    for (status, mut told) in by_status {
        told.sort_by_key(|told| places.get(&told.article).copied());
        let mut articles: Vec<i64> = told.iter().map(|told| told.article).collect();
        articles.dedup();
        let voices = told.iter().filter_map(|told| told.voice.clone()).collect();
        let (first, (start, end)) = (told[0].article, told[0].trigger);
        reports.push(Reported { status, articles, voices, words: (first, start, end, String::new()) });
    }
    reports.sort_by_key(|report| (Reverse(report.articles.len()), report.status.clone()));
    reports
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
        // They stand behind it: no recipient comes before any.
        let alike = claims
            .range((Bound::Excluded(&key), Bound::Unbounded))
            .take_while(|(other, _)| (&other.0, &other.1, &other.2) == (&key.0, &key.1, &key.2));
        let fuller = alike.max_by_key(|(other, told)| (told.len(), Reverse(*other)));
        if let Some(fuller) = fuller.map(|(fuller, _)| fuller.clone())
            && let Some(told) = claims.remove(&key)
        {
            claims.entry(fuller).or_default().extend(told);
        }
    }
    claims
}

/// The earliest of some articles; true if another may be as early, since times of publication are known to the day alone
/// or not at all.
fn first_report(
    articles: &[Member],
    places: &HashMap<i64, usize>,
    of: &BTreeSet<i64>,
) -> Option<(i64, bool)> {
    let mut some: Vec<usize> = of.iter().filter_map(|id| places.get(id).copied()).collect();
    some.sort_unstable();
    let mut some = some.into_iter().filter_map(|place| articles.get(place));
    let first = some.next()?;
    let time = |article: &Member| article.published.clone().or(article.day.clone());
    let may_be_as_early = |other: &Member| match (time(first), time(other)) {
        (Some(first), Some(other)) => {
            let exact = first.len().min(other.len());
            first.get(..exact) == other.get(..exact)
        }
        _ => true,
    };
    Some((first.id, some.any(may_be_as_early)))
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
                    let voices: Vec<Value> = report.voices.iter().map(Voice::json).collect();
                    json!({
                        "status": report.status, "articles": report.articles, "voices": voices,
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

impl Voice {
    fn json(&self) -> Value {
        let (article, n) = self.statement;
        json!({"name": self.name, "words": self.words, "article": article, "statement": format!("s{n}")})
    }
}
