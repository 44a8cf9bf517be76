//! Names of persons, by the title, the honorific, the given name or the apposition beside them.
use super::found::Found;
use super::known;
use super::rules::Gender;
use super::scan::Scan;
use super::title::{self, Title};
use super::words::Line;
use crate::doc::EntityKind;

/// A person whose title is in the run of capitals at `at..end`, or right before it.
pub(super) fn titled(
    scan: &Scan<'_>,
    line: &Line,
    at: usize,
    end: usize,
    out: &mut Vec<Found>,
) -> Option<usize> {
    honorific(scan, line, at, end, out)
        .or_else(|| role_inside(scan, line, at, end, out))
        .or_else(|| role_linked(scan, line, at, end, out))
        .or_else(|| role_before(scan, line, at, end, out))
}

/// "Mr. Cole", "Gen. Ana Ruiz", "Georgia Gov. Ana Ruiz"
fn honorific(scan: &Scan<'_>, line: &Line, from: usize, end: usize, out: &mut Vec<Found>) -> Option<usize> {
    let at = (from..end).find(|i| scan.rules.honorific(scan.view.lower(*i)).is_some())?;
    let gender = scan.rules.honorific(scan.view.lower(at))?;
    let short = scan.rules.words.roles.short.contains(scan.view.lower(at));
    if at > from && !short {
        return None;
    }
    let mut first = at + 1;
    while first < end && scan.rules.honorific(scan.view.lower(first)).is_some() {
        first += 1;
    }
    if first >= end || scan.rules.lexicon.longest(scan.view, at, end).is_some_and(|(len, _)| len > 1) {
        return None;
    }
    let close = name_end(scan, line, first, end);
    if ends_in_head(scan, first, close) && close - first > 2 {
        return None;
    }
    let before =
        title::role_and_comma(scan, line, at, close).or_else(|| title::apposition(scan, line, close));
    let mut found = person(scan, line, first, close, before, "entities/person-honorific");
    known::inside(scan, line, from, at, out);
    if short && found.role.is_none() {
        let role = title::extend_left(scan, line, at);
        (found.role, found.country) = (Some((role, first)), title::country_in(scan, role, first));
    }
    if found.gender == Gender::Open {
        found.gender = gender;
    }
    out.push(found);
    Some(close)
}

/// "Russian Defense Minister Sergei Shoigu": the last role that has a name behind it.
fn role_inside(scan: &Scan<'_>, line: &Line, at: usize, end: usize, out: &mut Vec<Found>) -> Option<usize> {
    let mark = (at..end)
        .filter_map(|i| scan.marks.starting(i))
        .filter(|m| m.end < end && m.first >= at && starts_person(scan, m.end))
        .rfind(|m| {
            // "General Motors", "Dean Baker"
            let longer = scan.rules.lexicon.longest(scan.view, m.first, line.end);
            let listed = longer.is_some_and(|(len, _)| m.first + len > m.end);
            let given = scan.view.get(m.first).is_some_and(|w| scan.rules.given.contains_key(w.text));
            // "Man City", "Member States"
            let common = scan.rules.words.roles.common.contains(scan.view.lower(m.end - 1));
            let name_first = given && m.first == at;
            let phrase = common && m.end + 1 == end;
            !(listed || name_first || phrase)
        })?;
    let close = name_end(scan, line, mark.end, end);
    if close == mark.end || names_no_person(scan, mark.end, close) {
        return None;
    }
    known::inside(scan, line, at, mark.first, out);
    let title = title::title(scan, line, mark, mark.end);
    out.push(person(scan, line, mark.end, close, Some(title), "entities/person-role-before"));
    Some(close)
}

/// "Ambassador to the United Nations Linda X"
fn role_linked(scan: &Scan<'_>, line: &Line, at: usize, end: usize, out: &mut Vec<Found>) -> Option<usize> {
    let first = (at + 1..end).find(|i| {
        given(scan, *i).is_some()
            && scan.rules.lexicon.longest(scan.view, *i, i + 1).is_none()
            && scan.view.get(i + 1).is_some_and(|w| w.cap || w.text == "-")
    })?;
    let title = title::linked(scan, line, at, first)?;
    let close = name_end(scan, line, first, end);
    if close < first + 2 || ends_in_head(scan, first, close) {
        return None;
    }
    known::inside(scan, line, at, first, out);
    out.push(person(scan, line, first, close, Some(title), "entities/person-role-linked"));
    Some(close)
}

/// "council spokeswoman Ana Ruiz"
fn role_before(scan: &Scan<'_>, line: &Line, at: usize, end: usize, out: &mut Vec<Found>) -> Option<usize> {
    if at == line.first || !starts_person(scan, at) {
        return None;
    }
    let mark = scan.marks.ending(at)?;
    let close = name_end(scan, line, at, end);
    if close == at || names_no_person(scan, at, close) {
        return None;
    }
    // "party member Cole", "the official Xinhua": a common noun before one word says little.
    let common = scan.rules.words.roles.common.contains(scan.view.lower(mark.end - 1));
    if common && close == at + 1 && !scan.view.get(mark.first).is_some_and(|w| w.cap) {
        return None;
    }
    let title = title::title(scan, line, mark, at);
    out.push(person(scan, line, at, close, Some(title), "entities/person-role-before"));
    Some(close)
}

/// The rule of a person by a given name.
pub(super) const BY_GIVEN_NAME: &str = "entities/person-given-name";

/// A person with no title before the name.
pub(super) fn untitled(
    scan: &Scan<'_>,
    line: &Line,
    at: usize,
    end: usize,
    out: &mut Vec<Found>,
) -> Option<usize> {
    let close = name_end(scan, line, at, end);
    let words = count(scan, at, close);
    // "Chelsea Manning" but not "Chelsea LIVE": a given name that the lists have otherwise needs a surname.
    let other = scan.rules.lexicon.longest(scan.view, at, at + 1).is_some();
    let surname = scan.rules.surnames.contains(scan.view.lower(close.saturating_sub(1)));
    let after = title::apposition(scan, line, close);
    let before = title::role_and_comma(scan, line, at, close);
    let rule = if words >= 2 && given(scan, at).is_some() && (surname || !other) {
        BY_GIVEN_NAME
    } else if words >= 2 && is_initial(scan, at) && is_initial_name(scan, at, close) {
        "entities/person-initials"
    } else if (2..=3).contains(&words) && is_family_first(scan, at, close) {
        "entities/person-family-first"
    } else if before.is_some() {
        "entities/person-role-comma"
    } else if words >= 2 && after.is_some() && plain(scan, at, close) {
        "entities/person-apposition"
    } else if words >= 2 && plain(scan, at, close) && is_aged(scan, line, close) {
        "entities/person-age"
    } else if words >= 2 && plain(scan, at, close) && who_follows(scan, line, close) {
        "entities/person-who"
    } else {
        return None;
    };
    out.push(person(scan, line, at, close, before.or(after), rule));
    Some(close)
}

fn person(
    scan: &Scan<'_>,
    line: &Line,
    first: usize,
    end: usize,
    title: Option<Title>,
    rule: &'static str,
) -> Found {
    let name = (first..end).find_map(|i| given(scan, i)).unwrap_or(Gender::Open);
    let told = title.as_ref().map_or(Gender::Open, |t| t.gender);
    Found {
        gender: if told == Gender::Open { name } else { told },
        role: title.as_ref().map(|t| (t.first, t.end)),
        noun: title.as_ref().map(|t| t.mark.role),
        country: match title {
            Some(title) => title.country,
            None => title::possessor(scan, line, first),
        },
        ..Found::plain(first, end, EntityKind::Person, rule)
    }
}

/// Where a name that begins at `first` ends: at most five words, before a name from a list.
pub(super) fn name_end(scan: &Scan<'_>, line: &Line, first: usize, end: usize) -> usize {
    let mut close = super::scan::unknown_end(scan, line, first, end);
    while close > first
        && !scan.view.get(close - 1).is_some_and(|w| w.text.starts_with(char::is_alphanumeric))
    {
        close -= 1;
    }
    let mut words = 0;
    for i in first..close {
        let part = scan.view.get(i).is_some_and(|w| w.text.starts_with(char::is_alphabetic) && !w.glued);
        words += usize::from(part && !scan.rules.words.names.particles.contains(scan.view.lower(i)));
        if words > 5 {
            return i;
        }
    }
    close
}

/// The gender that a given name tells, if the word is one.
pub(super) fn given(scan: &Scan<'_>, at: usize) -> Option<Gender> {
    scan.view.get(at).and_then(|w| scan.rules.given.get(w.text)).copied()
}

/// The number of words, hyphenated ones counted once.
fn count(scan: &Scan<'_>, first: usize, end: usize) -> usize {
    (first..end).filter(|i| scan.view.get(*i).is_some_and(|w| !w.glued || *i == first)).count()
}

/// The words after a role can be a person's: no list has them as a country or an organisation.
fn starts_person(scan: &Scan<'_>, at: usize) -> bool {
    use super::lexicon::Class;
    let Some(word) = scan.view.get(at) else { return false };
    let bound = |c: Class| {
        matches!(c, Class::City | Class::CityOrName | Class::NounThing | Class::Capital | Class::Place)
    };
    let listed = scan.rules.lexicon.longest(scan.view, at, at + 8).is_some_and(|(len, hits)| {
        len > 1 || (given(scan, at).is_none() && !hits.iter().all(|h| bound(h.class)))
    });
    let names = &scan.rules.words.names;
    word.cap
        && !listed
        && !names.suffixes.contains(word.lower.as_ref())
        && !names.never.contains(word.lower.as_ref())
        && scan.marks.starting(at).is_none_or(|m| m.end == at + 1 && given(scan, at).is_some())
}

/// "Queen Elizabeth Hospital": a head noun makes it no person, unless it is a surname.
fn names_no_person(scan: &Scan<'_>, first: usize, end: usize) -> bool {
    let word = scan.view.lower(first);
    let one = count(scan, first, end) == 1;
    let surname = scan.rules.words.heads.surnames.contains(word);
    let common = scan.rules.words.roles.modifiers.contains(word) || scan.rules.openers.contains(word);
    let known = scan.rules.surnames.contains(word);
    (ends_in_head(scan, first, end) && !(one && surname)) || (one && common && !known)
}

pub(super) fn ends_in_head(scan: &Scan<'_>, first: usize, end: usize) -> bool {
    let heads = &scan.rules.words.heads;
    let last = scan.view.lower(end.saturating_sub(1));
    let head = [&heads.org, &heads.facility, &heads.place, &heads.event, &heads.law]
        .iter()
        .any(|l| l.contains(last));
    head && !(heads.surnames.contains(last) && given(scan, first).is_some())
}

/// "J.", "K.T."
fn is_initial(scan: &Scan<'_>, at: usize) -> bool {
    scan.view.get(at).is_some_and(|w| {
        w.text.ends_with('.')
            && w.text.len() <= 4
            && w.text.chars().filter(|c| c.is_alphabetic()).all(char::is_uppercase)
    })
}

/// "J. K. Rowling", not "U.S. Steel": the initials are no country's, and one name follows.
fn is_initial_name(scan: &Scan<'_>, at: usize, end: usize) -> bool {
    scan.rules.lexicon.longest(scan.view, at, end).is_none() && plain(scan, at, end)
}

/// "Xi Jinping", "Kim Jong Un"
fn is_family_first(scan: &Scan<'_>, at: usize, end: usize) -> bool {
    let word = scan.view.get(at);
    word.is_some_and(|w| !w.opens || !scan.rules.openers.contains(w.lower.as_ref()))
        && scan.rules.words.names.family_first.contains(scan.view.lower(at))
        && plain(scan, at, end)
}

/// No word is a head noun, a role, a word from a list, or all in capitals.
pub(super) fn plain(scan: &Scan<'_>, first: usize, end: usize) -> bool {
    let heads = &scan.rules.words.heads;
    (first..end).all(|i| {
        let lower = scan.view.lower(i);
        let lists = [&heads.org, &heads.facility, &heads.place, &heads.event, &heads.law];
        !lists.iter().any(|list| list.contains(lower))
            && scan.view.get(i).is_some_and(|w| {
                w.text.len() < 2 || !w.text.chars().all(char::is_uppercase) || w.text.ends_with('.')
            })
            && scan.rules.lexicon.longest(scan.view, i, end).is_none()
            && scan.marks.starting(i).is_none()
    })
}

/// ", 45,"
fn is_aged(scan: &Scan<'_>, line: &Line, end: usize) -> bool {
    let age = scan.view.lower(end + 1).parse::<u32>().is_ok_and(|age| (1..=115).contains(&age));
    end + 2 < line.end
        && scan.view.lower(end) == ","
        && age
        && matches!(scan.view.lower(end + 2), "," | "." | "of" | "from")
}

/// ", who"
fn who_follows(scan: &Scan<'_>, line: &Line, end: usize) -> bool {
    let comma = usize::from(scan.view.lower(end) == ",");
    end + comma < line.end && matches!(scan.view.lower(end + comma), "who" | "whose")
}
