//! Both sides in summary.json: as the plan stands, with the additions of the balanced package, and as advised.

use schemars::JsonSchema;
use serde::Serialize;

use super::rounded;
use crate::analysis::ProjectAnalysis;
use crate::lang::phrases::Phrases;

#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Both {
    /// u of the own department.
    own: Option<f64>,
    /// Mean of max(0, u) over the partners.
    partners: f64,
    /// Lowest appeal among the partners.
    worst_off: Option<f64>,
    /// Whose.
    worst_off_department: Option<String>,
    /// sqrt(own x partners).
    index: Option<f64>,
    /// Partners at or over the line.
    partners_over_line: usize,
    /// The same with the additions.
    index_after: Option<f64>,
    /// Lowest appeal with them.
    worst_off_after: Option<f64>,
    /// Partners at or over the line with them.
    partners_over_line_after: usize,
    /// u of the own department as advised: with the additions and without what is to be dropped.
    own_advised: Option<f64>,
    /// The index as advised.
    index_advised: Option<f64>,
    /// Lowest appeal as advised.
    worst_off_advised: Option<f64>,
    /// Partners at or over the line as advised.
    partners_over_line_advised: usize,
}

pub(super) fn both(a: &ProjectAnalysis, p: Phrases) -> Both {
    let (before, after, advised) = (&a.before, &a.after, a.as_advised());
    Both {
        own: before.own.map(rounded),
        partners: rounded(before.partners),
        worst_off: before.worst_off.map(|(_, y)| rounded(y)),
        worst_off_department: before.worst_off.map(|(d, _)| p.department(d).to_owned()),
        index: before.index.map(rounded),
        partners_over_line: before.over_line,
        index_after: after.index.map(rounded),
        worst_off_after: after.worst_off.map(|(_, y)| rounded(y)),
        partners_over_line_after: after.over_line,
        own_advised: advised.own.map(rounded),
        index_advised: advised.index.map(rounded),
        worst_off_advised: advised.worst_off.map(|(_, y)| rounded(y)),
        partners_over_line_advised: advised.over_line,
    }
}
