//! Files to a checked [`Case`](crate::model::Case): bytes -> text -> rows -> typed cells -> rules across rows.
//!
//! Everything found wrong on the way is collected; a case exists only when nothing of it is an error.

pub mod bytes;
pub mod catalog;
pub mod check;
pub mod columns;
pub mod config;
pub mod files;
pub mod labelled;
pub mod rows;
pub mod table;
pub mod value;

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::error::{Fault, Place, Problem, Severity};
use columns::TableKind;
use rows::{Context, Table};

/// Reads one file's bytes as a table. `kind` is what the caller takes it for; `None`: told by the stem, else by the headers.
pub fn table(file: &Arc<str>, bytes: &[u8], kind: Option<TableKind>, ctx: &Context, problems: &mut Vec<Problem>) -> Option<Table> {
    let mut fail = |(fault, line): (Fault, Option<u64>)| {
        let place = Place { line, ..Place::file(file) };
        problems.push(Problem { severity: Severity::Error, place, value: None, fault });
    };
    let none = BTreeMap::new();
    let hits = |headers: &[String], kind: TableKind| rows::known_headers(headers, kind, ctx.headers.get(&kind).unwrap_or(&none));
    let best = |headers: &[String]| TableKind::ALL.into_iter().map(|k| hits(headers, k)).max().unwrap_or(0);
    let decoded = bytes::decode(bytes).map_err(&mut fail).ok()?;
    let raw = table::rows(&decoded.text, best).map_err(&mut fail).ok()?;
    let by_headers = by_headers(&raw.header, ctx);
    let stem = files::stem(file);
    let Some(kind) = kind.or_else(|| TableKind::of_stem(&stem)).or(by_headers) else {
        fail((Fault::UnknownTable, None));
        return None;
    };
    // A table of another kind under this name: one sentence instead of one per missing column. It must know more of the headers: a KPI
    // table whose name column is called otherwise would pass for a departments table.
    if let Some(other) = by_headers
        && other.columns().as_ptr() != kind.columns().as_ptr()
        && !has_required(&raw.header, kind, ctx)
        && hits(&raw.header, other) > hits(&raw.header, kind)
    {
        fail((Fault::OtherTable { expected: kind.name(), looks_like: other.name() }, Some(raw.header_line)));
        return None;
    }
    Some(rows::typed(file, kind, decoded.encoding, &raw, ctx, problems))
}

fn has_required(header: &[String], kind: TableKind, ctx: &Context) -> bool {
    let none = BTreeMap::new();
    let own = ctx.headers.get(&kind).unwrap_or(&none);
    let found = |name: &str| header.iter().any(|h| rows::column_of(h, kind, own).is_some_and(|c| c.name == name));
    kind.columns().iter().filter(|c| c.required).all(|c| found(c.name))
}

/// The kind whose required columns are all there; with several, the one that knows most headers.
fn by_headers(header: &[String], ctx: &Context) -> Option<TableKind> {
    let none = BTreeMap::new();
    let fits = TableKind::ALL.into_iter().filter(|k| *k != TableKind::Catalog && has_required(header, *k, ctx));
    fits.max_by_key(|k| {
        let known = rows::known_headers(header, *k, ctx.headers.get(k).unwrap_or(&none));
        (known, std::cmp::Reverse(*k))
    })
}
