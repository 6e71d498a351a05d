//! Relations with the departments a project hangs on: whom to see, when to ask, what is owed, how to take a refusal further.
//!
//! Facts from the departments, favors and log tables, each with the row it comes from; how they are said is `lang`'s business. A part
//! whose table is missing is left out. All days count from the case's `today`, and a row dated after it is a plan, not a fact. Departments
//! come by power, then by stated interest, then by name: power orders contacts and decides no figure.

pub mod bank;
pub mod committee;
pub mod days;
pub mod deposits;
pub mod escalation;
pub mod fast_track;
pub mod first_week;
pub mod growth;
pub mod interest;
pub mod level;
pub mod map;
pub mod presell;
pub mod record;
#[cfg(test)]
pub(super) mod tests;

use std::collections::BTreeMap;

use crate::analysis::ProjectAnalysis;
use crate::analysis::department::DepartmentSide;
use crate::analysis::evidence::EvidenceTable;
use crate::analysis::need::Needs;
use crate::analysis::reframe::{self, Opening};
use crate::model::{Case, DepartmentId};
use bank::Bank;
use committee::Committee;
use deposits::Deposit;
use escalation::Escalation;
use fast_track::FastTrack;
use first_week::FirstWeek;
use growth::Growth;
use level::Relation;
use map::ResourceMap;
use presell::Plan;

/// Everything said about relations.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Relations {
    /// What to begin with; needs departments.
    pub first_week: Option<FirstWeek>,
    /// Power and interest; needs departments.
    pub map: Option<ResourceMap>,
    /// Pre-selling by department, the earliest need first; needs a `needed_by`.
    pub presell: Vec<Plan>,
    /// Favors; needs favors.
    pub bank: Option<Bank>,
    /// What may be taken to a superior; needs the log.
    pub escalations: Vec<Escalation>,
    /// Contacts and the emergency channel; needs departments.
    pub fast_track: Option<FastTrack>,
    /// The next standing meeting; needs departments or the log.
    pub committee: Option<Committee>,
    /// Level of collaboration by department.
    pub levels: Vec<Relation>,
    /// Connect, collaborate, co-create; needs departments.
    pub growth: Option<Growth>,
    /// What each department could be given, best first; needs KPIs of it.
    pub deposits: BTreeMap<DepartmentId, Vec<Deposit>>,
    /// What of the project needs each department.
    pub needs: Needs,
}

impl Relations {
    /// The pre-selling of what is asked for the project itself.
    pub fn presell_here(&self) -> impl Iterator<Item = &Plan> {
        self.presell.iter().filter(|plan| !plan.elsewhere)
    }

    /// What a department could be given, best first.
    pub fn deposits_for(&self, department: DepartmentId) -> &[Deposit] {
        self.deposits.get(&department).map_or(&[], Vec::as_slice)
    }

    /// Whether there is no day for anything before the request to a department.
    pub fn is_hurried(&self, department: DepartmentId) -> bool {
        self.presell.iter().any(|plan| plan.department == department && plan.is_hurried())
    }
}

/// What the facts are taken from.
#[derive(Debug)]
pub struct View<'a> {
    /// The case.
    pub case: &'a Case,
    /// Evidence of all pairs, where there are KPIs.
    pub evidence: Option<&'a EvidenceTable>,
    /// The project, where there is one.
    pub project: Option<&'a ProjectAnalysis>,
    /// Departments but the own one that the departments, favors or log table names.
    pub others: Vec<DepartmentId>,
    /// What each of them could be given, best first.
    pub deposits: BTreeMap<DepartmentId, Vec<Deposit>>,
}

impl<'a> View<'a> {
    /// Puts the departments in order and scores what they could be given.
    pub fn new(case: &'a Case, evidence: Option<&'a EvidenceTable>, project: Option<&'a ProjectAnalysis>) -> Self {
        let favored = |d: &DepartmentId| case.favors.iter().any(|f| f.department == *d);
        let logged = |d: &DepartmentId| case.log.iter().any(|row| row.department == *d);
        let mut others: Vec<DepartmentId> = case
            .department_ids()
            .filter(|d| Some(*d) != case.own)
            .filter(|d| case.department(*d).origin.is_some() || favored(d) || logged(d))
            .collect();
        let key = |d: &DepartmentId| {
            let row = case.department(*d);
            (std::cmp::Reverse(row.power), std::cmp::Reverse(row.interest), row.name.clone())
        };
        others.sort_by_key(key);
        let mut view = View { case, evidence, project, others, deposits: BTreeMap::new() };
        view.deposits = view.others.iter().map(|d| (*d, deposits::of(&view, *d))).collect();
        view
    }

    /// Those with a row in the departments table, in order.
    pub fn listed(&self) -> impl Iterator<Item = DepartmentId> + '_ {
        self.others.iter().copied().filter(|d| self.case.department(*d).origin.is_some())
    }

    /// A department's side of the project.
    pub fn side(&self, department: DepartmentId) -> Option<&'a DepartmentSide> {
        self.project?.departments.iter().find(|s| s.department == department)
    }

    /// A department's appeal under the plan as it is; `None` without KPIs.
    pub fn appeal(&self, department: DepartmentId) -> Option<f64> {
        self.side(department).filter(|s| s.before.kpis > 0).map(|s| s.before.appeal)
    }

    /// A department's appeal under the plan as advised; `None` without KPIs.
    pub fn advised_appeal(&self, department: DepartmentId) -> Option<f64> {
        let side = self.side(department).filter(|s| s.before.kpis > 0)?;
        Some(self.project?.advised_for(side).appeal)
    }

    /// Whether what is asked of a department is another project's matter.
    pub fn is_elsewhere(&self, department: DepartmentId) -> bool {
        self.project.is_some_and(|p| p.needs.is_put_there(department))
    }

    /// Whether what is asked of a department may have gone with what needed it.
    pub fn is_in_doubt(&self, department: DepartmentId) -> bool {
        self.project.is_some_and(|p| p.needs.is_in_doubt(department))
    }

    /// How a talk with a department opens; `None` without a plan.
    pub fn opening(&self, department: DepartmentId) -> Option<Opening> {
        Some(reframe::opening(self.case, self.evidence?, self.project?, self.side(department)?))
    }

    /// What a department could be given.
    pub fn deposits_for(&self, department: DepartmentId) -> &[Deposit] {
        self.deposits.get(&department).map_or(&[], Vec::as_slice)
    }
}

/// The relations of a case, seen from one project where there is one.
pub fn relations(case: &Case, evidence: Option<&EvidenceTable>, project: Option<&ProjectAnalysis>) -> Relations {
    let view = View::new(case, evidence, project);
    let bank = bank::of(&view);
    let presell = presell::plans(&view, bank.as_ref());
    let map = map::of(&view, &presell);
    let escalations = escalation::of(&view);
    let committee = committee::of(&view);
    let levels = level::of(&view, bank.as_ref());
    Relations {
        first_week: first_week::of(&view, map.as_ref(), bank.as_ref(), &presell),
        fast_track: fast_track::of(&view, bank.as_ref(), &presell),
        growth: growth::of(&view, &levels),
        map,
        presell,
        bank,
        escalations,
        committee,
        levels,
        deposits: view.deposits,
        needs: project.map_or_else(Needs::default, |p| p.needs.clone()),
    }
}
