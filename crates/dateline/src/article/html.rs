//! The article of an HTML page.
use super::blocks::Blocks;
use super::classes::Classified;
use super::{Reading, Rules, body, images, meta, related};
use crate::doc::{Article, Layer, Related, RuleId, Span, Text, Zone, ZoneKind};
use crate::read::{Page, html};

pub(super) fn read(rules: &Rules, page: &Page, explain: bool) -> Reading {
    let dom = html::parse(&page.text);
    let classes = Classified::classify(&rules.classes, &page.text, &dom);
    let blocks = Blocks::cut(&page.text, &dom, &classes);
    let view = body::View { page: &page.text, dom: &dom, classes: &classes, blocks: &blocks, explain };
    let meta = meta::read(&rules.meta, &rules.when, page, &view);
    let found = body::find(rules, &view);

    let mut text = Text::default();
    let mut zones: Vec<Zone> = Vec::new();
    for chosen in &found.chosen {
        let start = text.len();
        if start > 0 {
            text.push_break("\n\n");
        }
        let at = text.len();
        blocks.write(&page.text, &dom, &blocks.blocks[chosen.block], &mut text);
        if text.len() == at {
            text.truncate(start);
            continue;
        }
        let span = Span::new(at, text.len());
        zones.push(Zone { kind: chosen.kind, span, item: None, posted: None, rule: chosen.rule });
    }
    let mut images = Vec::new();
    for picture in images::find(&rules.credits, &view, &found) {
        if !picture.caption.is_empty() {
            if !text.is_empty() {
                text.push_break("\n\n");
            }
            let at = text.len();
            text.append(&picture.caption);
            let span = Span::new(at, text.len());
            let item = Some(images.len() as u32);
            zones.push(Zone {
                kind: ZoneKind::Caption,
                span,
                item,
                posted: None,
                rule: "article/caption-element",
            });
        }
        images.push(picture.image);
    }
    let own = found.headline.map_or(String::new(), |h| blocks.string(&page.text, &dom, &blocks.blocks[h]));
    let mut offered = Vec::new();
    for teaser in related::find(rules, &view, &own) {
        let item = Some(offered.len() as u32);
        let mut zone = |words: &Text, kind: ZoneKind| {
            if !text.is_empty() {
                text.push_break("\n\n");
            }
            let at = text.len();
            text.append(words);
            let span = Span::new(at, text.len());
            zones.push(Zone { kind, span, item, posted: None, rule: "article/teaser-list" });
            span
        };
        let headline = zone(&teaser.headline, ZoneKind::RelatedHeadline);
        let blurb = teaser.blurb.as_ref().map(|blurb| zone(blurb, ZoneKind::RelatedBlurb));
        offered.push(Related {
            headline: Some(headline),
            url: teaser.url,
            section: teaser.section,
            age: teaser.age.map(|(words, _)| words),
            published: None,
            blurb,
            dateline: None,
            rule: Some(RuleId::new("article/teaser-list")),
        });
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
        language: meta.language,
        paywalled: meta.paywalled,
        related: offered,
        images,
        tables: found.tables,
        ..Article::default()
    };
    let trials = meta.trials.into_iter().chain(found.trials).collect();
    Reading { text, article, zones: Layer::of(zones), trials, ..Reading::default() }
}
