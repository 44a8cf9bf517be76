//! The form of data files: source and licence on top, entries sorted, no stray white space.
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use super::{Fault, below, files};

/// What is wrong with the files of `data/`.
pub fn faults(root: &Path) -> Result<Vec<Fault>> {
    let mut faults = Vec::new();
    let licences =
        fs::read_to_string(root.join("DATA-LICENSES.md")).context("cannot read `DATA-LICENSES.md`")?;
    each(root, |file, text| {
        let mut fault = |what: &str, message: &str| {
            let (what, message) = (what.to_owned(), message.to_owned());
            faults.push(Fault { file: file.to_owned(), what, message });
        };
        let header: String = text.lines().take_while(|line| line.starts_with('#')).collect();
        if !header.contains("Source:") || !header.contains("Licence:") {
            fault("header", "it must open with a comment that says what it is for, `Source:` and `Licence:`");
        }
        let folder: Vec<&str> = file.split('/').take(2).collect();
        if !licences.contains(&format!("{}/", folder.join("/"))) {
            fault("licence", "DATA-LICENSES.md does not speak of it");
        }
        if formatted(file, text) != *text {
            fault("form", "it is not sorted, trimmed and free of repetition; run `cargo xtask fmt-data`");
        }
        Ok(())
    })?;
    Ok(faults)
}

/// Rewrites the files that are not in their form.
pub fn format(root: &Path) -> Result<()> {
    each(root, |file, text| {
        let formatted = formatted(file, text);
        if formatted != text {
            fs::write(root.join(file), formatted).with_context(|| format!("cannot write `{file}`"))?;
            println!("formatted {file}");
        }
        Ok(())
    })
}

fn each(root: &Path, mut see: impl FnMut(&str, &str) -> Result<()>) -> Result<()> {
    for extension in ["toml", "tsv", "txt"] {
        for path in files(&root.join("data"), extension)? {
            let text =
                fs::read_to_string(&path).with_context(|| format!("cannot read `{}`", path.display()))?;
            see(&below(root, &path), &text)?;
        }
    }
    Ok(())
}

/// Trims lines; sorts the entries of lists and tables between comments and empty lines, so that parts keep their titles,
/// and leaves out what stands there twice.
fn formatted(file: &str, text: &str) -> String {
    let table = file.ends_with(".tsv");
    let rules = file.ends_with(".toml");
    let mut out: Vec<String> = Vec::new();
    let mut part: BTreeSet<&str> = BTreeSet::new();
    let mut header = table;
    for line in text.lines() {
        // A table may end in empty cells.
        let line = if table { line.trim_end_matches([' ', '\r']) } else { line.trim_end() };
        if rules || header || line.is_empty() || line.starts_with('#') {
            out.extend(std::mem::take(&mut part).into_iter().map(str::to_owned));
            header &= line.is_empty() || line.starts_with('#');
            out.push(line.to_owned());
        } else {
            part.insert(line);
        }
    }
    out.extend(part.into_iter().map(str::to_owned));
    format!("{}\n", out.join("\n").trim_end_matches('\n'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_sorted_between_their_titles() {
        let list = "# Colours.\nred \nblue\nred\n\n# Shapes.\nround\ncube\n\n\n";
        assert_eq!(formatted("a.txt", list), "# Colours.\nblue\nred\n\n# Shapes.\ncube\nround\n");
    }

    #[test]
    fn the_header_of_a_table_stays_on_top_and_empty_cells_stay() {
        let table = "# Zones.\nname\tminutes\nutc\t0\nacst\t\n";
        assert_eq!(formatted("a.tsv", table), "# Zones.\nname\tminutes\nacst\t\nutc\t0\n");
    }

    #[test]
    fn rules_keep_their_order() {
        let rules = "# Rules.\nb = 1  \na = 2\n";
        assert_eq!(formatted("a.toml", rules), "# Rules.\nb = 1\na = 2\n");
    }
}
