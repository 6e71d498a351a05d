//! What moved since an earlier run, for programs: the facts of `analysis::since` under fixed names.

use schemars::JsonSchema;
use serde::Serialize;

use crate::analysis::since::attribution::{Cause, CauseKind};
use crate::analysis::since::changes::{Amount, ElementShift, KpiShift, direction};
use crate::analysis::since::{Moves, Span};
use crate::lang::phrases::Phrases;
use crate::lang::since as words;
use crate::report::summary::rounded;

/// A project against its earlier run.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Since {
    /// Whether there is an earlier run of the project; without one the other fields are empty.
    found: bool,
    /// The day the earlier run spoke from.
    day: Option<String>,
    /// Remarks on the earlier run.
    notes: Vec<String>,
    /// Appeal from which saying yes is worth while.
    yes_line: Moved,
    /// Win-win index of the plan.
    index: Moved,
    /// The same with the balanced package.
    index_after: Moved,
    /// Partners at or over the line.
    partners_over_line: Moved,
    /// The same with the balanced package.
    partners_over_line_after: Moved,
    /// Departments of both runs.
    departments: Vec<Department>,
    /// Departments that came.
    new_departments: Vec<String>,
    /// Departments that went.
    gone_departments: Vec<String>,
    /// Additions newly proposed.
    package_added: Vec<String>,
    /// Additions no longer proposed.
    package_removed: Vec<String>,
    /// What the package costs.
    package_cost: Moved,
    /// What changed of the elements, field by field.
    elements: Vec<ElementChange>,
    /// What changed of the KPIs, field by field.
    kpis: Vec<KpiChange>,
}

/// A figure then and now.
#[derive(Debug, Default, Serialize, JsonSchema)]
struct Moved {
    then: Option<f64>,
    now: Option<f64>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Department {
    department: String,
    /// Of the plan.
    appeal: Moved,
    /// With the balanced package.
    appeal_after: Moved,
    /// Of the plan.
    coverage: Moved,
    /// With the balanced package.
    coverage_after: Moved,
    /// Whether the plan's appeal came over the line (true) or fell under it (false).
    crossed: Option<bool>,
    /// Why the plan's figures moved; the parts sum to the movement.
    causes: Vec<Part>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Part {
    /// elements_added, elements_removed, elements_changed, kpis_changed, or judged_anew.
    cause: String,
    /// Its part of the movement of the appeal: the mean over all orders of the causes.
    appeal: f64,
    /// Its part of the movement of the coverage.
    coverage: f64,
    /// Elements or KPIs it consists of, strongest first.
    items: Vec<Item>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Item {
    name: String,
    /// Appeal now, less the appeal with this item alone as it was.
    appeal: f64,
    /// Coverage now, less the coverage with this item alone as it was.
    coverage: f64,
}

#[derive(Debug, Serialize, JsonSchema)]
struct ElementChange {
    element: String,
    changes: Vec<Change>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct KpiChange {
    department: String,
    kpi: String,
    changes: Vec<Change>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Change {
    /// The column; new, gone, kind or text where no single one is meant; contribution of METRIC.
    field: String,
    /// As text: plain numbers (fractions for percents) and days.
    then: Option<String>,
    now: Option<String>,
}

/// The facts of a project, or that there is no earlier run of it.
pub fn of(since: &crate::analysis::since::Since, p: Phrases) -> Since {
    let notes = since.notes.iter().map(|n| words::note(n, p.lang)).collect();
    match &since.moves {
        Some(moves) => moved(moves, notes, p),
        None => Since {
            found: false,
            day: None,
            notes,
            yes_line: Moved::default(),
            index: Moved::default(),
            index_after: Moved::default(),
            partners_over_line: Moved::default(),
            partners_over_line_after: Moved::default(),
            departments: Vec::new(),
            new_departments: Vec::new(),
            gone_departments: Vec::new(),
            package_added: Vec::new(),
            package_removed: Vec::new(),
            package_cost: Moved::default(),
            elements: Vec::new(),
            kpis: Vec::new(),
        },
    }
}

fn moved(m: &Moves, notes: Vec<String>, p: Phrases) -> Since {
    let figure = |s: Span<f64>| known(Span { then: Some(s.then), now: Some(s.now) });
    let count = |s: Span<Option<usize>>| known(Span { then: s.then.map(|n| n as f64), now: s.now.map(|n| n as f64) });
    let departments = m.departments.iter().map(|d| Department {
        department: p.department(d.department).to_owned(),
        appeal: figure(d.appeal),
        appeal_after: figure(d.appeal_after),
        coverage: figure(d.coverage),
        coverage_after: figure(d.coverage_after),
        crossed: d.crossed(&m.yes_line),
        causes: d.causes.iter().map(part).collect(),
    });
    Since {
        found: true,
        day: Some(m.day.clone()).filter(|d| !d.is_empty()),
        notes,
        yes_line: figure(m.yes_line),
        index: known(m.index),
        index_after: known(m.index_after),
        partners_over_line: count(m.over_line),
        partners_over_line_after: count(m.over_line_after),
        departments: departments.collect(),
        new_departments: m.new_departments.iter().map(|d| p.department(*d).to_owned()).collect(),
        gone_departments: m.gone_departments.clone(),
        package_added: m.package_added.clone(),
        package_removed: m.package_removed.clone(),
        package_cost: figure(m.package_cost),
        elements: m
            .elements
            .iter()
            .map(|e| ElementChange { element: e.element.clone(), changes: e.shifts.iter().map(element).collect() })
            .collect(),
        kpis: m
            .kpis
            .iter()
            .map(|k| KpiChange { department: k.department.clone(), kpi: k.kpi.clone(), changes: k.shifts.iter().map(kpi).collect() })
            .collect(),
    }
}

fn known(s: Span<Option<f64>>) -> Moved {
    Moved { then: s.then.map(rounded), now: s.now.map(rounded) }
}

fn part(cause: &Cause) -> Part {
    let name = match cause.kind {
        CauseKind::Added => "elements_added",
        CauseKind::Removed => "elements_removed",
        CauseKind::Altered => "elements_changed",
        CauseKind::Kpis => "kpis_changed",
        CauseKind::Judgement => "judged_anew",
    };
    let item = |i: &crate::analysis::since::attribution::Item| Item {
        name: i.name.clone(),
        appeal: rounded(i.appeal),
        coverage: rounded(i.coverage),
    };
    Part {
        cause: name.to_owned(),
        appeal: rounded(cause.appeal),
        coverage: rounded(cause.coverage),
        items: cause.items.iter().map(item).collect(),
    }
}

fn change(field: &str, then: Option<String>, now: Option<String>) -> Change {
    Change { field: field.to_owned(), then, now }
}

fn number(value: &Option<f64>) -> Option<String> {
    value.map(|v| v.to_string())
}

fn element(shift: &ElementShift) -> Change {
    let kind = |planned: bool| Some(if planned { "core" } else { "optional" }.to_owned());
    match shift {
        ElementShift::New { planned } => change("new", None, kind(*planned)),
        ElementShift::Gone { planned } => change("gone", kind(*planned), None),
        ElementShift::MovedIn => change("kind", kind(false), kind(true)),
        ElementShift::MovedOut => change("kind", kind(true), kind(false)),
        ElementShift::Cost(then, now) => change("cost", number(then), number(now)),
        ElementShift::Contribution { metric, then, now } => {
            change(&format!("contribution of {metric}"), then.as_ref().map(amount), now.as_ref().map(amount))
        }
        ElementShift::Start(then, now) => change("start", then.clone(), now.clone()),
        ElementShift::End(then, now) => change("end", then.clone(), now.clone()),
        ElementShift::Wording => change("text", None, None),
    }
}

fn amount(a: &Amount) -> String {
    let ends = if a.low < a.high { format!("{}~{}", a.low, a.high) } else { a.low.to_string() };
    a.unit.as_ref().map_or(ends.clone(), |unit| format!("{ends} {unit}"))
}

fn kpi(shift: &KpiShift) -> Change {
    match shift {
        KpiShift::New => change("new", None, None),
        KpiShift::Gone => change("gone", None, None),
        KpiShift::Unit(then, now) => change("unit", then.clone(), now.clone()),
        KpiShift::Baseline(then, now) => change("baseline", number(then), number(now)),
        KpiShift::Target(then, now) => change("target", number(then), number(now)),
        KpiShift::Actual(then, now) => change("actual", number(then), number(now)),
        KpiShift::Weight(then, now) => change("weight", Some(rounded(*then).to_string()), Some(rounded(*now).to_string())),
        KpiShift::Due(then, now) => change("due", then.clone(), now.clone()),
        KpiShift::Direction(now) => change("direction", None, Some(direction(*now).to_owned())),
        KpiShift::Wording => change("text", None, None),
    }
}
