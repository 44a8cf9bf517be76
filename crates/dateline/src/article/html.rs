//! The article of an HTML page.
use std::ops::Range;

use super::address::absolute;
use super::blocks::{Block, Blocks};
use super::body::{Body, View};
use super::classes::Classified;
use super::related::Teaser;
use super::{Reading, Rules, age, body, dateline, images, language, live, meta, related, scripted};
use crate::doc::{Article, Date, Fact, Layer, Moment, Related, RuleId, Span, Text, Trial, Zone, ZoneKind};
use crate::read::{Page, html};

pub(super) fn read(rules: &Rules, page: &Page, explain: bool) -> Reading {
    let dom = html::parse(&page.text);
    let classes = Classified::classify(&rules.classes, &page.text, &dom);
    let blocks = Blocks::cut(&page.text, &dom, &classes);
    let view = View { page: &page.text, dom: &dom, classes: &classes, blocks: &blocks, explain };
    let meta = meta::read(&rules.meta, &rules.when, page, &view);
    let authors: Vec<&str> = meta.authors.iter().map(|author| author.value.as_str()).collect();
    let found = body::find(rules, &view, &authors);

    let mut writer = Writer::new(rules, meta.url.as_ref().map(|u| u.value.clone()));
    if let Some(headline) = &meta.headline {
        writer.headline(headline);
    }
    let own = found.headline.map_or(String::new(), |h| blocks.string(&page.text, &dom, &blocks.blocks[h]));
    let shown = found.chosen.iter().map(|c| blocks.blocks[c.block].len as usize).sum();
    let tables = found.tables;
    match scripted::find(&view, &meta, shown) {
        Some(script) => {
            let source = (script.string.clone(), script.rule);
            script.read(rules, &authors, explain, |view, found| writer.body(view, found, Some(source)));
        }
        None => writer.body(&view, found, None),
    }
    let language = rules.languages.checked(meta.language, &writer.running());
    let moment = |fact: &Option<Fact<Moment>>| fact.as_ref().map(|f| f.value);
    let (published, modified) = (moment(&meta.published), moment(&meta.modified));
    let dateline = writer.dateline(published.map(|p| p.date));
    let seen = page.source.retrieved;
    for teaser in related::find(rules, &view, &own) {
        writer.teaser(teaser, seen, modified.or(published));
    }
    let article = Article {
        url: meta.url,
        publisher: meta.publisher,
        domain: meta.domain,
        section: meta.section,
        headline: meta.headline,
        authors: meta.authors,
        published: meta.published,
        modified: meta.modified,
        dateline,
        language,
        paywalled: meta.paywalled,
        related: writer.related,
        images: writer.images,
        tables,
    };
    let trials = meta.trials.into_iter().chain(writer.trials).collect();
    Reading { text: writer.text, article, zones: Layer::of(writer.zones), trials, ..Reading::default() }
}

/// Writes the text of an article and notes what each stretch of it is.
struct Writer<'a> {
    rules: &'a Rules,
    /// The page's own address.
    base: Option<String>,
    text: Text,
    zones: Vec<Zone>,
    images: Vec<crate::doc::Image>,
    related: Vec<Related>,
    trials: Vec<Trial>,
}

/// How many paragraphs may stand before the one with the dateline: a standfirst, a summary.
const BEFORE_DATELINE: usize = 3;

impl<'a> Writer<'a> {
    fn new(rules: &'a Rules, base: Option<String>) -> Writer<'a> {
        Writer {
            rules,
            base,
            text: Text::default(),
            zones: Vec::new(),
            images: Vec::new(),
            related: Vec::new(),
            trials: Vec::new(),
        }
    }

    /// As much of the running text as tells its language.
    fn running(&self) -> String {
        let mut running = String::new();
        for zone in self.zones.iter().filter(|zone| zone.kind == ZoneKind::Paragraph) {
            if running.len() > language::ENOUGH {
                break;
            }
            running.push_str(zone.span.of(self.text.as_str()));
            running.push('\n');
        }
        running
    }

    /// Appends a zone, if `write` writes anything.
    fn zone(
        &mut self,
        kind: ZoneKind,
        item: Option<usize>,
        rule: &'static str,
        write: impl FnOnce(&mut Text),
    ) -> Span {
        let start = self.text.len();
        if start > 0 {
            self.text.push_break("\n\n");
        }
        let at = self.text.len();
        write(&mut self.text);
        if self.text.len() == at {
            self.text.truncate(start);
            return Span::new(start, start);
        }
        let span = Span::new(at, self.text.len());
        self.zones.push(Zone { kind, span, item: item.map(|i| i as u32), posted: None, rule });
        span
    }

    fn headline(&mut self, headline: &Fact<String>) {
        let page = headline.page.map_or(0..0, |(start, end)| start as usize..end as usize);
        self.zone(ZoneKind::Headline, None, "article/headline", |text| text.push(&headline.value, page));
    }

    /// Writes body and captions. With a `script`, all of it leads back to the string there.
    fn body(&mut self, view: &View<'_>, found: Body, script: Option<(Range<usize>, &'static str)>) {
        let string = script.as_ref().map(|(range, _)| range.clone());
        let entries = live::entries(&self.rules.when, view, &found);
        for chosen in &found.chosen {
            let block = &view.blocks.blocks[chosen.block];
            let entry = live::around(&entries, view, block.node);
            if entry.is_some_and(|entry| entry.shows_time(view, view.blocks.pieces(block))) {
                continue;
            }
            let before = self.zones.len();
            let rule = script.as_ref().map_or(chosen.rule, |(_, rule)| rule);
            self.zone(chosen.kind, None, rule, |text| write(view, block, string.clone(), text));
            for zone in &mut self.zones[before..] {
                zone.posted = entry.map(|entry| entry.posted);
            }
        }
        for picture in images::find(&self.rules.credits, view, &found) {
            if !picture.caption.is_empty() {
                let item = Some(self.images.len());
                self.zone(ZoneKind::Caption, item, "article/caption-element", |text| match &string {
                    Some(string) => text.push(picture.caption.as_str(), string.clone()),
                    None => text.append(&picture.caption),
                });
            }
            let url = picture.image.url.as_deref().map(|url| absolute(self.base.as_deref(), url));
            self.images.push(crate::doc::Image { url, ..picture.image });
        }
        self.trials.extend(found.trials);
    }

    /// The dateline at the start of the first paragraphs.
    fn dateline(&mut self, published: Option<Date>) -> Option<crate::doc::Dateline> {
        let rules = &self.rules.dateline;
        let body = self.zones.iter().filter(|z| z.kind == ZoneKind::Paragraph).take(BEFORE_DATELINE);
        body.map(|zone| zone.span).find_map(|span| {
            dateline::find(rules, span.of(self.text.as_str()), span.start as usize, published)
        })
    }

    fn teaser(&mut self, teaser: Teaser, seen: Option<Moment>, published: Option<Moment>) {
        const RULE: &str = "article/teaser-list";
        let item = Some(self.related.len());
        let headline = self.zone(ZoneKind::RelatedHeadline, item, RULE, |text| text.append(&teaser.headline));
        let blurb = teaser
            .blurb
            .map(|blurb| self.zone(ZoneKind::RelatedBlurb, item, RULE, |text| text.append(&blurb)));
        let day = seen.or(published).map(|moment| moment.date);
        let dateline = blurb.and_then(|span| {
            dateline::find(&self.rules.dateline, span.of(self.text.as_str()), span.start as usize, day)
        });
        let age = teaser.age;
        self.related.push(Related {
            headline: Some(headline),
            url: teaser.url.map(|url| absolute(self.base.as_deref(), &url)),
            section: teaser.section,
            published: age.as_ref().and_then(|(_, age)| age::interval(*age, seen, published)),
            age: age.map(|(words, _)| words),
            blurb,
            dateline,
            rule: Some(RuleId::new(RULE)),
        });
    }
}

/// Appends a block's words; with a `string` of a script, as coming from all of that.
fn write(view: &View<'_>, block: &Block, string: Option<Range<usize>>, text: &mut Text) {
    match string {
        Some(string) => text.push(&view.blocks.string(view.page, view.dom, block), string),
        None => view.blocks.write(view.page, view.dom, block, text),
    }
}
