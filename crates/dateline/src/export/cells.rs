//! Words as cells of a table.

/// White space as single spaces.
pub(super) fn folded(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A cell of CSV (RFC 4180): in quotation marks if it holds a comma, a mark or a line's end.
pub fn escaped(cell: &str) -> String {
    if cell.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_with_commas_and_marks_are_escaped() {
        assert_eq!(escaped("plain"), "plain");
        assert_eq!(escaped("a, \"b\""), "\"a, \"\"b\"\"\"");
    }
}
