//! Makes the text, the zones and the article's fields of lines whose roles are known.
use std::collections::HashMap;
use std::ops::Range;

use super::super::{Reading, Rules, dateline};
use super::caption;
use super::caption::Caption;
use super::head::{Head, Kind};
use super::lines::Line;
use super::rail::Rails;
use super::stamp::What;
use crate::article::age;
use crate::doc::{Fact, Image, Layer, Moment, Related, RuleId, Span, Zone, ZoneKind};
use crate::read::Page;

pub(super) fn reading(
    rules: &Rules,
    page: &Page,
    lines: &[Line],
    rails: &Rails,
    head: &Head,
    explain: bool,
) -> Reading {
    let mut reading = Reading { zones: Layer::default(), ..Reading::default() };
    facts(page, lines, head, &mut reading);
    let said =
        reading.article.published.as_ref().or(reading.article.modified.as_ref()).map(|fact| fact.value);
    let day = said.or(page.source.retrieved).or(reading.retrieved).map(|moment| moment.date);

    // Headline, body, captions, rail.
    if let Some((i, range)) = &head.headline {
        zone(&mut reading, &lines[*i], range.clone(), ZoneKind::Headline, None, head.roles[*i].rule);
    }
    let mut body = String::new();
    let mut paragraphs = 0;
    for (line, role) in lines.iter().zip(&head.roles) {
        let Kind::Body(kind) = role.kind else { continue };
        let span = zone(&mut reading, line, 0..line.text.len(), kind, None, role.rule);
        // Further down, a dateline opens another report of a round-up.
        paragraphs += usize::from(kind == ZoneKind::Paragraph);
        if kind == ZoneKind::Paragraph && paragraphs <= 5 && reading.article.dateline.is_none() {
            reading.article.dateline = dateline::find(&rules.dateline, &line.text, span.start as usize, day);
            if explain {
                reading.trials.extend(dateline::trials(&rules.dateline, &line.text, span.start as usize));
            }
        }
        if kind != ZoneKind::Heading && body.len() < 8000 {
            body.push_str(&line.text);
            body.push('\n');
        }
    }
    images(lines, head, &mut reading);
    related(rules, page, lines, rails, &mut reading);
    reading.article.language = rules.languages.of(&body);
    publisher(rules, page, head, &mut reading);
    reading
}

/// Appends a range of a line as a zone of its own.
fn zone(
    reading: &mut Reading,
    line: &Line,
    range: Range<usize>,
    kind: ZoneKind,
    item: Option<usize>,
    rule: &'static str,
) -> Span {
    if !reading.text.is_empty() {
        reading.text.push_break("\n\n");
    }
    let start = reading.text.len();
    line.write(range, &mut reading.text);
    let span = Span::new(start, reading.text.len());
    let item = item.map(|item| item as u32);
    reading.zones.items.push(Zone { kind, span, item, posted: None, rule });
    span
}

fn fact<T>(value: T, rule: &'static str, page: Option<Range<usize>>) -> Fact<T> {
    Fact { value, rule: RuleId::new(rule), page: page.map(|p| (p.start as u32, p.end as u32)) }
}

fn facts(page: &Page, lines: &[Line], head: &Head, reading: &mut Reading) {
    let article = &mut reading.article;
    let words = |(i, range): &(usize, Range<usize>)| {
        (lines[*i].text[range.clone()].to_owned(), Some(lines[*i].page(range.clone())))
    };
    let text = |at: &Option<(usize, Range<usize>)>, rule: &'static str| {
        at.as_ref().map(|at| {
            let (value, page) = words(at);
            fact(value, rule, page)
        })
    };
    let headline = head.headline.as_ref().map_or("", |(i, _)| head.roles[*i].rule);
    article.headline = text(&head.headline, headline);
    let section = head.section.as_ref().map_or("", |(i, _)| head.roles[*i].rule);
    article.section = text(&head.section, section);
    article.url = match &page.hints.url {
        Some(url) => Some(fact(url.clone(), "article/given", None)),
        None => text(&head.url, "article/plain-label"),
    };
    let stamp = |wanted: What| {
        let (i, _, stamp) = head.stamps.iter().find(|(_, what, _)| *what == wanted)?;
        Some(fact(stamp.moment, "article/plain-date-line", Some(lines[*i].page(stamp.words.clone()))))
    };
    article.published = match page.hints.published {
        Some(given) => Some(fact(given, "article/given", None)),
        None => stamp(What::Published)
            .or_else(|| page.hints.listed.map(|listed| fact(listed, "article/published-in-feed", None))),
    };
    article.modified = stamp(What::Modified);
    reading.retrieved = stamp(What::Retrieved).map(|fact| fact.value);
    let named = head.bylines.iter().map(|b| (b, "article/plain-byline"));
    let foot = head.foot.iter().map(|b| (b, "article/plain-foot"));
    // The names below a report are those above it, or the only ones.
    let all: Vec<_> =
        if head.bylines.iter().any(|(_, b)| !b.names.is_empty()) { named.collect() } else { foot.collect() };
    for ((i, byline), rule) in all {
        for range in &byline.names {
            let (name, page) = words(&(*i, range.clone()));
            if article.authors.iter().all(|author| author.value != name) {
                article.authors.push(fact(name, rule, page));
            }
        }
    }
}

/// The captions, each once; what one of two like lines does not say, the other may.
fn images(lines: &[Line], head: &Head, reading: &mut Reading) {
    let mut kept: Vec<(usize, Caption)> = Vec::new();
    let mut known: HashMap<(&str, Option<&str>), usize> = HashMap::new();
    for (i, caption) in &head.captions {
        let words = &lines[*i].text[caption.words.clone()];
        let credit = caption.credit.as_deref().filter(|_| words.is_empty());
        let at = *known.entry((words, credit)).or_insert(kept.len());
        match kept.get_mut(at) {
            Some((_, twin)) => {
                twin.credit = twin.credit.take().or_else(|| caption.credit.clone());
                twin.licence = twin.licence.take().or_else(|| caption.licence.clone());
                twin.kind = twin.kind.take().or_else(|| caption.kind.clone());
            }
            None => kept.push((*i, caption.clone())),
        }
    }
    let base = reading.article.url.as_ref().map(|url| url.value.clone());
    for (item, (i, caption::Caption { words, credit, licence, kind })) in kept.into_iter().enumerate() {
        let text = lines[i].text[words.clone()].to_owned();
        let rule = "article/plain-caption";
        if !text.is_empty() {
            zone(reading, &lines[i], words, ZoneKind::Caption, Some(item), rule);
        }
        reading.article.images.push(Image {
            url: lines[i].link.as_deref().map(|to| absolute(to, base.as_deref())),
            caption: Some(text).filter(|text| !text.is_empty()),
            credit,
            licence,
            kind,
            rule: Some(RuleId::new(rule)),
        });
    }
}

fn related(rules: &Rules, page: &Page, lines: &[Line], rails: &Rails, reading: &mut Reading) {
    let retrieved = page.source.retrieved.or(reading.retrieved);
    // The page was fetched after its last change.
    let changed = reading.article.modified.as_ref().or(reading.article.published.as_ref());
    let published = changed.map(|fact| fact.value);
    let day = retrieved.or(published).map(|moment: Moment| moment.date);
    let base = reading.article.url.as_ref().map(|url| url.value.clone());
    for (item, found) in rails.items.iter().enumerate() {
        let (line, range) = &found.headline;
        let headline =
            zone(reading, &lines[*line], range.clone(), ZoneKind::RelatedHeadline, Some(item), found.rule);
        let blurb = found.blurb.map(|line| {
            let length = 0..lines[line].text.len();
            zone(reading, &lines[line], length, ZoneKind::RelatedBlurb, Some(item), found.rule)
        });
        let dateline = blurb.zip(found.blurb).and_then(|(span, line)| {
            dateline::find(&rules.dateline, &lines[line].text, span.start as usize, day)
        });
        reading.article.related.push(Related {
            headline: Some(headline),
            url: lines[*line].link.as_deref().map(|to| absolute(to, base.as_deref())),
            section: found.section.clone(),
            age: found.age.as_ref().map(|(words, _)| words.clone()),
            published: found.age.as_ref().and_then(|(_, age)| age::interval(*age, retrieved, published)),
            blurb,
            dateline,
            rule: Some(RuleId::new(found.rule)),
        });
    }
}

/// Who publishes: the host says so; without one, an agency that opens the report and is named elsewhere too.
///
/// A newspaper prints an agency's report with the agency's dateline, so that the dateline alone says nothing.
fn publisher(rules: &Rules, page: &Page, head: &Head, reading: &mut Reading) {
    let agencies = &rules.dateline.agencies;
    let article = &mut reading.article;
    let host =
        page.hints.url.as_deref().or(article.url.as_ref().map(|url| url.value.as_str())).and_then(host);
    if let Some(host) = host {
        let own = host.strip_prefix("www.").unwrap_or(host).to_owned();
        if let Some(agency) = agencies.by_host(&own) {
            article.publisher = Some(fact(agency.name.clone(), "article/publisher-host", None));
        }
        article.domain = Some(own);
        return;
    }
    let Some(name) = article.dateline.as_ref().and_then(|dateline| dateline.agency.clone()) else { return };
    let Some(agency) = agencies.by_name(&name) else { return };
    let credits = article
        .images
        .iter()
        .filter_map(|image| image.credit.as_deref())
        .any(|credit| agencies.credited(credit).any(|other| other.name == name));
    let bylines = head.bylines.iter().any(|(_, byline)| byline.agencies.contains(&name));
    let dated: Vec<_> = article.related.iter().filter_map(|r| r.dateline.as_ref()?.agency.as_ref()).collect();
    let rail = dated.len() > 1 && dated.iter().all(|other| **other == name);
    if credits || bylines || rail {
        let page = article.dateline.as_ref().and_then(|dateline| reading.text.page_range(dateline.span));
        article.publisher = Some(fact(agency.name.clone(), "article/publisher-dateline", page));
        article.domain = Some(agency.domain.clone());
    }
}

/// The address of a link on a page at `base`.
fn absolute(to: &str, base: Option<&str>) -> String {
    let Some((scheme, rest)) = base.and_then(|base| base.split_once("://")) else { return to.to_owned() };
    let path = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let host = &rest[..path];
    let in_scheme = |b: u8| b.is_ascii_alphanumeric() || b"+-.".contains(&b);
    if to.is_empty() || to.split_once(':').is_some_and(|(scheme, _)| scheme.bytes().all(in_scheme)) {
        to.to_owned()
    } else if let Some(rest) = to.strip_prefix("//") {
        format!("{scheme}://{rest}")
    } else if to.starts_with('/') {
        format!("{scheme}://{host}{to}")
    } else {
        let path = rest[path..].split(['?', '#']).next().unwrap_or("");
        let folder = path.rfind('/').map_or("/", |at| &path[..=at]);
        let page = if to.starts_with('#') { path } else { folder };
        format!("{scheme}://{host}{page}{to}")
    }
}

/// The host of an address.
pub(super) fn host(url: &str) -> Option<&str> {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let end = rest.find(['/', '?', '#', ':']).unwrap_or(rest.len());
    Some(&rest[..end]).filter(|host| host.contains('.'))
}
