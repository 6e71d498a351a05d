//! What departments are led with, for every part that puts an element in front of somebody: the brief, its talks, pages and pictures.

use std::collections::BTreeMap;

use crate::analysis::ProjectAnalysis;
use crate::analysis::department::{DepartmentSide, Lead, Standing};
use crate::model::{Case, ElementId, KpiId};

/// Elements to lead with.
const LEADS: usize = 5;

impl ProjectAnalysis {
    /// What a department is led with, in the order of its side: what only sounds like a KPI is put in front of nobody who has something better,
    /// in the plan or among the additions.
    pub fn led<'s>(&'s self, case: &'s Case, side: &'s DepartmentSide) -> impl Iterator<Item = &'s Lead> {
        let theirs = |k: &KpiId| case.kpi(*k).department == side.department && !side.met.contains(k);
        let added = |e: ElementId| self.plan.iter().any(|step| step.element == e);
        let better = || self.suggestions.iter().filter(|s| added(s.element)).flat_map(|s| &s.serves).any(theirs);
        let all = !side.leads.iter().any(|l| l.grounded) && !better();
        side.leads.iter().filter(move |l| all || l.grounded)
    }

    /// What a department hears of first: what it is led with, without what hurts another KPI of theirs.
    pub fn heard<'s>(&'s self, case: &'s Case, side: &'s DepartmentSide) -> impl Iterator<Item = &'s Lead> {
        unmixed(self.led(case, side), side)
    }

    /// Whether some partner is led with an element.
    pub fn leads_with(&self, case: &Case, element: ElementId) -> bool {
        let mut partners = self.departments.iter().filter(|d| d.standing == Standing::Partner);
        partners.any(|d| self.led(case, d).any(|l| l.element == element))
    }

    /// The elements that the proposal leads with, by what they are worth to all partners, each with the leads it is made of, the strongest first.
    pub fn in_front(&self, case: &Case) -> Vec<(ElementId, Vec<Lead>)> {
        let mut by_element: BTreeMap<ElementId, Vec<Lead>> = BTreeMap::new();
        let partners = self.departments.iter().filter(|d| d.standing == Standing::Partner);
        for lead in partners.flat_map(|d| self.led(case, d)) {
            by_element.entry(lead.element).or_default().push(*lead);
        }
        let mut all: Vec<(ElementId, Vec<Lead>)> = by_element.into_iter().collect();
        let worth = |leads: &[Lead]| leads.iter().map(|l| l.strength).sum::<f64>();
        let name = |e: ElementId| &case.element(e).name;
        all.sort_by(|a, b| worth(&b.1).total_cmp(&worth(&a.1)).then_with(|| name(a.0).cmp(name(b.0))));
        all.truncate(LEADS);
        let kpi = |k: KpiId| &case.kpi(k).name;
        for (_, leads) in &mut all {
            leads.sort_by(|a, b| b.strength.total_cmp(&a.strength).then_with(|| kpi(a.kpi).cmp(kpi(b.kpi))));
        }
        all
    }
}

/// Of leads those that hurt no other KPI of the department.
pub(super) fn unmixed<'s>(leads: impl Iterator<Item = &'s Lead>, side: &'s DepartmentSide) -> impl Iterator<Item = &'s Lead> {
    leads.filter(|l| !side.conflicts.iter().any(|c| c.element == l.element))
}
