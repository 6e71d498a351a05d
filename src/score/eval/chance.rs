//! Are the stated chances true: accuracy, Brier score, calibration; as stated and shifted to the set's base rate.
//!
//! Invariant: chances stay in 0..=1 and keep their order under the shift. Limits: the expected calibration error is
//! biased upwards on small sets, and its bootstrap interval more so, as every resample adds noise to each tenth.

use super::bootstrap::{Estimate, Resampling};
use super::input::{PairScore, Scored};
use serde::Serialize;

/// The share of helping pairs the scorer's helps is calibrated for.
pub(super) const STATED_BASE_RATE: f64 = 0.10;

/// One tenth of the range of a stated chance.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Bin {
    /// Lower end, inclusive: 0, 0.1, ... 0.9.
    pub from: f64,
    /// Upper end, exclusive but for the last (1.0).
    pub to: f64,
    /// Mean of the stated chances that fall here; `None` when none does.
    pub predicted: Option<f64>,
    /// Share of those pairs with a label above 0; `None` when there is none.
    pub observed: Option<f64>,
    /// How many pairs fall here.
    pub count: usize,
}

/// `p` moved from a base rate of 0.10 to `base`: logit(p) + logit(base) - logit(0.10), written without logarithms so
/// that 0 and 1 stay what they are. `p` in 0..=1, 0 < base < 1; the answer is in 0..=1.
///
/// M. Saerens, P. Latinne, C. Decaestecker, "Adjusting the Outputs of a Classifier to New a Priori Probabilities",
/// 2002.
pub(super) fn shifted(p: f64, base: f64) -> f64 {
    let yes = p * base / STATED_BASE_RATE;
    let no = (1.0 - p) * (1.0 - base) / (1.0 - STATED_BASE_RATE);
    (yes / (yes + no)).clamp(0.0, 1.0)
}

/// Mean of `per_pair` over all pairs, whole KPIs resampled; `n` = pairs; `None` without pairs.
pub(super) fn mean_over_pairs(pairs: &[Scored], how: Resampling, per_pair: impl Fn(&Scored) -> f64) -> Option<Estimate> {
    let parts: Vec<(f64, f64)> =
        pairs.chunk_by(|a, b| a.kpi == b.kpi).map(|kpi| (kpi.iter().map(&per_pair).sum(), kpi.len() as f64)).collect();
    how.ratio(&parts, pairs.len())
}

/// 1 when "helps" is said from a chance of 0.5 up and the label is above 0, or neither; else 0.
pub(super) fn correct(chance: f64, positive: bool) -> f64 {
    if (chance >= 0.5) == positive { 1.0 } else { 0.0 }
}

/// Squared distance of a chance from what happened (G. W. Brier, 1950, one outcome).
pub(super) fn squared_error(chance: f64, happened: bool) -> f64 {
    let d = chance - if happened { 1.0 } else { 0.0 };
    d * d
}

/// Sums of one tenth: stated chances, label > 0, pairs.
#[derive(Debug, Clone, Copy, Default)]
struct Tenth {
    stated: f64,
    happened: f64,
    count: f64,
}

type Tenths = [Tenth; 10];

/// Weighted distance of stated and observed over the tenths (M. P. Naeini, G. Cooper, M. Hauskrecht, 2015).
fn distance(tenths: &Tenths) -> Option<f64> {
    let count: f64 = tenths.iter().map(|t| t.count).sum();
    let off: f64 = tenths.iter().map(|t| (t.stated - t.happened).abs()).sum();
    (count > 0.0).then(|| off / count)
}

/// The ten bins of `chance`, and the expected calibration error (0..=1; `n` = pairs; `None` without pairs), whole
/// KPIs resampled.
pub(super) fn calibration(pairs: &[Scored], how: Resampling, chance: impl Fn(&PairScore) -> f64) -> (Vec<Bin>, Option<Estimate>) {
    let per_kpi: Vec<Tenths> = pairs
        .chunk_by(|a, b| a.kpi == b.kpi)
        .map(|kpi| {
            let mut tenths = Tenths::default();
            for pair in kpi {
                let p = chance(&pair.score);
                let t = &mut tenths[((p * 10.0) as usize).min(9)];
                t.stated += p;
                t.happened += if pair.label.is_positive() { 1.0 } else { 0.0 };
                t.count += 1.0;
            }
            tenths
        })
        .collect();
    let sum = |times: Option<&[u32]>| {
        let mut all = Tenths::default();
        for (i, kpi) in per_kpi.iter().enumerate() {
            let w = times.map_or(1.0, |t| f64::from(t[i]));
            for (a, t) in all.iter_mut().zip(kpi) {
                a.stated += w * t.stated;
                a.happened += w * t.happened;
                a.count += w * t.count;
            }
        }
        all
    };
    let whole = sum(None);
    let bins = whole.iter().zip(0_u32..).map(|(t, i)| Bin {
        from: f64::from(i) / 10.0,
        to: f64::from(i + 1) / 10.0,
        predicted: (t.count > 0.0).then(|| t.stated / t.count),
        observed: (t.count > 0.0).then(|| t.happened / t.count),
        count: t.count as usize,
    });
    let error = distance(&whole).map(|value| {
        let interval = how.interval(per_kpi.len(), |times| distance(&sum(Some(times))));
        Estimate::new(value, interval, pairs.len())
    });
    (bins.collect(), error)
}

#[cfg(test)]
mod tests {
    use super::super::input::Label;
    use super::*;

    const HOW: Resampling = Resampling { draws: 100, seed: 1 };

    fn pairs(rows: &[(u32, f64, i64)]) -> Vec<Scored> {
        rows.iter()
            .zip(0..)
            .map(|(&(kpi, helps, label), element)| Scored {
                kpi,
                element,
                label: Label::from_number(label).unwrap(),
                score: PairScore { overlap: helps, helps, hurts: 0.0 },
                lang: None,
            })
            .collect()
    }

    #[test]
    fn the_shift_is_the_one_in_logits() {
        let logit = |p: f64| (p / (1.0 - p)).ln();
        for (p, b) in [(0.1, 0.4), (0.7, 0.02), (0.33, 0.9)] {
            let want = logit(p) + logit(b) - logit(0.1);
            assert!((logit(shifted(p, b)) - want).abs() < 1e-9);
        }
        // A pair as likely as any (.10) gets the new base rate; certainty stays.
        assert!((shifted(0.1, 0.4) - 0.4).abs() < 1e-12);
        assert!((shifted(0.37, 0.1) - 0.37).abs() < 1e-12);
        assert!(shifted(0.0, 0.4).abs() < 1e-12);
        assert!((shifted(1.0, 0.4) - 1.0).abs() < 1e-12);
    }

    #[test]
    fn accuracy_and_squared_error() {
        assert_eq!(correct(0.5, true).to_bits(), 1.0_f64.to_bits());
        assert_eq!(correct(0.5, false).to_bits(), 0.0_f64.to_bits());
        assert_eq!(correct(0.49, false).to_bits(), 1.0_f64.to_bits());
        assert!((squared_error(0.8, true) - 0.04).abs() < 1e-12);
        assert!((squared_error(0.8, false) - 0.64).abs() < 1e-12);
        // (.04 + .64 + .01) / 3
        let p = pairs(&[(0, 0.8, 1), (0, 0.8, -1), (1, 0.1, 0)]);
        let e = mean_over_pairs(&p, HOW, |p| squared_error(p.score.helps, p.label.is_positive()));
        assert!((e.unwrap().value - 0.23).abs() < 1e-12);
        assert_eq!(e.unwrap().n, 3);
        assert_eq!(mean_over_pairs(&[], HOW, |_| 1.0), None);
    }

    #[test]
    fn tenths_and_calibration_error_by_hand() {
        let p = pairs(&[(0, 0.05, 0), (0, 0.1, 0), (0, 0.16, 1), (1, 1.0, 2), (1, 0.92, -1)]);
        let (bins, error) = calibration(&p, HOW, |s| s.helps);
        let counts: Vec<usize> = bins.iter().map(|b| b.count).collect();
        assert_eq!(counts, [1, 2, 0, 0, 0, 0, 0, 0, 0, 2]);
        assert!((bins[1].predicted.unwrap() - 0.13).abs() < 1e-12);
        assert!((bins[1].observed.unwrap() - 0.5).abs() < 1e-12);
        assert!((bins[9].predicted.unwrap() - 0.96).abs() < 1e-12);
        assert_eq!((bins[4].predicted, bins[4].observed), (None, None));
        assert!((bins[9].from - 0.9).abs() < 1e-12 && (bins[9].to - 1.0).abs() < 1e-12);
        // .05/5 + 2/5 * |.13 - .5| + 2/5 * |.96 - .5| = .01 + .148 + .184
        assert!((error.unwrap().value - 0.342).abs() < 1e-12);
        let (bins, error) = calibration(&[], HOW, |s| s.helps);
        assert_eq!((bins.len(), error), (10, None));
    }
}
