//! Parting labelled pairs so that what is learned from some is tried on the others.
//!
//! Invariant: pairs of one KPI (element) lie in one fold when parted by KPIs (elements), folds hold about as many pairs, and the same pairs
//! and seed are parted alike on every machine.

use serde::{Deserialize, Serialize};

use crate::score::eval::rng::SplitMix64;
use crate::score::learn::fit::Row;

/// How many parts.
pub const FOLDS: usize = 5;

/// What stays together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum By {
    /// All pairs of a KPI: how it will be for KPIs without labels.
    Kpi,
    /// All pairs of an element: how it will be for the elements of the next idea.
    Element,
    /// Nothing.
    Pair,
}

impl By {
    /// This way, or the next coarser one under which each fold gets something: elements for KPIs, pairs for elements.
    pub(super) fn possible(self, rows: &[&Row]) -> By {
        let enough = |by: By| count(&by.units(rows)) >= FOLDS;
        match self {
            By::Kpi if enough(By::Kpi) => By::Kpi,
            By::Kpi | By::Element if enough(By::Element) => By::Element,
            _ => By::Pair,
        }
    }

    /// What each row belongs to.
    pub(super) fn units(self, rows: &[&Row]) -> Vec<usize> {
        match self {
            By::Kpi => rows.iter().map(|r| r.kpi).collect(),
            By::Element => rows.iter().map(|r| r.element).collect(),
            By::Pair => (0..rows.len()).collect(),
        }
    }
}

fn sorted(units: &[usize]) -> Vec<usize> {
    let mut all = units.to_vec();
    all.sort_unstable();
    all.dedup();
    all
}

/// How many different ones.
pub(super) fn count(units: &[usize]) -> usize {
    sorted(units).len()
}

/// The fold of each row, 0 to [`FOLDS`] - 1: units in random order, each into the fold with fewest rows so far.
pub(super) fn folds(units: &[usize], seed: u64) -> Vec<usize> {
    let mut order = sorted(units);
    let mut rng = SplitMix64::new(seed);
    for i in (1..order.len()).rev() {
        order.swap(i, rng.below(i + 1));
    }
    let mut filled = [0_usize; FOLDS];
    let mut fold_of = vec![0; units.iter().max().map_or(0, |m| m + 1)];
    for unit in order {
        let fold = (0..FOLDS).min_by_key(|f| filled[*f]).unwrap_or(0);
        filled[fold] += units.iter().filter(|u| **u == unit).count();
        fold_of[unit] = fold;
    }
    units.iter().map(|u| fold_of[*u]).collect()
}

/// The rows inside and outside of a fold.
pub(super) fn part<'a>(rows: &[&'a Row], folds: &[usize], fold: usize) -> (Vec<&'a Row>, Vec<&'a Row>) {
    let keep = |inside: bool| rows.iter().zip(folds).filter(|(_, f)| (**f == fold) == inside).map(|(r, _)| *r).collect();
    (keep(true), keep(false))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_stay_together_and_folds_are_even() {
        // 10 units of 3 rows and one of 10.
        let units: Vec<usize> = (0..30).map(|i| i % 10).chain(std::iter::repeat_n(12, 10)).collect();
        let found = folds(&units, 7);
        for unit in [0, 5, 9, 12] {
            let of: Vec<usize> = units.iter().zip(&found).filter(|(u, _)| **u == unit).map(|(_, f)| *f).collect();
            assert!(of.iter().all(|f| *f == of[0]), "{unit}: {of:?}");
        }
        let sizes: Vec<usize> = (0..FOLDS).map(|f| found.iter().filter(|x| **x == f).count()).collect();
        assert_eq!(sizes.iter().sum::<usize>(), 40);
        assert!(sizes.iter().all(|s| (6..=16).contains(s)), "{sizes:?}");
        assert_eq!(found, folds(&units, 7));
        assert_ne!(found, folds(&units, 8));
    }

    #[test]
    fn too_few_units_are_parted_finer() {
        let row = |kpi: usize, element: usize| Row { given: [0.0; 2], components: vec![], kpi, element, truth: [0.0; 2] };
        let rows: Vec<Row> = (0..12).map(|i| row(i % 3, i / 2)).collect();
        let rows: Vec<&Row> = rows.iter().collect();
        assert_eq!(By::Kpi.possible(&rows), By::Element);
        assert_eq!(By::Element.possible(&rows[..8]), By::Pair);
        let many: Vec<Row> = (0..12).map(|i| row(i, i)).collect();
        assert_eq!(By::Kpi.possible(&many.iter().collect::<Vec<_>>()), By::Kpi);
    }

    #[test]
    fn a_fold_is_tried_and_the_rest_is_learned_from() {
        let rows: Vec<Row> = (0..6).map(|i| Row { given: [0.0; 2], components: vec![], kpi: i, element: 0, truth: [0.0; 2] }).collect();
        let rows: Vec<&Row> = rows.iter().collect();
        let (tried, learned) = part(&rows, &[0, 1, 2, 0, 1, 2], 1);
        assert_eq!(tried.iter().map(|r| r.kpi).collect::<Vec<_>>(), [1, 4]);
        assert_eq!(learned.iter().map(|r| r.kpi).collect::<Vec<_>>(), [0, 2, 3, 5]);
    }
}
