//! "the spokeswoman", "the North Korean leader": a role that one person of the text has.
use super::clusters::{Cluster, Clusters, Joined};
use super::rules::{Gender, Rules};
use super::scan::Scan;
use super::title::{self, Mark};
use super::words::Line;
use crate::doc::{EntityKind, MentionKind};

/// Adds the nominals of one sentence.
pub(super) fn join(scan: &Scan<'_>, clusters: &mut Clusters, line: &Line, number: usize) {
    for i in line.first..line.end {
        let Some(mark) = scan.marks.starting(i) else { continue };
        let Some((first, country)) = definite(scan, line, mark) else { continue };
        let Some(owner) = bearer(scan.rules, clusters, line, mark, country.as_deref(), first) else {
            continue;
        };
        if let Some(cluster) = clusters.list.get_mut(owner) {
            cluster.mentions.push(Joined {
                first,
                end: mark.end,
                title: first,
                kind: MentionKind::Nominal,
                rule: "entities/nominal-role",
                line: number,
            });
        }
    }
}

/// "the [North Korean] leader", with no name and no "of" behind it: where it begins, and its country.
fn definite(scan: &Scan<'_>, line: &Line, mark: Mark) -> Option<(usize, Option<String>)> {
    let (view, words) = (scan.view, &scan.rules.words.roles);
    let name = view.get(mark.end).is_some_and(|w| mark.end < line.end && (w.cap || w.glued && w.text == "-"));
    let linked = matches!(view.lower(mark.end), "of" | "for" | "to" | "at" | "and") && mark.end < line.end;
    let comma = view.lower(mark.end) == "," && view.get(mark.end + 1).is_some_and(|w| w.cap);
    if name
        || linked
        || comma
        || words.common.contains(view.lower(mark.end - 1)) && mark.end == mark.first + 1
    {
        return None;
    }
    let reach = mark.first.saturating_sub(4).max(line.first);
    let the = (reach..mark.first).rev().find(|i| view.lower(*i) == "the")?;
    let modifiers = (the + 1..mark.first).all(|i| {
        view.get(i).is_some_and(|w| w.cap || words.modifiers.contains(w.lower.as_ref()) || w.text == "-")
    });
    let former =
        (the + 1..mark.first).any(|i| matches!(view.lower(i), "former" | "then" | "new" | "next" | "acting"));
    (modifiers && !former).then(|| (the, title::country_in(scan, the + 1, mark.end)))
}

/// The one person before `at` who has the role.
fn bearer(
    rules: &Rules,
    clusters: &Clusters,
    line: &Line,
    mark: Mark,
    country: Option<&str>,
    at: usize,
) -> Option<usize> {
    let _ = line;
    let gender = rules.roles.list.get(mark.role as usize)?.gender;
    let fits = |c: &Cluster| {
        c.kind == EntityKind::Person
            && c.mentions.iter().any(|m| m.first < at)
            && (country.is_none() || c.country.as_deref() == country)
            && (gender == Gender::Open || c.gender == Gender::Open || c.gender == gender)
            && c.nouns.iter().any(|noun| same_role(rules, *noun, mark.role))
    };
    let mut bearers = clusters.list.iter().enumerate().filter(|(_, c)| fits(c)).map(|(i, _)| i);
    let one = bearers.next()?;
    bearers.next().is_none().then_some(one)
}

/// The same noun, or two of one line of `same` in `words.toml`.
fn same_role(rules: &Rules, a: u32, b: u32) -> bool {
    let name = |id: u32| rules.roles.list.get(id as usize).map(|r| r.words.join(" "));
    a == b
        || name(a).zip(name(b)).is_some_and(|(a, b)| {
            rules.words.roles.same.iter().any(|line| line.contains(&a) && line.contains(&b))
        })
}
