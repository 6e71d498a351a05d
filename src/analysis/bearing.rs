//! Text evidence by deletion: which phrase of an element carries the score it leads with.
//!
//! Looked at where the texts alone speak: the first lead of each partner, when nothing is stated for it.

use crate::analysis::ProjectAnalysis;
use crate::analysis::department::Standing;
use crate::analysis::evidence::Level;
use crate::error::Message;
use crate::model::{Case, DepartmentId, ElementId, KpiId};
use crate::score::explain::{Bearing, bearing};
use crate::score::{Scorer, Scores};

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

/// The phrases behind the first inferred lead of each partner.
///
/// # Errors
/// The judge cannot be run.
pub fn bearings(case: &Case, scores: &Scores, scorer: &Scorer, analysis: &ProjectAnalysis) -> Result<Vec<LeadBearing>, Message> {
    let partners = analysis.departments.iter().filter(|d| d.standing == Standing::Partner);
    let leads = partners.filter_map(|d| Some((d.department, d.leads.first()?))).filter(|(_, l)| l.level == Level::Inferred);
    leads
        .map(|(department, lead)| {
            let overlap = scores.pair(lead.kpi, lead.element).overlap();
            let (kpi, _) = scores.profiles(lead.kpi, lead.element);
            let bearing = bearing(scorer, kpi, case.element(lead.element), overlap)?;
            Ok(LeadBearing { department, element: lead.element, kpi: lead.kpi, overlap, bearing })
        })
        .collect()
}
