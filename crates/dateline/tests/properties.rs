//! What holds for every page: spans quote the text, layers are in order, the same bytes give the same record, and the
//! text leads back to the page.
//!
//! The pages are those of `golden/`, `examples/pages/` and `tests/plain/`, and of the extraction benchmark where it is
//! next to the repository; the last is the slow part, and takes a second or two.
#![allow(clippy::unwrap_used)]
use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use dateline::doc::{Document, Layer, Span, Warning};
use dateline::read::{Hints, Page};
use dateline::{Engine, Record, export};

#[test]
fn spans_lie_inside_the_text_and_on_characters() {
    for_each(|name, _, doc| {
        for span in spans(doc) {
            let range = span.range();
            let words = doc.text.as_str().get(range.clone());
            assert!(words.is_some(), "{name}: {range:?} of {} bytes is no text", doc.text.len());
            assert!(!span.is_empty(), "{name}: an empty span at {}", span.start);
        }
    });
}

#[test]
fn layers_are_in_text_order() {
    for_each(|name, _, doc| {
        let starts = |layer: &str, starts: Vec<u32>| {
            assert!(starts.is_sorted(), "{name}: {layer} are out of order: {starts:?}");
        };
        starts("zones", Document::items(&doc.zones).iter().map(|z| z.span.start).collect());
        starts("sentences", Document::items(&doc.sentences).iter().map(|s| s.span.start).collect());
        starts("tokens", Document::items(&doc.tokens).iter().map(|t| t.span.start).collect());
        for entity in Document::items(&doc.entities) {
            starts("mentions", entity.mentions.iter().map(|m| m.span.start).collect());
        }
        starts("times", Document::items(&doc.times).iter().map(|t| t.span.start).collect());
        starts("places", Document::items(&doc.places).iter().map(|p| p.span.start).collect());
        let content = |s: &dateline::doc::Statement| s.content.first().map_or(0, |span| span.start);
        starts("statements", Document::items(&doc.statements).iter().map(content).collect());
        starts("events", Document::items(&doc.events).iter().map(|e| e.trigger.start).collect());
    });
}

#[test]
fn zones_do_not_overlap_and_sentences_do_not_cross_them() {
    for_each(|name, _, doc| {
        let zones = Document::items(&doc.zones);
        for pair in zones.windows(2) {
            assert!(pair[0].span.end <= pair[1].span.start, "{name}: {:?} overlap", pair);
        }
        for sentence in Document::items(&doc.sentences) {
            let zone = zones.iter().find(|zone| zone.span.contains(sentence.span));
            assert!(zone.is_some(), "{name}: no zone holds {:?}", doc.words(sentence.span));
        }
    });
}

#[test]
fn zones_point_at_their_images_and_related_items() {
    for_each(|name, _, doc| {
        use dateline::doc::ZoneKind::{Caption, RelatedBlurb, RelatedHeadline};
        let article = doc.article.as_ref().unwrap();
        for zone in Document::items(&doc.zones) {
            let items = match zone.kind {
                Caption => article.images.len(),
                RelatedHeadline | RelatedBlurb => article.related.len(),
                _ => 0,
            };
            let fits = zone.item.is_none_or(|item| (item as usize) < items);
            assert!(fits, "{name}: {:?} has item {:?} of {items}", zone.kind, zone.item);
        }
    });
}

#[test]
fn the_text_leads_back_to_the_words_of_the_page() {
    for_each(|name, page, doc| {
        for zone in Document::items(&doc.zones) {
            let words = doc.words(zone.span);
            let range = doc.text.page_range(zone.span);
            let there = range.and_then(|range| page.text.get(range));
            let there = there.unwrap_or_else(|| panic!("{name}: {words:?} has no place in the page"));
            // Mark-up and references stand between the words on the page; letters and digits are the same.
            let mut rest = there.chars();
            let mut wanted = words.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
            if there.contains('&') || there.contains("\\") {
                continue;
            }
            let missing = wanted.find(|word| !word.chars().all(|c| rest.by_ref().any(|there| there == c)));
            assert_eq!(missing, None, "{name}: {words:?} is not at {there:?}");
        }
    });
}

#[test]
fn facts_were_read_from_the_page() {
    for_each(|name, page, doc| {
        let article = doc.article.as_ref().unwrap();
        let facts =
            [&article.url, &article.publisher, &article.section, &article.headline, &article.language];
        for fact in facts.into_iter().flatten().chain(&article.authors) {
            assert!(!fact.value.trim().is_empty(), "{name}: an empty fact by {}", fact.rule);
            if let Some((start, end)) = fact.page {
                let there = page.text.get(start as usize..end as usize);
                assert!(there.is_some(), "{name}: {:?} has no place in the page", fact.value);
            }
        }
    });
}

#[test]
fn every_rule_names_its_stage() {
    let stages =
        ["article/", "language/", "entities/", "times/", "places/", "statements/", "events/", "read/"];
    for_each(|name, _, doc| {
        let article = doc.article.as_ref().unwrap();
        let mut rules: Vec<String> =
            Document::items(&doc.zones).iter().map(|zone| zone.rule.to_owned()).collect();
        rules.extend(article.authors.iter().map(|fact| fact.rule.to_string()));
        rules.extend(article.headline.iter().map(|fact| fact.rule.to_string()));
        rules.extend(article.published.iter().map(|fact| fact.rule.to_string()));
        rules.extend(Document::items(&doc.entities).iter().map(|entity| entity.rule.to_string()));
        rules.extend(Document::items(&doc.times).iter().map(|time| time.rule.to_string()));
        rules.extend(Document::items(&doc.places).iter().map(|place| place.rule.to_string()));
        rules.extend(Document::items(&doc.statements).iter().map(|statement| statement.rule.to_string()));
        rules.extend(Document::items(&doc.events).iter().map(|event| event.rule.to_string()));
        for rule in rules {
            assert!(stages.iter().any(|stage| rule.starts_with(stage)), "{name}: {rule:?}");
        }
    });
}

#[test]
fn the_same_bytes_give_the_same_record() {
    // Rules of its own, so that hash maps are built anew.
    let other = Engine::new().unwrap();
    for_each(|name, page, doc| {
        let again = other.read(page);
        let record = |doc: &Document| serde_json::to_string(&Record::of(doc)).unwrap();
        assert!(record(doc) == record(&again), "{name}: two records of the same bytes");
        assert!(export::facts(doc) == export::facts(&again), "{name}: two lists of facts of the same bytes");
    });
}

/// Calls `check` with every page there is.
fn for_each(check: impl Fn(&str, &Page, &Document)) {
    let engine = Engine::new().unwrap();
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folders =
        ["../../golden", "../../examples/pages", "tests/plain", "../../../shared/bench/extraction/pages"];
    let mut pages = Vec::new();
    for folder in folders {
        collect(&here.join(folder), &mut pages);
    }
    assert!(pages.len() >= 5, "the goldens are not where they should be");
    for path in pages {
        let name = path.display().to_string();
        let mut bytes = fs::read(&path).unwrap();
        if name.ends_with(".gz") {
            let packed = std::mem::take(&mut bytes);
            flate2::read::MultiGzDecoder::new(packed.as_slice()).read_to_end(&mut bytes).unwrap();
        }
        let page = Page::new(&bytes, Hints::default());
        check(&name, &page, &engine.read(&page));
    }
}

/// The pages below a folder, in the order of their paths; none if there is no such folder.
fn collect(folder: &Path, pages: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    for path in paths {
        let name = path.to_string_lossy();
        if path.is_dir() {
            collect(&path, pages);
        } else if [".html", ".html.gz", ".txt"].iter().any(|end| name.ends_with(end))
            && !name.ends_with("expected.txt")
        {
            pages.push(path);
        }
    }
}

/// Every span of a document.
fn spans(doc: &Document) -> Vec<Span> {
    let mut spans: Vec<Span> = Document::items(&doc.zones).iter().map(|zone| zone.span).collect();
    let article = doc.article.as_ref().unwrap();
    let datelines = article.related.iter().filter_map(|related| related.dateline.as_ref());
    for dateline in article.dateline.iter().chain(datelines) {
        spans.push(dateline.span);
        spans.extend(dateline.place);
    }
    for related in &article.related {
        spans.extend(related.headline);
        spans.extend(related.blurb);
    }
    spans.extend(Document::items(&doc.sentences).iter().map(|sentence| sentence.span));
    spans.extend(Document::items(&doc.tokens).iter().map(|token| token.span));
    spans.extend(
        Document::items(&doc.entities).iter().flat_map(|entity| entity.mentions.iter().map(|m| m.span)),
    );
    spans.extend(Document::items(&doc.times).iter().map(|time| time.span));
    spans.extend(Document::items(&doc.places).iter().map(|place| place.span));
    for statement in Document::items(&doc.statements) {
        spans.extend(&statement.content);
        spans.extend(statement.cue);
        let parties = [statement.speaker, statement.addressee, statement.citing];
        spans.extend(parties.into_iter().flatten().map(|party| party.span));
    }
    for event in Document::items(&doc.events) {
        spans.push(event.trigger);
        spans.extend(event.actors.iter().chain(&event.recipients).map(|p| p.party.span));
    }
    spans.extend(warnings(&doc.zones).chain(warnings(&doc.sentences)).chain(warnings(&doc.times)));
    spans
}

fn warnings<T>(layer: &Option<Layer<T>>) -> impl Iterator<Item = Span> + '_ {
    let warnings: &[Warning] = layer.as_ref().map_or(&[], |layer| &layer.warnings);
    warnings.iter().filter_map(|warning| warning.span)
}
