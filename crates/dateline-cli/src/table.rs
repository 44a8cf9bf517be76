//! Tables for people.
use std::io::{self, IsTerminal as _, Write};

/// Lines of cells, padded to columns that fit the widest; the last is not padded.
pub fn columns(out: &mut impl Write, rows: &[Vec<String>]) -> io::Result<()> {
    let count = rows.iter().map(Vec::len).max().unwrap_or(0);
    let width = |column: usize| rows.iter().filter_map(|row| row.get(column)).map(|cell| wide(cell)).max();
    let widths: Vec<usize> = (0..count).map(|column| width(column).unwrap_or(0)).collect();
    for row in rows {
        let mut line = String::new();
        for (cell, width) in row.iter().zip(&widths) {
            line.push_str(cell);
            line.extend(std::iter::repeat_n(' ', width - wide(cell) + 2));
        }
        writeln!(out, "{}", line.trim_end())?;
    }
    Ok(())
}

fn wide(cell: &str) -> usize {
    cell.chars().count()
}

/// The first `width` characters, with a mark if there are more.
pub fn cut(words: &str, width: usize) -> String {
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    if wide(&words) <= width {
        return words;
    }
    words.chars().take(width.saturating_sub(1)).chain(['…']).collect()
}

/// What stands before and after words that are to be seen: bold on a terminal, brackets elsewhere.
pub fn marks() -> (&'static str, &'static str) {
    if io::stdout().is_terminal() { ("\x1b[1m", "\x1b[0m") } else { ("[", "]") }
}

/// A line of CSV (RFC 4180), without its end.
pub fn csv(cells: &[&str]) -> String {
    cells.iter().map(|cell| dateline::export::csv_cell(cell)).collect::<Vec<_>>().join(",")
}
