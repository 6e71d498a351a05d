//! What an ask hangs on: the project it belongs to, the element it comes with, and the last day on which the answer is of any use.

use std::collections::BTreeSet;

use jiff::civil::Date;

use crate::analysis::department::DepartmentSide;
use crate::model::{Case, DepartmentId, ElementId, ElementKind, ProjectId};
use crate::score::lexical::{Profile, lexical};

/// How specific the words must be that an ask shares with the name of the element it comes with.
const SPECIFIC: f32 = 0.35;

/// By department id: the projects with a core element that needs the department. Several projects share one departments table, in which an
/// ask names none of them.
pub fn needing(case: &Case) -> Vec<BTreeSet<ProjectId>> {
    let mut projects = vec![BTreeSet::new(); case.departments.len()];
    for element in case.elements.iter().filter(|e| e.kind == ElementKind::Core) {
        let Some(project) = element.project else { continue };
        for department in &element.needs {
            if let Some(known) = projects.get_mut(department.0 as usize) {
                known.insert(project);
            }
        }
    }
    projects
}

/// Departments whose ask is another project's: one there needs them, and nothing of `plan` (a project's core elements and its advised
/// additions) does. An ask was written before the advice, so that an addition from a catalog is not what it is for. An ask of a department
/// that nobody needs is everybody's. `needing`: as [`needing`] tells it.
pub fn elsewhere(case: &Case, needing: &[BTreeSet<ProjectId>], plan: &[ElementId]) -> Vec<DepartmentId> {
    let rows = || plan.iter().map(|e| case.element(*e)).filter(|e| e.project.is_some());
    let needed = |d: &DepartmentId| rows().any(|e| e.needs.contains(d));
    let others = |d: &DepartmentId| needing.get(d.0 as usize).is_some_and(|projects| !projects.is_empty());
    case.department_ids().filter(|d| others(d) && !needed(d)).collect()
}

/// What works against a department and is what the ask is for: of all elements the one whose name says most of the ask's words, or where no
/// ask is written the only one that needs the department. To soften it first and then ask for its sake is no order: its size comes first.
pub fn comes_with(case: &Case, core: &[ElementId], side: &DepartmentSide) -> Option<ElementId> {
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
    side.conflicts.iter().map(|c| c.element).find(|e| *e == asked)
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::partners::tests::{case, department};
    use jiff::civil::date;

    #[test]
    fn an_ask_belongs_to_the_project_that_needs_the_department() {
        let departments = "department,ask\nIT,Sign-up in the app\nLaw,Permit\nPay,Desk\nAds,Reach\n";
        let elements = "project,element,kind,needs\nFair,Sign-up,core,IT\nFair,Stage,core,Law\nFair,Film,optional,Ads\n\
            Dinner,Menu,core,Law\nDinner,Quiz,optional,IT\nDinner,Cards,core,\n";
        let case = case(&[("departments", departments), ("elements", elements)], date(2026, 12, 31));
        let needing = needing(&case);
        let of = |names: &[&str]| {
            let plan: Vec<ElementId> = case.element_ids().filter(|e| names.contains(&case.element(*e).name.as_str())).collect();
            elsewhere(&case, &needing, &plan)
        };
        // Nobody needs Pay, and Ads only what nobody has planned.
        assert!(of(&["Sign-up", "Stage"]).is_empty());
        assert_eq!(of(&["Menu", "Cards"]), [department(&case, "IT")]);
        assert_eq!(of(&["Cards"]), [department(&case, "IT"), department(&case, "Law")]);
        // An addition of the project's own rows may be what it is for.
        assert!(of(&["Menu", "Cards", "Quiz"]).is_empty());
        assert_eq!(of(&["Menu", "Film"]), [department(&case, "IT")]);
    }
}
