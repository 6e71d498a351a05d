//! What could be given to a department as a favor: entries of the catalogs and optional elements of the plan marked as deposits, scored
//! against its own KPIs.
//!
//! Gain = sum over its KPIs of weight x headroom x (help - harm), the coverage that the entry alone would give it, -1 to 1. Only entries
//! that help a KPI noticeably and gain something on the whole are named.

use crate::analysis::evidence::SERVES;
use crate::analysis::evidence::headroom;
use crate::analysis::partners::View;
use crate::model::{DepartmentId, ElementId, ElementKind, KpiId};

/// Gain below which a deposit is not worth naming.
const LEAST: f64 = 0.01;
/// How many are named for a department.
const SHOWN: usize = 3;

/// One possible deposit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Deposit {
    /// What is given.
    pub element: ElementId,
    /// The KPI it helps most.
    pub kpi: KpiId,
    /// Coverage it gives the department, 0 to 1.
    pub gain: f64,
}

/// The best deposits for a department, best first; ties by cost, then by name.
pub fn of(view: &View, department: DepartmentId) -> Vec<Deposit> {
    let (case, Some(evidence)) = (view.case, view.evidence) else { return Vec::new() };
    let kpis: Vec<KpiId> = case.kpis_of(department).collect();
    let project = view.project.map(|p| p.project);
    let given = case.element_ids().filter(|e| {
        let element = case.element(*e);
        element.deposit && element.kind == ElementKind::Optional && (element.project.is_none() || element.project == project)
    });
    let mut deposits: Vec<Deposit> = given
        .filter_map(|element| {
            let room = |k: &KpiId| case.kpi(*k).weight * headroom(case.kpi(*k));
            let help = |k: &KpiId| room(k) * evidence.at(*k, element).helps();
            let gain: f64 = kpis.iter().map(|k| help(k) - room(k) * evidence.at(*k, element).hurts()).sum();
            let noticed = kpis.iter().copied().filter(|k| evidence.at(*k, element).helps() >= SERVES);
            let kpi = noticed.max_by(|a, b| help(a).total_cmp(&help(b)).then_with(|| case.kpi(*b).name.cmp(&case.kpi(*a).name)))?;
            (gain >= LEAST).then_some(Deposit { element, kpi, gain })
        })
        .collect();
    deposits.sort_by(|a, b| {
        let (x, y) = (case.element(a.element), case.element(b.element));
        b.gain.total_cmp(&a.gain).then(x.cost_middle().total_cmp(&y.cost_middle())).then_with(|| x.name.cmp(&y.name))
    });
    deposits.truncate(SHOWN);
    deposits
}
