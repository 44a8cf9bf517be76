//! Who wrote it: data first, then the byline that the page shows.
use std::ops::Range;

use super::agree::key;
use super::lines::Line;
use super::names::Trust;
use super::{Look, Meta, fact, signals};
use crate::article::classes::Kinds;
use crate::read::html::{NodeId, Tag, decode};

/// Nodes of a byline among which links to authors are looked for.
const LINKS_WITHIN: usize = 120;

/// "Posted by ana22" is shorter than this.
const LONGEST_SIGNED: usize = 80;

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
    let bare = |f: &Found| matches!(f.rule, "article/author-link" | "article/name-beside-date");
    let strong = |f: &Found| {
        if bare(f) && found.len() > 1 && !found.iter().all(bare) && found[0].rule == "article/json-ld-author"
        {
            return false;
        }
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
    let metas = look.metas(&["citationauthor".to_owned()]);
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
        let label = look.metas(&["twitterlabel1".to_owned()]);
        let data = look.metas(&["twitterdata1".to_owned()]);
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
            None => look.line(named).map(|line| (line.words, line.range)),
        };
        if let Some((written, range)) = written {
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
        let Some(line) = look.line(node) else { continue };
        // Links to the pages of authors are names and nothing else.
        let links: Vec<NodeId> = std::iter::once(node)
            .chain(dom.below(node).take(LINKS_WITHIN))
            .filter(|n| dom.is(*n, Tag::A) && look.leads_to_author(*n))
            .collect();
        let mut names = look.names_in(&links, Trust::Field);
        if names.is_empty() && (look.marks_author(node) || look.words.names.has_prefix(&line.words)) {
            names = look.names_of(&line, Trust::Text);
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
fn byline_text(look: &Look<'_, '_>, _: &Meta) -> Option<Found> {
    let words = &look.words.names;
    look.lines.iter().find_map(|line| {
        let mut bylined = line.clone();
        // "News | By Ana Ruiz | 5 September 2023"
        bylined.words = words.bylined_part(&line.words)?.to_owned();
        let names = look.names_of(&bylined, Trust::Text);
        let person = names.iter().any(|(name, _)| words.looks_like_person(name));
        if person {
            return non_empty("article/byline-text", names, vec![line.node]);
        }
        // "Posted by ana22" can be nothing else.
        let sure = words.has_long_prefix(&bylined.words) && bylined.words.len() < LONGEST_SIGNED;
        let names = if sure { look.names_of(&bylined, Trust::Field) } else { Vec::new() };
        (names.len() == 1).then(|| non_empty("article/byline-text", names, vec![line.node])).flatten()
    })
}

/// Links near the headline that lead to the pages of authors.
fn author_link(look: &Look<'_, '_>, _: &Meta) -> Option<Found> {
    let dom = look.view.dom;
    look.lines.iter().find_map(|line| {
        let inside = std::iter::once(line.node).chain(dom.below(line.node).take(LINKS_WITHIN));
        let links: Vec<NodeId> = inside.filter(|n| dom.is(*n, Tag::A) && look.leads_to_author(*n)).collect();
        non_empty("article/author-link", look.names_in(&links, Trust::Text), links)
    })
}

/// A short line near the headline that is a person's name and a date: "11.12.2019 - Ana Ruiz".
fn beside_date(look: &Look<'_, '_>, _: &Meta) -> Option<Found> {
    look.lines.iter().find_map(|line| {
        let (_, date) = look.when.find(&line.words, &look.locale)?;
        let before = look.words.names.before_date(&line.words[..date.start]);
        let found = [before, &line.words[date.end..]]
            .into_iter()
            .flat_map(|side| look.words.names.names(side, Trust::Text));
        let persons = found.filter(|name| look.words.names.looks_like_person(name));
        let names: Vec<_> = persons.map(|name| (name, line.range.clone())).collect();
        let letters: usize = names.iter().map(|(name, _)| name.len()).sum();
        let all = letters + date.len() + 16 > line.words.len();
        (all && !names.is_empty())
            .then(|| non_empty("article/name-beside-date", names, vec![line.node]))
            .flatten()
    })
}

fn non_empty(rule: &'static str, names: Vec<(String, Range<usize>)>, nodes: Vec<NodeId>) -> Option<Found> {
    (!names.is_empty()).then_some(Found { rule, names, nodes })
}

impl Look<'_, '_> {
    fn names_in(&self, nodes: &[NodeId], trust: Trust) -> Vec<(String, Range<usize>)> {
        let lines = nodes.iter().filter_map(|node| self.line(*node));
        lines.flat_map(|line| self.names_of(&line, trust)).collect()
    }

    /// The names in a line: of its pieces, if several are names of persons, or else of what stands beside its date.
    fn names_of(&self, line: &Line, trust: Trust) -> Vec<(String, Range<usize>)> {
        let words = &self.words.names;
        let mut names = Vec::new();
        if line.pieces.len() > 1 {
            let found = line.pieces.iter().flat_map(|piece| words.names(piece, Trust::Text));
            names = found.filter(|name| words.looks_like_person(name)).collect();
        }
        if names.len() < 2 {
            let end = line.words.len();
            let date = self.when.find(&line.words, &self.locale).map_or(end..end, |(_, date)| date);
            let before =
                if date.start < end { words.before_date(&line.words[..date.start]) } else { &line.words };
            names = words.names(before, trust);
            if names.is_empty() {
                names = words.names(&line.words[date.end..], trust);
            }
        }
        names.into_iter().map(|name| (name, line.range.clone())).collect()
    }

    /// True if an element belongs to something else on the page: comments, other articles, navigation, a picture.
    /// What holds the headline belongs to the article, whatever it is called.
    pub fn is_aside(&self, node: NodeId) -> bool {
        let strange = Kinds::COMMENTS.with(Kinds::SIDEBAR);
        let elsewhere = Kinds::RELATED.with(Kinds::NAV);
        let own = Kinds::BYLINE.with(Kinds::DATE);
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
                // "text-secondary" says how a line looks, not what it is.
                Tag::P | Tag::Span | Tag::Time | Tag::A | Tag::Small | Tag::Em | Tag::Strong => {
                    kinds.has(Kinds::COMMENTS)
                }
                _ if kinds.has(strange) => true,
                // "teaser__meta" is the head of an article as often as that of another one's teaser, which then
                // stands in something that is a teaser and nothing else.
                _ if kinds.has(elsewhere) && kinds.has(own) => false,
                _ if kinds.has(elsewhere) => !(kinds.has(Kinds::NAV) && self.is_post_footer(n)),
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
            .any(|value| self.words.names.marks.is_match(value))
    }

    fn leads_to_author(&self, link: NodeId) -> bool {
        let href = decode(self.view.dom.attr(self.page, link, "href").unwrap_or(""));
        let rel = self.view.dom.attr(self.page, link, "rel").unwrap_or("");
        rel.split_ascii_whitespace().any(|r| r == "author")
            || href.len() < 500 && self.words.names.profile_paths.is_match(href.as_ref())
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
