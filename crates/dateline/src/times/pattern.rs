//! Patterns of rules, made into plain sequences of parts when they are loaded.
//!
//! ```text
//! word       that word, in any case                 a|b        one of these words
//! <class>    a word of that class, or a number form <slot:class> the same, remembered under another name
//! ( x | y )  one of two sequences                   part? )?   may be missing
//! _part      no space before it                     !part      anything but that
//! [ x ]      the expression itself; what stands around it must be there but is not part of it
//! \(         a bracket of the text
//! ```
use super::lex::{Shape, Token, UNKNOWN};
use super::numbers::{self, Form};
use super::words::{Meaning, Words};

/// A sequence of parts, with what must stand before and after the expression.
#[derive(Clone, Debug, Default)]
pub(super) struct Sequence {
    /// The rule that it belongs to.
    pub rule: u16,
    before: Vec<Part>,
    core: Vec<Part>,
    after: Vec<Part>,
}

#[derive(Clone, Debug)]
struct Part {
    what: What,
    glued: bool,
    not: bool,
}

#[derive(Clone, Debug)]
enum What {
    Words(Vec<u16>),
    Class(u8, Slot),
    Form(Form, Slot),
}

/// What a pattern remembers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Slot {
    Num,
    Num2,
    Unit,
    Month,
    Month2,
    Day,
    Day2,
    Year,
    Year2,
    InYear,
    Weekday,
    Daypart,
    Season,
    Ordinal,
    Which,
    Hour,
    Minute,
    Half,
    Zone,
    Decade,
    None,
}

const SLOTS: usize = Slot::None as usize;

impl Slot {
    fn named(name: &str) -> Slot {
        match name {
            "num" => Slot::Num,
            "num2" => Slot::Num2,
            "unit" | "units" => Slot::Unit,
            "month" | "sure_month" | "month_number" => Slot::Month,
            "month2" => Slot::Month2,
            "day" => Slot::Day,
            "day2" => Slot::Day2,
            "year" | "short_year" => Slot::Year,
            "year2" => Slot::Year2,
            "in_year" => Slot::InYear,
            "weekday" | "short_weekday" => Slot::Weekday,
            "daypart" => Slot::Daypart,
            "season" => Slot::Season,
            "ordinal" => Slot::Ordinal,
            "which" => Slot::Which,
            "hour" => Slot::Hour,
            "minute" => Slot::Minute,
            "half" => Slot::Half,
            "zone" => Slot::Zone,
            "decade" => Slot::Decade,
            _ => Slot::None,
        }
    }
}

/// What a match remembers.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Captures<'a> {
    slots: [Option<Captured<'a>>; SLOTS],
}

#[derive(Clone, Copy, Debug)]
enum Captured<'a> {
    Number(i64),
    Meaning(&'a Meaning),
}

impl<'a> Captures<'a> {
    /// The number in a slot.
    pub fn number(&self, slot: Slot) -> Option<i64> {
        match self.slots.get(slot as usize)?.as_ref()? {
            Captured::Number(n) => Some(*n),
            Captured::Meaning(meaning) => meaning.number(),
        }
    }

    /// The text in a slot.
    pub fn text(&self, slot: Slot) -> Option<&'a str> {
        match self.slots.get(slot as usize)?.as_ref()? {
            Captured::Number(_) => None,
            Captured::Meaning(meaning) => meaning.text(),
        }
    }

    fn set(&mut self, slot: Slot, captured: Captured<'a>) {
        if let Some(place) = self.slots.get_mut(slot as usize) {
            *place = Some(captured);
        }
    }
}

impl Sequence {
    /// All sequences of a pattern, or what is wrong with it.
    pub fn all(words: &mut Words, pattern: &str, rule: u16) -> Result<Vec<Sequence>, String> {
        let mut symbols = pattern.split_whitespace().peekable();
        let expanded = expand(&mut symbols)?;
        if symbols.next().is_some() {
            return Err(format!("`{pattern}`: a bracket is closed twice"));
        }
        let mut out = Vec::new();
        for symbols in expanded {
            let mut sequence = Sequence { rule, ..Sequence::default() };
            let marked = symbols.contains(&"[");
            let mut inside = !marked;
            let mut done = false;
            for symbol in symbols {
                match symbol {
                    "[" => inside = true,
                    "]" => (inside, done) = (false, true),
                    symbol => {
                        let part = Part::parse(words, symbol).map_err(|why| format!("`{pattern}`: {why}"))?;
                        match (inside, done) {
                            // What must not be there is no part of the expression.
                            (true, false) if part.not && sequence.core.is_empty() => {
                                sequence.before.push(part)
                            }
                            (true, false) if part.not => sequence.after.push(part),
                            (true, _) => sequence.core.push(part),
                            (false, true) => sequence.after.push(part),
                            (false, false) => sequence.before.push(part),
                        }
                    }
                }
            }
            if sequence.core.is_empty() {
                return Err(format!("`{pattern}`: it can match nothing"));
            }
            out.push(sequence);
        }
        Ok(out)
    }

    /// How many words around the expression it asks for.
    pub fn context(&self) -> usize {
        self.before.iter().chain(&self.after).filter(|part| !part.not).count()
    }

    /// The entries that it can begin with, and whether it can begin with figures.
    pub fn starts(&self, words: &Words, count: usize) -> (Vec<u16>, bool) {
        let all = 1..count as u16;
        match self.core.first().map(|part| &part.what) {
            Some(What::Words(entries)) => (entries.clone(), false),
            Some(What::Class(class, _)) => {
                (all.filter(|e| words.meaning(*e, *class).is_some()).collect(), false)
            }
            Some(What::Form(form, _)) => {
                let classes: Vec<u8> = form.classes().iter().filter_map(|name| words.class(name)).collect();
                let mut entries: Vec<u16> =
                    all.filter(|e| classes.iter().any(|c| words.meaning(*e, *c).is_some())).collect();
                if form.begins_with_apostrophe() {
                    entries.push(words.entry("'"));
                }
                (entries, true)
            }
            None => (Vec::new(), false),
        }
    }

    /// Matches at `at`: the end of the expression, and what is remembered of it.
    pub fn matches<'a>(
        &self,
        words: &'a Words,
        tokens: &[Token],
        at: usize,
    ) -> Option<(usize, Captures<'a>)> {
        let mut captures = Captures::default();
        let mut end = at;
        for part in &self.core {
            end = part.step(words, tokens, end, &mut captures)?;
        }
        let mut ahead = end;
        for part in &self.after {
            ahead = part.step(words, tokens, ahead, &mut captures)?;
        }
        let mut behind = at;
        for part in self.before.iter().rev() {
            behind = match behind.checked_sub(1) {
                // "in Sept. 2": the stop belongs to the word before it.
                Some(before) => part.step(words, tokens, before, &mut captures).map(|_| before)?,
                None if part.not => 0,
                None => return None,
            };
        }
        Some((end, captures))
    }
}

impl Part {
    fn parse(words: &mut Words, symbol: &str) -> Result<Part, String> {
        let (not, symbol) = symbol.strip_prefix('!').map_or((false, symbol), |rest| (true, rest));
        let (glued, symbol) = symbol
            .strip_prefix('_')
            .filter(|rest| !rest.is_empty())
            .map_or((false, symbol), |rest| (true, rest));
        let class = symbol.strip_prefix('<').and_then(|rest| rest.strip_suffix('>'));
        let what = match class {
            Some(class) => {
                let (slot, class) = class.split_once(':').unwrap_or((class, class));
                match (Form::named(class), words.class(class)) {
                    (Some(form), _) => What::Form(form, Slot::named(slot)),
                    (None, Some(id)) => What::Class(id, Slot::named(slot)),
                    (None, None) => return Err(format!("there is no class `{class}`")),
                }
            }
            None => {
                let mut entries = Vec::new();
                for word in symbol.split('|') {
                    let word = word.strip_prefix('\\').unwrap_or(word);
                    if word.chars().count() > 1 && !word.chars().all(char::is_alphabetic) {
                        return Err(format!("no text has `{word}` as one word"));
                    }
                    entries.push(words.add(word));
                }
                What::Words(entries)
            }
        };
        Ok(Part { what, glued, not })
    }

    /// The token after this part, if it stands at `at`.
    fn step<'a>(
        &self,
        words: &'a Words,
        tokens: &[Token],
        at: usize,
        captures: &mut Captures<'a>,
    ) -> Option<usize> {
        let found = self.find(words, tokens, at, captures);
        if self.not {
            return if found.is_some() { None } else { Some((at + 1).min(tokens.len())) };
        }
        found
    }

    fn find<'a>(
        &self,
        words: &'a Words,
        tokens: &[Token],
        at: usize,
        captures: &mut Captures<'a>,
    ) -> Option<usize> {
        let token = tokens.get(at)?;
        if self.glued && !token.glued {
            return None;
        }
        match &self.what {
            What::Words(entries) => {
                (token.entry != UNKNOWN && entries.contains(&token.entry)).then_some(at + 1)
            }
            What::Class(class, slot) => {
                let meaning = words.meaning(token.entry, *class)?;
                if words.case(*class).is_some_and(|capital| capital != token.capital) {
                    return None;
                }
                captures.set(*slot, Captured::Meaning(meaning));
                let stop = words.get(token.entry).is_some_and(|e| e.abbreviation)
                    && tokens
                        .get(at + 1)
                        .is_some_and(|t| t.glued && t.shape == Shape::Mark && t.entry == words.entry("."));
                Some(at + 1 + usize::from(stop))
            }
            What::Form(form, slot) => {
                let (end, value) = numbers::read(*form, words, tokens, at)?;
                captures.set(*slot, Captured::Number(value));
                Some(end)
            }
        }
    }
}

/// Writes out groups, choices and what may be missing, until the end or a closing bracket.
fn expand<'a>(
    symbols: &mut std::iter::Peekable<std::str::SplitWhitespace<'a>>,
) -> Result<Vec<Vec<&'a str>>, String> {
    let mut done: Vec<Vec<&'a str>> = Vec::new();
    let mut open: Vec<Vec<&'a str>> = vec![Vec::new()];
    while let Some(symbol) = symbols.peek().copied() {
        if symbol.starts_with(')') {
            break;
        }
        symbols.next();
        match symbol {
            "|" => {
                done.append(&mut open);
                open.push(Vec::new());
            }
            "(" => {
                let mut inner = expand(symbols)?;
                match symbols.next() {
                    Some(")?") => inner.push(Vec::new()),
                    Some(")") => {}
                    _ => return Err("a bracket is not closed".to_owned()),
                }
                open = product(&open, &inner);
            }
            symbol => match symbol.strip_suffix('?') {
                Some(part) => open = product(&open, &[vec![part], Vec::new()]),
                None => open.iter_mut().for_each(|sequence| sequence.push(symbol)),
            },
        }
        if open.len() > 512 {
            return Err("it stands for more than 512 sequences".to_owned());
        }
    }
    done.append(&mut open);
    Ok(done)
}

fn product<'a>(left: &[Vec<&'a str>], right: &[Vec<&'a str>]) -> Vec<Vec<&'a str>> {
    left.iter().flat_map(|l| right.iter().map(move |r| l.iter().chain(r).copied().collect())).collect()
}
