//! What an ask hangs on: the element it comes with, and the last day on which the answer is of any use.

use jiff::civil::Date;

use crate::analysis::department::DepartmentSide;
use crate::analysis::lint::{Facts, Lint};
use crate::analysis::need::{Need, Needs};
use crate::model::{Case, DepartmentId, ElementId};
use crate::score::lexical::{Profile, lexical};

/// How specific the words must be that an ask shares with the name of the element it comes with.
pub(in crate::analysis) const SPECIFIC: f32 = 0.35;

/// What works against a department and is what the ask is for: of all elements the one whose name says most of the ask's words, or where no
/// ask is written the only one that needs the department. To soften it first and then ask for its sake is no order: its size comes first. What
/// is to be dropped has no size to settle, where the need goes with it.
pub fn comes_with(case: &Case, core: &[ElementId], needs: &Needs, side: &DepartmentSide) -> Option<ElementId> {
    let ask = &case.department(side.department).ask;
    let asked = if ask.is_empty() {
        let mut needing = core.iter().copied().filter(|e| case.element(*e).needs.contains(&side.department));
        needing.next().filter(|_| needing.next().is_none())?
    } else {
        let words = Profile::of(ask);
        let said = core.iter().map(|e| (lexical(&words, &Profile::of(&case.element(*e).name)).confidence, *e));
        let most = said.filter(|(confidence, _)| *confidence >= SPECIFIC).max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)));
        most?.1
    };
    let gone = matches!(needs.get(side.department), Need::IfStill { elements, .. } if elements.contains(&asked));
    side.conflicts.iter().map(|c| c.element).find(|e| *e == asked && !gone)
}

/// The last day of what a department is needed for: of the elements that need it, unknown where one of them has no day; of the project where
/// none needs it; `None` without any day.
pub fn last_of_use(case: &Case, core: &[ElementId], department: DepartmentId) -> Option<Date> {
    let end = |e: &ElementId| case.element(*e).end.or(case.element(*e).start);
    let needing: Vec<ElementId> = core.iter().copied().filter(|e| case.element(*e).needs.contains(&department)).collect();
    if needing.is_empty() {
        return core.iter().filter_map(end).max();
    }
    let ends: Option<Vec<Date>> = needing.iter().map(end).collect();
    ends?.into_iter().max()
}

impl Facts<'_> {
    /// An ask stays to be seen where it is another project's matter, but nobody is to redesign for it here.
    pub(super) fn ask_elsewhere(&self, department: DepartmentId) -> Option<Lint> {
        let Need::Elsewhere { projects, added } = self.needs.get(department).clone() else { return None };
        let asks = self.asks(department);
        (!asks.is_empty()).then_some(Lint::AskElsewhere { department, asks, projects, added })
    }
}
