//! What of a project needs a department. The departments table holds one ask of a department, for whatever project of the run; what a brief
//! says of the ask, and whether it puts it forward, hangs on this alone.

use std::collections::BTreeMap;

use crate::analysis::advised::staying;
use crate::analysis::lint::ask::SPECIFIC;
use crate::analysis::partners::record;
use crate::model::{Case, DepartmentId, ElementId, ElementKind, ProjectId};
use crate::score::lexical::{Profile, lexical};

/// Whether what is asked of a department is asked for a project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Need {
    /// It is: something of the project needs the department or is what the ask speaks of, nothing of any project does, or it is agreed to.
    Here,
    /// Only if it is still wanted: all of the plan that needs the department is to be dropped, and no advised addition needs it.
    IfStill {
        /// What is to be dropped; at least one.
        elements: Vec<ElementId>,
        /// Others of the run in whose plans something that stays needs the department: the ask is left to them. May be empty.
        projects: Vec<ProjectId>,
    },
    /// It is not: nothing of the project needs the department, and the plans of others in the run, as they stand, do.
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
    /// Of all departments but the own one. `additions`: what is advised to be added; `dropped`: what is to go, of this
    /// project and of the others.
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
        matches!(self.get(department), Need::IfStill { .. })
    }

    /// Whether an ask is put forward by other projects alone, as advised: it is theirs, or left to them once what needed it here is dropped.
    pub fn is_put_there(&self, department: DepartmentId) -> bool {
        self.is_elsewhere(department) || !self.left_to(department).is_empty()
    }

    /// To which other projects an ask is left once what needed it here is dropped.
    pub fn left_to(&self, department: DepartmentId) -> &[ProjectId] {
        if let Need::IfStill { projects, .. } = self.get(department) { projects } else { &[] }
    }
}

/// `None` where it is [`Need::Here`].
fn need(
    case: &Case,
    project: ProjectId,
    (core, additions, dropped): (&[ElementId], &[ElementId], &[ElementId]),
    department: DepartmentId,
) -> Option<Need> {
    // What is agreed to is nobody's to ask again, nor to ask elsewhere.
    if record::asked(case, department).is_granted() {
        return None;
    }
    let needs = |e: &ElementId| case.element(*e).needs.contains(&department);
    let planned: Vec<ElementId> = core.iter().copied().filter(needs).collect();
    let added: Vec<ElementId> = additions.iter().copied().filter(needs).collect();
    // The plans of the others as they stand: what is advised to them is known in their own briefs alone.
    let theirs = (0..case.projects.len() as u32).map(ProjectId).filter(|p| *p != project).map(|p| {
        let needing = case.project(p).elements.iter().copied().filter(|e| case.element(*e).kind == ElementKind::Core && needs(e));
        (p, needing.collect::<Vec<ElementId>>())
    });
    let theirs: Vec<(ProjectId, Vec<ElementId>)> = theirs.filter(|(_, needing)| !needing.is_empty()).collect();
    if !planned.is_empty() {
        let gone = added.is_empty() && staying(&planned, dropped).is_empty();
        // Two projects that both drop it do not send its ask to each other.
        let projects = theirs.into_iter().filter(|(_, needing)| !staying(needing, dropped).is_empty()).map(|(p, _)| p).collect();
        return gone.then_some(Need::IfStill { elements: planned, projects });
    }
    let own = &case.project(project).elements;
    // An optional element may yet join the plan.
    if own.iter().any(needs) {
        return None;
    }
    let words = Words::of(case, department);
    // Where nobody filled in what an element needs, the words of the ask say whose it is.
    let ours = words.most(own.iter().chain(additions));
    if ours >= SPECIFIC && ours >= words.most(theirs.iter().flat_map(|(_, needing)| needing)) {
        return None;
    }
    // An addition of ours is no reason to take somebody else's ask for ours.
    let of_added = words.most(&added);
    let is_for = |needing: &[ElementId]| {
        let said = words.most(needing);
        added.is_empty() || said >= SPECIFIC && said > of_added
    };
    let projects: Vec<ProjectId> = theirs.into_iter().filter(|(_, needing)| is_for(needing)).map(|(p, _)| p).collect();
    (!projects.is_empty()).then_some(Need::Elsewhere { projects, added })
}

/// The words of a department's ask.
struct Words<'a> {
    case: &'a Case,
    ask: Profile,
}

impl<'a> Words<'a> {
    fn of(case: &'a Case, department: DepartmentId) -> Self {
        Words { case, ask: Profile::of(&case.department(department).ask) }
    }

    /// How surely the one of some elements that says most of the ask's words says them, 0 to 1.
    fn most<'e>(&self, elements: impl IntoIterator<Item = &'e ElementId>) -> f32 {
        let said = |text: &str| lexical(&self.ask, &Profile::of(text)).confidence;
        let told = |e: &ElementId| said(&self.case.element(*e).name).max(said(&self.case.element(*e).description));
        elements.into_iter().map(told).fold(0.0, f32::max)
    }
}
