//! What the additions come to with every element that is to be mended taken away altogether. Softening lies between: those it hurts gain up
//! to this, those it serves lose up to this.

use crate::analysis::ProjectAnalysis;
use crate::analysis::benefit::{WinWin, benefit, win_win};
use crate::analysis::evidence::EvidenceTable;
use crate::model::{Case, DepartmentId, ElementId};

/// The plan with its additions and without what hurts.
#[derive(Debug, Clone, PartialEq)]
pub struct Relief {
    /// Elements that nobody is served by: advised to be dropped.
    pub dropped: Vec<ElementId>,
    /// Elements that serve somebody as well: advised to be softened, which brings less than taking them away.
    pub softened: Vec<ElementId>,
    /// Both sides then.
    pub after: WinWin,
    /// Appeal of each partner then, -1 to 1, in the order of the analysis' partners.
    pub appeal: Vec<(DepartmentId, f64)>,
    /// What the plan saves by what is dropped, middle of each range.
    pub saved: f64,
}

impl Relief {
    /// The relief of taking elements away; `None` when there are none.
    pub fn of(
        case: &Case,
        evidence: &EvidenceTable,
        a: &ProjectAnalysis,
        dropped: Vec<ElementId>,
        softened: Vec<ElementId>,
    ) -> Option<Self> {
        if dropped.is_empty() && softened.is_empty() {
            return None;
        }
        let stays = |e: &ElementId| !dropped.contains(e) && !softened.contains(e);
        let with: Vec<ElementId> = a.core.iter().copied().chain(a.plan.iter().map(|s| s.element)).filter(stays).collect();
        let then = benefit(case, evidence, &with);
        let appeal = a.partners.iter().map(|d| (*d, then.departments[d.0 as usize].appeal)).collect();
        let saved = dropped.iter().filter(|e| a.core.contains(e)).map(|e| case.element(*e).cost_middle()).sum();
        Some(Relief { after: win_win(&then, case.own, &a.partners, a.yes_line), dropped, softened, appeal, saved })
    }

    /// Everything that is to be mended.
    pub fn elements(&self) -> impl Iterator<Item = ElementId> {
        self.dropped.iter().chain(&self.softened).copied()
    }

    /// A partner's appeal then.
    pub fn appeal_of(&self, department: DepartmentId) -> Option<f64> {
        self.appeal.iter().find(|(d, _)| *d == department).map(|(_, y)| *y)
    }
}
