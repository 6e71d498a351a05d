//! Delimited text to cells; the only file that uses the csv crate.
//!
//! Knows delimiters, quotes and line ends. Invariant: the line of a row is the one a text editor shows, also after blank lines, in CRLF
//! files and after cells with line ends (the csv crate's own count is not).

use crate::error::Fault;
use crate::read::table::{Grid, RawTable};

/// Stands for the full-width comma while a text is cut; no office text holds this control character.
const UNIT_SEPARATOR: char = '\u{1f}';

/// Cuts a text into a table. `known` says how many of a row's cells are headers: the delimiter under which the header row has most of
/// them wins, then the one that makes more columns, then the comma. A first line `sep=;` decides by itself. Rows beyond `most` are only
/// counted.
///
/// # Errors
/// The fault and its physical line: a quote never closed, nothing in the file.
pub fn table(text: &str, most: usize, known: impl Fn(&[String]) -> usize) -> Result<RawTable, (Fault, Option<u64>)> {
    if let Some((delimiter, start)) = declared(text) {
        let mut table = cut(text, start, delimiter, most)?.with_header(&known).ok_or((Fault::EmptyFile, None))?;
        table.delimiter = char::from(delimiter);
        return Ok(table);
    }
    let mut best: Option<RawTable> = None;
    let mut failure = None;
    let mut consider = |outcome: Result<Grid, (Fault, Option<u64>)>, delimiter: char| match outcome.map(|g| g.with_header(&known)) {
        Ok(Some(mut table)) => {
            table.delimiter = delimiter;
            table.wide = delimiter == '，';
            let rank = |t: &RawTable| (t.hits, t.header.len().min(2));
            if best.as_ref().is_none_or(|b| rank(&table) > rank(b)) {
                best = Some(table);
            }
        }
        Ok(None) => {}
        Err(fault) => failure = failure.take().or(Some(fault)),
    };
    for delimiter in [b',', b';', b'\t', b'|'] {
        if text.as_bytes().contains(&delimiter) || delimiter == b',' {
            consider(cut(text, 0, delimiter, most), char::from(delimiter));
        }
    }
    let few = |text: &str| text.lines().find(|l| !l.trim().is_empty()).is_some_and(|l| l.contains('，') && !l.contains(','));
    if few(text) {
        consider(cut(&text.replace('，', "\u{1f}"), 0, UNIT_SEPARATOR as u8, most), '，');
    }
    // A quote that is never closed under the comma may be a plain character under another delimiter; only where none worked is it told.
    match (best, failure) {
        (Some(table), None) => Ok(table),
        (Some(table), Some(fault)) => {
            if table.hits >= 2 {
                Ok(table)
            } else {
                Err(fault)
            }
        }
        (None, fault) => Err(fault.unwrap_or((Fault::EmptyFile, None))),
    }
}

/// A first line `sep=X`: the delimiter and where the next line starts.
fn declared(text: &str) -> Option<(u8, usize)> {
    let line = text.split(['\n', '\r']).next()?;
    let rest = line.trim_matches('"').strip_prefix("sep=").or_else(|| line.trim_matches('"').strip_prefix("SEP="))?;
    let delimiter = match rest {
        "" => b'\t',
        one if one.len() == 1 => one.as_bytes()[0],
        _ => return None,
    };
    Some((delimiter, line.len()))
}

fn cut(text: &str, start: usize, delimiter: u8, most: usize) -> Result<Grid, (Fault, Option<u64>)> {
    let body = &text[start..];
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter).from_reader(body.as_bytes());
    let mut lines = Lines { bytes: text.as_bytes(), at: 0, line: 1 };
    let mut grid = Grid::keeping(most);
    let mut record = csv::StringRecord::new();
    let wide = delimiter == UNIT_SEPARATOR as u8;
    // The text is valid UTF-8 and rows may be of any length, so the csv reader has nothing left to refuse.
    while reader.read_record(&mut record).unwrap_or(false) {
        let from = start + record.position().map_or(0, |p| p.byte() as usize);
        let to = start + (reader.position().byte() as usize).min(body.len());
        let line = lines.of(from);
        if to == text.len()
            && let Some(offset) = open_quote(&text[lines.at.min(to)..to], delimiter)
        {
            return Err((Fault::OpenQuote, Some(lines.of(lines.at + offset))));
        }
        if wide {
            // Inside quotes it was a comma of the text.
            let cells: Vec<String> = record.iter().map(|c| c.replace(UNIT_SEPARATOR, "，")).collect();
            grid.push(line, cells.iter().map(String::as_str));
        } else {
            grid.push(line, record.iter());
        }
    }
    Ok(grid)
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
            // CR CR LF is one line end that was converted twice.
            let doubled = b == b'\r' && self.bytes.get(self.at + 1) == Some(&b'\r') && self.bytes.get(self.at + 2) == Some(&b'\n');
            if (b == b'\n' || lone_cr) && !doubled {
                self.line += 1;
            }
            self.at += 1;
        }
        self.line
    }
}

/// Where a quote opens a cell of this record and is never closed. A quote inside an unquoted cell is a plain character.
fn open_quote(record: &str, delimiter: u8) -> Option<usize> {
    let (mut open, mut cell_start) = (None, true);
    for (at, b) in record.bytes().enumerate() {
        if open.is_some() {
            // A doubled quote closes and opens again, which comes to the same.
            if b == b'"' {
                open = None;
            }
            cell_start = false;
        } else if b == b'"' && (cell_start || record.as_bytes().get(at.wrapping_sub(1)) == Some(&b'"')) {
            open = Some(at);
        } else {
            cell_start = b == delimiter || b == b'\n' || b == b'\r';
        }
    }
    open
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known(cells: &[String]) -> usize {
        cells.iter().filter(|c| ["a", "b", "c"].contains(&c.as_str())).count()
    }

    fn read(text: &str) -> RawTable {
        table(text, usize::MAX, known).unwrap()
    }

    #[test]
    fn lines_are_physical() {
        let table = read("a,b\r\n\r\n\r\n1,\"x\r\ny\"\r\n\r\n2,z\r\n");
        let lines: Vec<u64> = table.rows().map(|r| r.line).collect();
        assert_eq!(lines, [4, 7]);
        assert_eq!(table.row(0).cells().collect::<Vec<_>>(), ["1", "x\r\ny"]);
        let twice = read("a,b\r\r\n1,2\r\r\n3,4\r\r\n");
        assert_eq!(twice.rows().map(|r| r.line).collect::<Vec<_>>(), [2, 3]);
        let old = read("a,b\r1,2\r3,4\r");
        assert_eq!(old.rows().map(|r| r.line).collect::<Vec<_>>(), [2, 3]);
    }

    #[test]
    fn the_delimiter_is_the_one_that_makes_headers() {
        assert_eq!(read("a;b\n1,5;2\n").delimiter, ';');
        assert_eq!(read("a\tb\n1\t2\n").delimiter, '\t');
        assert_eq!(read("a|b\n1|2\n").delimiter, '|');
        assert_eq!(read("a,b,,\n1,2,,\n").header, ["a", "b"]);
        let wide = read("a，b\n1，\"x，y\"\n");
        assert!(wide.wide);
        assert_eq!(wide.row(0).cells().collect::<Vec<_>>(), ["1", "x，y"]);
    }

    #[test]
    fn a_declared_delimiter_is_no_row() {
        let table = read("sep=;\na;b\n1;2\n");
        assert_eq!((table.header_line, table.row(0).line, table.delimiter), (2, 3, ';'));
    }

    #[test]
    fn an_open_quote_is_named_where_it_opens() {
        let fault = table("a,b\n1,\"x\n2,y\n3,z\n", usize::MAX, |c| c.len()).unwrap_err();
        assert_eq!(fault, (Fault::OpenQuote, Some(2)));
        assert_eq!(read("a,b\n1,\"say \"\"hi\"\"\"\n").row(0).get(1), Some("say \"hi\""));
        assert_eq!(read("a,b\n1,5\" disk\n").row(0).get(1), Some("5\" disk"));
    }
}
