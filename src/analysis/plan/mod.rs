//! Packages of additions: balanced, best for the own side, best for the partner who gains least.
//!
//! Sets are compared by [`aim`]; they must stay within the budget, the number of changes and what the own department has to keep. The best is
//! searched by [`exact`] with the bounds of [`bound`], starting from what [`climb`] finds.

pub mod aim;
pub mod beyond;
pub mod bound;
pub mod climb;
pub mod exact;
pub mod field;
#[cfg(test)]
mod tests;

use rayon::prelude::*;

use crate::analysis::Options;
use crate::analysis::advised::staying;
use crate::analysis::benefit::{HALF_POINT, Products, WinWin, win_win};
use crate::analysis::evidence::EvidenceTable;
use crate::model::{Case, DepartmentId, ElementId};
use aim::{Aim, Goal, Tried};
use exact::{Found, search};
use field::{Field, Limits};

/// Multiplications that each turn of one package's search may take beyond a few candidates: about a tenth of a second.
const WORK: u64 = 100_000_000;
/// Steps below which a curve has no knee.
const KNEE_STEPS: usize = 3;
/// Distance from the chord, as a part of the whole rise, from which a bend is a knee.
const KNEE: f64 = 0.05;

/// One step of a package.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// What is added.
    pub element: ElementId,
    /// Its cost, middle of the range; 0 when unknown.
    pub cost: f64,
    /// Both sides after it.
    pub after: WinWin,
}

/// What a package falls short of the best that may exist.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Proof {
    /// No allowed set is better in what the aim compares sets by ([`aim::Goal`]).
    Best,
    /// Sets not looked at may be better, by no more than this in each of the aim's two figures (partners over the line and index; own coverage
    /// and index; lowest appeal and mean coverage).
    Within([f64; 2]),
}

/// A set of additions.
#[derive(Debug, Clone, PartialEq)]
pub struct Package {
    /// What it is best at; several when their best sets coincide, or the balanced one comes within [`HALF_POINT`] of both figures of another.
    pub aims: Vec<Aim>,
    /// What is to be dropped from the plan for it to be that; mostly nothing.
    pub without: Vec<ElementId>,
    /// Both sides before its additions: as planned, less what is to be dropped.
    pub before: WinWin,
    /// Its additions, each the best next one.
    pub steps: Vec<Step>,
    /// Both sides with all of it, without what is to be dropped.
    pub after: WinWin,
    /// What it costs, middle of the ranges, unknown costs as 0.
    pub cost: f64,
    /// After how many steps the curve of the index bends most: the steps after it bring less on average. `None` where it does not bend.
    pub knee: Option<usize>,
    /// How sure it is that no set is better.
    pub proof: Proof,
}

impl Package {
    /// The plan with it: what stays of `core`, and its additions.
    pub fn elements(&self, core: &[ElementId]) -> impl Iterator<Item = ElementId> {
        staying(core, &self.without).into_iter().chain(self.steps.iter().map(|s| s.element))
    }
}

/// A project that packages are searched for.
#[derive(Debug, Clone, Copy)]
pub struct Search<'a> {
    /// The tables.
    pub case: &'a Case,
    /// What every element does to every KPI.
    pub evidence: &'a EvidenceTable,
    /// Elements in the plan already.
    pub core: &'a [ElementId],
    /// What may be added.
    pub candidates: &'a [ElementId],
    /// Who is to be won.
    pub partners: &'a [DepartmentId],
    /// Line, budget and number of changes.
    pub options: &'a Options,
}

impl Search<'_> {
    /// The packages of a project, in the order of [`Aim::ALL`]; none without partners. A package without steps says that no addition helps
    /// its aim.
    pub fn packages(&self) -> Vec<Package> {
        let field = self.field();
        if !Aim::Balanced.applies(&field) {
            return Vec::new();
        }
        let balanced = search(&field, Aim::Balanced, None, WORK);
        let beside = Some(balanced.best.set.as_slice());
        let others: Vec<Aim> = [Aim::OwnerBest, Aim::PartnerBest].into_iter().filter(|a| a.applies(&field)).collect();
        let others: Vec<(Aim, Found)> = others.into_par_iter().map(|aim| (aim, search(&field, aim, beside, WORK))).collect();
        let mut packages = vec![self.package(&field, Aim::Balanced, &balanced)];
        let mut sets = vec![balanced.best.set.clone()];
        for (aim, found) in others {
            // What nobody would feel is no other package.
            let felt = |(most, has): (f64, f64)| most - has > HALF_POINT;
            if !aim.figures(&found.best.worth).into_iter().zip(aim.figures(&balanced.best.worth)).any(felt) {
                packages[0].aims.push(aim);
                continue;
            }
            match sets.iter().position(|s| *s == found.best.set) {
                Some(same) => packages[same].aims.push(aim),
                None => {
                    packages.push(self.package(&field, aim, &found));
                    sets.push(found.best.set);
                }
            }
        }
        packages
    }

    /// The balanced package of the plan once some of it is dropped; its figures are those after the drop. `None` without partners.
    pub fn balanced_without(&self, dropped: &[ElementId]) -> Option<Package> {
        let (core, candidates) = (staying(self.core, dropped), staying(self.candidates, dropped));
        let then = Search { core: &core, candidates: &candidates, ..*self };
        let field = then.field();
        let package = || then.package(&field, Aim::Balanced, &search(&field, Aim::Balanced, None, WORK));
        Aim::Balanced.applies(&field).then(|| Package { without: dropped.to_vec(), ..package() })
    }

    /// Additions to the plan once some of it is dropped, each the best next one; their figures are those after the drop.
    pub fn ordered_without(&self, dropped: &[ElementId], additions: &[ElementId]) -> Vec<Step> {
        let core = staying(self.core, dropped);
        let then = Search { core: &core, candidates: additions, ..*self };
        let field = then.field();
        let best = Tried::of(&field, &Goal::new(Aim::Balanced), (0..field.candidates.len()).collect());
        then.package(&field, Aim::Balanced, &Found { best, open: None }).steps
    }

    fn field(&self) -> Field {
        let o = self.options;
        let limits = Limits { yes_line: o.yes_line, keep: o.keep, budget: o.budget, most: o.max_changes };
        Field::of(self.case, self.evidence, self.core, self.candidates, self.partners, limits)
    }

    fn package(&self, field: &Field, aim: Aim, found: &Found) -> Package {
        let (best, figures) = (&found.best, aim.figures(&found.best.worth));
        let proof = found.open.map_or(Proof::Best, |o| Proof::Within([(o[0] - figures[0]).max(0.0), (o[1] - figures[1]).max(0.0)]));
        let core = Products::new(self.case).with(self.evidence, self.core);
        let weigh = |set: &[ElementId]| {
            win_win(&core.with(self.evidence, set).benefit(self.case), self.case.own, self.partners, self.options.yes_line)
        };
        let mut added: Vec<ElementId> = Vec::new();
        let steps: Vec<Step> = in_steps(field, aim, &best.set)
            .into_iter()
            .map(|c| {
                let candidate = &field.candidates[c];
                added.push(candidate.element);
                Step { element: candidate.element, cost: candidate.cost, after: weigh(&added) }
            })
            .collect();
        let before = weigh(&[]);
        let after = steps.last().map_or(before, |s| s.after);
        let curve: Vec<f64> = std::iter::once(before.raised()).chain(steps.iter().map(|s| s.after.raised())).collect();
        Package { aims: vec![aim], without: Vec::new(), before, cost: field.cost(&best.set), knee: knee(&curve), steps, after, proof }
    }
}

/// The members of a set, each the best next one.
fn in_steps(field: &Field, aim: Aim, set: &[usize]) -> Vec<usize> {
    let goal = Goal::new(aim);
    let mut left = set.to_vec();
    let mut done: Vec<usize> = Vec::new();
    while !left.is_empty() {
        let tried = |c: usize| Tried::of(field, &goal, done.iter().copied().chain([c]).collect());
        let best = (0..left.len()).max_by(|a, b| tried(left[*a]).compare(&tried(left[*b])));
        let Some(at) = best else { break };
        done.push(left.remove(at));
    }
    done
}

/// The step at which a curve is farthest above the chord from its start to its end; of equally far ones the first.
pub(super) fn knee(curve: &[f64]) -> Option<usize> {
    let last = curve.len().checked_sub(1).filter(|n| *n >= KNEE_STEPS)?;
    let rise = curve[last] - curve[0];
    if rise <= 0.0 {
        return None;
    }
    let above = |i: usize| (curve[i] - curve[0]) / rise - i as f64 / last as f64;
    let best = (1..last).max_by(|a, b| above(*a).total_cmp(&above(*b)).then(b.cmp(a)))?;
    (above(best) >= KNEE).then_some(best)
}
