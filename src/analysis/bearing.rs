//! Text evidence by deletion: which phrase of an element carries the score it leads with.
//!
//! Looked at: what each partner is led with and what serves the own department, as far as the brief names it. Where a figure is stated it alone
//! counts, and no phrase is looked for. Limits: a phrase is taken out alone; what two of them carry together shows as no single phrase.

use crate::analysis::ProjectAnalysis;
use crate::analysis::department::{DepartmentSide, Lead, Standing};
use crate::analysis::evidence::Level;
use crate::error::Message;
use crate::model::{Case, DepartmentId, ElementId, KpiId};
use crate::score::explain::{Bearing, bearing};
use crate::score::{Scorer, Scores};

/// Leads of a department that the brief names.
const LEADS: usize = 5;
/// Part of an overlap that may be left without a phrase for the phrase to be its reason.
const CARRIED: f64 = 0.7;

/// What a lead rests on.
#[derive(Debug, Clone, PartialEq)]
pub enum Ground {
    /// A stated figure, whatever the texts say.
    Figure,
    /// This phrase of the element's text.
    Phrase(Bearing),
    /// The text, and no single phrase of it: with it the phrase that counts most, where one counts noticeably.
    Text(Option<Bearing>),
}

/// What a lead rests on, and whose it is.
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
    /// What it rests on.
    pub ground: Ground,
}

/// What the leads of partners rest on, department by department, then what that rests on which serves the own department.
///
/// # Errors
/// The judge cannot be run.
pub fn bearings(case: &Case, scores: &Scores, scorer: &Scorer, analysis: &ProjectAnalysis) -> Result<Vec<LeadBearing>, Message> {
    let of = |standing: Standing| analysis.departments.iter().filter(move |d| d.standing == standing);
    let told = of(Standing::Partner).chain(of(Standing::Own));
    let named = |d: &DepartmentSide| d.leads.iter().take(LEADS).map(|l| (d.department, *l)).collect::<Vec<(DepartmentId, Lead)>>();
    let one = |(department, lead): (DepartmentId, Lead)| {
        let overlap = scores.pair(lead.kpi, lead.element).overlap();
        let ground = if lead.level == Level::Stated {
            Ground::Figure
        } else {
            let (kpi, _) = scores.profiles(lead.kpi, lead.element);
            match bearing(scorer, kpi, case.element(lead.element), overlap)? {
                Some(bearing) if bearing.without <= overlap * CARRIED => Ground::Phrase(bearing),
                found => Ground::Text(found),
            }
        };
        Ok(LeadBearing { department, element: lead.element, kpi: lead.kpi, overlap, ground })
    };
    told.flat_map(named).map(one).collect()
}
