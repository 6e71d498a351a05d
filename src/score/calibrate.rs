//! From components to chances: helps, neither, hurts.
//!
//! A three-outcome softmax over the components of a pair, logit(outcome) = bias + weights . components with neither at 0. The numbers in
//! data/calibration.json are fitted (data/calibration.py says how, reports/docs/score.md on what) and then shifted so that an average table has the base
//! rates 0.10 for helps and 0.03 for hurts. Invariant: helps, hurts in [0, 1] and helps + hurts <= 1, for any finite components.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::score::Parts;

/// Share of helping pairs that the calibration is made for.
pub const BASE_HELPS: f64 = 0.10;

/// Weights of one outcome.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Outcome {
    bias: f64,
    /// For the judge's log-odds of helps.
    judge_helps: f64,
    /// For the judge's log-odds of hurts.
    judge_hurts: f64,
    /// For the likeness of the two texts.
    likeness: f64,
    /// For sqrt(max(0, driver)): a first weak way says more than a second one.
    driver_up: f64,
    /// For sqrt(max(0, -driver)).
    driver_down: f64,
    semantic: f64,
    lexical: f64,
    /// For the shared words of a topic, beside `lexical`.
    topic: f64,
    /// For a pair whose two texts both reach concepts: what the graph then does not connect is unlikely to be connected.
    known: f64,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    helps: Outcome,
    hurts: Outcome,
}

/// Turns components into chances.
#[derive(Debug, Clone)]
pub struct Calibration {
    file: File,
    /// logit(B) - logit(0.10), added to the log-odds of helps.
    shift: f64,
}

impl Calibration {
    /// The fitted calibration for a base rate, 0 < rate < 1 (0.10 when in doubt).
    pub fn embedded(base_rate: f64) -> Self {
        static FILE: LazyLock<Option<File>> = LazyLock::new(|| serde_json::from_str(include_str!("../../data/calibration.json")).ok());
        let flat = Outcome {
            bias: -3.0,
            judge_helps: 0.0,
            judge_hurts: 0.0,
            likeness: 0.0,
            driver_up: 0.0,
            driver_down: 0.0,
            semantic: 0.0,
            lexical: 0.0,
            topic: 0.0,
            known: 0.0,
        };
        let file = FILE.clone().unwrap_or(File { helps: flat.clone(), hurts: flat });
        Calibration { file, shift: logit(base_rate) - logit(BASE_HELPS) }
    }

    /// The chances of a pair, (helps, hurts).
    pub fn chances(&self, parts: &Parts) -> (f64, f64) {
        let logit_of = |o: &Outcome| {
            let driver = f64::from(parts.driver);
            let known = f64::from(u8::from(parts.known));
            o.bias
                + o.judge_helps * f64::from(parts.opinion.helps)
                + o.judge_hurts * f64::from(parts.opinion.hurts)
                + o.likeness * f64::from(parts.opinion.likeness)
                + o.driver_up * driver.max(0.0).sqrt()
                + o.driver_down * (-driver).max(0.0).sqrt()
                + o.semantic * f64::from(parts.semantic)
                + (o.lexical + if parts.topic { o.topic } else { 0.0 }) * f64::from(parts.lexical)
                + o.known * known
        };
        let (a, b) = (logit_of(&self.file.helps), logit_of(&self.file.hurts));
        let top = a.max(b).max(0.0);
        let (ea, eb, e0) = ((a - top).exp(), (b - top).exp(), (-top).exp());
        let sum = ea + eb + e0;
        shift_base((ea / sum, eb / sum), self.shift)
    }
}

/// Moves the log-odds of helps by `shift` and leaves the odds between hurts and neither as they are.
pub fn shift_base((helps, hurts): (f64, f64), shift: f64) -> (f64, f64) {
    if shift == 0.0 || helps <= 0.0 || helps >= 1.0 {
        return (helps, hurts);
    }
    let moved = 1.0 / (1.0 + (-(logit(helps) + shift)).exp());
    (moved, hurts * (1.0 - moved) / (1.0 - helps))
}

fn logit(p: f64) -> f64 {
    (p / (1.0 - p)).ln()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::score::judge::head::Opinion;

    #[test]
    fn the_file_is_complete() {
        let file: Result<File, _> = serde_json::from_str(include_str!("../../data/calibration.json"));
        assert!(file.is_ok(), "{file:?}");
    }

    #[test]
    fn chances_stay_in_range_and_follow_the_driver() {
        let calibration = Calibration::embedded(BASE_HELPS);
        let at = |driver: f32| {
            let opinion = Opinion { helps: 2.0 * driver, hurts: -2.0 * driver, likeness: driver.abs() / 2.0 };
            calibration.chances(&Parts { opinion, driver, semantic: driver.abs() / 2.0, known: true, ..Parts::default() })
        };
        for driver in [-1.0, -0.5, 0.0, 0.5, 1.0] {
            let (helps, hurts) = at(driver);
            assert!(helps >= 0.0 && hurts >= 0.0 && helps + hurts <= 1.0);
        }
        assert!(at(0.8).0 > 0.4 && at(0.8).1 < 0.1);
        assert!(at(-0.8).1 > 0.25 && at(-0.8).0 < 0.25);
        assert!(at(0.0).0 < 0.2);
    }

    #[test]
    fn a_higher_base_rate_raises_helps_alone() {
        let (helps, hurts) = shift_base((0.2, 0.4), logit(0.3) - logit(0.1));
        assert!((helps - 1.0 / (1.0 + 4.0 * (0.7 / 0.3) / 9.0)).abs() < 1e-12);
        assert!((hurts / (1.0 - helps) - 0.5).abs() < 1e-12);
    }
}
