//! The headline: the heading that the page shows, if its title agrees; else what its data call the headline.
use super::agree::{is_edge, key, likeness};
use super::jsonld::Posting;
use super::titles::{Cleaned, Title};
use super::{Look, Meta, fact};
use crate::article::blocks::Form;
use crate::article::classes::Kinds;
use crate::read::html::{NodeId, Tag};

/// A heading has to share this much with a title to be the headline.
const LEAST_LIKENESS: f32 = 0.28;

/// From this length on, a title that begins with the heading may go on without a blank: "Port reopensAlmer Post".
const LEAST_GLUED: usize = 10;

/// The longest headline.
const LONGEST: usize = 400;

/// The posting that describes the page's own article: its address or its headline agrees with the page's.
pub(super) fn main_posting(titles: &[Title], meta: &Meta, postings: &[Posting]) -> Option<usize> {
    let titles: Vec<String> = titles.iter().map(|t| key(&t.words)).collect();
    let url = meta.url.as_ref().map(|u| bare_url(&u.value));
    let score = |posting: &Posting| {
        let headline = posting.headline.as_ref().map_or(String::new(), |h| key(&h.value));
        let agrees = titles.iter().any(|t| is_edge(&headline, t) || likeness(&headline, t) > 0.5);
        let same_url = url.is_some_and(|url| posting.urls.iter().any(|u| bare_url(&u.value) == url));
        let fields = usize::from(posting.published.is_some()) + usize::from(!posting.authors.is_empty());
        (usize::from(posting.article), 2 * usize::from(agrees) + usize::from(same_url), fields)
    };
    let mut best: Option<(usize, (usize, usize, usize))> = None;
    for (index, posting) in postings.iter().enumerate() {
        let score = score(posting);
        if best.is_none_or(|(_, top)| score > top) {
            best = Some((index, score));
        }
    }
    best.map(|(index, _)| index)
}

/// A posting with the fields that it lacks from others with the same headline, or from the one of the page itself.
pub(super) fn merged(postings: &[Posting], main: usize) -> Posting {
    let mut out = postings[main].clone();
    let headline = out.headline.as_ref().map(|h| key(&h.value));
    for (index, other) in postings.iter().enumerate() {
        let same = headline.is_some() && other.headline.as_ref().map(|h| key(&h.value)) == headline;
        if index == main || !(same && other.article) {
            continue;
        }
        out.published = out.published.or_else(|| other.published.clone());
        out.modified = out.modified.or_else(|| other.modified.clone());
        out.publisher = out.publisher.or_else(|| other.publisher.clone());
        out.section = out.section.or_else(|| other.section.clone());
        out.description = out.description.or_else(|| other.description.clone());
        out.body = out.body.or(other.body);
        out.free = out.free.or(other.free);
        if out.authors.is_empty() {
            out.authors.clone_from(&other.authors);
        }
        if out.pictures.is_empty() {
            out.pictures.clone_from(&other.pictures);
        }
    }
    out
}

/// An address without scheme, "www.", query and the last slash.
fn bare_url(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let rest = rest.strip_prefix("www.").unwrap_or(rest);
    rest.split(['?', '#']).next().unwrap_or(rest).trim_end_matches('/')
}

/// A heading of the page.
struct Heading {
    node: NodeId,
    words: String,
    range: std::ops::Range<usize>,
    key: String,
}

/// Finds the headline and the element that shows it.
pub(super) fn find(look: &mut Look<'_, '_>, titles: &[Title], meta: &mut Meta) {
    let posting = meta.posting.headline.clone().filter(|h| meta.posting.article && h.value.len() <= LONGEST);
    let mut given: Vec<Title> = titles.to_vec();
    if let Some(found) = posting {
        let range = found.page.0 as usize..found.page.1 as usize;
        given.insert(0, Title { rule: "article/json-ld-headline", words: found.value, range });
    }
    let mut h1 = shown_first_level(look);
    h1.retain(|h| {
        let home = look.leads_home(h.node) || look.is_site(&h.words);
        if home {
            look.note("article/h1", &h.words, false, "it names the site");
            // Other parts of the page's title may end with it.
            look.sites.push(super::publisher::site_key(&h.words));
        }
        !home
    });
    let cleaned: Vec<Cleaned> = given.iter().map(|title| look.clean_title(&title.words)).collect();
    if let Some(heading) = agreeing_heading(look, &h1, &cleaned) {
        show(look, meta, heading, &given, &cleaned, "article/h1");
        return;
    }
    if let Some(heading) = only_heading(&h1, &cleaned) {
        show(look, meta, heading, &given, &cleaned, "article/only-h1");
        return;
    }
    let others = shown_otherwise(look);
    let named = others.iter().filter(|h| support(h, &cleaned).0 >= 0.9).max_by(|a, b| {
        let (a_support, b_support) = (support(a, &cleaned), support(b, &cleaned));
        a_support.partial_cmp(&b_support).unwrap_or(std::cmp::Ordering::Equal).then(b.node.cmp(&a.node))
    });
    if let Some(heading) = named {
        show(look, meta, heading, &given, &cleaned, "article/heading");
        return;
    }
    // A title of one word is that of the site: "Home".
    let telling = |cleaned: &Cleaned| cleaned.key.contains(' ') || cleaned.key.chars().count() > 12;
    if let Some((title, clean)) = given.iter().zip(&cleaned).find(|(_, clean)| telling(clean)) {
        look.note(title.rule, &clean.words, true, "no heading agrees with it");
        meta.headline = Some(fact(clean.words.clone(), title.rule, title.range.clone()));
    } else if let Some(heading) = h1.first() {
        look.note("article/h1", &heading.words, true, "the page has no telling title");
        meta.headline = Some(fact(heading.words.clone(), "article/h1", heading.range.clone()));
        meta.headline_node = Some(heading.node);
    } else if let Some((title, clean)) = given.iter().zip(&cleaned).find(|(_, clean)| !clean.key.is_empty()) {
        look.note(title.rule, &clean.words, true, "there is nothing else");
        meta.headline = Some(fact(clean.words.clone(), title.rule, title.range.clone()));
    }
}

/// Takes the heading, or the title that is all of it but for a kicker or the name of the site.
fn show(
    look: &mut Look<'_, '_>,
    meta: &mut Meta,
    heading: &Heading,
    given: &[Title],
    cleaned: &[Cleaned],
    rule: &'static str,
) {
    meta.headline_node = Some(heading.node);
    let exact = cleaned.iter().any(|clean| clean.key == heading.key || clean.whole == heading.key);
    let inner = given.iter().zip(cleaned).find(|(_, clean)| {
        !exact
            && !clean.is_cut
            && clean.key.contains(' ')
            && is_edge(&clean.key, &heading.key)
            && clean.key.len() * 3 > heading.key.len()
    });
    match inner {
        Some((title, clean)) => {
            look.note(
                rule,
                &heading.words,
                false,
                "it holds more than the headline that the page's data give",
            );
            look.note(title.rule, &clean.words, true, "it is part of the heading shown");
            meta.headline = Some(fact(clean.words.clone(), title.rule, title.range.clone()));
        }
        None => {
            look.note(rule, &heading.words, true, "it agrees with a title of the page");
            let words = look.clean_title(&heading.words).words;
            meta.headline = Some(fact(words, rule, heading.range.clone()));
        }
    }
}

/// The one first-level heading of the page, if it shares a long word with a title: search engines get another headline.
fn only_heading<'h>(headings: &'h [Heading], cleaned: &[Cleaned]) -> Option<&'h Heading> {
    let [heading] = headings else { return None };
    let long = |word: &&str| word.chars().count() >= 6;
    let shares = |clean: &Cleaned| {
        heading.key.split(' ').filter(long).any(|word| clean.key.split(' ').any(|w| w == word))
    };
    let several = heading.key.split(' ').count() >= 4;
    (several && cleaned.iter().any(shares)).then_some(heading)
}

fn agreeing_heading<'h>(
    look: &mut Look<'_, '_>,
    headings: &'h [Heading],
    cleaned: &[Cleaned],
) -> Option<&'h Heading> {
    let mut best: Option<(f32, f32, &Heading)> = None;
    for heading in headings {
        let (likeness, agreeing) = support(heading, cleaned);
        let enough = likeness >= LEAST_LIKENESS || cleaned.is_empty();
        if !enough {
            look.note("article/h1", &heading.words, false, "no title of the page is like it");
        } else if best.is_none_or(|(top, among, _)| (likeness, agreeing) > (top, among)) {
            best = Some((likeness, agreeing, heading));
        }
    }
    best.map(|(.., heading)| heading)
}

/// How like the most alike title is, and how many titles agree in full; a longer part of a title counts for more.
fn support(heading: &Heading, cleaned: &[Cleaned]) -> (f32, f32) {
    let (mut best, mut agreeing) = (0f32, 0f32);
    for clean in cleaned {
        let alike = if clean.key == heading.key || clean.whole == heading.key {
            1.0
        } else if clean.is_cut && heading.key.starts_with(&clean.key) {
            0.95
        } else if clean.parts.contains(&heading.key)
            || heading.key.contains(' ') && is_edge(&heading.key, &clean.whole)
            || heading.key.chars().count() >= LEAST_GLUED && clean.whole.starts_with(&heading.key)
        {
            0.9 + 0.09 * heading.key.len() as f32 / clean.whole.len().max(1) as f32
        } else {
            0.85 * likeness(&heading.key, &clean.key)
        };
        best = best.max(alike);
        agreeing += f32::from(u8::from(alike >= 0.9));
    }
    (best, agreeing)
}

fn shown_first_level(look: &Look<'_, '_>) -> Vec<Heading> {
    look.signals.h1.iter().filter_map(|node| look.heading(*node)).collect()
}

/// Headings of lower levels, and elements whose class says that they are the headline.
fn shown_otherwise(look: &Look<'_, '_>) -> Vec<Heading> {
    let blocks = look.view.blocks.blocks.iter().filter(|block| block.len as usize <= LONGEST);
    let headings = blocks.filter_map(|block| match block.form {
        Form::Heading(2..=4) => look.heading(block.node),
        _ if block.kinds.has(Kinds::HEADLINE) => look.heading(block.node),
        _ => None,
    });
    headings.take(200).filter(|h| !look.leads_home(h.node) && !look.is_site(&h.words)).collect()
}

/// True if two pieces of a heading run into each other though the second begins a new one.
fn is_glued(first: &str, second: &str, words: &str) -> bool {
    let ends =
        first.chars().count() > 2 && first.ends_with(|c: char| c.is_alphanumeric() || matches!(c, '.' | ':'));
    let begins = second.chars().count() > 2
        && second.starts_with(|c: char| c.is_uppercase() || matches!(c, '"' | '“' | '„' | '«' | '‘'));
    ends && begins && words.contains(&format!("{first}{second}"))
}

impl Look<'_, '_> {
    fn heading(&self, node: NodeId) -> Option<Heading> {
        let (mut words, range) = self.words_below(node, LONGEST)?;
        // A kicker that only style sets apart: "ALMERPort reopens".
        if let Some(line) = self.line(node).filter(|line| line.pieces.len() > 1)
            && line.pieces.windows(2).any(|pair| is_glued(&pair[0], &pair[1], &words))
        {
            words = line.words;
        }
        let key = key(&words);
        (!key.is_empty()).then_some(Heading { node, words, range, key })
    }

    /// True if a heading is a link to the site's front page.
    fn leads_home(&self, node: NodeId) -> bool {
        let dom = self.view.dom;
        let above = dom.ancestors(node).take(2);
        let mut links = dom.below(node).take(12).chain(above).filter(|n| dom.is(*n, Tag::A));
        links.any(|a| {
            let href = dom.attr(self.page, a, "href").unwrap_or("").trim();
            let path = href
                .split_once("://")
                .map_or(href, |(_, rest)| rest.split_once('/').map_or("", |(_, path)| path));
            let rel = dom.attr(self.page, a, "rel").unwrap_or("");
            !href.is_empty() && (path.is_empty() || matches!(path, "/" | "index.html" | "index.php"))
                || rel == "home"
        })
    }
}
