//! What the additions come to with every element that is to be mended taken away altogether. Softening lies between: those it hurts gain up
//! to this, those it serves lose up to this.
//!
//! Without what is dropped, other additions may win more than the balanced ones to the plan as it stands: a department that was out of reach
//! comes into it. So the balanced package is searched once more for the plan without that ([`chosen_without`]).

use crate::analysis::advised::staying;
use crate::analysis::benefit::{Benefit, WinWin, benefit, win_win};
use crate::analysis::mend::Mend;
use crate::analysis::plan::{Package, Search, Step};
use crate::model::{DepartmentId, ElementId};

/// What other additions must bring beyond those of the plan, in the win-win index or the partners' mean coverage, unless they win more
/// partners.
const WORTH_CHANGING: f64 = 0.01;

/// Both sides under some elements.
#[derive(Debug, Clone, PartialEq)]
pub struct Outlook {
    /// Both sides.
    pub sides: WinWin,
    /// What each KPI and department gets.
    pub benefit: Benefit,
}

impl Outlook {
    fn of(search: &Search, elements: &[ElementId]) -> Self {
        let benefit = benefit(search.case, search.evidence, elements);
        Outlook { sides: win_win(&benefit, search.case.own, search.partners, search.options.yes_line), benefit }
    }

    /// A department's appeal, -1 to 1.
    pub fn appeal_of(&self, department: DepartmentId) -> Option<f64> {
        Some(self.benefit.departments.get(department.0 as usize)?.appeal)
    }
}

/// The plan with its additions and without what hurts.
#[derive(Debug, Clone, PartialEq)]
pub struct Relief {
    /// Elements that nobody is served by: advised to be dropped.
    pub dropped: Vec<ElementId>,
    /// Elements that serve somebody as well: advised to be softened, which brings less than taking them away.
    pub softened: Vec<ElementId>,
    /// Without all of them.
    pub without_all: Outlook,
    /// Without what is dropped alone; `None` when nothing is.
    pub without_dropped: Option<Outlook>,
    /// Both sides of the plan without what is dropped, before any addition; `None` when nothing is dropped.
    pub dropped_alone: Option<WinWin>,
    /// What the plan saves by what is dropped, middle of each range.
    pub saved: f64,
    /// What dropping would come to with the balanced additions to the plan as it stands, where the plan's are chosen for the drop.
    pub otherwise: Option<Outlook>,
}

impl Relief {
    /// The relief of mending; `None` when there is nothing to mend.
    pub fn of(search: &Search, plan: &[Step], mends: &[Mend], otherwise: Option<Outlook>) -> Option<Self> {
        let (dropped, softened) = (elements(mends, true), elements(mends, false));
        if mends.is_empty() {
            return None;
        }
        let planned: Vec<ElementId> = search.core.iter().copied().chain(plan.iter().map(|s| s.element)).collect();
        let outlook = |gone: &[ElementId]| Outlook::of(search, &staying(&planned, gone));
        let without_dropped = (!dropped.is_empty()).then(|| outlook(&dropped));
        let dropped_alone = (!dropped.is_empty()).then(|| Outlook::of(search, &staying(search.core, &dropped)).sides);
        let saved = dropped.iter().filter(|e| search.core.contains(e)).map(|e| search.case.element(*e).cost_middle()).sum();
        Some(Relief {
            without_all: outlook(&[dropped.as_slice(), &softened].concat()),
            without_dropped,
            dropped_alone,
            dropped,
            softened,
            saved,
            otherwise,
        })
    }

    /// Everything that is to be mended.
    pub fn elements(&self) -> impl Iterator<Item = ElementId> {
        self.dropped.iter().chain(&self.softened).copied()
    }
}

/// Elements that are to be mended by dropping (or by softening), each once.
pub fn elements(mends: &[Mend], drop: bool) -> Vec<ElementId> {
    let mut all: Vec<ElementId> = Vec::new();
    for mend in mends.iter().filter(|m| m.drop == drop) {
        if !all.contains(&mend.conflict.element) {
            all.push(mend.conflict.element);
        }
    }
    all
}

/// The balanced additions to the plan without what is dropped, where they are others than `plan`, those to the plan as it stands, and win
/// more once it is dropped; with what those would come to then.
pub fn chosen_without(search: &Search, plan: &[Step], dropped: &[ElementId]) -> Option<(Package, Outlook)> {
    if dropped.is_empty() {
        return None;
    }
    let package = search.balanced_without(dropped)?;
    if package.steps.iter().all(|s| plan.iter().any(|p| p.element == s.element)) {
        return None;
    }
    let outlook = |steps: &[Step]| {
        let all: Vec<ElementId> = search.core.iter().copied().chain(steps.iter().map(|s| s.element)).collect();
        Outlook::of(search, &staying(&all, dropped))
    };
    let (then, otherwise) = (outlook(&package.steps), outlook(plan));
    let (a, b) = (&then.sides, &otherwise.sides);
    let wins_more = a.over_line > b.over_line || (a.over_line == b.over_line && a.raised() >= b.raised() + WORTH_CHANGING);
    wins_more.then_some((package, otherwise))
}
