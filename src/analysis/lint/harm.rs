//! What the plan does to a department's harm: whom it takes below zero, and whom it asks for what is to be dropped.

use crate::analysis::benefit::HALF_POINT;
use crate::analysis::department::{DepartmentSide, Standing};
use crate::analysis::lint::{Facts, Lint};
use crate::analysis::mend::Mend;
use crate::analysis::need::Need;
use crate::model::{DepartmentId, ElementId, KpiId};

/// What works against a department, and how it is to be mended.
#[derive(Debug, Clone, PartialEq)]
pub struct Harm {
    /// The element.
    pub element: ElementId,
    /// The KPI it hurts most.
    pub kpi: KpiId,
    /// How it is to be mended; `None` where that would cost them more than it spares them.
    pub mend: Option<How>,
}

/// How harm is to be mended.
#[derive(Debug, Clone, PartialEq)]
pub enum How {
    /// By dropping the element.
    Drop,
    /// By softening it.
    Soften,
    /// By changing this phrase of its description; whether the whole may go as well.
    Change(String, bool),
}

impl How {
    fn of(mend: &Mend) -> Self {
        match &mend.phrase {
            Some(phrase) => How::Change(phrase.clone(), mend.drop),
            None if mend.drop => How::Drop,
            None => How::Soften,
        }
    }
}

impl Lint {
    /// Whether this warning of an ask lists where a department is asked, and what harms it.
    pub(super) fn tells_asks_of(&self, of: DepartmentId) -> bool {
        matches!(self, Lint::AskBeforeBenefit { department, .. } | Lint::AskUntouched { department, .. } if *department == of)
    }
}

/// Names the phrases that do the harm, which are looked for after all else.
pub fn name_phrases(lints: &mut [Lint], mends: &[Mend]) {
    for lint in lints {
        if let Lint::AskBeforeBenefit { harm: Some(harm), .. } | Lint::Harmed { harm, .. } = lint {
            harm.mend = how(mends, harm.element);
        }
    }
}

fn how(mends: &[Mend], element: ElementId) -> Option<How> {
    mends.iter().find(|m| m.conflict.element == element).map(How::of)
}

impl Facts<'_> {
    /// A department's appeal as advised: with the additions, and without what is to be dropped.
    pub(super) fn as_advised(&self, side: &DepartmentSide) -> f64 {
        self.dropping.and_then(|o| o.appeal_of(side.department)).unwrap_or(side.after.appeal)
    }

    pub(super) fn harm(&self, side: &DepartmentSide) -> Option<Harm> {
        side.conflicts.first().map(|c| Harm { element: c.element, kpi: c.kpi, mend: how(self.mends, c.element) })
    }

    /// Harm is told to whom it is done, asked or not: nobody below zero stays silent when the proposal comes round.
    pub(super) fn harmed(&self, department: DepartmentId) -> Option<Lint> {
        let side = self.sides.iter().find(|s| s.department == department && s.standing == Standing::Partner)?;
        let appeal = side.before.appeal;
        let harm = self.harm(side).filter(|_| appeal <= -HALF_POINT)?;
        Some(Lint::Harmed { department, appeal, harm })
    }

    /// Once all that needs a department is dropped, its ask may have gone with it.
    pub(super) fn ask_for_dropped(&self, department: DepartmentId) -> Option<Lint> {
        let Need::IfStill { elements, .. } = self.needs.get(department).clone() else { return None };
        Some(Lint::AskForDropped { department, elements })
    }
}
