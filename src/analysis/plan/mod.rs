//! Packages of additions: balanced, best for the own side, best for the partner who gains least.
//!
//! Sets are compared by [`aim`]; they must stay within the budget, the number of changes and what the own department has to keep. The best is
//! searched by [`exact`] with the bounds of [`bound`], starting from what [`climb`] finds.

pub mod aim;
pub mod bound;
pub mod climb;
pub mod exact;
pub mod field;
#[cfg(test)]
mod tests;

use rayon::prelude::*;

use crate::analysis::Options;
use crate::analysis::benefit::{Products, WinWin, win_win};
use crate::analysis::evidence::EvidenceTable;
use crate::model::{Case, DepartmentId, ElementId};
use aim::{Aim, Tried};
use exact::{Found, search};
use field::{Field, Limits};

/// Multiplications that one package's search may take beyond a few candidates: about a tenth of a second.
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
    /// No allowed set is better.
    Best,
    /// Sets not looked at may be better, by no more than this in the aim's two figures (partners over the line and index; own coverage and
    /// index; lowest appeal and mean coverage).
    Within([f64; 2]),
}

/// A set of additions.
#[derive(Debug, Clone, PartialEq)]
pub struct Package {
    /// What it is best at; several when their best sets coincide.
    pub aims: Vec<Aim>,
    /// Its additions, each the best next one.
    pub steps: Vec<Step>,
    /// Both sides with all of it.
    pub after: WinWin,
    /// What it costs, middle of the ranges, unknown costs as 0.
    pub cost: f64,
    /// After how many steps the curve of the index bends most: the steps after it bring less on average. `None` where it does not bend.
    pub knee: Option<usize>,
    /// How sure it is that no set is better.
    pub proof: Proof,
}

/// The packages of a project, in the order of [`Aim::ALL`]; none without partners. A package without steps says that no addition helps its aim.
pub fn packages(
    case: &Case,
    evidence: &EvidenceTable,
    core: &[ElementId],
    candidates: &[ElementId],
    partners: &[DepartmentId],
    options: &Options,
) -> Vec<Package> {
    let limits = Limits { yes_line: options.yes_line, keep: options.keep, budget: options.budget, most: options.max_changes };
    let field = Field::of(case, evidence, core, candidates, partners, limits);
    let core = Products::new(case).with(evidence, core);
    let weigh = |set: &[ElementId]| win_win(&core.with(evidence, set).benefit(case), case.own, partners, options.yes_line);
    let mut packages: Vec<Package> = Vec::new();
    let mut sets: Vec<Vec<usize>> = Vec::new();
    let searched: Vec<(Aim, Found)> =
        Aim::ALL.into_par_iter().filter(|a| a.applies(&field)).map(|aim| (aim, search(&field, aim, WORK))).collect();
    for (aim, Found { best, open }) in searched {
        if let Some(same) = sets.iter().position(|s| *s == best.set) {
            packages[same].aims.push(aim);
            continue;
        }
        let figures = aim.figures(&best.worth);
        let proof = open.map_or(Proof::Best, |o| Proof::Within([(o[0] - figures[0]).max(0.0), (o[1] - figures[1]).max(0.0)]));
        let mut added: Vec<ElementId> = Vec::new();
        let steps: Vec<Step> = in_steps(&field, aim, &best.set)
            .into_iter()
            .map(|c| {
                let candidate = &field.candidates[c];
                added.push(candidate.element);
                Step { element: candidate.element, cost: candidate.cost, after: weigh(&added) }
            })
            .collect();
        let before = weigh(&[]);
        let after = steps.last().map_or(before, |s| s.after);
        let index = |w: &WinWin| w.index.unwrap_or(w.partners);
        let curve: Vec<f64> = std::iter::once(index(&before)).chain(steps.iter().map(|s| index(&s.after))).collect();
        packages.push(Package { aims: vec![aim], cost: field.cost(&best.set), knee: knee(&curve), steps, after, proof });
        sets.push(best.set);
    }
    packages
}

/// The members of a set, each the best next one.
fn in_steps(field: &Field, aim: Aim, set: &[usize]) -> Vec<usize> {
    let mut left = set.to_vec();
    let mut done: Vec<usize> = Vec::new();
    while !left.is_empty() {
        let tried = |c: usize| Tried::of(field, aim, done.iter().copied().chain([c]).collect());
        let best = (0..left.len()).max_by(|a, b| tried(left[*a]).compare(&tried(left[*b])));
        let Some(at) = best else { break };
        done.push(left.remove(at));
    }
    done
}

/// The step at which a curve is farthest above the chord from its start to its end; of equally far ones the first.
fn knee(curve: &[f64]) -> Option<usize> {
    let last = curve.len().checked_sub(1).filter(|n| *n >= KNEE_STEPS)?;
    let rise = curve[last] - curve[0];
    if rise <= 0.0 {
        return None;
    }
    let above = |i: usize| (curve[i] - curve[0]) / rise - i as f64 / last as f64;
    let best = (1..last).max_by(|a, b| above(*a).total_cmp(&above(*b)).then(b.cmp(a)))?;
    (above(best) >= KNEE).then_some(best)
}
