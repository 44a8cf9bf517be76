//! How an archive behaves as it grows: articles are made from the pages of the extraction benchmark and put into it.
//!
//! Each article is a variation of the record of a real page: its names and most of its other long words are replaced by
//! words of the same length that no other variation has, so that all spans still hold; its day is moved; one in ten repeats
//! an earlier one with its end cut off. Lengths, numbers of layers' items and their shapes are thus those of real pages, and
//! copies and stories are found as often as on a wire. What it cannot show: how words are spread in real archives (names
//! that come up everywhere are kept as they are, but fewer than in a real year). At each step some of the real pages are read,
//! so that the line has the cost of reading in the same run.
use std::collections::HashMap;
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::{Context, Result, bail};
use dateline::doc::Date;
use dateline::read::{Page, walk};
use dateline::{Engine, Record};
use dateline_archive::{Archive, Incoming, Mode, Paging, Query};
use serde_json::{Value, json};

use crate::score::{bench, cpu};

/// What is asked for.
#[derive(Clone, Debug)]
pub struct Request {
    /// A folder with pages.
    pub pages: Option<PathBuf>,
    /// How many articles to make.
    pub articles: usize,
    /// The archive; it must not be there.
    pub archive: String,
}

/// Articles a day.
const A_DAY: usize = 400;
/// Articles that are made last together, and after which stories are brought up to date.
const BATCH: usize = 256;
const STEP: usize = 10_000;
/// Pages that are read at each step, to know what reading costs.
const READINGS: usize = 400;

/// Grows an archive, and prints a JSON line for each step and one for searches at the end.
pub fn run(request: &Request) -> Result<()> {
    if Path::new(&request.archive).exists() {
        bail!("`{}` is there already; name another file", request.archive);
    }
    let engine = Engine::new()?;
    let (pages, records) =
        corpus(&engine, request.pages.clone().unwrap_or_else(|| bench("extraction").join("pages")))?;
    let mut archive = Archive::open(&request.archive, Mode::Write)?;
    let mut random = Random(7);
    let mut made = 0;
    while made < request.articles {
        let step = STEP.min(request.articles - made);
        let (start, mut making) = (cpu::process_ms(), 0.0);
        for _ in 0..step / BATCH + 1 {
            let from = cpu::process_ms();
            let count = BATCH.min(step - (made % STEP));
            let batch: Vec<Incoming> = (made..made + count)
                .map(|number| Incoming { record: vary(&records, number, &mut random), page: None })
                .collect();
            making += cpu::process_ms() - from;
            archive.add(&batch)?;
            made += count;
            if made % STEP == 0 || count < BATCH {
                break;
            }
        }
        let added = cpu::process_ms();
        let joined = archive.join()?;
        let end = cpu::process_ms();
        for page in pages.iter().cycle().skip(made / STEP * READINGS % pages.len()).take(READINGS) {
            drop(black_box(serde_json::to_value(Record::of(&engine.read(page)))?));
        }
        let reading = (cpu::process_ms() - end) / READINGS as f64;
        let rounded = |ms: f64| (ms * 1e3).round() / 1e3;
        let per = |ms: f64| rounded(ms / step as f64);
        let bytes = std::fs::metadata(&request.archive).map(|file| file.len()).unwrap_or(0);
        println!(
            "{}",
            json!({
                "articles": made, "read_ms": rounded(reading), "add_ms": per(added - start - making), "join_ms": per(end - added),
                "new_stories": joined.created, "copies": joined.copies, "bytes_per_article": bytes / made as u64,
                "memory_mb": memory_mb(),
            })
        );
    }
    drop(archive);
    searches(&request.archive, &records)
}

/// Searches of all kinds, by words and names that the archive has; each is run once to warm up.
fn searches(name: &str, records: &[Value]) -> Result<()> {
    let mut archive = Archive::open(name, Mode::Read)?;
    let mut times: HashMap<&str, Vec<f64>> = HashMap::new();
    let names: Vec<&str> = records.iter().filter_map(|r| r["entities"][0]["name"].as_str()).collect();
    let words: Vec<&str> = records
        .iter()
        .filter_map(|r| r["text"].as_str())
        .flat_map(|text| {
            text.split(' ').filter(|w| w.len() > 4 && w.bytes().all(|b| b.is_ascii_lowercase())).take(4)
        })
        .collect();
    for turn in 0..2 {
        for i in 0..100 {
            let (word, other, name) =
                (words[i * 7 % words.len()], words[i * 13 % words.len()], names[i * 5 % names.len()]);
            let month = 1 + i % 12;
            for (kind, text) in [
                ("word", word.to_owned()),
                ("two words", format!("{word} {other}")),
                ("phrase", "\"said on\"".to_owned()),
                ("prefix", format!("{}*", &word[..4])),
                ("common words", "said government".to_owned()),
                ("who", format!("who:\"{name}\"")),
                ("event", "event:ACCUSE status:asserted country:USA".to_owned()),
                ("event and month", format!("event:CONSULT from:2024-{month:02} to:2024-{month:02}")),
                ("word, who, days", format!("{word} who:\"United States\" from:2024-03")),
                ("all", String::new()),
            ] {
                let query: Query = text.parse()?;
                let start = Instant::now();
                archive.search(&query, &Paging::default())?;
                if turn > 0 {
                    times.entry(kind).or_default().push(start.elapsed().as_secs_f64() * 1e3);
                }
            }
        }
    }
    let mut all: Vec<f64> = times.values().flatten().copied().collect();
    let mut line =
        json!({"searches": all.len(), "p50_ms": share(&mut all, 0.5), "p95_ms": share(&mut all, 0.95)});
    for (kind, mut times) in times {
        line[kind] = json!({"p50_ms": share(&mut times, 0.5), "p95_ms": share(&mut times, 0.95)});
    }
    println!("{line}");
    Ok(())
}

/// The value below which a share of them lies.
fn share(values: &mut [f64], share: f64) -> f64 {
    values.sort_by(f64::total_cmp);
    let at = ((values.len() as f64 - 1.0) * share).round() as usize;
    values.get(at).map_or(0.0, |value| (value * 100.0).round() / 100.0)
}

/// The English articles of a folder: the pages and their records.
fn corpus(engine: &Engine, folder: PathBuf) -> Result<(Vec<Page>, Vec<Value>)> {
    let (mut pages, mut records) = (Vec::new(), Vec::new());
    for input in walk([folder.clone()]) {
        let page = input?.into_page();
        let record = serde_json::to_value(Record::of(&engine.read(&page)))?;
        // Pages in English with an article on them.
        let is_english = record["article"]["language"].as_str().is_some_and(|tag| tag.starts_with("en"));
        if is_english && record["entities"].as_array().is_some_and(|all| !all.is_empty()) {
            pages.push(page);
            records.push(record);
        }
    }
    if records.is_empty() {
        bail!("there are no English articles in `{}`", folder.display());
    }
    Ok((pages, records))
}

/// The variation of a record with this number.
fn vary(records: &[Value], number: usize, random: &mut Random) -> Value {
    let repeats = number % 10 == 9;
    let of = if repeats { number - 1 - random.below(8) } else { number };
    let mut record = records[of % records.len()].clone();
    let mut words = Words { seed: of as u64, known: HashMap::new() };
    strings(&mut record, &mut words);
    let day = Date::parse("2023-01-01").map_or(0, Date::day_number) + (number / A_DAY) as i64;
    let day = Date::from_day_number(day).to_string();
    record["article"]["published"] = format!("{day}T{:02}:00:00Z", number % 24).into();
    record["article"]["url"] = format!("https://news{}.example/{number}", number % 50).into();
    record["article"]["publisher"] =
        json!({"name": format!("News {}", number % 50), "domain": format!("news{}.example", number % 50)});
    record["source"]["sha256"] = format!("{number:064x}").into();
    if repeats {
        // The last paragraphs are cut: their zones are not part of the article.
        let zones = record["zones"].as_array_mut();
        if let Some(zones) = zones {
            let keep = zones.len().max(3) - zones.len() / 4;
            zones.truncate(keep);
        }
    }
    record
}

/// Fields whose words are those of the page.
const TEXTS: [&str; 6] = ["text", "headline", "name", "caption", "blurb", "role"];

fn strings(value: &mut Value, words: &mut Words) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                match value {
                    Value::String(text) if TEXTS.contains(&name.as_str()) => *text = words.varied(text),
                    Value::Array(items) if name == "aliases" => {
                        for item in items {
                            if let Value::String(text) = item {
                                *text = words.varied(text);
                            }
                        }
                    }
                    value => strings(value, words),
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| strings(item, words)),
        _ => {}
    }
}

/// Words in the place of others, of the same number of letters.
struct Words {
    seed: u64,
    known: HashMap<String, String>,
}

impl Words {
    fn varied(&mut self, text: &str) -> String {
        let mut varied = String::with_capacity(text.len());
        for piece in text.split_inclusive(|c: char| !c.is_ascii_alphabetic()) {
            let letters = piece.trim_end_matches(|c: char| !c.is_ascii_alphabetic());
            varied.push_str(&self.word(letters));
            varied.push_str(&piece[letters.len()..]);
        }
        varied
    }

    /// Two of three words of five letters or more are others in each variation; they come from a stock of some
    /// thousands for each length, as the words of a language do.
    fn word(&mut self, word: &str) -> String {
        if word.len() < 5 || !word.is_ascii() {
            return word.to_owned();
        }
        if let Some(known) = self.known.get(word) {
            return known.clone();
        }
        let mut random =
            Random(word.bytes().fold(self.seed | 1 << 40, |sum, b| sum.wrapping_mul(31) + u64::from(b)));
        let varied = if random.below(3) == 0 { word.to_owned() } else { stock(&mut random, word) };
        self.known.insert(word.to_owned(), varied.clone());
        varied
    }
}

/// A word of the stock, with the first letter small or large as it was: rare ones are many, and common ones few.
fn stock(random: &mut Random, word: &str) -> String {
    let (a, b) = (random.below(4000), random.below(4000));
    let mut letters = Random((a.min(b) as u64) << 8 | word.len() as u64);
    let syllables = [
        "ba", "ce", "di", "fo", "gu", "ha", "je", "ki", "lo", "mu", "na", "pe", "ri", "so", "tu", "va", "we",
        "yi", "zo",
    ];
    let mut made = String::new();
    while made.len() < word.len() {
        made.push_str(syllables[letters.below(syllables.len())]);
    }
    made.truncate(word.len());
    if word.starts_with(|c: char| c.is_ascii_uppercase()) {
        made[..1].make_ascii_uppercase();
    }
    made
}

/// SplitMix64.
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((mixed ^ (mixed >> 31)) % end as u64) as usize
    }
}

/// The memory that the process has, without the archive's file, which is mapped.
fn memory_mb() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").context("no /proc").ok()?;
    let line = status.lines().find(|line| line.starts_with("RssAnon:"))?;
    line.split_whitespace().nth(1)?.parse::<u64>().ok().map(|kb| kb / 1024)
}
