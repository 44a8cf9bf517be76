//! Gives every line its role: the lines above the body by what they say, those of the body by their shape.
use std::collections::HashSet;
use std::ops::Range;

use super::super::when::Locale;
use super::super::{Rules, dateline};
use super::byline::{self, Byline};
use super::caption::Caption;
use super::lines::Line;
use super::marks::Mark;
use super::rail::Rails;
use super::stamp::{self, Stamp, What};
use super::words::Label;
use super::{body, shape};
use crate::doc::ZoneKind;
use crate::read::Page;

/// What a line is, and the rule that says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Role {
    pub kind: Kind,
    pub rule: &'static str,
}

/// The kinds of lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Not looked at yet.
    Open,
    /// No part of the article.
    Dropped,
    /// It says something about the article, and is not part of its text.
    Fact,
    Headline,
    Caption,
    Rail,
    Body(ZoneKind),
}

impl Kind {
    /// For people.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Open => "not known",
            Kind::Dropped => "no part of the article",
            Kind::Fact => "about the article",
            Kind::Headline => "the headline",
            Kind::Caption => "a caption or credit",
            Kind::Rail => "of a rail of headlines",
            Kind::Body(kind) => kind.name(),
        }
    }
}

/// What the lines say of the article.
#[derive(Debug, Default)]
pub(super) struct Head {
    pub roles: Vec<Role>,
    /// The line of the headline, and the headline in it.
    pub headline: Option<(usize, Range<usize>)>,
    pub section: Option<(usize, Range<usize>)>,
    pub url: Option<(usize, Range<usize>)>,
    pub stamps: Vec<(usize, What, Stamp)>,
    pub bylines: Vec<(usize, Byline)>,
    /// The names below the report.
    pub foot: Option<(usize, Byline)>,
    /// Captions in the order of the page; a line of nothing but a credit belongs to the line above it, if any.
    pub captions: Vec<(usize, Caption)>,
}

/// Labelled lines ("Title: ...") stand within so many lines of the top.
const TOP: usize = 60;

/// Headline, date and byline stand within so many lines above the body.
const ABOVE: usize = 40;

/// Date and byline stand within so many lines below a standfirst.
const BELOW: usize = 10;

pub(super) fn read(rules: &Rules, page: &Page, lines: &[Line], dropped: &[bool], rails: &Rails) -> Head {
    let open = Role { kind: Kind::Open, rule: "" };
    let mut head = Head { roles: vec![open; lines.len()], ..Head::default() };
    for ((role, taken), dropped) in head.roles.iter_mut().zip(&rails.taken).zip(dropped) {
        if let Some(rule) = *taken {
            *role = Role { kind: Kind::Rail, rule };
        } else if *dropped {
            *role = Role { kind: Kind::Dropped, rule: "article/plain-stock-phrase" };
        }
    }
    let locale = Locale::of(None, page.hints.url.as_deref().and_then(super::assemble::host));
    let mut captions: Vec<Option<Caption>> = Vec::with_capacity(lines.len());
    for (line, role) in lines.iter().zip(&head.roles) {
        captions.push(if role.kind == Kind::Open { rules.plain.captions.read(&line.text) } else { None });
    }
    let region = body::region(&rules.dateline, lines, &head.roles, &captions);
    let start = opening(rules, lines, &head.roles, &region);
    let above = start.saturating_sub(ABOVE)..start;
    // A standfirst or two may stand above the byline and the date.
    let standfirsts = (start..region.end.min(start + BELOW))
        .filter(|i| {
            head.roles[*i].kind == Kind::Open && captions[*i].is_none() && shape::is_prose(&lines[*i])
        })
        .nth(2);
    let facts_end = standfirsts.unwrap_or(region.end.min(start + BELOW)).max(start);
    for (i, caption) in captions.into_iter().enumerate() {
        // A crawler's line may end with a stock phrase: "date 2023-09-05 Advertisement".
        if matches!(head.roles[i].kind, Kind::Open | Kind::Dropped) {
            facts(rules, &locale, lines, i, (above.start..facts_end).contains(&i), &mut head);
        }
        if let Some(caption) = caption.filter(|_| head.roles[i].kind == Kind::Open) {
            head.roles[i] = Role { kind: Kind::Caption, rule: "article/plain-caption" };
            head.captions.push((i, caption));
        }
    }
    captions_twice(lines, &mut head);
    headline(lines, above.clone(), &mut head);
    section(rules, lines, rails, above, &mut head);
    captions_of_credits(lines, &mut head);
    body::shapes(lines, region, &mut head);
    head
}

/// The line that opens the body: the first of the region, or one with a dateline close to it.
fn opening(rules: &Rules, lines: &[Line], roles: &[Role], region: &Range<usize>) -> usize {
    const NEAR: usize = 12;
    (region.start.saturating_sub(NEAR)..region.end.min(region.start + NEAR))
        .filter(|i| roles[*i].kind == Kind::Open && shape::is_prose(&lines[*i]))
        .find(|i| dateline::find(&rules.dateline, &lines[*i].text, 0, None).is_some())
        .unwrap_or(region.start)
}

/// What a line says about the article. Above the body, a date or a name needs no label.
fn facts(rules: &Rules, locale: &Locale, lines: &[Line], i: usize, above: bool, head: &mut Head) {
    let text = lines[i].text.as_str();
    let words = &rules.plain.lines;
    let fact = |rule| Role { kind: Kind::Fact, rule };
    if let Some((label, at)) = words.label(text).filter(|_| i < TOP) {
        let value = at..text.len();
        match label {
            Label::Headline if head.headline.is_none() && !value.is_empty() => {
                head.headline = Some((i, value));
                head.roles[i] = Role { kind: Kind::Headline, rule: "article/plain-label" };
                return;
            }
            Label::Url if head.url.is_none() && text[at..].starts_with("http") => head.url = Some((i, value)),
            Label::Section if head.section.is_none() && !value.is_empty() => head.section = Some((i, value)),
            Label::Source => {
                let named = rules.dateline.agencies.credited(&text[at..]).map(|a| a.name.clone()).collect();
                head.bylines.push((i, Byline { names: Vec::new(), agencies: named }));
            }
            Label::Other if !above => return,
            _ => {}
        }
        head.roles[i] = fact("article/plain-label");
        return;
    }
    if !above && stamp::label(&words.stamps, text).is_none() {
        return foot(rules, text, i, head);
    }
    let (stamps, left) = stamp::read(&words.stamps, &rules.when, locale, text);
    let labelled = stamps.iter().any(|stamp| stamp.what.is_some());
    let lower = left.to_lowercase();
    let nothing_left = left.len() <= 6
        || (above && left.len() <= 24 && shape::words(left) <= 2)
        || stamp::label(&words.stamps, left).is_some()
        || words.is_dropped(&lower)
        || rules.phrases.stock(&lower).is_some();
    let more = byline::read(&words.bylines, &rules.dateline.agencies, left);
    if !stamps.is_empty() && (above || labelled) && (nothing_left || more.is_some() || words.is_section(left))
    {
        let offset = text.len() - left.len() - (text.len() - text.trim_end().len());
        for stamp in stamps {
            // A date without a label is the day of publication; a second one that of the last change.
            let published = head.stamps.iter().any(|(_, what, _)| *what == What::Published);
            let what = stamp.what.unwrap_or(if published { What::Modified } else { What::Published });
            head.stamps.push((i, what, stamp));
        }
        if let Some(byline) = more {
            let shift = |name: &Range<usize>| name.start + offset..name.end + offset;
            let names = byline.names.iter().map(shift).collect();
            head.bylines.push((i, Byline { names, ..byline }));
        }
        head.roles[i] = fact("article/plain-date-line");
        return;
    }
    if head.roles[i].kind == Kind::Dropped {
        return;
    }
    if above {
        // "By Ana Ruiz | Sept. 5, 2023"
        let cut = [" | ", " · ", " • ", " — ", " – "].iter().filter_map(|sign| text.find(sign)).min();
        let cut = cut.or_else(|| {
            // "By Ana Ruiz Sept. 5, 2023"
            let (_, found) = rules.when.find(text.get(..text.len().min(120))?, locale)?;
            byline::read(&words.bylines, &rules.dateline.agencies, text[..found.start].trim_end())
                .map(|_| found.start)
        });
        let (first, rest) = cut.map_or((text, ""), |cut| text.split_at(cut));
        let (stamps, left) = stamp::read(&words.stamps, &rules.when, locale, rest);
        let names = byline::read(&words.bylines, &rules.dateline.agencies, first.trim_end());
        let agency = rules.dateline.agencies.by_name(first).map(|a| a.name.clone());
        // "Xinhua | Updated: 2024-03-05"; before a labelled date any few words are the site's name.
        let source = agency.is_some() || (first.len() <= 40 && stamps.iter().any(|s| s.what.is_some()));
        let names =
            names.or(source.then(|| Byline { names: Vec::new(), agencies: agency.into_iter().collect() }));
        if let (Some(byline), false, true) = (names, stamps.is_empty(), left.len() <= 24) {
            head.bylines.push((i, byline));
            for stamp in stamps {
                let words = stamp.words.start + first.len()..stamp.words.end + first.len();
                head.stamps.push((i, stamp.what.unwrap_or(What::Published), Stamp { words, ..stamp }));
            }
            head.roles[i] = fact("article/plain-byline");
        } else if let Some(byline) = byline::read(&words.bylines, &rules.dateline.agencies, text) {
            head.bylines.push((i, byline));
            head.roles[i] = fact("article/plain-byline");
        } else if rules.dateline.agencies.by_name(text).is_some() {
            let agency = rules.dateline.agencies.by_name(text).map(|a| a.name.clone());
            head.bylines.push((i, Byline { names: Vec::new(), agencies: agency.into_iter().collect() }));
            head.roles[i] = fact("article/plain-byline");
        }
    } else {
        foot(rules, text, i, head);
    }
}

/// The names below a report.
fn foot(rules: &Rules, text: &str, i: usize, head: &mut Head) {
    if head.roles[i].kind != Kind::Open {
        return;
    }
    if let Some(byline) = byline::read_foot(&rules.plain.lines.bylines, &rules.dateline.agencies, text) {
        head.foot.get_or_insert((i, byline));
        head.roles[i] = Role { kind: Kind::Fact, rule: "article/plain-foot" };
    }
}

/// Chooses the headline among the open lines above the body: by its mark, its neighbours, and the words that it
/// shares with the body.
fn headline(lines: &[Line], above: Range<usize>, head: &mut Head) {
    if let Some((_, label)) = &head.headline.clone() {
        // The labelled title often stands again above the text.
        let (at, title) = (head.headline.as_ref().map_or(0, |h| h.0), label.clone());
        let title = lines[at].text[title].to_owned();
        for (line, role) in lines.iter().zip(&mut head.roles).take(TOP) {
            if line.text == title && role.kind == Kind::Open {
                *role = Role { kind: Kind::Dropped, rule: "article/plain-headline-again" };
            }
        }
        return;
    }
    let said: HashSet<String> = lines
        .iter()
        .zip(&head.roles)
        .skip(above.end)
        .filter(|(line, role)| role.kind == Kind::Open && shape::is_prose(line))
        .take(5)
        .flat_map(|(line, _)| content_words(&line.text))
        .collect();
    let score = |i: usize| {
        let text = lines[i].text.as_str();
        let count = shape::words(text);
        let shared = content_words(text).iter().filter(|word| said.contains(*word)).count();
        let next = (i + 1..lines.len()).find(|k| head.roles[*k].kind != Kind::Dropped);
        let before_facts = next.is_some_and(|k| head.roles[k].kind == Kind::Fact);
        let first_mark = lines[i].mark == Mark::Heading(1);
        // A standfirst shares more words with the body than its headline does.
        (shared.min(4) * 3 + count.min(12) / 2).saturating_sub(count.saturating_sub(15))
            + if before_facts { 3 } else { 0 }
            + if first_mark { 12 } else { 0 }
            + usize::from(lines[i].gap)
            + usize::from(!text.contains(" | "))
    };
    let best = above
        .clone()
        .filter(|i| head.roles[*i].kind == Kind::Open)
        .filter(|i| {
            lines[*i].mark == Mark::Heading(1) || shape::is_headline(&lines[*i]) || short_question(&lines[*i])
        })
        .map(|i| (score(i), std::cmp::Reverse(i)))
        .max();
    if let Some((_, std::cmp::Reverse(i))) = best.filter(|(points, _)| *points >= 4) {
        let rule = if matches!(lines[i].mark, Mark::Heading(_)) {
            "article/plain-headline-mark"
        } else {
            "article/plain-headline-above-body"
        };
        head.roles[i] = Role { kind: Kind::Headline, rule };
        head.headline = Some((i, 0..lines[i].text.len()));
        for k in above {
            if head.roles[k].kind == Kind::Open && lines[k].text == lines[i].text {
                head.roles[k] = Role { kind: Kind::Dropped, rule: "article/plain-headline-again" };
            }
        }
    }
}

fn short_question(line: &Line) -> bool {
    line.mark == Mark::Text && (3..=20).contains(&shape::words(&line.text)) && line.text.ends_with(['?', '!'])
}

fn content_words(text: &str) -> HashSet<String> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| word.chars().count() >= 4 || (word.len() >= 2 && !word.is_ascii()))
        .map(str::to_lowercase)
        .collect()
}

/// The rubric: a line above the headline that names one, or the one that the rail's items have.
fn section(rules: &Rules, lines: &[Line], rails: &Rails, above: Range<usize>, head: &mut Head) {
    let of_rail = |text: &str| rails.items.iter().any(|item| item.section.as_deref() == Some(text));
    for (i, line) in lines.iter().enumerate().take(above.end).skip(above.start) {
        let text = line.text.as_str();
        if !matches!(head.roles[i].kind, Kind::Open) || text.len() > 80 {
            continue;
        }
        if let Some(section) = rules.plain.lines.section_of_path(text).or(of_rail(text).then_some(text)) {
            if head.section.is_none() {
                let start = text.rfind(section).unwrap_or(0);
                head.section = Some((i, start..start + section.len()));
            }
            head.roles[i] = Role { kind: Kind::Fact, rule: "article/plain-section-line" };
        }
    }
}

/// A sentence that stands twice in a row is a picture's description and its caption.
fn captions_twice(lines: &[Line], head: &mut Head) {
    for i in 1..lines.len() {
        let open = head.roles[i - 1].kind == Kind::Open && head.roles[i].kind == Kind::Open;
        if open && lines[i].text == lines[i - 1].text && shape::is_prose(&lines[i]) {
            head.roles[i - 1] = Role { kind: Kind::Caption, rule: "article/plain-caption-twice" };
            head.roles[i] = Role { kind: Kind::Dropped, rule: "article/plain-caption-twice" };
            head.captions.push((i - 1, Caption { words: 0..lines[i].text.len(), ..Caption::default() }));
        }
    }
    head.captions.sort_by_key(|(line, _)| *line);
}

/// A line of nothing but a credit: the short line just above it is the caption.
fn captions_of_credits(lines: &[Line], head: &mut Head) {
    for (i, caption) in &mut head.captions {
        let Some(above) = i.checked_sub(1).filter(|_| caption.words.is_empty() && !lines[*i].gap) else {
            continue;
        };
        let alone =
            head.roles[above].kind == Kind::Open && lines[above].gap && lines[above].text.len() <= 500;
        if alone && lines[above].mark == Mark::Text {
            head.roles[above] = Role { kind: Kind::Caption, rule: "article/plain-caption-above-credit" };
            caption.words = 0..lines[above].text.len();
            *i = above;
        }
    }
}
