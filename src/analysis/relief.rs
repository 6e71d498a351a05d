//! What the additions come to with every element that is to be mended taken away altogether. Softening lies between: those it hurts gain up
//! to this, those it serves lose up to this.
//!
//! Additions are chosen for the plan as it stands. Without what is dropped, other additions may win more: a department that was out of
//! reach comes into it. So the balanced package is searched once more for the plan without that.

use crate::analysis::benefit::{WinWin, benefit, win_win};
use crate::analysis::plan::{Package, Search, Step};
use crate::analysis::theme::Desk;
use crate::model::{DepartmentId, ElementId};

/// What other additions must bring beyond those of the plan, in the win-win index or the partners' mean coverage, unless they win more
/// partners.
const WORTH_CHANGING: f64 = 0.01;

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
    /// The balanced additions to the plan without what is dropped, where they are others and win more.
    pub anew: Option<Anew>,
}

/// Another choice of additions.
#[derive(Debug, Clone, PartialEq)]
pub struct Anew {
    /// The balanced additions to the plan without what is dropped.
    pub package: Package,
    /// Both sides without what is dropped and with the additions of the plan as it stands.
    pub kept: WinWin,
}

impl Anew {
    /// Additions that come in.
    pub fn joining(&self, plan: &[Step]) -> Vec<ElementId> {
        without(&self.package.steps, plan)
    }

    /// Additions of the plan as it stands that they take the place of.
    pub fn leaving(&self, plan: &[Step]) -> Vec<ElementId> {
        without(plan, &self.package.steps)
    }
}

fn without(steps: &[Step], others: &[Step]) -> Vec<ElementId> {
    steps.iter().map(|s| s.element).filter(|e| others.iter().all(|o| o.element != *e)).collect()
}

impl Relief {
    /// The relief of taking elements away; `None` when there are none.
    pub fn of(desk: &Desk, dropped: Vec<ElementId>, softened: Vec<ElementId>) -> Option<Self> {
        if dropped.is_empty() && softened.is_empty() {
            return None;
        }
        let (case, a) = (desk.case, desk.analysis);
        let stays = |e: &ElementId| !dropped.contains(e) && !softened.contains(e);
        let with: Vec<ElementId> = a.core.iter().copied().chain(a.plan.iter().map(|s| s.element)).filter(stays).collect();
        let then = benefit(case, desk.evidence, &with);
        let appeal = a.partners.iter().map(|d| (*d, then.departments[d.0 as usize].appeal)).collect();
        let saved = dropped.iter().filter(|e| a.core.contains(e)).map(|e| case.element(*e).cost_middle()).sum();
        let anew = anew(desk, &dropped);
        Some(Relief { after: win_win(&then, case.own, &a.partners, a.yes_line), dropped, softened, appeal, saved, anew })
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

/// The balanced package of the plan without what is dropped, if it is worth another choice of additions.
fn anew(desk: &Desk, dropped: &[ElementId]) -> Option<Anew> {
    let (case, a) = (desk.case, desk.analysis);
    let core: Vec<ElementId> = a.core.iter().copied().filter(|e| !dropped.contains(e)).collect();
    if core.len() == a.core.len() {
        return None;
    }
    let candidates: Vec<ElementId> = a.suggestions.iter().map(|s| s.element).filter(|e| !dropped.contains(e)).collect();
    let search =
        Search { case, evidence: desk.evidence, core: &core, candidates: &candidates, partners: &a.partners, options: desk.options };
    let package = search.balanced()?;
    let with: Vec<ElementId> = core.iter().copied().chain(a.plan.iter().map(|s| s.element)).collect();
    let kept = win_win(&benefit(case, desk.evidence, &with), case.own, &a.partners, a.yes_line);
    let index = |w: &WinWin| w.index.unwrap_or(w.partners);
    let (then, now) = (package.after, kept);
    let wins_more = then.over_line > now.over_line || (then.over_line == now.over_line && index(&then) >= index(&now) + WORTH_CHANGING);
    let anew = Anew { package, kept };
    (wins_more && !anew.joining(&a.plan).is_empty()).then_some(anew)
}
