//! When it was published and last changed: data first, then the dates that the page shows.
use std::ops::Range;

use super::address::date_in_url;
use super::jsonld::{Found, Posting};
use super::lines::{LONGEST_LINE, Line};
use super::weigh::{Dated, localise, outvoted, refine};
use super::{Look, Meta, signals};
use crate::article::when::epoch;
use crate::doc::{Fact, RuleId};
use crate::read::Page;
use crate::read::html::{NodeId, Tag};

/// Blocks between the headline and a paragraph that opens with the date.
const BLOCKS_BELOW: usize = 12;

/// A paragraph opens with a date that begins by this byte: "Almer, (12.11.2021)."
const LEAD: usize = 30;

/// Keys of one script that are looked at.
const MOST_KEYS: usize = 50;

/// Lines of a page that are looked at for want of better.
const MOST_LINES: usize = 300;

/// Before this, no page was published on the web; programs write 1970 for "unknown".
const FIRST_YEAR: i32 = 1991;

/// Finds both dates, and the elements that show them.
pub(super) fn find(look: &mut Look<'_, '_>, page: &Page, postings: &[Posting], meta: &mut Meta) {
    let finder = Finder { look, page, postings, meta };
    let published = finder.published();
    let modified = finder.modified();
    let nodes: Vec<NodeId> = published.iter().chain(&modified).filter_map(|dated| dated.node).collect();
    let first = outvoted(&published).unwrap_or(0);
    let mut chosen = published.get(first).cloned();
    if let Some(dated) = &mut chosen {
        refine(dated, &published);
        localise(dated, &published);
    } else {
        // A page that only says when it was changed was published no later; the day is better than none.
        chosen =
            modified.first().cloned().map(|dated| Dated { rule: "article/modified-as-published", ..dated });
    }
    for (index, dated) in published.iter().enumerate() {
        let won = index == first;
        let reason = if won { "the most trusted date" } else { "another is trusted more" };
        look.note(dated.rule, &dated.moment.to_string(), won, reason);
    }
    meta.published = page
        .hints
        .published
        .map(|moment| Fact { value: moment, rule: RuleId::new("article/published-given"), page: None })
        .or_else(|| chosen.map(Dated::fact))
        .or_else(|| {
            let listed = page.hints.listed?;
            Some(Fact { value: listed, rule: RuleId::new("article/published-in-feed"), page: None })
        });
    meta.modified = modified.into_iter().next().map(Dated::fact);
    meta.date_nodes = nodes;
    meta.date_nodes.sort();
    meta.date_nodes.dedup();
}

struct Finder<'a, 'b, 'p> {
    look: &'a Look<'b, 'p>,
    page: &'a Page,
    postings: &'a [Posting],
    meta: &'a Meta,
}

impl Finder<'_, '_, '_> {
    /// All dates of publication that the page gives, the most trusted first.
    fn published(&self) -> Vec<Dated> {
        let mut out = Vec::new();
        out.extend(self.json_ld(
            self.meta.posting.published.as_ref().filter(|_| self.meta.posting.article),
            "article/json-ld-published",
        ));
        out.extend(self.metas(&self.look.words.fields.published, "article/meta-published"));
        let vague = self.metas(&self.look.words.fields.dated, "article/meta-date");
        // A time of day says that a program wrote it when it was published; a mere day may be that of a change.
        let (timed, days): (Vec<_>, Vec<_>) =
            vague.into_iter().partition(|dated| dated.moment.clock.is_some());
        out.extend(self.item("datePublished", "article/item-published"));
        out.extend(timed);
        out.extend(self.time_element(false));
        out.extend(self.title_date());
        out.extend(self.date_element());
        out.extend(self.url_date());
        out.extend(self.date_text());
        out.extend(days);
        if out.is_empty() {
            out.extend(self.lead_date());
        }
        if out.is_empty() {
            let any = self.postings.iter().find_map(|p| p.published.as_ref());
            out.extend(self.json_ld(any, "article/json-ld-page-published"));
        }
        if out.is_empty() {
            out.extend(self.script());
        }
        if out.is_empty() {
            out.extend(self.any_line());
        }
        out
    }

    fn modified(&self) -> Vec<Dated> {
        let mut out = Vec::new();
        out.extend(self.json_ld(self.meta.posting.modified.as_ref(), "article/json-ld-modified"));
        out.extend(self.metas(&self.look.words.fields.modified, "article/meta-modified"));
        out.extend(self.item("dateModified", "article/item-modified"));
        out.extend(self.time_element(true));
        out.extend(self.changed_text());
        out
    }

    /// A line near the headline, or the opening of a paragraph below it, that speaks of a change.
    fn changed_text(&self) -> Option<Dated> {
        let changed = |words: &str| {
            let lower = words.to_lowercase();
            let dates = &self.look.words.dates;
            dates.modified.is_match(&lower) && !dates.foreign.is_match(&lower)
        };
        let rule = "article/changed-text";
        let short = |line: &&Line| line.words.len() <= LONGEST_LINE / 2 && changed(&line.words);
        let mut lines = self.look.lines.iter().filter(short);
        lines.find_map(|line| self.dated(rule, &line.words, line.range.clone(), Some(line.node))).or_else(
            || {
                let (date, written, range, node) =
                    self.openings().find(|(date, words, ..)| changed(&words[..date.start]))?;
                self.dated(rule, &written[date], range, Some(node))
            },
        )
    }

    fn dated(
        &self,
        rule: &'static str,
        written: &str,
        range: Range<usize>,
        node: Option<NodeId>,
    ) -> Option<Dated> {
        let written = written.get(..LONGEST_LINE.min(written.len())).unwrap_or(written);
        let moment = self.look.when.parse(written, &self.look.locale).or_else(|| epoch(written))?;
        let known = moment.date.year >= FIRST_YEAR;
        let past = self.page.hints.retrieved.is_none_or(|now| moment.date <= now.date.plus_days(1));
        (known && past).then_some(Dated { rule, moment, page: (range.start as u32, range.end as u32), node })
    }

    fn json_ld(&self, found: Option<&Found>, rule: &'static str) -> Option<Dated> {
        let found = found?;
        self.dated(rule, &found.value, found.page.0 as usize..found.page.1 as usize, None)
    }

    fn metas(&self, names: &[String], rule: &'static str) -> Vec<Dated> {
        let metas = self.look.metas(names);
        metas.into_iter().filter_map(|(written, range)| self.dated(rule, &written, range, None)).collect()
    }

    /// Microdata: the attribute or the words of an element.
    fn item(&self, name: &str, rule: &'static str) -> Option<Dated> {
        let items = self
            .look
            .signals
            .items
            .iter()
            .filter(|(_, item)| item.split_ascii_whitespace().any(|i| i == name));
        let mut items = items.filter(|(node, _)| !self.look.is_aside(*node)).map(|(node, _)| *node);
        items.find_map(|node| self.dated_node(rule, node))
    }

    fn dated_node(&self, rule: &'static str, node: NodeId) -> Option<Dated> {
        let (dom, page) = (self.look.view.dom, self.look.page);
        for attribute in ["datetime", "content", "title"] {
            if let Some(range) = dom.attr_range(page, node, attribute).filter(|r| r.len() <= LONGEST_LINE) {
                let written = signals::words_at(page, range.clone());
                if let Some(dated) = self.dated(rule, &written, range, Some(node)) {
                    return Some(dated);
                }
            }
        }
        let line = self.look.line(node)?;
        self.dated(rule, &line.words, line.range, Some(node))
    }

    /// The `time` element nearest below the headline.
    fn time_element(&self, modified: bool) -> Option<Dated> {
        let rule = if modified { "article/time-element-modified" } else { "article/time-element" };
        let times = self.look.signals.times.iter();
        let times = times.filter(|(node, before)| {
            !self.look.is_aside(*node) && self.says_modified(*node, *before) == modified
        });
        self.nearest(times.filter_map(|(node, _)| self.dated_node(rule, *node)))
    }

    /// True if an element's class or the words before it say that its date is that of a change.
    fn says_modified(&self, node: NodeId, before: Option<NodeId>) -> bool {
        let (dom, page) = (self.look.view.dom, self.look.page);
        let class = |n: NodeId| dom.attr(page, n, "class").unwrap_or("").to_ascii_lowercase();
        let (own, outer) = (class(node), dom.parent(node).map_or(String::new(), class));
        let itemprop = dom.attr(page, node, "itemprop").unwrap_or("");
        if itemprop == "dateModified" {
            return true;
        }
        if own.contains("publish") || itemprop == "datePublished" {
            return false;
        }
        if own.contains("updated")
            || own.contains("modified")
            || outer.contains("modified")
            || outer.contains("updated")
        {
            return true;
        }
        before.is_some_and(|n| {
            let words = page[dom.page_range(n)].trim();
            // A label, not a line with a date of its own.
            words.len() < 60
                && !words.contains(|c: char| c.is_numeric())
                && self.look.words.dates.modified.is_match(&words.to_lowercase())
        })
    }

    /// Elements whose class says that they are a date.
    fn date_element(&self) -> Option<Dated> {
        let nodes = self.look.signals.dates.iter().copied();
        let nodes = nodes.filter(|node| !self.look.is_aside(*node));
        let dated = nodes.filter_map(|node| {
            let line = self.look.line(node).filter(|line| !self.is_of_change(&line.words))?;
            self.dated("article/date-element", &line.words, line.range, Some(node))
        });
        self.nearest(dated)
    }

    /// True if a line speaks of a change, or of something else than the article, and not of publication.
    fn is_of_change(&self, line: &str) -> bool {
        let lower = line.to_lowercase();
        let words = &self.look.words.dates;
        words.foreign.is_match(&lower) || words.modified.is_match(&lower) && !words.published.is_match(&lower)
    }

    /// A part of the page's title that is a date and nothing else: "Port reopens | Almer Post | 5.9.2023".
    fn title_date(&self) -> Option<Dated> {
        let title = self.look.titles().into_iter().next_back()?;
        let last = title.words.rsplit(" | ").next().filter(|last| last.len() < title.words.len())?;
        let (_, range) =
            self.look.when.find(last, &self.look.locale).filter(|(_, r)| r.len() + 2 >= last.len())?;
        self.dated("article/title-date", &last[range], title.range, None)
    }

    /// The first line near the headline that holds a whole date.
    fn date_text(&self) -> Option<Dated> {
        // Those below the headline come first, and those above it from the nearest on.
        let dated = || {
            self.look
                .lines
                .iter()
                .filter_map(|line| Some((line, self.dated_line("article/date-text", line)?)))
        };
        // A line about something else may have a date in it; the article's own is hardly more than that.
        let date_alone = |line: &Line| {
            let found = self.look.when.find(&line.words, &self.look.locale);
            found.is_some_and(|(_, date)| date.len() * 3 >= line.words.len())
        };
        let own = dated().find(|(line, _)| date_alone(line));
        own.or_else(|| dated().next()).map(|(_, dated)| dated)
    }

    /// The date of a short line; of a link only if it is most of it.
    fn dated_line(&self, rule: &'static str, line: &Line) -> Option<Dated> {
        if !line.words.contains(|c: char| c.is_numeric()) || self.is_of_change(&line.words) {
            return None;
        }
        let (_, date) = self.look.when.find(&line.words, &self.look.locale)?;
        if line.linked && date.len() * 2 < line.words.len() {
            return None;
        }
        self.dated(rule, &line.words, line.range.clone(), Some(line.node))
    }

    /// The date that a paragraph below the headline opens with: "06.11.23 - The port".
    fn lead_date(&self) -> Option<Dated> {
        let (_, written, range, node) =
            self.openings().find(|(date, words, ..)| !self.is_of_change(&words[..date.start]))?;
        self.dated("article/lead-date", &written, range, Some(node))
    }

    /// The openings of paragraphs below the headline that have a date in them: where in their words it stands, the
    /// words, their place in the page and the element.
    fn openings(&self) -> impl Iterator<Item = (Range<usize>, String, Range<usize>, NodeId)> + '_ {
        let blocks = &self.look.view.blocks.blocks;
        let at = self.look.blocks_from_headline(self.meta).unwrap_or(blocks.len());
        let below = blocks[at..].iter().take(BLOCKS_BELOW).filter(|block| !self.look.is_aside(block.node));
        below.filter_map(|block| {
            let (written, range) = self.look.opening(block, 2 * LEAD)?;
            let (_, date) = self.look.when.find(&written, &self.look.locale)?;
            (date.start <= LEAD).then_some((date, written, range, block.node))
        })
    }

    /// On a page that gives no date where dates stand: the first short line that is hardly more than a date.
    fn any_line(&self) -> Option<Dated> {
        let blocks = &self.look.view.blocks.blocks;
        let short =
            blocks.iter().filter(|b| b.len as usize <= LONGEST_LINE / 2 && !self.look.is_aside(b.node));
        let lines = short.take(MOST_LINES).filter_map(|block| self.look.block_line(block));
        self.nearest(lines.filter_map(|line| self.dated_line("article/date-anywhere", &line)))
    }

    /// The first below the headline, or else the last above it.
    fn nearest(&self, dated: impl Iterator<Item = Dated>) -> Option<Dated> {
        let headline = self.meta.headline_node;
        let mut above = None;
        for dated in dated {
            if headline.is_none_or(|h| dated.node.is_some_and(|n| n > h)) {
                return Some(dated);
            }
            above = Some(dated);
        }
        above
    }

    /// Data for programs that are not JSON-LD: `"publishedAt":"2023-09-05T05:13:20Z"`.
    fn script(&self) -> Option<Dated> {
        let (dom, page) = (self.look.view.dom, self.look.page);
        for script in dom.all().filter(|n| dom.is(*n, Tag::Script)) {
            let Some(text) = dom.children(script).next() else { continue };
            let range = dom.page_range(text);
            for key in self.look.words.dates.script_keys.find_iter(&page[range.clone()]).take(MOST_KEYS) {
                let start = range.start + key.end();
                let end = (start..=(start + 60).min(range.end)).rev().find(|at| page.is_char_boundary(*at));
                let value = &page[start..end.unwrap_or(start)];
                // Scripts may hold their data as a string: \"publishedAt\":\"...\"
                let inner = value.trim_start_matches(['\\', '"']).trim_start_matches([' ', ':', '"', '\\']);
                let length = inner.find(['"', ',', '}', '\\']).unwrap_or(0);
                let from = start + value.len() - inner.len();
                let dated =
                    self.dated("article/script-published", &inner[..length], from..from + length, None);
                if value.starts_with(['"', '\\']) && dated.is_some() {
                    return dated;
                }
            }
        }
        None
    }

    /// A day in the page's own address: "/2023/09/05/".
    fn url_date(&self) -> Option<Dated> {
        let url = self.meta.url.as_ref()?;
        let date = date_in_url(&url.value)?;
        let page = url.page.unwrap_or((0, 0));
        let known = date.year >= FIRST_YEAR;
        known.then_some(Dated { rule: "article/url-date", moment: date.into(), page, node: None })
    }
}
