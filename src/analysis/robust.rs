//! How sure an order is: what happens to packages and departments when the weights of the KPIs are not quite those in the table.
//!
//! Weights: draws from a Dirichlet distribution around those given, alpha = max(0.05, 50 w) inside each department, fixed seed. Rank
//! acceptability (Lahdelma, Hokkanen, Salminen 1998, "SMAA"): the share of draws in which something keeps the rank it has under the given
//! weights. The smallest change of weights that turns the order: [`crate::analysis::flip`].

use crate::analysis::advised::staying;
use crate::analysis::benefit::{DepartmentBenefit, KpiBenefit, Products, Stake, of_kpis, stakes};
use crate::analysis::draws::dirichlet;
use crate::analysis::evidence::EvidenceTable;
use crate::analysis::flip::{Flip, flip};
use crate::analysis::plan::Package;
use crate::model::{Case, DepartmentId, ElementId, KpiId};
use crate::score::eval::rng::SplitMix64;

/// Draws of weights.
pub const DRAWS: usize = 2_000;
/// Margin of the winner, as a part of its index, under which there is no clear winner.
pub const CLEAR: f64 = 0.10;
/// How closely weights are drawn around those given.
const CONCENTRATION: f64 = 50.0;
const LEAST_ALPHA: f64 = 0.05;
const SEED: u64 = 2_026;

/// What can be chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Choice {
    /// The plan as it is.
    AsPlanned,
    /// A package, place in the project's packages.
    Package(usize),
}

/// How sure the rank of a choice is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ChoiceRank {
    /// Which.
    pub choice: Choice,
    /// Its index under the given weights; the partners' mean without an own department.
    pub index: f64,
    /// Its rank under the given weights, from 1.
    pub rank: usize,
    /// Share of draws in which it keeps that rank, 0 to 1.
    pub kept: f64,
    /// Share of draws in which it is first.
    pub first: f64,
}

/// How sure the rank of a partner is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PartnerRank {
    /// Which.
    pub department: DepartmentId,
    /// Its rank by coverage with what is advised, from 1.
    pub rank: usize,
    /// Share of draws in which it keeps that rank.
    pub kept: f64,
    /// Share of draws in which its appeal with it is at or over the line.
    pub over_line: f64,
}

/// How sure what is advised is of what it is advised for: partners with a reason to say yes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Advice {
    /// Partners at or over the line as advised, under the given weights.
    pub over_line: usize,
    /// Share of draws in which there are at least as many.
    pub held: f64,
    /// Share of draws in which no other choice has more.
    pub most: f64,
}

/// How sure the order of choices and partners is.
#[derive(Debug, Clone, PartialEq)]
pub struct Robustness {
    /// Number of draws.
    pub draws: usize,
    /// Choices, best first.
    pub choices: Vec<ChoiceRank>,
    /// Under which choice the partners are ranked: the one that is advised.
    pub shown: Choice,
    /// How sure that one is, without what is to be dropped.
    pub advice: Advice,
    /// Partners, best first.
    pub partners: Vec<PartnerRank>,
    /// (first - second) / first; `None` with a single choice or nothing won.
    pub margin: Option<f64>,
    /// The smallest change that flips the winner; `None` when none that is looked for does.
    pub flip: Option<Flip>,
}

impl Robustness {
    /// Whether the first choice leads by a tenth of its index or more.
    pub fn clear(&self) -> bool {
        self.margin.is_some_and(|m| m >= CLEAR)
    }

    /// The rank of what is advised.
    pub fn advised(&self) -> Option<&ChoiceRank> {
        self.choices.iter().find(|c| c.choice == self.shown)
    }
}

/// One department's KPIs with what they get under each choice.
pub(super) struct Side {
    pub(super) department: DepartmentId,
    pub(super) kpis: Vec<(KpiId, Stake)>,
    /// By choice, then KPI.
    pub(super) gets: Vec<Vec<KpiBenefit>>,
}

impl Side {
    pub(super) fn coverage(&self, choice: usize, weights: &[f64]) -> f64 {
        self.under(choice, weights).coverage
    }

    fn under(&self, choice: usize, weights: &[f64]) -> DepartmentBenefit {
        of_kpis(self.kpis.iter().zip(weights).zip(&self.gets[choice]).map(|(((_, s), w), gets)| (*w, s.headroom, *gets)))
    }

    pub(super) fn given(&self) -> Vec<f64> {
        self.kpis.iter().map(|(_, s)| s.weight).collect()
    }
}

/// Looks at the choices of a project; `dropped`: what goes from the plan as advised. `None` without partners.
pub fn robustness(
    case: &Case,
    evidence: &EvidenceTable,
    (core, dropped): (&[ElementId], &[ElementId]),
    packages: &[Package],
    partners: &[DepartmentId],
    yes_line: f64,
) -> Option<Robustness> {
    if partners.is_empty() {
        return None;
    }
    let mut choices = vec![Choice::AsPlanned];
    choices.extend(packages.iter().enumerate().filter(|(_, p)| !p.steps.is_empty()).map(|(i, _)| Choice::Package(i)));
    // What is advised: additions chosen for the plan without what is dropped, else the balanced ones, which come first among the packages;
    // without either nothing was worth adding.
    let advised = |c: &Choice| matches!(c, Choice::Package(i) if !packages[*i].without.is_empty());
    let balanced = usize::from(choices.len() > 1 && choices[1] == Choice::Package(0));
    let shown = choices.iter().position(advised).unwrap_or(balanced);
    let elements = |c: &Choice| -> Vec<ElementId> {
        match c {
            Choice::AsPlanned => core.to_vec(),
            Choice::Package(i) => packages[*i].elements(core).collect(),
        }
    };
    // After the choices stand the same less what is dropped: the advice is held against the others as they would be then, since what is dropped
    // would go from them as well.
    let less = |c: &Choice| staying(&elements(c), dropped);
    let sets = choices.iter().map(elements).chain(choices.iter().map(less));
    let benefits: Vec<_> = sets.map(|set| Products::new(case).with(evidence, &set).benefit(case)).collect();
    let side = |d: DepartmentId| {
        // Drawn by name, as the partners stand: the order of rows in a table is no reason for another draw.
        let mut kpis = stakes(case, d);
        let key = |k: &(KpiId, Stake)| (&case.kpi(k.0).name, &case.kpi(k.0).key);
        kpis.sort_by(|a, b| key(a).cmp(&key(b)));
        let gets = benefits.iter().map(|b| kpis.iter().map(|(k, _)| b.kpis[k.0 as usize]).collect()).collect();
        Side { department: d, kpis, gets }
    };
    let own = case.own.map(side).filter(|s| !s.kpis.is_empty());
    let sides: Vec<Side> = partners.iter().map(|d| side(*d)).collect();
    let table = Table { own, sides };
    let mut weights: Vec<Vec<f64>> = table.all().map(Side::given).collect();
    let given = table.indices(choices.len(), &weights);
    let ranks = ranks(&given);
    let partner_ranks = self::ranks(&table.coverages(shown, &weights));
    let over_line =
        |choice: usize, weights: &[Vec<f64>]| (0..partners.len()).filter(|p| table.appeal(*p, choice, weights) >= yes_line).count();
    let n = choices.len();
    let (advised_over, mut still, mut most) = (over_line(n + shown, &weights), 0, 0);
    let (mut kept, mut first) = (vec![0_usize; choices.len()], vec![0_usize; choices.len()]);
    let (mut held, mut over) = (vec![0_usize; partners.len()], vec![0_usize; partners.len()]);
    let alphas: Vec<Vec<f64>> = weights.iter().map(|w| w.iter().map(|w| (CONCENTRATION * w).max(LEAST_ALPHA)).collect()).collect();
    let mut rng = SplitMix64::new(SEED);
    for _ in 0..DRAWS {
        for (drawn, alpha) in weights.iter_mut().zip(&alphas) {
            dirichlet(&mut rng, alpha, drawn);
        }
        for (c, rank) in self::ranks(&table.indices(choices.len(), &weights)).into_iter().enumerate() {
            kept[c] += usize::from(rank == ranks[c]);
            first[c] += usize::from(rank == 1);
        }
        for (p, rank) in self::ranks(&table.coverages(shown, &weights)).into_iter().enumerate() {
            held[p] += usize::from(rank == partner_ranks[p]);
            over[p] += usize::from(table.appeal(p, shown, &weights) >= yes_line);
        }
        let then: Vec<usize> = (n..2 * n).map(|c| over_line(c, &weights)).collect();
        still += usize::from(then[shown] >= advised_over);
        most += usize::from(then.iter().all(|other| *other <= then[shown]));
    }
    let share = |n: usize| n as f64 / DRAWS as f64;
    let mut ranked: Vec<ChoiceRank> = choices
        .iter()
        .enumerate()
        .map(|(c, choice)| ChoiceRank { choice: *choice, index: given[c], rank: ranks[c], kept: share(kept[c]), first: share(first[c]) })
        .collect();
    ranked.sort_by_key(|c| c.rank);
    let mut partner_ranked: Vec<PartnerRank> = partners
        .iter()
        .enumerate()
        .map(|(p, d)| PartnerRank { department: *d, rank: partner_ranks[p], kept: share(held[p]), over_line: share(over[p]) })
        .collect();
    partner_ranked.sort_by_key(|p| p.rank);
    let margin = ranked.get(1).filter(|_| ranked[0].index > 0.0).map(|second| (ranked[0].index - second.index) / ranked[0].index);
    let flip = flip(&table, &choices, &given, &ranks);
    let advice = Advice { over_line: advised_over, held: share(still), most: share(most) };
    Some(Robustness { draws: DRAWS, choices: ranked, shown: choices[shown], advice, partners: partner_ranked, margin, flip })
}

/// Ranks from 1, highest value first; equal values in order of their places.
pub(super) fn ranks(values: &[f64]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|a, b| values[*b].total_cmp(&values[*a]).then(a.cmp(b)));
    let mut ranks = vec![0; values.len()];
    for (rank, place) in order.into_iter().enumerate() {
        ranks[place] = rank + 1;
    }
    ranks
}

/// Both sides, the own one first where there is one.
pub(super) struct Table {
    pub(super) own: Option<Side>,
    pub(super) sides: Vec<Side>,
}

impl Table {
    pub(super) fn all(&self) -> impl Iterator<Item = &Side> {
        self.own.iter().chain(&self.sides)
    }

    /// Weights of the own side and of the partners.
    fn split<'w>(&self, weights: &'w [Vec<f64>]) -> (Option<&'w [f64]>, &'w [Vec<f64>]) {
        if self.own.is_some() { (weights.first().map(Vec::as_slice), weights.get(1..).unwrap_or(&[])) } else { (None, weights) }
    }

    fn coverages(&self, choice: usize, weights: &[Vec<f64>]) -> Vec<f64> {
        let (_, partners) = self.split(weights);
        self.sides.iter().zip(partners).map(|(s, w)| s.coverage(choice, w)).collect()
    }

    fn appeal(&self, partner: usize, choice: usize, weights: &[Vec<f64>]) -> f64 {
        let (_, partners) = self.split(weights);
        self.sides[partner].under(choice, &partners[partner]).appeal
    }

    /// Own coverage (1 without an own side) and mean of max(0, u) over the partners.
    pub(super) fn sides_of(&self, choice: usize, weights: &[Vec<f64>]) -> (f64, f64) {
        let (own, _) = self.split(weights);
        let own = self.own.as_ref().zip(own).map_or(1.0, |(s, w)| s.coverage(choice, w).max(0.0));
        let all = self.coverages(choice, weights);
        (own, all.iter().map(|u| u.max(0.0)).sum::<f64>() / all.len().max(1) as f64)
    }

    pub(super) fn index(&self, choice: usize, weights: &[Vec<f64>]) -> f64 {
        let (own, partners) = self.sides_of(choice, weights);
        if self.own.is_some() { (own * partners).sqrt() } else { partners }
    }

    pub(super) fn indices(&self, choices: usize, weights: &[Vec<f64>]) -> Vec<f64> {
        (0..choices).map(|c| self.index(c, weights)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_values_are_ranked_by_place() {
        assert_eq!(ranks(&[0.2, 0.5, 0.5]), [3, 1, 2]);
    }
}
