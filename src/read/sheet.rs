//! A small table by its headers, for tables that are not the product's own: labelled sets and knowledge.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::error::{Fault, Place, Problem, Severity};
use crate::read::{bytes, delimited, table};
use crate::text::fold;

/// A column's fixed name and the folded headers that are taken for it.
pub type Field = (&'static str, &'static [&'static str]);

/// A table whose columns were found by their headers.
#[derive(Debug)]
pub struct Sheet {
    /// The file, for messages.
    pub file: Arc<str>,
    at: BTreeMap<&'static str, usize>,
    raw: table::RawTable,
}

impl Sheet {
    /// Reads a table. Problems are pushed; `None` when it cannot be read or lacks a column of `needed`.
    pub fn read(file: &Arc<str>, data: &[u8], fields: &[Field], needed: &[&'static str], problems: &mut Vec<Problem>) -> Option<Self> {
        let fail = |(fault, line): (Fault, Option<u64>)| Problem {
            severity: Severity::Error,
            place: Place { line, ..Place::file(file) },
            value: None,
            fault,
        };
        let known = |h: &[String]| h.iter().filter(|h| fields.iter().any(|(_, a)| a.contains(&fold(h).as_str()))).count();
        let decoded = bytes::decode(data, None, |_| 0).map_err(|e| problems.push(fail(e))).ok()?;
        let raw = delimited::table(&decoded.text, known).map_err(|e| problems.push(fail(e))).ok()?;
        let mut at = BTreeMap::new();
        for (name, aliases) in fields {
            if let Some(i) = raw.header.iter().position(|h| aliases.contains(&fold(h).as_str())) {
                at.insert(*name, i);
            }
        }
        let missing: Vec<&'static str> = needed.iter().copied().filter(|c| !at.contains_key(c)).collect();
        for &column in &missing {
            let accepted = fields.iter().find(|(n, _)| *n == column).map(|(_, a)| a.to_vec()).unwrap_or_default();
            let place = Place { column: Some(column), ..Place::line(file, raw.header_line) };
            let fault = Fault::MissingColumn { column, accepted, near: None };
            problems.push(Problem { severity: Severity::Error, place, value: None, fault });
        }
        missing.is_empty().then(|| Sheet { file: file.clone(), at, raw })
    }

    /// Its rows.
    pub fn rows(&self) -> Vec<table::RawRow<'_>> {
        self.raw.rows().collect()
    }

    /// A row's cell without space at its ends; empty where the table has no such column.
    pub fn cell<'a>(&self, row: &table::RawRow<'a>, column: &str) -> &'a str {
        self.at.get(column).and_then(|i| row.get(*i)).map_or("", str::trim)
    }
}
