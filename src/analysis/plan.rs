//! The plan: the set of additions that brings most partners over the line.
//!
//! Sets are compared by partners at or over the line, then the win-win index, then fewer additions, then lower cost, then name; within the
//! budget, the number of changes and what the own department must keep. Found by greedy growth from several starts (nothing, and the best one
//! to three suggestions for each partner) followed by exchanges of one addition for another until none helps. Limits: the best of many tries, not
//! proven to be the best of all.

use std::cmp::Ordering;

use crate::analysis::Options;
use crate::analysis::benefit::{WinWin, benefit, win_win};
use crate::analysis::evidence::EvidenceTable;
use crate::analysis::suggest::SERVES;
use crate::model::{Case, DepartmentId, ElementId};

/// Gains of the index below this are no reason to change a plan.
const LEAST_GAIN: f64 = 0.005;
/// Most suggestions for one partner that a try starts from.
const START: usize = 3;

/// One step of the plan.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// What is added.
    pub element: ElementId,
    /// Its cost, middle of the range; 0 when unknown.
    pub cost: f64,
    /// Both sides after it.
    pub after: WinWin,
}

/// Searches the plan; steps come in the order of what each adds.
pub fn plan(
    case: &Case,
    evidence: &EvidenceTable,
    core: &[ElementId],
    candidates: &[ElementId],
    partners: &[DepartmentId],
    options: &Options,
) -> Vec<Step> {
    let serves = |c: &ElementId| case.kpi_ids().any(|k| evidence.at(k, *c).helps() >= SERVES);
    let mut useful: Vec<ElementId> = candidates.iter().copied().filter(serves).collect();
    useful.sort_by(|a, b| case.element(*a).name.cmp(&case.element(*b).name).then(a.cmp(b)));
    let search = Search { case, evidence, core, candidates: useful, partners, options };
    let mut best = search.grow(Vec::new());
    for start in search.starts() {
        let found = search.exchange(search.grow(start));
        if search.compare(&found, &best).is_gt() {
            best = found;
        }
    }
    search.steps(best)
}

struct Search<'a> {
    case: &'a Case,
    evidence: &'a EvidenceTable,
    core: &'a [ElementId],
    candidates: Vec<ElementId>,
    partners: &'a [DepartmentId],
    options: &'a Options,
}

impl Search<'_> {
    fn cost(&self, element: ElementId) -> f64 {
        self.case.element(element).cost.map_or(0.0, |c| c.middle())
    }

    fn spent(&self, set: &[ElementId]) -> f64 {
        set.iter().map(|e| self.cost(*e)).sum()
    }

    fn worth(&self, added: &[ElementId]) -> WinWin {
        let set: Vec<ElementId> = self.core.iter().chain(added).copied().collect();
        win_win(&benefit(self.case, self.evidence, &set), self.case.own, self.partners, self.options.yes_line)
    }

    /// Without an own department the partners' mean stands for the index.
    fn index(w: &WinWin) -> f64 {
        w.index.unwrap_or(w.partners)
    }

    /// Whether a set stays within budget, number of changes, and what the own department must keep.
    fn allowed(&self, added: &[ElementId], worth: &WinWin) -> bool {
        let floor = self.worth(&[]).own.map(|u| self.options.keep * u - 0.005);
        added.len() <= self.options.max_changes
            && self.options.budget.is_none_or(|b| self.spent(added) <= b)
            && floor.zip(worth.own).is_none_or(|(floor, own)| own >= floor)
    }

    /// Which of two sets is the better one. Indices closer than the least gain count as equal.
    fn compare(&self, a: &[ElementId], b: &[ElementId]) -> Ordering {
        let (x, y) = (self.worth(a), self.worth(b));
        let level = |w: &WinWin| (Self::index(w) / LEAST_GAIN).round() as i64;
        x.over_line
            .cmp(&y.over_line)
            .then(level(&x).cmp(&level(&y)))
            .then(b.len().cmp(&a.len()))
            .then(self.spent(b).total_cmp(&self.spent(a)))
    }

    /// Adds the best next addition until none makes the set better.
    fn grow(&self, mut set: Vec<ElementId>) -> Vec<ElementId> {
        while set.len() < self.options.max_changes {
            let mut best = set.clone();
            for &c in self.candidates.iter().filter(|c| !set.contains(c)) {
                let with: Vec<ElementId> = set.iter().copied().chain([c]).collect();
                if self.allowed(&with, &self.worth(&with)) && self.compare(&with, &best).is_gt() {
                    best = with;
                }
            }
            if best.len() == set.len() {
                break;
            }
            set = best;
        }
        set
    }

    /// Drops an addition, or exchanges it for another, as long as that makes the set better.
    fn exchange(&self, mut set: Vec<ElementId>) -> Vec<ElementId> {
        loop {
            let mut best = set.clone();
            for out in 0..set.len() {
                let rest: Vec<ElementId> = set.iter().enumerate().filter(|(i, _)| *i != out).map(|(_, e)| *e).collect();
                let swapped = self.candidates.iter().filter(|c| !set.contains(c)).map(|c| rest.iter().copied().chain([*c]).collect());
                for other in swapped.chain([rest.clone()]) {
                    let other: Vec<ElementId> = other;
                    if self.compare(&other, &best).is_gt() && self.allowed(&other, &self.worth(&other)) {
                        best = other;
                    }
                }
            }
            if best == set {
                return set;
            }
            set = best;
        }
    }

    /// For each partner its best one, two and three additions.
    fn starts(&self) -> Vec<Vec<ElementId>> {
        let mut starts = vec![Vec::new()];
        for partner in self.partners {
            let appeal = |added: &[ElementId]| {
                let set: Vec<ElementId> = self.core.iter().chain(added).copied().collect();
                benefit(self.case, self.evidence, &set).departments[partner.0 as usize].appeal
            };
            let mut start: Vec<ElementId> = Vec::new();
            for _ in 0..START.min(self.options.max_changes) {
                let now = appeal(&start);
                let with = |c: ElementId| start.iter().copied().chain([c]).collect::<Vec<_>>();
                let open = self.candidates.iter().copied().filter(|c| !start.contains(c));
                let fits = open.map(with).filter(|set| self.allowed(set, &self.worth(set)));
                let best = fits.map(|set| (appeal(&set), set)).max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)));
                let Some((_, set)) = best.filter(|(y, _)| *y > now + LEAST_GAIN) else { break };
                start = set;
                starts.push(start.clone());
            }
        }
        starts
    }

    /// The set as steps, each the best of those left.
    fn steps(&self, mut left: Vec<ElementId>) -> Vec<Step> {
        let mut done: Vec<ElementId> = Vec::new();
        let mut steps = Vec::new();
        while !left.is_empty() {
            let with = |e: ElementId| done.iter().copied().chain([e]).collect::<Vec<_>>();
            let best = (0..left.len()).max_by(|a, b| {
                let order = self.compare(&with(left[*a]), &with(left[*b]));
                order.then_with(|| self.case.element(left[*b]).name.cmp(&self.case.element(left[*a]).name))
            });
            let Some(at) = best else { break };
            let element = left.remove(at);
            done.push(element);
            steps.push(Step { element, cost: self.cost(element), after: self.worth(&done) });
        }
        steps
    }
}
