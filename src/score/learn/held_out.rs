//! What labels are worth, measured on labels they were not learned from.
//!
//! Several times over, the labelled pairs are parted into five folds; what four teach (settings included) is tried on the fifth. Before and
//! after are both brought to the shares of the labels learned from, so that nothing is won by knowing how many of them help. Something is worth
//! keeping when it lowers the log loss by more than chance would: below that of the built-in score, and below that of always saying the
//! shares, each by more than the standard error of the difference over elements (or pairs). The second hurdle is for labels that have nothing to do with the
//! texts: to those any flattened score is better than a sharp one.

use serde::{Deserialize, Serialize};

use crate::score::calibrate::softmax;
use crate::score::eval::ranking::auc;
use crate::score::learn::choose::{Choice, LEAST_KPIS, Model, beyond_chance, choose, choose_weights, shares};
use crate::score::learn::fit::{Row, surprise};
use crate::score::learn::folds::{By, FOLDS, count, folds, part};

/// How often the pairs are parted anew.
pub const TIMES: usize = 3;
/// Seed of the first parting.
const SEED: u64 = 1;
/// Labels of a full table that stand by the shares when they are a guess of their own.
const LITTLE: f64 = 1.0;

/// A figure before and after.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Change {
    /// Of the built-in score.
    pub before: f64,
    /// Of the adapted one.
    pub after: f64,
}

/// What was measured on labels left out.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HeldOut {
    /// What was left out at a time.
    pub by: By,
    /// How many KPIs, elements or pairs there were to leave out.
    pub units: usize,
    /// Labelled pairs; each was tried once a parting.
    pub pairs: usize,
    /// Mean of -ln(chance given to the label), 0 and more.
    pub log_loss: Change,
    /// Mean squared distance of helps from the label, 0 to 1.
    pub brier: Change,
    /// Chance that of two elements of a KPI the one that helps is ranked first; `None` where no KPI has both kinds.
    pub auc: Option<Change>,
    /// KPIs with both kinds.
    pub auc_kpis: usize,
    /// Log loss of always saying the shares.
    pub shares_log_loss: f64,
    /// Whether the log loss is below both others by more than chance.
    pub better: bool,
}

/// One row tried.
#[derive(Debug, Clone, Copy, Default)]
struct Tried {
    /// Chance of helps.
    before: f64,
    after: f64,
    /// helps - hurts that orders the elements of a KPI. Folds must not differ in what moves a whole KPI, or a fold without its helping
    /// elements would rank them low.
    order_before: f64,
    order_after: f64,
    loss_before: f64,
    loss_after: f64,
    loss_shares: f64,
}

/// Measures what both layers do for the elements to come.
pub(super) fn for_new_elements(rows: &[&Row], hurts: bool) -> HeldOut {
    measure(rows, By::Element, hurts, choose)
}

/// Measures what the weights do for KPIs without labels; `None` with so few KPIs that without a part of them weights stay.
pub(super) fn for_new_kpis(rows: &[&Row], hurts: bool) -> Option<HeldOut> {
    (count(&By::Kpi.units(rows)) * (FOLDS - 1) / FOLDS >= LEAST_KPIS).then(|| measure(rows, By::Kpi, hurts, choose_weights))
}

fn measure(rows: &[&Row], wanted: By, hurts: bool, choose: impl Fn(&[&Row], bool) -> Choice) -> HeldOut {
    let by = wanted.possible(rows);
    let units = by.units(rows);
    let rounds: Vec<Vec<Tried>> = (0..TIMES as u64).map(|n| round(rows, &folds(&units, SEED + n), hurts, &choose)).collect();
    let mean = |of: &dyn Fn(&Row, &Tried) -> f64| -> f64 {
        let sum: f64 = rounds.iter().flat_map(|round| rows.iter().zip(round)).map(|(row, tried)| of(row, tried)).sum();
        sum / (rows.len() * rounds.len()).max(1) as f64
    };
    let rank = |order: fn(&Tried) -> f64| -> Vec<f64> { rounds.iter().flat_map(|round| inside_kpis(rows, round, order)).collect() };
    let (ranks_before, ranks_after) = (rank(|t| t.order_before), rank(|t| t.order_after));
    let average = |ranks: &[f64]| ranks.iter().sum::<f64>() / ranks.len() as f64;
    let gain = |other: fn(&Tried) -> f64| {
        let gains = |i: usize| rounds.iter().map(|round| other(&round[i]) - round[i].loss_after).sum::<f64>() / rounds.len() as f64;
        beyond_chance(&units, &(0..rows.len()).map(gains).collect::<Vec<_>>(), 1.0)
    };
    HeldOut {
        by,
        units: count(&units),
        pairs: rows.len(),
        log_loss: Change { before: mean(&|_, t| t.loss_before), after: mean(&|_, t| t.loss_after) },
        brier: Change {
            before: mean(&|row, t| (t.before - row.truth[0]).powi(2)),
            after: mean(&|row, t| (t.after - row.truth[0]).powi(2)),
        },
        auc: (!ranks_before.is_empty()).then(|| Change { before: average(&ranks_before), after: average(&ranks_after) }),
        auc_kpis: ranks_before.len() / TIMES,
        shares_log_loss: mean(&|_, t| t.loss_shares),
        better: gain(|t| t.loss_before) && gain(|t| t.loss_shares),
    }
}

/// Tries every row once.
fn round(rows: &[&Row], folds: &[usize], hurts: bool, choose: &impl Fn(&[&Row], bool) -> Choice) -> Vec<Tried> {
    let mut all = vec![Tried::default(); rows.len()];
    for fold in 0..FOLDS {
        let (_, learned) = part(rows, folds, fold);
        let adapted = Model::learn(&learned, choose(&learned, hurts), hurts);
        let built_in = Model::learn(&learned, Choice::NOTHING, hurts);
        let [helps, hurt, neither] = shares(&learned, LITTLE);
        let constant = [(helps / neither).ln(), (hurt / neither).ln()];
        for ((row, fold_of), tried) in rows.iter().zip(folds).zip(&mut all) {
            if *fold_of == fold {
                let (before, after) = (built_in.built_in(row), adapted.adapted(row));
                *tried = Tried {
                    before: softmax(before)[0],
                    after: softmax(after)[0],
                    order_before: overlap(row.given),
                    order_after: overlap(adapted.ordering(row)),
                    loss_before: surprise(before, row.truth),
                    loss_after: surprise(after, row.truth),
                    loss_shares: surprise(constant, row.truth),
                };
            }
        }
    }
    all
}

fn overlap(log_odds: [f64; 2]) -> f64 {
    let [helps, hurts] = softmax(log_odds);
    // Adding zero makes -0.0 equal to 0.0.
    helps - hurts + 0.0
}

/// AUC for each KPI with both kinds, in order of KPI.
fn inside_kpis(rows: &[&Row], round: &[Tried], order: fn(&Tried) -> f64) -> Vec<f64> {
    let last = rows.iter().map(|r| r.kpi + 1).max().unwrap_or(0);
    let mut lists: Vec<Vec<(f64, bool)>> = vec![Vec::new(); last];
    for (row, tried) in rows.iter().zip(round) {
        lists[row.kpi].push((order(tried), row.truth[0] > 0.5));
    }
    lists.iter_mut().filter_map(|list| auc(list)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::score::eval::rng::SplitMix64;

    fn rows(count: usize, kpis: usize, truth: impl Fn(usize, usize, f64) -> [f64; 2]) -> Vec<Row> {
        let mut rng = SplitMix64::new(21);
        let mut all = Vec::new();
        for i in 0..count {
            let (kpi, element) = (i % kpis, i / kpis);
            let given = 4.0 * (rng.below(1000) as f64 / 1000.0) - 2.5;
            let truth = truth(kpi, element, given);
            all.push(Row { given: [given, -4.0], components: vec![given / 1.15], kpi, element, truth });
        }
        all
    }

    fn yes(is: bool) -> [f64; 2] {
        [f64::from(u8::from(is)), 0.0]
    }

    #[test]
    fn a_view_of_one_kpi_is_worth_keeping() {
        // What the score says holds, but the first KPI is never helped.
        let rows = rows(72, 6, |kpi, element, given| yes(kpi > 0 && given + [0.8, -0.8, 0.0][(element + kpi) % 3] > -0.5));
        let found = for_new_elements(&rows.iter().collect::<Vec<_>>(), false);
        assert_eq!((found.by, found.units, found.pairs), (By::Element, 12, 72));
        assert!(found.better && found.log_loss.after < found.log_loss.before - 0.02, "{found:?}");
        assert!(found.brier.after < found.brier.before && found.shares_log_loss > found.log_loss.after, "{found:?}");
        assert_eq!(found.auc_kpis, 5, "{found:?}");
        assert_eq!(found, for_new_elements(&rows.iter().collect::<Vec<_>>(), false));
        assert_eq!(for_new_kpis(&rows.iter().collect::<Vec<_>>(), false), None);
    }

    #[test]
    fn weights_that_hold_for_all_kpis_serve_new_ones() {
        // The component says nothing that the score knows, and the labels follow it.
        let mut rows = rows(72, 12, |_, _, _| yes(false));
        for (i, row) in rows.iter_mut().enumerate() {
            let component = [1.2, -1.2, 0.6, -0.6][(i % 12 + i / 12) % 4];
            (row.given, row.components) = ([-1.0, -4.0], vec![component]);
            row.truth = yes(component > 0.0 && i % 7 != 0 || i % 9 == 0);
        }
        let found = for_new_kpis(&rows.iter().collect::<Vec<_>>(), false).unwrap();
        assert_eq!((found.by, found.units, found.pairs), (By::Kpi, 12, 72));
        assert!(found.better && found.log_loss.after < found.log_loss.before - 0.05, "{found:?}");
        assert!(found.auc.unwrap().after > found.auc.unwrap().before + 0.2, "{found:?}");
    }

    #[test]
    fn labels_that_follow_nothing_are_not() {
        for seed in 0..6 {
            let rows = rows(72, 6, |kpi, element, _| yes(SplitMix64::new(seed * 1000 + (kpi * 50 + element) as u64).below(2) == 0));
            let found = for_new_elements(&rows.iter().collect::<Vec<_>>(), false);
            assert!(!found.better, "{seed}: {found:?}");
        }
    }
}
