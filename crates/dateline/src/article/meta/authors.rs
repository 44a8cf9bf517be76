//! Who wrote it: data first, then the byline that the page shows.
use std::ops::Range;

use super::agree::key;
use super::names::Trust;
use super::{Look, Meta, fact, signals};
use crate::article::classes::Kinds;
use crate::read::html::{NodeId, Tag};

/// A byline is shorter than this.
const LONGEST_BYLINE: usize = 240;

/// Blocks between the headline and its byline.
const BLOCKS_BELOW: usize = 14;
const BLOCKS_ABOVE: usize = 6;

/// The most authors of one article.
const MOST: usize = 30;

/// Names with the rule that found them and where they stand.
struct Found {
    rule: &'static str,
    names: Vec<(String, Range<usize>)>,
    nodes: Vec<NodeId>,
}

/// Finds the authors and the elements that show them.
pub(super) fn find(look: &mut Look<'_, '_>, meta: &mut Meta) {
    let mut found: Vec<Found> = Vec::new();
    type Rule = fn(&Look<'_, '_>, &Meta) -> Option<Found>;
    let rules: [Rule; 7] =
        [json_ld_author, citation_author, item_author, rel_author, meta_author, byline_element, byline_text];
    for rule in rules {
        if let Some(names) = rule(look, meta) {
            found.push(names);
        }
    }
    meta.byline_nodes = found.iter().flat_map(|f| f.nodes.iter().copied()).collect();
    meta.byline_nodes.sort();
    meta.byline_nodes.dedup();
    let Some(chosen) = choose(look, &found) else { return };
    for (index, other) in found.iter().enumerate() {
        let quote: Vec<&str> = other.names.iter().map(|(name, _)| name.as_str()).collect();
        let reason =
            if index == chosen { "the most trusted that names somebody" } else { "another is trusted more" };
        look.note(other.rule, &quote.join(", "), index == chosen, reason);
    }
    let chosen = &found[chosen];
    let mut keys: Vec<String> = Vec::new();
    for (name, range) in chosen.names.iter().take(MOST) {
        let key = key(name);
        if !keys.contains(&key) {
            keys.push(key);
            meta.authors.push(fact(name.clone(), chosen.rule, range.clone()));
        }
    }
}

/// The first that names a person; if none does, the first.
fn choose(look: &Look<'_, '_>, found: &[Found]) -> Option<usize> {
    let impersonal = |f: &Found| f.names.iter().all(|(name, _)| look.is_site(name));
    let first = found.iter().position(|f| !impersonal(f));
    first.or(if found.is_empty() { None } else { Some(0) })
}

fn json_ld_author(look: &Look<'_, '_>, meta: &Meta) -> Option<Found> {
    let mut names = Vec::new();
    for author in &meta.posting.authors {
        let range = author.name.page.0 as usize..author.name.page.1 as usize;
        let written = &author.name.value;
        let found = if author.organisation == Some(true) {
            vec![written.clone()]
        } else {
            look.words.names.names(written, Trust::Field)
        };
        names.extend(found.into_iter().map(|name| (name, range.clone())));
    }
    non_empty("article/json-ld-author", names, Vec::new())
}

/// Google Scholar's fields hold one author each, the family name first.
fn citation_author(look: &Look<'_, '_>, _: &Meta) -> Option<Found> {
    let metas = look.metas(&["citation_author".to_owned()]);
    let names = metas.into_iter().filter_map(|(written, range)| {
        let name = match written.split_once(", ") {
            Some((family, given)) if !given.contains(',') => format!("{given} {family}"),
            _ => written,
        };
        Some((look.words.names.names(&name, Trust::Field).into_iter().next()?, range))
    });
    non_empty("article/citation-author", names.collect(), Vec::new())
}

fn meta_author(look: &Look<'_, '_>, _: &Meta) -> Option<Found> {
    let mut names: Vec<(String, Range<usize>)> = Vec::new();
    let fields = &look.words.fields;
    for name in &fields.authors {
        for (written, range) in look.metas(std::slice::from_ref(name)) {
            let found = look.words.names.names(&written, Trust::Field);
            names.extend(found.into_iter().map(|name| (name, range.clone())));
        }
        if !names.is_empty() {
            break;
        }
    }
    if names.iter().all(|(name, _)| look.is_site(name)) {
        let label = look.metas(&["twitter:label1".to_owned()]);
        let data = look.metas(&["twitter:data1".to_owned()]);
        if let (Some((label, _)), Some((written, range))) = (label.first(), data.first())
            && fields.author_labels.contains(&label.to_lowercase())
        {
            let found = look.words.names.names(written, Trust::Field);
            names = found.into_iter().map(|name| (name, range.clone())).collect();
        }
    }
    non_empty("article/meta-author", names, Vec::new())
}

fn item_author(look: &Look<'_, '_>, meta: &Meta) -> Option<Found> {
    let dom = look.view.dom;
    let authors = look.signals.items.iter().filter(|(node, item)| {
        matches!(*item, "author" | "creator" | "author name") && !look.is_aside(*node)
    });
    let mut nodes: Vec<NodeId> = authors.map(|(node, _)| *node).collect();
    nodes = look.nearest_group(nodes, meta.headline_node);
    let mut names = Vec::new();
    for node in &nodes {
        let inner = look.signals.items.iter().find(|(n, item)| *item == "name" && dom.is_below(*n, *node));
        let named = inner.map_or(*node, |(n, _)| *n);
        let content = dom.attr_range(look.page, named, "content").filter(|r| !r.is_empty());
        let written = match content {
            Some(range) => Some((signals::words_at(look.page, range.clone()), range)),
            None => look.words_below(named, LONGEST_BYLINE),
        };
        if let Some((written, range)) = written.filter(|(w, _)| w.len() <= LONGEST_BYLINE) {
            let found = look.words.names.names(&written, Trust::Field);
            names.extend(found.into_iter().map(|name| (name, range.clone())));
        }
    }
    non_empty("article/item-author", names, nodes)
}

fn rel_author(look: &Look<'_, '_>, meta: &Meta) -> Option<Found> {
    let nodes = look.signals.rel_author.iter().copied().filter(|node| !look.is_aside(*node)).collect();
    let nodes = look.nearest_group(nodes, meta.headline_node);
    let names = look.names_in(&nodes, Trust::Field);
    non_empty("article/rel-author", names, nodes)
}

/// Elements whose class says that they are a byline, near the headline.
fn byline_element(look: &Look<'_, '_>, meta: &Meta) -> Option<Found> {
    let dom = look.view.dom;
    let mut best: Option<Found> = None;
    for node in look.signals.bylines.iter().copied().filter(|node| !look.is_aside(*node)) {
        let Some((written, _)) = look.words_below(node, LONGEST_BYLINE) else { continue };
        if written.len() > LONGEST_BYLINE {
            continue;
        }
        // Links to the pages of authors are names and nothing else.
        let links: Vec<NodeId> = std::iter::once(node)
            .chain(dom.below(node))
            .filter(|n| dom.is(*n, Tag::A) && look.leads_to_author(*n))
            .collect();
        let names = look.names_in(&links, Trust::Text);
        let names = if names.is_empty() { look.names_in(&[node], Trust::Text) } else { names };
        if names.is_empty() {
            continue;
        }
        let below = meta.headline_node.is_none_or(|headline| node > headline);
        let better = best.is_none();
        if better
            || below && best.as_ref().is_some_and(|b| meta.headline_node.is_some_and(|h| b.nodes[0] < h))
        {
            best = Some(Found { rule: "article/byline-element", names, nodes: vec![node] });
        }
        if below {
            break;
        }
    }
    best
}

/// A line near the headline that begins with "By" and a name.
fn byline_text(look: &Look<'_, '_>, meta: &Meta) -> Option<Found> {
    let blocks = &look.view.blocks.blocks;
    let headline = meta.headline_node?;
    let at = blocks.iter().position(|block| block.node >= headline)?;
    let near = &blocks[at.saturating_sub(BLOCKS_ABOVE)..(at + BLOCKS_BELOW).min(blocks.len())];
    for block in
        near.iter().filter(|block| block.len as usize <= LONGEST_BYLINE && !look.is_aside(block.node))
    {
        let (written, range) = look.words_below(block.node, LONGEST_BYLINE)?;
        if !look.words.names.has_prefix(&written) {
            continue;
        }
        let names = look.words.names.names(&written, Trust::Text);
        if !names.is_empty() && names.iter().any(|name| look.words.names.looks_like_person(name)) {
            let names = names.into_iter().map(|name| (name, range.clone())).collect();
            return non_empty("article/byline-text", names, vec![block.node]);
        }
    }
    None
}

fn non_empty(rule: &'static str, names: Vec<(String, Range<usize>)>, nodes: Vec<NodeId>) -> Option<Found> {
    (!names.is_empty()).then_some(Found { rule, names, nodes })
}

impl Look<'_, '_> {
    fn names_in(&self, nodes: &[NodeId], trust: Trust) -> Vec<(String, Range<usize>)> {
        let mut names = Vec::new();
        for node in nodes {
            if let Some((written, range)) =
                self.words_below(*node, LONGEST_BYLINE).filter(|(w, _)| w.len() <= LONGEST_BYLINE)
            {
                let found = self.words.names.names(&written, trust);
                names.extend(found.into_iter().map(|name| (name, range.clone())));
            }
        }
        names
    }

    /// True if an element belongs to something else on the page: comments, other articles, navigation.
    pub fn is_aside(&self, node: NodeId) -> bool {
        let apart =
            Kinds::COMMENTS.with(Kinds::RELATED).with(Kinds::NAV).with(Kinds::FOOTER).with(Kinds::SIDEBAR);
        let dom = self.view.dom;
        std::iter::once(node).chain(dom.ancestors(node)).any(|n| {
            let tag = dom.tag(n);
            if matches!(tag, Some(Tag::Body | Tag::Html | Tag::Main)) {
                return false;
            }
            matches!(tag, Some(Tag::Nav | Tag::Footer)) || self.view.classes.of(n).has(apart)
        })
    }

    fn leads_to_author(&self, link: NodeId) -> bool {
        let href = self.view.dom.attr(self.page, link, "href").unwrap_or("");
        let rel = self.view.dom.attr(self.page, link, "rel").unwrap_or("");
        rel.split_ascii_whitespace().any(|r| r == "author")
            || href.len() < 500
                && self.words.names.profile_paths.iter().any(|path| href.contains(path.as_str()))
    }

    /// Of nodes of one sort, those that stand together with the one nearest below the headline.
    fn nearest_group(&self, nodes: Vec<NodeId>, headline: Option<NodeId>) -> Vec<NodeId> {
        let dom = self.view.dom;
        let first =
            nodes.iter().copied().find(|n| headline.is_none_or(|h| *n > h)).or_else(|| nodes.last().copied());
        let Some(first) = first else { return Vec::new() };
        let group = dom.ancestors(first).nth(2).or_else(|| dom.ancestors(first).last()).unwrap_or(first);
        nodes
            .into_iter()
            .filter(|n| *n == first || dom.is_below(*n, group) && n.index().abs_diff(first.index()) < 60)
            .collect()
    }
}
