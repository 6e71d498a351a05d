//! Whether a table lies on its side: one item a column, its properties down the first column.
//!
//! Told by the first column holding the headers, or by numbers and days that run along rows and never down a column. Invariant: a table
//! with two known headers in its header row is never taken for one.

use crate::read::table::RawTable;
use crate::text::clean;

/// Rows looked at.
const ROWS: usize = 40;
/// Fewest columns of items that show a direction.
const ITEMS: usize = 3;
/// Share of the cells of a row or column that must be amounts.
const MOSTLY: f64 = 0.7;
/// Longest text that may be a number or a day with its unit.
const LONGEST_AMOUNT: usize = 24;

/// Whether the table lies on its side. `known` counts how many of some cells are headers.
pub fn on_its_side(raw: &RawTable, known: impl Fn(&[String]) -> usize) -> bool {
    let first_is_known = raw.header.first().is_some_and(|h| known(std::slice::from_ref(h)) == 1);
    let hits = known(&raw.header);
    if raw.header.len() < ITEMS || hits > usize::from(first_is_known) {
        return false;
    }
    let first: Vec<String> =
        raw.header.first().cloned().into_iter().chain(raw.rows().take(ROWS).filter_map(|r| r.get(0).map(clean))).collect();
    known(&first) >= 2 || (raw.header.len() > ITEMS && amounts_run_along(raw))
}

/// Whether some row holds amounts and no column does.
fn amounts_run_along(raw: &RawTable) -> bool {
    let filled = |cell: Option<&str>| cell.map(clean).filter(|c| !c.is_empty());
    // Here and there a number is withheld or explained.
    let amounts = |cells: &[String], least: usize| {
        cells.len() >= least && cells.iter().filter(|c| is_amount(c)).count() as f64 >= MOSTLY * cells.len() as f64
    };
    let row = raw.rows().take(ROWS).any(|row| {
        let cells: Vec<String> = (1..row.len()).filter_map(|i| filled(row.get(i))).collect();
        amounts(&cells, ITEMS)
    });
    let column = (1..raw.header.len()).any(|i| {
        let cells: Vec<String> = raw.rows().take(ROWS).filter_map(|row| filled(row.get(i))).collect();
        amounts(&cells, 1)
    });
    row && !column
}

/// Whether a cell looks like a number or a day: short, and digits are at least half of its letters and digits.
fn is_amount(cell: &str) -> bool {
    let signs: Vec<char> = cell.chars().filter(|c| c.is_alphanumeric()).collect();
    let digits = signs.iter().filter(|c| c.is_ascii_digit()).count();
    cell.chars().count() <= LONGEST_AMOUNT && digits > 0 && digits * 2 >= signs.len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::table::Grid;

    fn table(rows: &[&[&str]]) -> RawTable {
        let mut grid = Grid::keeping(usize::MAX);
        for (i, row) in rows.iter().enumerate() {
            grid.push(i as u64 + 1, row.iter().copied());
        }
        grid.with_header(known).unwrap()
    }

    fn known(cells: &[String]) -> usize {
        cells.iter().filter(|c| ["kpi", "target", "unit"].contains(&c.as_str())).count()
    }

    #[test]
    fn headers_down_the_first_column() {
        assert!(on_its_side(&table(&[&["kpi", "Orders", "Returns"], &["target", "5", "3"]]), known));
        assert!(!on_its_side(&table(&[&["kpi", "target", "x"], &["Orders", "5", "a"]]), known));
    }

    #[test]
    fn amounts_along_the_rows() {
        let rows: [&[&str]; 4] = [
            &["kpi", "New hospital", "Rail line", "Tax portal", "Prison"],
            &["Lead", "Health", "Transport", "Treasury", "Justice"],
            &["Begin", "31/05/2010", "01/10/2006", "1.6.2011", "01/02/2010"],
            &["Budget (£m)", "450.37", "exempt", "£3m", "12"],
        ];
        assert!(on_its_side(&table(&rows), known));
        // The same facts standing upright, with one header that is known.
        let upright: [&[&str]; 4] = [
            &["kpi", "Lead", "Begin", "Budget (£m)"],
            &["New hospital", "Health", "31/05/2010", "450.37"],
            &["Rail line", "Transport", "01/10/2006", "112"],
            &["Tax portal", "Treasury", "1.6.2011", "£3m"],
        ];
        assert!(!on_its_side(&table(&upright), known));
        // Nothing but texts shows no direction.
        assert!(!on_its_side(&table(&[&["kpi", "a", "b", "c"], &["Orders", "x", "y", "z"]]), known));
    }
}
