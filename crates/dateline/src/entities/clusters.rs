//! Entities as clusters of mentions.
use std::collections::HashMap;

use super::found::Found;
use super::lexicon::title_case;
use super::rules::{Gender, Rules};
use super::words::View;
use crate::doc::{EntityKind, MentionKind, Span};

/// A mention that belongs to a cluster.
#[derive(Clone, Copy, Debug)]
pub(super) struct Joined {
    pub first: usize,
    pub end: usize,
    /// Where the title before a name begins.
    pub title: usize,
    pub kind: MentionKind,
    pub rule: &'static str,
    pub line: usize,
}

/// An entity in the making.
#[derive(Clone, Debug)]
pub(super) struct Cluster {
    pub kind: EntityKind,
    /// The entry of the lists.
    pub entry: Option<u32>,
    /// The fullest form.
    pub name: String,
    pub gender: Gender,
    pub role: Option<Span>,
    rank: (bool, bool, usize),
    /// The nouns of all its roles.
    pub nouns: Vec<u32>,
    pub country: Option<String>,
    pub mentions: Vec<Joined>,
    pub rule: &'static str,
    /// False if it has no name: its `name` is the words of a phrase.
    pub named: bool,
    /// Several persons or things; none if it can be both.
    pub plural: Option<bool>,
    /// When a name was last joined to it; 0 for not yet.
    pub seen: usize,
}

/// All clusters, with the words that lead to them.
#[derive(Debug, Default)]
pub(super) struct Clusters {
    pub list: Vec<Cluster>,
    entries: HashMap<u32, usize>,
    /// Full names and acronyms.
    pub names: HashMap<String, usize>,
    /// Last names and other short forms, in lower case.
    pub short: HashMap<String, Vec<usize>>,
    /// Given names, in lower case.
    pub given: HashMap<String, Vec<usize>>,
}

impl Clusters {
    /// The cluster of a full name, made if there is none: by list entry, by the words, by a variant of a person's name.
    pub fn full(&mut self, rules: &Rules, view: &View<'_>, text: &str, f: &Found) -> (usize, &'static str) {
        let words = view.span(f.first, f.end).of(text);
        let kind = f.kind.unwrap_or(EntityKind::Person);
        let known = match f.hit {
            Some(hit) => self.entries.get(&hit.entry).copied(),
            None => self.names.get(&key(kind, words)).copied(),
        };
        if let Some(at) = known {
            if let Some(person) = self.list.get_mut(at).filter(|c| c.kind == EntityKind::Person) {
                person.name = calm(&person.name);
            }
            return (at, f.rule);
        }
        if let Some(at) = self.variant(kind, words) {
            if let Some(cluster) = self.list.get_mut(at).filter(|c| c.name.len() < words.len()) {
                cluster.name = words.to_owned();
            }
            self.names.insert(key(kind, words), at);
            self.shorten(rules, kind, words, at);
            return (at, "entities/person-variant");
        }
        (self.create(rules, view, text, f), f.rule)
    }

    /// A new cluster.
    pub fn create(&mut self, rules: &Rules, view: &View<'_>, text: &str, f: &Found) -> usize {
        let words = view.span(f.first, f.end).of(text);
        let kind = f.kind.unwrap_or(EntityKind::Person);
        let at = self.list.len();
        let entry = f.hit.and_then(|h| rules.lexicon.entry(h.entry));
        self.list.push(Cluster {
            kind,
            entry: f.hit.map(|h| h.entry),
            name: entry
                .map_or_else(|| words.split_whitespace().collect::<Vec<_>>().join(" "), |e| e.name.clone()),
            gender: Gender::Open,
            role: None,
            rank: (false, false, 0),
            nouns: Vec::new(),
            country: None,
            mentions: Vec::new(),
            rule: f.rule,
            named: true,
            plural: (kind != EntityKind::Org).then_some(false),
            seen: 0,
        });
        match f.hit {
            Some(hit) => {
                self.entries.insert(hit.entry, at);
                self.names.entry(words.to_owned()).or_insert(at);
            }
            None => {
                self.names.insert(key(kind, words), at);
            }
        }
        self.shorten(rules, kind, words, at);
        if let Some(acronym) = gloss(view, f) {
            self.names.entry(acronym.to_owned()).or_insert(at);
        }
        at
    }

    /// A new cluster of a phrase that names nobody, without its mention.
    pub fn nameless(&mut self, words: &str, kind: EntityKind, gender: Gender, plural: bool) -> usize {
        self.list.push(Cluster {
            kind,
            entry: None,
            name: words.split_whitespace().collect::<Vec<_>>().join(" "),
            gender,
            role: None,
            rank: (false, false, 0),
            nouns: Vec::new(),
            country: None,
            mentions: Vec::new(),
            rule: "entities/nominal",
            named: false,
            plural: (kind != EntityKind::Org || plural).then_some(plural),
            seen: 0,
        });
        self.list.len() - 1
    }

    /// Moves all mentions of one cluster to another, which keeps its name.
    pub fn merge(&mut self, from: usize, into: usize, rule: &'static str) {
        let Some(gone) = self.list.get_mut(from) else { return };
        let mut mentions = std::mem::take(&mut gone.mentions);
        let (nouns, country, role) = (std::mem::take(&mut gone.nouns), gone.country.take(), gone.role);
        mentions.iter_mut().for_each(|m| m.rule = rule);
        let Some(kept) = self.list.get_mut(into) else { return };
        kept.mentions.append(&mut mentions);
        kept.nouns.extend(nouns);
        kept.country = kept.country.take().or(country);
        kept.role = kept.role.or(role);
        for at in self.names.values_mut().filter(|at| **at == from) {
            *at = into;
        }
        for list in self.short.values_mut() {
            list.iter_mut().filter(|at| **at == from).for_each(|at| *at = into);
            list.dedup();
        }
    }

    /// Adds a mention, with what it tells of role, country and gender.
    pub fn add(&mut self, rules: &Rules, view: &View<'_>, at: usize, f: &Found, rule: &'static str) {
        let Some(cluster) = self.list.get_mut(at) else { return };
        let title = f.role.map_or(f.first, |(first, _)| first.min(f.first));
        let (first, end, line) = (f.first, f.end, f.line);
        cluster.mentions.push(Joined { first, end, title, kind: MentionKind::Name, rule, line });
        if cluster.gender == Gender::Open {
            cluster.gender = f.gender;
        }
        if cluster.country.is_none() {
            cluster.country.clone_from(&f.country);
        }
        cluster.nouns.extend(f.noun);
        let Some((first, end)) = f.role else { return };
        let office = f.noun.and_then(|n| rules.roles.list.get(n as usize)).is_some_and(|r| r.office);
        let rank = (office, f.country.is_some(), (end - first).min(8));
        if rank > cluster.rank {
            (cluster.rank, cluster.role) = (rank, Some(view.span(first, end)));
            if f.country.is_some() {
                cluster.country.clone_from(&f.country);
            }
        }
    }

    /// "Joseph R. Cole" and "Joseph Cole": first and last words agree, or one has an initial.
    fn variant(&self, kind: EntityKind, words: &str) -> Option<usize> {
        if kind != EntityKind::Person || !words.contains(' ') {
            return None;
        }
        let ends = |name: &str| {
            let parts: Vec<&str> = name.split(' ').collect();
            (parts.first().copied().unwrap_or("").to_owned(), parts.last().copied().unwrap_or("").to_owned())
        };
        let (first, last) = ends(words);
        let initial =
            |a: &str, b: &str| a.len() <= 3 && a.ends_with('.') && b.starts_with(a.trim_end_matches('.'));
        self.short.get(&last.to_lowercase())?.iter().copied().find(|at| {
            let Some(cluster) = self.list.get(*at).filter(|c| c.kind == kind) else { return false };
            let (other, surname) = ends(&cluster.name);
            surname == last && (first == other || initial(&first, &other) || initial(&other, &first))
        })
    }

    /// Notes the short forms of a full name.
    fn shorten(&mut self, rules: &Rules, kind: EntityKind, words: &str, at: usize) {
        let names = &rules.words.names;
        let parts: Vec<&str> = words.split_whitespace().collect();
        let mut note = |form: String| {
            let list = self.short.entry(form).or_default();
            if !list.contains(&at) {
                list.push(at);
            }
        };
        match kind {
            EntityKind::Person => {
                let mut parts = parts;
                while parts.len() > 2
                    && parts.last().is_some_and(|p| names.suffixes.contains(&p.to_lowercase()))
                {
                    parts.pop();
                }
                for from in 1..parts.len() {
                    note(parts.get(from..).unwrap_or_default().join(" ").to_lowercase());
                }
                let Some(first) = parts.first().map(|p| p.to_lowercase()) else { return };
                if parts.len() == 1 || names.family_first.contains(&first) {
                    note(first);
                } else {
                    self.given.entry(first).or_default().push(at);
                }
            }
            EntityKind::Org => {
                let Some((last, rest)) = parts.split_last() else { return };
                if rules.words.heads.tails.contains(&last.to_lowercase()) && !rest.is_empty() {
                    note(rest.join(" ").to_lowercase());
                }
            }
            _ => {}
        }
    }
}

/// What tells one name without an entry from another.
fn key(kind: EntityKind, words: &str) -> String {
    let words = words.strip_prefix("The ").unwrap_or(words);
    match kind {
        // "Typhoon Haikui" and "Tropical Storm Haikui" are one.
        EntityKind::Storm => format!("storm {}", words.rsplit(' ').next().unwrap_or(words).to_lowercase()),
        EntityKind::Person => calm(words),
        _ => words.split_whitespace().collect::<Vec<_>>().join(" "),
    }
}

/// "ANA Ruiz", as papers open a report, is "Ana Ruiz"; a name in capitals throughout is left.
fn calm(words: &str) -> String {
    let shouted = |word: &str| word.len() > 2 && word.chars().all(char::is_uppercase);
    let mut words: Vec<String> = words.split_whitespace().map(str::to_owned).collect();
    let mixed = words.iter().any(|word| word.contains(char::is_lowercase));
    if let Some(first) = words.first_mut().filter(|first| mixed && shouted(first)) {
        *first = title_case(first);
    }
    words.join(" ")
}

/// The acronym in brackets after a name.
fn gloss<'a>(view: &View<'a>, f: &Found) -> Option<&'a str> {
    let acronym = view.get(f.end + 1)?;
    let fits = view.lower(f.end) == "("
        && view.lower(f.end + 2) == ")"
        && (2..=8).contains(&acronym.text.len())
        && acronym.text.chars().filter(|c| c.is_uppercase()).count() >= 2;
    (fits && f.is(EntityKind::Org)).then_some(acronym.text)
}
