//! What may know what inside the library: the modules it may name, and the world outside it.
use super::Fault;
use super::source::{code, is_test, names_behind, without_comments};

/// Each module of the library, in the order of the flow, and the modules it may name. The engine and the root of the
/// library may name all of them.
const MAY_NAME: [(&str, &[&str]); 12] = [
    ("doc", &[]),
    ("lexicon", &[]),
    ("read", &["doc"]),
    ("article", &["doc", "lexicon", "read"]),
    ("language", STAGE),
    ("entities", STAGE),
    ("times", STAGE),
    ("places", STAGE),
    ("statements", STAGE),
    ("events", STAGE),
    ("record", &["doc"]),
    // Its codes of organisations and countries are data.
    ("export", STAGE),
];

/// Stages meet only in the document, and those behind `article` have not heard of HTML.
const STAGE: &[&str] = &["doc", "lexicon"];

/// The parts of the standard library that the engine has no use for: it opens no files, reads no clock or environment,
/// starts no threads.
const OUTSIDE: [&str; 6] = ["fs", "env", "time", "thread", "net", "process"];

/// It prints nothing and uses no chance.
const WORDS: [&str; 8] =
    ["println!", "eprintln!", "print!", "eprint!", "dbg!", "rand::", "RandomState", "thread_local!"];

const LIBRARY: &str = "crates/dateline/src/";

/// The faults of a source file of the library; none for other files.
pub fn faults(file: &str, text: &str) -> Vec<Fault> {
    let Some(path) = file.strip_prefix(LIBRARY) else { return Vec::new() };
    if is_test(file) {
        return Vec::new();
    }
    let code = without_comments(&code(text));
    let fault =
        |what: String, message: &str| Fault { file: file.to_owned(), what, message: message.to_owned() };
    let mut faults = Vec::new();
    let module: Vec<&str> = path.trim_end_matches(".rs").split('/').filter(|part| *part != "mod").collect();
    if let Some((name, may)) = MAY_NAME.iter().find(|(name, _)| module.first() == Some(name)) {
        for named in named_modules(&module, &code) {
            let known = MAY_NAME.iter().any(|(module, _)| *module == named) || named == "engine";
            if known && named != *name && !may.contains(&named.as_str()) {
                faults.push(fault(named, &format!("the module `{name}` must not know of it")));
            }
        }
    }
    for named in names_behind(&code, "std::").into_iter().filter(|named| OUTSIDE.contains(&named.as_str())) {
        faults.push(fault(format!("std::{named}"), "the engine has no files, clock, threads or environment"));
    }
    for word in WORDS.into_iter().filter(|word| has_word(&code, word)) {
        faults.push(fault(word.to_owned(), "the engine does not print, and uses no chance"));
    }
    faults.dedup_by(|a, b| a.what == b.what);
    faults
}

/// The modules at the root of the library that the code names, by `crate::` or by enough of `super::`.
fn named_modules(module: &[&str], code: &str) -> Vec<String> {
    let mut names = names_behind(code, "crate::");
    names.extend(names_behind(code, &"super::".repeat(module.len())));
    names.sort();
    names.dedup();
    names
}

fn has_word(code: &str, word: &str) -> bool {
    code.match_indices(word).any(|(at, _)| !code[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(file: &str, text: &str, expected: &[&str]) {
        let found: Vec<String> =
            faults(&format!("{LIBRARY}{file}"), text).into_iter().map(|f| f.what).collect();
        assert_eq!(found, expected, "{file}: {text}");
    }

    #[test]
    fn stages_meet_only_in_the_document() {
        check("times/mod.rs", "use crate::doc::Time;\nuse crate::lexicon::Data;", &[]);
        check("times/mod.rs", "use crate::{doc::Time, entities::Rules};", &["entities"]);
        check("times/days.rs", "use super::super::places;", &["places"]);
        check("events/mod.rs", "use crate::read::html;", &["read"]);
        check("article/body.rs", "use crate::read::html; use crate::times;", &["times"]);
        check("engine.rs", "use crate::{article, times};", &[]);
    }

    #[test]
    fn the_world_is_out_of_bounds() {
        check("times/mod.rs", "use std::collections::BTreeMap;\n// std::fs\n", &[]);
        check("times/mod.rs", "use std::{fmt, fs};", &["std::fs"]);
        check("times/mod.rs", "fn a() { std::env::var(\"A\"); eprintln!(); }", &["std::env", "eprintln!"]);
        check("times/mod.rs", "#[cfg(test)]\nmod tests {\n    use std::fs;\n}\n", &[]);
    }
}
