//! What moved since an earlier run of the same project, and why.
//!
//! Departments, KPIs and elements are the same when their names are (after folding; the n-th of several equal names with the n-th). The
//! change of a department's appeal and coverage under the plan is put down to five causes, in [`attribution`]. What the tables changed is
//! listed beside it, whether it moved anything or not. Limits: packages are compared, not explained; a renamed thing is a new one.

pub mod attribution;
pub mod changes;

use std::collections::BTreeMap;

use crate::analysis::evidence::EvidenceTable;
use crate::analysis::{Options, ProjectAnalysis};
use crate::error::SinceFault;
use crate::model::{Case, DepartmentId, ElementId, KpiId};
use crate::read::earlier::{Earlier, Inputs};
use crate::text::fold;
use attribution::{Cause, Universe};
use changes::{ElementChange, KpiChange};

/// Movements of appeal or coverage below this are not worth a row (they would be shown as 0).
pub const WORTH_A_ROW: f64 = 0.005;

/// A figure then and now.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Span<T> {
    /// In the earlier run.
    pub then: T,
    /// In this one.
    pub now: T,
}

impl Span<f64> {
    /// now - then.
    pub fn change(&self) -> f64 {
        self.now - self.then
    }
}

/// A project against its earlier run.
#[derive(Debug, Clone, PartialEq)]
pub struct Since {
    /// What moved; `None` where there is no earlier run to compare with.
    pub moves: Option<Moves>,
    /// What is to be said about the earlier run.
    pub notes: Vec<SinceFault>,
}

/// What moved.
#[derive(Debug, Clone, PartialEq)]
pub struct Moves {
    /// Day the earlier run spoke from; empty when it does not say.
    pub day: String,
    /// Win-win index of the plan.
    pub index: Span<Option<f64>>,
    /// The same with the additions.
    pub index_after: Span<Option<f64>>,
    /// Partners at or over the line.
    pub over_line: Span<Option<usize>>,
    /// The same with the additions.
    pub over_line_after: Span<Option<usize>>,
    /// The line itself.
    pub yes_line: Span<f64>,
    /// Departments that were there before, in the analysis' order.
    pub departments: Vec<DepartmentMove>,
    /// Departments that were not.
    pub new_departments: Vec<DepartmentId>,
    /// Departments that are no longer there.
    pub gone_departments: Vec<String>,
    /// Additions that the plan newly proposes.
    pub package_added: Vec<String>,
    /// Additions that it no longer proposes.
    pub package_removed: Vec<String>,
    /// What the package costs.
    pub package_cost: Span<f64>,
    /// Money for additions, where it changed.
    pub budget: Option<Span<Option<f64>>>,
    /// Most additions, where it changed.
    pub max_changes: Option<Span<usize>>,
    /// Elements that changed: those of the table in its order, then those that are gone.
    pub elements: Vec<ElementChange>,
    /// KPIs that changed, likewise.
    pub kpis: Vec<KpiChange>,
}

/// A department then and now.
#[derive(Debug, Clone, PartialEq)]
pub struct DepartmentMove {
    /// The department.
    pub department: DepartmentId,
    /// Appeal of the plan.
    pub appeal: Span<f64>,
    /// Appeal with the additions.
    pub appeal_after: Span<f64>,
    /// Coverage by the plan.
    pub coverage: Span<f64>,
    /// Coverage with the additions.
    pub coverage_after: Span<f64>,
    /// Why the plan's figures moved; their sum is the movement. Empty when nothing moved, or the earlier run does not say what it was
    /// reckoned from.
    pub causes: Vec<Cause>,
}

impl DepartmentMove {
    /// Whether any figure moved enough to be shown.
    pub fn moved(&self) -> bool {
        [self.appeal, self.appeal_after, self.coverage, self.coverage_after].iter().any(|s| s.change().abs() >= WORTH_A_ROW)
    }

    /// Whether the plan's appeal came over the line (`true`) or fell under it (`false`).
    pub fn crossed(&self, line: &Span<f64>) -> Option<bool> {
        let (then, now) = (self.appeal.then >= line.then, self.appeal.now >= line.now);
        (then != now).then_some(now)
    }
}

/// Evidence of one element of the plan on one KPI, for the next run to compare with.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Effect {
    /// The element.
    pub element: ElementId,
    /// The KPI.
    pub kpi: KpiId,
    /// t h, 0 to 1.
    pub helps: f64,
    /// t x, 0 to 1.
    pub hurts: f64,
}

/// All effects of elements that are not zero.
pub fn effects(case: &Case, evidence: &EvidenceTable, elements: &[ElementId]) -> Vec<Effect> {
    let all = elements.iter().flat_map(|e| case.kpi_ids().map(move |k| (*e, k)));
    let effect = |(element, kpi): (ElementId, KpiId)| {
        let e = evidence.at(kpi, element);
        Effect { element, kpi, helps: e.helps(), hurts: e.hurts() }
    };
    all.map(effect).filter(|e| e.helps > 0.0 || e.hurts > 0.0).collect()
}

/// Compares a project with its earlier run.
pub fn compare(case: &Case, evidence: &EvidenceTable, now: &ProjectAnalysis, options: &Options, earlier: &Earlier) -> Moves {
    let none = Inputs::default();
    let inputs = earlier.inputs.as_ref().unwrap_or(&none);
    let universe = Universe::of(case, evidence, now, inputs);
    let span = |then: f64, now: f64| Span { then, now };
    let find = |name: &str| earlier.departments.iter().find(|d| fold(&d.department) == fold(name));
    let mut departments = Vec::new();
    let mut new_departments = Vec::new();
    for side in &now.departments {
        let name = &case.department(side.department).name;
        let Some(then) = find(name) else {
            new_departments.push(side.department);
            continue;
        };
        let mut moved = DepartmentMove {
            department: side.department,
            appeal: span(then.appeal_before, side.before.appeal),
            appeal_after: span(then.appeal_after, side.after.appeal),
            coverage: span(then.coverage_before, side.before.coverage),
            coverage_after: span(then.coverage_after, side.after.coverage),
            causes: Vec::new(),
        };
        if earlier.inputs.is_some() {
            moved.causes = universe.causes(&fold(name), (moved.appeal.change(), moved.coverage.change()));
        }
        departments.push(moved);
    }
    let here = |name: &str| now.departments.iter().any(|s| fold(&case.department(s.department).name) == fold(name));
    let named = |name: &str| earlier.packages.iter().find(|p| p.name == name);
    let package = named("balanced-after-drop").or_else(|| named("balanced")).or(earlier.packages.first());
    let before = package.map_or(&[][..], |p| p.elements.as_slice());
    let proposed: Vec<String> = now.plan.iter().map(|s| case.element(s.element).name.clone()).collect();
    let without = |some: &[String], others: &[String]| -> Vec<String> {
        some.iter().filter(|s| !others.iter().any(|o| fold(o) == fold(s))).cloned().collect()
    };
    let written = earlier.inputs.as_ref();
    let same = |a: Option<f64>, b: Option<f64>| a.is_none() == b.is_none() && a.zip(b).is_none_or(|(a, b)| changes::close(a, b));
    Moves {
        day: earlier.today.clone(),
        index: Span { then: earlier.win_win.index, now: now.before.index },
        index_after: Span { then: earlier.win_win.index_after, now: now.after.index },
        over_line: Span { then: earlier.win_win.partners_over_line, now: Some(now.before.over_line) },
        over_line_after: Span { then: earlier.win_win.partners_over_line_after, now: Some(now.after.over_line) },
        yes_line: span(earlier.yes_line.unwrap_or(now.yes_line), now.yes_line),
        gone_departments: earlier.departments.iter().map(|d| d.department.clone()).filter(|d| !here(d)).collect(),
        departments,
        new_departments,
        package_added: without(&proposed, before),
        package_removed: without(before, &proposed),
        package_cost: span(package.map_or(0.0, |p| p.cost), now.plan.iter().map(|s| s.cost).sum()),
        budget: written.map(|i| Span { then: i.budget, now: options.budget }).filter(|s| !same(s.then, s.now)),
        max_changes: written.and_then(|i| i.max_changes).map(|then| Span { then, now: options.max_changes }).filter(|s| s.then != s.now),
        elements: if written.is_some() { changes::elements(&universe) } else { Vec::new() },
        kpis: if written.is_some() { changes::kpis(&universe) } else { Vec::new() },
    }
}

/// Pairs things of two runs by their keys, the n-th of several equal ones with the n-th: for each of `now` its place in `then`, and the
/// places in `then` that nothing of `now` has taken.
fn paired(then: impl Iterator<Item = String>, now: impl Iterator<Item = String>) -> (Vec<Option<usize>>, Vec<usize>) {
    let mut free: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (i, key) in then.enumerate() {
        free.entry(key).or_default().push(i);
    }
    let take = |key: String| free.get_mut(&key).filter(|places| !places.is_empty()).map(|places| places.remove(0));
    let places = now.map(take).collect();
    let mut left: Vec<usize> = free.into_values().flatten().collect();
    left.sort_unstable();
    (places, left)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_names_pair_in_their_order() {
        let keys = |text: &str| text.split(' ').map(str::to_owned).collect::<Vec<_>>().into_iter();
        assert_eq!(paired(keys("a b a c"), keys("a x a a")), (vec![Some(0), None, Some(2), None], vec![1, 3]));
    }

    #[test]
    fn a_line_is_crossed_both_ways() {
        let span = |then, now| Span { then, now };
        let of = |then, now| DepartmentMove {
            department: DepartmentId(0),
            appeal: span(then, now),
            appeal_after: span(0.0, 0.0),
            coverage: span(0.0, 0.0),
            coverage_after: span(0.0, 0.0),
            causes: Vec::new(),
        };
        assert_eq!(of(0.4, 0.5).crossed(&span(0.5, 0.5)), Some(true));
        assert_eq!(of(0.6, 0.6).crossed(&span(0.5, 0.7)), Some(false));
        assert_eq!(of(0.6, 0.9).crossed(&span(0.5, 0.5)), None);
    }
}
