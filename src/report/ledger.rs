//! The two tables that `winwin settle` writes: rows for the favor bank, and the record of deliveries.

use crate::analysis::settle::factor;
use crate::lang::Lang;
use crate::lang::settle::record_comment;
use crate::read::delivery::{COLUMNS, Record, guarded};
use crate::report::tables::neutral;

/// Name of the file with rows for the favors table.
pub const FAVORS: &str = "favors-to-append.csv";
/// Columns of the favors table that a row fills.
pub const FILLED: [&str; 6] = ["date", "department", "direction", "what", "weight", "urgent"];

/// The mark that lets spreadsheets read Chinese.
const MARK: &str = "\u{feff}";

/// One row for the favors table, as text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Favor {
    /// The day.
    pub date: String,
    /// The department.
    pub department: String,
    /// given or received.
    pub direction: &'static str,
    /// What.
    pub what: String,
    /// 1, 2 or 3.
    pub weight: String,
}

impl Favor {
    fn cell(&self, column: Option<&str>) -> &str {
        match column {
            Some("date") => &self.date,
            Some("department") => &self.department,
            Some("direction") => self.direction,
            Some("what") => &self.what,
            Some("weight") => &self.weight,
            Some("urgent") => "no",
            _ => "",
        }
    }
}

/// The layout of a favors table: its headers, each with the column it is, and what parts its cells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layout {
    /// Headers in file order.
    pub headers: Vec<(String, Option<&'static str>)>,
    /// What parts the cells.
    pub delimiter: char,
}

impl Default for Layout {
    fn default() -> Self {
        Layout { headers: FILLED.iter().map(|c| ((*c).to_owned(), Some(*c))).collect(), delimiter: ',' }
    }
}

impl Layout {
    /// This layout if it has room for all that a row says (urgent may be missing), else the default one.
    pub fn or_default(self) -> Self {
        let has = |column: &&'static str| self.headers.iter().any(|(_, c)| *c == Some(*column));
        let plain = [',', ';', '\t', '|'].contains(&self.delimiter);
        if FILLED.iter().filter(|c| **c != "urgent").all(has) && plain { self } else { Layout::default() }
    }
}

/// Rows for the favors table under their header, one a line.
pub fn favors(rows: &[Favor], layout: &Layout) -> String {
    let header = line(layout.headers.iter().map(|(h, _)| safe(h)), layout.delimiter);
    let rows = rows.iter().map(|r| line(layout.headers.iter().map(|(_, c)| safe(r.cell(*c))), layout.delimiter));
    std::iter::once(header).chain(rows).collect()
}

/// A table as the bytes of a file.
pub fn bytes(table: &str) -> Vec<u8> {
    format!("{MARK}{table}").into_bytes()
}

/// The record of deliveries, under a comment that says how it is reckoned. Figures have six decimals.
pub fn record(records: &[Record], lang: Lang) -> String {
    let rounded = |v: f64| ((v * 1e6).round() / 1e6 + 0.0).to_string();
    let rows = records.iter().map(|r| {
        let names = [guarded(&r.project), guarded(&r.department)];
        let numbers = [rounded(r.planned), rounded(r.delivered), rounded(r.achieved), r.claims.to_string()];
        let factor = rounded(factor(r.achieved, r.claims));
        line(names.into_iter().chain(numbers).chain([factor]), ',')
    });
    let head = [format!("{}\n", record_comment(lang)), line(COLUMNS.into_iter().map(str::to_owned), ',')];
    head.into_iter().chain(rows).collect()
}

/// Cells, each [`safe`] or [`guarded`], as one line of a table, with its end.
fn line(cells: impl Iterator<Item = String>, delimiter: char) -> String {
    let cells: Vec<String> = cells.map(|c| quoted(&c, delimiter)).collect();
    cells.join(&delimiter.to_string()) + "\n"
}

/// What a spreadsheet would run as a formula stands as text; numbers below zero are no formulas.
fn safe(cell: &str) -> String {
    if cell.parse::<f64>().is_ok() { cell.to_owned() } else { neutral(cell) }
}

fn quoted(cell: &str, delimiter: char) -> String {
    // Any sign by which a spreadsheet may part cells, so that what comes after it is never run.
    let needs = cell.contains([delimiter, '"', '\n', '\r', ',', ';', '\t']) || cell.trim() != cell || cell.starts_with('#');
    if needs { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn favor(what: &str) -> Favor {
        Favor { date: "2026-12-31".into(), department: "IT".into(), direction: "given", what: what.into(), weight: "2".into() }
    }

    #[test]
    fn rows_follow_the_users_own_columns() {
        let rows = [favor("1,000 of \"them\""), favor("=1+2")];
        assert_eq!(
            favors(&rows, &Layout::default()),
            "date,department,direction,what,weight,urgent\n2026-12-31,IT,given,\"1,000 of \"\"them\"\"\",2,no\n2026-12-31,IT,given,'=1+2,2,no\n"
        );
        let headers = [("部门", "department"), ("日期", "date"), ("备注", ""), ("方向", "direction"), ("事项", "what"), ("权重", "weight")];
        let headers = headers.map(|(h, c)| (h.to_owned(), Some(c).filter(|c| !c.is_empty())));
        let own = Layout { headers: headers.to_vec(), delimiter: ';' };
        assert_eq!(favors(&rows[1..], &own.clone().or_default()), "部门;日期;备注;方向;事项;权重\nIT;2026-12-31;;given;'=1+2;2\n");
        // Without a column for the weight it would be lost.
        assert_eq!(Layout { headers: headers[..5].to_vec(), ..own }.or_default(), Layout::default());
    }

    #[test]
    fn the_record_says_how_it_is_reckoned() {
        let one = Record { project: "P".into(), department: "A,B".into(), planned: 0.3, delivered: -0.15, achieved: 0.5, claims: 1 };
        let text = record(&[one], Lang::En);
        let lines: Vec<&str> = text.lines().collect();
        assert!(lines[0].starts_with("# "));
        assert_eq!(lines[1..], ["project,department,planned,delivered,achieved,n,factor", "P,\"A,B\",0.3,-0.15,0.5,1,0.875"]);
    }

    #[test]
    fn names_of_the_record_are_guarded_like_all_other_text() {
        let one = Record { project: "=P".into(), department: "@A".into(), planned: 0.0, delivered: 0.0, achieved: 1.0, claims: 1 };
        assert!(record(&[one], Lang::En).ends_with("\n'=P,'@A,0,0,1,1,1\n"));
        for name in [
            "=1+2", "+a", "-cmd", "@SUM(A1)", "\t=1", "\r=1", "＝cmd", "＋1", "－1", "＠x", "A;=B", "a; +b", "-5", "Sales", "1 = 1", "'tis",
        ] {
            assert_eq!(guarded(name), safe(name), "{name:?}");
        }
    }
}
