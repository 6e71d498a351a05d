//! Departments, favors and contacts.

use std::collections::BTreeMap;

use crate::error::{Fault, Problem, Severity};
use crate::model::{Department, DepartmentId, Favor, FavorDirection, Level, LogEntry, LogKind, Origin, Role};
use crate::read::cells::Cell;
use crate::read::check::names::Register;
use crate::read::rows::{Row, Table};
use crate::text::fold;

/// Rows of the departments table, by the id their name has in `register`; gaps are filled by [`fill`].
pub fn departments(table: &Table, register: &mut Register, problems: &mut Vec<Problem>) -> Vec<Department> {
    let mut departments = Vec::new();
    if table.lacks_required() {
        return departments;
    }
    let mut lines: BTreeMap<String, u64> = BTreeMap::new();
    let mut own_line = None;
    table.each(|row, found| {
        problems.extend(found);
        let row = &row;
        let name = row.text("department");
        if name.is_empty() {
            problems.push(table.problem(Severity::Error, row, "department", Fault::Blank));
            return;
        }
        if let Some(first_line) = lines.insert(fold(name), row.line) {
            problems.push(table.problem(Severity::Error, row, "department", Fault::DuplicateKey { first_line }));
            return;
        }
        register.id(name);
        let role = row.get("role").and_then(|f| if let Cell::Role(role) = f.cell { Some(role) } else { None });
        if role == Some(Role::Own) {
            if let Some(first_line) = own_line {
                problems.push(table.problem(Severity::Error, row, "role", Fault::SecondOwn { first_line }));
            }
            own_line.get_or_insert(row.line);
        }
        departments.push(Department {
            name: name.to_owned(),
            role,
            contact: row.text("contact").to_owned(),
            power: level(row, "power"),
            interest: level(row, "interest"),
            ask: row.text("ask").to_owned(),
            ask_cost: row.number("ask_cost").map(|q| q.value),
            needed_by: row.day("needed_by"),
            last_contact: row.day("last_contact"),
            origin: Some(Origin { file: table.file.clone(), line: row.line }),
        });
    });
    departments
}

fn level(row: &Row, column: &str) -> Option<Level> {
    match row.get(column)?.cell {
        Cell::Level(level) => Some(level),
        _ => None,
    }
}

/// Puts departments in the register's order and adds those that only KPIs or needs name.
pub fn fill(departments: &mut Vec<Department>, register: &Register) {
    let mut by_name: BTreeMap<String, Department> = departments.drain(..).map(|d| (fold(&d.name), d)).collect();
    for name in register.names() {
        let known = by_name.remove(&fold(name));
        let mut department = known.unwrap_or_else(|| Department {
            name: name.clone(),
            role: None,
            contact: String::new(),
            power: None,
            interest: None,
            ask: String::new(),
            ask_cost: None,
            needed_by: None,
            last_contact: None,
            origin: None,
        });
        department.name.clone_from(name);
        departments.push(department);
    }
}

/// The department of a favor or log row; one nobody else names is a slip more often than not.
fn partner(table: &Table, row: &Row, register: &mut Register, problems: &mut Vec<Problem>) -> Option<DepartmentId> {
    let name = row.text("department");
    if name.is_empty() {
        problems.push(table.problem(Severity::Error, row, "department", Fault::Blank));
        return None;
    }
    if register.find(name).is_none() {
        let near = register.nearest(name);
        problems.push(table.problem(Severity::Warning, row, "department", Fault::DepartmentUnknown { near }));
    }
    Some(register.id(name))
}

/// Reports a required cell that is blank; one that could not be read has been reported already.
fn need(table: &Table, row: &Row, column: &'static str, problems: &mut Vec<Problem>) {
    if !row.broken.contains(&column) && row.get(column).is_none() {
        problems.push(table.problem(Severity::Error, row, column, Fault::Blank));
    }
}

/// Favors in order of date.
pub fn favors(table: &Table, register: &mut Register, problems: &mut Vec<Problem>) -> Vec<Favor> {
    let mut favors = Vec::new();
    if table.lacks_required() {
        return favors;
    }
    table.each(|row, found| {
        problems.extend(found);
        let row = &row;
        let department = partner(table, row, register, problems);
        need(table, row, "date", problems);
        need(table, row, "direction", problems);
        let direction: Option<FavorDirection> =
            row.get("direction").and_then(|f| if let Cell::FavorDirection(d) = f.cell { Some(d) } else { None });
        let (Some(department), Some(date), Some(direction)) = (department, row.day("date"), direction) else { return };
        favors.push(Favor {
            date,
            department,
            direction,
            what: row.text("what").to_owned(),
            weight: row.get("weight").map_or(1.0, |f| if let Cell::Weight(w) = f.cell { w } else { 1.0 }),
            urgent: row.get("urgent").is_some_and(|f| f.cell == Cell::YesNo(true)),
            origin: Origin { file: table.file.clone(), line: row.line },
        });
    });
    favors.sort_by(|a, b| (a.date, &a.origin).cmp(&(b.date, &b.origin)));
    favors
}

/// Contacts in order of date.
pub fn log(table: &Table, register: &mut Register, problems: &mut Vec<Problem>) -> Vec<LogEntry> {
    let mut entries = Vec::new();
    if table.lacks_required() {
        return entries;
    }
    table.each(|row, found| {
        problems.extend(found);
        let row = &row;
        let department = partner(table, row, register, problems);
        need(table, row, "date", problems);
        need(table, row, "kind", problems);
        let kind: Option<LogKind> = row.get("kind").and_then(|f| if let Cell::LogKind(k) = f.cell { Some(k) } else { None });
        let (Some(department), Some(date), Some(kind)) = (department, row.day("date"), kind) else { return };
        entries.push(LogEntry {
            date,
            department,
            kind,
            what: row.text("what").to_owned(),
            outcome: row.text("outcome").to_owned(),
            origin: Origin { file: table.file.clone(), line: row.line },
        });
    });
    entries.sort_by(|a, b| (a.date, &a.origin).cmp(&(b.date, &b.origin)));
    entries
}
