//! Text to rows of cells, each row with its physical line.
//!
//! Knows delimiters and quotes and nothing of what a column means; the only file that uses the csv crate. Invariant: the line of a row is
//! the one a text editor shows, also after blank lines, in CRLF files and after cells with line ends (the csv crate's own line count is not).

use crate::error::Fault;
use crate::text::clean;

/// A table before its columns are known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RawTable {
    /// `,`, `;` or a tab.
    pub delimiter: char,
    /// Headers, cleaned, in file order.
    pub header: Vec<String>,
    /// Physical line of the header.
    pub header_line: u64,
    /// Rows with at least one filled cell.
    pub rows: Vec<RawRow>,
}

/// One row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RawRow {
    /// Physical line on which it begins.
    pub line: u64,
    /// Its cells as written.
    pub cells: Vec<String>,
}

/// Cuts a text into rows. `known` says how many of a row's cells are headers it knows: the delimiter under which the first filled row
/// has most of them wins, the comma on a tie.
///
/// # Errors
/// The fault and its physical line: a quote never closed, no header.
pub fn rows(text: &str, known: impl Fn(&[String]) -> usize) -> Result<RawTable, (Fault, Option<u64>)> {
    let mut best: Option<(usize, RawTable)> = None;
    for delimiter in [b',', b';', b'\t'] {
        let table = cut(text, delimiter)?;
        let hits = known(&table.header);
        if best.as_ref().is_none_or(|(most, _)| hits > *most) {
            best = Some((hits, table));
        }
    }
    best.map(|(_, table)| table).ok_or((Fault::EmptyFile, None))
}

fn cut(text: &str, delimiter: u8) -> Result<RawTable, (Fault, Option<u64>)> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter).from_reader(text.as_bytes());
    let mut lines = Lines { bytes: text.as_bytes(), at: 0, line: 1 };
    let mut table = RawTable { delimiter: char::from(delimiter), header: Vec::new(), header_line: 0, rows: Vec::new() };
    let mut record = csv::StringRecord::new();
    // The text is valid UTF-8 and rows may be of any length, so the csv reader has nothing left to refuse.
    while reader.read_record(&mut record).unwrap_or(false) {
        let start = record.position().map_or(0, |p| p.byte() as usize);
        let end = (reader.position().byte() as usize).min(text.len());
        let line = lines.of(start);
        if end == text.len() && opens_quote(&text[lines.at..end], delimiter) {
            return Err((Fault::OpenQuote, Some(line)));
        }
        if record.iter().all(|cell| clean(cell).is_empty()) {
            continue;
        }
        if table.header.is_empty() {
            table.header = record.iter().map(clean).collect();
            // Spreadsheets leave empty columns at the end.
            let used = table.header.iter().rposition(|h| !h.is_empty()).map_or(0, |last| last + 1);
            table.header.truncate(used);
            table.header_line = line;
        } else {
            table.rows.push(RawRow { line, cells: record.iter().map(str::to_owned).collect() });
        }
    }
    if table.header.is_empty() { Err((Fault::EmptyFile, None)) } else { Ok(table) }
}

/// Counts lines forward through the file.
struct Lines<'a> {
    bytes: &'a [u8],
    at: usize,
    line: u64,
}

impl Lines<'_> {
    /// The line of the first character at or after `byte` that is no line end.
    fn of(&mut self, byte: usize) -> u64 {
        while self.at < self.bytes.len() && (self.at < byte || matches!(self.bytes[self.at], b'\r' | b'\n')) {
            let b = self.bytes[self.at];
            let lone_cr = b == b'\r' && self.bytes.get(self.at + 1) != Some(&b'\n');
            if b == b'\n' || lone_cr {
                self.line += 1;
            }
            self.at += 1;
        }
        self.line
    }
}

/// Whether a quote that opens a cell of this record is never closed. A quote inside an unquoted cell is a plain character.
fn opens_quote(record: &str, delimiter: u8) -> bool {
    let (mut quoted, mut cell_start) = (false, true);
    for b in record.bytes() {
        if quoted {
            // A doubled quote closes and opens again, which comes to the same.
            quoted = b != b'"';
            cell_start = false;
        } else if b == b'"' && cell_start {
            quoted = true;
        } else if b == b'"' && !quoted && !cell_start {
            // Second half of a doubled quote, or a stray one.
            cell_start = false;
        } else {
            cell_start = b == delimiter || b == b'\n' || b == b'\r';
        }
    }
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> RawTable {
        rows(text, |cells| cells.iter().filter(|c| ["a", "b", "c"].contains(&c.as_str())).count()).unwrap()
    }

    #[test]
    fn lines_are_physical() {
        let table = read("a,b\r\n\r\n\r\n1,\"x\r\ny\"\r\n\r\n2,z\r\n");
        let lines: Vec<u64> = table.rows.iter().map(|r| r.line).collect();
        assert_eq!(lines, [4, 7]);
        assert_eq!(table.rows[0].cells, ["1", "x\r\ny"]);
    }

    #[test]
    fn the_delimiter_is_the_one_that_makes_headers() {
        assert_eq!(read("a;b\n1,5;2\n").delimiter, ';');
        assert_eq!(read("a\tb\n1\t2\n").delimiter, '\t');
        assert_eq!(read("a,b,,\n1,2,,\n").header, ["a", "b"]);
    }

    #[test]
    fn an_open_quote_is_named_where_it_opens() {
        let fault = rows("a,b\n1,\"x\n2,y\n3,z\n", |c| c.len()).unwrap_err();
        assert_eq!(fault, (Fault::OpenQuote, Some(2)));
        assert_eq!(read("a,b\n1,\"say \"\"hi\"\"\"\n").rows[0].cells[1], "say \"hi\"");
        assert_eq!(read("a,b\n1,5\" disk\n").rows[0].cells[1], "5\" disk");
    }
}
