//! The article of an HTML page.
use super::blocks::Blocks;
use super::classes::Classified;
use super::{Reading, Rules, body, images};
use crate::doc::{Article, Layer, Span, Text, Zone, ZoneKind};
use crate::read::{Page, html};

pub(super) fn read(rules: &Rules, page: &Page, explain: bool) -> Reading {
    let dom = html::parse(&page.text);
    let classes = Classified::classify(&rules.classes, &page.text, &dom);
    let blocks = Blocks::cut(&page.text, &dom, &classes);
    let view = body::View { page: &page.text, dom: &dom, classes: &classes, blocks: &blocks, explain };
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
    let article = Article { images, tables: found.tables, ..Article::default() };
    Reading { text, article, zones: Layer::of(zones), trials: found.trials, ..Reading::default() }
}
