//! Pairs whose known causes and texts say opposite things, as fields of summary.json.

use schemars::JsonSchema;
use serde::Serialize;

use super::rounded;
use crate::analysis::ProjectAnalysis;
use crate::analysis::department::in_doubt;
use crate::lang::phrases::Phrases;
use crate::score::{Pair, Scores};

/// An element of the plan of which nobody knows whether it helps a KPI or hurts it.
#[derive(Debug, Serialize, JsonSchema)]
pub struct InDoubt {
    element: String,
    department: String,
    kpi: String,
    /// Chance that it helps, 0 to 1; both chances are alike.
    helps: f64,
    /// Chance that it works against it, 0 to 1.
    hurts: f64,
    /// What the known causes say: helps or hurts. All else says the opposite.
    by_causes: &'static str,
    /// Effect of the known causes on the KPI, -1 to 1.
    causes: f64,
    sentence: String,
}

/// All pairs in doubt, by department in the order of the analysis.
pub fn of(a: &ProjectAnalysis, scores: &Scores, p: Phrases) -> Vec<InDoubt> {
    let one = |pair: &Pair| InDoubt {
        element: p.element(pair.element).to_owned(),
        department: p.department(p.case.kpi(pair.kpi).department).to_owned(),
        kpi: p.kpi(pair.kpi).to_owned(),
        helps: rounded(pair.helps),
        hurts: rounded(pair.hurts),
        by_causes: if pair.parts.driver < 0.0 { "hurts" } else { "helps" },
        causes: rounded(f64::from(pair.parts.driver)),
        sentence: p.in_doubt(pair),
    };
    a.departments.iter().flat_map(|d| in_doubt(p.case, scores, &a.core, d.department)).map(one).collect()
}
