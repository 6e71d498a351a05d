//! Which header means which column.
//!
//! Headers are compared after folding, `_`, `-` and spaces alike, with a unit in brackets taken off; headers of the user's own (`--map`,
//! winwin.toml) go first: where a table has one, its column no longer answers to the built-in names; where it has none, it does.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use crate::error::{Fault, Place, Problem, Severity};
use crate::model::{ParsedUnit, Unit};
use crate::read::columns::{Column, TableKind};
use crate::read::orientation::on_its_side;
use crate::read::table::RawTable;
use crate::text::fold;

/// Likeness from which a header is taken for a slip of a column's name.
const LIKE: f64 = 0.88;

/// The columns of a file.
#[derive(Debug)]
pub struct Header {
    /// Per file column: the column it is, if known.
    pub columns: Vec<Option<&'static Column>>,
    /// Per file column: the unit in brackets with its text.
    pub units: Vec<Option<(ParsedUnit, String)>>,
}

impl Header {
    /// The place of a column in the file, from 0.
    pub fn at(&self, column: &str) -> Option<usize> {
        self.columns.iter().position(|c| c.is_some_and(|c| c.name == column))
    }
}

/// A header without the unit in its brackets, folded, and that unit's text.
fn split(header: &str) -> (String, Option<String>) {
    let folded = fold(header);
    for (opening, closing) in [('(', ')'), ('[', ']'), ('【', '】')] {
        if let Some((name, rest)) = folded.split_once(opening)
            && let Some(inner) = rest.trim_end().strip_suffix(closing)
            && !name.is_empty()
        {
            return (name.trim_end().to_owned(), Some(inner.trim().to_owned()));
        }
    }
    (folded, None)
}

/// The form in which headers are compared.
fn key(header: &str) -> String {
    let spaced = header.replace(['_', '-'], " ");
    // 部 门: Chinese headers are spread out to fill their column.
    if spaced.chars().any(crate::text::is_han) { spaced.replace(' ', "") } else { spaced }
}

/// The names and aliases of each kind's columns as they are compared, in the order of the columns: they are asked for every cell of a row
/// that might be a header.
static KEYS: LazyLock<BTreeMap<TableKind, Vec<(String, &'static Column)>>> = LazyLock::new(|| {
    let names = |c: &'static Column| std::iter::once(&c.name).chain(c.aliases).map(move |name| (key(name), c));
    TableKind::ALL.into_iter().map(|kind| (kind, kind.columns().iter().flat_map(names).collect())).collect()
});

/// The column that a header means when no other stands beside it. `own` maps folded headers of the user's to column names.
pub fn column_of(header: &str, kind: TableKind, own: &BTreeMap<String, String>) -> Option<&'static Column> {
    match mapped(header, own) {
        Some(name) => of_name(name, kind),
        None => built_in(header, kind, |_| true),
    }
}

/// The name of the column that a header was mapped to.
fn mapped<'a>(header: &str, own: &'a BTreeMap<String, String>) -> Option<&'a str> {
    if own.is_empty() {
        return None;
    }
    own.get(&fold(header)).or_else(|| own.get(&split(header).0)).map(String::as_str)
}

fn of_name(name: &str, kind: TableKind) -> Option<&'static Column> {
    kind.columns().iter().find(|c| key(c.name) == key(name))
}

/// The column that has a header among its names and aliases, if it is free.
fn built_in(header: &str, kind: TableKind, free: impl Fn(&Column) -> bool) -> Option<&'static Column> {
    let found = |text: &str| KEYS.get(&kind)?.iter().find(|(key, c)| key == text && free(c)).map(|(_, c)| *c);
    found(&key(&fold(header))).or_else(|| found(&key(&split(header).0)))
}

/// What each header of a table means.
fn columns_of(headers: &[String], kind: TableKind, own: &BTreeMap<String, String>) -> Vec<Option<&'static Column>> {
    let named: Vec<Option<&str>> = headers.iter().map(|h| if h.is_empty() { None } else { mapped(h, own) }).collect();
    let taken: Vec<String> = named.iter().flatten().map(|name| key(name)).collect();
    let free = |c: &Column| !taken.contains(&key(c.name));
    let column = |(header, name): (&String, &Option<&str>)| match name {
        Some(name) => of_name(name, kind),
        None if header.is_empty() => None,
        None => built_in(header, kind, free),
    };
    headers.iter().zip(&named).map(column).collect()
}

/// Whether one of these headers is one that the user named for a column.
pub fn has_own<'a>(mut headers: impl Iterator<Item = &'a str>, column: &str, own: &BTreeMap<String, String>) -> bool {
    headers.any(|header| mapped(header, own).is_some_and(|name| key(name) == key(column)))
}

/// How many of these headers belong to a kind of table.
pub fn known(headers: &[String], kind: TableKind, own: &BTreeMap<String, String>) -> usize {
    columns_of(headers, kind, own).iter().flatten().count()
}

/// Reads a table's header; duplicates, unknown and missing columns go to `problems`.
pub fn read(file: &Arc<str>, kind: TableKind, raw: &RawTable, own: &BTreeMap<String, String>, problems: &mut Vec<Problem>) -> Header {
    let mut header = Header { columns: Vec::new(), units: Vec::new() };
    let mut at: BTreeMap<&str, usize> = BTreeMap::new();
    let about = |severity, column, i: Option<usize>, fault| {
        let text = i.and_then(|i| raw.header.get(i)).cloned();
        let cell = raw.sheet.as_ref().zip(i).map(|(sheet, i)| sheet.address(i, raw.header_line));
        let place = Place { column, header: text.clone(), cell, ..Place::line(file, raw.header_line) };
        Problem { severity, place, value: text, fault }
    };
    for (i, (text, column)) in raw.header.iter().zip(columns_of(&raw.header, kind, own)).enumerate() {
        let unit = split(text).1.map(|unit| (Unit::parse(&unit), unit)).filter(|_| column.is_some());
        if let Some(column) = column
            && let Some(first) = at.insert(column.name, i)
        {
            problems.push(about(Severity::Error, Some(column.name), Some(i), Fault::DuplicateHeader { at: (first + 1, i + 1) }));
        }
        if column.is_none() && !text.is_empty() {
            problems.push(about(Severity::Note, None, Some(i), Fault::UnknownColumn { near: like(text, kind) }));
        }
        header.columns.push(column);
        header.units.push(unit);
    }
    if on_its_side(raw, |cells| known(cells, kind, own)) {
        problems.push(about(Severity::Error, None, None, Fault::Transposed));
        return header;
    }
    for column in kind.columns().iter().filter(|c| !at.contains_key(c.name)) {
        let similar: Vec<usize> =
            (0..raw.header.len()).filter(|&i| header.columns[i].is_none() && contains(&raw.header[i], column)).collect();
        let names = || similar.iter().map(|&i| raw.header[i].clone()).collect::<Vec<_>>();
        if column.name == "target" && similar.len() > 1 {
            let fault = Fault::SeveralHeaders { column: column.name, headers: names() };
            problems.push(about(Severity::Error, Some(column.name), similar.first().copied(), fault));
        } else if column.required {
            let accepted = std::iter::once(column.name).chain(column.aliases.iter().copied()).collect();
            let near = names().first().cloned().or_else(|| raw.header.iter().find(|h| like(h, kind) == Some(column.name)).cloned());
            problems.push(about(Severity::Error, Some(column.name), None, Fault::MissingColumn { column: column.name, accepted, near }));
        }
    }
    header
}

/// The column whose name or alias a header is a slip of.
fn like(header: &str, kind: TableKind) -> Option<&'static str> {
    let folded = key(&fold(header));
    let scored = kind.columns().iter().flat_map(|c| {
        let names = std::iter::once(&c.name).chain(c.aliases);
        names.map(|n| (strsim::jaro_winkler(&key(n), &folded), c.name)).collect::<Vec<_>>()
    });
    scored.filter(|(score, _)| *score >= LIKE).max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(a.1))).map(|(_, name)| name)
}

/// Whether a header contains a column's name or one of its aliases as a word (Chinese: anywhere).
fn contains(header: &str, column: &Column) -> bool {
    let folded = key(&fold(header));
    let mut names = std::iter::once(&column.name).chain(column.aliases);
    names.any(|name| folded.split(' ').any(|word| word == *name) || (!name.is_ascii() && folded.contains(name)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(header: &str) -> Option<&'static str> {
        column_of(header, TableKind::Kpis, &BTreeMap::new()).map(|c| c.name)
    }

    #[test]
    fn headers_are_found_as_people_write_them() {
        assert_eq!(name(" Target "), Some("target"));
        assert_eq!(name("目标值（万元）"), Some("target"));
        assert_eq!(split("Target [EUR million]"), ("target".to_owned(), Some("eur million".to_owned())));
        assert_eq!(name("目标值【万元】"), Some("target"));
        assert_eq!(name("KPI-ID"), Some("kpi_id"));
        assert_eq!(name("\u{feff}部门"), Some("department"));
        assert_eq!(name("Q1 target"), None);
    }

    #[test]
    fn a_mapped_header_goes_first() {
        let own = BTreeMap::from([("2026 目标值".to_owned(), "target".to_owned())]);
        let means = |headers: [&str; 2]| -> Vec<Option<&str>> {
            let columns = columns_of(&headers.map(str::to_owned), TableKind::Kpis, &own);
            columns.into_iter().map(|c| c.map(|c| c.name)).collect()
        };
        assert_eq!(column_of("2026 目标值", TableKind::Kpis, &own).map(|c| c.name), Some("target"));
        assert_eq!(means(["目标值", "2026 目标值（万元）"]), [None, Some("target")]);
        // A table without that header keeps the column that it has.
        assert_eq!(means(["目标值", "基线值"]), [Some("target"), Some("baseline")]);
        assert_eq!(means(["", "目标值"]), [None, Some("target")]);
        assert!(has_own(["目标值", "2026 目标值"].into_iter(), "target", &own));
        assert!(!has_own(["目标值"].into_iter(), "target", &own) && !has_own(["2026 目标值"].into_iter(), "baseline", &own));
    }

    #[test]
    fn slips_are_seen() {
        assert_eq!(like("Departement", TableKind::Kpis), Some("department"));
        assert_eq!(like("colour", TableKind::Kpis), None);
    }
}
