//! Roles before and after names: "Russian Defense Minister Sergei Shoigu", "Ana Ruiz, the mayor of Porto,".
use super::lexicon::Class;
use super::rules::{Gender, Rules};
use super::scan::Scan;
use super::words::{Line, View};

/// Where the words of a role stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Mark {
    pub role: u32,
    pub first: usize,
    pub end: usize,
}

/// The roles of a document, by the words that they begin and end at.
#[derive(Debug)]
pub(super) struct Marks {
    at: Vec<Option<Mark>>,
    before: Vec<Option<Mark>>,
}

impl Marks {
    pub fn of(rules: &Rules, view: &View<'_>) -> Marks {
        let count = view.words.len();
        let mut marks = Marks { at: vec![None; count], before: vec![None; count + 1] };
        for line in &view.lines {
            let mut i = line.first;
            while i < line.end {
                let next = |k: usize| if i + k < line.end { view.lower(i + k) } else { "" };
                match rules.roles.longest(view.lower(i), next) {
                    Some((role, len)) => {
                        let mark = Mark { role, first: i, end: i + len };
                        if let Some(slot) = marks.at.get_mut(i) {
                            *slot = Some(mark);
                        }
                        if let Some(slot) = marks.before.get_mut(i + len) {
                            *slot = Some(mark);
                        }
                        i += len;
                    }
                    None => i += 1,
                }
            }
        }
        marks
    }

    /// The role that begins at this word.
    pub fn starting(&self, at: usize) -> Option<Mark> {
        self.at.get(at).copied().flatten()
    }

    /// The role that ends before this word.
    pub fn ending(&self, at: usize) -> Option<Mark> {
        self.before.get(at).copied().flatten()
    }
}

/// A role with the words that belong to it.
#[derive(Clone, Debug)]
pub(super) struct Title {
    pub first: usize,
    pub end: usize,
    pub mark: Mark,
    pub gender: Gender,
    pub country: Option<String>,
}

/// The role whose noun is `mark`, with what stands before it, up to `end`.
pub(super) fn title(scan: &Scan<'_>, line: &Line, mark: Mark, end: usize) -> Title {
    let first = extend_left(scan, line, mark.first);
    let gender = scan.rules.roles.list.get(mark.role as usize).map_or(Gender::Open, |role| role.gender);
    let country = country_in(scan, first, mark.end)
        .or_else(|| possessor(scan, line, first))
        .or_else(|| country_of(scan, mark.end, end));
    Title { first, end, mark, gender, country }
}

/// "U.S. Ambassador to the United Nations" before a name that begins at `at`, where "United Nations" begins at `from`.
pub(super) fn linked(scan: &Scan<'_>, line: &Line, from: usize, at: usize) -> Option<Title> {
    let the = usize::from(scan.view.before(from, line.first) == "the");
    let link = from.checked_sub(1 + the).filter(|link| *link > line.first)?;
    if !scan.rules.words.roles.links.contains(scan.view.lower(link)) {
        return None;
    }
    Some(title(scan, line, scan.marks.ending(link)?, at))
}

/// The role in an apposition after a name that ends at `end`: ", the mayor of Porto,".
pub(super) fn apposition(scan: &Scan<'_>, line: &Line, end: usize) -> Option<Title> {
    let view = scan.view;
    if view.lower(end) != "," || end + 1 >= line.end {
        return None;
    }
    let stop = line.end.min(end + 9);
    let mark = (end + 1..stop)
        .take_while(|i| {
            !matches!(view.lower(*i), "," | "." | ";" | "and" | "who" | "which" | "that" | "\"" | "“" | "but")
                && !scan.rules.words.verbs.speech.contains(view.lower(*i))
        })
        .find_map(|i| scan.marks.starting(i))?;
    // ", President Biden and others": the role is that of the next name.
    if view.get(mark.end).is_some_and(|w| w.cap && mark.end < line.end) {
        return None;
    }
    // All between the comma and the noun belongs to the role.
    let first = extend_left(scan, line, mark.first);
    let article = matches!(
        view.lower(first.wrapping_sub(1)),
        "the" | "a" | "an" | "its" | "his" | "her" | "'s" | "their"
    ) || first == end + 1;
    if first <= end || !article {
        return None;
    }
    let mut close = mark.end;
    if scan.rules.words.roles.links.contains(view.lower(close)) {
        let far = line.end.min(close + 9);
        let tail = (close..far).find(|i| matches!(view.lower(*i), "," | "." | ";" | ")" | "—" | "–"));
        if let Some(tail) = tail {
            close = tail;
        }
    }
    let ends =
        matches!(view.lower(close), "," | "." | ";" | "who" | "in" | "of" | "at" | "for" | "and" | ")" | "")
            || close == line.end;
    if !ends {
        return None;
    }
    let mut title = title(scan, line, mark, close);
    title.first = title.first.max(end + 1);
    Some(title)
}

/// The role before a comma before a name: "its chief executive officer, Jo Bloggs,".
pub(super) fn role_and_comma(scan: &Scan<'_>, line: &Line, first: usize, end: usize) -> Option<Title> {
    let view = scan.view;
    if view.before(first, line.first) != "," || first < line.first + 2 {
        return None;
    }
    let closed = end >= line.end || matches!(view.lower(end), "," | "." | ")" | "'s" | ";" | "—" | "–");
    let mark = scan.marks.ending(first - 1)?;
    let title = title(scan, line, mark, first - 1);
    let definite = title.first > line.first
        && matches!(
            view.lower(title.first - 1),
            "the" | "its" | "his" | "her" | "their" | "'s" | "our" | "my" | "'"
        );
    (closed && definite).then_some(title)
}

/// Steps back over what belongs to a role: "former", "National Security Council", "North Korean".
pub(super) fn extend_left(scan: &Scan<'_>, line: &Line, from: usize) -> usize {
    let (view, words) = (scan.view, &scan.rules.words);
    let mut first = from;
    while first > line.first && from - first < 9 {
        let before = first - 1;
        let Some(word) = view.get(before) else { break };
        let lower = word.lower.as_ref();
        if let Some(mark) = scan.marks.ending(first) {
            first = mark.first.max(line.first);
            continue;
        }
        let modifier = words.roles.modifiers.contains(lower) && !word.skip;
        let opener = word.opens && scan.rules.openers.contains(lower) && !starts_listed(scan, before, from);
        let other = matches!(lower, "the" | "a" | "an")
            || words.names.calendar.contains(lower)
            || scan.rules.honorific(lower).is_some();
        let name = word.cap && !word.skip && !opener && !other;
        let head = word.cap && !word.opens && words.heads.org.contains(lower);
        let belongs = modifier || name || head;
        let hyphen = matches!(lower, "-" | "‑") && word.glued && before > line.first;
        // "president and chief executive"
        let joined = lower == "and" && scan.marks.ending(before).is_some();
        // "chief product officer"
        let between = first > line.first + 1
            && view.lower(first - 2) == "chief"
            && word.text.starts_with(char::is_alphabetic);
        if !(belongs || hyphen || joined || between) {
            break;
        }
        first = before;
    }
    while first < from && matches!(view.lower(first), "-" | "‑" | "and") {
        first += 1;
    }
    first
}

/// "North Korean leader": a word that opens sentences opens a name from the lists.
fn starts_listed(scan: &Scan<'_>, at: usize, end: usize) -> bool {
    scan.rules.lexicon.longest(scan.view, at, end).is_some_and(|(len, _)| len > 1)
}

/// The first country that the words name.
pub(super) fn country_in(scan: &Scan<'_>, first: usize, end: usize) -> Option<String> {
    let mut at = first;
    while at < end {
        match scan.rules.lexicon.longest(scan.view, at, end) {
            Some((len, hits)) => {
                let country = hits
                    .iter()
                    .filter(|h| !matches!(h.class, Class::CityOrName | Class::Thing | Class::NounThing))
                    .find_map(|h| scan.rules.lexicon.entry(h.entry)?.country.clone());
                if country.is_some() {
                    return country;
                }
                at += len;
            }
            None => at += 1,
        }
    }
    None
}

/// "Turkey's president": the country before a possessive ending before `first`.
pub(super) fn possessor(scan: &Scan<'_>, line: &Line, first: usize) -> Option<String> {
    let ending = first.checked_sub(1).filter(|i| *i > line.first)?;
    if !matches!(scan.view.lower(ending), "'s" | "'") {
        return None;
    }
    (1..=4).find_map(|len| {
        let start = ending.checked_sub(len).filter(|start| *start >= line.first)?;
        let (found, hits) = scan.rules.lexicon.longest(scan.view, start, ending)?;
        let hit = hits.iter().find(|h| matches!(h.class, Class::Country | Class::Capital | Class::City))?;
        (found == len).then(|| scan.rules.lexicon.entry(hit.entry)?.country.clone()).flatten()
    })
}

/// "president of Ukraine"
fn country_of(scan: &Scan<'_>, from: usize, end: usize) -> Option<String> {
    (scan.view.lower(from) == "of" && from < end).then(|| country_in(scan, from + 1, end)).flatten()
}
