//! A table as text cells: rows with their physical lines, and which row is the header.
//!
//! Knows nothing of files, delimiters or what a column means. Cells lie in one arena, so that a million rows cost little more than their
//! text. Invariant: rows are in file order, at least one cell of each is filled, and none of them is the header or above it.

use std::ops::Range;

use crate::read::limits::MOST_COLUMNS;
use crate::text::clean;
use crate::text::fold::is_blank;

/// How many filled rows are looked at to find the header.
const HEADER_WITHIN: usize = 12;
/// Most cells that are kept, blank ones in filled rows too: a file of nothing but `1,` takes fourteen times its size.
pub const MOST_CELLS: usize = 50_000_000;

/// Cells of a table, not yet split into header and rows.
#[derive(Debug)]
pub struct Grid {
    text: String,
    ends: Vec<usize>,
    rows: Vec<(u64, Range<usize>)>,
    most: usize,
    beyond: usize,
    most_cells: usize,
    full: Option<u64>,
    wide: Option<(u64, usize)>,
}

impl Grid {
    /// A grid that keeps so many rows, with room for a header and titles above it, and only counts what comes after.
    pub fn keeping(most: usize) -> Self {
        Grid {
            text: String::new(),
            ends: Vec::new(),
            rows: Vec::new(),
            most: most.saturating_add(HEADER_WITHIN),
            beyond: 0,
            most_cells: MOST_CELLS,
            full: None,
            wide: None,
        }
    }

    /// Adds a row that begins on a physical line; one without a filled cell is left out.
    pub fn push<'a>(&mut self, line: u64, mut cells: impl Iterator<Item = &'a str>) {
        if self.rows.len() >= self.most {
            self.beyond += usize::from(cells.any(|cell| !is_blank(cell)));
            return;
        }
        if self.full.is_some() {
            return;
        }
        let (first, start) = (self.ends.len(), self.text.len());
        let (mut filled, mut count) = (false, 0);
        for cell in cells {
            filled = filled || !is_blank(cell);
            count += 1;
            // Those beyond are told by their number alone.
            if count <= MOST_COLUMNS {
                self.text.push_str(cell);
                self.ends.push(self.text.len());
            }
        }
        if filled {
            if self.ends.len() > self.most_cells {
                self.full = Some(line);
            }
            self.rows.push((line, first..self.ends.len()));
            if count > MOST_COLUMNS {
                self.wide.get_or_insert((line, count));
            }
        } else {
            self.ends.truncate(first);
            self.text.truncate(start);
        }
    }

    fn row(&self, index: usize) -> RawRow<'_> {
        let (line, cells) = &self.rows[index];
        RawRow { grid: self, line: *line, cells: cells.clone() }
    }

    /// Splits off the header: of the first rows the one with most headers that `known` counts, the first on a tie. With fewer than two
    /// known headers the first row is taken. `None` for a grid without rows.
    pub fn with_header(self, known: impl Fn(&[String]) -> usize) -> Option<RawTable> {
        let headers = |index: usize| -> Vec<String> {
            let mut cells: Vec<String> = self.row(index).cells().take(MOST_COLUMNS).map(clean).collect();
            // Spreadsheets leave empty columns at the end.
            let used = cells.iter().rposition(|h| !h.is_empty()).map_or(0, |last| last + 1);
            cells.truncate(used);
            cells
        };
        let candidates = self.rows.len().min(HEADER_WITHIN);
        let hits: Vec<usize> = (0..candidates).map(|i| known(&headers(i))).collect();
        let most = hits.iter().copied().max()?;
        let at = if most < 2 { 0 } else { hits.iter().position(|h| *h == most).unwrap_or(0) };
        let (header, header_line) = (headers(at), self.rows[at].0);
        // Lines that begin with # were written as comments; passing over them needs no word.
        let title = (0..at).find(|i| !self.row(*i).get(0).is_some_and(|c| clean(c).starts_with('#')));
        let above = title.map_or(0, |first| header_line - self.rows[first].0);
        Some(RawTable { header, header_line, above, hits: most, first: at + 1, delimiter: ',', wide: false, sheet: None, grid: self })
    }
}

/// A table before its columns are known.
#[derive(Debug)]
pub struct RawTable {
    /// Headers, cleaned, in file order.
    pub header: Vec<String>,
    /// Physical line of the header.
    pub header_line: u64,
    /// Lines with text above the header that were passed over.
    pub above: u64,
    /// How many headers are known.
    pub hits: usize,
    /// What parts the cells; a comma for workbooks.
    pub delimiter: char,
    /// Whether cells are parted by the full-width comma.
    pub wide: bool,
    /// The sheet of a workbook; then cells have addresses.
    pub sheet: Option<Sheet>,
    first: usize,
    grid: Grid,
}

/// Where a workbook's table stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    /// Name of the sheet.
    pub name: String,
    /// Column of the first cell, from 0.
    pub column: u32,
}

impl Sheet {
    /// The address of a cell: `C7` for column 2 (from 0, counted from the table's first) on line 7.
    pub fn address(&self, column: usize, line: u64) -> String {
        let mut left = self.column as usize + column + 1;
        let mut letters = Vec::new();
        while left > 0 {
            letters.push(char::from(b'A' + ((left - 1) % 26) as u8));
            left = (left - 1) / 26;
        }
        format!("{}{line}", letters.iter().rev().collect::<String>())
    }
}

impl RawTable {
    /// How many rows stand under the header, kept or only counted.
    pub fn len(&self) -> usize {
        self.kept() + self.grid.beyond
    }

    /// Whether no row stands under the header.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// How many of them can be read; fewer than all only in a table that is refused for its length.
    fn kept(&self) -> usize {
        self.grid.rows.len() - self.first
    }

    /// The first row with more cells than a table may have columns: its line and how many.
    pub fn too_wide(&self) -> Option<(u64, usize)> {
        self.grid.wide
    }

    /// The line at which the table held more than [`MOST_CELLS`] cells; nothing after it was kept.
    pub fn too_full(&self) -> Option<u64> {
        self.grid.full
    }

    /// A row under the header, from 0.
    pub fn row(&self, index: usize) -> RawRow<'_> {
        self.grid.row(self.first + index)
    }

    /// All rows under the header.
    pub fn rows(&self) -> impl Iterator<Item = RawRow<'_>> {
        (0..self.kept()).map(|i| self.row(i))
    }
}

/// One row.
#[derive(Debug, Clone)]
pub struct RawRow<'a> {
    grid: &'a Grid,
    /// Physical line on which it begins.
    pub line: u64,
    cells: Range<usize>,
}

impl<'a> RawRow<'a> {
    /// How many cells it has.
    pub fn len(&self) -> usize {
        self.cells.len()
    }

    /// Whether it has no cell; no row of a table is.
    pub fn is_empty(&self) -> bool {
        self.cells.is_empty()
    }

    /// A cell as written.
    pub fn get(&self, column: usize) -> Option<&'a str> {
        let at = self.cells.start + column;
        if at >= self.cells.end {
            return None;
        }
        let start = if at == 0 { 0 } else { self.grid.ends[at - 1] };
        Some(&self.grid.text[start..self.grid.ends[at]])
    }

    /// All cells as written.
    pub fn cells(&self) -> impl Iterator<Item = &'a str> {
        let row = self.clone();
        (0..self.len()).filter_map(move |i| row.get(i))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grid(rows: &[&[&str]]) -> Grid {
        let mut grid = Grid::keeping(usize::MAX);
        for (i, row) in rows.iter().enumerate() {
            grid.push(i as u64 + 1, row.iter().copied());
        }
        grid
    }

    fn known(headers: &[String]) -> usize {
        headers.iter().filter(|h| ["kpi", "target", "unit"].contains(&h.as_str())).count()
    }

    #[test]
    fn the_header_is_the_row_that_tables_know() {
        let table = grid(&[&["2026 KPIs", ""], &["", ""], &["kpi", "target", ""], &["Orders", "5", ""]]).with_header(known).unwrap();
        assert_eq!((table.header_line, table.above, table.len()), (3, 2, 1));
        assert_eq!(table.header, ["kpi", "target"]);
        assert_eq!(table.row(0).cells().collect::<Vec<_>>(), ["Orders", "5", ""]);
        let unknown = grid(&[&["a", "b"], &["kpi", "c"]]).with_header(known).unwrap();
        assert_eq!((unknown.header_line, unknown.len()), (1, 1));
        assert!(grid(&[&["", " "]]).with_header(known).is_none());
    }

    #[test]
    fn rows_beyond_the_limit_are_counted_and_not_kept() {
        let mut grid = Grid::keeping(2);
        for line in 0..100 {
            grid.push(line, ["kpi", "target"].into_iter());
            grid.push(line, ["", " "].into_iter());
        }
        let table = grid.with_header(known).unwrap();
        assert_eq!((table.len(), table.rows().count()), (99, 2 + HEADER_WITHIN - 1));
    }

    #[test]
    fn cells_beyond_the_limit_are_not_kept() {
        let mut grid = Grid { most_cells: 10, ..Grid::keeping(100) };
        for line in 1..=100 {
            grid.push(line, ["kpi", "target", ""].into_iter());
        }
        assert!(grid.ends.len() <= 12, "{}", grid.ends.len());
        let table = grid.with_header(known).unwrap();
        assert_eq!((table.too_full(), table.too_wide()), (Some(4), None));

        let mut grid = Grid::keeping(100);
        grid.push(1, ["kpi", "target"].into_iter());
        grid.push(2, std::iter::repeat_n("x", MOST_COLUMNS + 5));
        grid.push(3, std::iter::repeat_n("x", MOST_COLUMNS + 9));
        assert!(grid.ends.len() <= 2 * MOST_COLUMNS + 2);
        assert_eq!(grid.with_header(known).unwrap().too_wide(), Some((2, MOST_COLUMNS + 5)));
    }

    #[test]
    fn cells_of_a_sheet_have_addresses() {
        let sheet = Sheet { name: "KPIs".into(), column: 1 };
        assert_eq!(sheet.address(0, 7), "B7");
        assert_eq!(sheet.address(24, 7), "Z7");
        assert_eq!(sheet.address(25, 7), "AA7");
        assert_eq!(sheet.address(25 + 26 * 26, 1), "AAA1");
    }
}
