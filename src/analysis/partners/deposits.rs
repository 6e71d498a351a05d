//! What could be given to a department as a favor: entries of the catalogs and optional elements of the plan marked as deposits, scored
//! against its own KPIs.
//!
//! Gain = the coverage that the entry adds to the plan, -1 to 1, and the KPIs named are those it comes from; a KPI that is met is none of
//! them. Entries that clearly help a KPI and gain something on the whole are named; where the plan leaves nothing to gain, or there is
//! none, with what they give alone. What may help only is not offered: a gift that is felt as none does harm. One whose words name
//! another department is named only where it helps beyond doubt. What is advised as an addition is part of the proposal, and an element of
//! the project that needs the department is its own work: neither is a gift.

use crate::analysis::benefit::{Benefit, Products};
use crate::analysis::department::MET;
use crate::analysis::evidence::{CLEAR, headroom};
use crate::analysis::partners::View;
use crate::model::{Case, DepartmentId, ElementId, ElementKind, KpiId};

/// Gain below which a deposit is not worth naming.
const LEAST: f64 = 0.01;
/// Evidence from which it is offered even to others than those it names.
const BEYOND_DOUBT: f64 = 0.8;
/// KPIs that are named with a deposit: what it gains by any more is small.
const NAMED: usize = 4;
/// How many are named for a department.
const SHOWN: usize = 3;

/// One possible deposit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Deposit {
    /// What is given.
    pub element: ElementId,
    /// KPIs it helps, the one that is helped most surely first; at least one.
    kpis: [Option<KpiId>; NAMED],
    /// Coverage it adds to the department, 0 to 1.
    pub gain: f64,
    /// Whether the gain is what it gives alone, since the plan serves the same KPIs already.
    pub alone: bool,
}

impl Deposit {
    /// KPIs it helps, the one that is helped most surely first.
    pub fn kpis(&self) -> impl Iterator<Item = KpiId> {
        self.kpis.into_iter().flatten()
    }
}

/// The best deposits for a department, best first; ties by cost, then by name.
pub fn of(view: &View, department: DepartmentId) -> Vec<Deposit> {
    let core = view.project.map_or(&[][..], |p| &p.core);
    let mut deposits = beside(view, department, core);
    if deposits.is_empty() && !core.is_empty() {
        deposits = beside(view, department, &[]).into_iter().map(|d| Deposit { alone: true, ..d }).collect();
    }
    deposits.truncate(SHOWN);
    deposits
}

/// What gains a department something beside these elements, best first.
fn beside(view: &View, department: DepartmentId, core: &[ElementId]) -> Vec<Deposit> {
    let (case, Some(evidence)) = (view.case, view.evidence) else { return Vec::new() };
    let kpis: Vec<KpiId> = case.kpis_of(department).collect();
    let project = view.project.map(|p| p.project);
    let advised = |e: &ElementId| view.project.is_some_and(|p| p.plan.iter().any(|step| step.element == *e));
    let given = case.element_ids().filter(|e| {
        let element = case.element(*e);
        let of_project = element.project.is_some() && element.project == project;
        let free = element.project.is_none() || of_project && !element.needs.contains(&department);
        element.deposit && element.kind == ElementKind::Optional && free && !advised(e)
    });
    let plan = Products::new(case).with(evidence, core);
    let before = plan.benefit(case);
    let mut deposits: Vec<Deposit> = given
        .filter_map(|element| {
            let help = |k: &KpiId| evidence.at(*k, element).helps();
            let most = kpis.iter().map(help).fold(0.0, f64::max);
            // Names are looked for last: that takes far longer than the figures.
            if most < CLEAR || most < BEYOND_DOUBT && is_for_others(case, element, department) {
                return None;
            }
            let after = plan.with(evidence, &[element]).benefit(case);
            let net = |b: &Benefit, k: &KpiId| b.kpis[k.0 as usize].net();
            let part = |k: &KpiId| case.kpi(*k).weight * headroom(case.kpi(*k)) * (net(&after, k) - net(&before, k));
            let mut helped: Vec<KpiId> = kpis.iter().copied().filter(|k| headroom(case.kpi(*k)) > MET && part(k) >= LEAST).collect();
            helped.sort_by(|a, b| help(b).total_cmp(&help(a)).then_with(|| case.kpi(*a).name.cmp(&case.kpi(*b).name)));
            let kpis = std::array::from_fn(|i| helped.get(i).copied());
            helped.first()?;
            let coverage = |b: &Benefit| b.departments[department.0 as usize].coverage;
            let gain = coverage(&after) - coverage(&before);
            (gain >= LEAST).then_some(Deposit { element, kpis, gain, alone: false })
        })
        .collect();
    deposits.sort_by(|a, b| {
        let (x, y) = (case.element(a.element), case.element(b.element));
        b.gain.total_cmp(&a.gain).then(x.cost_middle().total_cmp(&y.cost_middle())).then_with(|| x.name.cmp(&y.name))
    });
    deposits
}

/// Whether the words of an element name another department and not this one.
fn is_for_others(case: &Case, element: ElementId, department: DepartmentId) -> bool {
    let text = format!("{} {}", case.element(element).name, case.element(element).description);
    let named = |d: DepartmentId| names(&text, &case.department(d).name);
    !named(department) && case.department_ids().any(|d| d != department && named(d))
}

/// Whether a text holds a department's name: without its ending 部 or department, an English one as a whole word. Short names such as IT
/// are words of their own in small letters, so these are held to their capitals.
fn names(text: &str, department: &str) -> bool {
    let name =
        department.trim().trim_end_matches('门').trim_end_matches('部').trim_end_matches(" Department").trim_end_matches(" department");
    if !name.is_ascii() {
        return name.chars().count() >= 2 && text.contains(name);
    }
    let (text, name) = if name.len() > 3 { (text.to_lowercase(), name.to_lowercase()) } else { (text.to_owned(), name.to_owned()) };
    text.split(|c: char| !c.is_ascii_alphanumeric() && c != ' ').any(|part| {
        let (part, name): (Vec<&str>, Vec<&str>) = (part.split_whitespace().collect(), name.split_whitespace().collect());
        !name.is_empty() && part.windows(name.len()).any(|words| words == name)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn departments_are_known_by_their_names() {
        assert!(names("Case material for marketing", "Marketing") && names("Figures for the IT team", "IT"));
        assert!(names("为营销提供素材", "营销部") && names("培训部的讲师", "培训部门"));
        assert!(!names("Make it simple", "IT") && !names("Supermarketing", "Marketing") && !names("提供素材", "营销部"));
        assert!(names("For the Tourism Board, a photo", "Tourism Board") && !names("Tourism", "Tourism Board"));
    }
}
