//! How good one ranked list is: AUC, nDCG, hit at 1. Pure functions of one list.
//!
//! Invariants: the order of the list does not matter; an answer is finite and in 0..=1; `None` when every order of
//! the list would be as good, so that no easy list flatters an average. Scores must be finite, without -0.0.

/// Chance that a positive drawn at random scores above a negative drawn at random, a tie counting half.
///
/// By the rank sum (H. B. Mann, D. R. Whitney, 1947; J. A. Hanley, B. J. McNeil, "The meaning and use of the area
/// under a ROC curve", 1982): one sort. `None` without a positive or without a negative. Sorts `list`.
pub(in crate::score) fn auc(list: &mut [(f64, bool)]) -> Option<f64> {
    list.sort_unstable_by(|a, b| a.0.total_cmp(&b.0));
    let (mut below, mut positives, mut right) = (0_u64, 0_u64, 0_u64);
    for tie in list.chunk_by(|a, b| a.0.total_cmp(&b.0).is_eq()) {
        let pos = tie.iter().filter(|x| x.1).count() as u64;
        let neg = tie.len() as u64 - pos;
        // Twice the wins, to stay in whole numbers.
        right += pos * (2 * below + neg);
        below += neg;
        positives += pos;
    }
    (below > 0 && positives > 0).then(|| right as f64 / (2.0 * positives as f64 * below as f64))
}

/// Normalised discounted cumulative gain of the first `k` of (score, gain >= 0); equal scores stand worst first.
///
/// K. Järvelin, J. Kekäläinen, "Cumulated gain-based evaluation of IR techniques", 2002, discount 1 / log2(rank + 1).
/// `None` when all gains are equal (an empty list too), because every order is then ideal. Sorts `list`.
pub(super) fn ndcg(list: &mut [(f64, f64)], k: usize) -> Option<f64> {
    let total = |l: &[(f64, f64)]| -> f64 {
        let ranks = (2_u32..).map(f64::from);
        l.iter().take(k).zip(ranks).map(|(x, r)| x.1 / r.log2()).sum()
    };
    list.sort_unstable_by(|a, b| b.1.total_cmp(&a.1));
    let (first, last) = (list.first()?.1, list.last()?.1);
    if first.total_cmp(&last).is_eq() {
        return None;
    }
    let ideal = total(list);
    list.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(a.1.total_cmp(&b.1)));
    (ideal > 0.0).then(|| (total(list) / ideal).min(1.0))
}

/// The best scores seen of the positives and of the rest: whether the top of a list is right.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Top {
    positive: Option<f64>,
    other: Option<f64>,
}

impl Top {
    /// Takes one more entry in.
    pub(super) fn add(&mut self, score: f64, positive: bool) {
        let best = if positive { &mut self.positive } else { &mut self.other };
        *best = Some(best.map_or(score, |b| b.max(score)));
    }

    /// 1 when a positive is alone at the top, 0 when another one is there or shares it; `None` without both kinds.
    pub(super) fn hit(self) -> Option<f64> {
        let hit = self.positive? > self.other?;
        Some(if hit { 1.0 } else { 0.0 })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(a: Option<f64>, b: f64) {
        assert!(a.is_some_and(|a| (a - b).abs() < 1e-12), "{a:?} is not {b}");
    }

    #[test]
    fn auc_counts_pairs_and_half_of_the_ties() {
        // Positives .9 and .4 against .5, .4, .1: 3 wins, then 1 win and a tie of 3: 4.5 of 6.
        let mut l = [(0.4, true), (0.5, false), (0.9, true), (0.1, false), (0.4, false)];
        near(auc(&mut l), 0.75);
        near(auc(&mut [(0.2, true), (0.2, false), (0.2, false)]), 0.5);
        near(auc(&mut [(-1.0, true), (1.0, false)]), 0.0);
        assert_eq!(auc(&mut [(0.1, true), (0.2, true)]), None);
        assert_eq!(auc(&mut [(0.1, false)]), None);
        assert_eq!(auc(&mut []), None);
    }

    #[test]
    fn ndcg_by_hand() {
        // Order by score: gain 1, 0, 3. DCG 1 + 3/2 = 2.5; ideal 3 + 1/log2(3).
        let mut l = [(0.9, 1.0), (0.1, 3.0), (0.5, 0.0)];
        near(ndcg(&mut l, 5), 2.5 / (3.0 + 1.0 / 3.0_f64.log2()));
        near(ndcg(&mut [(0.9, 3.0), (0.5, 1.0), (0.1, 0.0)], 5), 1.0);
        // Only the first two count: 1 of (3 + 1/log2 3).
        near(ndcg(&mut l, 2), 1.0 / (3.0 + 1.0 / 3.0_f64.log2()));
    }

    #[test]
    fn equal_scores_stand_worst_first_in_ndcg() {
        near(ndcg(&mut [(0.5, 1.0), (0.5, 0.0), (0.5, 0.0)], 5), 0.5);
        let mut six = [(0.5, 1.0), (0.5, 0.0), (0.5, 0.0), (0.5, 0.0), (0.5, 0.0), (0.5, 0.0)];
        near(ndcg(&mut six, 5), 0.0);
    }

    #[test]
    fn a_list_no_order_can_spoil_has_no_ndcg() {
        assert_eq!(ndcg(&mut [(0.5, 1.0), (0.1, 1.0)], 5), None);
        assert_eq!(ndcg(&mut [(0.5, 0.0), (0.1, 0.0)], 5), None);
        assert_eq!(ndcg(&mut [], 5), None);
    }

    #[test]
    fn the_top_must_be_held_alone() {
        let top = |l: &[(f64, bool)]| {
            let mut t = Top::default();
            l.iter().for_each(|&(s, p)| t.add(s, p));
            t.hit()
        };
        assert_eq!(top(&[(0.2, true), (0.9, true), (0.8, false)]), Some(1.0));
        assert_eq!(top(&[(0.9, true), (0.9, false)]), Some(0.0));
        assert_eq!(top(&[(0.3, true), (0.1, false), (0.4, false)]), Some(0.0));
        assert_eq!(top(&[(0.3, true)]), None);
        assert_eq!(top(&[(0.3, false)]), None);
    }
}
