//! The plan: the set of additions that brings most partners over the line.
//!
//! Sets are compared by partners at or over the line, then the win-win index, then fewer additions, then lower cost, then name; within the
//! budget, the number of changes and what the own department must keep. Found by greedy growth from several starts (nothing, and the best one
//! to three suggestions for each partner) followed by exchanges of one addition for another until none helps. Limits: the best of many tries, not
//! proven to be the best of all.

use std::cmp::Ordering;

use crate::analysis::Options;
use crate::analysis::benefit::{Products, WinWin, win_win};
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
    let core = Products::new(case).with(evidence, core);
    let before = win_win(&core.benefit(case), case.own, partners, options.yes_line);
    let floor = before.own.map(|u| options.keep * u - 0.005);
    let search = Search { case, evidence, core, candidates: useful, partners, options, floor };
    let mut best = search.exchange(search.grow(search.tried(Vec::new())));
    for start in search.starts() {
        let found = search.exchange(search.grow(start));
        if search.compare(&found, &best).is_gt() {
            best = found;
        }
    }
    search.steps(best.set)
}

/// A set with what it is worth.
#[derive(Debug, Clone)]
struct Tried {
    set: Vec<ElementId>,
    worth: WinWin,
    spent: f64,
}

struct Search<'a> {
    case: &'a Case,
    evidence: &'a EvidenceTable,
    core: Products,
    candidates: Vec<ElementId>,
    partners: &'a [DepartmentId],
    options: &'a Options,
    /// Coverage the own department must keep.
    floor: Option<f64>,
}

impl Search<'_> {
    fn cost(&self, element: ElementId) -> f64 {
        self.case.element(element).cost_middle()
    }

    fn tried(&self, set: Vec<ElementId>) -> Tried {
        let benefit = self.core.with(self.evidence, &set).benefit(self.case);
        let worth = win_win(&benefit, self.case.own, self.partners, self.options.yes_line);
        let spent = set.iter().map(|e| self.cost(*e)).sum();
        Tried { set, worth, spent }
    }

    /// A set with one more addition.
    fn plus(&self, tried: &Tried, element: ElementId) -> Tried {
        self.tried(tried.set.iter().copied().chain([element]).collect())
    }

    /// Whether a set stays within budget, number of changes, and what the own department must keep.
    fn allowed(&self, tried: &Tried) -> bool {
        tried.set.len() <= self.options.max_changes
            && self.options.budget.is_none_or(|b| tried.spent <= b)
            && self.floor.zip(tried.worth.own).is_none_or(|(floor, own)| own >= floor)
    }

    /// Which of two sets is the better one. Indices closer than the least gain count as equal; without an own department the partners' mean
    /// stands for the index.
    fn compare(&self, a: &Tried, b: &Tried) -> Ordering {
        let level = |t: &Tried| (t.worth.index.unwrap_or(t.worth.partners) / LEAST_GAIN).round() as i64;
        (a.worth.over_line.cmp(&b.worth.over_line))
            .then(level(a).cmp(&level(b)))
            .then(b.set.len().cmp(&a.set.len()))
            .then(b.spent.total_cmp(&a.spent))
    }

    /// Candidates that a set does not hold yet.
    fn open<'s>(&'s self, tried: &'s Tried) -> impl Iterator<Item = ElementId> + 's {
        self.candidates.iter().copied().filter(|c| !tried.set.contains(c))
    }

    /// Adds the best next addition until none makes the set better.
    fn grow(&self, mut now: Tried) -> Tried {
        while now.set.len() < self.options.max_changes {
            let mut best = now.clone();
            for c in self.open(&now) {
                let with = self.plus(&now, c);
                if self.compare(&with, &best).is_gt() && self.allowed(&with) {
                    best = with;
                }
            }
            if best.set.len() == now.set.len() {
                break;
            }
            now = best;
        }
        now
    }

    /// Drops an addition, or exchanges it for another, as long as that makes the set better.
    fn exchange(&self, mut now: Tried) -> Tried {
        loop {
            let mut best = now.clone();
            for out in 0..now.set.len() {
                let mut rest = now.set.clone();
                rest.remove(out);
                let rest = self.tried(rest);
                for other in self.open(&now).map(|c| self.plus(&rest, c)).chain([rest.clone()]) {
                    if self.compare(&other, &best).is_gt() && self.allowed(&other) {
                        best = other;
                    }
                }
            }
            if best.set == now.set {
                return now;
            }
            now = best;
        }
    }

    /// For each partner its best one, two and three additions.
    fn starts(&self) -> Vec<Tried> {
        let mut starts = Vec::new();
        for partner in self.partners {
            let appeal = |t: &Tried| self.core.with(self.evidence, &t.set).benefit(self.case).departments[partner.0 as usize].appeal;
            let mut now = self.tried(Vec::new());
            for _ in 0..START.min(self.options.max_changes) {
                let fits = self.open(&now).map(|c| self.plus(&now, c)).filter(|t| self.allowed(t));
                let best = fits.map(|t| (appeal(&t), t)).max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.set.cmp(&a.1.set)));
                let Some((_, with)) = best.filter(|(y, _)| *y > appeal(&now) + LEAST_GAIN) else { break };
                now = with;
                starts.push(now.clone());
            }
        }
        starts
    }

    /// The set as steps, each the best of those left.
    fn steps(&self, mut left: Vec<ElementId>) -> Vec<Step> {
        let mut done = self.tried(Vec::new());
        let mut steps = Vec::new();
        while !left.is_empty() {
            let name = |i: &usize| &self.case.element(left[*i]).name;
            let order = |a: &usize, b: &usize| {
                let by_worth = self.compare(&self.plus(&done, left[*a]), &self.plus(&done, left[*b]));
                by_worth.then_with(|| name(b).cmp(name(a)))
            };
            let Some(at) = (0..left.len()).max_by(order) else { break };
            let element = left.remove(at);
            done = self.plus(&done, element);
            steps.push(Step { element, cost: self.cost(element), after: done.worth });
        }
        steps
    }
}
