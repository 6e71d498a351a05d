//! From products and components to overlaps, a row at a time.
//!
//! The same formula as [`crate::score::calibrate`], in single precision: with log-odds h of helps and u of hurts against neither,
//! overlap = (e^h - e^u) / (1 + e^h + e^u); another base rate adds to h. Loops are plain and are made for the processor at hand when the program runs. Limits:
//! log-odds beyond 60 count as 60.

use pulp::Arch;

use crate::score::bulk::sides::Pairs;
use crate::score::calibrate::Single;
use crate::score::fast::{self, head::Meaning};
use crate::score::{KpiProfile, Scorer};

/// Largest log-odds, so that no power overflows.
const MOST: f32 = 60.0;

/// What components weigh, with the encoder's own numbers.
pub struct Weights {
    outcomes: [Single; 2],
    /// What likeness adds to the judge's two log-odds, and their base.
    akin: [f32; 2],
    base: [f32; 2],
    arch: Arch,
}

impl Weights {
    /// The weights of a scorer that reads with the fast encoder.
    ///
    /// # Errors
    /// The encoder cannot be read.
    pub fn of(scorer: &Scorer) -> Result<Self, String> {
        let (akin, base) = fast::embedded()?.odds();
        Ok(Weights { outcomes: scorer.calibration.single(), akin, base, arch: Arch::new() })
    }

    /// What the pairs of a KPI weigh.
    pub fn of_kpi(&self, kpi: &KpiProfile, meaning: &Meaning) -> [Pairs; 2] {
        [0, 1].map(|outcome| {
            let w = &self.outcomes[outcome];
            let odds = |outcome: usize| meaning.own(outcome) + self.base[outcome];
            Pairs {
                views: [w.judge[0], w.judge[1], w.likeness + w.judge[0] * self.akin[0] + w.judge[1] * self.akin[1]],
                lexical: w.lexical + if kpi.topic { w.topic } else { 0.0 },
                known: if kpi.concepts.by_words() { w.known } else { 0.0 },
                // A pair of two languages: a Chinese element for an English KPI, any other for a Chinese one.
                han: if kpi.han { -w.crossing } else { w.crossing },
                bias: w.bias + if kpi.han { w.crossing } else { 0.0 } + w.judge[0] * odds(0) + w.judge[1] * odds(1) + kpi.own[outcome],
            }
        })
    }

    /// What an element adds to an outcome's log-odds by itself.
    pub fn of_element(&self, meaning: &Meaning, outcome: usize) -> f32 {
        let w = &self.outcomes[outcome];
        w.judge[0] * meaning.own(0) + w.judge[1] * meaning.own(1)
    }

    /// Fills `out` with the overlaps of a row.
    pub fn blend(&self, row: &Row, pairs: &[Pairs; 2], out: &mut [f32]) {
        self.arch.dispatch(
            #[inline(always)]
            || blend(row, pairs, &self.outcomes, out),
        );
    }
}

/// The numbers of a KPI's pairs with the elements of a block, each of the block's length.
pub struct Row<'r> {
    /// The three products.
    pub views: [&'r [f32]; 3],
    /// Signed cause, -1 to 1.
    pub driver: &'r [f32],
    /// Likeness of concepts, 0 to 1.
    pub semantic: &'r [f32],
    /// Shared words, 0 to 1.
    pub lexical: &'r [f32],
    /// 1 for an element whose words reach concepts.
    pub known: &'r [f32],
    /// 1 for a Chinese element.
    pub han: &'r [f32],
    /// What the elements add by themselves.
    pub own: [&'r [f32]; 2],
}

// Everything here is inlined into the dispatched code: a function of its own would be made for the oldest processor, one number at a time.
#[inline(always)]
fn blend(row: &Row, pairs: &[Pairs; 2], outcomes: &[Single; 2], out: &mut [f32]) {
    let n = out.len();
    let (a, b, c) = (&row.views[0][..n], &row.views[1][..n], &row.views[2][..n]);
    let (driver, semantic, lexical) = (&row.driver[..n], &row.semantic[..n], &row.lexical[..n]);
    let (known, han) = (&row.known[..n], &row.han[..n]);
    let (own_helps, own_hurts) = (&row.own[0][..n], &row.own[1][..n]);
    for i in 0..n {
        let numbers = Numbers {
            views: [a[i], b[i], c[i]],
            up: driver[i].max(0.0).sqrt(),
            down: (-driver[i]).max(0.0).sqrt(),
            semantic: semantic[i],
            lexical: lexical[i],
            known: known[i],
            han: han[i],
        };
        let h = power(own_helps[i] + odds(&numbers, &pairs[0], &outcomes[0]));
        let u = power(own_hurts[i] + odds(&numbers, &pairs[1], &outcomes[1]));
        out[i] = (h - u) / (1.0 + h + u);
    }
}

/// What the odds of a pair are made of.
struct Numbers {
    views: [f32; 3],
    up: f32,
    down: f32,
    semantic: f32,
    lexical: f32,
    known: f32,
    han: f32,
}

#[inline(always)]
fn odds(x: &Numbers, p: &Pairs, w: &Single) -> f32 {
    let views = p.views[0] * x.views[0] + p.views[1] * x.views[1] + p.views[2] * x.views[2];
    let concepts = w.driver_up * x.up + w.driver_down * x.down + w.semantic * x.semantic + p.known * x.known;
    p.bias + views + concepts + p.lexical * x.lexical + p.han * x.han
}

/// e^x for -60 <= x <= 60, beyond as at the ends; relative error below 3e-7. The exponent of two goes into the number's own bits, the rest is a
/// polynomial (Taylor's, on half a step to each side).
#[inline(always)]
fn power(x: f32) -> f32 {
    // Adding it rounds to a whole number, whose bits then stand at the lower end.
    const ROUND: f32 = 12_582_912.0;
    // ln 2 in two parts, the first with zeros at its end, so that their products lose nothing.
    const LN2_HIGH: f32 = 0.693_359_4;
    const LN2_LOW: f32 = -2.121_944_4e-4;
    let x = x.clamp(-MOST, MOST);
    let rounded = x * std::f32::consts::LOG2_E + ROUND;
    let n = rounded - ROUND;
    let r = x - n * LN2_HIGH - n * LN2_LOW;
    let p = 1.0 + r * (1.0 + r * (0.5 + r * (1.0 / 6.0 + r * (1.0 / 24.0 + r * (1.0 / 120.0 + r * (1.0 / 720.0))))));
    let two = f32::from_bits(rounded.to_bits().wrapping_sub(ROUND.to_bits()).wrapping_add(127) << 23);
    p * two
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn powers_are_near_enough() {
        for i in -6000..=6000 {
            let x = i as f32 / 100.0;
            let exact = f64::from(x).exp();
            assert!((f64::from(power(x)) / exact - 1.0).abs() < 3e-7, "{x}");
        }
        assert_eq!(power(0.0), 1.0);
        assert_eq!(power(1e9), power(60.0));
        assert_eq!(power(-1e9), power(-60.0));
    }
}
