//! delivery.csv: what settled projects delivered of what they had stated, one row per project and department. `winwin settle` writes it,
//! `winwin analyze` reads it; a row may be deleted by hand, a number that cannot be is an error.

use std::path::Path;
use std::sync::Arc;

use crate::error::{Fault, Message, Place, Problem, SettleFault, Severity};
use crate::read::files;
use crate::read::limits::LARGEST;
use crate::read::sheet::{Field, Sheet};

/// Name of the record, beside the tables.
pub const FILE: &str = "delivery.csv";
/// Its columns, in order.
pub const COLUMNS: [&str; 7] = ["project", "department", "planned", "delivered", "achieved", "n", "factor"];
/// A claim counts as achieved at most this often: one lucky claim must not make up for many.
pub const CAP: f64 = 2.0;

const FIELDS: [Field; 7] = [
    ("project", &["project", "项目"]),
    ("department", &["department", "部门"]),
    ("planned", &["planned", "计划"]),
    ("delivered", &["delivered", "实际"]),
    ("achieved", &["achieved", "完成"]),
    ("n", &["n", "claims", "项数"]),
    ("factor", &["factor", "系数"]),
];

/// What a project delivered to one department's KPIs.
#[derive(Debug, Clone, PartialEq)]
pub struct Record {
    /// The project.
    pub project: String,
    /// The department.
    pub department: String,
    /// Sum of the stated shares of the claims that count.
    pub planned: f64,
    /// Sum of the delivered shares of the same claims.
    pub delivered: f64,
    /// Sum over the claims of delivered / stated, each from 0 to [`CAP`].
    pub achieved: f64,
    /// How many claims.
    pub claims: u32,
}

/// Reads the record of a folder; one that is not there, or is empty, holds nothing. What is wrong with its cells goes to `problems`.
///
/// # Errors
/// The file is there and cannot be read.
pub fn read(path: &Path, problems: &mut Vec<Problem>) -> Result<Vec<Record>, Message> {
    if !path.is_file() {
        return Ok(Vec::new());
    }
    let bytes = files::bytes(path)?;
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Ok(Vec::new());
    }
    Ok(records(&files::shown(path), &bytes, problems))
}

fn records(file: &Arc<str>, bytes: &[u8], problems: &mut Vec<Problem>) -> Vec<Record> {
    let needed = ["project", "achieved", "n"];
    let Some(sheet) = Sheet::read(file, bytes, &FIELDS, &needed, problems) else { return Vec::new() };
    let mut all = Vec::new();
    for row in sheet.rows() {
        let mut number = |column: &'static str, accepted: &'static str, good: &dyn Fn(f64) -> bool| {
            let cell = sheet.cell(&row, column);
            let value = cell.parse::<f64>().ok().filter(|v| v.is_finite() && good(*v));
            if value.is_none() {
                let place = Place { column: Some(column), ..Place::line(file, row.line) };
                let fault = Fault::Settle(SettleFault::Record { accepted });
                problems.push(Problem { severity: Severity::Error, place, value: Some(cell.to_owned()), fault });
            }
            value
        };
        // Whole, and small enough to be a count.
        let claims = number("n", "0, 1, 2 …", &|v| v.fract() == 0.0 && (0.0..=1e6).contains(&v));
        let most = claims.unwrap_or(f64::INFINITY) * CAP;
        let achieved = number("achieved", "0 … 2 n", &|v| (0.0..=most + 1e-6).contains(&v));
        // What only explains the row is taken as far as it can be read; but it is written back, and so must be a number then.
        let mut told = |column: &'static str| match sheet.cell(&row, column).parse::<f64>() {
            Ok(_) => number(column, "-1e100 … 1e100", &|v| v.abs() <= LARGEST),
            Err(_) => Some(0.0),
        };
        let (planned, delivered) = (told("planned"), told("delivered"));
        let (Some(claims), Some(achieved), Some(planned), Some(delivered)) = (claims, achieved, planned, delivered) else { continue };
        all.push(Record {
            project: bare(sheet.cell(&row, "project")),
            department: bare(sheet.cell(&row, "department")),
            planned,
            delivered,
            achieved,
            claims: claims as u32,
        });
    }
    all
}

/// What a spreadsheet takes for a formula where a cell begins: the signs of `report::tables::neutral`.
const SIGNS: [char; 10] = ['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠'];

/// A name as the record holds it: with an apostrophe in front of what a spreadsheet would run, and of an apostrophe that stands there
/// already, so that `bare` gives every name back. Numbers below zero are no formulas.
pub fn guarded(name: &str) -> String {
    if name.parse::<f64>().is_ok() { name.to_owned() } else { turned(name, true) }
}

/// A name out of the record: the project settled now must find its rows again.
fn bare(cell: &str) -> String {
    turned(cell, false)
}

/// Puts the apostrophes in (`guard`) or takes them off: at the start, and after what parts cells for some spreadsheets.
fn turned(name: &str, guard: bool) -> String {
    let mut made = String::with_capacity(name.len() + 1);
    // Whether a cell may begin here, and whether this lies between a guard and its sign.
    let (mut begins, mut held) = (true, false);
    let mut left = name.chars();
    loop {
        if begins && left.as_str().trim_start_matches('\'').starts_with(SIGNS) {
            held = true;
            if guard {
                made.push('\'');
            } else if left.as_str().starts_with('\'') {
                left.next();
            }
        }
        let Some(c) = left.next() else { return made };
        made.push(c);
        begins = !held && (matches!(c, ';' | '\t' | '\n' | '\r') || begins && c == ' ');
        held = held && c == '\'';
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_read_under_their_comment_and_faults_have_their_cell() {
        let text = "\u{feff}# how factor is made, in words\nproject,department,planned,delivered,achieved,n,factor\nP,A,0.5,0.4,1.6,2,0.92\nP,B,0.1,0.1,9,2,1\nP,C,,,x,1.5,1\n";
        let mut problems = Vec::new();
        let all = records(&Arc::from("delivery.csv"), text.as_bytes(), &mut problems);
        let expected = Record { project: "P".into(), department: "A".into(), planned: 0.5, delivered: 0.4, achieved: 1.6, claims: 2 };
        assert_eq!(all, [expected]);
        let places: Vec<_> = problems.iter().map(|p| (p.place.line, p.place.column)).collect();
        assert_eq!(places, [(Some(4), Some("achieved")), (Some(5), Some("n")), (Some(5), Some("achieved"))]);
    }

    #[test]
    fn what_only_explains_a_row_must_be_a_number_to_be_written_back() {
        let text = "project,department,planned,delivered,achieved,n\nQ,A,NaN,inf,0,1\nQ,B,1e308,-1e101,0,1\nQ,C,1e100,n/a,0,1\n";
        let mut problems = Vec::new();
        let all = records(&Arc::from("delivery.csv"), text.as_bytes(), &mut problems);
        assert_eq!(all.iter().map(|r| (r.department.as_str(), r.planned, r.delivered)).collect::<Vec<_>>(), [("C", 1e100, 0.0)]);
        let places: Vec<_> = problems.iter().map(|p| (p.place.line, p.place.column, p.severity)).collect();
        let told = |line: u64, column: &'static str| (Some(line), Some(column), Severity::Error);
        assert_eq!(places, [told(2, "planned"), told(2, "delivered"), told(3, "planned"), told(3, "delivered")]);
    }

    #[test]
    fn a_name_comes_back_as_it_was() {
        for (name, held) in [
            ("=P", "'=P"),
            ("＋1", "'＋1"),
            ("@Ops's", "'@Ops's"),
            ("'=P's", "''=P's"),
            ("A; -B", "A; '-B"),
            ("A;'-B's", "A;''-B's"),
            ("\t'=", "'\t'="),
            ("'\t=", "''\t="),
            (" =x", " '=x"),
            ("-5", "-5"),
            ("'tis", "'tis"),
            ("A-B", "A-B"),
            ("", ""),
        ] {
            assert_eq!((guarded(name).as_str(), bare(held).as_str()), (held, name));
        }
        let text = "project,department,achieved,n\n'=P,'@Ops,1,1\n=P,-Ops,1,1\n";
        let all = records(&Arc::from("delivery.csv"), text.as_bytes(), &mut Vec::new());
        let names: Vec<_> = all.iter().map(|r| (r.project.as_str(), r.department.as_str())).collect();
        assert_eq!(names, [("=P", "@Ops"), ("=P", "-Ops")]);
    }
}
