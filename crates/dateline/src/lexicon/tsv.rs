use super::Error;

/// A table with a header line.
#[derive(Clone, Debug)]
pub struct Tsv<'a> {
    file: String,
    header: Vec<&'a str>,
    rows: Vec<Row<'a>>,
}

/// An entry of a table.
#[derive(Clone, Debug)]
pub struct Row<'a> {
    /// The line, counted from 1.
    pub line: usize,
    cells: Vec<&'a str>,
}

impl<'a> Tsv<'a> {
    pub(super) fn parse(file: &str, text: &'a str) -> Result<Tsv<'a>, Error> {
        let mut lines = text
            .lines()
            .enumerate()
            .map(|(i, line)| (i + 1, line))
            .filter(|(_, line)| !line.starts_with('#') && !line.is_empty());
        let header: Vec<&str> = lines.next().map_or(Vec::new(), |(_, line)| line.split('\t').collect());
        let mut rows = Vec::new();
        for (line, text) in lines {
            let cells: Vec<&str> = text.split('\t').collect();
            if cells.len() != header.len() {
                return Err(Error {
                    file: file.to_owned(),
                    line,
                    message: format!("{} columns, the header has {}", cells.len(), header.len()),
                });
            }
            rows.push(Row { line, cells });
        }
        Ok(Tsv { file: file.to_owned(), header, rows })
    }

    /// The index of a column, for [`Row::cell`].
    pub fn column(&self, name: &str) -> Result<usize, Error> {
        self.header.iter().position(|h| *h == name).ok_or_else(|| Error {
            file: self.file.clone(),
            line: 0,
            message: format!("there is no column `{name}`"),
        })
    }

    /// The entries, in file order.
    pub fn rows(&self) -> &[Row<'a>] {
        &self.rows
    }

    /// An error about an entry.
    pub fn error(&self, row: &Row<'_>, message: impl Into<String>) -> Error {
        Error { file: self.file.clone(), line: row.line, message: message.into() }
    }
}

impl<'a> Row<'a> {
    /// The cell in a column.
    pub fn cell(&self, column: usize) -> &'a str {
        self.cells.get(column).copied().unwrap_or("")
    }

    /// The cell in a column, or none if it is empty.
    pub fn some(&self, column: usize) -> Option<&'a str> {
        Some(self.cell(column)).filter(|cell| !cell.is_empty())
    }
}
