//! One ranking over the pairs of all KPIs: pooled AUC and Spearman's rank correlation.
//!
//! Scores are sorted once; a bootstrap draw is then one pass in which a pair counts as often as its KPI was drawn.
//! Invariant: rank sums are whole numbers (doubled ranks, so that a tie's mean rank is whole), hence exact and
//! independent of order. Limit: up to about a billion pairs per draw.

use super::bootstrap::{Estimate, Resampling};
use super::input::{Label, Scored};

/// How many pair visits the draws of one pooled ranking may take together, beyond [`LEAST_DRAWS`].
const VISITS: usize = 40_000_000;
/// Draws that are made however large the set is, if so many are asked for.
const LEAST_DRAWS: usize = 200;

/// Draws for a pooled ranking of `pairs` pairs when `asked` are asked for: all of them up to 40,000 pairs at the
/// usual 1,000, fewer for more pairs, never under 200 (the interval's ends then wander by about a tenth of its width).
pub(super) fn draws(pairs: usize, asked: usize) -> usize {
    asked.min((VISITS / pairs.max(1)).max(LEAST_DRAWS))
}

/// All pairs in ascending order of overlap.
pub(super) struct Pooled {
    /// (place of the KPI among the KPIs that have pairs, class of the label).
    items: Vec<(u32, u8)>,
    /// Lengths of the runs of equal scores.
    ties: Vec<usize>,
    /// How many KPIs have pairs.
    kpis: usize,
}

/// What one pass finds.
struct RankSums {
    /// Pairs per class of label.
    count: [u64; 4],
    /// Sum of doubled mean ranks per class.
    ranks: [u64; 4],
    /// Sum of g^3 - g over runs of g equal scores.
    tied: u128,
}

impl Pooled {
    /// Sorts the pairs (given in order of KPI) by overlap.
    pub(super) fn new(pairs: &[Scored]) -> Self {
        let mut kpis = 0_u32;
        let mut all: Vec<(f64, u32, u8)> = Vec::with_capacity(pairs.len());
        for kpi in pairs.chunk_by(|a, b| a.kpi == b.kpi) {
            all.extend(kpi.iter().map(|p| (p.score.overlap, kpis, p.label.class() as u8)));
            kpis += 1;
        }
        all.sort_unstable_by(|a, b| a.0.total_cmp(&b.0));
        Self {
            ties: all.chunk_by(|a, b| a.0.total_cmp(&b.0).is_eq()).map(<[_]>::len).collect(),
            items: all.into_iter().map(|(_, kpi, class)| (kpi, class)).collect(),
            kpis: kpis as usize,
        }
    }

    /// Rank sums when the pairs of KPI i count `times[i]` times.
    fn pass(&self, times: &[u32]) -> RankSums {
        let mut found = RankSums { count: [0; 4], ranks: [0; 4], tied: 0 };
        let mut below = 0_u64;
        let mut rest = self.items.as_slice();
        for &length in &self.ties {
            let (tie, after) = rest.split_at(length.min(rest.len()));
            rest = after;
            // Most runs are one pair long when scores are fine: a short way for them halves the time.
            if let [(kpi, class)] = *tie {
                let (times, class) = (u64::from(times[kpi as usize]), usize::from(class & 3));
                found.count[class] += times;
                found.ranks[class] += times * (2 * below + times + 1);
                if times > 1 {
                    found.tied += cube_less_self(times);
                }
                below += times;
                continue;
            }
            let mut here = [0_u64; 4];
            for &(kpi, class) in tie {
                here[usize::from(class & 3)] += u64::from(times[kpi as usize]);
            }
            let together: u64 = here.iter().sum();
            if together == 0 {
                continue;
            }
            let rank = 2 * below + together + 1;
            let sums = found.count.iter_mut().zip(&mut found.ranks);
            for (&here, (count, ranks)) in here.iter().zip(sums) {
                *count += here;
                *ranks += here * rank;
            }
            found.tied += cube_less_self(together);
            below += together;
        }
        found
    }

    /// `n` = pairs.
    fn estimate(&self, how: Resampling, figure: fn(&RankSums) -> Option<f64>) -> Option<Estimate> {
        let value = figure(&self.pass(&vec![1; self.kpis]))?;
        let how = Resampling { draws: draws(self.items.len(), how.draws), ..how };
        let interval = how.interval(self.kpis, |times| figure(&self.pass(times)));
        Some(Estimate::new(value, interval, self.items.len()))
    }

    /// AUC of label > 0 against the rest over all pairs, ties half; `None` without both kinds.
    pub(super) fn auc(&self, how: Resampling) -> Option<Estimate> {
        self.estimate(how, RankSums::auc)
    }

    /// Spearman's correlation of overlap with the label, mean ranks for ties; `None` when either is all equal.
    pub(super) fn spearman(&self, how: Resampling) -> Option<Estimate> {
        self.estimate(how, RankSums::spearman)
    }
}

/// g^3 - g, without overflow.
fn cube_less_self(g: u64) -> u128 {
    let g = u128::from(g);
    g * g * g - g
}

impl RankSums {
    fn auc(&self) -> Option<f64> {
        let (mut positives, mut negatives, mut ranks) = (0, 0, 0);
        for label in Label::ALL {
            if label.is_positive() {
                positives += self.count[label.class()];
                ranks += self.ranks[label.class()];
            } else {
                negatives += self.count[label.class()];
            }
        }
        if positives == 0 || negatives == 0 {
            return None;
        }
        // Twice the wins, a tie counting 1: what the positives' ranks hold beyond their ranks among themselves.
        let wins = ranks - positives * (positives + 1);
        Some(wins as f64 / (2.0 * positives as f64 * negatives as f64))
    }

    /// Pearson's correlation of the mean ranks (C. Spearman, 1904; M. Kendall, "Rank Correlation Methods", for ties).
    fn spearman(&self) -> Option<f64> {
        let total: u64 = self.count.iter().sum();
        let whole = cube_less_self(total);
        let label_ties: u128 = self.count.iter().map(|&g| cube_less_self(g)).sum();
        // Sums of squares of doubled ranks around their mean are a third of these.
        let (score_spread, label_spread) = (whole - self.tied, whole - label_ties);
        if score_spread == 0 || label_spread == 0 {
            return None;
        }
        let mean = total as f64 + 1.0;
        let (mut below, mut product) = (0_u64, 0.0);
        for (&count, &ranks) in self.count.iter().zip(&self.ranks) {
            let label_rank = (2 * below + count + 1) as f64 - mean;
            product += label_rank * (ranks as f64 - count as f64 * mean);
            below += count;
        }
        let spread = (score_spread as f64 / 3.0).sqrt() * (label_spread as f64 / 3.0).sqrt();
        Some((product / spread).clamp(-1.0, 1.0))
    }
}

#[cfg(test)]
mod tests {
    use super::super::input::PairScore;
    use super::*;

    const HOW: Resampling = Resampling { draws: 300, seed: 1 };

    fn pooled(rows: &[(u32, f64, i64)]) -> Pooled {
        let pairs: Vec<Scored> = rows
            .iter()
            .zip(0..)
            .map(|(&(kpi, overlap, label), element)| Scored {
                kpi,
                element,
                label: Label::from_number(label).unwrap(),
                score: PairScore { overlap, helps: 0.5, hurts: 0.0 },
                lang: None,
            })
            .collect();
        Pooled::new(&pairs)
    }

    #[test]
    fn pooled_auc_crosses_kpis() {
        // Inside each KPI the positive is on top; over both, .6 beats only .5 of {.5, .8}: 3 of 4.
        let p = pooled(&[(0, 0.6, 1), (0, 0.5, 0), (1, 0.9, 2), (1, 0.8, -1)]);
        let e = p.auc(HOW).unwrap();
        assert!((e.value - 0.75).abs() < 1e-12);
        assert_eq!(e.n, 4);
        // Drawing one KPI twice gives 1, which is the top of the interval.
        assert_eq!((e.low, e.high), (Some(0.75), Some(1.0)));
        let tie = pooled(&[(0, 0.5, 1), (0, 0.5, 0)]).auc(HOW).unwrap();
        assert!((tie.value - 0.5).abs() < 1e-12);
        assert_eq!(tie.low, None);
        assert!(pooled(&[(0, 0.5, 1), (0, 0.4, 2)]).auc(HOW).is_none());
        assert!(pooled(&[]).auc(HOW).is_none());
    }

    #[test]
    fn spearman_without_and_with_ties() {
        // Ranks 1 2 3 4 against 1 2 4 3: 1 - 6 * 2 / (4 * 15) = .8.
        let s = |rows: &[(u32, f64, i64)]| pooled(rows).spearman(HOW).map(|e| e.value);
        let r = s(&[(0, 0.1, -1), (0, 0.2, 0), (1, 0.3, 2), (1, 0.4, 1)]);
        assert!((r.unwrap() - 0.8).abs() < 1e-12);
        // Scores 1.5 1.5 3 4, labels 1 2.5 2.5 4; deviations (-1 -1 .5 1.5) and (-1.5 0 0 1.5):
        // 3.75 / sqrt(4.5 * 4.5) = 5/6.
        let r = s(&[(0, 0.1, -1), (0, 0.1, 0), (1, 0.3, 0), (1, 0.4, 1)]);
        assert!((r.unwrap() - 5.0 / 6.0).abs() < 1e-12);
        let r = s(&[(0, 0.4, -1), (0, 0.3, 0), (0, 0.2, 1), (0, 0.1, 2)]);
        assert!((r.unwrap() + 1.0).abs() < 1e-12);
        assert_eq!(s(&[(0, 0.4, 1), (0, 0.4, 0)]), None);
        assert_eq!(s(&[(0, 0.4, 1), (0, 0.3, 1)]), None);
        assert_eq!(s(&[]), None);
    }

    #[test]
    fn a_kpi_drawn_twice_is_a_kpi_listed_twice() {
        let twice = pooled(&[(0, 0.6, 1), (0, 0.5, 0), (1, 0.55, 1), (1, 0.7, 0)]).pass(&[2, 1]);
        let listed = pooled(&[(0, 0.6, 1), (0, 0.5, 0), (1, 0.55, 1), (1, 0.7, 0), (2, 0.6, 1), (2, 0.5, 0)]).pass(&[1, 1, 1]);
        assert_eq!(twice.auc(), listed.auc());
        assert_eq!(twice.spearman(), listed.spearman());
        // Of .6 .6 .55 against .5 .5 .7: 6 of 9.
        assert!((twice.auc().unwrap() - 6.0 / 9.0).abs() < 1e-12);
    }

    #[test]
    fn draws_shrink_with_the_set() {
        assert_eq!(draws(4_368, 1000), 1000);
        assert_eq!(draws(100_000, 1000), 400);
        assert_eq!(draws(360_000, 1000), 200);
        assert_eq!(draws(360_000, 50), 50);
        assert_eq!(draws(0, 1000), 1000);
    }
}
