//! What each element gives by itself, to the own side and to the partners: the two sides of a win-win, element by element.
//!
//! For the set of one element: own = u of the own department, in [-1, 1]; partners = sum of u over the partners, in [-n, n] for n partners. A
//! sum, not a mean: what an element gives one partner is not less because others are asked too. Alone, because what an element adds to a
//! plan depends on what else is in it, while what to lead with does not.

use crate::analysis::benefit::benefit;
use crate::analysis::evidence::EvidenceTable;
use crate::analysis::{NO_OVERLAP, ProjectAnalysis};
use crate::model::{Case, ElementId};

/// Coverage from which an element gives a side something: under it nothing is said to overlap.
pub const WORTH: f64 = NO_OVERLAP;

/// One element's two sides.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Given {
    /// The element.
    pub element: ElementId,
    /// Whether it is in the plan; else it is optional or an addition of a package.
    pub core: bool,
    /// Coverage of the own department, -1 to 1.
    pub own: f64,
    /// Coverage of the partners, added up.
    pub partners: f64,
    /// The lowest coverage among all these departments.
    pub worst: f64,
}

impl Given {
    /// Whether both sides get something and no department loses.
    pub fn serves_both(&self) -> bool {
        self.own >= WORTH && self.partners >= WORTH && !self.hurts()
    }

    /// Whether one of the departments loses something.
    pub fn hurts(&self) -> bool {
        self.worst <= -WORTH
    }

    /// sqrt(own x partners), as in the win-win index: high only where both are.
    pub fn together(&self) -> f64 {
        (self.own.max(0.0) * self.partners.max(0.0)).sqrt()
    }
}

/// The elements in the plan, the optional ones and what the packages add, in this order; `None` without an own department that has KPIs or
/// without partners.
pub fn given(case: &Case, evidence: &EvidenceTable, a: &ProjectAnalysis) -> Option<Vec<Given>> {
    let own = case.own.filter(|d| case.kpis_of(*d).next().is_some())?;
    if a.partners.is_empty() {
        return None;
    }
    let mut elements = a.core.clone();
    let packaged = a.packages.iter().flat_map(|p| p.steps.iter().map(|s| s.element));
    for element in case.project(a.project).elements.iter().copied().chain(packaged) {
        if !elements.contains(&element) {
            elements.push(element);
        }
    }
    let one = |element: ElementId| {
        let alone = benefit(case, evidence, &[element]);
        let u = |d: crate::model::DepartmentId| alone.departments[d.0 as usize].coverage;
        let sides: Vec<f64> = a.partners.iter().map(|d| u(*d)).collect();
        Given {
            element,
            core: a.core.contains(&element),
            own: u(own),
            partners: sides.iter().sum(),
            worst: sides.iter().copied().fold(u(own), f64::min),
        }
    };
    Some(elements.into_iter().map(one).collect())
}
