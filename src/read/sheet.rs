//! A small table by its headers, for tables that are not the product's own: labelled sets, judgements and knowledge.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::error::{Fault, Place, Problem, Severity};
use crate::read::{Source, bytes, delimited, files, table, workbook};
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
        let decoded = bytes::decode(data, None, |_| 0).map_err(|e| problems.push(fail(e))).ok()?;
        let raw = delimited::table(&decoded.text, usize::MAX, |h| known(h, fields)).map_err(|e| problems.push(fail(e))).ok()?;
        let sheet = Self::of(file, raw, fields);
        let missing: Vec<&'static str> = needed.iter().copied().filter(|c| !sheet.has(c)).collect();
        for &column in &missing {
            let accepted = fields.iter().find(|(n, _)| *n == column).map(|(_, a)| a.to_vec()).unwrap_or_default();
            let place = Place { column: Some(column), ..sheet.at_header() };
            let fault = Fault::MissingColumn { column, accepted, near: None };
            problems.push(Problem { severity: Severity::Error, place, value: None, fault });
        }
        missing.is_empty().then_some(sheet)
    }

    /// Reads a table from a file as people keep one: text in any encoding, or a workbook. Problems are pushed; `None` when it cannot be read.
    pub fn open(source: &Source, encoding: Option<&str>, fields: &[Field], problems: &mut Vec<Problem>) -> Option<Self> {
        let file = &source.file;
        let fail = |severity, line, value, fault| Problem { severity, place: Place { line, ..Place::file(file) }, value, fault };
        let error = |(fault, line): (Fault, Option<u64>)| fail(Severity::Error, line, None, fault);
        if files::is_workbook_name(file) {
            let read = workbook::table(&source.bytes, source.sheet.as_deref(), |h| known(h, fields));
            let raw = read.map_err(|(fault, value)| problems.push(fail(Severity::Error, None, value, fault))).ok()?;
            return Some(Self::of(file, raw, fields));
        }
        let words = |line: &str| line.split([',', ';', '\t', '|', '，']).map(crate::text::clean).collect::<Vec<_>>();
        let decoded =
            bytes::decode(&source.bytes, encoding, |line| known(&words(line), fields)).map_err(|e| problems.push(error(e))).ok()?;
        if !decoded.encoding.starts_with("UTF-8") {
            problems.push(fail(Severity::Note, None, None, Fault::EncodingUsed { encoding: decoded.encoding }));
        }
        let raw = delimited::table(&decoded.text, usize::MAX, |h| known(h, fields)).map_err(|e| problems.push(error(e))).ok()?;
        Some(Self::of(file, raw, fields))
    }

    fn of(file: &Arc<str>, raw: table::RawTable, fields: &[Field]) -> Self {
        let column = |aliases: &[&str]| raw.header.iter().position(|h| aliases.contains(&fold(h).as_str()));
        let at = fields.iter().filter_map(|(name, aliases)| Some((*name, column(aliases)?))).collect();
        Sheet { file: file.clone(), at, raw }
    }

    /// Whether it has a column.
    pub fn has(&self, column: &str) -> bool {
        self.at.contains_key(column)
    }

    /// Its header.
    pub fn at_header(&self) -> Place {
        Place::line(&self.file, self.raw.header_line)
    }

    /// A cell, with its header and, in a workbook, its address.
    pub fn place(&self, row: &table::RawRow, column: &'static str) -> Place {
        let at = self.at.get(column).copied();
        let header = at.and_then(|i| self.raw.header.get(i).cloned());
        let cell = self.raw.sheet.as_ref().zip(at).map(|(sheet, at)| sheet.address(at, row.line));
        Place { column: Some(column), header, cell, ..Place::line(&self.file, row.line) }
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

/// How many headers stand for a column.
fn known(headers: &[String], fields: &[Field]) -> usize {
    headers.iter().filter(|h| fields.iter().any(|(_, a)| a.contains(&fold(h).as_str()))).count()
}
