//! Whose page it is: address, domain, publisher, section, language, paywall.
use super::agree::key;
use super::jsonld::{Found, Posting};
use super::{Look, Meta, fact, found_fact, signals};
use crate::doc::{Fact, RuleId};
use crate::read::Page;

/// The longest name of a site, and of a section.
const LONGEST_NAME: usize = 80;

/// Finds address, domain and language, which the other fields need.
pub(super) fn place(look: &mut Look<'_, '_>, page: &Page, postings: &[Posting], meta: &mut Meta) {
    meta.url = url_from_hint(page)
        .or_else(|| url_from_canonical(look))
        .or_else(|| url_from_og(look))
        .or_else(|| url_from_json_ld(postings));
    meta.domain = meta.url.as_ref().and_then(|url| domain(&url.value));
    meta.language = language_from_html(look)
        .or_else(|| language_from_meta(look))
        .or_else(|| language_from_json_ld(postings));
}

fn url_from_hint(page: &Page) -> Option<Fact<String>> {
    let url = page.hints.url.clone()?;
    Some(Fact { value: url, rule: RuleId::new("article/url-given"), page: None })
}

fn url_from_canonical(look: &Look<'_, '_>) -> Option<Fact<String>> {
    let link = look.signals.links.iter().find(|link| link.bare == "canonical")?;
    let url = signals::words_at(look.page, link.value.clone());
    is_absolute(&url).then(|| fact(url, "article/url-canonical", link.value.clone()))
}

fn url_from_og(look: &Look<'_, '_>) -> Option<Fact<String>> {
    let names = ["ogurl".to_owned(), "twitterurl".to_owned(), "parselylink".to_owned()];
    let (url, range) = look.metas(&names).into_iter().find(|(url, _)| is_absolute(url))?;
    Some(fact(url, "article/url-meta", range))
}

fn url_from_json_ld(postings: &[Posting]) -> Option<Fact<String>> {
    let main = postings.iter().find(|p| p.article)?;
    let url = main.urls.iter().find(|url| is_absolute(&url.value))?;
    Some(found_fact(url, "article/url-json-ld"))
}

/// True for the addresses of pages: "https://almer.example/x", and not that of a whole site.
fn is_absolute(url: &str) -> bool {
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
    rest.is_some_and(|rest| rest.contains('.') && !rest.contains(char::is_whitespace))
}

/// The host of an address without "www." and "m.": "almer.example".
pub(super) fn domain(url: &str) -> Option<String> {
    let rest = url.split_once("://")?.1;
    let host =
        rest.split(['/', '?', '#']).next()?.rsplit('@').next()?.split(':').next()?.to_ascii_lowercase();
    let host = ["www.", "m.", "amp.", "mobile."].iter().find_map(|p| host.strip_prefix(p)).unwrap_or(&host);
    (host.contains('.')).then(|| host.to_owned())
}

fn language_from_html(look: &Look<'_, '_>) -> Option<Fact<String>> {
    let range = look.signals.language.clone()?;
    let tag = tag(&look.page[range.clone()])?;
    Some(fact(tag, "article/language-html", range))
}

fn language_from_meta(look: &Look<'_, '_>) -> Option<Fact<String>> {
    let (found, range) =
        look.metas(&look.words.fields.language).into_iter().find(|(value, _)| tag(value).is_some())?;
    Some(fact(tag(&found)?, "article/language-meta", range))
}

fn language_from_json_ld(postings: &[Posting]) -> Option<Fact<String>> {
    let found = postings.iter().filter(|p| p.article).find_map(|p| p.language.as_ref())?;
    Some(Fact {
        value: tag(&found.value)?,
        rule: RuleId::new("article/language-json-ld"),
        page: Some(found.page),
    })
}

/// A language tag in the customary case: "de-AT" for "de_at".
fn tag(written: &str) -> Option<String> {
    let first = written.split([',', ';']).next()?.trim();
    let mut out = String::new();
    for (i, part) in first.split(['-', '_']).enumerate() {
        if !part.bytes().all(|b| b.is_ascii_alphanumeric()) {
            return None;
        }
        match (i, part.len()) {
            (0, 2 | 3) => out.push_str(&part.to_ascii_lowercase()),
            (0, _) => return None,
            (_, 2) => {
                out.push('-');
                out.push_str(&part.to_ascii_uppercase());
            }
            (_, 4) => {
                out.push('-');
                out.push_str(&part[..1].to_ascii_uppercase());
                out.push_str(&part[1..].to_ascii_lowercase());
            }
            _ => break,
        }
    }
    Some(out)
}

/// Finds the publisher, and learns by which names the site calls itself.
pub(super) fn name(look: &mut Look<'_, '_>, meta: &mut Meta) {
    let sites = look.metas(&look.words.fields.site);
    let named = sites.iter().find(|(name, _)| name.len() <= LONGEST_NAME && !name.contains("://"));
    let posting = meta.posting.publisher.as_ref().filter(|found| found.value.len() <= LONGEST_NAME);
    meta.publisher = posting
        .map(|found| found_fact(found, "article/publisher-json-ld"))
        .or_else(|| named.map(|(name, range)| fact(name.clone(), "article/publisher-meta", range.clone())));

    let names = sites.iter().map(|(name, _)| name.as_str()).chain(posting.map(|found| found.value.as_str()));
    let mut keys: Vec<String> = names.map(site_key).collect();
    if let Some(domain) = &meta.domain {
        keys.push(site_key(domain));
        // "almer" of "news.almer.co.uk"
        keys.extend(domain.split('.').filter(|part| part.len() > 3).map(site_key));
    }
    keys.retain(|key| key.chars().count() >= 2 && key.len() <= LONGEST_NAME);
    keys.sort();
    keys.dedup();
    look.sites = keys;
}

/// A name without blanks and marks.
pub(super) fn site_key(name: &str) -> String {
    key(name).replace(' ', "")
}

impl Look<'_, '_> {
    /// True if a line is a name of the site, or the beginning of one, or one with a little more.
    pub fn is_site(&self, line: &str) -> bool {
        let line = site_key(line);
        let length = line.chars().count();
        length > 0
            && self.sites.iter().any(|site| {
                *site == line
                    || length > 3
                        && (site.contains(&line)
                            || site.len() > 3
                                && line.starts_with(site.as_str())
                                && line.len() <= site.len() + 8)
            })
    }
}

/// Finds the section, and whether readers must pay.
pub(super) fn section_and_paywall(look: &mut Look<'_, '_>, meta: &mut Meta) {
    let usable = |name: &str| name.len() <= LONGEST_NAME && !name.contains("://") && key(name).len() > 1;
    let from_posting = meta.posting.section.as_ref().filter(|found| usable(&found.value));
    let metas = look.metas(&look.words.fields.section);
    let from_meta = metas.iter().find(|(name, _)| usable(name));
    meta.section = from_meta
        .map(|(name, range)| fact(name.clone(), "article/section-meta", range.clone()))
        .or_else(|| from_posting.map(|found: &Found| found_fact(found, "article/section-json-ld")));

    if let Some((free, page)) = meta.posting.free {
        meta.paywalled =
            Some(Fact { value: !free, rule: RuleId::new("article/paywall-json-ld"), page: Some(page) });
    } else if let Some((value, range)) = look.metas(&look.words.fields.paywall).into_iter().next() {
        let value = value.to_lowercase();
        let paid = look.words.fields.paywall_values.contains(&value);
        let free = matches!(value.as_str(), "free" | "false" | "no" | "open" | "public");
        if paid || free {
            meta.paywalled = Some(fact(paid, "article/paywall-meta", range));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn domains_and_tags() {
        assert_eq!(domain("https://www.almer.example:8080/x?y#z").as_deref(), Some("almer.example"));
        assert_eq!(domain("/x"), None);
        assert_eq!(tag("de_at").as_deref(), Some("de-AT"));
        assert_eq!(tag("zh-hans-cn").as_deref(), Some("zh-Hans-CN"));
        assert_eq!(tag("English"), None);
    }
}
