//! What the proposal leans on and lacks: days that are past, KPIs that are met, figures that are missing.

use crate::analysis::department::{DepartmentSide, Standing, WORTH_SAYING};
use crate::analysis::evidence::Level;
use crate::analysis::lint::{Facts, LEADS, Lint};
use crate::model::{ElementId, KpiId};

impl Facts<'_> {
    pub(super) fn starts_in_past(&self) -> Option<Lint> {
        let begun = |e: &ElementId| self.case.element(*e).start.is_some_and(|start| start < self.case.today);
        let elements: Vec<ElementId> = self.elements.iter().copied().filter(begun).collect();
        (!elements.is_empty()).then_some(Lint::StartsInPast { elements })
    }

    /// Sides that the proposal speaks to.
    fn addressed(&self) -> impl Iterator<Item = &DepartmentSide> {
        self.sides.iter().filter(|s| matches!(s.standing, Standing::Own | Standing::Partner))
    }

    /// Stated helps; of what is only read in the texts the strongest, where that is what the element does best for the department.
    pub(super) fn leads_with_met(&self) -> Vec<Lint> {
        let mut found = Vec::new();
        for side in self.addressed() {
            let strength = |k: KpiId, e: ElementId| self.case.kpi(k).weight * self.evidence.at(k, e).helps();
            for &kpi in &side.met {
                let helps = |e: &ElementId| self.evidence.at(kpi, *e).helps();
                let best = |e: &ElementId| self.case.kpis_of(side.department).all(|k| strength(k, *e) <= strength(kpi, *e));
                let leading = self.core.iter().copied().filter(|e| helps(e) >= WORTH_SAYING);
                let (stated, read): (Vec<_>, Vec<_>) = leading.partition(|e| self.evidence.at(kpi, *e).level == Level::Stated);
                // Of equals the first.
                let strongest = read.into_iter().filter(best).rev().max_by(|a, b| helps(a).total_cmp(&helps(b)));
                let elements: Vec<ElementId> = self.core.iter().copied().filter(|e| stated.contains(e) || Some(*e) == strongest).collect();
                if !elements.is_empty() {
                    found.push(Lint::LeadsWithMet { kpi, elements });
                }
            }
        }
        found
    }

    /// KPIs that the proposal leans on and that lack something, in order of the sides.
    pub(super) fn without(&self, lacks: impl Fn(KpiId) -> bool) -> Option<Vec<KpiId>> {
        let mut kpis = Vec::new();
        for side in self.addressed() {
            let claimed = side.claims.iter().filter(|c| self.core.contains(&c.element)).map(|c| c.kpi);
            let led = side.leads.iter().take(LEADS).map(|l| l.kpi);
            let mut of_side: Vec<KpiId> = claimed.chain(led).filter(|k| lacks(*k)).collect();
            of_side.sort_unstable();
            of_side.dedup();
            kpis.extend(of_side);
        }
        (!kpis.is_empty()).then_some(kpis)
    }
}
