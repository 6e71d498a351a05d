//! `winwin check`: every problem of the tables, for people or as JSON.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use serde_json::{Map, Value, json};

use crate::cli::values::{day, maps};
use crate::cli::{Check, Format};
use crate::commands::input::{self, Loaded, Wanted};
use crate::commands::{Told, to_stdout};
use crate::error::{Error, Fault, Problem, any_error};
use crate::lang::{Lang, pick, problems};
use crate::read::cells::Cell;
use crate::read::columns::TableKind;
use crate::read::rows::{Row, Table};
use crate::read::value::parts;
use crate::text::fold;

/// Runs `check`; the exit status is 3 when the tables have errors.
pub fn run(flags: &Check) -> Result<u8, Told> {
    let loaded = check(flags)?;
    let text = match flags.format {
        Format::Json => format!("{}\n", document(&loaded)),
        Format::Text => text(&loaded),
    };
    to_stdout(&text, loaded.lang)?;
    Ok(if any_error(&loaded.problems) { 3 } else { 0 })
}

fn check(flags: &Check) -> Result<Loaded, Told> {
    let lang = flags.lang.chosen();
    let told = |e: Error| (e, lang.unwrap_or(Lang::En));
    let wanted = Wanted {
        lang,
        today: day(flags.today.as_deref()).map_err(told)?,
        headers: maps(&flags.map).map_err(told)?,
        encoding: flags.encoding.clone(),
        most_rows: flags.max_rows,
        knowledge: flags.knowledge.clone(),
        ..Wanted::default()
    };
    let paths: Vec<(Option<TableKind>, PathBuf)> = flags.files.iter().map(|p| (None, p.clone())).collect();
    let config = flags.files.first().and_then(|p| input::config_beside(p));
    let mut loaded = input::load(&paths, config.as_deref(), &wanted)?;
    match loaded.case(&wanted) {
        // The problems are in `loaded`; printing them is what this command is for.
        Ok(_) | Err((Error::Input(_), _)) => Ok(loaded),
        Err(other) => Err(other),
    }
}

fn text(loaded: &Loaded) -> String {
    let mut out = String::new();
    for table in &loaded.tables {
        let rows = table.len();
        out.push_str(&match loaded.lang {
            Lang::Zh => format!("{}：{} 表，{rows}行，{}\n", table.file, table.kind.name(), table.encoding),
            Lang::En => format!("{}: {} table, {rows} rows, {}\n", table.file, table.kind.name(), table.encoding),
        });
    }
    for problem in &loaded.problems {
        out.push_str(&problems::line(problem, loaded.lang));
        out.push('\n');
    }
    out.push_str(&problems::total(&loaded.problems, loaded.lang));
    out.push_str(pick(loaded.lang, "\n", "\n"));
    out
}

/// What blank cells were read as from the row above, by file, line and column.
type Filled<'a> = BTreeMap<(&'a str, u64, &'a str), &'a str>;

fn document(loaded: &Loaded) -> Value {
    let filled: Filled = loaded
        .problems
        .iter()
        .filter(|p| p.fault == Fault::FilledDown)
        .filter_map(|p| Some(((&*p.place.file, p.place.line?, p.place.column?), p.value.as_deref()?)))
        .collect();
    let departments: BTreeSet<String> = loaded.tables.iter().flat_map(departments).collect();
    json!({
        "tables": loaded.tables.iter().map(|t| table(t, &filled, &departments)).collect::<Vec<_>>(),
        "problems": loaded.problems.iter().map(|p| problem(p, loaded.lang)).collect::<Vec<_>>(),
    })
}

/// The departments that a table has rows of, folded.
fn departments(table: &Table) -> Vec<String> {
    let mut found = Vec::new();
    table.each(|row, _| found.push(fold(row.text("department"))));
    found.retain(|name| !name.is_empty());
    found
}

fn table(table: &Table, filled: &Filled, departments: &BTreeSet<String>) -> Value {
    let mut rows = Vec::with_capacity(table.len());
    // What is wrong with the cells has been said when the tables were checked.
    table.each(|r, _| rows.push(row(table, &r, filled, departments)));
    json!({
        "file": &*table.file,
        "kind": table.kind.name(),
        "encoding": table.encoding,
        "delimiter": table.delimiter().to_string(),
        "rows": rows,
    })
}

fn row(table: &Table, row: &Row, filled: &Filled, departments: &BTreeSet<String>) -> Value {
    let mut fields = Map::new();
    fields.insert("line".to_owned(), json!(row.line));
    if let Some(address) = table.address(row.line) {
        fields.insert("cell".to_owned(), json!(address));
    }
    for column in table.kind.columns().iter().filter(|c| table.header(c.name).is_some()) {
        let above = || filled.get(&(&*table.file, row.line, column.name)).map(|text| json!(text));
        let value = row.get(column.name).map(|f| cell(&f.cell, departments)).or_else(above).unwrap_or(Value::Null);
        fields.insert(column.name.to_owned(), value);
    }
    Value::Object(fields)
}

fn cell(cell: &Cell, departments: &BTreeSet<String>) -> Value {
    match cell {
        Cell::Text(text) => json!(text),
        Cell::Names(names) => json!(parts::names(names, |name| departments.contains(&fold(name)))),
        Cell::Number(quantity, _) => json!(quantity),
        Cell::Weight(weight) => {
            json!({"value": weight, "low": weight, "high": weight, "unit": null, "percent": false, "points": false})
        }
        Cell::Unit(_, text) => json!(text),
        Cell::Day(day) => json!(day.to_string()),
        Cell::Direction(v) => json!(v),
        Cell::ElementKind(v) => json!(v),
        Cell::Role(v) => json!(v),
        Cell::Level(v) => json!(v.get()),
        Cell::FavorDirection(v) => json!(v),
        Cell::LogKind(v) => json!(v),
        Cell::YesNo(v) => json!(v),
        Cell::Period(v) => json!(v),
    }
}

fn problem(p: &Problem, lang: Lang) -> Value {
    let (message, help) = problems::sentence(&p.fault, p.value.as_deref(), lang);
    json!({
        "severity": match p.severity {
            crate::error::Severity::Error => "error",
            crate::error::Severity::Warning => "warning",
            crate::error::Severity::Note => "note",
        },
        "file": &*p.place.file,
        "line": p.place.line,
        "cell": p.place.cell,
        "column": p.place.column,
        "header": p.place.header,
        "value": p.value,
        "message": message,
        "help": help,
    })
}
