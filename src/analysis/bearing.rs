//! Text evidence by deletion: which phrase of an element carries the score it leads with.
//!
//! Looked at where the texts alone speak: every element that a partner is told to be led with, or that serves the own department, and for
//! which nothing is stated, once, for the partner that it serves best, and for us where no partner is led with it.

use crate::analysis::ProjectAnalysis;
use crate::analysis::department::{Lead, Standing};
use crate::analysis::evidence::{Level, SERVES};
use crate::error::Message;
use crate::model::{Case, DepartmentId, ElementId, KpiId};
use crate::score::explain::{Bearing, bearing};
use crate::score::{Scorer, Scores};

/// Leads of a department that are looked at: those it is told of first.
const LEADS: usize = 3;

/// The phrase that bears a lead.
#[derive(Debug, Clone, PartialEq)]
pub struct LeadBearing {
    /// Whose lead.
    pub department: DepartmentId,
    /// The element.
    pub element: ElementId,
    /// The KPI it serves.
    pub kpi: KpiId,
    /// helps - hurts of the pair, -1 to 1.
    pub overlap: f64,
    /// The phrase, and what is left without it; `None` when the score hangs on no single phrase.
    pub bearing: Option<Bearing>,
}

/// The phrases behind what partners are led with, then those behind what serves the own department alone.
///
/// # Errors
/// The judge cannot be run.
pub fn bearings(case: &Case, scores: &Scores, scorer: &Scorer, analysis: &ProjectAnalysis) -> Result<Vec<LeadBearing>, Message> {
    // A partner is led with it, so its view of an element comes before our own.
    let of = |standing: Standing| analysis.departments.iter().filter(move |d| d.standing == standing);
    let told = of(Standing::Partner).chain(of(Standing::Own));
    let all: Vec<(DepartmentId, &Lead)> = told.flat_map(|d| d.leads.iter().take(LEADS).map(move |l| (d.department, l))).collect();
    let inferred = |(_, l): &(DepartmentId, &Lead)| l.level == Level::Inferred && l.strength >= SERVES;
    let partner = |(d, _): &(DepartmentId, &Lead)| Some(*d) != case.own;
    let best = |(d, l): &(DepartmentId, &Lead)| {
        let same = || all.iter().filter(|x| inferred(x) && x.1.element == l.element);
        let led = same().any(partner);
        // Of equal ones the first.
        let strongest = same().filter(|x| !led || partner(x)).map(|x| x.1.strength).fold(0.0, f64::max);
        same().filter(|x| !led || partner(x)).find(|x| x.1.strength >= strongest).is_some_and(|x| x.0 == *d)
    };
    all.iter()
        .copied()
        .filter(|x| inferred(x) && best(x))
        .map(|(department, lead)| {
            let overlap = scores.pair(lead.kpi, lead.element).overlap();
            let (kpi, _) = scores.profiles(lead.kpi, lead.element);
            let bearing = bearing(scorer, kpi, case.element(lead.element), overlap)?;
            Ok(LeadBearing { department, element: lead.element, kpi: lead.kpi, overlap, bearing })
        })
        .collect()
}
