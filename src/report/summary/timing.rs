//! Help that comes too late for a KPI, as a part of summary.json.

use schemars::JsonSchema;
use serde::Serialize;

use crate::analysis::department::Late as Told;
use crate::lang::phrases::Phrases;
use crate::report::summary::rounded;

#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Late {
    element: String,
    kpi: String,
    /// How much of its help counts, 0.1 to 1.
    window: f64,
    /// The day the KPI is due.
    due: Option<String>,
    start: Option<String>,
    end: Option<String>,
}

pub(super) fn of(late: &[Told], p: Phrases) -> Vec<Late> {
    let one = |l: &Told| {
        let (element, day) = (p.case.element(l.element), |d: Option<jiff::civil::Date>| d.map(|d| d.to_string()));
        Late {
            element: element.name.clone(),
            kpi: p.kpi(l.kpi).to_owned(),
            window: rounded(l.window),
            due: day(p.case.kpi(l.kpi).due),
            start: day(element.start),
            end: day(element.end),
        }
    };
    late.iter().map(one).collect()
}
