//! The pictures of an article, with caption, credit and licence.
use std::collections::HashSet;

use super::blocks::{Block, Form, Place, push_folded};
use super::body::{Body, View};
use super::classes::Kinds;
use super::credit::CreditWords;
use crate::doc::{Image, RuleId, Text};
use crate::read::html::{NodeId, Tag, decode, push_decoded};

/// A picture and the words of its caption, with their place in the page.
#[derive(Debug)]
pub(super) struct Picture {
    pub image: Image,
    /// The caption alone; empty if there is none.
    pub caption: Text,
}

/// Furniture whose pictures are not the article's.
const ELSEWHERE: Kinds = Kinds::COMMENTS
    .either(Kinds::RELATED)
    .either(Kinds::NEWSLETTER)
    .either(Kinds::AD)
    .either(Kinds::FOOTER)
    .either(Kinds::SIDEBAR)
    .either(Kinds::AUTHOR)
    .either(Kinds::COOKIE)
    .either(Kinds::EMBED);

/// Finds the pictures with captions between the headline and the end of the article.
///
/// `credited` are blocks of the body that turned out to be captions set as paragraphs.
pub(super) fn find(words: &CreditWords, view: &View<'_>, body: &Body) -> Vec<Picture> {
    let mut pictures = Vec::new();
    let mut seen = HashSet::new();
    let blocks = &view.blocks.blocks;
    let lead = body.headline.unwrap_or(usize::MAX)..body.chosen.first().map_or(0, |c| c.block);
    let mut index = 0;
    while index < blocks.len() {
        let first = &blocks[index];
        let credited = body.credited.binary_search(&index).is_ok();
        let scope = Scope { node: body.scope, leads: lead.contains(&index) };
        if !credited && !is_caption(view, first, &scope) {
            index += 1;
            continue;
        }
        let figure = if credited { first.node } else { figure(view, first.node) };
        let mut past = index + 1;
        while !credited && past < blocks.len() && view.dom.is_below(blocks[past].node, figure) {
            past += 1;
        }
        let parts: Vec<&Block> =
            blocks[index..past].iter().filter(|b| credited || is_caption(view, b, &scope)).collect();
        index = past;
        if let Some(picture) = read(words, view, figure, &parts)
            && seen.insert(picture.caption.as_str().to_owned())
        {
            pictures.push(picture);
        }
    }
    pictures
}

/// Where captions are looked for.
struct Scope {
    node: NodeId,
    /// Between the headline and the first paragraph, where even an element called "teaser" is the article's own.
    leads: bool,
}

fn is_caption(view: &View<'_>, block: &Block, scope: &Scope) -> bool {
    let marked = block.form == Form::Caption
        || (block.kinds.has(Kinds::CAPTION.either(Kinds::CREDIT)) && block.len < 900)
        || (block.place.has(Place::FIGURE)
            && block.form != Form::Quote
            && !matches!(block.form, Form::Heading(_)));
    // Other articles have their pictures in links; and what a figure is called says nothing about where it stands.
    let own = scope.leads || (block.kinds.has(Kinds::CAPTION) && block.link_len == 0);
    let elsewhere = if own { ELSEWHERE.without(Kinds::RELATED) } else { ELSEWHERE };
    let figure = view.dom.ancestors(block.node).take(8).find(|n| view.dom.is(*n, Tag::Figure));
    let around = figure.and_then(|figure| view.dom.parent(figure));
    let kinds = around.map_or(block.kinds, |around| view.blocks.settled(around).0);
    marked
        && (block.link_share() < 0.8 || block.form == Form::Caption)
        && !kinds.has(elsewhere)
        && !block.place.has(Place::NAV.either(Place::FOOTER).either(Place::FORM))
        && (block.form == Form::Caption || !block.kinds.has(Kinds::BYLINE.either(Kinds::DATE)))
        && view.dom.is_below(block.node, scope.node)
}

/// The element that holds the picture and its caption: a figure, or the nearest element with an image.
fn figure(view: &View<'_>, caption: NodeId) -> NodeId {
    let dom = view.dom;
    if let Some(figure) = dom.ancestors(caption).take(8).find(|n| dom.is(*n, Tag::Figure)) {
        let captions = || dom.below(figure).filter(|n| dom.is(*n, Tag::Figcaption));
        // A gallery in one figure has a caption for each picture.
        return match captions().nth(1) {
            Some(_) => captions().find(|c| dom.is_below(caption, *c) || *c == caption).unwrap_or(figure),
            None => figure,
        };
    }
    dom.ancestors(caption)
        .take(4)
        .find(|n| dom.below(*n).take(200).any(|inner| is_picture(dom.tag(inner))))
        .or_else(|| dom.parent(caption))
        .unwrap_or(caption)
}

fn is_picture(tag: Option<Tag>) -> bool {
    matches!(tag, Some(Tag::Img | Tag::Amp | Tag::Picture | Tag::Video))
}

fn read(words: &CreditWords, view: &View<'_>, figure: NodeId, parts: &[&Block]) -> Option<Picture> {
    let (mut caption, mut credit) = (Text::default(), Text::default());
    let quotation =
        view.dom.is(figure, Tag::Figure) && !view.dom.below(figure).any(|n| is_picture(view.dom.tag(n)));
    if quotation && !parts.iter().any(|b| b.kinds.has(Kinds::CAPTION)) {
        return None; // the speaker under a pulled quotation
    }
    let mut seen = HashSet::new();
    let captioned = parts.iter().any(|b| b.form == Form::Caption);
    for block in parts {
        // Pages write a caption once for the phone and once for the desk.
        if seen.insert(view.blocks.string(view.page, view.dom, block)) {
            // A few words beside the caption say whose picture it is.
            let beside = captioned && block.form != Form::Caption && block.len <= 60;
            write(view, block, beside && !block.kinds.has(Kinds::CAPTION), &mut caption, &mut credit);
        }
    }
    let split = words.split(caption.as_str());
    let photo_kind = words.photo_kind(caption.as_str()).or_else(|| words.photo_kind(credit.as_str()));
    caption.truncate(split.caption.end);
    let marked = words.split(credit.as_str());
    let owner = marked.credit.or_else(|| {
        let rest = credit.as_str()[marked.caption].trim();
        (!rest.is_empty() && rest.len() < 200).then(|| rest.to_owned())
    });
    if caption.as_str().chars().filter(|c| c.is_alphabetic()).count() < 6 {
        caption.truncate(0);
    }
    let credit = owner.or(split.credit);
    if caption.is_empty() && credit.is_none() {
        return None;
    }
    let image = Image {
        url: address(view, figure),
        caption: (!caption.is_empty()).then(|| caption.as_str().to_owned()),
        credit,
        licence: split.licence.or(marked.licence),
        kind: photo_kind,
        rule: Some(RuleId::new("article/caption-element")),
    };
    Some(Picture { image, caption })
}

/// Writes the pieces of a block to the caption; those under an element called credit, or all of a block that stands
/// `beside` a caption, to the credit.
fn write(view: &View<'_>, block: &Block, beside: bool, caption: &mut Text, credit: &mut Text) {
    let marked = block.kinds.has(Kinds::CREDIT)
        && std::iter::once(block.node).chain(view.dom.ancestors(block.node).take(2)).any(|n| {
            let kinds = view.classes.of(n);
            kinds.has(Kinds::CREDIT) && !kinds.has(Kinds::CAPTION)
        });
    let whole = beside || marked;
    let mut gap = None;
    for to in [&mut *caption, &mut *credit] {
        if !to.is_empty() && !to.as_str().ends_with(' ') {
            to.push_break(" ");
        }
    }
    let start = caption.len();
    for piece in view.blocks.pieces(block) {
        let owned = whole
            || view
                .dom
                .ancestors(*piece)
                .take_while(|n| *n != block.node)
                .any(|n| view.classes.of(n).has(Kinds::CREDIT));
        let range = view.dom.page_range(*piece);
        let to = if owned { &mut *credit } else { &mut *caption };
        if view.dom.tag(*piece).is_some() {
            push_folded("\n", range, start, &mut gap, to);
            continue;
        }
        let from = if owned { 0 } else { start };
        push_decoded(&view.page[range.clone()], range.start, |words, range| {
            push_folded(words, range, from, &mut gap, to);
        });
    }
    for to in [caption, credit] {
        let end = to.as_str().trim_end().len();
        to.truncate(end);
    }
}

/// The address of the picture in a figure.
fn address(view: &View<'_>, figure: NodeId) -> Option<String> {
    view.dom.below(figure).filter(|n| view.dom.is(*n, Tag::Img) || view.dom.is(*n, Tag::Amp)).find_map(
        |image| {
            let plain = ["src", "data-src", "data-lazy-src", "data-original", "data-srcset", "srcset"];
            plain.iter().find_map(|name| {
                let value = decode(view.dom.attr(view.page, image, name)?);
                let first = value.trim().split([' ', '\n']).next()?.trim_end_matches(',');
                let usable = !first.is_empty() && !first.starts_with("data:") && !first.starts_with("blob:");
                usable.then(|| first.to_owned())
            })
        },
    )
}
