//! What is advised altogether: the additions of one package, and without what is to be dropped; and by what each partner comes over the line.

use crate::analysis::ProjectAnalysis;
use crate::analysis::benefit::{DepartmentBenefit, WinWin};
use crate::analysis::department::DepartmentSide;
use crate::analysis::plan::Package;
use crate::analysis::plan::aim::Aim;
use crate::analysis::relief::Outlook;
use crate::analysis::robust::Choice;
use crate::model::{ElementId, KpiId};

/// What first brings a partner over the line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Won {
    /// Nothing has to change.
    AsPlanned,
    /// The additions.
    Additions,
    /// What is dropped, beside the additions.
    Dropping,
    /// What is to be softened taken away as well, at most.
    Softening,
    /// Nothing that is advised: asking it stays a favor.
    Favor,
}

/// What stays of some elements once `dropped` goes, in their order. Whatever is said or weighed of a plan without what is to be dropped takes it
/// from here.
pub fn staying(elements: &[ElementId], dropped: &[ElementId]) -> Vec<ElementId> {
    elements.iter().copied().filter(|e| !dropped.contains(e)).collect()
}

impl ProjectAnalysis {
    /// What is to be dropped, the worst first; may be empty.
    pub fn dropped(&self) -> &[ElementId] {
        self.relief.as_ref().map_or(&[], |r| r.dropped.as_slice())
    }

    /// The core elements less what is to be dropped, in order of the table.
    pub fn staying(&self) -> Vec<ElementId> {
        staying(&self.core, self.dropped())
    }

    /// The plan as advised: what stays of the core, then the additions in order.
    pub fn advised_elements(&self) -> Vec<ElementId> {
        self.staying().into_iter().chain(self.plan.iter().map(|s| s.element)).collect()
    }

    /// The package whose additions are the plan's; `None` without partners.
    pub fn advised(&self) -> Option<&Package> {
        let for_the_drop = self.packages.iter().find(|p| !p.without.is_empty());
        for_the_drop.or_else(|| self.packages.iter().find(|p| p.aims.contains(&Aim::Balanced)))
    }

    /// Both sides as advised: with the additions and without what is to be dropped.
    pub fn as_advised(&self) -> &WinWin {
        self.dropping().map_or(&self.after, |o| &o.sides)
    }

    /// What comes of dropping, beside the additions; `None` when nothing is to be dropped.
    pub fn dropping(&self) -> Option<&Outlook> {
        self.relief.as_ref().and_then(|r| r.without_dropped.as_ref())
    }

    /// Partners with a reason to say yes under a choice.
    pub fn over_line_with(&self, choice: Choice) -> usize {
        match choice {
            Choice::AsPlanned => self.before.over_line,
            Choice::Package(i) => self.packages.get(i).map_or(0, |p| p.after.over_line),
        }
    }

    /// What a department gets as advised.
    pub fn advised_for<'a>(&'a self, side: &'a DepartmentSide) -> &'a DepartmentBenefit {
        self.dropping().and_then(|o| o.benefit.departments.get(side.department.0 as usize)).unwrap_or(&side.after)
    }

    /// Whether C of a KPI reaches [`crate::analysis::benefit::SERVED`] as advised.
    pub fn serves_as_advised(&self, kpi: KpiId) -> bool {
        let benefit = self.dropping().map_or(&self.kpis_after, |o| &o.benefit);
        benefit.kpis.get(kpi.0 as usize).is_some_and(|k| k.served())
    }

    /// What first brings a partner over the line.
    pub fn won_by(&self, side: &DepartmentSide) -> Won {
        let over = |outlook: Option<&Outlook>| outlook.and_then(|o| o.appeal_of(side.department)).is_some_and(|y| y >= self.yes_line);
        match () {
            () if side.before.appeal >= self.yes_line => Won::AsPlanned,
            () if side.after.appeal >= self.yes_line => Won::Additions,
            () if over(self.dropping()) => Won::Dropping,
            () if over(self.relief.as_ref().map(|r| &r.without_all)) => Won::Softening,
            () => Won::Favor,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stays_keeps_its_order() {
        let ids = |all: &[u32]| all.iter().map(|i| ElementId(*i)).collect::<Vec<_>>();
        assert_eq!(staying(&ids(&[5, 1, 3, 2]), &ids(&[3, 9, 5])), ids(&[1, 2]));
        assert_eq!(staying(&ids(&[2, 1]), &[]), ids(&[2, 1]));
        assert!(staying(&ids(&[1]), &ids(&[1])).is_empty());
    }
}
