//! The sieves that join names to entities, from the most certain to the least.
use std::collections::{BTreeMap, HashSet};

use super::clusters::{Cluster, Clusters};
use super::found::Found;
use super::lexicon::Class;
use super::model_names;
use super::rules::Rules;
use super::words::View;
use crate::doc::EntityKind;

/// The length of a name, in bytes, above which it has no parts that are names.
const LONGEST_NAME: usize = 120;

/// Joins the names of a document. `found` is in the order in which it is read: headlines last.
pub(super) fn join(rules: &Rules, view: &View<'_>, text: &str, found: &[Found]) -> Clusters {
    let mut clusters = Clusters::default();
    let mut owners: Vec<Option<(usize, &'static str)>> = vec![None; found.len()];
    let again = surnames_again(rules, view, found);
    for (f, owner) in found.iter().zip(&mut owners) {
        if f.kind.is_some() && !is_short(view, f) {
            *owner = Some(clusters.full(rules, view, text, f));
        } else if again.contains(&(f.first, f.end)) {
            let person =
                Found { kind: Some(EntityKind::Person), rule: "entities/person-surname-again", ..f.clone() };
            *owner = Some(clusters.full(rules, view, text, &person));
        } else if let Some(guess) = guessed(f).filter(|_| !is_one_word(view, f)) {
            *owner = Some(clusters.full(rules, view, text, &guess));
        }
    }
    for (clock, (f, owner)) in found.iter().zip(owners).enumerate() {
        let surname = owner.and_then(|_| surname_not_city(&clusters, view, f));
        for (at, rule, f) in match surname.or(owner) {
            Some((at, rule)) => vec![(at, rule, f.clone())],
            None => {
                let mut joined = short_forms(rules, &mut clusters, view, text, f);
                if let Some(guess) = guessed(f).filter(|_| joined.is_empty()) {
                    let (at, rule) = clusters.full(rules, view, text, &guess);
                    joined.push((at, rule, guess));
                }
                joined
            }
        } {
            clusters.add(rules, view, at, &f, rule);
            if let Some(cluster) = clusters.list.get_mut(at) {
                cluster.seen = clock + 1;
            }
        }
    }
    parts_of_organisations(&mut clusters);
    clusters
}

/// "Supreme Court" and "Supreme Court of Almer", "Civil Defence Office" and "Almer's Civil Defence Office": names of
/// organisations that begin or end the name of one other.
fn parts_of_organisations(clusters: &mut Clusters) {
    let mut wholes: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    let organisations = || clusters.list.iter().enumerate().filter(|(_, c)| c.kind == EntityKind::Org);
    for (at, cluster) in organisations().filter(|(_, c)| c.name.len() <= LONGEST_NAME) {
        let words: Vec<&str> = cluster.name.split(' ').collect();
        for cut in 1..words.len().saturating_sub(1) {
            let (before, behind) = words.split_at(cut);
            let begins = before.len() > 1 && matches!(behind.first(), Some(&("of" | "for")));
            if begins {
                wholes.entry(before.join(" ")).or_default().push(at);
            }
            if before.last().is_some_and(|w| w.ends_with("'s") || w.ends_with("’s")) {
                wholes.entry(behind.join(" ")).or_default().push(at);
            }
        }
    }
    let whole = |(part, cluster): (usize, &Cluster)| match wholes.get(&cluster.name).map(Vec::as_slice) {
        Some([one]) if cluster.entry.is_none() => Some((part, *one)),
        _ => None,
    };
    let pairs: Vec<(usize, usize)> = organisations().filter_map(whole).collect();
    for (part, whole) in pairs {
        clusters.merge(part, whole, "entities/part-of-organisation");
    }
}

/// The name as the language model takes it.
fn guessed(f: &Found) -> Option<Found> {
    let kind = f.guess.filter(|_| f.kind.is_none())?;
    Some(Found { kind: Some(kind), rule: model_names::RULE, ..f.clone() })
}

/// A person's name of one word: a short form, if a longer one is known.
fn is_short(view: &View<'_>, f: &Found) -> bool {
    f.is(EntityKind::Person) && is_one_word(view, f)
}

/// "Ruiz", "Ruiz-Cole"
fn is_one_word(view: &View<'_>, f: &Found) -> bool {
    (f.first + 1..f.end).all(|i| view.get(i).is_some_and(|w| w.glued))
}

/// Two or three unknown words of which the last comes again alone: "Ola Nwosu ... Nwosu said".
fn surnames_again(rules: &Rules, view: &View<'_>, found: &[Found]) -> HashSet<(usize, usize)> {
    let single: HashSet<&str> = found
        .iter()
        .filter(|f| f.kind.is_none() && f.end == f.first + 1)
        .filter_map(|f| view.get(f.first).map(|w| w.text))
        .collect();
    found
        .iter()
        .filter(|f| {
            f.kind.is_none() && f.rule == Found::MAY_BE_PERSON && (2..=3).contains(&(f.end - f.first))
        })
        .filter(|f| view.get(f.end - 1).is_some_and(|w| single.contains(w.text)))
        .filter(|f| !view.get(f.first).is_some_and(|w| single.contains(w.text)))
        .filter(|f| (f.first..f.end).all(|i| !rules.openers.contains(view.lower(i))))
        .map(|f| (f.first, f.end))
        .collect()
}

/// "Washington said" in a text about Ana Washington.
fn surname_not_city(clusters: &Clusters, view: &View<'_>, f: &Found) -> Option<(usize, &'static str)> {
    let hit = f.hit.filter(|h| matches!(h.class, Class::City | Class::CityOrName | Class::Capital))?;
    let _ = hit;
    if f.end != f.first + 1 || matches!(view.before(f.first, 0), "in" | "from" | "to" | "near" | "at") {
        return None;
    }
    let at = latest(clusters, clusters.short.get(view.lower(f.first))?)?;
    clusters.list.get(at).filter(|c| c.kind == EntityKind::Person)?;
    Some((at, "entities/short-surname"))
}

/// What a short form means: an acronym, a newspaper's last word, a surname, two surnames with a hyphen, a given name.
fn short_forms(
    rules: &Rules,
    clusters: &mut Clusters,
    view: &View<'_>,
    text: &str,
    f: &Found,
) -> Vec<(usize, &'static str, Found)> {
    let words = view.span(f.first, f.end).of(text);
    let one = |at: usize, rule| vec![(at, rule, f.clone())];
    if f.kind.is_none() {
        if let Some(at) = clusters.names.get(words.strip_prefix("The ").unwrap_or(words)).copied() {
            return one(at, "entities/exact");
        }
        if let Some(at) = acronym(clusters, words) {
            return one(at, "entities/acronym-initials");
        }
        if let Some((at, first)) = newspaper(rules, clusters, view, f) {
            return vec![(at, "entities/short-newspaper", Found { first, ..f.clone() })];
        }
    }
    let fits = |at: &usize| clusters.list.get(*at).is_some_and(|c| compatible(c, f));
    let named = |words: &str| clusters.short.get(&words.to_lowercase()).cloned().unwrap_or_default();
    let mut candidates = named(words);
    candidates.retain(|at| fits(at));
    if let Some(at) = latest(clusters, &candidates) {
        let person = clusters.list.get(at).is_some_and(|c| c.kind == EntityKind::Person);
        return one(at, if person { "entities/short-surname" } else { "entities/short-organisation" });
    }
    if let Some((left, right)) = words.split_once('-').filter(|_| f.end == f.first + 3)
        && let (Some(a), Some(b)) = (latest(clusters, &named(left)), latest(clusters, &named(right)))
    {
        let left = Found { end: f.first + 1, ..f.clone() };
        let right = Found { first: f.first + 2, ..f.clone() };
        return vec![(a, "entities/short-hyphen", left), (b, "entities/short-hyphen", right)];
    }
    let given = clusters.given.get(&words.to_lowercase()).cloned().unwrap_or_default();
    let common = view.get(f.first).is_some_and(|w| w.opens && rules.openers.contains(w.lower.as_ref()));
    if let ([at], false) = (given.as_slice(), common)
        && fits(at)
    {
        return one(*at, "entities/short-given");
    }
    // A title before one word makes a person whom nothing else names.
    if f.is(EntityKind::Person) {
        let at = clusters.create(rules, view, text, f);
        return one(at, f.rule);
    }
    Vec::new()
}

/// Roles of different countries, or genders that differ, are not one person's.
fn compatible(cluster: &Cluster, f: &Found) -> bool {
    use super::rules::Gender;
    if f.kind.is_none() {
        return true;
    }
    let country = cluster.country.is_none() || f.country.is_none() || cluster.country == f.country;
    let gender = cluster.gender == Gender::Open || f.gender == Gender::Open || cluster.gender == f.gender;
    cluster.kind == EntityKind::Person && country && gender
}

/// The cluster that was last spoken of; the first one if none was yet.
fn latest(clusters: &Clusters, candidates: &[usize]) -> Option<usize> {
    let seen = |at: &usize| clusters.list.get(*at).map_or(0, |c| c.seen);
    let best = candidates.iter().copied().max_by_key(|at| (seen(at), std::cmp::Reverse(*at)))?;
    Some(best)
}

/// Three or more capitals that are the first letters of an organisation's name.
fn acronym(clusters: &Clusters, words: &str) -> Option<usize> {
    let letters = words.replace('.', "");
    if letters.len() < 3 || !letters.chars().all(|c| c.is_ascii_uppercase()) {
        return None;
    }
    clusters.list.iter().position(|c| {
        let initials = c.name.split([' ', '-']).filter_map(|w| w.chars().next()).filter(|c| c.is_uppercase());
        c.kind == EntityKind::Org && c.entry.is_none() && initials.eq(letters.chars())
    })
}

/// "The Times" after "The New York Times". The article is part of the name.
fn newspaper(rules: &Rules, clusters: &Clusters, view: &View<'_>, f: &Found) -> Option<(usize, usize)> {
    let lower = view.lower(f.first);
    let first = f.first.checked_sub(1)?;
    if f.end != f.first + 1 || !rules.words.heads.media.contains(lower) || view.lower(first) != "the" {
        return None;
    }
    let ends = |c: &Cluster| {
        let media = c.entry.and_then(|e| rules.lexicon.entry(e)).is_some_and(|e| e.class == Class::Media);
        c.kind == EntityKind::Org
            && (media || c.entry.is_none())
            && c.name.to_lowercase().rsplit(' ').next() == Some(lower)
            && c.name.contains(' ')
    };
    let candidates: Vec<usize> =
        clusters.list.iter().enumerate().filter(|(_, c)| ends(c)).map(|(at, _)| at).collect();
    let capital = view.get(first).is_some_and(|w| w.cap);
    Some((latest(clusters, &candidates)?, if capital { first } else { f.first }))
}
