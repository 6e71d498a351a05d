//! From components to chances: helps, neither, hurts.
//!
//! A three-outcome softmax over the components of a pair, logit(outcome) = bias + weights . components with neither at 0. The numbers in
//! data/calibration.json (for the fast encoder: data/calibration-fast.json) are fitted (data/calibration.py says how, reports/docs/score.md on what) and then shifted so that an average table has the base
//! rates 0.10 for helps and 0.03 for hurts. Invariant: helps, hurts in [0, 1] and helps + hurts <= 1, for any finite components.

use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use crate::score::Parts;
use crate::score::reader::Encoder;

/// Share of helping pairs that the calibration is made for.
pub const BASE_HELPS: f64 = 0.10;

/// Share of pairs that work against the KPI that it is made for.
pub const BASE_HURTS: f64 = 0.03;

/// The fitted numbers of an encoder as they are built in.
pub(super) fn text(encoder: Encoder) -> &'static str {
    match encoder {
        Encoder::Deep => include_str!("../../data/calibration.json"),
        Encoder::Fast => include_str!("../../data/calibration-fast.json"),
    }
}

/// How many components of a pair have a weight.
pub(super) const COMPONENTS: usize = 10;

/// Weights of one outcome.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Outcome {
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
    /// For a pair of a Chinese and an English text, which the encoder finds less alike than two of one language that say the same.
    #[serde(default)]
    crossing: f64,
}

impl Outcome {
    /// A bias and the weights in the order of [`components`].
    pub(super) fn new(bias: f64, weights: [f64; COMPONENTS]) -> Self {
        let [judge_helps, judge_hurts, likeness, driver_up, driver_down, semantic, lexical, topic, known, crossing] = weights;
        Outcome { bias, judge_helps, judge_hurts, likeness, driver_up, driver_down, semantic, lexical, topic, known, crossing }
    }

    /// The bias.
    pub(super) fn bias(&self) -> f64 {
        self.bias
    }

    /// The weights in the order of [`components`].
    pub(super) fn weights(&self) -> [f64; COMPONENTS] {
        let o = self;
        [o.judge_helps, o.judge_hurts, o.likeness, o.driver_up, o.driver_down, o.semantic, o.lexical, o.topic, o.known, o.crossing]
    }

    fn plus(&self, more: &Outcome) -> Outcome {
        let (mut weights, added) = (self.weights(), more.weights());
        weights.iter_mut().zip(added).for_each(|(weight, added)| *weight += added);
        Outcome::new(self.bias + more.bias, weights)
    }
}

/// Shared words (and characters) of a topic count from here on, and less than this counts against it: a topic is written in so many words that
/// some are shared with almost anything. Chosen with the real tables of reports/docs/score.md in view, so that the mean chance comes near the base rate.
pub(super) const USUAL_OF_TOPICS: f64 = 0.1;

/// What the weights of an outcome multiply, in the order of calibration.json.
pub(super) fn components(parts: &Parts) -> [f64; COMPONENTS] {
    let (driver, lexical) = (f64::from(parts.driver), f64::from(parts.lexical));
    [
        f64::from(parts.opinion.helps),
        f64::from(parts.opinion.hurts),
        f64::from(parts.opinion.likeness),
        driver.max(0.0).sqrt(),
        (-driver).max(0.0).sqrt(),
        f64::from(parts.semantic),
        lexical,
        if parts.topic { lexical - USUAL_OF_TOPICS } else { 0.0 },
        f64::from(u8::from(parts.known)),
        f64::from(parts.crossing),
    ]
}

/// The weights of one outcome in single precision, the base rate's part in the bias.
#[derive(Debug, Clone, Copy)]
pub(super) struct Single {
    pub bias: f32,
    /// For the judge's log-odds of helps and of hurts.
    pub judge: [f32; 2],
    pub likeness: f32,
    pub driver_up: f32,
    pub driver_down: f32,
    pub semantic: f32,
    pub lexical: f32,
    pub topic: f32,
    pub known: f32,
    pub crossing: f32,
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
    /// The calibration fitted for an encoder, at a base rate, 0 < rate < 1 (0.10 when in doubt).
    pub fn of(encoder: Encoder, base_rate: f64) -> Self {
        static DEEP: LazyLock<Option<File>> = LazyLock::new(|| serde_json::from_str(text(Encoder::Deep)).ok());
        static FAST: LazyLock<Option<File>> = LazyLock::new(|| serde_json::from_str(text(Encoder::Fast)).ok());
        let fitted: &Option<File> = match encoder {
            Encoder::Deep => &DEEP,
            Encoder::Fast => &FAST,
        };
        let flat = Outcome::new(-3.0, [0.0; COMPONENTS]);
        let file = fitted.clone().unwrap_or(File { helps: flat.clone(), hurts: flat });
        Calibration { file, shift: logit(base_rate) - logit(BASE_HELPS) }
    }

    /// The calibration with numbers added to those of each outcome.
    pub(super) fn plus(&self, helps: &Outcome, hurts: &Outcome) -> Self {
        let file = File { helps: self.file.helps.plus(helps), hurts: self.file.hurts.plus(hurts) };
        Calibration { file, shift: self.shift }
    }

    /// The log-odds of helps and of hurts against neither, at the base rate that the calibration is made for.
    pub(super) fn logits(&self, parts: &Parts) -> [f64; 2] {
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
                + o.lexical * f64::from(parts.lexical)
                + if parts.topic { o.topic * (f64::from(parts.lexical) - USUAL_OF_TOPICS) } else { 0.0 }
                + o.known * known
                + o.crossing * f64::from(parts.crossing)
        };
        let [helps, hurts] = parts.own.map(f64::from);
        [logit_of(&self.file.helps) + helps, logit_of(&self.file.hurts) + hurts]
    }

    /// The weights in single precision, for helps and for hurts. Moving the log-odds of helps as [`shift_base`] does is adding to them.
    pub(super) fn single(&self) -> [Single; 2] {
        let of = |o: &Outcome, shift: f64| Single {
            bias: (o.bias + shift) as f32,
            judge: [o.judge_helps as f32, o.judge_hurts as f32],
            likeness: o.likeness as f32,
            driver_up: o.driver_up as f32,
            driver_down: o.driver_down as f32,
            semantic: o.semantic as f32,
            lexical: o.lexical as f32,
            topic: o.topic as f32,
            known: o.known as f32,
            crossing: o.crossing as f32,
        };
        [of(&self.file.helps, self.shift), of(&self.file.hurts, 0.0)]
    }

    /// The chances of a pair, (helps, hurts).
    pub fn chances(&self, parts: &Parts) -> (f64, f64) {
        let [helps, hurts] = softmax(self.logits(parts));
        disputed(f64::from(parts.driver), shift_base((helps, hurts), self.shift))
    }
}

/// Effect of the known causes from which they can contradict the rest, and from which they do so in full.
pub(super) const CONTRADICTS: (f64, f64) = (0.3, 0.7);

/// The chances where the known causes and everything else say opposite things: nobody knows which way then, so both chances come to the same.
/// Of 36 pairs of organisations held back whose causes reach 0.5 against the judge, 12 helped and 17 hurt (data/calibration.py prints it).
fn disputed(driver: f64, (helps, hurts): (f64, f64)) -> (f64, f64) {
    if driver * (helps - hurts) >= 0.0 {
        return (helps, hurts);
    }
    let (from, full) = CONTRADICTS;
    let part = ((driver.abs() - from) / (full - from)).clamp(0.0, 1.0);
    let middle = f64::midpoint(helps, hurts);
    (helps + (middle - helps) * part, hurts + (middle - hurts) * part)
}

/// Whether the known causes say in full the opposite of all else, and what is at stake is worth a word.
pub fn in_doubt(parts: &Parts, (helps, hurts): (f64, f64)) -> bool {
    const WORTH_A_WORD: f64 = 0.2;
    const ALIKE: f64 = 1e-9;
    f64::from(parts.driver).abs() >= CONTRADICTS.1 && (helps - hurts).abs() < ALIKE && helps >= WORTH_A_WORD
}

/// The chances of helps and hurts from their log-odds against neither; for finite log-odds in [0, 1], and together at most 1.
pub(super) fn softmax([a, b]: [f64; 2]) -> [f64; 2] {
    let top = a.max(b).max(0.0);
    let (ea, eb, e0) = ((a - top).exp(), (b - top).exp(), (-top).exp());
    let sum = ea + eb + e0;
    [ea / sum, eb / sum]
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
    fn the_files_are_complete() {
        for encoder in [Encoder::Deep, Encoder::Fast] {
            let file: Result<File, _> = serde_json::from_str(text(encoder));
            assert!(file.is_ok(), "{encoder:?}: {file:?}");
        }
    }

    #[test]
    fn chances_stay_in_range_and_follow_the_driver() {
        let calibration = Calibration::of(Encoder::Deep, BASE_HELPS);
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
    fn what_contradicts_itself_says_neither() {
        // Up to 0.3 nothing changes, from 0.7 on both are alike, in between a part of the way.
        assert_eq!(disputed(-0.3, (0.6, 0.2)), (0.6, 0.2));
        assert_eq!(disputed(0.9, (0.6, 0.2)), (0.6, 0.2));
        for (driver, chances, becomes) in [(-0.9, (0.6, 0.2), (0.4, 0.4)), (0.7, (0.1, 0.5), (0.3, 0.3)), (-0.5, (0.6, 0.2), (0.5, 0.3))] {
            let (helps, hurts) = disputed(driver, chances);
            assert!((helps - becomes.0).abs() < 1e-12 && (hurts - becomes.1).abs() < 1e-12, "{helps} {hurts}");
        }
        let calibration = Calibration::of(Encoder::Deep, BASE_HELPS);
        let sure = Opinion { helps: 3.0, hurts: -3.0, likeness: 0.5 };
        let (helps, hurts) = calibration.chances(&Parts { opinion: sure, driver: -1.0, known: true, ..Parts::default() });
        assert!((helps - hurts).abs() < 1e-12 && helps > 0.1, "{helps} {hurts}");
    }

    #[test]
    fn components_are_what_the_weights_multiply() {
        let opinion = Opinion { helps: 1.5, hurts: -0.5, likeness: 0.25 };
        let parts =
            Parts { opinion, driver: -0.25, semantic: 0.5, lexical: 0.75, known: true, topic: true, crossing: 0.5, ..Parts::default() };
        assert_eq!(components(&parts), [1.5, -0.5, 0.25, 0.0, 0.5, 0.5, 0.75, 0.75 - USUAL_OF_TOPICS, 1.0, 0.5]);
        let calibration = Calibration::of(Encoder::Deep, BASE_HELPS);
        let by_hand = |o: &Outcome| o.bias() + o.weights().iter().zip(components(&parts)).map(|(w, c)| w * c).sum::<f64>();
        let logits = calibration.logits(&parts);
        assert!((logits[0] - by_hand(&calibration.file.helps)).abs() < 1e-12);
        assert!((logits[1] - by_hand(&calibration.file.hurts)).abs() < 1e-12);
        // Numbers added to an outcome and what is known of a KPI add to its log-odds.
        let own = Parts { own: [0.5, -0.25], ..parts };
        let more = calibration.plus(&Outcome::new(0.1, [0.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0]), &Outcome::default());
        let moved = more.logits(&own);
        assert!((moved[0] - logits[0] - 1.1).abs() < 1e-12 && (moved[1] - logits[1] + 0.25).abs() < 1e-12);
    }

    #[test]
    fn a_higher_base_rate_raises_helps_alone() {
        let (helps, hurts) = shift_base((0.2, 0.4), logit(0.3) - logit(0.1));
        assert!((helps - 1.0 / (1.0 + 4.0 * (0.7 / 0.3) / 9.0)).abs() < 1e-12);
        assert!((hurts / (1.0 - helps) - 0.5).abs() < 1e-12);
    }
}
