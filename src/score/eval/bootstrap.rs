//! A figure with its uncertainty: the value, and a 95 % interval from resampling whole KPIs (or elements).
//!
//! Pairs of one KPI stand or fall together, so the unit drawn with replacement is the KPI, never the pair.
//! Invariant: every number is finite; equal input and seed give equal output, and units come in a fixed order, so
//! the order of rows does not matter. Limits: the percentile interval (B. Efron, R. Tibshirani, "An Introduction to
//! the Bootstrap", 1993, chapter 13) is too narrow for a handful of units and does not correct bias; fewer than
//! two units give no interval at all.

use super::rng::SplitMix64;
use serde::Serialize;

/// A measured figure.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Estimate {
    /// The figure on the whole set; its range depends on the figure (a share or AUC 0..=1, Spearman -1..=1).
    pub value: f64,
    /// The 2.5 % point of the bootstrap draws; `None` when there are fewer than two units to resample, no draws,
    /// or when the figure is undefined in more than half of the draws.
    pub low: Option<f64>,
    /// The 97.5 % point of the bootstrap draws; `None` together with `low`.
    pub high: Option<f64>,
    /// How many things the figure averages over: KPIs, elements or pairs, as the figure's doc says.
    pub n: usize,
}

/// How to resample: number of draws (0: no intervals) and seed.
#[derive(Debug, Clone, Copy)]
pub(super) struct Resampling {
    /// How many samples are drawn.
    pub(super) draws: usize,
    /// The seed; every figure starts anew from it, so adding a figure changes no other.
    pub(super) seed: u64,
}

impl Resampling {
    /// The 95 % interval of `statistic` over `units` units. `statistic` is given how often each unit was drawn
    /// (the counts sum to `units`) and may answer `None` for a draw in which the figure is undefined.
    pub(super) fn interval(self, units: usize, mut statistic: impl FnMut(&[u32]) -> Option<f64>) -> Option<(f64, f64)> {
        if units < 2 || self.draws == 0 {
            return None;
        }
        let mut rng = SplitMix64::new(self.seed);
        let mut times = vec![0_u32; units];
        let mut found = Vec::with_capacity(self.draws);
        for _ in 0..self.draws {
            times.fill(0);
            for _ in 0..units {
                times[rng.below(units)] += 1;
            }
            found.extend(statistic(&times).filter(|v| v.is_finite()));
        }
        if found.is_empty() || found.len() * 2 < self.draws {
            return None;
        }
        found.sort_by(f64::total_cmp);
        Some((quantile(&found, 0.025), quantile(&found, 0.975)))
    }

    /// The mean of one value per unit, `n` = number of units; `None` when there is none.
    pub(super) fn mean(self, values: &[f64]) -> Option<Estimate> {
        let parts: Vec<(f64, f64)> = values.iter().map(|&v| (v, 1.0)).collect();
        self.ratio(&parts, values.len())
    }

    /// Sum of the first parts over the sum of the second ones, one (sum, count) per unit: the mean over pairs while
    /// whole KPIs are resampled. `None` when the counts sum to 0. `n` is passed through.
    pub(super) fn ratio(self, parts: &[(f64, f64)], n: usize) -> Option<Estimate> {
        let over = |times: Option<&[u32]>| {
            let (mut sum, mut count) = (0.0, 0.0);
            for (i, &(s, c)) in parts.iter().enumerate() {
                let w = times.map_or(1.0, |t| f64::from(t[i]));
                sum += w * s;
                count += w * c;
            }
            (count > 0.0).then(|| sum / count)
        };
        let value = over(None)?;
        let interval = self.interval(parts.len(), |times| over(Some(times)));
        Some(Estimate::new(value, interval, n))
    }
}

impl Estimate {
    /// Puts a value and its interval together.
    pub(super) fn new(value: f64, interval: Option<(f64, f64)>, n: usize) -> Self {
        Self { value, low: interval.map(|i| i.0), high: interval.map(|i| i.1), n }
    }
}

/// The `q` point (0..=1) of ascending numbers, straight lines between neighbours (type 7 of R. Hyndman, Y. Fan,
/// "Sample Quantiles in Statistical Packages", 1996); 0 for an empty list, which no caller passes.
fn quantile(sorted: &[f64], q: f64) -> f64 {
    let place = q * sorted.len().saturating_sub(1) as f64;
    let below = place.floor();
    let at = |i: usize| sorted.get(i).or(sorted.last()).copied().unwrap_or(0.0);
    let (a, b) = (at(below as usize), at(below as usize + 1));
    a + (b - a) * (place - below)
}

#[cfg(test)]
mod tests {
    use super::*;

    const R: Resampling = Resampling { draws: 1000, seed: 1 };

    #[test]
    fn quantiles_lie_on_straight_lines() {
        let v = [0.0, 10.0, 20.0, 30.0, 40.0];
        assert!((quantile(&v, 0.5) - 20.0).abs() < 1e-12);
        assert!((quantile(&v, 0.025) - 1.0).abs() < 1e-12);
        assert!((quantile(&v, 1.0) - 40.0).abs() < 1e-12);
        assert!((quantile(&[3.0], 0.975) - 3.0).abs() < 1e-12);
    }

    #[test]
    fn the_interval_of_a_mean_has_the_textbook_width() {
        // 100 zeros and ones, half each: standard error .05, so 1.96 of them are about .098.
        let values: Vec<f64> = (0..100).map(|i| f64::from(i % 2)).collect();
        let e = R.mean(&values).unwrap();
        assert!((e.value - 0.5).abs() < 1e-12);
        assert_eq!(e.n, 100);
        assert!((e.low.unwrap() - 0.402).abs() < 0.02, "{e:?}");
        assert!((e.high.unwrap() - 0.598).abs() < 0.02, "{e:?}");
    }

    #[test]
    fn a_ratio_weighs_units_by_their_count() {
        let e = R.ratio(&[(1.0, 1.0), (0.0, 3.0)], 4).unwrap();
        assert!((e.value - 0.25).abs() < 1e-12);
        assert_eq!((e.low, e.high, e.n), (Some(0.0), Some(1.0), 4));
        assert_eq!(R.ratio(&[(0.0, 0.0)], 0), None);
    }

    #[test]
    fn one_unit_or_no_draws_give_no_interval() {
        let e = R.mean(&[0.3]).unwrap();
        assert_eq!((e.low, e.high), (None, None));
        let e = Resampling { draws: 0, seed: 1 }.mean(&[0.3, 0.4]).unwrap();
        assert_eq!((e.low, e.high), (None, None));
        assert_eq!(R.mean(&[]), None);
    }

    #[test]
    fn draws_without_the_figure_are_left_out_until_they_are_most() {
        // Undefined when unit 0 is absent: about a quarter of the draws of two units.
        let seen = R.interval(2, |t| (t[0] > 0).then(|| f64::from(t[0])));
        assert_eq!(seen, Some((1.0, 2.0)));
        // Defined in a quarter of the draws only.
        assert_eq!(R.interval(2, |t| (t[0] == 2).then_some(1.0)), None);
    }
}
