//! What a project's figures were reckoned from, kept in summary.json so that the next run can say what changed and why. Read back by
//! `read::earlier`; an optional element's effects are left out, since it moved nothing.

use schemars::JsonSchema;
use serde::Serialize;

use crate::analysis::since::changes::{Amount, direction, unit_of};
use crate::analysis::{Options, ProjectAnalysis};
use crate::lang::phrases::Phrases;
use crate::model::ElementKind;
use crate::read::earlier::fingerprint;
use crate::report::summary::rounded;

/// The inputs of a project.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Inputs {
    /// Money for additions.
    budget: Option<f64>,
    /// Most additions.
    max_changes: usize,
    /// KPIs of all departments, in order of the table.
    kpis: Vec<Kpi>,
    /// Elements of the project, in order of the table.
    elements: Vec<Element>,
}

/// Amounts are in the KPI's unit, fractions for percents.
#[derive(Debug, Serialize, JsonSchema)]
struct Kpi {
    department: String,
    kpi: String,
    /// As written; % for percents.
    unit: Option<String>,
    baseline: Option<f64>,
    target: Option<f64>,
    actual: Option<f64>,
    /// increase or decrease.
    direction: String,
    /// Share of the department's weights, 0 to 1.
    weight: f64,
    /// What is left to do of it, 0.1 to 1.
    headroom: f64,
    /// Last day that counts.
    due: Option<String>,
    /// Fingerprint of name, metric and description.
    text: String,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Element {
    element: String,
    /// core or optional.
    kind: String,
    /// Middle of the cost.
    cost: Option<f64>,
    /// First day.
    start: Option<String>,
    /// Last day.
    end: Option<String>,
    /// What it states, as written.
    contributions: Vec<Contribution>,
    /// Evidence on KPIs, of core elements and where it is not zero.
    effects: Vec<Effect>,
    /// Fingerprint of name and description.
    text: String,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Contribution {
    /// KPI or metric.
    metric: String,
    low: f64,
    high: f64,
    /// As written; % for percents, pp for percentage points, whose amounts are fractions.
    unit: Option<String>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Effect {
    /// Place of the KPI in kpis, from 0.
    kpi: usize,
    /// Evidence that it helps in time, 0 to 1.
    helps: f64,
    /// Evidence that it hurts in time, 0 to 1.
    hurts: f64,
}

/// What the analysis of a project was reckoned from.
pub fn of(a: &ProjectAnalysis, p: Phrases, options: &Options) -> Inputs {
    let case = p.case;
    let kpis = case.kpis.iter().map(|k| Kpi {
        department: p.department(k.department).to_owned(),
        kpi: k.name.clone(),
        unit: unit_of(k),
        baseline: k.baseline,
        target: k.target,
        actual: k.actual,
        direction: direction(k.direction).to_owned(),
        weight: rounded(k.weight),
        headroom: rounded(crate::analysis::evidence::headroom(k)),
        due: k.due.map(|d| d.to_string()),
        text: fingerprint(&k.text()),
    });
    let elements = case.project(a.project).elements.iter().map(|id| {
        let e = case.element(*id);
        let effects = a.effects.iter().filter(|x| x.element == *id);
        Element {
            element: e.name.clone(),
            kind: if e.kind == ElementKind::Core { "core" } else { "optional" }.to_owned(),
            cost: e.cost.map(|c| c.middle()),
            start: e.start.map(|d| d.to_string()),
            end: e.end.map(|d| d.to_string()),
            contributions: e.contributions.iter().map(contribution).collect(),
            effects: effects.map(|x| Effect { kpi: x.kpi.0 as usize, helps: rounded(x.helps), hurts: rounded(x.hurts) }).collect(),
            text: fingerprint(&e.text()),
        }
    });
    Inputs { budget: options.budget, max_changes: options.max_changes, kpis: kpis.collect(), elements: elements.collect() }
}

fn contribution(contribution: &crate::model::Contribution) -> Contribution {
    let Amount { low, high, unit } = Amount::stated(contribution);
    Contribution { metric: contribution.metric.clone(), low, high, unit }
}
