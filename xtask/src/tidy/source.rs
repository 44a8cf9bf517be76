//! Rust sources without what does not count: tests and comments.

/// True for files that hold tests only.
pub fn is_test(file: &str) -> bool {
    file.ends_with("/tests.rs") || file.contains("/tests/") || file.contains("/benches/")
}

/// The source without its test items, line by line. An item ends at the brace in its own column.
pub fn code(text: &str) -> String {
    let mut out = String::new();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        let indent = line.len() - line.trim_start().len();
        if line.trim() != "#[cfg(test)]" {
            out.push_str(line);
            out.push('\n');
            continue;
        }
        for line in lines.by_ref() {
            let ends = line.trim_end().ends_with(';') || line.trim() == "}";
            if ends && line.len() - line.trim_start().len() == indent {
                break;
            }
        }
    }
    out
}

/// The source without comments. Slashes in strings are taken for comments; no rule here minds.
pub fn without_comments(code: &str) -> String {
    code.lines()
        .map(|line| line.split_once("//").map_or(line, |(code, _)| code))
        .collect::<Vec<_>>()
        .join("\n")
}

/// What follows each `prefix` (`crate::`): the name behind it, or the names of its group.
///
/// `use std::{fmt, fs::File}` names `fmt` and `fs` behind `std::`.
pub fn names_behind(code: &str, prefix: &str) -> Vec<String> {
    let mut names = Vec::new();
    for (at, _) in code.match_indices(prefix) {
        let inside_word = code[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == ':');
        if inside_word {
            continue;
        }
        let rest = &code[at + prefix.len()..];
        match rest.strip_prefix('{') {
            Some(group) => names.extend(first_names(group)),
            None => names.push(name(rest)),
        }
    }
    names
}

/// The first name of each member of a group: "fmt, fs::{self, File}}" has `fmt` and `fs`.
fn first_names(group: &str) -> Vec<String> {
    let (mut depth, mut names, mut starts) = (0, Vec::new(), true);
    for (at, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => starts = true,
            c if starts && !c.is_whitespace() => {
                names.push(name(&group[at..]));
                starts = false;
            }
            _ => {}
        }
    }
    names
}

fn name(text: &str) -> String {
    text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_are_taken_apart() {
        let code = "use std::{\n fmt, fs::{self, File}, io};\nlet x = std::env::var(a); mystd::time;";
        assert_eq!(names_behind(code, "std::"), ["fmt", "fs", "io", "env"]);
    }

    #[test]
    fn tests_and_comments_do_not_count() {
        let text = "fn a() {} // std::fs\n#[cfg(test)]\nmod tests {\n    fn b() {\n    }\n}\nfn c() {}\n";
        assert_eq!(without_comments(&code(text)), "fn a() {} \nfn c() {}");
        assert_eq!(code("#[cfg(test)]\nmod tests;\nfn c() {}\n"), "fn c() {}\n");
    }
}
