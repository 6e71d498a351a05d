//! From products and components to overlaps, a row at a time.
//!
//! The same formula as [`crate::score::calibrate`], in single precision: with log-odds h of helps and u of hurts against neither,
//! overlap = (e^h - e^u) / (1 + e^h + e^u); another base rate adds to h; known causes that contradict it take it towards zero. Limits: log-odds
//! beyond 60 count as 60.

use crate::score::bulk::sides::Pairs;
use crate::score::calibrate::{CONTRADICTS, Single, USUAL_OF_TOPICS};
use crate::score::fast::{self, head::Meaning};
use crate::score::wide::{self, Loops};
use crate::score::{KpiProfile, Scorer};

/// Largest log-odds, so that no power overflows.
const MOST: f32 = 60.0;

/// What components weigh, with the encoder's own numbers.
pub struct Weights {
    outcomes: [Single; 2],
    /// What likeness adds to the judge's two log-odds, and their base.
    akin: [f32; 2],
    base: [f32; 2],
}

impl Weights {
    /// The weights of a scorer that reads with the fast encoder.
    ///
    /// # Errors
    /// The encoder cannot be read.
    pub fn of(scorer: &Scorer) -> Result<Self, String> {
        let (akin, base) = fast::embedded()?.odds();
        Ok(Weights { outcomes: scorer.calibration.single(), akin, base })
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
                bias: w.bias - if kpi.topic { w.topic * USUAL_OF_TOPICS as f32 } else { 0.0 }
                    + if kpi.han { w.crossing } else { 0.0 }
                    + w.judge[0] * odds(0)
                    + w.judge[1] * odds(1)
                    + kpi.own[outcome],
            }
        })
    }

    /// What an element adds to an outcome's log-odds by itself.
    pub fn of_element(&self, meaning: &Meaning, outcome: usize) -> f32 {
        let w = &self.outcomes[outcome];
        w.judge[0] * meaning.own(0) + w.judge[1] * meaning.own(1)
    }

    /// Fills `out` with the overlaps of a row, and with minus infinity where a few neighbours all stay below their bars: an overlap is never
    /// above e^h / (1 + e^h), so that the log-odds of helps alone tell.
    pub fn blend(&self, row: &Row, pairs: &[Pairs; 2], out: &mut [f32]) {
        wide::dispatch(Blend { row, pairs, outcomes: &self.outcomes, out });
    }
}

/// The log-odds of helps that a pair needs at least for an overlap above `bar`; a little less, for what single precision rounds away.
pub fn odds_for(bar: f32) -> f32 {
    const ROUNDED: f32 = 1e-3;
    // Below zero an overlap hangs on the hurts as well: no log-odds of helps rule it out.
    if bar <= 0.0 {
        f32::NEG_INFINITY
    } else if bar >= 1.0 {
        f32::INFINITY
    } else {
        (bar / (1.0 - bar)).ln() - ROUNDED
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
    /// Log-odds of helps that are needed ([`odds_for`]).
    pub bars: &'r [f32],
}

/// Pairs that are ruled out together.
const GLANCE: usize = 64;

struct Blend<'b, 'r> {
    row: &'b Row<'r>,
    pairs: &'b [Pairs; 2],
    outcomes: &'b [Single; 2],
    out: &'b mut [f32],
}

impl Loops for Blend<'_, '_> {
    #[inline(always)]
    fn run(self) {
        blend(self.row, self.pairs, self.outcomes, self.out);
    }
}

#[inline(always)]
fn blend(row: &Row, pairs: &[Pairs; 2], outcomes: &[Single; 2], out: &mut [f32]) {
    let n = out.len();
    let mut from = 0;
    while from + GLANCE <= n {
        few::<GLANCE>(row, from, pairs, outcomes, &mut out[from..from + GLANCE]);
        from += GLANCE;
    }
    while from < n {
        few::<1>(row, from, pairs, outcomes, &mut out[from..=from]);
        from += 1;
    }
}

/// Some pairs of a row, from one on.
#[inline(always)]
fn few<const N: usize>(row: &Row, from: usize, pairs: &[Pairs; 2], outcomes: &[Single; 2], out: &mut [f32]) {
    let to = from + N;
    let out = &mut out[..N];
    let (a, b, c) = (&row.views[0][from..to], &row.views[1][from..to], &row.views[2][from..to]);
    let (driver, semantic, lexical) = (&row.driver[from..to], &row.semantic[from..to], &row.lexical[from..to]);
    let (known, han, bars) = (&row.known[from..to], &row.han[from..to], &row.bars[from..to]);
    let (own_helps, own_hurts) = (&row.own[0][from..to], &row.own[1][from..to]);
    let numbers = |i: usize| {
        let size = driver[i].abs().sqrt();
        Numbers {
            views: [a[i], b[i], c[i]],
            up: if driver[i] > 0.0 { size } else { 0.0 },
            down: if driver[i] < 0.0 { size } else { 0.0 },
            semantic: semantic[i],
            lexical: lexical[i],
            known: known[i],
            han: han[i],
        }
    };
    let mut helps = [0.0_f32; N];
    let mut over = 0_u32;
    for i in 0..N {
        helps[i] = own_helps[i] + odds(&numbers(i), &pairs[0], &outcomes[0]);
        over |= u32::from(helps[i] > bars[i]);
    }
    if over == 0 {
        out.fill(f32::NEG_INFINITY);
        return;
    }
    for i in 0..N {
        let h = power(helps[i]);
        let u = power(own_hurts[i] + odds(&numbers(i), &pairs[1], &outcomes[1]));
        let overlap = (h - u) / (1.0 + h + u);
        out[i] = if overlap * driver[i] < 0.0 { overlap * (1.0 - contradicted(driver[i])) } else { overlap };
    }
}

/// How far known causes of this effect contradict the rest, 0 to 1.
#[inline(always)]
fn contradicted(driver: f32) -> f32 {
    const FROM: f32 = CONTRADICTS.0 as f32;
    const FULL: f32 = CONTRADICTS.1 as f32;
    ((driver.abs() - FROM) / (FULL - FROM)).clamp(0.0, 1.0)
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
    fn a_bar_rules_out_nothing_above_it() {
        for i in -99..100 {
            let bar = i as f32 / 100.0;
            for (h, u) in [(-3.0_f32, -60.0_f32), (0.5, -2.0), (2.0, -60.0), (bar, -4.0), (9.0, 1.0)] {
                let overlap = (power(h) - power(u)) / (1.0 + power(h) + power(u));
                assert!(overlap <= bar || h > odds_for(bar), "{bar} {h} {u}");
            }
        }
        // It rules out what stays clearly below: even odds give an overlap of a half at the most.
        assert!(odds_for(0.5).abs() < 2e-3 && odds_for(1.0) == f32::INFINITY && odds_for(0.0) == f32::NEG_INFINITY);
    }

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
