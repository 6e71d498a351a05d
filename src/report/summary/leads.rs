//! What serves a department's KPIs, strongest first, as a part of summary.json.

use schemars::JsonSchema;
use serde::Serialize;

use crate::analysis::ProjectAnalysis;
use crate::analysis::department::DepartmentSide;
use crate::lang::phrases::Phrases;
use crate::report::summary::{level, rounded};

#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Lead {
    element: String,
    kpi: String,
    strength: f64,
    /// stated or inferred.
    evidence: String,
    /// Whether more than the sound of the texts speaks for it.
    grounded: bool,
    /// Whether it serves the KPI by itself; else it helps it.
    alone: bool,
    /// Whether the department is led with it. What only sounds like a KPI is put in front of nobody who has something better.
    led: bool,
}

pub(super) fn of(a: &ProjectAnalysis, d: &DepartmentSide, p: Phrases) -> Vec<Lead> {
    let led: Vec<_> = a.led(p.case, d).map(|l| (l.element, l.kpi)).collect();
    let one = |l: &crate::analysis::department::Lead| Lead {
        element: p.element(l.element).to_owned(),
        kpi: p.kpi(l.kpi).to_owned(),
        strength: rounded(l.strength),
        evidence: level(l.level),
        grounded: l.grounded,
        alone: l.alone,
        led: led.contains(&(l.element, l.kpi)),
    };
    d.leads.iter().map(one).collect()
}
