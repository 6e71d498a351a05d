//! Files to a checked [`Case`](crate::model::Case): bytes -> text -> rows -> typed cells -> rules across rows.
//!
//! Everything found wrong on the way is collected; a case exists only when nothing of it is an error.

pub mod arrow;
pub mod bytes;
pub mod catalog;
pub mod cells;
pub mod check;
pub mod columns;
pub mod config;
pub mod delimited;
pub mod delivery;
pub mod earlier;
pub mod encoding;
pub mod files;
pub mod functions;
pub mod header;
pub mod judgements;
pub mod labelled;
pub mod limits;
pub mod orientation;
pub mod rows;
pub mod sets;
pub mod sheet;
pub mod table;
pub mod value;
pub mod workbook;

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::error::{Fault, Place, Problem, Severity};
use columns::TableKind;
use rows::{Context, Table};
use table::RawTable;

/// One file as it came from the disk.
#[derive(Debug, Clone)]
pub struct Source {
    /// The path as typed, with `#Sheet` if one was named.
    pub file: Arc<str>,
    /// The sheet named behind a workbook's path.
    pub sheet: Option<String>,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// Reads one file as a table. `kind` is what the caller takes it for; `None`: told by the stem, else by the headers.
pub fn table(source: &Source, kind: Option<TableKind>, ctx: &Context, problems: &mut Vec<Problem>) -> Option<Table> {
    let file = &source.file;
    let (raw, encoding) = match raw(source, ctx, problems) {
        Ok(read) => read,
        Err(problem) => {
            problems.push(*problem);
            return None;
        }
    };
    let beyond = limits::beyond(file, &raw, ctx.most_rows);
    if !beyond.is_empty() {
        problems.extend(beyond);
        return None;
    }
    let mut fail = |fault, line| {
        let place = Place { line, ..Place::file(file) };
        problems.push(Problem { severity: Severity::Error, place, value: None, fault });
    };
    let by_headers = by_headers(&raw.header, ctx);
    let hits = |kind: TableKind| header::known(&raw.header, kind, own(ctx, kind));
    let Some(kind) = kind.or_else(|| TableKind::of_stem(&files::stem(file))).or(by_headers) else {
        let sideways = TableKind::ALL.into_iter().any(|k| orientation::on_its_side(&raw, |cells| header::known(cells, k, own(ctx, k))));
        fail(if sideways { Fault::Transposed } else { Fault::UnknownTable }, None);
        return None;
    };
    // A table of another kind under this name: one sentence instead of one per missing column. It must know more of the headers: a KPI
    // table whose name column is called otherwise would pass for a departments table.
    if let Some(other) = by_headers
        && other.columns().as_ptr() != kind.columns().as_ptr()
        && !has_required(&raw.header, kind, ctx)
        && hits(other) > hits(kind)
    {
        fail(Fault::OtherTable { expected: kind.name(), looks_like: other.name() }, Some(raw.header_line));
        return None;
    }
    Some(Table::new(file, kind, encoding, raw, ctx, problems))
}

/// A file's cells, from a workbook or from text in whatever encoding.
fn raw(source: &Source, ctx: &Context, problems: &mut Vec<Problem>) -> Result<(RawTable, &'static str), Box<Problem>> {
    let problem = |severity, line, value, fault| Problem { severity, place: Place { line, ..Place::file(&source.file) }, value, fault };
    let hits = |headers: &[String]| TableKind::ALL.into_iter().map(|k| header::known(headers, k, own(ctx, k))).max().unwrap_or(0);
    if files::is_workbook_name(&source.file) {
        let read = workbook::table(&source.bytes, source.sheet.as_deref(), hits);
        return read.map(|t| (t, "workbook")).map_err(|(fault, value)| Box::new(problem(Severity::Error, None, value, fault)));
    }
    let split = |line: &str| line.split([',', ';', '\t', '|', '，']).map(crate::text::clean).collect::<Vec<_>>();
    let decoded = bytes::decode(&source.bytes, ctx.encoding.as_deref(), |line| hits(&split(line)))
        .map_err(|(fault, line)| Box::new(problem(Severity::Error, line, None, fault)))?;
    if !decoded.encoding.starts_with("UTF-8") {
        problems.push(problem(Severity::Note, None, None, Fault::EncodingUsed { encoding: decoded.encoding }));
    }
    let table = delimited::table(&decoded.text, ctx.most_rows, hits)
        .map_err(|(fault, line)| Box::new(problem(Severity::Error, line, None, fault)))?;
    Ok((table, decoded.encoding))
}

fn own(ctx: &Context, kind: TableKind) -> &BTreeMap<String, String> {
    static NONE: BTreeMap<String, String> = BTreeMap::new();
    ctx.headers.get(&kind).unwrap_or(&NONE)
}

fn has_required(headers: &[String], kind: TableKind, ctx: &Context) -> bool {
    let found = |name: &str| headers.iter().any(|h| header::column_of(h, kind, own(ctx, kind)).is_some_and(|c| c.name == name));
    kind.columns().iter().filter(|c| c.required).all(|c| found(c.name))
}

/// The kind whose required columns are all there; with several, the one that knows most headers. One known header among strange ones says
/// nothing (any table may have a column of departments), unless the user mapped it.
fn by_headers(headers: &[String], ctx: &Context) -> Option<TableKind> {
    let hits = |kind: TableKind| header::known(headers, kind, own(ctx, kind));
    let telling = |kind: TableKind| hits(kind) >= headers.len().min(2) || !own(ctx, kind).is_empty();
    let fits = TableKind::ALL.into_iter().filter(|k| *k != TableKind::Catalog && has_required(headers, *k, ctx) && telling(*k));
    fits.max_by_key(|k| (hits(*k), std::cmp::Reverse(*k)))
}
