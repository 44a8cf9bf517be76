//! The rail of other headlines: blocks of headline, "Section // age", headline again and blurb, or plain lists.
use std::collections::{HashMap, HashSet};
use std::ops::Range;

use serde::Deserialize;

use super::lines::Line;
use super::marks::Mark;
use super::shape;
use crate::article::age::{self, Age};
use crate::lexicon::{Data, Error};

/// The words of rails, from `data/article/plain/rails.toml`, and ages.
#[derive(Debug)]
pub(super) struct Words {
    whole: HashSet<String>,
    weak: HashSet<String>,
    starts: Vec<String>,
    starts_max: usize,
    inline: Vec<String>,
    pub ages: age::Words,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    whole: HashSet<String>,
    weak: HashSet<String>,
    starts: Vec<String>,
    starts_max: usize,
    inline: Vec<String>,
}

impl Words {
    pub fn load(data: &Data) -> Result<Words, Error> {
        let File { whole, weak, starts, starts_max, inline } = data.toml("article/plain/rails.toml")?;
        Ok(Words { whole, weak, starts, starts_max, inline, ages: age::Words::load(data)? })
    }

    /// Where the headline begins in "READ MORE Port reopens" and "Related: Port reopens".
    fn inline(&self, line: &Line) -> Option<usize> {
        let label = self.inline.iter().find(|label| {
            line.text.get(..label.len()).is_some_and(|head| {
                let rest = &line.text[label.len()..];
                let shouted = rest.starts_with(' ') && head.chars().all(|c| !c.is_lowercase());
                head.to_lowercase() == **label && (shouted || rest.trim_start().starts_with([':', '|', '»']))
            })
        })?;
        let rest = line.text[label.len()..].trim_start_matches([' ', ':', '|', '»']);
        // "Related: Our newsletter tells you more." is no headline.
        (shape::words(rest) >= 3 && !rest.ends_with('.')).then(|| line.text.len() - rest.len())
    }

    fn is_weak(&self, line: &Line) -> bool {
        self.weak.contains(&bare(line))
    }

    fn is_heading(&self, line: &Line) -> bool {
        let lower = bare(line);
        self.whole.contains(&lower)
            || self.weak.contains(&lower)
            || (lower.len() <= self.starts_max
                && !line.text.ends_with(['.', '?', '!'])
                && self
                    .starts
                    .iter()
                    .any(|start| lower.strip_prefix(start.as_str()).is_some_and(|r| r.starts_with(' '))))
    }
}

fn bare(line: &Line) -> String {
    line.text.trim_end_matches([':', ' ', '»', '>', '→']).to_lowercase()
}

/// An article of the rail.
#[derive(Clone, Debug, Default)]
pub(super) struct Item {
    /// The line of the headline, and the headline in it.
    pub headline: (usize, Range<usize>),
    pub section: Option<String>,
    /// As written, and as read.
    pub age: Option<(String, Age)>,
    /// The line of the blurb.
    pub blurb: Option<usize>,
    pub rule: &'static str,
}

/// The rails of a page.
#[derive(Clone, Debug, Default)]
pub(super) struct Rails {
    pub items: Vec<Item>,
    /// The rule by which each line belongs to a rail.
    pub taken: Vec<Option<&'static str>>,
}

/// A line with an age: "World News // 1 hour ago", "Port reopens | 2h ago".
struct Aged {
    headline: Option<Range<usize>>,
    section: Option<Range<usize>>,
    age: (Range<usize>, Age),
}

const AGED: &str = "article/plain-rail-ages";
const LIST: &str = "article/plain-rail-list";
const INLINE: &str = "article/plain-rail-inline";
const HEADING: &str = "article/plain-rail-heading";

/// Finds the rails among lines of which `dropped` are no part of anything.
pub(super) fn read(words: &Words, lines: &[Line], dropped: &[bool]) -> Rails {
    let aged: Vec<Option<Aged>> = lines.iter().map(|line| aged(words, line)).collect();
    let heading: Vec<bool> = lines.iter().map(|line| words.is_heading(line)).collect();
    let mut rails = Rails { items: Vec::new(), taken: vec![None; lines.len()] };
    let mut at = 0;
    let mut seen_prose = false;
    while at < lines.len() {
        if heading[at] {
            let end = (at + 1..lines.len()).find(|i| heading[*i]).unwrap_or(lines.len());
            // A list of ages begins within the first lines, or belongs to something else further down.
            let has_ages = (at + 1..end).filter(|i| !dropped[*i]).take(3).any(|i| aged[i].is_some());
            let region = at + 1..end;
            let before = rails.items.len();
            let until = if has_ages {
                by_ages(lines, dropped, &aged, region, &mut rails)
            } else {
                by_list(lines, dropped, region, &mut rails)
            };
            // A heading with nothing under it is a button.
            let few = rails.items.len() < before + 2 && words.is_weak(&lines[at]);
            if few {
                rails.items.truncate(before);
                rails.taken[at..until].fill(None);
                at += 1;
                continue;
            }
            if until > at + 1 {
                rails.taken[at] = Some(HEADING);
            }
            at = until.max(at + 1);
            continue;
        }
        if let Some(start) = words.inline(&lines[at]) {
            let headline = (at, start..lines[at].text.len());
            rails.items.push(Item { headline, rule: INLINE, ..Item::default() });
            rails.taken[at] = Some(INLINE);
            at += 1;
            continue;
        }
        // Two ages with their sections, one soon after the other, need no heading. Nothing is a rail above the body.
        if seen_prose && aged[at].as_ref().is_some_and(|a| a.section.is_some() || a.headline.is_some()) {
            let next = (at + 1..lines.len().min(at + 8)).find(|i| aged[*i].is_some());
            if next.is_some() {
                let above = at.checked_sub(1).filter(|i| {
                    aged[at].as_ref().is_some_and(|a| a.headline.is_none())
                        && rails.taken[*i].is_none()
                        && shape::is_headline(&lines[*i])
                });
                let end = (at + 1..lines.len()).find(|i| heading[*i]).unwrap_or(lines.len());
                at = by_ages(lines, dropped, &aged, above.unwrap_or(at)..end, &mut rails).max(at + 1);
                continue;
            }
        }
        seen_prose |= !dropped[at] && shape::is_prose(&lines[at]);
        at += 1;
    }
    fold(lines, &mut rails.items);
    rails
}

/// Keeps each headline once: where its age or its blurb is, or else where it stood first.
fn fold(lines: &[Line], items: &mut Vec<Item>) {
    let text = |item: &Item| &lines[item.headline.0].text[item.headline.1.clone()];
    let worth = |item: &Item| (item.age.is_some(), item.blurb.is_some());
    let mut best: HashMap<&str, usize> = HashMap::new();
    for (i, item) in items.iter().enumerate() {
        let kept = best.entry(text(item)).or_insert(i);
        if worth(item) > worth(&items[*kept]) {
            *kept = i;
        }
    }
    let keep: Vec<bool> =
        items.iter().enumerate().map(|(i, item)| best.get(text(item)) == Some(&i)).collect();
    let mut keep = keep.into_iter();
    items.retain(|_| keep.next().unwrap_or(true));
}

/// Reads a region in which lines of ages show where each item is; gives the line after it.
fn by_ages(
    lines: &[Line],
    dropped: &[bool],
    aged: &[Option<Aged>],
    region: Range<usize>,
    rails: &mut Rails,
) -> usize {
    let open: Vec<usize> = region.clone().filter(|i| !dropped[*i]).collect();
    let ages: Vec<usize> = (0..open.len()).filter(|k| aged[open[*k]].is_some()).collect();
    // A headline stands above its age, unless the region begins with an age.
    let follows = ages.first().is_some_and(|k| *k > 0);
    let mut end = region.start;
    for (n, k) in ages.iter().enumerate() {
        let Some(age) = &aged[open[*k]] else { continue };
        let next = ages.get(n + 1).copied().unwrap_or(open.len());
        let mut after = *k + 1;
        let (line, range) = if let Some(range) = &age.headline {
            (open[*k], range.clone())
        } else {
            let line = if follows { k.checked_sub(1) } else { Some(after) };
            let Some(line) =
                line.and_then(|line| open.get(line)).copied().filter(|line| aged[*line].is_none())
            else {
                continue;
            };
            after += usize::from(!follows);
            (line, 0..lines[line].text.len())
        };
        let text = |range: &Range<usize>| lines[open[*k]].text[range.clone()].to_owned();
        let mut item = Item {
            headline: (line, range),
            section: age.section.as_ref().map(&text),
            age: Some((text(&age.age.0), age.age.1)),
            blurb: None,
            rule: AGED,
        };
        let headline = &lines[item.headline.0].text[item.headline.1.clone()];
        rails.taken[open[*k]] = Some(AGED);
        rails.taken[item.headline.0] = Some(AGED);
        end = end.max(open[*k] + 1).max(item.headline.0 + 1);
        // The line just above the next age is the next headline.
        let next_inline =
            ages.get(n + 1).is_some_and(|k| aged[open[*k]].as_ref().is_some_and(|a| a.headline.is_some()));
        let last = next - usize::from(n + 1 < ages.len() && follows && !next_inline);
        for line in open.iter().take(last).skip(after).copied() {
            let same = lines[line].text == headline;
            // After the last age, what is no blurb is no longer the rail.
            if n + 1 == ages.len() && !same && (item.blurb.is_some() || !shape::is_prose(&lines[line])) {
                break;
            }
            if !same && item.blurb.is_none() && shape::is_prose(&lines[line]) {
                item.blurb = Some(line);
            }
            rails.taken[line] = Some(AGED);
            end = end.max(line + 1);
        }
        rails.items.push(item);
    }
    end
}

/// Reads a region of headlines, each with or without a blurb; gives the line after it.
fn by_list(lines: &[Line], dropped: &[bool], region: Range<usize>, rails: &mut Rails) -> usize {
    let mut end = region.start;
    let first = rails.items.len();
    let mut known = HashSet::new();
    for at in region {
        let line = &lines[at];
        if dropped[at] {
            continue;
        }
        let length = 0..line.text.len();
        if known.contains(line.text.as_str()) {
            // The picture's link and the headline's.
        } else if shape::is_headline(line) {
            known.insert(line.text.as_str());
            rails.items.push(Item { headline: (at, length), rule: LIST, ..Item::default() });
        } else {
            match rails.items[first..].last_mut() {
                Some(item) if !line.gap && item.blurb.is_none() && shape::is_prose(line) => {
                    item.blurb = Some(at)
                }
                // The body goes on, or the page's foot begins.
                _ => break,
            }
        }
        rails.taken[at] = Some(LIST);
        end = at + 1;
    }
    end
}

fn aged(words: &Words, line: &Line) -> Option<Aged> {
    if line.text.len() > 260 || matches!(line.mark, Mark::Rule | Mark::Image) {
        return None;
    }
    let parts = parts(&line.text);
    let (at, age) = parts
        .iter()
        .enumerate()
        .find_map(|(i, part)| Some((i, words.ages.read(&line.text[part.clone()])?)))?;
    let mut found = Aged { headline: None, section: None, age: (parts[at].clone(), age) };
    for (i, part) in parts.into_iter().enumerate() {
        let text = &line.text[part.clone()];
        if i == at || text.is_empty() {
            continue;
        }
        let short = text.split(' ').count() <= 4 && text.len() <= 40;
        if short && found.section.is_none() {
            found.section = Some(part);
        } else if !short && found.headline.is_none() {
            found.headline = Some(part);
        } else if !short {
            return None;
        }
    }
    Some(found)
}

/// The parts of a line between "//", bars, dots and dashes.
fn parts(text: &str) -> Vec<Range<usize>> {
    const SIGNS: [&str; 9] = ["//", " | ", " · ", " • ", " - ", " – ", " — ", " / ", " , "];
    let mut parts = Vec::new();
    let mut from = 0;
    loop {
        let cut = SIGNS.iter().filter_map(|s| text[from..].find(s).map(|at| (from + at, s.len()))).min();
        let end = cut.map_or(text.len(), |(at, _)| at);
        let words = &text[from..end];
        let start = from + words.len() - words.trim_start().len();
        parts.push(start..start + words.trim().len());
        match cut {
            Some((at, len)) => from = at + len,
            None => return parts,
        }
    }
}
