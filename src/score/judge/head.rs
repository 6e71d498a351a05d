//! Two vectors to an outcome: hurts, none, helps indirectly, helps directly.
//!
//! Each side is projected once; a pair is then a product of two short projections and three likenesses (cosines: of subject, of what helps,
//! of what hurts) through one small hidden layer, so that a block of pairs is a matrix product. Trained together with the encoder. Invariant: finite numbers for finite vectors, and
//! a pair's opinion does not depend on the other pairs, to the last bit (`score::product`).

use rayon::prelude::*;

use crate::score::judge::encoder::{Side, Vector, WIDTH};
use crate::score::judge::weights::{Failure, Weights};
use crate::score::product::{products, products_turned, turned};

/// Length that vectors are brought to before they are projected.
const LENGTH: f32 = 20.0;
/// How much a likeness weighs beside the products on its way into the hidden layer.
const LIKENESS: f32 = 4.0;
/// The likenesses: of subject, of what helps, of what hurts.
const VIEWS: [&str; 3] = ["like", "help", "hurt"];
/// Rows of a tile.
const TILE: usize = 128;
/// Pairs that a core judges in one go, about.
const SHARE: usize = 8192;
/// Outcomes, worst first.
pub const OUTCOMES: usize = 4;

/// What the judge says of a pair.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Opinion {
    /// Log-odds of "helps" (directly or not) against "no effect".
    pub helps: f32,
    /// Log-odds of "works against" against "no effect".
    pub hurts: f32,
    /// Cosine of the two texts' meanings, -1 to 1.
    pub likeness: f32,
}

/// One text, projected.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Projected {
    hidden: Vec<f32>,
    rank: Vec<f32>,
    /// Of length 1 each.
    views: [Vec<f32>; VIEWS.len()],
}

impl Projected {
    /// What it is about, of length 1.
    pub fn subject(&self) -> &[f32] {
        &self.views[0]
    }
}

/// Projections of one side, each with one number of every row of weights, then the next.
struct Tower {
    mean: Vec<f32>,
    hidden: Vec<f32>,
    rank: Vec<f32>,
    views: [Vec<f32>; VIEWS.len()],
}

/// The trained head.
pub struct Head {
    kpi: Tower,
    element: Tower,
    hidden_bias: Vec<f32>,
    /// From products and likenesses to the hidden layer, [hidden, rank + VIEWS].
    mix: Vec<f32>,
    /// [OUTCOMES, hidden].
    out: Vec<f32>,
    out_bias: Vec<f32>,
    rank: usize,
    hidden: usize,
}

impl Head {
    /// Unpacks the head out of a weights file.
    ///
    /// # Errors
    /// Something is missing or of another shape.
    pub fn of(weights: &Weights) -> Result<Self, Failure> {
        let (rank, hidden): (usize, usize) = (weights.number("rank")?, weights.number("hidden")?);
        // Stored as [out, in].
        let stored = |name: &str, rows: usize, columns: usize| {
            let values = weights.floats(&format!("head.{name}.weight"))?;
            if values.len() == rows * columns { Ok(values) } else { Err(format!("head.{name}: not {rows} x {columns}")) }
        };
        let matrix = |name: &str, rows: usize| Ok::<_, Failure>(turned(&stored(name, rows, WIDTH)?, WIDTH));
        let width: usize = weights.number("view")?;
        let view = |side: &str, n: usize| matrix(&format!("{side}_{}", VIEWS[n]), if n == 0 { WIDTH } else { width });
        let tower = |side: &str| {
            Ok::<_, Failure>(Tower {
                mean: weights.floats(&format!("{side}_mean"))?,
                hidden: matrix(&format!("{side}_hidden"), hidden)?,
                rank: matrix(&format!("{side}_rank"), rank)?,
                views: [view(side, 0)?, view(side, 1)?, view(side, 2)?],
            })
        };
        Ok(Head {
            kpi: tower("kpi")?,
            element: tower("element")?,
            hidden_bias: weights.floats("head.kpi_hidden.bias")?,
            mix: stored("mix", hidden, rank + VIEWS.len())?,
            out: stored("out", OUTCOMES, hidden)?,
            out_bias: weights.floats("head.out.bias")?,
            rank,
            hidden,
        })
    }

    /// Projects vectors of one side.
    ///
    /// # Errors
    /// The products cannot be computed, in words for a maintainer.
    pub fn project(&self, side: Side, vectors: &[Vector]) -> Result<Vec<Projected>, Failure> {
        let tower = if side == Side::Kpi { &self.kpi } else { &self.element };
        let mut flat = Vec::with_capacity(vectors.len() * WIDTH);
        for vector in vectors {
            let centred: Vec<f32> = vector.iter().zip(&tower.mean).map(|(x, m)| x - m).collect();
            flat.extend(scaled(centred, LENGTH));
        }
        let rows = |matrix: &[f32]| {
            let columns = matrix.len() / WIDTH;
            let mut out = vec![0.0; vectors.len() * columns];
            products_turned(&flat, matrix, WIDTH, &mut out)?;
            Ok::<_, Failure>(out.chunks_exact(columns.max(1)).map(<[f32]>::to_vec).collect::<Vec<_>>())
        };
        let mut views = Vec::with_capacity(VIEWS.len());
        for view in &tower.views {
            views.push(rows(view)?);
        }
        let mut out = Vec::with_capacity(vectors.len());
        for (i, (mut hidden, rank)) in rows(&tower.hidden)?.into_iter().zip(rows(&tower.rank)?).enumerate() {
            if side == Side::Kpi {
                hidden.iter_mut().zip(&self.hidden_bias).for_each(|(h, b)| *h += b);
            }
            let views = std::array::from_fn(|n| scaled(std::mem::take(&mut views[n][i]), 1.0));
            out.push(Projected { hidden, rank, views });
        }
        Ok(out)
    }

    /// Judges every KPI against every element; element by element.
    ///
    /// # Errors
    /// The products cannot be computed, in words for a maintainer.
    pub fn block(&self, kpis: &[&Projected], elements: &[&Projected]) -> Result<Vec<Opinion>, Failure> {
        // A few elements at a time on each core; a pair's numbers are the same however they are shared out.
        let few = (SHARE / kpis.len().max(1)).max(1);
        let parts: Vec<Vec<Opinion>> = elements.par_chunks(few).map(|part| self.opinions(kpis, part)).collect::<Result<_, _>>()?;
        Ok(parts.into_iter().flatten().collect())
    }

    fn opinions(&self, kpis: &[&Projected], elements: &[&Projected]) -> Result<Vec<Opinion>, Failure> {
        let pairs = kpis.len() * elements.len();
        let width = self.rank + VIEWS.len();
        let mut likeness: [Vec<f32>; VIEWS.len()] = Default::default();
        for (view, cosines) in likeness.iter_mut().enumerate() {
            *cosines = grid(elements, kpis, view)?;
        }
        let mut inputs = vec![0.0_f32; TILE * width];
        let mut hidden = vec![0.0_f32; TILE * self.hidden];
        let mut logits = vec![0.0_f32; TILE * OUTCOMES];
        let mut out = Vec::with_capacity(pairs);
        for start in (0..pairs).step_by(TILE) {
            let tile = start..pairs.min(start + TILE);
            let sides = |pair: usize| (kpis[pair % kpis.len()], elements[pair / kpis.len()]);
            let (inputs, hidden) = (&mut inputs[..tile.len() * width], &mut hidden[..tile.len() * self.hidden]);
            for (pair, row) in tile.clone().zip(inputs.chunks_exact_mut(width)) {
                let (kpi, element) = sides(pair);
                row.iter_mut().zip(&kpi.rank).zip(&element.rank).for_each(|((p, k), e)| *p = k * e);
                row[self.rank..].iter_mut().zip(&likeness).for_each(|(p, cosines)| *p = LIKENESS * cosines[pair]);
            }
            products(inputs, &self.mix, width, hidden)?;
            for (pair, row) in tile.clone().zip(hidden.chunks_exact_mut(self.hidden)) {
                let (kpi, element) = sides(pair);
                row.iter_mut().zip(&kpi.hidden).zip(&element.hidden).for_each(|((h, k), e)| *h = (*h + k + e).max(0.0));
            }
            let logits = &mut logits[..tile.len() * OUTCOMES];
            products(hidden, &self.out, self.hidden, logits)?;
            out.extend(logits.chunks_exact(OUTCOMES).zip(&likeness[0][tile]).map(|(logits, likeness)| self.opinion(logits, *likeness)));
        }
        Ok(out)
    }

    fn opinion(&self, logits: &[f32], likeness: f32) -> Opinion {
        let at = |outcome: usize| logits[outcome] + self.out_bias[outcome];
        // Helping indirectly and directly are one outcome here: the log of the sum of their odds.
        let (low, high) = (at(2).min(at(3)), at(2).max(at(3)));
        Opinion { helps: high + (low - high).exp().ln_1p() - at(1), hurts: at(0) - at(1), likeness: likeness.clamp(-1.0, 1.0) }
    }
}

/// Cosines of every element with every KPI in one view, element by element.
///
/// # Errors
/// The products cannot be computed.
fn grid(elements: &[&Projected], kpis: &[&Projected], view: usize) -> Result<Vec<f32>, Failure> {
    let flat = |side: &[&Projected]| side.iter().flat_map(|p| p.views[view].iter().copied()).collect::<Vec<f32>>();
    let width = kpis.first().map_or(0, |k| k.views[view].len());
    let mut out = vec![0.0; elements.len() * kpis.len()];
    products(&flat(elements), &flat(kpis), width, &mut out)?;
    Ok(out)
}

/// A vector brought to a length; zeros stay.
fn scaled(mut vector: Vec<f32>, length: f32) -> Vec<f32> {
    let own = vector.iter().map(|x| x * x).sum::<f32>().sqrt();
    if own > 0.0 {
        vector.iter_mut().for_each(|x| *x *= length / own);
    }
    vector
}
