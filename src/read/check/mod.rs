//! Rules across rows: typed tables to a checked [`Case`].
//!
//! The one place that makes a [`Case`], so whoever holds one may rely on what is checked here: keys are unique, every index points
//! somewhere, weights sum to 1 in a department, amounts are in their KPI's unit, directions agree with baseline and target.

mod actuals;
mod elements;
mod kpis;
mod names;
mod people;

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use crate::error::{Fault, Place, Problem, Severity, any_error, sort_problems};
use crate::model::unit::Dimension;
use crate::model::{Case, Department, DepartmentId, Element, Kpi, Lang, Role, Source, Unit};
use crate::read::catalog;
use crate::read::columns::TableKind;
use crate::read::functions::Functions;
use crate::read::rows::Table;
use elements::Metrics;
use names::Register;

pub use actuals::{Actual, actuals};
pub use kpis::by_words as direction_by_words;

/// What a case needs to know beside its tables.
#[derive(Debug, Clone)]
pub struct Setting {
    /// The department that proposes, as named by `--own` or winwin.toml.
    pub own: Option<String>,
    /// The day the run speaks from.
    pub today: Date,
    /// Language of the embedded catalog.
    pub lang: Lang,
    /// Whether the embedded catalog is added.
    pub embedded_catalog: bool,
}

/// Checks tables against each other. Problems of reading, already in `problems`, and those found here are sorted together.
///
/// Returns no case when any of them is an error.
pub fn case(tables: &[Table], setting: &Setting, problems: &mut Vec<Problem>) -> Option<Case> {
    let of = |kind: TableKind| tables.iter().find(move |t| t.kind == kind);
    let mut register = Register::default();
    let read_kpis = of(TableKind::Kpis).map(|t| kpis::build(t, &mut register, problems));
    // With a KPI table that could not be used, metrics are taken on trust rather than called unknown.
    let usable = of(TableKind::Kpis).is_some_and(|t| !t.lacks_required());
    let mut metrics = read_kpis.as_deref().filter(|_| usable).map(Metrics::of);
    let mut departments: Vec<Department> = Vec::new();
    if let Some(table) = of(TableKind::Departments) {
        departments = people::departments(table, &mut register, problems);
    }
    let mut read = elements::Read::default();
    if let Some(table) = of(TableKind::Elements) {
        elements::build(table, metrics.as_mut(), &mut register, &mut read, problems);
    }
    if let Some(table) = of(TableKind::Catalog) {
        elements::build(table, metrics.as_mut(), &mut register, &mut read, problems);
    }
    let favors = of(TableKind::Favors).map(|t| people::favors(t, &mut register, problems)).unwrap_or_default();
    let log = of(TableKind::Log).map(|t| people::log(t, &mut register, problems)).unwrap_or_default();
    let own = own(setting, &departments, &register, of(TableKind::Kpis), problems);
    // Bad cells of results keep nobody from looking up the elements that other rows of them name.
    let broken = any_error(problems);
    if let Some(table) = of(TableKind::Actuals) {
        actuals::cells(table, problems);
    }
    sort_problems(problems);
    if broken {
        return None;
    }
    // Costs without a currency are in the one that the KPIs are in, if there is just one.
    let currency = read.currency.clone().or_else(|| only_currency(read_kpis.as_deref().unwrap_or_default()));
    if setting.embedded_catalog {
        let taken: BTreeSet<String> = read.elements.iter().map(|e| crate::text::fold(&e.name)).collect();
        let embedded: Vec<Element> = catalog::embedded(setting.lang);
        let code = currency.as_ref().map_or("CNY", |c| c.code());
        let embedded = embedded.into_iter().map(|e| Element { cost: e.cost.and_then(|c| catalog::in_currency(c, code)), ..e });
        read.elements.extend(embedded.filter(|e| !taken.contains(&crate::text::fold(&e.name))));
    }
    people::fill(&mut departments, &register);
    if setting.embedded_catalog {
        name_departments(&mut read.elements, &departments);
    }
    let case = Case {
        kpis: read_kpis.unwrap_or_default(),
        elements: read.elements,
        departments,
        projects: read.projects,
        favors,
        log,
        own,
        today: setting.today,
        currency,
    };
    // Results can only be held against plans that are there.
    if let Some(table) = of(TableKind::Actuals).filter(|_| usable && of(TableKind::Elements).is_some()) {
        actuals(table, &case, problems);
        sort_problems(problems);
    }
    (!any_error(problems)).then_some(case)
}

/// The currency of KPIs in money, where all of them are in one.
fn only_currency(kpis: &[Kpi]) -> Option<Unit> {
    let mut all = kpis.iter().filter_map(|k| k.unit.as_ref()).filter(|u| u.dimension() == Some(Dimension::Money));
    let first = all.next()?;
    all.all(|u| u.code() == first.code()).then(|| first.clone())
}

/// Turns the functions that entries of the embedded catalog need into departments of this case.
fn name_departments(elements: &mut [Element], departments: &[Department]) {
    let functions = Functions::embedded();
    let names: Vec<String> = departments.iter().map(|d| d.name.clone()).collect();
    let needs: BTreeMap<String, String> = catalog::needs().into_iter().collect();
    // Many entries need one function, and every name is looked at to find its department.
    let mut meant: BTreeMap<&str, Option<DepartmentId>> = BTreeMap::new();
    for element in elements.iter_mut().filter(|e| e.source == Source::Catalog) {
        let Some(function) = needs.get(&element.key) else { continue };
        let find = || functions.department(function, &names).map(|at| DepartmentId(at as u32));
        element.needs = meant.entry(function.as_str()).or_insert_with(find).iter().copied().collect();
        if element.needs.is_empty() {
            element.vacant = functions.names(function).cloned().map(Box::new);
        }
    }
}

fn own(
    setting: &Setting,
    departments: &[Department],
    register: &Register,
    kpis: Option<&Table>,
    problems: &mut Vec<Problem>,
) -> Option<DepartmentId> {
    if let Some(name) = &setting.own {
        let found = register.find(name);
        // Without the KPI table nobody can tell.
        if found.is_none()
            && let Some(file) = kpis.map(|t| t.file.clone())
        {
            let fault = Fault::OwnUnknown { near: register.like(name) };
            problems.push(Problem { severity: Severity::Error, place: Place::file(&file), value: Some(name.clone()), fault });
        }
        return found;
    }
    let at = departments.iter().position(|d| d.role == Some(Role::Own))?;
    register.find(&departments[at].name)
}

#[cfg(test)]
mod tests;
