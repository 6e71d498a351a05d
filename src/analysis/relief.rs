//! What the additions come to with every element that is to be mended taken away altogether. Softening lies between: those it hurts gain up
//! to this, those it serves lose up to this.
//!
//! Additions are chosen for the plan as it stands. Without what is dropped, other additions may win more: a department that was out of
//! reach comes into it. So the balanced package is searched once more for the plan without that.

use crate::analysis::benefit::{WinWin, benefit, win_win};
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
    /// Appeal of each partner, -1 to 1, in the order of the analysis' partners.
    pub appeal: Vec<(DepartmentId, f64)>,
}

impl Outlook {
    fn of(search: &Search, elements: &[ElementId]) -> Self {
        let found = benefit(search.case, search.evidence, elements);
        let appeal = search.partners.iter().map(|d| (*d, found.departments[d.0 as usize].appeal)).collect();
        Outlook { sides: win_win(&found, search.case.own, search.partners, search.options.yes_line), appeal }
    }

    /// A partner's appeal.
    pub fn appeal_of(&self, department: DepartmentId) -> Option<f64> {
        self.appeal.iter().find(|(d, _)| *d == department).map(|(_, y)| *y)
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
    /// What comes of them.
    pub outlook: Outlook,
    /// Additions that come in.
    pub joining: Vec<ElementId>,
    /// Additions of the plan as it stands that they take the place of.
    pub leaving: Vec<ElementId>,
}

impl Relief {
    /// The relief of mending; `None` when there is nothing to mend.
    pub fn of(search: &Search, plan: &[Step], mends: &[Mend]) -> Option<Self> {
        let named = |drop: bool| {
            let mut all: Vec<ElementId> = Vec::new();
            for mend in mends.iter().filter(|m| m.drop == drop) {
                if !all.contains(&mend.conflict.element) {
                    all.push(mend.conflict.element);
                }
            }
            all
        };
        let (dropped, softened) = (named(true), named(false));
        if mends.is_empty() {
            return None;
        }
        let planned = || search.core.iter().copied().chain(plan.iter().map(|s| s.element));
        let outlook = |gone: &dyn Fn(&ElementId) -> bool| Outlook::of(search, &planned().filter(|e| !gone(e)).collect::<Vec<_>>());
        let without_dropped = (!dropped.is_empty()).then(|| outlook(&|e| dropped.contains(e)));
        let saved = dropped.iter().filter(|e| search.core.contains(e)).map(|e| search.case.element(*e).cost_middle()).sum();
        let anew = without_dropped.as_ref().and_then(|kept| anew(search, plan, &dropped, kept));
        Some(Relief {
            without_all: outlook(&|e| dropped.contains(e) || softened.contains(e)),
            without_dropped,
            dropped,
            softened,
            saved,
            anew,
        })
    }

    /// What comes of dropping, with the additions that are best then; `None` when nothing is dropped.
    pub fn dropping(&self) -> Option<&Outlook> {
        self.anew.as_ref().map(|a| &a.outlook).or(self.without_dropped.as_ref())
    }

    /// The additions that are best without what is dropped, given those of the plan as it stands.
    pub fn additions(&self, plan: &[Step]) -> Vec<ElementId> {
        self.anew.as_ref().map_or(plan, |a| &a.package.steps).iter().map(|s| s.element).collect()
    }

    /// Everything that is to be mended.
    pub fn elements(&self) -> impl Iterator<Item = ElementId> {
        self.dropped.iter().chain(&self.softened).copied()
    }
}

/// The balanced package of the plan without what is dropped, if it is worth another choice of additions.
fn anew(search: &Search, plan: &[Step], dropped: &[ElementId], kept: &Outlook) -> Option<Anew> {
    let stays = |e: &ElementId| !dropped.contains(e);
    let core: Vec<ElementId> = search.core.iter().copied().filter(stays).collect();
    let candidates: Vec<ElementId> = search.candidates.iter().copied().filter(stays).collect();
    let package = Search { core: &core, candidates: &candidates, ..*search }.balanced()?;
    let index = |w: &WinWin| w.index.unwrap_or(w.partners);
    let (then, now) = (&package.after, &kept.sides);
    let wins_more = then.over_line > now.over_line || (then.over_line == now.over_line && index(then) >= index(now) + WORTH_CHANGING);
    let joining = without(&package.steps, plan);
    if !wins_more || joining.is_empty() {
        return None;
    }
    let with: Vec<ElementId> = core.iter().copied().chain(package.steps.iter().map(|s| s.element)).collect();
    Some(Anew { outlook: Outlook::of(search, &with), leaving: without(plan, &package.steps), joining, package })
}

fn without(steps: &[Step], others: &[Step]) -> Vec<ElementId> {
    steps.iter().map(|s| s.element).filter(|e| others.iter().all(|o| o.element != *e)).collect()
}
