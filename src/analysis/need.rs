//! What of a project needs a department. The departments table holds one ask of a department, for whatever project of the run; what a brief
//! says of the ask, and whether it puts it forward, hangs on this alone.

use std::collections::BTreeMap;

use crate::analysis::advised::staying;
use crate::analysis::lint::ask::SPECIFIC;
use crate::model::{Case, DepartmentId, ElementId, ElementKind, ProjectId};
use crate::score::lexical::{Profile, lexical};

/// Whether what is asked of a department is asked for a project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Need {
    /// It is: something of the project needs the department, or nothing of any project does.
    Here,
    /// Only if it is still wanted: all of the plan that needs the department is to be dropped, and no advised addition needs it.
    IfStill(Vec<ElementId>),
    /// It is not: nothing of the project needs the department, and the plans of others in the run do.
    Elsewhere {
        /// The others; at least one.
        projects: Vec<ProjectId>,
        /// Advised additions that need the department for something of their own.
        added: Vec<ElementId>,
    },
}

/// What of one project needs each department.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Needs(BTreeMap<DepartmentId, Need>);

impl Needs {
    /// Of all departments but the own one. `additions`: what is advised to be added; `dropped`: what of `core` is to go.
    pub fn of(case: &Case, project: ProjectId, core: &[ElementId], additions: &[ElementId], dropped: &[ElementId]) -> Self {
        let others = case.department_ids().filter(|d| Some(*d) != case.own);
        Needs(others.filter_map(|d| Some((d, need(case, project, (core, additions, dropped), d)?))).collect())
    }

    /// What needs a department.
    pub fn get(&self, department: DepartmentId) -> &Need {
        self.0.get(&department).unwrap_or(&Need::Here)
    }

    /// Whether an ask is another project's matter.
    pub fn is_elsewhere(&self, department: DepartmentId) -> bool {
        matches!(self.get(department), Need::Elsewhere { .. })
    }

    /// Whether an ask may have gone with what needed it.
    pub fn is_in_doubt(&self, department: DepartmentId) -> bool {
        matches!(self.get(department), Need::IfStill(_))
    }
}

/// `None` where it is [`Need::Here`].
fn need(
    case: &Case,
    project: ProjectId,
    (core, additions, dropped): (&[ElementId], &[ElementId], &[ElementId]),
    department: DepartmentId,
) -> Option<Need> {
    let needs = |e: &ElementId| case.element(*e).needs.contains(&department);
    let planned: Vec<ElementId> = core.iter().copied().filter(needs).collect();
    let added: Vec<ElementId> = additions.iter().copied().filter(needs).collect();
    if !planned.is_empty() {
        let gone = added.is_empty() && staying(&planned, dropped).is_empty();
        return gone.then_some(Need::IfStill(planned));
    }
    // An optional element may yet join the plan.
    if case.project(project).elements.iter().any(needs) {
        return None;
    }
    let others = (0..case.projects.len() as u32).map(ProjectId).filter(|p| *p != project);
    let theirs = |p: &ProjectId| {
        let needing = case.project(*p).elements.iter().filter(|e| case.element(**e).kind == ElementKind::Core && needs(e));
        needing.copied().any(|e| added.is_empty() || is_for(case, department, e, &added))
    };
    let projects: Vec<ProjectId> = others.filter(theirs).collect();
    (!projects.is_empty()).then_some(Need::Elsewhere { projects, added })
}

/// Whether the words of an ask speak of another project's element, and less of what is to be added here: an addition of ours is no reason to
/// take somebody else's ask for ours.
fn is_for(case: &Case, department: DepartmentId, element: ElementId, added: &[ElementId]) -> bool {
    let ask = Profile::of(&case.department(department).ask);
    let said = |text: &str| lexical(&ask, &Profile::of(text)).confidence;
    let told = |e: ElementId| said(&case.element(e).name).max(said(&case.element(e).description));
    let theirs = told(element);
    theirs >= SPECIFIC && added.iter().all(|e| told(*e) < theirs)
}
