//! The sector of an actor, by PLOVER's codes: `data/events/sectors.toml`.
use std::collections::{HashMap, HashSet};

use serde::Deserialize;

use super::tree::Tree;
use crate::doc::{Entity, EntityKind};
use crate::lexicon::{Data, Error};

/// Nouns and organisations by sector.
#[derive(Debug)]
pub(super) struct Sectors {
    nouns: HashMap<String, &'static str>,
    names: HashMap<String, &'static str>,
    counts: HashSet<String>,
    others: HashSet<String>,
    seats: HashSet<String>,
    /// Nouns that tell a sector where they are the head of a phrase only: a "town", but not "town" officials.
    heads: HashMap<String, &'static str>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    counts: HashSet<String>,
    others: HashSet<String>,
    kinds: HashMap<String, String>,
    nouns: HashMap<String, Vec<String>>,
    names: HashMap<String, Vec<String>>,
    heads: HashMap<String, Vec<String>>,
}

/// PLOVER's sectors of actors.
const CODES: [&str; 20] = [
    "GOV", "MIL", "COP", "JUD", "LEG", "OPP", "PTY", "REB", "UAF", "CRM", "CVL", "BUS", "MED", "LAB", "REL",
    "EDU", "REF", "HLH", "SPY", "IGO",
];

impl Sectors {
    pub fn load(data: &Data) -> Result<Sectors, Error> {
        const FILE: &str = "events/sectors.toml";
        let file: File = data.toml(FILE)?;
        let code = |name: &str| {
            CODES.iter().find(|code| **code == name).copied().ok_or_else(|| Error {
                file: FILE.to_owned(),
                line: 0,
                message: format!("there is no sector `{name}`"),
            })
        };
        let (mut nouns, mut names, mut heads) = (HashMap::new(), HashMap::new(), HashMap::new());
        for (into, lists) in [(&mut nouns, file.nouns), (&mut names, file.names), (&mut heads, file.heads)] {
            for (sector, words) in lists {
                let sector = code(&sector)?;
                into.extend(words.into_iter().map(|word| (word.to_lowercase(), sector)));
            }
        }
        let table = data.tsv("entities/organisations.tsv")?;
        let (name, kind, forms) = (table.column("name")?, table.column("kind")?, table.column("forms")?);
        for row in table.rows() {
            let Some(sector) = file.kinds.get(row.cell(kind)) else { continue };
            let sector = code(sector)?;
            for form in std::iter::once(row.cell(name)).chain(row.cell(forms).split('|')) {
                names.entry(form.to_lowercase()).or_insert(sector);
            }
        }
        let table = data.tsv("entities/seats.tsv")?;
        let form = table.column("form")?;
        let seats = table.rows().iter().map(|row| row.cell(form).to_lowercase()).collect();
        let mut others = file.others;
        for table in ["entities/roles.tsv", "entities/nouns.tsv"] {
            let table = data.tsv(table)?;
            let (noun, kind) = (table.column("noun")?, table.column("kind")?);
            let acts = |kind: &str| kind != "place";
            others.extend(
                table.rows().iter().filter(|row| acts(row.cell(kind))).map(|row| row.cell(noun).to_owned()),
            );
        }
        Ok(Sectors { nouns, names, counts: file.counts, others, seats, heads })
    }

    /// True for nouns that count others: "dozens of".
    pub fn is_count(&self, lemma: &str) -> bool {
        self.counts.contains(lemma)
    }

    /// True for nouns of those who act without being of one sector: "side", "country".
    pub fn acts(&self, tree: &Tree<'_>, at: usize) -> bool {
        tree.forms(at).iter().any(|form| self.others.contains(*form))
    }

    /// True for capitals and seats, which as actors are governments: "Moscow", "the Kremlin".
    pub fn is_seat(&self, words: &str) -> bool {
        let lower = words.to_lowercase();
        self.seats.contains(lower.strip_prefix("the ").unwrap_or(&lower))
    }

    /// The sector of an entity by its name or role: "Ministry of Defence", "lawmaker".
    pub fn of_entity(&self, entity: &Entity) -> Option<&'static str> {
        let name = entity.name.to_lowercase();
        let forms =
            std::iter::once(name.clone()).chain(entity.aliases.iter().map(|alias| alias.to_lowercase()));
        if let Some(sector) = forms.into_iter().find_map(|form| self.names.get(&form)) {
            return Some(sector);
        }
        if let Some(sector) = entity.role.as_deref().and_then(|role| self.of_words(role)) {
            return Some(sector);
        }
        if matches!(entity.kind, EntityKind::Org | EntityKind::Facility | EntityKind::Person) {
            return self.of_words(&name);
        }
        None
    }

    /// The sector of a phrase: its head's, or that of the word nearest before it.
    pub fn of_phrase(&self, tree: &Tree<'_>, start: usize, end: usize, head: usize) -> Option<&'static str> {
        let noun = |at: usize| tree.forms(at).iter().find_map(|form| self.nouns.get(*form)).copied();
        let of_head =
            noun(head).or_else(|| tree.forms(head).iter().find_map(|form| self.heads.get(*form)).copied());
        // A "major" device is no officer, nor is the attorney "general".
        let rank = |at: usize| {
            matches!(tree.word(at), "deputy" | "vice")
                || matches!(tree.word(at), "major" | "general" | "chief" | "private")
                    && (tree.upos(at) == "ADJ" || at > 0 && tree.word(at - 1) == "attorney")
        };
        let before = || (start..head.min(end)).rev().filter(|at| !rank(*at)).find_map(noun);
        // "positions of the security forces"
        let behind = || {
            let mut of = tree.kids_by(head, "nmod").filter(|kid| *kid < end && tree.case(*kid) == "of");
            of.find_map(noun)
        };
        match of_head {
            // "opposition leaders", "army officers", "rebel fighters": the first word tells more than the second.
            Some("GOV" | "CVL" | "UAF" | "COP" | "PTY") => before().or(of_head),
            Some(sector) => Some(sector),
            None => before().or_else(behind),
        }
    }

    fn of_words(&self, words: &str) -> Option<&'static str> {
        let lower = words.to_lowercase();
        let all: Vec<&str> = lower.split(|c: char| !c.is_alphanumeric() && c != '-').collect();
        let behind = all.iter().position(|word| matches!(*word, "of" | "for" | "to")).unwrap_or(all.len());
        let look =
            |word: &&str| self.nouns.get(*word).or_else(|| self.nouns.get(word.strip_suffix('s')?)).copied();
        let mut before = all[..behind].iter().rev().filter_map(look);
        match before.next() {
            // "rebel leaders"
            Some(first @ ("GOV" | "CVL")) => before.next().or(Some(first)),
            Some(first) => Some(first),
            None => all[behind..].iter().find_map(look),
        }
    }
}
