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
const BLOCKS_BELOW: usize = 20;
const BLOCKS_ABOVE: usize = 8;

/// Nodes between the headline and a link to its author.
const NODES_BELOW: usize = 250;

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
    let rules: [Rule; 9] = [
        json_ld_author,
        citation_author,
        item_author,
        rel_author,
        meta_author,
        byline_element,
        byline_text,
        author_link,
        beside_date,
    ];
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
    // The site's own name beside a person's says where it appeared; JSON-LD means what it says.
    let given = chosen.rule == "article/json-ld-author";
    let person = chosen.names.iter().any(|(name, _)| !look.is_site(name));
    let mut keys: Vec<String> = Vec::new();
    for (name, range) in chosen.names.iter().take(MOST) {
        let key = key(name);
        if !keys.contains(&key) && (given || !person || !look.is_site(name)) {
            keys.push(key);
            meta.authors.push(fact(name.clone(), chosen.rule, range.clone()));
        }
    }
}

/// The first that names somebody but the site; of others than JSON-LD, a desk or a firm gives way to a person.
fn choose(look: &Look<'_, '_>, found: &[Found]) -> Option<usize> {
    let names = &look.words.names;
    let strong = |f: &Found| {
        let given = f.rule == "article/json-ld-author";
        f.names.iter().any(|(name, _)| !look.is_site(name) && (given || !names.is_organisation(name)))
    };
    let person =
        |f: &Found| f.names.iter().any(|(name, _)| names.looks_like_person(name) && !look.is_site(name));
    let first = found.first().filter(|f| strong(f)).map(|_| 0);
    let first = first.or_else(|| found.iter().position(|f| strong(f) && (person(f) || found.len() == 1)));
    let first = first.or_else(|| found.iter().position(strong));
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
            None => look.words_apart(named, LONGEST_BYLINE),
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

/// Elements whose class says that they are a byline, the nearest below the headline.
fn byline_element(look: &Look<'_, '_>, meta: &Meta) -> Option<Found> {
    let dom = look.view.dom;
    let mut above: Option<Found> = None;
    for node in look.signals.bylines.iter().copied().filter(|node| !look.is_aside(*node)) {
        let Some((written, _)) = look.words_apart(node, LONGEST_BYLINE) else { continue };
        if written.len() > LONGEST_BYLINE {
            continue;
        }
        // Links to the pages of authors are names and nothing else.
        let links: Vec<NodeId> = std::iter::once(node)
            .chain(dom.below(node))
            .filter(|n| dom.is(*n, Tag::A) && look.leads_to_author(*n))
            .collect();
        let mut names = look.names_in(&links, Trust::Field);
        if names.is_empty() && (look.marks_author(node) || look.words.names.has_prefix(&written)) {
            names = look.names_in(&[node], Trust::Text);
        }
        if names.is_empty() {
            continue;
        }
        let found = Found { rule: "article/byline-element", names, nodes: vec![node] };
        if meta.headline_node.is_none_or(|headline| node > headline) {
            return Some(found);
        }
        above = Some(found);
    }
    above
}

/// A line near the headline that begins with "By" and a name.
fn byline_text(look: &Look<'_, '_>, meta: &Meta) -> Option<Found> {
    for block in look.near_headline(meta) {
        let Some((written, _)) = look.words_apart(block, LONGEST_BYLINE) else { continue };
        if !look.words.names.has_prefix(&written) {
            continue;
        }
        let names = look.names_in(&[block], Trust::Text);
        if names.iter().any(|(name, _)| look.words.names.looks_like_person(name)) {
            return non_empty("article/byline-text", names, vec![block]);
        }
    }
    None
}

/// Links near the headline that lead to the pages of authors.
fn author_link(look: &Look<'_, '_>, meta: &Meta) -> Option<Found> {
    let dom = look.view.dom;
    let headline = meta.headline_node?;
    let links = dom.below(NodeId::ROOT).skip(headline.index()).take(NODES_BELOW);
    let links = links.filter(|n| dom.is(*n, Tag::A) && look.leads_to_author(*n) && !look.is_aside(*n));
    let nodes = look.nearest_group(links.collect(), Some(headline));
    non_empty("article/author-link", look.names_in(&nodes, Trust::Text), nodes)
}

/// A short line near the headline that is a person's name and a date: "11.12.2019 - Ana Ruiz".
fn beside_date(look: &Look<'_, '_>, meta: &Meta) -> Option<Found> {
    for block in look.near_headline(meta) {
        let Some((written, range)) = look.words_apart(block, LONGEST_BYLINE) else { continue };
        let Some((_, date)) = look.when.find(&written, &look.locale) else { continue };
        let before = look.words.names.before_date(&written[..date.start]);
        let names = [before, &written[date.end..]].into_iter().flat_map(|side| {
            look.words
                .names
                .names(side, Trust::Text)
                .into_iter()
                .filter(|name| look.words.names.looks_like_person(name))
        });
        let names: Vec<_> = names.map(|name| (name, range.clone())).collect();
        let letters: usize = names.iter().map(|(name, _)| name.len()).sum();
        if !names.is_empty() && letters + date.len() + 12 > written.len() {
            return non_empty("article/name-beside-date", names, vec![block]);
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
            let Some((written, range)) = self.words_apart(*node, LONGEST_BYLINE) else { continue };
            if written.len() > LONGEST_BYLINE {
                continue;
            }
            let date =
                self.when.find(&written, &self.locale).map_or(written.len()..written.len(), |(_, date)| date);
            let before = match date.start < written.len() {
                true => self.words.names.before_date(&written[..date.start]),
                false => written.as_str(),
            };
            let mut found = self.words.names.names(before, trust);
            if found.is_empty() {
                found = self.words.names.names(&written[date.end..], trust);
            }
            names.extend(found.into_iter().map(|name| (name, range.clone())));
        }
        names
    }

    /// The elements of short blocks near the headline, the ones below it first.
    pub fn near_headline(&self, meta: &Meta) -> Vec<NodeId> {
        let blocks = &self.view.blocks.blocks;
        let Some(headline) = meta.headline_node else { return Vec::new() };
        let at = blocks.partition_point(|block| block.node < headline);
        let below = &blocks[at..(at + BLOCKS_BELOW).min(blocks.len())];
        let above = &blocks[at.saturating_sub(BLOCKS_ABOVE)..at];
        let near = below.iter().chain(above.iter().rev());
        near.filter(|b| b.len as usize <= LONGEST_BYLINE && !self.is_aside(b.node)).map(|b| b.node).collect()
    }

    /// True if an element belongs to something else on the page: comments, other articles, navigation, a picture.
    /// What holds the headline belongs to the article, whatever it is called.
    pub fn is_aside(&self, node: NodeId) -> bool {
        let apart = Kinds::COMMENTS.with(Kinds::RELATED).with(Kinds::NAV).with(Kinds::SIDEBAR);
        let dom = self.view.dom;
        std::iter::once(node).chain(dom.ancestors(node)).any(|n| {
            if self.headline.is_some_and(|headline| dom.is_below(headline, n)) {
                return false;
            }
            let Some(tag) = dom.tag(n) else { return false };
            let kinds = self.view.classes.of(n);
            match tag {
                Tag::Body | Tag::Html | Tag::Main => false,
                Tag::Nav | Tag::Figure | Tag::Figcaption => true,
                _ if kinds.has(apart) => true,
                _ if tag == Tag::Footer || kinds.has(Kinds::FOOTER) => !self.is_post_footer(n),
                _ => false,
            }
        })
    }

    /// The foot of a post, not that of the page: "entry-footer".
    fn is_post_footer(&self, node: NodeId) -> bool {
        let dom = self.view.dom;
        let class = dom.attr(self.page, node, "class").unwrap_or("").to_ascii_lowercase();
        ["post", "entry", "article", "story", "meta"].iter().any(|word| class.contains(word))
            || dom.ancestors(node).any(|n| dom.is(n, Tag::Article))
    }

    fn marks_author(&self, node: NodeId) -> bool {
        let dom = self.view.dom;
        ["class", "id", "itemprop", "data-testid"]
            .into_iter()
            .filter_map(|name| dom.attr(self.page, node, name))
            .any(|value| {
                let value = value.get(..200).unwrap_or(value).to_lowercase();
                self.words.names.marks.iter().any(|mark| value.contains(mark.as_str()))
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
